"""Putting a backup in the place of a record, so that an interruption leaves one or the other.

The backup is looked through beside the record first. From the moment its name says that it is to be
put in place, `finish` can always put it there; what it replaces is kept.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from clinic_desktop.domain.backups import BEFORE_UPGRADE, Backup, Loss
from clinic_desktop.storage import backup_file, driver, tally
from clinic_desktop.storage.backup import RESERVE_BYTES, refuse_damaged
from clinic_desktop.storage.driver import Database, DatabaseError
from clinic_desktop.storage.errors import (
    BackupDamaged,
    DiskFailed,
    DiskFull,
    FolderRefused,
    KeysDamaged,
    OtherRecord,
    RecordBusy,
    RecordDamaged,
    RecordError,
    RecordReadOnly,
    RestoreFailed,
    told,
)
from clinic_desktop.storage.files import (
    make_folder,
    remove,
    sync_file,
    sync_folder,
    with_companions,
)
from clinic_desktop.storage.folder import (
    DATABASE,
    EXTRACTED,
    KEYS,
    LOCK,
    RESTORED,
    RESTORED_KEYS,
    SET_ASIDE,
    FolderStatus,
    clear_unfinished,
    status,
)
from clinic_desktop.storage.lock import Lock
from clinic_desktop.storage.tally import Counted

_FAILED: Final[dict[type[RecordError], str]] = {
    DiskFull: "The disk is full, so the backup was not restored. Free some space, then try again.",
    RecordReadOnly: "{folder} cannot be written, so the backup was not restored. Allow writing in "
    "it, or restore into another folder.",
    RecordBusy: "Another program is using the files in {folder}, so the backup was not restored. "
    "Close that program, then try again.",
    DiskFailed: "The disk refused to read or write, so the backup was not restored. Check the "
    "disk, then try again.",
    RecordDamaged: "The record in this backup is damaged, so it was not restored. Choose another "
    "backup.",
}


def losses(folder: Path, backups: Iterable[Backup]) -> tuple[Loss, ...]:
    """Return what would be lost by restoring each of these backups into the record's folder.

    Backups that are known to be of another record are left out.
    """
    counted = tally.read(folder)
    own = None if counted is None else {counted.record, BEFORE_UPGRADE}
    return tuple(
        _loss(counted, backup) for backup in backups if own is None or backup.content.record in own
    )


def restore(
    folder: Path,
    file: Path,
    unlock: Callable[[Path], bytes],
    check: Callable[[Database], None],
    note: Callable[[Database], None] = lambda _: None,
) -> Path | None:
    """Restore a backup into its record's folder, or into a missing or empty one.

    A passphrase changed since the backup goes on as it is now: the data key is the same. Only where
    keys.json is missing or damaged does the backup's own come with it; and where that is all that
    is wrong, it comes alone.

    Args:
        folder: of the record, which must not be open.
        file: the backup.
        unlock: returns the data key that a keys.json wraps.
        check: raises a `RecordError` on a record that the program would refuse to open.
        note: writes into the restored record that it was restored, before it takes its place.

    Returns:
        The folder with what was replaced; `None` when there was nothing.

    Raises:
        RecordError: when the record is in use, the backup is damaged, newer than the program or of
            another record, the folder holds something else, or `unlock` or `check` refuses. The
            record is then as it was.
    """
    backup_file.read(file)
    with _failing(folder):
        found = status(folder)
        if found is FolderStatus.OTHER:
            raise FolderRefused(f"{folder} holds something else. Name an empty folder.")
        make_folder(folder)
        lock = Lock(folder / LOCK)
        try:
            _finish(folder)
            if found is FolderStatus.MISSING_OR_EMPTY:
                clear_unfinished(folder)
            _prepare(folder, file, unlock, check, note)
            return _finish(folder)
        finally:
            lock.release()


def finish(folder: Path) -> Path | None:
    """Put in place a backup that was being restored; return the folder with what it replaced.

    Called under the record's lock, before anything in the folder is opened. Where nothing is to be
    put in place, what was being looked through is taken away, and `None` returned.

    Raises:
        OSError: when the disk refuses; calling it again goes on where it stopped.
    """
    restored = next(folder.glob(f"{RESTORED}*"), None)
    new_keys = folder / RESTORED_KEYS
    if restored is None:
        remove(*with_companions(folder / EXTRACTED), new_keys)
        return None
    sync_folder(folder)
    aside = folder / f"{SET_ASIDE}{restored.name.removeprefix(RESTORED)}"
    replaced = [*with_companions(folder / DATABASE), *([folder / KEYS] * new_keys.exists())]
    for path in replaced:
        if path.exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            path.rename(aside / path.name)
    if new_keys.exists():
        new_keys.rename(folder / KEYS)
    # A log of the replaced record would be played into the restored one: on the disk too, it must
    # be gone before that has its name.
    if aside.exists():
        sync_folder(aside)
    sync_folder(folder)
    restored.rename(folder / DATABASE)
    sync_folder(folder)
    return aside if aside.exists() else None


def put_in_place(folder: Path, database: Path) -> None:
    """Let a whole database in the folder take the record's place; what it replaces is kept.

    Raises:
        OSError: when the disk refuses; `finish` goes on where it stopped.
    """
    _settle(folder, database)
    finish(folder)


def _settle(folder: Path, database: Path) -> None:
    """Give a database the name from which `finish` always puts it in place."""
    sync_file(database)
    sync_folder(folder)
    database.rename(folder / f"{RESTORED}{_free_stamp(folder)}")


def _prepare(
    folder: Path,
    file: Path,
    unlock: Callable[[Path], bytes],
    check: Callable[[Database], None],
    note: Callable[[Database], None],
) -> None:
    """Leave the backup, looked through, under the name from which `finish` goes on."""
    extracted, its_keys = folder / EXTRACTED, folder / RESTORED_KEYS
    _refuse_if_full(folder, file)
    try:
        backup_file.extract(file, extracted, its_keys)
        key = _key_of_this_record(folder, unlock)
        if key is None:
            key = _key_of_the_backup(folder, file, unlock)
            if _is_sound(folder / DATABASE, key, check):
                _put_back_keys(folder)
                remove(*with_companions(extracted))
                return
        else:
            remove(its_keys)
        with closing(driver.connect(extracted, key)) as db:
            refuse_damaged(db)
            check(db)
            note(db)
        _settle(folder, extracted)
    except BaseException:
        remove(*with_companions(extracted), its_keys)
        raise


def _key_of_this_record(folder: Path, unlock: Callable[[Path], bytes]) -> bytes | None:
    """Return the data key from the keys.json in the folder; `None` where it gives none.

    Raises:
        OtherRecord: when it is not the key of the extracted record.
    """
    if not (folder / KEYS).exists():
        return None
    try:
        key = unlock(folder / KEYS)
    except KeysDamaged:
        return None
    if not _opens(folder / EXTRACTED, key):
        raise OtherRecord
    return key


def _key_of_the_backup(folder: Path, file: Path, unlock: Callable[[Path], bytes]) -> bytes:
    with suppress(KeysDamaged):
        key = unlock(folder / RESTORED_KEYS)
        if _opens(folder / EXTRACTED, key):
            return key
    raise BackupDamaged(f"The keys in the backup {file} are damaged. Choose another one.")


def _is_sound(database: Path, key: bytes, check: Callable[[Database], None]) -> bool:
    """Return whether the record in place can be read in full with the backup's key."""
    there = [path for path in with_companions(database) if path.exists()]
    try:
        with closing(driver.connect(database, key, read_only=True)) as db:
            check(db)
            # Through its log: a page that is half written in the file alone is no damage.
            return db.conn.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except (DatabaseError, OSError, RecordError):
        return False
    finally:
        # Looking leaves an empty log behind.
        remove(*(path for path in with_companions(database) if path not in there))


