"""Making, listing and thinning out the backups of a record, while it is in use."""

import hashlib
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from clinic_desktop.domain.backups import Backup, BackupContent, kept
from clinic_desktop.storage import backup_file, driver
from clinic_desktop.storage.driver import Database
from clinic_desktop.storage.errors import (
    BackupDamaged,
    BackupFailed,
    DiskFailed,
    DiskFull,
    NewerRecord,
    RecordBusy,
    RecordDamaged,
    RecordError,
    RecordReadOnly,
    told,
)
from clinic_desktop.storage.files import make_private, remove, sync_folder, with_companions
from clinic_desktop.storage.folder import BACKUPS, COPY, DATABASE, KEYS
from clinic_desktop.storage.keys import holders

RESERVE_BYTES: Final = 1 << 20
"""What stays free on a disk beside a backup, so that answers can still be saved."""

_NAME: Final = re.compile(r"clinic-desktop-\d{4}-\d\d-\d\d-\d{6}(-\d+)?\.backup", re.ASCII)

# The record's lock keeps other programs away, this one the other threads.
_one_at_a_time: Final = threading.Lock()

_FAILED: Final[dict[type[RecordError], str]] = {
    DiskFull: "The disk is full, so no backup was made in {into}. Free some space, or choose "
    "another folder.",
    RecordReadOnly: "The backup folder {into} cannot be written, so no backup was made. Allow "
    "writing in it, or choose another folder.",
    RecordDamaged: "The record is damaged, so no backup was made of it. Close it, then restore an "
    "earlier backup.",
    DiskFailed: "The disk refused to read or write, so no backup was made in {into}. Check the "
    "disk, or choose another folder.",
    RecordBusy: "Another program is using the record, so no backup was made. Close that program, "
    "then try again.",
    BackupDamaged: "The backup could not be read back from {into} as it was written, so it was not "
    "kept. Choose a folder on another disk.",
}


def make(
    key: bytes,
    folder: Path,
    into: Path,
    content: Callable[[Database], BackupContent],
    check: Callable[[Database], None],
    made_at: datetime,
) -> Backup:
    """Make a backup of the record in `folder`, which may be in use by another thread.

    The record is copied and looked through beside itself: the other folder may be on a network or a
    stick, where no database is safe. A backup takes its name when it was read back as written.

    Args:
        key: the data key, 32 bytes.
        folder: of the record.
        into: where backups go; it is made only when it is `backups` in the record's folder.
        content: what a copy of the record holds, without its keys.
        check: raises a `RecordError` on a copy that the program would refuse to open.
        made_at: now, in UTC; the name shows it.

    Raises:
        BackupFailed: when there is no backup for any reason; the record is as it was.
    """
    copy = folder / COPY
    with _one_at_a_time, _failing(folder, into):
        _require(folder, into)
        try:
            _copy(folder / DATABASE, copy, key, into)
            with closing(driver.connect(copy, key)) as db:
                refuse_damaged(db)
                check(db)
                held = content(db)
            keys = (folder / KEYS).read_bytes()
            held = msgspec.structs.replace(held, keys=_sum(keys))
            return _put(copy, keys, into, held, made_at)
        finally:
            remove(*with_companions(copy))


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """Return the backups in a folder, newest first; other files are passed over.

    A folder that is not there, or cannot be read, holds none.
    """
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            if _NAME.fullmatch(path.name):
                with suppress(BackupDamaged, NewerRecord):
                    found.append(backup_file.read(path))
    return tuple(sorted(found, key=lambda backup: (backup.made_at, backup.path), reverse=True))


def keys_sum(folder: Path) -> str | None:
    """Return the SHA-256 of the record's keys.json; `None` where it cannot be read."""
    try:
        return _sum((folder / KEYS).read_bytes())
    except OSError:
        return None


