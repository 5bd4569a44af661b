"""Sets the roots a reading names at a level against those the report names there."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from clinic_desktop.domain.anatomy import BodySide, Level, Root
from clinic_desktop.domain.imaging import Certainty, FindingKind, ImagingFinding, RootRelation
from tests.reading.golds import GoldLevel, GoldRoot
from tests.reading.tallies import Share, Tally

_Place = tuple[Root, str]
_SIDES: Final = ("left", "right")
_FREE: Final = {"none", "proximity"}
_STRENGTH: Final = {
    RootRelation.NONE: 0,
    None: 1,
    RootRelation.CONTACT: 2,
    RootRelation.DISPLACEMENT: 3,
    RootRelation.COMPRESSION: 4,
}
# These name a root for what it is, not for what touches it.
_ANATOMY: Final = {FindingKind.CONJOINED_ROOT, FindingKind.TARLOV_CYST}


class NamedRoots(Struct, frozen=True):
    """Roots with their side: named ones, those that only follow, and how the relation agrees.

    A root the report names is to be found. One that follows from "exiting" or "traversing" may be
    read or not, and is counted in `following` alone. One stated free, or near and not touched, is
    invented where a row says otherwise.
    """

    named: Tally = Tally()
    following: Share = Share()
    relation: Share = Share()

    def __add__(self, other: "NamedRoots") -> "NamedRoots":
        return NamedRoots(
            self.named + other.named,
            self.following + other.following,
            self.relation + other.relation,
        )


class LevelRoots(Struct, frozen=True):
    """What was counted at one level."""

    counted: NamedRoots
    hedged: Share
    differences: tuple[str, ...]


def named_roots(
    level: Level, stated: GoldLevel | None, rows: Iterable[ImagingFinding]
) -> LevelRoots:
    """Count the roots of one level; a row for both or without a side stands for either side."""
    read = _read(rows)
    golds = {
        (gold.root, side): gold
        for gold in ([] if stated is None else stated.roots)
        for side in (_SIDES if gold.side == "unspecified" else (gold.side,))
    }
    touched = {place: gold for place, gold in golds.items() if not _FREE & set(gold.relations)}
    counted, hedged, said = NamedRoots(), Share(), []
    for place, gold in touched.items():
        row = read.get(place)
        counted += _of(gold, row)
        if row is None:
            said.append(f"{level} root {_name(place)}: report {_words(gold)}, read nothing")
            continue
        if not _agrees(gold, row):
            relation = row.root_relation or "no relation"
            said.append(f"{level} root {_name(place)}: report {_words(gold)}, read {relation}")
        if gold.certainty == "possible":
            hedged += Share(int(row.certainty is Certainty.POSSIBLE), 1)
            if row.certainty is not Certainty.POSSIBLE:
                said.append(f"{level} root {_name(place)}: report possible, read stated")
    for place, row in read.items():
        near = place in golds and "proximity" in golds[place].relations
        if place not in touched and not (near and row.root_relation is None):
            counted += NamedRoots(named=Tally(invented=1))
            relation = row.root_relation or "named"
            words = _words(golds[place]) if place in golds else "nothing"
            said.append(f"{level} root {_name(place)}: report {words}, read {relation}")
    return LevelRoots(counted, hedged, tuple(said))


def _read(rows: Iterable[ImagingFinding]) -> dict[_Place, ImagingFinding]:
    """Return the strongest row for each root and side; a root stated free is none."""
    strongest: dict[_Place, ImagingFinding] = {}
    for row in rows:
        if row.root is None or row.is_negated or row.kind in _ANATOMY:
            continue
        for side in _sides(row):
            place = (row.root, side)
            held = strongest.get(place)
            if held is None or _strength(row) > _strength(held):
                strongest[place] = row
    return {place: row for place, row in strongest.items() if _strength(row) > 0}


def _of(gold: GoldRoot, row: ImagingFinding | None) -> NamedRoots:
    there = int(row is not None)
    relation = Share() if row is None else Share(int(_agrees(gold, row)), 1)
    if gold.root_named:
        return NamedRoots(named=Tally(found=there, missed=1 - there), relation=relation)
    return NamedRoots(following=Share(there, 1), relation=relation)


def _agrees(gold: GoldRoot, row: ImagingFinding) -> bool:
    if "unspecified" in gold.relations:
        return True
    return row.root_relation is not None and row.root_relation.value in gold.relations


def _sides(row: ImagingFinding) -> tuple[str, ...]:
    return (row.side.value,) if row.side in (BodySide.LEFT, BodySide.RIGHT) else _SIDES


def _strength(row: ImagingFinding) -> int:
    return _STRENGTH[row.root_relation]


def _name(place: _Place) -> str:
    return f"{place[0]} {place[1]}"


def _words(gold: GoldRoot) -> str:
    return " or ".join(gold.relations)
