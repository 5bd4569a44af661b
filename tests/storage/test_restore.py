"""A restored backup stands whole in its place, whatever was there and wherever it was cut off."""

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.backups import Backup
from clinic_desktop.storage import backup_file, driver, restore
from clinic_desktop.storage.errors import (
    BackupDamaged,
    DiskFull,
    FolderRefused,
    NewerRecord,
    NotEncrypted,
    OtherRecord,
    RecordAltered,
    RecordError,
    RecordInUse,
    RestoreFailed,
    WrongPassphrase,
)
from clinic_desktop.storage.folder import FolderStatus, status
from clinic_desktop.storage.lock import Lock
from clinic_desktop.storage.tally import Tally
from tests.storage.small_record import (
    BEGUN,
    KEY,
    MADE,
    a_record,
    answer,
    answers_in,
    check,
    content,
    data_key,
    everything_in,
    keys_of,
    make,
)

OTHER_KEY = bytes(range(100, 132))


@pytest.fixture
def record(folder: Path) -> Path:
    """Return the folder of a record that went on after its backup: 3 answers, then 5."""
    a_record(folder)
    make(folder)
    answer(folder, 2)
    return folder


@pytest.fixture
def file(record: Path) -> Path:
    """Return the backup, of 3 answers, outside the record's folder."""
    (made,) = (record / "backups").iterdir()
    return Path(shutil.copy(made, record.parent / "chosen.backup"))


def put_back(record: Path, file: Path) -> Path | None:
    return restore.restore(record, file, data_key, check)


def test_a_record_goes_back_to_its_backup_and_is_kept_beside_it(record: Path, file: Path) -> None:
    before = everything_in(record)
    keys = (record / "keys.json").read_bytes()
    aside = put_back(record, file)
    assert aside is not None
    assert aside.parent == record
    assert aside.name.startswith("set-aside-")
    assert stat.S_IMODE(aside.stat().st_mode) == 0o700
    assert answers_in(record) == 3
    assert (record / "keys.json").read_bytes() == keys
    assert everything_in(aside) == {"record.db": before["record.db"]}
    assert stat.S_IMODE((record / "record.db").stat().st_mode) == 0o600
    shutil.copy(aside / "record.db", record / "record.db")
    assert answers_in(record) == 5


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def stale_log(record: Path) -> None:
    """Leave a write-ahead log that would be played into whatever has the record's name."""
    with closing(driver.connect(record / "record.db", KEY)) as db:
        db.conn.execute("DELETE FROM answer")
        log = (record / "record.db-wal").read_bytes()
        index = (record / "record.db-shm").read_bytes()
    (record / "record.db-wal").write_bytes(log)
    (record / "record.db-shm").write_bytes(index)


def lose(*names: str) -> Callable[[Path], None]:
    def act(record: Path) -> None:
        for name in names:
            (record / name).unlink()

    return act


def only_a_log(record: Path) -> None:
    stale_log(record)
    lose("record.db")(record)


def both(harm_keys: Callable[[Path], None], record: Path) -> None:
    harm_keys(record / "keys.json")
    flip(record / "record.db")


