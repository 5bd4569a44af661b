"""The verbs of the command line; each returns its exit code, or raises a `UserError`."""

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from clinic_desktop.domain import backups, phrases
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.document import MAX_BYTES, read_document, write_document
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.examine_first import WHY_NOT_SIGNED, hides_imaging
from clinic_desktop.domain.practice import ExaminationLine
from clinic_desktop.domain.present_details import with_present_details
from clinic_desktop.domain.signing import readings, remarks, unanswered_dangers, unanswered_offers
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import Handing
from clinic_desktop.record_folder import RecordFolder
from clinic_desktop.resources import read_catalogue
from clinic_desktop.terminal import comparison_lines, one_line, print_json, reading_lines, shown
from clinic_desktop.ui.saving import is_same, lies_in, write_whole

if TYPE_CHECKING:
    from clinic_desktop.reports import RecordedReport
    from clinic_desktop.storage.record import Record

PASSPHRASE: Final = "CLINIC_DESKTOP_PASSPHRASE"  # noqa: S105 - the variable's name
_TIMES_WITHOUT: Final = "undated"


def open_window(call: argparse.Namespace) -> int:
    """Open the window over the record."""
    from clinic_desktop import app

    return app.run_window(_folder(call))


def play_demo(call: argparse.Namespace) -> int:
    """Play the sample examination through the real window."""
    from clinic_desktop import demo

    for line in demo.play(call.out, read_catalogue()):
        print(line)
    return 0


def run_self_test(_call: argparse.Namespace) -> int:
    """Try each part of the program where it is installed."""
    from clinic_desktop import self_test

    for line in self_test.checks(read_catalogue()):
        print(one_line(line), flush=True)
    print("The program works here.")
    return 0


def import_files(call: argparse.Namespace) -> int:
    """Take documents into the record as drafts."""
    catalogue = read_catalogue()
    # All files are read and checked before a record is opened or made.
    documents = [(path, _read_file(path, catalogue)) for path in call.files]
    with _open_or_create(call, catalogue) as record:
        for path, examination in documents:
            try:
                added = record.add_document(examination)
            except UserError as error:
                raise UserError(f"{path.name}: {error}") from None
            state = "imported" if added else "already in the record, nothing changed"
            print(f"{path.name}: {examination.id} {state}")
    return 0


def list_examinations(call: argparse.Namespace) -> int:
    """List the examinations of the record."""
    with _open(call, read_catalogue()) as record:
        lines = record.lists.all()
    if call.json:
        print_json([_line(line) for line in lines])
        return 0
    for line in lines:
        when = line.performed_at or _TIMES_WITHOUT
        name = shown(phrases.patient_name(line.patient))
        print(f"{line.id}  {when[:16]:16}  {line.state.value:8}  {name}")
    if not lines:
        print("The record holds no examination.")
    return 0


def _line(line: ExaminationLine) -> dict[str, object]:
    patient = line.patient
    return {
        "id": line.id,
        "performed_at": line.performed_at,
        "patient": {
            "id": patient.id,
            "family_name": patient.family_name,
            "given_name": patient.given_name,
            "birth_date": patient.birth_date,
        },
        "state": line.state,
    }


def show_comparison(call: argparse.Namespace) -> int:
    """Print the comparison of an examination of the record, or of a file."""
    catalogue = read_catalogue()
    examination = _examination(call, catalogue)
    comparison = compare(examination, catalogue)
    if call.json:
        print_json(comparison)
    else:
        for line in comparison_lines(comparison, examination, catalogue):
            print(shown(line))
    return 0


def write_report(call: argparse.Namespace) -> int:
    """Write the report of an examination of the record, or of a file."""
    from clinic_desktop.reports import make_report, report_of

    _refuse_record(call)
    catalogue = read_catalogue()
    examination_id = _maybe_id(call.source)
    if examination_id is None:
        source = Path(call.source)
        if is_same(call.out, source):
            raise UserError(f"The report is made from {source}. Name another file for it.")
        report = make_report(_read_file(source, catalogue), catalogue)
        _write(call.out, report.pdf)
    else:
        with _open(call, catalogue) as record:
            examination, edition, report = report_of(record, examination_id, catalogue, draft=False)
            _write(call.out, report.pdf)
            # What left the program is kept as it was.
            record.papers.keep(examination, report.pdf, Handing.SAVED, edition)
    if report.missing:
        signs = "  ".join(report.missing)
        print(f"Printed as code points, the font has no sign for them: {signs}", file=sys.stderr)
    print(f"Report written to {call.out}")
    return 0


