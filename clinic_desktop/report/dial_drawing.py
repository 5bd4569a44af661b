"""Angles as arcs, left beside right, in black lines a fax keeps."""

from collections.abc import Iterator
from math import ceil, cos, radians, sin
from typing import Final

from reportlab.lib.utils import simpleSplit
from reportlab.platypus import Flowable

from clinic_desktop.report.parts import Dial, Dials, joined
from clinic_desktop.report.structure import Element
from clinic_desktop.report.tagging import TaggedCanvas
from clinic_desktop.report.text import BOLD, REGULAR

Point = tuple[float, float]

_SIZE: Final = 9.0
_LINE: Final = 10.8
_RADIUS: Final = 42.0
_HALF_RADIUS: Final = 24.0
_ROOM: Final = 28.0
"""Points right of an arc for the label of a small angle."""
_ABOVE: Final = 11.0
_BELOW: Final = 12.0
_HEIGHT: Final = _ABOVE + _RADIUS + _BELOW
_IN_A_ROW: Final = 2
_LEGEND_HEIGHT: Final = _LINE + 2
_TICK: Final = 5.0
_EVERY: Final = 30
_AWAY: Final = 6.0
"""Points between an arc and a label."""
_LABELS_APART: Final = (13, 9)
"""Degrees between two labels at least, and how many more at the top, where they stand abreast."""
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
        room = _RADIUS + _ROOM
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
        for words, face, angle in _labels(onset, limit):
            self._label(words, face, middle, radius, angle)

    def _label(self, words: str, face: str, middle: Point, radius: float, angle: float) -> None:
        """Write a label outside the arc, where it touches neither the arc nor its ray."""
        canvas = self.canv
        canvas.setFont(face, _SIZE)
        x, y = _on(middle, radius + _AWAY, angle)
        aside = (1 - cos(radians(angle))) / 2  # 0: begins here, 1/2: centred, 1: ends here
        x -= aside * canvas.stringWidth(words, face, _SIZE)
        canvas.drawString(x, y - 3.2 * (1 - sin(radians(angle))), words)

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


def _labels(onset: int | None, limit: int | None) -> Iterator[tuple[str, str, float]]:
    """Give each label with its face and where it stands, in degrees; close ones are moved apart."""
    first, last = onset, limit
    apart = 0.0
    if first is not None and last is not None and first != last:
        level, more = _LABELS_APART
        wanted = level + more * sin(radians((first + last) / 2))
        apart = max(0.0, wanted - abs(last - first)) / 2
    if first is not None and last is not None and first > last:
        apart = -apart
    if first is not None:
        yield f"{first}\u00b0", BOLD, first - apart
    if last is not None and last != first:
        yield f"{last}\u00b0", REGULAR, last + apart
