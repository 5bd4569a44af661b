"""Likelihood ratios by their definition, which the program's own way to them is set beside."""

from math import inf


def ratios_of(sensitivity: float, specificity: float) -> tuple[float, float]:
    """Return the positive and the negative likelihood ratio of two shares in per cent."""
    positive = sensitivity / (100 - specificity) if specificity < 100 else inf
    negative = (100 - sensitivity) / specificity if specificity else inf
    return positive, negative
