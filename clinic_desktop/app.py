"""The composition root: builds the parts, hands them to each other, opens the window.

The record and the report are imported when they are first needed: the window shows sooner.
"""

import gc
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from uuid import UUID

from clinic_desktop.data_folder import resources_folder
from clinic_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from clinic_desktop.domain.catalogue import Catalogue
    from clinic_desktop.domain.examination import Examination, Patient
    from clinic_desktop.domain.incoming import IncomingReport, StudyDetails
    from clinic_desktop.domain.reading import ReportReading
    from clinic_desktop.domain.trail import Entry
    from clinic_desktop.domain.versions import Edition
    from clinic_desktop.report.document import Report
    from clinic_desktop.storage.record import Record
    from clinic_desktop.ui.intake import Intake
    from clinic_desktop.ui.outfit import Outfit
    from clinic_desktop.ui.paperwork import Paperwork, RecoverySheet
    from clinic_desktop.ui.window import MainWindow

_log: Final = logging.getLogger(__name__)


def default_folder() -> Path:
    """Return the folder of this user's record."""
    from platformdirs import user_data_path

    return user_data_path("clinic-desktop", appauthor=False)


def edition_of(
    record: "Record", examination_id: UUID, catalogue: "Catalogue", *, draft: bool = True
) -> "Edition":
    """Return where a recorded examination stands in its life, with what each amendment changed.

    With `draft`, the draft of an amendment comes before what was signed.
    """
    from clinic_desktop.domain.changes import changes
    from clinic_desktop.domain.versions import DRAFT, Amendment, Edition, status_of

    versions = record.signed.versions(examination_id)
    documents = record.signed.documents(examination_id) if versions else ()
    amendments = tuple(
        Amendment(version=version, changes=changes(before, after, catalogue))
        for version, before, after in zip(versions[1:], documents, documents[1:], strict=False)
    )
    is_draft = draft and record.drafts.is_open(examination_id)
    handed = [paper.version for paper in record.papers.of(examination_id) if paper.status != DRAFT]
    held = max((number for number in handed if number < len(versions)), default=None)
    return Edition(
        status=DRAFT if is_draft else status_of(versions),
        versions=versions,
        amendments=amendments,
        replaces=None if held is None else versions[held - 1],
        since=() if held is None else changes(documents[held - 1], documents[-1], catalogue),
    )


class Stationery(NamedTuple):
    """What reports of a clinic are printed on: the paper, and the picture at its head."""

    paper: Literal["A4", "Letter"] = "A4"
    logo: bytes | None = None


def stationery(record: "Record") -> Stationery:
    """Return what a record's reports are printed on; damaged settings keep none from being made."""
    paper, logo = Stationery()
    with suppress(UserError):
        paper = record.settings().paper.value
        logo = record.logo()
    return Stationery(paper, logo)


def make_report(
    examination: "Examination",
    catalogue: "Catalogue",
    edition: "Edition | None" = None,
    *,
    previous: "Examination | None" = None,
    on: Stationery = Stationery(),  # noqa: B008 - a value that never changes
) -> "Report":
    """Make the report of an examination; without an edition, of a draft.

    It carries the examination also as a FHIR document, where it has the time which that needs.
    """
    from clinic_desktop.domain.compare import compare
    from clinic_desktop.domain.versions import A_DRAFT
    from clinic_desktop.exchange.fhir.check import BundleRefused
    from clinic_desktop.exchange.fhir.document import bundle, bundle_json
    from clinic_desktop.report.archive import Attachment
    from clinic_desktop.report.document import write_report

    edition = edition or A_DRAFT
    comparison = compare(examination, catalogue)
    further: tuple[Attachment, ...] = ()
    with suppress(BundleRefused):
        further = (
            Attachment(
                name="examination.fhir.json",
                media_type="application/fhir+json",
                description="The examination as a FHIR R4 document",
                relationship="Alternative",
                content=bundle_json(bundle(examination, comparison, catalogue, edition)),
            ),
        )
    return write_report(
        examination,
        comparison,
        catalogue,
        resources_folder() / "fonts",
        number=report_number(examination.id),
        edition=edition,
        page_size=on.paper,
        previous=previous,
        logo=on.logo,
        further=further,
    )


def make_recovery_sheet(record: "Record", today: date) -> "RecoverySheet":
    """Make the sheet of a new recovery key; an earlier one stays valid until it is kept."""
    from clinic_desktop.report.recovery_sheet import write_recovery_sheet
    from clinic_desktop.ui.paperwork import RecoverySheet

    clinic = record.clinic()
    key = record.people.new_recovery_key()
    pdf = write_recovery_sheet(
        clinic=(clinic and clinic.name) or "",
        recovery_key=key.printed,
        made_on=today,
        record=record.id,
        fonts=resources_folder() / "fonts",
    )
    return RecoverySheet(pdf=pdf, keep=key.keep)


def report_number(examination_id: UUID) -> str:
    """Return the report's number: the end of the id, which tells the visits of one day apart."""
    return examination_id.hex[-8:].upper()


