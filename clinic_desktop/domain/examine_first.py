"""Examining before the imaging is read: when it is closed, and what is told of it meanwhile."""

from datetime import datetime

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import Examination


def imaging_is_closed(examination: Examination, catalogue: Catalogue) -> bool:
    """Whether nothing of an imaging report is shown yet.

    It opens when it was opened on purpose, or when every test of the protocol has an outcome on
    each of its sides; "not tested" is one. Without a planned test there is nothing to wait for.
    """
    if not examination.examine_first or examination.imaging_opened_at is not None:
        return False
    planned = catalogue.planned_tests(examination)
    return not all(_is_recorded(examination, test, catalogue) for test in planned)


def hides_imaging(examination: Examination, catalogue: Catalogue) -> bool:
    """Whether a report is held whose words must not be seen yet."""
    return bool(examination.imaging) and imaging_is_closed(examination, catalogue)


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
    """Whether closing the imaging can still be chosen or given up: not once a test has an outcome.

    Afterwards the imaging is opened instead, with the time.
    """
    return not any(response.outcome for response in examination.responses or ())


def closed_sentence(examination: Examination, catalogue: Catalogue) -> str | None:
    """Return how long imaging stayed closed; `None` where it was not kept closed."""
    if not examination.examine_first:
        return None
    if at := examination.imaging_opened_at:
        opened = datetime.fromisoformat(at)
        return (
            "Imaging was opened before every test was recorded, on "
            f"{long_date(opened.date())} at {opened:%H:%M} {opened.tzname()}."
        )
    if imaging_is_closed(examination, catalogue):
        return "Imaging is closed: not every test of the protocol has an outcome."
    return "Imaging stayed closed until the tests were recorded."


def _is_recorded(examination: Examination, test: str, catalogue: Catalogue) -> bool:
    """Whether a test has an outcome on each of its sides, or in the midline instead."""
    answered = {
        response.side
        for response in examination.responses or ()
        if response.test == test and response.outcome is not None
    }
    return TestedSide.MIDLINE in answered or answered.issuperset(catalogue.tests[test].sides)
