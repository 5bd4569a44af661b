"""The versions of a record's database: how one becomes the next, and which are refused."""

from typing import Final
from uuid import uuid4

import msgspec

from clinic_desktop.domain.practice import Account, Practice, Role
from clinic_desktop.storage import tables, triggers
from clinic_desktop.storage.driver import Database, Migrations
from clinic_desktop.storage.errors import NewerRecord, RecordAltered, RecordDamaged

VERSION: Final = 4
"""The database's `user_version`: the number of migrations this program knows."""

migrations: Final = Migrations("clinic_desktop")


@migrations()
def m0001_record(db: Database) -> None:
    """Make the tables of a first record."""
    for statement in tables.RECORD:
        db.conn.execute(statement)


@migrations()
def m0002_life(db: Database) -> None:
    """Add people, signed versions with their chain, revisions, papers and the trail.

    Raises:
        RecordAltered: when there are signed examinations: no program could sign before.
    """
    (signed,) = db.conn.execute("SELECT count(*) FROM exam_version").fetchone()
    if signed:
        raise RecordAltered(
            "The record was altered: it holds signed examinations that no version of Clinic "
            "Desktop made. Keep the file as it is, and open a copy made earlier."
        )
    row = db.conn.execute("SELECT doc FROM practice").fetchone()
    place = db.conn.execute(
        "SELECT json_object('examination', exam_id, 'step', step) FROM place"
    ).fetchone()
    for statement in tables.LIFE:
        db.conn.execute(statement)
    db.conn.execute("INSERT INTO identity VALUES (1, ?)", (str(uuid4()),))
    if row is not None:
        owner = _own(db, msgspec.json.decode(row[0], type=Practice))
        if place is not None:
            db.conn.execute("INSERT INTO place VALUES (?, ?)", (owner, *place))


@migrations()
def m0003_originals(db: Database) -> None:
    """Add the files that reports came in as."""
    for statement in tables.ORIGINALS:
        db.conn.execute(statement)


@migrations()
def m0004_letters(db: Database) -> None:
    """Add the address book and the clinic's logo."""
    for statement in tables.LETTERS:
        db.conn.execute(statement)
    triggers.install(db)
    db.conn.execute(f"PRAGMA user_version = {VERSION}")


def _own(db: Database, practice: Practice) -> str:
    """Make the therapist of a first record its owner, and return the owner's id."""
    account_id = practice.therapist.id or uuid4()
    therapist = msgspec.structs.replace(practice.therapist, id=account_id)
    owner = Account(id=account_id, therapist=therapist, role=Role.OWNER)
    for table, key, value in (("clinic", 1, practice.clinic), ("account", str(account_id), owner)):
        doc = msgspec.json.encode(value).decode()
        db.conn.execute(f"INSERT INTO {table} (id, doc) VALUES (?, ?)", (key, doc))  # noqa: S608 - two fixed names
    db.conn.execute("UPDATE revision SET saved_by = ?", (str(account_id),))
    return str(account_id)


_KNOWN: Final = tuple(
    migration.__name__ for migration in (m0001_record, m0002_life, m0003_originals, m0004_letters)
)

_OF_THE_SECOND: Final = {
    name: sql
    for name, sql in triggers.TRIGGERS.items()
    if not name.startswith(("original_", "attached_"))
}
_GUARDS: Final = {2: _OF_THE_SECOND, 3: triggers.TRIGGERS, VERSION: triggers.TRIGGERS}
"""The triggers of each version of the schema but the first, which had nothing signed to guard."""


def has_trail(db: Database) -> bool:
    """Return whether there is a trail to add to: in a record of the first version there is not."""
    sql = "SELECT 1 FROM sqlite_master WHERE name = 'audit'"
    return db.conn.execute(sql).fetchone() is not None


def needs_upgrade(db: Database) -> bool:
    """Return whether the database is of an earlier version of the program.

    Raises:
        NewerRecord: when it holds a migration this program does not know.
        RecordDamaged: when it has none at all.
    """
    return _version(db) < VERSION


def _version(db: Database) -> int:
    applied = {migration.name for migration in migrations.applied(db)}
    (version,) = db.conn.execute("PRAGMA user_version").fetchone()
    if version > VERSION or applied - set(_KNOWN):
        raise NewerRecord
    if not applied or applied != set(_KNOWN[: len(applied)]):
        raise RecordDamaged(
            "The record is damaged: its tables are missing. "
            "Keep the file as it is, and restore a backup."
        )
    return len(applied)


def check(db: Database) -> None:
    """Refuse a database that this program would not understand or could not protect.

    A database of the first version had nothing signed to guard: its guards come with the upgrade.

    Raises:
        NewerRecord: when it holds a migration this program does not know.
        RecordDamaged: when it lacks one of them.
        RecordAltered: when a trigger is missing, changed or added.
    """
    version = _version(db)
    if version in _GUARDS and triggers.installed(db) != _GUARDS[version]:
        raise RecordAltered(
            "The record was altered: what protects signed examinations is missing or changed. "
            "Keep the file as it is, and restore a backup."
        )
