"""Timing two things in turn: what slows the machine down slows both."""

import gc
import time
from collections.abc import Callable
from typing import Final, NamedTuple

_MS: Final = 1000.0


class Times(NamedTuple):
    """What two things took, pair by pair."""

    one: tuple[float, ...]
    other: tuple[float, ...]


def in_turn(
    one: Callable[[], object],
    other: Callable[[], object],
    pairs: int,
    took: Callable[[Callable[[], object]], float] | None = None,
) -> Times:
    """Do both `pairs` times, now the one first, now the other, after one pair that is not counted.

    Args:
        one: what is measured.
        other: what it is measured against.
        pairs: how often.
        took: does one of them and returns what it took; the milliseconds by the wall without.
    """
    measured = took or milliseconds
    ones: list[float] = []
    others: list[float] = []
    measured(one)
    measured(other)
    for pair in range(pairs):
        if pair % 2:
            others.append(measured(other))
            ones.append(measured(one))
        else:
            ones.append(measured(one))
            others.append(measured(other))
    return Times(tuple(ones), tuple(others))


def milliseconds(act: Callable[[], object]) -> float:
    """Return how long something took, in milliseconds, by the wall's clock."""
    return _took(act, time.perf_counter)


def computing(act: Callable[[], object]) -> float:
    """Return how long something computed, in milliseconds: not what it waited for others."""
    return _took(act, time.process_time)


def _took(act: Callable[[], object], clock: Callable[[], float]) -> float:
    """Return what a clock tells; waste is collected before, and what was made let go of after."""
    gc.collect()
    began = clock()
    made = act()
    took = clock() - began
    del made
    return took * _MS


def percentile(values: tuple[float, ...], percent: float) -> float:
    """Return the value that this many per cent of the values do not pass."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * percent / 100))]
