"""How often a rule is tried: a first look in every run, a long one on demand."""

import os
from typing import Final

LONG: Final = bool(os.environ.get("CLINIC_DESKTOP_LONG_RUN"))


def often(times: int) -> int:
    """Return how many examples to draw: these, or twenty times as many in a long run."""
    return times * 20 if LONG else times
