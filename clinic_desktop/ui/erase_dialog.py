"""Whose records need not be kept any longer, and erasing one of them for good, in two steps."""

import unicodedata
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain import phrases
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Patient
from clinic_desktop.domain.practice import CHILD_RECORDS_UNTIL, retained_until
from clinic_desktop.ui.patient_words import visits
from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.form import fit, new_form
from clinic_desktop.ui.widgets.people_list import PeopleList
from clinic_desktop.ui.widgets.telling import Telling

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record


class RetentionDialog(QDialog):
    """Lists the patients whose retention has ended; one of them is chosen to be erased."""

    def __init__(
        self, store: "Record", catalogue: Catalogue, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Retention"))
        fit(self, 640, 460)
        self._store = store
        self._catalogue = catalogue
        self._today = today
        self._years = 0
        self._due: dict[UUID, Patient] = {}
        self.people = PeopleList(self.tr("Patients whose retention has ended"))
        self.rule = QLabel()
        self.rule.setWordWrap(True)
        self.told = Telling()
        self.erase = QPushButton(self.tr("&Erase\u2026"))
        self.erase.setAutoDefault(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.erase, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.rule)
        layout.addWidget(self.people, 1)
        layout.addWidget(self.told)
        layout.addWidget(buttons)
        self.people.currentItemChanged.connect(self._allow)
        self.people.itemActivated.connect(self._erase)
        self.erase.clicked.connect(self._erase)
        self.show_due()

    def show_due(self) -> None:
        """Read the list again."""
        try:
            self._years = self._store.settings().retention_years
            due = self._store.patients.due(self._today, self._years)
            rows = [
                (
                    patient.id,
                    (
                        phrases.patient_name(patient),
                        phrases.patient_line(patient, self._catalogue),
                        visits(self._store, patient),
                        self._why(patient, until),
                    ),
                )
                for patient, until in due
            ]
        except UserError as error:
            self.told.say(str(error))
            return
        self._due = {patient.id: patient for patient, _ in due}
        self.people.fill(rows)
        kept = self.tr(
            "Records are kept for {years} years after the last entry, those of children at least "
            "to the {age}th birthday."
        ).format(years=self._years, age=CHILD_RECORDS_UNTIL)
        ended = (
            self.tr("These have been kept long enough.")
            if due
            else self.tr("No patient's retention has ended.")
        )
        self.rule.setText(f"{kept} {ended}")
        self._allow()

    def _allow(self) -> None:
        self.erase.setEnabled(self.people.chosen is not None)

    def _why(self, patient: Patient, until: date) -> str:
        born = patient.birth_date
        # No years after an entry at birth: the birthday alone.
        if born is not None and until == retained_until(born, born, 0):
            why = self.tr("the {age}th birthday, examined as a child").format(
                age=CHILD_RECORDS_UNTIL
            )
        else:
            why = self.tr("{years} years after the last entry").format(years=self._years)
        return self.tr("Was to be kept until {day}: {why}").format(day=long_date(until), why=why)

    def _erase(self) -> None:
        chosen = self.people.chosen
        if chosen is None:
            return
        dialog = EraseDialog(self._store, self._due[chosen], self._today, self._years, self)
        is_erased = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if is_erased:
            self.show_due()
            self.told.say(
                self.tr("Erased. That somebody was erased, by whom and when, stays in the record.")
            )


class EraseDialog(QDialog):
    """Erases one patient once their name is typed."""

    def __init__(
        self,
        store: "Record",
        patient: Patient,
        today: date,
        years: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Erase a patient"))
        self.setMinimumWidth(560)
        self._store = store
        self._patient = patient
        self._today = today
        self._years = years
        self._name = patient.family_name or patient.given_name or self.tr("erase")
        names = new_form()
        for called, name in (
            (self.tr("Family name"), patient.family_name),
            (self.tr("Given name"), patient.given_name),
        ):
            shown = ElidedLabel()
            shown.setProperty("role", "section")
            shown.show_text(name or self.tr("not recorded"))
            names.addRow(called, shown)
        happens = QLabel(
            self.tr(
                "The patient's details, examinations and printed reports are erased for good. "
                "What stays names nobody: the seals of what was signed, and that a patient was "
                "erased, by whom and when.\n\n"
                "Backups made before still hold this patient until they are rotated out. "
                "Copies that were exported or printed are not touched."
            )
        )
        happens.setWordWrap(True)
        self.typed = QLineEdit()
        asked = (
            self.tr("Type the family name to agree")
            if patient.family_name
            else self.tr("Type the given name to agree")
            if patient.given_name
            else self.tr("Type \u201cerase\u201d to agree")
        )
        self.typed.setAccessibleName(asked)
        form = new_form()
        form.addRow(asked, self.typed)
        self.told = Telling()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.tr("Erase for good"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(names)
        layout.addWidget(happens)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(buttons)
        self.typed.setFocus()

    def accept(self) -> None:
        """Override QDialog.accept: nobody is erased before the name is typed."""
        if _plain(self.typed.text()) != _plain(self._name):
            self.told.say(
                self.tr("This is not the name. Nothing was erased; type it as it is written above.")
            )
            self.typed.setFocus()
            return
        try:
            self._store.patients.erase(self._patient.id, self._today, self._years)
        except UserError as error:
            self.told.say(str(error))
        else:
            super().accept()


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def show_retention(
    store: "Record", catalogue: Catalogue, today: date, parent: QWidget | None
) -> None:
    """Show whose retention has ended, until the list is closed."""
    dialog = RetentionDialog(store, catalogue, today, parent)
    dialog.exec()
    dialog.deleteLater()
