"""Days as reports write them: in words, by ISO 8601, or in figures whose order must be known."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from enum import Enum
from typing import Final, NamedTuple

from clinic_desktop.domain.dates import month_of

_MONTH: Final = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = re.compile(
    r"(?<![\d/.-])(?:"
    r"(?P<iso>(?:18|19|20)\d\d([-/.]?)[01]\d\2[0-3]\d)(?!\d)"
    rf"|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ \-./]{{0,2}}{_MONTH.format('m1')}"
    r"\b[ ,\-./]{1,3}(?P<y1>\d{4}|\d\d)(?!\d)"
    rf"|{_MONTH.format('m2')}\b[ .\-]{{1,2}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?"
    r"[ ,]{1,2}(?P<y2>\d{4})(?!\d)"
    r"|(?P<a>\d{1,2})(?P<sep>[/.\-])(?P<b>\d{1,2})(?P=sep)(?P<y3>\d{4}|\d\d)(?![\d/.]?\d)"
    r")",
    re.IGNORECASE | re.ASCII,
)


class Order(Enum):
    """Which of two figures of a date stands first."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


class Written(NamedTuple):
    """A date in a text: its readings, the day first and the month first, and its place."""

    day_first: date | None
    month_first: date | None
    has_century: bool
    start: int

    def in_order(self, order: Order | None) -> date | None:
        """Return the day, or nothing where the order of its figures cannot be told."""
        if self.day_first is None or self.month_first is None:
            return self.day_first or self.month_first
        if self.day_first == self.month_first:
            return self.day_first
        if order is None:
            return None
        return self.day_first if order is Order.DAY_FIRST else self.month_first

    @property
    def settles(self) -> Order | None:
        """The order that the figures themselves give."""
        if self.day_first == self.month_first:
            return None
        if self.month_first is None:
            return Order.DAY_FIRST
        return Order.MONTH_FIRST if self.day_first is None else None


def days_in(text: str) -> Iterator[Written]:
    """Yield the dates in a text."""
    for match in _DAY.finditer(text):
        if written := _read(match):
            yield written


def order_of(days: list[Written]) -> Order | None:
    """Return the order in which a text writes its dates, where one of them settles it.

    A text that has both orders settles nothing.
    """
    orders = {day.settles for day in days} - {None}
    return orders.pop() if len(orders) == 1 else None


def _read(match: re.Match[str]) -> Written | None:
    if iso := match["iso"]:
        digits = re.sub(r"\D", "", iso)
        day = _date(digits[:4], int(digits[4:6]), int(digits[6:]))
        return Written(day, day, True, match.start()) if day else None
    for month, number, year in (("m1", "d1", "y1"), ("m2", "d2", "y2")):
        if match[month]:
            day = _date(match[year], month_of(match[month]) or 0, int(match[number]))
            return Written(day, day, len(match[year]) == 4, match.start()) if day else None
    a, b, year = int(match["a"]), int(match["b"]), match["y3"]
    day_first, month_first = _date(year, b, a), _date(year, a, b)
    if match["sep"] == "." and day_first:
        # Points are written where the day stands first.
        month_first = day_first
    if day_first is None and month_first is None:
        return None
    return Written(day_first, month_first, len(year) == 4, match.start())


def _date(year: str, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return None
