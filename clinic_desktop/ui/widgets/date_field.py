"""A field for a date, typed the way people write it, empty while nothing is recorded."""

import re
from datetime import date
from typing import Final

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.dates import long_date, month_of
from clinic_desktop.ui.widgets.parsed_field import ParsedField

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_NUMBERS: Final = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})", re.ASCII)
_WORDS: Final = re.compile(r"(\d{1,2})\.? +([A-Za-z]{3,9})\.? +(\d{4})", re.ASCII)


def parse_date(text: str) -> date | None:
    """Return the date in "2026-10-05", "5.10.2026", "5/10/2026" or "5 Oct 2026" (day first)."""
    text = text.strip()
    try:
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _NUMBERS.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if (match := _WORDS.fullmatch(text)) and (month := month_of(match[2])):
            return date(int(match[3]), month, int(match[1]))
    except ValueError:
        return None
    return None


class DateField(ParsedField):
    """Mirrors a date, or `None`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            name,
            parse_date,
            long_date,
            "is not a date and is not recorded. Write it as 5/10/2026 or 5 October 2026.",
            parent,
            widest="30 September 2026",
        )
        self.setPlaceholderText("day/month/year")
