"""The tables of a record, how they came to be, and the triggers that guard signed examinations."""

from typing import Final
from uuid import uuid4

import msgspec

from clinic_desktop.domain.practice import Account, Practice, Role
from clinic_desktop.storage.driver import Database, Migrations
from clinic_desktop.storage.errors import NewerRecord, RecordAltered, RecordDamaged

VERSION: Final = 4
"""The database's `user_version`: the number of migrations this program knows."""

migrations: Final = Migrations("clinic_desktop")

_RECORD: Final = (
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

_LIFE: Final = (
    """CREATE TABLE identity (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        record TEXT NOT NULL
    ) STRICT""",
    # Counts every answer ever saved: two states of a record tell how many lie between them.
    """CREATE TABLE tally (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        answers INTEGER NOT NULL,
        last_answer_at TEXT
    ) STRICT""",
    "INSERT INTO tally (id, answers) VALUES (1, 0)",
    """CREATE TABLE clinic (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        doc TEXT NOT NULL CHECK (json_valid(doc))
    ) STRICT""",
    """CREATE TABLE settings (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        doc TEXT NOT NULL CHECK (json_valid(doc))
    ) STRICT""",
    """CREATE TABLE account (
        id TEXT PRIMARY KEY,
        doc TEXT NOT NULL CHECK (json_valid(doc))
    ) STRICT""",
    # From and until which entry of the trail somebody signs with it: a clock can be set back.
    """CREATE TABLE signing_key (
        public_key BLOB PRIMARY KEY CHECK (length(public_key) = 32),
        account_id TEXT NOT NULL REFERENCES account (id),
        since INTEGER NOT NULL,
        until INTEGER
    ) STRICT""",
    """CREATE TABLE audit (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        account_id TEXT,
        who TEXT NOT NULL,
        action TEXT NOT NULL,
        exam_id TEXT,
        patient_id TEXT,
        detail TEXT NOT NULL,
        prev TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT""",
    "ALTER TABLE patient ADD COLUMN merged_into TEXT REFERENCES patient (id)",
    "CREATE INDEX patient_merged_into ON patient (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX patient_birth_date ON patient (birth_date)",
    # Otherwise the words of an erased patient stay in the index until it happens to be merged.
    "INSERT INTO patient_fts (patient_fts, rank) VALUES ('secure-delete', 1)",
    """CREATE TABLE tombstone (
        patient_id TEXT NOT NULL,
        erased_at TEXT NOT NULL,
        erased_by TEXT NOT NULL,
        examinations INTEGER NOT NULL,
        retained_until TEXT NOT NULL,
        PRIMARY KEY (patient_id, erased_at)
    ) STRICT""",
    "DROP TABLE exam_version",
    # Without a reference to patient: what is left of an erased patient's versions stays sealed.
    """CREATE TABLE exam_version (
        number INTEGER PRIMARY KEY,
        version_id TEXT NOT NULL UNIQUE,
        exam_id TEXT NOT NULL,
        supersedes TEXT REFERENCES exam_version (version_id),
        patient_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        performed_at TEXT,
        recorded_from TEXT NOT NULL,
        recorded_to TEXT NOT NULL,
        signed_at TEXT NOT NULL,
        reason TEXT,
        reason_sha256 TEXT,
        doc TEXT CHECK (doc IS NULL OR json_valid(doc)),
        sha256 TEXT NOT NULL,
        prev TEXT NOT NULL,
        seal TEXT NOT NULL UNIQUE,
        CHECK ((kind = 'original') = (supersedes IS NULL)),
        CHECK ((supersedes IS NULL) = (reason_sha256 IS NULL))
    ) STRICT""",
    # Lists are read from the indexes alone: beside a document, a row fills a page.
    """CREATE INDEX exam_version_line ON exam_version
        (exam_id, number, supersedes, patient_id, performed_at, kind, signed_at)""",
    "CREATE INDEX exam_version_patient_id ON exam_version (patient_id, exam_id)",
    # Two signed versions never come after the same one.
    "CREATE UNIQUE INDEX exam_version_supersedes ON exam_version (supersedes)",
    """CREATE TABLE signature (
        version_id TEXT NOT NULL REFERENCES exam_version (version_id),
        counter INTEGER NOT NULL CHECK (counter IN (0, 1)),
        account_id TEXT NOT NULL REFERENCES account (id),
        role TEXT NOT NULL,
        therapist TEXT NOT NULL CHECK (json_valid(therapist)),
        signed_at TEXT NOT NULL,
        public_key BLOB NOT NULL REFERENCES signing_key (public_key),
        signature BLOB NOT NULL,
        PRIMARY KEY (version_id, counter)
    ) STRICT""",
    # What waits for a counter-signature is looked for among the few that students signed.
    """CREATE INDEX signature_student ON signature (version_id)
        WHERE role = 'student' AND counter = 0""",
    """CREATE TABLE filed_again (
        exam_id TEXT PRIMARY KEY,
        to_exam_id TEXT NOT NULL UNIQUE
    ) STRICT""",
    """CREATE TABLE paper (
        sha256 TEXT PRIMARY KEY,
        pdf BLOB
    ) STRICT""",
    """CREATE TABLE handing (
        id INTEGER PRIMARY KEY,
        exam_id TEXT NOT NULL,
        patient_id TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES paper (sha256),
        issued_at TEXT NOT NULL,
        issued_by TEXT NOT NULL,
        how TEXT NOT NULL,
        status TEXT NOT NULL,
        version INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX handing_exam_id ON handing (exam_id)",
    "CREATE INDEX handing_patient_id ON handing (patient_id)",
    "ALTER TABLE draft RENAME TO draft_1",
    "DROP INDEX draft_line",
    """CREATE TABLE draft (
        exam_id TEXT PRIMARY KEY,
        patient_id TEXT NOT NULL REFERENCES patient (id),
        rev INTEGER NOT NULL,
        performed_at TEXT,
        begun_at TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        amends TEXT REFERENCES exam_version (version_id),
        amend_kind TEXT,
        amend_reason TEXT,
        withdrawn_at TEXT,
        withdrawn_by TEXT,
        withdrawn_reason TEXT,
        CHECK ((amends IS NULL) = (amend_kind IS NULL)),
        CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL))
    ) STRICT""",
    "CREATE INDEX draft_patient_id ON draft (patient_id)",
    # Every state of a draft, never changed: undoing appends the state it goes back to.
    """CREATE TABLE revision (
        id INTEGER PRIMARY KEY,
        exam_id TEXT NOT NULL,
        rev INTEGER NOT NULL,
        undo INTEGER,
        redo INTEGER,
        kind TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        saved_by TEXT NOT NULL,
        doc TEXT NOT NULL CHECK (json_valid(doc)),
        UNIQUE (exam_id, rev)
    ) STRICT""",
    """INSERT INTO draft (exam_id, patient_id, rev, performed_at, begun_at, saved_at)
        SELECT exam_id, patient_id, 1, performed_at, saved_at, saved_at FROM draft_1""",
    """INSERT INTO revision (exam_id, rev, kind, saved_at, saved_by, doc)
        SELECT exam_id, 1, 'answer', saved_at, '', doc FROM draft_1""",
    "DROP TABLE draft_1",
    "DROP TABLE practice",
    "DROP TABLE place",
    """CREATE TABLE place (
        account_id TEXT PRIMARY KEY,
        doc TEXT NOT NULL CHECK (json_valid(doc))
    ) STRICT""",
)

_ORIGINALS: Final = (
    # Bytes in a table of their own: no answer ever writes them again.
    """CREATE TABLE original (
        sha256 TEXT PRIMARY KEY,
        data BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE attached (
        id INTEGER PRIMARY KEY,
        exam_id TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES original (sha256),
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        added_at TEXT NOT NULL,
        added_by TEXT NOT NULL,
        UNIQUE (exam_id, sha256)
    ) STRICT""",
    "CREATE INDEX attached_sha256 ON attached (sha256)",
)

_LETTERS: Final = (
    # Who letters may go to. What a letter holds is a copy: nothing refers to an entry.
    """CREATE TABLE referrer (
        id TEXT PRIMARY KEY,
        doc TEXT NOT NULL CHECK (json_valid(doc)),
        search TEXT NOT NULL,
        used_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX referrer_used_at ON referrer (used_at)",
    # Apart from the settings: they are read at every start, and bytes are not JSON.
    """CREATE TABLE logo (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        data BLOB NOT NULL
    ) STRICT""",
)

NOTHING: Final = "0" * 64
"""What the first seal, and the first entry of the trail, name as the one before."""


def _never(table: str, what: str, *acts: str) -> dict[str, str]:
    """Return triggers that refuse to change or delete a row of a table."""
    done = {"UPDATE": "changed", "DELETE": "deleted"}
    return {
        f"{table}_{act.lower()}": f"""CREATE TRIGGER {table}_{act.lower()}
    BEFORE {act} ON {table} BEGIN
        SELECT RAISE(ABORT, '{what} cannot be {done[act]}');
    END"""
        for act in acts or done
    }


def _once(table: str, same: str, what: str) -> dict[str, str]:
    """Return the trigger that refuses to replace a row.

    INSERT OR REPLACE passes the delete trigger on a connection without recursive_triggers.
    """
    return {
        f"{table}_replace": f"""CREATE TRIGGER {table}_replace BEFORE INSERT ON {table}
    WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN
        SELECT RAISE(ABORT, '{what} cannot be replaced');
    END"""  # noqa: S608 - fixed names
    }


def _chained(table: str, mark: str, what: str) -> dict[str, str]:
    """Return the trigger that takes a row only as the next link of its chain."""
    return {
        f"{table}_chain": f"""CREATE TRIGGER {table}_chain BEFORE INSERT ON {table}
    WHEN new.number <> coalesce((SELECT max(number) FROM {table}), 0) + 1
        OR new.prev <> coalesce(
            (SELECT {mark} FROM {table} ORDER BY number DESC LIMIT 1), '{NOTHING}') BEGIN
        SELECT RAISE(ABORT, '{what} must follow the newest one');
    END"""  # noqa: S608 - fixed names
    }


def _erasing(table: str, gone: tuple[str, ...], kept: tuple[str, ...], erased: str) -> str:
    """Return the trigger that lets a row lose what an erased patient's row loses, and no more."""
    lost = " AND ".join(f"new.{column} IS NULL" for column in gone)
    same = " AND ".join(f"new.{column} IS old.{column}" for column in kept)
    return f"""CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}
    WHEN NOT ({lost} AND {same} AND {erased}) BEGIN
        SELECT RAISE(ABORT, 'what was signed or handed out cannot be changed');
    END"""


def _needed(table: str, needs: str, what: str) -> dict[str, str]:
    """Return the trigger that refuses to delete a row while something needs it."""
    return {
        f"{table}_delete": f"""CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}
    WHEN EXISTS ({needs}) BEGIN
        SELECT RAISE(ABORT, '{what} cannot be deleted');
    END"""
    }


_SIGNED: Final = "a signed examination"

NAMED: Final = """
SELECT 1 FROM exam_version v, json_each(v.doc, '$.imaging') i
WHERE v.exam_id = {0}.exam_id AND i.value ->> '$.original.sha256' = {0}.sha256
"""
"""A row where a signed version of its examination names the file attached in table `{0}`."""

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
    **_never("exam_version", _SIGNED, "DELETE"),
    **_once("exam_version", "version_id = new.version_id OR seal = new.seal", _SIGNED),
    **_chained("exam_version", "seal", _SIGNED),
    "exam_version_update": _erasing(
        "exam_version",
        ("doc", "reason", "performed_at"),
        (
            *("number", "version_id", "exam_id", "supersedes", "patient_id", "kind"),
            *("recorded_from", "recorded_to", "signed_at", "reason_sha256", "sha256"),
            *("prev", "seal"),
        ),
        "EXISTS (SELECT 1 FROM tombstone WHERE patient_id = old.patient_id)",
    ),
    **_never("signature", "a signature"),
    **_once("signature", "version_id = new.version_id AND counter = new.counter", "a signature"),
    **_never("audit", "the trail"),
    **_chained("audit", "hash", "an entry of the trail"),
    **_never("tombstone", "the mark of an erased patient"),
    **_once(
        "tombstone",
        "patient_id = new.patient_id AND erased_at = new.erased_at",
        "the mark of an erased patient",
    ),
    **_never("handing", "what was handed out"),
    **_once("handing", "id = new.id", "what was handed out"),
    **_never("paper", "what was handed out", "DELETE"),
    **_once("paper", "sha256 = new.sha256", "what was handed out"),
    "paper_update": _erasing(
        "paper",
        ("pdf",),
        ("sha256",),
        """NOT EXISTS (SELECT 1 FROM handing WHERE sha256 = old.sha256
            AND patient_id NOT IN (SELECT patient_id FROM tombstone))""",
    ),
    **_never("original", "an original file", "UPDATE"),
    **_once("original", "sha256 = new.sha256", "an original file"),
    **_needed(
        "original", "SELECT 1 FROM attached WHERE sha256 = old.sha256", "an attached original file"
    ),
    **_never("attached", "an attached file", "UPDATE"),
    **_once(
        "attached",
        "id = new.id OR (exam_id = new.exam_id AND sha256 = new.sha256)",
        "an attached file",
    ),
    **_needed("attached", NAMED.format("old"), "a file that a signed examination names"),
    **_never("filed_again", "what was filed again"),
    **_once("filed_again", "exam_id = new.exam_id", "what was filed again"),
    **_never("signing_key", "a signing key", "DELETE"),
    **_once("signing_key", "public_key = new.public_key", "a signing key"),
    "signing_key_update": """CREATE TRIGGER signing_key_update BEFORE UPDATE ON signing_key
    WHEN old.until IS NOT NULL OR new.until IS NULL OR new.public_key IS NOT old.public_key
        OR new.account_id IS NOT old.account_id OR new.since IS NOT old.since BEGIN
        SELECT RAISE(ABORT, 'a signing key can only be ended');
    END""",
}


