"""Unlocking with the recovery sheet when a passphrase is forgotten."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from clinic_desktop.domain.errors import RecordUnusable, UserError
from clinic_desktop.ui.doors import Doors
from clinic_desktop.ui.entry_pages import EntryPage
from clinic_desktop.ui.passphrase_dialog import NewPassphrase
from clinic_desktop.ui.who_field import WhoField
from clinic_desktop.ui.widgets.form import new_form


class RecoverPage(EntryPage):
    """Asks for the recovery key, who it is, and a new passphrase.

    Signals:
        left: the person goes back to unlocking.
    """

    left = Signal()

    def __init__(self, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__("Unlock with the recovery sheet", parent)
        self._doors = doors
        self.key = QLineEdit()
        self.key.setAccessibleName(self.tr("Recovery key"))
        self.key.setPlaceholderText(self.tr("As printed; dashes and capitals do not matter"))
        self.key.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.who = WhoField(self.tr("Who you are"), doors.holders())
        self.go.setText(self.tr("Unlock"))
        self.back = QPushButton(self.tr("Back"))
        self.back.clicked.connect(self.left)
        form = new_form()
        form.addRow(self.tr("Recovery key"), self.key)
        form.addRow(self.tr("Who you are"), self.who)
        self.new = NewPassphrase(form)
        self.column.addLayout(form)
        self.say(
            self.tr(
                "The sheet stays valid: lock it away again afterwards. What you signed until now "
                "stays yours."
            )
        )
        self.finish(self.back)

    def start(self) -> None:
        """Put the keyboard on the recovery key."""
        self.key.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Override EntryPage.submit: unlock the record and set the new passphrase."""
        account = self.who.account
        if account is None or not self.key.text().strip():
            self.ask(self.key, self.tr("Type the recovery key from the sheet."))
        elif refusal := self.new.refusal():
            self.ask(refusal.field, refusal.sentence)
        else:
            key, passphrase = self.key.text(), self.new.text()
            self.try_opening(
                lambda: self._doors.recover(key, account, passphrase),
                lambda record: self.opened.emit(
                    record,
                    self.tr(
                        "Your new passphrase is set. The recovery sheet stays valid: lock it away "
                        "again."
                    ),
                ),
            )

    def refuse(self, error: UserError) -> None:
        """Override EntryPage.refuse: what was typed stays, to be compared with the sheet."""
        super().refuse(error)
        if isinstance(error, RecordUnusable):
            way = self.tr("Go back and restore a backup: the recovery sheet opens it too.")
            self.told.say(f"{error} {way}")
        self.start()
