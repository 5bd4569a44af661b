"""A pad of digits for a finger: a number without a keyboard."""

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

_ROWS: Final = ("789", "456", "123")
_KEY: Final = 48
_ENDS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class NumberPad(QFrame):
    """Twelve keys over the page; a touch beside them closes it. A keyboard still types.

    Signals:
        digit: a digit was pressed.
        rubbed: the last digit is to go.
        closed: the number is there.
    """

    digit = Signal(str)
    rubbed = Signal()
    closed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(self.tr("Number pad: {name}").format(name=name))
        self.keys: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 6, 6, 6)
        grid.setSpacing(4)
        for row, digits in enumerate(_ROWS):
            for column, digit in enumerate(digits):
                grid.addWidget(self._key(digit, digit), row, column)
        grid.addWidget(self._key("\u232b", self.tr("Take the last digit away")), 3, 0)
        grid.addWidget(self._key("0", "0"), 3, 1)
        grid.addWidget(self._key("\u2713", self.tr("Done")), 3, 2)

    def open_under(self, field: QWidget) -> None:
        """Show it under a field, or above where there is no room."""
        self.adjustSize()
        below = field.mapToGlobal(QPoint(0, field.height() + 2))
        room = field.screen().availableGeometry()
        if below.y() + self.height() > room.bottom() + 1:
            below.setY(field.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2)
        below.setX(max(room.left(), min(below.x(), room.right() + 1 - self.width())))
        self.move(below)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: the keyboard is here while the pad is open."""
        text = event.text()
        if event.isAutoRepeat():
            return
        if event.key() in _ENDS:
            self._press("\u2713")
        elif event.key() == Qt.Key.Key_Backspace:
            self._press("\u232b")
        elif text.isascii() and text.isdigit():
            self._press(text)

    def _key(self, sign: str, name: str) -> QPushButton:
        key = QPushButton(sign, self)
        key.setAccessibleName(name)
        key.setFixedSize(_KEY, _KEY)
        key.setAutoDefault(False)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.clicked.connect(lambda: self._press(sign))
        self.keys[sign] = key
        return key

    def _press(self, sign: str) -> None:
        if sign == "\u2713":
            self.close()
            self.closed.emit()
        elif sign == "\u232b":
            self.rubbed.emit()
        else:
            self.digit.emit(sign)
