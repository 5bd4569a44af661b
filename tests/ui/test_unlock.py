"""Unlocking says who it is, waits after slips, and has the recovery sheet to fall back on."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination, Therapist, new_examination
from clinic_desktop.domain.practice import Place, Role
from clinic_desktop.record_folder import RecordFolder
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.errors import TooManyAttempts
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import theme
from clinic_desktop.ui.recover_page import RecoverPage
from clinic_desktop.ui.unlock_page import UnlockPage
from clinic_desktop.ui.window import MainWindow
from tests.asked import asked_first
from tests.storage.samples import new_sheet
from tests.ui.conftest import PASSPHRASE, PATIENT
from tests.ui.keys import enter
from tests.ui.windows import NOW, doors, new_record, open_window, unattended, unlock

OTHER = "another passphrase"
COLLEAGUE = Therapist(id=UUID(int=42), name="Cole League")


@pytest.fixture(autouse=True)
def _unattended(monkeypatch: pytest.MonkeyPatch) -> None:
    unattended(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path, catalogue: Catalogue) -> Path:
    """The folder of a record that one person unlocks."""
    with new_record(tmp_path / "record", catalogue) as record:
        record.patients.save(PATIENT)
    return tmp_path / "record"


@pytest.fixture
def shared(folder: Path, catalogue: Catalogue) -> Path:
    """The folder of a record that two people unlock."""
    with doors(folder, catalogue).unlock(PASSPHRASE) as record:
        record.people.add(COLLEAGUE, Role.THERAPIST, OTHER)
    return folder


def entry_of(window: MainWindow) -> UnlockPage:
    entry = window.entry
    assert isinstance(entry, UnlockPage)
    return entry


def test_a_wrong_passphrase_is_told_and_the_right_one_still_opens(
    qtbot: QtBot, folder: Path, catalogue: Catalogue
) -> None:
    window = open_window(qtbot, folder, catalogue)
    unlock(window, "something else")
    entry = entry_of(window)
    assert "passphrase is wrong" in entry.told.text()
    assert entry.passphrase.text() == ""
    assert entry.passphrase.hasFocus()
    unlock(window)
    assert window.stack.currentWidget() is window.patients
    window.close()


def test_one_person_is_not_asked_who_they_are(
    qtbot: QtBot, folder: Path, catalogue: Catalogue
) -> None:
    assert not entry_of(open_window(qtbot, folder, catalogue)).who.isVisible()


def test_each_of_several_people_unlocks_as_themselves_and_is_offered_first_the_next_time(
    qtbot: QtBot, shared: Path, catalogue: Catalogue
) -> None:
    window = open_window(qtbot, shared, catalogue)
    entry = entry_of(window)
    assert entry.who.isVisible()
    entry.who.choose(COLLEAGUE.id)
    unlock(window, PASSPHRASE)
    assert "passphrase is wrong" in entry.told.text()
    unlock(window, OTHER)
    assert window.store is not None
    assert window.store.account.therapist == COLLEAGUE
    window.close()
    again = open_window(qtbot, shared, catalogue)
    assert entry_of(again).who.account == COLLEAGUE.id
    assert entry_of(again).who.currentText() == "Cole League"


def test_who_unlocked_last_is_remembered_without_a_name(
    qtbot: QtBot, shared: Path, catalogue: Catalogue
) -> None:
    window = open_window(qtbot, shared, catalogue)
    entry_of(window).who.choose(COLLEAGUE.id)
    unlock(window, OTHER)
    window.close()
    settings = theme.settings()
    settings.sync()
    assert settings.status() is QSettings.Status.NoError
    written = Path(settings.fileName()).read_text("utf-8")
    assert str(COLLEAGUE.id) in written
    assert "Cole" not in written


def test_after_too_many_slips_the_button_counts_down_and_comes_back(
    qtbot: QtBot, folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_early(*_: object, **__: object) -> Record:
        raise TooManyAttempts(timedelta(milliseconds=400))

    window = open_window(qtbot, folder, catalogue)
    with monkeypatch.context() as patched:
        patched.setattr(ways_in, "unlock", too_early)
        unlock(window)
    entry = entry_of(window)
    assert not entry.go.isEnabled()
    assert entry.go.text() == "Unlock in 1 s"
    assert "Too many" in entry.told.text()
    entry.passphrase.setText(PASSPHRASE)
    enter()
    assert window.stack.currentWidget() is entry
    qtbot.waitUntil(entry.go.isEnabled)
    assert entry.go.text() == "Unlock"
    assert entry.told.text() == ""
    enter()
    assert window.stack.currentWidget() is window.patients
    window.close()


def test_what_speaks_against_the_folder_is_shown(
    qtbot: QtBot, folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RecordFolder, "warnings", lambda _: ("It lies on a network drive.",))
    entry = entry_of(open_window(qtbot, folder, catalogue))
    shown = [label.text() for label in entry.findChildren(QLabel) if label.isVisible()]
    assert "It lies on a network drive." in shown


def test_the_enter_that_unlocks_answers_nothing_on_the_page_behind(
    qtbot: QtBot, folder: Path, catalogue: Catalogue
) -> None:
    examination = new_examination(UUID(int=5), PATIENT, "lumbar_core", NOW.isoformat(), None, None)
    examination = asked_first(examination, catalogue)
    with doors(folder, catalogue).unlock(PASSPHRASE) as record:
        record.drafts.save(examination)
        record.set_place(Place(examination=examination.id, step="test:slr"))
    window = open_window(qtbot, folder, catalogue)
    QTest.keyClicks(entry_of(window).passphrase, PASSPHRASE)
    enter()
    assert window.store is not None
    assert window.examination is not None
    assert window.examination.step == "test:slr"
    stored: Examination = window.store.drafts.examination(examination.id)
    assert not stored.responses
    window.close()


def test_enter_presses_the_button_that_has_the_keyboard(
    qtbot: QtBot, folder: Path, catalogue: Catalogue
) -> None:
    window = open_window(qtbot, folder, catalogue)
    entry_of(window).forgot.setFocus()
    enter()
    assert "No recovery sheet was made" in entry_of(window).told.text()


def recovering(window: MainWindow) -> RecoverPage:
    entry_of(window).forgot.click()
    entry = window.entry
    assert isinstance(entry, RecoverPage)
    return entry


def test_the_recovery_sheet_unlocks_and_sets_a_new_passphrase(
    qtbot: QtBot, shared: Path, catalogue: Catalogue
) -> None:
    with doors(shared, catalogue).unlock(PASSPHRASE) as record:
        key = new_sheet(record)
    window = open_window(qtbot, shared, catalogue)
    page = recovering(window)
    page.who.choose(COLLEAGUE.id)
    page.submit()
    assert "Type the recovery key" in page.told.text()
    page.key.setText("not the key")
    page.submit()
    assert "at least 8" in page.told.text()
    page.new.first.setText("quite a new one")
    page.new.again.setText("quite a new one")
    page.submit()
    assert "40 letters and digits" in page.told.text()
    assert page.key.hasFocus()
    page.key.setText(f"  {key.replace('-', ' ').lower()} ")
    page.new.again.setFocus()
    QTest.keyClick(page.new.again, Qt.Key.Key_Return)
    assert window.store is not None
    assert window.store.account.therapist == COLLEAGUE
    assert "sheet stays valid" in window.notices.text("opened")
    (understood,) = window.notices.buttons("opened")
    understood.click()
    assert window.notices.text("opened") == ""
    window.close()
    doors(shared, catalogue).unlock("quite a new one", COLLEAGUE.id).close()


def test_one_goes_back_from_the_recovery_sheet(
    qtbot: QtBot, folder: Path, catalogue: Catalogue
) -> None:
    with doors(folder, catalogue).unlock(PASSPHRASE) as record:
        new_sheet(record)
    window = open_window(qtbot, folder, catalogue)
    recovering(window).back.click()
    unlock(window)
    assert window.store is not None
    window.close()
