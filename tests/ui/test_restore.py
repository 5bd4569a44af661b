"""A damaged record is restored from the screen on which the damage is told."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from clinic_desktop import app
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination, Presentation, Therapist, new_examination
from clinic_desktop.domain.practice import Role
from clinic_desktop.record_folder import RecordFolder
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.errors import DiskFailed, RecordDamaged
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import restore_dialog
from clinic_desktop.ui.first_start_page import FirstStartPage
from clinic_desktop.ui.recover_page import RecoverPage
from clinic_desktop.ui.restore_dialog import RestoreDialog
from clinic_desktop.ui.unlock_page import UnlockPage
from clinic_desktop.ui.window import MainWindow
from tests.storage.samples import new_sheet
from tests.ui.conftest import PASSPHRASE, PATIENT
from tests.ui.keys import enter
from tests.ui.windows import NOW, doors, new_record, open_window, unattended, unlock, when_shown

EXAMINATION = new_examination(UUID(int=5), PATIENT, "lumbar_core", NOW.isoformat(), None, None)
NEW = "quite a new one"
COLLEAGUE = Therapist(id=UUID(int=42), name="Cole League")


@pytest.fixture(autouse=True)
def _unattended(monkeypatch: pytest.MonkeyPatch) -> None:
    unattended(monkeypatch)


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked before restoring; the answer is yes."""
    asked: list[str] = []

    def agrees(_: object, question: str) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr(restore_dialog, "agrees", agrees)
    return asked


def answered(note: str) -> Examination:
    return msgspec.structs.replace(EXAMINATION, presentation=Presentation(note=note))


def note_in(record: Record) -> str | None:
    presentation = record.drafts.examination(EXAMINATION.id).presentation
    return presentation.note if presentation else None


@pytest.fixture
def folder(tmp_path: Path, catalogue: Catalogue) -> Path:
    """A record with a backup after its second answer, and two answers more."""
    with new_record(tmp_path / "record", catalogue) as record:
        record.drafts.save(answered("first"))
        record.drafts.save(answered("second"))
        record.backups.make()
        record.drafts.save(answered("third"))
        record.drafts.save(answered("fourth"))
    return tmp_path / "record"


def open_now(qtbot: QtBot, folder: Path, catalogue: Catalogue) -> MainWindow:
    """Open a window at the true time, which the backups have too."""
    return open_window(qtbot, folder, catalogue, app.local_time)


def entry_of(window: MainWindow) -> UnlockPage:
    entry = window.entry
    assert isinstance(entry, UnlockPage)
    return entry


def spoil(path: Path) -> None:
    path.write_bytes(bytes(len(path.read_bytes())))


def lose(*paths: Path) -> None:
    for path in paths:
        path.unlink()


DAMAGE_OF_THE_DATABASE: dict[str, Callable[[Path], object]] = {
    "unreadable": lambda folder: spoil(folder / "record.db"),
    "empty": lambda folder: (folder / "record.db").write_bytes(b""),
    "gone": lambda folder: (folder / "record.db").unlink(),
}
DAMAGE_OF_THE_KEYS: dict[str, Callable[[Path], object]] = {
    "unreadable": lambda folder: spoil(folder / "keys.json"),
    "gone": lambda folder: (folder / "keys.json").unlink(),
    "both gone": lambda folder: lose(folder / "record.db", folder / "keys.json"),
}


@pytest.mark.parametrize("harm", DAMAGE_OF_THE_DATABASE.values(), ids=DAMAGE_OF_THE_DATABASE)
def test_a_damaged_record_is_restored_with_the_passphrase_that_was_typed(
    qtbot: QtBot,
    folder: Path,
    catalogue: Catalogue,
    questions: list[str],
    harm: Callable[[Path], object],
) -> None:
    harm(folder)
    window = open_now(qtbot, folder, catalogue)
    entry = entry_of(window)
    assert not entry.damaged.isVisible()
    entry.passphrase.setText(PASSPHRASE)
    entry.go.click()
    assert entry.damaged.isVisible()
    told = entry.damage.text()
    assert told.startswith("<b>The record cannot be opened.</b>")
    assert told.count("is damaged") <= 1
    assert "Restore the backup of" in told
    assert "2 answers after" in told
    entry.restore.click()
    assert len(questions) == 1
    assert "2 answers after" in questions[0]
    assert window.store is not None
    assert note_in(window.store) == "second"
    said = window.notices.text("opened")
    assert "is restored" in said
    aside = next(folder.glob("set-aside-*"), None)
    assert (str(aside) in said) if aside else ("What it replaced" not in said)
    window.close()


