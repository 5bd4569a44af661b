"""A report as plain text: whatever way its letters were written."""

import codecs
import re
from typing import Final

from clinic_desktop.intake.contents import Contents, Unreadable, tidy

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HALF: Final = 0.4
_SAMPLE: Final = 4_096

GUESSED: Final = (
    "The file does not say how its letters are written: look at accents and special signs."
)


def read_text(data: bytes) -> Contents:
    """Return the text of these bytes.

    Raises:
        Unreadable: when they are no text.
    """
    text, is_guessed = decoded(data)
    kept = tidy(text)
    if not kept.strip():
        raise Unreadable("The file is empty. Choose another file, or paste the report's text.")
    return Contents(text=kept, warnings=(GUESSED,) if is_guessed else ())


def decoded(data: bytes) -> tuple[str, bool]:
    """Return bytes as text, and whether the way they were written had to be guessed.

    Tried in turn: what the file's first bytes say, UTF-16 without such a mark, UTF-8, and
    Windows-1252, in which older programs write.

    Raises:
        Unreadable: when the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, errors="replace")), False
    if encoding := _unmarked_utf16(data):
        return _checked(data.decode(encoding, errors="replace")), False
    try:
        return _checked(data.decode("utf-8")), False
    except UnicodeDecodeError:
        return _checked(data.decode("cp1252", errors="replace")), True


def _unmarked_utf16(data: bytes) -> str:
    """Return the kind of UTF-16 in which every other byte is zero, as in Western languages."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs and sample[1::2].count(0) > _HALF * pairs and not sample[::2].count(0):
        return "utf-16-le"
    if pairs and sample[::2].count(0) > _HALF * pairs and not sample[1::2].count(0):
        return "utf-16-be"
    return ""


def _checked(text: str) -> str:
    controls = len(_CONTROLS.findall(text)) + text.count("\ufffd")
    if "\0" in text or controls * 50 > len(text):
        raise Unreadable(
            "The file is no text, and of no other kind that can be read. "
            "Open it in the program it belongs to, and paste the report's text."
        )
    return text
