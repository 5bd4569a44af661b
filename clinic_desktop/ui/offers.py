"""What is offered from a report's text, as the window shows it and as it is answered."""

from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from clinic_desktop.domain.anatomy import BodySide, Level
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import (
    Certainty,
    FindingKind,
    ImagingFinding,
    ImagingReport,
    Quote,
)
from clinic_desktop.domain.phrases import grade_words
from clinic_desktop.domain.reading import ReportReading, waiting
from clinic_desktop.ui.quoting import words_of

_DISC: Final = (
    FindingKind.EXTRUSION,
    FindingKind.SEQUESTRATION,
    FindingKind.PROTRUSION,
    FindingKind.HERNIATION,
    FindingKind.BULGE,
)
_STENOSIS: Final = (
    FindingKind.CANAL_STENOSIS,
    FindingKind.LATERAL_RECESS_STENOSIS,
    FindingKind.FORAMINAL_STENOSIS,
)
_SIDES: Final = (BodySide.LEFT, BodySide.RIGHT)


class Offer(NamedTuple):
    """What is answered at once: `name` is what it is, `details` where and how much.

    `findings` is one row, several that say "none" at one level, or none where the report says that
    all it does not list is normal. `quoted` are the words of the first.
    """

    findings: tuple[ImagingFinding, ...]
    name: str
    details: str
    quoted: str
    quote: Quote | None

    @property
    def is_rest(self) -> bool:
        """Whether it speaks of all the report does not list."""
        return not self.findings

    @property
    def quotes(self) -> tuple[Quote | None, ...]:
        """The words of each of its rows."""
        return tuple(finding.quote for finding in self.findings) or (self.quote,)

    @property
    def words(self) -> str:
        """The whole row on one line."""
        return ", ".join(filter(None, (self.name, self.details)))


def offers_in(
    reading: ReportReading, report: ImagingReport, catalogue: Catalogue
) -> tuple[Offer, ...]:
    """Return what waits to be answered: changes, then what is denied, then levels stated normal.

    The dangers are left out: they are lifted out by themselves. Of the changes those that name a
    root stand first, then discs, then stenosis. What is denied at one level is one offer.
    """
    text = report.text or ""
    rows = [finding for finding in waiting(reading, report) if not finding.is_danger]
    denied = [finding for finding in rows if _is_plainly_denied(finding)]
    changes = [finding for finding in rows if finding not in denied]
    offers = [offer_of(finding, text, catalogue) for finding in sorted(changes, key=_rank)]
    place = sum(finding.kind is not FindingKind.NORMAL for finding in changes)
    offers[place:place] = [
        _denied_at(tuple(finding for finding in denied if finding.level is level), text, catalogue)
        for level in Level
        if any(finding.level is level for finding in denied)
    ]
    if reading.rest_stated_normal and report.rest_stated_normal is None:
        offers.append(
            Offer(
                (),
                QCoreApplication.translate("Offers", "All it does not list is stated normal"),
                "",
                words_of(reading.rest_quote, text),
                reading.rest_quote,
            )
        )
    return tuple(offers)


def _rank(finding: ImagingFinding) -> int:
    """Return where a row stands among the offers; rows of one rank keep the report's order."""
    if finding.kind is FindingKind.NORMAL:
        return 5
    if finding.is_negated:
        return 4
    if finding.root is not None:
        return 0
    return 1 if finding.kind in _DISC else 2 if finding.kind in _STENOSIS else 3


def _is_plainly_denied(finding: ImagingFinding) -> bool:
    """Whether the row says "none" and nothing that has to be read by itself."""
    return (
        finding.is_negated
        and finding.root is None
        and finding.root_relation is None
        and finding.certainty is not Certainty.POSSIBLE
    )


def _denied_at(findings: tuple[ImagingFinding, ...], text: str, catalogue: Catalogue) -> Offer:
    """Return what is denied at a level as one offer: "L4-L5  no canal or foraminal stenosis"."""
    if len(findings) == 1:
        return offer_of(findings[0], text, catalogue)
    sides: dict[FindingKind, list[BodySide | None]] = {}
    for finding in findings:
        sides.setdefault(finding.kind, []).append(finding.side)
    named = [
        " ".join((*_one_side(of, catalogue), catalogue.words("kind", kind)))
        for kind, of in sorted(sides.items(), key=lambda each: bool(_one_side(each[1], catalogue)))
    ]
    last = named[-1].rpartition(" ")[2]
    named[:-1] = [name.removesuffix(f" {last}") for name in named[:-1]]
    first = QCoreApplication.translate("Offers", "no {kinds}").format(kinds=", ".join(named[:-1]))
    both = QCoreApplication.translate("Offers", "{first} or {last}")
    kinds = both.format(first=first, last=named[-1]) if named[:-1] else f"no {named[-1]}"
    quote = findings[0].quote
    return Offer(findings, f"{findings[0].level.value}  {kinds}", "", words_of(quote, text), quote)


def _one_side(sides: list[BodySide | None], catalogue: Catalogue) -> list[str]:
    """Return the side that alone is spoken of; nothing where it is the level or both sides."""
    spoken = set(sides)
    return [catalogue.words("side", side) for side in _SIDES if spoken == {side}]


def offer_of(finding: ImagingFinding, text: str, catalogue: Catalogue) -> Offer:
    """Return a finding as the row that offers it."""
    kind = catalogue.words("kind", finding.kind)
    if finding.kind is FindingKind.NORMAL:
        kind = QCoreApplication.translate("Offers", "stated normal")
    elif finding.is_negated:
        kind = QCoreApplication.translate("Offers", "no {kind}").format(kind=kind)
    return Offer(
        (finding,),
        f"{finding.level.value}  {kind}",
        ", ".join(_details(finding, catalogue)),
        words_of(finding.quote, text),
        finding.quote,
    )


def _details(finding: ImagingFinding, catalogue: Catalogue) -> list[str]:
    parts = []
    if finding.side:
        parts.append(catalogue.words("side", finding.side))
    if finding.zone:
        parts.append(catalogue.words("zone", finding.zone))
    if finding.root or finding.root_relation:
        root = (
            f"{finding.root.value} root"
            if finding.root
            else QCoreApplication.translate("Offers", "root")
        )
        relation = finding.root_relation
        parts.append(f"{root}: {catalogue.words('root_relation', relation)}" if relation else root)
    if finding.grade and not finding.is_negated:
        parts.append(grade_words(finding, catalogue))
    if finding.certainty is Certainty.POSSIBLE:
        parts.append(catalogue.words("certainty", finding.certainty))
    return parts
