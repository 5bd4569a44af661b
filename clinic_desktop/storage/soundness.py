"""Reading a whole record through, to name what is damaged or altered."""

import hashlib
from collections.abc import Callable, Collection, Iterator
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from clinic_desktop.domain.document import DocumentRefused, read_document
from clinic_desktop.domain.examination import Patient
from clinic_desktop.storage.driver import Database, DatabaseError
from clinic_desktop.storage.schema import NOTHING, has_its_triggers
from clinic_desktop.storage.signed import SEALED, message_of, seal_of
from clinic_desktop.storage.trail import COLUMNS, link


def problems(db: Database, tests: Collection[str]) -> Iterator[str]:
    """Yield a plain sentence for each thing that is not sound; nothing for a sound record."""
    parts: tuple[Callable[[Database, Collection[str]], Iterator[str]], ...] = (
        _pages,
        _triggers,
        _patients,
        _drafts,
        _versions,
        _signatures,
        _trail,
        _papers,
    )
    for part in parts:
        try:
            yield from part(db, tests)
        except DatabaseError as error:
            yield f"The record is damaged and cannot be read in full ({error})."


def _pages(db: Database, _tests: Collection[str]) -> Iterator[str]:
    for (line,) in _rows(db, "PRAGMA cipher_integrity_check"):
        yield f"The file is damaged: {line}."
    for (line,) in _rows(db, "PRAGMA quick_check"):
        if line != "ok":
            yield f"The database is damaged: {line}."
    for table, row, *_ in _rows(db, "PRAGMA foreign_key_check"):
        yield f"Row {row} of {table} refers to something that is not in the record."


def _triggers(db: Database, _tests: Collection[str]) -> Iterator[str]:
    if not has_its_triggers(db):
        yield "What protects signed examinations is missing or changed."


def _patients(db: Database, _tests: Collection[str]) -> Iterator[str]:
    for patient_id, doc in _rows(db, "SELECT id, doc FROM patient"):
        try:
            if str(msgspec.json.decode(doc, type=Patient).id) != patient_id:
                yield f"Patient {patient_id} is stored as another patient."
        except msgspec.DecodeError:
            yield f"Patient {patient_id} cannot be read."


def _drafts(db: Database, tests: Collection[str]) -> Iterator[str]:
    rows = _rows(
        db,
        "SELECT d.exam_id, d.patient_id, r.doc FROM draft d "
        "LEFT JOIN revision r ON r.exam_id = d.exam_id AND r.rev = d.rev",
    )
    for exam_id, patient_id, doc in rows:
        yield from _document(f"Draft {exam_id}", exam_id, patient_id, doc, tests)
    for exam_id, rev in _rows(
        db, "SELECT exam_id, rev FROM revision WHERE exam_id NOT IN (SELECT exam_id FROM draft)"
    ):
        yield f"State {rev} of draft {exam_id} belongs to no draft."


def _versions(db: Database, tests: Collection[str]) -> Iterator[str]:
    """Follow the chain of seals, and read every document that was sealed."""
    erased = {one for (one,) in _rows(db, "SELECT patient_id FROM tombstone")}
    prev, expected = NOTHING, 1
    before: dict[str, str] = {}
    rows = _rows(
        db,
        f"SELECT {SEALED}, seal, doc, reason FROM exam_version ORDER BY number",  # noqa: S608 - fixed names
    )
    for *sealed, seal, doc, reason in rows:
        number, version_id, exam_id, supersedes, patient_id = sealed[:5]
        reason_sha256, sha256 = sealed[9:11]
        name = f"Signed examination {exam_id} (signature {number})"
        if number != expected:
            yield f"Signed examinations {expected} to {number - 1} of the record are missing."
        if sealed[11] != prev:
            yield f"{name} does not follow the one signed before it."
        if seal_of(tuple(sealed)) != seal:
            yield f"{name} is not what was signed: its seal does not fit."
        if supersedes != before.get(exam_id):
            yield f"{name} does not follow the version signed before it."
        if doc is None:
            if patient_id not in erased:
                yield f"{name} has lost its document."
        else:
            if hashlib.sha256(doc.encode()).hexdigest() != sha256:
                yield f"{name} is not what was signed: its document was changed."
            if _digest(reason) != reason_sha256:
                yield f"{name} is not what was signed: its reason was changed."
            yield from _document(name, exam_id, patient_id, doc, tests)
        before[exam_id] = version_id
        prev, expected = seal, number + 1


