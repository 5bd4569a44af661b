"""The step "Imaging report": one or several reports, each with the findings accepted from it."""

from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.domain.practice import NO_PHRASES, Phrases
from clinic_desktop.ui.widgets.asking import agrees
from clinic_desktop.ui.widgets.form import title
from clinic_desktop.ui.widgets.imaging_report_form import ImagingReportForm


def agrees_to_remove(parent: QWidget, name: str) -> bool:
    """Ask whether a report is to be removed."""
    question = parent.tr("Remove \u201c{0}\u201d, with its text and its findings?").format(name)
    return agrees(parent, question)


class ImagingPage(QWidget):
    """Mirrors the imaging reports of an examination.

    Signals:
        changed: a tuple of `ImagingReport`, or `None` when there is none any more.
        told: a plain sentence about an entry that is not recorded.
    """

    changed = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        catalogue: Catalogue,
        parent: QWidget | None = None,
        *,
        phrases: Phrases = NO_PHRASES,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._phrases = phrases
        self._examination: UUID | None = None
        self._told = ""
        self.forms: list[ImagingReportForm] = []
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Imaging reports"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.add = QPushButton(self.tr("Add report"))
        self.remove = QPushButton(self.tr("Remove this report"))
        self.add.setToolTip(self.tr("Add a report, then paste or type its words"))
        self._none_yet = QLabel(self.tr("No imaging report is recorded."))
        self._none_yet.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none_yet)
        bar = QHBoxLayout()
        bar.addWidget(title(self.tr("Imaging report")))
        bar.addSpacing(12)
        bar.addWidget(self.tabs)
        bar.addStretch()
        bar.addWidget(self.add)
        bar.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._show_current)
        self.add.clicked.connect(self.add_report)
        self.remove.clicked.connect(self._remove)
        self._show_current()

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination; of one already shown, entries being typed stay."""
        reports = examination.imaging or ()
        shown = [form.report.id for form in self.forms]
        if examination.id != self._examination or shown != [report.id for report in reports]:
            place = self.tabs.currentIndex() if examination.id == self._examination else 0
            self._examination = examination.id
            while self.forms:
                self._take_out(len(self.forms) - 1)
            for report in reports:
                self._append(report)
            self.tabs.setCurrentIndex(max(0, min(place, len(reports) - 1)))
        for form, report in zip(self.forms, reports, strict=True):
            form.show_report(report)
        self._name_tabs()

    def start(self) -> None:
        """Put the keyboard on the first field."""
        if self.forms:
            self.forms[self.tabs.currentIndex()].start()
        else:
            self.add.setFocus()

    def flush(self) -> None:
        """Record texts that are still being typed; tell what cannot be recorded."""
        for form in self.forms:
            form.flush()
        self._told = self.incomplete()
        if self._told:
            self.told.emit(self._told)

    def incomplete(self) -> str:
        """Return a sentence about the findings that are begun and not recorded, "" without any."""
        waiting = sum(len(form.findings.incomplete()) for form in self.forms)
        if not waiting:
            return ""
        words = (
            self.tr("1 finding of the imaging reports is incomplete and not recorded: ")
            if waiting == 1
            else self.tr(
                "{count} findings of the imaging reports are incomplete and not recorded: "
            )
        )
        return words.format(count=waiting) + self.tr("choose level and kind.")

    def add_report(self) -> None:
        """Add a report in which nothing is recorded, and put the keyboard on it."""
        self._append(ImagingReport(id=uuid4()))
        self.tabs.setCurrentIndex(len(self.forms) - 1)
        self._record()
        self.start()

    def _append(self, report: ImagingReport) -> None:
        form = ImagingReportForm(self._catalogue, report, phrases=self._phrases)
        form.changed.connect(self._record)
        form.told.connect(self.told)
        self.forms.append(form)
        self._stack.addWidget(form)
        self.tabs.addTab("")

    def _take_out(self, place: int) -> None:
        form = self.forms.pop(place)
        # A field that loses the keyboard now must not speak for the examination shown next.
        form.blockSignals(True)
        self._stack.removeWidget(form)
        form.deleteLater()
        self.tabs.removeTab(place)

    def _remove(self) -> None:
        place = self.tabs.currentIndex()
        if agrees_to_remove(self, self.tabs.tabText(place)):
            self._take_out(place)
            self._record()
            self.start()

    def _record(self) -> None:
        self._name_tabs()
        if self._told and not self.incomplete():
            self._told = ""
            self.told.emit("")
        self.changed.emit(tuple(form.report for form in self.forms) or None)

    def _show_current(self) -> None:
        place = self.tabs.currentIndex()
        is_any = 0 <= place < len(self.forms)
        self.tabs.setVisible(is_any)
        self._stack.setCurrentWidget(self.forms[place] if is_any else self._none_yet)
        self.remove.setEnabled(is_any)

    def _name_tabs(self) -> None:
        for place, form in enumerate(self.forms):
            self.tabs.setTabText(place, self._name(form.report, place + 1))

    def _name(self, report: ImagingReport, number: int) -> str:
        parts = []
        if report.modality:
            parts.append(self._catalogue.label("modality", report.modality))
        if report.performed_on:
            parts.append(long_date(report.performed_on))
        if report.region:
            region = self._catalogue.label("region", report.region)
            parts.append(region[0].lower() + region[1:])
        return ", ".join(parts) or self.tr("Report {0}").format(number)
