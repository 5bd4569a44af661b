"""A field for a date, typed the way people write it, empty while nothing is recorded."""

import re
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_desktop.domain.dates import long_date
from clinic_desktop.ui.widgets.marking import mark_wrong

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_NUMBERS: Final = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})", re.ASCII)
_WORDS: Final = re.compile(r"(\d{1,2})\.? +([A-Za-z]{3,9})\.? +(\d{4})", re.ASCII)
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)


def parse_date(text: str) -> date | None:
    """Return the date in "2026-10-05", "5.10.2026", "5/10/2026" or "5 Oct 2026" (day first)."""
    text = text.strip()
    try:
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _NUMBERS.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if (match := _WORDS.fullmatch(text)) and match[2][:3].lower() in _MONTHS:
            return date(int(match[3]), _MONTHS.index(match[2][:3].lower()) + 1, int(match[1]))
    except ValueError:
        return None
    return None


class DateField(QLineEdit):
    """Mirrors a date, or `None`.

    Signals:
        changed: the date now recorded, or `None`.
        refused: a plain sentence on why what stands in the field is not recorded.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._value: date | None = None
        self.setAccessibleName(name)
        self.setPlaceholderText("day/month/year")
        self.setMinimumWidth(130)
        self.setMaximumWidth(170)
        self.editingFinished.connect(self.record)

    @property
    def value(self) -> date | None:
        """The date recorded."""
        return self._value

    def show_value(self, value: date | None) -> None:
        """Mirror a date without saying that it changed; an entry being typed stays."""
        if value == self._value and (self.hasFocus() or self.property("wrong")):
            return
        self._value = value
        mark_wrong(self, wrong=False)
        self.setText(long_date(value) if value else "")

    def enter(self, text: str) -> None:
        """Take a text as if it had been typed and left."""
        self.setText(text)
        self.record()

    def record(self) -> None:
        """Record what stands in the field now, or tell why not."""
        text = self.text().strip()
        value = parse_date(text)
        if text and value is None:
            mark_wrong(self, wrong=True)
            self.refused.emit(
                f"{self._name}: \u201c{text[:40]}\u201d is not a date and is not recorded. "
                "Write it as 5/10/2026 or 5 October 2026."
            )
            return
        mark_wrong(self, wrong=False)
        self.setText(long_date(value) if value else "")
        if value != self._value:
            self._value = value
            self.changed.emit(value)
