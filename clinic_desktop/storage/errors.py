"""What can be wrong with a record, each told in plain words with what to do."""

import errno
import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from clinic_desktop.domain.errors import Overtaken, RecordUnusable, TooEarly, UserError


class RecordError(UserError):
    """Something about the record that a person can act on."""


class NoRecord(RecordError):
    """The folder holds no record."""


class RecordExists(RecordError):
    """A record is to be made where there is one already."""


class FolderRefused(RecordError):
    """A record is to be made among other files."""


class RecordIncomplete(RecordError, RecordUnusable):
    """A part of the record is missing from its folder."""

    def __init__(self, missing: Path) -> None:
        super().__init__(
            f"The record in {missing.parent} is not complete: {missing.name} is missing. "
            "Restore a backup, or put it back from a copy made earlier."
        )


class RecordInUse(RecordError):
    """Another program, or another window, has the record open."""


class EmptyPassphrase(RecordError):
    """No passphrase was given."""

    def __init__(self) -> None:
        super().__init__("A record needs a passphrase. Type one.")


class WrongPassphrase(RecordError):
    """The passphrase unlocks none of the record's keys."""


class KeysDamaged(RecordError, RecordUnusable):
    """keys.json cannot be read as the program wrote it."""


class NotEncrypted(RecordError):
    """The database is not encrypted, or this installation would not encrypt it."""


class NewerRecord(RecordError):
    """The record was made by a newer version of the program."""

    def __init__(self) -> None:
        super().__init__(
            "This record was made by a newer version of Clinic Desktop. "
            "Update the program to open it."
        )


class RecordDamaged(RecordError, RecordUnusable):
    """The record cannot be read in full."""


class RecordAltered(RecordError, RecordUnusable):
    """What protects signed examinations is missing from the record, or was changed."""


class DiskFull(RecordError):
    """There is no room for what is to be saved."""


class DiskFailed(RecordError):
    """The disk reports an error, or a limit other than its free space."""


class RecordReadOnly(RecordError):
    """The folder, or a file of the record, cannot be written."""


class RecordBusy(RecordError):
    """Something else holds the database for longer than the program waits."""


class NotEnoughMemory(RecordError):
    """The computer has too little free memory to unlock the record, or to work in it."""


class TextRefused(RecordError):
    """A text holds half a character and cannot be stored."""


class FileTooLarge(RecordError):
    """A file is larger than what is kept with an examination."""


class EntryRefused(RecordError):
    """An entry of the address book that nobody would find again."""


class LogoRefused(RecordError):
    """The bytes are no picture that a record keeps."""


class UnknownOriginal(RecordError):
    """The record has no such original file."""


class UnknownPatient(RecordError):
    """The record has no such patient."""


class UnknownExamination(RecordError):
    """The record has no such examination."""


class PatientMismatch(RecordError):
    """An examination gives a known patient another name or birth date."""


class ConflictRefused(RecordError, Overtaken):
    """The draft was changed elsewhere since it was read."""


class SignedRefused(RecordError, Overtaken):
    """The examination is signed."""


class ExaminationWithdrawn(RecordError, Overtaken):
    """The examination was entered in error and is withdrawn."""


class SigningRefused(RecordError):
    """There is nothing to sign, or this person may not sign it."""


class ReasonNeeded(RecordError):
    """An act that is kept with its reason was given none."""


class MergeRefused(RecordError):
    """Two patients cannot be made one."""


class ErasureRefused(RecordError):
    """A patient's record is still to be kept."""


class NotAllowed(RecordError):
    """Only an owner of the record may do this."""


class UnknownPerson(RecordError):
    """The record has no such person, or they were retired."""


class DocumentConflict(RecordError):
    """The examination is in the record with other content."""


class WrongRecoveryKey(RecordError):
    """The recovery key is mistyped, or is that of another sheet."""


class NoRecoveryKey(RecordError):
    """No recovery sheet was made for the record."""


class LastPassphrase(RecordError):
    """The only passphrase of the record is to be taken away."""


class TooManyPassphrases(RecordError):
    """As many people unlock the record as keys.json has room for."""


