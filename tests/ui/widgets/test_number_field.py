"""A number, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.number_field import NumberField


@pytest.fixture
def field(qtbot: QtBot) -> NumberField:
    made = NumberField("Angle", 180)
    qtbot.addWidget(made)
    return made


@given(text=st.one_of(st.text(max_size=6), st.integers(-999, 999).map(str)))
@pytest.mark.usefixtures("qapp")
def test_only_whole_numbers_in_range_are_recorded(text: str) -> None:
    field = NumberField("Angle", 180)
    told: list[str] = []
    field.refused.connect(told.append)
    field.enter(text)
    stripped = text.strip()
    valid = stripped.isascii() and stripped.isdigit() and int(stripped) <= 180
    assert field.value == (int(stripped) if valid else None)
    assert bool(told) == (bool(stripped) and not valid)


def test_a_wrong_entry_keeps_the_number_recorded_before(field: NumberField) -> None:
    seen: list[object] = []
    field.changed.connect(seen.append)
    field.enter("35")
    field.enter("350")
    assert (field.value, field.property("wrong"), seen) == (35, True, [35])
    field.enter("")
    assert (field.value, field.property("wrong"), seen) == (None, False, [35, None])


def test_showing_a_number_says_nothing(field: NumberField) -> None:
    seen: list[object] = []
    field.changed.connect(seen.append)
    field.show_value(0)
    assert (field.text(), seen) == ("0", [])
    field.show_value(None)
    assert field.text() == ""


def test_a_number_of_several_digits_is_one_answer(field: NumberField, qtbot: QtBot) -> None:
    seen: list[object] = []
    field.changed.connect(seen.append)
    QTest.keyClicks(field, "135")
    assert seen == []
    qtbot.waitUntil(lambda: seen == [135])


def test_a_number_being_typed_is_recorded_at_once_when_asked_and_never_twice(
    field: NumberField,
) -> None:
    seen: list[object] = []
    field.changed.connect(seen.append)
    QTest.keyClicks(field, "35")
    field.show_value(None)
    assert field.text() == "35"
    field.record()
    field.record()
    assert seen == [35]


def test_an_answer_shown_takes_the_place_of_a_number_being_typed(field: NumberField) -> None:
    seen: list[object] = []
    field.changed.connect(seen.append)
    QTest.keyClicks(field, "35")
    field.show_value(70)
    field.record()
    assert (field.text(), seen) == ("70", [])
