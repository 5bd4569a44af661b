"""A backup is one whole file of the record as it was at one moment, or there is none."""

import errno
import hashlib
import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import msgspec
import pytest

from clinic_desktop.domain.backups import Backup, BackupContent, kept
from clinic_desktop.storage import backup, backup_file, driver
from clinic_desktop.storage.backup import backups_in, rotate
from clinic_desktop.storage.errors import BackupFailed, RecordAltered
from tests.storage.small_record import (
    BEGUN,
    KEY,
    MADE,
    a_record,
    answer,
    answers_in,
    check,
    content,
    everything_in,
    make,
)


@pytest.fixture
def record(folder: Path) -> Path:
    """Return the folder of a small record."""
    return a_record(folder)


def test_a_backup_is_one_private_file_with_everything_a_restore_needs(
    record: Path, tmp_path: Path
) -> None:
    made = make(record)
    assert made.path == record / "backups" / "clinic-desktop-2026-11-18-143205.backup"
    assert list(made.path.parent.iterdir()) == [made.path]
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    assert made.content.answers == 3
    assert made.content.last_answer_at == BEGUN + timedelta(minutes=2)
    with ZipFile(made.path) as archive:
        archive.extractall(tmp_path / "out")
        manifest = msgspec.json.decode(archive.read("manifest.json"))
    assert (tmp_path / "out" / "keys.json").read_bytes() == (record / "keys.json").read_bytes()
    assert answers_in(tmp_path / "out") == 3
    assert manifest["format"] == "clinic-desktop-backup"
    assert manifest["version"] == 1
    assert sorted(path.name for path in record.iterdir()) == ["backups", "keys.json", "record.db"]


def test_a_backup_holds_nothing_readable(record: Path) -> None:
    data = make(record).path.read_bytes()
    assert b"burning" not in data
    assert b"SQLite format 3" not in data


def test_a_backup_has_what_still_stands_in_the_write_ahead_log(record: Path) -> None:
    with closing(driver.connect(record / "record.db", KEY)) as db:
        db.conn.execute("INSERT INTO answer (note) VALUES ('burning')")
        assert make(record).content.answers == 4
        db.conn.execute("INSERT INTO answer (note) VALUES ('burning')")
    assert answers_in(record) == 5


def test_a_backup_in_another_thread_holds_up_no_answer(record: Path) -> None:
    made: list[Backup] = []
    background = threading.Thread(target=lambda: made.extend(make(record) for _ in range(3)))
    saved = 0
    with closing(driver.connect(record / "record.db", KEY)) as db:
        background.start()
        while background.is_alive():
            with driver.writing(db) as connection:
                connection.execute("INSERT INTO answer (note) VALUES ('burning')")
            saved += 1
    background.join()
    assert answers_in(record) == saved + 3
    counts = [each.content.answers for each in made]
    assert counts == sorted(counts)
    assert backups_in(record / "backups")[::-1] == tuple(sorted(made, key=lambda b: b.path))


