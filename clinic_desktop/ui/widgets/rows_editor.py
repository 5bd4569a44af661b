"""Values of one kind under each other, one row each, with a button that adds another."""

from itertools import pairwise
from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget


class RowsEditor(QWidget):
    """Mirrors a tuple of values; a subclass says what a row is.

    Signals:
        changed: the tuple of values now recorded, or `None` for none.
    """

    changed = Signal(object)

    def __init__(self, blank: msgspec.Struct, add: str, parent: QWidget | None = None) -> None:
        """Build the editor.

        Args:
            blank: the value of a new row, in which nothing is recorded.
            add: the words of the button that adds a row.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._blank = blank
        self._values: tuple[Any, ...] | None = None
        self._in_order: list[QWidget] = []
        self.rows: list[Any] = []
        self.add = QPushButton(add, self)
        self.add.clicked.connect(self._add)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        last = QHBoxLayout()
        last.addWidget(self.add)
        last.addStretch()
        self._layout.addLayout(last)

    def new_row(self, place: int) -> QWidget:
        """Return the row at a place, connected to `replace_value` and `remove_value`.

        It has `show_value(value)`, which mirrors without saying that anything changed, and
        `start()`, which puts the keyboard on its first field.
        """
        raise NotImplementedError

    def show_values(self, values: tuple[Any, ...] | None) -> None:
        """Mirror values without saying that they changed."""
        self._values = values
        wanted = values or ()
        while len(self.rows) > len(wanted):
            row = self.rows.pop()
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(wanted):
            place = len(self.rows)
            self.rows.append(self.new_row(place))
            self._layout.insertWidget(place, self.rows[place])
        for row, value in zip(self.rows, wanted, strict=True):
            row.show_value(value)
        self._order_tabs()

    def replace_value(self, place: int, **fields: object) -> None:
        """Put these fields into the value of a row and say so."""
        values = list(self._values or ())
        if place >= len(values):
            return  # a row that was taken away says once more what was half typed in it
        values[place] = msgspec.structs.replace(values[place], **fields)
        self._record(tuple(values))

    def remove_value(self, place: int) -> None:
        """Take a row's value away and say so."""
        values = self._values or ()
        self._record((*values[:place], *values[place + 1 :]))

    def _order_tabs(self) -> None:
        """Let the keyboard go through the rows from above, then to the button."""
        fields = [
            field
            for row in self.rows
            for field in row.findChildren(QWidget)
            if field.focusPolicy() & Qt.FocusPolicy.TabFocus and field.window() is self.window()
        ]
        # Qt is not asked for its order: PySide takes what `nextInFocusChain` returns for a child of
        # the field, and it dies with the row, be it the window's menu bar (seen).
        if fields != self._in_order:
            self._in_order = fields
            # From the button to the button: it keeps its place in the window, and what follows it.
            for one, following in pairwise((self.add, *fields, self.add)):
                QWidget.setTabOrder(one, following)

    def _add(self) -> None:
        self._record((*(self._values or ()), self._blank))
        self.rows[-1].start()

    def _record(self, values: tuple[Any, ...]) -> None:
        self.show_values(values or None)
        self.changed.emit(self._values)
