"""Folders for what is tried, in memory where there is such a place: the disk is modelled."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import in_memory


@contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=in_memory.folder()) as folder:
        yield Path(folder).resolve()
