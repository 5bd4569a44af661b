"""What is recorded and what is not, step by step, for the navigator."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.conduction import is_block_recorded
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.examine_first import imaging_is_closed
from clinic_desktop.domain.red_flags import (
    testing_wants_reason,
    to_ask_again,
    unasked_first,
    wants_reason,
)
from clinic_desktop.domain.rules import check_rule


class StepState(StrEnum):
    """How far a step is recorded; a closed one is not shown until the tests are recorded."""

    EMPTY = "empty"
    PARTLY = "partly"
    RECORDED = "recorded"
    CLOSED = "closed"


class Step(Struct, frozen=True, kw_only=True):
    """One step of the visit: `key` is "reason", "test:slr", "imaging", "comparison" ...

    A flagged step asks for attention: a contradiction, or something to be asked once more. Of a
    test, `answered` tells for each side it is done on whether it has an outcome.
    """

    key: str
    state: StepState
    flagged: bool = False
    answered: tuple[bool, ...] = ()


REASON, SAFETY, CONDUCTION = "reason", "safety", "conduction"
OTHER, IMAGING, COMPARISON, CONCLUSION = "other", "imaging", "comparison", "conclusion"
TEST_PREFIX = "test:"


def steps(
    examination: Examination, catalogue: Catalogue, tests: Sequence[str] | None = None
) -> tuple[Step, ...]:
    """Return the steps of an examination in the order of the visit.

    The tests are those given, or those of the protocol, then any other test that has a response.
    """
    is_closed = imaging_is_closed(examination, catalogue)
    return (
        Step(key=REASON, state=_reason(examination)),
        Step(
            key=SAFETY,
            state=_safety(examination, catalogue),
            flagged=_wants_safety(examination, catalogue),
        ),
        Step(key=CONDUCTION, state=_conduction(examination, catalogue)),
        *(
            _test_step(examination, test, catalogue)
            for test in (tests_of(examination, catalogue) if tests is None else tests)
        ),
        Step(key=OTHER, state=_other(examination, catalogue)),
        Step(key=IMAGING, state=StepState.CLOSED if is_closed else _imaging(examination)),
        Step(key=COMPARISON, state=StepState.CLOSED if is_closed else _comments(examination)),
        Step(key=CONCLUSION, state=_conclusion(examination)),
    )


def tests_of(examination: Examination, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the tests of the protocol, then those recorded beyond it."""
    protocol = catalogue.planned_tests(examination)
    recorded = [response.test for response in examination.responses or ()]
    return tuple(dict.fromkeys((*protocol, *recorded)))


def _comments(examination: Examination) -> StepState:
    is_any = examination.comparison_notes or examination.mechanisms_considered
    return StepState.RECORDED if is_any else StepState.EMPTY


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


def _conduction(examination: Examination, catalogue: Catalogue) -> StepState:
    if not examination.conduction:
        return StepState.EMPTY
    blocks = catalogue.conduction.values()
    whole = any(is_block_recorded(examination, block) for block in blocks)
    return StepState.RECORDED if whole else StepState.PARTLY


def _other(examination: Examination, catalogue: Catalogue) -> StepState:
    sources, signs = examination.other_sources, examination.sensitisation
    measures = examination.measures
    if not any((sources, signs, examination.functional_tests, measures)):
        return StepState.EMPTY
    answered = {entry.source for entry in sources or () if entry.found}
    whole = (
        answered.issuperset(catalogue.wording.offered["other_sources"])
        and (signs is None or all(getattr(signs, step) for step in signs.__struct_fields__))
        and all(measure.score is not None for measure in measures or ())
    )
    return StepState.RECORDED if whole else StepState.PARTLY


def _test_step(examination: Examination, test: str, catalogue: Catalogue) -> Step:
    sides = catalogue.tests[test].sides
    answered = tuple(_is_answered(examination, test, side) for side in sides)
    begun = any(response.test == test for response in examination.responses or ())
    if all(answered) or _is_answered(examination, test, TestedSide.MIDLINE):
        state = StepState.RECORDED
    else:
        state = StepState.PARTLY if begun else StepState.EMPTY
    return Step(
        key=TEST_PREFIX + test,
        state=state,
        flagged=_contradicts(examination, test, catalogue),
        answered=answered,
    )


def _is_answered(examination: Examination, test: str, side: TestedSide) -> bool:
    response = examination.response(test, side)
    return response is not None and response.outcome is not None


def _contradicts(examination: Examination, test: str, catalogue: Catalogue) -> bool:
    """Whether the rule reads the ingredients of a response otherwise than its outcome."""
    return any(
        response.test == test
        and response.was_done
        and check_rule(response, catalogue).agrees is False
        for response in examination.responses or ()
    )


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
