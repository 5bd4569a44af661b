"""DICOM: a wrapped PDF, a structured report's items, and files without a report."""

from contextlib import suppress
from datetime import date

import pytest

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.imaging import Modality
from clinic_desktop.intake.contents import Unreadable
from clinic_desktop.intake.dicom_file import read_dicom
from tests.intake import made


def test_a_wrapped_pdf_gives_its_text_and_the_files_own_fields() -> None:
    found = read_dicom(made.dicom(document=made.pdf(made.LINES), StudyDescription="Upright MRI"))
    assert found.text == "\n".join(made.LINES)
    assert found.details.patient_name == "SAMPLE, PATIENT Q"
    assert found.details.birth_date == date(1967, 4, 1)
    assert found.details.performed_on == date(2026, 10, 5)
    assert found.details.reported_on == date(2026, 10, 6)
    assert found.details.modality is Modality.UPRIGHT_MRI
    assert found.details.region is Region.LUMBAR
    assert found.details.site == "Example Imaging"


def test_a_structured_report_is_read_item_by_item() -> None:
    found = read_dicom(made.structured_report())
    assert found.text == (
        "Imaging report\n"
        "Observer: RADIOLOGIST, SAMPLE\n\n"
        "FINDINGS:\n"
        "Finding: L4-L5: left subarticular protrusion.\n"
        "Procedure: MRI of lumbar spine\n"
        "Canal width: 12 mm\n"
        "Read on: 2026-10-06\n"
        "Without a name.\n"
        "Impression: Protrusion at L4-L5."
    )
    assert found.details.modality is Modality.MRI


def test_who_verified_it_is_the_reporter() -> None:
    observer = made.item("TEXT", "", VerifyingObserverName="RADIOLOGIST^SAMPLE")
    items = [made.item("TEXT", "Finding", TextValue="Bulge.")]
    found = read_dicom(made.dicom(items=items, VerifyingObserverSequence=[observer]))
    assert found.details.reporter == "RADIOLOGIST, SAMPLE"


@pytest.mark.parametrize(
    "data",
    [
        made.dicom(),
        made.dicom(document=b"no PDF at all"),
        made.dicom(items=[made.item("IMAGE", "Picture"), made.item("CODE", "Empty")]),
        b"",
        b"nothing of DICOM",
    ],
)
def test_a_file_without_a_report_is_told(data: bytes) -> None:
    with pytest.raises(Unreadable, match="holds pictures or other data"):
        read_dicom(data)


@pytest.mark.parametrize("cut", [140, 200, 400, 900])
def test_a_cut_file_is_read_as_far_as_it_goes_or_told(cut: int) -> None:
    with suppress(Unreadable):
        assert read_dicom(made.structured_report()[:cut]).text


def test_a_tree_without_end_is_told() -> None:
    item = made.item("TEXT", "Finding", TextValue="Bulge.")
    for _ in range(40):
        item = made.item("CONTAINER", "Part", ContentSequence=[item])
    with pytest.raises(Unreadable, match="damaged"):
        read_dicom(made.dicom(items=[item]))


def test_a_damaged_file_is_told() -> None:
    data = made.dicom(items=[made.item("TEXT", "Finding", TextValue="Bulge.")], is_deflated=True)
    assert read_dicom(data).text == "Imaging report\nFinding: Bulge."
    with pytest.raises(Unreadable, match="damaged"):
        read_dicom(data[:-60] + b"x" * 60)
