"""The step "Reason and symptoms": the physician's question and what the patient feels."""

from datetime import datetime
from functools import partial
from typing import Any, Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.anatomy import BodySide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import day_of, long_date, moment
from clinic_desktop.domain.examination import (
    Behaviour,
    BehaviourEffect,
    DangersChecked,
    Examination,
    ImagingKnownHow,
    PainRating,
    Presentation,
)
from clinic_desktop.domain.examine_first import may_be_switched
from clinic_desktop.domain.open_lists import (
    offered_entries,
    other_entries,
    with_offered,
    with_others,
)
from clinic_desktop.domain.practice import NO_PHRASES, Phrases
from clinic_desktop.domain.previous import previous_symptoms
from clinic_desktop.domain.symptom_areas import not_drawn
from clinic_desktop.ui.widgets.areas_editor import AreasEditor
from clinic_desktop.ui.widgets.before_strip import BeforeStrip
from clinic_desktop.ui.widgets.behaviour_editor import BehaviourEditor
from clinic_desktop.ui.widgets.body_chart import BodyChart
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.columns import Columns
from clinic_desktop.ui.widgets.date_field import DateField
from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.examined_when import ExaminedWhen
from clinic_desktop.ui.widgets.form import new_form, scrolling, section, title, words
from clinic_desktop.ui.widgets.number_field import NumberField
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.pending import record_pending
from clinic_desktop.ui.widgets.text_area import TextArea

_AROUND_REGION: Final = 60
"""Pixels above and below the middle of a region that are kept in view with it."""


