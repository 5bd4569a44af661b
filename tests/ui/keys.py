"""Pressing keys the way the platform delivers them: to whatever widget has the focus."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def focused() -> QWidget:
    """Return the widget that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(keys: str) -> None:
    """Press one key after another, each on the widget that then has the focus."""
    for key in keys:
        QTest.keyClicks(focused(), key)


def enter() -> None:
    """Press Enter."""
    QTest.keyClick(focused(), Qt.Key.Key_Return)


def backspace() -> None:
    """Press Backspace."""
    QTest.keyClick(focused(), Qt.Key.Key_Backspace)


def repeat(key: str) -> None:
    """Deliver a key the keyboard repeats while it is held down."""
    code = Qt.Key(ord(key.upper()))
    event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, key, True)
    QApplication.sendEvent(focused(), event)
