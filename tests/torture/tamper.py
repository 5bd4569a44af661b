"""Somebody with the key changes what was signed, past the program: `verify` names it.

The triggers are dropped before and put back after. At random the intruder also makes good what a
key lets one make good: the sums of the row, the chain of seals after it, the entries of the trail
with their chain, or, with a signing key of their own put in the therapist's place, the signatures.

A chain made anew from end to end can only be told by what lies outside the record, a backup, and
then not where it was changed. What was cut off the ends of both chains since the newest backup
cannot be told at all: only what is older is cut here.
"""

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage import driver, keys, signed, trail, triggers
from clinic_desktop.storage.backup import backups_in
from clinic_desktop.storage.driver import Connection
from clinic_desktop.storage.folder import BACKUPS
from clinic_desktop.storage.people import standing
from tests.torture.line import Line
from tests.torture.places import scratch
from tests.torture.processes import workers
from tests.torture.stories import PASSPHRASE, Life, signed_record

FIGURE: Final = "signed records changed with the key: not told, or not named"
_GUARDED: Final = {
    "exam_version": (
        *("version_id", "exam_id", "supersedes", "patient_id", "kind", "performed_at"),
        *("recorded_from", "recorded_to", "signed_at", "reason", "reason_sha256", "doc"),
        *("sha256", "prev", "seal"),
    ),
    "signature": (
        *("version_id", "counter", "account_id", "role", "therapist", "signed_at"),
        *("public_key", "signature"),
    ),
    "signing_key": ("public_key", "account_id", "since", "until"),
    "account": ("id", "doc"),
    "audit": (
        *("at", "account_id", "who", "action", "exam_id", "patient_id", "detail"),
        *("prev", "hash"),
    ),
    "paper": ("sha256", "pdf"),
    "handing": (
        *("exam_id", "patient_id", "sha256", "issued_at", "issued_by", "how", "status"),
        "version",
    ),
    "filed_again": ("exam_id", "to_exam_id"),
    "original": ("sha256", "data"),
    "attached": ("exam_id", "sha256", "added_at", "added_by"),
}
"""The columns of what is guarded; what may change any time, such as a draft, is not.

What an attached file was called is not either: the sealed document says it too.
"""

_CHAINS: Final = ("audit", "exam_version")
_CUT: Final = " cut before row "
_GOOD: Final = ("nothing", "sums", "seals", "trail", "all")


