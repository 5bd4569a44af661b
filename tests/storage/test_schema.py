"""Signed examinations stay as they were signed, and only a database that guards them is opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils.db

from clinic_desktop.storage import driver, schema
from clinic_desktop.storage.errors import NewerRecord, RecordAltered, RecordDamaged
from clinic_desktop.storage.files import make_private

INSERT = (
    "INSERT INTO exam_version VALUES (?, ?, 'e', ?, 'p', ?, NULL, '', '', '', ?, ?, "
    """'{"imaging":[{"original":{"sha256":"file"}}]}', '', ?, ?)"""
)
FIRST = (1, "v1", None, "original", None, None, schema.NOTHING, "s1")
SECOND = (2, "v2", "v1", "correction", "side", "hash", "s1", "s2")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[driver.Database]:
    """Return a new database with a signed examination and a row in each guarded table."""
    path = tmp_path / "record.db"
    make_private(path)
    db = driver.create(path, bytes(32))
    with driver.writing(db) as connection:
        schema.migrations.apply(db)
        connection.execute(
            "INSERT INTO patient VALUES (1, 'p', NULL, NULL, NULL, NULL, '{}', 'ada', '', NULL)"
        )
        connection.execute(INSERT, FIRST)
        for statement in (
            "INSERT INTO account VALUES ('a', '{}')",
            "INSERT INTO signing_key VALUES (zeroblob(32), 'a', 1, NULL)",
            "INSERT INTO signature VALUES ('v1', 0, 'a', 'owner', '{}', '', zeroblob(32), x'00')",
            f"INSERT INTO audit VALUES (1, '', 'a', '', '', NULL, '', '', '{schema.NOTHING}', 'h')",
            "INSERT INTO tombstone VALUES ('gone', '', 'a', 1, '')",
            "INSERT INTO paper VALUES ('sha', x'00')",
            "INSERT INTO handing VALUES (1, 'e', 'p', 'sha', '', '', '', '', 1)",
            "INSERT INTO filed_again VALUES ('e', 'f')",
            "INSERT INTO original VALUES ('file', x'00')",
            "INSERT INTO attached VALUES (1, 'e', 'file', '', '', '', '')",
        ):
            connection.execute(statement)
    yield db
    db.close()


def test_a_new_database_is_accepted(db: driver.Database) -> None:
    schema.check(db)
    assert schema.has_its_triggers(db)


def test_the_version_counts_the_migrations(db: driver.Database) -> None:
    assert len(schema.migrations.applied(db)) == schema.VERSION
    assert db.conn.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert not schema.migrations.pending(db)


GUARDED = (
    *("exam_version", "signature", "audit", "tombstone"),
    *("handing", "paper", "filed_again", "signing_key", "original", "attached"),
)


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM {0}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
        "REPLACE INTO {0} SELECT * FROM {0}",
        "INSERT OR IGNORE INTO {0} SELECT * FROM {0}",
        "INSERT INTO {0} SELECT * FROM {0} WHERE true ON CONFLICT DO NOTHING",
    ],
)
@pytest.mark.parametrize("table", GUARDED)
def test_what_is_guarded_is_never_deleted_or_replaced(
    db: driver.Database, table: str, attack: str, recursive: str
) -> None:
    db.conn.execute(f"PRAGMA recursive_triggers = {recursive}")
    before = db.conn.execute(f"SELECT * FROM {table}").fetchall()
    with pytest.raises(driver.DatabaseError, match=r"cannot be|must follow"):
        db.execute(attack.format(table))
    assert db.conn.execute(f"SELECT * FROM {table}").fetchall() == before
    assert not db.conn.in_transaction


@pytest.mark.parametrize("table", GUARDED)
def test_no_column_of_what_is_guarded_is_changed(db: driver.Database, table: str) -> None:
    if table == "signing_key":
        db.execute("UPDATE signing_key SET until = 5")
    before = db.conn.execute(f"SELECT * FROM {table}").fetchall()
    for _, column, *_ in db.conn.execute(f"PRAGMA table_info({table})").fetchall():
        for value in (column, "NULL", "7", "x'07'"):
            for conflict in ("", "OR REPLACE", "OR IGNORE"):
                with pytest.raises(driver.DatabaseError, match=r"cannot|can only be|mismatch"):
                    db.execute(f"UPDATE {conflict} {table} SET {column} = {value}")
    assert db.conn.execute(f"SELECT * FROM {table}").fetchall() == before


def test_a_file_goes_only_when_no_version_names_it_and_nothing_has_it_attached(
    db: driver.Database,
) -> None:
    db.execute("INSERT INTO attached VALUES (2, 'other', 'file', '', '', '', '')")
    db.execute("DELETE FROM attached WHERE id = 2")
    db.execute("INSERT INTO tombstone VALUES ('p', '', 'a', 1, '')")
    db.execute(ERASED)
    with pytest.raises(driver.DatabaseError, match="attached original file cannot be deleted"):
        db.execute("DELETE FROM original")
    db.execute("DELETE FROM attached")
    db.execute("DELETE FROM original")


def test_a_signing_key_can_be_ended_once(db: driver.Database) -> None:
    db.execute("UPDATE signing_key SET until = 5")
    for value in ("6", "NULL", "5"):
        with pytest.raises(driver.DatabaseError, match="can only be ended"):
            db.execute(f"UPDATE signing_key SET until = {value}")


ERASED = "UPDATE exam_version SET doc = NULL, reason = NULL, performed_at = NULL"


def test_what_was_signed_is_erased_only_of_an_erased_patient_and_only_whole(
    db: driver.Database,
) -> None:
    for statement in (ERASED, "UPDATE paper SET pdf = NULL"):
        with pytest.raises(driver.DatabaseError, match="cannot be changed"):
            db.execute(statement)
    db.execute("INSERT INTO tombstone VALUES ('p', '', 'a', 1, '')")
    for statement in (
        "UPDATE exam_version SET doc = NULL, reason = 'other', performed_at = NULL",
        "UPDATE exam_version SET doc = '{}', reason = NULL, performed_at = NULL",
        f"{ERASED}, sha256 = 'other'",
        "UPDATE paper SET pdf = x'01'",
        "UPDATE paper SET pdf = NULL, sha256 = 'other'",
    ):
        with pytest.raises(driver.DatabaseError, match="cannot be changed"):
            db.execute(statement)
    db.execute(ERASED)
    db.execute("UPDATE paper SET pdf = NULL")
    assert db.conn.execute("SELECT doc, seal FROM exam_version").fetchall() == [(None, "s1")]


@pytest.mark.parametrize(
    "wrong",
    [
        (3, *SECOND[1:]),
        (1, *SECOND[1:]),
        (*SECOND[:6], schema.NOTHING, "s2"),
        (*SECOND[:6], "s1", "s1"),
    ],
)
def test_a_version_is_taken_only_as_the_next_of_the_chain(
    db: driver.Database, wrong: tuple[object, ...]
) -> None:
    with pytest.raises(driver.DatabaseError, match=r"must follow|cannot be replaced"):
        db.execute(INSERT, wrong)
    db.execute(INSERT, SECOND)


@pytest.mark.parametrize(
    "wrong",
    [
        (2, "v2", "v1", "correction", None, None, "s1", "s2"),
        (2, "v2", None, "original", "why", "hash", "s1", "s2"),
        (2, "v2", None, "correction", None, None, "s1", "s2"),
        (2, "v2", "v1", "original", "why", "hash", "s1", "s2"),
        (2, "v2", "gone", "correction", "why", "hash", "s1", "s2"),
    ],
)
def test_an_amendment_follows_a_version_for_a_reason(
    db: driver.Database, wrong: tuple[object, ...]
) -> None:
    with pytest.raises(driver.DatabaseError, match=r"CHECK|FOREIGN"):
        db.execute(INSERT, wrong)


def test_two_versions_never_follow_the_same_one(db: driver.Database) -> None:
    db.execute(INSERT, SECOND)
    with pytest.raises(driver.DatabaseError, match="UNIQUE"):
        db.execute(INSERT, (3, "v3", *SECOND[2:6], "s2", "s3"))


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("identity", "2, 'r'"),
        ("tally", "2, 0, NULL"),
        ("clinic", "2, '{}'"),
        ("clinic", "1, '{'"),
        ("settings", "2, '{}'"),
        ("account", "'b', '{'"),
        ("place", "'a', '{'"),
        ("signing_key", "zeroblob(31), 'a', 1, NULL"),
        ("signing_key", "x'01' || zeroblob(31), 'nobody', 1, NULL"),
        ("patient", "2, 'q', NULL, NULL, NULL, NULL, '{', '', '', NULL"),
        ("patient", "2, 'q', NULL, NULL, NULL, NULL, '{}', '', '', 'nobody'"),
        ("draft", "'d', 'nobody', 1, NULL, '', '', NULL, NULL, NULL, NULL, NULL, NULL"),
        ("draft", "'d', 'p', 'one', NULL, '', '', NULL, NULL, NULL, NULL, NULL, NULL"),
        ("draft", "'d', 'p', 1, NULL, '', '', 'v1', NULL, NULL, NULL, NULL, NULL"),
        ("draft", "'d', 'p', 1, NULL, '', '', NULL, NULL, NULL, 'now', NULL, NULL"),
        ("revision", "1, 'd', 1, NULL, NULL, '', '', '', '{'"),
        ("signature", "'v1', 2, 'a', '', '{}', '', zeroblob(32), x'00'"),
        ("signature", "'v1', 1, 'nobody', '', '{}', '', zeroblob(32), x'00'"),
        ("signature", "'gone', 0, 'a', '', '{}', '', zeroblob(32), x'00'"),
        ("handing", "2, 'e', 'p', 'unknown', '', '', '', '', 1"),
        ("filed_again", "'g', 'f'"),
        ("original", "'other', NULL"),
        ("original", "'other', 'no bytes'"),
        ("attached", "2, 'e', 'unknown', '', '', '', ''"),
        ("attached", "2, 'other', 'file', NULL, '', '', ''"),
        ("referrer", "'r', '{', '', ''"),
        ("referrer", "'r', '{}', NULL, ''"),
        ("logo", "2, x'00'"),
        ("logo", "1, 'no bytes'"),
    ],
)
def test_the_tables_refuse_what_makes_no_sense(
    db: driver.Database, table: str, values: str
) -> None:
    with pytest.raises(driver.DatabaseError, match=r"constraint failed|cannot store"):
        db.execute(f"INSERT INTO {table} VALUES ({values})")


def test_the_search_index_follows_the_patients(db: driver.Database) -> None:
    def found(word: str) -> list[int]:
        sql = "SELECT rowid FROM patient_fts WHERE patient_fts MATCH ?"
        return [row for (row,) in db.conn.execute(sql, (word,))]

    assert found("ada") == [1]
    db.execute("UPDATE patient SET search = 'eve'")
    assert (found("ada"), found("eve")) == ([], [1])
    db.execute("INSERT INTO patient VALUES (2, 'q', NULL, NULL, NULL, NULL, '{}', 'eve', '', NULL)")
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
    table.transform(rename={"performed_at": "held_at"})
    assert not schema.has_its_triggers(db)
    schema.install_triggers(db)
    schema.check(db)


def test_a_newer_database_is_refused(db: driver.Database) -> None:
    db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(NewerRecord):
        schema.check(db)


def test_a_migration_of_a_newer_program_is_refused(db: driver.Database) -> None:
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('clinic_desktop', 'm0005_audit', '')"
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


def test_a_migration_that_is_missing_in_between_is_damage(db: driver.Database) -> None:
    db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0001_record'")
    with pytest.raises(RecordDamaged):
        schema.check(db)


def test_the_search_index_forgets_what_is_deleted_at_once(db: driver.Database) -> None:
    config = dict(db.conn.execute("SELECT k, v FROM patient_fts_config").fetchall())
    assert config["secure-delete"] == 1
