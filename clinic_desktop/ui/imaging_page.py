"""The step "Imaging report": one or several reports, each with the findings accepted from it."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
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
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination, Presentation
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.domain.practice import NO_PHRASES, Phrases
from clinic_desktop.ui.file_reading import FileReading
from clinic_desktop.ui.intake import Intake
from clinic_desktop.ui.originals import KeptFile, OriginalFiles
from clinic_desktop.ui.report_intake import CameIn, ReportIntake
from clinic_desktop.ui.report_names import report_name, tab_names
from clinic_desktop.ui.widgets.asking import agrees
from clinic_desktop.ui.widgets.form import title
from clinic_desktop.ui.widgets.imaging_report_form import ImagingReportForm


def agrees_to_remove(parent: QWidget, name: str) -> bool:
    """Ask whether a report is to be removed."""
    question = parent.tr("Remove \u201c{0}\u201d, with its text and its findings?").format(name)
    return agrees(parent, question)


class ImagingPage(QWidget):
    """Mirrors the imaging reports of an examination, the newest first.

    Signals:
        changed: a tuple of `ImagingReport`, or `None` when there is none any more.
        told: a plain sentence about an entry that is not recorded.
        said: what was answered, to be shown large.
        safety_wanted: dangers were taken over: Safety asks.
    """

    changed = Signal(object)
    told = Signal(str)
    said = Signal(str)
    safety_wanted = Signal()

    def __init__(
        self,
        catalogue: Catalogue,
        intake: Intake | None = None,
        originals: OriginalFiles | None = None,
        parent: QWidget | None = None,
        *,
        latest: Callable[[], Examination | None] | None = None,
        phrases: Phrases = NO_PHRASES,
    ) -> None:
        """Build the page.

        Args:
            catalogue: the words.
            intake: what reads reports; without it reports are only looked at and typed.
            originals: where the files are kept that reports came in as.
            parent: Qt's parent.
            latest: the examination as it stands, also while another step is open.
            phrases: what texts offer to put in.
        """
        super().__init__(parent)
        self._catalogue = catalogue
        self._intake = intake
        self._originals = originals
        self._latest = latest
        self._phrases = phrases
        self._examination: Examination | None = None
        self._told = ""
        self._asked: ImagingReportForm | None = None
        self.forms: list[ImagingReportForm] = []
        self._in_order: list[ImagingReportForm] = []
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Imaging reports"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.add = QPushButton(self.tr("Add report"))
        self.remove = QPushButton(self.tr("Remove this report"))
        self.add.setToolTip(self.tr("Add a report, then paste or type its words"))
        self._none_yet = QLabel(self.tr("No imaging report is recorded."))
        self._none_yet.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._none_yet.setWordWrap(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none_yet)
        self._pages: FileReading | None = None
        self._pages_for: ImagingReportForm | None = None
        if originals is not None:
            self._pages = FileReading(originals.pages, self)
            self._pages.done.connect(self._show_pages)
            self._pages.failed.connect(self._tell_no_pages)
        self.intake: ReportIntake | None = None
        if intake is not None and originals is not None:
            self.intake = ReportIntake(catalogue, intake, originals, latest)
            self.setAcceptDrops(True)
            self._none_yet.setProperty("role", "drop")
            self._none_yet.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._none_yet.setText(
                self.tr(
                    "No imaging report is recorded. Paste its words (Ctrl+V), drop its file "
                    "here, or open the file (Ctrl+O)."
                )
            )
        self._lay_out()
        self._connect()
        self._show_current()

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination; of one already shown, entries being typed stay."""
        is_other = self._examination is None or examination.id != self._examination.id
        current = None if is_other else self._current
        self._examination = examination
        self._fit_forms(examination.imaging or (), keep=not is_other)
        onset = (examination.presentation or Presentation()).onset
        for form, report in zip(self.forms, examination.imaging or (), strict=True):
            form.show_report(report)
            form.show_onset(onset)
        self._order(current)
        if self.intake is not None:
            self.intake.show_examination(examination)
            for form in self.forms:
                form.lock(self.intake.locked_words if self.intake.is_asked(form.report) else "")
            self._bring_asked()

    def start(self) -> None:
        """Put the keyboard on what is asked, else on what is offered, else on the words."""
        if self.intake is not None:
            self._asked = None
            self._bring_asked()
            if self.intake.start():
                return
        if self._current is not None:
            self._current.start()
        elif self.intake is not None:
            self.intake.open.setFocus()
        else:
            self.add.setFocus()

    def flush(self) -> None:
        """Record texts that are still being typed; tell what waits and is not recorded."""
        for form in self.forms:
            form.flush()
        waiting = self.intake.unanswered() if self.intake is not None else ""
        self._told = " ".join(filter(None, (waiting, self.incomplete())))
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
        form = self._new_form(ImagingReport(id=uuid4()))
        self.forms.append(form)
        self._order(form)
        self._record()
        form.start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override QWidget.dragEnterEvent: files and texts are taken."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Override QWidget.dropEvent: take in what was dropped."""
        if self.intake is not None and self.intake.take_mime(event.mimeData()):
            event.acceptProposedAction()

    @property
    def _current(self) -> ImagingReportForm | None:
        place = self.tabs.currentIndex()
        return self._in_order[place] if 0 <= place < len(self._in_order) else None

    def _bring_asked(self) -> None:
        """Bring in sight, once, the report of which it is asked whose it is."""
        report = self.intake.asked if self.intake is not None else None
        form = next((each for each in self.forms if each.report is report), None)
        if form is not self._asked:
            self._asked = form
            if form is not None:
                self._order(form)

    def _fit_forms(self, reports: tuple[ImagingReport, ...], *, keep: bool) -> None:
        """Have a form for each report; with `keep`, that of one already shown stays."""
        left = [*self.forms]
        self.forms = []
        for report in reports:
            known = (each for each in left if keep and each.report.id == report.id)
            form = next(known, None)
            if form is not None:
                left.remove(form)
            self.forms.append(form or self._new_form(report))
        for form in left:
            self._take_out(form)

    def _new_form(self, report: ImagingReport) -> ImagingReportForm:
        form = ImagingReportForm(self._catalogue, report, self._intake, phrases=self._phrases)
        form.changed.connect(self._record)
        form.told.connect(self.told)
        form.said.connect(self.said)
        form.original_wanted.connect(partial(self._show_original, form))
        self._stack.addWidget(form)
        return form

    def _take_out(self, form: ImagingReportForm) -> None:
        # A field that loses the keyboard now must not speak for the examination shown next.
        form.blockSignals(True)
        self._stack.removeWidget(form)
        form.hide()
        form.deleteLater()

    def _remove(self) -> None:
        form = self._current
        if form is not None and agrees_to_remove(self, self.tabs.tabText(self.tabs.currentIndex())):
            self.forms.remove(form)
            self._take_out(form)
            self._order(None)
            self._record()
            self.start()

    def _record(self) -> None:
        self._order(self._current)
        if self._told and not self.incomplete():
            self._told = ""
            self.told.emit("")
        self.changed.emit(tuple(form.report for form in self.forms) or None)

    def _order(self, current: ImagingReportForm | None) -> None:
        """List the reports, the newest first and those without a date last; one is in sight."""
        dated = [form for form in self.forms if form.report.performed_on]
        dated.sort(key=lambda form: str(form.report.performed_on), reverse=True)
        self._in_order = [*dated, *(form for form in self.forms if form not in dated)]
        self.tabs.blockSignals(True)
        while self.tabs.count() > len(self._in_order):
            self.tabs.removeTab(self.tabs.count() - 1)
        while self.tabs.count() < len(self._in_order):
            self.tabs.addTab("")
        reports = [form.report for form in self.forms]
        names = tab_names(reports, self._catalogue)
        for place, form in enumerate(self._in_order):
            at = self.forms.index(form)
            self.tabs.setTabText(place, names[at])
            self.tabs.setTabToolTip(place, report_name(form.report, at + 1, self._catalogue))
        if current in self._in_order:
            self.tabs.setCurrentIndex(self._in_order.index(current))
        self.tabs.blockSignals(False)
        self._show_current()

    def _show_current(self) -> None:
        form = self._current
        self.tabs.setVisible(form is not None)
        self._stack.setCurrentWidget(form or self._none_yet)
        self.remove.setEnabled(form is not None)
        if self.intake is not None:
            self.intake.current = self.forms.index(form) if form else None
            self.intake.paste.setVisible(form is None)

    def _take_in(self, came: CameIn) -> None:
        """Bring in sight what was taken in, with its pages where it has no words yet."""
        is_open = self.isVisible()
        latest = self._latest() if self._latest is not None else None
        if not is_open and latest is not None:
            self.show_examination(latest)
        if came.place >= len(self.forms):  # it was not recorded
            return
        form = self.forms[came.place]
        self._order(form)
        form.show_filled(came.filled, came.warnings)
        if came.pictures:
            form.show_pages([QImage.fromData(picture) for picture in came.pictures])
        if is_open:
            self.start()

    def _follow_answer(self, said: str, place: int) -> None:
        """Show large what was answered, and go on to what is asked or offered next."""
        self.said.emit(said)
        if self.intake is None or not self.intake.dangers.stay(place):
            self.start()

    def _show_original(self, form: ImagingReportForm) -> None:
        """Have the pages of the file a report came in as drawn, beside the window."""
        original = form.report.original
        if original is None or self._originals is None or self._pages is None:
            return
        self._pages.cancel()
        self._pages_for = form
        try:
            data = self._originals.data(original)
        except UserError as error:
            self._tell_no_pages(str(error))
        else:
            self._pages.read(KeptFile(original.name or "", data))

    def _show_pages(self, pages: tuple[bytes, ...]) -> None:
        form = self._pages_for
        if form in self.forms and form is not None and form.original.isChecked():
            form.show_pages([QImage.fromData(page) for page in pages])

    def _tell_no_pages(self, why: str) -> None:
        self.told.emit(why)
        if self._pages_for in self.forms and self._pages_for is not None:
            self._pages_for.show_pages(())

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_current)
        self.add.clicked.connect(self.add_report)
        self.remove.clicked.connect(self._remove)
        if self.intake is not None:
            self.intake.changed.connect(self.changed)
            self.intake.came_in.connect(self._take_in)
            self.intake.told.connect(self.told)
            self.intake.answered.connect(self._follow_answer)
            self.said.connect(self.intake.forget_refusal)
            self.intake.safety_wanted.connect(self.safety_wanted)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(title(self.tr("Imaging report")))
        bar.addSpacing(12)
        bar.addWidget(self.tabs)
        bar.addStretch()
        if self.intake is not None:
            bar.addWidget(self.intake.paste)
            bar.addWidget(self.intake.open)
        bar.addWidget(self.add)
        bar.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        if self.intake is not None:
            layout.addWidget(self.intake)
        layout.addWidget(self._stack, 1)
