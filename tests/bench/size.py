"""How much is measured: everything, or a little of everything in under a minute."""

from typing import Final

from msgspec import Struct


class Size(Struct, frozen=True, kw_only=True):
    """The counts of one run.

    `visits` is how many examinations are opened or answered in one window; `patients` and
    `examinations` are the sizes of the records whose growth is measured, the last size of each
    being the one the goal speaks of.
    """

    name: str
    starts: int
    pairs: int
    visits: int
    patients: tuple[int, ...]
    examinations: tuple[int, ...]
    opened: tuple[int, ...]


FULL: Final = Size(
    name="full",
    starts=21,
    pairs=41,
    visits=100,
    patients=(1_000, 10_000, 100_000),
    examinations=(1_000, 10_000, 100_000),
    opened=(1_000, 10_000, 100_000, 500_000),
)
QUICK: Final = Size(
    name="quick",
    starts=11,
    pairs=11,
    visits=8,
    patients=(1_000, 5_000),
    examinations=(1_000, 5_000),
    opened=(1_000, 5_000),
)
"""Smaller records and fewer pairs: what grows is seen, the goals at 100,000 are not asked."""

FRAME_MS: Final = 16.0
"""What a screen shows a picture for, at 60 a second."""
