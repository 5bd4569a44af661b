"""One imaging report: its words on the left; what is offered and accepted on the right."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QImage, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import ImagingReport, Modality, Original, Quote
from clinic_desktop.domain.practice import NO_PHRASES, Phrases
from clinic_desktop.domain.taking_in import with_details
from clinic_desktop.ui.intake import Intake
from clinic_desktop.ui.originals import has_pages
from clinic_desktop.ui.quoting import all_moved
from clinic_desktop.ui.report_offers import ReportOffers
from clinic_desktop.ui.widgets.electrodiagnosis_form import ElectrodiagnosisForm
from clinic_desktop.ui.widgets.findings_side import FindingsSide
from clinic_desktop.ui.widgets.fold import Fold
from clinic_desktop.ui.widgets.form import scrolling, section, words
from clinic_desktop.ui.widgets.pending import record_pending
from clinic_desktop.ui.widgets.read_only import keeps_in_reading
from clinic_desktop.ui.widgets.report_text import ReportText
from clinic_desktop.ui.widgets.scan_view import ScanView
from clinic_desktop.ui.widgets.study_form import StudyForm

_LEFT_WIDTH: Final = 264
_RIGHT_WIDTH: Final = 848
_WIDE_ENOUGH: Final = 960
_LEAST_HEIGHT: Final = 260
_AROUND_WORDS: Final = 26
"""Pixels beside a button's words."""
_DAYS_OF_WEEK: Final = 7


