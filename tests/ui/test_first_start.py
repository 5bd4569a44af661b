"""The first start makes the record and asks for the recovery sheet at once."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui import recovery_sheet_dialog, restore_dialog
from clinic_desktop.ui.first_start_page import FirstStartPage, RecoveryOffer
from clinic_desktop.ui.practice_patient import practice_patient
from clinic_desktop.ui.restore_dialog import RestoreDialog
from clinic_desktop.ui.window import MainWindow
from tests.storage.samples import new_sheet
from tests.ui.conftest import PASSPHRASE, PATIENT
from tests.ui.keys import enter, focused, press
from tests.ui.windows import first_start, new_record, open_window, unattended, when_shown


@pytest.fixture(autouse=True)
def _unattended(monkeypatch: pytest.MonkeyPatch) -> None:
    unattended(monkeypatch)


@pytest.fixture
def window(qtbot: QtBot, folder: Path, catalogue: Catalogue) -> MainWindow:
    return open_window(qtbot, folder, catalogue)


def fill(window: MainWindow, **change: str) -> FirstStartPage:
    entry = window.entry
    assert isinstance(entry, FirstStartPage)
    given = {
        "clinic": "Clinic",
        "therapist": "Tess",
        "passphrase": PASSPHRASE,
        "again": PASSPHRASE,
    } | change
    for name, text in given.items():
        getattr(entry, name).setText(text)
    return entry


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"clinic": ""}, "clinic"),
        ({"therapist": ""}, "therapist"),
        ({"passphrase": "short", "again": "short"}, "at least"),
        ({"again": "another one"}, "differ"),
    ],
)
def test_it_says_what_is_still_needed(
    window: MainWindow, folder: Path, change: dict[str, str], word: str
) -> None:
    entry = fill(window, **change)
    entry.submit()
    assert word in entry.told.text()
    assert not (folder / "record.db").exists()


def test_it_says_what_makes_a_good_passphrase(window: MainWindow) -> None:
    assert any("four or more words" in label.text() for label in window.entry.findChildren(QLabel))


def test_enter_in_the_last_field_makes_the_record(window: MainWindow, folder: Path) -> None:
    fill(window).again.setFocus()
    enter()
    assert (folder / "record.db").exists()
    assert isinstance(window.entry, RecoveryOffer)
    assert window.stack.currentWidget() is window.entry
    window.close()


def test_a_recovery_sheet_put_off_is_asked_for_until_it_is_made(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_start(window)
    assert window.stack.currentWidget() is window.patients
    assert "No recovery sheet" in window.notices.text("sheet")

    def made(record: Any, *_: object) -> bool:
        new_sheet(record)
        return True

    monkeypatch.setattr(recovery_sheet_dialog, "make_recovery_sheet", made)
    (make_one,) = window.notices.buttons("sheet")
    make_one.click()
    assert window.notices.text("sheet") == ""
    window.close()


@pytest.mark.parametrize("is_made", [True, False])
def test_the_sheet_is_offered_as_soon_as_the_record_is_made(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, is_made: bool
) -> None:
    fill(window).submit()
    monkeypatch.setattr(recovery_sheet_dialog, "make_recovery_sheet", lambda *_: is_made)
    window.entry.go.click()
    is_left = window.stack.currentWidget() is window.patients
    assert is_left is is_made
    window.close()


def test_a_backup_can_be_restored_in_place_of_a_first_start(
    window: MainWindow,
    tmp_path: Path,
    folder: Path,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with new_record(tmp_path / "old computer", catalogue) as record:
        record.patients.save(PATIENT)
        backup = record.backups.make()
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *_args, **_options: (str(backup.path), "")
    )
    monkeypatch.setattr(restore_dialog, "agrees", lambda *_: True)

    def act(dialog: Any) -> None:
        assert isinstance(dialog, RestoreDialog)
        assert "There is no backup" in dialog.place.text()
        assert not dialog.go.isEnabled()
        dialog.file.click()
        dialog.passphrase.setText(PASSPHRASE)
        dialog.go.click()

    entry = window.entry
    assert isinstance(entry, FirstStartPage)
    when_shown(act)
    entry.other_backup.click()
    assert window.store is not None
    assert window.store.folder == folder
    assert window.store.patients.find("Fictional") == (PATIENT,)
    assert "is restored" in window.notices.text("opened")
    assert "What it replaced" not in window.notices.text("opened")
    window.close()


def visible_fields(window: MainWindow) -> list[QWidget]:
    entry = window.entry
    fields: list[QWidget] = [*entry.findChildren(QLineEdit), *entry.findChildren(QPlainTextEdit)]
    return [field for field in fields if field.isVisible()]


def test_it_asks_four_things_and_the_rest_is_folded_away(window: MainWindow) -> None:
    entry = window.entry
    assert isinstance(entry, FirstStartPage)
    assert visible_fields(window) == [
        entry.clinic,
        entry.therapist,
        entry.passphrase,
        entry.again,
    ]
    entry.more.setFocus()
    enter()
    assert entry.more.isChecked()
    assert len(visible_fields(window)) == 9
    entry.address.setPlainText("1 Fictional Road")
    fill(window).submit()
    assert window.store is not None
    clinic = window.store.clinic()
    assert clinic is not None
    assert clinic.address == ("1 Fictional Road",)
    window.close()


def test_from_nothing_to_a_practice_answer_with_tab_and_enter_alone(window: MainWindow) -> None:
    """Nine keys beside what is typed: under a minute for whoever has a passphrase ready."""
    keys: list[Qt.Key] = []

    def key(code: Qt.Key) -> None:
        keys.append(code)
        QTest.keyClick(focused(), code)

    for number, text in enumerate(("Clinic", "Tess", PASSPHRASE, PASSPHRASE)):
        if number:
            key(Qt.Key.Key_Tab)
        press(text)
    key(Qt.Key.Key_Return)
    assert isinstance(window.entry, RecoveryOffer)
    while focused() is not window.entry.later:
        key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_Return)
    assert window.patients is not None
    assert window.patients.search.hasFocus()
    while focused() is not window.patients.practice:
        key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_Return)
    page = window.examination
    assert page is not None
    assert page.examination is not None
    assert page.examination.patient.family_name == "Practice"
    assert "practice fictional" in page.details.full
    assert window.stack.currentWidget() is page
    assert len(keys) <= 9
    window.close()


def test_practising_again_uses_the_same_patient(window: MainWindow) -> None:
    first_start(window)
    patients, store = window.patients, window.store
    assert patients is not None
    assert store is not None
    patients.practice.click()
    window.show_patients()
    assert not patients.practice.isVisible()
    window.help_menu.practise.trigger()
    (pat,) = store.patients.find()
    assert len(store.lists.of(pat.id)) == 2
    window.close()


def test_a_person_of_the_same_name_is_not_the_practice_patient(window: MainWindow) -> None:
    first_start(window)
    assert window.store is not None
    known = msgspec.structs.replace(
        PATIENT, family_name="Practice", given_name="Pat", birth_date=date(1980, 1, 1)
    )
    window.store.patients.save(known)
    assert practice_patient(window.store).id != known.id
    window.close()


def test_a_practice_patient_that_cannot_be_kept_is_told(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_start(window)
    assert window.patients is not None
    assert window.store is not None

    def full(_: object) -> None:
        raise UserError("The disk is full.")

    monkeypatch.setattr(window.store.patients, "save", full)
    window.patients.practice.click()
    assert window.stack.currentWidget() is window.patients
    assert window.patients._told.text() == "The disk is full."
    window.close()
