"""The audit trail: who did what and when, newest first, filtered and written out."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.trail import Action, Entry
from clinic_desktop.ui.file_choice import ask_where
from clinic_desktop.ui.saving import lies_in, write_whole
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.telling import Telling
from clinic_desktop.ui.widgets.text_area import TextLine
from clinic_desktop.ui.widgets.tips import as_written

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_PAGE: Final = 500
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NOBODY: Final = ""
_WIDE_ID: Final = "Examination 0000DDDD"
_Index = QModelIndex | QPersistentModelIndex
_TOP: Final = QModelIndex()
_SHOWN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


class TrailModel(QAbstractTableModel):
    """The entries as a table, read as far as they are scrolled to: each time twice as many.

    Signals:
        refused: a plain sentence on why no more entries could be read.
    """

    refused = Signal(str)

    def __init__(
        self,
        headings: Sequence[str],
        read: Callable[[int | None], Sequence[Entry]],
        cells: Callable[[Entry], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        """Build the model, still without entries.

        Args:
            headings: of the columns.
            read: gives the newest entries, so many or all, newest first.
            cells: gives the words of an entry, one per column.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._headings = headings
        self._read = read
        self._cells = cells
        self._known: list[Entry] = []
        self._has_all = False
        self._wanted: Callable[[Entry], bool] | None = None
        self.entries: list[Entry] = []
        """The entries shown, as far as they were read."""

    @property
    def total(self) -> int:
        """How many entries the trail has: they are numbered from 1, without a gap."""
        return self._known[0].number if self._known else 0

    @property
    def is_filtered(self) -> bool:
        """Whether only entries that are wanted are shown."""
        return self._wanted is not None

    def reload(self) -> None:
        """Read the newest entries again, and show those wanted.

        Raises:
            UserError: when the record cannot be read.
        """
        self._known, self._has_all = [], False
        self._read_on(_PAGE)
        self.show_wanted(self._wanted)

    def show_wanted(self, wanted: Callable[[Entry], bool] | None) -> None:
        """Show the entries wanted, of all there are; `None` shows every entry.

        Raises:
            UserError: when the record cannot be read.
        """
        if wanted is not None and not self._has_all:
            self._read_on(None)
        self.beginResetModel()
        self._wanted = wanted
        self.entries = [entry for entry in self._known if wanted is None or wanted(entry)]
        self.endResetModel()

    def read_all(self) -> None:
        """Read what was not scrolled to yet.

        Raises:
            UserError: when the record cannot be read.
        """
        if not self._has_all:
            self._append(self._read_on(None))

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Override QAbstractTableModel.rowCount."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index = _TOP) -> int:
        """Override QAbstractTableModel.columnCount."""
        return 0 if parent.isValid() else len(self._headings)

    def canFetchMore(self, parent: _Index) -> bool:
        """Override QAbstractItemModel.canFetchMore."""
        return not (parent.isValid() or self._has_all)

    def fetchMore(self, parent: _Index) -> None:
        """Override QAbstractItemModel.fetchMore: the end was scrolled to."""
        try:
            self._append(self._read_on(2 * len(self._known)))
        except UserError as error:
            self._has_all = True  # or the view asks again at once, and for ever
            self.refused.emit(str(error))

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override QAbstractItemModel.data."""
        if not index.isValid() or role not in _SHOWN:
            return None
        words = self._cells(self.entries[index.row()])[index.column()]
        return as_written(words) if role == Qt.ItemDataRole.ToolTipRole else words

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Override QAbstractItemModel.headerData."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def _read_on(self, limit: int | None) -> list[Entry]:
        """Read the newest entries, so many or all; return those that were not known."""
        found = self._read(limit)
        self._has_all = limit is None or len(found) < limit
        oldest = self._known[-1].number if self._known else None
        # What was logged since the last reading stands above and is left for the next `reload`.
        older = [entry for entry in found if oldest is None or entry.number < oldest]
        self._known += older
        return older

    def _append(self, entries: list[Entry]) -> None:
        if entries:
            self.beginInsertRows(_TOP, len(self.entries), len(self.entries) + len(entries) - 1)
            self.entries += entries
            self.endInsertRows()


class TrailDialog(QDialog):
    """Shows the trail, filtered by words, person and action."""

    def __init__(
        self,
        record: "Record",
        catalogue: Catalogue,
        parent: QWidget | None = None,
        write: Callable[[Sequence[Entry]], bytes] | None = None,
    ) -> None:
        """Build the dialog.

        Args:
            record: whose trail it is.
            catalogue: the words of the actions.
            parent: Qt's parent.
            write: makes the file that is exported; without it nothing is.
        """
        super().__init__(parent)
        self._record = record
        self._catalogue = catalogue
        self._write = write
        self._names: dict[str, str] = {}
        self.setWindowTitle(self.tr("Audit trail"))
        self.told = Telling()
        self.text = TextLine(self.tr("Words in the entries"))
        self.text.setPlaceholderText(self.tr("Words, a day such as 2026-11-18, a number"))
        self.person = OpenList(self.tr("Who"), [(_NOBODY, self.tr("Nobody"))], closed=True)
        self.person.setItemText(0, self.tr("Everybody"))
        self.action = OpenList(
            self.tr("Action"),
            [(a.value, catalogue.label("action", a)) for a in Action],
            closed=True,
        )
        self.action.setItemText(0, self.tr("Every action"))
        headings = (
            self.tr("Time"),
            self.tr("Who"),
            self.tr("Action"),
            self.tr("Concerns"),
            self.tr("Detail"),
        )
        self.model = TrailModel(headings, record.trail.entries, self._cells, self)
        self.table = QTableView()
        self.count = QLabel()
        self.export = QPushButton(self.tr("&Export\u2026"))
        self.export.setVisible(write is not None)
        self.close_button = QPushButton(self.tr("Close"))
        self._lay_out()
        self._connect()
        self._read(self._begin)

    def apply(self) -> None:
        """Show the entries that have all the words, of the person and of the action chosen."""
        words = self.text.text().casefold().split()
        who, action = self.person.value, self.action.value

        def wanted(entry: Entry) -> bool:
            return (
                (who is None or entry.who == who)
                and (action is None or entry.action == action)
                and all(word in self._words(entry) for word in words)
            )

        is_filtered = bool(words) or who is not None or action is not None
        self._read(lambda: self.model.show_wanted(wanted if is_filtered else None))

    def save(self, path: Path) -> None:
        """Log that the entries shown leave, and write them to a file."""
        if self._write is None:
            return
        if lies_in(path, self._record.folder):
            self.told.say(
                self.tr("That is the folder of the record. Choose another one for the file.")
            )
            return
        try:
            with self.told.busy(self.tr("Writing the file\u2026")):
                self.model.read_all()
                entries = self.model.entries
                data = self._write(entries)
                # As everywhere: an entry without a file may be, but no file without an entry.
                self._record.trail.log(Action.TRAIL_EXPORTED, detail=f"entries: {len(entries)}")
                self.model.reload()
                write_whole(path, data)
        except UserError as error:
            self.told.say(str(error))
        except OSError as error:
            self.told.say(
                self.tr("The file {name} was not written ({why}). Choose another folder.").format(
                    name=path.name, why=error.strerror
                )
            )
        else:
            self.told.say(
                self.tr("Saved as {name}. Entries: {count}.").format(
                    count=f"{len(entries):,}", name=path.name
                )
            )
        self._tell_count()

    def _begin(self) -> None:
        people = self._record.people.all()
        self._names = {str(account.id): account.name for account in people}
        for name in sorted(set(self._names.values()), key=str.casefold):
            self.person.addItem(name, name)
        self.model.reload()

    def _read(self, reading: Callable[[], None]) -> None:
        try:
            with self.told.busy(self.tr("Reading the trail\u2026")):
                reading()
        except UserError as error:
            self.told.say(str(error))
        else:
            self.told.say("")
        self._tell_count()

    def _tell_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        if self.model.is_filtered:
            words = self.tr("Entries: {shown} of {total}").format(
                shown=f"{shown:,}", total=f"{total:,}"
            )
        else:
            words = self.tr("Entries: {total}").format(total=f"{total:,}")
        self.count.setText(words)

    def _cells(self, entry: Entry) -> tuple[str, ...]:
        concerns = ""
        if entry.examination is not None:
            concerns = self.tr("Examination {number}").format(number=_short(entry.examination))
        elif entry.patient is not None:
            concerns = self.tr("Patient {number}").format(number=_short(entry.patient))
        return (
            entry.at.astimezone().isoformat(" ", "seconds")[:19],
            entry.who or "\u2013",
            self._catalogue.label("action", entry.action),
            concerns,
            self._detail(entry),
        )

    def _detail(self, entry: Entry) -> str:
        """Return the detail with the names of the people whose ids stand in it."""
        return _ID.sub(lambda match: self._names.get(match[0], match[0]), entry.detail)

    def _words(self, entry: Entry) -> str:
        """Return what is searched: the columns, and the ids in full."""
        cells = " ".join(self._cells(entry))
        return f"{cells} {entry.examination} {entry.patient}".casefold()

    def _ask_where(self) -> None:
        path = ask_where(
            self, self.tr("Export the audit trail"), "audit-trail.csv", self.tr("CSV (*.csv)")
        )
        if path is not None:
            self.save(path)

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Entries of the audit trail"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        rows = self.table.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().lineSpacing() + 8)
        columns = self.table.horizontalHeader()
        columns.setStretchLastSection(True)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        actions = [self._catalogue.label("action", action) for action in Action]
        widest = ("2026-11-18 09:30:00", "A person's whole name", max(actions, key=len), _WIDE_ID)
        for column, text in enumerate(widest):
            columns.resizeSection(column, self.fontMetrics().horizontalAdvance(text) + 24)
        filters = QHBoxLayout()
        filters.addWidget(self.text, 3)
        filters.addWidget(self.person, 2)
        filters.addWidget(self.action, 2)
        buttons = QHBoxLayout()
        buttons.addWidget(self.count, 1)
        buttons.addWidget(self.export)
        buttons.addWidget(self.close_button)
        for button in (self.export, self.close_button):
            button.setAutoDefault(False)  # Enter in the words filters, it closes nothing
        layout = QVBoxLayout(self)
        layout.addLayout(filters)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.told)
        layout.addLayout(buttons)
        room = self.screen().availableGeometry()
        self.resize(min(1100, room.width() - 80), min(660, room.height() - 80))

    def _connect(self) -> None:
        self.text.changed.connect(lambda _: self.apply())
        self.person.chosen.connect(lambda _: self.apply())
        self.action.chosen.connect(lambda _: self.apply())
        self.model.refused.connect(self.told.say)
        self.export.clicked.connect(self._ask_where)
        self.close_button.clicked.connect(self.reject)


def show_trail(
    record: "Record",
    catalogue: Catalogue,
    parent: QWidget | None,
    write: Callable[[Sequence[Entry]], bytes] | None = None,
) -> None:
    """Show the audit trail; with `write`, which makes the file, it can also be exported."""
    dialog = TrailDialog(record, catalogue, parent, write)
    dialog.exec()
    dialog.deleteLater()


def _short(key: UUID) -> str:
    """Return the end of an id, as it is printed on a report."""
    return key.hex[-8:].upper()
