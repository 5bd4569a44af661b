"""HL7 version 2: text lines with their escapes undone, an embedded PDF, person and study."""

from datetime import date

import pytest

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.imaging import Modality
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.intake.contents import PRELIMINARY, Unreadable
from clinic_desktop.intake.hl7_file import read_hl7
from clinic_desktop.intake.pdf_file import SCAN
from clinic_desktop.intake.text_file import GUESSED
from tests.intake import made


def with_line(text: str, kind: str = "TX") -> bytes:
    head = made.HL7.decode().split("\n")[0]
    return f"{head}\rOBX|1|{kind}|1||{text}\r".encode()


def test_the_text_is_joined_and_its_escapes_are_undone() -> None:
    assert read_hl7(made.HL7).text == (
        "FINDINGS:\n"
        "L4-L5: Left subarticular protrusion & annular fissure, which contacts the left L5 root.\n"
        "L5-S1: Unremarkable.\n"
        "No canal stenosis at any level. Width 12 mm.\n"
        "IMPRESSION: Protrusion at L4-L5.\n"
        "No other change."
    )


def test_person_and_study_come_from_their_own_fields() -> None:
    found = read_hl7(made.HL7).details
    assert found.patient_name == "SAMPLE, PATIENT Q"
    assert found.birth_date == date(1967, 4, 1)
    assert found.modality is Modality.MRI
    assert found.region is Region.LUMBAR
    assert found.contrast is YesNoUnknown.NO
    assert found.performed_on == date(2026, 10, 5)
    assert found.reported_on == date(2026, 10, 6)
    assert found.reporter == "RADIOLOGIST, SAMPLE"
    assert found.site == "EXAMPLE IMAGING"


@pytest.mark.parametrize(
    ("written", "reporter"),
    [
        ("17^RADIOLOGIST^SAMPLE^Q", "RADIOLOGIST, SAMPLE Q"),
        ("Dr Sample Radiologist", "Dr Sample Radiologist"),
        ("17", None),
        ("", None),
    ],
)
def test_the_reporter_in_the_ways_systems_write_one(written: str, reporter: str | None) -> None:
    data = made.HL7.replace(b"17&RADIOLOGIST&SAMPLE", written.encode())
    assert read_hl7(data).details.reporter == reporter


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\r\r\n"])
def test_lines_may_end_in_any_way_and_be_framed(end: bytes) -> None:
    data = b"\x0b" + end.join(made.HL7.split(b"\n")) + b"\x1c\r"
    assert read_hl7(data).text == read_hl7(made.HL7).text


def test_a_batch_with_one_message_is_opened() -> None:
    data = b"FHS|^~\\&|A\rBHS|^~\\&|A\r" + made.HL7.replace(b"\n", b"\r") + b"BTS|1\rFTS|1\r"
    assert read_hl7(data).text == read_hl7(made.HL7).text


def message(*segments: str) -> bytes:
    head = made.HL7.decode().split("\n")[0]
    return "\r".join([head, *segments]).encode()


JANE = "PID|1||1||SAMPLE^JANE||19800101"
MRI = "OBR|1|||MRI LUMBAR SPINE|||20260101"
CT = "OBR|2|||CT CERVICAL SPINE|||20260102"
WORDS = "OBX|1|TX|R||L4-L5 left protrusion."


def test_the_reports_of_two_patients_are_not_mixed() -> None:
    other = "PID|2||2||SAMPLE^BOB||19500101"
    with pytest.raises(Unreadable, match="names 2 patients"):
        read_hl7(message(JANE, MRI, WORDS, other, MRI, WORDS))


def test_the_reports_of_two_orders_are_not_mixed() -> None:
    with pytest.raises(Unreadable, match="reports of 2 orders"):
        read_hl7(message(JANE, MRI, WORDS, CT, WORDS))


def test_study_and_words_come_from_one_order() -> None:
    blank = "OBX|2|TX|R||"
    found = read_hl7(message(JANE, CT, blank, MRI, WORDS, blank, WORDS))
    assert found.text == "L4-L5 left protrusion.\n\nL4-L5 left protrusion."
    assert (found.details.modality, found.details.region) == (Modality.MRI, Region.LUMBAR)
    assert found.details.performed_on == date(2026, 1, 1)


