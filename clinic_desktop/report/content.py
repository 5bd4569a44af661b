"""What stands on the report, in order, made from the examination and its comparison only."""

from typing import Final

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison
from clinic_desktop.domain.dates import day_of, long_date
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.phrases import patient_line, patient_name
from clinic_desktop.domain.screening import Concern
from clinic_desktop.domain.versions import Edition
from clinic_desktop.report.comparison_section import (
    COMPARISON_HEADING,
    findings_against_imaging,
)
from clinic_desktop.report.detail import published, supporting_detail
from clinic_desktop.report.first_page import alarm, box, clinic_lines, parties
from clinic_desktop.report.nerves_section import nerves
from clinic_desktop.report.parts import Content, Line, Section, Tone
from clinic_desktop.report.tests_section import neurodynamic_tests
from clinic_desktop.report.versions_section import (
    content_hash,
    late_entry,
    replaced,
    signature_block,
)

URGENT: Final = "Urgent referral"
LEFT_OUT: Final = (
    "Left out, because the level of concern is high: this report refers the patient first."
)


def content_of(
    examination: Examination,
    comparison: Comparison,
    catalogue: Catalogue,
    *,
    number: str,
    edition: Edition,
    previous: Examination | None = None,
) -> Content:
    """Return all that the report says, with the previous examination's values where they help."""
    examined = day_of(examination.performed_at)
    dated = f"Examined on {long_date(examined)}" if examined else "Date of examination not recorded"
    name = patient_name(examination.patient)
    flags = examination.red_flags
    is_referral = flags is not None and flags.level is Concern.HIGH
    boxed = box(examination, comparison, catalogue)
    return Content(
        title=URGENT if is_referral else "Neurodynamic examination report",
        status=edition.status,
        dated=dated,
        clinic=clinic_lines(examination.clinic),
        replaced=replaced(edition, examination),
        late=late_entry(edition.versions[0], examination) if edition.versions else None,
        parties=parties(examination, catalogue),
        alarm=alarm(examination.red_flags, comparison, catalogue),
        # Who takes over in an emergency reads what to do before why.
        box=boxed[::-1] if is_referral else boxed,
        first=(
            Section(COMPARISON_HEADING, (Line(LEFT_OUT),))
            if is_referral
            else findings_against_imaging(
                examination, comparison, catalogue, proposed=not edition.is_signed
            ),
            neurodynamic_tests(examination, catalogue),
        ),
        nerves=nerves(examination, catalogue),
        signature=signature_block(edition, examination),
        intended_use=Line(catalogue.wording.statements["intended_use"], tone=Tone.SMALL),
        detail=supporting_detail(
            examination,
            comparison,
            catalogue,
            edition,
            previous,
            comparison_is_shown=not is_referral,
        ),
        published=published(
            examination, comparison, catalogue, comparison_is_shown=not is_referral
        ),
        is_urgent=is_referral,
        is_draft=not edition.is_signed,
        identity=f"{name}, {patient_line(examination.patient, catalogue)}",
        edition=f"Report {number}, version {edition.number}, {edition.status}",
        content_hash=content_hash(edition),
    )
