"""What the rules read from a report's text, and what the therapist still has to answer of it.

Nothing here counts: a finding that was read is an offer until the therapist takes it over.
"""

import msgspec
from msgspec import Struct

from clinic_desktop.domain.anatomy import Level
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding, ImagingReport, Quote, Status


class ReportReading(Struct, frozen=True, kw_only=True):
    """What the rules read from one text.

    `language` is an ISO 639-1 code, "und" where it is not clear; of another language than English
    nothing is read. Every finding carries the span it was read from. `normal_quotes` has a span for
    each level in `stated_normal`. `not_mentioned` are the levels from L1-L2 to L5-S1 of which the
    text says nothing. `warnings` are plain sentences for the therapist.
    """

    language: str
    findings: tuple[ImagingFinding, ...] = ()
    stated_normal: tuple[Level, ...] = ()
    normal_quotes: dict[Level, Quote] = {}
    rest_stated_normal: bool = False
    rest_quote: Quote | None = None
    not_mentioned: tuple[Level, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def offers(self) -> tuple[ImagingFinding, ...]:
        """Every row that can be taken over; a level stated normal is a row of kind normal."""
        normal = (
            ImagingFinding(
                level=level,
                kind=FindingKind.NORMAL,
                status=Status.STATED,
                quote=self.normal_quotes.get(level),
            )
            for level in self.stated_normal
        )
        return (*self.findings, *normal)


def waiting(reading: ReportReading, report: ImagingReport) -> tuple[ImagingFinding, ...]:
    """Return the offers that the therapist has neither taken over nor set aside.

    A row taken over and then corrected still answers the offer it came from: it shares words with
    it, and the level or the kind. A row without a quote, typed or its words edited away, answers an
    offer of the same kind, level and side, and of no other root. Each row answers one offer, the
    one it is most like.
    """
    rows = (*(report.findings or ()), *(report.set_aside or ()))
    pairs = [
        (_likeness(row, offer), at, place)
        for at, row in enumerate(rows)
        for place, offer in enumerate(reading.offers)
        if _answers(row, offer)
    ]
    used: set[int] = set()
    answered: set[int] = set()
    for _, at, place in sorted(pairs, key=lambda pair: -pair[0]):
        if at not in used and place not in answered:
            used.add(at)
            answered.add(place)
    normal = report.stated_normal or ()
    return tuple(
        offer
        for place, offer in enumerate(reading.offers)
        if place not in answered
        and not (offer.kind is FindingKind.NORMAL and offer.level in normal)
    )


def taken_over(report: ImagingReport, *offers: ImagingFinding) -> ImagingReport:
    """Return the report with these offers accepted; a row of kind normal states its level so."""
    normal = [offer.level for offer in offers if offer.kind is FindingKind.NORMAL]
    rows = [offer for offer in offers if offer.kind is not FindingKind.NORMAL]
    levels = {*(report.stated_normal or ()), *normal}
    return msgspec.structs.replace(
        report,
        findings=(*(report.findings or ()), *rows) or None,
        stated_normal=tuple(level for level in Level if level in levels) or None,
    )


def put_aside(report: ImagingReport, *offers: ImagingFinding) -> ImagingReport:
    """Return the report with these offers set aside: kept, not offered again, counting nowhere."""
    return msgspec.structs.replace(report, set_aside=(*(report.set_aside or ()), *offers))


def waiting_dangers(reading: ReportReading, report: ImagingReport) -> tuple[ImagingFinding, ...]:
    """Return the dangers that were read and neither taken over nor set aside."""
    return tuple(offer for offer in waiting(reading, report) if offer.is_danger)


def levels_not_mentioned(reading: ReportReading, report: ImagingReport) -> tuple[Level, ...]:
    """Return the levels of which neither the text nor what was recorded says anything."""
    known = {*(report.stated_normal or ()), *(row.level for row in report.findings or ())}
    if report.rest_stated_normal:
        return ()
    return tuple(level for level in reading.not_mentioned if level not in known)


def _answers(row: ImagingFinding, offer: ImagingFinding) -> bool:
    one, other = (row.quote or Quote()).span, (offer.quote or Quote()).span
    if one is None or other is None:
        return _is_same_change(row, offer)
    shares_words = one[0] < other[1] and other[0] < one[1]
    return shares_words and (row.level is offer.level or row.kind is offer.kind)


def _is_same_change(row: ImagingFinding, offer: ImagingFinding) -> bool:
    return (
        (row.level, row.kind, row.side, row.is_negated)
        == (offer.level, offer.kind, offer.side, offer.is_negated)
    ) and (row.root is offer.root or None in (row.root, offer.root))


def _likeness(row: ImagingFinding, offer: ImagingFinding) -> int:
    return sum(
        getattr(row, field) == getattr(offer, field) for field in ImagingFinding.__struct_fields__
    )