@pytest.mark.parametrize("status", ["D", "W", "X"])
def test_what_was_withdrawn_is_not_read(status: str) -> None:
    gone = f"OBX|2|TX|R||L4-L5 right protrusion.||||||{status}"
    found = read_hl7(message(JANE, MRI, f"{WORDS}||||||F", gone))
    assert found.text == "L4-L5 left protrusion."
    assert found.warnings == ()
    with pytest.raises(Unreadable, match="holds no report"):
        read_hl7(message(JANE, MRI, gone))


def test_a_cancelled_order_is_refused() -> None:
    with pytest.raises(Unreadable, match="withdrawn"):
        read_hl7(message(JANE, f"{MRI}{'|' * 18}X", WORDS))


def test_a_preliminary_report_is_told() -> None:
    for segments in ((f"{MRI}{'|' * 18}P", WORDS), (MRI, f"{WORDS}||||||P")):
        assert read_hl7(message(JANE, *segments)).warnings == (PRELIMINARY,)


def test_several_messages_are_not_mixed() -> None:
    with pytest.raises(Unreadable, match="holds 2 messages"):
        read_hl7(made.HL7 + made.HL7)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"a\F\b\S\c\R\d\T\e\E\f", "a|b^c~d&e\\f"),
        (r"a\.br\b\.sp99999999999\c\.ce\d", "a\nb\nc\nd"),
        (r"a\.in+4\b\.ti\c", "a b c"),
        (r"\H\bold\N\ \Zxx\plain", "bold plain"),
        (r"\XC3A9\ \XE9\ \X4\ \Xzz\.", "é é  ."),
        ("a \\ b", "a \\ b"),
        ("5^6&7", "5^6&7"),
    ],
)
def test_escape_sequences(written: str, read: str) -> None:
    assert read_hl7(with_line(written)).text == read


def test_older_programs_write_windows_1252() -> None:
    found = read_hl7(with_line("Größe").decode().encode("cp1252"))
    assert found.text == "Größe"
    assert found.warnings == (GUESSED,)


def test_a_pdf_inside_is_read() -> None:
    found = read_hl7(made.hl7_with_pdf(made.pdf(made.LINES)))
    assert found.text == "\n".join(made.LINES)
    assert found.details.patient_name == "SAMPLE, PATIENT Q"


def test_a_scan_inside_comes_as_a_picture_unless_its_text_stands_beside_it() -> None:
    scan = made.pdf(())
    found = read_hl7(made.hl7_with_pdf(scan))
    assert (found.text, len(found.pictures), found.warnings) == ("", 1, (SCAN,))
    found = read_hl7(made.hl7_with_pdf(scan, text=b"L4-L5: bulge."))
    assert (found.text, found.pictures, found.warnings) == ("L4-L5: bulge.", (), ())


@pytest.mark.parametrize(
    "data",
    [
        b"MSH|^~\\&|A\r",
        with_line("", "ED"),
        with_line("RIS^application^pdf^Base64^!!!", "ED"),
        with_line("RIS^image^png^Base64^AAA", "ED"),
        with_line("RIS^image^png^Base64^AAAA", "ED"),
        with_line("   "),
        b"PID|1\rOBX|1|TX|1||no head",
        b"MSH|" + b"\rOBX" * 20_001,
        b"MSH|^^^^|A\rOBX|1|TX|1||two^of~one",
        b"MSH",
        b"MSH|",
    ],
)
def test_a_message_without_a_report_is_told(data: bytes) -> None:
    with pytest.raises(Unreadable, match="HL7 message"):
        read_hl7(data)


def test_a_message_with_few_separators_is_read() -> None:
    assert read_hl7(b"MSH|^|A\rOBX|1|TX|1||words").text == "words"
    assert read_hl7(b"MSH|^~\\&\rOBR|1\rPID\rOBX|1|TX|1||words").details.patient_name is None
