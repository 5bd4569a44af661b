"""Rule R1, named beside every verdict: the familiar symptom, and its change on differentiation.

Source: Nee 2012 (clinical commentary); a test without differentiation is read by the familiar
symptom alone.
"""

from typing import Final

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import RuleCheck, RuleResult
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.neurodynamics import NeurodynamicTest
from clinic_desktop.domain.response import (
    Differentiation,
    Effect,
    Familiar,
    Outcome,
    Response,
)

R1: Final = "R1"
R1_FAMILIAR_ONLY: Final = "R1, familiar symptom only"

_AGREES: Final = {
    (Outcome.POSITIVE, RuleResult.MET): True,
    (Outcome.NEGATIVE, RuleResult.NOT_MET): True,
    (Outcome.POSITIVE, RuleResult.NOT_MET): False,
    (Outcome.NEGATIVE, RuleResult.MET): False,
}


def check_rules(examination: Examination, catalogue: Catalogue) -> tuple[RuleCheck, ...]:
    """Return one check per response that was done, in document order."""
    return tuple(
        check_rule(response, catalogue)
        for response in examination.responses or ()
        if response.was_done
    )


def check_rule(response: Response, catalogue: Catalogue) -> RuleCheck:
    """Return what rule R1 says of a response that was done.

    Raises:
        ValueError: when the response has no outcome, or the test was not done.
    """
    if response.outcome is None or not response.was_done:
        msg = "a rule is checked on a test that was done"
        raise ValueError(msg)
    test = catalogue.tests[response.test]
    if test.differentiation:
        rule = R1
        result, why = _with_differentiation(response, catalogue)
    else:
        rule = R1_FAMILIAR_ONLY
        result, why = _familiar_only(response, test)
    return RuleCheck(
        test=response.test,
        side=response.side,
        recorded=response.outcome,
        rule=rule,
        rule_result=result,
        agrees=_AGREES.get((response.outcome, result)),
        why=why,
    )


def _with_differentiation(response: Response, catalogue: Catalogue) -> tuple[RuleResult, str]:
    differentiation = response.differentiation or Differentiation()
    effect = differentiation.effect
    if response.familiar is Familiar.NO:
        return RuleResult.NOT_MET, "symptom not familiar"
    if effect is Effect.NO_CHANGE:
        return RuleResult.NOT_MET, "no change on differentiation"
    changed = effect in (Effect.INCREASE, Effect.DECREASE)
    movement = catalogue.movements.get(differentiation.movement or "")
    expects = movement.expects if movement else None
    if changed and expects is not None and effect is not expects:
        return RuleResult.CANNOT_TELL, "effect opposite to the one expected of the movement"
    if response.familiar is None:
        return RuleResult.CANNOT_TELL, "familiar symptom not recorded"
    if changed:
        return RuleResult.MET, "familiar symptom, changed on differentiation"
    if effect is Effect.NOT_DONE:
        return RuleResult.CANNOT_TELL, "differentiation not done"
    return RuleResult.CANNOT_TELL, "differentiation not recorded"


def _familiar_only(response: Response, test: NeurodynamicTest) -> tuple[RuleResult, str]:
    differentiation = response.differentiation or Differentiation()
    eased = "eased" if test.relief else "reproduced"
    if response.familiar is Familiar.NO:
        return RuleResult.NOT_MET, f"familiar symptom not {eased}"
    if (
        test.control is not None
        and differentiation.movement == test.control
        and differentiation.effect is Effect.INCREASE
    ):
        return RuleResult.CANNOT_TELL, "local tenderness"
    if response.familiar is None:
        return RuleResult.CANNOT_TELL, "familiar symptom not recorded"
    return RuleResult.MET, f"familiar symptom {eased}"
