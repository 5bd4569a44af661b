"""One of a closed list, one of an open list, several of an open list."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from clinic_desktop.ui import theme
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.multi_choice import MultiChoice
from clinic_desktop.ui.widgets.open_list import OpenList
from tests.ui.pixels import contrast

CHOICES = [("a", "First"), ("b", "Second")]


def test_at_most_one_of_a_row_is_chosen_and_none_at_first(qtbot: QtBot) -> None:
    row = ChoiceRow("Which", CHOICES, keys="XY")
    qtbot.addWidget(row)
    seen: list[object] = []
    row.chosen.connect(seen.append)
    assert row.value is None
    row.buttons["a"].click()
    row.buttons["b"].toggle()
    row.buttons["b"].click()
    assert seen == ["a", "b", None]
    assert not any(button.isChecked() for button in row.buttons.values())


def test_the_chosen_button_carries_a_tick_and_a_name(qtbot: QtBot) -> None:
    row = ChoiceRow("Which", CHOICES)
    qtbot.addWidget(row)
    row.show_value("b")
    assert row.buttons["b"].text().startswith("\u2713")
    assert row.buttons["b"].accessibleName() == "Which: Second"
    row.show_value("unknown")
    assert row.value is None


@pytest.mark.usefixtures("qapp")
def test_the_checked_state_differs_by_three_to_one() -> None:
    """The platform's own checked state measured 1.2 : 1; text contrast alone would pass it."""
    for appearance in set(theme.Appearance) - {theme.Appearance.SYSTEM}:
        colours = theme.palette(appearance)
        checked = colours.color(QPalette.ColorRole.Highlight)
        free = colours.color(QPalette.ColorRole.Button)
        on_checked = colours.color(QPalette.ColorRole.HighlightedText)
        assert contrast(checked, free) >= 3
        assert contrast(checked, on_checked) >= 4.5
        for text, ground in (
            (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
            (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
            (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
            (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
        ):
            assert contrast(colours.color(text), colours.color(ground)) >= 4.5
        frame = colours.color(QPalette.ColorRole.Mid)
        assert contrast(frame, colours.color(QPalette.ColorRole.Window)) >= 3


def test_an_open_list_keeps_other_words_as_written(qtbot: QtBot) -> None:
    field = OpenList("Where", CHOICES)
    qtbot.addWidget(field)
    seen: list[object] = []
    field.chosen.connect(seen.append)
    line = field.lineEdit()
    assert line is not None
    for text in ("Somewhere ELSE", "second", ""):
        line.setText(text)
        line.setModified(True)
        line.editingFinished.emit()
    assert seen == ["Somewhere ELSE", "b", None]
    field.show_value("kept as written")
    assert field.currentText() == "kept as written"


@pytest.mark.parametrize("value", ["", "First", " padded ", "b"])
def test_an_open_list_only_left_keeps_its_value_to_the_letter(qtbot: QtBot, value: str) -> None:
    field = OpenList("Where", CHOICES)
    qtbot.addWidget(field)
    seen: list[object] = []
    field.chosen.connect(seen.append)
    field.show_value(value)
    line = field.lineEdit()
    assert line is not None
    line.editingFinished.emit()
    assert (seen, field.value) == ([], value)


def test_the_wheel_never_answers(qtbot: QtBot) -> None:
    field = OpenList("Where", CHOICES, closed=True)
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    field.show_value("a")
    turned = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, turned)
    assert field.value == "a"
    assert field.currentData() == "a"


def test_several_are_ticked_in_order_and_named_on_the_face(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = MultiChoice("Where", CHOICES)
    qtbot.addWidget(field)
    seen: list[object] = []
    field.chosen.connect(seen.append)
    field.menu().aboutToShow.emit()  # as when it is opened
    actions = {action.text(): action for action in field.menu().actions()}
    actions["Second"].trigger()
    actions["First"].trigger()
    assert field.text() == "Second, First"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: (" own words ", True))
    field._other.trigger()
    actions["Second"].trigger()
    assert seen[-1] == ("a", "own words")
    assert "First, own words" in field.accessibleName()


def test_ticking_with_the_keyboard_does_not_close_the_list(qtbot: QtBot) -> None:
    """The menu takes the key for itself; its own handling would close it."""
    field = MultiChoice("Where", CHOICES)
    qtbot.addWidget(field)
    menu = field.menu()
    menu.aboutToShow.emit()  # as when it is opened
    menu.setActiveAction(menu.actions()[0])
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ")
    assert field.eventFilter(menu, key)
    assert field.value == ("a",)
    other = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    assert not field.eventFilter(menu, other)


def test_words_that_the_list_completed_while_typing_are_recorded(qtbot: QtBot) -> None:
    """Qt calls a line that it completed itself not modified."""
    listed = OpenList("Instrument", [("inclinometer", "Inclinometer")])
    qtbot.addWidget(listed)
    with qtbot.waitActive(listed):
        listed.show()
    seen: list[object] = []
    listed.chosen.connect(seen.append)
    line = listed.lineEdit()
    assert line is not None
    line.setFocus()
    QTest.keyClicks(line, "i")
    assert line.text() == "inclinometer"
    listed.record()
    assert seen == ["inclinometer"]
    assert listed.currentText() == "Inclinometer"


def test_a_blank_typed_into_a_list_does_not_stay(qtbot: QtBot) -> None:
    listed = OpenList("Instrument", [("inclinometer", "Inclinometer")])
    qtbot.addWidget(listed)
    line = listed.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "  ")
    listed.record()
    assert listed.currentText() == ""
    assert listed.value is None
