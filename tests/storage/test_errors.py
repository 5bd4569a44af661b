"""Errors of the disk and of SQLite are told in plain words; faults of the program are not."""

import errno
from pathlib import Path

import pytest

from clinic_desktop.domain.errors import UserError
from clinic_desktop.storage.errors import (
    DiskFailed,
    DiskFull,
    NotEnoughMemory,
    RecordBusy,
    RecordDamaged,
    RecordError,
    RecordReadOnly,
    WrongPassphrase,
    told,
)

FOLDER = Path("some {odd} folder")


class SqliteError(Exception):
    """An error as SQLite's module raises it."""

    def __init__(self, sqlite_errorname: str) -> None:
        super().__init__("words that say little")
        self.sqlite_errorname = sqlite_errorname


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("SQLITE_FULL", DiskFull, "The disk is full. Nothing that was saved is lost."),
        ("SQLITE_READONLY", RecordReadOnly, "some {odd} folder is read-only"),
        ("SQLITE_READONLY_DIRECTORY", RecordReadOnly, "Allow writing in it"),
        ("SQLITE_CANTOPEN", RecordReadOnly, "read-only"),
        ("SQLITE_BUSY", RecordBusy, "Close that program"),
        ("SQLITE_BUSY_RECOVERY", RecordBusy, "Close that program"),
        ("SQLITE_IOERR_FSYNC", DiskFailed, "Check the disk"),
        ("SQLITE_IOERR_NOMEM", NotEnoughMemory, "Close other programs"),
        ("SQLITE_NOTADB", RecordDamaged, "Keep the files as they are"),
        ("SQLITE_CORRUPT_VTAB", RecordDamaged, "Keep the files as they are"),
    ],
)
def test_sqlite_is_told(name: str, kind: type[RecordError], words: str) -> None:
    with pytest.raises(kind) as told_error, told(FOLDER):
        raise SqliteError(name)
    assert words in str(told_error.value)
    assert isinstance(told_error.value, UserError)


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.ENOSPC, DiskFull, "Free some space"),
        (errno.EDQUOT, DiskFull, "Free some space"),
        (errno.EACCES, RecordReadOnly, "read-only"),
        (errno.EROFS, RecordReadOnly, "read-only"),
        (errno.EIO, DiskFailed, "cannot be used: Input/output error."),
    ],
)
def test_the_system_is_told(number: int, kind: type[RecordError], words: str) -> None:
    with pytest.raises(kind) as told_error, told(FOLDER):
        raise OSError(number, "Input/output error")
    assert words in str(told_error.value)


def test_a_database_without_memory_is_told() -> None:
    """The module raises no error of its own for SQLITE_NOMEM."""
    with pytest.raises(NotEnoughMemory, match="Close other programs"), told(FOLDER):
        raise MemoryError


def test_what_was_told_already_stays_as_it_is() -> None:
    with pytest.raises(WrongPassphrase, match=r"^wrong$"), told(FOLDER):
        raise WrongPassphrase("wrong")


@pytest.mark.parametrize("fault", [KeyError("a"), SqliteError("SQLITE_CONSTRAINT_CHECK")])
def test_a_fault_of_the_program_is_never_a_sentence(fault: Exception) -> None:
    with pytest.raises(type(fault)), told(FOLDER):
        raise fault


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("database or disk is full", DiskFull),
        ("disk I/O error", DiskFailed),
        ("out of memory", NotEnoughMemory),
    ],
)
def test_a_general_error_is_told_by_its_message(message: str, kind: type[RecordError]) -> None:
    """SQLCipher's copying gives no better name."""
    error = SqliteError("SQLITE_ERROR")
    error.args = (message,)
    with pytest.raises(kind), told(FOLDER):
        raise error
