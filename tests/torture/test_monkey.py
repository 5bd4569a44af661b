"""The monkey finds what is wrong: errors nobody sees, warnings, and a screen that tells another."""

import pytest

from tests.torture.monkey import said_in_child

SEED = 20261127


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            "raises_warns_and_mirrors_once",
            {
                "KeyError at spoilt.py",
                "Qt says QtWarningMsg: planted",
                "is shown, and not on a page built anew",
            },
        ),
        ("shows_another_value", {"familiar shows None, stored is"}),
        ("does_not_store", {"does not hold what is stored"}),
    ],
)
def test_a_planted_fault_is_found(fault: str, said: set[str]) -> None:
    wanted = set(said)
    sentences = said_in_child(SEED, (0, 5_000), f"tests.torture.spoilt:{fault}")
    while wanted and (sentence := next(sentences, "")):
        wanted -= {part for part in wanted if part in sentence}
    sentences.close()
    assert wanted == set()
