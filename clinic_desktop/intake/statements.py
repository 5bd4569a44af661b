"""What one clause says: the statement, and where in the text it stands."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from clinic_desktop.domain.anatomy import BodySide, Level, Root, Zone
from clinic_desktop.domain.imaging import (
    Certainty,
    FindingKind,
    ImagingFinding,
    Quote,
    RootRelation,
    Status,
)
from clinic_desktop.intake.clauses import Clause, worst
from clinic_desktop.intake.cuts import DISC_KINDS
from clinic_desktop.intake.levels import level_of
from clinic_desktop.intake.lexicon import CANAL, FORAMEN, RECESS
from clinic_desktop.intake.sentences import Section
from clinic_desktop.intake.sides import NOTHING, Said, said_of, sides_among
from clinic_desktop.intake.tags import Tag, Token

NARROWINGS: Final = frozenset({CANAL, RECESS, FORAMEN})
_ROOTWARD: Final = frozenset({Tag.NEAR, Tag.ROOT, Tag.COURSE, Tag.BONE})
_CAUDA: Final = re.compile(r"cauda equina (?:syndrome|compression)")
_LONGEST_QUOTE: Final = 320
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_MODIC_TYPE: Final = re.compile(r"\b(?:i{1,3}|[1-3])\b")


class Statement(NamedTuple):
    """A finding as one clause gives it, and the section the clause stands in."""

    finding: ImagingFinding
    section: Section


def certainty(clause: Clause) -> Certainty | None:
    """Return that a clause calls something possible only; nothing of one without reserve."""
    return Certainty.POSSIBLE if clause.possible else None


def quote_of(clause: Clause) -> Quote:
    """Return the span of a clause."""
    return Quote(start=clause.start, end=clause.end)


def narrowings(
    clause: Clause, places: list[Token], disc_side: BodySide | None
) -> list[ImagingFinding]:
    """Return what a clause says of canal, recesses and foramina at each of its levels.

    `disc_side` is the side of a disc change in the same sentence: narrowing without a side of its
    own lies there.
    """
    rows: list[ImagingFinding] = []
    head = clause.head
    none = clause.denied or (head is not None and head.tag is Tag.OPEN)
    partial = any(t.value == "partial" for t in clause.tokens)
    filled = head is not None and head.tag is Tag.NARROW and head.value is not None and not partial
    for place, groups in said_of(places, clause.tokens):
        for said in groups or [NOTHING]:
            if head is not None and head.tag is Tag.OPEN and said.grade and not clause.denied:
                continue  # "foramina: right moderate, the roots look fine" says two things
            grade = said.grade or ("severe" if filled and place.value is not CANAL else "present")
            leaning = any(t.tag is Tag.LEANING for t in clause.tokens)
            side = _narrow_side(place, said, on_both=none or leaning, disc_side=disc_side)
            rows += (
                ImagingFinding(
                    level=level,
                    kind=place.value,
                    side=side,
                    grade="none" if none else grade,
                    status=Status.STATED,
                    certainty=None if none else certainty(clause),
                    quote=quote_of(clause),
                )
                for level in clause.levels
            )
    return rows


def _narrow_side(
    place: Token, said: Said, *, on_both: bool, disc_side: BodySide | None
) -> BodySide | None:
    if place.value is CANAL:
        return None
    if said.side not in (None, BodySide.MIDLINE):
        return said.side
    plural = place.word.endswith(("foramina", "foramens", "recesses", "foraminae", "canals"))
    if on_both or plural:
        return BodySide.BOTH
    return disc_side


def change(clause: Clause) -> list[ImagingFinding]:
    """Return the change a clause names, once for each of its levels."""
    head = clause.head
    if head is None or not isinstance(head.value, FindingKind):
        return []
    kind = head.value
    if kind in DISC_KINDS:
        kind = worst(t.value for t in clause.only(Tag.KIND) if t.value in DISC_KINDS)
    side, zone = side_and_zone(clause)
    if kind not in DISC_KINDS:
        zone = None
        side = None if side is BodySide.MIDLINE else side
    system, grade = _grade(clause, head)
    return [
        ImagingFinding(
            level=level,
            kind=kind,
            side=side,
            zone=zone,
            grade_system=system,
            grade=grade,
            status=Status.STATED,
            certainty=certainty(clause),
            quote=quote_of(clause),
        )
        for level in clause.levels
    ]


def joint_changes(clause: Clause, later: Sequence[Clause]) -> list[ImagingFinding]:
    """Return the wear of facet joints or thickening of the ligament that a clause names.

    `later` are the clauses after it: "facets and ligaments are thickened" says it of both.
    """
    head = clause.head
    worn = clause.has(Tag.WORN)
    for following in later:
        if worn or following.joint not in ("and", "/", "or"):
            break
        worn = following.has(Tag.WORN)
    if clause.denied or not worn or head is None or clause.tokens[-1].tag is Tag.NO:
        return []
    tags = [token.tag for token in clause.tokens]
    if Tag.NO in tags and Tag.WORN in tags[tags.index(Tag.NO) :]:
        return []  # "the facets are not hypertrophied"
    facet = head.tag is Tag.FACET
    kind = FindingKind.FACET_ARTHROPATHY if facet else FindingKind.LIGAMENTUM_FLAVUM
    named = head._replace(value=kind)
    tokens = tuple(named if token is head else token for token in clause.tokens)
    return change(clause._replace(head=named, tokens=tokens))


def _grade(clause: Clause, head: Token) -> tuple[str | None, str | None]:
    for token in clause.only(Tag.SLIP_GRADE):
        if head.value is FindingKind.SPONDYLOLISTHESIS:
            figure = token.word.replace("grade", "").strip(" -").split("-")[-1].split(" ")[-1]
            return "meyerding", _ROMAN.get(figure, figure)
    types = _MODIC_TYPE.findall(head.word) if head.value is FindingKind.MODIC else []
    if len(types) == 1:  # "types 1 and 2" are two in one row
        return "modic", _ROMAN.get(types[0], types[0])
    place = clause.tokens.index(head)
    grades = [t.value for t in clause.tokens[:place] if t.tag is Tag.GRADE]
    return None, grades[-1] if grades else None


def side_and_zone(clause: Clause) -> tuple[BodySide | None, Zone | None]:
    """Return where in the canal a clause puts its disc change."""
    tokens = _of_the_change(clause)
    side = sides_among(tokens)
    kind = None if clause.head is None else clause.head.value
    if side is None and kind in DISC_KINDS and kind is not FindingKind.BULGE:
        side = next((t.value for t in tokens if t.tag is Tag.LEANING), None)
    zones = [token.value for token in tokens if token.tag is Tag.ZONE]
    for token in tokens:
        if token.tag is Tag.PLACE:
            zones += {FORAMEN: [Zone.FORAMINAL], RECESS: [Zone.SUBARTICULAR]}.get(token.value, [])
    if side in (BodySide.LEFT, BodySide.RIGHT) and len(set(zones)) > 1:
        zones = [zone for zone in zones if zone is not Zone.CENTRAL]
    even = any(t.value == "symmetrical" for t in clause.tokens)
    if even and clause.head is not None and clause.head.value is not FindingKind.BULGE:
        zones = zones or [Zone.CENTRAL]
    zone = zones[0] if zones else None
    if zone is None and side is BodySide.MIDLINE:
        zone = Zone.CENTRAL
    if zone is Zone.CENTRAL and side is None:
        side = BodySide.MIDLINE
    return side, zone


def _of_the_change(clause: Clause) -> Sequence[Token]:
    """Leave out what is said of a root that the change is near."""
    tokens = clause.tokens
    head = 0 if clause.head is None else tokens.index(clause.head)
    stop = next((n for n, t in enumerate(tokens) if n > head and t.tag in _ROOTWARD), len(tokens))
    if stop < len(tokens):
        while stop > head + 1 and tokens[stop - 1].tag in (Tag.SIDE, Tag.GRADE):
            stop -= 1
    return tokens[:stop]


def touched(
    clause: Clause,
    level: Level,
    root: Root,
    side: BodySide | None,
    relation: RootRelation | None,
    cause: ImagingFinding | None,
    reason: str | None,
) -> ImagingFinding:
    """Return the row of a root that a change touches.

    `reason` says why it is this root, where the report does not name it.
    """
    free = relation is RootRelation.NONE
    quote = quote_of(clause)
    beside = cause is not None and cause.side in (side, None, BodySide.MIDLINE, BodySide.BOTH)
    kind = cause.kind if cause is not None and (beside or not free) else FindingKind.OTHER
    return ImagingFinding(
        level=level,
        kind=kind,
        side=side,
        zone=cause.zone if cause is not None and beside else None,
        root=root,
        root_relation=relation,
        status=Status.STATED if reason is None else Status.INFERRED,
        certainty=certainty(clause),
        root_reason=reason,
        quote=_from_its_cause(cause, quote) if kind is not FindingKind.OTHER else quote,
    )


def _from_its_cause(cause: ImagingFinding | None, quote: Quote) -> Quote:
    """Let the words of a touched root begin with those of the change that touches it, if near."""
    before = cause.quote.span if cause is not None and cause.quote else None
    own = quote.span
    if before is None or own is None or not 0 <= own[1] - before[0] <= _LONGEST_QUOTE:
        return quote
    return Quote(start=min(before[0], own[0]), end=max(before[1], own[1]))


def danger(clause: Clause, kind: FindingKind) -> list[ImagingFinding]:
    """Return the rows of a danger, one for each level of its clause."""
    return [
        ImagingFinding(
            level=level,
            kind=kind,
            status=Status.STATED,
            certainty=certainty(clause),
            quote=quote_of(clause),
        )
        for level in clause.levels
    ]


def pressed(clause: Clause, low: str) -> FindingKind | None:
    """Return whether cord or cauda equina is said to be compressed; crowded alone is not."""
    cauda, cord = clause.has(Tag.CAUDA), clause.has(Tag.CORD)
    if not (cauda or cord) or clause.denied:
        return None
    head = clause.head
    place = next(n for n, t in enumerate(clause.tokens) if t.tag in (Tag.CAUDA, Tag.CORD))
    firmly = (
        head is not None
        and not any(t.tag in (Tag.NO, Tag.NEAR) for t in clause.tokens[:place])
        and not head.word.startswith("crowd")
        and (
            (head.tag is Tag.RELATION and head.value is RootRelation.COMPRESSION)
            or head.word.startswith(("indent", "displac", "effac", "impress"))
        )
    )
    if not firmly and not (cauda and _CAUDA.search(low, clause.start, clause.end)):
        return None
    return FindingKind.CAUDA_EQUINA_COMPRESSION if cauda else FindingKind.CORD_COMPRESSION


def bones_in(clause: Clause) -> tuple[Level, ...]:
    """Return the levels that stand for the vertebrae a clause names."""
    levels = (level_of(str(token.value)) for token in clause.only(Tag.BONE))
    return tuple(dict.fromkeys(level for level in levels if level is not None))
