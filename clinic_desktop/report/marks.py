"""The marks beside results, drawn as black vectors so that fax and screen readers lose nothing."""

from typing import Final

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from clinic_desktop.report.parts import Mark
from clinic_desktop.report.tagging import TaggedCanvas

SIZE: Final = 9.5
INDENT: Final = SIZE + 5
_THIN: Final = 0.8
_BOLD: Final = 1.6
_INSET: Final = 2.2


class Marked(Flowable):
    """A paragraph with a mark at its left; the word carries the meaning, the mark repeats it."""

    canv: TaggedCanvas

    def __init__(self, mark: Mark | None, word: Flowable) -> None:
        super().__init__()
        self.mark = mark
        self.word = word

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        """Return the size in points."""
        self.width = aW
        _, self.height = self.word.wrap(aW - INDENT, aH)
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        """Split the words; the mark stays with the first part."""
        parts = self.word.split(aW - INDENT, aH)
        return [Marked(None if n else self.mark, part) for n, part in enumerate(parts)]

    def draw(self) -> None:
        """Draw the mark on the first line, the words beside it."""
        self.word.drawOn(self.canv, INDENT, 0)
        if self.mark:
            with self.canv.artifact():
                draw_mark(self.canv, self.mark, 0, self.height - SIZE - 1.6)


def draw_mark(canvas: Canvas, mark: Mark, x: float, y: float) -> None:
    """Draw a mark with its lower left corner at x, y (points)."""
    canvas.saveState()
    canvas.setLineWidth(_THIN)
    if mark is Mark.NOT_TESTED:
        canvas.setDash(2, 1.5)
    canvas.rect(x, y, SIZE, SIZE, stroke=1, fill=mark is Mark.POSITIVE)
    middle_x, middle_y = x + SIZE / 2, y + SIZE / 2
    canvas.setLineWidth(_BOLD)
    match mark:
        case Mark.POSITIVE:
            canvas.setStrokeGray(1)
            canvas.line(x + _INSET, middle_y, x + SIZE - _INSET, middle_y)
            canvas.line(middle_x, y + _INSET, middle_x, y + SIZE - _INSET)
        case Mark.NEGATIVE:
            canvas.line(x + _INSET, middle_y, x + SIZE - _INSET, middle_y)
        case Mark.INCONCLUSIVE:
            _fill(canvas, (x, y), (x + SIZE, y + SIZE), (x + SIZE, y))
        case Mark.REDUCED:
            top = y + SIZE - _INSET
            _fill(canvas, (x + _INSET, top), (x + SIZE - _INSET, top), (middle_x, y + _INSET))
        case Mark.INCREASED:
            low = y + _INSET
            _fill(
                canvas, (x + _INSET, low), (x + SIZE - _INSET, low), (middle_x, y + SIZE - _INSET)
            )
        case Mark.NOT_TESTED:
            pass
    canvas.restoreState()


def _fill(canvas: Canvas, *corners: tuple[float, float]) -> None:
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
