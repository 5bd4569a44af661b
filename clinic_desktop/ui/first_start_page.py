"""The first start: making the record, and the recovery sheet that should follow at once."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from clinic_desktop.domain.examination import Clinic, Therapist
from clinic_desktop.domain.practice import Practice
from clinic_desktop.ui.doors import Doors
from clinic_desktop.ui.entry_pages import SHORTEST, EntryPage
from clinic_desktop.ui.restore_dialog import ask_restoring
from clinic_desktop.ui.widgets.form import new_form, section
from clinic_desktop.ui.widgets.lines_field import LinesField
from clinic_desktop.ui.widgets.secret_line import secret_line
from clinic_desktop.ui.widgets.text_area import TextLine


class FirstStartPage(EntryPage):
    """Asks for the clinic, the therapist and a passphrase, and makes the record.

    What else stands on a report is folded away: it can follow at any time.

    Signals:
        made: the record that was made.
    """

    made = Signal(object)

    def __init__(
        self, doors: Doors, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__("Welcome to Clinic Desktop", parent)
        self._doors = doors
        self._now = now
        self.clinic = TextLine(self.tr("Clinic"))
        self.address = LinesField(self.tr("Address of the clinic"), lines=3)
        self.phone = TextLine(self.tr("Phone"))
        self.email = TextLine(self.tr("E-mail"))
        self.therapist = TextLine(self.tr("Therapist's name"))
        self.profession = TextLine(self.tr("Profession"))
        self.registration = TextLine(self.tr("Registration number"))
        self.passphrase = secret_line(self.tr("Passphrase"))
        self.again = secret_line(self.tr("Passphrase again"))
        self.more = QPushButton()
        self.more.setCheckable(True)
        self.more.toggled.connect(self._unfold)
        self.rest = QWidget()
        self.go.setText(self.tr("Make the record"))
        self.other_backup = QPushButton(self.tr("Restore from a backup\u2026"))
        self.other_backup.clicked.connect(self.ask_restoring)
        self._lay_out()
        self.finish(self.other_backup)

    def start(self) -> None:
        """Put the keyboard on the first field."""
        self.clinic.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Override EntryPage.submit: make the record when everything needed is there."""
        if not self.clinic.text().strip():
            self.ask(self.clinic, self.tr("Give the clinic's name: it heads every report."))
        elif not self.therapist.text().strip():
            self.ask(self.therapist, self.tr("Give the therapist's name: it signs every report."))
        elif len(self.passphrase.text()) < SHORTEST:
            self.ask(
                self.passphrase,
                self.tr("Choose a passphrase of at least {count} characters.").format(
                    count=SHORTEST
                ),
            )
        elif self.passphrase.text() != self.again.text():
            self.ask(self.again, self.tr("The two passphrases differ. Type the second one again."))
        else:
            passphrase, practice = self.passphrase.text(), self._practice()
            self.try_opening(lambda: self._doors.create(passphrase, practice), self.made.emit)

    def ask_restoring(self) -> None:
        """Let the person restore a backup in place of making a record."""
        restored = ask_restoring(self._doors, self._now, "", None, self)
        if restored is not None:
            self.opened.emit(*restored)

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

    def _lay_out(self) -> None:
        form = new_form()
        form.addRow(self.tr("Clinic"), self.clinic)
        form.addRow(self.tr("Therapist"), self.therapist)
        form.addRow(self.tr("Passphrase"), self.passphrase)
        form.addRow(self.tr("Again"), self.again)
        self.column.addLayout(form)
        self.say(
            self.tr(
                "Good are four or more words that have nothing to do with each other and are in no "
                "saying, song or other password of yours. The passphrase is stored nowhere: write "
                "it down and keep it in a safe place."
            )
        )
        self.more.setToolTip(self.tr("Or later, under Record > Settings and Record > People"))
        self.column.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.rest)
        rest = new_form()
        rest.setContentsMargins(0, 0, 0, 0)
        rest.addRow(section(self.tr("The clinic")))
        rest.addRow(self.tr("Address"), self.address)
        rest.addRow(self.tr("Phone"), self.phone)
        rest.addRow(self.tr("E-mail"), self.email)
        rest.addRow(section(self.tr("The therapist")))
        rest.addRow(self.tr("Profession"), self.profession)
        rest.addRow(self.tr("Registration"), self.registration)
        self.rest.setLayout(rest)
        self._unfold(on=False)
        for warning in self._doors.warnings():
            self.say(warning)

    def _unfold(self, on: bool) -> None:
        self.rest.setVisible(on)
        self.more.setText(self.tr("Less") if on else self.tr("More for the report's head"))


class RecoveryOffer(EntryPage):
    """Offers the recovery sheet for a record that was just made.

    Signals:
        wanted: the sheet is to be made now.
        postponed: it is to be made another time.
    """

    wanted = Signal()
    postponed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("The record is made", parent)
        self.say(
            self.tr(
                "One sheet of paper is still needed: the recovery sheet. It opens the record when "
                "the passphrase is forgotten, or when the person who knows it is not there. "
                "Without it, nobody could then open the record, the makers of the program included."
            )
        )
        self.say(self.tr("Print it now and lock it away, not beside the computer."))
        self.go.setText(self.tr("Make the recovery sheet\u2026"))
        self.later = QPushButton(self.tr("Later"))
        self.later.clicked.connect(self.postponed)
        self.finish(self.later)

    def start(self) -> None:
        """Put the keyboard on the button."""
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Override EntryPage.submit: make the sheet."""
        self.wanted.emit()
