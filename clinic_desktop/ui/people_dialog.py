"""The people of the record: a list, and the small dialogs that add and change somebody."""

from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.practice import Account, Role
from clinic_desktop.ui.passphrase_dialog import NewPassphrase
from clinic_desktop.ui.widgets.asking import agrees
from clinic_desktop.ui.widgets.form import fit, new_form, scrolling, words
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.telling import Telling
from clinic_desktop.ui.widgets.text_area import TextLine

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_GAP: Final = 14  # px between the lines and the columns


_UNDER_THE_FORM: Final = 160


class PersonDialog(QDialog):
    """Asks for somebody's details; for a new person also for the passphrase they choose."""

    def __init__(
        self,
        record: "Record",
        catalogue: Catalogue,
        account: Account | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._record = record
        self._account = account
        self.setWindowTitle(self.tr("Change a person") if account else self.tr("New person"))
        self.told = Telling()
        self.name = TextLine(self.tr("Name"))
        self.profession = TextLine(self.tr("Profession"))
        self.registration = TextLine(self.tr("Registration number"))
        self.role = OpenList(
            self.tr("Role"), [(r.value, catalogue.label("role", r)) for r in Role], closed=True
        )
        form = new_form()
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Profession"), self.profession)
        form.addRow(self.tr("Registration"), self.registration)
        form.addRow(self.tr("Role"), self.role)
        form.addRow(
            words(
                self.tr(
                    "An owner also adds and retires people and sets what holds for the record. "
                    "What a student signs waits for a counter-signature."
                )
            ),
        )
        self.passphrase: NewPassphrase | None = None
        if account is None:
            form.addRow(
                words(
                    self.tr(
                        "Let the new person type a passphrase of their own here: nobody else "
                        "needs to know it, and what it unlocks is signed in their name."
                    )
                )
            )
            self.passphrase = NewPassphrase(form)
        else:
            self._show(account)
        _lay_out(self, form, self.told)

    def accept(self) -> None:
        """Override QDialog.accept: save the person, or tell why not and keep what was typed."""
        if not self.name.text().strip():
            self._ask(self.name, self.tr("Give the person's name: it signs their reports."))
        elif self.role.value is None:
            self._ask(self.role, self.tr("Choose what the person may do."))
        elif self.passphrase and (refusal := self.passphrase.refusal()):
            self._ask(*refusal)
        else:
            self._save(Role(self.role.value))

    def _show(self, account: Account) -> None:
        self.name.show_value(account.therapist.name)
        self.profession.show_value(account.therapist.profession)
        self.registration.show_value(account.therapist.registration)
        self.role.show_value(account.role)
        self.role.setEnabled(_is_owner(self._record))

    def _save(self, role: Role) -> None:
        therapist = msgspec.structs.replace(
            self._account.therapist if self._account else Therapist(),
            name=self.name.text().strip(),
            profession=self.profession.text().strip() or None,
            registration=self.registration.text().strip() or None,
        )
        people = self._record.people
        try:
            with self.told.busy(self.tr("Saving\u2026")):
                if self._account is not None:
                    people.change(
                        msgspec.structs.replace(self._account, therapist=therapist, role=role)
                    )
                elif self.passphrase is not None:
                    people.add(therapist, role, self.passphrase.text())
        except UserError as error:
            self.told.say(str(error))
        else:
            super().accept()

    def _ask(self, field: QWidget, sentence: str) -> None:
        self.told.refuse(sentence)
        field.setFocus()


class NewPassphraseDialog(QDialog):
    """Asks for a new passphrase of somebody who forgot theirs, or who was retired."""

    def __init__(self, record: "Record", account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record = record
        self._account = account
        self.setWindowTitle(self.tr("New passphrase"))
        self.told = Telling()
        form = new_form()
        form.addRow(
            words(
                self.tr(
                    "Let {name} type a new passphrase of their own here: nobody else needs to "
                    "know it. The old one unlocks nothing any more. From now on they sign with a "
                    "new key; what they signed before stays theirs."
                ).format(name=account.name)
            )
        )
        self.passphrase = NewPassphrase(form)
        _lay_out(self, form, self.told)

    def accept(self) -> None:
        """Override QDialog.accept: give the passphrase, or tell why not."""
        refusal = self.passphrase.refusal()
        if refusal:
            self.told.refuse(refusal.sentence)
            refusal.field.setFocus()
            return
        try:
            with self.told.busy(self.tr("Saving\u2026")):
                self._record.people.give_passphrase(self._account.id, self.passphrase.text())
        except UserError as error:
            self.told.say(str(error))
        else:
            super().accept()


class PeopleDialog(QDialog):
    """Lists who is in the record, with their role and state; an owner changes it."""

    def __init__(
        self, record: "Record", catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._record = record
        self._catalogue = catalogue
        self.setWindowTitle(self.tr("People"))
        fit(self, 780, 400)
        self.told = Telling()
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("People of the record"))
        self.list.setHeaderLabels(
            [
                self.tr("Name"),
                self.tr("Profession"),
                self.tr("Registration"),
                self.tr("Role"),
                self.tr("State"),
            ]
        )
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.add = QPushButton(self.tr("&Add\u2026"))
        self.change = QPushButton(self.tr("&Change\u2026"))
        self.let_in = QPushButton(self.tr("&New passphrase\u2026"))
        self.retire = QPushButton(self.tr("&Retire\u2026"))
        self.close_button = QPushButton(self.tr("Close"))
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show everybody as the record has them now; whoever was chosen stays chosen."""
        chosen = self.account()
        try:
            accounts = self._record.people.all()
        except UserError as error:
            self.told.say(str(error))
            return
        self.list.clear()
        for account in accounts:
            item = self._item(account)
            self.list.addTopLevelItem(item)
            if account.id == (chosen.id if chosen else self._record.account.id):
                self.list.setCurrentItem(item)
        for column in range(self.list.columnCount()):
            self.list.resizeColumnToContents(column)
            self.list.setColumnWidth(column, self.list.columnWidth(column) + _GAP)
        self._offer()

    def account(self) -> Account | None:
        """The person chosen."""
        item = self.list.currentItem()
        account = item.data(0, Qt.ItemDataRole.UserRole) if item else None
        return account if isinstance(account, Account) else None

    def choose(self, account_id: UUID) -> None:
        """Choose a person of the list."""
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None and item.data(0, Qt.ItemDataRole.UserRole).id == account_id:
                self.list.setCurrentItem(item)

    def _item(self, account: Account) -> QTreeWidgetItem:
        therapist = account.therapist
        item = QTreeWidgetItem(
            [
                account.name,
                therapist.profession or "",
                therapist.registration or "",
                self._catalogue.label("role", account.role),
                self._state(account),
            ]
        )
        item.setData(0, Qt.ItemDataRole.UserRole, account)
        height = self.fontMetrics().lineSpacing() + _GAP
        item.setSizeHint(item.columnCount() - 1, QSize(0, height))  # the last column stretches
        if account.retired_at is not None:
            grey = self.palette().brush(QPalette.ColorRole.PlaceholderText)
            for column in range(item.columnCount()):
                item.setForeground(column, grey)
        return item

    def _state(self, account: Account) -> str:
        if account.retired_at is not None:
            day = long_date(account.retired_at.astimezone().date())
            return self.tr("Retired on {day}").format(day=day)
        if account.id == self._record.account.id:
            return self.tr("Active (you)")
        return self.tr("Active")

    def _offer(self) -> None:
        """Enable what the person unlocked may do with the person chosen."""
        account = self.account()
        owner = _is_owner(self._record)
        is_self = account is not None and account.id == self._record.account.id
        is_other = account is not None and not is_self
        is_retired = account is not None and account.retired_at is not None
        self.add.setEnabled(owner)
        self.change.setEnabled(is_self or (owner and is_other))
        self.let_in.setEnabled(owner and is_other)
        self.let_in.setText(
            self.tr("&Let in again\u2026") if is_retired else self.tr("&New passphrase\u2026")
        )
        self.retire.setEnabled(owner and is_other and not is_retired)

    def _change_chosen(self) -> None:
        account = self.account()
        if account is not None and self.change.isEnabled():
            self._run(PersonDialog(self._record, self._catalogue, account, self))

    def _let_in_chosen(self) -> None:
        account = self.account()
        if account is not None and self._run(NewPassphraseDialog(self._record, account, self)):
            self.told.say(
                self.tr("{name} unlocks the record with the new passphrase now.").format(
                    name=account.name
                )
            )

    def _add(self) -> None:
        self._run(PersonDialog(self._record, self._catalogue, parent=self))

    def _retire_chosen(self) -> None:
        account = self.account()
        if account is None:
            return
        question = self.tr(
            "Retire {name}? Their passphrase opens the record no more. What they recorded and "
            "signed stays theirs. An owner can let them in again."
        ).format(name=account.name)
        if not agrees(self, question):
            return
        try:
            self._record.people.retire(account.id)
        except UserError as error:
            self.told.say(str(error))
        else:
            self.told.say(self.tr("{name} is retired.").format(name=account.name))
        self.refresh()

    def _run(self, dialog: QDialog) -> bool:
        self.told.say("")
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()  # it would stay with this one, and a passphrase in it
        if self.isVisible():  # locking closes both, and then the record
            self.refresh()
        return accepted

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.add, self.change, self.let_in, self.retire):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list, 1)
        if not _is_owner(self._record):
            layout.addWidget(
                words(
                    self.tr(
                        "Only an owner adds, changes or retires people. You can change your own "
                        "details."
                    )
                )
            )
        layout.addWidget(self.told)
        layout.addLayout(buttons)
        for button in (self.add, self.change, self.let_in, self.retire, self.close_button):
            button.setAutoDefault(False)  # Enter on a line changes that person

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda *_: self._offer())
        self.list.itemActivated.connect(lambda *_: self._change_chosen())
        self.add.clicked.connect(self._add)
        self.change.clicked.connect(self._change_chosen)
        self.let_in.clicked.connect(self._let_in_chosen)
        self.retire.clicked.connect(self._retire_chosen)
        self.close_button.clicked.connect(self.reject)


def show_people(record: "Record", catalogue: Catalogue, parent: QWidget | None) -> None:
    """Show the people of the record, and let them be changed by whoever may."""
    dialog = PeopleDialog(record, catalogue, parent)
    dialog.exec()
    dialog.deleteLater()


def _lay_out(dialog: QDialog, form: QFormLayout, told: Telling) -> None:
    buttons = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
    )
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    inner = QWidget()
    inner.setLayout(form)
    layout = QVBoxLayout(dialog)
    layout.addWidget(scrolling(inner), 1)
    layout.addWidget(told)
    layout.addWidget(buttons)
    fit(dialog, 560, inner.sizeHint().height() + _UNDER_THE_FORM)


def _is_owner(record: "Record") -> bool:
    return record.account.role is Role.OWNER
