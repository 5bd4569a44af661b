"""Outcome measures, one below the other: the score, what it means, its items where allowed."""

from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Measure, MeasureItem
from clinic_desktop.domain.measures import (
    earlier_scores,
    items_words,
    mean_of_activities,
    score_words,
    with_items,
    with_score,
    with_ticked,
)
from clinic_desktop.domain.outcome_measures import OutcomeMeasure
from clinic_desktop.ui.widgets.activities_editor import ActivitiesEditor
from clinic_desktop.ui.widgets.fold import Fold
from clinic_desktop.ui.widgets.form import section, words
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.rows_editor import RowsEditor
from clinic_desktop.ui.widgets.score_field import ScoreField
from clinic_desktop.ui.widgets.statements_form import StatementsForm
from clinic_desktop.ui.widgets.text_area import TextLine

_BY_ACTIVITIES = "psfs"


def measure_facts(measure: OutcomeMeasure, catalogue: Catalogue) -> str:
    """Return what a measure's score says, which way is better and what change matters."""
    parts = [catalogue.cited(measure.means), f"{catalogue.label('better', measure.better)}."]
    if measure.change:
        parts.append(f"Smallest change that matters: {catalogue.cited(measure.change)}.")
    if not measure.embedded:
        licence = catalogue.cited(measure.licence)
        parts.append(f"Only the score is entered here. Licence: {licence}")
    return " ".join(parts)


