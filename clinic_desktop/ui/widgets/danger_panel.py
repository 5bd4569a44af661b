"""What forbids testing, as a report's text was read: told at once, before it is taken over."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.ui.style import TARGET
from clinic_desktop.ui.widgets.form import scrolling, words

_MOST_LINES: Final = 7


class DangerPanel(QFrame):
    """Shows a red line for each danger that waits, and the ways to answer.

    Signals:
        accepted: all of them are taken over, and Safety asks.
        put_aside: the place of the one that is set aside.
    """

    accepted = Signal()
    put_aside = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[str, ...] = ()
        self.accept = QPushButton(self.tr("Take over and ask the safety questions"))
        self.accept.setProperty("primary", True)
        self.accept.clicked.connect(self.accepted)
        self.aside: list[QPushButton] = []
        self._area = scrolling(QWidget())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.addWidget(self._area, 1)
        row.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_dangers(self, lines: Sequence[str], locked: str) -> None:
        """Mirror dangers.

        Args:
            lines: a sentence for each.
            locked: why nothing can be taken over yet, "" where it can.
        """
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._rebuild()
        self.accept.setEnabled(not locked)
        for button in self.aside:
            button.setEnabled(not locked)
        self.accept.setToolTip(locked)
        self.setVisible(bool(lines))

    def start(self) -> bool:
        """Put the keyboard on the first answer; return whether there is anything to answer."""
        can_answer = not self.isHidden() and self.accept.isEnabled()
        if can_answer:
            self.accept.setFocus(Qt.FocusReason.OtherFocusReason)
        return can_answer

    def stay(self, place: int) -> bool:
        """Keep the keyboard beside where a danger was set aside; return whether one is left."""
        left = [button for button in self.aside if button.isEnabled()]
        if place < 0 or not left:
            return False
        beside = left[min(place, len(left) - 1)]
        beside.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(beside)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: fit the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: fit the lines to another size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Take the height the lines need, up to a few: more scroll, what is below keeps room."""
        width = self._area.width() - self._area.verticalScrollBar().width()
        inner = self._area.widget()
        rows = inner.layout() if inner is not None else None
        if rows is not None:
            needed = max(rows.minimumHeightForWidth(width), rows.minimumSize().height())
            most = max(_MOST_LINES * self.fontMetrics().lineSpacing(), 2 * TARGET)
            self._area.setFixedHeight(min(needed, most))

    def _rebuild(self) -> None:
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        self.aside = []
        for place, line in enumerate(self._lines):
            button = QPushButton(self.tr("Set aside"))
            button.setAccessibleName(
                self.tr("Set aside {number}: {line}").format(number=place + 1, line=line)
            )
            button.clicked.connect(lambda _=False, at=place: self.put_aside.emit(at))
            self.aside.append(button)
            row = QHBoxLayout()
            row.addWidget(words(line, role="alert"), 1)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            rows.addLayout(row)
        self._area.setWidget(inner)
        self._fit()
        # What takes the danger over comes first.
        for one, following in pairwise((self.accept, *self.aside)):
            QWidget.setTabOrder(one, following)
