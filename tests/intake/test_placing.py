"""A level holds until another is named, an item ends, or nothing says it goes on."""

import pytest

from clinic_desktop.intake.report_reading import read_report
from tests.intake.rows import present, said


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("L4-5: bulge. Mild canal stenosis.", {"L4-L5 bulge", "L4-L5 canal_stenosis mild"}),
        ("L4-5:\n- bulge\n- mild canal stenosis", {"L4-L5 bulge", "L4-L5 canal_stenosis mild"}),
        ("L4-5\n\nDisc bulge.\n\nL5-S1\n\nProtrusion.", {"L4-L5 bulge", "L5-S1 protrusion"}),
        (
            "Disc bulges L3-4, L4-5. Annular tears at both levels.",
            {"L3-L4 bulge", "L4-L5 bulge", "L3-L4 annular_fissure", "L4-L5 annular_fissure"},
        ),
        (
            "Bulges at L3-4 and L4-5. Annular tears at these levels.",
            {"L3-L4 bulge", "L4-L5 bulge", "L3-L4 annular_fissure", "L4-L5 annular_fissure"},
        ),
        (
            "Multilevel degeneration. L4-5 bulge. L5-S1 protrusion.",
            {"L4-L5 bulge", "L5-S1 protrusion"},
        ),
        ("Degenerative change throughout, worst at L4-5.", {"L4-L5 disc_degeneration"}),
        (
            "Impression: 1. L4-5 bulge. 2. L5-S1 protrusion. 3. Facet arthropathy.",
            {"L4-L5 bulge", "L5-S1 protrusion"},
        ),
        (
            "The conus ends at L1-2. L4-5 bulge. Mild canal stenosis.",
            {"L4-L5 bulge", "L4-L5 canal_stenosis mild"},
        ),
        ("Conus at L1-2. Disc bulge.", set()),
        ("History: ?L4-5 prolapse.\nFindings: Disc bulge.", set()),
        (
            "L4-5 protrusion.\nImpression: Left foraminal stenosis.",
            {"L4-L5 protrusion", "L4-L5 foraminal_stenosis left present"},
        ),
        ("L5-S1: bulge. S1/2: no stenosis. L4-5: protrusion.", {"L5-S1 bulge", "L4-L5 protrusion"}),
        ("L4-5: bulge. The remaining levels show mild degeneration.", {"L4-L5 bulge"}),
        (
            "L3-4 bulge; at the former a tear, at the latter none. L4-5 protrusion.",
            {"L4-L5 protrusion"},
        ),
    ],
)
def test_a_finding_is_at_the_level_spoken_of(text: str, rows: set[str]) -> None:
    assert present(text) == rows


def test_at_every_level_is_each_of_them() -> None:
    assert said("L4-5 bulge. No canal stenosis at any level.") == {
        "L4-L5 bulge",
        *(
            f"{level} canal_stenosis none"
            for level in ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1")
        ),
    }
    assert "C6-C7 canal_stenosis none" in said("C5-6 bulge. No canal stenosis at any level.")
    assert "L1-L2 canal_stenosis none" in said("The canal is capacious throughout. L4-5 bulge.")


def test_a_finding_without_a_level_is_told() -> None:
    reading = read_report("L3-4 bulge. L4-5 protrusion.\n\nFacet arthropathy. Canal stenosis.")
    assert "Named without a level, so not offered: canal stenosis." in reading.warnings


def test_a_table_gives_each_cell_its_column() -> None:
    text = (
        "|Level|Disc|Canal|Left foramen|Right foramen|\n|---|---|---|---|---|\n"
        "|L4-5|Left protrusion|Mild|Moderate|-|\n|L5-S1|Bulge|None|No|Patent|\n"
    )
    assert said(text) == {
        "L4-L5 protrusion left",
        "L4-L5 canal_stenosis mild",
        "L4-L5 foraminal_stenosis left moderate",
        "L5-S1 bulge",
        "L5-S1 canal_stenosis none",
        "L5-S1 foraminal_stenosis both none",
    }


@pytest.mark.parametrize(
    "text", ["L4.-5 bulge", "L4\n\nL5 bulge", "L4-5L5-S1 bulge", "l5\n1. S1 bulge"]
)
def test_a_level_torn_by_a_stop_does_no_harm(text: str) -> None:
    read_report(f"The disc is normal. {text}")


def test_two_levels_written_together_are_both_read() -> None:
    assert present("L4-5,L5-S1 bulge.") == {"L4-L5 bulge", "L5-S1 bulge"}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("L5-S1: protrusion. Multilevel bulges with canal stenosis.", {"L5-S1 protrusion"}),
        ("L5-S1: protrusion. Degeneration of the lumbar spine.", {"L5-S1 protrusion"}),
        ("L5-S1: protrusion. Bulges at several levels. Canal stenosis.", {"L5-S1 protrusion"}),
        ("Multilevel bulges at L3-4 and L4-5.", {"L3-L4 bulge", "L4-L5 bulge"}),
        ("L4-5 and L5-S1 both show bulges.", {"L4-L5 bulge", "L5-S1 bulge"}),
        ("L5-S1 extrusion. At the level above it a bulge.", {"L5-S1 extrusion", "L4-L5 bulge"}),
        (
            "L3-4 and L5-S1 extrusion. The axial images show a bulge.",
            {"L3-L4 extrusion", "L5-S1 extrusion"},
        ),
        (
            "• L3-4: bulge.\n  - Canal: mild stenosis\n  - Foramina: mild left\n• Canal: open",
            {
                "L3-L4 bulge",
                "L3-L4 canal_stenosis mild",
                "L3-L4 foraminal_stenosis left mild",
            },
        ),
        (
            "L3-4: bulge. Mild canal stenosis,\nAt L4-5: protrusion.",
            {"L3-L4 bulge", "L3-L4 canal_stenosis mild", "L4-L5 protrusion"},
        ),
        (
            "L3-4 Bulge. No contact of the nerve roots\nL4-5 Protrusion of the disc seen",
            {
                "L3-L4 bulge",
                "L4-L5 protrusion",
            },
        ),
    ],
)
def test_what_is_said_of_many_levels_stands_at_none(text: str, rows: set[str]) -> None:
    assert present(text) == rows


def test_what_is_absent_throughout_is_absent_at_each() -> None:
    assert "L2-L3 canal_stenosis none" in said("No canal stenosis throughout. L4-5 bulge.")
