"""Whose report this is: asked where the file or text names somebody else than the patient."""

from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import Patient
from clinic_desktop.domain.imaging import ImagingReport, Original


def identity_question(report: ImagingReport, patient: Patient) -> str:
    """Return what is asked of a report; "" where nobody else is named, or it was answered."""
    original = report.original
    if original is None or original.same_person is not None or not _differs(original, patient):
        return ""
    here = _person(_name(patient), patient.birth_date and long_date(patient.birth_date))
    there = _person(
        original.patient_name, original.birth_date and long_date(original.birth_date)
    )
    return f"The file names {there}; this patient is {here}. Whose report is it?"


def _differs(original: Original, patient: Patient) -> bool:
    if original.birth_date and patient.birth_date and original.birth_date != patient.birth_date:
        return True
    named = {*(original.patient_name or "").casefold().replace(",", " ").split()}
    known = {*_name(patient).casefold().split()}
    return bool(named and known and not named & known)


def _name(patient: Patient) -> str:
    return " ".join(filter(None, (patient.given_name, patient.family_name)))


def _person(name: str | None, born: str | None) -> str:
    born = f"born {born}" if born else None
    return ", ".join(filter(None, (name, born))) or "nobody by name"
