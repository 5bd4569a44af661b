"""Setting the root that a finding stands for, where the usual one does not hold."""

import msgspec

from clinic_desktop.domain.anatomy import Root, roots_at
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingFinding, ImagingReport, Status


def with_root(
    examination: Examination,
    report: ImagingReport,
    finding: ImagingFinding,
    root: Root | None,
    reason: str | None,
    *,
    offers: tuple[ImagingFinding, ...] = (),
) -> Examination:
    """Return the examination with another root on a finding, inferred by the therapist.

    Args:
        examination: what is changed.
        report: the report that holds the finding; one not held any more changes nothing.
        finding: the finding; one not held any more changes nothing.
        root: the new root; `None` gives the finding back to what the report says of it.
        reason: why it is another root than usual.
        offers: what was read from the report's text.
    """
    if root is None:
        changed = _given_back(finding, offers)
    elif root is finding.root and finding.status is not Status.INFERRED:
        changed = finding
    else:
        changed = msgspec.structs.replace(
            finding, root=root, root_reason=reason, status=Status.INFERRED
        )
    return msgspec.structs.replace(
        examination,
        imaging=tuple(
            msgspec.structs.replace(
                held,
                findings=_replaced(held.findings or (), finding, changed) or None,
            )
            if held == report
            else held
            for held in examination.imaging or ()
        )
        or None,
    )


def names_root(finding: ImagingFinding) -> bool:
    """Whether the root on a finding is the report's own."""
    return finding.root is not None and finding.status is Status.STATED


def usual_roots(finding: ImagingFinding) -> tuple[Root, ...]:
    """Return the roots that a finding usually stands for, whatever root is on it."""
    return msgspec.structs.replace(finding, root=None).roots


def roots_of_level(finding: ImagingFinding) -> tuple[Root, ...]:
    """Return every root that passes the level of a finding: those offered first."""
    return roots_at(finding.level, None)


def _replaced(
    findings: tuple[ImagingFinding, ...], old: ImagingFinding, new: ImagingFinding
) -> tuple[ImagingFinding, ...]:
    """Put a finding in the place of the first one that is equal to the old."""
    place = findings.index(old) if old in findings else len(findings)
    return (*findings[:place], *([new] if old in findings else ()), *findings[place + 1 :])


def _given_back(finding: ImagingFinding, offers: tuple[ImagingFinding, ...]) -> ImagingFinding:
    """Return a finding without the therapist's root: as it was read, where that is known.

    Where it is not known, who said the finding is left open; what the report names stays.
    """
    if finding.root is None or names_root(finding):
        return finding
    read = (
        offer
        for offer in offers
        if finding.quote is not None
        and (offer.quote, offer.level, offer.kind) == (finding.quote, finding.level, finding.kind)
    )
    if offer := next(read, None):
        root, status = offer.root, offer.status
    else:
        root, status = None, None
    return msgspec.structs.replace(finding, root=root, root_reason=None, status=status)
