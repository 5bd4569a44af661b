"""Taking a report in: only what is empty is filled, and it is asked whose report it is."""

from datetime import date
from uuid import UUID

import pytest

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.examination import Patient
from clinic_desktop.domain.imaging import ImagingReport, Modality, Original
from clinic_desktop.domain.incoming import StudyDetails
from clinic_desktop.domain.taking_in import is_blank, with_details
from clinic_desktop.domain.whose_report import another_person
from tests.domain.build import AN_ID

PATIENT = Patient(
    id=UUID(AN_ID), family_name="Sample", given_name="Ada", birth_date=date(1984, 6, 21)
)
DETAILS = StudyDetails(
    patient_name="Other, Otto",
    birth_date=date(1950, 1, 2),
    modality=Modality.MRI,
    region=Region.LUMBAR,
    sequences=("stir",),
    field_strength=1.5,
)


def test_a_report_with_an_id_alone_is_blank() -> None:
    assert is_blank(ImagingReport(id=UUID(AN_ID)))
    assert not is_blank(ImagingReport(id=UUID(AN_ID), text="L4-L5"))


def test_details_fill_what_is_empty_and_leave_what_is_recorded() -> None:
    given = ImagingReport(modality=Modality.CT, sequences=())
    report, filled = with_details(given, DETAILS)
    assert filled == ("region", "field_strength")
    assert report.modality is Modality.CT
    assert report.sequences == ()
    assert report.region is Region.LUMBAR
    assert report.original == Original(patient_name="Other, Otto", birth_date=date(1950, 1, 2))


def test_details_that_say_nothing_change_nothing() -> None:
    given = ImagingReport(text="L4-L5: bulge.")
    assert with_details(given, StudyDetails()) == (given, ())
    kept = ImagingReport(original=Original(name="report.txt"))
    assert with_details(kept, StudyDetails()) == (kept, ())


@pytest.mark.parametrize(
    ("held", "details", "expected"),
    [
        # Another name, or another birth date: another person, of whom nothing is answered yet.
        (
            Original(name="a.pdf", patient_name="Sample, Ada", same_person=True),
            DETAILS,
            Original(name="a.pdf", patient_name="Other, Otto", birth_date=date(1950, 1, 2)),
        ),
        (
            Original(patient_name="Sample, Ada", birth_date=date(1984, 6, 21), same_person=True),
            StudyDetails(patient_name="Otto Other"),
            Original(patient_name="Otto Other"),
        ),
        (
            Original(patient_name="Sample, Ada", birth_date=date(1984, 6, 21), same_person=True),
            StudyDetails(birth_date=date(1950, 1, 2)),
            Original(birth_date=date(1950, 1, 2)),
        ),
        # The same person, written otherwise or more fully: the first words and the answer stay.
        (
            Original(patient_name="Sample, Ada", same_person=True),
            StudyDetails(patient_name="ADA SAMPLE", birth_date=date(1984, 6, 21)),
            Original(patient_name="Sample, Ada", birth_date=date(1984, 6, 21), same_person=True),
        ),
        (
            Original(birth_date=date(1950, 1, 2)),
            StudyDetails(patient_name="Other, Otto"),
            Original(patient_name="Other, Otto", birth_date=date(1950, 1, 2)),
        ),
        # A text that names nobody says nothing of whose it is.
        (
            Original(patient_name="Sample, Ada", same_person=True),
            StudyDetails(),
            Original(patient_name="Sample, Ada", same_person=True),
        ),
    ],
)
def test_a_text_that_names_another_person_than_the_one_before_takes_that_name(
    held: Original, details: StudyDetails, expected: Original
) -> None:
    report, _ = with_details(ImagingReport(original=held), details)
    assert report.original == expected


def test_it_is_asked_again_when_another_persons_text_takes_the_place_of_an_answered_one() -> None:
    named = Original(patient_name="Sampel, Ada", same_person=True)
    report, _ = with_details(ImagingReport(original=named), DETAILS)
    assert "Other, Otto" in another_person(report, PATIENT)


@pytest.mark.parametrize(
    ("original", "is_asked"),
    [
        (None, False),
        (Original(name="report.txt"), False),
        (Original(patient_name="Ada Sample"), False),
        (Original(patient_name="Otto Other"), True),
        (Original(patient_name="Otto Other", same_person=True), False),
        (Original(birth_date=date(1950, 1, 2)), True),
    ],
)
def test_it_is_asked_whose_report_it_is_where_another_person_is_named(
    original: Original | None, is_asked: bool
) -> None:
    said = another_person(ImagingReport(original=original), PATIENT)
    assert bool(said) is is_asked
    assert not said or "Sample, Ada" in said
