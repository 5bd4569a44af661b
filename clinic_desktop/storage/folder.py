"""The folder of a record: which files belong to it, what it holds, and where its backups go."""

from enum import StrEnum
from pathlib import Path
from typing import Final

from clinic_desktop.storage.errors import FolderRefused, RecordExists, told
from clinic_desktop.storage.files import temporary, with_companions, write_private

DATABASE: Final = "record.db"
KEYS: Final = "keys.json"
LOCK: Final = "record.lock"
TALLY: Final = "record.tally"
ATTEMPTS: Final = "attempts.json"
BACKUPS: Final = "backups"
BACKUP_SETTINGS: Final = "backups.json"

COPY: Final = "record.db.copy"
"""The record as it is being backed up, before it is in the backup's file."""

EXTRACTED: Final = "record.db.restoring"
RESTORED: Final = "record.db.restored-"
RESTORED_KEYS: Final = "keys.json.restored"
SET_ASIDE: Final = "set-aside-"
"""A backup's record while it is looked through, and then, with a time, until it is in place.

The keys are those that come with it; set aside, with the same time, is what it replaces.
"""


class FolderStatus(StrEnum):
    """What a folder holds, before anything is opened."""

    MISSING_OR_EMPTY = "missing_or_empty"
    RECORD = "record"
    OTHER = "other"


def _new(name: str) -> str:
    return temporary(Path(name)).name


def _database(name: str) -> tuple[str, ...]:
    return tuple(path.name for path in with_companions(Path(name)))


# In the order in which they are taken away: while the unfinished database stands, the rest is
# known to be unfinished too.
_UNFINISHED: Final = (
    *(KEYS, _new(KEYS), RESTORED_KEYS),
    *_database(EXTRACTED),
    *_database(_new(DATABASE)),
)
_OF_A_RECORD: Final = frozenset(
    {
        *_UNFINISHED,
        *_database(DATABASE),
        *_database(COPY),
        *(LOCK, TALLY, ATTEMPTS, _new(ATTEMPTS)),
        *(BACKUPS, BACKUP_SETTINGS, _new(BACKUP_SETTINGS)),
    }
)


def status(folder: Path) -> FolderStatus:
    """Return what the folder holds; half a record counts as one, so that it is never made anew.

    What an interrupted creation, or restoring into an empty folder, left behind counts as empty.

    Raises:
        RecordError: when the folder cannot be read.
    """
    with told(folder):
        if not folder.exists():
            return FolderStatus.MISSING_OR_EMPTY
        if not folder.is_dir():
            return FolderStatus.OTHER
        names = {path.name for path in folder.iterdir()}
    if DATABASE in names or any(name.startswith(RESTORED) for name in names):
        return FolderStatus.RECORD
    interrupted = _new(DATABASE) in names or KEYS not in names
    # A wrong passphrase for a backup is remembered even where there is no record yet.
    if interrupted and names <= {*_UNFINISHED, LOCK, ATTEMPTS, _new(ATTEMPTS)}:
        return FolderStatus.MISSING_OR_EMPTY
    # Where the database alone is gone, the backups are to be found, whatever else is here.
    if names & {KEYS, TALLY}:
        return FolderStatus.RECORD
    others = {name for name in names - _OF_A_RECORD if not name.startswith(SET_ASIDE)}
    return FolderStatus.OTHER if others else FolderStatus.RECORD


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
    """Take away what an interrupted creation or restoring into an empty folder left behind."""
    for name in _UNFINISHED:
        (folder / name).unlink(missing_ok=True)


def backup_folder(folder: Path) -> Path:
    """Return where the backups of the record in `folder` go.

    It stands outside the database: a damaged record must know where to find its backups. A setting
    that cannot be read counts as none.
    """
    import json  # the first window needs the folder, not its settings

    try:
        return Path(json.loads((folder / BACKUP_SETTINGS).read_bytes())["folder"])
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return folder / BACKUPS


def refuse_own(folder: Path, chosen: Path) -> None:
    """Refuse the record's own folder as one for its backups.

    Raises:
        FolderRefused: when it is chosen.
    """
    if chosen.resolve() == folder.resolve():
        raise FolderRefused(
            f"{chosen} is the folder of the record. Choose another one for its backups."
        )


def set_backup_folder(folder: Path, chosen: Path | None) -> None:
    """Choose where the backups go; `None` is the folder `backups` beside the record.

    Raises:
        FolderRefused: when it is the record's own folder.
        RecordError: when the choice cannot be saved.
    """
    import json

    settings = folder / BACKUP_SETTINGS
    with told(folder):
        if chosen is None:
            settings.unlink(missing_ok=True)
        else:
            refuse_own(folder, chosen)
            # Half a character, as in a name that is no UTF-8, is written as an escape.
            write_private(settings, json.dumps({"folder": str(chosen.absolute())}).encode())
