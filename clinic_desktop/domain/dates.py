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
_STARTS: Final = tuple(month[:3].lower() for month in _MONTHS)


def long_date(day: date) -> str:
    """Return a date such as "5 October 2026", whatever the computer's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_of(word: str) -> int | None:
    """Return the number of a month, from 1, by the first three letters of a word."""
    start = word[:3].lower()
    return _STARTS.index(start) + 1 if start in _STARTS else None


def day_of(timestamp: str | None) -> date | None:
    """Return the day of a document's time, in the offset it was written with."""
    return datetime.fromisoformat(timestamp).date() if timestamp else None


def moment(timestamp: str) -> str:
    """Return a document's time with its offset: "18 November 2026, 09:30 UTC+01:00"."""
    at = datetime.fromisoformat(timestamp)
    return f"{long_date(at.date())}, {at:%H:%M} {at.tzname()}"
