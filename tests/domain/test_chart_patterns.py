"""The three patterns differ, and stay apart where they lie over each other."""

import pytest

from clinic_desktop.domain.chart_patterns import DOT, STEP, pattern
from clinic_desktop.domain.examination import SymptomKind

BOX = (-13.0, 7.0, 51.0, 99.0)


def test_pain_is_slanting_numbness_level_and_pins_and_needles_are_dots() -> None:
    pain, pins, numb = (pattern(kind, BOX) for kind in SymptomKind)
    assert pain.lines
    assert not pain.dots
    assert all(x + y == pytest.approx(u + v) for (x, y), (u, v) in pain.lines)
    assert numb.lines
    assert all(y == v for (_, y), (_, v) in numb.lines)
    assert pins.dots
    assert not pins.lines


def test_dots_stand_clear_of_the_lines() -> None:
    dots = pattern(SymptomKind.PINS_AND_NEEDLES, BOX).dots
    levels = {y for (_, y), _ in pattern(SymptomKind.NUMBNESS, BOX).lines}
    sums = {x + y for (x, y), _ in pattern(SymptomKind.PAIN, BOX).lines}
    for x, y in dots:
        assert min(abs(y - level) for level in levels) > DOT
        assert min(abs(x + y - slant) for slant in sums) / 2**0.5 > DOT


@pytest.mark.parametrize("kind", SymptomKind)
def test_a_pattern_fills_the_box(kind: SymptomKind) -> None:
    left, top, right, bottom = BOX
    drawn = pattern(kind, BOX)
    points = [*drawn.dots, *(point for line in drawn.lines for point in line)]
    assert min(x for x, _ in points) < left + STEP
    assert max(x for x, _ in points) > right - STEP
    assert min(y for _, y in points) < top + STEP
    assert max(y for _, y in points) > bottom - STEP
