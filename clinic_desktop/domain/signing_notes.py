"""What is worth knowing before an examination is signed."""

from typing import Final

from clinic_desktop.domain.anatomy import PATHWAY_ROOTS, region_of
from clinic_desktop.domain.changes import changes
from clinic_desktop.domain.comparison import ImagingCell
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.progress import COMPARISON, CONCLUSION, IMAGING, REASON
from clinic_desktop.domain.signing_rules import Rule, Signing, Told, is_blank
from clinic_desktop.domain.versions import VersionKind, days_late


def _consent(signing: Signing) -> Told:
    if is_blank(signing.consent.examination):
        yield REASON, "Consent to the examination is not recorded."
    if is_blank(signing.consent.sending_report):
        yield REASON, "Consent to sending the report is not recorded."


def _late(signing: Signing) -> Told:
    # Of other amendments it says nothing new: each stands with its own date.
    is_late_entry = signing.amending and signing.amending.kind is VersionKind.LATE_ENTRY
    days = days_late(signing.examination, signing.now)
    if signing.performed_on and days and (signing.amending is None or is_late_entry):
        sentence = (
            f"Late entry: performed {long_date(signing.performed_on)}, signed "
            f"{long_date(signing.today)}, {days} {'day' if days == 1 else 'days'} later."
        )
        yield REASON, sentence


def _recorded_by_another(signing: Signing) -> Told:
    recorder = signing.examination.therapist
    if recorder and signing.is_recorded_by_another:
        name = recorder.name or "a therapist without a name"
        yield CONCLUSION, f"Recorded by {name}; you sign it as {signing.account.name}."


def _student(signing: Signing) -> Told:
    if signing.account.role is Role.STUDENT:
        yield CONCLUSION, "You sign as a student; the examination then awaits a counter-signature."


def _region_not_imaged(signing: Signing) -> Told:
    regions = dict.fromkeys(
        region_of(PATHWAY_ROOTS[row.pathway][0])
        for row in signing.comparison.mechanosensitivity
        if row.imaging is ImagingCell.NOT_IMAGED
    )
    for region in regions:
        words = signing.catalogue.words("region", region)
        yield IMAGING, f"No imaging report held covers the {words}."


def _accepted_readings(signing: Signing) -> Told:
    comparison = signing.comparison
    count = len(comparison.mechanosensitivity) + len(comparison.conduction)
    if count:
        noun = "reading" if count == 1 else "readings"
        yield COMPARISON, f"Your signature accepts {count} proposed {noun}."


def _details(signing: Signing) -> Told:
    if signing.present is None:
        return
    differing = changes(signing.examination, signing.present, signing.catalogue)
    if differing:
        told = "; ".join(
            f"{one.what} {_quoted(one.before)}, today {_quoted(one.after)}" for one in differing
        )
        yield REASON, f"The details here are not those the record has today. {told}."


def _quoted(words: str | None) -> str:
    return f"\u201c{words}\u201d" if words else "not recorded"


RULES: Final[tuple[Rule, ...]] = (
    _consent,
    _late,
    _recorded_by_another,
    _details,
    _student,
    _region_not_imaged,
    _accepted_readings,
)

DETAILS: Final = "details"
"""The part of a remark on details that are put right by taking those of today."""

PARTS: Final[dict[Rule, str]] = {_details: DETAILS}
