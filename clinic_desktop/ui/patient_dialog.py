"""Entering a patient, or correcting one: a small dialog behind one function."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import uuid4

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Identifier, Patient, Sex
from clinic_desktop.ui.widgets.date_field import DateField
from clinic_desktop.ui.widgets.form import new_form
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.pending import record_pending
from clinic_desktop.ui.widgets.telling import Telling
from clinic_desktop.ui.widgets.text_area import TextLine

Keep = Callable[[Patient, QWidget], Patient | None]
"""Keeps the patient entered, and returns who it is then.

`None` goes back to the form, with all that was typed; so does a `UserError`, which is told there.
The widget is the form: the parent of what is asked on the way.
"""

_OWN: Final = "clinic"
_OLDEST: Final = 130
"""Years. Nobody has lived so long; a year of two digits lies further back."""


class PatientDialog(QDialog):
    """Asks for a patient's name, birth date, sex and number."""

    def __init__(
        self,
        catalogue: Catalogue,
        parent: QWidget | None = None,
        *,
        known: Patient | None = None,
        keep: Keep = lambda patient, _: patient,
    ) -> None:
        """Build the dialog.

        Args:
            catalogue: the words.
            parent: Qt's parent.
            known: whose details are corrected; `None` asks for a new patient.
            keep: what happens to the patient before the dialog closes.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Patient's details") if known else self.tr("New patient"))
        self.setMinimumWidth(460)
        self._known = known or Patient(id=uuid4())
        self._keep = keep
        self.kept: Patient | None = None
        self.family = TextLine(self.tr("Family name"))
        self.given = TextLine(self.tr("Given name"))
        self.born = DateField(self.tr("Birth date"))
        self.sex = OpenList(
            self.tr("Sex"), [(s.value, catalogue.label("sex", s)) for s in Sex], closed=True
        )
        self.number = TextLine(self.tr("Patient number"))
        self.told = Telling()
        self._lay_out(is_known=known is not None)
        self._show()
        self.born.refused.connect(self.told.say)

    def accept(self) -> None:
        """Override QDialog.accept: a patient needs a name, and a wrong date is not passed over."""
        self.told.say("")
        record_pending(self)
        if not (self.family.text().strip() or self.given.text().strip()):
            self._tell(self.tr("Give the patient's name."), self.family)
        elif self.born.is_being_typed:  # still, after recording: it is no date
            self.born.setFocus()
        elif wrong := self._wrong_birth():
            self._tell(wrong, self.born)
        else:
            try:
                self.kept = self._keep(self.patient(), self)
            except UserError as error:
                self._tell(str(error), self.family)
                return
            if self.kept is not None:
                super().accept()

    def _wrong_birth(self) -> str:
        """Return why nobody was born on the day entered, "" when somebody may be."""
        born, today = self.born.value, datetime.now().astimezone().date()
        if born is not None and born > today:
            return self.tr("The birth date lies in the future.")
        if born is not None and today.year - born.year > _OLDEST:
            words = self.tr("The birth date lies {count} years back. Give the year in four digits.")
            return words.format(count=today.year - born.year)
        return ""

    def patient(self) -> Patient:
        """The patient as entered; what the form does not show stays as it is known."""
        number = (self.number.value or "").strip()
        numbers = (
            *((Identifier(system=_OWN, value=number),) if number else ()),
            *self._other_numbers(),
        )
        return msgspec.structs.replace(
            self._known,
            family_name=(self.family.value or "").strip() or None,
            given_name=(self.given.value or "").strip() or None,
            birth_date=self.born.value,
            sex=Sex(self.sex.value) if self.sex.value else None,
            identifiers=numbers or None,
        )

    def _show(self) -> None:
        known = self._known
        own = self._own_number()
        self.family.show_value(known.family_name)
        self.given.show_value(known.given_name)
        self.born.show_value(known.birth_date)
        self.sex.show_value(known.sex)
        self.number.show_value(own.value if own else None)

    def _own_number(self) -> Identifier | None:
        return next((i for i in self._known.identifiers or () if i.system == _OWN), None)

    def _other_numbers(self) -> list[Identifier]:
        own = self._own_number()
        return [number for number in self._known.identifiers or () if number is not own]

    def _tell(self, sentence: str, field: QWidget) -> None:
        self.told.refuse(sentence)
        field.setFocus()

    def _lay_out(self, *, is_known: bool) -> None:
        form = new_form()
        form.addRow(self.tr("Family name"), self.family)
        form.addRow(self.tr("Given name"), self.given)
        form.addRow(self.tr("Birth date"), self.born)
        form.addRow(self.tr("Sex"), self.sex)
        form.addRow(self.tr("Patient number"), self.number)
        others = [
            " ".join(filter(None, (number.system, number.value)))
            for number in self._other_numbers()
        ]
        if any(others):
            also = QLabel(", ".join(filter(None, others)))
            also.setTextFormat(Qt.TextFormat.PlainText)
            also.setWordWrap(True)
            form.addRow(self.tr("Other numbers"), also)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        if is_known:
            follow = QLabel(
                self.tr(
                    "The unsigned examinations of this patient take these details on. "
                    "What is signed keeps the details it was signed with."
                )
            )
            follow.setWordWrap(True)
            layout.addWidget(follow)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(self.told)
        layout.addWidget(buttons)


def ask_patient(
    catalogue: Catalogue,
    parent: QWidget | None,
    *,
    known: Patient | None = None,
    keep: Keep = lambda patient, _: patient,
) -> Patient | None:
    """Return the patient as kept, or `None` when the dialog was cancelled."""
    dialog = PatientDialog(catalogue, parent, known=known, keep=keep)
    is_kept = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.kept if is_kept else None
