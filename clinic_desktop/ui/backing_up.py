"""Making backups of an open record when they are due, in a thread beside the work."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from clinic_desktop.domain.backups import Backup
from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui import lock

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_POLL_MS: Final = 100
_REST_SECONDS: Final = 15 * 60
"""How long a backup that failed is not tried again by itself: each failure is in the trail."""


class BackingUp(QObject):
    """Makes the backups of one open record.

    Signals:
        made: the `Backup` that was made.
        failed: why none was made, and what to do.
    """

    made = Signal(object)
    failed = Signal(str)

    def __init__(self, record: "Record", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._record = record
        self._copying: _Copying | None = None
        self._again = False
        self._rests_until = 0.0
        # The thread is asked, it tells nothing by itself: this object may be gone when it ends.
        self._poll = QTimer(self, interval=_POLL_MS)
        self._poll.timeout.connect(self._collect)

    @property
    def is_running(self) -> bool:
        """Whether a backup is being made."""
        return self._copying is not None

    def look(self) -> None:
        """Make a backup if one is due, unless one failed a short while ago."""
        if self._copying is None and lock.seconds() >= self._rests_until:
            try:
                is_due = self._record.backups.is_due()
            except UserError as error:
                self._fail(str(error))
            else:
                if is_due:
                    self.make(if_needed=True)

    def backup_soon(self) -> None:
        """Make a backup if one is due now, or as soon as the one being made is ready."""
        self._rests_until = 0.0
        self._again = self._copying is not None
        self.look()

    def make(self, *, if_needed: bool = False) -> None:
        """Make a backup; with `if_needed`, only where the newest one is not recent enough."""
        if self._copying is not None:
            return
        try:
            self._copying = _Copying(self._record.backups.task(if_needed=if_needed))
        except UserError as error:
            self._fail(str(error))
        else:
            self._copying.start()
            self._poll.start()

    def finish(self, seconds: float) -> None:
        """Wait so long at most for a backup that is being made, and begin no other.

        One that takes longer is left to itself: it needs nothing of the open record.
        """
        self._again = False
        if self._copying is not None:
            self._copying.join(seconds)
            self._collect()
        self._poll.stop()

    def _collect(self) -> None:
        copying = self._copying
        if copying is None or copying.is_alive():
            return
        self._poll.stop()
        self._copying = None
        if isinstance(copying.error, UserError):
            self._fail(str(copying.error))
        elif copying.error is not None:
            raise copying.error
        elif copying.backup is not None:
            # The backup is there, even if the trail cannot be told of it.
            with suppress(UserError):
                self._record.backups.done(copying.backup)
            self.made.emit(copying.backup)
        if self._again:
            self._again = False
            self.look()

    def _fail(self, sentence: str) -> None:
        self._rests_until = lock.seconds() + _REST_SECONDS
        with suppress(UserError):
            self._record.backups.failed()
        self.failed.emit(sentence)


class _Copying(threading.Thread):
    """Makes one backup. The program may end meanwhile: what is unfinished is replaced later."""

    def __init__(self, task: Callable[[], Backup]) -> None:
        super().__init__(name="backup", daemon=True)
        self._task = task
        self.backup: Backup | None = None
        self.error: Exception | None = None

    def run(self) -> None:
        """Override Thread.run: make the backup and keep what came of it."""
        try:
            self.backup = self._task()
        except Exception as error:  # noqa: BLE001 - raised again in the window's thread
            self.error = error
