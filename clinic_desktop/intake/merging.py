"""Makes one row of what body and impression both say, and notes where they differ."""

from collections.abc import Iterable
from typing import Final

import msgspec

from clinic_desktop.domain.anatomy import BodySide, Level, Zone, roots_at
from clinic_desktop.domain.imaging import (
    Certainty,
    FindingKind,
    ImagingFinding,
    RootRelation,
    Status,
)
from clinic_desktop.intake.clauses import DISC_KINDS
from clinic_desktop.intake.lexicon import GRADES
from clinic_desktop.intake.roots import STRENGTH
from clinic_desktop.intake.sides import worse
from clinic_desktop.intake.statements import NARROWINGS, Statement

replace: Final = msgspec.structs.replace
_LATERAL: Final = (BodySide.LEFT, BodySide.RIGHT)
_LEVELS: Final = tuple(Level)
_KINDS: Final = tuple(FindingKind)
_SMALL: Final = frozenset({FindingKind.SYNOVIAL_CYST, FindingKind.SCAR})
_FOCAL: Final = DISC_KINDS - {FindingKind.BULGE, FindingKind.HERNIATION}


class Merged:
    """The rows of a report, and sentences on what it says in two ways."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.conflicts: list[str] = []
        by_level: dict[Level, list[Statement]] = {}
        for statement in statements:
            by_level.setdefault(statement.finding.level, []).append(statement)
        rows: list[ImagingFinding] = []
        for level, said in by_level.items():
            rows += self._of_level(level, said)
        self.rows = in_order(rows)

    def _of_level(self, level: Level, said: list[Statement]) -> list[ImagingFinding]:
        rooted = _roots([s.finding for s in said if s.finding.root is not None])
        plain: dict[FindingKind, list[Statement]] = {}
        for statement in said:
            if statement.finding.root is None:
                plain.setdefault(statement.finding.kind, []).append(statement)
        rows: list[ImagingFinding] = []
        for kind, statements in plain.items():
            if kind in NARROWINGS:
                rows += self._narrowing(level, kind, statements)
            else:
                rows += _changes([s.finding for s in statements])
        rows = _without_herniation(rows)
        rows, rooted = _with_roots(rows, rooted)
        return [*rows, *rooted]

    def _narrowing(
        self, level: Level, kind: FindingKind, said: list[Statement]
    ) -> list[ImagingFinding]:
        """Return a row for each side; both sides in one row where they are the same."""
        positive = [s for s in said if not s.finding.is_negated]
        if positive and any(
            s.finding.is_negated and _meet(s.finding.side, p.finding.side)
            for s in said
            for p in positive
        ):
            self._conflict(level, kind, "as present and as absent")
        sided: dict[BodySide | None, ImagingFinding] = {}
        lateral = [s for s in positive if s.finding.side in _LATERAL]
        whole = [s for s in positive if s.finding.side not in _LATERAL]
        for statement in lateral:
            row = statement.finding
            sided[row.side] = self._worse(sided.get(row.side), row)
        for statement in whole:
            row = statement.finding
            if not lateral:
                sided[None] = self._worse(sided.get(None), row)
            elif row.side is BodySide.BOTH:
                for side in _LATERAL:
                    sided.setdefault(side, replace(row, side=side))
        for statement in said:
            row = statement.finding
            if row.is_negated:
                if None in sided:
                    continue
                if kind is FindingKind.CANAL_STENOSIS:
                    sided[None] = row
                    continue
                for side in [row.side] if row.side in _LATERAL else _LATERAL:
                    sided.setdefault(side, replace(row, side=side))
        return _paired(sided)

    def _worse(self, before: ImagingFinding | None, row: ImagingFinding) -> ImagingFinding:
        """Return the one with the greater degree, stated where either is."""
        if before is None:
            return row
        grade = worse(before.grade, row.grade)
        degrees = {before.grade, row.grade} - {None, "present"}
        if len(degrees) > 1:
            self._conflict(row.level, row.kind, "with different degrees; the greater is offered")
        kept = row if row.grade == grade and before.grade != grade else before
        side = before.side if kept.side is None else kept.side
        return replace(kept, grade=grade, side=side, certainty=_surer(before, row))

    def _conflict(self, level: Level, kind: FindingKind, how: str) -> None:
        name = kind.value.replace("_", " ")
        sentence = f"The report gives {name} at {level.value} {how}."
        if sentence not in self.conflicts:
            self.conflicts.append(sentence)


def in_order(rows: Iterable[ImagingFinding]) -> tuple[ImagingFinding, ...]:
    """Return rows from the uppermost level to the lowest, at each by kind."""
    return tuple(sorted(rows, key=lambda row: (_LEVELS.index(row.level), _order(row))))


def _meet(a: BodySide | None, b: BodySide | None) -> bool:
    return a is b or not (a in _LATERAL and b in _LATERAL)


def _surer(a: ImagingFinding, b: ImagingFinding) -> Certainty | None:
    if Certainty.STATED in (a.certainty, b.certainty):
        return Certainty.STATED
    return a.certainty


def _paired(sided: dict[BodySide | None, ImagingFinding]) -> list[ImagingFinding]:
    left, right = sided.get(BodySide.LEFT), sided.get(BodySide.RIGHT)
    if left is None or right is None:
        return list(sided.values())
    if (left.grade, left.certainty) == (right.grade, right.certainty):
        return [replace(left, side=BodySide.BOTH)]
    return [left, right]


def _changes(rows: list[ImagingFinding]) -> list[ImagingFinding]:
    """Return one row for each side a change was given on."""
    kept: list[ImagingFinding] = []
    for row in rows:
        twin = next((n for n, other in enumerate(kept) if _same_place(other, row)), None)
        if twin is None:
            kept.append(row)
        else:
            kept[twin] = _joined(kept[twin], row)
    return kept


def _same_place(a: ImagingFinding, b: ImagingFinding) -> bool:
    if a.side is b.side or None in (a.side, b.side):
        return True
    return BodySide.BOTH in (a.side, b.side) and a.kind not in DISC_KINDS


def _joined(a: ImagingFinding, b: ImagingFinding) -> ImagingFinding:
    """Return the row that says more, with what only the other says."""
    more, less = (b, a) if _detail(b) > _detail(a) else (a, b)
    named = more.grade_system or less.grade_system
    grade = (
        next(row.grade for row in (more, less) if row.grade_system)
        if named
        else worse(a.grade, b.grade)
    )
    side = more.side or less.side
    if BodySide.BOTH in (a.side, b.side):
        side = BodySide.BOTH
    return replace(
        more,
        side=side,
        zone=more.zone or less.zone,
        grade_system=named,
        grade=grade,
        certainty=_surer(a, b),
    )


def _detail(row: ImagingFinding) -> int:
    return sum(part is not None for part in (row.side, row.zone, row.grade, row.root))


def _without_herniation(rows: list[ImagingFinding]) -> list[ImagingFinding]:
    """Leave out "herniation" where the report also says which form it is."""
    forms = [row for row in rows if row.kind in _FOCAL]
    general = [row for row in rows if row.kind is FindingKind.HERNIATION]
    if not forms or not general:
        return rows
    kept = [row for row in rows if row not in general]
    for row in general:
        match = next((form for form in forms if _same_place(form, row)), None)
        if match is None:
            kept.append(row)
        else:
            place = kept.index(match)
            kept[place] = replace(
                match,
                side=match.side or row.side,
                zone=match.zone or row.zone,
                certainty=_surer(match, row),
            )
            forms[forms.index(match)] = kept[place]
    return kept


def _roots(rows: list[ImagingFinding]) -> list[ImagingFinding]:
    """Return one row for each root and side, with the strongest relation."""
    split = [
        replace(row, side=side)
        for row in rows
        for side in (_LATERAL if row.side is BodySide.BOTH else (row.side,))
    ]
    sided = {(row.root, row.side) for row in split}
    kept: dict[tuple[object, object], ImagingFinding] = {}
    for row in split:
        if row.side not in _LATERAL and any((row.root, side) in sided for side in _LATERAL):
            continue
        key = (row.root, row.side)
        kept[key] = row if key not in kept else _stronger(kept[key], row)
    return list(kept.values())


def _stronger(a: ImagingFinding, b: ImagingFinding) -> ImagingFinding:
    strong, weak = (
        (b, a) if STRENGTH.index(b.root_relation) > STRENGTH.index(a.root_relation) else (a, b)
    )
    named = strong if strong.status is Status.STATED else weak
    general = strong.kind in (FindingKind.OTHER, FindingKind.HERNIATION)
    return replace(
        strong,
        kind=weak.kind if general else strong.kind,
        zone=strong.zone or weak.zone,
        status=named.status,
        root_reason=named.root_reason,
        certainty=_surer(a, b),
    )


def _with_roots(
    rows: list[ImagingFinding], rooted: list[ImagingFinding]
) -> tuple[list[ImagingFinding], list[ImagingFinding]]:
    """Put a root into the row of the change that touches it, where both are on one side.

    A root that is only inferred, or only possibly touched, keeps a row of its own: the change
    itself stays as stated.
    """
    rooted = [_with_cause(row, rows) for row in rooted]
    left = []
    for row in [part for whole in rows for part in _sided(whole, rooted)]:
        mine = [
            place for place, root in enumerate(rooted) if root.kind is row.kind and _fits(root, row)
        ]
        lone = len({rooted[place].side for place in mine}) == 1
        if not mine or (row.side is None and not lone):
            left.append(row)
            continue
        for place in mine:
            rooted[place] = replace(
                rooted[place],
                zone=row.zone or rooted[place].zone,
                grade=row.grade,
                grade_system=row.grade_system,
            )
    return left, rooted


def _fits(root: ImagingFinding, row: ImagingFinding) -> bool:
    """Whether a root's row and a change's row are one."""
    if (
        root.status is not Status.STATED
        or root.root_relation is RootRelation.NONE
        or root.certainty is not row.certainty
        or row.is_negated
    ):
        return False
    if row.side is None:
        return row.kind in _FOCAL or row.kind in NARROWINGS or row.kind in _SMALL
    return root.side is row.side


def _with_cause(root: ImagingFinding, rows: list[ImagingFinding]) -> ImagingFinding:
    """Give a root the change that touches it, where its own sentence does not say which."""
    free = root.root_relation is RootRelation.NONE
    if free or root.kind not in (FindingKind.HERNIATION, FindingKind.OTHER):
        return root
    present = [row for row in rows if not row.is_negated]
    forms = [row for row in present if row.kind in _FOCAL]
    if root.kind is FindingKind.OTHER:
        exits = root.root in roots_at(root.level, Zone.FORAMINAL)
        narrow = FindingKind.FORAMINAL_STENOSIS if exits else FindingKind.LATERAL_RECESS_STENOSIS
        forms += [row for row in present if row.kind is narrow and exits]
        forms += [row for row in present if row.kind in DISC_KINDS or row.kind is narrow]
    if not forms:
        return root
    return replace(root, kind=forms[0].kind, zone=root.zone or forms[0].zone)


def _sided(row: ImagingFinding, rooted: list[ImagingFinding]) -> list[ImagingFinding]:
    """Part a narrowing of both sides where a root is named on one of them."""
    if row.kind not in NARROWINGS or row.side is not BodySide.BOTH:
        return [row]
    if not any(
        root.kind is row.kind and _fits(root, replace(row, side=side))
        for root in rooted
        for side in _LATERAL
    ):
        return [row]
    return [replace(row, side=side) for side in _LATERAL]


def _order(row: ImagingFinding) -> tuple[int, int, str, str]:
    grade = GRADES.index(row.grade) if row.grade in GRADES else 0
    return (_KINDS.index(row.kind), -grade, row.side or "", row.root or "")
