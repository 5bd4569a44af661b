"""The step "Safety": red flags group by group, one key each, and the level of concern."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain import red_flags
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import DangersChecked, Examination
from clinic_desktop.domain.red_flag_questions import RedFlagGroup
from clinic_desktop.domain.screening import Concern, RedFlags
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.ui.widgets.asked_again_panel import AskedAgainPanel
from clinic_desktop.ui.widgets.columns import Columns
from clinic_desktop.ui.widgets.concern_form import LEVEL_KEYS, ConcernForm
from clinic_desktop.ui.widgets.form import scroll_area, title, words
from clinic_desktop.ui.widgets.held_key import HeldKey
from clinic_desktop.ui.widgets.imaging_check import ImagingCheck
from clinic_desktop.ui.widgets.pending import record_pending
from clinic_desktop.ui.widgets.red_flag_panel import RedFlagPanel
from clinic_desktop.ui.widgets.red_flag_row import RedFlagRow
from clinic_desktop.ui.widgets.takes_text import takes_text
from clinic_desktop.ui.widgets.waiting_test import WaitingTest

_ANSWERS: Final = {"y": YesNoUnknown.YES, "n": YesNoUnknown.NO, "u": YesNoUnknown.UNKNOWN}
_CHECKED: Final = {"y": DangersChecked.YES, "n": DangersChecked.NO}
_STEPS: Final[Mapping[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SafetyPage(QWidget):
    """Mirrors red flags and the level of concern.

    The letters answer the item that has the keyboard and move on to the next open one. Items that
    wait to be asked again stand at the top. A key that repeats itself never answers.

    Signals:
        changed: a dictionary of the examination's fields that changed.
        told: a plain sentence about an entry that is not recorded.
        said: what a key answered out of sight of its field, to be shown large.
        went_on: the test that waited for this step should open.
    """

    changed = Signal(object)
    told = Signal(str)
    said = Signal(str)
    went_on = Signal()

    def __init__(
        self,
        catalogue: Catalogue,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        """Build the page.

        Args:
            catalogue: the questions and their words.
            now: the time of day, with its offset.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._catalogue = catalogue
        self._examination: Examination | None = None
        self._held = HeldKey()
        self.waiting = WaitingTest(catalogue)
        self.banner = words(
            self.tr(
                "The level of concern is high: tests are locked, and the report becomes the "
                "urgent referral page."
            ),
            role="alert",
        )
        self._scroll = scroll_area(self)
        self._inner = QWidget(self._scroll.viewport())
        self.imaging_check = ImagingCheck(catalogue, self._inner)
        self.again: dict[tuple[str, ...], AskedAgainPanel] = {}
        self.groups: dict[str, RedFlagPanel] = {}
        self._columns = self._new_columns()
        self.concern = ConcernForm(catalogue, now, self._inner)
        self._lay_out()
        self._connect()
        self._watch(self)

    @property
    def rows(self) -> list[RedFlagRow]:
        """The questions in sight in their order, those asked again first."""
        return [row for row in self._all_rows() if not row.isHidden()]

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination."""
        self._examination = examination
        answers = red_flags.answers_of(examination)
        waiting = red_flags.to_ask_again(examination, self._catalogue)
        self.imaging_check.show_examination(examination)
        self._show_again(waiting)
        elsewhere = {item for again in waiting for item in again.items}
        for panel in self.groups.values():
            panel.show_answers(answers, elsewhere)
        self.concern.show_flags(examination.red_flags or RedFlags())
        self.banner.setVisible(red_flags.locks_tests(examination.red_flags))
        self.waiting.show_examination(examination)

    def start(self) -> None:
        """Put the keyboard on what locks the tests, else on the first question that is open."""
        if red_flags.locks_tests(self._flags):
            self._focus(self.concern.level)
        else:
            self._move_on(None)

    def flush(self) -> None:
        """Record texts that are still being typed."""
        record_pending(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: take the answer keys before a button does."""
        self._held.follow(event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(watched, event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: keys also count when no field has the focus."""
        if not self._take_key(self, event):
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(title(self.tr("Safety")))
        head.addSpacing(12)
        head.addWidget(self.waiting, 1)
        self._again = QVBoxLayout()
        body = QVBoxLayout(self._inner)
        body.setContentsMargins(0, 0, 6, 0)
        body.setSpacing(8)
        body.addWidget(self.imaging_check)
        body.addLayout(self._again)
        body.addWidget(self._columns)
        body.addWidget(self.concern)
        body.addWidget(words(self._sources(), parent=self._inner))
        body.addStretch()
        self._scroll.setWidget(self._inner)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.banner)
        layout.addWidget(self._scroll, 1)

    def _new_columns(self) -> Columns:
        """Share the groups between two columns, in their order, as many questions in each."""
        columns = Columns(self._inner, spacing=10)
        sides = []
        for _ in range(2):
            part = QWidget(columns)
            side = QVBoxLayout(part)
            side.setContentsMargins(0, 0, 0, 0)
            side.setSpacing(8)
            columns.add(part, 1)
            sides.append((part, side))
        half = len(self._catalogue.red_flag_items) / 2
        count = 0
        for key, group in self._catalogue.red_flags.items():
            part, side = sides[count >= half]
            self.groups[key] = RedFlagPanel(group, self._catalogue, part)
            side.addWidget(self.groups[key])
            count += len(group.items)
        for _, side in sides:
            side.addStretch()
        return columns

    def _sources(self) -> str:
        groups, levels = self._catalogue.red_flags.values(), self._catalogue.concern.values()
        named = (*(group.sources for group in groups), *(level.sources for level in levels))
        used = dict.fromkeys(source for sources in named for source in sources)
        citations = "; ".join(self._catalogue.sources[source].citation for source in used)
        return self.tr("Sources: {citations}.").format(citations=citations)

    def _connect(self) -> None:
        for panel in self.groups.values():
            panel.answered.connect(self._answer)
            panel.none_of_it.connect(partial(self._answer_none_of, panel.group))
        self.imaging_check.answered.connect(
            lambda value: self.changed.emit({"imaging_checked_for_dangers": value})
        )
        self.concern.changed.connect(self._change)
        self.concern.told.connect(self.told)
        self.concern.reason.left.connect(self.concern.level.focus)
        self.waiting.went_on.connect(self.went_on)

    def _watch(self, widget: QWidget) -> None:
        for button in widget.findChildren(QPushButton):
            button.installEventFilter(self)

    def _show_again(self, waiting: tuple[red_flags.Again, ...]) -> None:
        """Bring the panels of what is asked again up to date."""
        wanted = {again.items for again in waiting}
        for items in [items for items in self.again if items not in wanted]:
            panel = self.again.pop(items)
            self._again.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        for again in waiting:
            if again.items not in self.again:
                self.again[again.items] = self._new_again(again)
            if self._examination is not None:
                answers = red_flags.answers_of(self._examination)
                self.again[again.items].show_again(again, answers)

    def _new_again(self, again: red_flags.Again) -> AskedAgainPanel:
        panel = AskedAgainPanel(again, self._catalogue)
        panel.answered.connect(partial(self._answer_again, panel))
        panel.unchanged.connect(partial(self._ask_no_more, panel))
        self._again.addWidget(panel)
        self._watch(panel)
        return panel

    def _change(self, fields: dict[str, object]) -> None:
        self._record(red_flags.or_none(msgspec.structs.replace(self._flags, **fields)))

    @property
    def _flags(self) -> RedFlags:
        return (self._examination and self._examination.red_flags) or RedFlags()

    def _record(self, flags: RedFlags | None) -> None:
        if flags != (self._examination and self._examination.red_flags):
            self.changed.emit({"red_flags": flags})

    def _answer(self, item: str, answer: YesNoUnknown | None) -> None:
        self._record(red_flags.with_answers(self._flags, {item: answer}))

    def _answer_none_of(self, group: RedFlagGroup) -> None:
        self._record(red_flags.with_none_of(self._flags, group))

    def _answer_again(self, panel: AskedAgainPanel, item: str, answer: YesNoUnknown | None) -> None:
        flags: RedFlags | None = self._flags
        if answer is not None:
            flags = red_flags.with_answers(flags, {item: answer})
        if panel.is_whole:
            flags = red_flags.with_asked_again(flags, panel.kinds)
        self._record(flags)

    def _ask_no_more(self, panel: AskedAgainPanel) -> None:
        self._record(red_flags.with_asked_again(self._flags, panel.kinds))

    def _take_key(self, watched: QObject, event: QKeyEvent) -> bool:
        """Act on a key of this page; return whether it was one."""
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        is_read = not self.concern.level.isEnabled()
        if held != Qt.KeyboardModifier.NoModifier or takes_text(watched) or is_read:
            return False
        if event.key() in _STEPS:
            self._step(_STEPS[event.key()])
            return True
        act = self._act_of(watched, event)
        if act is None:
            return False
        if not self._held.repeats(event):
            act()
        return True

    def _act_of(self, watched: QObject, event: QKeyEvent) -> Callable[[], None] | None:
        """Return what a key does where the keyboard is, `None` for nothing."""
        text, row = event.text().lower(), self._current()
        if event.key() in _ENTER:
            return self._entering(watched)
        if text and text in LEVEL_KEYS and _has_keyboard(self.concern.level):
            level = tuple(Concern)[LEVEL_KEYS.index(text)]
            return partial(self._set_level, level)
        if _has_keyboard(self.imaging_check) and text in _CHECKED:
            return partial(self._answer_check, _CHECKED[text])
        if row is None:
            return None
        if text in _ANSWERS:
            return partial(self._answer_row, row, _ANSWERS[text])
        if text == "a" and (panel := self._panel_of(row)) and not panel.group.one_by_one:
            return partial(self._none_by_key, panel)
        if text == "s" and (again := self._again_of(row)):
            return partial(self._same_by_key, again)
        return None

    def _entering(self, watched: QObject) -> Callable[[], None] | None:
        if isinstance(watched, QPushButton) and not watched.isCheckable():
            return watched.click
        return self.went_on.emit if self.waiting.may_go_on else None

    def _set_level(self, level: Concern) -> None:
        self.concern.level.choose(level)
        name = self._catalogue.label("concern", level)
        self.said.emit(self.tr("Level of concern: {level}").format(level=name))
        self._move_on(None)

    def _answer_check(self, answer: DangersChecked) -> None:
        self.imaging_check.choice.choose(answer)
        self._move_on(None)

    def _answer_row(self, row: RedFlagRow, answer: YesNoUnknown) -> None:
        row.choice.choose(answer)
        self._move_on(row)

    def _none_by_key(self, panel: RedFlagPanel) -> None:
        panel.none_of_it.emit()
        self._move_on(list(panel.rows.values())[-1])

    def _same_by_key(self, panel: AskedAgainPanel) -> None:
        panel.unchanged.emit()
        self._move_on(None)

    def _all_rows(self) -> list[RedFlagRow]:
        again = [row for panel in self.again.values() for row in panel.rows.values()]
        return [*again, *(row for panel in self.groups.values() for row in panel.rows.values())]

    def _current(self) -> RedFlagRow | None:
        """The question that has the keyboard; on a group's button its first one."""
        focused = QApplication.focusWidget()
        if focused is None:
            return None
        rows = self._all_rows()
        near = [row for row in rows if row.isAncestorOf(focused)]
        beside = [row for row in rows if focused.parent() is row.parent()]
        return next(iter((*near, *beside)), None)

    def _panel_of(self, row: RedFlagRow) -> RedFlagPanel | None:
        return next((one for one in self.groups.values() if one.isAncestorOf(row)), None)

    def _again_of(self, row: RedFlagRow) -> AskedAgainPanel | None:
        return next((one for one in self.again.values() if one.isAncestorOf(row)), None)

    def _step(self, by: int) -> None:
        """Put the keyboard on the question before or after; the level comes after the last."""
        rows, row = self.rows, self._current()
        place = (rows.index(row) if row in rows else len(rows)) + by
        if place >= len(rows):
            self._focus(self.concern.level)
        else:
            self._focus(rows[max(0, place)].choice)

    def _move_on(self, row: RedFlagRow | None) -> None:
        """Put the keyboard on the next open question, then on what else is open."""
        if self.imaging_check.is_open:
            self._focus(self.imaging_check.choice)
            return
        if self.waiting.lacks_only_a_reason:
            self._ask_reason()
            return
        rows = self.rows
        place = rows.index(row) + 1 if row in rows else 0
        after = [one for one in (*rows[place:], *rows[:place]) if one.is_open]
        if after:
            self._focus(after[0].choice)
        elif self.concern.level.value is None:
            self._focus(self.concern.level)
        elif not self.concern.wanted.isHidden():
            self._ask_reason()
        elif self.waiting.may_go_on:
            self.waiting.go_on.setFocus()
        else:
            self._focus(self.concern.level)

    def _ask_reason(self) -> None:
        self.concern.reason.setFocus()
        self._scroll.ensureWidgetVisible(self.concern.reason)

    def _focus(self, choice: QWidget) -> None:
        choice.focus()  # type: ignore[attr-defined]
        self._scroll.ensureWidgetVisible(choice, 0, 60)


def _has_keyboard(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and widget.isAncestorOf(focused)
