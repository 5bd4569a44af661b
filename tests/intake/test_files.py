"""Opening a file: every kind gives a report, everything else one plain sentence."""

import os
from datetime import date
from pathlib import Path

import pytest

from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.imaging import Modality
from clinic_desktop.intake.files import MAX_BYTES, open_file
from clinic_desktop.intake.pdf_file import SCAN
from tests.intake import made

PDF = made.pdf(made.LINES)
REPORTS = {
    "a.txt": (made.TEXT, "text/plain"),
    "no-ending": (made.TEXT, "text/plain"),
    "a.pdf": (PDF, "application/pdf"),
    "really-a-pdf.txt": (PDF, "application/pdf"),
    "a.hl7": (made.HL7, "application/hl7-v2"),
    "pdf-inside.hl7": (made.hl7_with_pdf(PDF), "application/hl7-v2"),
    "a.json": (made.FHIR, "application/fhir+json"),
    "a.dcm": (made.structured_report(), "application/dicom"),
    "pdf-inside.dcm": (made.dicom(document=PDF), "application/dicom"),
}
REFUSED = {
    "empty.pdf": b"",
    "blank.txt": b" \n ",
    "cut.pdf": PDF[: len(PDF) // 3],
    "locked.pdf": made.pdf(made.LINES, password="secret"),
    "bomb.pdf": made.bomb(),
    "binary.txt": bytes(range(256)) * 99,
    "text.dcm": b"\x08\x00\x05\x00" + b"nothing more of DICOM",
    "cut.hl7": made.HL7[:200],
    "cut.json": made.FHIR[:-40],
    "deep.json": b'{"a":' + b"[" * 100_000,
    "letter.docx": b"PK\x03\x04" + b"x" * 99,
    "letter.rtf": b"{\\rtf1 words}",
    "photo.jpg": b"\xff\xd8\xff" + b"x" * 99,
    "huge.txt": b"word " * 60_000,
    "large.pdf": PDF + b"\0" * MAX_BYTES,
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_of_every_kind_is_opened(tmp_path: Path, name: str) -> None:
    data, media_type = REPORTS[name]
    path = tmp_path / name
    path.write_bytes(data)
    found = open_file(path)
    assert (found.name, found.media_type, found.data) == (name, media_type, data)
    assert "L4-L5" in found.text
    assert found.details.patient_name
    assert found.details.birth_date == date(1967, 4, 1)
    assert found.details.modality is Modality.MRI
    assert not found.pictures
    assert not found.warnings


@pytest.mark.parametrize("name", REFUSED)
def test_whatever_cannot_be_read_is_told_in_one_or_two_sentences(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(REFUSED[name])
    with pytest.raises(UserError) as told:
        open_file(path)
    sentence = str(told.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 200


def test_a_scan_comes_with_pictures_and_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(made.pdf((), ()))
    found = open_file(path)
    assert (found.text, len(found.pictures), found.warnings) == ("", 2, (SCAN,))


def test_what_the_format_says_goes_before_what_the_text_says(tmp_path: Path) -> None:
    path = tmp_path / "a.hl7"
    path.write_bytes(made.hl7_with_pdf(PDF))
    found = open_file(path).details
    assert found.patient_name == "SAMPLE, PATIENT Q"
    assert found.performed_on == date(2026, 10, 5)


def test_a_path_that_is_no_file_or_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not a file"):
        open_file(tmp_path)
    with pytest.raises(UserError, match="is not a file"):
        open_file(tmp_path / "gone.pdf")


def test_a_file_that_may_not_be_opened_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(UserError, match=r"cannot be opened \(Permission denied\)"):
        open_file(path)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps names in Unicode")
def test_a_name_in_no_known_letters_can_be_kept(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/report-\xff.txt"))
    path.write_bytes(made.TEXT)
    assert open_file(path).name == "report-?.txt"
