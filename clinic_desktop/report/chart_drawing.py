"""The body chart on paper: the same curves as in the window, in black lines a fax keeps."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

from msgspec import Struct
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from clinic_desktop.domain.body_chart import Region, View
from clinic_desktop.domain.chart_patterns import DOT, pattern
from clinic_desktop.domain.curves import Curve
from clinic_desktop.domain.examination import SymptomKind
from clinic_desktop.report.parts import Chart
from clinic_desktop.report.structure import Element
from clinic_desktop.report.tagging import TaggedCanvas
from clinic_desktop.report.text import REGULAR

_TITLE_SIZE: Final = 9.0
_TITLE_WIDEST: Final = 0.8
"""Of the width of its figure."""
_SIDE_SIZE: Final = 9.0
_THIN: Final = 0.6
_OUTLINE: Final = 1.0
_FRAME: Final = 1.2
_LEGEND: Final = 14.0
"""Height of the legend below the figures."""
_SAMPLE: Final = (26.0, 11.0)
_BETWEEN: Final = 18.0
_BETWEEN_SIDES: Final = 3.0
_CLEAR: Final = 2.0
"""Points that stay free between a title and its figure."""


class ChartDrawing(Flowable):
    """The chart with its marks, as wide as the column; all lengths are points."""

    canv: TaggedCanvas

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.chart = chart

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803 - reportlab's
        """Return the size in points."""
        width, height = self.chart.chart.size
        self.width = aW
        self.scale = aW / width
        self.height = height * self.scale + _LEGEND
        return self.width, self.height

    def draw(self) -> None:
        """Draw every view, what is marked, the words, and the legend, as one figure."""
        left, bottom = self.canv.absolutePosition(0, 0)
        box = (left, bottom, left + self.width, bottom + self.height)
        with self.canv.content(Element("Figure", words=self.chart.words, box=box)):
            self._draw_all()

    def _draw_all(self) -> None:
        canvas, scale = self.canv, self.scale
        for view in self.chart.chart.views:
            canvas.saveState()
            canvas.translate(0, self.height)
            canvas.scale(scale, -scale)
            self._draw_view(canvas, view)
            canvas.restoreState()
            self._write(canvas, view)
        self._draw_legend(canvas)

    def _draw_view(self, canvas: Canvas, view: View) -> None:
        outline = path(view.outlines)
        for region in view.regions:
            if (region.area, region.side) in self.chart.marks:
                self._draw_region(canvas, view, region)
        canvas.setLineWidth(_THIN / self.scale)
        canvas.drawPath(path(view.details, close=False))
        canvas.saveState()
        canvas.clipPath(outline, stroke=0, fill=0)
        canvas.setDash(0.8 / self.scale, 1.6 / self.scale)
        canvas.drawPath(path(view.borders, close=False))
        canvas.restoreState()
        canvas.setLineWidth(_OUTLINE / self.scale)
        canvas.drawPath(outline)

    def _draw_region(self, canvas: Canvas, view: View, region: Region) -> None:
        outline, edge = path(view.outlines), path((region.curve,))
        canvas.saveState()
        canvas.clipPath(outline, stroke=0, fill=0)
        canvas.clipPath(edge, stroke=0, fill=0)
        across, down = zip(*region.curve.points, strict=True)
        box = (min(across), min(down), max(across), max(down))
        for kind in self.chart.marks[region.area, region.side]:
            _draw_pattern(canvas, kind, box, self.scale)
        canvas.setLineWidth(2 * _FRAME / self.scale)  # the outer half is clipped away
        canvas.drawPath(edge)
        canvas.drawPath(outline)
        canvas.restoreState()

    def _write(self, canvas: Canvas, view: View) -> None:
        def write(at: tuple[float, float], lines: Sequence[str], size: float) -> None:
            canvas.setFont(REGULAR, size)
            x, y = at[0] * self.scale, self.height - at[1] * self.scale
            half = max(canvas.stringWidth(line, REGULAR, size) for line in lines) / 2
            x = min(x, self.width - half)  # on a small chart words would stand in the margin
            for line in lines:
                y -= size
                canvas.drawCentredString(x, y, line)

        x, y = view.title_at
        outline = [point for curve in view.outlines for point in curve.points]
        # On a small chart a title as wide as its figure would touch the words of the next one.
        width = max(x for x, _ in outline) - min(x for x, _ in outline)
        room = _TITLE_WIDEST * width * self.scale
        title = simpleSplit(self.chart.titles[view.name], REGULAR, _TITLE_SIZE, room)
        above = min(y for _, y in outline) - (len(title) * _TITLE_SIZE + _CLEAR) / self.scale
        write((x, min(y, above)), title, _TITLE_SIZE)
        lines = {side: self.chart.sides[side].split() for side, _ in view.sides_at}
        widest = max(
            canvas.stringWidth(line, REGULAR, _SIDE_SIZE) for line in chain(*lines.values())
        )
        across = [x for _, (x, _) in view.sides_at]
        middle = (min(across) + max(across)) / 2
        # On a small chart the words of a pair would touch: they stand further out.
        away = max((widest + _BETWEEN_SIDES) / self.scale, max(across) - min(across)) / 2
        for side, (x, y) in view.sides_at:
            write((middle + (away if x > middle else -away), y), lines[side], _SIDE_SIZE)

    def _draw_legend(self, canvas: Canvas) -> None:
        width, height = _SAMPLE
        x = 0.0
        for kind, words in self.chart.kinds.items():
            canvas.saveState()
            frame = canvas.beginPath()
            frame.rect(x, 2, width, height)
            canvas.clipPath(frame, stroke=0, fill=0)
            canvas.translate(x, 2 + height)
            canvas.scale(self.scale, -self.scale)
            sample = (0.0, 0.0, width / self.scale, height / self.scale)
            _draw_pattern(canvas, kind, sample, self.scale)
            canvas.restoreState()
            canvas.setLineWidth(_OUTLINE)
            canvas.rect(x, 2, width, height)
            canvas.setFont(REGULAR, _TITLE_SIZE)
            canvas.drawString(x + width + 5, 4.5, words)
            x += width + 5 + canvas.stringWidth(words, REGULAR, _TITLE_SIZE) + _BETWEEN


def _draw_pattern(
    canvas: Canvas, kind: SymptomKind, box: tuple[float, float, float, float], scale: float
) -> None:
    drawn = pattern(kind, box)
    canvas.setLineWidth(_THIN / scale)
    for start, end in drawn.lines:
        canvas.line(*start, *end)
    if drawn.dots:
        # A line without length and with round ends is a dot, in a tenth of a circle's numbers.
        canvas.saveState()
        canvas.setLineCap(1)
        canvas.setLineWidth(2 * DOT)
        dots = " ".join(f"{x:.2f} {y:.2f} m {x:.2f} {y:.2f} l" for x, y in drawn.dots)
        canvas.drawPath(Drawable(dots))
        canvas.restoreState()


class Drawable(Struct, frozen=True):
    """A path as a PDF writes it. Numbers through reportlab would take a third of the report."""

    code: str

    def getCode(self) -> str:  # noqa: N802 - reportlab's name
        """Return the path's operators."""
        return self.code


@lru_cache(maxsize=256)
def path(curves: Sequence[Curve], *, close: bool = True) -> Drawable:
    """Return the path through the curves, in units of the chart to a hundredth."""
    return Drawable(" ".join(_operators(curves, close=close)))


def _operators(curves: Sequence[Curve], *, close: bool) -> Iterator[str]:
    for curve in curves:
        yield "{:.2f} {:.2f} m".format(*curve.start)
        for piece in curve.pieces:
            yield "{:.2f} {:.2f} {:.2f} {:.2f} {:.2f} {:.2f} c".format(*chain(*piece))
        if close:
            yield "h"
