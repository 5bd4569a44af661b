"""Reading one file after another, in a thread beside the window."""

import threading
from collections.abc import Callable
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from clinic_desktop.domain.errors import UserError

_POLL_MS: Final = 50


class Named(Protocol):
    """A file, by its path or by its bytes."""

    @property
    def name(self) -> str:
        """What it is called, without its folder."""


class FileReading(QObject):
    """Reads files one after the other, in the order they were given.

    Signals:
        began: the name of the file that is being read; "" when none is any more.
        done: what was read.
        failed: why a file was not read, and what to do.
    """

    began = Signal(str)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, open_file: Callable[[Any], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_file = open_file
        self._waiting: list[Named] = []
        self._reading: _Reading | None = None
        # As in `BackingUp`: the thread is asked, it tells nothing by itself.
        self._poll = QTimer(self, interval=_POLL_MS)
        self._poll.timeout.connect(self._collect)

    @property
    def is_running(self) -> bool:
        """Whether a file is being read."""
        return self._reading is not None

    def read(self, *files: Named) -> None:
        """Read these files after those that wait."""
        self._waiting += files
        if self._reading is None:
            self._next()

    def cancel(self) -> None:
        """Give up the file that is being read and those that wait; nothing comes of them."""
        self._waiting = []
        self._next()

    def _next(self) -> None:
        self._poll.stop()
        self._reading = None
        if not self._waiting:
            self.began.emit("")
            return
        file = self._waiting.pop(0)
        self._reading = _Reading(self._open_file, file)
        self._reading.start()
        self._poll.start()
        self.began.emit(file.name)

    def _collect(self) -> None:
        reading = self._reading
        if reading is None or reading.is_alive():
            return
        self._next()
        if isinstance(reading.error, UserError):
            self.failed.emit(str(reading.error))
        elif reading.error is not None:
            raise reading.error
        else:
            self.done.emit(reading.found)


class _Reading(threading.Thread):
    """Reads one file; nothing waits for it when the window closes."""

    def __init__(self, open_file: Callable[[Any], object], file: Named) -> None:
        super().__init__(name="reading a file", daemon=True)
        self._open_file = open_file
        self._file = file
        self.found: object = None
        self.error: Exception | None = None

    def run(self) -> None:
        """Override Thread.run: read the file and keep what came of it."""
        try:
            self.found = self._open_file(self._file)
        except Exception as error:  # noqa: BLE001 - raised again in the window's thread
            self.error = error
