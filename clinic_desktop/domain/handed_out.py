"""An examination as it leaves in a report: without what is of no use or no business outside."""

import msgspec

from clinic_desktop.domain.examination import Examination, Patient
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.domain.whose_report import another_person


def handed_out(examination: Examination) -> Examination:
    """Return an examination without findings set aside, and without names that are in question.

    A name in a report's file that is not the patient's leaves once the therapist answered whether
    it is the same person.
    """
    if not examination.imaging:
        return examination
    return msgspec.structs.replace(
        examination,
        imaging=tuple(_handed_out(report, examination.patient) for report in examination.imaging),
    )


def _handed_out(report: ImagingReport, patient: Patient) -> ImagingReport:
    original = report.original
    if original and another_person(report, patient):
        original = msgspec.structs.replace(original, patient_name=None, birth_date=None)
    return msgspec.structs.replace(report, set_aside=None, original=original)
