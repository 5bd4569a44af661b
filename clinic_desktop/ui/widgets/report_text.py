"""The report's words, as they are: what is selected in them can be quoted, a quote is marked."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from clinic_desktop.domain.imaging import Quote
from clinic_desktop.ui.quoting import code_point, qt_position
from clinic_desktop.ui.widgets.text_area import TextArea

_NO_LIMIT = 16_777_215  # QWIDGETSIZE_MAX, which the binding does not offer


class ReportText(TextArea):
    """Mirrors the text of a report, takes the height there is, and marks one quote in it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 4 + 16)
        self.setMaximumHeight(_NO_LIMIT)
        self._quote: Quote | None = None

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
        selections = []
        if quote is not None and quote.span is not None:
            cursor = self._cursor_over(*quote.span)
            look = QTextCharFormat()
            look.setFontUnderline(True)
            look.setBackground(self.palette().color(QPalette.ColorRole.Highlight))
            look.setForeground(self.palette().color(QPalette.ColorRole.HighlightedText))
            selection = QTextEdit.ExtraSelection()
            selection.cursor = cursor
            selection.format = look
            selections.append(selection)
            self._bring_into_view(cursor)
        self.setExtraSelections(selections)

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: mark the quote in the colours now shown."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.extraSelections():
            self.mark(self._quote)

    def _cursor_over(self, start: int, end: int) -> QTextCursor:
        text = self.value or ""
        last = self.document().characterCount() - 1
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(qt_position(text, start), last))
        cursor.setPosition(min(qt_position(text, end), last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _bring_into_view(self, cursor: QTextCursor) -> None:
        start = QTextCursor(cursor)
        start.setPosition(cursor.selectionStart())
        if not self.viewport().rect().contains(self.cursorRect(start)):
            line = start.block().layout().lineForTextPosition(start.positionInBlock())
            above = line.lineNumber() if line.isValid() else 0
            self.verticalScrollBar().setValue(start.block().firstLineNumber() + above)
