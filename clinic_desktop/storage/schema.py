"""The tables of a record, how they came to be, and the triggers that guard signed examinations."""

from typing import Final

from clinic_desktop.storage.driver import Database, Migrations
from clinic_desktop.storage.errors import NewerRecord, RecordAltered, RecordDamaged

VERSION: Final = 1
"""The database's `user_version`: the number of migrations this program knows."""

migrations: Final = Migrations("clinic_desktop")

_TABLES: Final = (
    """CREATE TABLE practice (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        doc TEXT NOT NULL CHECK (json_valid(doc))
    ) STRICT""",
    # Where the last window was, so that a restart goes on there.
    """CREATE TABLE place (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        exam_id TEXT NOT NULL,
        step TEXT NOT NULL
    ) STRICT""",
    # The search index refers to pk: a table without a whole-number key is renumbered by VACUUM.
    """CREATE TABLE patient (
        pk INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        family_name TEXT,
        given_name TEXT,
        birth_date TEXT,
        sex TEXT,
        doc TEXT NOT NULL CHECK (json_valid(doc)),
        search TEXT NOT NULL,
        used_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX patient_used_at ON patient (used_at)",
    """CREATE VIRTUAL TABLE patient_fts USING fts5 (
        search,
        content = 'patient',
        content_rowid = 'pk',
        tokenize = 'unicode61 remove_diacritics 2',
        prefix = '2 3'
    )""",
    """CREATE TABLE draft (
        exam_id TEXT PRIMARY KEY,
        patient_id TEXT NOT NULL REFERENCES patient (id),
        doc TEXT NOT NULL CHECK (json_valid(doc)),
        rev INTEGER NOT NULL,
        performed_at TEXT,
        saved_at TEXT NOT NULL
    ) STRICT""",
    # Lists are read from the indexes alone: beside a document, a row fills a page.
    "CREATE INDEX draft_line ON draft (patient_id, saved_at, exam_id, performed_at)",
    """CREATE TABLE exam_version (
        version_id TEXT PRIMARY KEY,
        exam_id TEXT NOT NULL,
        supersedes TEXT REFERENCES exam_version (version_id),
        patient_id TEXT NOT NULL REFERENCES patient (id),
        performed_at TEXT,
        signed_at TEXT NOT NULL,
        signed_by TEXT NOT NULL,
        reason TEXT,
        doc TEXT NOT NULL CHECK (json_valid(doc)),
        sha256 TEXT NOT NULL,
        CHECK (supersedes IS NULL OR length(trim(coalesce(reason, ''))) > 0)
    ) STRICT""",
    """CREATE INDEX exam_version_line
        ON exam_version (exam_id, signed_at, supersedes, patient_id, performed_at)""",
    "CREATE INDEX exam_version_patient_id ON exam_version (patient_id)",
)

TRIGGERS: Final[dict[str, str]] = {
    "patient_found_insert": """CREATE TRIGGER patient_found_insert AFTER INSERT ON patient BEGIN
        INSERT INTO patient_fts (rowid, search) VALUES (new.pk, new.search);
    END""",
    "patient_found_delete": """CREATE TRIGGER patient_found_delete AFTER DELETE ON patient BEGIN
        INSERT INTO patient_fts (patient_fts, rowid, search)
        VALUES ('delete', old.pk, old.search);
    END""",
    "patient_found_update": """CREATE TRIGGER patient_found_update
    AFTER UPDATE OF search ON patient BEGIN
        INSERT INTO patient_fts (patient_fts, rowid, search)
        VALUES ('delete', old.pk, old.search);
        INSERT INTO patient_fts (rowid, search) VALUES (new.pk, new.search);
    END""",
    "exam_version_update": """CREATE TRIGGER exam_version_update BEFORE UPDATE ON exam_version BEGIN
        SELECT RAISE(ABORT, 'a signed examination cannot be changed');
    END""",
    "exam_version_delete": """CREATE TRIGGER exam_version_delete BEFORE DELETE ON exam_version BEGIN
        SELECT RAISE(ABORT, 'a signed examination cannot be deleted');
    END""",
    # INSERT OR REPLACE passes the delete trigger on a connection without recursive_triggers.
    "exam_version_replace": """CREATE TRIGGER exam_version_replace BEFORE INSERT ON exam_version
    WHEN EXISTS (SELECT 1 FROM exam_version WHERE version_id = new.version_id) BEGIN
        SELECT RAISE(ABORT, 'a signed examination cannot be replaced');
    END""",
}


def install_triggers(db: Database) -> None:
    """Put every trigger in place anew.

    The last act of each migration that transforms a table, because that drops its triggers.
    """
    for name, statement in TRIGGERS.items():
        db.execute(f"DROP TRIGGER IF EXISTS {name}")
        db.execute(statement)


@migrations()
def m0001_record(db: Database) -> None:
    """Make the first tables."""
    for statement in _TABLES:
        db.execute(statement)
    db.execute("PRAGMA user_version = 1")
    install_triggers(db)


_KNOWN: Final = frozenset({m0001_record.__name__})


def has_its_triggers(db: Database) -> bool:
    """Return whether the triggers are exactly those of `TRIGGERS`."""
    rows = db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(rows.fetchall()) == TRIGGERS


def check(db: Database) -> None:
    """Refuse a database that this program would not understand or could not protect.

    Raises:
        NewerRecord: when it holds a migration this program does not know.
        RecordDamaged: when it lacks one of them.
        RecordAltered: when a trigger is missing, changed or added.
    """
    applied = {migration.name for migration in migrations.applied(db)}
    (version,) = db.conn.execute("PRAGMA user_version").fetchone()
    if version > VERSION or applied - _KNOWN:
        raise NewerRecord
    if applied != _KNOWN:
        raise RecordDamaged(
            "The record is damaged: its tables are missing. "
            "Keep the file as it is, and open a copy made earlier."
        )
    if not has_its_triggers(db):
        raise RecordAltered(
            "The record was altered: what protects signed examinations is missing or changed. "
            "Keep the file as it is, and open a copy made earlier."
        )
