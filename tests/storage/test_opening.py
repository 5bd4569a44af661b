"""Whoever the record knows is let in, at a pace; whoever it does not know is kept out."""

import errno
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from clinic_desktop.domain.trail import Action
from clinic_desktop.storage import attempts, ways_in
from clinic_desktop.storage.errors import (
    BackupDamaged,
    DiskFull,
    EmptyPassphrase,
    NoRecord,
    NoRecoveryKey,
    OtherRecord,
    RecordIncomplete,
    RecordInUse,
    RestoreFailed,
    TooManyAttempts,
    UnknownPerson,
    WrongPassphrase,
    WrongRecoveryKey,
)
from clinic_desktop.storage.folder import FolderStatus, status
from clinic_desktop.storage.record import Record
from tests.storage.samples import (
    CHEAP,
    PASSPHRASE,
    TESTS,
    Clock,
    a_person,
    contents,
    each_raises,
    make,
    new_sheet,
    noted,
    reopened,
    saved,
    signed,
)


def restore(folder: Path, backup: Path, passphrase: str = PASSPHRASE) -> Record:
    """Restore a backup and open the record."""
    return ways_in.restore(folder, backup, passphrase, tests=TESTS, cost=CHEAP)


def test_after_five_wrong_passphrases_the_next_one_waits(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        sheet = new_sheet(record)
        owner = record.account.id
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            reopened(folder, "wrong", now=clock)
    each_raises(
        TooManyAttempts,
        lambda: reopened(folder, now=clock),
        lambda: ways_in.recover(
            folder, sheet, owner, "new words", tests=TESTS, cost=CHEAP, now=clock
        ),
    )
    clock.at += timedelta(seconds=10)
    with reopened(folder, now=clock) as record:
        actions = [entry.action for entry in record.trail.entries()]
        assert actions.count(Action.FAILED_TO_UNLOCK) == 5
    assert not attempts.wait(folder, clock())


def test_a_record_without_a_recovery_sheet_says_so(folder: Path) -> None:
    with make(folder.with_name("other")) as other:
        foreign = new_sheet(other)
    make(folder).close()
    with pytest.raises(NoRecoveryKey):
        ways_in.recover(folder, foreign, UUID(int=7), "new", tests=TESTS, cost=CHEAP)
    with pytest.raises(WrongRecoveryKey):
        ways_in.recover(folder, "mistyped", UUID(int=7), "new", tests=TESTS, cost=CHEAP)
    with pytest.raises(NoRecord):
        ways_in.recover(folder / "nothing", foreign, UUID(int=7), "new", tests=TESTS, cost=CHEAP)
    reopened(folder).close()


def test_a_record_in_use_is_neither_recovered_nor_restored_over(record: Record) -> None:
    sheet = new_sheet(record)
    made = record.backups.make()
    with pytest.raises(RecordInUse):
        ways_in.recover(record.folder, sheet, UUID(int=7), "new", tests=TESTS, cost=CHEAP)
    with pytest.raises(RecordInUse):
        restore(record.folder, made.path)
    saved(record)
    assert record.verify() == ()


def test_whoever_was_added_after_the_backup_is_kept_out_until_let_in_again(folder: Path) -> None:
    with make(folder) as record:
        examination = signed(record)
        made = record.backups.make()
        a_person(record, "Thea")
    with pytest.raises(UnknownPerson, match="before you were added"):
        restore(folder, made.path, "Thea")
    # Nothing was replaced: nobody could have opened it.
    with reopened(folder, "Thea") as record:
        assert len(record.people.all()) == 2
    with restore(folder, made.path) as record:
        assert [one.name for one in record.people.all()] == ["T. Herapist"]
        assert record.examination(examination.id) == examination
        thea = a_person(record, "Thea again")
    with reopened(folder, "Thea again") as opened:
        assert opened.account == thea


def test_whoever_was_retired_after_the_backup_stays_out(folder: Path) -> None:
    """keys.json is today's: the backup knows them, but holds no way in."""
    with make(folder) as record:
        thea = a_person(record, "Thea")
        made = record.backups.make()
        record.people.retire(thea.id)
    with pytest.raises(WrongPassphrase):
        restore(folder, made.path, "Thea")
    with restore(folder, made.path) as record:
        assert record.people.all()[1] == thea
        assert record.verify() == ()
    with pytest.raises(WrongPassphrase):
        reopened(folder, "Thea")


def test_a_person_whom_the_record_retired_is_kept_out_though_the_keys_know_them(
    folder: Path, tmp_path: Path
) -> None:
    """Somebody put back an older copy of keys.json."""
    with make(folder) as record:
        thea = a_person(record, "Thea")
        shutil.copyfile(folder / "keys.json", tmp_path / "keys.json")
        record.people.retire(thea.id)
    shutil.copyfile(tmp_path / "keys.json", folder / "keys.json")
    with pytest.raises(UnknownPerson, match="you were retired"):
        reopened(folder, "Thea")
    with reopened(folder) as record:
        assert record.verify() == ()


def test_an_old_copy_of_the_keys_gives_a_new_signing_key(folder: Path, tmp_path: Path) -> None:
    with make(folder) as record:
        thea = a_person(record, "Thea")
        shutil.copyfile(folder / "keys.json", tmp_path / "keys.json")
        record.people.give_passphrase(thea.id, "new words")
    with reopened(folder, "new words") as opened:
        signed(opened)
    shutil.copyfile(tmp_path / "keys.json", folder / "keys.json")
    with reopened(folder, "Thea") as opened:
        assert opened.trail.entries(2)[1].action is Action.PERSON_CHANGED
        signed(opened)
        assert opened.verify() == ()


def test_what_cannot_be_restored_leaves_the_record_as_it_was(folder: Path, tmp_path: Path) -> None:
    with make(folder) as record:
        examination = saved(record)
        made = record.backups.make()
        record.drafts.save(noted(examination, "later"))
    with make(folder.with_name("other")) as other:
        foreign = other.backups.make()
    torn = tmp_path / "torn.backup"
    torn.write_bytes(made.path.read_bytes()[:-100])
    before = contents(folder)
    for file, passphrase, error in (
        (foreign.path, PASSPHRASE, OtherRecord),
        (torn, PASSPHRASE, BackupDamaged),
        (made.path, "wrong", WrongPassphrase),
    ):
        with pytest.raises(error):
            restore(folder, file, passphrase)
    after = contents(folder)
    assert {name: after[name] for name in before} == before
    with reopened(folder) as record:
        assert record.drafts.examination(examination.id) == noted(examination, "later")


def test_an_interrupted_restoring_is_finished_by_the_next_opening(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(folder) as record:
        examination = saved(record)
        made = record.backups.make()
        record.drafts.save(noted(examination, "later"))

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("clinic_desktop.storage.restore.sync_folder", fail)
        with pytest.raises((RestoreFailed, OSError)):
            restore(folder, made.path)
    with reopened(folder) as record:
        assert record.verify() == ()
        assert len(record.lists.all()) == 1


def test_half_of_a_record_is_told_and_its_lock_let_go(folder: Path) -> None:
    make(folder).close()
    keys = (folder / "keys.json").read_bytes()
    (folder / "keys.json").unlink()
    for _ in range(2):
        with pytest.raises(RecordIncomplete):
            reopened(folder)
    (folder / "keys.json").write_bytes(keys)
    reopened(folder).close()


def test_a_backup_and_the_recovery_sheet_open_on_a_new_computer(
    folder: Path, tmp_path: Path
) -> None:
    with make(folder) as record:
        examination = signed(record)
        thea = a_person(record, "Thea")
        sheet = new_sheet(record)
        made = record.backups.make()
        owner = record.account
    assert set(ways_in.holders_of(made.path)) == {(owner.id, owner.name), (thea.id, "Thea")}
    new = tmp_path / "new computer"
    options: Any = {"tests": TESTS, "cost": CHEAP}
    with pytest.raises(EmptyPassphrase):
        ways_in.restore_by_recovery(new, made.path, sheet, owner.id, "", **options)
    with pytest.raises(UnknownPerson):
        ways_in.restore_by_recovery(new, made.path, sheet, uuid4(), "new secret", **options)
    assert status(new) is FolderStatus.MISSING_OR_EMPTY
    with ways_in.restore_by_recovery(
        new, made.path, sheet, owner.id, "new secret", **options
    ) as record:
        assert record.account == owner
        assert record.examination(examination.id) == examination
        assert [e.action for e in record.trail.entries(3)] == [
            Action.RECOVERED,
            Action.PASSPHRASE_CHANGED,
            Action.RESTORED,
        ]
        assert record.verify() == ()
    reopened(new, "new secret").close()
    reopened(new, "Thea").close()


def test_wrong_passphrases_are_not_forgotten_when_the_trail_cannot_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(folder).close()
    with pytest.raises(WrongPassphrase):
        reopened(folder, "guess")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("clinic_desktop.storage.opening.append", full)
        with pytest.raises(DiskFull):
            reopened(folder)
    with reopened(folder) as record:
        assert Action.FAILED_TO_UNLOCK in [entry.action for entry in record.trail.entries()]
    assert not (folder / "attempts.json").exists()
