"""Rows come and go without taking anything else of the window with them."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.ui.widgets.requests_editor import RequestsEditor


def test_the_windows_menus_outlive_a_row(qtbot: QtBot, catalogue: Catalogue) -> None:
    """PySide takes what `nextInFocusChain` returns for a child of the row: a menu bar died so."""
    window = QMainWindow()
    qtbot.addWidget(window)
    action = window.menuBar().addMenu("Menu").addAction("Act")
    editor = RequestsEditor(catalogue)
    window.setCentralWidget(editor)
    window.show()
    for _ in range(2):
        editor.add.click()
        editor.add.click()
        editor.show_values(None)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert action.text() == "Act"


def test_what_is_half_typed_in_a_row_goes_with_it(qtbot: QtBot, catalogue: Catalogue) -> None:
    """A screen reader presses "Remove" without taking the keyboard from the text."""
    editor = RequestsEditor(catalogue)
    qtbot.addWidget(editor)
    with qtbot.waitActive(editor):
        editor.show()
    editor.add.click()
    text = editor.rows[0].text
    text.setFocus()
    QTest.keyClicks(text, "half")
    seen: list[object] = []
    editor.changed.connect(seen.append)
    editor.rows[0].findChildren(QPushButton)[-1].click()
    assert seen == [None]
    assert editor.rows == []


def test_tab_goes_through_a_row_added_later_and_on_to_what_follows(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    """A person at the keyboard adds a request, then writes to whom the letter goes."""
    page = QWidget()
    qtbot.addWidget(page)
    before, editor, after = QLineEdit(), RequestsEditor(catalogue), QLineEdit()
    layout = QVBoxLayout(page)
    for part in (before, editor, after):
        layout.addWidget(part)
    with qtbot.waitActive(page):
        page.show()
    editor.add.click()
    editor.add.click()
    qtbot.waitUntil(lambda: all(row.isVisible() for row in editor.rows))
    before.setFocus()
    seen: list[QWidget | None] = []
    for _ in range(8):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        seen.append(page.focusWidget())
    first, second = editor.rows
    assert [seen[0], seen[3]] == [first.text, second.text]
    assert seen[6:] == [editor.add, after]
