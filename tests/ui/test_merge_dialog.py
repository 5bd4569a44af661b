"""Two entries of one patient become one: which stays is said, and nothing is merged unasked."""

from uuid import uuid4

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination, Identifier, Patient, Sex
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import merge_dialog
from clinic_desktop.ui.merge_dialog import MergeDialog
from tests.ui.conftest import PATIENT

TWIN = msgspec.structs.replace(
    PATIENT,
    id=uuid4(),
    family_name="Fiktional",
    sex=Sex.FEMALE,
    identifiers=(Identifier(system="clinic", value="12"),),
)


@pytest.fixture
def dialog(
    qtbot: QtBot,
    store: Record,
    draft: Examination,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
) -> MergeDialog:
    store.patients.save(TWIN)
    store.patients.save(Patient(id=uuid4(), family_name="Quite", given_name="Other"))
    monkeypatch.setattr(merge_dialog, "agrees", lambda *_: True)
    shown = MergeDialog(store, catalogue, draft.patient)
    qtbot.addWidget(shown)
    return shown


def cells(dialog: MergeDialog, name: str) -> tuple[str, str, str]:
    label, left, right = dialog._cells[name]
    return label.text(), left.full, right.full


def test_who_is_like_the_patient_is_offered_first_and_anybody_can_be_searched(
    dialog: MergeDialog,
) -> None:
    assert dialog.people.ids() == (TWIN.id,)
    dialog.search.setText("quite")
    assert dialog.people.count() == 1
    dialog.search.setText("fictional")
    assert dialog.people.ids() == ()
    assert "No other patient" in dialog.told.text()
    dialog.search.clear()
    assert dialog.told.text() == ""


def test_both_stand_side_by_side_and_what_differs_is_said(dialog: MergeDialog) -> None:
    assert cells(dialog, "Given name") == ("Given name", "Fay", "\u2013")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert cells(dialog, "Given name") == ("Given name", "Fay", "Fay")
    assert cells(dialog, "Family name") == ("Family name (differs)", "Fictional", "Fiktional")
    assert cells(dialog, "Sex") == ("Sex (differs)", "not recorded", "Female")
    assert cells(dialog, "Numbers") == ("Numbers (differs)", "not recorded", "clinic 12")
    assert cells(dialog, "Examinations")[1:] == (
        "1 examination, the last on 18 November 2026",
        "No examination",
    )


def test_nothing_is_merged_before_both_are_chosen_and_it_is_agreed(
    dialog: MergeDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not dialog.merge.isEnabled()
    dialog.accept()
    dialog.people.setCurrentRow(0)
    assert not dialog.merge.isEnabled()
    dialog.accept()
    dialog.stays.choose("other")
    assert dialog.merge.isEnabled()
    monkeypatch.setattr(merge_dialog, "agrees", lambda *_: False)
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted
    assert PATIENT in store.patients.find()


@pytest.mark.parametrize(
    ("choice", "stays", "goes"), [("one", PATIENT, TWIN), ("other", TWIN, PATIENT)]
)
def test_the_one_that_stays_has_the_examinations_of_both(
    dialog: MergeDialog,
    store: Record,
    draft: Examination,
    choice: str,
    stays: Patient,
    goes: Patient,
) -> None:
    dialog.people.setCurrentRow(0)
    dialog.stays.choose(choice)
    dialog.merge.click()
    numbers = (*(stays.identifiers or ()), *(goes.identifiers or ()))
    stays = msgspec.structs.replace(stays, identifiers=numbers or None)
    assert dialog.kept is not None
    assert dialog.kept.id == stays.id
    found = store.patients.find()
    assert stays in found
    assert goes.id not in {patient.id for patient in found}
    assert [line.id for line in store.lists.of(stays.id)] == [draft.id]
    assert store.drafts.examination(draft.id).patient == stays
    assert store.trail.entries(1)[0].action is Action.PATIENTS_MERGED


def test_what_happens_is_said_before(dialog: MergeDialog) -> None:
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    for words in ("keep the details they were signed with", "trail", "cannot be undone"):
        assert words in said


def test_which_one_stays_is_said_to_a_screen_reader_by_name(dialog: MergeDialog) -> None:
    dialog.people.setCurrentRow(0)
    names = [button.accessibleName() for button in dialog.stays.buttons.values()]
    assert names == ["This one stays: Fictional, Fay", "This one stays: Fiktional, Fay"]


def test_choosing_another_search_takes_the_choice_back(dialog: MergeDialog) -> None:
    dialog.people.setCurrentRow(0)
    dialog.stays.choose("other")
    dialog.search.setText("nobody at all")
    assert dialog.stays.value is None
    assert not dialog.merge.isEnabled()


def test_a_refusal_is_told_inside(
    dialog: MergeDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise UserError("The disk is full.")

    dialog.people.setCurrentRow(0)
    dialog.stays.choose("one")
    for name in ("merge", "find"):
        monkeypatch.setattr(store.patients, name, refuse)
    dialog.accept()
    assert dialog.told.text() == "The disk is full."
    dialog.told.say("")
    dialog.search.setText("q")
    assert dialog.told.text() == "The disk is full."
    dialog.told.say("")
    monkeypatch.setattr(store.lists, "of", refuse)
    dialog._compare()
    assert dialog.told.text() == "The disk is full."
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_cancelling_merges_nobody(
    store: Record, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MergeDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    assert merge_dialog.merge_patient(store, catalogue, PATIENT, None) is None
    assert store.patients.find() == (PATIENT,)
