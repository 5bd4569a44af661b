"""Sets what the rules read from a report against its gold reading, and counts."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from clinic_desktop.domain.anatomy import BodySide, Level, Zone
from clinic_desktop.domain.imaging import (
    Certainty,
    FindingKind,
    ImagingFinding,
)
from clinic_desktop.domain.reading import ReportReading
from tests.reading.golds import Gold, GoldLevel
from tests.reading.grades import Graded, accepted, graded, presence, worst_grade
from tests.reading.named_roots import NamedRoots, named_roots
from tests.reading.tallies import Share, Tally

# A herniation without a form is a protrusion or an extrusion (Fardon 2014): of the two of one rank
# only the one that is stated is right.
DISC_RANK: Final = {
    FindingKind.BULGE: 1,
    FindingKind.PROTRUSION: 2,
    FindingKind.HERNIATION: 2,
    FindingKind.EXTRUSION: 3,
    FindingKind.SEQUESTRATION: 4,
}
DISC_KIND: Final = {
    **{kind.value: kind for kind in DISC_RANK},
    "herniation_unspecified": FindingKind.HERNIATION,
}
_DEGENERATE: Final = "degeneration_only"
_FURTHER: Final = frozenset(
    {
        FindingKind.SPONDYLOLISTHESIS,
        FindingKind.SPONDYLOLYSIS,
        FindingKind.ANNULAR_FISSURE,
        FindingKind.SYNOVIAL_CYST,
        FindingKind.SCAR,
        FindingKind.CONJOINED_ROOT,
    }
)
_SIDE_WORD: Final = {
    BodySide.LEFT: "left",
    BodySide.RIGHT: "right",
    BodySide.MIDLINE: "midline",
    BodySide.BOTH: "bilateral",
    None: None,
}
_ZONE: Final = {"paracentral": Zone.SUBARTICULAR.value}


class Score(Struct, frozen=True, kw_only=True):
    """What was counted in one report, or in several added up."""

    disc: Tally = Tally()
    disc_side: Share = Share()
    disc_zone: Share = Share()
    degeneration: Share = Share()
    roots: NamedRoots = NamedRoots()
    canal: Graded = Graded()
    foramina: Graded = Graded()
    recesses: Graded = Graded()
    further: Tally = Tally()
    hedged: Share = Share()
    normals: Share = Share()
    wrong_normals: int = 0
    dangers_missed: int = 0
    dangers_invented: int = 0
    language: Share = Share()
    differences: tuple[str, ...] = ()

    def __add__(self, other: "Score") -> "Score":
        fields: dict[str, Any] = {
            name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__
        }
        return Score(**fields)


def score(gold: Gold, reading: ReportReading) -> Score:
    """Count what agrees and what does not between a gold and a reading."""
    total = sum((_at(level, gold, reading) for level in Level), Score())
    return total + _normals(gold, reading) + _dangers(gold, reading) + _language(gold, reading)


def _at(level: Level, gold: Gold, reading: ReportReading) -> Score:
    stated = gold.at(level)
    rows = [row for row in reading.findings if row.level is level and not row.is_danger]
    if stated is None and not rows:
        return Score()
    roots = named_roots(level, stated, rows)
    return (
        _disc(level, stated, rows)
        + _further(level, stated, rows)
        + _canal(level, stated, rows)
        + _sided(level, stated, rows, FindingKind.FORAMINAL_STENOSIS)
        + _sided(level, stated, rows, FindingKind.LATERAL_RECESS_STENOSIS)
        + Score(roots=roots.counted, hedged=roots.hedged, differences=roots.differences)
    )


def _disc(level: Level, stated: GoldLevel | None, rows: Sequence[ImagingFinding]) -> Score:
    terms = [] if stated is None else stated.disc or []
    wanted = _worst(DISC_KIND[term] for term in terms if term in DISC_KIND)
    read = _worst(row.kind for row in rows if row.kind in DISC_RANK and not row.is_negated)
    degeneration, said = Share(), []
    if _DEGENERATE in terms and not wanted:
        alone = any(row.kind is FindingKind.DISC_DEGENERATION for row in rows)
        degeneration = Share(int(alone), 1)
        said = [] if alone else [_differs(level, "disc", _DEGENERATE, "no such row")]
    if stated is None or not wanted or not wanted & read:
        if wanted or read:
            said.append(_differs(level, "disc", _words(wanted), _words(read)))
        return Score(
            disc=Tally(invented=int(bool(read)), missed=int(bool(wanted))),
            degeneration=degeneration,
            differences=tuple(said),
        )
    of_kind = [row for row in rows if row.kind in wanted and not row.is_negated]
    return Score(disc=Tally(found=1)) + _where(level, stated, of_kind)


def _where(level: Level, stated: GoldLevel, rows: Sequence[ImagingFinding]) -> Score:
    """Count side, zone and certainty of a disc change whose kind agrees."""
    said = []
    on_side = _on_side(stated, rows)
    if not on_side:
        read = "/".join(sorted({str(row.side) for row in rows}))
        said.append(_differs(level, "disc side", stated.disc_side, read))
    zone = Share()
    if stated.disc_zone is not None:
        wanted = {_ZONE.get(str(name), str(name)) for name in accepted(stated.disc_zone)}
        read_zones = {row.zone.value for row in rows if row.zone is not None}
        zone = Share(int(bool(wanted & read_zones)), 1)
        if not zone.agreed:
            said.append(_differs(level, "disc zone", stated.disc_zone, _words(read_zones)))
    hedged = Share()
    if stated.disc_certainty == "possible":
        hedged = Share(
            int(all(row.certainty is Certainty.POSSIBLE for row in _of_the_disc(rows))), 1
        )
        if not hedged.agreed:
            said.append(_differs(level, "disc certainty", "possible", "stated"))
    return Score(
        disc_side=Share(int(on_side), 1),
        disc_zone=zone,
        hedged=hedged,
        differences=tuple(said),
    )


def _on_side(stated: GoldLevel, rows: Sequence[ImagingFinding]) -> bool:
    told = _of_the_disc(rows)
    free = told[0].root is None
    sides = {_SIDE_WORD[row.side] for row in told}
    read = "bilateral" if sides == {"left", "right"} else min(sides, key=str)
    wanted = accepted(stated.disc_side)
    if None in wanted and (not free or read in (None, "midline", "bilateral")):
        return True
    if "midline" in wanted and read is None and free:
        return any(row.zone is Zone.CENTRAL for row in told)
    return read in wanted


def _of_the_disc(rows: Sequence[ImagingFinding]) -> Sequence[ImagingFinding]:
    # With a root named the side of a row is the root's: it tells the disc's side only where no row
    # without a root does.
    return [row for row in rows if row.root is None] or rows


def _further(level: Level, stated: GoldLevel | None, rows: Sequence[ImagingFinding]) -> Score:
    wanted = frozenset() if stated is None else stated.further_kinds
    read = {row.kind for row in rows if row.kind in _FURTHER and not row.is_negated}
    tally = Tally(len(wanted & read), len(read - wanted), len(wanted - read))
    said = [_differs(level, "also", _words(wanted), _words(read))] if wanted != read else []
    return Score(further=tally, differences=tuple(said))


def _canal(level: Level, stated: GoldLevel | None, rows: Sequence[ImagingFinding]) -> Score:
    read = worst_grade(row for row in rows if row.kind is FindingKind.CANAL_STENOSIS)
    wanted = None if stated is None else stated.canal_stenosis
    counted, said = _compared(level, "canal", wanted, read)
    return Score(canal=counted, differences=said)


def _sided(
    level: Level, stated: GoldLevel | None, rows: Sequence[ImagingFinding], kind: FindingKind
) -> Score:
    total = Score()
    foramen = kind is FindingKind.FORAMINAL_STENOSIS
    for side in (BodySide.LEFT, BodySide.RIGHT):
        other = BodySide.RIGHT if side is BodySide.LEFT else BodySide.LEFT
        read = worst_grade(row for row in rows if row.kind is kind and row.side is not other)
        here = None if stated is None else stated.foraminal if foramen else stated.lateral_recess
        wanted = None if here is None else here.left if side is BodySide.LEFT else here.right
        name = f"{side} {'foramen' if foramen else 'lateral recess'}"
        counted, said = _compared(level, name, wanted, read)
        part = Score(foramina=counted) if foramen else Score(recesses=counted)
        total += part + Score(differences=said)
    return total


def _compared(
    level: Level, name: str, wanted: object, read: str | None
) -> tuple[Graded, tuple[str, ...]]:
    counted = graded(accepted(wanted), read)
    exact = counted.grade.agreed == counted.grade.of
    return counted, () if exact else (_differs(level, name, _words(accepted(wanted)), read),)


def _normals(gold: Gold, reading: ReportReading) -> Score:
    read = set(reading.stated_normal)
    read |= {row.level for row in reading.findings if row.kind is FindingKind.NORMAL}
    wrong = sorted(read - set(gold.stated_normal) - set(gold.may_be_normal))
    if reading.rest_stated_normal:
        # With the rest normal, a changed level of which no row was read would count as normal.
        named = {row.level for row in reading.findings}
        wrong += [level for level in _changed(gold) if level not in named]
    said = [f"{level} wrongly normal" for level in wrong]
    if reading.rest_stated_normal and gold.rest_normal is False:
        said.append("the rest wrongly normal")
    missed = [level for level in gold.stated_normal if level not in read]
    rest_wanted = gold.rest_normal is True
    rest_agreed = rest_wanted and reading.rest_stated_normal
    found = len(gold.stated_normal) - len(missed) + int(rest_agreed)
    silent = [f"{level} not read as normal" for level in missed]
    if rest_wanted and not rest_agreed:
        silent.append("the rest not read as normal")
    return Score(
        normals=Share(found, len(gold.stated_normal) + int(rest_wanted)),
        wrong_normals=len(said),
        differences=(*said, *silent),
    )


def _changed(gold: Gold) -> Iterator[Level]:
    for level in Level:
        stated = gold.at(level)
        if stated is None:
            continue
        places = (
            stated.canal_stenosis,
            stated.foraminal.left,
            stated.foraminal.right,
            stated.lateral_recess.left,
            stated.lateral_recess.right,
        )
        narrowed = any(
            all(presence(grade) == "some" for grade in accepted(place)) for place in places
        )
        disc = any(term in DISC_KIND or term == _DEGENERATE for term in stated.disc or [])
        if disc or narrowed or stated.further_kinds:
            yield level


def _dangers(gold: Gold, reading: ReportReading) -> Score:
    read = {row.kind.value for row in reading.findings if row.is_danger}
    missed = sorted(set(gold.dangers) - read)
    invented = sorted(read - set(gold.dangers) - set(gold.dangers_allowed))
    return Score(
        dangers_missed=len(missed),
        dangers_invented=len(invented),
        differences=(
            *(f"danger missed: {kind}" for kind in missed),
            *(f"danger invented: {kind}" for kind in invented),
        ),
    )


def _language(gold: Gold, reading: ReportReading) -> Score:
    right = gold.lang == reading.language
    said = () if right else (f"language: report {gold.lang}, read {reading.language}",)
    return Score(language=Share(int(right), 1), differences=said)


def _worst(kinds: Iterable[FindingKind]) -> frozenset[FindingKind]:
    found = list(kinds)
    top = max((DISC_RANK[kind] for kind in found), default=0)
    return frozenset(kind for kind in found if DISC_RANK[kind] == top)


def _words(values: Iterable[object]) -> str:
    return " or ".join(sorted(str(value) for value in values)) or "nothing"


def _differs(level: Level, what: str, stated: object, read: object) -> str:
    return f"{level} {what}: report {stated or 'nothing'}, read {read or 'nothing'}"
