"""The one door to SQLite: sqlite-utils on SQLCipher, opened so that nothing is ever plain text."""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection
from typing import Final

import sqlcipher3
from sqlcipher3 import dbapi2

# sqlite-utils looks for pysqlite3 first. Without this name it would catch the errors of another
# module, and some of its calls would then leave a transaction open and lose what follows.
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = dbapi2

import sqlite_utils.utils  # noqa: E402
from sqlite_utils import Database, Migrations  # noqa: E402

from clinic_desktop.storage.errors import NotEncrypted, RecordDamaged  # noqa: E402

if sqlite_utils.utils.OperationalError is not dbapi2.OperationalError:
    raise ImportError("sqlite_utils was imported before clinic_desktop.storage.driver")

__all__ = [
    "Connection",
    "Database",
    "DatabaseError",
    "Migrations",
    "connect",
    "copy",
    "create",
    "writing",
]

DatabaseError: Final = dbapi2.DatabaseError

_PLAIN: Final = b"SQLite format 3\0"
_PRAGMAS: Final[dict[str, str | int]] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "temp_store": 2,
    "secure_delete": 1,
    "trusted_schema": 0,
    "busy_timeout": 3000,
    # In KiB, taken as it is needed: a page that is not kept is deciphered anew each time.
    "cache_size": -16 * 1024,
}


def salt_of(key: bytes) -> bytes:
    """Return the 16 bytes that begin a database of this key and go into its pages' checks.

    Without them SQLCipher takes them from the file itself. A power cut that spoils the file's first
    sector would then make every page unreadable, although the log holds the whole page.
    """
    return hashlib.sha256(b"clinic-desktop-salt/1" + key).digest()[:16]


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Database:
    """Open an existing encrypted database with its 32-byte key.

    Read-only opening leaves the file's bytes as they are, even when a write-ahead log waits. A
    database of the first version brings a salt of its own.

    Raises:
        NotEncrypted: when the file is plain, or this installation would not encrypt.
        RecordDamaged: when the file is too short to be a database.
        DatabaseError: "file is not a database" when it is damaged or the key is another one.
    """
    with path.open("rb") as file:
        start = file.read(len(_PLAIN))
    if start == _PLAIN:
        raise NotEncrypted(
            f"The file {path} is not encrypted, so it is not opened. "
            "Keep it safe, and open the record from a copy made earlier."
        )
    if len(start) < len(_PLAIN):
        raise RecordDamaged(
            f"The record is damaged: {path} is empty. "
            "Keep the file as it is, and open a copy made earlier."
        )
    mode = "ro" if read_only else "rw"
    try:
        return _open(path, key + salt_of(key), mode)
    except DatabaseError as error:
        is_other = getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB"
        if start == salt_of(key) or not is_other:
            raise
    return _open(path, key, mode)


def create(path: Path, key: bytes) -> Database:
    """Open an empty file as a new encrypted database."""
    return _open(path, key + salt_of(key), "rw")


def copy(db: Database, path: Path, key: bytes) -> None:
    """Copy a database into a new file under the same key, with the salt of the key.

    The version number of the tables is not copied.
    """
    secret = (key + salt_of(key)).hex()
    db.conn.execute("ATTACH DATABASE ? AS new KEY ?", (str(path), f"x'{secret}'"))
    try:
        db.conn.execute("SELECT sqlcipher_export('new')").fetchall()
    finally:
        db.conn.execute("DETACH DATABASE new")


@contextmanager
def writing(db: Database) -> Iterator[Connection]:
    """Hold one write transaction; an error rolls it back, so that none stays open.

    A plain BEGIN could fail half-way when another connection writes: this one waits at the start.
    """
    connection = db.conn
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _open(path: Path, key: bytes, mode: str) -> Database:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = dbapi2.connect(address, uri=True, isolation_level=None)
    try:
        connection.set_key(b"x'" + key.hex().encode() + b"'")
        # A foreign SQLite library loaded first ignores the key and writes plain text in silence.
        version = connection.execute("PRAGMA cipher_version").fetchone()
        if not version or not version[0]:
            raise NotEncrypted(
                "This installation cannot encrypt, so no record is opened. "
                "Install the program again."
            )
        # Otherwise a damaged page prints thousands of lines.
        connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for name, value in _PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}").fetchall()
            read_back = connection.execute(f"PRAGMA {name}").fetchone()
            if read_back != (value,):
                raise NotEncrypted(
                    f"The database refuses the safe setting {name}, so the record is not opened. "
                    "Install the program again."
                )
        return Database(connection)
    except BaseException:
        connection.close()
        raise
