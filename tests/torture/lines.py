"""The lines of the table: what is tried how often, in the short form and in the long one."""

from typing import Final, NamedTuple, Protocol

from tests.torture import canary, faults, flips, kill, monkey, power, race, readers, strings, tamper
from tests.torture.line import Line


class Run(Protocol):
    """What tries a line so often from a seed, beginning with the first number or a later one."""

    def __call__(self, seed: int, count: int, *, first: int = 0) -> Line: ...


class Trial(NamedTuple):
    """One line: how it is tried, and how often in each form."""

    run: Run
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
