"""Angles as arcs, left beside right, in black lines a fax keeps."""

from itertools import count
from math import ceil, cos, radians, sin
from typing import Final

from msgspec import Struct
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from clinic_desktop.report.parts import Dial, Dials, joined
from clinic_desktop.report.structure import Element
from clinic_desktop.report.tagging import TaggedCanvas
from clinic_desktop.report.text import BOLD, REGULAR

Point = tuple[float, float]

_SIZE: Final = 9.0
_LINE: Final = 10.8
_RADIUS: Final = 42.0
_HALF_RADIUS: Final = 20.0
_ROOM: Final = 28.0
"""Points right of an arc for the label of a small angle."""
_HALF_ROOM: Final = 8.0
"""Points more between two halves: a label left of the second is not to stand at the first's rim."""
_ABOVE: Final = 13.0
_BELOW: Final = 12.0
_HEIGHT: Final = _ABOVE + _RADIUS + _BELOW
_IN_A_ROW: Final = 2
_LEGEND_HEIGHT: Final = _LINE + 2
_TICK: Final = 5.0
_EVERY: Final = 30
_AWAY: Final = 6.0
"""Points between an arc and a label."""
_FIGURE: Final = 6.4
"""Height in points of a figure."""
_CLEAR: Final = 3.0
"""Points of white paper between two labels at least."""
_QUARTER, _HALF = 90, 180
_RIM: Final = 0.7
_FIRST: Final = 2.2
_LIMIT: Final = 1.2
_DASHES: Final = (4, 2.5)
_LEGEND: Final = (
    "Solid line: first response. Dashed line: limit. Ticks every 30 degrees, from 0 at the level. "
    "No usual value is shown."
)


