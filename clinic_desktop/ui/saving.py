"""Writing a file whole or not at all, and never among those of the record."""

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there; a link's target is written, not the link.

    Raises:
        OSError: when it cannot be written, or a folder or a device stands there. Nothing that was
            there before is touched then.
    """
    path = _resolved(path)
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        raise OSError(None, f"{path.name or path} is no file")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".saving-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def lies_in(path: Path, folder: Path) -> bool:
    """Return whether a file would be written into a folder, links and spellings of it followed.

    It would not where a folder cannot be reached, as on a share that is gone.
    """
    try:
        above = _resolved(path).parents
    except OSError:
        return False
    return any(is_same(one, folder) for one in above)


def is_same(one: Path, other: Path) -> bool:
    """Return whether two paths lead to one file or folder, which both must be there for."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError:  # Python before 3.13 says so of links that lead in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None
