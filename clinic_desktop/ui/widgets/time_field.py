"""A field for a time of day, typed the way people write it, empty while nothing is recorded."""

import re
from datetime import time
from typing import Final

from PySide6.QtWidgets import QWidget

from clinic_desktop.ui.widgets.parsed_field import ParsedField

_TIME: Final = re.compile(r"(\d{1,2})[:.h ]?(\d{2})", re.ASCII)


def parse_time(text: str) -> time | None:
    """Return the time in "9:30", "09.30", "9h30" or "930"."""
    match = _TIME.fullmatch(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return time(int(match[1]), int(match[2]))


class TimeField(ParsedField):
    """Mirrors a time of day without seconds, or `None`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            name,
            parse_time,
            lambda value: f"{value:%H:%M}",
            "is not a time of day and is not recorded. Write it as 9:30 or 14:05.",
            parent,
            widest="hour:minute",
        )
        self.setPlaceholderText("hour:minute")
