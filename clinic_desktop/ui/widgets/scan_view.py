"""The pages of a report that came in as pictures, so that its words can be typed off."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.ui.widgets.form import keep_room_for_bar, section
from clinic_desktop.ui.widgets.read_only import keeps_in_reading

_STEP: Final = 1.25
_SMALLEST: Final = 0.25
_LARGEST: Final = 4.0


class _Sheet(QWidget):
    """One picture, drawn in the size of the widget where it is seen; no larger copy is held."""

    def __init__(self, image: QImage) -> None:
        super().__init__()
        self.image = image

    def fit(self, room: int, zoom: float) -> None:
        """Be as wide as there is room, never wider than the picture's own pixels; then zoom."""
        factor = min(room / self.image.width(), 1.0) * zoom
        width, height = self.image.width() * factor, self.image.height() * factor
        self.setFixedSize(max(round(width), 1), max(round(height), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent: scale the part that is seen."""
        across, down = self.image.width() / self.width(), self.image.height() / self.height()
        seen = QRectF(event.rect())
        part = QRectF(
            seen.x() * across, seen.y() * down, seen.width() * across, seen.height() * down
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(seen, self.image, part)
        painter.end()


class _Sheets(QScrollArea):
    """The pictures under each other, as wide as there is room at 100 %."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        keep_room_for_bar(self)
        self.setAccessibleName(self.tr("Pages of the original"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.zoom = 1.0
        self.pages: list[_Sheet] = []

    def show_images(self, images: Sequence[QImage]) -> None:
        """Show pictures in place of those before."""
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        self.pages = [_Sheet(image) for image in images]
        for page in self.pages:
            layout.addWidget(page)
        self.setWidget(inner)
        self._fit()

    def zoom_by(self, factor: float) -> None:
        """Make the pictures larger or smaller."""
        self.zoom = min(_LARGEST, max(_SMALLEST, self.zoom * factor))
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override QWidget.wheelEvent: with Ctrl the wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: fit the pictures again."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        for page in self.pages:
            page.fit(self.viewport().width(), self.zoom)
        if (inner := self.widget()) is not None:
            inner.adjustSize()


class ScanView(QWidget):
    """Shows pictures with a zoom; nothing is read from them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheets = _Sheets()
        self.larger = QPushButton(self.tr("Larger"))
        self.smaller = QPushButton(self.tr("Smaller"))
        self.larger.clicked.connect(lambda: self.sheets.zoom_by(_STEP))
        self.smaller.clicked.connect(lambda: self.sheets.zoom_by(1 / _STEP))
        keeps_in_reading(self.larger, self.smaller)
        bar = QHBoxLayout()
        bar.addWidget(section(self.tr("The original, to be typed off")))
        bar.addStretch(1)
        bar.addWidget(self.smaller)
        bar.addWidget(self.larger)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(bar)
        layout.addWidget(self.sheets, 1)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.sheets.pages

    def show_images(self, images: Sequence[QImage]) -> None:
        """Show pictures in place of those before."""
        self.sheets.show_images([image for image in images if not image.isNull()])
