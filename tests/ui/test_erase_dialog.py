"""Retention: only who was kept long enough is listed, and nobody is erased by one press."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Patient, new_examination
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import erase_dialog
from clinic_desktop.ui.erase_dialog import EraseDialog, RetentionDialog
from tests.ui.conftest import CHEAP, PASSPHRASE, PRACTICE

THEN = datetime(2015, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 18)
GROWN = Patient(id=uuid4(), family_name="Ältere", given_name="Ada", birth_date=date(1950, 1, 1))
CHILD = Patient(id=uuid4(), given_name="Kim", birth_date=date(2000, 5, 6))
YOUNG = Patient(id=uuid4(), family_name="Young", birth_date=date(2010, 5, 6))


@pytest.fixture
def old(tmp_path: Path, catalogue: Catalogue) -> Iterator[Record]:
    """A record in which three people were examined eleven years ago."""
    record = ways_in.create(
        tmp_path / "old",
        PASSPHRASE,
        tests=catalogue.tests,
        practice=PRACTICE,
        cost=CHEAP,
        now=lambda: THEN,
    )
    for patient in (GROWN, CHILD, YOUNG):
        examination = new_examination(
            uuid4(), patient, "lumbar_core", THEN.isoformat(), None, record.account.therapist
        )
        record.drafts.save(examination)
        record.signed.sign(examination)
    yield record
    record.close()


@pytest.fixture
def dialog(qtbot: QtBot, old: Record, catalogue: Catalogue) -> RetentionDialog:
    shown = RetentionDialog(old, catalogue, TODAY)
    qtbot.addWidget(shown)
    return shown


def erasing(qtbot: QtBot, record: Record, patient: Patient) -> EraseDialog:
    shown = EraseDialog(record, patient, TODAY, 8)
    qtbot.addWidget(shown)
    return shown


def test_whose_retention_has_ended_is_listed_with_the_day_and_why(dialog: RetentionDialog) -> None:
    rows = {key: dialog.people.item(row).text() for row, key in enumerate(dialog.people.ids())}
    assert set(rows) == {GROWN.id, CHILD.id}
    assert "until 2 March 2023: 8 years after the last entry" in rows[GROWN.id]
    assert "until 6 May 2025: the 25th birthday, examined as a child" in rows[CHILD.id]
    assert "1 examination, the last on 2 March 2015" in rows[GROWN.id]
    assert "8 years" in dialog.rule.text()


def test_nothing_is_chosen_beforehand(dialog: RetentionDialog, old: Record) -> None:
    assert not dialog.erase.isEnabled()
    dialog._erase()
    assert len(old.patients.find()) == 3


def test_the_name_must_be_typed(qtbot: QtBot, old: Record) -> None:
    shown = erasing(qtbot, old, GROWN)
    for wrong in ("", "Ada", "Alter"):
        shown.typed.setText(wrong)
        shown.accept()
        assert "Nothing was erased" in shown.told.text()
    assert GROWN in old.patients.find()
    shown.typed.setText("  a\u0308ltere ")
    shown.accept()
    assert shown.result() == QDialog.DialogCode.Accepted
    assert GROWN not in old.patients.find()
    assert old.trail.entries(1)[0].action is Action.PATIENT_ERASED


@pytest.mark.parametrize(
    ("patient", "typed"),
    [(CHILD, "Kim"), (Patient(id=uuid4()), "erase")],
)
def test_without_a_family_name_another_word_is_typed(
    qtbot: QtBot, old: Record, patient: Patient, typed: str
) -> None:
    shown = erasing(qtbot, old, patient)
    assert shown._name == typed
    assert shown.typed.accessibleName().startswith("Type ")


def test_it_says_that_backups_still_hold_the_patient(qtbot: QtBot, old: Record) -> None:
    shown = erasing(qtbot, old, GROWN)
    said = " ".join(label.text() for label in shown.findChildren(QLabel))
    assert "Backups made before still hold this patient" in said
    assert "Ältere" in said


def test_who_is_still_to_be_kept_is_refused_inside(qtbot: QtBot, old: Record) -> None:
    shown = erasing(qtbot, old, YOUNG)
    shown.typed.setText("young")
    shown.accept()
    assert "still to be kept" in shown.told.text()
    assert shown.result() != QDialog.DialogCode.Accepted


def test_an_erased_patient_leaves_the_list(
    dialog: RetentionDialog, old: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def agree(step: EraseDialog) -> int:
        step.typed.setText(step._name)
        step.accept()
        return step.result()

    monkeypatch.setattr(EraseDialog, "exec", agree)
    for _ in range(2):
        dialog.people.setCurrentRow(0)
        dialog.erase.click()
        assert "Erased" in dialog.told.text()
    assert dialog.people.count() == 0
    assert "No patient's retention has ended" in dialog.rule.text()
    assert not dialog.erase.isEnabled()
    assert old.patients.find() == (YOUNG,)


def test_stepping_back_erases_nobody(
    dialog: RetentionDialog, old: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EraseDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    dialog.people.setCurrentRow(0)
    dialog.erase.click()
    assert len(old.patients.find()) == 3


def test_a_failing_record_is_told_inside(
    old: Record, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise UserError("The record is damaged.")

    monkeypatch.setattr(old.patients, "due", broken)
    told = []

    def look(dialog: RetentionDialog) -> int:
        told.append(dialog.told.text())
        return 0

    monkeypatch.setattr(RetentionDialog, "exec", look)
    erase_dialog.show_retention(old, catalogue, TODAY, None)
    assert told == ["The record is damaged."]
