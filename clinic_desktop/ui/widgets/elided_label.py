"""A label that gives way: a text wider than its place ends in dots, whole in the tooltip."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from clinic_desktop.ui.widgets.tips import as_written

_LONG_WORD: Final = 14
_TALL: Final = 10_000
"""Pixels: higher than any text that is measured."""


class ElidedLabel(QLabel):
    """Shows plain text in the width there is, on one line or at most on a few."""

    def __init__(
        self, parent: QWidget | None = None, *, lines: int = 1, is_steady: bool = False
    ) -> None:
        """Build it.

        Args:
            parent: Qt's parent.
            lines: how many it takes at most.
            is_steady: whether it always has the height of all of them, so that a longer text moves
                nothing that stands around it.
        """
        super().__init__(parent)
        self.full = ""
        self._lines = lines
        self._is_steady = is_steady
        if is_steady:
            self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setWordWrap(lines > 1)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show a text."""
        if text == self.full:
            return
        self.full = text
        self.setToolTip(as_written(text))
        self.setAccessibleName(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Override QLabel.minimumSizeHint."""
        return self._steady_size() if self._is_steady else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        """Override QLabel.sizeHint."""
        return self._steady_size() if self._is_steady else super().sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Override QWidget.hasHeightForWidth."""
        return not self._is_steady and super().hasHeightForWidth()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: fit the text anew."""
        super().resizeEvent(event)
        self._fit()

    def _steady_size(self) -> QSize:
        self.ensurePolished()
        return QSize(0, self.fontMetrics().lineSpacing() * self._lines)

    def _fit(self) -> None:
        self.ensurePolished()
        mode = Qt.TextElideMode.ElideRight
        metrics = self.fontMetrics()
        whole = metrics.boundingRect(
            QRect(0, 0, self.width(), _TALL), Qt.TextFlag.TextWordWrap, self.full
        )
        is_whole = whole.height() <= self._lines * metrics.lineSpacing()
        if self._lines > 1 and is_whole and whole.width() <= self.width():
            self.setText(self.full)
            return
        # A line of several ends with a word, which leaves some of it empty.
        lost = (self._lines - 1) * metrics.averageCharWidth() * _LONG_WORD
        room = max(self._lines * self.width() - lost, self.width(), 40)
        self.setText(metrics.elidedText(self.full, mode, room))
