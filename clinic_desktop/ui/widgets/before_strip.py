"""The strip "Before": consent, who is present, operations, injections, medication, conditions."""

from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Before, Consent
from clinic_desktop.ui.widgets.events_editor import EventsEditor
from clinic_desktop.ui.widgets.fold import Fold
from clinic_desktop.ui.widgets.form import new_form, section
from clinic_desktop.ui.widgets.lines_field import LinesField
from clinic_desktop.ui.widgets.open_answer import OpenAnswer
from clinic_desktop.ui.widgets.text_area import TextArea, TextLine


class BeforeStrip(Fold):
    """Mirrors a `Before`, folded.

    Signals:
        changed: the `Before` now recorded, or `None`.
        refused: a plain sentence on why a date is not recorded.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__("Before", QWidget(), parent)
        self._catalogue = catalogue
        self._value: Before | None = None
        answers = [(value, catalogue.label("yes_no", value)) for value in ("yes", "no")]
        self.consent = {
            "examination": OpenAnswer(self.tr("Consent to the examination"), answers),
            "sending_report": OpenAnswer(self.tr("Consent to sending the report"), answers),
        }
        self.others_present = TextLine(self.tr("Others present"))
        self.medication = TextArea(self.tr("Medication"), lines=2)
        self.conditions = LinesField(self.tr("Conditions, one to a line"), lines=3)
        self.note = TextArea(self.tr("Note on what was before"), lines=2)
        self.operations = EventsEditor(self.tr("Operation"), self.tr("Add operation"))
        self.injections = EventsEditor(self.tr("Injection"), self.tr("Add injection"))
        self._lay_out()
        self._connect()

    def show_before(self, before: Before | None) -> None:
        """Mirror a value without saying that it changed."""
        self._value = before
        given = before or Before()
        for name, field in self.consent.items():
            field.show_value(getattr(given.consent, name, None))
        self.others_present.show_value(given.others_present)
        self.medication.show_value(given.medication)
        self.conditions.show_lines(given.conditions)
        self.note.show_value(given.note)
        self.operations.show_values(given.operations)
        self.injections.show_values(given.injections)
        self.show_summary(self._summary_of(given))

    def _summary_of(self, given: Before) -> str:
        consent = given.consent or Consent()
        parts = [
            f"{words}: {self._catalogue.words('yes_no', answer)}"
            for words, answer in (
                (self.tr("consent"), consent.examination),
                (self.tr("sending the report"), consent.sending_report),
            )
            if answer
        ]
        for count, one, several in (
            (len(given.operations or ()), self.tr("operation"), self.tr("operations")),
            (len(given.injections or ()), self.tr("injection"), self.tr("injections")),
            (len(given.conditions or ()), self.tr("condition"), self.tr("conditions")),
        ):
            if count:
                parts.append(f"{count} {one if count == 1 else several}")
        for text, words in (
            (given.medication, self.tr("medication recorded")),
            (given.others_present, self.tr("others present recorded")),
            (given.note, self.tr("note")),
        ):
            if text:
                parts.append(words)
        return "; ".join(parts)

    def _lay_out(self) -> None:
        form = new_form()
        form.addRow(self.tr("Consent to examination"), self.consent["examination"])
        form.addRow(self.tr("Consent to sending report"), self.consent["sending_report"])
        form.addRow(self.tr("Others present"), self.others_present)
        form.addRow(self.tr("Medication"), self.medication)
        form.addRow(self.tr("Conditions, one to a line"), self.conditions)
        right = QVBoxLayout()
        right.addWidget(section(self.tr("Operations")))
        right.addWidget(self.operations)
        right.addWidget(section(self.tr("Injections")))
        right.addWidget(self.injections)
        noted = new_form()
        noted.addRow(self.tr("Note"), self.note)
        right.addLayout(noted)
        right.addStretch(1)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch(1)
        columns = QHBoxLayout(self.inner)
        columns.setSpacing(24)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)

    def _connect(self) -> None:
        for name, field in self.consent.items():
            field.chosen.connect(lambda value, name=name: self._agree(name, value))
        self.others_present.changed.connect(lambda value: self._record(others_present=value))
        self.medication.changed.connect(lambda value: self._record(medication=value))
        self.conditions.lines_changed.connect(lambda value: self._record(conditions=value))
        self.note.changed.connect(lambda value: self._record(note=value))
        self.operations.changed.connect(lambda value: self._record(operations=value))
        self.injections.changed.connect(lambda value: self._record(injections=value))
        self.operations.refused.connect(self.refused)
        self.injections.refused.connect(self.refused)

    def _agree(self, name: str, value: str | None) -> None:
        given = (self._value.consent if self._value else None) or Consent()
        changed = msgspec.structs.replace(given, **{name: value})
        self._record(consent=None if changed == Consent() else changed)

    def _record(self, **fields: Any) -> None:
        changed = msgspec.structs.replace(self._value or Before(), **fields)
        self._value = None if changed == Before() else changed
        self.changed.emit(self._value)
