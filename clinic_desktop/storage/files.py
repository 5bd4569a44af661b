"""Writing files that only their owner reads and that a power cut leaves whole."""

import errno
import os
import sys
from pathlib import Path
from typing import Final

_BESIDE: Final = ("-wal", "-shm", "-journal", "")


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the file system can be asked to."""
    if sys.platform == "win32":  # pragma: no cover - Windows cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems sync files, but no folders.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner enters, with those above it, and make its name durable."""
    new = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(new):
        path.mkdir(mode=0o700)
        sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make a file's content durable."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def make_private(path: Path) -> None:
    """Make an empty file that only its owner reads.

    Raises:
        FileExistsError: when there is one.
    """
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def temporary(path: Path) -> Path:
    """Return the name under which a file is written before it takes its own."""
    return path.with_name(f"{path.name}.new")


def with_companions(database: Path) -> tuple[Path, ...]:
    """Return the names of what SQLite keeps beside a database, and last its own."""
    return tuple(database.with_name(f"{database.name}{end}") for end in _BESIDE)


def remove(*paths: Path) -> None:
    """Take away the files that are there."""
    for path in paths:
        path.unlink(missing_ok=True)


def write_private(path: Path, data: bytes) -> None:
    """Write or replace a file so that at any moment the old or the new one is there, whole."""
    new = temporary(path)
    new.unlink(missing_ok=True)
    make_private(new)
    new.write_bytes(data)
    sync_file(new)
    new.replace(path)
    sync_folder(path.parent)
