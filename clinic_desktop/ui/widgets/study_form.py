"""How a study was made: modality, region, dates, who reported, and what limits it."""

import re
from enum import StrEnum
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.imaging import ImagingReport, Modality
from clinic_desktop.domain.practice import NO_PHRASES, Phrases
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.date_field import DateField
from clinic_desktop.ui.widgets.multi_choice import MultiChoice
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.parsed_field import ParsedField
from clinic_desktop.ui.widgets.text_area import TextLine

_CLOSED: Final[dict[str, type[StrEnum]]] = {
    "modality": Modality,
    "region": Region,
    "contrast": YesNoUnknown,
    "symptoms_changed_since": YesNoUnknown,
}
_WIDE: Final = ("modality", "symptoms_changed_since")
_NEEDED: Final = ("modality", "region", "performed_on")
"""Without these the comparison cannot place a report."""
_TESLA: Final = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:t|tesla)?", re.ASCII | re.IGNORECASE)
_MOST_TESLA: Final = 20


def parse_tesla(text: str) -> float | None:
    """Return the field strength in "1.5", "1,5 T" or "3 tesla"."""
    match = _TESLA.fullmatch(text.strip())
    strength = float(match[1].replace(",", ".")) if match else 0.0
    return strength if 0 < strength <= _MOST_TESLA else None


class StudyForm(QWidget):
    """Mirrors what is recorded of a study.

    Signals:
        changed: the name of a part of the report, and its value.
        told: a plain sentence about an entry that is not recorded.
    """

    changed = Signal(str, object)
    told = Signal(str)

    def __init__(
        self, catalogue: Catalogue, phrases: Phrases = NO_PHRASES, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.names = {
            "modality": self.tr("Modality"),
            "region": self.tr("Region"),
            "performed_on": self.tr("Performed on"),
            "reported_on": self.tr("Reported on"),
            "reporter": self.tr("Reporter"),
            "site": self.tr("Site"),
            "position": self.tr("Patient's position"),
            "sequences": self.tr("Sequences"),
            "field_strength": self.tr("Field strength"),
            "contrast": self.tr("Contrast"),
            "comparison": self.tr("Comparison study"),
            "quality": self.tr("Image quality"),
            "limits": self.tr("Limits of the study"),
            "symptoms_changed_since": self.tr("Symptoms changed since the study"),
        }
        self.fields = self._new_fields(phrases)
        self._lay_out()
        for name, field in self.fields.items():
            has_choice = isinstance(field, OpenList | MultiChoice | ChoiceRow)
            signal = field.chosen if has_choice else field.changed
            signal.connect(partial(self._record, name))
            if isinstance(field, ParsedField):
                field.refused.connect(self.told)

    def show_report(self, report: ImagingReport) -> None:
        """Mirror a report's study without saying that it changed; an entry being typed stays."""
        for name, field in self.fields.items():
            if field.value != getattr(report, name):
                field.show_value(getattr(report, name))

    def summary(self, report: ImagingReport) -> str:
        """Return the study in a few words."""
        words = self._catalogue
        parts = [
            words.label("modality", report.modality) if report.modality else "",
            words.words("region", report.region) if report.region else "",
            long_date(report.performed_on) if report.performed_on else "",
            words.words("position", report.position) if report.position else "",
            f"{report.field_strength:g} T" if report.field_strength else "",
        ]
        return ", ".join(filter(None, parts))

    def to_enter(self, report: ImagingReport) -> str:
        """Return a sentence on what is still to be entered, "" when all that is needed is there."""
        names = [self.names[name].lower() for name in _NEEDED if getattr(report, name) is None]
        return self.tr("To enter: {names}.").format(names=", ".join(names)) if names else ""

    def _record(self, name: str, value: Any) -> None:
        closed = _CLOSED.get(name)
        self.changed.emit(name, closed(value) if closed and value is not None else value)

    def _new_fields(self, phrases: Phrases) -> dict[str, Any]:
        def words(group: str, values: Any) -> list[tuple[str, str]]:
            return [(value, self._catalogue.label(group, value)) for value in values]

        offered = self._catalogue.wording.offered
        names = self.names
        fields: dict[str, Any] = {
            "modality": OpenList(names["modality"], words("modality", Modality), closed=True),
            "region": OpenList(names["region"], words("region", Region), closed=True),
            "performed_on": DateField(names["performed_on"]),
            "reported_on": DateField(names["reported_on"]),
            "reporter": TextLine(names["reporter"]),
            "site": TextLine(names["site"]),
            "position": OpenList(names["position"], words("position", offered["positions"])),
            "sequences": MultiChoice(names["sequences"], words("sequence", offered["sequences"])),
            "field_strength": ParsedField(
                names["field_strength"],
                parse_tesla,
                lambda tesla: f"{tesla:g} T",
                "is not a field strength and is not recorded. Write it as 1.5 or 3 T.",
            ),
            "contrast": OpenList(names["contrast"], words("yes_no", YesNoUnknown), closed=True),
            "comparison": TextLine(names["comparison"]),
            "quality": OpenList(
                names["quality"], words("study_quality", offered["study_qualities"])
            ),
            "limits": TextLine(names["limits"], phrases=phrases.get("imaging_limits", ())),
            "symptoms_changed_since": ChoiceRow(
                names["symptoms_changed_since"], words("yes_no", YesNoUnknown)
            ),
        }
        for name in ("performed_on", "reported_on"):
            fields[name].setSizePolicy(fields["site"].sizePolicy())
        return fields

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        place = 0
        for name, field in self.fields.items():
            if name in _WIDE:
                place += place % 2
            line, column = divmod(place, 2)
            columns = 2 if name in _WIDE else 1
            place += columns
            label = QLabel(self.names[name])
            label.setBuddy(field)
            grid.addWidget(label, 3 * line, column, 1, columns)
            grid.addWidget(field, 3 * line + 1, column, 1, columns)
            grid.setRowMinimumHeight(3 * line + 2, 4)
