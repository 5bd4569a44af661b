"""Makes the papers that the window prints and saves; each maker's room is imported with it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from clinic_desktop.data_folder import resources_folder
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Patient
from clinic_desktop.domain.trail import Entry
from clinic_desktop.domain.versions import Edition
from clinic_desktop.ui.paperwork import Paperwork, RecoverySheet

if TYPE_CHECKING:
    from clinic_desktop.report.document import Report
    from clinic_desktop.storage.record import Record


def paperwork(catalogue: Catalogue) -> Paperwork:
    """Return what the window prints from the record."""
    from clinic_desktop.report.signature import can_sign

    def report(record: "Record", examination_id: UUID) -> "Report":
        from clinic_desktop.reports import report_of

        return report_of(record, examination_id, catalogue).report

    def edition(record: "Record", examination_id: UUID) -> Edition:
        from clinic_desktop.reports import edition_of

        return edition_of(record, examination_id, catalogue)

    def logo(path: Path) -> bytes:
        from clinic_desktop.report.logo_file import read_logo

        return read_logo(path)

    def patient_archive(patient: Patient, documents: Sequence[tuple[str, bytes]]) -> bytes:
        from clinic_desktop.exchange.patient_archive import archive

        return archive(patient, documents)

    def trail_file(entries: Sequence[Entry]) -> bytes:
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
        edition=edition,
        recovery_sheet=make_recovery_sheet,
        patient_archive=patient_archive,
        trail_file=trail_file,
        encrypted=encrypted,
        digitally_signed=digitally_signed if can_sign() else None,
        logo=logo,
    )


def make_recovery_sheet(record: "Record", today: date) -> RecoverySheet:
    """Make the sheet of a new recovery key; an earlier one stays valid until it is kept."""
    from clinic_desktop.report.recovery_sheet import write_recovery_sheet

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
