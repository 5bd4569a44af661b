"""Rows come and go without taking anything else of the window with them."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPushButton
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
