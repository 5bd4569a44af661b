"""One cell of the conduction grid: a grade in a word or digit, marked where it is not normal."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.screening import SIGN_GRADES, ConductionSign, SignKind, SignPlace
from clinic_desktop.ui.widgets.tips import as_written

_LOWEST: Final = 34
_LEAST: Final = 64
_MARGIN: Final = 8
_MARK: Final = 9
_MARK_ROOM: Final = _MARK + 6
_SMALLER: Final = 0.85
_Role = QPalette.ColorRole


class GradeCell(QLineEdit):
    """Mirrors the sign of one place; the grid takes its keys and its mouse.

    A line of text, painted as a cell: of Qt's fields it alone gives a screen reader a name and a
    value and takes a new one (a table's cell has no value, and on Linux the name of a drop-down
    is its value; tried on Qt 6.11).

    Signals:
        entered: the text that assistive technology wrote into the cell.
    """

    entered = Signal(str)

    def __init__(
        self, place: SignPlace, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.place = place
        self._catalogue = catalogue
        self._sign: ConductionSign | None = None
        self._previous: str | None = None
        self._is_selected = False
        self._is_current = False
        signs = catalogue.root_signs(place.root)
        self.is_tested = bool(signs and signs.tested(place.kind))
        kind = catalogue.words("sign_kind", place.kind)
        self.setAccessibleName(f"{place.root} {place.side}, {kind}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # Keys are answers here, never the beginning of a composed letter.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAcceptDrops(False)
        self.setFixedHeight(max(_LOWEST, self.fontMetrics().height() + _MARGIN))
        self.setMinimumWidth(max(_LEAST, self._widest() + 2 * _MARGIN))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.textChanged.connect(self.entered)
        self.show_sign(None)

    @property
    def grade(self) -> str | None:
        """The grade shown."""
        return self._sign.grade if self._sign else None

    def show_sign(self, sign: ConductionSign | None) -> None:
        """Mirror a sign without saying that it changed."""
        self._sign = sign
        self.blockSignals(True)
        self.setText(self._catalogue.label("sign_grade", self.grade))
        self.blockSignals(False)
        self._describe()

    def show_previous(self, grade: str | None) -> None:
        """Show the grade of an earlier examination beside the cell's own."""
        self._previous = grade
        self._describe()

    def show_place(self, *, is_current: bool, is_selected: bool) -> None:
        """Show whether the keyboard answers for this cell, and whether it is one of several."""
        # One stop of the Tab key for the whole grid: the current cell.
        policy = Qt.FocusPolicy.StrongFocus if is_current else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)
        if (is_current, is_selected) != (self._is_current, self._is_selected):
            self._is_current, self._is_selected = is_current, is_selected
            self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Override QLineEdit.contextMenuEvent: there is no text to cut or paste."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QLineEdit.paintEvent."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        inside = self.rect().adjusted(_MARGIN, 0, -_MARGIN, 0)
        if self._sign and self._sign.note:
            self._paint_corner(painter)
        used = self._paint_grade(painter, inside)
        self._paint_beside(painter, inside.adjusted(used, 0, 0, 0))

    def _describe(self) -> None:
        parts = []
        if not self.is_tested:
            parts.append(self.tr("nothing to test as a matter of course"))
        if self._previous is not None:
            earlier = self._catalogue.words("sign_grade", self._previous)
            parts.append(self.tr("last examination: {grade}").format(grade=earlier))
        if self._sign and self._sign.note:
            parts.append(self.tr("note: {note}").format(note=self._sign.note))
        self.setAccessibleDescription("; ".join(parts))
        self.setToolTip(as_written("\n".join(parts)))
        self.update()

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)

    def _ink(self, usual: QPalette.ColorRole) -> QColor:
        return self._colour(_Role.HighlightedText if self._is_selected else usual)

    def _paint_ground(self, painter: QPainter) -> None:
        frame = self.rect().adjusted(1, 1, -1, -1)
        is_empty = not self.is_tested and self.grade is None
        ground = _Role.Highlight if self._is_selected else _Role.Window if is_empty else _Role.Base
        painter.fillRect(frame, self._colour(ground))
        pen = QPen(self._colour(_Role.Mid), 1)
        if is_empty:
            pen.setStyle(Qt.PenStyle.DashLine)
        if self._is_current:
            has_keys = self.hasFocus() and not self._is_selected
            pen = QPen(self._colour(_Role.Highlight if has_keys else _Role.WindowText), 3)
        painter.setPen(pen)
        painter.drawRect(frame)

    def _paint_grade(self, painter: QPainter, inside: QRect) -> int:
        """Paint mark and word, and return the width they take."""
        sign = self._sign
        if sign is None or sign.grade is None:
            return 0
        painter.setPen(self._ink(_Role.Text))
        is_changed = sign.is_loss or sign.is_gain
        if is_changed:
            self._paint_mark(painter, inside, points_down=sign.is_loss)
        font = QFont(self.font())
        font.setBold(is_changed)
        painter.setFont(font)
        words = self._words(sign.grade)
        room = inside.adjusted(_MARK_ROOM, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        return _MARK_ROOM + painter.fontMetrics().horizontalAdvance(words)

    def _words(self, grade: str) -> str:
        """Return what stands in the cell: of power the digit alone."""
        is_digit = self.place.kind is SignKind.POWER
        return grade if is_digit else self._catalogue.label("sign_grade", grade)

    def _widest(self) -> int:
        """Return the room of the widest grade with its mark, which stands in bold."""
        font = QFont(self.font())
        font.setBold(True)
        measured = QFontMetrics(font).horizontalAdvance
        grades = SIGN_GRADES[self.place.kind]
        return _MARK_ROOM + max(measured(self._words(grade)) for grade in grades)

    def _paint_mark(self, painter: QPainter, inside: QRect, *, points_down: bool) -> None:
        left, middle = inside.left(), inside.center().y() + 1
        base, tip = (middle - 4, middle + 5) if points_down else (middle + 4, middle - 5)
        self._fill(painter, (left, base), (left + _MARK, base), (left + _MARK / 2, tip))

    def _paint_corner(self, painter: QPainter) -> None:
        """Paint the corner of a cell that has a note."""
        right, top = self.width() - 2, 2
        painter.setPen(self._ink(_Role.Text))
        self._fill(painter, (right - _MARK, top), (right, top), (right, top + _MARK))

    def _fill(self, painter: QPainter, *corners: tuple[float, float]) -> None:
        painter.setBrush(painter.pen().color())
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))

    def _paint_beside(self, painter: QPainter, room: QRect) -> None:
        """Paint, small and muted, the earlier grade, or that there is nothing to test."""
        if self._previous is not None:
            words = self.tr("was {grade}").format(grade=_brief(self._previous))
        elif not self.is_tested and self.grade is None:
            words = self.tr("not applicable")
        else:
            return
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _SMALLER)
        painter.setFont(font)
        painter.setPen(self._ink(_Role.PlaceholderText))
        if (
            self._previous is not None
            and painter.fontMetrics().horizontalAdvance(words) > room.width()
        ):
            return  # half of it says nothing; its tip and a screen reader say all of it
        fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, fitting)


def _brief(grade: str) -> str:
    """The letter or digit a grade is entered by: "l" for altered."""
    return "l" if grade == "altered" else grade[0]
