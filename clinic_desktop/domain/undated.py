"""Undated reports: they stand behind dated ones, so that a newer one may go unheard."""

from collections.abc import Iterator
from datetime import date

import msgspec

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import speaking_report
from clinic_desktop.domain.entry_words import report_name
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingReport


def stands_behind(report: ImagingReport, examination: Examination) -> bool:
    """Whether a report fills no cell for want of its date: with the newest one it would."""
    if report.performed_on is not None:
        return False
    dated = msgspec.structs.replace(report, performed_on=date.max)
    reports = tuple(dated if each is report else each for each in examination.imaging or ())
    newest = msgspec.structs.replace(examination, imaging=reports)
    return any(
        speaking_report(newest, region) is dated
        and speaking_report(examination, region) is not report
        for region in (Region.LUMBAR, Region.CERVICAL)
    )


def undated_words(examination: Examination, catalogue: Catalogue) -> Iterator[str]:
    """Give a sentence for each report that only wants its date to fill the tables."""
    for report in examination.imaging or ():
        if stands_behind(report, examination):
            name = report_name(report, catalogue)
            yield (
                f"{name}: the tables use the newest dated report; "
                "with a newer date they would use this one."
            )
