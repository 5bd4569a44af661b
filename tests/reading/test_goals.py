"""What is read from all report texts reaches the goals."""

import pytest

from clinic_desktop.intake.report_reading import read_report
from tests.reading.golds import cases
from tests.reading.scoring import Score, score
from tests.reading.table import FIGURES


def total() -> Score:
    return sum((score(one.gold, read_report(one.text)) for one in cases().values()), Score())


@pytest.mark.parametrize(
    "name", [name for name, figure in FIGURES.items() if figure.goal is not None]
)
def test_the_reading_of_all_texts_reaches_the_goal(name: str) -> None:
    counted = total()
    assert FIGURES[name].reached(counted), "\n".join((name, *counted.differences))
