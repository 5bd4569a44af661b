"""Doing what can wait once everything is answered and painted, in portions."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer

_PORTION: Final = QEvent.Type(QEvent.registerEventType())
_BEHIND_PAINTING: Final = Qt.EventPriority.LowEventPriority.value - 1
"""Qt paints at the low priority: what is posted below it comes when the screen is up to date."""


class Afterwards(QObject):
    """Works through an iterator. Between two portions keys are answered and changes painted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._portions: Iterator[object] = iter(())
        # A portion that posted the next one itself would keep the event loop from going round.
        self._round = QTimer(self, singleShot=True, interval=0)
        self._round.timeout.connect(self._post)

    def begin(self, portions: Iterator[object]) -> None:
        """Work through these portions in place of what is left of those before."""
        self._portions = portions
        self._round.start()

    def drop(self) -> None:
        """Leave undone what is left."""
        self._portions = iter(())
        self._round.stop()

    def customEvent(self, event: QEvent) -> None:
        """Override QObject.customEvent: do the next portion."""
        end = object()
        if event.type() == _PORTION and next(self._portions, end) is not end:
            self._round.start()

    def _post(self) -> None:
        QCoreApplication.postEvent(self, QEvent(_PORTION), _BEHIND_PAINTING)
