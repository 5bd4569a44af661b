"""Rule R1: the first line of the contract that fits decides."""

import msgspec
import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import RuleCheck
from clinic_desktop.domain.response import Effect, Response
from clinic_desktop.domain.rules import check_rule
from tests.domain.build import examination, moved, response, rule_checks

INCREASE = (
    "ankle_dorsiflexion",
    "hip_internal_rotation",
    "neck_flexion",
    "neck_side_bend_away",
)
DECREASE = (
    "ankle_dorsiflexion_release",
    "hip_internal_rotation_release",
    "neck_extension",
    "neck_side_bend_towards",
)
UNLISTED = ("hamstring_tendon_pressure", "great_toe_extension_release", "of my own", None)
WITHOUT_PATHWAY = (
    "christodoulides",
    "dejerine",
    "bell",
    "hyperext",
    "pnf",
    "kernig",
    "spurling",
    "distraction",
    "rot60",
    "shoulder_abd",
    "palp_sciatic",
    "palp_tibial",
    "palp_fibular",
)
FAMILIAR_ONLY = ("cslr", "fnst_crossed", "fnst", "bowstring", *WITHOUT_PATHWAY)
PRESSURE = "hamstring_tendon_pressure"


def check(
    catalogue: Catalogue,
    familiar: str | None,
    effect: str | None = None,
    movement: str | None = "ankle_dorsiflexion",
    test: str = "slr",
    outcome: str = "positive",
) -> RuleCheck:
    given = response(test, "left", outcome, familiar=familiar, **moved(movement, effect))
    return check_rule(msgspec.convert(given, Response), catalogue)


def test_one_check_for_each_response_that_was_done_in_document_order(catalogue: Catalogue) -> None:
    examined = examination(
        responses=[
            response("slump", "right", "negative"),
            response("slr", "left", "not_tested"),
            response("slr", "midline", "inconclusive"),
            response("bragard", "left", familiar="yes"),
            response("spurling", "left", "positive"),
        ]
    )
    checks = rule_checks(examined, catalogue)
    assert list(checks) == ["slump/right", "slr/midline", "spurling/left"]
    assert [one.recorded for one in checks.values()] == ["negative", "inconclusive", "positive"]


@pytest.mark.parametrize("outcome", [None, "not_tested"])
def test_a_test_that_was_not_done_has_no_check(outcome: str | None, catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="done"):
        check_rule(msgspec.convert(response("slr", "left", outcome), Response), catalogue)


@pytest.mark.parametrize("effect", [*Effect, None])
@pytest.mark.parametrize("movement", [*INCREASE, *DECREASE, *UNLISTED])
def test_a_symptom_that_is_not_familiar_is_not_met_whatever_else(
    movement: str | None, effect: str | None, catalogue: Catalogue
) -> None:
    assert check(catalogue, "no", effect, movement).rule_result == "not_met"


@pytest.mark.parametrize("familiar", ["yes", "partly", None])
@pytest.mark.parametrize("movement", [*INCREASE, *DECREASE, *UNLISTED])
def test_no_change_is_not_met_whatever_else(
    movement: str | None, familiar: str | None, catalogue: Catalogue
) -> None:
    assert check(catalogue, familiar, "no_change", movement).rule_result == "not_met"


@pytest.mark.parametrize("familiar", ["yes", "partly", None])
@pytest.mark.parametrize(
    ("movement", "effect"),
    [*((one, "decrease") for one in INCREASE), *((one, "increase") for one in DECREASE)],
)
def test_an_effect_opposite_to_the_expected_one_cannot_tell(
    movement: str, effect: str, familiar: str | None, catalogue: Catalogue
) -> None:
    assert check(catalogue, familiar, effect, movement).rule_result == "cannot_tell"


@pytest.mark.parametrize("familiar", ["yes", "partly"])
@pytest.mark.parametrize(
    ("movement", "effect"),
    [*((one, "increase") for one in INCREASE), *((one, "decrease") for one in DECREASE)],
)
def test_a_familiar_symptom_with_the_expected_effect_is_met(
    movement: str, effect: str, familiar: str, catalogue: Catalogue
) -> None:
    found = check(catalogue, familiar, effect, movement)
    assert (found.rule, found.rule_result) == ("R1", "met")


@pytest.mark.parametrize("test", ["slump", "ulnt1", "skb", "ulnt2b", "neri"])
def test_a_movement_expects_the_same_whatever_the_test(test: str, catalogue: Catalogue) -> None:
    assert check(catalogue, "yes", "increase", test=test).rule_result == "met"
    assert check(catalogue, "yes", "decrease", test=test).rule_result == "cannot_tell"


@pytest.mark.parametrize("familiar", ["yes", "partly"])
@pytest.mark.parametrize("effect", ["increase", "decrease"])
@pytest.mark.parametrize("movement", UNLISTED)
def test_an_unlisted_movement_or_none_expects_nothing(
    movement: str | None, effect: str, familiar: str, catalogue: Catalogue
) -> None:
    assert check(catalogue, familiar, effect, movement).rule_result == "met"


