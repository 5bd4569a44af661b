"""The findings behind an imaging cell: the roots they stand for, and the report's own words."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import speaking_report_of
from clinic_desktop.domain.comparison_phrases import (
    Row,
    brief_finding,
    findings_behind,
    quoted_words,
)
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.finding_roots import finding_roots, roots_sentence
from clinic_desktop.domain.imaging import ImagingFinding, ImagingReport
from clinic_desktop.domain.phrases import finding_summary, imaging_heading
from clinic_desktop.ui.widgets.form import section, words


class FindingsPanel(QWidget):
    """Shows what a row's imaging cell rests on.

    Signals:
        root_wanted: the report and its finding whose root is to be changed.
    """

    root_wanted = Signal(object, object)

    def __init__(
        self,
        row: Row,
        examination: Examination,
        catalogue: Catalogue,
        parent: QWidget | None = None,
        *,
        is_signed: bool = False,
    ) -> None:
        """Build the panel of a row."""
        super().__init__(parent)
        self._catalogue = catalogue
        self._is_signed = is_signed
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        report = speaking_report_of(row, examination)
        if report is None:
            self._layout.addWidget(words(self.tr("No report of this region is held.")))
            return
        self._layout.addWidget(words(imaging_heading(report, examination, catalogue)))
        behind = findings_behind(row, examination)
        for finding in behind:
            self._add(finding, report)
        if not behind:
            said = self.tr("The report has no finding accepted at these levels on this side.")
            self._layout.addWidget(words(said))
        if report.stated_normal:
            levels = ", ".join(report.stated_normal)
            said = self.tr("Stated normal: {levels}.").format(levels=levels)
            self._layout.addWidget(words(said))
        if report.rest_stated_normal:
            said = self.tr("The report says that all it does not list is normal.")
            self._layout.addWidget(words(said))

    def _add(self, finding: ImagingFinding, report: ImagingReport) -> None:
        roots = next((each for each in finding_roots(report) if each.finding == finding), None)
        line = QHBoxLayout()
        told = QVBoxLayout()
        told.setSpacing(1)
        told.addWidget(section(finding_summary(finding, self._catalogue)))
        told.addWidget(
            words(
                self.tr("Stands for {roots}").format(roots=roots_sentence(roots, self._catalogue))
                if roots
                else self.tr("Stands for no root; shown, not counted")
            )
        )
        quoted = quoted_words(finding, report)
        quote = words(
            f"\u201c{quoted}\u201d" if quoted else self.tr("No words of the report are marked.")
        )
        quote.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        told.addWidget(quote)
        line.addLayout(told, 1)
        if roots and not self._is_signed:
            change = QPushButton(self.tr("Change root\u2026"))
            about = brief_finding(finding, self._catalogue)
            change.setAccessibleName(
                self.tr("Change root of {finding}, {number}").format(
                    finding=about, number=self._layout.count()
                )
            )
            change.clicked.connect(partial(self._ask, report, finding))
            line.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addLayout(line)

    def _ask(self, report: ImagingReport, finding: ImagingFinding, *_: bool) -> None:
        self.root_wanted.emit(report, finding)
