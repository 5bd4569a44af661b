"""Makes one row of what body and impression both say, and notes where they differ."""

from collections.abc import Iterable
from typing import Final

from clinic_desktop.domain.anatomy import BodySide, Level
from clinic_desktop.domain.imaging import (
    FindingKind,
    ImagingFinding,
)
from clinic_desktop.intake.cuts import DISC_KINDS
from clinic_desktop.intake.lexicon import GRADES
from clinic_desktop.intake.merging_roots import (
    FOCAL,
    LATERAL,
    one_for_each_root,
    replace,
    surer,
    with_roots,
)
from clinic_desktop.intake.sentences import Section
from clinic_desktop.intake.sides import worse
from clinic_desktop.intake.statements import NARROWINGS, Statement

_LEVELS: Final = tuple(Level)
_KINDS: Final = tuple(FindingKind)


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
        rooted = one_for_each_root([s.finding for s in said if s.finding.root is not None])
        plain: dict[FindingKind, list[Statement]] = {}
        for statement in said:
            if statement.finding.root is None:
                plain.setdefault(statement.finding.kind, []).append(statement)
        rows: list[ImagingFinding] = []
        for kind, statements in plain.items():
            if kind in NARROWINGS:
                rows += self._narrowing(level, kind, statements)
            else:
                self._compare_sides(level, kind, statements)
                rows += _changes([s.finding for s in statements])
        rows = _without_herniation(rows)
        rows, rooted = with_roots(rows, rooted)
        return [*rows, *rooted]

    def _narrowing(
        self, level: Level, kind: FindingKind, said: list[Statement]
    ) -> list[ImagingFinding]:
        """Return a row for each side; both sides in one row where they are the same."""
        said = _on_the_other_side(said)
        positive = [s for s in said if not s.finding.is_negated]
        if positive and any(
            s.finding.is_negated and _meet(s.finding.side, p.finding.side)
            for s in said
            for p in positive
        ):
            self._conflict(level, kind, "as present and as absent")
        sided: dict[BodySide | None, ImagingFinding] = {}
        lateral = [s for s in positive if s.finding.side in LATERAL]
        whole = [s for s in positive if s.finding.side not in LATERAL]
        for statement in lateral:
            row = statement.finding
            sided[row.side] = self._worse(sided.get(row.side), row)
        for statement in whole:
            row = statement.finding
            if not lateral:
                sided[None] = self._worse(sided.get(None), row)
            elif row.side is BodySide.BOTH:
                for side in LATERAL:
                    sided.setdefault(side, replace(row, side=side))
        for statement in said:
            row = statement.finding
            if row.is_negated:
                if None in sided:
                    continue
                if kind is FindingKind.CANAL_STENOSIS:
                    sided[None] = row
                    continue
                for side in [row.side] if row.side in LATERAL else LATERAL:
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
        return replace(kept, grade=grade, side=side, certainty=surer(before, row))

    def _compare_sides(self, level: Level, kind: FindingKind, said: list[Statement]) -> None:
        """Note a disc change that findings and impression put on opposite sides."""
        sides: dict[Section, set[BodySide | None]] = {}
        for statement in said:
            sides.setdefault(statement.section, set()).add(statement.finding.side)
        one_sided = [given - {None} for given in sides.values()]
        if kind in DISC_KINDS and {BodySide.LEFT} in one_sided and {BodySide.RIGHT} in one_sided:
            self._conflict(level, kind, "on the left in one part and on the right in another")

    def _conflict(self, level: Level, kind: FindingKind, how: str) -> None:
        name = kind.value.replace("_", " ")
        sentence = f"The report gives {name} at {level.value} {how}."
        if sentence not in self.conflicts:
            self.conflicts.append(sentence)


def _on_the_other_side(said: list[Statement]) -> list[Statement]:
    """Put a narrowing without a side beside one side that is open: it lies on the other."""
    free = {s.finding.side for s in said if s.finding.is_negated}
    lateral = any(s.finding.side in LATERAL for s in said if not s.finding.is_negated)
    if lateral or len(free) != 1 or not free <= set(LATERAL):
        return said
    (other,) = set(LATERAL) - free
    return [
        s._replace(finding=replace(s.finding, side=other))
        if s.finding.side is None and not s.finding.is_negated
        else s
        for s in said
    ]


def in_order(rows: Iterable[ImagingFinding]) -> tuple[ImagingFinding, ...]:
    """Return rows from the uppermost level to the lowest, at each by kind."""
    return tuple(sorted(rows, key=lambda row: (_LEVELS.index(row.level), _order(row))))


def _meet(a: BodySide | None, b: BodySide | None) -> bool:
    return a is b or not (a in LATERAL and b in LATERAL)


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
        certainty=surer(a, b),
    )


def _detail(row: ImagingFinding) -> int:
    return sum(part is not None for part in (row.side, row.zone, row.grade, row.root))


def _without_herniation(rows: list[ImagingFinding]) -> list[ImagingFinding]:
    """Leave out "herniation" where the report also says which form it is."""
    forms = [row for row in rows if row.kind in FOCAL]
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
                certainty=surer(match, row),
            )
            forms[forms.index(match)] = kept[place]
    return kept


def _order(row: ImagingFinding) -> tuple[int, int, str, str]:
    grade = GRADES.index(row.grade) if row.grade in GRADES else 0
    return (_KINDS.index(row.kind), -grade, row.side or "", row.root or "")