def read_report_file(call: argparse.Namespace) -> int:
    """Print the findings read in an imaging report's file."""
    from clinic_desktop.intake.files import open_file
    from clinic_desktop.intake.report_reading import read_report

    incoming = open_file(call.file)
    if not incoming.text:
        raise UserError(" ".join(incoming.warnings))
    reading = read_report(incoming.text)
    warnings = [*incoming.warnings, *reading.warnings]
    if call.json:
        print_json(
            {
                "language": reading.language,
                "findings": reading.findings,
                "stated_normal": reading.stated_normal,
                "rest_stated_normal": reading.rest_stated_normal,
                "not_mentioned": reading.not_mentioned,
                "warnings": warnings,
            }
        )
        return 0
    catalogue = read_catalogue()
    for line in reading_lines(reading, incoming.text, catalogue):
        print(shown(line))
    for warning in warnings:
        print(one_line(f"Note: {warning}"))
    return 0


def export(call: argparse.Namespace) -> int:
    """Write an examination out of the record."""
    _refuse_record(call)
    catalogue = read_catalogue()
    examination_id = _id(call.id)
    with _open(call, catalogue) as record:
        within: RecordedReport | None = None
        match call.format:
            case "fhir":
                data, within = _fhir(record, examination_id, catalogue)
            case "csv":
                from clinic_desktop.exchange.examination_table import examination_csv

                data = examination_csv(record.examination(examination_id))
            case _:
                data = write_document(record.examination(examination_id), indent=1)
        # Before the file: there may be an entry without a file, but no file without an entry.
        record.trail.log(Action.EXPORTED, examination=examination_id)
        _write(call.out, data)
        if within is not None:  # what left the program is kept as it was
            record.papers.keep(within.examination, within.report.pdf, Handing.SAVED, within.edition)
    print(f"Examination written to {call.out}")
    return 0


def _fhir(
    record: "Record", examination_id: UUID, catalogue: Catalogue
) -> "tuple[bytes, RecordedReport]":
    """Return an examination as a FHIR document, and the report that it holds."""
    from clinic_desktop.exchange.fhir.document import bundle, bundle_json
    from clinic_desktop.reports import report_of

    within = report_of(record, examination_id, catalogue, draft=False)
    examination, edition, report = within
    comparison = compare(examination, catalogue)
    return bundle_json(bundle(examination, comparison, catalogue, edition, report.pdf)), within


def sign(call: argparse.Namespace) -> int:
    """List what is missing in a draft and, told so, sign it."""
    from clinic_desktop.app import local_time
    from clinic_desktop.intake.report_reading import read_report

    catalogue = read_catalogue()
    examination_id = _id(call.id)
    with _open(call, catalogue) as record:
        if not record.drafts.is_open(examination_id) and record.signed.find(examination_id):
            raise UserError(f"Examination {examination_id} is signed already.")
        examination = record.drafts.examination(examination_id)
        amending = record.drafts.amending(examination_id)
        present = with_present_details(examination, record.clinic(), record.account)
        found = remarks(
            examination,
            catalogue,
            account=record.account,
            now=local_time(),
            before=record.signed.find(examination_id),
            amending=amending,
            present=None if amending else present,
        )
        if not amending and hides_imaging(examination, catalogue):
            raise UserError(WHY_NOT_SIGNED)
        unanswered = (
            *unanswered_dangers(examination, catalogue, read_report),
            *unanswered_offers(examination, catalogue, read_report),
        )
        for remark in (*unanswered, *found):
            kind = catalogue.label("remark_kind", remark.kind)
            print(shown(f"{kind}: {remark.sentence}"))
        for line in readings(examination, catalogue):
            print(shown(f"Proposed reading: {line}"))
        if not call.yes:
            raise UserError("Nothing was signed. To sign with what is listed, add --yes.")
        version = record.signed.sign(examination)
    print(f"Signed as version {version.number}. Seal: {version.seal}")
    return 0


