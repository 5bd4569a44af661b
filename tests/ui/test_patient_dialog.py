"""Entering a patient, correcting one, and looking whether they are in the record already."""

from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination, Identifier, Patient, Sex
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import patient_dialog
from clinic_desktop.ui.patient_dialog import PatientDialog
from clinic_desktop.ui.similar_dialog import Decision, SimilarDialog
from tests.ui.conftest import PATIENT

NUMBERED = msgspec.structs.replace(
    PATIENT,
    sex=Sex.FEMALE,
    identifiers=(
        Identifier(system="mrn", value="<b>9</b>"),
        Identifier(system="clinic", value="7"),
    ),
)


def test_a_patient_needs_a_name_and_a_birth_date_that_is_one(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    dialog = PatientDialog(catalogue)
    qtbot.addWidget(dialog)
    dialog.accept()
    assert "name" in dialog.told.text()
    dialog.given.enter("Fay")
    for wrong, told in (
        ("30/2/1990", "not a date"),
        ("1/1/2999", "future"),
        ("1/1/0012", "years back"),
    ):
        dialog.born.enter(wrong)
        dialog.accept()
        assert dialog.result() != QDialog.DialogCode.Accepted
        assert told in dialog.told.text()
    dialog.born.enter("")
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.kept == Patient(id=dialog.patient().id, given_name="Fay")


def test_what_is_still_being_typed_is_kept(qtbot: QtBot, catalogue: Catalogue) -> None:
    dialog = PatientDialog(catalogue)
    qtbot.addWidget(dialog)
    QTest.keyClicks(dialog.family, "Neu")
    QTest.keyClicks(dialog.born, "1.2.1990")
    dialog.accept()
    assert dialog.kept is not None
    assert (dialog.kept.family_name, dialog.kept.birth_date) == ("Neu", date(1990, 2, 1))


def test_a_known_patient_is_shown_and_kept_as_they_are(qtbot: QtBot, catalogue: Catalogue) -> None:
    dialog = PatientDialog(catalogue, known=NUMBERED)
    qtbot.addWidget(dialog)
    assert dialog.number.text() == "7"
    assert "mrn <b>9</b>" in [label.text() for label in dialog.findChildren(QLabel)]
    dialog.accept()
    assert dialog.kept is not None
    assert set(dialog.kept.identifiers or ()) == set(NUMBERED.identifiers or ())
    assert msgspec.structs.replace(dialog.kept, identifiers=NUMBERED.identifiers) == NUMBERED


def test_correcting_a_number_leaves_the_numbers_of_other_systems(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    dialog = PatientDialog(catalogue, known=NUMBERED)
    qtbot.addWidget(dialog)
    dialog.number.enter("8")
    assert dialog.patient().identifiers == (
        Identifier(system="clinic", value="8"),
        Identifier(system="mrn", value="<b>9</b>"),
    )
    dialog.number.enter("")
    assert dialog.patient().identifiers == (Identifier(system="mrn", value="<b>9</b>"),)


def test_a_wrong_date_does_not_leave_the_old_one_in_silence(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    dialog = PatientDialog(catalogue, known=PATIENT)
    qtbot.addWidget(dialog)
    dialog.born.enter("31/2/1980")
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted
    assert dialog.born.text() == "31/2/1980"


def test_a_refusal_is_told_in_the_form_and_nothing_typed_is_lost(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    def refuse(_: Patient, __: QWidget) -> Patient:
        raise UserError("The disk is full.")

    dialog = PatientDialog(catalogue, keep=refuse)
    qtbot.addWidget(dialog)
    dialog.family.enter("Neu")
    dialog.accept()
    assert dialog.told.text() == "The disk is full."
    assert dialog.result() != QDialog.DialogCode.Accepted
    assert dialog.family.text() == "Neu"


def test_cancelling_gives_nobody(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PatientDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    assert patient_dialog.ask_patient(catalogue, None) is None


@pytest.fixture
def similar(qtbot: QtBot, store: Record, draft: Examination, catalogue: Catalogue) -> SimilarDialog:
    other = Patient(id=uuid4(), family_name="Fictional", given_name="Fey")
    store.patients.save(other)
    dialog = SimilarDialog(store, catalogue, (draft.patient, other))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_those_similar_are_shown_with_birth_date_and_last_examination(
    similar: SimilarDialog,
) -> None:
    first, second = (similar.people.item(row).text() for row in range(2))
    assert "29 February 1980" in first
    assert "1 examination, the last on 18 November 2026" in first
    assert "No examination" in second


def test_nobody_is_taken_before_they_are_chosen(similar: SimilarDialog) -> None:
    assert similar.people.chosen is None
    assert not similar.use.isEnabled()
    assert similar.decision is Decision.BACK
    similar._use()
    assert similar.result() != QDialog.DialogCode.Accepted


def test_the_keyboard_alone_uses_a_patient_of_the_record(
    similar: SimilarDialog, qtbot: QtBot
) -> None:
    similar.people.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(similar.people.hasFocus)
    assert similar.people.chosen == PATIENT.id
    QTest.keyClick(similar.people, Qt.Key.Key_Return)
    assert similar.decision == PATIENT
    assert similar.result() == QDialog.DialogCode.Accepted


def test_escape_goes_back_and_add_adds(similar: SimilarDialog) -> None:
    similar.people.setCurrentRow(0)
    QTest.keyClick(similar.people, Qt.Key.Key_Escape)
    decisions = [similar.decision]
    similar.add.click()
    assert [*decisions, similar.decision] == [Decision.BACK, Decision.ADD]


def test_the_list_says_the_same_to_a_screen_reader_without_markup(similar: SimilarDialog) -> None:
    evil = Patient(id=UUID(int=3), family_name="<b>Bold</b>\nNext")
    similar.people.fill([(evil.id, ("<b>Bold</b>\nNext", "born"))])
    item = similar.people.item(0)
    assert item.text() == "<b>Bold</b> Next\nborn"
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "<b>Bold</b> Next, born"
    assert "&lt;b&gt;" in item.toolTip()
