"""One side of one test: the outcome and every ingredient of the response."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinic_desktop.domain.anatomy import BodySide, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.flow import Start, in_its_form
from clinic_desktop.domain.neurodynamics import NeurodynamicTest
from clinic_desktop.domain.practice import Phrase
from clinic_desktop.domain.previous import previous_words
from clinic_desktop.domain.response import (
    Differentiation,
    Effect,
    Familiar,
    LimitedBy,
    Outcome,
    Response,
)
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.form import words
from clinic_desktop.ui.widgets.multi_choice import MultiChoice
from clinic_desktop.ui.widgets.number_field import NumberField
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.pending import record_pending
from clinic_desktop.ui.widgets.text_area import TextArea, TextLine

LARGEST_ANGLE: Final = 180
REASON_KEYS: Final = "123456789"
_LABELS: Final = 88
"""Pixels of the column of names."""
_SHORT: Final = 5
"""Characters of a list that stands in one line with numbers."""


class ResponseForm(QFrame):
    """Mirrors the response of one test on one side.

    Signals:
        changed: the new `Response`.
        told: a plain sentence about an entry that is not recorded.
    """

    changed = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        key: str,
        side: TestedSide,
        catalogue: Catalogue,
        parent: QWidget | None = None,
        *,
        phrases: tuple[Phrase, ...] = (),
    ) -> None:
        """Build the form.

        Args:
            key: the test's id.
            side: the tested side.
            catalogue: tests and words.
            parent: Qt's parent.
            phrases: what the note offers.
        """
        super().__init__(parent)
        self._phrases = phrases
        self.side = side
        self._catalogue = catalogue
        self._test: NeurodynamicTest = catalogue.tests[key]
        self._response = Response(test=key, side=side)
        self._start: Start | None = None
        self._names: dict[str, QVBoxLayout] = {}
        self._was: dict[str, ElidedLabel] = {}
        self._rows: dict[str, tuple[QWidget, QWidget]] = {}
        self.setProperty("column", True)
        self._build()
        self._connect()
        self._show()

    @property
    def response(self) -> Response:
        """What the form shows."""
        return self._response

    def show_response(self, response: Response | None) -> None:
        """Mirror a response, or that none is recorded."""
        given = response or Response(test=self._response.test, side=self.side)
        if given != self._response:
            self._response = given
            self._show()

    def go_on(self, *rows: str) -> None:
        """Put the keyboard on the first of these rows that is there: "effect", "angle"."""
        for field in rows:
            if not self._rows[field][1].isHidden():
                if field == "effect":
                    self.effect.focus()
                else:
                    self.onset.setFocus(Qt.FocusReason.OtherFocusReason)
                    self.onset.selectAll()
                return

    def show_start(self, start: Start | None) -> None:
        """Show from where the test starts on this side, if it follows another."""
        self._start = start
        self.start.setText(start.sentence if start else "")
        self.start.setVisible(start is not None)

    def show_previous(self, response: Response | None, when: str = "") -> None:
        """Show what an earlier examination recorded, beside the fields and never in them."""
        was = previous_words(response, self._catalogue)
        for field in self._rows.keys() & was.keys() - self._was.keys():
            self._was[field] = self._new_was(field)
        for field, label in self._was.items():
            label.show_text(
                self.tr("was: {words}").format(words=was[field]) if field in was else ""
            )
            label.setVisible(field in was)
        outcome = was.get("outcome")
        self._last.show_text(f"{when}: {outcome}" if outcome else "")

    def record_outcome(self, outcome: Outcome | None, **fields: object) -> None:
        """Record the outcome, and the form in which a test that follows another was then done."""
        answered = msgspec.structs.replace(self._response, outcome=outcome)
        self.record(outcome=outcome, variant=in_its_form(answered, self._start).variant, **fields)

    def mark_as_before_concern(self, *, on: bool) -> None:
        """Say that the response was done before concern was raised, or take that away."""
        self.before_concern.setVisible(on)

    def record(self, **fields: object) -> None:
        """Put these fields into the response and say so, after a number still being typed."""
        for number in (self.baseline_nprs, self.nprs, self.onset, self.limit):
            number.record()
        response = msgspec.structs.replace(self._response, **fields)
        if response != self._response:
            self.show_response(response)
            self.changed.emit(response)

    def record_movement(self, movement: str) -> None:
        """Record which movement was added or released."""
        self._differentiate(movement=movement)

    def record_effect(self, effect: Effect | None) -> None:
        """Record what differentiation did."""
        self._differentiate(effect=effect)

    def flush(self) -> None:
        """Record a note that is still being typed."""
        record_pending(self)

    def _show(self) -> None:
        given = self._response
        self.outcome.show_value(given.outcome)
        self.reason.show_value(given.not_tested_reason)
        known = given.not_tested_reason in self.reason.buttons
        self.reason_words.show_value(None if known else given.not_tested_reason)
        self.familiar.show_value(given.familiar)
        self.symptom_side.show_value(given.symptom_side)
        self.areas.show_value(given.areas)
        self.below_knee.show_value(
            None if given.below_knee is None else "yes" if given.below_knee else "no"
        )
        self.qualities.show_value(given.qualities)
        self.baseline_nprs.show_value(given.baseline_nprs)
        self.nprs.show_value(given.nprs)
        self.onset.show_value(given.onset_deg)
        self.limit.show_value(given.limit_deg)
        self.limited_by.show_value(given.limited_by)
        self.instrument.show_value(given.instrument)
        self.variant.show_value(given.variant)
        differentiation = given.differentiation or Differentiation()
        self.movement.show_value(differentiation.movement)
        self.effect.show_value(differentiation.effect)
        self.note.show_value(given.note)
        with_reason = given.outcome is Outcome.NOT_TESTED or given.not_tested_reason is not None
        differentiates = bool(self._test.differentiation or self._test.control)
        has_angle = (given.onset_deg, given.limit_deg, given.limited_by) != (None, None, None)
        self._show_row("reason", on=with_reason)
        self._show_row("movement", on=differentiates or differentiation.movement is not None)
        self._show_row("effect", on=differentiates or differentiation.effect is not None)
        self._show_row("angle", on=has_angle or self._test.angle is not None)

    def _show_row(self, field: str, *, on: bool) -> None:
        """Show a row, or leave it out where the test has nothing for it and nothing is recorded."""
        for part in self._rows[field]:
            part.setVisible(on)

    def _build(self) -> None:
        label = self._catalogue.label
        name = f"{self._test.short} {self.side.value}"
        self.setAccessibleName(name)
        self._title = QLabel(self.side.value.upper(), self)
        self._title.setProperty("role", "side")
        self._last = ElidedLabel(self)
        self._last.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._last.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.start = words("", parent=self)
        self.start.hide()
        self.before_concern = QLabel(self.tr("Done before concern was raised"), self)
        self.before_concern.hide()

        def choices(group: str, values: Iterable[str]) -> list[tuple[str, str]]:
            return [(str(value), label(group, str(value))) for value in values]

        def offered(group: str, listed: str) -> list[tuple[str, str]]:
            return choices(group, self._catalogue.wording.offered.get(listed, ()))

        self.outcome = ChoiceRow(
            f"{name}: outcome",
            choices("outcome_window", Outcome),
            keys="PFIT",
            columns=2,
            parent=self,
        )
        reasons = offered("not_tested_reason", "not_tested_reasons")
        # Everything is made where it stays, as what moves into another widget is styled anew with
        # all that is in it; and in the order in which the keyboard goes through it.
        self._reasons, self._angles, self._ratings, self._forms = (QWidget(self) for _ in range(4))
        self.reason = ChoiceRow(
            f"{name}: why not tested",
            reasons,
            keys=REASON_KEYS[: len(reasons)],
            columns=2,
            parent=self._reasons,
        )
        self.reason_words = TextLine(f"{name}: why not tested, in other words", self._reasons)
        self.reason_words.setPlaceholderText(self.tr("or in other words"))
        self.familiar = ChoiceRow(
            f"{name}: familiar symptom", choices("familiar", Familiar), keys="YMN", parent=self
        )
        movements = [*self._test.differentiation, *filter(None, (self._test.control,))]
        self.movement = OpenList(
            f"{name}: movement added or released",
            [(movement, self._catalogue.movement_name(movement)) for movement in movements],
            asked=True,
            parent=self,
        )
        hints = (self._catalogue.movements[movement] for movement in movements)
        self.movement.hint("; ".join(f"{hint.key.upper()} {hint.name.lower()}" for hint in hints))
        self.effect = ChoiceRow(
            f"{name}: effect", choices("effect", Effect), keys="+-0X", columns=2, parent=self
        )
        self.onset = NumberField("Angle at first response", LARGEST_ANGLE, self._angles)
        self.limit = NumberField("Angle at the limit", LARGEST_ANGLE, self._angles)
        self.limited_by = OpenList(
            f"{name}: limited by",
            choices("limited_by", LimitedBy),
            closed=True,
            parent=self._angles,
        )
        self.limited_by.setMinimumContentsLength(_SHORT)
        self.symptom_side = ChoiceRow(
            f"{name}: symptom side", choices("side", BodySide), parent=self
        )
        self.areas = MultiChoice(f"{name}: where", offered("area", "areas"), self)
        self.qualities = MultiChoice(
            f"{name}: kind of symptom", offered("quality", "qualities"), self
        )
        self.below_knee = ChoiceRow(
            f"{name}: below the knee", choices("yes_no", ("yes", "no")), parent=self
        )
        self.baseline_nprs = NumberField("NPRS before", 10, self._ratings)
        self.nprs = NumberField("NPRS during", 10, self._ratings)
        self.variant = OpenList(
            f"{name}: variant",
            choices("variant", self._test.variants),
            asked=True,
            parent=self._forms,
        )
        self.instrument = OpenList(
            f"{name}: instrument",
            offered("instrument", "instruments"),
            asked=True,
            parent=self._forms,
        )
        for each in (self.limited_by, self.instrument, self.variant, self.movement):
            each.take_label()
        self.note = TextArea(f"{name}: note", 2, self, phrases=self._phrases)
        self._lay_out()

    def _lay_out(self) -> None:
        """Set what every positive needs first: outcome, familiar, differentiation, angle."""
        reasons = QVBoxLayout(self._reasons)
        reasons.setContentsMargins(0, 0, 0, 0)
        reasons.setSpacing(4)
        reasons.addWidget(self.reason)
        reasons.addWidget(self.reason_words)
        eased = self.tr("Symptom eased") if self._test.relief else self.tr("Familiar")
        _lay_in_line(
            self._angles,
            *(self.tr("first"), self.onset, self.tr("limit"), self.limit, self.limited_by),
        )
        _lay_in_line(
            self._ratings, self.tr("before"), self.baseline_nprs, self.tr("during"), self.nprs
        )
        _lay_in_line(self._forms, self.variant, self.tr("by"), self.instrument)
        rows: dict[str, tuple[str, QWidget]] = {
            "reason": (self.tr("Reason"), self._reasons),
            "familiar": (eased, self.familiar),
            "movement": (self.tr("Movement"), self.movement),
            "effect": (self.tr("Effect"), self.effect),
            "angle": (self.tr("Angle \u00b0"), self._angles),
            "symptom_side": (self.tr("Symptom side"), self.symptom_side),
            "areas": (self.tr("Where"), self.areas),
            "qualities": (self.tr("Kind"), self.qualities),
            "below_knee": (self.tr("Below knee"), self.below_knee),
            "nprs": (self.tr("NPRS"), self._ratings),
            "variant": (self.tr("Variant"), self._forms),
            "note": (self.tr("Note"), self.note),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, _LABELS)
        grid.setColumnStretch(1, 1)
        for index, (field, (name, widget)) in enumerate(rows.items()):
            self._rows[field] = (self._label(field, name), widget)
            for column, part in enumerate(self._rows[field]):
                grid.addWidget(part, index, column)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._last, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 8)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.before_concern)
        layout.addWidget(self.start)
        layout.addWidget(self.outcome)
        layout.addLayout(grid)
        layout.addStretch()

    def _label(self, field: str, name: str) -> QWidget:
        """Return a field's name, with room below for what an earlier examination recorded."""
        holder = QWidget(self)
        lines = self._names[field] = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        label = QLabel(name, holder)
        if field == "angle" and self._test.angle:
            label.setToolTip(self._test.angle)
        lines.addStretch()
        lines.addWidget(label)
        lines.addStretch()
        return holder

    def _new_was(self, field: str) -> ElidedLabel:
        """Return a line below a field's name. Most fields never have one."""
        lines = self._names[field]
        was = ElidedLabel(self._rows[field][0])
        was.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        lines.insertWidget(lines.count() - 1, was)
        return was

    def _connect(self) -> None:
        def to(field: str, convert: Callable[[Any], object] = lambda value: value) -> Any:
            return lambda value: self.record(**{field: None if value is None else convert(value)})

        def closed(kind: type[StrEnum]) -> Callable[[Any], object]:
            return kind

        self.outcome.chosen.connect(
            lambda value: self.record_outcome(None if value is None else Outcome(value))
        )
        self.reason.chosen.connect(to("not_tested_reason"))
        self.reason_words.changed.connect(to("not_tested_reason"))
        self.familiar.chosen.connect(to("familiar", closed(Familiar)))
        self.symptom_side.chosen.connect(to("symptom_side", closed(BodySide)))
        self.areas.chosen.connect(to("areas"))
        self.below_knee.chosen.connect(to("below_knee", lambda value: value == "yes"))
        self.qualities.chosen.connect(to("qualities"))
        self.limited_by.chosen.connect(to("limited_by", closed(LimitedBy)))
        self.instrument.chosen.connect(to("instrument"))
        self.variant.chosen.connect(to("variant"))
        self.movement.chosen.connect(lambda value: self._differentiate(movement=value))
        self.effect.chosen.connect(
            lambda value: self._differentiate(effect=None if value is None else Effect(value))
        )
        self.note.changed.connect(to("note"))
        for field, widget in (
            ("baseline_nprs", self.baseline_nprs),
            ("nprs", self.nprs),
            ("onset_deg", self.onset),
            ("limit_deg", self.limit),
        ):
            widget.changed.connect(to(field))
            widget.refused.connect(self.told)

    def _differentiate(self, **fields: object) -> None:
        given = self._response.differentiation or Differentiation()
        changed = msgspec.structs.replace(given, **fields)
        self.record(differentiation=None if changed == Differentiation() else changed)


def _lay_in_line(holder: QWidget, *parts: str | QWidget) -> None:
    """Put words, and fields made in this holder, on one line."""
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part, int(isinstance(part, OpenList)))
        else:
            layout.addWidget(QLabel(part, holder))
    if not any(isinstance(part, OpenList) for part in parts):
        layout.addStretch()