@pytest.mark.parametrize("harm", DAMAGE_OF_THE_KEYS.values(), ids=DAMAGE_OF_THE_KEYS)
@pytest.mark.usefixtures("questions")
def test_damaged_keys_are_told_at_once_and_come_back_with_the_backup(
    qtbot: QtBot, folder: Path, catalogue: Catalogue, harm: Callable[[Path], object]
) -> None:
    harm(folder)
    window = open_now(qtbot, folder, catalogue)
    entry = entry_of(window)
    assert entry.damaged.isVisible()
    entry.restore.click()
    assert "Type your passphrase first" in entry.told.text()
    assert entry.passphrase.hasFocus()
    entry.passphrase.setText("something else")
    entry.restore.click()
    assert "passphrase is wrong" in entry.told.text()
    entry.passphrase.setText(PASSPHRASE)
    entry.restore.click()
    assert window.store is not None
    assert note_in(window.store) in {"second", "fourth"}
    window.close()


def test_the_enter_that_finds_the_damage_restores_nothing(
    qtbot: QtBot, folder: Path, catalogue: Catalogue, questions: list[str]
) -> None:
    spoil(folder / "record.db")
    window = open_now(qtbot, folder, catalogue)
    entry_of(window).passphrase.setText(PASSPHRASE)
    enter()
    assert entry_of(window).damaged.isVisible()
    assert questions == []


@pytest.mark.parametrize("error", [RecordDamaged("Damaged."), DiskFailed("The disk refused.")])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_only_what_three_readings_find_is_damage(
    qtbot: QtBot,
    folder: Path,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    times: int,
) -> None:
    real = ways_in.unlock
    left = [error] * times

    def fails_at_first(*arguments: Any, **options: Any) -> Record:
        if left:
            raise left.pop()
        return real(*arguments, **options)

    monkeypatch.setattr(ways_in, "unlock", fails_at_first)
    window = open_now(qtbot, folder, catalogue)
    unlock(window)
    assert (window.store is not None) is (times < 3)
    if window.store is None:
        told = entry_of(window).told.text() + entry_of(window).damage.text()
        assert str(error) in told
        assert entry_of(window).damaged.isVisible() is isinstance(error, RecordDamaged)
    window.close()


def test_saying_no_restores_nothing(
    qtbot: QtBot, folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore_dialog, "agrees", lambda *_: False)
    spoil(folder / "record.db")
    before = (folder / "record.db").read_bytes()
    window = open_now(qtbot, folder, catalogue)
    unlock(window)
    entry_of(window).restore.click()
    assert window.store is None
    assert (folder / "record.db").read_bytes() == before


def test_without_a_backup_it_is_said_where_none_is(
    qtbot: QtBot, tmp_path: Path, catalogue: Catalogue
) -> None:
    folder = tmp_path / "no & <b> such"
    new_record(folder, catalogue).close()
    spoil(folder / "record.db")
    window = open_now(qtbot, folder, catalogue)
    unlock(window)
    entry = entry_of(window)
    assert "There is no backup in" in entry.damage.text()
    assert "no &amp; &lt;b> such" in entry.damage.text()
    assert not entry.restore.isVisible()


def restoring(window: MainWindow, act: Callable[[RestoreDialog], object]) -> None:
    """Open the list of backups from the unlock page, and act in it."""

    def in_it(dialog: QDialog) -> None:
        assert isinstance(dialog, RestoreDialog)
        act(dialog)
        dialog.reject()

    when_shown(in_it)
    entry_of(window).other_backup.click()


def lines(dialog: RestoreDialog) -> list[str]:
    return [dialog.backups.item(row).text() for row in range(dialog.backups.count())]


def test_the_backups_are_listed_newest_first_with_what_they_hold_and_lack(
    qtbot: QtBot, folder: Path, catalogue: Catalogue, questions: list[str]
) -> None:
    with doors(folder, catalogue).unlock(PASSPHRASE) as record:
        record.backups.make()
    window = open_now(qtbot, folder, catalogue)

    def act(dialog: RestoreDialog) -> None:
        newest, older = lines(dialog)
        assert "0 signed versions, 4 answers" in newest
        assert "Everything up to the last answer is in this backup." in newest
        assert "0 signed versions, 2 answers" in older
        assert "2 answers after" in older
        dialog.backups.setCurrentRow(1)
        dialog.go.click()
        assert "Type your passphrase" in dialog.told.text()
        dialog.passphrase.setText("something else")
        dialog.go.click()
        assert "passphrase is wrong" in dialog.told.text()
        assert dialog.isVisible()
        dialog.passphrase.setText(PASSPHRASE)
        dialog.go.click()

    restoring(window, act)
    assert len(questions) == 2
    assert window.store is not None
    assert note_in(window.store) == "second"
    window.close()


