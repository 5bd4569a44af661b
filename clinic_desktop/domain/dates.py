"""Dates as people read them, and the days between two."""

from datetime import date, datetime
from typing import Final

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(day: date) -> str:
    """Return a date such as "5 October 2026", whatever the computer's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_of(timestamp: str | None) -> date | None:
    """Return the day of a document's time, in the offset it was written with."""
    return datetime.fromisoformat(timestamp).date() if timestamp else None
