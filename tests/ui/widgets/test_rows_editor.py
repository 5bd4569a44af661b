"""Rows come and go without taking anything else of the window with them."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMainWindow
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