def test_a_backup_made_before_an_upgrade_claims_no_figures(
    qtbot: QtBot, folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    (loss,) = doors(folder, catalogue).losses()
    content = msgspec.structs.replace(loss.backup.content, head="", answers=0)
    uncounted = msgspec.structs.replace(
        loss, backup=msgspec.structs.replace(loss.backup, content=content)
    )
    monkeypatch.setattr(RecordFolder, "losses", lambda *_: (uncounted,))
    window = open_now(qtbot, folder, catalogue)

    def act(dialog: RestoreDialog) -> None:
        (line,) = lines(dialog)
        assert "made before an upgrade" in line
        assert "is not known" in line

    restoring(window, act)


def test_a_backup_of_an_earlier_day_is_named_by_its_day(folder: Path, catalogue: Catalogue) -> None:
    (loss,) = doors(folder, catalogue).losses()
    at = loss.backup.made_at
    assert restore_dialog.made_at(loss.backup, at) == f"{at:%H:%M}"
    later = restore_dialog.made_at(loss.backup, at + timedelta(days=1))
    assert later.endswith(f"{at.year}, {at:%H:%M}")


def test_backups_elsewhere_are_found_by_folder_or_file(
    qtbot: QtBot,
    folder: Path,
    catalogue: Catalogue,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    (backup,) = (folder / "backups").iterdir()
    moved = backup.rename(elsewhere / "renamed.backup")
    no_backup = elsewhere / "letter.txt"
    no_backup.write_text("a letter", "utf-8")
    chosen: list[str] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen.pop())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen.pop(), ""))
    window = open_now(qtbot, folder, catalogue)

    def act(dialog: RestoreDialog) -> None:
        assert lines(dialog) == []
        assert str(folder / "backups") in dialog.place.text()
        for button in (dialog.folder, dialog.file):
            chosen.append("")
            button.click()
            assert "There is no backup in" in dialog.place.text()
        chosen.append(str(elsewhere))
        dialog.folder.click()
        assert str(elsewhere) in dialog.place.text()
        assert lines(dialog) == []  # it has no backup's name
        chosen.append(str(no_backup))
        dialog.file.click()
        assert "letter.txt" in dialog.told.text()
        chosen.append(str(moved))
        dialog.file.click()
        assert len(lines(dialog)) == 1
        dialog.backups.clear()
        dialog.accept()
        assert "Choose a backup first" in dialog.told.text()

    restoring(window, act)
    assert window.store is None


def test_restoring_from_the_menu_locks_first(
    qtbot: QtBot, folder: Path, catalogue: Catalogue, questions: list[str]
) -> None:
    window = open_now(qtbot, folder, catalogue)
    unlock(window)

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, RestoreDialog)
        assert window.store is None
        dialog.passphrase.setText(PASSPHRASE)
        dialog.go.click()

    when_shown(act)
    window.restore()
    assert len(questions) == 1
    assert window.store is not None
    assert note_in(window.store) == "second"
    window.close()


def test_a_passphrase_typed_before_need_not_be_typed_again(
    qtbot: QtBot, folder: Path, catalogue: Catalogue
) -> None:
    window = open_now(qtbot, folder, catalogue)
    entry_of(window).passphrase.setText(PASSPHRASE)
    typed: list[str] = []
    restoring(window, lambda dialog: typed.append(dialog.passphrase.text()))
    assert typed == [PASSPHRASE]


# With the recovery sheet.


@pytest.fixture
def sheet(folder: Path, catalogue: Catalogue) -> str:
    """The key of the folder's record, of which every passphrase is forgotten."""
    with doors(folder, catalogue).unlock(PASSPHRASE) as record:
        key = new_sheet(record)
        record.people.add(COLLEAGUE, Role.THERAPIST, "theirs alone")
        record.backups.make()
    return key


def fill(dialog: RestoreDialog, key: str, passphrase: str = NEW) -> None:
    dialog.key.setText(key)
    dialog.new.first.setText(passphrase)
    dialog.new.again.setText(passphrase)


def choose_colleague(dialog: RestoreDialog) -> None:
    dialog.whose.choose(COLLEAGUE.id)
    assert dialog.whose.currentText() == COLLEAGUE.name


