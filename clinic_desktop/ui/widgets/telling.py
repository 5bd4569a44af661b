"""The sentence inside a dialog: what was refused and why, or what was done."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget


class Telling(QLabel):
    """Shows one sentence and lets a screen reader say it; room for two lines is always kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "section")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)  # sentences quote what people typed
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 2)

    def say(self, sentence: str) -> None:
        """Show a sentence in place of the one before."""
        self.setText(sentence)
        if sentence:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @contextmanager
    def busy(self, sentence: str) -> Iterator[None]:
        """Show a sentence, and the pointer of waiting, while something takes its time."""
        self.say(sentence)
        self.repaint()  # painted now: what follows keeps the window from painting
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            yield
        finally:
            QApplication.restoreOverrideCursor()
