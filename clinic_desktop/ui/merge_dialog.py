"""Two entries that are one patient: side by side, and filed under the one that stays."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain import phrases
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Patient
from clinic_desktop.ui.patient_words import visits
from clinic_desktop.ui.widgets.asking import agrees
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.form import scrolling, section
from clinic_desktop.ui.widgets.people_list import PeopleList
from clinic_desktop.ui.widgets.telling import Telling

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_SHOWN = 50
_ONE, _OTHER = "one", "other"


class MergeDialog(QDialog):
    """Chooses the other entry of a patient and which of the two stays, and merges them."""

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        patient: Patient,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Merge two patients"))
        room = self.screen().availableGeometry()
        self.resize(min(820, room.width()), min(600, room.height() - 40))
        self._store = store
        self._catalogue = catalogue
        self._patient = patient
        self._found: dict[UUID, Patient] = {}
        self.kept: Patient | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Name, birth date or number"))
        self.search.setAccessibleName(self.tr("Search the other patient"))
        self.search.setClearButtonEnabled(True)
        self.people = PeopleList(self.tr("The other patient"))
        self.people.setMinimumHeight(110)
        self.stays = ChoiceRow(
            self.tr("Which one stays"),
            [(_ONE, self.tr("This one stays")), (_OTHER, self.tr("This one stays"))],
        )
        self.compared = QFrame()
        self.compared.setProperty("column", True)
        self._cells: dict[str, tuple[QLabel, ElidedLabel, ElidedLabel]] = {}
        self.told = Telling()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.merge = self.buttons.addButton(
            self.tr("Merge\u2026"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._lay_out()
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(lambda: self.people.setCurrentRow(0))
        self.people.currentItemChanged.connect(self._compare)
        self.stays.chosen.connect(self._allow)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._search()
        self._compare()
        self.search.setFocus()

    @property
    def other(self) -> Patient | None:
        """The other patient, as chosen."""
        chosen = self.people.chosen
        return self._found.get(chosen) if chosen else None

    def accept(self) -> None:
        """Override QDialog.accept: merge, when a patient is chosen, one stays, and it is agreed."""
        other = self.other
        if other is None or self.stays.value is None:
            return
        stays, goes = (self._patient, other) if self.stays.value == _ONE else (other, self._patient)
        question = self.tr("Merge these two patients into one? This cannot be undone.")
        if not agrees(self, question):
            return
        try:
            self._store.patients.merge(goes.id, stays.id)
        except UserError as error:
            self.told.say(str(error))
            return
        self.kept = stays
        super().accept()

    def _search(self) -> None:
        """List who is found; without words, who is like the patient."""
        try:
            found = (
                self._store.patients.find(self.search.text(), limit=_SHOWN)
                if self.search.text().strip()
                else self._store.patients.similar(self._patient)
            )
        except UserError as error:
            self.told.say(str(error))
            return
        self._found = {patient.id: patient for patient in found if patient.id != self._patient.id}
        self.people.fill(
            (
                key,
                (phrases.patient_name(patient), phrases.patient_line(patient, self._catalogue)),
            )
            for key, patient in self._found.items()
        )
        self.told.say(
            ""
            if self._found
            else self.tr("No other patient is found. Type words of the other entry in the search.")
        )
        self._compare()

    def _compare(self) -> None:
        other = self.other
        self.compared.setEnabled(other is not None)
        if other is None:
            self.stays.show_value(None)
        try:
            one, two = self._details(self._patient), self._details(other) if other else {}
        except UserError as error:
            self.told.say(str(error))
            return
        for name, (label, left, right) in self._cells.items():
            theirs = two.get(name, "\u2013")
            differs = bool(two) and one[name] != theirs
            label.setText(self.tr("{name} (differs)").format(name=name) if differs else name)
            left.show_text(one[name])
            right.show_text(theirs)
        for value, patient in ((_ONE, self._patient), (_OTHER, other)):
            words = phrases.patient_name(patient) if patient else self.tr("nobody chosen yet")
            button = self.stays.buttons[value]
            button.setAccessibleName(self.tr("This one stays: {name}").format(name=words))
        self._allow()

    def _allow(self) -> None:
        self.merge.setEnabled(self.other is not None and self.stays.value is not None)

    def _details(self, patient: Patient) -> dict[str, str]:
        numbers = [
            " ".join(filter(None, (number.system, number.value)))
            for number in patient.identifiers or ()
        ]
        nothing = self.tr("not recorded")
        born = patient.birth_date
        return {
            self.tr("Family name"): patient.family_name or nothing,
            self.tr("Given name"): patient.given_name or nothing,
            self.tr("Birth date"): long_date(born) if born else nothing,
            self.tr("Sex"): self._catalogue.label("sex", patient.sex),
            self.tr("Numbers"): ", ".join(filter(None, numbers)) or nothing,
            self.tr("Examinations"): visits(self._store, patient),
        }

    def _lay_out(self) -> None:
        grid = QGridLayout(self.compared)
        grid.setHorizontalSpacing(12)
        grid.addWidget(section(self.tr("The patient chosen before")), 0, 1)
        grid.addWidget(section(self.tr("The other patient")), 0, 2)
        names = ("Family name", "Given name", "Birth date", "Sex", "Numbers", "Examinations")
        for row, name in enumerate(names, start=1):
            cells = QLabel(), ElidedLabel(), ElidedLabel()
            self._cells[self.tr(name)] = cells
            for column, cell in enumerate(cells):
                grid.addWidget(cell, row, column)
        grid.addWidget(self.stays, len(names) + 1, 1, 1, 2)
        grid.setColumnMinimumWidth(
            0, self.fontMetrics().horizontalAdvance("Examinations (differs)")
        )
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        happens = QLabel(
            self.tr(
                "The examinations of both stand under the one that stays, and the unsigned ones "
                "take its details on. Signed ones keep the details they were signed with. "
                "The other entry leaves every list, and its own details with it, save its "
                "numbers. "
                "The merging is written to the trail. It cannot be undone."
            )
        )
        happens.setWordWrap(True)
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(section(self.tr("Choose the other entry of the same patient")))
        body.addWidget(self.search)
        body.addWidget(self.people, 1)
        body.addWidget(self.compared)
        body.addWidget(happens)
        layout = QVBoxLayout(self)
        layout.addWidget(scrolling(inner), 1)
        layout.addWidget(self.told)
        layout.addWidget(self.buttons)


def merge_patient(
    store: "Record", catalogue: Catalogue, patient: Patient, parent: QWidget | None
) -> Patient | None:
    """Return the patient that stayed, or `None` when nobody was merged."""
    dialog = MergeDialog(store, catalogue, patient, parent)
    dialog.exec()
    dialog.deleteLater()
    return dialog.kept