def run(seed: int, count: int, *, first: int = 0) -> Line:
    """Change a record `count` times, each time a new copy of it."""
    line = Line(name="tamper", figure=FIGURE, count=count, seed=seed)
    with scratch() as whole, workers() as pool:
        signed_record(whole)
        tried = partial(try_one, whole, seed)
        numbers = range(first, first + count)
        results = pool.map(tried, numbers, chunksize=max(1, min(100, count // 8)))
        return line.but(found=tuple(said for said in results if said))


def try_one(whole: Path, seed: int, number: int) -> str:
    """Change a copy and return what was not told of it, or nothing."""
    random = Random(f"{seed} {number}")
    with scratch() as top:
        shutil.copytree(whole, top, dirs_exist_ok=True)
        did, names = _intrude(top / "record", random)
        try:
            told = _told(top)
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody was told in plain words
            told = ()
            did += f", {type(error).__name__}: {error}"
    if told is None:
        return ""
    if not told:
        return f"number {number} of seed {seed}: {did}: not told"
    if names and not any(name in sentence for name in names for sentence in told):
        return f"number {number} of seed {seed}: {did}: not named: {' '.join(told)}"
    return ""


def _told(top: Path) -> Sequence[str] | None:
    """Return what `verify` tells; nothing when the record is not even opened."""
    life = Life(top)
    try:
        life.open()
    except UserError:
        return None
    try:
        return life.record.verify()
    finally:
        life.close()


def _intrude(folder: Path, random: Random) -> tuple[str, set[str]]:
    """Change something; return what was done, and by which names it may be told."""
    key = keys.unlock(folder / "keys.json", PASSPHRASE).data_key
    newest, *_ = backups_in(folder / BACKUPS)
    with closing(driver.connect(folder / "record.db", key)) as db:
        connection = db.conn
        for (trigger,) in _rows(connection, "SELECT name FROM sqlite_master WHERE type='trigger'"):
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        ((witnessed,),) = _rows(
            connection, "SELECT number FROM audit WHERE hash = ?", newest.content.trail
        )
        intruder = _Intruder(connection, random, witnessed)
        before = _guarded(connection)
        while _guarded(connection) == before:
            connection.execute("BEGIN")
            try:
                did, names = intruder.intrude()
                connection.execute("COMMIT")
            except driver.DatabaseError:  # a key twice: something else is tried
                connection.execute("ROLLBACK")
        triggers.install(db)
    return did, names


class _Intruder:
    """Somebody with the key and SQL; `witnessed` is the newest entry that a backup tells of."""

    def __init__(self, connection: Connection, random: Random, witnessed: int) -> None:
        self._sql = connection
        self._random = random
        self._witnessed = witnessed
        self._seals = dict(_rows(connection, "SELECT version_id, seal FROM exam_version"))
        self._attached = {(exam, sha256): rowid for rowid, exam, sha256 in self._files()}

    def intrude(self) -> tuple[str, set[str]]:
        """Change something once, and make good some of it."""
        does = self._random.choices(
            (self._change, self._delete, self._swap, self._cut), (6, 2, 2, 1)
        )[0]
        table, did, names = does()
        good = self._random.randrange(len(_GOOD))
        for made in (self._sums, self._chain, self._trail)[:good]:
            made()
        if _GOOD[good] == "all":
            self._sign_anew()
            self._chain()
            self._trail()
        # Chains that were made anew from end to end no longer tell where.
        is_seen = table in ("exam_version", "signature") and _CUT not in did
        nowhere = _GOOD[good] == "all" or (_GOOD[good] == "trail" and not is_seen)
        return f"{did}, made good: {_GOOD[good]}", set() if nowhere else names

    def _row(self, table: str) -> tuple[int, dict[str, Any]]:
        at_most = self._witnessed if table == "audit" else 1 << 40
        rows = _rows(self._sql, f"SELECT rowid FROM {table} WHERE rowid <= ?", at_most)
        (rowid,) = self._random.choice(rows)
        return rowid, self._read(table, rowid)

    def _read(self, table: str, rowid: int) -> dict[str, Any]:
        columns = _GUARDED[table]
        names = ", ".join(columns)
        (row,) = _rows(self._sql, f"SELECT {names} FROM {table} WHERE rowid = ?", rowid)
        return dict(zip(columns, row, strict=True))

    def _change(self) -> tuple[str, str, set[str]]:
        table = self._random.choice(list(_GUARDED))
        rowid, row = self._row(table)
        column = self._random.choice(_GUARDED[table])
        value = row[column]
        others = _rows(self._sql, f"SELECT DISTINCT {column} FROM {table}")
        new = self._random.choice([other for (other,) in others] + [self._altered(value)] * 2)
        self._sql.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, rowid))
        names = self._names(table, rowid, row) | self._names(table, rowid, {column: new})
        return table, f"{table}.{column} of row {rowid}", names

    def _delete(self) -> tuple[str, str, set[str]]:
        table = self._random.choice(list(_GUARDED))
        rowid, row = self._row(table)
        if table in _CHAINS and rowid == max(self._all(table))[0]:
            return self._cut_before(table, rowid, row)
        self._sql.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
        if table == "exam_version":
            self._sql.execute("DELETE FROM signature WHERE version_id = ?", (row["version_id"],))
        return table, f"{table} without row {rowid}", self._names(table, rowid, row)

    def _swap(self) -> tuple[str, str, set[str]]:
        """Give two rows each other's value, or each other's place."""
        table = self._random.choice([t for t in _GUARDED if len(self._all(t)) > 1])
        (one, first), (two, second) = self._row(table), self._row(table)
        if table in _CHAINS and self._random.random() < 0.5:
            for old, new in ((one, -1), (two, one), (-1, two)):
                self._sql.execute(f"UPDATE {table} SET number = ? WHERE number = ?", (new, old))
            did = f"{table}: rows {one} and {two} in each other's place"
        else:
            column = self._random.choice(_GUARDED[table])
            for rowid, value in ((one, None), (two, first[column]), (one, second[column])):
                self._sql.execute(
                    f"UPDATE OR IGNORE {table} SET {column} = ? WHERE rowid = ?", (value, rowid)
                )
            did = f"{table}.{column} of rows {one} and {two} swapped"
        return table, did, self._names(table, one, first) | self._names(table, two, second)

    def _cut(self) -> tuple[str, str, set[str]]:
        """Cut off the newest entries, or the newest versions with all that tells of them."""
        table = self._random.choice(_CHAINS)
        return self._cut_before(table, *self._row(table))

    def _cut_before(self, table: str, rowid: int, row: dict[str, Any]) -> tuple[str, str, set[str]]:
        self._sql.execute(f"DELETE FROM {table} WHERE number >= ?", (rowid,))
        self._sql.execute(
            "DELETE FROM signature WHERE version_id NOT IN (SELECT version_id FROM exam_version)"
        )
        return table, f"{table}{_CUT}{rowid}", self._names(table, rowid, row)

    def _names(self, table: str, rowid: int, row: dict[str, Any]) -> set[str]:
        """Return the words by which a sentence may tell of a row."""
        values = [value for value in row.values() if isinstance(value, str)]
        values += [value.hex().upper() for value in row.values() if isinstance(value, bytes)]
        if table == "exam_version":
            values.append(f"(signature {rowid})")
        version = row.get("version_id")
        exams = _rows(self._sql, "SELECT exam_id FROM exam_version WHERE version_id = ?", version)
        signed_by = _rows(
            self._sql,
            "SELECT v.exam_id FROM signature s JOIN exam_version v USING (version_id) "
            "WHERE s.public_key = ? OR s.account_id = ?",
            row.get("public_key"),
            row.get("id", row.get("account_id")),
        )
        values += [exam for (exam,) in (*exams, *signed_by)]
        if table in ("paper", "handing"):
            handed = _rows(self._sql, "SELECT rowid, issued_at FROM handing")
            values += [word for at in handed for word in (at[1], f"Row {at[0]} of handing")]
        entries = [rowid, rowid + 1] if table == "audit" else []
        if table == "original":
            values += [
                exam for _, exam, sha256 in self._files() if sha256 in (row.get("sha256"), rowid)
            ]
        told = _rows(self._sql, "SELECT number, exam_id, detail FROM audit")
        entries += [n for n, exam, detail in told if exam in values or detail in values]
        said = [f"{word} {n} " for n in entries for word in ("Entry", "Entries")]
        return {value[:12] for value in values if len(value) >= 8} | set(said)

    def _files(self) -> list[tuple[Any, ...]]:
        return _rows(self._sql, "SELECT rowid, exam_id, sha256 FROM attached")

    def _all(self, table: str) -> list[tuple[Any, ...]]:
        return _rows(self._sql, f"SELECT rowid FROM {table}")

    def _altered(self, value: Any) -> Any:
        """Return the value as somebody might change it by hand."""
        if isinstance(value, int):
            return value + self._random.choice((-1, 1))
        if isinstance(value, bytes):
            changed = bytearray(value)
            changed[self._random.randrange(len(value))] ^= 1 << self._random.randrange(8)
            return bytes(changed)
        if isinstance(value, str):
            places = [at for at, letter in enumerate(value) if letter.isalnum()]
            if not places:
                return f"{value}x"
            at = self._random.choice(places)
            other = self._random.choice("0123456789" if value[at].isdigit() else "abcdefghij")
            return f"{value[:at]}{other}{value[at + 1 :]}"
        return "2026-11-18T10:00:00+00:00"

    def _sums(self) -> None:
        """Make the sums of every row its own."""
        for number, doc, reason in _rows(self._sql, "SELECT number, doc, reason FROM exam_version"):
            self._sql.execute(
                "UPDATE exam_version SET sha256 = ?, reason_sha256 = ? WHERE number = ?",
                (_sha256(doc or ""), None if reason is None else _sha256(reason), number),
            )
        for sha256, pdf in _rows(self._sql, "SELECT sha256, pdf FROM paper WHERE pdf IS NOT NULL"):
            new = hashlib.sha256(pdf).hexdigest()
            self._sql.execute("UPDATE paper SET sha256 = ? WHERE sha256 = ?", (new, sha256))
            self._sql.execute("UPDATE handing SET sha256 = ? WHERE sha256 = ?", (new, sha256))
        for sha256, data in _rows(self._sql, "SELECT sha256, data FROM original"):
            new = hashlib.sha256(data).hexdigest()
            for table in ("original", "attached"):
                self._sql.execute(f"UPDATE {table} SET sha256 = ? WHERE sha256 = ?", (new, sha256))

    def _chain(self) -> None:
        """Make the chain of seals anew."""
        prev = triggers.NOTHING
        for place, (number,) in enumerate(
            _rows(self._sql, "SELECT number FROM exam_version ORDER BY number"), start=1
        ):
            self._sql.execute(
                "UPDATE exam_version SET number = ?, prev = ? WHERE number = ?",
                (place, prev, number),
            )
            (sealed,) = _rows(
                self._sql, f"SELECT {signed.SEALED} FROM exam_version WHERE number = ?", place
            )
            prev = signed.seal_of(sealed)
            self._sql.execute("UPDATE exam_version SET seal = ? WHERE number = ?", (prev, place))

    def _sign_anew(self) -> None:
        """Put a key of the intruder's in the place of every signing key, and sign with it."""
        ours = {}
        for (public,) in _rows(self._sql, "SELECT public_key FROM signing_key"):
            ours[public] = seed = hashlib.sha256(public).digest()
            for table in ("signing_key", "signature"):
                self._sql.execute(
                    f"UPDATE {table} SET public_key = ? WHERE public_key = ?",
                    (keys.public_key(seed), public),
                )
        seeds = {keys.public_key(seed): seed for seed in ours.values()}
        for rowid, public, *message in _rows(
            self._sql,
            "SELECT s.rowid, s.public_key, v.seal, s.counter, s.account_id, s.role, s.therapist, "
            "s.signed_at FROM signature s JOIN exam_version v USING (version_id)",
        ):
            seed = seeds.get(public, bytes(32))
            mark = Ed25519PrivateKey.from_private_bytes(seed).sign(
                signed.message_of(tuple(message))
            )
            self._sql.execute("UPDATE signature SET signature = ? WHERE rowid = ?", (mark, rowid))

    def _trail(self) -> None:
        """Make the trail tell of what is there now, and its chain anew."""
        seals = dict(_rows(self._sql, "SELECT version_id, seal FROM exam_version"))
        now = {old: seals[version] for version, old in self._seals.items() if version in seals}
        prev, place = triggers.NOTHING, 0
        ids = _rows(self._sql, "SELECT id FROM account")
        people = {who: standing(self._sql, who) for (who,) in ids}
        files = {
            rowid: added
            for rowid, *added in _rows(
                self._sql, "SELECT rowid, added_at, added_by, exam_id, sha256 FROM attached"
            )
        }
        entries = _rows(self._sql, f"SELECT {trail.COLUMNS} FROM audit ORDER BY number")
        self._sql.execute("DELETE FROM audit")
        for _, *entry, _ in entries:
            at, account, who, action, exam, patient, detail = entry
            told = now.get(detail, detail)
            if detail in self._seals.values() and detail not in now:
                continue
            if action == Action.ATTACHED and (exam, detail) in self._attached:
                now_attached = files.get(self._attached[exam, detail])
                if now_attached is None:
                    continue
                at, who, exam, told = now_attached
            if detail.partition(" ")[0] in people and " " in detail:
                told = people[detail.partition(" ")[0]]
            place += 1
            row = (place, at, account, who, action, exam, patient, told, prev)
            prev = trail.link(row)
            self._sql.execute(
                f"INSERT INTO audit ({trail.COLUMNS}, hash) VALUES (?,?,?,?,?,?,?,?,?,?)",
                (*row, prev),
            )
        self._sql.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'audit'", (place,))


def _guarded(connection: Connection) -> list[list[tuple[Any, ...]]]:
    return [
        _rows(connection, f"SELECT rowid, {', '.join(columns)} FROM {table} ORDER BY 1")
        for table, columns in _GUARDED.items()
    ]


def _rows(connection: Connection, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    return connection.execute(sql, parameters).fetchall()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
