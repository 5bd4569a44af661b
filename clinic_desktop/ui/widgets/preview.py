"""The preview of a PDF: its pages under each other, drawn only while they are seen."""

from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.ui.page_image import PdfUnreadable, open_pdf, page_image
from clinic_desktop.ui.widgets.read_only import keeps_in_reading

_GAP: Final = 12  # px around and between the pages
_STEP: Final = 1.25
_SMALLEST: Final = 0.25
_LARGEST: Final = 3.0


class _Pages(QAbstractScrollArea):
    """The sheets on their ground. Signal: `moved`, when another part of them is seen."""

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Pages of the report"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A bar that came and went with the fitted width would change that width again.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.document: Any = None
        self.images: dict[int, QImage] = {}
        self.zoom: float | None = None
        self._points: list[QSizeF] = []
        self._sheets: list[QRectF] = []
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(self._scrolled)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._points)

    @property
    def current(self) -> int:
        """The page in the middle of what is seen, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        above = [index for index, sheet in enumerate(self._sheets) if sheet.top() <= middle]
        return above[-1] if above else 0

    @property
    def scale(self) -> float:
        """Pixels per pixel of the page's true size."""
        if self.zoom is not None:
            return self.zoom
        widest = max((size.width() for size in self._points), default=1.0)
        room = self.viewport().width() - 2 * _GAP
        return max(_SMALLEST, room / (widest * self.logicalDpiX() / 72))

    def show_document(self, document: Any) -> None:
        """Show a document's pages, or none; the one shown before is closed."""
        self.images.clear()
        if self.document is not None:
            self.document.close()
        self.document = document
        pages = range(len(document)) if document is not None else ()
        self._points = [QSizeF(*document.get_page_size(index)) for index in pages]
        self._place()

    def set_zoom(self, zoom: float | None) -> None:
        """Set the zoom, `None` for "as wide as there is room"; what stood in the middle stays."""
        bar = self.verticalScrollBar()
        half = self.viewport().height() / 2
        before = self.scale
        middle = bar.value() + half
        self.zoom = zoom
        self._place()
        bar.setValue(round(middle * self.scale / before - half))

    def zoom_by(self, factor: float) -> None:
        """Make the pages larger or smaller."""
        self.set_zoom(min(_LARGEST, max(_SMALLEST, self.scale * factor)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override QWidget.wheelEvent: with Ctrl the wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent: draw the sheets that are seen, and forget the others."""
        painter = QPainter(self.viewport())
        painter.fillRect(
            self.viewport().rect(), self.palette().color(QPalette.ColorRole.AlternateBase)
        )
        offset = QPointF(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        seen = QRectF(self.viewport().rect())
        shown = set()
        for index, sheet in enumerate(self._sheets):
            place = sheet.translated(offset)
            if place.intersects(seen):
                shown.add(index)
                painter.drawImage(place.topLeft(), self._image(index))
                painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()
        for index in self.images.keys() - shown:
            del self.images[index]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: fit the pages again."""
        super().resizeEvent(event)
        current = self.verticalScrollBar().value()
        height = self._height()
        self._place()
        if height:
            self.verticalScrollBar().setValue(round(current * self._height() / height))

    def _image(self, index: int) -> QImage:
        ratio = self.devicePixelRatioF()
        dots = self.logicalDpiX() * self.scale * ratio
        image = self.images.get(index)
        if image is None or image.devicePixelRatioF() != ratio:
            image = page_image(self.document, index, dots)
            image.setDevicePixelRatio(ratio)
            self.images[index] = image
        return image

    def _height(self) -> float:
        return self._sheets[-1].bottom() + _GAP if self._sheets else 0.0

    def _place(self) -> None:
        """Place the sheets under each other, centred, on whole pixels so that they stay sharp."""
        self.images.clear()
        factor = self.scale * self.logicalDpiX() / 72
        sizes = [size * factor for size in self._points]
        room = self.viewport().size()
        width = max((size.width() for size in sizes), default=0.0) + 2 * _GAP
        self._sheets = []
        top = _GAP
        for size in sizes:
            left = (max(width, room.width()) - size.width()) / 2
            self._sheets.append(QRectF(round(left), top, round(size.width()), round(size.height())))
            top += round(size.height()) + _GAP
        for bar, length, page in (
            (self.horizontalScrollBar(), width, room.width()),
            (self.verticalScrollBar(), self._height(), room.height()),
        ):
            bar.setRange(0, max(0, round(length) - page))
            bar.setPageStep(page)
            bar.setSingleStep(40)
        self._scrolled()

    def _scrolled(self) -> None:
        self.viewport().update()
        self.moved.emit()


class Preview(QWidget):
    """Shows a PDF, as wide as there is room until the person zooms."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = _Pages(self)
        self.page_label = QLabel()
        self.zoom_out = self._button("\u2212", self.tr("Zoom out"))
        self.zoom_in = self._button("+", self.tr("Zoom in"))
        self.fit = self._button(self.tr("Fit width"), self.tr("Fit the width of the page"))
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self.page_label, 1)
        for button in (self.zoom_out, self.zoom_in, self.fit):
            bar.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(bar)
        layout.addWidget(self.pages, 1)
        self.pages.moved.connect(self._tell)
        self.zoom_out.clicked.connect(lambda: self.pages.zoom_by(1 / _STEP))
        self.zoom_in.clicked.connect(lambda: self.pages.zoom_by(_STEP))
        self.fit.clicked.connect(lambda: self.pages.set_zoom(None))
        self._tell()

    def show_pdf(self, pdf: bytes) -> None:
        """Show a PDF; the zoom and the place scrolled to stay.

        Raises:
            PdfUnreadable: when the bytes are no PDF; nothing is shown then.
        """
        try:
            document = open_pdf(pdf)
        except PdfUnreadable:
            self.clear()
            raise
        self.pages.show_document(document)

    def clear(self) -> None:
        """Show nothing, and let go of the document."""
        self.pages.show_document(None)

    def _button(self, words: str, name: str) -> QPushButton:
        button = QPushButton(words)
        button.setAccessibleName(name)
        button.setToolTip(name)
        keeps_in_reading(button)
        return button

    def _tell(self) -> None:
        count = self.pages.count
        for button in (self.zoom_out, self.zoom_in, self.fit):
            button.setEnabled(count > 0)
        self.page_label.setText(
            self.tr("Page {0} of {1}").format(self.pages.current + 1, count) if count else ""
        )
