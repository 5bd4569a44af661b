"""A table of the comparison: read cell by cell with the keyboard, its height that of its rows."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from clinic_desktop.ui.style import TARGET

_PADDING, _ABOVE = 12, 8
"""Pixels beside and above the words of a cell, as the style sheet has them and a little more."""
_TALL: Final = 100_000
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ComparisonTable(QTableWidget):
    """Shows rows of words; the page scrolls, the table never does.

    The arrows go from cell to cell. Letters are handed on: a table has nothing to type into.

    Signals:
        chosen: the key of the row that the keyboard is on now.
        asked: a letter that was pressed, small; Enter is "l".
    """

    chosen = Signal(str)
    asked = Signal(str)

    def __init__(
        self,
        name: str,
        heads: Sequence[str],
        shares: Sequence[int],
        strong: Sequence[int],
        parent: QWidget | None = None,
        *,
        least: int = TARGET,
    ) -> None:
        """Build the table without a row.

        Args:
            name: what it is called, for screen readers.
            heads: the names of the columns.
            shares: how the width is shared between the columns.
            strong: the columns written bold.
            parent: Qt's parent.
            least: the least height of a row in pixels.
        """
        super().__init__(0, len(heads), parent)
        self.setProperty("role", "comparison")
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.style().unpolish(header)  # they asked how they look before the role was known
            header.style().polish(header)
        self._shares = tuple(shares)
        self._strong = frozenset(strong)
        self._least = least
        self._width = 0
        self.keys: tuple[str, ...] = ()
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(heads))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        wrapped = Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap.value)
        at_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        header.setDefaultAlignment(at_left | wrapped)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        self.currentCellChanged.connect(self._tell)

    @property
    def current(self) -> str:
        """The key of the row that the keyboard is on, "" without any."""
        row = self.currentRow()
        return self.keys[row] if 0 <= row < len(self.keys) else ""

    def show_rows(self, rows: Mapping[str, Sequence[str]]) -> None:
        """Show rows by their keys; the row that was chosen stays, else it is the first."""
        here = self.current
        self.blockSignals(True)
        self.keys = tuple(rows)
        self.setRowCount(len(rows))
        for place, cells in enumerate(rows.values()):
            for column, text in enumerate(cells):
                self._put(place, column, text)
        if rows:
            row = self.keys.index(here) if here in rows else 0
            self.setCurrentCell(row, max(0, self.currentColumn()))
        self.blockSignals(False)
        self._fit()

    def show_cell(self, key: str, column: int, text: str) -> None:
        """Show other words in one cell."""
        place = self.keys.index(key)
        item = self.item(place, column)
        if item is None or item.text() != text:
            self._put(place, column, text)
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QTableWidget.keyPressEvent: letters are handed on, they look for no row."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER:
            self.asked.emit("l")
        elif held == Qt.KeyboardModifier.NoModifier and event.text().isalpha():
            if not event.isAutoRepeat():
                self.asked.emit(event.text().lower())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override QAbstractScrollArea.wheelEvent: the wheel is the page's."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QTableWidget.resizeEvent: share the width anew."""
        super().resizeEvent(event)
        if self.viewport().width() != self._width:
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: the rows grow with the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _put(self, row: int, column: int, text: str) -> None:
        item = QTableWidgetItem(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        if column in self._strong:
            bold = QFont()
            bold.setBold(True)
            item.setFont(bold)
        self.setItem(row, column, item)

    def _fit(self) -> None:
        """Share the width between the columns, and be as high as the words need then.

        Qt's own height of a row forgets the padding of the style sheet and cuts the last line
        (seen, 6.11).
        """
        self._width = self.viewport().width()
        for column, width in enumerate(self._widths()):
            self.setColumnWidth(column, width)
        header = self.horizontalHeader()
        heads = (self.model().headerData(c, Qt.Orientation.Horizontal) for c in self._columns)
        header.setFixedHeight(
            max(self._height(c, str(head), bold=True) for c, head in enumerate(heads))
        )
        for row in range(self.rowCount()):
            cells = ((c, self.item(row, c)) for c in self._columns)
            heights = (
                self._height(c, item.text(), bold=c in self._strong) for c, item in cells if item
            )
            self.setRowHeight(row, max(self._least, *heights))
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        self.setFixedHeight(header.height() + rows + 2 * self.frameWidth() + 2)

    @property
    def _columns(self) -> range:
        return range(self.columnCount())

    def _height(self, column: int, text: str, *, bold: bool) -> int:
        room = QRect(0, 0, max(1, self.columnWidth(column) - 2 * _PADDING), _TALL)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        return self._metrics(bold=bold).boundingRect(room, flags, text).height() + 2 * _ABOVE

    def _widths(self) -> list[int]:
        """Return the widths of the columns: by their shares, but each word is held whole.

        Where there is no room for that, each has its part of what it needs.
        """
        needed = [self._needed(column) for column in self._columns]
        if sum(needed) >= self._width:
            return [self._width * each // sum(needed) for each in needed]
        by_share = [*self._columns]
        while True:
            room = self._width - sum(needed[c] for c in self._columns if c not in by_share)
            whole = sum(self._shares[c] for c in by_share)
            widths = {c: room * self._shares[c] // whole for c in by_share}
            wide = [c for c in by_share if widths[c] >= needed[c]]
            if wide == by_share:
                return [widths.get(c, needed[c]) for c in self._columns]
            by_share = wide

    def _needed(self, column: int) -> int:
        """Return the width of a column's widest word; one somebody typed takes at most a third."""
        head = str(self.model().headerData(column, Qt.Orientation.Horizontal))
        items = (self.item(row, column) for row in range(self.rowCount()))
        cells = " ".join(item.text() for item in items if item)
        texts = ((head, True), (cells, column in self._strong))
        widest = max(
            self._metrics(bold=bold).horizontalAdvance(word)
            for text, bold in texts
            for word in text.split() or [""]
        )
        return min(widest + 2 * _PADDING, self._width // 3)

    def _metrics(self, *, bold: bool) -> QFontMetrics:
        font = QFont(self.font())
        font.setBold(bold)
        return QFontMetrics(font)

    def _tell(self, row: int, _column: int, before: int, _before: int) -> None:
        if row != before:
            self.chosen.emit(self.current)
