"""A place that a phrase leaves to be filled in is found wherever phrases are offered."""

from typing import Any

import pytest

from clinic_desktop.domain.blanks import blank_told, unfilled
from tests.domain.build import examination, report, response

SENTENCE = "Injection at [\u2026]."
TWO = f"All went well. {SENTENCE} Walks; with [\u2026]\nand more"


@pytest.mark.parametrize(
    ("step", "parts"),
    [
        ("reason", {"presentation": {"note": SENTENCE}}),
        ("test:slr", {"responses": [response("slr", "left", "negative", note=SENTENCE)]}),
        ("imaging", {"imaging": [report(limits=SENTENCE)]}),
        ("comparison", {"comparison_notes": [{"row": "left/sciatic", "note": SENTENCE}]}),
        ("conclusion", {"conclusion": {"text": SENTENCE}}),
        ("conclusion", {"conclusion": {"plan": ["Walks.", SENTENCE]}}),
        ("conclusion", {"conclusion": {"expected_course": SENTENCE}}),
        ("conclusion", {"conclusion": {"requests": [{}, {"text": SENTENCE}]}}),
    ],
)
def test_a_place_left_is_told_with_its_sentence_and_step(step: str, parts: dict[str, Any]) -> None:
    assert list(unfilled(examination(**parts))) == [(step, SENTENCE)]


def test_each_place_has_the_words_around_it_and_no_more() -> None:
    found = [sentence for _, sentence in unfilled(examination(conclusion={"text": TWO}))]
    assert found == [SENTENCE, "with [\u2026]"]
    assert blank_told(found[1]) == "[\u2026] is not filled in: \u201cwith [\u2026]\u201d"


def test_nothing_is_told_of_what_is_filled_in_or_quoted() -> None:
    quoted = examination(imaging=[report(text=TWO)], conclusion={"text": "At L5."})
    assert list(unfilled(quoted)) == []
    assert list(unfilled(examination())) == []
