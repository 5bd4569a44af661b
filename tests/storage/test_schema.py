"""Signed examinations stay as they were signed, and only a database that guards them is opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils.db

from clinic_desktop.storage import driver, schema
from clinic_desktop.storage.errors import NewerRecord, RecordAltered, RecordDamaged
from clinic_desktop.storage.files import make_private

INSERT = "INSERT INTO exam_version VALUES (?, 'e', ?, 'p', NULL, '', '', ?, '{}', '')"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[driver.Database]:
    """Return a new database with a signed examination."""
    path = tmp_path / "record.db"
    make_private(path)
    db = driver.create(path, bytes(32))
    with driver.writing(db):
        schema.migrations.apply(db)
    db.execute("INSERT INTO patient VALUES (1, 'p', NULL, NULL, NULL, NULL, '{}', 'ada', '')")
    db.execute(INSERT, ("v1", None, None))
    yield db
    db.close()


def test_a_new_database_is_accepted(db: driver.Database) -> None:
    schema.check(db)
    assert schema.has_its_triggers(db)


def test_the_version_counts_the_migrations(db: driver.Database) -> None:
    assert len(schema.migrations.applied(db)) == schema.VERSION
    assert db.conn.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert not schema.migrations.pending(db)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE exam_version SET doc = '{\"a\": 1}'",
        "UPDATE exam_version SET sha256 = sha256",
        "DELETE FROM exam_version",
        "INSERT OR REPLACE INTO exam_version SELECT * FROM exam_version",
        "INSERT INTO exam_version SELECT * FROM exam_version WHERE true ON CONFLICT DO NOTHING",
        "REPLACE INTO exam_version SELECT * FROM exam_version",
        "UPDATE OR REPLACE exam_version SET version_id = 'v2'",
    ],
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_a_signed_examination_is_never_changed(
    db: driver.Database, attack: str, recursive: str
) -> None:
    db.conn.execute(f"PRAGMA recursive_triggers = {recursive}")
    before = db.conn.execute("SELECT * FROM exam_version").fetchall()
    with pytest.raises(driver.DatabaseError, match="a signed examination cannot be"):
        db.execute(attack)
    assert db.conn.execute("SELECT * FROM exam_version").fetchall() == before
    assert not db.conn.in_transaction


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_an_amendment_needs_a_reason(db: driver.Database, reason: str | None) -> None:
    with pytest.raises(driver.DatabaseError, match="CHECK"):
        db.execute(INSERT, ("v2", "v1", reason))
    db.execute(INSERT, ("v2", "v1", "wrong side"))


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("practice", "2, '{}'"),
        ("practice", "1, '{'"),
        ("patient", "2, 'q', NULL, NULL, NULL, NULL, '{', '', ''"),
        ("draft", "'d', 'p', '{', 1, NULL, ''"),
        ("draft", "'d', 'nobody', '{}', 1, NULL, ''"),
        ("draft", "'d', 'p', '{}', 'one', NULL, ''"),
        ("exam_version", "'v2', 'e', 'gone', 'p', NULL, '', '', 'why', '{}', ''"),
    ],
)
def test_the_tables_refuse_what_makes_no_sense(
    db: driver.Database, table: str, values: str
) -> None:
    with pytest.raises(driver.DatabaseError):
        db.execute(f"INSERT INTO {table} VALUES ({values})")


def test_the_search_index_follows_the_patients(db: driver.Database) -> None:
    def found(word: str) -> list[int]:
        sql = "SELECT rowid FROM patient_fts WHERE patient_fts MATCH ?"
        return [row for (row,) in db.conn.execute(sql, (word,))]

    assert found("ada") == [1]
    db.execute("UPDATE patient SET search = 'eve'")
    assert (found("ada"), found("eve")) == ([], [1])
    db.execute("INSERT INTO patient VALUES (2, 'q', NULL, NULL, NULL, NULL, '{}', 'eve', '')")
    db.execute("DELETE FROM patient WHERE id = 'q'")
    assert found("eve") == [1]


@pytest.mark.parametrize("trigger", sorted(schema.TRIGGERS))
def test_a_missing_trigger_refuses_opening(db: driver.Database, trigger: str) -> None:
    db.execute(f"DROP TRIGGER {trigger}")
    with pytest.raises(RecordAltered, match="missing or changed"):
        schema.check(db)


def test_a_changed_or_added_trigger_refuses_opening(db: driver.Database) -> None:
    db.execute("CREATE TRIGGER more AFTER INSERT ON draft BEGIN DELETE FROM draft; END")
    with pytest.raises(RecordAltered):
        schema.check(db)
    db.execute("DROP TRIGGER more")
    db.execute("DROP TRIGGER exam_version_delete")
    db.execute(
        "CREATE TRIGGER exam_version_delete BEFORE DELETE ON exam_version BEGIN SELECT 1; END"
    )
    with pytest.raises(RecordAltered):
        schema.check(db)


def test_a_transformed_table_gets_its_triggers_back(db: driver.Database) -> None:
    table = db["exam_version"]
    assert isinstance(table, sqlite_utils.db.Table)
    table.transform(rename={"signed_by": "signer"})
    assert not schema.has_its_triggers(db)
    schema.install_triggers(db)
    schema.check(db)


def test_a_newer_database_is_refused(db: driver.Database) -> None:
    db.execute("PRAGMA user_version = 2")
    with pytest.raises(NewerRecord):
        schema.check(db)


def test_a_migration_of_a_newer_program_is_refused(db: driver.Database) -> None:
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('clinic_desktop', 'm0002_audit', '')"
    )
    with pytest.raises(NewerRecord):
        schema.check(db)


def test_a_database_without_tables_is_never_filled(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    make_private(path)
    db = driver.create(path, bytes(32))
    with pytest.raises(RecordDamaged, match="tables are missing"):
        schema.check(db)
    db.close()
