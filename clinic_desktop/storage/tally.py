"""How many answers and signatures a record has, kept beside it: a damaged one cannot be asked.

It only words what a restored backup would lack. So it is not synced: an answer would wait for it.
"""

import os
from contextlib import suppress
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from clinic_desktop.domain.values import Count
from clinic_desktop.storage.folder import TALLY

_LINE_BYTES: Final = 192


class Counted(Struct, frozen=True, kw_only=True):
    """Answers saved and versions signed so far in a record, and when the last answer was saved."""

    record: str
    answers: Count
    signed: Count
    last_answer_at: Annotated[datetime, Meta(tz=True)] | None


class Tally:
    """The tally of the record in a folder. Where it cannot be written, it is left as it is."""

    def __init__(self, folder: Path, record: str) -> None:
        self._record = record
        self._file: FileIO | None = None
        with suppress(OSError):
            descriptor = os.open(
                folder / TALLY, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600
            )
            self._file = FileIO(descriptor, "r+")

    def write(self, answers: int, signed: int, last_answer_at: datetime | None) -> None:
        """Note what the record holds now."""
        line = msgspec.json.encode(
            Counted(
                record=self._record,
                answers=answers,
                signed=signed,
                last_answer_at=last_answer_at,
            )
        )
        if self._file is not None:
            with suppress(OSError):
                self._file.seek(0)
                # All lines are of one length, so that none ever stands half over another.
                self._file.write(line.ljust(_LINE_BYTES - 1) + b"\n")

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None


def read(folder: Path) -> Counted | None:
    """Return what was noted; `None` where that cannot be read."""
    try:
        with (folder / TALLY).open("rb") as file:
            return msgspec.json.decode(file.read(_LINE_BYTES), type=Counted)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