def rotate(folder: Path, just_made: Backup) -> tuple[Path, ...]:
    """Take away the backups of a record that need no longer be kept, and return them.

    The one just made and the one with the most signatures and answers stay, whatever a clock that
    was set back says of their age.
    """
    record = just_made.content.record
    mine = [backup for backup in backups_in(folder) if backup.content.record == record]
    keep = kept(backup.made_at for backup in mine)
    fullest = max((just_made, *mine), key=_fullness)
    removed = []
    for backup in mine:
        if backup.made_at not in keep and backup.path not in {just_made.path, fullest.path}:
            with suppress(OSError):
                backup.path.unlink()
                removed.append(backup.path)
    return tuple(removed)


def refuse_damaged(db: Database) -> None:
    """Read every page of a database.

    Raises:
        RecordDamaged: when one is not as it was written.
    """
    flaws = db.conn.execute("PRAGMA cipher_integrity_check").fetchall()
    if flaws or db.conn.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
        raise RecordDamaged("The record is damaged: it cannot be read in full.")


def _fullness(backup: Backup) -> tuple[int, int, datetime]:
    return backup.content.signed, backup.content.answers, backup.made_at


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _require(folder: Path, into: Path) -> None:
    if not (folder / KEYS).exists():
        raise BackupFailed(
            f"No backup was made: {KEYS} is missing in {folder}. Restore an earlier backup."
        )
    holders(folder / KEYS)
    if into == folder / BACKUPS:
        into.mkdir(mode=0o700, exist_ok=True)
    if not into.is_dir():
        raise BackupFailed(
            f"The backup folder {into} is not there. Plug in the disk, or choose another folder."
        )


def _copy(database: Path, copy: Path, key: bytes, into: Path) -> None:
    """Copy a record in use into one whole file; SQLite sees to it that no answer is half in it."""
    remove(*with_companions(copy))
    with closing(driver.connect(database, key)) as db:
        _refuse_if_full(_used_bytes(db), copy.parent, into)
        # An empty file is taken as it is; otherwise SQLite would make one that others may read.
        make_private(copy)
        db.conn.execute("VACUUM INTO ?", (copy.absolute().as_uri(),))


def _used_bytes(db: Database) -> int:
    pages, free, page_bytes = (
        # SQLCipher returns its page size as a text.
        int(db.conn.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * page_bytes


def _refuse_if_full(needed: int, here: Path, into: Path) -> None:
    both = needed * (2 if here.stat().st_dev == into.stat().st_dev else 1)
    for place, wanted, choice in ((into, both, ", or choose another folder"), (here, needed, "")):
        if shutil.disk_usage(place).free < wanted + RESERVE_BYTES:
            megabytes = (wanted + RESERVE_BYTES) // 1_000_000 + 1
            raise BackupFailed(
                f"There is too little room for a backup: {megabytes} MB must be free on the disk "
                f"of {place}. Free some space{choice}."
            )


def _put(copy: Path, keys: bytes, into: Path, content: BackupContent, made_at: datetime) -> Backup:
    # One name per record, so that what an interrupted backup leaves is replaced by the next.
    unfinished = into / f"clinic-desktop-unfinished-{content.record}"
    remove(unfinished)
    try:
        backup_file.write(unfinished, copy, keys, content)
        path = _reserve(into, made_at)
        try:
            unfinished.replace(path)
        except BaseException:
            remove(path)
            raise
    finally:
        remove(unfinished)
    sync_folder(into)
    return Backup(path=path, content=content)


def _reserve(into: Path, made_at: datetime) -> Path:
    """Take the first free name by an empty file: another record's backups may be here too."""
    name = f"clinic-desktop-{made_at.astimezone(UTC):%Y-%m-%d-%H%M%S}"
    number = 1
    while True:
        path = into / f"{name}{f'-{number}' if number > 1 else ''}.backup"
        try:
            make_private(path)
        except FileExistsError:
            number += 1
        else:
            return path


@contextmanager
def _failing(folder: Path, into: Path) -> Iterator[None]:
    try:
        with told(folder):
            yield
    except BackupFailed:
        raise
    except RecordError as error:
        sentence = _FAILED.get(type(error), "No backup was made. {error}")
        raise BackupFailed(sentence.format(into=into, error=error)) from error
