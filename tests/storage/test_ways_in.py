"""A record is made whole or not at all, and opened or refused untouched."""

import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from clinic_desktop.domain.practice import Role, Settings
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.errors import (
    DiskFailed,
    EmptyPassphrase,
    FolderRefused,
    NewerRecord,
    NoRecord,
    RecordAltered,
    RecordDamaged,
    RecordExists,
    RecordIncomplete,
    RecordInUse,
    RestoreFailed,
    WrongPassphrase,
)
from clinic_desktop.storage.folder import FolderStatus, status
from tests.storage.samples import (
    CHEAP,
    PASSPHRASE,
    TESTS,
    an_examination,
    contents,
    make,
    reopened,
    saved,
    second_connection,
    start_program,
)


def test_a_new_record_is_empty_sound_and_private(folder: Path) -> None:
    with ways_in.create(folder, PASSPHRASE, tests=TESTS, cost=CHEAP) as record:
        record.drafts.save(an_examination())
        paths = list(folder.iterdir())
        assert {path.name for path in paths} == {
            "record.db",
            "record.db-wal",
            "record.db-shm",
            "keys.json",
            "record.lock",
            "record.tally",
        }
        assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert record.folder == folder
        assert record.clinic() is None
        assert record.settings() == Settings()
        assert record.place() is None
        assert record.account.role is Role.OWNER
        assert record.account.name == "Therapist without a name"
        assert record.people.all() == (record.account,)
        assert record.verify() == ()
    assert {path.name for path in folder.iterdir()} == {
        "record.db",
        "keys.json",
        "record.lock",
        "record.tally",
    }


def test_a_records_id_is_its_own_and_stays(folder: Path) -> None:
    with make(folder) as record, make(folder.with_name("other")) as other:
        first = record.id
        assert first != other.id
    with reopened(folder) as record:
        assert record.id == first


def test_an_empty_passphrase_makes_nothing(folder: Path) -> None:
    with pytest.raises(EmptyPassphrase):
        ways_in.create(folder, "", tests=TESTS, cost=CHEAP)
    assert not folder.exists()


def test_a_record_is_never_made_over_something(folder: Path) -> None:
    make(folder).close()
    before = contents(folder)
    with pytest.raises(RecordExists):
        make(folder)
    assert contents(folder) == before
    other = folder.parent / "letters"
    other.mkdir()
    (other / "letter.odt").write_text("Dear")
    with pytest.raises(FolderRefused):
        make(other)
    assert contents(other) == {"letter.odt": b"Dear"}


def test_there_is_no_record_to_open_in_other_folders(folder: Path) -> None:
    with pytest.raises(NoRecord, match="There is no record in"):
        reopened(folder)
    assert not folder.exists()
    folder.mkdir()
    (folder / "letter.odt").touch()
    with pytest.raises(NoRecord):
        reopened(folder)


@pytest.mark.parametrize("name", ["record.db", "keys.json"])
def test_half_a_record_is_refused_by_name_and_kept(folder: Path, name: str) -> None:
    make(folder).close()
    (folder / name).unlink()
    before = contents(folder)
    with pytest.raises(RecordIncomplete, match=f"{name} is missing"):
        reopened(folder)
    with pytest.raises(RecordExists):
        make(folder)
    assert contents(folder) == before


def test_other_files_beside_a_record_do_no_harm(folder: Path) -> None:
    make(folder).close()
    (folder / "report.pdf").touch()
    reopened(folder).close()


def test_a_wrong_passphrase_does_not_touch_the_database(folder: Path) -> None:
    make(folder).close()
    before = contents(folder)
    with pytest.raises(WrongPassphrase):
        reopened(folder, "wrong")
    after = contents(folder)
    assert after.pop("attempts.json")
    assert after == before
    reopened(folder).close()


def test_a_record_is_open_once(folder: Path) -> None:
    record = make(folder)
    with pytest.raises(RecordInUse):
        reopened(folder)
    record.close()
    record.close()
    reopened(folder).close()


