"""The lines of the table, by name and in order; each gives one or more figures."""

from collections.abc import Callable, Iterator
from typing import Final

from tests.bench import answers, counts, paper, reading, scale, start
from tests.bench.figure import Figure
from tests.bench.scale import Point
from tests.bench.size import Size

POINTS: Final[list[Point]] = []
"""What the lines that grow with the record took at each size."""


def _scale(size: Size) -> Iterator[Figure]:
    return scale.run(size, POINTS)


LINES: Final[dict[str, Callable[[Size], Iterator[Figure]]]] = {
    "start": start.run,
    "answers": answers.run,
    "scale": _scale,
    "paper": paper.run,
    "reading": reading.run,
    "counts": counts.run,
}
