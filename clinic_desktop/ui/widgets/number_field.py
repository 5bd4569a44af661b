"""A field for one whole number, recorded shortly after its last digit and at once on leaving."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputDevice, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_desktop.ui.widgets.held_key import HeldKey
from clinic_desktop.ui.widgets.marking import mark_wrong
from clinic_desktop.ui.widgets.number_pad import NumberPad
from clinic_desktop.ui.widgets.text_area import PAUSE_MS


class NumberField(QLineEdit):
    """Mirrors a number from 0 to `top`, or `None`, which is one answer however many digits it has.

    A finger that touches it, or a double click, opens a pad of digits.

    Signals:
        changed: the number now recorded, or `None`.
        refused: a plain sentence on why what stands in the field is not recorded, "" once that is
            put right.
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
        self._pad: NumberPad | None = None
        self._fit()
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText("\u2013")
        self.setToolTip(f"{name}: 0 to {top}. A touch or a double click opens a number pad.")
        self.setMaxLength(6)
        self._is_typed_on = False
        self._held = HeldKey()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.record)
        self.textEdited.connect(self._edited)
        self.editingFinished.connect(self.record)

    @property
    def value(self) -> int | None:
        """The number recorded."""
        return self._value

    def show_value(self, value: int | None) -> None:
        """Mirror a number without saying that it changed; an entry being typed stays."""
        if value == self._value and (self.property("wrong") or self._is_typed_on):
            return
        self._value = value
        self._is_typed_on = False
        mark_wrong(self, wrong=False)
        text = "" if value is None else str(value)
        if self.text() != text and not (self.hasFocus() and self._number(self.text()) == value):
            self.setText(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusInEvent: remember what was recorded before typing begins."""
        self._before = self._value
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QLineEdit.keyPressEvent: a digit that is held down is one digit."""
        is_digit = event.text().isascii() and event.text().isdigit()
        if not (is_digit and self._held.repeats(event)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Override QLineEdit.keyReleaseEvent: tell a held key from one pressed again."""
        self._held.follow(event)
        super().keyReleaseEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Override QLineEdit.mouseReleaseEvent: a finger opens the pad."""
        super().mouseReleaseEvent(event)
        if event.pointingDevice().type() == QInputDevice.DeviceType.TouchScreen:
            self.open_pad()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Override QLineEdit.mouseDoubleClickEvent: so does a double click."""
        self.open_pad()

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: three digits fit in any size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def open_pad(self) -> None:
        """Let the number be typed without a keyboard; the first digit begins it anew."""
        if self.isReadOnly() or not self.isEnabled():
            return
        if self._pad is None:
            self._pad = NumberPad(self._name, self)
            self._pad.digit.connect(self._take_digit)
            self._pad.rubbed.connect(self._rub_out)
            self._pad.closed.connect(self.record)
        self._before = self._value
        self.selectAll()
        self._pad.open_under(self)

    def begin(self, text: str) -> None:
        """Take the first digit of a number that is typed on."""
        self._before = self._value
        self.setText(text)
        self._edited(text)

    def enter(self, text: str) -> None:
        """Take a text as if it had been typed and left."""
        self.begin(text)
        self.record()

    def record(self) -> None:
        """Record the number that stands in the field now."""
        self._pause.stop()
        if self._is_typed_on:
            self._is_typed_on = False
            self._take(self._number(self.text().strip()))

    def _fit(self) -> None:
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0000") + 28)

    def _take_digit(self, digit: str) -> None:
        self.insert(digit)  # in place of what is selected
        self._edited(self.text())

    def _rub_out(self) -> None:
        self.backspace()
        self._edited(self.text())

    def _number(self, text: str) -> int | None:
        return int(text) if text.isascii() and text.isdigit() else None

    def _edited(self, text: str) -> None:
        text = text.strip()
        number = self._number(text)
        is_wrong = bool(text) and (number is None or number > self._top)
        if self.property("wrong") and not is_wrong:
            self.refused.emit("")
        mark_wrong(self, wrong=is_wrong)
        self._is_typed_on = not is_wrong
        if not is_wrong:
            self._pause.start()
            return
        self._take(self._before)  # the first digits of a wrong number are no answer
        stays = f"; {self._before} stays" if self._before is not None else ""
        self.refused.emit(
            f"{self._name} is a whole number from 0 to {self._top}. "
            f"\u201c{text}\u201d is not recorded{stays}."
        )

    def _take(self, number: int | None) -> None:
        if number != self._value:
            self._value = number
            self.changed.emit(number)
