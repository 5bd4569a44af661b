"""One line of the table: what was tried, how often, from which seed, and what went wrong."""

from typing import Any

import msgspec


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one figure.

    `found` has a sentence for each thing that was lost, silent or not told; `not_run` says why
    nothing could be tried here; `measured` says more in a few words.
    """

    name: str
    figure: str
    count: int
    seed: int
    found: tuple[str, ...] = ()
    not_run: str = ""
    measured: str = ""

    def but(self, **fields: Any) -> "Line":
        """Return the line with other fields."""
        return msgspec.structs.replace(self, **fields)

    @property
    def result(self) -> str:
        """What the table says."""
        if self.not_run:
            return f"not run: {self.not_run}"
        said = f"{len(self.found)} in {self.count:,}"
        return f"{said} ({self.measured})" if self.measured else said


def table(lines: tuple[Line, ...]) -> str:
    """Return the lines as one table, columns as wide as they need to be."""
    head = ("figure", "count", "seed", "result")
    rows = [head, *((f.figure, f"{f.count:,}", str(f.seed), f.result) for f in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    text = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([text[0], rule, *text[1:]])
