"""The monkey finds what is wrong: errors nobody sees, warnings, and a screen that tells another."""

import pytest

from tests.torture.monkey import said_in_child

SEED = 20261127


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("raises", "KeyError at spoilt.py"),
        ("warns", "Qt says QtWarningMsg: planted"),
        ("shows_another_value", "familiar shows None, stored is"),
        ("does_not_store", "does not hold what is stored"),
        ("mirrors_once", "is shown, and not on a page built anew"),
    ],
)
def test_a_planted_fault_is_found(fault: str, said: str) -> None:
    sentences = said_in_child(SEED, (0, 5_000), f"tests.torture.spoilt:{fault}")
    assert any(said in sentence for sentence in sentences)
