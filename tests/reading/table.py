"""The figures by name, their goals, and the table that sets them side by side."""

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from tests.reading.scoring import Score


class Figure(Struct, frozen=True):
    """One figure: how it is told from a score, and the goal it has to reach, if it has one.

    `counts` figures are numbers of errors, the goal their most; others are shares, the goal their
    least. `of` gives what a share was taken of.
    """

    value: Callable[[Score], float]
    of: Callable[[Score], int] | None = None
    goal: float | None = None

    @property
    def counts(self) -> bool:
        return self.of is None

    def reached(self, score: Score) -> bool:
        """Whether the goal is reached; a figure without a goal always is."""
        if self.goal is None:
            return True
        value = self.value(score)
        return value <= self.goal if self.counts else value >= self.goal


FIGURES: Final[dict[str, Figure]] = {
    "worst disc kind by level: F1": Figure(
        lambda s: s.disc.f1, lambda s: s.disc.found + s.disc.missed, 0.95
    ),
    "worst disc kind: precision": Figure(
        lambda s: s.disc.precision, lambda s: s.disc.found + s.disc.invented
    ),
    "worst disc kind: recall": Figure(
        lambda s: s.disc.recall, lambda s: s.disc.found + s.disc.missed
    ),
    "disc side": Figure(lambda s: s.disc_side.value, lambda s: s.disc_side.of),
    "disc zone": Figure(lambda s: s.disc_zone.value, lambda s: s.disc_zone.of),
    "degeneration without contour change": Figure(
        lambda s: s.degeneration.value, lambda s: s.degeneration.of
    ),
    "named roots: precision": Figure(
        lambda s: s.roots.named.precision,
        lambda s: s.roots.named.found + s.roots.named.invented,
        0.95,
    ),
    "named roots: recall": Figure(
        lambda s: s.roots.named.recall,
        lambda s: s.roots.named.found + s.roots.named.missed,
        0.85,
    ),
    "relation of roots found": Figure(
        lambda s: s.roots.relation.value, lambda s: s.roots.relation.of
    ),
    "roots that follow from exiting, traversing": Figure(
        lambda s: s.roots.following.value, lambda s: s.roots.following.of
    ),
    "canal: grade": Figure(lambda s: s.canal.grade.value, lambda s: s.canal.grade.of, 0.9),
    "canal: none, some, not stated": Figure(
        lambda s: s.canal.presence.value, lambda s: s.canal.presence.of
    ),
    "foramina: grade": Figure(lambda s: s.foramina.grade.value, lambda s: s.foramina.grade.of, 0.9),
    "foramina: none, some, not stated": Figure(
        lambda s: s.foramina.presence.value, lambda s: s.foramina.presence.of
    ),
    "lateral recesses: grade": Figure(
        lambda s: s.recesses.grade.value, lambda s: s.recesses.grade.of
    ),
    "lateral recesses: none, some, not stated": Figure(
        lambda s: s.recesses.presence.value, lambda s: s.recesses.presence.of
    ),
    "slip, lysis, fissure, cyst, scar, conjoined: precision": Figure(
        lambda s: s.further.precision, lambda s: s.further.found + s.further.invented
    ),
    "slip, lysis, fissure, cyst, scar, conjoined: recall": Figure(
        lambda s: s.further.recall, lambda s: s.further.found + s.further.missed
    ),
    "hedged said to be possible": Figure(lambda s: s.hedged.value, lambda s: s.hedged.of),
    "levels and rest read as normal": Figure(lambda s: s.normals.value, lambda s: s.normals.of),
    "wrongly normal": Figure(lambda s: s.wrong_normals, goal=0),
    "dangers missed": Figure(lambda s: s.dangers_missed),
    "dangers invented": Figure(lambda s: s.dangers_invented),
    "language": Figure(lambda s: s.language.value, lambda s: s.language.of),
}


def figures(score: Score) -> dict[str, float]:
    """Return every figure of a score by its name."""
    return {name: figure.value(score) for name, figure in FIGURES.items()}


def table(columns: Mapping[str, Score]) -> str:
    """Return the figures as lines, a column for each score; below a goal is marked."""
    heads = ["figure", *columns, "goal"]
    rows = [
        [name, *(_cell(figure, score) for score in columns.values()), _goal(figure)]
        for name, figure in FIGURES.items()
    ]
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (heads, ["-" * width for width in widths], *rows)
    )


def _cell(figure: Figure, score: Score) -> str:
    mark = "" if figure.reached(score) else " below goal"
    if figure.of is None:
        return f"{figure.value(score):.0f}{mark and ' above goal'}"
    of = figure.of(score)
    return f"{figure.value(score):.3f} ({of}){mark}" if of else "-"


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    return f"{figure.goal:.0f}" if figure.counts else f">= {figure.goal:.2f}"
