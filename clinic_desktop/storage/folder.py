"""The folder of a record: which files belong to it, and what a given folder holds."""

from enum import StrEnum
from pathlib import Path
from typing import Final

from clinic_desktop.storage.errors import FolderRefused, RecordExists, told
from clinic_desktop.storage.files import temporary

DATABASE: Final = "record.db"
KEYS: Final = "keys.json"
LOCK: Final = "record.lock"
BACKUPS: Final = "backups"


class FolderStatus(StrEnum):
    """What a folder holds, before anything is opened."""

    MISSING_OR_EMPTY = "missing_or_empty"
    RECORD = "record"
    OTHER = "other"


def _new(name: str) -> str:
    return temporary(Path(name)).name


# In the order in which they are taken away: while the unfinished database stands, the rest is
# known to be unfinished too.
_UNFINISHED: Final = (
    KEYS,
    _new(KEYS),
    *(f"{_new(DATABASE)}{end}" for end in ("-wal", "-shm", "-journal", "")),
)
_OF_A_RECORD: Final = frozenset(
    {*_UNFINISHED, LOCK, BACKUPS, *(f"{DATABASE}{end}" for end in ("", "-wal", "-shm"))}
)


def status(folder: Path) -> FolderStatus:
    """Return what the folder holds; half a record counts as one, so that it is never made anew.

    What an interrupted creation left behind counts as empty.

    Raises:
        RecordError: when the folder cannot be read.
    """
    with told(folder):
        if not folder.exists():
            return FolderStatus.MISSING_OR_EMPTY
        if not folder.is_dir():
            return FolderStatus.OTHER
        names = {path.name for path in folder.iterdir()}
    if DATABASE in names:
        return FolderStatus.RECORD
    interrupted = _new(DATABASE) in names or KEYS not in names
    if interrupted and names <= {*_UNFINISHED, LOCK}:
        return FolderStatus.MISSING_OR_EMPTY
    return FolderStatus.RECORD if names <= _OF_A_RECORD else FolderStatus.OTHER


def refuse_unless_empty(folder: Path) -> None:
    """Refuse to make a record where there is something.

    Raises:
        RecordExists: when there is a record, or a part of one.
        FolderRefused: when there are other files.
    """
    found = status(folder)
    if found is FolderStatus.RECORD:
        raise RecordExists(
            f"There is a record in {folder} already. Open it, or name an empty folder."
        )
    if found is FolderStatus.OTHER:
        what = "holds other files" if folder.is_dir() else "is not a folder"
        raise FolderRefused(f"{folder} {what}. Name an empty folder.")


def clear_unfinished(folder: Path) -> None:
    """Take away what an interrupted creation left behind."""
    for name in _UNFINISHED:
        (folder / name).unlink(missing_ok=True)
