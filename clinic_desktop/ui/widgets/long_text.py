"""A long rich text, laid out once for each width it is given."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextDocument,
)
from PySide6.QtWidgets import QLabel, QWidget


class LongText(QLabel):
    """Shows rich text in the width there is, as high as it needs.

    To be asked for its size Qt's label lays its text out at several widths, and each time back at
    the one it had: before a long text was first painted that took 80 ms (measured, 6.11).
    """

    def __init__(self, html: str, parent: QWidget | None = None) -> None:
        super().__init__(html, parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self._document: QTextDocument | None = None
        self._heights: dict[int, int] = {}

    def minimumSizeHint(self) -> QSize:
        """Override QLabel.minimumSizeHint: any width will do."""
        return QSize(0, 0)

    def sizeHint(self) -> QSize:
        """Override QLabel.sizeHint: what counts is the height for the width there is."""
        return QSize(0, 0)

    def heightForWidth(self, width: int) -> int:
        """Override QLabel.heightForWidth."""
        margins = self.contentsMargins()
        room = max(0, width - margins.left() - margins.right())
        if room not in self._heights:
            self._heights[room] = round(self._laid_out(room).size().height())
        return self._heights[room] + margins.top() + margins.bottom()

    def changeEvent(self, event: QEvent) -> None:
        """Override QLabel.changeEvent: lay the text out anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._document = None
            self._heights = {}

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QLabel.paintEvent: paint what is seen of it."""
        room = self.contentsRect()
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, palette.color(self.foregroundRole()))
        context.palette = palette
        context.clip = event.rect().translated(-room.topLeft()).toRectF()
        painter = QPainter(self)
        painter.setClipRect(room)
        painter.translate(room.topLeft())
        self._laid_out(room.width()).documentLayout().draw(painter, context)
        painter.end()

    def _laid_out(self, width: int) -> QTextDocument:
        if self._document is None:
            self.ensurePolished()
            self._document = QTextDocument(self)
            self._document.setDocumentMargin(0)
            self._document.setDefaultFont(self.font())
            self._document.setHtml(self.text())
        if self._document.textWidth() != width:
            self._document.setTextWidth(width)
        return self._document
