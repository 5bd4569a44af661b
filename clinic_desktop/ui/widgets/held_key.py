"""Telling a key that is held down from one that is pressed again."""

from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent

_AT_ONCE_MS: Final = 2


class HeldKey:
    """Follows the key events of a page.

    X11 sends a release and a press at one moment for each repeat, and Qt calls the press repeated
    only if it stood in the queue already: a quick program gets it too soon (seen).
    """

    def __init__(self) -> None:
        self._released = (0, 0)

    def follow(self, event: QEvent) -> None:
        """Take note of a key's release."""
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            self._released = (event.key(), event.timestamp())

    def repeats(self, event: QKeyEvent) -> bool:
        """Whether a key that is held down sent this press."""
        key, at = self._released
        at_once = event.timestamp() > 0 and event.timestamp() - at <= _AT_ONCE_MS
        return event.isAutoRepeat() or (at_once and key == event.key())
