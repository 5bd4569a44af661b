"""Where one statement ends and the next begins, however it is punctuated."""

import pytest

from clinic_desktop.intake.report_reading import read_report
from tests.intake.rows import said


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "l3-4 bulge no stenosis l4-5 left protrusion touching left l5 root severe left nfs",
            {
                "L3-L4 bulge",
                "L3-L4 canal_stenosis none",
                "L4-L5 protrusion left L5 contact",
                "L4-L5 foraminal_stenosis left severe",
            },
        ),
        (
            "L3-4 mild bulge, L4-5 bulge with bilateral nf stenosis, L5-S1 severe degeneration",
            {
                "L3-L4 bulge mild",
                "L4-L5 bulge",
                "L4-L5 foraminal_stenosis both present",
                "L5-S1 disc_degeneration severe",
            },
        ),
        (
            "C5-6: bulge flattens the sac without signal change, moderate canal stenosis.",
            {"C5-C6 bulge", "C5-C6 canal_stenosis moderate"},
        ),
        (
            "L4-5: mild canal stenosis, severe right and mild left foraminal stenosis.",
            {
                "L4-L5 canal_stenosis mild",
                "L4-L5 foraminal_stenosis right severe",
                "L4-L5 foraminal_stenosis left mild",
            },
        ),
        (
            "L4-5: The sac is moderately narrowed, the lateral recess severely on the right.",
            {"L4-L5 canal_stenosis moderate", "L4-L5 lateral_recess_stenosis right severe"},
        ),
        (
            "L4-5: Left foramen mildly, right foramen severely narrowed.",
            {"L4-L5 foraminal_stenosis left mild", "L4-L5 foraminal_stenosis right severe"},
        ),
        (
            "L4-5: mild right foraminal stenosis, none on left.",
            {"L4-L5 foraminal_stenosis right mild", "L4-L5 foraminal_stenosis left none"},
        ),
        (
            "L4-5: Mild left but no right foraminal narrowing.",
            {"L4-L5 foraminal_stenosis left mild", "L4-L5 foraminal_stenosis right none"},
        ),
        (
            "L4-5: roots pass the foramina, which are severely narrowed.",
            {"L4-L5 foraminal_stenosis both severe"},
        ),
        (
            "L4-5: The right L5 is abutted in the recess, which is mildly narrowed.",
            {"L4-L5 lateral_recess_stenosis right L5 contact mild"},
        ),
    ],
)
def test_each_statement_keeps_its_own_level_side_and_degree(text: str, rows: set[str]) -> None:
    assert said(text) == rows


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Fractures, tumours or infection are not seen. L4-5 bulge.", False),
        ("There is nothing to suggest a tumour. L4-5 bulge.", False),
        ("A tumour is seen. L4-5 bulge.", True),
    ],
)
def test_a_list_of_dangers_is_denied_as_a_whole(text: str, *, warned: bool) -> None:
    assert any(w.startswith("Look at once") for w in read_report(text).warnings) is warned
