"""The list under a name that is typed: who of the address book it may be."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from clinic_desktop.domain.examination import Referrer
from clinic_desktop.ui.widgets.tips import as_written

MOST: Final = 8
"""How many are listed: one more letter parts them better than scrolling does."""

_ENTRY: Final = Qt.ItemDataRole.UserRole
_WORDS: Final = Qt.ItemDataRole.AccessibleTextRole
_BESIDE: Final = 48
"""Pixels of a row that are no words: its padding, and the bar that scrolls."""


class AddressMatches(QObject):
    """Opens under a line while it is typed in. `Down` and `Enter` choose, `Esc` leaves.

    The line keeps what was typed until somebody is chosen: nothing is completed in it.

    Signals:
        chosen: the `Referrer` chosen.
    """

    chosen = Signal(object)

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(MOST)
        # Set on the line itself, a completer writes each line gone over into it.
        self._completer.setWidget(line)
        self.popup = QListView()
        self._completer.setPopup(self.popup)
        self.popup.setAccessibleName(self.tr("Matches in the address book"))
        self.popup.setProperty("role", "matches")
        self.popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        activated: Any = self._completer.activated  # its stub knows no overloads
        activated[QModelIndex].connect(self._activated)

    def lines(self) -> list[str]:
        """Return what is listed."""
        rows = range(self._model.rowCount())
        return [str(self._model.item(row).data(_WORDS)) for row in rows]

    def offer(self, entries: Sequence[tuple[str, Referrer]]) -> None:
        """List these, each with its words, or close the list when there are none."""
        self._model.clear()
        metrics, room = self._line.fontMetrics(), self._line.width() - _BESIDE
        for words, entry in entries:
            # A list's rows are as wide as their words: what has no room would be cut off unseen.
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            item = QStandardItem(shown)
            item.setData(words, _WORDS)
            item.setData(entry, _ENTRY)
            item.setToolTip(as_written(words))
            self._model.appendRow(item)
        if entries:
            self._completer.complete()
            # Nobody is chosen yet: Enter in the line stays what it is.
            self.popup.setCurrentIndex(QModelIndex())
        else:
            self.close()

    def close(self) -> None:
        """Close the list."""
        self.popup.hide()

    def _activated(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(_ENTRY))
