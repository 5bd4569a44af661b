"""What forbids testing, as a report's text was read: told at once, before it is taken over."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

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
        self._rows = QWidget()
        self._place = QVBoxLayout(self._rows)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._area: QScrollArea | None = scrolling(self._rows)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(4)
        self._column.addWidget(self._area)
        self._column.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignLeft)
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

    def show_whole(self) -> None:
        """Show every line, on a page that scrolls itself."""
        if self._area is not None:
            self._area.takeWidget()
            self._area.hide()
            self._area = None
            self._column.insertWidget(0, self._rows)
            self._rows.show()

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
        if self._area is not None:
            self._area.ensureWidgetVisible(beside)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: fit the lines anew."""
        super().resizeEvent(event)
        # What is around is being laid out now and would not hear of another height.
        QTimer.singleShot(0, self, self._fit)

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: fit the lines to another size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Take the height the lines need, up to a few: more scroll, what is below keeps room."""
        if self._area is not None:
            width = self._area.width() - self._area.verticalScrollBar().width()
            needed = self._place.minimumHeightForWidth(width)
            needed = max(needed, self._place.minimumSize().height())
            most = max(_MOST_LINES * self.fontMetrics().lineSpacing(), 2 * TARGET + 8)
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
        while (item := self._place.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._place.addWidget(inner)
        self._fit()
        # What takes the danger over comes first.
        for one, following in pairwise((self.accept, *self.aside)):
            QWidget.setTabOrder(one, following)