def test_two_cannot_make_one_record(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program was quicker, between the look and the lock."""
    real = status
    looks = iter([lambda _: FolderStatus.MISSING_OR_EMPTY])

    def late(where: Path) -> FolderStatus:
        return next(looks, real)(where)

    make(folder).close()
    before = contents(folder)
    monkeypatch.setattr("clinic_desktop.storage.folder.status", late)
    with pytest.raises(RecordExists):
        make(folder)
    assert contents(folder) == before


class PowerCut(BaseException):
    """Stands for the end of the program at that point."""


SYSTEM_CALLS = ("mkdir", "open", "fsync", "rename", "replace", "unlink")


@contextmanager
def power_cut_at(call: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """End the program before the n-th call that changes the disk; yield the calls made."""
    made: list[str] = []

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def count_and_call(*arguments: object, **options: object) -> Any:
            if len(made) == call:
                raise PowerCut
            made.append(name)
            return real(*arguments, **options)

        return count_and_call

    with monkeypatch.context() as patch:
        for name in SYSTEM_CALLS:
            patch.setattr(os, name, counted(name, getattr(os, name)))
        yield made


def test_an_interrupted_creation_is_begun_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every step the folder is empty, or holds a whole record."""
    found = []
    for call in range(100):
        where = folder.with_name(f"record{call}")
        try:
            with power_cut_at(call, monkeypatch) as made:
                make(where).close()
        except PowerCut:
            found.append(status(where))
            if status(where) is FolderStatus.MISSING_OR_EMPTY:
                with pytest.raises(NoRecord):
                    reopened(where)
                make(where).close()
            with reopened(where) as record:
                assert record.verify() == ()
        else:
            break
    assert {"mkdir", "fsync", "rename", "replace"} <= set(made)
    assert set(found) == {FolderStatus.MISSING_OR_EMPTY, FolderStatus.RECORD}
    assert found == sorted(found)


def test_what_a_killed_creation_left_is_cleared(folder: Path) -> None:
    folder.mkdir()
    for name in ("record.db.new", "record.db.new-wal", "record.db.new-shm", "keys.json"):
        (folder / name).write_bytes(b"torn" * 5000)
    with make(folder) as record:
        assert record.verify() == ()
    assert {path.name for path in folder.iterdir()} == {
        "record.db",
        "keys.json",
        "record.lock",
        "record.tally",
    }


@pytest.mark.parametrize(
    "newer",
    [
        "PRAGMA user_version = 99",
        "INSERT INTO _sqlite_migrations VALUES (9, 'clinic_desktop', 'm0009_future', '')",
    ],
)
def test_a_newer_record_is_refused_untouched(folder: Path, newer: str) -> None:
    make(folder).close()
    program = start_program(
        "import os, sys; from pathlib import Path\n"
        "from tests.storage.samples import second_connection\n"
        "with second_connection(Path(sys.argv[1])) as connection:\n"
        "    connection.execute(sys.argv[2]); os._exit(0)",
        folder,
        newer,
    )
    program.communicate()
    before = contents(folder)
    assert before["record.db-wal"]
    with pytest.raises(NewerRecord) as told:
        reopened(folder)
    assert str(told.value) == (
        "This record was made by a newer version of Clinic Desktop. Update the program to open it."
    )
    after = contents(folder)
    del before["record.db-shm"], after["record.db-shm"]
    assert after == before


def test_a_record_without_its_guard_is_not_opened(folder: Path) -> None:
    make(folder).close()
    with second_connection(folder) as connection:
        connection.execute("DROP TRIGGER exam_version_delete")
    with pytest.raises(RecordAltered):
        reopened(folder)


@pytest.mark.parametrize("size", [0, 4095, 4096, 10_000])
def test_a_cut_off_file_is_damaged_and_kept(folder: Path, size: int) -> None:
    with make(folder) as record:
        record.drafts.save(an_examination())
    path = folder / "record.db"
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(RecordDamaged, match="is damaged"), reopened(folder) as record:
        record.lists.all()
    assert path.stat().st_size == size


def test_the_keys_of_another_record_are_told(folder: Path) -> None:
    make(folder).close()
    other = folder.with_name("other")
    make(other).close()
    (other / "keys.json").replace(folder / "keys.json")
    with pytest.raises(RecordDamaged, match=r"keys\.json belongs to another record"):
        reopened(folder)


def test_what_cannot_be_opened_lets_go_of_everything(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record whose trail cannot be written is not opened, and not kept locked either."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with make(folder) as record:
        saved(record)
        made = record.backups.make()
    with monkeypatch.context() as patch:
        patch.setattr("clinic_desktop.storage.opening.note", fail)
        with pytest.raises(DiskFailed):
            reopened(folder)
    with monkeypatch.context() as patch:
        patch.setattr("clinic_desktop.storage.opening.note_restored", fail)
        with pytest.raises(RestoreFailed, match="so the backup was not restored"):
            ways_in.restore(folder, made.path, PASSPHRASE, tests=TESTS, cost=CHEAP)
    with reopened(folder) as record:
        assert len(record.lists.all()) == 1


READ_ONLY = """
import os, sys
from pathlib import Path
from clinic_desktop.storage.errors import RecordError
from tests.storage.samples import make, reopened

if os.geteuid() == 0:
    os.setuid(65534)
folder = Path(sys.argv[1])
for attempt in (lambda: reopened(folder), lambda: make(folder / "new")):
    try:
        attempt()
    except RecordError as error:
        print(type(error).__name__, error)
"""


@pytest.mark.parametrize("lock_mode", [0o444, 0o666])
def test_a_read_only_folder_is_told(lock_mode: int) -> None:
    # Pytest's own folders let nobody else in.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder / "record").close()
        (folder / "record" / "record.db").chmod(0o444)
        (folder / "record" / "keys.json").chmod(0o444)
        (folder / "record" / "record.lock").chmod(lock_mode)
        (folder / "record").chmod(0o555)
        folder.chmod(0o755)
        try:
            out, _ = start_program(READ_ONLY, folder / "record").communicate()
        finally:
            (folder / "record").chmod(0o755)
    lines = out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("RecordReadOnly The folder ") for line in lines), out
    assert all("is read-only for you" in line for line in lines)
