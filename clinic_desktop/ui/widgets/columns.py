"""Parts of a page side by side, or under each other where there is too little room for that."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

_Direction = QBoxLayout.Direction


class Columns(QWidget):
    """Lays its parts out by the width there is, in the same order either way."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int) -> None:
        """Build it.

        Args:
            parent: Qt's parent.
            spacing: pixels between the parts.
        """
        super().__init__(parent)
        self._parts: list[QWidget] = []
        self._box = QBoxLayout(_Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)

    def add(self, part: QWidget, stretch: int = 0) -> None:
        """Put a part at the right, or below; `stretch` is its share of the width that is left."""
        self._parts.append(part)
        self._box.addWidget(part, stretch)

    @property
    def is_beside(self) -> bool:
        """Whether the parts are side by side."""
        return self._box.direction() is _Direction.LeftToRight

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint: they need no more width than the widest of them."""
        return QSize(max(self._widths(), default=0), self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: put them beside each other where they fit."""
        needed = sum(self._widths()) + self._box.spacing() * (len(self._parts) - 1)
        fits = event.size().width() >= needed
        self._box.setDirection(_Direction.LeftToRight if fits else _Direction.TopToBottom)
        super().resizeEvent(event)

    def _widths(self) -> list[int]:
        return [max(part.minimumSizeHint().width(), part.minimumWidth()) for part in self._parts]
