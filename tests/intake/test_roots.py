"""A root is read with its side and with what is said to touch it, never from its name alone."""

import pytest

from clinic_desktop.intake.report_reading import read_report
from tests.intake.rows import present, said


def roots(text: str) -> set[str]:
    return {
        " ".join(filter(None, [row.root, row.side, row.root_relation]))
        for row in read_report(text).findings
        if row.root is not None
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("compressing the left L5 root", {"L5 left compression"}),
        ("compresses left L5", {"L5 left compression"}),
        ("abutting the traversing left L5 nerve root", {"L5 left contact"}),
        ("displacing the L5 root on the left", {"L5 left displacement"}),
        ("with left L5 nerve root impingement", {"L5 left compression"}),
        ("with mass effect on the left L5 root", {"L5 left compression"}),
        ("contacting and displacing the left L5 root", {"L5 left displacement"}),
        ("contacts but does not displace the left L5 root", {"L5 left contact"}),
        ("contacting the left L5 root without displacement", {"L5 left contact"}),
        (
            "contacting the left L5 root, which is neither displaced nor compressed",
            {"L5 left contact"},
        ),
        ("compressing both L5 roots", {"L5 left compression", "L5 right compression"}),
        ("contacting the L5 roots bilaterally", {"L5 left contact", "L5 right contact"}),
        ("contacting the L5 nerve roots", {"L5 left contact", "L5 right contact"}),
        ("compressing the left L4 and L5 roots", {"L4 left compression", "L5 left compression"}),
        ("contacting the left L4 and right L5 roots", {"L4 left contact", "L5 right contact"}),
        ("contacting the L5 root", {"L5 contact"}),
        ("close to the left L5 root", set()),
        ("in close proximity to the left L5 root", set()),
        ("indenting the thecal sac, close to the left L5 root", set()),
        ("indenting the thecal sac and the left L5 root", {"L5 left contact"}),
        ("affecting the left L5 root", {"L5 left"}),
        ("the left L5 root is displaced", {"L5 left displacement"}),
        ("impigning on the left L5 root", {"L5 left compression"}),
        ("the left L5 root is surrounded", {"L5 left contact"}),
        ("crowding of the roots", set()),
        ("with compression of L5", {"L5 compression"}),
        ("touching L5", {"L5 contact"}),
        ("touching the L5 vertebra", set()),
        ("indenting the left L5 endplate", set()),
        ("touching L2", set()),
        (
            "bulge contacting the L5 roots bilaterally and the left L4 root",
            {"L5 left contact", "L5 right contact", "L4 left contact"},
        ),
        ("effacement of the left L5 root", {"L5 left contact"}),
        ("impinging onto the sac, abutting the left L5 root", {"L5 left contact"}),
        (
            "without compression of the L5 root",
            {"L5 left none", "L5 right none"} - {"L5 left none", "L5 right none"} | {"L5 none"},
        ),
        ("no nerve root compression", set()),
        ("compressing the nerve root", set()),
        ("narrowing of the L5 foramen", set()),
    ],
)
def test_a_named_root_has_side_and_relation(text: str, found: set[str]) -> None:
    assert roots(f"L4-5: disc bulge. Bulge {text}.") == found


def test_a_root_takes_the_side_of_the_change_that_touches_it() -> None:
    assert present("L4-5: left paracentral protrusion compressing the L5 root.") == {
        "L4-L5 protrusion left subarticular L5 compression"
    }


def test_a_root_on_another_side_than_the_change_has_a_row_of_its_own() -> None:
    assert present("L4-5: central protrusion contacting the left L5 root.") == {
        "L4-L5 protrusion midline central",
        "L4-L5 protrusion left central L5 contact",
    }


def test_a_root_told_by_its_course_is_inferred() -> None:
    assert present("L4-5: left protrusion compressing the traversing nerve root.") == {
        "L4-L5 protrusion left",
        "L4-L5 protrusion left L5 compression inferred",
    }
    (row,) = (
        r for r in read_report("L4-5: bulge touching the right exiting root.").findings if r.root
    )
    assert row.root_reason == "exiting root at L4-L5"


def test_a_root_of_several_levels_is_touched_where_it_traverses() -> None:
    rows = present("Protrusions at L4-5 and L5-S1. The left S1 root is compressed.")
    assert "L5-S1 protrusion left S1 compression" in rows


def test_a_root_stated_free_is_no_side_of_the_change() -> None:
    assert present("L5-S1: right extrusion. The left S1 root is free.") == {
        "L5-S1 extrusion right",
        "L5-S1 other left S1 none",
    }


def test_a_lone_traversing_root_is_on_the_side_of_its_change() -> None:
    rows = present("L4-5: left protrusion which may affect the traversing nerve roots.")
    assert "L4-L5 protrusion left L5 possible inferred" in rows
    rows = present("L4-5: central protrusion touching the traversing nerve roots.")
    assert "L4-L5 protrusion right central L5 contact inferred" in rows


def test_a_root_without_any_level_is_not_offered() -> None:
    assert said("The left S1 root is compressed.") == set()


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "severe left foraminal stenosis compressing the left L4 root",
            "L4-L5 foraminal_stenosis left L4 compression severe",
        ),
        (
            "left L4 root compression due to severe left foraminal stenosis",
            "L4-L5 foraminal_stenosis left L4 compression severe",
        ),
        (
            "synovial cyst of the left facet joint compressing the left L5 root",
            "L4-L5 synovial_cyst left L5 compression",
        ),
        ("scar tissue surrounds the left L5 root", "L4-L5 scar left L5 contact"),
        (
            "left lateral recess stenosis. Compression of the left L5 root",
            "L4-L5 lateral_recess_stenosis left L5 compression present",
        ),
        ("left L5 root compression", "L4-L5 other left L5 compression"),
    ],
)
def test_a_root_stands_with_what_touches_it(text: str, row: str) -> None:
    assert row in present(f"L4-5: {text}.")


def test_both_foramina_are_parted_where_one_root_is_named() -> None:
    assert present("L5-S1: severe bilateral foraminal stenosis compressing the left L5 root.") == {
        "L5-S1 foraminal_stenosis left L5 compression severe",
        "L5-S1 foraminal_stenosis right severe",
    }


def test_the_change_of_another_level_does_not_touch_a_root_here() -> None:
    rows = present(
        "Central protrusion at L4-5; "
        "L5-S1 left lateral recess stenosis compressing the left S1 root."
    )
    assert "L5-S1 lateral_recess_stenosis left S1 compression present" in rows


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("L4-5: right L5 is compressed in the recess.", "L4-L5 other right L5 compression"),
        ("L5-S1: disc lies against the left S1 nerve.", "L5-S1 other left S1 contact"),
        ("L5-S1: scar around the right S1 root.", "L5-S1 scar right S1"),
        ("L4-5: the right L5 roots are crowded.", "L4-L5 other right L5"),
        ("L4-5: pressure on the right L5 root.", "L4-L5 other right L5 compression"),
    ],
)
def test_roots_in_plain_words(text: str, row: str) -> None:
    assert present(text) == {row}


@pytest.mark.parametrize(
    "text", ["L5-S1: right L5 vertebra is displaced.", "L5-S1: left L5 pedicle is deformed."]
)
def test_a_vertebra_with_a_side_is_no_root(text: str) -> None:
    assert present(text) == set()
