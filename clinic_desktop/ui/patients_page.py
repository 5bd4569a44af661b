"""The first page after unlocking: find or add a patient, go on with a draft, begin a visit."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain import phrases
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import day_of, long_date
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Patient, new_examination
from clinic_desktop.ui.patient_dialog import ask_patient
from clinic_desktop.ui.widgets.form import section, title
from clinic_desktop.ui.widgets.open_list import OpenList

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_SHOWN = 50


class PatientsPage(QWidget):
    """Lists patients and drafts of the record.

    Signals:
        opened: the id of the examination to show.
        told: a plain sentence for the person.
    """

    opened = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._catalogue = catalogue
        self._now = now
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Name, birth date or number"))
        self.search.setAccessibleName(self.tr("Search patients"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._choose_first)
        self.new = QPushButton(self.tr("&New patient\u2026"), self)
        self.new.clicked.connect(self._new_patient)
        self.patients = _list(self.tr("Patients found"))
        self.patients.currentItemChanged.connect(self._show_visits)
        self.visits = _list(self.tr("Examinations of this patient"))
        self.visits.itemActivated.connect(self._open)
        self.drafts = _list(self.tr("Unsigned examinations"))
        self.drafts.itemActivated.connect(self._open)
        self.protocol = OpenList(
            self.tr("Protocol"),
            [(key, protocol.name) for key, protocol in catalogue.protocols.items()],
            closed=True,
        )
        self.protocol.show_value(next(iter(catalogue.protocols), None))
        self.begin = QPushButton(self.tr("New &examination"), self)
        self.begin.clicked.connect(self.begin_visit)
        self._chosen = QLabel(self)
        self._chosen.setProperty("role", "patient")
        self._chosen.setTextFormat(Qt.TextFormat.PlainText)
        self._chosen.setWordWrap(True)
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        self._lay_out()

    def refresh(self) -> None:
        """Read the lists again."""
        self._search()
        self._show_drafts()

    def start(self) -> None:
        """Put the keyboard on the search."""
        self.search.setFocus()

    def patient(self) -> Patient | None:
        """The patient chosen."""
        item = self.patients.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def add(self, patient: Patient) -> None:
        """Add a patient to the record and choose them."""
        try:
            self._store.patients.save(patient)
        except UserError as error:
            self._told.setText(str(error))
            return
        self.search.clear()
        self.refresh()
        for row in range(self.patients.count()):
            if self.patients.item(row).data(Qt.ItemDataRole.UserRole).id == patient.id:
                self.patients.setCurrentRow(row)
        self.begin.setFocus()

    def _lay_out(self) -> None:
        find = QHBoxLayout()
        find.setSpacing(8)
        find.addWidget(self.search, 1)
        find.addWidget(self.new)
        left = QVBoxLayout()
        left.addLayout(find)
        left.addWidget(self.patients, 1)
        begin = QHBoxLayout()
        begin.setSpacing(8)
        begin.addWidget(self.begin)
        begin.addWidget(QLabel(self.tr("with")))
        begin.addWidget(self.protocol, 1)
        middle = QVBoxLayout()
        middle.addWidget(self._chosen)
        middle.addLayout(begin)
        middle.addWidget(section(self.tr("Examinations")))
        middle.addWidget(self.visits, 1)
        right = QVBoxLayout()
        right.addWidget(section(self.tr("Unsigned examinations")))
        right.addWidget(self.drafts, 1)
        columns = QHBoxLayout()
        columns.setSpacing(18)
        for column in (left, middle, right):
            column.setSpacing(8)
            columns.addLayout(column, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(title(self.tr("Patients")))
        layout.addLayout(columns, 1)
        layout.addWidget(self._told)

    def _search(self) -> None:
        chosen = self.patient()
        try:
            found = self._store.patients.find(self.search.text(), limit=_SHOWN)
        except UserError as error:
            self._told.setText(str(error))
            return
        self._told.clear()
        self.patients.blockSignals(True)
        self.patients.clear()
        for patient in found:
            line = phrases.patient_line(patient, self._catalogue)
            item = QListWidgetItem(f"{phrases.patient_name(patient)}\n{line}")
            item.setData(Qt.ItemDataRole.UserRole, patient)
            self.patients.addItem(item)
            if chosen is not None and patient.id == chosen.id:
                self.patients.setCurrentItem(item)
        self.patients.blockSignals(False)
        if not found:
            said = self.search.text().strip()
            self._told.setText(
                self.tr("No patient is found by these words. Add a new patient.")
                if said
                else self.tr("There is no patient in the record yet. Add the first one.")
            )
        self._show_visits()

    def _choose_first(self) -> None:
        if self.patients.count():
            self.patients.setCurrentRow(0)
            self.begin.setFocus()

    def _show_visits(self) -> None:
        patient = self.patient()
        self.begin.setEnabled(patient is not None)
        self.visits.clear()
        if patient is None:
            self._chosen.setText(self.tr("Choose a patient"))
            return
        self._chosen.setText(phrases.patient_name(patient))
        try:
            visits = self._store.examinations_of(patient.id)
        except UserError as error:
            self._told.setText(str(error))
            return
        for visit in visits:
            day = day_of(visit.performed_at)
            state = self._catalogue.label("state", visit.state)
            when = long_date(day) if day else self.tr("undated")
            item = QListWidgetItem(f"{when}\n{state}")
            item.setData(Qt.ItemDataRole.UserRole, visit.id)
            self.visits.addItem(item)

    def _show_drafts(self) -> None:
        self.drafts.clear()
        try:
            lines = self._store.unsigned(limit=_SHOWN)
        except UserError as error:
            self._told.setText(str(error))
            return
        for line in lines:
            saved = line.saved_at.astimezone()
            when = f"{long_date(saved.date())}, {saved:%H:%M}"
            item = QListWidgetItem(
                f"{phrases.patient_name(line.patient)}\n"
                + self.tr("last answer {when}").format(when=when)
            )
            item.setData(Qt.ItemDataRole.UserRole, line.id)
            self.drafts.addItem(item)

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(Qt.ItemDataRole.UserRole))

    def _new_patient(self) -> None:
        patient = ask_patient(self._catalogue, self)
        if patient is not None:
            self.add(patient)

    def begin_visit(self) -> None:
        """Begin an examination of the patient chosen and open it."""
        patient = self.patient()
        if patient is None:
            return
        try:
            clinic = self._store.clinic()
            examination = new_examination(
                uuid4(),
                patient,
                self.protocol.value or next(iter(self._catalogue.protocols)),
                performed_at=self._now().isoformat(timespec="seconds"),
                clinic=clinic,
                therapist=self._store.account.therapist,
            )
            self._store.drafts.save(examination)
        except UserError as error:
            self._told.setText(str(error))
            return
        self.opened.emit(examination.id)


def _list(name: str) -> QListWidget:
    widget = QListWidget()
    widget.setAccessibleName(name)
    widget.setProperty("role", "people")
    widget.setWordWrap(True)
    return widget
