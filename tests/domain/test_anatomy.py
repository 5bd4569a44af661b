"""Which roots, levels and pathways belong together, as the contract lists them."""

import itertools

import pytest

from clinic_desktop.domain.anatomy import (
    PATHWAY_LEVELS,
    PATHWAY_ROOTS,
    Level,
    Pathway,
    Region,
    Root,
    Side,
    Zone,
    in_order,
    levels_of,
    region_of,
    roots_at,
)

THORACIC = [level for level in Level if level.startswith("T")]


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def test_roots_are_those_of_the_closed_list() -> None:
    assert tuple(Root) == words("C2 C3 C4 C5 C6 C7 C8 T1 L1 L2 L3 L4 L5 S1 S2 S3")


def test_levels_run_from_c2_c3_to_l5_s1() -> None:
    vertebrae = words("C2 C3 C4 C5 C6 C7 T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 L1 L2 L3 L4 L5 S1")
    pairs = itertools.pairwise(vertebrae)
    assert tuple(Level) == tuple(f"{upper}-{lower}" for upper, lower in pairs)


def test_pathways_stand_in_the_order_of_the_rows() -> None:
    assert tuple(Pathway) == words("sciatic femoral median radial ulnar")


@pytest.mark.parametrize(
    ("pathway", "roots"),
    [
        ("sciatic", "L4 L5 S1 S2 S3"),
        ("femoral", "L2 L3 L4"),
        ("median", "C6 C7 C8 T1"),
        ("radial", "C5 C6 C7 C8 T1"),
        ("ulnar", "C8 T1"),
    ],
)
def test_roots_of_a_pathway(pathway: str, roots: str) -> None:
    assert PATHWAY_ROOTS[Pathway(pathway)] == words(roots)


@pytest.mark.parametrize(
    ("pathway", "levels"),
    [
        ("sciatic", "L3-L4 L4-L5 L5-S1"),
        ("femoral", "L1-L2 L2-L3 L3-L4 L4-L5"),
        ("median", "C5-C6 C6-C7 C7-T1"),
        ("radial", "C4-C5 C5-C6 C6-C7 C7-T1"),
        ("ulnar", "C7-T1"),
    ],
)
def test_levels_of_a_pathway(pathway: str, levels: str) -> None:
    assert PATHWAY_LEVELS[Pathway(pathway)] == words(levels)


@pytest.mark.parametrize(
    ("root", "levels"),
    [
        ("C2", ""),
        ("C3", "C2-C3"),
        ("C4", "C3-C4"),
        ("C5", "C4-C5"),
        ("C6", "C5-C6"),
        ("C7", "C6-C7"),
        ("C8", "C7-T1"),
        ("T1", ""),
        ("L1", "L1-L2"),
        ("L2", "L1-L2 L2-L3"),
        ("L3", "L2-L3 L3-L4"),
        ("L4", "L3-L4 L4-L5"),
        ("L5", "L4-L5 L5-S1"),
        ("S1", "L5-S1"),
        ("S2", ""),
        ("S3", ""),
    ],
)
def test_levels_where_a_root_traverses_or_exits(root: str, levels: str) -> None:
    assert levels_of(Root(root)) == words(levels)


@pytest.mark.parametrize(
    ("level", "exiting", "traversing"),
    [
        ("L1-L2", "L1", "L2"),
        ("L2-L3", "L2", "L3"),
        ("L3-L4", "L3", "L4"),
        ("L4-L5", "L4", "L5"),
        ("L5-S1", "L5", "S1"),
    ],
)
def test_a_lumbar_level_gives_its_root_by_zone(level: str, exiting: str, traversing: str) -> None:
    here = Level(level)
    assert roots_at(here, Zone.FORAMINAL) == (exiting,)
    assert roots_at(here, Zone.EXTRAFORAMINAL) == (exiting,)
    assert roots_at(here, Zone.SUBARTICULAR) == (traversing,)
    assert roots_at(here, Zone.CENTRAL) == (traversing,)
    assert roots_at(here) == (exiting, traversing)


@pytest.mark.parametrize("zone", [None, *Zone])
@pytest.mark.parametrize(
    ("level", "root"),
    [
        ("C2-C3", "C3"),
        ("C3-C4", "C4"),
        ("C4-C5", "C5"),
        ("C5-C6", "C6"),
        ("C6-C7", "C7"),
        ("C7-T1", "C8"),
    ],
)
def test_a_cervical_level_has_one_root_in_every_zone(
    level: str, root: str, zone: Zone | None
) -> None:
    assert roots_at(Level(level), zone) == (root,)


@pytest.mark.parametrize("zone", [None, *Zone])
@pytest.mark.parametrize("level", THORACIC)
def test_a_thoracic_level_gives_no_root(level: Level, zone: Zone | None) -> None:
    assert roots_at(level, zone) == ()


def test_c2_to_t1_are_cervical_and_the_others_lumbar() -> None:
    cervical = words("C2 C3 C4 C5 C6 C7 C8 T1")
    for root in Root:
        assert region_of(root) is (Region.CERVICAL if root in cervical else Region.LUMBAR)


def test_roots_are_put_cranial_to_caudal_each_once() -> None:
    assert in_order([Root.S1, Root.L5, Root.C6, Root.S1]) == (Root.C6, Root.L5, Root.S1)


def test_left_and_right_are_opposite() -> None:
    assert Side.LEFT.opposite is Side.RIGHT
    assert Side.RIGHT.opposite is Side.LEFT
