"""One line of the table: what was measured against what, how often, and the goal it has."""

from collections.abc import Iterable
from statistics import median
from typing import Final

from msgspec import Struct

from tests.bench.size import FRAME_MS
from tests.bench.turns import percentile

_NO_ROOM: Final = 3


class Figure(Struct, frozen=True, kw_only=True):
    """One figure of the table.

    `ratio` is what is compared with the goal: the median of the pairs' ratios, or a count. `one`
    and `other` are the raw medians it was made of, in `unit`. `most` is the goal, the most that
    is good; without it the figure is printed and watched. `not_measured` says why there is none.
    """

    name: str
    ratio: float | None = None
    one: float | None = None
    other: float | None = None
    unit: str = ""
    pairs: int = 0
    most: float | None = None
    said: str = ""
    not_measured: str = ""

    @property
    def goal(self) -> str:
        """The goal as the table shows it."""
        return "" if self.most is None else f"<= {self.most:g}"

    @property
    def verdict(self) -> str:
        """Whether the goal is met, in a word."""
        if self.not_measured:
            return "not measured"
        if self.most is None or self.ratio is None:
            return "watched"
        return "met" if self.ratio <= self.most else "NOT MET"


def compared(
    name: str,
    one: tuple[float, ...],
    other: tuple[float, ...],
    *,
    most: float | None = None,
    unit: str = "ms",
    said: str = "",
) -> Figure:
    """Return the figure of two things that were measured in turn, pair by pair."""
    return Figure(
        name=name,
        ratio=median(a / b for a, b in zip(one, other, strict=True)),
        one=median(one),
        other=median(other),
        unit=unit,
        pairs=len(one),
        most=most,
        said=said,
    )


def within_a_frame(name: str, took: tuple[float, ...], *said: str) -> Figure:
    """Return the figure of milliseconds that are set against a frame: at most one is good."""
    return Figure(
        name=f"{name}: a frame",
        ratio=median(took) / FRAME_MS,
        one=median(took),
        other=FRAME_MS,
        unit="ms",
        pairs=len(took),
        most=1.0,
        said=", ".join((f"p95 {percentile(took, 95):.1f} ms", *said)),
    )


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as one table, columns as wide as they need to be."""
    head = ("figure", "ratio", "this", "against", "pairs", "goal", "result")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    text = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([text[0], rule, *text[1:]])


def _row(figure: Figure) -> tuple[str, ...]:
    if figure.not_measured:
        return (figure.name, "", "", "", "", figure.goal, f"not measured: {figure.not_measured}")
    return (
        figure.name,
        "" if figure.ratio is None else number(figure.ratio),
        _raw(figure.one, figure.unit),
        _raw(figure.other, figure.unit),
        str(figure.pairs or ""),
        figure.goal,
        f"{figure.verdict}{figure.said and f' ({figure.said})'}",
    )


def _raw(value: float | None, unit: str) -> str:
    return "" if value is None else f"{number(value)} {unit}".strip()


def number(value: float) -> str:
    """Return a number with three figures that count: 0.0123, 1.23, 123, 12345."""
    if value == int(value) or abs(value) >= 10**_NO_ROOM:
        return f"{value:.0f}"
    return f"{value:.{_NO_ROOM}g}"
