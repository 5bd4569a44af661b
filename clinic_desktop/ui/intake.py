"""The ways an imaging report comes in, handed to the window by the composition root."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from clinic_desktop.domain.incoming import SUFFIXES, IncomingReport, StudyDetails
from clinic_desktop.domain.reading import ReportReading


class Intake(NamedTuple):
    """What reads imaging reports.

    `read` reads findings from a text, `details` what it says of study and person. `open_file` gives
    the report in a file, `pages` those of a PDF drawn as PNG; both take long enough to leave the
    window's thread, and raise `UserError` for a file that cannot be read. `suffixes` are the
    endings it knows.
    """

    read: Callable[[str], ReportReading]
    details: Callable[[str], StudyDetails]
    open_file: Callable[[Path], IncomingReport]
    pages: Callable[[bytes], tuple[bytes, ...]]
    suffixes: tuple[str, ...] = SUFFIXES
