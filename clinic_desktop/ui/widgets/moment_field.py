"""A field for a day and a time, as the document writes them: ISO 8601 with the offset."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.dates import long_date
from clinic_desktop.ui.widgets.date_field import parse_date
from clinic_desktop.ui.widgets.parsed_field import ParsedField
from clinic_desktop.ui.widgets.time_field import parse_time


def parse_moment(text: str, now: datetime) -> str | None:
    """Return the time in "9:45" (today) or "18/11/2026 9:45", with the offset `now` has."""
    day, _, at = text.strip().replace(",", " ").rpartition(" ")
    on, clock = parse_date(day.strip()) if day.strip() else now.date(), parse_time(at)
    if on is None or clock is None:
        return None
    return datetime.combine(on, clock, now.tzinfo).isoformat(timespec="seconds")


class MomentField(ParsedField):
    """Mirrors a time of the document, or `None`."""

    def __init__(
        self, name: str, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        """Build the field.

        Args:
            name: what is asked, for screen readers and sentences.
            now: the time of day, with its offset.
            parent: Qt's parent.
        """
        super().__init__(
            name,
            lambda text: self._value if text == self._shown() else parse_moment(text, now()),
            _words,
            "is not a time and is not recorded. Write it as 9:45 or 18/11/2026 9:45.",
            parent,
        )
        self._now = now
        self.setPlaceholderText("hour:minute")
        self.setFixedWidth(200)

    def enter_now(self) -> None:
        """Record the present time."""
        value = self._now().isoformat(timespec="seconds")
        if value != self._value:
            self.show_value(value)
            self.changed.emit(value)


def _words(value: str) -> str:
    at = datetime.fromisoformat(value)
    return f"{long_date(at.date())}, {at:%H:%M}"
