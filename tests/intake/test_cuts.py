"""Where one statement ends and the next begins, however it is punctuated."""

import pytest

from clinic_desktop.intake.report_reading import read_report
from tests.intake.rows import said


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "l3-4 bulge no stenosis l4-5 left protrusion touching l5 root mild left nf stenosis",
            {
                "L3-L4 bulge",
                "L3-L4 canal_stenosis none",
                "L4-L5 protrusion left L5 contact",
                "L4-L5 foraminal_stenosis left mild",
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


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        (
            "Canal stenosis is mild at L3-4, moderate at L4-5 and absent at L5-S1.",
            ["mild", "moderate", "none"],
        ),
        ("Canal stenosis: L3-4 none, L4-5 mild, L5-S1 severe.", ["none", "mild", "severe"]),
        ("Canal stenosis: none at L3-4, mild at L4-5.", ["none", "mild", None]),
        ("L3-4 mild canal stenosis; L4-5 moderate; L5-S1 severe.", ["mild", "moderate", "severe"]),
        ("Canal stenosis at L4-5, none at L5-S1.", [None, "present", "none"]),
        ("There is canal stenosis at L4-5 but not at L3-4 or L5-S1.", ["none", "present", "none"]),
        ("Canal stenosis at L4-5, but absent at the other levels.", [None, "present", None]),
        ("L4-5: canal stenosis none.", [None, "none", None]),
    ],
)
def test_what_is_absent_at_one_level_stays_present_at_another(
    text: str, grades: list[str | None]
) -> None:
    rows = {row.level.value: row.grade for row in read_report(text).findings}
    assert [rows.get(level) for level in ("L3-L4", "L4-L5", "L5-S1")] == grades


@pytest.mark.parametrize(
    "text",
    ["Bulges at L3-4 and L4-5 but not at L5-S1.", "Bulges at L3-4, L4-5, not seen at L5-S1."],
)
def test_a_change_denied_at_one_level_is_kept_at_the_others(text: str) -> None:
    assert said(text) == {"L3-L4 bulge", "L4-L5 bulge"}
