"""The address book: who letters may go to, searched, added to, corrected, shortened."""

from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.address_book import entry_line
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Referrer
from clinic_desktop.ui.widgets.act_dialog import ActDialog
from clinic_desktop.ui.widgets.asking import agrees
from clinic_desktop.ui.widgets.form import fit, new_form, words
from clinic_desktop.ui.widgets.lines_field import LinesField
from clinic_desktop.ui.widgets.telling import Telling
from clinic_desktop.ui.widgets.text_area import TextLine
from clinic_desktop.ui.widgets.tips import as_written

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

MOST: Final = 200
"""How many entries are listed at once; typing finds the others."""

_ENTRY: Final = Qt.ItemDataRole.UserRole
_GAP: Final = 14  # px between the lines


class EntryDialog(ActDialog):
    """Asks for one entry. Another of the same name is told once; saving again keeps both."""

    def __init__(
        self, record: "Record", entry: Referrer | None = None, parent: QWidget | None = None
    ) -> None:
        title = "Change an entry" if entry else "New entry"
        super().__init__(title, "&Save", parent)
        self._book = record.address_book
        self._entry = entry or Referrer()
        self._told_of: tuple[Referrer, ...] = ()
        self.saved: Referrer | None = None
        self.name = TextLine(self.tr("Name"))
        self.practice = TextLine(self.tr("Practice"))
        self.address = LinesField(self.tr("Address"), lines=3)
        self.phone = TextLine(self.tr("Phone"))
        self.email = TextLine(self.tr("E-mail"))
        form = new_form()
        for field in (self.name, self.practice, self.address, self.phone, self.email):
            form.addRow(field.accessibleName(), field)
        self.body.addLayout(form)
        self.body.addStretch()
        self.name.show_value(self._entry.name)
        self.practice.show_value(self._entry.practice)
        self.address.show_lines(self._entry.address)
        self.phone.show_value(self._entry.phone)
        self.email.show_value(self._entry.email)
        self.address.left.connect(self.reject)  # Esc cancels from every field
        self.fit(560, 440)
        self.name.setFocus()

    def act(self) -> None:
        """Override ActDialog.act: keep the entry.

        Raises:
            UserError: telling what is wanting, or of another entry of the same name.
        """
        typed = msgspec.structs.replace(
            self._entry,
            name=self.name.text(),
            practice=self.practice.text(),
            address=self.address.texts() or None,
            phone=self.phone.text(),
            email=self.email.text(),
        )
        alike = self._book.alike(typed)
        if alike and alike != self._told_of and typed.name != self._entry.name:
            self._told_of = alike
            raise UserError(
                self.tr(
                    "There is an entry of this name already: {who}. Save again to keep both."
                ).format(who=entry_line(alike[0]))
            )
        self.saved = self._book.save(typed)


class AddressBookDialog(QDialog):
    """Lists the entries found by what is typed, those used last first; each act is at once."""

    def __init__(self, record: "Record", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record = record
        self._book = record.address_book
        self.setWindowTitle(self.tr("Address book"))
        self.search = QLineEdit()
        self.search.setAccessibleName(self.tr("Search the address book"))
        self.search.setPlaceholderText(self.tr("Search by name or practice"))
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Entries of the address book"))
        self.list.setHeaderLabels(
            [self.tr("Name"), self.tr("Practice"), self.tr("Address"), self.tr("Phone")]
        )
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.new = QPushButton(self.tr("&New\u2026"))
        self.change = QPushButton(self.tr("&Change\u2026"))
        self.remove = QPushButton(self.tr("&Remove"))
        self.told = Telling()
        self._lay_out()
        self.search.textChanged.connect(lambda _: self.show_found())
        self.list.currentItemChanged.connect(lambda *_: self._enable())
        self.list.itemActivated.connect(lambda *_: self._change())
        self.new.clicked.connect(self._add)
        self.change.clicked.connect(self._change)
        self.remove.clicked.connect(self._remove)
        self.show_found()
        self.search.setFocus()

    def show_found(self, chosen: Referrer | None = None) -> None:
        """List what is found by what is typed, with the keyboard's place on one of them."""
        try:
            found = self._book.find(self.search.text(), MOST + 1)
            told = self._about(len(found))
        except UserError as error:
            found, told = (), str(error)
        self.told.say(told)
        self.list.clear()
        for entry in found[:MOST]:
            address = ", ".join(entry.address or ())
            columns = [entry.name, entry.practice, address, entry.phone]
            item = QTreeWidgetItem([column or "" for column in columns])
            item.setData(0, _ENTRY, entry)
            height = self.fontMetrics().lineSpacing() + _GAP
            item.setSizeHint(len(columns) - 1, QSize(0, height))  # the last column stretches
            for column, text in enumerate(columns):
                item.setToolTip(column, as_written(text or ""))
            self.list.addTopLevelItem(item)
            if chosen is None or entry == chosen:
                self.list.setCurrentItem(item)
                chosen = entry
        self._enable()

    def _about(self, found: int) -> str:
        if found > MOST:
            return self.tr("More than {most} are found. Type more.").format(most=MOST)
        if found:
            return ""
        is_search = bool(self.search.text().strip())
        return self.tr("Nothing is found.") if is_search else self.tr("The address book is empty.")

    def _chosen(self) -> Referrer | None:
        item = self.list.currentItem()
        return item.data(0, _ENTRY) if item else None

    def _enable(self) -> None:
        has_one = self._chosen() is not None
        self.change.setEnabled(has_one)
        self.remove.setEnabled(has_one)

    def _add(self) -> None:
        self._ask(None, self.tr("Added."))

    def _change(self) -> None:
        entry = self._chosen()
        if entry is not None:
            self._ask(entry, self.tr("Changed. Letters stay as they are."))

    def _ask(self, entry: Referrer | None, done: str) -> None:
        dialog = EntryDialog(self._record, entry, self)
        if dialog.ask():
            self.search.clear()
            self.show_found(dialog.saved)
            self.told.say(done)
            self.list.setFocus()

    def _remove(self) -> None:
        entry = self._chosen()
        if entry is None or entry.id is None:
            return
        question = self.tr("Remove {who} from the address book? Letters stay as they are.")
        if not agrees(self, question.format(who=entry_line(entry))):
            return
        try:
            self._book.remove(entry.id)
        except UserError as error:
            self.told.say(str(error))
        else:
            self.show_found()
            self.told.say(self.tr("Removed."))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(
            words(
                self.tr(
                    "Letters are filled from here when you choose an entry. Each examination "
                    "holds its own copy: what is changed or removed here changes no letter."
                )
            )
        )
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.told)
        row = QHBoxLayout()
        for button in (self.new, self.change, self.remove):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch()
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        row.addWidget(close)
        layout.addLayout(row)
        fit(self, 860, 520)
        for column, width in enumerate((200, 200, 210)):
            self.list.setColumnWidth(column, width)


def show_address_book(record: "Record", parent: QWidget | None) -> None:
    """Show the address book, and let whoever works in the record change it."""
    dialog = AddressBookDialog(record, parent)
    dialog.exec()
    dialog.deleteLater()
