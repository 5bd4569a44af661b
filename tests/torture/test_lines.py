"""The short form of every line: nothing is lost, silent, untold or left behind."""

import pytest

from tests.torture.lines import TRIALS

SEED = 20261118


@pytest.mark.parametrize("name", TRIALS)
def test_nothing_goes_wrong(name: str) -> None:
    trial = TRIALS[name]
    line = trial.run(SEED, trial.short)
    if line.not_run:
        pytest.skip(line.not_run)
    assert line.found == ()