class ReasonPage(QWidget):
    """Mirrors the presentation, and whether the imaging was known before examining.

    Signals:
        changed: a dictionary of the examination's fields that changed.
        told: a plain sentence about an entry that is not recorded.
    """

    changed = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        catalogue: Catalogue,
        recorded: datetime | None,
        parent: QWidget | None = None,
        *,
        phrases: Phrases = NO_PHRASES,
    ) -> None:
        """Build the page.

        Args:
            catalogue: the words.
            recorded: when the first answer was saved, with an offset.
            parent: Qt's parent.
            phrases: what the note offers to put in.
        """
        super().__init__(parent)
        self._chart = catalogue.body_chart
        self._catalogue = catalogue
        self._presentation: Presentation | None = None
        self.when = ExaminedWhen(recorded)
        self.earlier = ElidedLabel(lines=2)
        self.earlier.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.earlier.hide()
        self.question = TextArea(self.tr("Physician's question"), lines=2)
        self.side = ChoiceRow(
            self.tr("Symptom side"), [(s.value, catalogue.label("side", s)) for s in BodySide]
        )
        self.onset = DateField(self.tr("Onset"))
        self.chart = BodyChart(catalogue)
        self.areas = AreasEditor(catalogue)
        self.list = QPushButton(self.tr("As a list, also for words that are not on the chart"))
        self.list.setCheckable(True)
        self.list.setProperty("fold", True)
        self.areas.hide()
        self.nprs = {name: NumberField(f"NPRS {name}", 10) for name in PainRating.__struct_fields__}
        self.behaviour = {
            activity: ChoiceRow(
                catalogue.label("activity", activity),
                [(e.value, catalogue.label("behaviour_effect", e)) for e in BehaviourEffect],
            )
            for activity in catalogue.wording.offered["activities"]
        }
        self.other_behaviour = BehaviourEditor(catalogue)
        self.before = BeforeStrip(catalogue)
        self.note = TextArea(self.tr("Note"), lines=3, phrases=phrases.get("reason", ()))
        self.imaging_known = ChoiceRow(
            self.tr("Imaging known before examining"),
            [(value, catalogue.label("yes_no", value)) for value in ("yes", "no")],
        )
        self.imaging_how = OpenList(
            self.tr("How the imaging was known"),
            [(how.value, catalogue.label("imaging_known_how", how)) for how in ImagingKnownHow],
            closed=True,
        )
        self.examine_first = ChoiceRow(
            self.tr("Examine first: imaging closed until the tests are recorded"),
            [(value, catalogue.label("yes_no", value)) for value in ("yes", "no")],
        )
        self.why_closed = words("")
        self.dangers_checked = OpenList(
            self.tr("Imaging looked through for findings that forbid testing"),
            [
                (value.value, catalogue.label("imaging_checked_for_dangers", value))
                for value in DangersChecked
            ],
            closed=True,
        )
        self._lay_out(catalogue)
        self._connect()

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination."""
        given = examination.presentation or Presentation()
        self._presentation = examination.presentation
        self.when.show_examination(examination)
        self.question.show_value(given.question)
        self.side.show_value(given.symptom_side)
        self.onset.show_value(given.onset)
        self.chart.show_areas(given.areas)
        self.areas.show_values(given.areas)
        if not_drawn(given.areas, self._chart):
            self.list.setChecked(True)
        for name, field in self.nprs.items():
            field.show_value(getattr(given.nprs, name, None))
        effects = offered_entries(given.behaviour, "activity", self.behaviour)
        for activity, row in self.behaviour.items():
            row.show_value(effects[activity].effect if activity in effects else None)
        others = other_entries(given.behaviour, "activity", self.behaviour)
        self.other_behaviour.show_values(others or None)
        self.before.show_before(examination.before)
        self.note.show_value(given.note)
        known = examination.imaging_known_before
        self.imaging_known.show_value(None if known is None else "yes" if known else "no")
        self.imaging_how.show_value(examination.imaging_known_how)
        self.dangers_checked.show_value(examination.imaging_checked_for_dangers)
        self._show_closing(examination)

    def _show_closing(self, examination: Examination) -> None:
        """Mirror whether imaging is kept closed, and say why that cannot be chosen any more."""
        first, opened = examination.examine_first, examination.imaging_opened_at
        self.examine_first.show_value(None if first is None else "yes" if first else "no")
        may_switch = may_be_switched(examination)
        self.examine_first.setEnabled(may_switch)
        if opened:
            said = self.tr("Imaging was opened: {when}.").format(when=moment(opened))
        elif not may_switch and not first and examination.imaging:
            said = self.tr("Chosen before a report is held; one is held and can be read.")
        elif not may_switch:
            said = self.tr("Chosen before the first test; a test is recorded.")
        elif first and examination.imaging_checked_for_dangers is DangersChecked.NO:
            said = self.tr("Nobody looked through the imaging for findings that forbid testing.")
        elif first:
            said = self.tr("Closed until every test has an outcome; \u201cOpen now\u201d opens it.")
        else:
            said = ""
        self.why_closed.setText(said)
        self.why_closed.setVisible(bool(said))

    def show_previous(self, previous: Examination | None) -> None:
        """Show what the examination before this one recorded of the symptoms."""
        said = previous_symptoms(previous, self._catalogue) if previous else ""
        day = day_of(previous.performed_at) if previous else None
        when = long_date(day) if day else self.tr("Before")
        self.earlier.show_text(f"{when}: {said}" if said else "")
        self.earlier.setVisible(bool(said))

    def start(self) -> None:
        """Put the keyboard on the first field."""
        self.question.setFocus()

    def flush(self) -> None:
        """Record texts that are still being typed."""
        record_pending(self)

    def _lay_out(self, catalogue: Catalogue) -> None:
        left = new_form()
        left.addRow(self.tr("Examined on"), self.when)
        left.addRow("", self.when.recorded)
        left.addRow(self.tr("Question"), self.question)
        left.addRow(self.tr("Symptom side"), self.side)
        left.addRow(self.tr("Onset"), self.onset)
        rating = QHBoxLayout()
        rating.setSpacing(8)
        for name, field in self.nprs.items():
            rating.addWidget(QLabel(name))
            rating.addWidget(field)
            rating.addSpacing(12)
        rating.addStretch()
        left.addRow(self.tr("NPRS, 0 to 10"), rating)
        left.addRow("", self.earlier)
        left.addRow(self.tr("Note"), self.note)
        sides = QWidget(), QWidget()
        first, second = (QVBoxLayout(side) for side in sides)
        for column in (first, second):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(10)
        first.addLayout(left)
        first.addStretch()
        second.addWidget(section(self.tr("What makes it better or worse")))
        second.addLayout(self._activities(catalogue))
        second.addWidget(self.other_behaviour)
        second.addStretch()
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.before)
        columns = Columns(spacing=24)
        for side, share in zip(sides, (3, 2), strict=True):
            columns.add(side, share)
        body.addWidget(columns)
        body.addWidget(section(self.tr("Where, and what kind (the patient's left and right)")))
        body.addLayout(self._where())
        body.addWidget(section(self.tr("Imaging before the examination")))
        body.addLayout(self._known())
        body.addStretch()
        layout = QVBoxLayout(self)
        layout.addWidget(title(self.tr("Reason and symptoms")))
        self._scroll = scrolling(inner)
        layout.addWidget(self._scroll, 1)

    def _known(self) -> QFormLayout:
        known = new_form()
        known.addRow(self.tr("Known before examining"), self.imaging_known)
        known.addRow(self.tr("How"), self.imaging_how)
        closing = QWidget()
        in_two_lines = QVBoxLayout(closing)
        in_two_lines.setContentsMargins(0, 0, 0, 0)
        in_two_lines.addWidget(self.examine_first)
        in_two_lines.addWidget(self.why_closed)
        known.addRow(self.tr("Examine first"), closing)
        known.addRow(self.tr("Looked through for dangers"), self.dangers_checked)
        return known

    def _activities(self, catalogue: Catalogue) -> QGridLayout:
        activities = QGridLayout()
        activities.setHorizontalSpacing(12)
        activities.setVerticalSpacing(4)
        activities.setColumnStretch(1, 1)
        for index, (activity, row) in enumerate(self.behaviour.items()):
            activities.addWidget(QLabel(catalogue.label("activity", activity)), index, 0)
            activities.addWidget(row, index, 1)
        return activities

    def _where(self) -> QVBoxLayout:
        where = QVBoxLayout()
        where.addWidget(self.chart)
        where.addWidget(self.list, 0, Qt.AlignmentFlag.AlignLeft)
        where.addWidget(self.areas)
        return where

    def _connect(self) -> None:
        self.when.changed.connect(lambda at: self.changed.emit({"performed_at": at}))
        self.when.told.connect(self.told)
        self.question.changed.connect(lambda value: self._record(question=value))
        self.side.chosen.connect(
            lambda value: self._record(symptom_side=BodySide(value) if value else None)
        )
        self.onset.changed.connect(lambda value: self._record(onset=value))
        self.onset.refused.connect(self.told)
        self.chart.changed.connect(lambda value: self._record(areas=value))
        self.chart.figure.moved.connect(self._follow)
        self.list.toggled.connect(self.areas.setVisible)
        self.areas.changed.connect(lambda value: self._record(areas=value))
        self.note.changed.connect(lambda value: self._record(note=value))
        for name, field in self.nprs.items():
            field.changed.connect(partial(self._rate, name))
            field.refused.connect(self.told)
        for activity, row in self.behaviour.items():
            row.chosen.connect(partial(self._behave, activity))
        self.other_behaviour.changed.connect(self._behave_otherwise)
        self.before.changed.connect(lambda value: self.changed.emit({"before": value}))
        self.before.refused.connect(self.told)
        self.imaging_known.chosen.connect(
            lambda value: self.changed.emit(
                {"imaging_known_before": None if value is None else value == "yes"}
            )
        )
        self.imaging_how.chosen.connect(
            lambda value: self.changed.emit(
                {"imaging_known_how": ImagingKnownHow(value) if value else None}
            )
        )
        self.examine_first.chosen.connect(
            lambda value: self.changed.emit(
                {"examine_first": None if value is None else value == "yes"}
            )
        )
        self.dangers_checked.chosen.connect(
            lambda value: self.changed.emit(
                {"imaging_checked_for_dangers": DangersChecked(value) if value else None}
            )
        )

    def _follow(self, words: str) -> None:
        """Keep the region of the chart that the keyboard is on in view."""
        figure, inner = self.chart.figure, self._scroll.widget()
        if words and inner is not None:
            at = figure.mapTo(inner, figure.position_of(figure.current).toPoint())
            self._scroll.ensureVisible(at.x(), at.y(), 0, _AROUND_REGION)

    def _record(self, **fields: Any) -> None:
        given = self._presentation or Presentation()
        changed = msgspec.structs.replace(given, **fields)
        self._presentation = None if changed == Presentation() else changed
        self.changed.emit({"presentation": self._presentation})

    def _rate(self, name: str, value: int | None) -> None:
        given = self._presentation.nprs if self._presentation else None
        rating = msgspec.structs.replace(given or PainRating(), **{name: value})
        self._record(nprs=None if rating == PainRating() else rating)

    def _behave(self, activity: str, value: str | None) -> None:
        given = self._presentation.behaviour if self._presentation else None
        effect = BehaviourEffect(value) if value else None
        entry = Behaviour(activity=activity, effect=effect) if effect else None
        self._record(behaviour=with_offered(given, "activity", activity, entry))

    def _behave_otherwise(self, others: tuple[Behaviour, ...] | None) -> None:
        given = self._presentation.behaviour if self._presentation else None
        self._record(behaviour=with_others(given, "activity", self.behaviour, others))
