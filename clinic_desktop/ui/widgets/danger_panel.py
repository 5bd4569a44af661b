"""What forbids testing, as a report's text was read: told at once, before it is taken over."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.ui.widgets.form import words


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
        self._lines_shown = QWidget()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 4)
        self._row.addWidget(self._lines_shown, 1)
        self._row.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignTop)
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
        left[min(place, len(left) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _rebuild(self) -> None:
        old, self._lines_shown = self._lines_shown, QWidget()
        rows = QVBoxLayout(self._lines_shown)
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
        self._row.replaceWidget(old, self._lines_shown)
        old.hide()
        old.deleteLater()
        # What takes the danger over comes first.
        for one, following in pairwise((self.accept, *self.aside)):
            QWidget.setTabOrder(one, following)
