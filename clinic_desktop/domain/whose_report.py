"""Whose report this is: asked where the file or text names somebody else than the patient."""

from clinic_desktop.domain.examination import Patient
from clinic_desktop.domain.identity import identity
from clinic_desktop.domain.imaging import ImagingReport


def another_person(report: ImagingReport, patient: Patient) -> str:
    """Return who is named and who the patient is; "" where they agree, or it was answered."""
    original = report.original
    if original is None or original.same_person is not None:
        return ""
    named = identity(patient, original.patient_name, original.birth_date)
    return named.sentence if named.differs else ""
