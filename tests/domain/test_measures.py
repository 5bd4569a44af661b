"""Scores of outcome measures: made from their items only when the items are whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.examination import Measure, MeasureItem
from clinic_desktop.domain.measures import (
    earlier_scores,
    items_words,
    mean_of_activities,
    score_words,
    ticked,
    with_items,
    with_score,
    with_ticked,
)


def activities(*scores: int | None) -> tuple[MeasureItem, ...]:
    return tuple(MeasureItem(item=f"activity {n}", score=score) for n, score in enumerate(scores))


@pytest.mark.parametrize(
    ("scores", "mean"),
    [
        ((3, 4, 5), 4),
        ((0, 0, 0), 0),
        ((3, 4, 4), 3.7),
        ((1, 2, 3, 4, 5), 3),
        ((3, 4), None),
        ((1, 2, 3, 4, 5, 6), None),
        ((3, 4, 5, None), None),
        ((), None),
    ],
)
def test_the_mean_is_of_three_to_five_activities_with_a_score_each(
    scores: tuple[int | None, ...], mean: float | None
) -> None:
    found = mean_of_activities(activities(*scores))
    assert found == mean
    assert found is None or isinstance(found, int) == (found == int(found))


def test_a_score_without_its_activity_gives_no_mean() -> None:
    nameless = (*activities(3, 4, 5), MeasureItem(item=" ", score=2))
    assert mean_of_activities(nameless) is None
    assert mean_of_activities(None) is None


@given(st.lists(st.integers(0, 10), min_size=3, max_size=5))
def test_the_mean_lies_between_the_lowest_and_the_highest(scores: list[int]) -> None:
    mean = mean_of_activities(activities(*scores))
    assert mean is not None
    assert min(scores) <= mean <= max(scores)


@given(st.sets(st.integers(1, 24)))
def test_statements_ticked_are_read_as_they_were_written(numbers: set[int]) -> None:
    measure = Measure(items=with_ticked(tuple(numbers)))
    assert ticked(measure) == tuple(sorted(numbers))


def test_an_item_of_another_kind_or_scored_nothing_is_no_tick() -> None:
    items = (
        MeasureItem(item="3", score=0),
        MeasureItem(item="sitting", score=1),
        MeasureItem(item=None, score=1),
        MeasureItem(item="5", score=1),
    )
    assert ticked(Measure(items=items)) == (5,)


def test_the_scale_is_recorded_with_the_score_and_goes_with_it() -> None:
    scored = with_score(Measure(measure="rmdq"), 0, 24)
    assert scored == Measure(measure="rmdq", score=0, max=24)
    assert with_score(scored, None, 24) == Measure(measure="rmdq")


def test_a_scale_somebody_recorded_stays() -> None:
    of_fifty = Measure(measure="odi", score=22, max=50)
    assert with_score(of_fifty, 23, 100) == Measure(measure="odi", score=23, max=50)
    assert with_score(of_fifty, None, 100) == Measure(measure="odi", max=50)
    own = Measure(measure="my own", score=3, max=7)
    assert with_score(own, None, None) == Measure(measure="my own", max=7)


def test_no_tick_at_all_is_told_apart_from_not_answered() -> None:
    asked = with_items(Measure(measure="rmdq"), (), 0, 24)
    assert (asked.score, asked.items, score_words(asked)) == (0, (), "0 of 24")
    assert score_words(Measure(measure="rmdq")) == "score not recorded"


@pytest.mark.parametrize(
    ("items", "words"),
    [
        (None, None),
        ((), None),
        (with_ticked((9, 4)), "statements ticked: 4, 9"),
        (activities(3, None), "activity 0: 3; activity 1: not recorded"),
        ((MeasureItem(item=" ", score=2),), "Item not named: 2"),
        ((MeasureItem(item="1", score=3),), "1: 3"),
    ],
)
def test_items_are_told_in_words(items: tuple[MeasureItem, ...] | None, words: str | None) -> None:
    assert items_words(Measure(items=items)) == words


def test_earlier_scores_are_all_those_of_the_same_named_measure() -> None:
    before = (
        Measure(measure="nprs", score=6, max=10),
        Measure(measure="nprs", score=2, max=10),
        Measure(measure="odi", max=100),
        Measure(score=3, max=10),
    )
    assert earlier_scores("nprs", before) == "6 of 10, 2 of 10"
    assert earlier_scores("odi", before) == ""
    assert earlier_scores(None, before) == ""
    assert earlier_scores("nprs", None) == ""
