"""Times of the record as people read them."""

from datetime import datetime, tzinfo

from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import Examination


def moment(at: datetime, zone: tzinfo | None = None) -> str:
    """Return "18 November 2026, 10:48" in a zone, or in this computer's."""
    here = at.astimezone(zone)
    return f"{long_date(here.date())}, {here:%H:%M}"


def zone_of(examination: Examination) -> tzinfo | None:
    """Return the offset the examination was written with, in which its paper tells times too."""
    performed = examination.performed_at
    return datetime.fromisoformat(performed).tzinfo if performed else None
