"""The reading that a gold asks for, so that the scorer can be shown right and wrong ones."""

from collections.abc import Iterator
from typing import Any

from clinic_desktop.domain.anatomy import BodySide, Level, Zone
from clinic_desktop.domain.imaging import (
    Certainty,
    FindingKind,
    ImagingFinding,
    RootRelation,
    Status,
)
from clinic_desktop.domain.reading import ReportReading
from tests.reading.golds import Gold, GoldLevel, GoldRoot
from tests.reading.grades import accepted
from tests.reading.scoring import DISC_KIND

_SIDE = {"bilateral": BodySide.BOTH, "unspecified": None, "None": None}
_ZONE = {"paracentral": Zone.SUBARTICULAR, "None": None}
_RELATIONS = {relation.value: relation for relation in RootRelation}


def faithful(gold: Gold) -> ReportReading:
    """Return a reading in which nothing is wrong and nothing is left out."""
    rows = [row for level in Level for row in _rows(level, gold.at(level))]
    # A danger's level follows from its vertebra, of which a gold says nothing.
    rows += [_row(Level.L1_L2, FindingKind(kind)) for kind in gold.dangers]
    return ReportReading(
        language=gold.lang,
        findings=tuple(rows),
        stated_normal=tuple(gold.stated_normal),
        rest_stated_normal=bool(gold.rest_normal),
    )


def _rows(level: Level, stated: GoldLevel | None) -> Iterator[ImagingFinding]:
    if stated is None:
        return
    disc = FindingKind.OTHER
    for term in stated.disc or []:
        if term == "degeneration_only":
            yield _row(level, FindingKind.DISC_DEGENERATION)
        elif term in DISC_KIND:
            disc = DISC_KIND[term]
            yield _row(
                level,
                disc,
                _side(stated.disc_side),
                zone=_zone(stated.disc_zone),
                certainty=Certainty(stated.disc_certainty),
            )
    for root in stated.roots:
        yield _row(
            level,
            disc,
            _side(root.side),
            root=root.root,
            root_relation=_relation(root),
            certainty=Certainty(root.certainty),
        )
    yield from _graded(level, FindingKind.CANAL_STENOSIS, None, stated.canal_stenosis)
    for kind, sides in (
        (FindingKind.FORAMINAL_STENOSIS, stated.foraminal),
        (FindingKind.LATERAL_RECESS_STENOSIS, stated.lateral_recess),
    ):
        yield from _graded(level, kind, BodySide.LEFT, sides.left)
        yield from _graded(level, kind, BodySide.RIGHT, sides.right)
    for kind in sorted(stated.further_kinds):
        yield _row(level, kind)


def _graded(
    level: Level, kind: FindingKind, side: BodySide | None, grades: object
) -> Iterator[ImagingFinding]:
    grade = next((one for one in accepted(grades) if one is not None), None)
    if grade is not None:
        yield _row(level, kind, side, grade=grade)


def _row(
    level: Level, kind: FindingKind, side: BodySide | None = None, **more: Any
) -> ImagingFinding:
    return ImagingFinding(level=level, kind=kind, side=side, status=Status.STATED, **more)


def _side(value: object) -> BodySide | None:
    word = str(accepted(value)[0])
    return _SIDE[word] if word in _SIDE else BodySide(word)


def _zone(value: object) -> Zone | None:
    word = str(accepted(value)[0])
    return _ZONE[word] if word in _ZONE else Zone(word)


def _relation(root: GoldRoot) -> RootRelation | None:
    return _RELATIONS.get(root.relations[0])
