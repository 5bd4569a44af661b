"""The tables of a record, in the order in which they came: what each migration executes.

What was released is never changed here: records were made by it.
"""

from typing import Final

RECORD: Final = (
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

LIFE: Final = (
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

ORIGINALS: Final = (
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

LETTERS: Final = (
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
