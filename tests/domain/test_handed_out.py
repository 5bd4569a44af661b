"""What leaves with a report holds no finding set aside and no name that is in question."""

import msgspec
import pytest

from clinic_desktop.domain.handed_out import handed_out
from clinic_desktop.domain.imaging import Original
from tests.domain.build import examination, finding, report

PATIENT = {
    "id": "0197a001-0000-7000-8000-000000000001",
    "family_name": "Sample",
    "given_name": "Pat",
    "birth_date": "1980-01-01",
}
FILE = {"name": "scan.pdf", "birth_date": "1950-05-05"}


def test_findings_set_aside_stay_in_the_record() -> None:
    kept = report(finding("L4-L5", "bulge"))
    aside = {**kept, "set_aside": [finding("L1-L2", "fracture")]}
    assert handed_out(examination(imaging=[aside])) == examination(imaging=[kept])


def test_without_imaging_it_leaves_as_it_is() -> None:
    assert handed_out(examination()) == examination()


@pytest.mark.parametrize(
    ("name", "same_person", "leaves"),
    [
        ("OTHER, OTTO", None, False),
        ("OTHER, OTTO", False, True),
        ("OTHER, OTTO", True, True),
        ("SAMPLE, PAT", True, True),
    ],
)
def test_another_name_leaves_once_it_was_answered_whose_it_is(
    name: str, same_person: bool | None, leaves: bool
) -> None:
    file = {**FILE, "patient_name": name, "same_person": same_person}
    shown = examination(patient=PATIENT, imaging=[{**report(), "original": file}])
    (left,) = handed_out(shown).imaging or ()
    given = msgspec.convert(file, Original)
    if not leaves:
        given = msgspec.structs.replace(given, patient_name=None, birth_date=None)
    assert left.original == given


def test_the_patients_own_name_leaves() -> None:
    file = {"patient_name": "SAMPLE, PAT", "birth_date": "1980-01-01"}
    shown = examination(patient=PATIENT, imaging=[{**report(), "original": file}])
    assert handed_out(shown) == shown
