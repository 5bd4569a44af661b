"""Sensitivity, specificity and likelihood ratios of a study, with their 95 % intervals.

Shares are per cent, with Wilson's interval; ratios have that of the log method. The figures are a
study's, never the probability of anything in a patient.
"""

from math import exp, sqrt
from typing import Final

from clinic_desktop.domain.evidence import Accuracy, Counts, Estimate

_Z: Final = 1.959964  # 95 %


def wilson(part: float, whole: float) -> Estimate:
    """Return `part` of `whole` in per cent with Wilson's interval.

    Raises:
        ValueError: when `whole` is not positive, or `part` is not within it.
    """
    if not 0 <= part <= whole or whole == 0:
        msg = f"a share needs a part of a whole, not {part} of {whole}"
        raise ValueError(msg)
    share, square = part / whole, _Z**2 / whole
    middle = (share + square / 2) / (1 + square)
    half = sqrt(share * (1 - share) * square + square**2 / 4) / (1 + square)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Estimate(value=100 * share, low=100 * low, high=100 * high)


def sensitivity(counts: Counts) -> Estimate:
    """Return the share of people with the condition in whom the test was positive."""
    return wilson(counts.tp, counts.tp + counts.fn)


def specificity(counts: Counts) -> Estimate:
    """Return the share of people without the condition in whom the test was negative."""
    return wilson(counts.tn, counts.fp + counts.tn)


def lr_positive(counts: Counts) -> Estimate:
    """Return sensitivity / (1 - specificity); if no false positives, 0.5 is added to each count."""
    return _ratio(counts.tp, counts.fn, counts.fp, counts.tn)


def lr_negative(counts: Counts) -> Estimate:
    """Return (1 - sensitivity) / specificity; if no true negatives, 0.5 is added to each count.

    Without false negatives it is 0, and has no interval.
    """
    return _ratio(counts.fn, counts.tp, counts.tn, counts.fp)


def _ratio(part: float, rest: float, other_part: float, other_rest: float) -> Estimate:
    if other_part == 0:
        part, rest, other_part, other_rest = (
            count + 0.5 for count in (part, rest, other_part, other_rest)
        )
    with_condition, without = part + rest, other_part + other_rest
    ratio = (part / with_condition) / (other_part / without)
    if part == 0:
        return Estimate(value=0.0)
    spread = _Z * sqrt(1 / part - 1 / with_condition + 1 / other_part - 1 / without)
    return Estimate(value=ratio, low=ratio * exp(-spread), high=ratio * exp(spread))


def completed(figure: Accuracy, name: str) -> tuple[Estimate | None, bool]:
    """Return a figure's sensitivity, specificity or ratio, and whether any of it was computed.

    What was published stays; what was not is computed from the counts, where there are any.
    """
    published: Estimate | None = getattr(figure, name)
    if figure.counts is None:
        return published, False
    computed = _COMPUTED[name](figure.counts)
    if published is None:
        return computed, True
    if published.low is None and published.high is None:
        return Estimate(value=published.value, low=computed.low, high=computed.high), True
    return published, False


_COMPUTED: Final = {
    "sensitivity": sensitivity,
    "specificity": specificity,
    "lr_positive": lr_positive,
    "lr_negative": lr_negative,
}
