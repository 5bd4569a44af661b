"""Finding a patient, adding one, beginning a visit."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import patient_dialog
from clinic_desktop.ui.patient_dialog import PatientDialog
from clinic_desktop.ui.patients_page import PatientsPage
from tests.ui.conftest import PATIENT

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


@pytest.fixture
def patients(qtbot: QtBot, store: Record, catalogue: Catalogue) -> PatientsPage:
    page = PatientsPage(store, catalogue, lambda: NOW)
    qtbot.addWidget(page)
    page.refresh()
    return page


def test_the_search_finds_by_part_of_a_name(patients: PatientsPage) -> None:
    patients.search.setText("fict")
    assert patients.patients.count() == 1
    patients.search.setText("nobody")
    assert patients.patients.count() == 0
    assert "No patient is found" in patients._told.text()
    patients.search.clear()
    assert patients.patients.count() == 1


def test_enter_in_the_search_chooses_the_first(patients: PatientsPage) -> None:
    patients.search.setText("fict")
    patients.search.returnPressed.emit()
    assert patients.patient() == PATIENT
    assert patients.begin.isEnabled()


def test_a_visit_begins_with_the_clinic_the_therapist_and_the_time(
    patients: PatientsPage, store: Record, qtbot: QtBot
) -> None:
    patients.search.returnPressed.emit()
    with qtbot.waitSignal(patients.opened) as opened:
        patients.begin.click()
    examination = store.examination(opened.args[0])
    assert examination.performed_at == NOW.isoformat()
    assert examination.protocol == "lumbar_core"
    assert examination.clinic is not None
    assert examination.clinic.name == "Test Clinic"
    assert examination.responses is None


def test_drafts_and_visits_are_listed_and_open(
    patients: PatientsPage, draft: Examination, qtbot: QtBot
) -> None:
    patients.refresh()
    patients.search.returnPressed.emit()
    for listing in (patients.drafts, patients.visits):
        assert listing.count() == 1
        with qtbot.waitSignal(patients.opened) as opened:
            listing.itemActivated.emit(listing.item(0))
        assert opened.args == [draft.id]


def test_a_failing_record_is_told(
    patients: PatientsPage, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise UserError("The record is damaged.")

    acts = {
        "patients": patients.refresh,
        "drafts": patients.refresh,
        "examinations_of": patients.refresh,
        "save_patient": lambda: patients.add(PATIENT),
        "save_draft": patients.begin_visit,
    }
    for name, act in acts.items():
        patients.refresh()
        patients.search.returnPressed.emit()
        assert patients._told.text() == ""
        with monkeypatch.context() as patch:
            patch.setattr(store, name, broken)
            act()
        assert patients._told.text() == "The record is damaged."


def test_a_new_patient_is_asked_for_and_chosen(
    patients: PatientsPage, monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    def answer(self: PatientDialog) -> int:
        self.family.setText("Neu")
        self.born.enter("1/2/1990")
        self.sex.choose("other")
        self.number.setText("7")
        self.accept()
        return self.result()

    monkeypatch.setattr(PatientDialog, "exec", answer)
    patients.new.click()
    chosen = patients.patient()
    assert chosen is not None
    assert (chosen.family_name, chosen.birth_date) == ("Neu", date(1990, 2, 1))
    assert chosen.identifiers is not None
    monkeypatch.setattr(PatientDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    assert patient_dialog.ask_patient(catalogue, None) is None


def test_a_patient_needs_a_name_and_a_date_that_is_one(qtbot: QtBot, catalogue: Catalogue) -> None:
    dialog = PatientDialog(catalogue)
    qtbot.addWidget(dialog)
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted
    dialog.given.setText("Fay")
    dialog.born.enter("30/2/1990")
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted
    dialog.born.enter("")
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
