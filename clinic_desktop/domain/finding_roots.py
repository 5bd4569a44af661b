"""Which roots the findings of a report stand for, and how that is known."""

from enum import StrEnum

from msgspec import Struct

from clinic_desktop.domain.anatomy import Root
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import ImagingFinding, ImagingReport, Status


class RootKnown(StrEnum):
    """How the root of a finding is known."""

    USUAL = "usual"
    REPORT = "report"
    THERAPIST = "therapist"


class FindingRoots(Struct, frozen=True, kw_only=True):
    """A counting finding, the roots it stands for, and how they are known."""

    finding: ImagingFinding
    roots: tuple[Root, ...]
    known: RootKnown


def finding_roots(report: ImagingReport) -> tuple[FindingRoots, ...]:
    """Return the roots of each counting finding of a report, in the order of its findings.

    A root set by the therapist is one on a finding inferred by the therapist.
    """
    return tuple(
        FindingRoots(finding=finding, roots=finding.roots, known=_known(finding))
        for finding in report.findings or ()
        if finding.counts
    )


def _known(finding: ImagingFinding) -> RootKnown:
    if finding.root is None:
        return RootKnown.USUAL
    return RootKnown.THERAPIST if finding.status is Status.INFERRED else RootKnown.REPORT


def roots_sentence(told: FindingRoots, catalogue: Catalogue) -> str:
    """Return a finding's level, zone, roots and how they are known.

    Such as "L4-L5, subarticular, left: L5 (usual)", "L4-L5, left: L4 (root named by the report)" or
    "L4-L5, left: L4 (root set by the therapist: migrated fragment)".
    """
    finding = told.finding
    zone = catalogue.words("zone", finding.zone) if finding.zone else "zone not given"
    side = catalogue.words("side", finding.side) if finding.side else "side not given"
    roots = ", ".join(told.roots) or "no root"
    how = {
        RootKnown.USUAL: "usual",
        RootKnown.REPORT: "root named by the report",
        RootKnown.THERAPIST: "root set by the therapist",
    }[told.known]
    if told.known is RootKnown.THERAPIST and finding.root_reason:
        how = f"{how}: {finding.root_reason}"
    return f"{finding.level}, {zone}, {side}: {roots} ({how})"
