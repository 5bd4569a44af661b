"""The strip "After": how the symptoms were at the end, and what advice was given."""

from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import After, SymptomsAfter
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.fold import Fold
from clinic_desktop.ui.widgets.form import new_form
from clinic_desktop.ui.widgets.number_field import NumberField
from clinic_desktop.ui.widgets.open_answer import OpenAnswer
from clinic_desktop.ui.widgets.text_area import TextArea

_LONGEST = 1440


class AfterStrip(Fold):
    """Mirrors an `After`, folded.

    Signals:
        changed: the `After` now recorded, or `None`.
        refused: a plain sentence on why a number is not recorded.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__("After", QWidget(), parent)
        self._catalogue = catalogue
        self._value: After | None = None
        self.symptoms = ChoiceRow(
            self.tr("Symptoms after the examination"),
            [(value.value, catalogue.label("symptoms_after", value)) for value in SymptomsAfter],
        )
        self.minutes = NumberField(self.tr("Minutes until then"), _LONGEST)
        self.advice_given = OpenAnswer(
            self.tr("Advice given"),
            [(value, catalogue.label("yes_no", value)) for value in ("yes", "no")],
        )
        self.note = TextArea(self.tr("Note on the end of the visit"), lines=2)
        form = new_form()
        self.inner.setLayout(form)
        form.addRow(self.tr("Symptoms"), self.symptoms)
        form.addRow(self.tr("Minutes until then"), self.minutes)
        form.addRow(self.tr("Advice given"), self.advice_given)
        form.addRow(self.tr("Note"), self.note)
        self.symptoms.chosen.connect(
            lambda value: self._record(symptoms=SymptomsAfter(value) if value else None)
        )
        self.minutes.changed.connect(lambda value: self._record(minutes=value))
        self.minutes.refused.connect(self.refused)
        self.advice_given.chosen.connect(lambda value: self._record(advice_given=value))
        self.note.changed.connect(lambda value: self._record(note=value))

    def show_after(self, after: After | None) -> None:
        """Mirror a value without saying that it changed."""
        self._value = after
        given = after or After()
        self.symptoms.show_value(given.symptoms)
        self.minutes.show_value(given.minutes)
        self.advice_given.show_value(given.advice_given)
        self.note.show_value(given.note)
        self.show_summary(self._summary_of(given))

    def _summary_of(self, given: After) -> str:
        parts = []
        if given.symptoms:
            words = self._catalogue.words("symptoms_after", given.symptoms)
            parts.append(self.tr("symptoms {words}").format(words=words))
        if given.minutes is not None:
            parts.append(self.tr("{number} minutes").format(number=given.minutes))
        if given.advice_given:
            words = self._catalogue.words("yes_no", given.advice_given)
            parts.append(self.tr("advice given: {words}").format(words=words))
        if given.note:
            parts.append(self.tr("note"))
        return "; ".join(parts)

    def _record(self, **fields: Any) -> None:
        changed = msgspec.structs.replace(self._value or After(), **fields)
        self._value = None if changed == After() else changed
        self.changed.emit(self._value)
