"""Reading a file in a process apart: whatever its bytes do to a library, the program goes on.

The same program is started with a hidden word, installed or frozen by PyInstaller alike; the file's
bytes and what is read from them go through pipes, so nothing of a patient is written to a disk.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec

import clinic_desktop
from clinic_desktop.domain.errors import UserError
from clinic_desktop.intake.contents import Contents, Unreadable
from clinic_desktop.intake.form import Form
from clinic_desktop.intake.reading_apart import Answer, Request
from clinic_desktop.intake.verb import READ_APART

LONGEST: Final = 10.0
"""Seconds until a reader is ended; one file takes less than one."""

STOPPED: Final = (
    "The file could not be read within the limits that keep a damaged file from doing harm. "
    "Open it in another program, copy the report's text and paste it."
)
_NOT_STARTED: Final = (
    "The part of the program that reads files could not be started. "
    "Open the file in another program, copy the report's text and paste it."
)


def pictures_of(pdf: bytes) -> tuple[bytes, ...]:
    """Return the first twenty pages of a PDF as PNG, drawn in a process of its own.

    Raises:
        UserError: as `read_limited`.
    """
    return read_limited(Form.PDF, pdf, as_pictures=True).pictures


def read_limited(
    form: Form, data: bytes, longest: float = LONGEST, *, as_pictures: bool = False
) -> Contents:
    """Return what stands in a file, read in a process of its own.

    With `as_pictures`, the pages of a PDF and no text.

    Raises:
        UserError: with the reader's own sentence, or when it crashed, was ended or took too long.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - the program itself
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        raise UserError(_NOT_STARTED) from None
    with process:
        try:
            said, _ = process.communicate(
                msgspec.msgpack.encode(Request(form, data, as_pictures)), longest
            )
        except subprocess.TimeoutExpired:
            raise UserError(STOPPED) from None
        finally:
            process.kill()
    if process.returncode:
        raise UserError(STOPPED)
    try:
        answer = msgspec.msgpack.decode(said, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise UserError(STOPPED) from None
    if answer.contents is None:
        raise Unreadable(answer.refused)
    return answer.contents


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, READ_APART]
    # Neither the folder the program was started in nor the user's packages are looked into.
    return [sys.executable, "-P", "-s", "-m", "clinic_desktop", READ_APART]


def _environment() -> dict[str, str]:
    """Return what the reader is told: never the passphrase, which may stand in ours."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    return kept | {"PYTHONPATH": str(Path(clinic_desktop.__file__).resolve().parents[1])}