class _MeasureRow(QWidget):
    def __init__(self, editor: "MeasuresEditor", place: int, catalogue: Catalogue) -> None:
        super().__init__(editor)
        self._editor, self._place, self._catalogue = editor, place, catalogue
        self._value = Measure()
        self._form: StatementsForm | None = None
        number = place + 1
        name = self.tr("Measure {number}").format(number=number)
        offered = catalogue.wording.offered["measures"]
        self.measure = OpenList(name, [(key, catalogue.label("measure", key)) for key in offered])
        self.score = ScoreField(self.tr("Score of measure {number}").format(number=number))
        self.of = QLabel()
        self.max = ScoreField(self.tr("Highest score of measure {number}").format(number=number))
        self.note = TextLine(self.tr("Note on measure {number}").format(number=number))
        self.note.setPlaceholderText(self.tr("Note"))
        remove = QPushButton(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove measure {number}").format(number=number))
        self.previous, self.facts, self.items = section(""), words(""), words("")
        self.activities = ActivitiesEditor()
        self.activities.hide()
        self.statements: Fold | None = None
        line = QHBoxLayout()
        line.addWidget(self.measure, 3)
        for field in (self.score, self.of, self.max, self.previous):
            line.addWidget(field)
        line.addWidget(self.note, 3)
        line.addWidget(remove)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 10)
        self._layout.setSpacing(4)
        self._layout.addLayout(line)
        self._layout.addWidget(self.activities)
        self._layout.addWidget(self.items)
        self._layout.addWidget(self.facts)
        self.measure.chosen.connect(self._choose)
        self.score.changed.connect(self._enter)
        self.score.refused.connect(editor.refused)
        self.max.changed.connect(lambda value: editor.replace_value(place, max=value))
        self.max.refused.connect(editor.refused)
        self.note.changed.connect(lambda value: editor.replace_value(place, note=value))
        self.activities.changed.connect(self._rate)
        self.activities.refused.connect(editor.refused)
        remove.clicked.connect(lambda: editor.remove_value(place))

    @property
    def _known(self) -> OutcomeMeasure | None:
        return self._catalogue.measures.get(self._value.measure or "")

    @property
    def _top(self) -> int | None:
        return self._known.max if self._known else None

    def show_value(self, measure: Measure) -> None:
        self._value = measure
        known = self._known
        self.measure.show_value(measure.measure)
        top = self._top if measure.max is None else measure.max
        self.score.set_range(known.min if known else 0, top)
        self.score.show_value(measure.score)
        self.score.setReadOnly(measure.items is not None)
        self.of.setText(self.tr("of {max}").format(max=top) if known else self.tr("of"))
        self.max.show_value(measure.max)
        self.max.setVisible(known is None)
        self.note.show_value(measure.note)
        self.facts.setText(measure_facts(known, self._catalogue) if known else "")
        self.facts.setVisible(known is not None)
        self._show_items(known)
        told = self._editor.previous_words(measure.measure)
        self.previous.setText(told)
        self.previous.setVisible(bool(told))

    def start(self) -> None:
        self.measure.setFocus()

    def _show_items(self, known: OutcomeMeasure | None) -> None:
        measure = self._value
        by_activities = measure.measure == _BY_ACTIVITIES
        by_number = measure.items is None and measure.score is not None
        self.activities.show_values(measure.items if by_activities else None)
        self.activities.setVisible(by_activities and not by_number)
        form = known.form if known else None
        if form is not None and self._form is None:
            self._form = StatementsForm(form, self._catalogue)
            self._form.changed.connect(self._tick)
            self.statements = Fold(self.tr("Statements"), self._form)
            self._layout.insertWidget(1, self.statements)
        if self.statements is not None and self._form is not None:
            self.statements.setVisible(form is not None and not by_number)
            self._form.show_measure(measure)
            self.statements.show_summary(self._counted())
        told = "" if by_activities or form is not None else items_words(measure) or ""
        self.items.setText(told)
        self.items.setVisible(bool(told))

    def _counted(self) -> str:
        if self._value.items is None:
            return ""
        told = items_words(self._value) or self.tr("none ticked")
        is_completed = self._value.score is not None
        return told if is_completed else self.tr("{told}, not completed").format(told=told)

    def _choose(self, name: str | None) -> None:
        """Record which measure it is; a score belongs to the instrument it was recorded for."""
        old, was_known = self._value, self._known is not None
        changed = msgspec.structs.replace(old, measure=name)
        if old.measure is not None and (was_known or name in self._catalogue.measures):
            changed = Measure(measure=name, note=old.note)
        self._record(changed)

    def _enter(self, score: float | None) -> None:
        self._record(with_score(self._value, score, self._top))

    def _rate(self, items: tuple[MeasureItem, ...] | None) -> None:
        self._record(with_items(self._value, items, mean_of_activities(items), self._top))

    def _tick(self, numbers: tuple[int, ...], completed: bool) -> None:
        items = with_ticked(numbers) if numbers or completed else None
        score = len(numbers) if completed else None
        self._record(with_items(self._value, items, score, self._top))

    def _record(self, measure: Measure) -> None:
        fields = {name: getattr(measure, name) for name in measure.__struct_fields__}
        self._editor.replace_value(self._place, **fields)


class MeasuresEditor(RowsEditor):
    """Mirrors the outcome measures, a tuple of `Measure`.

    Signals:
        refused: a plain sentence on why a score is not recorded.
    """

    refused = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(Measure(), self.tr("Add measure"), parent)
        self._catalogue = catalogue
        self._previous: tuple[Measure, ...] = ()
        self._on = ""

    def new_row(self, place: int) -> QWidget:
        """Override RowsEditor.new_row."""
        return _MeasureRow(self, place, self._catalogue)

    def show_previous(self, measures: tuple[Measure, ...] | None, on: str) -> None:
        """Tell the scores of an earlier examination, `on` being its day in words."""
        self._previous, self._on = measures or (), on
        values: tuple[Any, ...] | None = self._values
        self.show_values(values)

    def previous_words(self, name: str | None) -> str:
        """Return the earlier score of a measure with its day, empty when there is none."""
        scores = earlier_scores(name, self._previous)
        return f"{self._on}: {scores}" if scores else ""

    def summary(self) -> str:
        """Return the measures with their scores."""
        return "; ".join(
            f"{self._catalogue.label('measure', measure.measure)} {score_words(measure)}"
            for measure in self._values or ()
            if measure.measure
        )
