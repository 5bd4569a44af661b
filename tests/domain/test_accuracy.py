"""Figures computed from a study's counts equal those the study, or our own sheet, printed."""

import math
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain import accuracy
from clinic_desktop.domain.evidence import Accuracy, Counts, Estimate
from clinic_desktop.domain.facts import Mark
from tests.domain.ratios import ratios_of

Row = tuple[float, float | None, float | None]

# Study and test, counts (tp, fn, fp, tn), then as printed: sensitivity, specificity, positive and
# negative likelihood ratio, each with its 95 % interval.
PRINTED: Final[dict[str, tuple[tuple[int, int, int, int], Row, Row, Row, Row]]] = {
    "Homayouni, modified Bragard after a negative SLR": (
        (79, 35, 29, 60),
        (69.3, 60.3, 77.0),
        (67.4, 57.1, 76.3),
        (2.13, 1.54, 2.94),
        (0.46, 0.33, 0.62),
    ),
    "Homayouni, SLR": (
        (198, 114, 105, 89),
        (63.5, 58.0, 68.6),
        (45.9, 39.0, 52.9),
        (1.17, 1.00, 1.37),
        (0.80, 0.64, 0.98),
    ),
    "Homayouni, SLR or modified Bragard": (
        (277, 35, 134, 60),
        (88.8, 84.8, 91.8),
        (30.9, 24.8, 37.7),
        (1.29, 1.16, 1.42),
        (0.36, 0.25, 0.53),
    ),
    "Urban, slump": (
        (10, 1, 3, 7),
        (90.9, 62.3, 98.4),
        (70.0, 39.7, 89.2),
        (3.03, 1.15, 7.95),
        (0.13, 0.02, 0.88),
    ),
    "Urban, slump below the knee": (
        (6, 5, 0, 10),
        (54.5, 28.0, 78.7),
        (100, 72.2, 100),
        (11.9, None, None),
        (0.45, 0.24, 0.87),
    ),
    "M'kumbuzi, SLR": (
        (21, 3, 4, 3),
        (87.5, 69.0, 95.7),
        (42.9, 15.8, 75.0),
        (1.53, 0.79, 2.96),
        (0.29, 0.07, 1.14),
    ),
    "M'kumbuzi, slump": (
        (20, 5, 2, 5),
        (80.0, 60.9, 91.1),
        (71.4, 35.9, 91.8),
        (2.80, 0.85, 9.18),
        (0.28, 0.11, 0.70),
    ),
    "Trainor, slump knee bend": (
        (4, 0, 2, 10),
        (100, 51.0, 100),
        (83.3, 55.2, 95.3),
        (6.0, 1.69, 21.3),
        (0, None, None),
    ),
    "Grondin, three of four": (
        (12, 15, 2, 56),
        (44.4, 27.6, 62.7),
        (96.6, 88.3, 99.0),
        (12.89, 3.10, 53.62),
        (0.58, 0.41, 0.81),
    ),
    "Grondin, one of four": (
        (26, 1, 31, 27),
        (96.3, 81.7, 99.3),
        (46.6, 34.3, 59.2),
        (1.80, 1.40, 2.32),
        (0.08, 0.01, 0.56),
    ),
    "Apelby-Albrecht, combined": (
        (34, 1, 5, 11),
        (97.1, 85.5, 99.5),
        (68.8, 44.4, 85.8),
        (3.11, 1.50, 6.44),
        (0.04, 0.01, 0.29),
    ),
    "Majlesi, slump": (
        (32, 6, 6, 31),
        (84.2, 69.6, 92.6),
        (83.8, 68.9, 92.3),
        (5.19, 2.46, 10.94),
        (0.19, 0.09, 0.40),
    ),
    "Majlesi, SLR": (
        (20, 18, 4, 33),
        (52.6, 37.3, 67.5),
        (89.2, 75.3, 95.7),
        (4.87, 1.84, 12.89),
        (0.53, 0.37, 0.76),
    ),
}

counted = st.integers(1, 500)


def of(tp: int, fn: int, fp: int, tn: int) -> Counts:
    return Counts(tp=tp, fn=fn, fp=fp, tn=tn)


