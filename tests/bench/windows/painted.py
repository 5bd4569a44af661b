"""Saying that a window is painted and takes events, and then waiting to be let go."""

import os
import sys
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

PAINTED: Final = b"p"


class _FirstPaint(QObject):
    """Waits for a window's first painting; what waited in the event loop comes before the word."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Override QObject.eventFilter."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, tell)
        return False


def tell_when_painted(window: QWidget) -> None:
    """Say to the parent when a window is first painted and the event loop goes round again."""
    window.installEventFilter(_FirstPaint(window))


def tell() -> None:
    """Say it, and stay as it is until the parent has looked."""
    os.write(sys.stdout.fileno(), PAINTED)
    sys.stdin.buffer.read(1)
    os._exit(0)  # what a program does when it ends is not measured