HARMS: dict[str, Callable[[Path], object]] = {
    "a damaged page": lambda record: flip(record / "record.db"),
    "a damaged first page": lambda record: (record / "record.db").write_bytes(bytes(8192)),
    "cut short": lambda record: os.truncate(record / "record.db", 5000),
    "empty": lambda record: os.truncate(record / "record.db", 0),
    "no database": lose("record.db"),
    "damaged keys too": lambda record: both(flip, record),
    "no keys either": lambda record: both(Path.unlink, record),
    "neither": lose("record.db", "keys.json"),
    "a stale log": stale_log,
    "a stale journal": lambda record: (record / "record.db-journal").write_bytes(b"\xd9" * 600),
    "only a log": only_a_log,
    "an interrupted backup": lambda record: (record / "record.db.copy").write_bytes(b"half"),
    "an interrupted restore": lambda record: [
        (record / name).write_bytes(b"half")
        for name in ("record.db.restoring", "record.db.restoring-wal", "keys.json.restored")
    ],
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_harmed_record_is_restored_and_kept(
    record: Path, file: Path, harm: Callable[[Path], object]
) -> None:
    harm(record)
    assert status(record) is FolderStatus.RECORD
    before = everything_in(record)
    aside = put_back(record, file)
    assert answers_in(record) == 3
    assert data_key(record / "keys.json") == KEY
    kept = {} if aside is None else everything_in(aside)
    for name in ("record.db", "record.db-wal", "record.db-shm", "record.db-journal"):
        assert kept.get(name) == before.get(name)
    if "keys.json" in kept:
        assert kept["keys.json"] == before["keys.json"]
    else:
        assert (record / "keys.json").read_bytes() == before.get(
            "keys.json", (record / "keys.json").read_bytes()
        )
    left = {path.name for path in record.iterdir()} - {"record.db.copy"}
    if aside is not None:
        left.remove(aside.name)
    assert left == {"record.db", "keys.json", "record.lock", "backups"}


KEY_HARMS: dict[str, Callable[[Path], object]] = {
    "no keys": lose("keys.json"),
    "damaged keys": lambda record: flip(record / "keys.json"),
    "empty keys": lambda record: os.truncate(record / "keys.json", 0),
}


def keys_in(file: Path) -> bytes:
    with ZipFile(file) as archive:
        return archive.read("keys.json")


@pytest.mark.parametrize("harm", KEY_HARMS.values(), ids=KEY_HARMS)
def test_keys_alone_are_put_back_without_giving_up_an_answer(
    record: Path, file: Path, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    harm(record)
    before = everything_in(record)
    for step in count():
        target = tmp_path / f"killed at {step}"
        shutil.copytree(record, target)
        if not was_killed(target, file, step):
            break
        assert status(target) is FolderStatus.RECORD
        keys_now = target / "keys.json"
        if not keys_now.exists() or keys_now.read_bytes() != keys_in(file):
            put_back(target, file)
        assert answers_in(target) == 5
        assert data_key(target / "keys.json") == KEY
        for aside in target.glob("set-aside-*"):
            assert everything_in(aside) == {"keys.json": before["keys.json"]}
    assert answers_in(target) == 5
    assert bool(list(target.glob("set-aside-*"))) == ("keys.json" in before)


@pytest.mark.parametrize("there", ["missing", "empty", "interrupted creation"])
def test_a_missing_or_empty_folder_becomes_the_record(
    file: Path, tmp_path: Path, there: str
) -> None:
    target = tmp_path / "deep" / "target"
    if there != "missing":
        target.mkdir(parents=True)
    if there == "interrupted creation":
        (target / "record.db.new").write_bytes(b"half")
        (target / "keys.json").write_bytes(keys_of(OTHER_KEY))
    assert put_back(target, file) is None
    assert answers_in(target) == 3
    assert {path.name for path in target.iterdir()} == {"record.db", "keys.json", "record.lock"}


def test_restoring_twice_keeps_both(record: Path, file: Path) -> None:
    first = put_back(record, file)
    answer(record, 1)
    second = put_back(record, file)
    third = put_back(record, file)
    assert first is not None
    assert second is not None
    assert third is not None
    assert len({first, second, third}) == 3
    for aside in (first, second, third):
        shutil.copy(record / "keys.json", aside / "keys.json")
    assert [answers_in(aside) for aside in (first, second, third)] == [5, 4, 3]


def test_a_passphrase_changed_since_the_backup_stays_as_it_is(record: Path, file: Path) -> None:
    new = keys_of(KEY, "battery staple")
    (record / "keys.json").write_bytes(new)
    with pytest.raises(WrongPassphrase):
        put_back(record, file)
    restore.restore(record, file, lambda _: KEY, check)
    assert (record / "keys.json").read_bytes() == new


def test_the_keys_of_the_record_are_asked_first(record: Path, file: Path) -> None:
    asked: list[str] = []

    def unlock(path: Path) -> bytes:
        asked.append(path.name)
        return data_key(path)

    restore.restore(record, file, unlock, check)
    flip(record / "keys.json")
    restore.restore(record, file, unlock, check)
    assert asked == ["keys.json", "keys.json", "keys.json.restored"]


@contextmanager
def untouched(record: Path) -> Iterator[None]:
    before = everything_in(record)
    yield
    assert everything_in(record) == before
    Lock(record / "record.lock").release()


def test_a_wrong_passphrase_changes_nothing(record: Path, file: Path) -> None:
    stale_log(record)
    (record / "keys.json").write_bytes(keys_of(KEY, "battery staple"))
    with untouched(record), pytest.raises(WrongPassphrase):
        put_back(record, file)


def test_an_open_record_is_not_replaced(record: Path, file: Path) -> None:
    lock = Lock(record / "record.lock")
    with pytest.raises(RecordInUse, match="open in another window"):
        put_back(record, file)
    lock.release()
    assert answers_in(record) == 5


def test_another_records_backup_is_refused(record: Path, tmp_path: Path) -> None:
    other = a_record(tmp_path / "other", key=OTHER_KEY)
    (record / "keys.json").write_bytes(keys_of(KEY))
    path = tmp_path / "other.backup"
    backup_file.write(
        path,
        other / "record.db",
        keys_of(OTHER_KEY),
        msgspec.structs.replace(make(record).content, record="c2"),
    )
    with (
        untouched(record),
        pytest.raises(OtherRecord, match=r"Restore it into an empty folder\.$"),
    ):
        put_back(record, path)
    assert put_back(tmp_path / "empty", path) is None
    assert answers_in(tmp_path / "empty", OTHER_KEY) == 3


def rewritten(file: Path, database: bytes | None = None, keys: bytes | None = None) -> Path:
    """Return a backup that is whole but holds something else."""
    with ZipFile(file) as archive:
        inside = {name: archive.read(name) for name in ("record.db", "keys.json")}
    source = file.with_name("inside.db")
    source.write_bytes(inside["record.db"] if database is None else database)
    path = file.with_name("rewritten.backup")
    held = backup_file.read(file).content
    backup_file.write(path, source, inside["keys.json"] if keys is None else keys, held)
    return path


def test_a_backup_with_other_keys_is_refused(record: Path, file: Path) -> None:
    (record / "keys.json").unlink()
    for keys in (keys_of(OTHER_KEY), b"{}"):
        path = rewritten(file, keys=keys)
        with untouched(record), pytest.raises(BackupDamaged, match="The keys in the backup"):
            put_back(record, path)
        path.unlink()


def test_a_backup_of_a_plain_database_is_refused(record: Path, file: Path) -> None:
    path = rewritten(file, database=b"SQLite format 3\0" + bytes(4080))
    with untouched(record), pytest.raises(NotEncrypted):
        put_back(record, path)


def test_a_backup_of_a_damaged_record_is_refused(record: Path, file: Path) -> None:
    answer(record, 50)
    data = bytearray((record / "record.db").read_bytes())
    data[-100] ^= 1
    path = rewritten(file, database=bytes(data))
    with (
        untouched(record),
        pytest.raises(RestoreFailed, match="The record in this backup is damaged"),
    ):
        put_back(record, path)


@pytest.mark.parametrize("refusal", [NewerRecord(), RecordAltered("The record was altered.")])
def test_what_the_program_would_not_open_is_not_restored(
    record: Path, file: Path, refusal: RecordError
) -> None:
    def refuse(_: driver.Database) -> None:
        raise refusal

    with untouched(record), pytest.raises(type(refusal)):
        restore.restore(record, file, data_key, refuse)


def test_a_folder_with_other_files_is_refused(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "letters"
    other.mkdir()
    (other / "letter.odt").touch()
    with pytest.raises(FolderRefused, match=r"holds something else\. Name an empty folder\.$"):
        put_back(other, file)
    assert [path.name for path in other.iterdir()] == ["letter.odt"]


def test_a_file_that_is_no_backup_is_refused_before_a_folder_is_made(tmp_path: Path) -> None:
    (tmp_path / "letter.odt").write_text("Dear colleague")
    with pytest.raises(BackupDamaged):
        put_back(tmp_path / "record", tmp_path / "letter.odt")
    assert not (tmp_path / "record").exists()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Return a record and the bytes of its backup, for the many examples of a property."""
    folder = a_record(tmp_path_factory.mktemp("two") / "record", answers=20)
    data = make(folder).path.read_bytes()
    answer(folder, 2)
    return folder, data


@given(data=st.data())
def test_a_damaged_backup_leaves_the_record_as_it_was(
    two: tuple[Path, bytes], data: st.DataObject
) -> None:
    record, good = two
    spoilt = bytearray(good)
    at = data.draw(st.integers(0, len(good) - 1) | st.integers(len(good) - 1400, len(good) - 1))
    if data.draw(st.booleans()):
        spoilt[at] ^= 1 << data.draw(st.integers(0, 7))
    else:
        del spoilt[at:]
    path = record.parent / "spoilt.backup"
    path.write_bytes(spoilt)
    before = everything_in(record)
    try:
        aside = put_back(record, path)
    except RecordError:
        assert everything_in(record) == before
    else:
        # Where the zip itself is written, a bit may mean nothing: then all is as it was made.
        assert aside is not None
        assert answers_in(record) == 20
        shutil.rmtree(aside)
        answer(record, 2)


class Usage(NamedTuple):
    """What `shutil.disk_usage` returns, as far as it is asked."""

    free: int


def test_too_little_room_is_told_before_anything_is_written(
    record: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(file.stat().st_size))
    with (
        untouched(record),
        pytest.raises(RestoreFailed, match=r"too little room to restore a backup: 2 MB must"),
    ):
        put_back(record, file)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "The disk is full, so the backup was not restored"),
        (errno.EACCES, "cannot be written, so the backup was not restored"),
        (errno.EIO, "The disk refused to read or write, so the backup was not restored"),
    ],
)
@pytest.mark.parametrize("place", [backup_file, restore])
def test_what_the_disk_refuses_is_told_and_changes_nothing(
    record: Path,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: object,
    number: int,
    words: str,
) -> None:
    def refuse(_: Path) -> None:
        raise OSError(number, "as the system says")

    monkeypatch.setattr(place, "sync_file", refuse)
    with untouched(record), pytest.raises(RestoreFailed, match=words):
        put_back(record, file)


def test_an_error_of_the_disk_is_not_taken_for_a_wrong_key(
    record: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        error = driver.DatabaseError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr(driver, "connect", refuse)
    with untouched(record), pytest.raises(RestoreFailed, match="The disk is full") as told:
        put_back(record, file)
    assert isinstance(told.value.__cause__, DiskFull)


class Death(BaseException):
    """The program is killed."""


@contextmanager
def killed_at(step: int) -> Iterator[list[str]]:
    """End the program before its n-th act on names or on the disk: no later act is done either."""
    done: list[str] = []

    def fatal(name: str) -> Callable[..., object]:
        act = getattr(os, name)

        def die_or_act(*arguments: object, **options: object) -> object:
            if len(done) == step:
                raise Death
            done.append(name)
            return act(*arguments, **options)

        return die_or_act

    with pytest.MonkeyPatch.context() as patch:
        for name in ("rename", "replace", "unlink", "mkdir", "fsync"):
            patch.setattr(os, name, fatal(name))
        yield done


@pytest.mark.parametrize(
    "harm", ["a stale log", "damaged keys too", "no keys either", "no database"]
)
def test_a_restore_killed_anywhere_leaves_the_old_record_or_goes_on(
    folder: Path, tmp_path: Path, harm: str
) -> None:
    a_record(folder)
    file = make(folder, tmp_path).path
    answer(folder, 2)
    HARMS[harm](folder)
    before = everything_in(folder)
    went_back, went_on = 0, 0
    for step in count():
        target = tmp_path / f"killed at {step}"
        shutil.copytree(folder, target)
        with killed_at(step) as done:
            try:
                put_back(target, file)
            except Death:
                pass
            else:
                assert len(done) == step
                break
        assert status(target) is FolderStatus.RECORD
        with killed_at(step % 7), suppress(Death):
            restore.finish(target)
        assert status(target) is FolderStatus.RECORD
        aside = restore.finish(target)
        asides = list(target.glob("set-aside-*"))
        assert aside in (None, *asides)
        now = everything_in(target)
        # Looking at a record leaves an empty log, and an index of it that SQLite makes anew.
        for name, left in (("record.db-wal", b""), ("record.db-shm", now.get("record.db-shm"))):
            if name not in before and now.get(name) == left:
                now.pop(name, None)
        if now == before:
            went_back += 1
            continue
        went_on += 1
        assert answers_in(target) == 3
        assert data_key(target / "keys.json") == KEY
        kept = {} if not asides else everything_in(asides[0])
        assert len(asides) <= 1
        assert {name: before[name] for name in kept} == kept
        assert {name for name in before if name.startswith("record.db")} <= set(kept)
        if "keys.json" in before and "keys.json" not in kept:
            assert (target / "keys.json").read_bytes() == before["keys.json"]
        assert {path.name for path in target.iterdir()} - {path.name for path in asides} == {
            "record.db",
            "keys.json",
            "record.lock",
        }
    assert went_back > 3
    assert went_on > 3


def test_restoring_into_an_empty_folder_killed_anywhere_leaves_it_empty_or_whole(
    record: Path, file: Path, tmp_path: Path
) -> None:
    found = set()
    for step in count():
        target = tmp_path / f"killed at {step}"
        with killed_at(step):
            try:
                put_back(target, file)
            except Death:
                pass
            else:
                break
        found.add(status(target))
        if status(target) is FolderStatus.RECORD:
            restore.finish(target)
        else:
            assert put_back(target, file) is None
        assert answers_in(target) == 3
        assert data_key(target / "keys.json") == KEY
    assert found == {FolderStatus.RECORD, FolderStatus.MISSING_OR_EMPTY}
    assert answers_in(record) == 5


def test_a_disk_that_refuses_half_way_is_told_and_the_next_opening_goes_on(
    record: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "mkdir", refuse)
        with pytest.raises(RestoreFailed, match=r"Nothing is lost\. .* open the record: that goes"):
            put_back(record, file)
    assert restore.finish(record) is not None
    assert answers_in(record) == 3
    assert restore.finish(record) is None


def test_a_restore_that_was_cut_off_is_finished_before_the_next(record: Path, file: Path) -> None:
    step = next(
        step
        for step in count()
        if was_killed(record, file, step) and list(record.glob("record.db.restored-*"))
    )
    assert step
    put_back(record, file)
    assert answers_in(record) == 3
    assert len(list(record.glob("set-aside-*"))) == 2


def was_killed(record: Path, file: Path, step: int) -> bool:
    with killed_at(step):
        try:
            put_back(record, file)
        except Death:
            return True
    return False


def test_losses_are_told_by_the_tally(record: Path) -> None:
    (held,) = (backup_file.read(path) for path in (record / "backups").iterdir())
    (unknown,) = restore.losses(record, [held])
    assert (unknown.answers, unknown.since) == (None, BEGUN + timedelta(minutes=2))
    tally = Tally(record, held.content.record)
    tally.write(5, 1, MADE)
    later = held_with(held, 5)
    future = held_with(held, 6)
    found = restore.losses(record, [held, later, future])
    assert [(loss.answers, loss.signed) for loss in found] == [(2, 1), (0, 1), (None, None)]
    assert restore.losses(record, [held])[0].backup == held
    tally.close()
    os.truncate(record / "record.db", 0)
    assert restore.losses(record, [held])[0].answers == 2


def held_with(backup: Backup, answers: int) -> Backup:
    held = msgspec.structs.replace(backup.content, answers=answers)
    return msgspec.structs.replace(backup, content=held)


def test_every_backup_of_a_day_can_be_restored(folder: Path, tmp_path: Path) -> None:
    a_record(folder, answers=0)
    made = []
    for hour in range(12):
        answer(folder, hour)
        made.append(make(folder, made_at=MADE + timedelta(hours=hour)))
    for each in made:
        target = tmp_path / each.path.stem
        put_back(target, each.path)
        assert answers_in(target) == each.content.answers
        with closing(driver.connect(target / "record.db", KEY)) as db:
            assert content(db).last_answer_at == each.content.last_answer_at
