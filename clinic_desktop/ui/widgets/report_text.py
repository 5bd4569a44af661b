"""The report's words, as they are: what is selected can be quoted, what was read is marked."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, Signal
from PySide6.QtGui import QColor, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from clinic_desktop.domain.imaging import Quote
from clinic_desktop.ui.quoting import code_point, qt_position
from clinic_desktop.ui.widgets.text_area import TextArea

_NO_LIMIT = 16_777_215  # QWIDGETSIZE_MAX, which the binding does not offer


class ReportText(TextArea):
    """Mirrors the text of a report, takes the height there is, and marks quotes in it.

    Signals:
        pasted: a text was pasted, and is not recorded yet.
        pointed: the cursor came into the words of this `Quote` that is offered.
    """

    pasted = Signal()
    pointed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 4 + 16)
        self.setMaximumHeight(_NO_LIMIT)
        # What is dropped anywhere is the page's: here it would be a file's name.
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self._quote: Quote | None = None
        self._offered: dict[Quote, tuple[int, int]] = {}
        self.cursorPositionChanged.connect(self._point)

    def selected_quote(self) -> Quote | None:
        """Return the selected span in code points of the recorded text; `None` without one."""
        self.record()
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        text = self.value or ""
        return Quote(
            start=code_point(text, cursor.selectionStart()),
            end=code_point(text, cursor.selectionEnd()),
        )

    def mark(self, quote: Quote | None) -> None:
        """Mark the quoted words and bring them into view; the cursor and selection stay."""
        self._quote = quote
        self._mark_all()
        if quote is not None and quote.span is not None and not self.hasFocus():
            self._bring_into_view(self._cursor_over(self._positions(*quote.span)))

    def underline(self, quotes: Sequence[Quote | None]) -> None:
        """Underline the words of what is offered."""
        self._offered = {
            quote: self._positions(*quote.span)
            for quote in quotes
            if quote is not None and quote.span is not None
        }
        self._mark_all()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Override QPlainTextEdit.insertFromMimeData: take the plain text alone."""
        if source.hasText():
            self.insertPlainText(source.text())
            self.pasted.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: mark the quotes in the colours now shown."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.extraSelections():
            self._mark_all()

    def _mark_all(self) -> None:
        """Mark the words of what is offered, and the current quote."""
        palette = self.palette()
        selections = []
        for quote, span in self._offered.items():
            if quote != self._quote:
                look = QTextCharFormat()
                look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
                look.setUnderlineColor(QColor(palette.color(QPalette.ColorRole.Link)))
                selections.append(self._selection(span, look))
        if self._quote is not None and self._quote.span is not None:
            look = QTextCharFormat()
            look.setFontUnderline(True)
            look.setBackground(palette.color(QPalette.ColorRole.Highlight))
            look.setForeground(palette.color(QPalette.ColorRole.HighlightedText))
            selections.append(self._selection(self._positions(*self._quote.span), look))
        self.setExtraSelections(selections)

    def _selection(self, span: tuple[int, int], look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor_over(span)
        selection.format = look
        return selection

    def _cursor_over(self, span: tuple[int, int]) -> QTextCursor:
        last = self.document().characterCount() - 1
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(span[0], last))
        cursor.setPosition(min(span[1], last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _positions(self, start: int, end: int) -> tuple[int, int]:
        text = self.value or ""
        return qt_position(text, start), qt_position(text, end)

    def _point(self) -> None:
        """Say in which of the words offered the cursor stands; the shortest of several spans."""
        place = self.textCursor().position()
        within = [
            (end - start, start, quote)
            for quote, (start, end) in self._offered.items()
            if start <= place <= end
        ]
        if within and not self._pause.isActive():
            self.pointed.emit(min(within, key=lambda each: each[:2])[2])

    def _bring_into_view(self, cursor: QTextCursor) -> None:
        start = QTextCursor(cursor)
        start.setPosition(cursor.selectionStart())
        if not self.viewport().rect().contains(self.cursorRect(start)):
            line = start.block().layout().lineForTextPosition(start.positionInBlock())
            above = line.lineNumber() if line.isValid() else 0
            self.verticalScrollBar().setValue(start.block().firstLineNumber() + above)
