"""Noticing that nobody is there, and closing what must not stay open on a locked screen."""

import sys
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputEvent
from PySide6.QtWidgets import QApplication, QDialog, QProgressDialog, QWidget
from shiboken6 import isValid

_LOOK_MS: Final = 1000
_HANDLED: Final = QEvent.Type(QEvent.registerEventType())
_SIGNS_OF_LIFE: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)

if sys.platform == "linux":

    def seconds() -> float:
        """Return a time that no setting of the clock changes, and that goes on in sleep."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)  # the monotonic clock stops in sleep

elif sys.platform == "darwin":

    def seconds() -> float:
        """Return a time that no setting of the clock changes, and that goes on in sleep."""
        # Python's monotonic clock stops in sleep there (CPython issue 86273).
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)

else:

    def seconds() -> float:
        """Return a time that no setting of the clock changes, and that goes on in sleep."""
        # It counts sleep on Windows (Microsoft, "Windows Time").
        return time.monotonic()


class Idle(QObject):
    """Watches for keys, mouse, wheel and touch anywhere in the program.

    Signals:
        passed: there was none for as long as is allowed.
    """

    passed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock: Callable[[], float] = seconds
        self._last = 0.0
        self._allowed = 0.0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self, minutes: float) -> None:
        """Watch from now on."""
        self._allowed = minutes * 60
        self._last = self.clock()
        self._timer.start()
        self._watch()

    def end(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self._watch(on=False)

    def look(self) -> None:
        """Say so if nobody was there for too long."""
        if self._timer.isActive() and self._is_over():
            self.passed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: note that somebody is there.

        Whoever wakes a computer that slept for too long comes after the time was over: what they
        press or move reaches nothing.
        """
        # Every event of the program comes by: asking for the class costs a tenth of the type.
        if isinstance(event, QInputEvent) and event.type() in _SIGNS_OF_LIFE:
            if self._is_over():
                QTimer.singleShot(0, self, self.look)
                return True
            self._last = self.clock()
            # What this sets off are hundreds of events, of which a third of the time went into
            # being asked about. All of it, the painting too, comes before the next is read.
            self._watch(on=False)
            lowest = Qt.EventPriority.LowEventPriority.value - 1
            QCoreApplication.postEvent(self, QEvent(_HANDLED), lowest)
        return False

    def customEvent(self, event: QEvent) -> None:
        """Override QObject.customEvent: watch again."""
        if event.type() == _HANDLED and self._timer.isActive():
            self._watch()

    def _watch(self, *, on: bool = True) -> None:
        app = QApplication.instance()
        if app is not None and on:
            app.installEventFilter(self)
        elif app is not None:
            app.removeEventFilter(self)

    def _is_over(self) -> bool:
        return self.clock() - self._last >= self._allowed


def close_dialogs() -> bool:
    """Cancel every dialog and menu that is open; return whether there was one.

    The code that opened a dialog goes on only after this returns.
    """
    found = False
    while (menu := QApplication.activePopupWidget()) is not None and menu.close():
        found = True
    # The innermost first: a window below one that is still open gets no keyboard back, and the
    # passphrase would be typed into nothing (seen).
    for dialog in sorted(QApplication.topLevelWidgets(), key=_windows_below, reverse=True):
        if isinstance(dialog, QDialog) and dialog.isVisible():
            found = True
            if isinstance(dialog, QProgressDialog):
                dialog.cancel()
            # Not `reject`, in which a dialog may ask whether what was typed is to be given up.
            dialog.done(QDialog.DialogCode.Rejected)
    return found


def _windows_below(widget: QWidget) -> int:
    """Return how many windows a window stands in front of."""
    parent = widget.parentWidget()
    return 1 + _windows_below(parent.window()) if parent is not None else 0


def is_still_shown(widget: QWidget) -> bool:
    """Return whether locking has not taken a widget away while a dialog of the system was open.

    Such a dialog belongs to no one here: it stays when all others are cancelled.
    """
    return isValid(widget) and widget.isVisible()


def clear_clipboard() -> None:
    """Take from the clipboard what this program put there."""
    clipboard = QApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        from PySide6.QtGui import QClipboard

        clipboard.clear(QClipboard.Mode.Selection)