def _signatures(db: Database, _tests: Collection[str]) -> Iterator[str]:
    rows = _rows(
        db,
        "SELECT v.number, v.exam_id, v.seal, s.counter, s.account_id, s.role, s.therapist, "
        "s.signed_at, s.public_key, s.signature, k.account_id, k.since, k.until "
        "FROM exam_version v LEFT JOIN signature s USING (version_id) "
        "LEFT JOIN signing_key k USING (public_key)",
    )
    signed = set()
    for number, exam_id, seal, counter, account, role, therapist, at, key, mark, *owner in rows:
        name = f"Signed examination {exam_id} (signature {number})"
        signed.add((seal, counter))
        holder, since, until = owner
        if holder != account or (since is not None and not since <= at <= (until or at)):
            yield f"{name} was signed with a key that was not the signer's."
        try:
            Ed25519PublicKey.from_public_bytes(key or b"").verify(
                mark or b"", message_of((seal, counter, account, role, therapist, at))
            )
        except (InvalidSignature, ValueError):
            yield f"{name}: the signature does not fit what is signed."
    for seal, counter, number in _rows(
        db,
        "SELECT detail, action = 'countersigned', number FROM audit "
        "WHERE action IN ('signed', 'amended', 'entered_in_error', 'countersigned')",
    ):
        if (seal, counter) not in signed:
            yield f"Entry {number} of the trail tells of a signature that is not in the record."
        signed.discard((seal, counter))
    for seal, _ in sorted(signed, key=str):
        yield f"The trail does not tell of the signature with seal {str(seal)[:12]}."
    for (key,) in _rows(
        db,
        "SELECT hex(public_key) FROM signing_key WHERE account_id NOT IN (SELECT id FROM account)",
    ):
        yield f"The signing key {key[:12]} belongs to nobody."


def _trail(db: Database, _tests: Collection[str]) -> Iterator[str]:
    prev, expected = NOTHING, 1
    for *row, found in _rows(db, f"SELECT {COLUMNS}, hash FROM audit ORDER BY number"):  # noqa: S608 - fixed names
        number = row[0]
        if number != expected:
            yield f"Entries {expected} to {number - 1} of the trail are missing."
        if row[-1] != prev:
            yield f"Entry {number} of the trail does not follow the one before it."
        if link(tuple(row)) != found:
            yield f"Entry {number} of the trail was changed."
        prev, expected = found, number + 1
    last = dict(_rows(db, "SELECT name, seq FROM sqlite_sequence")).get("audit", 0)
    if last != expected - 1:
        yield f"Entries {expected} to {last} of the trail are missing."


def _papers(db: Database, _tests: Collection[str]) -> Iterator[str]:
    for sha256, pdf in _rows(db, "SELECT sha256, pdf FROM paper WHERE pdf IS NOT NULL"):
        if hashlib.sha256(pdf).hexdigest() != sha256:
            yield f"The paper {sha256[:12]} is not what was handed out."
    handed = {
        detail
        for (detail,) in _rows(db, "SELECT detail FROM audit WHERE action IN ('printed', 'saved')")
    }
    kept = {sha256 for (sha256,) in _rows(db, "SELECT sha256 FROM handing")}
    for sha256 in sorted(handed - kept):
        yield f"The trail tells of a paper {sha256[:12]} that is not in the record."
    for sha256 in sorted(kept - handed):
        yield f"The trail does not tell of the paper {sha256[:12]}."


def _document(
    name: str, exam_id: str, patient_id: str, doc: str | None, tests: Collection[str]
) -> Iterator[str]:
    try:
        examination = read_document((doc or "").encode(), tests)
    except DocumentRefused as error:
        yield f"{name} cannot be read: {error}"
        return
    if (str(examination.id), str(examination.patient.id)) != (exam_id, patient_id):
        yield f"{name} is stored under another examination or patient."


def _digest(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def _rows(db: Database, sql: str) -> Iterator[tuple[Any, ...]]:
    yield from db.conn.execute(sql)