def _put_back_keys(folder: Path) -> None:
    """Put the backup's keys.json in place, and keep the damaged one: no answer is given up."""
    if (folder / KEYS).exists():
        aside = folder / f"{SET_ASIDE}{_free_stamp(folder)}"
        aside.mkdir(mode=0o700)
        shutil.copy2(folder / KEYS, aside)
        sync_folder(aside)
    (folder / RESTORED_KEYS).replace(folder / KEYS)
    sync_folder(folder)


def _opens(database: Path, key: bytes) -> bool:
    try:
        driver.connect(database, key).close()
    except DatabaseError as error:
        # What else can go wrong says nothing about the key.
        if error.sqlite_errorname != "SQLITE_NOTADB":
            raise
        return False
    return True


def _refuse_if_full(folder: Path, file: Path) -> None:
    needed = file.stat().st_size + RESERVE_BYTES
    if shutil.disk_usage(folder).free < needed:
        raise RestoreFailed(
            f"There is too little room to restore a backup: {needed // 1_000_000 + 1} MB must be "
            f"free on the disk of {folder}. Free some space, then try again."
        )


def _free_stamp(folder: Path) -> str:
    now = f"{datetime.now(UTC):%Y-%m-%d-%H%M%S}"
    stamp, number = now, 1
    while (folder / f"{SET_ASIDE}{stamp}").exists():
        number += 1
        stamp = f"{now}-{number}"
    return stamp


def _finish(folder: Path) -> Path | None:
    try:
        return finish(folder)
    except OSError as error:
        raise RestoreFailed(
            f"The disk refused while a backup was put in place: {error.strerror or error}. "
            "Nothing is lost. Check the disk, then open the record: that goes on with it."
        ) from error


def _loss(counted: Counted | None, backup: Backup) -> Loss:
    content = backup.content
    answers = signed = None
    # A restored record counts on from what was restored: fewer than in the backup tells nothing.
    if counted and counted.answers >= content.answers and counted.signed >= content.signed:
        answers, signed = counted.answers - content.answers, counted.signed - content.signed
    return Loss(backup=backup, answers=answers, signed=signed, since=content.last_answer_at)


@contextmanager
def _failing(folder: Path) -> Iterator[None]:
    try:
        with told(folder):
            yield
    except tuple(_FAILED) as error:
        raise RestoreFailed(_FAILED[type(error)].format(folder=folder)) from error