class ImagingReportForm(QWidget):
    """Mirrors one report. Parts of a report that the form does not show are kept.

    Without an `Intake` nothing is read from its text.

    Signals:
        changed: the `ImagingReport` as it is now.
        told: a plain sentence about an entry that is not recorded, or a quote that is gone.
        said: what was answered, to be shown large.
        original_wanted: the pages of the file it came in as are to be shown.
    """

    changed = Signal(object)
    told = Signal(str)
    said = Signal(str)
    original_wanted = Signal()

    def __init__(
        self,
        catalogue: Catalogue,
        report: ImagingReport,
        intake: Intake | None = None,
        parent: QWidget | None = None,
        *,
        phrases: Phrases = NO_PHRASES,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._intake = intake
        self._report = ImagingReport()
        self._filled = ""
        self._is_pasted = False
        self._is_on_offers = False
        self._onset: date | None = None
        self.study = StudyForm(catalogue, phrases)
        self.fields = self.study.fields
        self.study_fold = Fold(self.tr("Study"), self.study)
        self.taken = words("", role="standing")
        self.text = ReportText(self.tr("Report, word for word"))
        self.text.setPlaceholderText(self.tr("Paste or type the report's own words here."))
        self.quote = QPushButton(self.tr("Quote"))
        self.quote.setAccessibleName(self.tr("Quote selection"))
        self.quote.setToolTip(self.tr("Make the selected words the quote of the current finding"))
        self.unquote = QPushButton(self.tr("Unquote"))
        self.unquote.setAccessibleName(self.tr("Remove quote"))
        self.original = QPushButton(self.tr("Original"))
        self.original.setToolTip(self.tr("Show the pages of the file beside the words"))
        self.original.setCheckable(True)
        self.original.setProperty("choice", True)  # pressed in, it looks so
        self.right = FindingsSide(catalogue)
        self.offers = self.right.offers
        self.findings = self.right.findings
        self.stated_normal = self.right.stated_normal
        self.rest_normal = self.right.rest_normal
        self.reading = ReportOffers(catalogue, intake, self.right, self)
        self.electrodiagnosis = ElectrodiagnosisForm(catalogue)
        self.scan = ScanView()
        self._sides = QSplitter(Qt.Orientation.Horizontal)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.show_report(report)
        self._offer_quoting()

    @property
    def report(self) -> ImagingReport:
        """The report as recorded."""
        return self._report

    def show_report(self, report: ImagingReport) -> None:
        """Mirror a report without saying that it changed; an entry being typed stays."""
        if _file_of(report) != _file_of(self._report):
            self.show_pages(())
        self._report = report
        self.study.show_report(report)
        self.study_fold.show_summary(self.study.summary(report))
        self._show_open()
        if self.text.value != report.text:
            self.text.show_value(report.text)
        self.reading.show_report(report)
        self.text.underline(self.reading.quotes)
        self.electrodiagnosis.show_value(report.electrodiagnosis)
        self._show_weeks()
        self._show_right()

    def show_onset(self, onset: date | None) -> None:
        """Take the day on which the symptoms began, from which a nerve study counts weeks."""
        self._onset = onset
        self._show_weeks()

    def lock(self, why: str) -> None:
        """Let nothing be taken over while `why` says so; "" opens it again."""
        self.reading.lock(why)

    def show_filled(self, filled: Sequence[str], warnings: Sequence[str] = ()) -> None:
        """Name what was filled from the file or text, and what is to be told of the file."""
        names = ", ".join(self.study.names[name].lower() for name in filled)
        taken = self.tr("Taken from the report: {names}. Check it.").format(names=names)
        self._filled = " ".join((*([taken] if names else []), *warnings))
        self._show_open()

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show the pages of the original beside the words."""
        self.scan.show_images(pages)
        self.original.setChecked(not self.scan.is_empty)
        self._show_right()

    def start(self) -> None:
        """Put the keyboard on what is offered, else on the report's words."""
        if self._is_nerve_study or not self.offers.start():
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Record texts that are still being typed."""
        record_pending(self)

    @property
    def _is_nerve_study(self) -> bool:
        return self._report.modality is Modality.EMG_NCS

    def _lay_out(self) -> None:
        left = QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(4)
        self.taken.hide()
        side.addWidget(self.taken)
        side.addWidget(self.study_fold)
        side.addWidget(section(self.tr("Report, word for word")))
        side.addWidget(self.text, 1)
        below = QHBoxLayout()
        for button in (self.quote, self.unquote, self.original):
            below.addWidget(button)
        below.addStretch(1)
        side.addLayout(below)
        self._words = left
        self._left = scrolling(left)
        for inner in (self.right, self.electrodiagnosis):
            self._stack.addWidget(scrolling(inner))
        self._stack.addWidget(self.scan)
        sides = self._sides
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(12)
        for place, widget in enumerate((self._left, self._stack)):
            sides.addWidget(widget)
            sides.setStretchFactor(place, 1)
        sides.setSizes([_LEFT_WIDTH, _RIGHT_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(sides)
        for field in self.findChildren(QWidget):
            if isinstance(field, QLineEdit | QPlainTextEdit):
                field.setAcceptDrops(False)  # a file dropped there would leave its name

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: where there is no room beside, the findings are below."""
        is_wide = event.size().width() >= _WIDE_ENOUGH
        self._sides.setOrientation(
            Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        )
        self._fit_words()
        self._left.setMinimumHeight(0 if is_wide else _LEAST_HEIGHT)
        self._stack.setMinimumHeight(0 if is_wide else _LEAST_HEIGHT)
        super().resizeEvent(event)

    def _fit_words(self) -> None:
        """Give the words' side the width its fields need, in any size of text."""
        bold = QFont(self.original.font())
        bold.setBold(True)  # as it is while pressed in
        wanted = QFontMetrics(bold).horizontalAdvance(self.original.text())
        self.original.setMinimumWidth(wanted + _AROUND_WORDS)
        needed = self._words.minimumSizeHint().width() + self._left.verticalScrollBar().width()
        self._left.setMinimumWidth(max(needed, _LEFT_WIDTH * 3 // 4))

    def _connect(self) -> None:
        # What a fold shows asks for its room only with the next turn of the loop.
        self.study_fold.button.toggled.connect(lambda: QTimer.singleShot(0, self, self._fit_words))
        self.study.changed.connect(lambda name, value: self._change(**{name: value}))
        self.study.told.connect(self.told)
        self.text.changed.connect(self._record_text)
        self.text.pasted.connect(self._record_pasted)
        self.text.pointed.connect(self._point_at)
        self.text.left.connect(self.start)
        self.text.copyAvailable.connect(self._offer_quoting)
        self.findings.changed.connect(lambda rows: self._change(findings=rows))
        self.findings.current_changed.connect(partial(self._point, on_offers=False))
        self.stated_normal.changed.connect(lambda levels: self._change(stated_normal=levels))
        self.right.rest_chosen.connect(lambda rest: self._change(rest_stated_normal=rest))
        self.electrodiagnosis.changed.connect(lambda value: self._change(electrodiagnosis=value))
        self.electrodiagnosis.told.connect(self.told)
        self.quote.clicked.connect(lambda: self.findings.set_quote(self.text.selected_quote()))
        self.unquote.clicked.connect(lambda: self.findings.set_quote(None))
        self.original.toggled.connect(self._toggle_original)
        self.reading.answered.connect(self._take)
        self.offers.pointed.connect(lambda _: self._point(on_offers=self.offers.list.hasFocus()))

    def _record_pasted(self) -> None:
        self._is_pasted = True
        self.text.record()
        self._is_pasted = False
        self.start()

    def _record_text(self, text: str | None) -> None:
        old = self._report.text or ""
        lost = self.findings.move_quotes(old, text or "")
        report = msgspec.structs.replace(
            self._report,
            text=text,
            findings=self.findings.findings,
            set_aside=all_moved(self._report.set_aside, old, text or ""),
        )
        if self._is_pasted and self._intake is not None and text:
            report, filled = with_details(report, self._intake.details(text))
            self.show_filled(filled)
        self._take(report)
        for number in lost:
            self.told.emit(
                self.tr("The quote of finding {0} is gone: its words were changed.").format(number)
            )

    def _change(self, **parts: Any) -> None:
        self._take(msgspec.structs.replace(self._report, **parts))

    def _take(self, report: ImagingReport, said: str = "") -> None:
        """Mirror a report, say that it changed, and what is to be shown large."""
        self.show_report(report)
        self.changed.emit(report)
        if said:
            self.said.emit(said)

    def _point_at(self, quote: Quote) -> None:
        self.offers.list.point_at(quote)
        self._point(on_offers=True)

    def _point(self, *, on_offers: bool) -> None:
        """Mark the words of the offer or of the finding that was pointed at last."""
        self._is_on_offers = on_offers or self.findings.current_number is None
        self._offer_quoting()

    def _offer_quoting(self) -> None:
        has_row = self.findings.current_number is not None
        self.quote.setEnabled(has_row and self.text.textCursor().hasSelection())
        self.unquote.setEnabled(self.findings.current_quote is not None)
        offer = self.offers.list.current
        is_offered = self._is_on_offers and offer is not None
        self.text.mark(
            offer.quote if is_offered and offer is not None else self.findings.current_quote
        )

    def _show_open(self) -> None:
        """Show what was filled and is to be checked, and what of the study is to be entered."""
        to_enter = self.study.to_enter(self._report) if self._report.text else ""
        self.taken.setText(" ".join(filter(None, (self._filled, to_enter))))
        self.taken.setVisible(bool(self.taken.text()))

    def _show_weeks(self) -> None:
        performed = self._report.performed_on
        days = (performed - self._onset).days if performed and self._onset else -1
        self.electrodiagnosis.show_weeks(days // _DAYS_OF_WEEK if days >= 0 else None)

    def _toggle_original(self, on: bool) -> None:
        if on and self.scan.is_empty:
            self.original_wanted.emit()
        self._show_right()

    def _show_right(self) -> None:
        can_show = not self.scan.is_empty or has_pages(self._report.original)
        if can_show:
            keeps_in_reading(self.original)
        self.original.setVisible(can_show)
        shows_scan = self.original.isChecked() and not self.scan.is_empty
        self._stack.setCurrentIndex(2 if shows_scan else 1 if self._is_nerve_study else 0)


def _file_of(report: ImagingReport) -> tuple[str | None, str | None]:
    original = report.original or Original()
    return original.name, original.sha256
