"""What stands on the report, in order, made from the examination and its comparison only."""

from typing import Final

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison
from clinic_desktop.domain.dates import day_of, long_date
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.phrases import patient_line, patient_name
from clinic_desktop.domain.screening import Concern
from clinic_desktop.report.comparison_section import (
    COMPARISON_HEADING,
    findings_against_imaging,
)
from clinic_desktop.report.detail import supporting_detail
from clinic_desktop.report.first_page import alarm, box, clinic_lines, parties, signature
from clinic_desktop.report.parts import Content, Line, Section, Tone
from clinic_desktop.report.tests_section import neurodynamic_tests

DRAFT: Final = "DRAFT"
LEFT_OUT: Final = (
    "Left out, because the level of concern is high: this report refers the patient first."
)


def content_of(
    examination: Examination,
    comparison: Comparison,
    catalogue: Catalogue,
    *,
    status: str,
    number: str,
    version: int,
) -> Content:
    """Return all that the report says."""
    examined = day_of(examination.performed_at)
    dated = f"Examined on {long_date(examined)}" if examined else "Date of examination not recorded"
    name = patient_name(examination.patient)
    flags = examination.red_flags
    is_referral = flags is not None and flags.level is Concern.HIGH
    return Content(
        title="Neurodynamic examination report",
        status=status,
        dated=dated,
        clinic=clinic_lines(examination.clinic),
        parties=parties(examination, catalogue),
        alarm=alarm(examination.red_flags, catalogue),
        box=box(examination, comparison, catalogue),
        first=(
            Section(COMPARISON_HEADING, (Line(LEFT_OUT),))
            if is_referral
            else findings_against_imaging(
                examination, comparison, catalogue, proposed=status == DRAFT
            ),
            neurodynamic_tests(examination, catalogue),
        ),
        signature=signature(examination),
        intended_use=Line(catalogue.wording.statements["intended_use"], tone=Tone.SMALL),
        detail=supporting_detail(
            examination, comparison, catalogue, comparison_is_shown=not is_referral
        ),
        identity=f"{name}, {patient_line(examination.patient, catalogue)}",
        edition=f"Report {number}, version {version}, {status}",
    )
