"""Entering a patient: a small dialog behind one function."""

from datetime import datetime
from uuid import uuid4

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Identifier, Patient, Sex
from clinic_desktop.ui.widgets.date_field import DateField
from clinic_desktop.ui.widgets.form import new_form
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.text_area import TextLine


class PatientDialog(QDialog):
    """Asks for a new patient's name, birth date, sex and number."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New patient"))
        self.setMinimumWidth(460)
        self.family = TextLine(self.tr("Family name"))
        self.given = TextLine(self.tr("Given name"))
        self.born = DateField(self.tr("Birth date"))
        self.sex = OpenList(
            self.tr("Sex"), [(s.value, catalogue.label("sex", s)) for s in Sex], closed=True
        )
        self.number = TextLine(self.tr("Patient number"))
        self._told = QLabel()
        self._told.setWordWrap(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = new_form()
        form.addRow(self.tr("Family name"), self.family)
        form.addRow(self.tr("Given name"), self.given)
        form.addRow(self.tr("Birth date"), self.born)
        form.addRow(self.tr("Sex"), self.sex)
        form.addRow(self.tr("Patient number"), self.number)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._told)
        layout.addWidget(buttons)
        self.born.refused.connect(self._told.setText)

    def accept(self) -> None:
        """Override QDialog.accept: a patient needs a name, and a wrong date is not passed over."""
        if not (self.family.text().strip() or self.given.text().strip()):
            self._told.setText(self.tr("Give the patient's name."))
            self.family.setFocus()
        elif self.born.text().strip() and self.born.value is None:
            self.born.setFocus()
        elif self.born.value is not None and self.born.value > datetime.now().astimezone().date():
            self._told.setText(self.tr("The birth date lies in the future."))
            self.born.setFocus()
        else:
            super().accept()

    def patient(self) -> Patient:
        """The patient entered, with a new id."""
        number = self.number.text().strip()
        return Patient(
            id=uuid4(),
            family_name=self.family.text().strip() or None,
            given_name=self.given.text().strip() or None,
            birth_date=self.born.value,
            sex=Sex(self.sex.value) if self.sex.value else None,
            identifiers=(Identifier(system="clinic", value=number),) if number else None,
        )


def ask_patient(catalogue: Catalogue, parent: QWidget | None) -> Patient | None:
    """Return the patient entered, or `None` when the dialog was cancelled."""
    dialog = PatientDialog(catalogue, parent)
    return dialog.patient() if dialog.exec() == QDialog.DialogCode.Accepted else None
