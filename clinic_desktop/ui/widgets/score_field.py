"""A field for a score, a number that need not be whole, within what its instrument gives."""

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clinic_desktop.ui.widgets.parsed_field import ParsedField

_NUMBER: Final = re.compile(r"-?\d{1,9}([.,]\d{1,6})?", re.ASCII)


def parse_score(text: str) -> int | float | None:
    """Return the number in "4", "4.5" or "4,5"."""
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text.replace(",", "."))
    return int(number) if number == int(number) else number


class ScoreField(ParsedField):
    """Mirrors a score, or `None`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, self._within, str, "", parent)
        self._least = 0.0
        self._most: float | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(72)
        self.set_range(0, None)

    def set_range(self, least: float, most: float | None) -> None:
        """Take numbers from the least to the most; without a most, any from the least."""
        self._least, self._most = least, most
        span = f"from {least} to {most}" if most is not None else f"from {least}"
        self._refusal = f"is not a number {span} and is not recorded."
        self.setToolTip(f"{self._name}: {span}")

    def record(self) -> None:
        """Override ParsedField.record: an imported score beyond the range, only seen, stays."""
        if self.is_being_typed:
            super().record()

    def _within(self, text: str) -> int | float | None:
        number = parse_score(text)
        if number is None or number < self._least:
            return None
        return number if self._most is None or number <= self._most else None