@pytest.mark.parametrize("familiar", ["yes", "partly", None])
@pytest.mark.parametrize("effect", ["not_done", None])
def test_without_an_effect_it_cannot_tell(
    effect: str | None, familiar: str | None, catalogue: Catalogue
) -> None:
    assert check(catalogue, familiar, effect).rule_result == "cannot_tell"


def test_without_the_familiar_symptom_it_cannot_tell(catalogue: Catalogue) -> None:
    assert check(catalogue, None, "increase").rule_result == "cannot_tell"


def test_a_response_without_ingredients_cannot_tell(catalogue: Catalogue) -> None:
    bare = examination(responses=[response("slr", "left", "positive")])
    assert rule_checks(bare, catalogue)["slr/left"].rule_result == "cannot_tell"


@pytest.mark.parametrize("test", FAMILIAR_ONLY)
@pytest.mark.parametrize(
    ("familiar", "result"),
    [("yes", "met"), ("partly", "met"), ("no", "not_met"), (None, "cannot_tell")],
)
@pytest.mark.parametrize("effect", [*Effect, None])
def test_without_differentiation_in_the_definition_the_familiar_symptom_alone_decides(
    test: str, familiar: str | None, result: str, effect: str | None, catalogue: Catalogue
) -> None:
    found = check(catalogue, familiar, effect, test=test)
    assert (found.rule, found.rule_result) == ("R1, familiar symptom only", result)


def test_every_other_test_is_read_with_differentiation(catalogue: Catalogue) -> None:
    for test in catalogue.tests:
        expected = "R1, familiar symptom only" if test in FAMILIAR_ONLY else "R1"
        assert check(catalogue, "yes", test=test).rule == expected, test


@pytest.mark.parametrize(
    ("familiar", "effect", "result"),
    [
        ("no", "increase", "not_met"),
        ("yes", "increase", "cannot_tell"),
        ("partly", "increase", "cannot_tell"),
        (None, "increase", "cannot_tell"),
        ("yes", "no_change", "met"),
        ("partly", "decrease", "met"),
        ("yes", "not_done", "met"),
        ("yes", None, "met"),
        (None, "no_change", "cannot_tell"),
    ],
)
def test_bowstring_with_pressure_on_the_hamstring_tendons_as_its_control(
    familiar: str | None, effect: str | None, result: str, catalogue: Catalogue
) -> None:
    found = check(catalogue, familiar, effect, PRESSURE, test="bowstring")
    assert (found.rule, found.rule_result) == ("R1, familiar symptom only", result)
    local = effect == "increase" and familiar != "no"
    assert (found.why == "local tenderness") is local


@pytest.mark.parametrize("test", ["fnst", "cslr", "spurling"])
def test_the_pressure_is_the_control_of_bowstring_alone(test: str, catalogue: Catalogue) -> None:
    assert check(catalogue, "yes", "increase", PRESSURE, test=test).rule_result == "met"


@pytest.mark.parametrize("test", ["fnst", "bowstring", "spurling"])
def test_an_increase_without_a_movement_is_no_local_tenderness(
    test: str, catalogue: Catalogue
) -> None:
    assert check(catalogue, "yes", "increase", None, test=test).rule_result == "met"


@pytest.mark.parametrize("test", ["distraction", "shoulder_abd"])
@pytest.mark.parametrize(("familiar", "result"), [("yes", "met"), ("no", "not_met")])
def test_in_a_relief_test_familiar_says_whether_the_symptom_eased(
    test: str, familiar: str, result: str, catalogue: Catalogue
) -> None:
    found = check(catalogue, familiar, test=test)
    assert found.rule_result == result
    assert "eased" in found.why


@pytest.mark.parametrize(
    ("outcome", "familiar", "agrees"),
    [
        ("positive", "yes", True),
        ("negative", "no", True),
        ("positive", "no", False),
        ("negative", "yes", False),
        ("inconclusive", "yes", None),
        ("inconclusive", "no", None),
        ("positive", None, None),
        ("negative", None, None),
        ("inconclusive", None, None),
    ],
)
def test_agrees_is_true_false_or_null(
    outcome: str, familiar: str | None, agrees: bool | None, catalogue: Catalogue
) -> None:
    assert check(catalogue, familiar, "increase", outcome=outcome).agrees is agrees


@pytest.mark.parametrize(
    ("familiar", "effect", "why"),
    [
        ("no", "increase", "symptom not familiar"),
        ("yes", "no_change", "no change"),
        ("yes", "decrease", "opposite"),
        (None, "increase", "familiar symptom not recorded"),
        ("yes", "not_done", "differentiation not done"),
        ("yes", None, "differentiation not recorded"),
        ("yes", "increase", "changed on differentiation"),
    ],
)
def test_why_names_what_decided(
    familiar: str | None, effect: str | None, why: str, catalogue: Catalogue
) -> None:
    assert why in check(catalogue, familiar, effect).why


def test_every_check_says_why(catalogue: Catalogue) -> None:
    for test in ("slr", "bowstring", "distraction"):
        for familiar in ("yes", "partly", "no", None):
            for effect in (*Effect, None):
                assert check(catalogue, familiar, effect, PRESSURE, test=test).why