def half_a_unit(printed: float) -> float:
    """Half a unit of the last printed place; the zeros at the end of a printed figure are lost."""
    _, _, places = f"{printed:g}".partition(".")
    return 0.5 * 10.0 ** -max(1, len(places)) + 1e-9


def assert_printed(computed: Estimate, printed: Row) -> None:
    for mine, theirs in zip((computed.value, computed.low, computed.high), printed, strict=True):
        if theirs is not None:
            assert mine == pytest.approx(theirs, abs=half_a_unit(theirs))


@pytest.mark.parametrize("name", PRINTED)
def test_the_computed_figures_are_those_printed(name: str) -> None:
    cells, *printed = PRINTED[name]
    counts = of(*cells)
    computed = (
        accuracy.sensitivity(counts),
        accuracy.specificity(counts),
        accuracy.lr_positive(counts),
        accuracy.lr_negative(counts),
    )
    for mine, theirs in zip(computed, printed, strict=True):
        assert_printed(mine, theirs)


def test_without_false_negatives_the_negative_ratio_is_0_and_has_no_interval() -> None:
    assert accuracy.lr_negative(of(4, 0, 2, 10)) == Estimate(value=0.0)


def test_without_true_negatives_half_is_added_to_each_count() -> None:
    ratio = accuracy.lr_negative(of(8, 2, 5, 0))
    assert ratio.value == pytest.approx((2.5 / 11) / (0.5 / 6))


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (-1, 3), (4, 3), (0, 0)])
def test_a_share_of_nothing_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="a share needs"):
        accuracy.wilson(part, whole)


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_lies_in_its_interval_and_the_interval_in_0_to_100(part: int, more: int) -> None:
    share = accuracy.wilson(part, part + more)
    low, value, high = share.low, share.value, share.high
    assert low is not None
    assert value is not None
    assert high is not None
    assert 0 <= low <= value + 1e-9
    assert value - 1e-9 <= high <= 100


@given(counted, counted, counted, counted)
def test_the_ratios_of_counts_are_those_of_their_shares(tp: int, fn: int, fp: int, tn: int) -> None:
    counts = of(tp, fn, fp, tn)
    sensitivity, specificity = accuracy.sensitivity(counts), accuracy.specificity(counts)
    positive, negative = ratios_of(sensitivity.value or 0, specificity.value or 0)
    assert accuracy.lr_positive(counts).value == pytest.approx(positive)
    assert accuracy.lr_negative(counts).value == pytest.approx(negative)


@given(counted, counted, counted, counted)
def test_naming_a_negative_test_positive_swaps_the_figures(
    tp: int, fn: int, fp: int, tn: int
) -> None:
    turned = of(fn, tp, tn, fp)
    assert accuracy.lr_negative(of(tp, fn, fp, tn)) == accuracy.lr_positive(turned)


def test_ratios_without_an_end_are_infinite() -> None:
    assert ratios_of(60, 100) == (math.inf, 0.4)
    assert ratios_of(60, 0) == (0.6, math.inf)


def figure(**parts: object) -> Accuracy:
    given = {"tests": (), "tested": "X", "reference": "MRI", "source": "x", "mark": Mark.SEEN}
    return Accuracy(**{**given, **parts})  # type: ignore[arg-type]


def test_what_was_published_stays_and_only_the_rest_is_computed() -> None:
    published = Estimate(value=83, low=52, high=98)
    study = figure(counts=of(4, 0, 2, 10), specificity=published, sensitivity=Estimate(value=100))
    assert accuracy.completed(study, "specificity") == (published, False)
    sensitivity, computed = accuracy.completed(study, "sensitivity")
    assert computed
    assert sensitivity is not None
    assert (sensitivity.value, round(sensitivity.low or 0)) == (100, 51)
    ratio, computed = accuracy.completed(study, "lr_positive")
    assert computed
    assert ratio is not None
    assert ratio.value == pytest.approx(6)


def test_without_counts_nothing_is_computed() -> None:
    assert accuracy.completed(figure(), "lr_positive") == (None, False)
    assert accuracy.completed(figure(sensitivity=Estimate(value=9)), "sensitivity") == (
        Estimate(value=9),
        False,
    )
