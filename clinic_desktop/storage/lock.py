"""One program per record: a lock of the operating system, which ends with the process."""

import os
import sys
from pathlib import Path

from clinic_desktop.storage.errors import RecordInUse

if sys.platform == "win32":  # pragma: no cover - only one of the two branches exists per system
    import msvcrt

    def _take(descriptor: int) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """The lock on a record, held from construction to `release`.

    The file stays when the lock ends: whoever removed it could remove the one that another
    program has just locked. A file left behind is no lock.

    Raises:
        RecordInUse: when another program, or this one, holds the lock.
    """

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(descriptor)
        except BlockingIOError:
            os.close(descriptor)
            raise RecordInUse(
                "This record is open in another window. Close it there first."
            ) from None
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """End the lock; a second call does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
