"""The first page after unlocking: find or add a patient, go on with a draft, begin a visit."""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain import phrases
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Patient, new_examination
from clinic_desktop.domain.practice import ExaminationLine, OwnProtocol, Role, State
from clinic_desktop.ui.erase_dialog import show_retention
from clinic_desktop.ui.merge_dialog import merge_patient
from clinic_desktop.ui.open_work import OpenWork
from clinic_desktop.ui.patient_dialog import ask_patient
from clinic_desktop.ui.patient_export import Archive, export_patient
from clinic_desktop.ui.patient_words import initials, performed_on
from clinic_desktop.ui.practice_patient import practice_patient
from clinic_desktop.ui.similar_dialog import Decision, ask_similar
from clinic_desktop.ui.unsigned_work import of_today, reminder, unsigned_work
from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.form import section, title
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.people_list import PeopleList
from clinic_desktop.ui.widgets.telling import Telling

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_SHOWN = 50


class _SearchLine(QLineEdit):
    """Keeps Enter to itself: it moves the keyboard to a button, which it must not press too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QLineEdit.keyPressEvent: Enter goes no further."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class PatientsPage(QWidget):
    """Lists patients, their examinations, and what waits to be signed.

    Signals:
        opened: the id of the examination to show.
    """

    opened = Signal(object)

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
        *,
        archive: Archive | None = None,
    ) -> None:
        """Build the page.

        Args:
            store: the open record.
            catalogue: protocols and words.
            now: the time of day, with its offset.
            parent: Qt's parent.
            archive: makes the file of a patient's whole record; without it none is exported.
        """
        super().__init__(parent)
        self._store = store
        self._catalogue = catalogue
        self._now = now
        self._archive = archive
        self._found: dict[UUID, Patient] = {}
        self._is_discreet = False
        self.search = _SearchLine(self)
        self.search.setPlaceholderText(self.tr("Name, birth date or number"))
        self.search.setAccessibleName(self.tr("Search patients"))
        self.search.setClearButtonEnabled(True)
        self.new = QPushButton(self.tr("&New patient\u2026"), self)
        self.practice = QPushButton(self.tr("Try it with a practice patient"), self)
        self.patients = PeopleList(self.tr("Patients found"), self)
        self.begin = QPushButton(self.tr("New &examination"), self)
        self._own: dict[str, OwnProtocol] = {}
        self.protocol = OpenList(self.tr("Protocol"), [], closed=True)
        self.visits = PeopleList(self.tr("Examinations of this patient"), self)
        self.details = QPushButton(self.tr("&Details\u2026"), self)
        self.details.setToolTip(self.tr("Correct the patient's details (F2)"))
        self.merge = QPushButton(self.tr("&Merge\u2026"), self)
        self.merge.setToolTip(self.tr("Two entries are one patient"))
        self.export = QPushButton(self.tr("E&xport\u2026"), self)
        self.export.setToolTip(self.tr("Everything about this patient in one file"))
        self.export.setVisible(archive is not None)
        self.work = OpenWork(store, catalogue, now, lambda patient: self._lines(patient)[0], self)
        self.retention = QPushButton(self.tr("Re&tention\u2026"), self)
        self.retention.setVisible(store.account.role is Role.OWNER)
        self.hide_names = QPushButton(self)
        self.reminder = QLabel(self)
        self.reminder.setProperty("role", "alert")
        self.reminder.setWordWrap(True)
        self.reminder.hide()
        self._chosen = ElidedLabel(self)
        self._chosen.setProperty("role", "patient")
        self._chosen_line = ElidedLabel(self)
        self._told = Telling(self)
        self._show_protocols()
        self._name_hiding()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the lists again."""
        self._search()
        self.work.refresh()
        self._show_protocols()
        self.remind(self._now())

    def start(self) -> None:
        """Put the keyboard on the search."""
        self.search.setFocus()

    def patient(self) -> Patient | None:
        """The patient chosen."""
        chosen = self.patients.chosen
        return self._found.get(chosen) if chosen else None

    def add(self, patient: Patient) -> None:
        """Add a patient to the record and choose them."""
        try:
            self._store.patients.save(patient)
        except UserError as error:
            self._told.say(str(error))
            return
        self._choose(patient)

    def begin_visit(self) -> None:
        """Begin an examination of the patient chosen and open it."""
        patient = self.patient()
        if patient is None:
            return
        try:
            clinic = self._store.clinic()
            protocol = self.protocol.value or next(iter(self._catalogue.protocols))
            own = self._own.get(protocol)
            examination = new_examination(
                uuid4(),
                patient,
                protocol,
                performed_at=self._now().isoformat(timespec="seconds"),
                clinic=clinic,
                therapist=self._store.account.therapist,
                protocol_tests=own.tests if own else None,
                examine_first=self._store.settings().examine_first,
            )
            self._store.drafts.save(examination)
        except UserError as error:
            self._told.say(str(error))
            return
        self.opened.emit(examination.id)

    def practise(self) -> None:
        """Begin an examination of the practice patient and open it."""
        try:
            patient = practice_patient(self._store)
        except UserError as error:
            self._told.say(str(error))
            return
        self._choose(patient)
        self.begin_visit()

    def remind(self, now: datetime) -> None:
        """Show, once the day has ended, how many examinations are not signed.

        Args:
            now: the time of day, with its offset.
        """
        try:
            ends = self._store.settings().day_ends
            work = unsigned_work(self._store, now) if f"{now:%H:%M}" >= ends else ()
        except UserError as error:
            self._told.say(str(error))
            return
        sentence = reminder(work, now)
        self.reminder.setText(sentence)
        self.reminder.setVisible(bool(sentence))

    def unsigned_today(self, now: datetime) -> int:
        """Return how many examinations of today are not signed; 0 where that cannot be read.

        Args:
            now: the time of day, with its offset.
        """
        try:
            return of_today(unsigned_work(self._store, now), now)
        except UserError:
            return 0  # asked on closing, which a failing disk must not stand in the way of

    def set_discreet(self, is_discreet: bool) -> None:
        """Show initials in place of names and details, or the names again."""
        self._is_discreet = is_discreet
        self.search.setEchoMode(
            QLineEdit.EchoMode.PasswordEchoOnEdit if is_discreet else QLineEdit.EchoMode.Normal
        )
        self._name_hiding()
        self.refresh()

    def _name_hiding(self) -> None:
        self.hide_names.setText(
            self.tr("Show names (F9)") if self._is_discreet else self.tr("Hide names (F9)")
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(title(self.tr("Patients")), 1)
        head.addWidget(self.hide_names)
        head.addWidget(self.retention)
        find = _row(self.search, self.new)
        find.setStretch(0, 1)
        left = QVBoxLayout()
        left.addLayout(find)
        left.addWidget(self.practice)
        left.addWidget(self.patients, 1)
        begin = _row(self.begin, QLabel(self.tr("with")), self.protocol)
        begin.setStretch(2, 1)
        acts = _row(self.details, self.merge, self.export)
        acts.addStretch()
        middle = QVBoxLayout()
        middle.addWidget(self._chosen)
        middle.addWidget(self._chosen_line)
        middle.addLayout(begin)
        middle.addWidget(section(self.tr("Examinations")))
        middle.addWidget(self.visits, 1)
        middle.addLayout(acts)
        columns = QHBoxLayout()
        columns.setSpacing(18)
        for column in (left, middle):
            column.setSpacing(8)
            columns.addLayout(column, 1)
        columns.addWidget(self.work, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.reminder)
        layout.addLayout(columns, 1)
        layout.addWidget(self._told)
        order = (
            *(
                self.search,
                self.new,
                self.practice,
                self.patients,
                self.begin,
                self.protocol,
                self.visits,
            ),
            *(self.details, self.merge, self.export),
            *(self.work.drafts, self.work.withdraw, self.work.awaiting),
            *(self.hide_names, self.retention),
        )
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._search())
        self.search.returnPressed.connect(self._choose_first)
        self.new.clicked.connect(self._new_patient)
        self.practice.clicked.connect(self.practise)
        self.patients.currentItemChanged.connect(self._show_visits)
        self.patients.itemActivated.connect(lambda _: self.begin.setFocus())
        self.begin.clicked.connect(self.begin_visit)
        self.details.clicked.connect(self._correct)
        self.merge.clicked.connect(self._merge)
        self.export.clicked.connect(self._export)
        self.retention.clicked.connect(self._show_retention)
        self.visits.itemActivated.connect(
            lambda item: self.opened.emit(item.data(Qt.ItemDataRole.UserRole))
        )
        self.work.opened.connect(self.opened)
        self.work.withdrawn.connect(self._tell_withdrawn)
        self.work.told.connect(self._told.say)
        self.hide_names.clicked.connect(self._switch_names)
        for key, act in (("F2", self._correct), ("F9", self._switch_names)):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _switch_names(self) -> None:
        self.set_discreet(not self._is_discreet)

    def _search(self, first: Patient | None = None) -> None:
        """List who is found; `first` stands before them and is chosen, found or not."""
        try:
            found = self._store.patients.find(self.search.text(), limit=_SHOWN)
        except UserError as error:
            self._told.say(str(error))
            return
        ahead = (first,) if first is not None and first not in found else ()
        self._found = {patient.id: patient for patient in (*ahead, *found)}
        self.patients.fill(
            ((key, self._lines(patient)) for key, patient in self._found.items()),
            chosen=first.id if first else None,
        )
        is_empty = not found and not self.search.text().strip()
        self.practice.setVisible(is_empty)
        if found:
            self._told.say(
                self.tr("The first {count} are shown. Type more of the name.").format(count=_SHOWN)
                if len(found) == _SHOWN and self.search.text().strip()
                else ""
            )
        else:
            self._told.say(
                self.tr("There is no patient in the record yet. Add the first one.")
                if is_empty
                else self.tr("No patient is found by these words. Add a new patient.")
            )
        self._show_visits()

    def _choose(self, patient: Patient) -> None:
        """Show a patient, first and chosen, the keyboard on what comes next."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._search(patient)
        self.work.refresh()
        self.begin.setFocus()

    def _choose_first(self) -> None:
        if self.search.text().strip() and self.patients.count():
            self.patients.setCurrentRow(0)
            self.begin.setFocus()

    def _show_visits(self) -> None:
        patient = self.patient()
        for button in (self.begin, self.details, self.merge, self.export):
            button.setEnabled(patient is not None)
        if patient is None:
            self._chosen.show_text(self.tr("Choose a patient"))
            self._chosen_line.show_text("")
            self.visits.clear()
            return
        name, line = self._lines(patient)
        self._chosen.show_text(name)
        self._chosen_line.show_text(line)
        try:
            lines = self._store.lists.of(patient.id)
        except UserError as error:
            self.visits.clear()
            self._told.say(str(error))
            return
        self.visits.fill((visit.id, (performed_on(visit), self._state(visit))) for visit in lines)

    def _show_protocols(self) -> None:
        """Offer the program's protocols, then the clinic's own; the choice stays."""
        try:
            own = self._store.settings().protocols
        except UserError as error:
            self._told.say(str(error))
            own = ()
        self._own = {protocol.name: protocol for protocol in own}
        known = [(key, protocol.name) for key, protocol in self._catalogue.protocols.items()]
        self.protocol.offer([*known, *((name, name) for name in self._own)])
        if self.protocol.value not in (*self._catalogue.protocols, *self._own):
            self.protocol.show_value(known[0][0])

    def _lines(self, patient: Patient) -> tuple[str, str]:
        """A patient's name and details as they may be shown now."""
        if self._is_discreet:
            return initials(patient), self.tr("details hidden")
        return phrases.patient_name(patient), phrases.patient_line(patient, self._catalogue)

    def _state(self, visit: ExaminationLine) -> str:
        words = [self._catalogue.label("state", visit.state)]
        if visit.awaits:
            words.append(self.tr("waits for counter-signature"))
        if visit.is_open and visit.state is not State.DRAFT:
            words.append(self.tr("an amendment is open"))
        return ", ".join(words)

    def _new_patient(self) -> None:
        patient = ask_patient(self._catalogue, self, keep=self._keep_new)
        # Where two dialogs close at once, a window manager may give the keyboard to no window.
        self.activateWindow()
        if patient is not None:
            self._choose(patient)

    def _keep_new(self, patient: Patient, form: QWidget) -> Patient | None:
        """Save a patient entered, once somebody said that they are not one of those similar."""
        similar = self._store.patients.similar(patient)
        decision = (
            ask_similar(self._store, self._catalogue, similar, form) if similar else Decision.ADD
        )
        if isinstance(decision, Patient):
            return decision
        if decision is Decision.BACK:
            return None
        self._store.patients.save(patient)
        return patient

    def _correct(self) -> None:
        patient = self.patient()
        if patient is None:
            return

        def keep(corrected: Patient, _: QWidget) -> Patient:
            self._store.patients.save(corrected)
            return corrected

        corrected = ask_patient(self._catalogue, self, known=patient, keep=keep)
        if corrected is not None:
            self._search(corrected)
            self.work.refresh()

    def _merge(self) -> None:
        patient = self.patient()
        kept = patient and merge_patient(self._store, self._catalogue, patient, self)
        if kept:
            self._choose(kept)
            self._told.say(self.tr("The two are one patient now."))

    def _export(self) -> None:
        patient = self.patient()
        if patient is None or self._archive is None:
            return
        try:
            said = export_patient(self._store, patient, self._archive, self._now().date(), self)
        except UserError as error:
            said = str(error)
        if said:
            self._told.say(said)

    def _show_retention(self) -> None:
        show_retention(self._store, self._catalogue, self._now().date(), self)
        self.refresh()

    def _tell_withdrawn(self) -> None:
        self.refresh()
        self._told.say(self.tr("Withdrawn."))


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    return row
