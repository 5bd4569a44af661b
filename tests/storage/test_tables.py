"""The tables refuse what makes no sense."""

import pytest

from clinic_desktop.storage import driver
from tests.storage.small_database import INSERT, SECOND


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


def test_the_search_index_forgets_what_is_deleted_at_once(db: driver.Database) -> None:
    config = dict(db.conn.execute("SELECT k, v FROM patient_fts_config").fetchall())
    assert config["secure-delete"] == 1
