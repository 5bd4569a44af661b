"""What a report says of the levels: what is offered from its text, and what was accepted."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinic_desktop.domain.anatomy import Level, Root
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.domain.reading import ReportReading, levels_not_mentioned
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.findings_table import FindingsTable
from clinic_desktop.ui.widgets.form import section, words
from clinic_desktop.ui.widgets.offers_panel import OffersPanel
from clinic_desktop.ui.widgets.stated_normal import StatedNormal


class FindingsSide(QWidget):
    """Stands beside the report's words: offers above, the accepted rows below.

    Signals:
        rest_chosen: whether the report says all it does not list is normal, or `None`.
    """

    rest_chosen = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offers = OffersPanel()
        self.findings = FindingsTable(catalogue)
        self.stated_normal = StatedNormal()
        self.rest_normal = ChoiceRow(
            self.tr("The report says all it does not list is normal"),
            [(value, catalogue.label("yes_no", value)) for value in ("yes", "no")],
        )
        self.rest_normal.chosen.connect(
            lambda value: self.rest_chosen.emit(None if value is None else value == "yes")
        )
        self.not_mentioned = words("")
        self._lay_out()

    def show_report(self, report: ImagingReport, reading: ReportReading | None) -> None:
        """Mirror what was accepted from a report, without saying that anything changed."""
        self.findings.show_findings(report.findings)
        self.findings.follow_roots(_names_root(reading))
        self.stated_normal.show_levels(report.stated_normal, report.region)
        rest = report.rest_stated_normal
        self.rest_normal.show_value(None if rest is None else "yes" if rest else "no")
        left = levels_not_mentioned(reading, report) if reading and report.text else ()
        self.not_mentioned.setText(
            self.tr("Not mentioned: {levels}. This is never read as normal.").format(
                levels=", ".join(left)
            )
            if left
            else self.tr(
                "A level the report does not mention stays not mentioned; it is never read as "
                "normal."
            )
        )

    def _lay_out(self) -> None:
        rest = QHBoxLayout()
        rest.setSpacing(12)
        rest.addWidget(QLabel(self.tr("The report says all it does not list is normal")))
        self.rest_normal.setMinimumWidth(150)  # the tick of a chosen button has its place
        rest.addWidget(self.rest_normal)
        rest.addStretch(1)
        normal = QHBoxLayout()
        normal.setSpacing(12)
        normal.addWidget(section(self.tr("Stated normal")))
        normal.addWidget(self.stated_normal, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.offers)
        layout.addWidget(self.findings, 1)
        layout.addLayout(normal)
        layout.addLayout(rest)
        layout.addWidget(self.not_mentioned)


def _names_root(reading: ReportReading | None) -> Callable[[Level, Root], bool] | None:
    """Return what tells whether the report names a root; `None` where nothing was read from it."""
    if reading is None or not reading.findings:
        return None
    named = {(finding.level, finding.root) for finding in reading.findings}
    return lambda level, root: (level, root) in named
