"""What a record keeps as the clinic's picture: PNG or JPEG bytes, seen by their beginning."""

from typing import Final

MAX_BYTES: Final = 2_000_000
"""Every report holds it, and every backup each report."""

_BEGINNINGS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def is_logo(data: bytes) -> bool:
    """Return whether these bytes can be a record's logo."""
    return len(data) <= MAX_BYTES and data.startswith(_BEGINNINGS)
