"""Sides, levels, zones, roots and pathways, and which of them belong together."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class Side(StrEnum):
    """The side of the body, always the patient's."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def opposite(self) -> "Side":
        """The other side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class TestedSide(StrEnum):
    """The side a test was done on; midline for tests of the trunk or neck."""

    __test__ = False  # pytest would collect a class of this name

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"


class BodySide(StrEnum):
    """Where a symptom or an imaging finding lies."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDLINE = "midline"


class Root(StrEnum):
    """Spinal nerve roots, cranial to caudal."""

    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"
    C6 = "C6"
    C7 = "C7"
    C8 = "C8"
    T1 = "T1"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"
    L5 = "L5"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"


class Level(StrEnum):
    """Motion segments a report can name, cranial to caudal."""

    C2_C3 = "C2-C3"
    C3_C4 = "C3-C4"
    C4_C5 = "C4-C5"
    C5_C6 = "C5-C6"
    C6_C7 = "C6-C7"
    C7_T1 = "C7-T1"
    T1_T2 = "T1-T2"
    T2_T3 = "T2-T3"
    T3_T4 = "T3-T4"
    T4_T5 = "T4-T5"
    T5_T6 = "T5-T6"
    T6_T7 = "T6-T7"
    T7_T8 = "T7-T8"
    T8_T9 = "T8-T9"
    T9_T10 = "T9-T10"
    T10_T11 = "T10-T11"
    T11_T12 = "T11-T12"
    T12_L1 = "T12-L1"
    L1_L2 = "L1-L2"
    L2_L3 = "L2-L3"
    L3_L4 = "L3-L4"
    L4_L5 = "L4-L5"
    L5_S1 = "L5-S1"


class Zone(StrEnum):
    """Axial zones of a disc level (Fardon 2014)."""

    CENTRAL = "central"
    SUBARTICULAR = "subarticular"
    FORAMINAL = "foraminal"
    EXTRAFORAMINAL = "extraforaminal"


class Region(StrEnum):
    """The part of the body an imaging study covers."""

    LUMBAR = "lumbar"
    THORACIC = "thoracic"
    CERVICAL = "cervical"
    WHOLE_SPINE = "whole_spine"
    OTHER = "other"


class Pathway(StrEnum):
    """What a neurodynamic test loads, in the order the comparison lists them."""

    SCIATIC = "sciatic"
    FEMORAL = "femoral"
    MEDIAN = "median"
    RADIAL = "radial"
    ULNAR = "ulnar"


ROOT_ORDER: Final[tuple[Root, ...]] = tuple(Root)

PATHWAY_ROOTS: Final[dict[Pathway, tuple[Root, ...]]] = {
    Pathway.SCIATIC: (Root.L4, Root.L5, Root.S1, Root.S2, Root.S3),
    Pathway.FEMORAL: (Root.L2, Root.L3, Root.L4),
    Pathway.MEDIAN: (Root.C6, Root.C7, Root.C8, Root.T1),
    Pathway.RADIAL: (Root.C5, Root.C6, Root.C7, Root.C8, Root.T1),
    Pathway.ULNAR: (Root.C8, Root.T1),
}

PATHWAY_LEVELS: Final[dict[Pathway, tuple[Level, ...]]] = {
    Pathway.SCIATIC: (Level.L3_L4, Level.L4_L5, Level.L5_S1),
    Pathway.FEMORAL: (Level.L1_L2, Level.L2_L3, Level.L3_L4, Level.L4_L5),
    Pathway.MEDIAN: (Level.C5_C6, Level.C6_C7, Level.C7_T1),
    Pathway.RADIAL: (Level.C4_C5, Level.C5_C6, Level.C6_C7, Level.C7_T1),
    Pathway.ULNAR: (Level.C7_T1,),
}

LUMBAR_LEVELS: Final[tuple[Level, ...]] = (
    Level.L1_L2,
    Level.L2_L3,
    Level.L3_L4,
    Level.L4_L5,
    Level.L5_S1,
)
CERVICAL_LEVELS: Final[tuple[Level, ...]] = (
    Level.C2_C3,
    Level.C3_C4,
    Level.C4_C5,
    Level.C5_C6,
    Level.C6_C7,
    Level.C7_T1,
)

# A cervical root exits above its vertebra, so one root per level; C8 exits at C7-T1.
_CERVICAL_ROOT: Final[dict[Level, Root]] = dict(
    zip(CERVICAL_LEVELS, (Root.C3, Root.C4, Root.C5, Root.C6, Root.C7, Root.C8), strict=True)
)
# At L4-L5 the L4 root exits and the L5 root traverses.
_EXITING: Final[dict[Level, Root]] = dict(
    zip(LUMBAR_LEVELS, (Root.L1, Root.L2, Root.L3, Root.L4, Root.L5), strict=True)
)
_TRAVERSING: Final[dict[Level, Root]] = dict(
    zip(LUMBAR_LEVELS, (Root.L2, Root.L3, Root.L4, Root.L5, Root.S1), strict=True)
)


def roots_at(level: Level, zone: Zone | None = None) -> tuple[Root, ...]:
    """Return the roots a change at this level and zone concerns, cranial to caudal.

    Without a zone both roots of a lumbar level; a cervical level has one; a thoracic level none.
    """
    if level in _CERVICAL_ROOT:
        return (_CERVICAL_ROOT[level],)
    if level not in _EXITING:
        return ()
    match zone:
        case Zone.FORAMINAL | Zone.EXTRAFORAMINAL:
            return (_EXITING[level],)
        case Zone.CENTRAL | Zone.SUBARTICULAR:
            return (_TRAVERSING[level],)
        case _:
            return (_EXITING[level], _TRAVERSING[level])


def levels_of(root: Root) -> tuple[Level, ...]:
    """Return the levels where this root traverses or exits; none for C2, T1, S2 and S3."""
    return tuple(level for level in Level if root in roots_at(level))


def region_of(root: Root) -> Region:
    """Return the region of the spine a study must cover to speak of this root."""
    return Region.CERVICAL if root.startswith(("C", "T")) else Region.LUMBAR


def in_order(roots: "Sequence[Root] | set[Root]") -> tuple[Root, ...]:
    """Return each root once, cranial to caudal."""
    return tuple(root for root in ROOT_ORDER if root in roots)
