"""The pages of a report that came in as pictures, so that its words can be typed off."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
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
        self.images: list[QImage] = []
        self.labels: list[QLabel] = []

    def show_images(self, images: Sequence[QImage]) -> None:
        """Show pictures in place of those before."""
        self.images = list(images)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        self.labels = [QLabel() for _ in self.images]
        for label in self.labels:
            layout.addWidget(label)
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
        width = max(round(self.viewport().width() * self.zoom), 40)
        for label, image in zip(self.labels, self.images, strict=True):
            scaled = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            label.setPixmap(QPixmap.fromImage(scaled))
            label.setFixedSize(scaled.size())
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
        return not self.sheets.images

    def show_images(self, images: Sequence[QImage]) -> None:
        """Show pictures in place of those before."""
        self.sheets.show_images([image for image in images if not image.isNull()])
