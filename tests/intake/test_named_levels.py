"""A level the report speaks of is not among those it leaves out."""

import pytest

from clinic_desktop.intake.report_reading import read_report


@pytest.mark.parametrize(
    "text",
    [
        "L3-4: no bulge of note. L4-5: bulge.",
        "L3-4: The disc height is maintained. L4-5: bulge.",
        "L3-4: disc normal. L4-5: bulge.",
    ],
)
def test_a_level_named_without_a_finding_is_not_left_out(text: str) -> None:
    left = {level.value for level in read_report(text).not_mentioned}
    assert left == {"L1-L2", "L2-L3", "L5-S1"}


@pytest.mark.parametrize(
    "text",
    [
        "The conus ends at L1-2. L4-5: bulge.",
        "Axial slices were obtained from L1-2 to L5-S1. L4-5: bulge.",
        "No fracture at any level. L4-5: bulge.",
    ],
)
def test_where_the_conus_ends_or_slices_lie_is_no_mention(text: str) -> None:
    assert "L1-L2" in {level.value for level in read_report(text).not_mentioned}
