"""A side is read from the words that say it of the change, and from no other words."""

import pytest

from clinic_desktop.domain.anatomy import BodySide
from clinic_desktop.domain.imaging import FindingKind
from clinic_desktop.intake.report_reading import read_report


def sides(text: str, kind: FindingKind) -> set[BodySide | None]:
    return {finding.side for finding in read_report(text).findings if finding.kind is kind}


@pytest.mark.parametrize(
    "text",
    [
        "L5-S1: disc protrusion, greater on the right than the left.",
        "L5-S1: disc protrusion more to the right than the left.",
        "L5-S1: disc protrusion, worse on the right than on the left.",
        "L5-S1: right protrusion, not left.",
        "L5-S1: protrusion to the right, not to the left.",
        "L5-S1: right paracentral protrusion, none on the left.",
        "L5-S1: protrusion towards the right rather than the left.",
        "L5-S1: right-sided protrusion, the opposite of the left leg symptoms.",
    ],
)
def test_a_protrusion_lies_on_the_side_said_of_it(text: str) -> None:
    assert sides(text, FindingKind.PROTRUSION) == {BodySide.RIGHT}


@pytest.mark.parametrize(
    "text",
    [
        "L5-S1: disc extrusion, in keeping with the left leg symptoms.",
        "L5-S1: disc extrusion. Clinically left sided symptoms.",
        "L5-S1: disc extrusion, which may explain the left sided sciatica.",
    ],
)
def test_the_side_of_a_symptom_is_no_side_of_a_change(text: str) -> None:
    assert sides(text, FindingKind.EXTRUSION) == {None}


@pytest.mark.parametrize(
    "text",
    [
        "L4-5: foraminal narrowing, more severe on the right than on the left.",
        "L4-5: moderate foraminal narrowing, greater on the right than the left.",
    ],
)
def test_narrowing_that_is_greater_on_one_side_is_on_both(text: str) -> None:
    assert sides(text, FindingKind.FORAMINAL_STENOSIS) == {BodySide.BOTH}


@pytest.mark.parametrize(
    "text",
    [
        "Status post left L5-S1 microdiscectomy for extrusion. No recurrent herniation.",
        "Postoperative changes at L5-S1 after left hemilaminectomy for disc extrusion.",
    ],
)
def test_what_was_operated_on_is_not_there_any_more(text: str) -> None:
    assert sides(text, FindingKind.EXTRUSION) == set()


def test_findings_and_impression_on_opposite_sides_are_told() -> None:
    text = (
        "FINDINGS: L4-L5 right foraminal disc protrusion.\n"
        "IMPRESSION: L4-L5 left foraminal disc protrusion."
    )
    assert any("on the left in one part" in warning for warning in read_report(text).warnings)


@pytest.mark.parametrize("word", ["Diffuse", "Generalised", "Widespread"])
def test_what_is_said_of_the_whole_spine_is_filed_at_no_level(word: str) -> None:
    text = f"IMPRESSION:\n1. Disc space narrowing at L5-S1.\n2. {word} facet arthrosis."
    assert sides(text, FindingKind.FACET_ARTHROPATHY) == set()


def test_the_words_of_a_touched_root_hold_the_change_too() -> None:
    text = "L5-S1: Left paracentral disc protrusion, 6 mm. It compresses the left S1 nerve root."
    (row,) = [finding for finding in read_report(text).findings if finding.root is not None]
    assert row.quote is not None
    start, end = row.quote.span or (0, 0)
    assert "Left paracentral disc protrusion" in text[start:end]
    assert "left S1 nerve root" in text[start:end]
