"""The preview of a PDF: its pages under each other, drawn only while they are seen."""

from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.ui.page_image import PdfUnreadable, open_pdf, page_image
from clinic_desktop.ui.style import TARGET
from clinic_desktop.ui.widgets.columns import Columns
from clinic_desktop.ui.widgets.read_only import keeps_in_reading

_GAP: Final = 12  # px around and between the pages
_RING: Final = 2  # px around the pages while they have the keyboard
_STEP: Final = 1.25
_SMALLEST: Final = 0.25
_LARGEST: Final = 3.0


class Fit(Enum):
    """What of a page there is room for: its width, or all of it."""

    WIDTH = "width"
    PAGE = "page"


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
        self.zoom: float | Fit = Fit.WIDTH
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
        if isinstance(self.zoom, float):
            return self.zoom
        dots = self.logicalDpiX() / 72
        widest = max((size.width() for size in self._points), default=1.0)
        scale = (self.viewport().width() - 2 * _GAP) / (widest * dots)
        if self.zoom is Fit.PAGE:
            highest = max((size.height() for size in self._points), default=1.0)
            scale = min(scale, (self.viewport().height() - 2 * _GAP) / (highest * dots))
        return max(_SMALLEST, scale)

    def show_document(self, document: Any) -> None:
        """Show a document's pages, or none; the one shown before is closed."""
        self.images.clear()
        if self.document is not None:
            self.document.close()
        self.document = document
        pages = range(len(document)) if document is not None else ()
        self._points = [QSizeF(*document.get_page_size(index)) for index in pages]
        self._place()

    def set_zoom(self, zoom: float | Fit) -> None:
        """Set the zoom, or what is to fit; what stood in the middle stays there.

        A page that is to be seen whole is gone to.
        """
        bar = self.verticalScrollBar()
        half = self.viewport().height() / 2
        before, current = self.scale, self.current
        middle = bar.value() + half
        self.zoom = zoom
        self._place()
        if zoom is Fit.PAGE:
            self.go_to(current)
        else:
            bar.setValue(round(middle * self.scale / before - half))

    def go_to(self, index: int) -> None:
        """Show a page, from 0, from its top; beyond the last one, the last."""
        if self._sheets:
            sheet = self._sheets[max(0, min(index, self.count - 1))]
            self.verticalScrollBar().setValue(round(sheet.top()) - _GAP)

    def zoom_by(self, factor: float) -> None:
        """Make the pages larger or smaller."""
        self.set_zoom(min(_LARGEST, max(_SMALLEST, self.scale * factor)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: the keys of readers, and a figure for a page."""
        is_held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        figure = key - Qt.Key.Key_0 if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 else None
        if is_held and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(_STEP)
        elif is_held and key == Qt.Key.Key_Minus:
            self.zoom_by(1 / _STEP)
        elif is_held and figure == 0:
            self.set_zoom(Fit.PAGE)
        elif is_held and figure == 1:
            self.set_zoom(1.0)
        elif is_held and figure == 2:
            self.set_zoom(Fit.WIDTH)
        elif not is_held and figure:
            self.go_to(figure - 1)
        elif not is_held and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else self.count - 1)
        elif (
            not is_held
            and self.zoom is Fit.PAGE
            and key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        ):
            self.go_to(self.current + (1 if key == Qt.Key.Key_PageDown else -1))
        else:
            super().keyPressEvent(event)

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
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), _RING))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()
        for index in self.images.keys() - shown:
            del self.images[index]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusInEvent: show that the keys act here."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusOutEvent."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: fit the pages again."""
        super().resizeEvent(event)
        page, top, height = self.current, self.verticalScrollBar().value(), self._height()
        self._place()
        if self.zoom is Fit.PAGE:
            self.go_to(page)
        elif height:
            self.verticalScrollBar().setValue(round(top * self._height() / height))

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
        self.back = self._button("\u2039", self.tr("Page before"))
        self.ahead = self._button("\u203a", self.tr("Next page"))
        self.fit = self._button(self.tr("Width"), self.tr("Fit the width of the page"))
        self.whole = self._button(self.tr("Whole page"), self.tr("Fit the whole page"))
        bar = Columns(spacing=6)
        for stretch, parts in (
            (1, (self.page_label, self.back, self.ahead)),
            (0, (self.zoom_out, self.zoom_in, self.fit, self.whole)),
        ):
            part = QWidget()
            row = QHBoxLayout(part)
            row.setContentsMargins(0, 0, 0, 0)
            for one in parts:
                row.addWidget(one)
            bar.add(part, stretch)
        self.page_label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(bar)
        layout.addWidget(self.pages, 1)
        self.pages.moved.connect(self._tell)
        self.zoom_out.clicked.connect(lambda: self.pages.zoom_by(1 / _STEP))
        self.zoom_in.clicked.connect(lambda: self.pages.zoom_by(_STEP))
        self.fit.clicked.connect(lambda: self.pages.set_zoom(Fit.WIDTH))
        self.whole.clicked.connect(lambda: self.pages.set_zoom(Fit.PAGE))
        self.back.clicked.connect(lambda: self.pages.go_to(self.pages.current - 1))
        self.ahead.clicked.connect(lambda: self.pages.go_to(self.pages.current + 1))
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

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.back, self.ahead, self.zoom_out, self.zoom_in, self.fit, self.whole

    def _button(self, words: str, name: str) -> QPushButton:
        button = QPushButton(words)
        button.setAccessibleName(name)
        button.setToolTip(name)
        if len(words) == 1:  # a least width set by hand would let a longer word be cut off
            button.setMinimumWidth(TARGET)
        keeps_in_reading(button)
        return button

    def _tell(self) -> None:
        count, current = self.pages.count, self.pages.current
        for button in self._buttons():
            button.setEnabled(count > 0)
        self.page_label.setText(
            self.tr("Page {0} of {1}").format(current + 1, count) if count else ""
        )
        self.pages.setAccessibleDescription(self.page_label.text())
