"""What stands before the record: the first start, and unlocking."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Clinic, Therapist
from clinic_desktop.domain.practice import Practice
from clinic_desktop.ui.widgets.form import new_form, section, title
from clinic_desktop.ui.widgets.lines_field import LinesField
from clinic_desktop.ui.widgets.text_area import TextLine

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_WIDTH = 560
SHORTEST = 8
"""Characters a passphrase needs at least."""


class _EntryPage(QWidget):
    """A narrow column in the middle of the window, with one sentence under it.

    Signals:
        opened: the record that was opened.
    """

    opened = Signal(object)

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.go = QPushButton()
        self.go.setDefault(True)
        self.go.clicked.connect(self.submit)
        self.column = QVBoxLayout()
        self.column.addStretch()
        self.column.addWidget(title(heading))
        holder = QWidget()
        holder.setFixedWidth(_WIDTH)
        holder.setLayout(self.column)
        layout = QHBoxLayout(self)
        layout.addStretch()
        layout.addWidget(holder)
        layout.addStretch()

    def finish(self) -> None:
        """Put the button and the sentence under what was added."""
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.go)
        self.column.addWidget(self.told)
        self.column.addLayout(row)
        self.column.addStretch()

    def submit(self) -> None:
        """Do what the button says."""
        raise NotImplementedError

    def try_opening(self, opening: Callable[[], "Record"]) -> None:
        """Open a record and say so, or tell why not."""
        self.told.setText(self.tr("Unlocking\u2026"))
        self.go.setEnabled(False)
        QApplication.processEvents()  # the sentence is painted before the key takes its time
        try:
            record = opening()
        except UserError as error:
            self.told.setText(str(error))
        else:
            self.told.clear()
            self.opened.emit(record)
        finally:
            self.go.setEnabled(True)


class UnlockPage(_EntryPage):
    """Asks for the passphrase of the record there is."""

    def __init__(self, unlock: Callable[[str], "Record"], parent: QWidget | None = None) -> None:
        super().__init__("Clinic Desktop", parent)
        self._unlock = unlock
        self.passphrase = _secret(self.tr("Passphrase"))
        self.passphrase.returnPressed.connect(self.submit)
        self.go.setText(self.tr("Unlock"))
        form = new_form()
        form.addRow(self.tr("Passphrase"), self.passphrase)
        self.column.addLayout(form)
        self.finish()

    def start(self) -> None:
        """Put the keyboard on the passphrase."""
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Override _EntryPage.submit: unlock the record."""
        self.try_opening(lambda: self._unlock(self.passphrase.text()))
        self.passphrase.clear()
        self.passphrase.setFocus()


class FirstStartPage(_EntryPage):
    """Asks for the clinic, the therapist and a passphrase, and makes the record."""

    def __init__(
        self, create: Callable[[str, Practice], "Record"], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent, heading="Welcome to Clinic Desktop")
        self._create = create
        self.clinic = TextLine(self.tr("Clinic"))
        self.address = LinesField(self.tr("Address of the clinic"), lines=3)
        self.phone = TextLine(self.tr("Phone"))
        self.email = TextLine(self.tr("E-mail"))
        self.therapist = TextLine(self.tr("Therapist's name"))
        self.profession = TextLine(self.tr("Profession"))
        self.registration = TextLine(self.tr("Registration number"))
        self.passphrase = _secret(self.tr("Passphrase"))
        self.again = _secret(self.tr("Passphrase again"))
        self.again.returnPressed.connect(self.submit)
        self.go.setText(self.tr("Make the record"))
        self._lay_out()
        self.finish()

    def start(self) -> None:
        """Put the keyboard on the first field."""
        self.clinic.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Override _EntryPage.submit: make the record when everything needed is there."""
        if not self.clinic.text().strip():
            self._ask(self.clinic, self.tr("Give the clinic's name: it heads every report."))
        elif not self.therapist.text().strip():
            self._ask(self.therapist, self.tr("Give the therapist's name: it signs every report."))
        elif len(self.passphrase.text()) < SHORTEST:
            self._ask(
                self.passphrase,
                self.tr("Choose a passphrase of at least {count} characters.").format(
                    count=SHORTEST
                ),
            )
        elif self.passphrase.text() != self.again.text():
            self._ask(self.again, self.tr("The two passphrases differ. Type the second one again."))
        else:
            passphrase = self.passphrase.text()
            self.try_opening(lambda: self._create(passphrase, self._practice()))

    def _practice(self) -> Practice:
        return Practice(
            clinic=Clinic(
                name=self.clinic.text().strip(),
                address=self.address.texts() or None,
                phone=self.phone.text().strip() or None,
                email=self.email.text().strip() or None,
            ),
            therapist=Therapist(
                id=uuid4(),
                name=self.therapist.text().strip(),
                profession=self.profession.text().strip() or None,
                registration=self.registration.text().strip() or None,
            ),
        )

    def _ask(self, field: QLineEdit, sentence: str) -> None:
        self.told.setText(sentence)
        field.setFocus()

    def _lay_out(self) -> None:
        form = new_form()
        form.addRow(section(self.tr("The clinic, as it heads the report")))
        form.addRow(self.tr("Clinic"), self.clinic)
        form.addRow(self.tr("Address"), self.address)
        form.addRow(self.tr("Phone"), self.phone)
        form.addRow(self.tr("E-mail"), self.email)
        form.addRow(section(self.tr("The therapist, who examines and concludes")))
        form.addRow(self.tr("Name"), self.therapist)
        form.addRow(self.tr("Profession"), self.profession)
        form.addRow(self.tr("Registration"), self.registration)
        form.addRow(section(self.tr("The passphrase")))
        form.addRow(self.tr("Passphrase"), self.passphrase)
        form.addRow(self.tr("Again"), self.again)
        advice = QLabel(
            self.tr(
                "The passphrase unlocks the record. It is stored nowhere: write it down and keep "
                "it in a safe place. Without it the record cannot be opened by anyone."
            )
        )
        advice.setWordWrap(True)
        self.column.addLayout(form)
        self.column.addWidget(advice)


def _secret(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
