"""The grid of conduction signs: roots as rows, left and right always in the same places."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from clinic_desktop.domain.anatomy import Root, Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.conduction import BOTH_SIDES, places
from clinic_desktop.domain.conduction_blocks import ConductionBlock
from clinic_desktop.domain.screening import SIGN_GRADES, ConductionSign, SignKind, SignPlace
from clinic_desktop.ui.widgets.form import section
from clinic_desktop.ui.widgets.grade_cell import GradeCell
from clinic_desktop.ui.widgets.grade_list import GRADE_KEYS, GradeList, known_grades
from clinic_desktop.ui.widgets.held_key import HeldKey
from clinic_desktop.ui.widgets.side_head import ABOVE, SideHead

_COLUMNS: Final = tuple((side, kind) for side in BOTH_SIDES for kind in SignKind)
_ARROWS: Final = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_OPENING: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CLEARING: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_BETWEEN_SIDES: Final = 20


class ConductionGrid(QWidget):
    """Mirrors the conduction signs of an examination, one cell for each root, side and kind.

    One cell is current; Shift with an arrow, or a pull of the mouse, selects several, which then
    take one answer. A key that repeats itself never answers.

    Signals:
        answered: a dictionary of `SignPlace` and the grade given there, or `None` to clear.
        normal: a block's key and the sides on which all of it was tested and is normal.
        moved: another cell is current: its `SignPlace`.
        told: a plain sentence about a key that is not recorded.
    """

    answered = Signal(object)
    normal = Signal(str, object)
    moved = Signal(object)
    told = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._held = HeldKey()
        self._is_only_read = False
        self.cells: dict[SignPlace, GradeCell] = {}
        self.buttons: dict[tuple[str, tuple[Side, ...]], QPushButton] = {}
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(3)
        self._layout.setVerticalSpacing(2)
        for index in range(len(_COLUMNS)):
            self._layout.setColumnStretch(_column(index), 1)
        self._layout.setColumnMinimumWidth(1 + len(SignKind), _BETWEEN_SIDES)
        self._rows: list[Root] = []
        self._blocks = {key: self._new_block(key) for key in catalogue.conduction}
        self.arrange(tuple(catalogue.conduction))
        self.current = self._anchor = next(iter(self.cells))
        self.go_to(self._first_open())

    def arrange(self, order: Sequence[str]) -> None:
        """Put the blocks under each other in this order."""
        self._rows = [root for key in order for root in self._catalogue.conduction[key].roots]
        row = 0
        for key in order:
            for widgets in self._blocks[key]:
                for column, span, widget in widgets:
                    self._layout.addWidget(widget, row, column, 1, span)
                row += 1

    def show_signs(self, signs: Iterable[ConductionSign]) -> None:
        """Mirror signs without saying that they changed; those of other roots have no cell."""
        recorded = {sign.place: sign for sign in signs}
        for place, cell in self.cells.items():
            cell.show_sign(recorded.get(place))

    def show_previous(self, grades: Mapping[SignPlace, str | None]) -> None:
        """Show the grades of an earlier examination, never in place of this one's."""
        for place, cell in self.cells.items():
            cell.show_previous(grades.get(place))

    def only_read(self) -> None:
        """Let nothing be changed; the cells can still be gone through."""
        self._is_only_read = True
        for cell in self.cells.values():
            cell.setReadOnly(True)

    def start(self) -> None:
        """Put the keyboard on the first cell that waits for an answer, else on the first."""
        self.go_to(self._first_open())
        self.cells[self.current].setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, place: SignPlace, *, extend: bool = False) -> None:
        """Make a cell current, alone or as the other end of a selection."""
        was, had_keys = self.current, self.cells[self.current].hasFocus()
        self.current = place
        if not extend:
            self._anchor = place
        selected = self.selected
        for each, cell in self.cells.items():
            cell.show_place(
                is_current=each == place, is_selected=len(selected) > 1 and each in selected
            )
        if had_keys and place != was:
            self.cells[place].setFocus(Qt.FocusReason.OtherFocusReason)
        if place != was:
            self.moved.emit(place)

    @property
    def selected(self) -> tuple[SignPlace, ...]:
        """The places an answer is for, in the order of the grid."""
        rows, columns = zip(self._at(self._anchor), self._at(self.current), strict=True)
        return tuple(
            self._place(row, column)
            for column in range(min(columns), max(columns) + 1)
            for row in range(min(rows), max(rows) + 1)
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: take the keys and the mouse of the cells."""
        if not isinstance(watched, GradeCell):
            return super().eventFilter(watched, event)
        self._held.follow(event)
        match event.type():
            case QEvent.Type.FocusIn if isinstance(event, QFocusEvent):
                # A press gives the focus first, and then says whether it selects up to there.
                by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
                if watched.place != self.current and not by_mouse:
                    self.go_to(watched.place)
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self._take_key(event)
            case (
                QEvent.Type.MouseButtonPress
                | QEvent.Type.MouseButtonDblClick
                | QEvent.Type.MouseMove
                | QEvent.Type.MouseButtonRelease
            ) if isinstance(event, QMouseEvent):
                self._take_mouse(watched, event)
                return True
        return super().eventFilter(watched, event)

    def _new_block(self, key: str) -> list[list[tuple[int, int, QWidget]]]:
        """Return a block's rows: (column, span, widget) of each widget in a row."""
        block = self._catalogue.conduction[key]
        kinds = len(SignKind)
        right = _column(kinds)
        heads: list[tuple[int, int, QWidget]] = [
            (0, 1, _block_name(block)),
            (1, kinds, self._side_head(key, self.tr("LEFT"), ((Side.LEFT,),))),
            (right, kinds, self._side_head(key, self.tr("RIGHT"), ((Side.RIGHT,), BOTH_SIDES))),
        ]
        columns: list[tuple[int, int, QWidget]] = [
            (_column(index), 1, QLabel(self._catalogue.label("sign_kind", kind)))
            for index, (_, kind) in enumerate(_COLUMNS)
        ]
        rows = [heads, columns]
        for root in block.roots:
            row: list[tuple[int, int, QWidget]] = [(0, 1, section(root.value))]
            for index, (side, kind) in enumerate(_COLUMNS):
                place = SignPlace(root, side, kind)
                row.append((_column(index), 1, self._new_cell(place)))
            rows.append(row)
        return rows

    def _new_cell(self, place: SignPlace) -> GradeCell:
        cell = GradeCell(place, self._catalogue, self)
        cell.installEventFilter(self)
        cell.entered.connect(partial(self._take_text, cell))
        self.cells[place] = cell
        return cell

    def _side_head(self, key: str, words: str, acts: Sequence[tuple[Side, ...]]) -> SideHead:
        head = SideHead(words, self._catalogue.conduction[key].name, acts)
        head.normal.connect(partial(self.normal.emit, key))
        for sides, button in head.buttons.items():
            self.buttons[key, sides] = button
        return head

    def _at(self, place: SignPlace) -> tuple[int, int]:
        return self._rows.index(place.root), _COLUMNS.index((place.side, place.kind))

    def _place(self, row: int, column: int) -> SignPlace:
        return SignPlace(self._rows[row], *_COLUMNS[column])

    def _first_open(self) -> SignPlace:
        """The first place of the uppermost block that waits for an answer, else its first one."""
        tested = places(self._block_of(self._rows[0]), BOTH_SIDES)
        return next((place for place in tested if self.cells[place].grade is None), tested[0])

    def _block_of(self, root: Root) -> ConductionBlock:
        blocks = self._catalogue.conduction.values()
        return next(block for block in blocks if root in block.roots)

    def _take_key(self, event: QKeyEvent) -> bool:
        """Act on a key; return whether the cell is kept from it."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        free = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if event.modifiers() & ~free:
            event.ignore()
        elif key in _ARROWS:
            is_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._step(*_ARROWS[key], extend=is_shift)
        elif key == Qt.Key.Key_Escape and len(self.selected) > 1:
            self.go_to(self.current)
        elif key in (*_OPENING, *_CLEARING) or (event.text() and event.text().isprintable()):
            if not self._is_only_read and not self._held.repeats(event):
                self._answer_key(key, event.text())
        else:
            event.ignore()
        return True

    def _answer_key(self, key: Qt.Key, text: str) -> None:
        if key in _OPENING:
            self._open_list()
        elif key in _CLEARING:
            self.answered.emit(dict.fromkeys(self.selected))
        else:
            self._answer(text.lower())

    def _answer(self, key: str) -> None:
        """Give the selected cells the grade of a key, all of them or none; then move on."""
        asked = self._answering()
        for place in asked:
            if key not in GRADE_KEYS[place.kind]:
                self.told.emit(self._refusal(key, place.kind))
                return
        self.answered.emit({place: GRADE_KEYS[place.kind][key] for place in asked})
        if len(self.selected) == 1:
            self._move_on()

    def _give(self, grade: str | None) -> None:
        """Give the selected cells a grade chosen from the list, all of them or none."""
        asked = self._answering() if grade else self.selected
        for place in asked:
            if grade and grade not in SIGN_GRADES[place.kind]:
                word = self._catalogue.label("sign_grade", grade)
                self.told.emit(self._refusal(word, place.kind))
                return
        self.answered.emit(dict.fromkeys(asked, grade))

    def _answering(self) -> tuple[SignPlace, ...]:
        """The selected places; of several, those without anything to test are left out."""
        tested = tuple(
            place
            for place in self.selected
            if self.cells[place].is_tested or self.cells[place].grade
        )
        return tested or self.selected

    def _refusal(self, given: str, kind: SignKind) -> str:
        keys = self.tr("0 to 5") if kind is SignKind.POWER else ", ".join(GRADE_KEYS[kind])
        return self.tr("\u201c{given}\u201d is not recorded: {kind} takes {keys}.").format(
            given=given, kind=self._catalogue.words("sign_kind", kind), keys=keys
        )

    def _step(self, down: int, across: int, *, extend: bool) -> None:
        row, column = self._at(self.current)
        row = min(max(row + down, 0), len(self._rows) - 1)
        column = min(max(column + across, 0), len(_COLUMNS) - 1)
        self.go_to(self._place(row, column), extend=extend)

    def _move_on(self) -> None:
        """Go down the column of this block, then to the head of the next column."""
        tested = places(self._block_of(self.current.root), BOTH_SIDES)
        here = self._at(self.current)[::-1]  # by columns
        following = (place for place in tested if self._at(place)[::-1] > here)
        self.go_to(next(following, self.current))

    def _take_mouse(self, cell: GradeCell, event: QMouseEvent) -> None:
        """A press makes a cell current, a pull selects to where it goes, letting go asks."""
        left = Qt.MouseButton.LeftButton
        match event.type():
            case QEvent.Type.MouseMove if event.buttons() & left:
                under = self.childAt(self.mapFromGlobal(event.globalPosition().toPoint()))
                if isinstance(under, GradeCell):
                    self.go_to(under.place, extend=True)
            case QEvent.Type.MouseButtonRelease if event.button() == left:
                self._open_list()
            case QEvent.Type.MouseButtonPress if event.button() == left:
                is_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.go_to(cell.place, extend=is_shift)
                cell.setFocus(Qt.FocusReason.MouseFocusReason)

    def _open_list(self) -> None:
        """Offer the grades of the current cell, each where a finger finds it."""
        if self._is_only_read:
            return
        offered = GradeList(self.cells[self.current], self._catalogue)
        offered.chosen.connect(self._give)
        offered.open()

    def _take_text(self, cell: GradeCell, text: str) -> None:
        """Take what assistive technology wrote into a cell: a key, a grade or its words."""
        kind, given = cell.place.kind, text.strip().casefold()
        known = known_grades(kind, self._catalogue)
        if not given or given == self._catalogue.label("sign_grade", None):
            self.answered.emit({cell.place: None})
        elif given in known:
            self.answered.emit({cell.place: known[given]})
        else:
            self.told.emit(self._refusal(text.strip(), kind))


def _block_name(block: ConductionBlock) -> QLabel:
    label = section(block.name)
    label.setContentsMargins(0, ABOVE, 12, 0)
    return label


def _column(index: int) -> int:
    """Return the layout's column: the roots stand before the left side, a gap after it."""
    return 1 + index + (index >= len(SignKind))
