"""Choosing a backup and putting it in the record's place."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.backups import Backup, Loss, sentence
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui.doors import Doors
from clinic_desktop.ui.file_choice import ask_file, ask_folder
from clinic_desktop.ui.passphrase_dialog import NewPassphrase
from clinic_desktop.ui.who_field import WhoField
from clinic_desktop.ui.widgets.asking import agrees
from clinic_desktop.ui.widgets.form import new_form
from clinic_desktop.ui.widgets.secret_line import secret_line
from clinic_desktop.ui.widgets.telling import Telling

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record


class RestoreDialog(QDialog):
    """Lists the backups there are, newest first, each with what restoring it would lose."""

    def __init__(
        self,
        doors: Doors,
        now: Callable[[], datetime],
        passphrase: str = "",
        account: UUID | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._doors = doors
        self._now = now
        self.restored: tuple[Record, str] | None = None
        self.setWindowTitle(self.tr("Restore from a backup"))
        room = self.screen().availableGeometry()
        self.resize(640, min(520, room.height() - 60))
        self.place = QLabel()
        self.place.setWordWrap(True)
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.backups = QListWidget()
        self.backups.setAccessibleName(self.tr("Backups, newest first"))
        self.backups.setProperty("role", "people")
        self.backups.setWordWrap(True)
        self.folder = QPushButton(self.tr("Other &folder\u2026"))
        self.file = QPushButton(self.tr("Other f&ile\u2026"))
        holders = _holders(doors)
        self.who = WhoField(self.tr("Who you are"), holders)
        self.who.choose(account)
        self.passphrase = secret_line(self.tr("Passphrase"))
        self.passphrase.setText(passphrase)
        self.has_sheet = QCheckBox(self.tr("I have the recovery &sheet, and no passphrase"))
        self.with_passphrase = QWidget()
        self.with_sheet = QWidget()
        self.key = QLineEdit()
        self.key.setAccessibleName(self.tr("Recovery key"))
        self.key.setPlaceholderText(self.tr("As printed; dashes and capitals do not matter"))
        self.key.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.whose = WhoField(self.tr("Who you are in the backup"), ())
        self.told = Telling()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = self.buttons.addButton(
            self.tr("&Restore"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.go.setDefault(True)
        self._connect()
        self._lay_out(shows_who=len(holders) > 1)
        self.look_in(None)

    def look_in(self, folder: Path | None) -> None:
        """List the backups in a folder; without one, in the record's own folder for them."""
        self._show(self._doors.losses(folder), folder or self._doors.backup_folder())

    def look_at(self, file: Path) -> None:
        """List one file, or tell why it is no backup."""
        try:
            loss = self._doors.loss(file)
        except UserError as error:
            self.told.say(str(error))
        else:
            self._show((loss,), file)

    def accept(self) -> None:
        """Override QDialog.accept: ask once more, restore, and open; or tell why not."""
        loss = self._chosen()
        if loss is None:
            self.told.say(self.tr("Choose a backup first."))
            self.folder.setFocus()
        elif self.has_sheet.isChecked():
            self._restore_with_sheet(loss)
        elif not self.passphrase.text():
            self._ask(self.passphrase, self.tr("Type your passphrase: it opens the backup."))
        else:
            passphrase, account = self.passphrase.text(), self.who.account
            self._restore(
                loss, lambda file: self._doors.restore(file, passphrase, account), self.passphrase
            )

    def _restore_with_sheet(self, loss: Loss) -> None:
        account = self.whose.account
        if not self.key.text().strip():
            self._ask(self.key, self.tr("Type the recovery key from the sheet."))
        elif account is None:
            sentence = self.tr(
                "Nobody is named in this backup, so the recovery sheet does not open it. Choose "
                "another backup, or use a passphrase."
            )
            self._ask(self.key, sentence)
        elif refusal := self.new.refusal():
            self._ask(*refusal)
        else:
            key, passphrase = self.key.text(), self.new.text()
            self._restore(
                loss,
                lambda file: self._doors.restore_by_recovery(file, key, account, passphrase),
                self.key,
                self.tr("Your new passphrase is set. Lock the recovery sheet away again."),
            )

    def _restore(
        self, loss: Loss, opening: Callable[[Path], "Record"], secret: QLineEdit, also: str = ""
    ) -> None:
        try:
            restored = restore(self._doors, loss, opening, self._now(), self.told)
        except UserError as error:
            self._ask(secret, str(error))
            return
        if restored is not None:
            record, said = restored
            self.restored = record, f"{said} {also}".strip()
            super().accept()

    def _ask(self, field: QLineEdit, sentence: str) -> None:
        self.told.say(sentence)
        field.setFocus()
        field.selectAll()

    def _chosen(self) -> Loss | None:
        item = self.backups.currentItem()
        # Qt gives no item, which its types do not say.
        loss: Loss | None = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        return loss

    def _show_way(self) -> None:
        """Show the fields of the passphrase, or those of the recovery sheet."""
        by_sheet = self.has_sheet.isChecked()
        self.with_passphrase.setVisible(not by_sheet)
        self.with_sheet.setVisible(by_sheet)
        if by_sheet:
            self._name_holders()

    def _name_holders(self) -> None:
        """Offer those whom the backup chosen knows: the sheet gives one of them a passphrase."""
        loss = self._chosen()
        if loss is None or not self.has_sheet.isChecked():
            return
        chosen = self.whose.account or self.who.account
        self.whose.clear()
        try:
            for account, name in self._doors.holders_of(loss.backup.path):
                self.whose.addItem(name, account)
        except UserError as error:
            self.told.say(str(error))
        self.whose.choose(chosen)

    def _connect(self) -> None:
        self.folder.clicked.connect(self._ask_folder)
        self.file.clicked.connect(self._ask_file)
        self.has_sheet.toggled.connect(self._show_way)
        self.backups.currentItemChanged.connect(self._name_holders)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self, *, shows_who: bool) -> None:
        elsewhere = QHBoxLayout()
        elsewhere.addWidget(self.folder)
        elsewhere.addWidget(self.file)
        elsewhere.addStretch()
        form = _form_in(self.with_passphrase)
        if shows_who:
            form.addRow(self.tr("Who you are"), self.who)
        form.addRow(self.tr("Passphrase"), self.passphrase)
        by_sheet = _form_in(self.with_sheet)
        by_sheet.addRow(self.tr("Recovery key"), self.key)
        by_sheet.addRow(self.tr("Who you are"), self.whose)
        self.new = NewPassphrase(by_sheet)
        self.with_sheet.hide()
        layout = QVBoxLayout(self)
        layout.addWidget(self.place)
        layout.addWidget(self.backups, 1)
        layout.addLayout(elsewhere)
        layout.addWidget(self.has_sheet)
        layout.addWidget(self.with_passphrase)
        layout.addWidget(self.with_sheet)
        layout.addWidget(self.told)
        layout.addWidget(self.buttons)
        for button in (self.folder, self.file):
            button.setAutoDefault(False)

    def _show(self, losses: tuple[Loss, ...], place: Path) -> None:
        now = self._now()
        self.told.clear()
        self.backups.clear()
        for loss in losses:
            item = QListWidgetItem(_line(loss, now))
            item.setData(Qt.ItemDataRole.UserRole, loss)
            self.backups.addItem(item)
        self.backups.setCurrentRow(0)
        self.go.setEnabled(bool(losses))
        words = (
            self.tr("Backups in {place}:")
            if losses
            else self.tr(
                "There is no backup in {place}. Choose another folder, such as on another disk, or "
                "the file of a backup."
            )
        )
        self.place.setText(words.format(place=place))
        (self.backups if losses else self.folder).setFocus()

    def _ask_folder(self) -> None:
        folder = ask_folder(self, self.tr("Folder with backups"), self._doors.backup_folder())
        if folder is not None:
            self.look_in(folder)

    def _ask_file(self) -> None:
        path = ask_file(
            self,
            self.tr("The file of a backup"),
            self._doors.backup_folder(),
            self.tr("Backups (*.backup);;All files (*)"),
        )
        if path is not None:
            self.look_at(path)


