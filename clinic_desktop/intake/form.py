"""What a file is: by its first bytes, and by its ending only where these do not say."""

import re
from enum import StrEnum
from typing import Final

from clinic_desktop.intake.contents import Unreadable


class Form(StrEnum):
    """The kinds of file a report can be read from."""

    TEXT = "text"
    PDF = "pdf"
    HL7 = "hl7"
    FHIR = "fhir"
    DICOM = "dicom"

    @property
    def media_type(self) -> str:
        """What such a file is called where it is kept."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES: Final = {
    Form.TEXT: "text/plain",
    Form.PDF: "application/pdf",
    Form.HL7: "application/hl7-v2",
    Form.FHIR: "application/fhir+json",
    Form.DICOM: "application/dicom",
}

_DOCUMENT: Final = (
    "cannot be read here. Open it in the program that wrote it, and paste the report's text "
    "or save it as PDF."
)
_PICTURE: Final = (
    "The file is a picture: there is no text in it to read. "
    "Type the report's words, or ask for the report as text or PDF."
)
_KNOWN_UNREADABLE: Final = (
    (b"{\\rtf", f"A text with formatting (RTF) {_DOCUMENT}"),
    (b"PK\x03\x04", f"A Word or LibreOffice document, or a ZIP archive, {_DOCUMENT}"),
    (b"\xd0\xcf\x11\xe0", f"An old Word document {_DOCUMENT}"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"<?xml", f"An XML file {_DOCUMENT}"),
    (b"<ClinicalDocument", f"An XML file {_DOCUMENT}"),
    (b"<!DOCTYPE", f"A web page {_DOCUMENT}"),
    (b"<!doctype", f"A web page {_DOCUMENT}"),
    (b"<html", f"A web page {_DOCUMENT}"),
)
_PREAMBLE: Final = 128
_PDF_WITHIN: Final = 1_024
_HL7: Final = re.compile(rb"(?:MSH|FHS|BHS)[^\w\s]")
# DICOM without its preamble begins with a group number of 2 or 8, little endian.
_BARE_DICOM: Final = re.compile(rb"[\x02\x08]\x00.\x00", re.DOTALL)
_MARK: Final = b"\xef\xbb\xbf"


def form_of(data: bytes, suffix: str) -> Form:
    """Return what these bytes are; `suffix` is the file's ending, such as ".pdf".

    Raises:
        Unreadable: for a kind that is known and cannot be read; it says what to do instead.
    """
    if data[_PREAMBLE : _PREAMBLE + 4] == b"DICM":
        return Form.DICOM
    start = data[:_PDF_WITHIN].removeprefix(_MARK).lstrip(b"\x0b\x00 \t\r\n")
    for mark, sentence in _KNOWN_UNREADABLE:
        if start.startswith(mark):
            raise Unreadable(sentence)
    if start.startswith(b"%PDF-"):
        return Form.PDF
    if _HL7.match(start):
        return Form.HL7
    if start.startswith((b"{", b"[")) and b'"' in start:
        return Form.FHIR
    return _by_ending(data, start, suffix.lower())


def _by_ending(data: bytes, start: bytes, suffix: str) -> Form:
    if b"%PDF-" in start and suffix == ".pdf":
        return Form.PDF
    if suffix in (".dcm", "") and _BARE_DICOM.match(data):
        return Form.DICOM
    return Form.TEXT
