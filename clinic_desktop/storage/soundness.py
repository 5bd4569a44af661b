"""Reading a whole record through, to name what is damaged or altered."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from math import inf
from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from clinic_desktop.domain.document import DocumentRefused, read_document
from clinic_desktop.domain.examination import Patient
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import Handing
from clinic_desktop.storage import triggers
from clinic_desktop.storage.driver import Database, DatabaseError
from clinic_desktop.storage.people import standing
from clinic_desktop.storage.signed import SEALED, message_of, seal_of
from clinic_desktop.storage.soundness_settings import address_book, set_up
from clinic_desktop.storage.trail import COLUMNS, link
from clinic_desktop.storage.triggers import NOTHING

_HANDED: Final = "({})".format(", ".join(f"'{how}'" for how in Handing))
"""The acts of the trail that hand out a paper, as SQL."""
_OF_PEOPLE: Final = (
    *(Action.CREATED, Action.UPGRADED, Action.PERSON_ADDED, Action.PERSON_CHANGED),
    *(Action.PERSON_RETIRED, Action.PASSPHRASE_CHANGED),
)


def problems(db: Database, tests: Collection[str]) -> Iterator[str]:
    """Yield a plain sentence for each thing that is not sound; nothing for a sound record."""
    parts: tuple[Callable[[Database, Collection[str]], Iterator[str]], ...] = (
        _pages,
        _triggers,
        set_up,
        address_book,
        _patients,
        _drafts,
        _people,
        _versions,
        _signatures,
        _papers,
        _originals,
        _named_originals,
        _marks,
        _trail,
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
    if triggers.installed(db) != triggers.TRIGGERS:
        yield "What protects signed examinations is missing or changed."


def _patients(db: Database, _tests: Collection[str]) -> Iterator[str]:
    for patient_id, doc in _rows(db, "SELECT id, doc FROM patient"):
        try:
            if str(msgspec.json.decode(doc, type=Patient).id) != patient_id:
                yield f"Patient {patient_id} is stored as another patient."
        except msgspec.DecodeError:
            yield f"Patient {patient_id} cannot be read."
    merged = _merged(db)
    for patient_id, into in _rows(db, "SELECT id, merged_into FROM patient"):
        if merged.pop(patient_id, None) != into:
            yield f"Patient {patient_id} is not merged as the trail tells of it."
    for patient_id in sorted(merged):
        yield f"The trail tells of a merged patient {patient_id} who is not in the record."


def _drafts(db: Database, tests: Collection[str]) -> Iterator[str]:
    rows = _rows(
        db,
        "SELECT d.exam_id, d.patient_id, d.performed_at, r.doc FROM draft d "
        "LEFT JOIN revision r ON r.exam_id = d.exam_id AND r.rev = d.rev",
    )
    for *keys, doc in rows:
        yield from _document(f"Draft {keys[0]}", tuple(keys), doc, tests)
    for exam_id, rev in _rows(
        db, "SELECT exam_id, rev FROM revision WHERE exam_id NOT IN (SELECT exam_id FROM draft)"
    ):
        yield f"State {rev} of draft {exam_id} belongs to no draft."


def _people(db: Database, _tests: Collection[str]) -> Iterator[str]:
    """Compare each person, with role and signing keys, with what the trail tells last of them."""
    last, records = {}, set()
    for _, detail in _entries_of_people(db):
        account_id, *standing_then = detail.split()
        last[account_id] = detail
        records.update(standing_then[2:])
    if not records <= {record for (record,) in _rows(db, "SELECT record FROM identity")}:
        yield "The record has another id than the one the trail tells of."
    for (account_id,) in _rows(db, "SELECT id FROM account"):
        told = last.pop(account_id, None)
        # The first entries of a trail held neither role nor record.
        if told is None or not standing(db.conn, account_id).startswith(told):
            yield f"Person {account_id}, or their signing key, is not what the trail tells of them."
    for account_id in sorted(last):
        yield f"The trail tells of a person {account_id} who is not in the record."


def _versions(db: Database, tests: Collection[str]) -> Iterator[str]:
    """Follow the chain of seals, and read every document that was sealed."""
    erased = _erased(db)
    entries = {seal: number for seal, counter, number in _entries_of_signatures(db) if not counter}
    prev, expected = NOTHING, 1
    before: dict[str, str] = {}
    rows = _rows(
        db,
        f"SELECT {SEALED}, seal, doc, performed_at, reason, "  # noqa: S608 - fixed names
        "patient_id IN (SELECT id FROM patient) FROM exam_version ORDER BY number",
    )
    for *sealed, seal, doc, performed_at, reason, is_known in rows:
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
            if erased.get(patient_id, 0) < entries.get(seal, 1):
                yield f"{name} has lost its document."
            if (performed_at, reason) != (None, None):
                yield f"{name} was erased, but holds more than what an erasing leaves."
        else:
            if hashlib.sha256(doc.encode()).hexdigest() != sha256:
                yield f"{name} is not what was signed: its document was changed."
            if _digest(reason) != reason_sha256:
                yield f"{name} is not what was signed: its reason was changed."
            if not is_known:
                yield f"{name} is of a patient who is not in the record."
            yield from _document(name, (exam_id, patient_id, performed_at), doc, tests)
        before[exam_id] = version_id
        prev, expected = seal, number + 1


def _signatures(db: Database, _tests: Collection[str]) -> Iterator[str]:
    rows = _rows(
        db,
        "SELECT v.number, v.exam_id, v.seal, s.counter, s.account_id, s.role, s.therapist, "
        "s.signed_at, s.public_key, s.signature, k.account_id, k.since, k.until, "
        "(SELECT account_id FROM signature a WHERE a.version_id = v.version_id AND counter = 0) "
        "FROM exam_version v LEFT JOIN signature s USING (version_id) "
        "LEFT JOIN signing_key k USING (public_key)",
    )
    roles = _roles(db)
    entries = {(seal, counter): number for seal, counter, number in _entries_of_signatures(db)}
    for number, exam_id, seal, counter, account, role, therapist, at, key, mark, *owner in rows:
        name = f"Signed examination {exam_id} (signature {number})"
        if counter is None:
            yield f"{name} has no signature."
            continue
        entry = entries.pop((seal, counter), None)
        if entry is None:
            yield f"{name} was signed past the trail."
        holder, since, until, author = owner
        if holder != account or not (since or 0) < (entry or 0) < (until or inf):
            yield f"{name} was signed with a key that was not the signer's."
        role_then = next((told for at, told in roles.get(account, ()) if at < (entry or 0)), role)
        if role != role_then:
            yield f"{name} was signed as {role} by somebody who was {role_then} then."
        if counter and role == Role.STUDENT:
            yield f"{name} was counter-signed by a student."
        if counter and account == author:
            yield f"{name} was counter-signed by its own author."
        try:
            Ed25519PublicKey.from_public_bytes(key or b"").verify(
                mark or b"", message_of((seal, counter, account, role, therapist, at))
            )
        except (InvalidSignature, ValueError):
            yield f"{name}: the signature does not fit what is signed."
    for number in entries.values():
        yield f"Entry {number} of the trail tells of a signature that is not in the record."


def _papers(db: Database, _tests: Collection[str]) -> Iterator[str]:
    handed = _rows(
        db,
        "SELECT issued_at, issued_by, how, exam_id, patient_id, "
        "status || ' ' || version || ' ' || sha256 FROM handing ORDER BY id",
    )
    entries = _rows(
        db,
        "SELECT at, who, action, exam_id, patient_id, detail FROM audit "  # noqa: S608 - fixed names
        f"WHERE action IN {_HANDED} ORDER BY number",
    )
    yield from _compared("The paper handed out", list(handed), list(entries))
    for (sha256,) in _rows(
        db, "SELECT sha256 FROM paper WHERE sha256 NOT IN (SELECT sha256 FROM handing)"
    ):
        yield f"The paper {sha256[:12]} was never handed out."
    for sha256, pdf in _rows(db, "SELECT sha256, pdf FROM paper WHERE pdf IS NOT NULL"):
        if hashlib.sha256(pdf).hexdigest() != sha256:
            yield f"The paper {sha256[:12]} is not what was handed out."
    erased, to = _erased(db), dict[str, list[tuple[str, int]]]()
    for patient_id, number, detail in _rows(
        db,
        f"SELECT patient_id, number, detail FROM audit WHERE action IN {_HANDED}",  # noqa: S608 - the same
    ):
        to.setdefault(detail.rpartition(" ")[2], []).append((patient_id, number))
    for (sha256,) in _rows(db, "SELECT sha256 FROM paper WHERE pdf IS NULL"):
        if any(erased.get(patient_id, 0) < number for patient_id, number in to.get(sha256, ())):
            yield f"The paper {sha256[:12]} has lost its pages."


def _originals(db: Database, _tests: Collection[str]) -> Iterator[str]:
    """Compare each original file with its SHA-256, and what is attached with the trail."""
    stored, of = list[tuple[str, ...]](), dict[str, list[str]]()
    for sha256, exam_id, *added in _rows(
        db, "SELECT sha256, exam_id, added_at, added_by FROM attached ORDER BY id"
    ):
        stored.append((_name_of(sha256, exam_id), sha256, *added))
        of.setdefault(sha256, []).append(exam_id)
    told: dict[tuple[str, str], tuple[str, ...]] = {}
    for action, exam_id, sha256, *added in _rows(
        db,
        "SELECT action, exam_id, detail, at, who FROM audit "
        "WHERE action IN ('attached', 'detached') ORDER BY number",
    ):
        told.pop((exam_id, sha256), None)
        if action == Action.ATTACHED:
            told[exam_id, sha256] = (_name_of(sha256, exam_id), sha256, *added)
    in_one_order = (sorted(rows, key=repr) for rows in (stored, told.values()))
    yield from _compared("The original file", *in_one_order)
    for sha256, data in _rows(db, "SELECT sha256, data FROM original ORDER BY sha256"):
        exams = of.pop(sha256, [])
        if not exams:
            yield f"The original file {sha256[:12]} belongs to no examination."
        if hashlib.sha256(data).hexdigest() != sha256:
            name = _name_of(sha256, *exams)
            yield f"The original file {name} is not as it was kept: its bytes were changed."
    for sha256, exams in of.items():
        yield f"The original file {_name_of(sha256, *exams)} is lost."


def _named_originals(db: Database, _tests: Collection[str]) -> Iterator[str]:
    """Look for each original file that a document names.

    An examination that came from elsewhere may name files that did not come with it.
    """
    elsewhere = set[str]()
    for action, exam_id, detail in _rows(
        db,
        "SELECT action, exam_id, detail FROM audit "
        "WHERE action IN ('imported', 'filed_again') ORDER BY number",
    ):
        if action == Action.IMPORTED or detail.removeprefix("from ") in elsewhere:
            elsewhere.add(exam_id)
    for exam_id, sha256 in _rows(
        db,
        """SELECT DISTINCT d.exam_id, i.value ->> '$.original.sha256' AS named FROM (
            SELECT exam_id, doc FROM exam_version WHERE json_valid(doc)
            UNION ALL SELECT exam_id, r.doc FROM draft JOIN revision r USING (exam_id, rev)
            WHERE json_valid(r.doc)
        ) d, json_each(d.doc, '$.imaging') i
        WHERE named IS NOT NULL AND named NOT IN (SELECT sha256 FROM original)""",
    ):
        if exam_id not in elsewhere:
            yield (
                f"Examination {exam_id} names the original file {sha256[:12]}, "
                "which is not in the record."
            )


def _marks(db: Database, _tests: Collection[str]) -> Iterator[str]:
    """Compare what the trail tells of erased patients and of what was filed again."""
    marks = _rows(
        db,
        "SELECT erased_at, erased_by, patient_id, "
        "examinations || ' signed, kept until ' || retained_until "
        "FROM tombstone ORDER BY erased_at, patient_id",
    )
    erased = _rows(
        db,
        "SELECT at, account_id, patient_id, detail FROM audit "
        "WHERE action = 'patient_erased' ORDER BY at, patient_id",
    )
    yield from _compared("The mark of a patient erased", list(marks), list(erased))
    filed = _rows(db, "SELECT to_exam_id, 'from ' || exam_id FROM filed_again ORDER BY to_exam_id")
    told = _rows(
        db, "SELECT exam_id, detail FROM audit WHERE action = 'filed_again' ORDER BY exam_id"
    )
    yield from _compared("The examination filed again", list(filed), list(told))


def _compared(
    what: str, stored: list[tuple[Any, ...]], told: list[tuple[Any, ...]]
) -> Iterator[str]:
    """Compare what the record holds with what the trail tells, in one order."""
    for row in Counter(told) - Counter(stored):
        yield f"{what} ({row[0]}) is not in the record as the trail tells it."
    for row in Counter(stored) - Counter(told):
        yield f"{what} ({row[0]}) is in the record, but not in the trail."
    if stored != told and Counter(stored) == Counter(told):
        yield f"{what} ({told[0][0]} and later) is in another order than in the trail."


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


def _document(
    name: str, keys: tuple[Any, ...], doc: str | None, tests: Collection[str]
) -> Iterator[str]:
    """Read a document and compare it with the columns that tell of it."""
    try:
        examination = read_document((doc or "").encode(), tests)
    except DocumentRefused as error:
        yield f"{name} cannot be read: {error}"
        return
    found = (str(examination.id), str(examination.patient.id), examination.performed_at)
    if found != keys:
        yield f"{name} is stored under another examination, patient or time."


def _erased(db: Database) -> dict[str, int]:
    """Return with which entry of the trail each erased patient was erased last."""
    return dict(
        _rows(
            db,
            "SELECT patient_id, max(number) FROM audit WHERE action = 'patient_erased' "
            "GROUP BY patient_id",
        )
    )


def _entries_of_signatures(db: Database) -> Iterator[tuple[str, int, int]]:
    """Yield seal, whether it is a counter-signature, and entry of each the trail tells of."""
    yield from _rows(
        db,
        "SELECT detail, action = 'countersigned', number FROM audit "
        "WHERE action IN ('signed', 'amended', 'entered_in_error', 'countersigned')",
    )


def _entries_of_people(db: Database) -> Iterator[tuple[int, str]]:
    """Yield entry and `standing` of each that tells of a person, oldest first."""
    marks = ",".join(f"'{action}'" for action in _OF_PEOPLE)
    yield from _rows(
        db,
        f"SELECT number, detail FROM audit WHERE action IN ({marks}) AND detail LIKE '% %' "  # noqa: S608 - fixed names
        "ORDER BY number",
    )


def _roles(db: Database) -> dict[str, list[tuple[int, str]]]:
    """Return with which entries of the trail each person took which role, newest first."""
    roles: dict[str, list[tuple[int, str]]] = {}
    for number, detail in _entries_of_people(db):
        account_id, *standing_then = detail.split()
        for role in standing_then[1:2]:
            roles.setdefault(account_id, []).insert(0, (number, role))
    return roles


def _merged(db: Database) -> dict[str, str]:
    """Return whom the trail tells each patient was merged into, but for those erased since."""
    merged: dict[str, str] = {}
    rows = _rows(
        db,
        "SELECT action = 'patients_merged', patient_id, detail FROM audit "
        "WHERE action IN ('patients_merged', 'patient_erased') ORDER BY number",
    )
    for is_merging, patient_id, detail in rows:
        if is_merging:
            gone = detail.removeprefix("with ")
            merged.update(dict.fromkeys((m for m in merged if merged[m] == gone), patient_id))
            merged[gone] = patient_id
        else:
            merged.pop(patient_id, None)
    return merged


def _name_of(sha256: str, *examinations: str | None) -> str:
    of = f" of examination {' and '.join(map(str, examinations))}" if examinations else ""
    return f"{sha256[:12]}{of}"


def _digest(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def _rows(db: Database, sql: str) -> Iterator[tuple[Any, ...]]:
    yield from db.conn.execute(sql)
