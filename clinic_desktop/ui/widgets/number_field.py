"""A field for one whole number, empty while nothing is recorded."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_desktop.ui.widgets.marking import mark_wrong


class NumberField(QLineEdit):
    """Mirrors a number from 0 to `top`, or `None`. Letters never enter it.

    Signals:
        changed: the number now recorded, or `None`.
        refused: a plain sentence on why what stands in the field is not recorded.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, name: str, top: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._top = top
        self._name = name
        self._value: int | None = None
        self._before: int | None = None
        self.setAccessibleName(name)
        self.setFixedWidth(58)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText("\u2013")
        self.setToolTip(f"{name}: 0 to {top}")
        self.setMaxLength(6)
        self.textEdited.connect(self._edited)

    @property
    def value(self) -> int | None:
        """The number recorded."""
        return self._value

    def show_value(self, value: int | None) -> None:
        """Mirror a number without saying that it changed; a wrong entry being typed stays."""
        if self.property("wrong") and value == self._value:
            return
        self._value = value
        mark_wrong(self, wrong=False)
        text = "" if value is None else str(value)
        if self.text() != text and not (self.hasFocus() and self._number(self.text()) == value):
            self.setText(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusInEvent: remember what was recorded before typing begins."""
        self._before = self._value
        super().focusInEvent(event)

    def enter(self, text: str) -> None:
        """Take a text as if it had been typed."""
        self._before = self._value
        self.setText(text)
        self._edited(text)

    def _number(self, text: str) -> int | None:
        return int(text) if text.isascii() and text.isdigit() else None

    def _edited(self, text: str) -> None:
        text = text.strip()
        number = self._number(text)
        if text and (number is None or number > self._top):
            mark_wrong(self, wrong=True)
            self._record(self._before)  # the first digits of a wrong number are no answer
            self.refused.emit(
                f"{self._name} is a whole number from 0 to {self._top}. "
                f"\u201c{text}\u201d is not recorded."
            )
            return
        mark_wrong(self, wrong=False)
        self._record(number)

    def _record(self, number: int | None) -> None:
        if number != self._value:
            self._value = number
            self.changed.emit(number)
