"""A table of flowables that always splits over pages.

reportlab's own Table refuses a cell taller than a page in some of its forms, and a report must
never fail for the length of what was written.
"""

from collections.abc import Sequence
from typing import Final, Literal

from reportlab.platypus import Flowable

from clinic_desktop.report.structure import Element, table_row
from clinic_desktop.report.tagging import TaggedCanvas

Cells = Sequence[Sequence[Flowable]]

GAP: Final = 1.5
_THIN: Final = 0.5
_HEAVY: Final = 1.0
_FRAMES: Final = {"frame": 1.5, "band": 2.5}
_LIFT: Final = 0.8
"""Points a cell stands above the middle: a line of text has more room above than below it."""
_KEEP_WHOLE: Final = 220.0
"""A row up to this height (points) is never split over two pages."""
_TOGETHER: Final = 2
"""Rows of a table with heads that stand on either side of a break at least."""
_BEGINNING: Final = 150.0
"""Points up to which the rows that stand together are moved to the next page for it."""


class Grid(Flowable):
    """Rows of cells, each cell a stack of flowables.

    A row stays on one page where it can; a taller one is split within its cells. The heads are
    repeated on every page.

    With heads it is read as a table, whose first column names the rows; without, as what stands in
    its cells, one after the other. Split over pages it stays one table.
    """

    canv: TaggedCanvas
    spaceBefore = 3.0  # noqa: N815 - reportlab's names
    spaceAfter = 4.0  # noqa: N815

    def __init__(
        self,
        widths: Sequence[float],
        rows: Sequence[Cells],
        *,
        heads: Cells | None = None,
        rules: Literal["rows", "frame", "band", "cells", "none"] = "rows",
        padding: tuple[float, float] = (5, 1.5),
        gap: float = GAP,
    ) -> None:
        """Take the columns' widths, a cell's padding (sideways, upright) and gap in points.

        A "band" is a heavy frame whose first row stands on black.
        """
        super().__init__()
        self.widths = widths
        self.rows = rows
        self.heads = heads
        self.rules = rules
        self.padding = padding
        self.gap = gap
        if heads:
            table, columns = Element("Table"), len(widths)
            self.head_elements = table_row(table, columns, is_head=True)
            self.elements = [table_row(table, columns) for _ in rows]

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Return the size in points."""
        self.width = sum(self.widths)
        self.head_height = self._height(self.heads) if self.heads else 0.0
        self.heights = [self._height(row) for row in self.rows]
        self.height = self.head_height + sum(self.heights)
        return self.width, self.height

    def least(self, aW: float) -> float:  # noqa: N803
        """Return the height in points of the heads and the rows that are not parted from them."""
        self.wrap(aW, 0)
        count = _TOGETHER if len(self.rows) >= 2 * _TOGETHER else len(self.rows)
        together = self.head_height + sum(self.heights[:count])
        if self.heads and together <= _BEGINNING:
            return together
        first = self.heights[0] if self.heights else 0.0
        return self.head_height + min(first, _KEEP_WHOLE)

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        """Split between rows, or within a row that is too tall to be kept whole."""
        self.wrap(aW, aH)
        left = aH - self.head_height
        fitting = 0
        while fitting < len(self.rows) and self.heights[fitting] <= left:
            left -= self.heights[fitting]
            fitting += 1
        if fitting == len(self.rows):
            return [self]
        fitting = self._without_single_rows(fitting)
        above, below = list(self.rows[:fitting]), list(self.rows[fitting:])
        if self.heights[fitting] > _KEEP_WHOLE:
            parts = self._split_row(below[0], left)
            if parts:
                above.append(parts[0])
                below[0] = parts[1]
        return [self._with(above, 0), self._with(below, fitting)] if above else []

    def _without_single_rows(self, fitting: int) -> int:
        """Return after how many rows to break, so that none stands alone on a page."""
        at = min(fitting, len(self.rows) - _TOGETHER)
        if not self.heads or fitting == 0 or at == fitting >= _TOGETHER:
            return fitting
        if at >= _TOGETHER:
            return at
        moved = self.head_height + sum(self.heights[: fitting + 1])
        return 0 if moved <= _BEGINNING else fitting

    def draw(self) -> None:
        """Draw rules and cells from the top down."""
        y = self.height
        if self.rules == "band":
            with self.canv.artifact():
                self.canv.rect(0, y - self.heights[0], self.width, self.heights[0], fill=1)
        if self.heads:
            self._draw_heads(self.heads)
            y -= self.head_height
        for number, (row, height) in enumerate(zip(self.rows, self.heights, strict=True)):
            if number and self.rules == "rows":
                self._rule(y, _THIN)
            self._draw_row(row, y, height, self.elements[number] if self.heads else None)
            y -= height
        if self.rules == "rows":
            self._rule(self.height, _HEAVY)
            self._rule(0, _HEAVY)
        elif self.rules in _FRAMES:
            weight = _FRAMES[self.rules]
            inset = weight / 2  # a frame stands within its column: the margin stays white
            self._box(inset, inset, self.width - weight, self.height - weight, weight)

    def _draw_heads(self, heads: Cells) -> None:
        """Draw the heads, where they are repeated as an artifact."""
        if self.head_elements[0].is_placed:
            with self.canv.artifact("repeated"):
                self._draw_row(heads, self.height, self.head_height, self.head_elements)
        else:
            self._draw_row(heads, self.height, self.head_height, self.head_elements)
        self._rule(self.height - self.head_height, _HEAVY)

    def _with(self, rows: Sequence[Cells], first: int) -> "Grid":
        """Return a part of this table: these rows, which begin with the row of that number."""
        rules = "frame" if self.rules == "band" and first else self.rules
        part = Grid(
            self.widths,
            rows,
            heads=self.heads,
            rules=rules,
            padding=self.padding,
            gap=self.gap,
        )
        if self.heads:
            part.head_elements = self.head_elements
            part.elements = self.elements[first : first + len(rows)]
        return part

    def _inner(self, width: float) -> float:
        return width - 2 * self.padding[0]

    def _height(self, row: Cells) -> float:
        tallest = max(
            _stack_height(cell, self._inner(width), self.gap)
            for cell, width in zip(row, self.widths, strict=True)
        )
        return tallest + 2 * self.padding[1]

    def _split_row(self, row: Cells, height: float) -> tuple[Cells, Cells] | None:
        room = height - 2 * self.padding[1]
        parts = [
            _split_stack(cell, self._inner(width), room, self.gap)
            for cell, width in zip(row, self.widths, strict=True)
        ]
        if not any(above for above, _ in parts):
            return None
        return [above for above, _ in parts], [below for _, below in parts]

    def _draw_row(
        self, row: Cells, top: float, height: float, elements: Sequence[Element] | None
    ) -> None:
        x, lift = 0.0, min(_LIFT, self.padding[1])
        for number, (cell, width) in enumerate(zip(row, self.widths, strict=True)):
            at = (x + self.padding[0], top - self.padding[1] + lift)
            if elements:
                with self.canv.inside(elements[number]):
                    self._draw_cell(cell, at)
            else:
                self._draw_cell(cell, at)
            if self.rules == "cells":
                self._box(x, top - height, width, height, _HEAVY)
            x += width

    def _draw_cell(self, cell: Sequence[Flowable], at: tuple[float, float]) -> None:
        x, y = at
        for flowable in cell:
            y -= flowable.height  # as measured by `wrap`
            flowable.drawOn(self.canv, x, y)
            y -= self.gap

    def _box(self, x: float, y: float, width: float, height: float, weight: float) -> None:
        with self.canv.artifact():
            self.canv.setLineWidth(weight)
            self.canv.rect(x, y, width, height)

    def _rule(self, y: float, weight: float) -> None:
        with self.canv.artifact():
            self.canv.setLineWidth(weight)
            self.canv.line(0, y, self.width, y)


def _stack_height(cell: Sequence[Flowable], width: float, gap: float) -> float:
    gaps = gap * max(len(cell) - 1, 0)
    return gaps + sum(measured(flowable, width) for flowable in cell)


def measured(flowable: Flowable, width: float) -> float:
    """Return a flowable's height, broken into lines once for each width.

    What is left over is measured again for every page: a long text would take its square in time.
    """
    known = vars(flowable)
    if "measured" not in known or known["measured"][0] != width:
        known["measured"] = (width, float(flowable.wrap(width, 0)[1]))
    return float(known["measured"][1])


def _split_stack(
    cell: Sequence[Flowable], width: float, room: float, gap: float
) -> tuple[list[Flowable], list[Flowable]]:
    """Return what fits into the room (points), and the rest."""
    above: list[Flowable] = []
    for number, flowable in enumerate(cell):
        height = measured(flowable, width)
        if height > room:
            vars(flowable).pop("measured")  # splitting forgets the lines, whatever comes of it
            parts = flowable.split(width, room) if room > 0 else []
            if len(parts) > 1:
                above.append(parts[0])
                return above, [*parts[1:], *cell[number + 1 :]]
            return above, list(cell[number:])
        above.append(flowable)
        room -= height + gap
    return above, []
