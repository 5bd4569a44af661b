"""A score: a number that need not be whole, within its instrument's range."""

import pytest
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.score_field import ScoreField, parse_score


@pytest.fixture
def field(qtbot: QtBot) -> ScoreField:
    made = ScoreField("Score")
    qtbot.addWidget(made)
    made.set_range(0, 24)
    return made


@pytest.mark.parametrize(
    ("text", "number"),
    [("4", 4), ("4.5", 4.5), ("4,5", 4.5), ("-0.3", -0.3), ("", None), ("4/10", None), ("٣", None)],
)
def test_a_number_is_written_with_point_or_comma(text: str, number: float | None) -> None:
    assert parse_score(text) == number


def test_a_whole_score_stays_a_whole_number() -> None:
    assert isinstance(parse_score("4.0"), int)


def test_a_number_beyond_the_range_is_told_and_not_recorded(field: ScoreField) -> None:
    seen: list[object] = []
    told: list[str] = []
    field.changed.connect(seen.append)
    field.refused.connect(told.append)
    field.enter("24")
    field.enter("25")
    field.enter("-1")
    assert seen == [24]
    assert told[0].startswith("Score: \u201c25\u201d is not a number from 0 to 24")
    assert told[0].endswith("and is not recorded. 24 stays recorded.")
    assert len(told) == 2


def test_without_a_highest_score_any_number_is_taken(field: ScoreField) -> None:
    field.set_range(0, None)
    field.enter("300")
    assert field.value == 300


def test_an_imported_score_beyond_the_range_is_shown_and_leaving_it_tells_nothing(
    field: ScoreField,
) -> None:
    told: list[str] = []
    field.refused.connect(told.append)
    field.show_value(104)
    field.record()
    assert (field.text(), field.value, told) == ("104", 104, [])
