"""What stands before a record: unlocking it, or restoring a backup when it is damaged."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.errors import RecordUnusable, UserError
from clinic_desktop.ui.doors import Doors
from clinic_desktop.ui.entry_pages import EntryPage
from clinic_desktop.ui.who_field import WhoField
from clinic_desktop.ui.widgets.form import new_form
from clinic_desktop.ui.widgets.secret_line import secret_line

if TYPE_CHECKING:
    from clinic_desktop.domain.backups import Loss
    from clinic_desktop.storage.record import Record


class UnlockPage(EntryPage):
    """Asks who it is and for their passphrase; a damaged record's newest backup is offered at once.

    Signals:
        forgotten: the person wants to use the recovery sheet.
    """

    forgotten = Signal()

    def __init__(
        self, doors: Doors, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__("Clinic Desktop", parent)
        self._doors = doors
        self._now = now
        self._newest: Loss | None = None
        refused: UserError | None = None
        holders: tuple[tuple[UUID, str], ...] = ()
        try:
            holders = doors.holders()
        except UserError as error:
            refused = error
        self.who = WhoField(self.tr("Who you are"), holders)
        self.passphrase = secret_line(self.tr("Passphrase"))
        self.go.setText(self.tr("Unlock"))
        self.damage = QLabel()
        self.restore = QPushButton()
        self.restore.clicked.connect(self._restore_newest)
        self.damaged = self._new_damage_panel()
        self.other_backup = QPushButton(self.tr("Restore from a backup\u2026"))
        self.other_backup.clicked.connect(self.ask_restoring)
        self.forgot = QPushButton(self.tr("Forgotten passphrase? Use the recovery sheet\u2026"))
        self.forgot.clicked.connect(self._recover)
        self._lay_out(shows_who=len(holders) > 1)
        if refused is not None:
            self.refuse(refused)

    def start(self) -> None:
        """Put the keyboard on the passphrase."""
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Override EntryPage.submit: unlock the record."""
        passphrase, account = self.passphrase.text(), self.who.account
        self.try_opening(lambda: self._doors.unlock(passphrase, account))

    def refuse(self, error: UserError) -> None:
        """Override EntryPage.refuse: beside what is damaged stands what can be done about it."""
        if isinstance(error, RecordUnusable):
            self._offer(error)
            return  # the passphrase stays: it opens the backup
        super().refuse(error)
        self.passphrase.clear()
        self.start()

    def ask_restoring(self) -> None:
        """Let the person choose a backup to restore."""
        from clinic_desktop.ui.restore_dialog import ask_restoring

        restored = ask_restoring(
            self._doors, self._now, self.passphrase.text(), self.who.account, self
        )
        if restored is not None:
            self.opened.emit(*restored)

    def _offer(self, error: UserError) -> None:
        from clinic_desktop.domain.backups import sentence
        from clinic_desktop.ui.restore_dialog import made_at

        losses = self._doors.losses()
        lines = [self.tr("<b>The record cannot be opened.</b>"), _plain(str(error))]
        if losses:
            now = self._now()
            self._newest = losses[0]
            words = self.tr("Restore the backup of {when}").format(
                when=made_at(losses[0].backup, now)
            )
            lines.append(f"{words}: {sentence(losses[0], now)}")
            self.restore.setText(words)
        else:
            lines.append(
                _plain(
                    self.tr(
                        "There is no backup in {folder}. Look for one elsewhere, such as on "
                        "another disk."
                    ).format(folder=self._doors.backup_folder())
                )
            )
        self.damage.setText("<br><br>".join(lines))
        self.restore.setVisible(bool(losses))
        self.damaged.show()
        self.told.clear()

    def _restore_newest(self) -> None:
        if not self.passphrase.text():
            self.ask(
                self.passphrase,
                self.tr(
                    "Type your passphrase first: it opens the backup. If it is forgotten, choose "
                    "\u201cRestore from a backup\u2026\u201d and use the recovery sheet."
                ),
            )
        elif self._newest is not None:
            from clinic_desktop.ui.restore_dialog import restore

            try:
                restored = restore(
                    self._doors, self._newest, self._restored, self._now(), self.told
                )
            except UserError as error:
                super().refuse(error)
                self.start()
            else:
                if restored is not None:
                    self.opened.emit(*restored)

    def _restored(self, backup: Path) -> "Record":
        return self._doors.restore(backup, self.passphrase.text(), self.who.account)

    def _recover(self) -> None:
        try:
            has_recovery = self._doors.has_recovery()
        except UserError as error:
            self.refuse(error)
            return
        if has_recovery:
            self.forgotten.emit()
        else:
            self.told.say(
                self.tr(
                    "No recovery sheet was made for this record. Only a passphrase unlocks it: "
                    "ask everybody who has one."
                )
            )

    def _new_damage_panel(self) -> QFrame:
        panel = QFrame()
        panel.setProperty("column", True)
        self.damage.setWordWrap(True)
        self.damage.setTextFormat(Qt.TextFormat.RichText)
        self.damage.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(panel)
        layout.addWidget(self.damage)
        layout.addWidget(self.restore, alignment=Qt.AlignmentFlag.AlignRight)
        panel.hide()
        return panel

    def _lay_out(self, *, shows_who: bool) -> None:
        form = new_form()
        if shows_who:
            form.addRow(self.tr("Who you are"), self.who)
        form.addRow(self.tr("Passphrase"), self.passphrase)
        self.column.addWidget(self.damaged)
        self.column.addLayout(form)
        for warning in self._doors.warnings():
            self.say(warning)
        self.finish(self.other_backup)
        # Under the button that is pressed every day.
        self.column.insertWidget(
            self.column.count() - 1, self.forgot, alignment=Qt.AlignmentFlag.AlignLeft
        )


class HeldPage(EntryPage):
    """Stands before a record that is open still, because its last answer could not be saved."""

    def __init__(self, record: "Record", parent: QWidget | None = None) -> None:
        super().__init__("Clinic Desktop", parent)
        self._record = record
        self.passphrase = secret_line(self.tr("Passphrase"))
        self.go.setText(self.tr("Unlock"))
        self.say(
            self.tr(
                "The last answer is not saved. It is kept here until {name} unlocks and saves it "
                "again, or closes the program."
            ).format(name=record.account.name)
        )
        form = new_form()
        form.addRow(self.tr("Passphrase"), self.passphrase)
        self.column.addLayout(form)
        self.finish()

    def start(self) -> None:
        """Put the keyboard on the passphrase."""
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Override EntryPage.submit: go on with the record."""
        self.try_opening(self._checked)
        self.passphrase.clear()

    def refuse(self, error: UserError) -> None:
        """Override EntryPage.refuse: the passphrase is typed again."""
        super().refuse(error)
        self.start()

    def _checked(self) -> "Record":
        self._record.people.check_passphrase(self.passphrase.text())
        return self._record


def _plain(text: str) -> str:
    """Return a text for a rich label: folders may hold any character."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
