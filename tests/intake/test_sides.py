"""A side and a degree belong to the thing they are said of."""

import pytest

from tests.intake.rows import present, said

LEFT_MILD_RIGHT_SEVERE = {
    "L4-L5 foraminal_stenosis left mild",
    "L4-L5 foraminal_stenosis right severe",
}


@pytest.mark.parametrize(
    "text",
    [
        "mild left and severe right foraminal narrowing",
        "foraminal narrowing, mild on the left and severe on the right",
        "left mild and right severe foraminal stenosis",
        "foramina: left mild, right severe",
        "left foraminal narrowing is mild and right foraminal narrowing is severe",
        "the left foramen is mildly narrowed and the right severely",
        "mild left foraminal narrowing. Severe right foraminal narrowing",
        "foraminal stenosis: left: mild, right: severe",
        "bilateral foraminal stenosis, severe on the right and mild on the left",
    ],
)
def test_each_side_has_its_degree(text: str) -> None:
    assert present(f"L4-5: {text}.") == LEFT_MILD_RIGHT_SEVERE


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("mild bilateral foraminal narrowing", {"L4-L5 foraminal_stenosis both mild"}),
        ("mild narrowing of both foramina", {"L4-L5 foraminal_stenosis both mild"}),
        ("mild left and right foraminal narrowing", {"L4-L5 foraminal_stenosis both mild"}),
        (
            "mild foraminal narrowing, left greater than right",
            {"L4-L5 foraminal_stenosis both mild"},
        ),
        ("mild foraminal narrowing, L>R", {"L4-L5 foraminal_stenosis both mild"}),
        ("mild foraminal narrowing", {"L4-L5 foraminal_stenosis mild"}),
        ("foraminal narrowing on the left, moderate", {"L4-L5 foraminal_stenosis left moderate"}),
        ("moderate foraminal narrowing on the left", {"L4-L5 foraminal_stenosis left moderate"}),
        ("mild to moderate canal stenosis", {"L4-L5 canal_stenosis moderate"}),
        ("moderate-severe canal stenosis", {"L4-L5 canal_stenosis severe"}),
        ("minimal to mild canal stenosis", {"L4-L5 canal_stenosis mild"}),
        ("high-grade canal stenosis", {"L4-L5 canal_stenosis severe"}),
        (
            "the bulge fills the left foramen",
            {"L4-L5 bulge", "L4-L5 foraminal_stenosis left severe"},
        ),
        (
            "mild canal, moderate left lateral recess and severe right foraminal stenosis",
            {
                "L4-L5 canal_stenosis mild",
                "L4-L5 lateral_recess_stenosis left moderate",
                "L4-L5 foraminal_stenosis right severe",
            },
        ),
        (
            "severe narrowing of the canal and left lateral recess",
            {"L4-L5 canal_stenosis severe", "L4-L5 lateral_recess_stenosis left severe"},
        ),
    ],
)
def test_degree_and_side_are_bound_to_their_place(text: str, rows: set[str]) -> None:
    assert present(f"L4-5: {text}.") == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("left paracentral protrusion", {"L4-L5 protrusion left subarticular"}),
        ("left-sided protrusion", {"L4-L5 protrusion left"}),
        ("protrusion to the left", {"L4-L5 protrusion left"}),
        ("protrusion, eccentric to the left", {"L4-L5 protrusion left"}),
        ("central protrusion", {"L4-L5 protrusion midline central"}),
        ("midline protrusion", {"L4-L5 protrusion midline central"}),
        ("protrusion of 3 mm, symmetrical", {"L4-L5 protrusion midline central"}),
        ("central and left paracentral protrusion", {"L4-L5 protrusion left subarticular"}),
        ("left foraminal protrusion", {"L4-L5 protrusion left foraminal"}),
        ("left far lateral protrusion", {"L4-L5 protrusion left extraforaminal"}),
        ("protrusion in the left lateral recess", {"L4-L5 protrusion left subarticular"}),
        ("bilateral foraminal bulging", {"L4-L5 bulge both foraminal"}),
        ("bulge, more prominent on the right", {"L4-L5 bulge"}),
        ("bulge, predominantly to the right", {"L4-L5 bulge"}),
        (
            "protrusion with an annular tear on the left",
            {"L4-L5 protrusion", "L4-L5 annular_fissure left"},
        ),
        ("left facet hypertrophy and bulge", {"L4-L5 facet_arthropathy left", "L4-L5 bulge"}),
        ("central protrusion close to the left L5 root", {"L4-L5 protrusion midline central"}),
        ("moderately large left protrusion", {"L4-L5 protrusion left"}),
        (
            "protrusion (left), annular tear (right)",
            {"L4-L5 protrusion left", "L4-L5 annular_fissure right"},
        ),
        ("protrusion (left, compressing L5)", {"L4-L5 protrusion left L5 compression"}),
    ],
)
def test_a_change_has_its_own_side(text: str, rows: set[str]) -> None:
    assert present(f"L4-5: {text}.") == rows


def test_the_side_of_the_indication_is_no_side_of_a_finding() -> None:
    text = "Indication: right leg pain, right L5 weakness.\nFindings: L4-5 left protrusion."
    assert present(text) == {"L4-L5 protrusion left"}


def test_a_lone_side_takes_the_place_spoken_of_before() -> None:
    assert said("L4-5: The right foramen is severely narrowed. The left is patent.") == {
        "L4-L5 foraminal_stenosis right severe",
        "L4-L5 foraminal_stenosis left none",
    }


def test_narrowing_without_a_side_lies_on_the_side_of_its_protrusion() -> None:
    assert present("L4-5: left foraminal protrusion with mild foraminal narrowing.") == {
        "L4-L5 protrusion left foraminal",
        "L4-L5 foraminal_stenosis left mild",
    }
