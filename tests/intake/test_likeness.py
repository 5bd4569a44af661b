"""A level told by likeness to another takes over changes, never a root or a danger."""

import pytest

from clinic_desktop.intake.report_reading import read_report
from tests.intake.rows import present, said

LIKENED = "A level is told by likeness to another: check what is offered for it."


def test_similar_changes_carry_disc_and_joints_but_no_narrowing_and_no_root() -> None:
    text = (
        "L4-5: bulge touching the left L5 root, facet hypertrophy, mild canal stenosis. "
        "Similar changes at L5-S1."
    )
    assert {row for row in present(text) if row.startswith("L5-S1")} == {
        "L5-S1 bulge",
        "L5-S1 facet_arthropathy",
    }
    assert LIKENED in read_report(text).warnings


@pytest.mark.parametrize("like", ["same as above", "ditto.", "same"])
def test_the_same_carries_what_is_denied_and_normal_too(like: str) -> None:
    text = f"L2-3: No bulge, canal or foraminal stenosis. L3-4: {like}"
    assert "L3-L4 canal_stenosis none" in said(text)
    assert {level.value for level in read_report(text).stated_normal} == {"L2-L3", "L3-L4"}


def test_a_normal_level_makes_the_one_like_it_normal() -> None:
    reading = read_report("L2-3: Normal. L3-4: same as above. L4-5: bulge.")
    assert [level.value for level in reading.stated_normal] == ["L2-L3", "L3-L4"]


@pytest.mark.parametrize(
    "text",
    [
        "L4-5: bulge. No similar changes at L5-S1.",
        "L4-5: bulge. Multilevel change, as above.",
    ],
)
def test_a_denied_or_general_likeness_carries_nothing(text: str) -> None:
    assert present(text) == {"L4-L5 bulge"}
    assert LIKENED not in read_report(text).warnings


def test_without_a_level_before_only_the_warning_is_left() -> None:
    reading = read_report("Similar changes at L5-S1.")
    assert reading.findings == ()
    assert LIKENED in reading.warnings