def make_backup(call: argparse.Namespace) -> int:
    """Write a verified backup of the record."""
    with _open(call, read_catalogue()) as record:
        try:
            call.into.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(f"{call.into} cannot be made ({error.strerror}).") from None
        made = record.backups.make(call.into)
    print(f"Backup written to {made.path}, opened and verified")
    return 0


def restore_backup(call: argparse.Namespace) -> int:
    """Put a backup in the record's place, or in an empty folder."""
    from clinic_desktop import app

    doors = RecordFolder(_folder(call), read_catalogue)
    is_new = doors.is_new()
    loss = doors.loss(call.file)
    with doors.restore(call.file, _passphrase()) as record:
        print(f"The record in {record.folder} is restored from {call.file}.")
        left = doors.loss(call.file)
    if left.answers or left.signed:
        print("Only the keys were put back. No answer is lost.")
    elif not is_new:
        print(backups.sentence(loss, app.local_time()))
        print("What it replaced is kept there in a folder whose name begins with set-aside.")
    return 0


def verify(call: argparse.Namespace) -> int:
    """Read the whole record through, and refuse it with what is damaged or altered."""
    with _open(call, read_catalogue()) as record:
        problems = record.verify()
    if problems:
        raise UserError(" ".join(problems))
    print("The record is sound: every page, document and guard was read and is as it was written.")
    return 0


def _examination(call: argparse.Namespace, catalogue: Catalogue) -> Examination:
    """Return the examination named by an id of the record, or by a file."""
    examination_id = _maybe_id(call.source)
    if examination_id is None:
        return _read_file(Path(call.source), catalogue)
    with _open(call, catalogue) as record:
        examination = record.examination(examination_id)
        record.trail.log(Action.OPENED, examination=examination_id)
        return examination


def _maybe_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _id(text: str) -> UUID:
    found = _maybe_id(text)
    if found is None:
        raise UserError(f"{text!r} is not an examination's id. `list` shows the ids.")
    return found


def _read_file(path: Path, catalogue: Catalogue) -> Examination:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # one more than is read: a larger file is refused
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).") from None
    try:
        return read_document(data, catalogue.tests)
    except UserError as error:
        raise UserError(f"{path.name}: {error}") from None


def _folder(call: argparse.Namespace) -> Path:
    from clinic_desktop import app

    return Path(call.record) if call.record is not None else app.default_folder()


def _open(call: argparse.Namespace, catalogue: Catalogue) -> "Record":
    from clinic_desktop.storage.folder import FolderStatus, status

    folder = _folder(call)
    if status(folder) is not FolderStatus.RECORD:
        raise UserError(f"There is no record in {folder}. Name its folder with --record.")
    return RecordFolder(folder, lambda: catalogue).unlock(_passphrase())


def _open_or_create(call: argparse.Namespace, catalogue: Catalogue) -> "Record":
    from clinic_desktop.storage.folder import FolderStatus, status

    folder = _folder(call)
    state = status(folder)
    if state is FolderStatus.OTHER:
        raise UserError(f"The folder {folder} holds other files. Name an empty folder.")
    if state is FolderStatus.RECORD:
        return RecordFolder(folder, lambda: catalogue).unlock(_passphrase())
    return RecordFolder(folder, lambda: catalogue).create(_passphrase())


def _passphrase() -> str:
    given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise UserError(f"The record needs its passphrase. Set {PASSPHRASE}, or use a terminal.")
    return getpass.getpass("Passphrase: ")


def _refuse_record(call: argparse.Namespace) -> None:
    """Refuse to write among the files of a record: of the one named, or of another.

    Raises:
        UserError: when the file would come to lie there.
    """
    from clinic_desktop.storage.folder import DATABASE

    beside = call.out.parent / DATABASE
    is_there = is_same(beside, beside)  # unlike `exists`, it takes any name that was typed
    if is_there or lies_in(call.out, _folder(call)):
        raise UserError(
            f"{call.out} lies in the folder of a record. Name a file in another folder."
        )


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        why = error.strerror or error
        raise UserError(f"{path} cannot be written ({why}). Name another file.") from None
