"""What a reader gives: the text of a report, and what its format says of study and person."""

import re
from typing import Final

from msgspec import Struct

from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.incoming import StudyDetails

LONGEST: Final = 200_000
"""Characters of text: many times the longest imaging report."""

WITHDRAWN: Final = (
    "The file says that this report was withdrawn or cancelled. Ask for the report that holds."
)
PRELIMINARY: Final = "The file says that this report is preliminary. Ask for the final one."

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00a0\u2007\u202a-\u202f\u2066-\u2069\ufeff\ufffe]"
)
_LONE: Final = re.compile("[\ud800-\udfff]")
_ENDS: Final = re.compile(r"[ \t]+$", re.MULTILINE)
_GAPS: Final = re.compile(r"\n{4,}")


class Contents(Struct, frozen=True, kw_only=True):
    """What stands in one file. `pictures` are pages as PNG; `warnings` are plain sentences."""

    text: str = ""
    details: StudyDetails = StudyDetails()
    pictures: tuple[bytes, ...] = ()
    warnings: tuple[str, ...] = ()


class Unreadable(UserError):
    """A file that cannot be read: what it is, and what to do instead."""


def tidy(text: str) -> str:
    """Return a text as it is kept: sign for sign, its lines ended by line feeds.

    A sign that a page does not show becomes a space, those that would turn the order of the letters
    about among them; so do hard spaces, so that a text field gives back what it was given. Nothing
    but the second half of a line's end is left out: a place in the file is a place in the text.

    Raises:
        Unreadable: when there is more text than a report has.
    """
    if len(text) > LONGEST:
        raise Unreadable(
            "The file holds far more text than an imaging report. "
            "Open it in another program, and paste the report's part."
        )
    return _LONE.sub("\ufffd", _UNSEEN.sub(" ", _LINE_ENDS.sub("\n", text)))


def trimmed(text: str) -> str:
    """Return a tidy text without spaces at its lines' ends, long gaps and empty lines around it."""
    return _GAPS.sub("\n\n\n", _ENDS.sub("", tidy(text))).strip("\n")


def joined(parts: list[str]) -> str:
    """Return parts of one report under each other; a part that stands in another is left out."""
    kept: list[str] = []
    for part in map(trimmed, parts):
        words = " ".join(part.split())
        if words and not any(words in " ".join(other.split()) for other in kept):
            kept.append(part)
    return trimmed("\n\n".join(kept))