def test_two_backups_at_a_time_follow_each_other(record: Path) -> None:
    threads = [threading.Thread(target=make, args=(record,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = sorted(path.name for path in (record / "backups").iterdir())
    assert names == [
        "clinic-desktop-2026-11-18-143205-2.backup",
        "clinic-desktop-2026-11-18-143205-3.backup",
        "clinic-desktop-2026-11-18-143205-4.backup",
        "clinic-desktop-2026-11-18-143205.backup",
    ]


def test_the_name_tells_the_time_in_utc(record: Path) -> None:
    local = MADE.astimezone(datetime.fromisoformat("2026-01-01T00:00:00+05:45").tzinfo)
    assert make(record, made_at=local).path.name == "clinic-desktop-2026-11-18-143205.backup"


def test_another_folder_is_never_made(record: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with pytest.raises(BackupFailed, match=r"stick is not there\. Plug in the disk, or choose"):
        make(record, stick)
    assert not stick.exists()
    stick.mkdir()
    assert make(record, stick).path.parent == stick
    assert not (record / "backups").exists()


def test_what_an_interrupted_backup_left_is_taken_away_by_the_next(record: Path) -> None:
    (record / "backups").mkdir()
    (record / "backups" / "clinic-desktop-unfinished-c1").write_bytes(b"half")
    others = record / "backups" / "clinic-desktop-unfinished-c2"
    others.write_bytes(b"of another record")
    for end in ("", "-wal", "-shm", "-journal"):
        (record / f"record.db.copy{end}").write_bytes(b"half")
    made = make(record)
    assert set(made.path.parent.iterdir()) == {made.path, others}
    assert sorted(path.name for path in record.iterdir()) == ["backups", "keys.json", "record.db"]


def test_a_damaged_page_is_found_and_earlier_backups_stay(record: Path) -> None:
    answer(record, 50)
    earlier = make(record)
    database = record / "record.db"
    data = bytearray(database.read_bytes())
    data[len(data) // 2] ^= 1
    database.write_bytes(data)
    with pytest.raises(BackupFailed, match=r"The record is damaged, so no backup was made of it\."):
        make(record)
    assert backups_in(record / "backups") == (earlier,)
    assert database.read_bytes() == data


def test_damage_in_the_copy_is_found(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(record, 50)
    copy = backup._copy

    def copy_badly(database: Path, to: Path, key: bytes, into: Path) -> None:
        copy(database, to, key, into)
        data = bytearray(to.read_bytes())
        data[-100] ^= 1
        to.write_bytes(data)

    monkeypatch.setattr(backup, "_copy", copy_badly)
    with pytest.raises(BackupFailed, match="damaged"):
        make(record)
    assert not list((record / "backups").iterdir())


def test_a_record_that_would_be_refused_is_not_backed_up(record: Path) -> None:
    with closing(driver.connect(record / "record.db", KEY)) as db:
        db.conn.execute("DROP TRIGGER answer_found")
    with pytest.raises(BackupFailed, match=r"^No backup was made\. The record was altered\.$"):
        make(record)
    assert not list((record / "backups").iterdir())


def test_a_fault_of_the_program_is_not_told_as_one_of_the_world(record: Path) -> None:
    def fault(_: driver.Database) -> None:
        raise KeyError("fault")

    with pytest.raises(KeyError, match="fault"):
        backup.make(KEY, record, record / "backups", content, fault, MADE)
    assert not list((record / "backups").iterdir())
    assert sorted(path.name for path in record.iterdir()) == ["backups", "keys.json", "record.db"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda keys: keys.unlink(), "keys.json is missing"),
        (lambda keys: keys.write_bytes(b"{}"), "keys.json is damaged"),
    ],
)
def test_a_backup_without_good_keys_is_refused(
    record: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(record / "keys.json")
    with pytest.raises(BackupFailed, match=words):
        make(record)


class Usage(NamedTuple):
    """What `shutil.disk_usage` returns, as far as it is asked."""

    free: int


def test_too_little_room_is_told_before_anything_is_written(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything_in(record)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(backup.RESERVE_BYTES + 4096))
    with pytest.raises(
        BackupFailed, match=r"too little room for a backup: 2 MB must be free on the disk of"
    ):
        make(record)
    assert everything_in(record) == before


def test_two_disks_each_need_room_for_one_copy(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(driver.connect(record / "record.db", KEY)) as db:
        needed = backup._used_bytes(db)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(backup.RESERVE_BYTES + needed))
    with pytest.raises(BackupFailed, match="too little room"):
        backup._refuse_if_full(needed, record, tmp_path)
    stat_of = Path.stat

    class OtherDisk(NamedTuple):
        st_dev: int

    def stat_on_two_disks(path: Path) -> object:
        return OtherDisk(-1) if path == tmp_path else stat_of(path)

    monkeypatch.setattr(Path, "stat", stat_on_two_disks)
    backup._refuse_if_full(needed, record, tmp_path)
    with pytest.raises(BackupFailed, match="too little room"):
        backup._refuse_if_full(needed + 1, record, tmp_path)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "The disk is full, so no backup was made in"),
        (errno.EACCES, "cannot be written, so no backup was made"),
        (errno.EIO, "The disk refused to read or write, so no backup was made in"),
    ],
)
@pytest.mark.parametrize("call", ["make_private", "sync_folder", "write", "replace"])
def test_what_the_disk_refuses_is_told_and_leaves_nothing(
    record: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, words: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "as the system says")

    if call == "write":
        monkeypatch.setattr(backup_file, "sync_file", refuse)
    elif call == "replace":
        monkeypatch.setattr(Path, "replace", refuse)
    else:
        monkeypatch.setattr(backup, call, refuse)
    with pytest.raises(BackupFailed, match=words):
        make(record)
    left = [path.name for path in (record / "backups").iterdir()]
    assert left == (["clinic-desktop-2026-11-18-143205.backup"] if call == "sync_folder" else [])
    assert answers_in(record) == 3


@pytest.mark.parametrize("name", ["SQLITE_FULL", "SQLITE_BUSY"])
def test_what_the_database_refuses_is_told(
    record: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    class Refused(sqlite3.OperationalError):
        sqlite_errorname = name

    def refuse(*_: object) -> None:
        raise Refused

    monkeypatch.setattr(backup, "_copy", refuse)
    with pytest.raises(BackupFailed, match="so no backup was made"):
        make(record)


def test_a_backup_that_reads_back_otherwise_is_not_kept(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[5000] ^= 1
        path.write_bytes(data)

    monkeypatch.setattr(backup_file, "sync_file", spoil)
    with pytest.raises(BackupFailed, match="could not be read back from"):
        make(record)
    assert not list((record / "backups").iterdir())


def test_backups_are_listed_newest_first_and_other_files_are_passed_over(record: Path) -> None:
    assert backups_in(record / "backups") == ()
    made = [make(record, made_at=MADE + timedelta(days=day)) for day in (0, 2, 1)]
    folder = record / "backups"
    (folder / "letter.odt").touch()
    (folder / "clinic-desktop-unfinished-c1").touch()
    (folder / "clinic-desktop-2026-11-18-000000.backup").write_bytes(b"no zip")
    shutil.copy(made[0].path, folder / "copy.backup")
    assert backups_in(folder) == (made[1], made[2], made[0])
    assert backups_in(record / "record.db") == ()


HELD = BackupContent(record="c1", made_at=MADE, answers=0, signed=0, head="0" * 64, trail="0" * 64)


def listed(
    folder: Path, *made: datetime, record: str = "c1", answers: int = 1, signed: int = 0
) -> Backup:
    """Leave small files that a listing takes for backups, and return the last one."""
    folder.mkdir(exist_ok=True)
    (folder / "nothing").touch()
    for at in made:
        held = msgspec.structs.replace(
            HELD, record=record, made_at=at, answers=answers, signed=signed
        )
        path = folder / f"clinic-desktop-{at:%Y-%m-%d-%H%M%S}.backup"
        backup_file.write(path, folder / "nothing", b"", held)
    return Backup(path=path, content=held)


def test_thinning_out_leaves_what_is_to_be_kept(tmp_path: Path) -> None:
    made = [MADE + timedelta(hours=5 * step) for step in range(100)]
    last = listed(tmp_path, *made)
    listed(tmp_path, MADE - timedelta(days=900, seconds=1), record="another")
    (tmp_path / "clinic-desktop-2020-01-01-000000.backup").write_bytes(b"unreadable")
    foreign = {path.name for path in tmp_path.iterdir() if "2024" in path.name} | {
        "clinic-desktop-2020-01-01-000000.backup",
        "nothing",
    }
    removed = rotate(tmp_path, last)
    stay = {f"clinic-desktop-{at:%Y-%m-%d-%H%M%S}.backup" for at in kept(made)}
    assert {path.name for path in tmp_path.iterdir()} == stay | foreign
    assert len(foreign) == 3
    assert len(removed) == 100 - len(stay)
    assert rotate(tmp_path, last) == ()


def many(folder: Path, answers: int, signed: int = 0) -> Backup:
    """Leave more backups than are kept, and return the newest one."""
    made = [MADE - timedelta(days=7 * week) for week in range(60, 0, -1)]
    made += [MADE - timedelta(minutes=step) for step in range(20, 0, -1)]
    return listed(folder, *made, answers=answers, signed=signed)


def test_a_clock_set_back_does_not_cost_the_fullest_backup(tmp_path: Path) -> None:
    newest = many(tmp_path, answers=5)
    early = datetime(2001, 1, 1, tzinfo=UTC)
    fullest = listed(tmp_path, early, answers=6)
    listed(tmp_path, early - timedelta(days=1), answers=6)
    rotate(tmp_path, newest)
    assert backups_in(tmp_path)[-1] == fullest


def test_the_fullest_is_the_one_with_the_most_signatures(tmp_path: Path) -> None:
    """A record that was restored counts its answers on from what was restored."""
    newest = many(tmp_path, answers=500, signed=1)
    fullest = listed(tmp_path, datetime(2001, 1, 1, tzinfo=UTC), answers=400, signed=2)
    listed(tmp_path, datetime(2001, 1, 2, tzinfo=UTC), answers=500, signed=1)
    rotate(tmp_path, newest)
    assert backups_in(tmp_path)[-1] == fullest


def test_the_backup_just_made_stays_whatever_the_clock_says(tmp_path: Path) -> None:
    many(tmp_path, answers=5)
    just_made = listed(tmp_path, datetime(2001, 1, 1, tzinfo=UTC), answers=1)
    rotate(tmp_path, just_made)
    assert just_made in backups_in(tmp_path)


def test_a_backup_that_cannot_be_removed_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = listed(tmp_path, *(MADE + timedelta(minutes=step) for step in range(20)))

    def refuse(_: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    assert rotate(tmp_path, last) == ()
    assert rotate(tmp_path / "gone", last) == ()


def test_the_copy_is_private_while_it_is_looked_through(record: Path) -> None:
    modes = []

    def look(db: driver.Database) -> None:
        check(db)
        modes.append(stat.S_IMODE((record / "record.db.copy").stat().st_mode))

    umask = os.umask(0)
    try:
        backup.make(KEY, record, record / "backups", content, look, MADE)
    finally:
        os.umask(umask)
    assert modes == [0o600]


def test_a_backup_tells_which_keys_are_in_it(record: Path) -> None:
    sums = hashlib.sha256((record / "keys.json").read_bytes()).hexdigest()
    assert make(record).content.keys == backup.keys_sum(record) == sums
    (record / "keys.json").unlink()
    assert backup.keys_sum(record) is None


def test_a_network_folder_that_cannot_be_synced_takes_backups(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def refuse_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse_folders)
    assert make(record).path.exists()


def test_the_check_sees_the_copy(record: Path) -> None:
    def look(db: driver.Database) -> None:
        check(db)
        raise RecordAltered(db.conn.execute("PRAGMA database_list").fetchone()[2])

    with pytest.raises(BackupFailed, match=r"record\.db\.copy$"):
        backup.make(KEY, record, record / "backups", content, look, MADE)
