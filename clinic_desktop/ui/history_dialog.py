"""The states a draft was in: who saved which when, how each differs from now, and a way back."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPlainTextEdit, QTableView, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.changes import changes, summary
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.unseen_changes import seen_changes
from clinic_desktop.domain.versions import Revision, RevisionKind
from clinic_desktop.ui.moments import moment
from clinic_desktop.ui.standing import change_words
from clinic_desktop.ui.widgets.act_dialog import ActDialog
from clinic_desktop.ui.widgets.form import section
from clinic_desktop.ui.widgets.tips import as_written

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_COLUMNS: Final = ("Saved", "By", "What changed against the state before")
_Index = QModelIndex | QPersistentModelIndex


class _States(QAbstractTableModel):
    """The states of a draft, newest first; a state is read when its line comes into view."""

    def __init__(
        self, store: "Record", catalogue: Catalogue, draft: Examination, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._catalogue = catalogue
        self._draft = draft
        self.revisions = store.drafts.revisions(draft.id)
        self._told: dict[int, str] = {}

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        """Override QAbstractTableModel.rowCount."""
        return 0 if parent.isValid() else len(self.revisions)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        """Override QAbstractTableModel.columnCount."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Override QAbstractTableModel.headerData."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.tr(_COLUMNS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override QAbstractTableModel.data."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_written(self._cell(index))
        return self._cell(index) if role == Qt.ItemDataRole.DisplayRole else None

    def _cell(self, index: _Index) -> str:
        revision = self.revisions[index.row()]
        if index.column() == 0:
            at = revision.saved_at.astimezone()
            return f"{moment(revision.saved_at)}:{at:%S}"
        if index.column() == 1:
            return revision.saved_by or self.tr("Therapist without a name")
        return self._what(index.row())

    def state(self, row: int) -> Examination:
        """Return the draft as it was."""
        return self._store.drafts.revision(self._draft.id, self.revisions[row].number)

    def _what(self, row: int) -> str:
        revision = self.revisions[row]
        if revision.number not in self._told:
            try:
                self._told[revision.number] = self._changed(row, revision)
            except UserError as error:
                return str(error)
        return self._told[revision.number]

    def _changed(self, row: int, revision: Revision) -> str:
        if row == len(self.revisions) - 1:
            return self.tr("Begun")
        differing = seen_changes(
            changes(self.state(row + 1), self.state(row), self._catalogue),
            self._draft,
            self._catalogue,
        )
        told = summary(differing).removeprefix("changed: ")
        if revision.kind is RevisionKind.ANSWER:
            return told
        return f"{self._catalogue.label('revision_kind', revision.kind)}: {told}"


class HistoryDialog(ActDialog):
    """Lists the states of a draft, newest first, and brings one back; that can be undone.

    `restored` is the draft after a state was brought back.
    """

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        draft: Examination,
        parent: QWidget | None = None,
    ) -> None:
        """Build the dialog.

        Raises:
            UserError: when the record does not give the states.
        """
        super().__init__(self.tr("History"), self.tr("&Restore this state"), parent)
        self._catalogue = catalogue
        self._draft = draft
        self.restored: Examination | None = None
        self._restore = partial(store.drafts.restore, draft.id)
        self.states = _States(store, catalogue, draft, self)
        self.table = QTableView()
        self.table.setAccessibleName(self.tr("States of this draft, newest first"))
        self.table.setModel(self.states)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.setColumnWidth(0, 210)
        self.table.setColumnWidth(1, 170)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.differences = QPlainTextEdit()
        self.differences.setReadOnly(True)
        self.differences.setTabChangesFocus(True)
        self.differences.setAccessibleName(self.tr("How this state differs from now"))
        self.cancel.setText(self.tr("&Close"))
        self.body.addWidget(self.table, 3)
        self.body.addWidget(section(self.tr("How the state chosen differs from now")))
        self.body.addWidget(self.differences, 2)
        self.table.selectionModel().currentRowChanged.connect(self._show_differences)
        self.fit(980, 640)
        self.table.selectRow(0)
        self.table.setFocus()

    def act(self) -> None:
        """Override ActDialog.act: bring the state back."""
        row = self.table.currentIndex().row()
        self.restored = self._restore(self.states.revisions[row].number)

    def _show_differences(self) -> None:
        self.tell("")
        try:
            state = self.states.state(self.table.currentIndex().row())
        except UserError as error:
            self.differences.clear()
            self.do.setEnabled(False)
            self.tell(str(error))
            return
        differing = seen_changes(
            changes(self._draft, state, self._catalogue), self._draft, self._catalogue
        )
        lines = (change_words(change, was="is now", now="was then") for change in differing)
        self.differences.setPlainText("\n".join(lines) or self.tr("It is the same as now."))
        self.do.setEnabled(bool(differing))


def ask_history(
    store: "Record", catalogue: Catalogue, draft: Examination, parent: QWidget
) -> Examination | None:
    """Return the draft after one of its states was brought back, or `None`.

    Raises:
        UserError: when the record does not give the states.
    """
    dialog = HistoryDialog(store, catalogue, draft, parent)
    dialog.ask()
    return dialog.restored
