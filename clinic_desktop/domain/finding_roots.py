"""Which roots the findings of a report stand for, and how that is known."""

from collections.abc import Iterable
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
    GIVEN = "given"


class FindingRoots(Struct, frozen=True, kw_only=True):
    """A counting finding, the roots it stands for, and how they are known."""

    finding: ImagingFinding
    roots: tuple[Root, ...]
    known: RootKnown


def finding_roots(report: ImagingReport) -> tuple[FindingRoots, ...]:
    """Return the roots of each counting finding of a report, in the order of its findings.

    A root set by the therapist is one on a finding inferred by the therapist.
    """
    return tuple(roots_of(finding) for finding in report.findings or () if finding.counts)


def roots_of(finding: ImagingFinding) -> FindingRoots:
    """Return the roots of one finding."""
    return FindingRoots(finding=finding, roots=finding.roots, known=_known(finding))


def _known(finding: ImagingFinding) -> RootKnown:
    if finding.root is None:
        return RootKnown.USUAL
    if finding.status is None:
        return RootKnown.GIVEN
    return RootKnown.REPORT if finding.status is Status.STATED else RootKnown.THERAPIST


def known_roots(findings: Iterable[ImagingFinding]) -> dict[Root, RootKnown]:
    """Return how each root of some findings is known: named before set, set before usual."""
    order = (RootKnown.REPORT, RootKnown.THERAPIST, RootKnown.GIVEN, RootKnown.USUAL)
    told = sorted(map(roots_of, findings), key=lambda each: order.index(each.known), reverse=True)
    return {root: each.known for each in told for root in each.roots}


def roots_words(told: FindingRoots, catalogue: Catalogue) -> str:
    """Return the roots of a finding and how they are known.

    Such as "L5 (usual)", "L4 (root named by the report)" or "L4 (root set by the therapist:
    migrated fragment)".
    """
    roots = ", ".join(told.roots) or "no root"
    how = catalogue.words("root_known", told.known)
    reason = told.finding.root_reason
    return f"{roots} ({how}: {reason})" if reason and reason.strip() else f"{roots} ({how})"


def roots_sentence(told: FindingRoots, catalogue: Catalogue) -> str:
    """Return a finding's place and roots: "L4-L5, subarticular, left: L5 (usual)"."""
    finding = told.finding
    zone = catalogue.words("zone", finding.zone) if finding.zone else "zone not given"
    side = catalogue.words("side", finding.side) if finding.side else "side not given"
    return f"{finding.level}, {zone}, {side}: {roots_words(told, catalogue)}"
