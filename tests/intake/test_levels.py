"""Levels are read in every notation; what only looks like one is none."""

import pytest

from clinic_desktop.domain.anatomy import Level
from clinic_desktop.intake.levels import level_of, levels_in
from clinic_desktop.intake.sentences import folded

NOTATIONS = [
    ("l4-5", "L4-L5"),
    ("l4/5", "L4-L5"),
    ("l4-l5", "L4-L5"),
    ("l4/l5", "L4-L5"),
    ("l45", "L4-L5"),
    ("l4 - 5", "L4-L5"),
    ("l4 - l5", "L4-L5"),
    ("l4 l5", "L4-L5"),
    ("l4-l-5", "L4-L5"),
    ("l-4-5", "L4-L5"),
    ("l5-s1", "L5-S1"),
    ("l5/s1", "L5-S1"),
    ("l5s1", "L5-S1"),
    ("l5 s1", "L5-S1"),
    ("l5-1", "L5-S1"),
    ("l5/1", "L5-S1"),
    ("lumbosacral junction", "L5-S1"),
    ("lumbosacral disc", "L5-S1"),
    ("l4 on l5", "L4-L5"),
    ("l5 upon s1", "L5-S1"),
    ("between l3 and l4", "L3-L4"),
    ("l4 to l5", "L4-L5"),
    ("t12-l1", "T12-L1"),
    ("t12/1", "T12-L1"),
    ("d12-l1", "T12-L1"),
    ("c5-6", "C5-C6"),
    ("c7/t1", "C7-T1"),
    ("t7-8", "T7-T8"),
    ("l1-2 to l3-4", "L1-L2 L2-L3 L3-L4"),
    ("l1-l2 through l3-l4", "L1-L2 L2-L3 L3-L4"),
    ("l1-l4", "L1-L2 L2-L3 L3-L4"),
    ("l4-5-s1", "L4-L5 L5-S1"),
    ("l3/4/5", "L3-L4 L4-L5"),
    ("l3/4 and 4/5", "L3-L4 L4-L5"),
    ("l3/4, 4/5 and 5/1", "L3-L4 L4-L5 L5-S1"),
    ("l5-l4", "L4-L5"),
    ("t-12tol1", "T12-L1"),
    ("c7-t!", "C7-T1"),
    ("l3/4 and above", "L1-L2 L2-L3 L3-L4"),
    ("l4/5 and all levels below", "L4-L5 L5-S1"),
    ("t7-8 and below", "T7-T8"),
]


def named(text: str) -> str:
    return " ".join(level for mention in levels_in(text) for level in mention.levels)


@pytest.mark.parametrize(("text", "levels"), NOTATIONS)
def test_a_notation_gives_its_levels(text: str, levels: str) -> None:
    assert named(f"at {text} there is a bulge") == levels


@pytest.mark.parametrize(
    "text",
    [
        "sagittal t1/t2 weighted images",
        "t1-2 signal",
        "l5 vertebra",
        "4/5/2024",
        "power 4/5",
        "l4-5mm",
        "s1/2",
        "l5-l6",
        "il4-5x",
        "t12",
        "l4-l9",
        "l2-c3",
        "c1-2",
        "thoracolumbar junction",
    ],
)
def test_what_is_no_disc_level_names_none(text: str) -> None:
    assert named(text) == ""


@pytest.mark.parametrize(
    ("text", "level"),
    [("ls-s1", "L5-S1"), ("l5-si", "L5-S1"), ("la-5", "L4-L5"), ("15-s1", "L5-S1")],
)
def test_a_slip_is_read_and_marked(text: str, level: str) -> None:
    (mention,) = levels_in(f"at {text} a bulge")
    assert mention.levels == (Level(level),)
    assert mention.slip or text == "l5-si"


def test_two_mentions_stand_apart_with_their_places() -> None:
    text = "bulge at l3-4, protrusion at l5/s1"
    first, second = levels_in(text)
    assert text[first.start : first.end] == "l3-4"
    assert text[second.start : second.end] == "l5/s1"


@pytest.mark.parametrize(
    ("bone", "level"), [("L1", "L1-L2"), ("T12", "T12-L1"), ("L5", "L5-S1"), ("S1", "L5-S1")]
)
def test_a_vertebra_stands_for_the_segment_below_it(bone: str, level: str) -> None:
    assert level_of(bone) is Level(level)


def test_what_is_no_vertebra_stands_for_none() -> None:
    assert level_of("S2") is None
    assert level_of("C1") is None


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("L4=5 bulge", [["L4-L5"]]),
        ("L5 SI bulge", [["L5-S1"]]),
        ("L4 L5 and S1 bulge", [["L4-L5", "L5-S1"]]),
        ("L4-5 and S1 root", [["L4-L5"]]),
        ("L1 through L3 normal", [["L1-L2", "L2-L3"]]),
        ("the levels above L3-4", [["L1-L2", "L2-L3"]]),
        ("the level below L3-4", [["L4-L5"]]),
        ("levels above L1-2", [[]]),
        ("levels below T12-L1", [[]]),
        ("C4-CS bulge", [["C4-C5"]]),
        ("TI-T2 normal", [["T1-T2"]]),
        ("L1-2: normal; 2-3: bulge; 5-S1: bulge", [["L1-L2"], ["L2-L3"], ["L5-S1"]]),
        ("L1-2: normal; 2-4: bulge", [["L1-L2"]]),
        ("images; 2-3: bulge", []),
    ],
)
def test_levels_as_people_type_them(text: str, levels: list[list[str]]) -> None:
    found = levels_in(folded(text))
    assert [[level.value for level in mention.levels] for mention in found] == levels
