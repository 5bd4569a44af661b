"""Signed examinations stay as they were signed, whatever is done by SQL."""

import pytest
import sqlite_utils.db

from clinic_desktop.storage import driver, schema, triggers
from tests.storage.small_database import INSERT, SECOND

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
        (*SECOND[:6], triggers.NOTHING, "s2"),
        (*SECOND[:6], "s1", "s1"),
    ],
)
def test_a_version_is_taken_only_as_the_next_of_the_chain(
    db: driver.Database, wrong: tuple[object, ...]
) -> None:
    with pytest.raises(driver.DatabaseError, match=r"must follow|cannot be replaced"):
        db.execute(INSERT, wrong)
    db.execute(INSERT, SECOND)


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


def test_a_transformed_table_gets_its_triggers_back(db: driver.Database) -> None:
    table = db["exam_version"]
    assert isinstance(table, sqlite_utils.db.Table)
    table.transform(rename={"performed_at": "held_at"})
    assert triggers.installed(db) != triggers.TRIGGERS
    triggers.install(db)
    schema.check(db)
