"""Sections, sentences and cells keep their place in the text as received."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.intake.sentences import Section, folded, sentences_in


def parts(text: str) -> list[str]:
    return [text[one.start : one.end] for one in sentences_in(text, folded(text))]


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_folding_makes_dashes_and_spaces_plain() -> None:
    assert folded("L4\u20135\u00a0İ") == "l4-5 İ"
    assert folded("a\rb") == "a\nb"
    assert folded("a\r\nb") == "a \nb"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Bulge of 4.2 mm. No stenosis.", ["Bulge of 4.2 mm.", "No stenosis."]),
        ("Bulge at L4-5 approx. 3 mm. Next.", ["Bulge at L4-5 approx. 3 mm.", "Next."]),
        ("Lt. foramen narrow. Rt. patent.", ["Lt. foramen narrow.", "Rt. patent."]),
        ("Mild stenosis.Moderate bulge.", ["Mild stenosis.", "Moderate bulge."]),
        ("compressing the left\nS1 nerve root.", ["compressing the left\nS1 nerve root."]),
        ("L4-5: bulge\nL5-S1: normal", ["L4-5: bulge", "L5-S1: normal"]),
        ("1. Bulge.\n2. Stenosis.", ["Bulge.", "Stenosis."]),
    ],
)
def test_a_stop_ends_a_sentence_only_where_it_is_one(text: str, sentences: list[str]) -> None:
    assert parts(text) == sentences


def test_a_long_wrapped_line_goes_on() -> None:
    line = "There is a large protrusion of the disc which is seen to be compressing the exiting"
    assert parts(
        f"{line}\nL5 root and more words that make this second line as long as it gets"
    ) == [f"{line}\nL5 root and more words that make this second line as long as it gets"]


def test_what_surrounds_the_findings_is_left_out() -> None:
    text = (
        "CLINICAL HISTORY: Right leg pain. ?L5/S1 prolapse.\nTECHNIQUE: Sagittal T2.\n"
        "COMPARISON: None.\nFINDINGS: Bulge.\nIMPRESSION: Small bulge."
    )
    read = sentences_in(text, folded(text))
    assert parts(text) == ["Bulge.", "Small bulge."]
    assert [one.section for one in read] == [Section.BODY, Section.IMPRESSION]
    assert read[0].item != read[1].item


@pytest.mark.parametrize(
    "text",
    [
        "History: left sciatica.\nL4-5: bulge.",
        "Indication: left sciatica. L4-5: bulge.",
        "Clinical details left sciatica\nL4-5: bulge.",
    ],
)
def test_a_referral_line_ends_where_the_report_begins(text: str) -> None:
    assert parts(text) == ["L4-5: bulge."]


def test_the_cells_of_a_table_stand_under_their_columns() -> None:
    text = "|Level|Disc|Left foramen|\n|---|---|---|\n|L4-5|Bulge. Small.|Mild|"
    cells = sentences_in(text, folded(text))
    assert [(text[one.start : one.end], one.column) for one in cells] == [
        ("L4-5", ""),
        ("Bulge. Small.", "disc"),
        ("Mild", "left foramen"),
    ]


def test_wide_gaps_part_columns_below_a_heading_only() -> None:
    table = "Level     Canal    Foramina\nL4-5     Mild     Severe"
    assert [one.column for one in sentences_in(table, folded(table))] == ["", "canal", "foramina"]
    assert parts("L4-5    bulge    of the disc.") == ["L4-5    bulge    of the disc."]


def test_a_word_torn_at_the_end_of_a_line_is_mended() -> None:
    torn = "a fora-\nminal pro-\n  trusion, left-\nsided"
    low = folded(torn)
    assert len(low) == len(torn)
    assert low.split() == ["a", "foraminal", "protrusion", ",", "left-", "sided"]


def test_a_title_is_no_part_of_the_first_sentence() -> None:
    long = "there is a protrusion of the disc to the left which touches the root on that side."
    assert parts(f"LUMBAR MRI not read\n{long}") == ["LUMBAR MRI not read", long]


def test_a_text_without_a_stop_is_cut() -> None:
    assert len(parts("bulge and " * 1000)) > 5
    assert len(parts("b" * 4000)) > 2
