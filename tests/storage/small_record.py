"""A record of two tables in its folder, to back up and restore without the program's own tables."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from clinic_desktop.domain.backups import Backup, BackupContent
from clinic_desktop.storage import backup, driver
from clinic_desktop.storage.errors import RecordAltered
from clinic_desktop.storage.files import make_private
from clinic_desktop.storage.key_slots import KeyCost
from clinic_desktop.storage.keys import first_keys, unlock

KEY: Final = bytes(range(32))
PASSPHRASE: Final = "correct horse"
BEGUN: Final = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
MADE: Final = datetime(2026, 11, 18, 14, 32, 5, tzinfo=UTC)
_CHEAP: Final = KeyCost(memory_kib=8, passes=1, lanes=1)
_TABLES: Final = (
    "CREATE TABLE answer (number INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT",
    "CREATE VIRTUAL TABLE answer_fts USING fts5 (note, content = 'answer', content_rowid = number)",
    """CREATE TRIGGER answer_found AFTER INSERT ON answer BEGIN
        INSERT INTO answer_fts (rowid, note) VALUES (new.number, new.note);
    END""",
    "PRAGMA user_version = 2",
)


def a_record(folder: Path, answers: int = 3, *, key: bytes = KEY) -> Path:
    """Make a record that is closed; its -wal is gone."""
    folder.mkdir(parents=True)
    make_private(folder / "record.db")
    with closing(driver.create(folder / "record.db", key)) as db:
        for statement in _TABLES:
            db.conn.execute(statement)
    (folder / "keys.json").write_bytes(keys_of(key))
    answer(folder, answers, key=key)
    return folder


@lru_cache
def keys_of(key: bytes = KEY, passphrase: str = PASSPHRASE) -> bytes:
    """Return a keys.json."""
    return first_keys(key, UUID(int=1), "T. Herapist", bytes(32), passphrase, _CHEAP)


def answer(folder: Path, times: int, *, key: bytes = KEY) -> None:
    """Save as many more answers."""
    with closing(driver.connect(folder / "record.db", key)) as db:
        for _ in range(times):
            db.conn.execute("INSERT INTO answer (note) VALUES ('burning ' || hex(randomblob(900)))")


def content(db: driver.Database) -> BackupContent:
    """Return what a small record holds: its first answer was saved at `BEGUN`, one a minute."""
    (answers,) = db.conn.execute("SELECT count(*) FROM answer").fetchone()
    return BackupContent(
        record="c1",
        made_at=MADE,
        answers=answers,
        last_answer_at=BEGUN + timedelta(minutes=answers - 1) if answers else None,
        signed=0,
        head="0" * 64,
        trail="0" * 64,
    )


def check(db: driver.Database) -> None:
    """Refuse a record without its trigger."""
    rows = db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    if rows != [("answer_found",)]:
        raise RecordAltered("The record was altered.")


def data_key(keys: Path) -> bytes:
    """Unlock a keys.json by the usual passphrase."""
    return unlock(keys, PASSPHRASE).data_key


def make(folder: Path, into: Path | None = None, made_at: datetime = MADE) -> Backup:
    """Back up a small record."""

    def at_that_time(db: driver.Database) -> BackupContent:
        return msgspec.structs.replace(content(db), made_at=made_at)

    return backup.make(KEY, folder, into or folder / "backups", at_that_time, check, made_at)


def answers_in(folder: Path, key: bytes = KEY) -> int:
    """Return how many answers the record holds, after reading all of it through."""
    with closing(driver.connect(folder / "record.db", key)) as db:
        backup.refuse_damaged(db)
        check(db)
        found = db.conn.execute("SELECT count(*) FROM answer_fts WHERE answer_fts MATCH 'burning'")
        assert found.fetchone() == (content(db).answers,)
        assert db.conn.execute("PRAGMA user_version").fetchone() == (2,)
        return content(db).answers


def everything_in(folder: Path) -> dict[str, bytes]:
    """Return every file in a folder, but for the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "record.lock"
    }
