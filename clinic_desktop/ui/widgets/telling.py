"""The sentence inside a dialog: what was refused and why, or what was done."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget


class Telling(QLabel):
    """Shows one sentence and lets a screen reader say it; room for two lines is always kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_refusal = False
        self._is_following = False
        self.setProperty("role", "section")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)  # sentences quote what people typed
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 2)

    def say(self, sentence: str) -> None:
        """Show a sentence in place of the one before."""
        self._is_refusal = False
        self.setText(sentence)
        if sentence:
            # Imported when first needed: the first window is painted sooner.
            from PySide6.QtGui import QAccessible, QAccessibleEvent

            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def refuse(self, sentence: str) -> None:
        """Show why something is not done, until something in the dialog is changed."""
        if not self._is_following:
            from clinic_desktop.ui.widgets.any_change import on_any_change

            self._is_following = True
            on_any_change(self.window(), self._forget_refusal)
        self.say(sentence)
        self._is_refusal = True

    def _forget_refusal(self, *_: object) -> None:
        if self._is_refusal:
            self.say("")

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
