"""Where the text of a report is from: typed or pasted here, or a file's, edited or not."""

import hashlib
from enum import StrEnum

import msgspec

from clinic_desktop.domain.imaging import ImagingReport, Original


class TextSource(StrEnum):
    """Where a report's text is from; the words of each stand in the wording."""

    TRANSCRIBED = "transcribed"
    FILE = "file"
    FILE_EDITED = "file_edited"


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def with_text_of(original: Original, text: str) -> Original:
    """Return the file with the hash of the text that came out of it; of no text there is none."""
    return msgspec.structs.replace(original, text_sha256=text_digest(text) if text else None)


def text_source(report: ImagingReport) -> TextSource:
    """Return where a report's text is from."""
    came = report.original.text_sha256 if report.original else None
    if came is None:
        return TextSource.TRANSCRIBED
    is_same = text_digest(report.text or "") == came
    return TextSource.FILE if is_same else TextSource.FILE_EDITED
