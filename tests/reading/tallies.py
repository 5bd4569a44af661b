"""Counts that add up over reports: what was found, invented, missed, and what agreed."""

from msgspec import Struct


class Tally(Struct, frozen=True):
    """How many were found rightly, read though not there, and not found.

    Where nothing is to be divided a figure is 1: nothing was read wrongly, or nothing was missed.
    """

    found: int = 0
    invented: int = 0
    missed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.found + other.found,
            self.invented + other.invented,
            self.missed + other.missed,
        )

    @property
    def precision(self) -> float:
        return _share(self.found, self.found + self.invented)

    @property
    def recall(self) -> float:
        return _share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float:
        return _share(2 * self.found, 2 * self.found + self.invented + self.missed)


class Share(Struct, frozen=True):
    """How many agreed, of how many; 1 of nothing."""

    agreed: int = 0
    of: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.agreed + other.agreed, self.of + other.of)

    @property
    def value(self) -> float:
        return _share(self.agreed, self.of)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
