"""Free text is recorded shortly after the last key, and at once on leaving."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.lines_field import LinesField
from clinic_desktop.ui.widgets.text_area import TextArea, TextLine


def test_a_pause_in_typing_records(qtbot: QtBot) -> None:
    area = TextArea("Note")
    qtbot.addWidget(area)
    with qtbot.waitSignal(area.changed, timeout=2000) as recorded:
        QTest.keyClicks(area, "abc")
    assert recorded.args == ["abc"]


def test_leaving_records_at_once(qtbot: QtBot) -> None:
    area, other = TextArea("Note"), QLineEdit()
    for widget in (area, other):
        qtbot.addWidget(widget)
    seen: list[object] = []
    area.changed.connect(seen.append)
    QTest.keyClicks(area, "abc")
    area.focusOutEvent(QFocusEvent(QEvent.Type.FocusOut))
    assert seen == ["abc"]
    QTest.keyClick(area, Qt.Key.Key_Escape)
    assert seen == ["abc"]


@pytest.mark.parametrize("text", ["two\r\nlines", "no\u00a0break", "line\u2028end", " padded "])
def test_a_text_only_looked_at_is_kept_to_the_letter(qtbot: QtBot, text: str) -> None:
    """Qt shows every line break and space as one kind."""
    for field in (TextArea("Note"), TextLine("Line")):
        qtbot.addWidget(field)
        seen: list[object] = []
        field.changed.connect(seen.append)
        field.show_value(text)
        field.record()
        assert seen == []
        assert field.value == text


def test_emptying_a_text_takes_it_back(qtbot: QtBot) -> None:
    for field in (TextArea("Note"), TextLine("Line")):
        qtbot.addWidget(field)
        seen: list[object] = []
        field.changed.connect(seen.append)
        field.enter("x")
        field.enter("")
        assert seen == ["x", None]


def test_lines_are_texts_of_their_own(qtbot: QtBot) -> None:
    field = LinesField("Plan")
    qtbot.addWidget(field)
    seen: list[object] = []
    field.lines_changed.connect(seen.append)
    field.enter("one\n\n two ")
    assert seen == [("one", "two")]
    field.show_lines(("three",))
    assert field.toPlainText() == "three"
    field.record()
    assert seen == [("one", "two")]


def test_a_line_shows_the_space_that_a_pasted_line_break_is_recorded_as(qtbot: QtBot) -> None:
    line = TextLine("Line")
    qtbot.addWidget(line)
    line.enter("a\rb")
    assert line.value == line.text() == "a b"