def paperwork(catalogue: "Catalogue") -> "Paperwork":
    """Return what the window prints from the record."""
    from clinic_desktop.report.signature import can_sign
    from clinic_desktop.ui.paperwork import Paperwork

    def report(record: "Record", examination_id: UUID) -> "Report":
        # What is printed is what is stored: read back, never taken from the screen.
        edition = edition_of(record, examination_id, catalogue)
        stored = record.examination if edition.is_signed else record.drafts.examination
        examination = stored(examination_id)
        previous = record.previous(examination)
        return make_report(
            examination, catalogue, edition, previous=previous, on=stationery(record)
        )

    def logo(path: Path) -> bytes:
        from clinic_desktop.report.logo_file import read_logo

        return read_logo(path)

    def patient_archive(patient: "Patient", documents: Sequence[tuple[str, bytes]]) -> bytes:
        from clinic_desktop.exchange.patient_archive import archive

        return archive(patient, documents)

    def trail_file(entries: "Sequence[Entry]") -> bytes:
        from clinic_desktop.exchange.spreadsheet import trail_csv

        return trail_csv(entries, lambda action: catalogue.label("action", action))

    def encrypted(pdf: bytes, passphrase: str) -> bytes:
        from clinic_desktop.report.encrypted import encrypted

        return encrypted(pdf, passphrase)

    def digitally_signed(pdf: bytes, key_file: bytes, passphrase: str) -> bytes:
        from clinic_desktop.report.signature import digitally_signed

        return digitally_signed(pdf, key_file, passphrase)

    return Paperwork(
        report=report,
        edition=lambda record, examination_id: edition_of(record, examination_id, catalogue),
        recovery_sheet=make_recovery_sheet,
        patient_archive=patient_archive,
        trail_file=trail_file,
        encrypted=encrypted,
        digitally_signed=digitally_signed if can_sign() else None,
        logo=logo,
    )


def intake() -> "Intake":
    """Return what reads imaging reports; its libraries are imported with the first report."""
    from clinic_desktop.ui.intake import Intake

    def read(text: str) -> "ReportReading":
        from clinic_desktop.intake.report_reading import read_report

        return read_report(text)

    def details(text: str) -> "StudyDetails":
        from clinic_desktop.intake.details import details_in

        return details_in(text)

    def open_file(path: Path) -> "IncomingReport":
        from clinic_desktop.intake.files import open_file

        return open_file(path)

    def pages(pdf: bytes) -> tuple[bytes, ...]:
        from clinic_desktop.intake.limited import pictures_of

        return pictures_of(pdf)

    return Intake(read=read, details=details, open_file=open_file, pages=pages)


def local_time() -> datetime:
    """Return the time of day here, with its offset."""
    return datetime.now().astimezone()


def new_window(
    folder: Path,
    catalogue: "Catalogue | Callable[[], Catalogue]",
    now: Callable[[], datetime] = local_time,
) -> "MainWindow":
    """Build the main window over a record's folder.

    Args:
        folder: of the record.
        catalogue: tests, words and sources, or what gives them when they are first needed.
        now: the time of day, with its offset.

    Raises:
        UserError: when the folder holds anything but a record.
    """
    from clinic_desktop.record_folder import RecordFolder
    from clinic_desktop.ui.window import MainWindow

    @cache
    def outfit() -> "Outfit":
        from clinic_desktop.ui.outfit import Outfit

        known = catalogue() if callable(catalogue) else catalogue
        return Outfit(catalogue=known, paperwork=paperwork(known), intake=intake())

    return MainWindow(RecordFolder(folder, catalogue, now), outfit, now)


def application(arguments: Sequence[str]) -> "QApplication":
    """Return the Qt application, dressed.

    Raises:
        UserError: on a Qt that would abort later.
    """
    from clinic_desktop.ui.qt_guard import give_import_back, refuse_losing_qt

    give_import_back()
    refuse_losing_qt()

    from PySide6.QtCore import QDir
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from clinic_desktop.ui import theme

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(list(arguments))
    QDir.setSearchPaths("program", [str(resources_folder())])
    app.setApplicationName("clinic-desktop")
    app.setApplicationDisplayName("Clinic Desktop")
    app.setWindowIcon(QIcon(str(resources_folder() / "icons" / "clinic-desktop.svg")))
    theme.apply(app, theme.stored_appearance())
    theme.follow(app)
    return app


def run_window(folder: Path) -> int:
    """Open the window and return the exit code when it closes.

    The program's data is read when the window stands: while somebody types the passphrase.

    Raises:
        UserError: when the folder or the program's data cannot be used.
    """
    app = application(sys.argv[:1])
    refused: list[UserError] = []

    @cache
    def catalogue() -> "Catalogue":
        from clinic_desktop.resources import read_catalogue

        return read_catalogue()

    def read_ahead() -> None:
        try:
            catalogue()
            gc.freeze()  # what is here by now stays: looking for what can go passes it over
            gc.enable()
        except UserError as error:
            refused.append(error)
            app.exit()

    window = new_window(folder, catalogue)
    install_hook(window)
    window.painted.connect(read_ahead)
    window.show()
    try:
        code = app.exec()
    finally:
        gc.enable()
    if refused:
        raise refused[0]
    return code


def show_refusal(sentence: str) -> None:
    """Say in a window of its own why the program does not start."""
    from PySide6.QtWidgets import QApplication, QMessageBox

    _kept = QApplication.instance() or QApplication(sys.argv[:1])
    QMessageBox.critical(None, "Clinic Desktop", sentence)


def install_hook(window: "MainWindow") -> None:
    """Catch our own faults in one place: logged without patient data, told in plain words."""
    from PySide6.QtWidgets import QMessageBox

    def told(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
            return
        # The message of an error may hold what was typed: only its kind and place are logged.
        place = traceback
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = (
            f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
            if place
            else "unknown"
        )
        _log.error("fault %s at %s", kind.__name__, where)
        saved = window.examination.save_mark.label.text() if window.examination else ""
        QMessageBox.critical(
            window,
            "Clinic Desktop",
            "Something went wrong in the program. "
            + (f"{saved}. " if saved else "")
            + "Close the program and open it again; it goes on where you were. "
            f"({kind.__name__} at {where})",
        )

    sys.excepthook = told
