"""A number, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QKeyEvent, QMouseEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.style import TARGET
from clinic_desktop.ui.widgets.number_field import NumberField
from clinic_desktop.ui.widgets.number_pad import NumberPad


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


def test_a_digit_that_is_held_down_is_one_digit(field: NumberField) -> None:
    QTest.keyClicks(field, "1")
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", autorep=True
    )
    QApplication.sendEvent(field, held)
    assert field.text() == "1"
    QTest.keyClicks(field, "1")
    assert field.text() == "11"


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


def pad_of(field: NumberField) -> NumberPad:
    field.show()
    field.open_pad()
    assert field._pad is not None
    assert field._pad.isVisible()
    return field._pad


def test_a_number_is_given_by_touch_alone(field: NumberField) -> None:
    field.show_value(12)
    seen: list[object] = []
    field.changed.connect(seen.append)
    pad = pad_of(field)
    for key in ("4", "6", "\u232b", "5", "\u2713"):
        assert min(pad.keys[key].width(), pad.keys[key].height()) >= TARGET
        pad.keys[key].click()
    assert not pad.isVisible()
    assert (seen, field.value) == ([45], 45)


def test_the_pad_tells_a_number_that_is_too_large(field: NumberField) -> None:
    told: list[str] = []
    field.refused.connect(told.append)
    pad = pad_of(field)
    for key in ("1", "8", "1", "\u2713"):
        pad.keys[key].click()
    assert field.value is None
    assert "0 to 180" in told[0]


def test_a_keyboard_types_while_the_pad_is_open(field: NumberField) -> None:
    pad = pad_of(field)
    QTest.keyClicks(pad, "7x0")
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert field.text() == "7"
    QTest.keyClick(pad, Qt.Key.Key_Return)
    assert not pad.isVisible()
    assert field.value == 7


def test_a_double_click_or_a_finger_opens_the_pad_and_a_click_does_not(field: NumberField) -> None:
    field.show()
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert not field.findChildren(NumberPad)
    screen = QPointingDevice(
        "screen",
        1,
        QInputDevice.DeviceType.TouchScreen,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position,
        1,
        0,
    )
    lifted = QMouseEvent(
        QEvent.Type.MouseButtonRelease,
        QPointF(5, 5),
        QPointF(5, 5),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        screen,
    )
    QApplication.sendEvent(field, lifted)
    (pad,) = field.findChildren(NumberPad)
    assert pad.isVisible()
    pad.close()
    QTest.mouseDClick(field, Qt.MouseButton.LeftButton)
    assert pad.isVisible()
    pad.close()


def test_what_is_only_read_has_no_pad(field: NumberField) -> None:
    field.setReadOnly(True)
    field.open_pad()
    assert field._pad is None


def test_the_pad_stays_on_the_screen(field: NumberField) -> None:
    room = field.screen().availableGeometry()
    field.move(room.right() - 20, room.bottom() - 20)
    pad = pad_of(field)
    assert pad.x() + pad.width() <= room.right() + 4  # the offscreen plug-in draws a frame
    assert pad.geometry().bottom() < field.mapToGlobal(QPoint(0, 0)).y()
    pad.close()
