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
) -> Examination:
    """Return the examination with another root on a finding, inferred by the therapist.

    `None` gives the finding back to its level and zone: what is left of it the report states. A
    report or finding that is not held any more changes nothing.
    """
    changed = msgspec.structs.replace(
        finding,
        root=root,
        root_reason=reason if root is not None else None,
        status=Status.INFERRED if root is not None else Status.STATED,
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
