"""What a held imaging report is called, in its tab and where something is asked about it."""

from PySide6.QtCore import QCoreApplication

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.imaging import ImagingReport


def report_name(report: ImagingReport, number: int, catalogue: Catalogue) -> str:
    """Return "MRI, 5 October 2026, lumbar spine" of what is recorded, else "Report 2"."""
    parts = []
    if report.modality:
        parts.append(catalogue.label("modality", report.modality))
    if report.performed_on:
        parts.append(long_date(report.performed_on))
    if report.region:
        region = catalogue.label("region", report.region)
        parts.append(region[0].lower() + region[1:])
    plain = QCoreApplication.translate("ReportNames", "Report {0}").format(number)
    return ", ".join(parts) or plain
