"""Changing one's own passphrase, and the two fields in which any new one is typed."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui.entry_pages import SHORTEST
from clinic_desktop.ui.widgets.form import new_form
from clinic_desktop.ui.widgets.secret_line import secret_line
from clinic_desktop.ui.widgets.telling import Telling

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record


class Refusal(NamedTuple):
    """What is wrong with what was typed, and the field to type it again in."""

    field: QLineEdit
    sentence: str


class NewPassphrase:
    """Two fields of a form in which a new passphrase is typed, and typed again."""

    def __init__(self, form: QFormLayout) -> None:
        translate = QCoreApplication.translate
        self.first = secret_line(translate("Passphrase", "New passphrase"))
        self.again = secret_line(translate("Passphrase", "New passphrase again"))
        form.addRow(translate("Passphrase", "New passphrase"), self.first)
        form.addRow(translate("Passphrase", "Again"), self.again)

    def text(self) -> str:
        """The passphrase typed."""
        return self.first.text()

    def refusal(self) -> Refusal | None:
        """Return why the passphrase cannot be taken, or `None`."""
        translate = QCoreApplication.translate
        if len(self.text()) < SHORTEST:
            words = translate("Passphrase", "Choose a passphrase of at least {count} characters.")
            return Refusal(self.first, words.format(count=SHORTEST))
        if self.text() != self.again.text():
            words = translate(
                "Passphrase", "The two passphrases differ. Type the second one again."
            )
            return Refusal(self.again, words)
        return None


class PassphraseDialog(QDialog):
    """Asks for the old passphrase and a new one, and changes it."""

    def __init__(self, record: "Record", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record = record
        self.setWindowTitle(self.tr("Change passphrase"))
        self.setMinimumWidth(480)
        self.told = Telling()
        self.old = secret_line(self.tr("Old passphrase"))
        form = new_form()
        form.addRow(self.tr("Old passphrase"), self.old)
        self.new = NewPassphrase(form)
        self.buttons = QDialogButtonBox()
        self.change = self.buttons.addButton(
            self.tr("Change passphrase"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.close_button = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        advice = QLabel(
            self.tr(
                "The passphrase is stored nowhere. Write the new one down and keep it in a safe "
                "place."
            )
        )
        advice.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(advice)
        layout.addWidget(self.told)
        layout.addWidget(self.buttons)

    def accept(self) -> None:
        """Override QDialog.accept: change the passphrase and say so, or tell why not."""
        if not self.old.text():
            self._ask(self.old, self.tr("Type the passphrase that holds until now."))
        elif refusal := self.new.refusal():
            self._ask(*refusal)
        else:
            self._change()

    def _change(self) -> None:
        try:
            with self.told.busy(self.tr("Changing the passphrase\u2026")):
                self._record.people.change_passphrase(self.old.text(), self.new.text())
        except UserError as error:
            self._ask(self.old, str(error))
            return
        for field in (self.old, self.new.first, self.new.again):
            field.clear()
            field.setEnabled(False)
        self.change.hide()
        self.close_button.setText(self.tr("Close"))
        self.close_button.setDefault(True)
        self.close_button.setFocus()
        self.told.say(
            self.tr("The passphrase is changed. Only the new one unlocks the record for you now.")
        )

    def _ask(self, field: QLineEdit, sentence: str) -> None:
        self.told.refuse(sentence)
        field.setFocus()
        field.selectAll()


def change_passphrase(record: "Record", parent: QWidget | None) -> None:
    """Let the person unlocked change their own passphrase."""
    dialog = PassphraseDialog(record, parent)
    dialog.exec()
    dialog.deleteLater()  # it would stay with its parent, and what was typed in it too
