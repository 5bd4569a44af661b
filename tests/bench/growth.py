"""What grows with the record, drawn over its size; the same points make the same file."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain, cycle, groupby
from math import ceil, floor, log10
from typing import Final

from tests.bench.figure import number
from tests.bench.scale import Point
from tests.bench.size import FRAME_MS

_WIDTH: Final = 760
_HEIGHT: Final = 420
_LEFT: Final = 70.0
_RIGHT: Final = 440.0
_TOP: Final = 46.0
_BOTTOM: Final = 360.0
_INK: Final = ("#0b5a8f", "#a3301c", "#2f6b2f", "#5c3d8f")
_LEADING: Final = 18.0
_GREY: Final = "#868e95"
_HEADING: Final = "Milliseconds of computing, by the size of the record (patients or examinations)"


def drawing(points: Iterable[Point]) -> str:
    """Return the drawing as SVG: a line for each thing, milliseconds over size."""
    known = sorted(points, key=lambda point: (point.what, point.size))
    lines = {what: tuple(each) for what, each in groupby(known, key=lambda point: point.what)}
    scale = _Scale(known)
    head = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"
 font-family="sans-serif" font-size="13">
<title>What grows with the record</title>
<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>
<text x="{_LEFT:.0f}" y="24" font-weight="bold">{_HEADING}</text>"""
    drawn = (
        _line(scale, colour, points)
        for colour, points in zip(cycle(_INK), lines.values(), strict=False)
    )
    named = _names(scale, lines)
    return "\n".join((head, *_axes(scale), *_frame(scale), *chain(*drawn), *named, "</svg>\n"))


class _Scale:
    """Where a size and a time stand in the drawing."""

    def __init__(self, points: list[Point]) -> None:
        sizes = [log10(point.size) for point in points]
        times = [log10(point.ms) for point in points] + [log10(FRAME_MS)]
        self.sizes: Final = (floor(min(sizes)), ceil(max(sizes)))
        self.times: Final = (floor(min(times)), ceil(max(times)))

    def x(self, size: float) -> float:
        """Return the place from the left."""
        first, last = self.sizes
        return _LEFT + (log10(size) - first) / (last - first) * (_RIGHT - _LEFT)

    def y(self, ms: float) -> float:
        """Return the place from the top."""
        first, last = self.times
        return _BOTTOM - (log10(ms) - first) / (last - first) * (_BOTTOM - _TOP)


def _axes(scale: _Scale) -> Iterator[str]:
    for power in range(scale.sizes[0], scale.sizes[1] + 1):
        x = scale.x(10**power)
        yield f'<path d="M{x:.1f} {_TOP}V{_BOTTOM}" stroke="#e6e8ea"/>'
        yield f'<text x="{x:.1f}" y="{_BOTTOM + 20:.0f}" text-anchor="middle">{10**power:,}</text>'
    for power in range(scale.times[0], scale.times[1] + 1):
        y = scale.y(10.0**power)
        yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="#e6e8ea"/>'
        yield (
            f'<text x="{_LEFT - 8:.0f}" y="{y + 4:.1f}" text-anchor="end">'
            f"{number(10.0**power)}</text>"
        )


def _frame(scale: _Scale) -> Iterator[str]:
    y = scale.y(FRAME_MS)
    yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="{_GREY}" stroke-dasharray="5 4"/>'
    yield (
        f'<text x="{_RIGHT - 4:.0f}" y="{y - 5:.1f}" fill="{_GREY}" text-anchor="end">'
        "a frame, 16 ms</text>"
    )


def _line(scale: _Scale, colour: str, points: tuple[Point, ...]) -> Iterator[str]:
    at = [(scale.x(point.size), scale.y(point.ms)) for point in points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in at)
    yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in at:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'


def _names(scale: _Scale, lines: dict[str, tuple[Point, ...]]) -> Iterator[str]:
    """Name each line beside its end, none over another."""
    ends = sorted((scale.y(points[-1].ms), what) for what, points in lines.items())
    free = 0.0
    for y, what in ends:
        free = max(y + 4, free)
        last = lines[what][-1]
        said = escape(f"{what}, {number(last.ms)} ms")
        colour = _INK[list(lines).index(what) % len(_INK)]
        yield f'<text x="{_RIGHT + 14:.0f}" y="{free:.1f}" fill="{colour}">{said}</text>'
        free += _LEADING
