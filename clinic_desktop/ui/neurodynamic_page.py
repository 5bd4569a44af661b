"""The step of one neurodynamic test: left and right in their places, one key per answer."""

from functools import partial
from typing import Final

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import day_of, long_date
from clinic_desktop.domain.echo import response_echo
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.flow import starting_point
from clinic_desktop.domain.practice import Phrase
from clinic_desktop.domain.red_flags import locks_tests
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.domain.rules import check_rule
from clinic_desktop.ui.response_form import LARGEST_ANGLE, ResponseForm
from clinic_desktop.ui.response_keys import ResponseKeys
from clinic_desktop.ui.widgets.columns import Columns
from clinic_desktop.ui.widgets.form import keep_room_for_bar, words
from clinic_desktop.ui.widgets.marking import mark
from clinic_desktop.ui.widgets.pending import record_pending
from clinic_desktop.ui.widgets.read_only import keeps_in_reading
from clinic_desktop.ui.widgets.technique_card import TechniqueCard

_WATCHED: Final = (QEvent.Type.FocusIn, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_WIDE_ENOUGH: Final = 1080
_CARD: Final = 244


class NeurodynamicPage(QWidget):
    """Mirrors the responses of one test, left and right.

    The letters mean the current test and side whichever field has the focus; in a text they are
    text, and `Esc` leaves it. A key that repeats itself never answers. While the level of concern
    is high the page is only read; an amendment puts right what was recorded all the same.

    Signals:
        changed: the new `Response`.
        moved_on: the side that is dealt with; what comes next can open.
        went_back: the side from which what came before should open.
        side_changed: the side that keys answer for now.
        rest_wanted: the side whose other tests were done too, and were negative.
        told: a plain sentence about an entry that is not recorded.
        echoed: the answer just given, to be shown large.
        safety_wanted: the step that locks this one should open.
    """

    changed = Signal(object)
    moved_on = Signal(object)
    went_back = Signal(object)
    side_changed = Signal(object)
    rest_wanted = Signal(object)
    told = Signal(str)
    echoed = Signal(str)
    safety_wanted = Signal()

    def __init__(
        self,
        key: str,
        catalogue: Catalogue,
        parent: QWidget | None = None,
        *,
        is_amending: bool = False,
        phrases: tuple[Phrase, ...] = (),
        in_portions: bool = False,
    ) -> None:
        """Build the page.

        Args:
            key: the test's id.
            catalogue: tests and words.
            parent: Qt's parent.
            is_amending: whether what is recorded amends a signed examination.
            phrases: what the notes offer.
            in_portions: whether the forms are left to `build_on`.
        """
        super().__init__(parent)
        self._phrases = phrases
        self._is_amending = is_amending
        self.key = key
        self._catalogue = catalogue
        self._test = catalogue.tests[key]
        self._current = self._test.sides[0]
        self._folded_by_hand = False
        self.forms: dict[TestedSide, ResponseForm] = {}
        self.card = TechniqueCard(self._test, catalogue, self)
        self._build()
        offered = filter(None, (*self._test.differentiation, self._test.control))
        movements = {catalogue.movements[movement].key: movement for movement in offered}
        self._keys = ResponseKeys(self, movements, (self._fold, self.rest))
        self._watch(self)
        self._previous: tuple[Examination | None, str] | None = None
        while not in_portions and self.build_on():
            pass

    def build_on(self) -> bool:
        """Make the form of the next side; return whether there was one to be made."""
        missing = [side for side in self._test.sides if side not in self.forms]
        if missing:
            self._add_form(missing[0])
        return bool(missing)

    @property
    def current(self) -> ResponseForm:
        """The side that keys answer for."""
        return self.forms[self._current]

    @property
    def is_only_read(self) -> bool:
        """Whether the side that keys answer for cannot be answered now."""
        return not self.current.outcome.isEnabled()

    def show_examination(self, examination: Examination) -> None:
        """Mirror the responses of this test, of a side it is not usually done on too."""
        for response in examination.responses or ():
            if response.test == self.key and response.side not in self.forms:
                self._add_form(response.side)
        for side, form in self.forms.items():
            form.show_response(examination.response(self.key, side))
            form.show_start(starting_point(self.key, side, examination, self._catalogue))
        self._show_lock(on=locks_tests(examination.red_flags) and not self._is_amending)

    def show_previous(self, previous: Examination | None) -> None:
        """Show what the examination before this one recorded, beside the fields."""
        day = day_of(previous.performed_at) if previous else None
        self._previous = previous, long_date(day) if day else self.tr("Before")
        for form in self.forms.values():
            self._show_previous(form)

    def start(self) -> None:
        """Put the keyboard on the first side without an outcome, else on the first."""
        waiting = [side for side, form in self.forms.items() if form.response.outcome is None]
        self.start_on(waiting[0] if waiting else self._test.sides[0])

    def start_on(self, side: TestedSide) -> None:
        """Put the keyboard on a side."""
        self._keys.take_typed()
        if not self.to_safety.isHidden():
            self.to_safety.setFocus()
            return
        self._go_to(side)

    def show_change(self, before: Examination, after: Examination) -> None:
        """Put the keyboard where an answer was undone or redone: the next key is for that side."""
        self._keys.take_typed()
        focused = QApplication.focusWidget()
        for side, form in self.forms.items():
            if before.response(self.key, side) != after.response(self.key, side):
                if focused is None or not form.isAncestorOf(focused):
                    self._go_to(side)
                return

    def take_back_typed(self) -> bool:
        """Forget an angle that is being typed; return whether there was one."""
        was_typed = bool(self._keys.take_typed())
        if was_typed:
            self.echo_typed("")
        return was_typed

    def flush(self) -> None:
        """Record notes that are still being typed."""
        record_pending(self)

    def answer(self, outcome: Outcome) -> None:
        """Record the outcome of the current side; pass moves on, fail walks to its ingredients."""
        form = self.current
        form.record_outcome(outcome, **self._take_angle())
        answered = form.response
        self._say(answered)
        if outcome is Outcome.NEGATIVE:
            self.move_on()
        elif outcome is Outcome.NOT_TESTED:
            form.reason.focus()
        else:
            form.familiar.focus()
        self._tell_contradiction(answered)  # last: a page that opens takes away what was told

    def move_on(self) -> None:
        """Let what comes next open: this side is dealt with."""
        self.moved_on.emit(self._current)

    def echo_typed(self, digits: str) -> None:
        """Show large an angle that is being typed."""
        place = f"{self._test.short} {self._current.value.upper()}"
        self.echoed.emit(f"{place}: {digits}\u00b0" if digits else place)

    def _take_angle(self) -> dict[str, object]:
        """Return the angle typed before the outcome as a field, or tell why it is none."""
        typed = self._keys.take_typed()
        if not typed:
            return {}
        if int(typed) > LARGEST_ANGLE:
            self.told.emit(f"An angle is 0 to {LARGEST_ANGLE} degrees. {typed} is not recorded.")
            return {}
        return {"onset_deg": int(typed)}

    def _tell_contradiction(self, response: Response) -> None:
        if response.was_done and (check := check_rule(response, self._catalogue)).agrees is False:
            outcome = self._catalogue.label("outcome_window", response.outcome)
            self.told.emit(
                f"{self._test.short} {response.side.value.upper()}: {outcome} is recorded. "
                f"Rule {check.rule} reads its ingredients otherwise: "
                f"{check.why}."
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: follow the focus, and take the answer keys."""
        if not isinstance(event, QKeyEvent | QFocusEvent):
            return False  # most events of all: asking for the type costs ten times the class
        kind = event.type()
        if kind not in _WATCHED:
            return False
        if kind == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            for side, form in self.forms.items():
                if form.isAncestorOf(watched):
                    self._mark_current(side)
        self._keys.follow(event)
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._keys.take(watched, event)
        return super().eventFilter(watched, event)

    def take_answer(self, event: QKeyEvent) -> bool:
        """Act on a key that no field took; return whether it was an answer of this page."""
        return self._keys.take(self, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: answer keys also count when no field has the focus."""
        if not self.take_answer(event):
            super().keyPressEvent(event)

    def _build(self) -> None:
        title = QLabel(self._test.name, self)
        title.setProperty("role", "title")
        about = [", ".join(self._test.synonyms), self._catalogue.label("couch", self._test.couch)]
        if self._test.angle:
            about.append(self.tr("angle: {joint}").format(joint=self._test.angle))
        known_as = QLabel("; ".join(filter(None, about)), self)
        known_as.setWordWrap(True)
        self._fold = QPushButton(self.tr("Hide technique"), self)
        self._fold.setAutoDefault(False)
        keeps_in_reading(self._fold)
        self._fold.clicked.connect(self._toggle_card)
        self.rest = QPushButton(self.tr("Rest of this side\u2026"), self)
        self.rest.setToolTip(
            self.tr("Tests of this side that were done and were negative (Ctrl+Shift+N)")
        )
        self.rest.setShortcut("Ctrl+Shift+N")
        self.rest.setAutoDefault(False)
        self.rest.clicked.connect(lambda: self.rest_wanted.emit(self._current))
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(known_as, 1)
        head.addWidget(self.rest)
        head.addWidget(self._fold)
        scroll = QScrollArea(self)
        self._columns = Columns(scroll.viewport(), spacing=10)
        keep_room_for_bar(scroll)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._columns)
        body = QHBoxLayout()
        body.setSpacing(10)
        body.addWidget(scroll, 1)
        self.card.setFixedWidth(_CARD)
        body.addWidget(self.card)
        layout = QVBoxLayout(self)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(self._new_lock())
        layout.addLayout(body, 1)

    def _add_form(self, side: TestedSide) -> None:
        """Add the form of a side at its right."""
        form = ResponseForm(self.key, side, self._catalogue, self._columns, phrases=self._phrases)
        self.forms[side] = form
        self._columns.add(form, 1)
        self._show_previous(form)
        form.changed.connect(self._changed)
        form.told.connect(self.told)
        form.note.left.connect(form.outcome.focus)
        form.outcome.chosen.connect(partial(self._clicked_if_chosen, side))
        self._watch(form)

    def _show_previous(self, form: ResponseForm) -> None:
        if self._previous is not None:
            previous, when = self._previous
            form.show_previous(previous.response(self.key, form.side) if previous else None, when)

    def _watch(self, part: QWidget) -> None:
        """Take the keys of all that can have the keyboard in a part of the page."""
        for widget in part.findChildren(QWidget):
            if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                widget.installEventFilter(self)

    def _new_lock(self) -> QHBoxLayout:
        self.lock = words("", role="alert", parent=self)
        self.to_safety = QPushButton(self.tr("Safety"), self)
        self.to_safety.setAutoDefault(False)
        self.to_safety.clicked.connect(self.safety_wanted)
        line = QHBoxLayout()
        line.addWidget(self.lock, 1)
        line.addWidget(self.to_safety)
        return line

    def _show_lock(self, *, on: bool) -> None:
        """Let the forms be read only while the tests are locked, and say why."""
        done = [form for form in self.forms.values() if form.response.outcome is not None]
        why = [self.tr("The level of concern is high: tests are locked.")]
        if done:
            why.append(self.tr("What is recorded here was done before concern was raised."))
        self.lock.setText(" ".join(why))
        self.lock.setVisible(on)
        self.to_safety.setVisible(on)
        for form in self.forms.values():
            form.setEnabled(not on)
            form.mark_as_before_concern(on=on and form in done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: where both sides would not fit beside it, fold the card."""
        if not self._folded_by_hand:
            self._show_card(shown=event.size().width() >= _WIDE_ENOUGH)
        super().resizeEvent(event)

    def _toggle_card(self) -> None:
        self._folded_by_hand = True
        self._show_card(shown=self.card.isHidden())

    def _show_card(self, *, shown: bool) -> None:
        self.card.setVisible(shown)
        self._fold.setText(self.tr("Hide technique") if shown else self.tr("Show technique"))

    def _changed(self, response: Response) -> None:
        self._say(response)
        self.changed.emit(response)

    def _say(self, response: Response) -> None:
        """Echo the answer large, for eyes that are on the patient."""
        without_note = msgspec.structs.replace(response, note=None)  # too long to be read from afar
        self.echoed.emit(response_echo(without_note, self._catalogue))

    def _clicked_if_chosen(self, side: TestedSide, value: str | None) -> None:
        """An outcome was chosen with the mouse: the angle typed before it belongs to it."""
        if value is not None and side is self._current and (angle := self._take_angle()):
            self.forms[side].record(**angle)

    def _mark_current(self, side: TestedSide) -> None:
        if side is not self._current:
            self._keys.take_typed()
        self._current = side
        self.side_changed.emit(side)
        for each, form in self.forms.items():
            mark(form, "current", each is side)

    def _go_to(self, side: TestedSide) -> None:
        self._mark_current(side)
        self.current.outcome.focus()
