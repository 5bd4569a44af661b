"""Taking an imaging report in: its words, and of its study what is not recorded yet."""

from typing import Final

import msgspec

from clinic_desktop.domain.identity import are_two_people
from clinic_desktop.domain.imaging import ImagingReport, Original
from clinic_desktop.domain.incoming import StudyDetails

_STUDY: Final = (
    "modality",
    "region",
    "performed_on",
    "reported_on",
    "reporter",
    "site",
    "position",
    "sequences",
    "field_strength",
    "contrast",
    "comparison",
    "quality",
)


def is_blank(report: ImagingReport) -> bool:
    """Whether nothing is recorded of a report yet, so that one can be taken into it."""
    return report == ImagingReport(id=report.id)


def with_details(
    report: ImagingReport, details: StudyDetails
) -> tuple[ImagingReport, tuple[str, ...]]:
    """Return the report with its empty fields filled, and the names of those filled.

    What the therapist recorded stays; so does a name or birth date that stands there already,
    unless the details name somebody else: then it is to be asked anew whose report this is.
    """
    found = {
        name: value
        for name in _STUDY
        if getattr(report, name) is None and (value := getattr(details, name)) not in (None, ())
    }
    return msgspec.structs.replace(report, **found, original=_named(report.original, details)), (
        *found,
    )


def _named(original: Original | None, details: StudyDetails) -> Original | None:
    named = original or Original()
    held = (named.patient_name, named.birth_date)
    if are_two_people(held, (details.patient_name, details.birth_date)):
        # What was held, and what was answered, is of the person before.
        named = msgspec.structs.replace(named, patient_name=None, birth_date=None, same_person=None)
    named = msgspec.structs.replace(
        named,
        patient_name=named.patient_name or details.patient_name,
        birth_date=named.birth_date or details.birth_date,
    )
    return named if original is not None or named != Original() else None
