"""The triggers that keep what was signed as it was signed, and the search index up to date."""

from typing import Final

from clinic_desktop.storage.driver import Database

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


def install(db: Database) -> None:
    """Put every trigger in place anew, and take away any other.

    The last act of the newest migration: a trigger needs its table, and transforming a table drops
    its triggers.
    """
    for name in installed(db):
        db.conn.execute(f'DROP TRIGGER "{name}"')
    for statement in TRIGGERS.values():
        db.conn.execute(statement)


def installed(db: Database) -> dict[str, str]:
    """Return the triggers that there are, by name."""
    rows = db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(rows.fetchall())
