"""Reading a whole record through, to name what is damaged or altered."""

import hashlib
from collections.abc import Callable, Collection, Iterator
from typing import Any

import msgspec

from clinic_desktop.domain.document import DocumentRefused, read_document
from clinic_desktop.domain.examination import Patient
from clinic_desktop.storage.driver import Database, DatabaseError
from clinic_desktop.storage.schema import has_its_triggers


def problems(db: Database, tests: Collection[str]) -> Iterator[str]:
    """Yield a plain sentence for each thing that is not sound; nothing for a sound record."""
    parts: tuple[Callable[[Database, Collection[str]], Iterator[str]], ...] = (
        _pages,
        _triggers,
        _patients,
        _documents,
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


def _documents(db: Database, tests: Collection[str]) -> Iterator[str]:
    drafts = _rows(db, "SELECT exam_id, patient_id, doc, NULL FROM draft")
    versions = _rows(db, "SELECT exam_id, patient_id, doc, sha256 FROM exam_version")
    for rows, kind in ((drafts, "Draft"), (versions, "Signed examination")):
        for exam_id, patient_id, doc, sha256 in rows:
            data = doc.encode()
            if sha256 is not None and sha256 != hashlib.sha256(data).hexdigest():
                yield f"{kind} {exam_id} is not what was signed."
            try:
                examination = read_document(data, tests)
            except DocumentRefused as error:
                yield f"{kind} {exam_id} cannot be read: {error}"
                continue
            if (str(examination.id), str(examination.patient.id)) != (exam_id, patient_id):
                yield f"{kind} {exam_id} is stored under another examination or patient."


def _rows(db: Database, sql: str) -> Iterator[tuple[Any, ...]]:
    yield from db.conn.execute(sql)
