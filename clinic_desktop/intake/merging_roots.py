"""Makes one row of a root and the change that touches it."""

from typing import Final

import msgspec

from clinic_desktop.domain.anatomy import BodySide, Zone, roots_at
from clinic_desktop.domain.imaging import (
    Certainty,
    FindingKind,
    ImagingFinding,
    RootRelation,
    Status,
)
from clinic_desktop.intake.cuts import DISC_KINDS
from clinic_desktop.intake.roots import STRENGTH
from clinic_desktop.intake.statements import NARROWINGS

replace: Final = msgspec.structs.replace
LATERAL: Final = (BodySide.LEFT, BodySide.RIGHT)
FOCAL: Final = DISC_KINDS - {FindingKind.BULGE, FindingKind.HERNIATION}
"""Forms of herniation that are named."""
_SMALL: Final = frozenset({FindingKind.SYNOVIAL_CYST, FindingKind.SCAR})


def surer(a: ImagingFinding, b: ImagingFinding) -> Certainty | None:
    """Return possible where both rows are; either without reserve leaves none."""
    return a.certainty if a.certainty is b.certainty else None


def one_for_each_root(rows: list[ImagingFinding]) -> list[ImagingFinding]:
    """Return one row for each root and side, with the strongest relation."""
    split = [
        replace(row, side=side)
        for row in rows
        for side in (LATERAL if row.side is BodySide.BOTH else (row.side,))
    ]
    sided = {(row.root, row.side) for row in split}
    kept: dict[tuple[object, object], ImagingFinding] = {}
    for row in split:
        if row.side not in LATERAL and any((row.root, side) in sided for side in LATERAL):
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
        certainty=surer(a, b),
    )


def with_roots(
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
        return row.kind in FOCAL or row.kind in NARROWINGS or row.kind in _SMALL
    return root.side is row.side


def _with_cause(root: ImagingFinding, rows: list[ImagingFinding]) -> ImagingFinding:
    """Give a root the change that touches it, where its own sentence does not say which."""
    free = root.root_relation is RootRelation.NONE
    if free or root.kind not in (FindingKind.HERNIATION, FindingKind.OTHER):
        return root
    present = [row for row in rows if not row.is_negated]
    forms = [row for row in present if row.kind in FOCAL]
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
        for side in LATERAL
    ):
        return [row]
    return [replace(row, side=side) for side in LATERAL]
