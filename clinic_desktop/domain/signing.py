"""What signing lists: what is not recorded, what contradicts itself, what is worth knowing."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Final

from clinic_desktop.domain import signing_contradictions, signing_missing, signing_notes
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.entry_words import report_name
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.phrases import (
    conduction_cell,
    examination_cell,
    imaging_cell,
    reading_words,
    row_name,
)
from clinic_desktop.domain.practice import Account
from clinic_desktop.domain.progress import IMAGING
from clinic_desktop.domain.reading import ReportReading, waiting, waiting_dangers
from clinic_desktop.domain.safety import danger_line
from clinic_desktop.domain.signing_rules import Signing
from clinic_desktop.domain.values import Value
from clinic_desktop.domain.versions import Amending


class RemarkKind(StrEnum):
    """Why something is listed at signing. Nothing listed keeps anybody from signing."""

    MISSING = "missing"
    CONTRADICTION = "contradiction"
    NOTE = "note"


class Remark(Value, frozen=True, kw_only=True):
    """One line of what signing lists; `step` is the key of the step where it is recorded.

    `part` is the part of the document that is to be put right, where the step does not tell.
    """

    step: str
    kind: RemarkKind
    sentence: str
    part: str | None = None


_RULES: Final = {
    RemarkKind.MISSING: signing_missing.RULES,
    RemarkKind.CONTRADICTION: signing_contradictions.RULES,
    RemarkKind.NOTE: signing_notes.RULES,
}
_PARTS: Final = {**signing_missing.PARTS, **signing_notes.PARTS}


def remarks(
    examination: Examination,
    catalogue: Catalogue,
    *,
    account: Account,
    now: datetime,
    before: Examination | None = None,
    amending: Amending | None = None,
    present: Examination | None = None,
) -> tuple[Remark, ...]:
    """Return what signing lists: what is not recorded, then contradictions, then notes.

    Args:
        examination: what is about to be signed.
        catalogue: tests and words.
        account: who is about to sign.
        now: the time of signing, with an offset.
        before: the newest signed version, when this amends it.
        amending: what the amendment is for.
        present: what is about to be signed with the clinic's and the therapist's details of today,
            where it may still take them.
    """
    signing = Signing(
        examination=examination,
        catalogue=catalogue,
        comparison=compare(examination, catalogue),
        account=account,
        now=now,
        before=before,
        amending=amending,
        present=present,
    )
    return tuple(
        Remark(step=step, kind=kind, sentence=sentence, part=_PARTS.get(rule))
        for kind, rules in _RULES.items()
        for rule in rules
        for step, sentence in rule(signing)
    )


def unanswered_dangers(
    examination: Examination, catalogue: Catalogue, read: Callable[[str], ReportReading]
) -> tuple[Remark, ...]:
    """Return a remark for each danger read in a report's text that nobody has answered.

    Args:
        examination: what is about to be signed.
        catalogue: tests and words.
        read: what reads findings from a text.
    """
    return tuple(
        Remark(
            step=IMAGING,
            kind=RemarkKind.CONTRADICTION,
            sentence=f"{danger_line(danger, report, catalogue)}: neither taken over nor set aside.",
        )
        for report in examination.imaging or ()
        if report.text
        for danger in waiting_dangers(read(report.text), report)
    )


def unanswered_offers(
    examination: Examination, catalogue: Catalogue, read: Callable[[str], ReportReading]
) -> tuple[Remark, ...]:
    """Return a remark for each report with findings read, dangers apart, that nobody has answered.

    Args:
        examination: what is about to be signed.
        catalogue: tests and words.
        read: what reads findings from a text.
    """
    told = []
    for report in examination.imaging or ():
        offers = waiting(read(report.text), report) if report.text else ()
        if count := sum(not offer.is_danger for offer in offers):
            name = report_name(report, catalogue)
            noun = "finding" if count == 1 else "findings"
            sentence = f"{name}: {count} {noun} read in the text, neither taken over nor set aside."
            told.append(Remark(step=IMAGING, kind=RemarkKind.MISSING, sentence=sentence))
    return tuple(told)


def readings(examination: Examination, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the proposed readings that a signature accepts, a line for each row.

    Such as "Sciatic, left: 1 positive of 1 done (SLR 35 deg) | Change described: L5 named by the
    report | Both sources: same side".
    """
    comparison = compare(examination, catalogue)
    return (
        *(
            f"{row_name(row, catalogue)}: {examination_cell(row, examination, catalogue)} | "
            f"{imaging_cell(row, examination, catalogue)} | {reading_words(row, catalogue)}"
            for row in comparison.mechanosensitivity
        ),
        *(
            f"{row_name(root, catalogue)}: {conduction_cell(root, catalogue)} | "
            f"{imaging_cell(root, examination, catalogue)} | {reading_words(root, catalogue)}"
            for root in comparison.conduction
        ),
    )
