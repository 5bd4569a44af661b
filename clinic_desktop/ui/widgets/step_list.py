"""The steps of an examination with their state: the navigator on the left."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from clinic_desktop.domain import progress
from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.ui.widgets.takes_text import is_letter

_GLYPHS: Final = {
    progress.StepState.EMPTY: "\u25cb",
    progress.StepState.PARTLY: "\u25d0",
    progress.StepState.RECORDED: "\u25cf",
    progress.StepState.CLOSED: "\u25a0",
}
_ANSWERED: Final = {
    True: _GLYPHS[progress.StepState.RECORDED],
    False: _GLYPHS[progress.StepState.EMPTY],
}
_FLAG: Final = "\u2691"
_NARROWEST, _WIDEST = 190, 260
"""Pixels; a name that is wider takes two lines."""
_KEY: Final = Qt.ItemDataRole.UserRole


class StepList(QListWidget):
    """Lists the steps; one of them is open.

    Signals:
        opened: the key of the step that is open now.
    """

    opened = Signal(str)

    def __init__(
        self,
        catalogue: Catalogue,
        in_order: Callable[[Examination], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        """Build the list.

        Args:
            catalogue: the names of tests and states.
            in_order: the tests of an examination in the order of the flow.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._catalogue = catalogue
        self._in_order = in_order
        self._examination: Examination | None = None
        self._flagged: frozenset[str] = frozenset()
        self.setAccessibleName(self.tr("Steps of the examination"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self._fit()
        self.setProperty("role", "steps")
        self.currentRowChanged.connect(self._tell)
        self.itemClicked.connect(self._tell_again)

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Take the width of the longest name and its marks."""
        words = f"{_FLAG}  {self.tr('Reason and symptoms')}"
        wanted = self.fontMetrics().horizontalAdvance(words) + 26
        self.setFixedWidth(min(max(_NARROWEST, wanted), _WIDEST))

    @property
    def step(self) -> str:
        """The key of the step that is open."""
        item = self.currentItem()
        return str(item.data(_KEY)) if item else progress.REASON

    def flag(self, steps: frozenset[str]) -> None:
        """Let these steps ask for attention too, from when an examination is shown next."""
        self._flagged = steps

    def show_anew(self, examination: Examination) -> None:
        """List the steps of another examination; none of them is open yet."""
        self._examination = examination
        self.blockSignals(True)
        self._fill(examination)
        self.blockSignals(False)

    def show_examination(self, examination: Examination) -> None:
        """Bring the marks up to date. A step that is gone gives way to the first."""
        self._examination = examination
        steps = self._steps(examination)
        if [step.key for step in steps] == [
            self.item(row).data(_KEY) for row in range(self.count())
        ]:
            for row, step in enumerate(steps):
                self._mark(self.item(row), step)
            return
        here = self.step
        self.blockSignals(True)
        self._fill(examination)
        self.setCurrentRow(self._row(here) or 0)
        self.blockSignals(False)
        if self.step != here:
            self.opened.emit(self.step)

    def holds(self, step: str) -> bool:
        """Whether there is such a step."""
        return self._row(step) is not None

    def go_to(self, step: str) -> None:
        """Open a step; an unknown one opens the first."""
        self.setCurrentRow(self._row(step) or 0)

    def move_by(self, by: int) -> None:
        """Open the step so many places further, if there is one."""
        row = self.currentRow() + by
        if 0 <= row < self.count():
            self.setCurrentRow(row)

    def name_after(self, by: int) -> str:
        """Return what the step so many places further is called; empty where there is none."""
        item = self.item(self.currentRow() + by)
        return self.name(str(item.data(_KEY))) if item else ""

    def name(self, step: str) -> str:
        """Return what a step is called."""
        names = {
            progress.REASON: self.tr("Reason and symptoms"),
            progress.SAFETY: self.tr("Safety"),
            progress.CONDUCTION: self.tr("Conduction"),
            progress.OTHER: self.tr("Other sources"),
            progress.IMAGING: self.tr("Imaging report"),
            progress.COMPARISON: self.tr("Comparison"),
            progress.CONCLUSION: self.tr("Conclusion, report"),
        }
        if step in names:
            return names[step]
        test = step.removeprefix(progress.TEST_PREFIX)
        name = self._catalogue.tests[test].short
        is_of_sides = TestedSide.MIDLINE not in self._catalogue.tests[test].sides
        recorded = self._examination
        if is_of_sides and recorded and recorded.response(test, TestedSide.MIDLINE):
            return self.tr("{test} (midline recorded)").format(test=name)
        return name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QListWidget.keyPressEvent: letters answer, they look for no step."""
        if is_letter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _fill(self, examination: Examination) -> None:
        self.clear()
        for step in self._steps(examination):
            item = QListWidgetItem()
            item.setData(_KEY, step.key)
            self._mark(item, step)
            self.addItem(item)

    def _steps(self, examination: Examination) -> tuple[progress.Step, ...]:
        steps = progress.steps(examination, self._catalogue, self._in_order(examination))
        return tuple(
            msgspec.structs.replace(step, flagged=True) if step.key in self._flagged else step
            for step in steps
        )

    def _mark(self, item: QListWidgetItem, step: progress.Step) -> None:
        """Show a step's state; of a test that of each side, left at the left."""
        name = self.name(step.key)
        states = [_ANSWERED[answered] for answered in step.answered] or [_GLYPHS[step.state]]
        flag = f"  {_FLAG}" if step.flagged else ""
        text = f"{' '.join(states)}  {name}{flag}"
        if item.text() != text:
            said = ", ".join(self._said(step))
            item.setText(text)
            item.setToolTip(f"{name}: {said}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}: {said}")

    def _said(self, step: progress.Step) -> Iterator[str]:
        yield self._catalogue.words("step_state", step.state)
        if 0 < sum(step.answered) < len(step.answered):
            sides = self._catalogue.tests[step.key.removeprefix(progress.TEST_PREFIX)].sides
            for side, answered in zip(sides, step.answered, strict=True):
                if answered:
                    yield self.tr("{side} recorded").format(side=side.value)
        if step.flagged:
            yield self.tr("asks for attention")

    def _row(self, step: str) -> int | None:
        rows = range(self.count())
        return next((row for row in rows if self.item(row).data(_KEY) == step), None)

    def _tell_again(self, _: QListWidgetItem) -> None:
        """Open the step again that was clicked, so that the keyboard goes to its page."""
        if self.hasFocus():
            self.opened.emit(self.step)

    def _tell(self, row: int) -> None:
        if row >= 0:
            self.opened.emit(self.step)