@pytest.mark.parametrize("harm", [*DAMAGE_OF_THE_DATABASE.values(), *DAMAGE_OF_THE_KEYS.values()])
def test_a_damaged_record_is_restored_with_the_recovery_sheet(
    qtbot: QtBot,
    folder: Path,
    sheet: str,
    catalogue: Catalogue,
    questions: list[str],
    harm: Callable[[Path], object],
) -> None:
    harm(folder)
    window = open_now(qtbot, folder, catalogue)

    def act(dialog: RestoreDialog) -> None:
        dialog.has_sheet.click()
        assert dialog.key.isVisible()
        assert not dialog.passphrase.isVisible()
        choose_colleague(dialog)
        fill(dialog, sheet)
        dialog.go.click()

    restoring(window, act)
    assert len(questions) == 1
    assert window.store is not None
    assert window.store.account.therapist == COLLEAGUE
    assert note_in(window.store) == "fourth"
    assert "Your new passphrase is set." in window.notices.text("opened")
    window.close()
    doors(folder, catalogue).unlock(NEW, COLLEAGUE.id).close()


@pytest.mark.usefixtures("questions")
def test_on_a_new_computer_a_backup_and_the_recovery_sheet_are_enough(
    qtbot: QtBot, folder: Path, sheet: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    backup = doors(folder, catalogue).losses()[0].backup.path
    window = open_now(qtbot, tmp_path / "new", catalogue)
    entry = window.entry
    assert isinstance(entry, FirstStartPage)

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, RestoreDialog)
        dialog.has_sheet.click()
        assert dialog.whose.count() == 0
        dialog.look_at(backup)
        choose_colleague(dialog)
        fill(dialog, sheet)
        dialog.go.click()
        dialog.reject()

    when_shown(act)
    entry.other_backup.click()
    assert window.store is not None
    assert note_in(window.store) == "fourth"
    window.close()


def test_what_is_wrong_beside_the_recovery_sheet_is_told_and_nothing_typed_is_lost(
    qtbot: QtBot, folder: Path, sheet: str, catalogue: Catalogue, questions: list[str]
) -> None:
    window = open_now(qtbot, folder, catalogue)
    before = (folder / "record.db").read_bytes()

    def act(dialog: RestoreDialog) -> None:
        dialog.has_sheet.click()
        dialog.go.click()
        assert "Type the recovery key" in dialog.told.text()
        fill(dialog, sheet, "short")
        dialog.go.click()
        assert "at least 8 characters" in dialog.told.text()
        assert dialog.focusWidget() is dialog.new.first
        fill(dialog, sheet[:-1])
        dialog.go.click()
        assert "40 letters and digits" in dialog.told.text()
        assert dialog.focusWidget() is dialog.key
        assert dialog.key.text() == sheet[:-1]
        dialog.backups.setCurrentRow(1)
        assert dialog.whose.count() == 1  # it is from before the colleague was added
        dialog.has_sheet.click()
        assert dialog.passphrase.isVisible()
        dialog.backups.setCurrentRow(0)
        dialog.has_sheet.click()
        assert dialog.whose.count() == 2
        assert dialog.new.text() == NEW

    restoring(window, act)
    assert window.store is None
    assert len(questions) == 1
    assert (folder / "record.db").read_bytes() == before


@pytest.mark.parametrize("fails", [True, False])
def test_a_backup_that_names_nobody_is_told(
    qtbot: QtBot,
    folder: Path,
    sheet: str,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
    fails: bool,
) -> None:
    def names(*_: object) -> tuple[()]:
        if fails:
            raise RecordDamaged("The backup cannot be read.")
        return ()

    monkeypatch.setattr(RecordFolder, "holders_of", names)
    window = open_now(qtbot, folder, catalogue)

    def act(dialog: RestoreDialog) -> None:
        dialog.has_sheet.click()
        assert ("cannot be read" in dialog.told.text()) is fails
        fill(dialog, sheet)
        dialog.go.click()
        assert "Nobody is named in this backup" in dialog.told.text()

    restoring(window, act)
    assert window.store is None


def test_the_sheet_that_unlocks_a_damaged_record_is_shown_the_way_to_a_backup(
    qtbot: QtBot, folder: Path, sheet: str, catalogue: Catalogue
) -> None:
    spoil(folder / "record.db")
    window = open_now(qtbot, folder, catalogue)
    entry_of(window).forgot.click()
    entry = window.entry
    assert isinstance(entry, RecoverPage)
    entry.key.setText(sheet)
    entry.new.first.setText(NEW)
    entry.new.again.setText(NEW)
    entry.submit()
    assert "the recovery sheet opens it too" in entry.told.text()
