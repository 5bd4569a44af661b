"""History and technique end where the report tells what is seen, also within one line."""

import pytest

from tests.intake.rows import present


@pytest.mark.parametrize(
    "text",
    [
        "History: Sore back. Technique: sagittal T1. At L4-5 there is a mild bulge.",
        "History: Sore back. There is a mild bulge at L4-5. Impression: bulge at L4-5.",
        "Indication: numb toes. L4-5: mild bulge.",
        "Indication: numb toes. Known L5-S1 herniation. L4-5: mild bulge.",
        "History: numb toes. L5-S1 herniation in 2015. At L4-5 there is a mild bulge.",
        "History: numb toes with an old\nherniation at L5-S1.\nL4-5: mild bulge.",
        "History: numb toes. L4-5 mild bulge.",
        "Clinical note: numb toes. L4-5 bulge is mild.",
    ],
)
def test_what_is_told_of_the_person_ends_at_the_first_finding(text: str) -> None:
    assert {row.removesuffix(" mild") for row in present(text)} == {"L4-L5 bulge"}


@pytest.mark.parametrize(
    "text",
    [
        "History: known L5-S1 herniation. Findings: none.",
        "History: pain, rule out L4-5 protrusion. There is weakness of the foot.",
    ],
)
def test_the_history_itself_is_not_read(text: str) -> None:
    assert present(text) == set()
