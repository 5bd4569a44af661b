"""Counts the keys that record a core protocol in the real window. The argument is the record."""

import sys
from pathlib import Path

import msgspec

from clinic_desktop.domain.response import Outcome
from tests.bench.windows.answering import begin, press
from tests.bench.windows.driven import settle, unlocked

_MOST = 20


def main(folder: Path) -> None:
    """Press P until all core tests are negative; then record a positive with all it is asked."""
    window, page = unlocked(folder)
    begin(window, page, 0)
    page.go_to("test:slr")
    negative = 0
    while negative < _MOST and page.step.startswith("test:"):
        press(window, "p")
        negative += 1
        settle()
    assert page.examination is not None
    responses = page.examination.responses or ()
    assert all(response.outcome is Outcome.NEGATIVE for response in responses)
    begin(window, page, 1)
    page.go_to("test:slr")
    press(window, "f")
    further = "y+35\n"
    for key in further:
        press(window, key)
        settle()
    first, *_ = page.examination.responses or ()
    assert (first.outcome, first.onset_deg) == (Outcome.POSITIVE, 35)
    assert None not in (first.familiar, first.differentiation)
    window.close_record()
    counted = {"negative": negative, "positive": len(further), "responses": len(responses)}
    sys.stdout.write(msgspec.json.encode(counted).decode() + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
