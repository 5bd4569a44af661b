"""What is offered from a report's text, as the window shows it and as it is answered."""

from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import (
    Certainty,
    FindingKind,
    ImagingFinding,
    ImagingReport,
    Quote,
)
from clinic_desktop.domain.reading import ReportReading, waiting
from clinic_desktop.ui.quoting import words_of

REST: Final = None
"""The finding of the offer that speaks of all the report does not list."""


class Offer(NamedTuple):
    """One row that waits: `name` is what it is, `details` where and how much, `quoted` its words.

    `finding` is `REST` where the report says that all it does not list is normal.
    """

    finding: ImagingFinding | None
    name: str
    details: str
    quoted: str
    quote: Quote | None

    @property
    def words(self) -> str:
        """The whole row on one line."""
        return ", ".join(filter(None, (self.name, self.details)))


def offers_in(
    reading: ReportReading, report: ImagingReport, catalogue: Catalogue
) -> tuple[Offer, ...]:
    """Return what waits to be answered, the dangers left out: they are lifted out by themselves."""
    text = report.text or ""
    offers = [
        offer_of(finding, text, catalogue)
        for finding in waiting(reading, report)
        if not finding.is_danger
    ]
    if reading.rest_stated_normal and report.rest_stated_normal is None:
        offers.append(
            Offer(
                REST,
                QCoreApplication.translate("Offers", "All it does not list is stated normal"),
                "",
                words_of(reading.rest_quote, text),
                reading.rest_quote,
            )
        )
    return tuple(offers)


def offer_of(finding: ImagingFinding, text: str, catalogue: Catalogue) -> Offer:
    """Return a finding as the row that offers it."""
    kind = catalogue.words("kind", finding.kind)
    if finding.kind is FindingKind.NORMAL:
        kind = QCoreApplication.translate("Offers", "stated normal")
    elif finding.is_negated:
        kind = QCoreApplication.translate("Offers", "no {kind}").format(kind=kind)
    return Offer(
        finding,
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
        system = finding.grade_system if finding.grade_system != "free" else None
        grade = catalogue.words("grade", finding.grade)
        parts.append(" ".join(filter(None, (system, grade))))
    if finding.certainty is Certainty.POSSIBLE:
        parts.append(catalogue.words("certainty", finding.certainty))
    return parts