def ask_restoring(
    doors: Doors,
    now: Callable[[], datetime],
    passphrase: str,
    account: UUID | None,
    parent: QWidget,
) -> "tuple[Record, str] | None":
    """Let the person restore a backup.

    Returns:
        The record, open, and what is to be said of it; `None` when nothing was restored.
    """
    dialog = RestoreDialog(doors, now, passphrase, account, parent)
    dialog.exec()
    dialog.deleteLater()  # it would stay with its parent, and what was typed in it too
    return dialog.restored


def restore(
    doors: Doors,
    loss: Loss,
    opening: Callable[[Path], "Record"],
    now: datetime,
    told: Telling,
) -> "tuple[Record, str] | None":
    """Ask about what would be lost, then restore a backup.

    Args:
        doors: the ways into the record.
        loss: the backup, and what would be lost.
        opening: restores the backup's file, and opens the record.
        now: the time of day, with its offset.
        told: where it is said that it takes a while.

    Returns:
        The record, open, and what is to be said of it; `None` when the person said no.

    Raises:
        UserError: when it cannot be restored, and the record is as it was; or when it cannot be
            opened afterwards.
    """
    when = made_at(loss.backup, now)
    question = _words(
        "Put the backup of {when} in the record's place? {loss} What it replaces is kept."
    )
    if not agrees(told, question.format(when=when, loss=_loss(loss, now))):
        return None
    earlier = doors.set_aside()
    with told.busy(_words("Restoring the backup\u2026")):
        record = opening(loss.backup.path)
    told.clear()
    said = _words("The backup of {when} is restored.").format(when=when)
    for folder in sorted(doors.set_aside() - earlier):
        said += " " + _words("What it replaced is kept in {folder}.").format(folder=folder)
    return record, said


def made_at(backup: Backup, now: datetime) -> str:
    """Return when a backup was made, such as "14:32", with the day unless it is today."""
    local = backup.made_at.astimezone(now.tzinfo)
    day = "" if local.date() == now.date() else f"{long_date(local.date())}, "
    return f"{day}{local:%H:%M}"


def _line(loss: Loss, now: datetime) -> str:
    content = loss.backup.content
    held = [
        _counted(content.signed, "signed version", "signed versions"),
        _counted(content.answers, "answer", "answers"),
    ]
    # The backup made before an upgrade was not counted.
    inside = ", ".join(held) if content.head else _words("made before an upgrade of the record")
    local = loss.backup.made_at.astimezone(now.tzinfo)
    return f"{long_date(local.date())}, {local:%H:%M}: {inside}\n{_loss(loss, now)}"


def _loss(loss: Loss, now: datetime) -> str:
    if not loss.backup.content.head:
        return _words("How many answers are not in this backup is not known.")
    return sentence(loss, now)


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {_words(one if count == 1 else several)}"


def _form_in(holder: QWidget) -> QFormLayout:
    form = new_form()
    form.setContentsMargins(0, 0, 0, 0)
    holder.setLayout(form)
    return form


def _holders(doors: Doors) -> tuple[tuple[UUID, str], ...]:
    try:
        return doors.holders()
    except UserError:  # keys.json is damaged: the passphrase tells who it is
        return ()


def _words(text: str) -> str:
    return QCoreApplication.translate("Restore", text)
