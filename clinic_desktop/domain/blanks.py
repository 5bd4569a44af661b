"""Places that phrases leave to be filled in, and that were not."""

import re
from collections.abc import Iterator
from typing import Final

from clinic_desktop.domain.examination import Conclusion, Examination, Presentation
from clinic_desktop.domain.practice import BLANK
from clinic_desktop.domain.progress import COMPARISON, CONCLUSION, IMAGING, REASON, TEST_PREFIX

_SENTENCE: Final = re.compile(rf"[^.!?;\n]*{re.escape(BLANK)}[^.!?;\n]*[.!?;]?")


def unfilled(examination: Examination) -> Iterator[tuple[str, str]]:
    """Yield the key of its step and the words of each sentence with a place to be filled in.

    Only texts that phrases are offered for are looked at: a quoted report may have such a sign.
    """
    for step, text in _phrased(examination):
        for sentence in _SENTENCE.findall(text or ""):
            yield step, sentence.strip()


def blank_told(sentence: str) -> str:
    """Return what is said of a sentence with a place to be filled in."""
    return f"{BLANK} is not filled in: \u201c{sentence}\u201d"


def _phrased(examination: Examination) -> Iterator[tuple[str, str | None]]:
    yield REASON, (examination.presentation or Presentation()).note
    for response in examination.responses or ():
        yield TEST_PREFIX + response.test, response.note
    for report in examination.imaging or ():
        yield IMAGING, report.limits
    for comment in examination.comparison_notes or ():
        yield COMPARISON, comment.note
    concluded = examination.conclusion or Conclusion()
    yield CONCLUSION, concluded.text
    for point in concluded.plan or ():
        yield CONCLUSION, point
    yield CONCLUSION, concluded.expected_course
    for request in concluded.requests or ():
        yield CONCLUSION, request.text
