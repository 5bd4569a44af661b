"""Writing files that only their owner reads and that a power cut leaves whole."""

import os
import sys
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    if sys.platform == "win32":  # pragma: no cover - Windows cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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


def write_private(path: Path, data: bytes) -> None:
    """Write or replace a file so that at any moment the old or the new one is there, whole."""
    new = temporary(path)
    new.unlink(missing_ok=True)
    make_private(new)
    new.write_bytes(data)
    sync_file(new)
    new.replace(path)
    sync_folder(path.parent)
