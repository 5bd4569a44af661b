"""Short paragraphs in two columns, read down the left one first."""

from collections.abc import Sequence
from typing import Any, Final

from reportlab.platypus import Flowable

from clinic_desktop.report.grid import measured

BETWEEN: Final = 18.0
"""Points between the columns."""


class Columns(Flowable):
    """A stack of flowables in two columns of about the same height.

    Over pages both columns are filled before the next page begins. A heading stays with what
    follows it.
    """

    canv: Any
    spaceBefore = 3.0  # noqa: N815 - reportlab's names
    spaceAfter = 4.0  # noqa: N815

    def __init__(
        self,
        stack: Sequence[Flowable],
        set_as: tuple[Sequence[Flowable], Sequence[Flowable]] | None = None,
    ) -> None:
        """Take what is to be set; `set_as` are the columns where they are settled."""
        super().__init__()
        self.stack = stack
        self.set_as = set_as

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803 - reportlab's
        """Return the size in points."""
        self.width = aW
        self.column = (aW - BETWEEN) / 2
        self.columns = self.set_as or self._balanced()
        self.height = max(_height(column, self.column) for column in self.columns)
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        """Fill both columns of what is left of the page; the rest follows on the next."""
        self.wrap(aW, aH)
        left, rest = _filled(self.stack, self.column, aH)
        right, rest = _filled(rest, self.column, aH)
        if not left:
            return []
        return [Columns((), (left, right)), *([Columns(rest)] if rest else [])]

    def least(self, aW: float) -> float:  # noqa: N803
        """Return the height in points of the first heading and what it heads."""
        self.wrap(aW, 0)
        return _height(self.stack[:2], self.column)

    def draw(self) -> None:
        """Draw the left column, then the right one."""
        for number, stack in enumerate(self.columns):
            x, y = number * (self.column + BETWEEN), self.height
            for place, flowable in enumerate(stack):
                y -= flowable.height + (_before(flowable) if place else 0)
                flowable.drawOn(self.canv, x, y)
                y -= _after(flowable)

    def _balanced(self) -> tuple[Sequence[Flowable], Sequence[Flowable]]:
        stack = self.stack
        heights = [
            measured(flowable, self.column) + _after(flowable) + _before(flowable)
            for flowable in stack
        ]
        above, whole = 0.0, sum(heights)
        best, cut = whole, len(stack)
        for number, height in enumerate(heights):
            taller = max(above, whole - above)
            if taller < best and not (number and _heads(stack[number - 1])):
                best, cut = taller, number
            above += height
        return stack[:cut], stack[cut:]


def _before(flowable: Flowable) -> float:
    return float(flowable.getSpaceBefore())


def _after(flowable: Flowable) -> float:
    return float(flowable.getSpaceAfter())


def _heads(flowable: Flowable) -> bool:
    element = getattr(flowable, "element", None)
    return element is not None and element.tag in {"H3", "H4"}


def _height(stack: Sequence[Flowable], width: float) -> float:
    between = sum(map(_before, stack[1:])) + sum(map(_after, stack[:-1]))
    return between + sum(measured(each, width) for each in stack)


def _filled(
    stack: Sequence[Flowable], width: float, room: float
) -> tuple[Sequence[Flowable], Sequence[Flowable]]:
    """Return what fits into the room (points), and the rest."""
    above: list[Flowable] = []
    below = list(stack)
    while below:
        flowable = below[0]
        before = _before(flowable) if above else 0.0
        height = measured(flowable, width)
        if height + before > room:
            vars(flowable).pop("measured")  # splitting forgets the lines, whatever comes of it
            parts = flowable.split(width, room - before) if room > before else []
            if len(parts) > 1:
                above.append(parts[0])
                below[:1] = parts[1:]
            break
        room -= height + before + _after(flowable)
        above.append(below.pop(0))
    while below and above and _heads(above[-1]):
        below.insert(0, above.pop())
    return above, below
