"""Scores of outcome measures made from their answered items, and the words for them."""

from collections.abc import Sequence
from typing import Final

import msgspec

from clinic_desktop.domain.examination import Measure, MeasureItem

FEWEST_ACTIVITIES: Final = 3
MOST_ACTIVITIES: Final = 5
"""How many activities the Patient-Specific Functional Scale takes (Stratford 1995)."""


def mean_of_activities(items: Sequence[MeasureItem] | None) -> int | float | None:
    """Return the mean to one decimal, `None` unless 3 to 5 activities all have name and score."""
    given = [item.score for item in items or () if (item.item or "").strip()]
    scores = [score for score in given if score is not None]
    is_whole = len(scores) == len(given) == len(items or ())
    if not is_whole or not FEWEST_ACTIVITIES <= len(scores) <= MOST_ACTIVITIES:
        return None
    mean = round(sum(scores) / len(scores), 1)
    return int(mean) if mean == int(mean) else mean


def ticked(measure: Measure) -> tuple[int, ...]:
    """Return the numbers of the statements ticked, from the lowest."""
    numbers = (item.item for item in measure.items or () if item.score)
    return tuple(sorted(int(number) for number in numbers if number and _is_number(number)))


def with_ticked(numbers: Sequence[int]) -> tuple[MeasureItem, ...]:
    """Return the items of these statements ticked."""
    return tuple(MeasureItem(item=str(number), score=1) for number in sorted(numbers))


def score_words(measure: Measure) -> str:
    """Return "4 of 10", or that the score is not recorded."""
    score = "score not recorded" if measure.score is None else f"{measure.score}"
    return score if measure.max is None else f"{score} of {measure.max}"


def earlier_scores(name: str | None, measures: Sequence[Measure] | None) -> str:
    """Return all scores of a measure in an earlier examination: "6 of 10, 2 of 10", or ""."""
    of_this = (measure for measure in measures or () if name and measure.measure == name)
    return ", ".join(score_words(measure) for measure in of_this if measure.score is not None)


def items_words(measure: Measure) -> str | None:
    """Return the answered items: "statements 1, 4 and 7" or "sitting 3; driving 4"."""
    items = measure.items
    if not items:
        return None
    if all(_is_number(item.item or "") and item.score == 1 for item in items):
        return "statements ticked: " + ", ".join(item.item or "" for item in items)
    return "; ".join(_item_words(item) for item in items)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _item_words(item: MeasureItem) -> str:
    name = item.item if (item.item or "").strip() else "Item not named"
    return f"{name}: {'not recorded' if item.score is None else item.score}"


def with_score(measure: Measure, score: float | None, top: int | None) -> Measure:
    """Return the measure with this score, and the scale it is read on while there is one.

    `top` is the highest score of the instrument, `None` for one in other words.
    """
    most = measure.max
    if top is not None:
        most = None if score is None and most in (None, top) else most or top
    return msgspec.structs.replace(measure, score=score, max=most)


def with_items(
    measure: Measure,
    items: tuple[MeasureItem, ...] | None,
    score: float | None,
    top: int | None,
) -> Measure:
    """Return the measure with these answers and the score they give."""
    return msgspec.structs.replace(with_score(measure, score, top), items=items)
