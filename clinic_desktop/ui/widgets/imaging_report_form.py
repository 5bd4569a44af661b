"""One imaging report: its study and words on the left, what was accepted from it on the right."""

from enum import StrEnum
from functools import partial
from typing import Any, Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import ImagingReport, Modality
from clinic_desktop.domain.practice import NO_PHRASES, Phrases
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.date_field import DateField
from clinic_desktop.ui.widgets.findings_table import FindingsTable
from clinic_desktop.ui.widgets.form import scrolling, section
from clinic_desktop.ui.widgets.multi_choice import MultiChoice
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.pending import record_pending
from clinic_desktop.ui.widgets.report_text import ReportText
from clinic_desktop.ui.widgets.stated_normal import StatedNormal
from clinic_desktop.ui.widgets.text_area import TextLine

_CLOSED: Final[dict[str, type[StrEnum]]] = {
    "modality": Modality,
    "region": Region,
    "symptoms_changed_since": YesNoUnknown,
}
_LEFT_WIDTH: Final = 320
_RIGHT_WIDTH: Final = 796
_WIDE_ENOUGH: Final = 960
_LEAST_HEIGHT: Final = 260


class ImagingReportForm(QWidget):
    """Mirrors one report. Parts of a report that the form does not show are kept.

    Signals:
        changed: the `ImagingReport` as it is now.
        told: a plain sentence about an entry that is not recorded, or a quote that is gone.
    """

    changed = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        catalogue: Catalogue,
        report: ImagingReport,
        parent: QWidget | None = None,
        *,
        phrases: Phrases = NO_PHRASES,
    ) -> None:
        super().__init__(parent)
        self._report = ImagingReport()
        self._names = {
            "modality": self.tr("Modality"),
            "region": self.tr("Region"),
            "performed_on": self.tr("Performed on"),
            "reported_on": self.tr("Reported on"),
            "reporter": self.tr("Reporter"),
            "site": self.tr("Site"),
            "position": self.tr("Patient's position"),
            "sequences": self.tr("Sequences"),
            "comparison": self.tr("Comparison study"),
            "limits": self.tr("Limits of the study"),
            "symptoms_changed_since": self.tr("Symptoms changed since the study"),
        }
        self.fields = self._new_fields(catalogue, phrases)
        self.text = ReportText(self.tr("Report, word for word"))
        self.text.setPlaceholderText(self.tr("Paste or type the report's own words here."))
        self.quote = QPushButton(self.tr("Quote selection"))
        self.quote.setToolTip(self.tr("Make the selected words the quote of the current finding"))
        self.unquote = QPushButton(self.tr("Remove quote"))
        self.findings = FindingsTable(catalogue)
        self.stated_normal = StatedNormal()
        self.rest_normal = ChoiceRow(
            self.tr("The report says all it does not list is normal"),
            [(value, catalogue.label("yes_no", value)) for value in ("yes", "no")],
        )
        self._sides = QSplitter(Qt.Orientation.Horizontal)
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
        self._report = report
        for name, field in (*self.fields.items(), ("text", self.text)):
            if field.value != getattr(report, name):
                field.show_value(getattr(report, name))
        self.findings.show_findings(report.findings)
        self.stated_normal.show_levels(report.stated_normal, report.region)
        rest = report.rest_stated_normal
        self.rest_normal.show_value(None if rest is None else "yes" if rest else "no")

    def start(self) -> None:
        """Put the keyboard on the first field."""
        self.fields["modality"].setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Record texts that are still being typed."""
        record_pending(self)

    def _new_fields(self, catalogue: Catalogue, phrases: Phrases) -> dict[str, Any]:
        def words(group: str, values: Any) -> list[tuple[str, str]]:
            return [(value, catalogue.label(group, value)) for value in values]

        offered = catalogue.wording.offered
        names = self._names
        fields = {
            "modality": OpenList(names["modality"], words("modality", Modality), closed=True),
            "region": OpenList(names["region"], words("region", Region), closed=True),
            "performed_on": DateField(names["performed_on"]),
            "reported_on": DateField(names["reported_on"]),
            "reporter": TextLine(names["reporter"]),
            "site": TextLine(names["site"]),
            "position": OpenList(names["position"], words("position", offered["positions"])),
            "sequences": MultiChoice(names["sequences"], words("sequence", offered["sequences"])),
            "comparison": TextLine(names["comparison"]),
            "limits": TextLine(names["limits"], phrases=phrases.get("imaging_limits", ())),
            "symptoms_changed_since": ChoiceRow(
                names["symptoms_changed_since"], words("yes_no", YesNoUnknown)
            ),
        }
        for name in ("performed_on", "reported_on"):
            fields[name].setSizePolicy(fields["site"].sizePolicy())
        return fields

    def _lay_out(self) -> None:
        sides = self._sides
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(12)
        self._study = scrolling(self._study_side())
        self._study.setMinimumWidth(_LEFT_WIDTH * 3 // 4)
        sides.addWidget(self._study)
        sides.addWidget(self._findings_side())
        sides.setStretchFactor(0, 1)
        sides.setStretchFactor(1, 1)
        sides.setSizes([_LEFT_WIDTH, _RIGHT_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(sides)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: where there is no room beside, the findings are below."""
        is_wide = event.size().width() >= _WIDE_ENOUGH
        self._sides.setOrientation(
            Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        )
        self._study.setMinimumHeight(0 if is_wide else _LEAST_HEIGHT)
        self.findings.setMinimumHeight(0 if is_wide else _LEAST_HEIGHT)
        super().resizeEvent(event)

    def _study_side(self) -> QWidget:
        side = QWidget()
        study = QGridLayout()
        study.setHorizontalSpacing(10)
        study.setVerticalSpacing(1)
        for column in (0, 1):
            study.setColumnStretch(column, 1)
        for place, (name, field) in enumerate(self.fields.items()):
            line, column = divmod(place, 2)
            columns = 2 if name == "symptoms_changed_since" else 1
            label = QLabel(self._names[name])
            label.setBuddy(field)
            study.addWidget(label, 3 * line, column, 1, columns)
            study.addWidget(field, 3 * line + 1, column, 1, columns)
            study.setRowMinimumHeight(3 * line + 2, 4)
        quoting = QHBoxLayout()
        quoting.addWidget(self.quote)
        quoting.addWidget(self.unquote)
        quoting.addStretch(1)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(study)
        layout.addWidget(section(self.tr("Report, word for word")))
        layout.addWidget(self.text, 1)
        layout.addLayout(quoting)
        return side

    def _findings_side(self) -> QWidget:
        side = QFrame()
        hint = QLabel(
            self.tr(
                "A level the report does not mention stays not mentioned; it is never read as "
                "normal."
            )
        )
        hint.setWordWrap(True)
        rest = QHBoxLayout()
        rest.setSpacing(12)
        rest.addWidget(QLabel(self.tr("The report says all it does not list is normal")))
        self.rest_normal.setMinimumWidth(150)  # the tick of a chosen button has its place
        rest.addWidget(self.rest_normal)
        rest.addStretch(1)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(section(self.tr("Findings accepted from the report")))
        layout.addWidget(self.findings, 1)
        layout.addSpacing(4)
        layout.addWidget(section(self.tr("Stated normal")))
        layout.addWidget(self.stated_normal)
        layout.addLayout(rest)
        layout.addWidget(hint)
        return side

    def _connect(self) -> None:
        for name, field in self.fields.items():
            has_choice = isinstance(field, OpenList | MultiChoice | ChoiceRow)
            signal = field.chosen if has_choice else field.changed
            signal.connect(partial(self._record, name))
            if isinstance(field, DateField):
                field.refused.connect(self.told)
        self.text.changed.connect(self._record_text)
        self.text.copyAvailable.connect(self._offer_quoting)
        self.findings.changed.connect(partial(self._record, "findings"))
        self.findings.current_changed.connect(self._offer_quoting)
        self.stated_normal.changed.connect(partial(self._record, "stated_normal"))
        self.rest_normal.chosen.connect(
            lambda value: self._change(rest_stated_normal=None if value is None else value == "yes")
        )
        self.quote.clicked.connect(lambda: self.findings.set_quote(self.text.selected_quote()))
        self.unquote.clicked.connect(lambda: self.findings.set_quote(None))

    def _record(self, name: str, value: Any) -> None:
        closed = _CLOSED.get(name)
        self._change(**{name: closed(value) if closed and value is not None else value})
        if name == "region":
            self.stated_normal.show_levels(self._report.stated_normal, self._report.region)

    def _record_text(self, text: str | None) -> None:
        lost = self.findings.move_quotes(self._report.text or "", text or "")
        self._change(text=text, findings=self.findings.findings)
        for number in lost:
            self.told.emit(
                self.tr("The quote of finding {0} is gone: its words were changed.").format(number)
            )

    def _change(self, **parts: Any) -> None:
        self._report = msgspec.structs.replace(self._report, **parts)
        self.changed.emit(self._report)

    def _offer_quoting(self) -> None:
        has_row = self.findings.current_number is not None
        self.quote.setEnabled(has_row and self.text.textCursor().hasSelection())
        self.unquote.setEnabled(self.findings.current_quote is not None)
        self.text.mark(self.findings.current_quote)
