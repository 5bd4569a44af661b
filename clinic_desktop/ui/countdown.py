"""Holding a button back for a while, and showing on it how long."""

import math
from datetime import timedelta

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton


class Countdown(QObject):
    """Disables a button and counts down on it.

    Signals:
        over: the button can be pressed again.
    """

    over = Signal()

    def __init__(self, button: QPushButton) -> None:
        super().__init__(button)
        self._button = button
        self._words = ""
        self._until = QDeadlineTimer()
        self._tick = QTimer(self, interval=200)
        self._tick.timeout.connect(self._look)

    def begin(self, wait: timedelta) -> None:
        """Hold the button back for this long."""
        self._words = self._words or self._button.text()
        self._until = QDeadlineTimer(math.ceil(wait / timedelta(milliseconds=1)))
        self._button.setEnabled(False)
        self._tick.start()
        self._look()

    def _look(self) -> None:
        left = self._until.remainingTime()
        if left > 0:
            words = self.tr("{words} in {seconds} s")
            seconds = math.ceil(left / 1000)
            self._button.setText(words.format(words=self._words, seconds=seconds))
            return
        self._tick.stop()
        self._button.setText(self._words)
        self._words = ""
        self._button.setEnabled(True)
        self.over.emit()
