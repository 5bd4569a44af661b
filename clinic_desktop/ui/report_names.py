"""What a held imaging report is called, in its tab and where something is asked about it."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QCoreApplication

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.imaging import ImagingReport


def tab_names(reports: Sequence[ImagingReport], catalogue: Catalogue) -> list[str]:
    """Return what reports are called side by side: a region all of them share is left out."""
    is_one_region = len(reports) > 1 and len({report.region for report in reports}) == 1
    return [
        report_name(
            msgspec.structs.replace(report, region=None) if is_one_region else report,
            number,
            catalogue,
        )
        for number, report in enumerate(reports, start=1)
    ]


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
