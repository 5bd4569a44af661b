"""The database is opened encrypted and safe, or not at all."""

import importlib
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2
import sqlite_utils.utils

from clinic_desktop.storage import driver
from clinic_desktop.storage.errors import NotEncrypted, RecordDamaged
from clinic_desktop.storage.files import make_private
from tests.storage.samples import start_program

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a small encrypted database, closed."""
    path = tmp_path / "a 100% odd? name#.db"
    make_private(path)
    db = driver.create(path, KEY)
    db.execute("CREATE TABLE word (text TEXT UNIQUE) STRICT")
    db.execute("INSERT INTO word VALUES ('first')")
    db.close()
    return path


def words(db: driver.Database) -> list[str]:
    """Return what the small database holds."""
    return [text for (text,) in db.conn.execute("SELECT text FROM word ORDER BY text")]


def test_sqlite_utils_catches_the_errors_of_the_encrypting_library() -> None:
    assert sqlite_utils.utils.OperationalError is sqlcipher3.dbapi2.OperationalError


def test_a_sqlite_utils_on_another_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_utils.utils, "OperationalError", sqlite3.OperationalError)
    with pytest.raises(ImportError, match="imported before"):
        importlib.reload(driver)


@pytest.mark.parametrize("read_only", [False, True])
def test_every_safe_setting_holds_on_an_open_database(path: Path, read_only: bool) -> None:
    db = driver.connect(path, KEY, read_only=read_only)
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "temp_store": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
        "busy_timeout": 3000,
        "cipher_log_level": "NONE",
    }
    found = {name: db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    db.close()
    assert found == wanted


def test_a_setting_that_does_not_hold_refuses_opening(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(driver._PRAGMAS, "synchronous", 9)
    with pytest.raises(NotEncrypted, match="synchronous"):
        driver.connect(path, KEY)


def test_the_file_is_private_and_not_plain(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.read_bytes().startswith(b"SQLite format 3")
    assert b"first" not in path.read_bytes()


def test_a_plain_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE word (text)")
    plain.close()
    before = path.read_bytes()
    with pytest.raises(NotEncrypted, match="is not encrypted"):
        driver.connect(path, KEY)
    assert path.read_bytes() == before


@pytest.mark.parametrize("size", [0, 15])
def test_a_file_too_short_to_be_a_database_is_damaged(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(RecordDamaged, match="is empty"):
        driver.connect(path, KEY)
    assert path.stat().st_size == size


def test_a_missing_file_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        driver.connect(tmp_path / "gone.db", KEY)
    assert not list(tmp_path.iterdir())


def test_another_key_opens_nothing(path: Path) -> None:
    with pytest.raises(driver.DatabaseError, match="not a database"):
        driver.connect(path, bytes(32))


@pytest.mark.parametrize("answer", [(), ("",)])
def test_a_library_that_would_write_plain_text_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch, answer: tuple[str, ...]
) -> None:
    """A foreign SQLite ignores the key without a word."""

    class Plain(sqlite3.Connection):
        def set_key(self, key: bytes) -> None:
            pass

        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            if answer and sql == "PRAGMA cipher_version":
                sql = "SELECT ''"
            return super().execute(sql, *parameters)

    monkeypatch.setattr(
        sqlcipher3.dbapi2, "connect", lambda _, **__: sqlite3.connect(":memory:", factory=Plain)
    )
    with pytest.raises(NotEncrypted, match="cannot encrypt"):
        driver.connect(path, KEY)


def test_a_damaged_page_is_an_error_and_prints_nothing(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = bytearray(path.read_bytes())
    data[2 * 4096 + 100] ^= 1  # the index, which gives the words in order
    path.write_bytes(data)
    db = driver.connect(path, KEY)
    with pytest.raises(driver.DatabaseError):
        words(db)
    db.close()
    assert capfd.readouterr() == ("", "")


def test_a_write_is_there_after_reopening(path: Path) -> None:
    db = driver.connect(path, KEY)
    with driver.writing(db) as connection:
        connection.execute("INSERT INTO word VALUES ('second')")
    db.close()
    assert words(driver.connect(path, KEY)) == ["first", "second"]


def test_an_error_rolls_a_write_back_and_the_next_one_works(path: Path) -> None:
    db = driver.connect(path, KEY)
    with pytest.raises(driver.DatabaseError), driver.writing(db) as connection:
        connection.executemany("INSERT INTO word VALUES (?)", [("half",), ("first",)])
    assert not db.conn.in_transaction
    with driver.writing(db) as connection:
        connection.execute("INSERT INTO word VALUES ('second')")
    assert words(db) == ["first", "second"]


def test_an_error_that_ended_the_transaction_itself_is_not_hidden(path: Path) -> None:
    db = driver.connect(path, KEY)
    with pytest.raises(driver.DatabaseError, match="cannot commit"), driver.writing(db) as held:
        held.execute("ROLLBACK")
    assert not db.conn.in_transaction


def test_a_block_inside_a_write_is_undone_alone(path: Path) -> None:
    db = driver.connect(path, KEY)
    with driver.writing(db) as connection:
        connection.execute("INSERT INTO word VALUES ('second')")
        with pytest.raises(driver.DatabaseError), db.atomic():
            connection.executemany("INSERT INTO word VALUES (?)", [("third",), ("first",)])
    assert words(db) == ["first", "second"]


def test_looking_at_a_file_brings_nothing_over_from_its_log(path: Path) -> None:
    killed = start_program(
        "import os, sys; from pathlib import Path; from clinic_desktop.storage import driver\n"
        "db = driver.connect(Path(sys.argv[1]), bytes(range(32)))\n"
        "db.execute(\"INSERT INTO word VALUES ('second')\"); os._exit(0)",
        path,
    )
    killed.communicate()
    before = path.read_bytes()
    db = driver.connect(path, KEY, read_only=True)
    assert words(db) == ["first", "second"]
    with pytest.raises(driver.DatabaseError, match="readonly"):
        db.conn.execute("DELETE FROM word")
    db.close()
    assert path.read_bytes() == before
    assert words(driver.connect(path, KEY)) == ["first", "second"]


@pytest.mark.parametrize("read_only", [False, True])
def test_a_first_sector_spoiled_by_a_power_cut_is_read_from_the_log(
    path: Path, tmp_path: Path, read_only: bool
) -> None:
    """SQLCipher alone would take its salt from that sector and read no page any more."""
    db = driver.connect(path, KEY)
    db.execute("CREATE TABLE more (number INTEGER) STRICT")  # writes the first page into the log
    cut = tmp_path / "cut.db"
    cut.write_bytes(b"\xa5" * 512 + path.read_bytes()[512:])
    cut.with_name("cut.db-wal").write_bytes(path.with_name(f"{path.name}-wal").read_bytes())
    db.close()
    after = driver.connect(cut, KEY, read_only=read_only)
    assert words(after) == ["first"]
    after.close()


def test_a_database_with_a_salt_of_its_own_is_opened_and_copied_to_one_without(
    tmp_path: Path,
) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    make_private(old)
    connection = sqlcipher3.dbapi2.connect(str(old), isolation_level=None)
    connection.set_key(b"x'" + KEY.hex().encode() + b"'")
    connection.execute("CREATE TABLE word (text TEXT UNIQUE) STRICT")
    connection.execute("INSERT INTO word VALUES ('first')")
    connection.close()
    assert old.read_bytes()[:16] != driver.salt_of(KEY)
    make_private(new)
    db = driver.connect(old, KEY)
    assert words(db) == ["first"]
    driver.copy(db, new, KEY)
    db.close()
    assert new.read_bytes()[:16] == driver.salt_of(KEY)
    copied = driver.connect(new, KEY)
    assert words(copied) == ["first"]
    copied.close()
