"""What is recorded and what is not, step by step, for the navigator."""

from enum import StrEnum

from msgspec import Struct

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.red_flags import (
    testing_wants_reason,
    to_ask_again,
    unasked_first,
    wants_reason,
)


class StepState(StrEnum):
    """How far a step is recorded."""

    EMPTY = "empty"
    PARTLY = "partly"
    RECORDED = "recorded"


class Step(Struct, frozen=True, kw_only=True):
    """One step of the visit: `key` is "reason", "test:slr", "imaging", "comparison" ...

    A flagged step asks for attention: a contradiction, or something to be asked once more.
    """

    key: str
    state: StepState
    flagged: bool = False


REASON, SAFETY, CONDUCTION = "reason", "safety", "conduction"
OTHER, IMAGING, COMPARISON, CONCLUSION = "other", "imaging", "comparison", "conclusion"
TEST_PREFIX = "test:"


def steps(examination: Examination, catalogue: Catalogue) -> tuple[Step, ...]:
    """Return the steps of an examination in the order of the visit.

    The tests are those of the protocol, then any other test that has a response.
    """
    return (
        Step(key=REASON, state=_reason(examination)),
        Step(
            key=SAFETY,
            state=_safety(examination, catalogue),
            flagged=_wants_safety(examination, catalogue),
        ),
        Step(key=CONDUCTION, state=_conduction(examination)),
        *(
            Step(key=TEST_PREFIX + test, state=_test(examination, test))
            for test in tests_of(examination, catalogue)
        ),
        Step(key=OTHER, state=_other(examination)),
        Step(key=IMAGING, state=_imaging(examination)),
        Step(key=COMPARISON, state=_comments(examination)),
        Step(key=CONCLUSION, state=_conclusion(examination)),
    )


def tests_of(examination: Examination, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the tests of the protocol, then those recorded beyond it."""
    protocol = catalogue.planned_tests(examination)
    recorded = [response.test for response in examination.responses or ()]
    return tuple(dict.fromkeys((*protocol, *recorded)))


def _comments(examination: Examination) -> StepState:
    return StepState.RECORDED if examination.comparison_notes else StepState.EMPTY


def _reason(examination: Examination) -> StepState:
    presentation = examination.presentation
    if presentation is None:
        return StepState.EMPTY
    whole = presentation.question and presentation.symptom_side and presentation.areas
    return StepState.RECORDED if whole else StepState.PARTLY


def _safety(examination: Examination, catalogue: Catalogue) -> StepState:
    flags = examination.red_flags
    if flags is None:
        return StepState.EMPTY
    whole = flags.level is not None and not unasked_first(examination, catalogue)
    return StepState.RECORDED if whole else StepState.PARTLY


def _wants_safety(examination: Examination, catalogue: Catalogue) -> bool:
    flags = examination.red_flags
    is_reason_wanted = wants_reason(flags) or testing_wants_reason(flags)
    return is_reason_wanted or bool(to_ask_again(examination, catalogue))


def _conduction(examination: Examination) -> StepState:
    return StepState.RECORDED if examination.conduction else StepState.EMPTY


def _other(examination: Examination) -> StepState:
    parts = (
        examination.other_sources,
        examination.sensitisation,
        examination.functional_tests,
        examination.measures,
    )
    return StepState.RECORDED if any(parts) else StepState.EMPTY


def _test(examination: Examination, test: str) -> StepState:
    midline = examination.response(test, TestedSide.MIDLINE)
    if midline and midline.outcome:
        return StepState.RECORDED
    sides = [examination.response(test, side) for side in (TestedSide.LEFT, TestedSide.RIGHT)]
    if all(response and response.outcome for response in sides):
        return StepState.RECORDED
    return StepState.PARTLY if any(sides) or midline else StepState.EMPTY


def _imaging(examination: Examination) -> StepState:
    reports = examination.imaging or ()
    if not reports:
        return StepState.EMPTY
    read = all(
        report.text and (report.findings or report.stated_normal or report.rest_stated_normal)
        for report in reports
    )
    return StepState.RECORDED if read else StepState.PARTLY


def _conclusion(examination: Examination) -> StepState:
    conclusion = examination.conclusion
    if conclusion is None and examination.referrer is None:
        return StepState.EMPTY
    whole = conclusion and conclusion.text and examination.referrer and examination.referrer.name
    return StepState.RECORDED if whole else StepState.PARTLY
