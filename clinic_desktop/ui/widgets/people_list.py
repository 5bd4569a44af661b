"""A list of patients or examinations: some lines each, cut with dots, whole in the tooltip."""

from collections.abc import Iterable, Sequence
from math import ceil
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextLayout
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from clinic_desktop.ui.widgets.tips import as_written


class PeopleList(QListWidget):
    """Lists what has an id.

    The keyboard coming in chooses the first row where none is chosen; `Enter` activates the row
    chosen and goes no further.

    Signals:
        deleted: Delete was pressed on a row.
    """

    deleted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("role", "people")
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 4)

    @property
    def chosen(self) -> UUID | None:
        """The id of the row chosen."""
        item = self.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def ids(self) -> tuple[UUID, ...]:
        """Return the ids listed, in order."""
        rows = range(self.count())
        return tuple(self.item(row).data(Qt.ItemDataRole.UserRole) for row in rows)

    def fill(self, rows: Iterable[tuple[UUID, Sequence[str]]], chosen: UUID | None = None) -> None:
        """Show an id and its lines per row, without saying that another row is chosen.

        The row of `chosen` is, or else of what was chosen before, where it is still there.
        """
        chosen = chosen or self.chosen
        self.ensurePolished()  # rows measured before have no padding (seen)
        self.blockSignals(True)
        self.clear()
        for key, lines in rows:
            texts = [" ".join(line.split()) for line in lines]
            item = QListWidgetItem("\n".join(texts), self)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(texts))
            item.setToolTip(as_written("\n".join(texts)))
            if taller := self._taller(texts):
                room = self.sizeHintForIndex(self.indexFromItem(item)).height()
                item.setSizeHint(QSize(0, room + taller))
            if key == chosen:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def _taller(self, texts: Sequence[str]) -> int:
        """Return how many pixels lines are higher than those of the list's own font.

        Signs of another script come from another font. Qt gives its lines no room and leaves out
        what has none: the birth date that parts two people of one name (seen).
        """
        usual = self._height_of("")
        return ceil(sum(max(0.0, self._height_of(text) - usual) for text in texts))

    def _height_of(self, text: str) -> float:
        layout = QTextLayout(text, self.font())
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        return line.height()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override QListWidget.focusInEvent: Qt makes a row current here and shows none."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.selectedItems():
            self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QListWidget.keyPressEvent: a dialog's own button must not be pressed too."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if item is not None:
                self.itemActivated.emit(item)
        elif event.key() == Qt.Key.Key_Delete and item is not None:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)
