"""Folders for what is tried, in memory where there is such a place: the disk is modelled."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path


@contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        yield Path(folder).resolve()


@cache
def _memory() -> str | None:
    """Return a folder that is kept in memory, if there is one to write in."""
    if "TMPDIR" in os.environ:
        return None
    try:
        found = subprocess.run(
            ["findmnt", "--raw", "--noheadings", "--types", "tmpfs", "--output", "TARGET"],
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return None
    folders = (Path(line) for line in found.stdout.splitlines())
    return next((str(f) for f in folders if f.name == "shm" and os.access(f, os.W_OK)), None)