class DialDrawing(Flowable):
    """The dials of all tests, two tests in a row; all lengths are points."""

    canv: TaggedCanvas

    def __init__(self, dials: Dials) -> None:
        super().__init__()
        self.dials = dials

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803 - reportlab's
        """Return the size in points."""
        self.width = aW
        self.height = ceil(len(self.dials.dials) / _IN_A_ROW) * _HEIGHT + _LEGEND_HEIGHT
        return self.width, self.height

    def least(self, aW: float) -> float:  # noqa: ARG002, N803
        """Return the height in points of one row."""
        return _HEIGHT + _LEGEND_HEIGHT

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: ARG002, N803
        """Split between rows; each part is a figure with its own words."""
        rows = max(int((aH - _LEGEND_HEIGHT) // _HEIGHT), 0)
        above, below = self.dials.dials[: rows * _IN_A_ROW], self.dials.dials[rows * _IN_A_ROW :]
        if not above or not below:
            return []
        return [DialDrawing(Dials(above)), DialDrawing(Dials(below))]

    def draw(self) -> None:
        """Draw all dials and the legend as one figure."""
        left, bottom = self.canv.absolutePosition(0, 0)
        box = (left, bottom, left + self.width, bottom + self.height)
        with self.canv.content(Element("Figure", words=f"Angles. {self.dials.words}", box=box)):
            for number, dial in enumerate(self.dials.dials):
                row, column = divmod(number, _IN_A_ROW)
                at = (column * self.width / _IN_A_ROW, self.height - (row + 1) * _HEIGHT)
                self._draw_dial(dial, at)
            self.canv.setFont(REGULAR, _SIZE)
            self.canv.drawString(0, 2.5, _LEGEND)

    def _draw_dial(self, dial: Dial, at: Point) -> None:
        x, y = at
        told = [angle for _, *both in dial.sides for angle in both if angle is not None]
        reach = _QUARTER if max(told) <= _QUARTER else _HALF
        room = _RADIUS + _ROOM + (_HALF_ROOM if reach == _HALF else 0)
        for number, (side, onset, limit) in enumerate(dial.sides):
            left = x + number * room
            self._draw_side((left, y + _BELOW), reach, onset, limit)
            self.canv.setFont(BOLD, _SIZE)
            self.canv.drawString(left, y + 2.5, side.capitalize())
        self._write(dial, x + len(dial.sides) * room + 4, y)

    def _draw_side(self, at: Point, reach: int, onset: int | None, limit: int | None) -> None:
        """Draw the arc from 0 to its reach, and a ray for each angle with its label."""
        canvas = self.canv
        radius = _RADIUS if reach == _QUARTER else _HALF_RADIUS  # about as wide as a quarter
        middle = at if reach == _QUARTER else (at[0] + radius, at[1])
        x, y = middle
        canvas.saveState()
        canvas.setLineWidth(_RIM)
        canvas.line(x - (radius if reach == _HALF else 0), y, x + radius, y)
        for tick in range(0, reach + 1, _EVERY):
            canvas.line(*_on(middle, radius - _TICK, tick), *_on(middle, radius, tick))
        canvas.setDash(1.2, 1.8)
        path = canvas.beginPath()
        path.arc(x - radius, y - radius, x + radius, y + radius, 0, reach)
        canvas.drawPath(path)
        canvas.setDash()
        if limit is not None:
            canvas.setLineWidth(_LIMIT)
            canvas.setDash(*_DASHES)
            canvas.line(x, y, *_on(middle, radius, limit))
            canvas.setDash()
        if onset is not None:
            canvas.setLineWidth(_FIRST)
            canvas.line(x, y, *_on(middle, radius, onset))
        canvas.restoreState()
        for label in _labels(onset, limit, radius):
            canvas.setFont(label.face, _SIZE)
            canvas.drawString(x + label.left, y + label.bottom, label.words)

    def _write(self, dial: Dial, x: float, y: float) -> None:
        lines = [(BOLD, dial.name), (REGULAR, dial.measured)]
        for side, onset, limit in dial.sides:
            angles = joined(
                None if onset is None else f"{onset}\u00b0",
                None if limit is None else f"limit {limit}\u00b0",
            )
            lines.append((REGULAR, f"{side.capitalize()}: {angles}"))
        if dial.difference:
            lines.append((BOLD, dial.difference.capitalize()))
        width = self.width / _IN_A_ROW - (x % (self.width / _IN_A_ROW)) - 7
        top = y + _HEIGHT - _SIZE
        for face, words in lines:
            for line in simpleSplit(words, face, _SIZE, width):
                self.canv.setFont(face, _SIZE)
                self.canv.drawString(x, top, line)
                top -= _LINE


def _on(middle: Point, radius: float, angle: float) -> Point:
    """Return the point of a circle at an angle in degrees."""
    return middle[0] + radius * cos(radians(angle)), middle[1] + radius * sin(radians(angle))


class _Label(Struct, frozen=True):
    """An angle's words outside the arc, where they touch neither it nor their ray.

    `left` and `bottom` are points from the middle of the arc.
    """

    words: str
    face: str
    left: float
    bottom: float

    @property
    def right(self) -> float:
        return self.left + stringWidth(self.words, self.face, _SIZE)

    def stands_clear_of(self, other: "_Label") -> bool:
        """Whether white paper is between the two."""
        across = max(self.left - other.right, other.left - self.right)
        return max(across, abs(self.bottom - other.bottom) - _FIGURE) >= _CLEAR


def _label(angle: int, face: str, radius: float, moved: float) -> _Label:
    words = f"{angle}\u00b0"
    at = radians(angle + moved)
    x, y = _on((0, 0), radius + _AWAY, angle + moved)
    aside = (1 - cos(at)) / 2  # 0: begins here, 1/2: centred, 1: ends here
    left = x - aside * stringWidth(words, face, _SIZE)
    return _Label(words, face, left, y - _FIGURE / 2 * (1 - sin(at)))


def _labels(onset: int | None, limit: int | None, radius: float) -> tuple[_Label, ...]:
    """Return the labels of an arc; those of close angles are moved apart along it."""
    if onset is None or limit is None or onset == limit:
        told = [(onset, BOLD), (None if onset == limit else limit, REGULAR)]
        return tuple(_label(angle, face, radius, 0) for angle, face in told if angle is not None)
    away = 1 if limit > onset else -1
    pairs = (
        (_label(onset, BOLD, radius, -moved), _label(limit, REGULAR, radius, moved))
        for moved in (away * apart for apart in count())
    )
    return next(pair for pair in pairs if pair[0].stands_clear_of(pair[1]))
