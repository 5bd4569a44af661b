"""A phrase is chosen by the therapist, put at the cursor, and recorded like typed text."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.practice import Phrase
from clinic_desktop.ui.widgets.lines_field import LinesField
from clinic_desktop.ui.widgets.phrase_button import PhraseButton, spaced
from clinic_desktop.ui.widgets.read_only import make_read_only
from clinic_desktop.ui.widgets.text_area import TextArea, TextLine

PHRASES = (
    Phrase(text="First phrase."),
    Phrase(text="R & D"),
    Phrase(text="Of […] now.", short="Of"),
)


@pytest.mark.parametrize(
    ("before", "after", "between", "put"),
    [
        ("", "", " ", "X"),
        ("a", "", " ", " X"),
        ("a ", "", " ", "X"),
        ("a\n", "", " ", "X"),
        ("a", "b", " ", " X "),
        ("a", " b", " ", " X"),
        ("a", ", b", " ", " X"),
        ("", "", "\n", "X"),
        ("a", "", "\n", "\nX"),
        ("a\n", "b", "\n", "X\n"),
        ("a\n", "\nb", "\n", "X"),
    ],
)
def test_a_phrase_stands_apart_from_what_is_around_it(
    before: str, after: str, between: str, put: str
) -> None:
    assert spaced(before, "X", after, between) == put


Field = TextArea | TextLine


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[QWidget]:
    shown = QWidget()
    qtbot.addWidget(shown)
    layout = QVBoxLayout(shown)
    for field in (
        TextArea("Note", phrases=PHRASES),
        TextLine("Line", phrases=PHRASES),
        LinesField("Plan", phrases=PHRASES),
        TextArea("Without"),
    ):
        layout.addWidget(field)
    shown.resize(500, 400)
    with qtbot.waitActive(shown):
        shown.show()
    yield shown
    shown.close()


def fields(page: QWidget) -> tuple[TextArea, TextLine, LinesField]:
    found = {w.accessibleName(): w for w in page.findChildren(QWidget)}
    area, line, lines = found["Note"], found["Line"], found["Plan"]
    assert isinstance(area, TextArea)
    assert isinstance(line, TextLine)
    assert isinstance(lines, LinesField)
    return area, line, lines


def offered(field: Field) -> PhraseButton:
    assert field.phrases is not None
    return field.phrases


def choose(field: Field, place: int) -> None:
    menu = offered(field).menu_of_phrases
    assert menu.isVisible()
    menu.actions()[place].trigger()
    menu.close()


def text_of(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


@pytest.mark.parametrize("place", range(3))  # without a screen a closed menu leaves none active
def test_keys_open_the_phrases_at_the_cursor_and_the_keyboard_comes_back(
    page: QWidget, qtbot: QtBot, place: int
) -> None:
    field = fields(page)[place]
    field.setFocus()
    QTest.keyClicks(field, "abc")
    QTest.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(field.changed, timeout=2000):
        choose(field, 0)
    between = field.between if isinstance(field, TextArea) else " "
    assert field.value == text_of(field) == f"abc{between}First phrase."
    assert page.focusWidget() is field


def test_the_button_opens_them_too_and_keeps_an_ampersand(page: QWidget) -> None:
    for field in fields(page):
        button = offered(field)
        assert button.accessibleName() == f"Phrases for: {field.accessibleName()}"
        assert button.width() >= 44
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        choose(field, 1)
        assert text_of(field) == "R & D"


def test_the_phrase_takes_the_place_of_what_is_selected(page: QWidget) -> None:
    area, line, _ = fields(page)
    area.enter("\U0001f600 one two three")
    cursor = area.textCursor()
    cursor.setPosition(7)
    cursor.setPosition(10, QTextCursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == "two"
    area.setTextCursor(cursor)
    area.put("2")
    assert area.toPlainText() == "\U0001f600 one 2 three"
    line.enter("\U0001f600 one two three")
    line.setSelection(7, 3)
    line.put("2")
    assert line.text() == "\U0001f600 one 2 three"


def test_what_a_phrase_leaves_to_be_filled_in_is_selected_and_typed_over(page: QWidget) -> None:
    for field in fields(page):
        field.enter("\U0001f600 […]")
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_End)
        QTest.mouseClick(offered(field), Qt.MouseButton.LeftButton)
        assert [action.text() for action in offered(field).menu_of_phrases.actions()][2] == "Of"
        choose(field, 2)
        QTest.keyClicks(field, "here")
        between = field.between if isinstance(field, TextArea) else " "
        assert text_of(field) == f"\U0001f600 […]{between}Of here now."


def test_what_is_not_filled_in_is_marked_while_it_stands_there(page: QWidget) -> None:
    for field in fields(page)[::2]:
        assert isinstance(field, TextArea)

        def marked(area: TextArea = field) -> list[str]:
            return [mark.cursor.selectedText() for mark in area.extraSelections()]

        field.show_value("Of [\u2026], with [\u2026].")
        assert marked() == ["[\u2026]", "[\u2026]"]
        dark = QPalette()
        dark.setColor(QPalette.ColorRole.Link, QColor("yellow"))
        field.setPalette(dark)
        (mark, _) = field.extraSelections()
        assert mark.format.foreground().color() == QColor("yellow")
        field.enter("Of this, with [\u2026].")
        assert marked() == ["[\u2026]"]
        field.enter("Of this, with that.")
        assert marked() == []


def test_the_text_never_runs_under_the_button(page: QWidget) -> None:
    for field in fields(page)[::2]:
        assert isinstance(field, TextArea)
        assert field.viewport().geometry().right() < offered(field).geometry().left()


def test_a_text_that_is_only_read_offers_none(page: QWidget) -> None:
    make_read_only(page)
    for field in fields(page):
        assert not offered(field).isVisible()
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
        assert not offered(field).menu_of_phrases.isVisible()


def test_a_text_without_phrases_has_no_button(page: QWidget) -> None:
    assert len(page.findChildren(PhraseButton)) == 3
    assert TextLine("Line", page).phrases is None
