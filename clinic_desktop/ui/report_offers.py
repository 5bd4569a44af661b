"""The offers of one report: read from its words, answered, and set aside or taken back."""

import msgspec
from PySide6.QtCore import QObject, Signal

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import FindingKind, ImagingReport, Modality, Quote
from clinic_desktop.domain.reading import ReportReading, put_aside, taken_over
from clinic_desktop.ui.intake import Intake
from clinic_desktop.ui.offers import Offer, offer_of, offers_in
from clinic_desktop.ui.widgets.findings_side import FindingsSide


class ReportOffers(QObject):
    """Shows what a report offers, and makes reports of the answers.

    Signals:
        answered: the `ImagingReport` an answer gives, and what is to be shown large.
    """

    answered = Signal(object, str)

    def __init__(
        self,
        catalogue: Catalogue,
        intake: Intake | None,
        side: FindingsSide,
        parent: QObject | None = None,
    ) -> None:
        """Begin without a report.

        Args:
            catalogue: the words.
            intake: what reads a text; without it nothing is offered.
            side: where offers and accepted rows are shown.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._catalogue = catalogue
        self._intake = intake
        self._side = side
        self._report = ImagingReport()
        self._read_text = ""
        self._locked = ""
        self.reading: ReportReading | None = None
        side.offers.accepted.connect(self._accept)
        side.offers.corrected.connect(self._correct)
        side.offers.put_aside.connect(self._put_aside)
        side.offers.taken_back.connect(self._offer_again)

    @property
    def quotes(self) -> list[Quote | None]:
        """The words of what is offered."""
        return [quote for offer in self._side.offers.list.offers for quote in offer.quotes]

    def show_report(self, report: ImagingReport) -> None:
        """Read a report's words, where they are others than before, and show what they offer."""
        self._report = report
        text = report.text or ""
        if self._intake is not None and text != self._read_text:
            self._read_text = text
            self.reading = self._intake.read(text) if text.strip() else None
        self._side.show_report(report, self.reading)
        self._show()

    def lock(self, why: str) -> None:
        """Let nothing be taken over while `why` says so; "" opens it again."""
        if why != self._locked:
            self._locked = why
            self._show()

    def _show(self) -> None:
        panel, reading, report = self._side.offers, self.reading, self._report
        if reading is None or report.modality is Modality.EMG_NCS:
            panel.show_reading((), (), "", ())
            return
        text = report.text or ""
        panel.show_reading(
            offers_in(reading, report, self._catalogue),
            reading.warnings,
            self._locked,
            [offer_of(row, text, self._catalogue) for row in report.set_aside or ()],
        )

    def _accept(self, offers: tuple[Offer, ...]) -> None:
        found = [finding for offer in offers for finding in offer.findings]
        report = taken_over(self._report, *found)
        if any(offer.is_rest for offer in offers):
            report = msgspec.structs.replace(report, rest_stated_normal=True)
        table = self._side.findings
        table.add_findings(tuple(row for row in found if row.kind is not FindingKind.NORMAL))
        report = msgspec.structs.replace(report, findings=table.findings)
        one = self.tr("Accepted: {name}").format(name=offers[0].name)
        several = self.tr("{count} accepted").format(count=len(offers))
        self.answered.emit(report, one if len(offers) == 1 else several)

    def _correct(self, offer: Offer) -> None:
        self._accept((offer,))
        if offer.is_rest:
            self._side.rest_normal.focus()
        elif offer.findings[-1].kind is FindingKind.NORMAL:
            self._side.stated_normal.boxes[offer.findings[-1].level].setFocus()
        else:
            self._side.findings.correct_last()

    def _put_aside(self, offer: Offer) -> None:
        report = (
            msgspec.structs.replace(self._report, rest_stated_normal=False)
            if offer.is_rest
            else put_aside(self._report, *offer.findings)
        )
        self.answered.emit(report, self.tr("Set aside: {name}").format(name=offer.name))

    def _offer_again(self, place: int) -> None:
        rows = list(self._report.set_aside or ())
        del rows[place]
        self.answered.emit(msgspec.structs.replace(self._report, set_aside=tuple(rows) or None), "")
        self._side.offers.start()
