"""Only a database of a known version that guards what was signed is opened."""

from pathlib import Path

import pytest

from clinic_desktop.storage import driver, schema, triggers
from clinic_desktop.storage.errors import NewerRecord, RecordAltered, RecordDamaged
from clinic_desktop.storage.files import make_private


def test_a_new_database_is_accepted(db: driver.Database) -> None:
    schema.check(db)
    assert triggers.installed(db) == triggers.TRIGGERS


def test_the_version_counts_the_migrations(db: driver.Database) -> None:
    assert len(schema.migrations.applied(db)) == schema.VERSION
    assert db.conn.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert not schema.migrations.pending(db)


@pytest.mark.parametrize("trigger", sorted(triggers.TRIGGERS))
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
