"""The patterns by which the kinds of symptom differ on the body chart, where colour says nothing.

Laid over each other they stay apart: the dots stand clear of the slanting and the level lines.
"""

from collections.abc import Iterator
from math import ceil
from typing import Final

from msgspec import Struct

from clinic_desktop.domain.curves import Point
from clinic_desktop.domain.examination import SymptomKind

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in units of the chart."""

STEP: Final = 10.0
"""Units of the chart from one line, or dot, to the next."""
DOT: Final = 2.2
"""A dot's radius."""


class Pattern(Struct, frozen=True):
    """Lines, each from a point to a point, and the middles of dots."""

    lines: tuple[tuple[Point, Point], ...] = ()
    dots: tuple[Point, ...] = ()


def pattern(kind: SymptomKind, box: Box) -> Pattern:
    """Return what fills a box: slanting lines are pain, dots pins and needles, level ones numbness.

    The same grid runs through the whole chart. Lines reach beyond the box; whoever draws clips.
    """
    left, top, right, bottom = box
    match kind:
        case SymptomKind.PAIN:
            sums = _steps(left + top, right + bottom)
            return Pattern(lines=tuple(((at - top, top), (at - bottom, bottom)) for at in sums))
        case SymptomKind.PINS_AND_NEEDLES:
            rows = [y + STEP / 2 for y in _steps(top - STEP / 2, bottom)]
            return Pattern(dots=tuple((x, y) for y in rows for x in _steps(left, right)))
        case _:
            return Pattern(lines=tuple(((left, y), (right, y)) for y in _steps(top, bottom)))


def _steps(first: float, last: float) -> Iterator[float]:
    """Give the lines of the grid from one value to another."""
    at = ceil(first / STEP) * STEP
    while at <= last:
        yield at
        at += STEP
