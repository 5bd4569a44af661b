"""What the pages before the record share: a narrow column, a sentence under it, one button."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.errors import TooEarly, UserError
from clinic_desktop.ui.countdown import Countdown
from clinic_desktop.ui.widgets.form import scrolling, title
from clinic_desktop.ui.widgets.telling import Telling

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_WIDTH = 560
SHORTEST = 8
"""Characters a passphrase needs at least."""


class EntryPage(QWidget):
    """A narrow column in the middle of the window. Enter presses its button.

    Signals:
        opened: the record that was opened, and what is to be said once it is shown.
    """

    opened = Signal(object, str)

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = Telling()
        self.go = QPushButton()
        self.go.setProperty("primary", True)
        self.go.clicked.connect(self.submit)
        self._countdown = Countdown(self.go)
        self._countdown.over.connect(self._try_again)
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        self.column.addStretch()
        self.column.addWidget(title(self.tr(heading)))
        holder = QWidget()
        holder.setFixedWidth(_WIDTH)
        holder.setLayout(self.column)
        inner = QWidget()
        middle = QHBoxLayout(inner)
        middle.addStretch()
        middle.addWidget(holder)
        middle.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(inner))

    def finish(self, *others: QPushButton) -> None:
        """Put the sentence and the button under what was added, other buttons beside it."""
        row = QHBoxLayout()
        for button in others:
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.go)
        self.column.addWidget(self.told)
        self.column.addLayout(row)
        self.column.addStretch()

    def start(self) -> None:
        """Put the keyboard where typing begins."""
        raise NotImplementedError

    def submit(self) -> None:
        """Do what the button says."""
        raise NotImplementedError

    def say(self, words: str) -> None:
        """Add a paragraph to the column."""
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.column.addWidget(label)

    def ask(self, field: QWidget, sentence: str) -> None:
        """Say what is still needed, and put the keyboard there."""
        self.told.say(sentence)
        field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: Enter ends here, so that no other page hears of it."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        button = QApplication.focusWidget()
        if isinstance(button, QAbstractButton):
            button.click()
        elif self.go.isEnabled():
            self.submit()

    def try_opening(
        self, opening: Callable[[], "Record"], then: Callable[["Record"], None] | None = None
    ) -> None:
        """Open a record and say so, or tell why not."""
        self.go.setEnabled(False)
        try:
            with self.told.busy(self.tr("Unlocking\u2026")):
                record = opening()
        except UserError as error:
            self.go.setEnabled(True)
            self.refuse(error)
            return
        self.told.clear()
        if then is not None:
            then(record)
        else:
            self.opened.emit(record, "")

    def refuse(self, error: UserError) -> None:
        """Tell why the record was not opened; one who is too early sees how long it still is."""
        self.told.say(str(error))
        if isinstance(error, TooEarly):
            self._countdown.begin(error.wait)

    def _try_again(self) -> None:
        self.told.clear()
        self.start()