def install_triggers(db: Database) -> None:
    """Put every trigger in place anew, and take away any other.

    The last act of the newest migration: a trigger needs its table, and transforming a table drops
    its triggers.
    """
    names = db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        db.conn.execute(f'DROP TRIGGER "{name}"')
    for statement in TRIGGERS.values():
        db.conn.execute(statement)
    db.conn.execute(f"PRAGMA user_version = {VERSION}")


@migrations()
def m0001_record(db: Database) -> None:
    """Make the tables of a first record."""
    for statement in _RECORD:
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
    for statement in _LIFE:
        db.conn.execute(statement)
    db.conn.execute("INSERT INTO identity VALUES (1, ?)", (str(uuid4()),))
    if row is not None:
        owner = _own(db, msgspec.json.decode(row[0], type=Practice))
        if place is not None:
            db.conn.execute("INSERT INTO place VALUES (?, ?)", (owner, *place))


@migrations()
def m0003_originals(db: Database) -> None:
    """Add the files that reports came in as."""
    for statement in _ORIGINALS:
        db.conn.execute(statement)


@migrations()
def m0004_letters(db: Database) -> None:
    """Add the address book and the clinic's logo."""
    for statement in _LETTERS:
        db.conn.execute(statement)
    install_triggers(db)


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
    name: sql for name, sql in TRIGGERS.items() if not name.startswith(("original_", "attached_"))
}
_GUARDS: Final = {2: _OF_THE_SECOND, 3: TRIGGERS, VERSION: TRIGGERS}
"""The triggers of each version of the schema but the first, which had nothing signed to guard."""


def has_its_triggers(db: Database) -> bool:
    """Return whether the triggers are exactly those of `TRIGGERS`."""
    return _triggers(db) == TRIGGERS


def _triggers(db: Database) -> dict[str, str]:
    rows = db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(rows.fetchall())


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
    if version in _GUARDS and _triggers(db) != _GUARDS[version]:
        raise RecordAltered(
            "The record was altered: what protects signed examinations is missing or changed. "
            "Keep the file as it is, and restore a backup."
        )
