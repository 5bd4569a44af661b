"""Everything about one patient in one file the person chooses."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.dates import day_of
from clinic_desktop.domain.document import write_document
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination, Patient
from clinic_desktop.domain.incoming import SUFFIXES
from clinic_desktop.domain.trail import Action
from clinic_desktop.ui.file_choice import ask_where
from clinic_desktop.ui.saving import lies_in, write_whole
from clinic_desktop.ui.widgets.asking import agrees

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

Archive = Callable[[Patient, Sequence[tuple[str, bytes]]], bytes]
"""Makes one file of a patient's details and the name and bytes of each document."""

_INDENT = 2


class Documents(NamedTuple):
    """The names and bytes of everything on a patient, and the files the record does not give."""

    files: tuple[tuple[str, bytes], ...]
    damaged: tuple[str, ...]


def documents(store: "Record", patient: Patient) -> Documents:
    """Return everything on a patient's examinations, oldest first, under names without a name.

    A name is such as "001-2026-11-18-00000001-version-1.json": a running number, the day it was
    performed, the end of the examination's id. Of the files that reports came in as, those leave
    that a version or the draft names: another one was taken for another person's and removed.

    Raises:
        UserError: when the record does not give an examination or a paper.
    """
    found: list[tuple[str, bytes]] = []
    damaged: list[str] = []
    for number, line in enumerate(reversed(store.lists.of(patient.id)), start=1):
        day = day_of(line.performed_at)
        stem = f"{number:03}-{day.isoformat() if day else 'undated'}-{line.id.hex[-8:]}"
        versions = store.signed.versions(line.id)
        examinations = store.signed.documents(line.id) if versions else ()
        if versions:
            for version, signed in zip(versions, examinations, strict=True):
                name = f"{stem}-version-{version.number}.json"
                found.append((name, write_document(signed, indent=_INDENT)))
            found.append((f"{stem}-versions.json", _json(versions)))
        # `find` reads only: the draft may be open in the examination's page.
        draft = store.drafts.find(line.id)
        if draft is not None:
            found.append((f"{stem}-draft.json", write_document(draft[0], indent=_INDENT)))
            examinations = (*examinations, draft[0])
        named = {sha256 for each in examinations for sha256 in _files_named(each)}
        files = [file for file in store.originals.of(line.id) if file.sha256 in named]
        for count, file in enumerate(files, start=1):
            name = f"{stem}-original-{count}{_suffix(file.name)}"
            try:
                found.append((name, store.originals.data(file.sha256)))
            except UserError:  # one damaged file keeps nothing else from leaving
                damaged.append(file.name)
        if files:
            found.append((f"{stem}-originals.json", _json(files)))
        papers = store.papers.of(line.id)
        pdfs = dict.fromkeys(paper.sha256 for paper in reversed(papers) if not paper.is_erased)
        for count, sha256 in enumerate(pdfs, start=1):
            name = f"{stem}-paper-{count}.pdf"
            try:
                found.append((name, store.papers.pdf(sha256)))
            except UserError:  # the same
                damaged.append(name)
        if papers:
            found.append((f"{stem}-papers.json", _json(papers)))
    return Documents(tuple(found), tuple(damaged))


def write_export(store: "Record", patient: Patient, archive: Archive, path: Path) -> str:
    """Write the patient's file; return a sentence that tells of it.

    Raises:
        UserError: when the record does not give it; nothing is written then.
    """
    if lies_in(path, store.folder):
        return _words("That is the folder of the record. Choose another one for the file.")
    found = documents(store, patient)
    data = archive(patient, found.files)
    # Before the file: there may be an entry without a file, but no file without an entry.
    store.trail.log(
        Action.PATIENT_EXPORTED, patient=patient.id, detail=hashlib.sha256(data).hexdigest()
    )
    try:
        write_whole(path, data)
    except OSError as error:
        return _words(
            "The patient was not exported to {name} ({why}). Choose another folder."
        ).format(name=path.name, why=error.strerror)
    said = _words("Exported to {name}. The file is not encrypted.").format(name=path.name)
    if found.damaged:
        damaged = _words(
            "Not in it, because the record does not give them as they were kept: {names}."
        ).format(names=", ".join(found.damaged))
        said = f"{said} {damaged}"
    return said


def export_patient(
    store: "Record", patient: Patient, archive: Archive, today: date, parent: QWidget
) -> str:
    """Warn, ask where, and write; return a sentence that tells of it, empty when cancelled.

    Raises:
        UserError: as `write_export`.
    """
    warning = _words(
        "The file will hold everything recorded about this patient: details, every version of "
        "every examination, drafts, the files that imaging reports came in as, and the reports "
        "that were handed out.\n\n"
        "It is not encrypted: whoever gets it can read it. Export it?"
    )
    if not agrees(parent, warning):
        return ""
    # The name carries no patient: files are often seen over a shoulder or sent on.
    path = ask_where(
        parent,
        _words("Export the patient"),
        f"patient-export-{today.isoformat()}.zip",
        _words("Zip archive (*.zip)"),
    )
    if path is None:
        return ""
    return write_export(store, patient, archive, path)


def _files_named(examination: Examination) -> Iterator[str]:
    for report in examination.imaging or ():
        if report.original is not None and report.original.sha256:
            yield report.original.sha256


def _suffix(name: str) -> str:
    """Return the ending by which other programs know a file; never what somebody typed."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix in SUFFIXES else ".bin"


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=_INDENT) + b"\n"


def _words(text: str) -> str:
    return QCoreApplication.translate("PatientExport", text)
