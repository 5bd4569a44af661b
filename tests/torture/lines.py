"""The lines of the table: what is tried how often, in the short form and in the long one."""

from collections.abc import Callable
from typing import Final, NamedTuple

from tests.torture import canary, faults, flips, kill, monkey, power, race, readers, strings, tamper
from tests.torture.line import Line


class Trial(NamedTuple):
    """One line: `run` takes a seed and a count."""

    run: Callable[[int, int], Line]
    short: int
    long: int


TRIALS: Final = {
    "kill": Trial(kill.run, 20, 1_000),
    "power": Trial(power.run, 500, 100_000),
    "faults": Trial(faults.run, 100, 0),
    "flips": Trial(flips.run, 500, 10_000),
    "race": Trial(race.run, 200, 10_000),
    "tamper": Trial(tamper.run, 500, 10_000),
    "readers": Trial(readers.run, 2_000, 300_000),
    "strings": Trial(strings.run, 200, 10_000),
    "monkey": Trial(monkey.run, 5_000, 1_000_000),
    "canary": Trial(canary.run, 1, 1),
}
"""By name, in the order of the table; 0 is as many as there are."""
