"""What a response says of itself: its side of the body, whether it was done, whether crossed."""

import msgspec
import pytest

from clinic_desktop.domain.response import Response
from tests.domain.build import response


def a_response(side: str, outcome: str | None = None, **more: str | None) -> Response:
    return msgspec.convert(response("slr", side, outcome, **more), Response)


def test_midline_is_no_side_of_the_body() -> None:
    assert a_response("left").body_side == "left"
    assert a_response("right").body_side == "right"
    assert a_response("midline").body_side is None


@pytest.mark.parametrize(
    ("outcome", "done"),
    [
        ("positive", True),
        ("negative", True),
        ("inconclusive", True),
        ("not_tested", False),
        (None, False),
    ],
)
def test_not_tested_and_no_outcome_are_not_done(outcome: str | None, done: bool) -> None:
    assert a_response("left", outcome).was_done is done


@pytest.mark.parametrize("outcome", ["negative", "inconclusive", "not_tested", None])
def test_only_a_positive_can_be_crossed(outcome: str | None) -> None:
    assert a_response("left", "positive", symptom_side="right").is_crossed_response
    assert not a_response("left", outcome, symptom_side="right").is_crossed_response


@pytest.mark.parametrize("symptom_side", ["left", "both", "midline", None])
def test_only_the_opposite_side_makes_a_positive_crossed(symptom_side: str | None) -> None:
    assert not a_response("left", "positive", symptom_side=symptom_side).is_crossed_response


def test_a_midline_positive_is_not_crossed() -> None:
    assert not a_response("midline", "positive", symptom_side="left").is_crossed_response
