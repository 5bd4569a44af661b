"""What a file is: its first bytes go before its ending."""

import pytest

from clinic_desktop.intake.contents import Unreadable
from clinic_desktop.intake.form import Form, form_of
from tests.intake import made

PDF = made.pdf(made.LINES)


@pytest.mark.parametrize(
    ("data", "suffix", "form"),
    [
        (made.TEXT, ".txt", Form.TEXT),
        (made.TEXT, ".pdf", Form.TEXT),
        (made.TEXT, "", Form.TEXT),
        (PDF, ".pdf", Form.PDF),
        (PDF, ".txt", Form.PDF),
        (b"junk before\n" + PDF, ".pdf", Form.PDF),
        (b"It begins with %PDF- it says", ".txt", Form.TEXT),
        (made.HL7, ".hl7", Form.HL7),
        (b"\x0b" + made.HL7, ".txt", Form.HL7),
        (b"\xef\xbb\xbf" + made.HL7, ".dcm", Form.HL7),
        (b"MSHA is a word", ".txt", Form.TEXT),
        (made.FHIR, ".json", Form.FHIR),
        (made.FHIR, ".txt", Form.FHIR),
        (b"{no quote", ".json", Form.TEXT),
        (made.structured_report(), ".dcm", Form.DICOM),
        (made.structured_report(), ".txt", Form.DICOM),
        (made.structured_report()[132:], ".DCM", Form.DICOM),
        (made.structured_report()[132:], ".txt", Form.TEXT),
    ],
)
def test_a_file_is_known_by_its_bytes_first(data: bytes, suffix: str, form: Form) -> None:
    assert form_of(data, suffix) is form


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{\\rtf1\\ansi L4-L5 bulge}", "RTF"),
        (b"PK\x03\x04rest", "Word or LibreOffice"),
        (b"\xd0\xcf\x11\xe0\xa1", "old Word"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"\xef\xbb\xbf<?xml", "XML"),
        (b"\n<!DOCTYPE html>", "web page"),
    ],
)
def test_a_kind_that_cannot_be_read_is_named_and_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=f"{words}.*(paste|Type)"):
        form_of(data, ".txt")


def test_each_kind_has_its_media_type() -> None:
    assert [form.media_type.partition("/")[0] for form in Form] == ["text", *["application"] * 4]
