"""The step "Conduction": reflexes, power and sensation by root, left and right in one grid."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinic_desktop.domain.anatomy import Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.conduction import (
    block_normal,
    blocks_in_order,
    graded,
    has_grade,
    places,
    recorded_count,
)
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.phrases import sign_line
from clinic_desktop.domain.screening import ConductionSign, SignPlace
from clinic_desktop.ui.widgets.conduction_grid import ConductionGrid
from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.form import scrolling, title, words
from clinic_desktop.ui.widgets.sign_strip import SignStrip


class ConductionPage(QWidget):
    """Mirrors reflexes, power and sensation by root.

    Signals:
        changed: a dictionary of the examination's fields that changed.
        told: a plain sentence about an entry that is not recorded.
    """

    changed = Signal(object)
    told = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._examination: Examination | None = None
        self._has_told = False
        self.grid = ConductionGrid(catalogue)
        self.strip = SignStrip(catalogue)
        self.done = ElidedLabel()
        self.others = words("")
        self._area = scrolling(self.grid)
        head = QHBoxLayout()
        head.addWidget(title(self.tr("Conduction")))
        head.addSpacing(12)
        head.addWidget(self.done, 1)
        layout = QVBoxLayout(self)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.others)
        layout.addWidget(self.strip)
        self.grid.answered.connect(self._grade)
        self.grid.normal.connect(self._record_normal)
        self.grid.moved.connect(self._move)
        self.grid.told.connect(self._tell)
        self.strip.changed.connect(self._record_sign)

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination; where one sign was undone, the next key is for its cell."""
        before, self._examination = self._examination, examination
        if before is None or before.id != examination.id:
            self.grid.arrange(blocks_in_order(examination, self._catalogue))
            before = examination
        self._mirror(examination)
        if changed := _differing(before, examination):
            self.done.show_text("")
            if changed in self.grid.cells:
                self.grid.go_to(changed)

    def show_previous(self, examination: Examination | None) -> None:
        """Show the grades of the last examination beside the cells' own, or none."""
        signs = (examination.conduction if examination else None) or ()
        self.grid.show_previous({sign.place: sign.grade for sign in signs})

    def start(self) -> None:
        """Put the keyboard on the first cell that waits for an answer."""
        self.grid.start()
        self._show_cell(self.grid.current)

    def flush(self) -> None:
        """Record texts that are still being typed."""
        self.strip.record()

    def _mirror(self, examination: Examination) -> None:
        self.grid.show_signs(examination.conduction or ())
        others = [
            f"{sign.root} {sign.side}: {sign_line(sign, self._catalogue)}"
            for sign in examination.conduction or ()
            if sign.place not in self.grid.cells
        ]
        self.others.setText(self.tr("Also recorded: {signs}.").format(signs="; ".join(others)))
        self.others.setVisible(bool(others))
        place = self.grid.current
        self.strip.show_sign(place, examination.sign(*place))

    def _move(self, place: SignPlace) -> None:
        self.strip.record()
        self._show_cell(place)
        if self._examination is not None:
            self.strip.show_sign(place, self._examination.sign(*place))

    def _show_cell(self, place: SignPlace) -> None:
        self._area.ensureWidgetVisible(self.grid.cells[place], 0, 40)

    def _grade(self, grades: Mapping[SignPlace, str | None]) -> None:
        self.strip.record()
        examination = self._examination
        if examination is not None:
            for place, grade in grades.items():
                examination = graded(examination, place, grade, self._catalogue)
            self._record(examination)

    def _record_sign(self, sign: ConductionSign) -> None:
        if self._examination is not None:
            self._record(self._examination.with_sign(sign))

    def _record_normal(self, key: str, sides: tuple[Side, ...]) -> None:
        self.strip.record()
        if self._examination is None:
            return
        after = block_normal(self._examination, key, sides, self._catalogue)
        count = recorded_count(after) - recorded_count(self._examination)
        self._record(after)
        block = self._catalogue.conduction[key]
        noted = sum(not has_grade(after, place) for place in places(block, sides))
        self._say(
            self.tr("{block}, {sides}: {count} recorded as normal{left}.").format(
                block=block.name,
                sides=self.tr("both sides") if len(sides) > 1 else sides[0].value,
                count=count,
                left=self.tr(", {count} with a note alone left").format(count=noted)
                if noted
                else "",
            )
        )

    def _record(self, examination: Examination) -> None:
        """Show what was answered, and say it where it differs."""
        differs = examination != self._examination
        self._examination = examination
        self._mirror(examination)
        self.done.show_text("")
        if self._has_told:
            self._tell("")
        if differs:
            self.changed.emit({"conduction": examination.conduction})

    def _say(self, sentence: str) -> None:
        self.done.show_text(sentence)
        QAccessible.updateAccessibility(QAccessibleEvent(self.done, QAccessible.Event.Alert))

    def _tell(self, sentence: str) -> None:
        """Tell what is not recorded; a cell shows again what is."""
        self._has_told = bool(sentence)
        self.told.emit(sentence)
        if self._examination is not None:
            self._mirror(self._examination)


def _differing(before: Examination, after: Examination) -> SignPlace | None:
    """Return the place of the first sign that differs."""
    signs = (*(before.conduction or ()), *(after.conduction or ()))
    return next(
        (sign.place for sign in signs if before.sign(*sign.place) != after.sign(*sign.place)), None
    )