class TooManyAttempts(RecordError, TooEarly):
    """Too many wrong passphrases were typed; `wait` is how long the next one must wait."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        seconds = math.ceil(wait.total_seconds())
        super().__init__(
            f"Too many wrong passphrases. Wait {seconds} second{'s' * (seconds != 1)}, "
            "then try again."
        )


class BackupFailed(RecordError):
    """No backup could be made; the record is as it was."""


class BackupDamaged(RecordError):
    """A file is no backup, or not as it was made."""


class OtherRecord(RecordError):
    """A backup is of another record than the one it is to replace."""

    def __init__(self) -> None:
        super().__init__("This backup is of another record. Restore it into an empty folder.")


class RestoreFailed(RecordError):
    """A backup could not be restored."""


_FULL: Final = (
    "The disk is full. Nothing that was saved is lost. Free some space, then answer again."
)
_READ_ONLY: Final = (
    "The folder {folder} is read-only for you. Nothing that was saved is lost. "
    "Allow writing in it, or copy it to a place where you may write, then try again."
)
_DAMAGED: Final = (
    "The record in {folder} is damaged: record.db cannot be read in full, or keys.json belongs "
    "to another record. Keep the files as they are, and open a copy made earlier."
)
_IN_USE: Final = (
    "Another program is using the files in {folder}. Nothing that was saved is lost. "
    "Close that program, then answer again."
)
_FAILED: Final = (
    "The disk refused to read or write. What was saved before stays as it was. "
    "Check the disk and its free space, then answer again."
)
_NO_MEMORY: Final = (
    "There is too little free memory. Nothing that was saved is lost. "
    "Close other programs, then try again."
)
# SQLite's extended names begin with the plain one, such as SQLITE_IOERR_WRITE.
_BY_SQLITE: Final[dict[str, tuple[type[RecordError], str]]] = {
    "SQLITE_FULL": (DiskFull, _FULL),
    "SQLITE_READONLY": (RecordReadOnly, _READ_ONLY),
    "SQLITE_CANTOPEN": (RecordReadOnly, _READ_ONLY),
    "SQLITE_PERM": (RecordReadOnly, _READ_ONLY),
    "SQLITE_BUSY": (RecordBusy, _IN_USE),
    "SQLITE_IOERR_NOMEM": (NotEnoughMemory, _NO_MEMORY),
    "SQLITE_IOERR": (DiskFailed, _FAILED),
    "SQLITE_NOMEM": (NotEnoughMemory, _NO_MEMORY),
    "SQLITE_NOTADB": (RecordDamaged, _DAMAGED),
    "SQLITE_CORRUPT": (RecordDamaged, _DAMAGED),
}
_BY_MESSAGE: Final = {
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "unable to open database file": "SQLITE_CANTOPEN",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
    "out of memory": "SQLITE_NOMEM",
}
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_NOT_ALLOWED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn an error of the disk or of SQLite into a plain sentence about this record's folder.

    A key must have been proved before: SQLite reports a wrong key and a damaged file alike.

    Raises:
        RecordError: of the kind that fits. Whatever is no error of the world passes unchanged.
    """
    try:
        yield
    except OSError as error:
        raise _of_the_system(error, folder) from error
    except MemoryError as error:  # what Python's modules make of SQLITE_NOMEM
        raise NotEnoughMemory(_NO_MEMORY) from error
    except Exception as error:
        # Known by this attribute, so that whoever needs these words does not load the database.
        name = str(getattr(error, "sqlite_errorname", ""))
        if name == "SQLITE_ERROR":
            # SQLCipher's copying hides the kind behind the general one.
            name = _BY_MESSAGE.get(str(error), name)
        for start, (kind, sentence) in _BY_SQLITE.items():
            if name.startswith(start):
                raise kind(sentence.format(folder=folder)) from error
        raise


def _of_the_system(error: OSError, folder: Path) -> RecordError:
    if error.errno in _NO_ROOM:
        return DiskFull(_FULL)
    if error.errno in _NOT_ALLOWED:
        return RecordReadOnly(_READ_ONLY.format(folder=folder))
    return DiskFailed(f"The folder {folder} cannot be used: {error.strerror or error}.")
