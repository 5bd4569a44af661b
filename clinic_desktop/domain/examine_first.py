"""Examining before the imaging is read: when it is closed, and what is told of it meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import Examination

WHY_NOT_SIGNED: Final = (
    "A signature accepts the readings, and the imaging is still closed. Record the tests "
    "that wait, or open it now, then sign."
)


def imaging_is_closed(examination: Examination, catalogue: Catalogue) -> bool:
    """Whether nothing of an imaging report is shown yet.

    It is open once the time of its opening is recorded, or when every test of the protocol has an
    outcome on each of its sides; "not tested" is one. Without a planned test there is nothing to
    wait for.
    """
    if not examination.examine_first or examination.imaging_opened_at is not None:
        return False
    return not _are_recorded(examination, catalogue.planned_tests(examination), catalogue)


def hides_imaging(examination: Examination, catalogue: Catalogue) -> bool:
    """Whether a report is held whose words must not be seen yet; nothing is signed meanwhile."""
    return bool(examination.imaging) and imaging_is_closed(examination, catalogue)


def opened(before: Examination, after: Examination, catalogue: Catalogue, at: str) -> Examination:
    """Return what was just recorded, with the time if it opens the imaging for the first time.

    Args:
        before: the examination before that answer.
        after: the examination with it.
        catalogue: the tests that are planned.
        at: the time of the answer, with its offset.
    """
    opens = imaging_is_closed(before, catalogue) and not imaging_is_closed(after, catalogue)
    if not opens or not after.examine_first or after.imaging_opened_at is not None:
        return after
    return msgspec.structs.replace(after, imaging_opened_at=at)


def waits_for_check(examination: Examination) -> bool:
    """Whether it is still to be asked if somebody looked through the imaging for dangers.

    Whoever examines first does not see them, so the first test waits for the answer.
    """
    return bool(
        examination.examine_first
        and examination.imaging_checked_for_dangers is None
        and examination.imaging_opened_at is None
    )


def may_be_switched(examination: Examination) -> bool:
    """Whether closing the imaging can still be chosen or given up.

    Not once a test has an outcome: afterwards the imaging is opened instead, with the time. Nor is
    imaging closed once a report of it is held that could be read.
    """
    if any(response.outcome for response in examination.responses or ()):
        return False
    return bool(examination.examine_first) or not examination.imaging


def closed_sentence(examination: Examination, catalogue: Catalogue) -> str | None:
    """Return when imaging that was to stay closed was opened; `None` where there is nothing to say.

    The document holds the time of opening and not those of the outcomes: whether every test has
    one is said of now, not of then.
    """
    at, planned = examination.imaging_opened_at, catalogue.planned_tests(examination)
    if not examination.examine_first or not (at or planned):
        return None
    if at:
        time = datetime.fromisoformat(at)
        said = f"Imaging was opened on {long_date(time.date())} at {time:%H:%M} {time.tzname()}"
    else:
        said = "No opening of the imaging is recorded"
    if not planned:
        return f"{said}."
    which = "every" if _are_recorded(examination, planned, catalogue) else "not every"
    return f"{said}; {which} test of the protocol has an outcome."


def _are_recorded(examination: Examination, tests: Sequence[str], catalogue: Catalogue) -> bool:
    return all(_is_recorded(examination, test, catalogue) for test in tests)


def _is_recorded(examination: Examination, test: str, catalogue: Catalogue) -> bool:
    """Whether a test has an outcome on each of its sides, or in the midline instead."""
    answered = {
        response.side
        for response in examination.responses or ()
        if response.test == test and response.outcome is not None
    }
    return TestedSide.MIDLINE in answered or answered.issuperset(catalogue.tests[test].sides)
