"""The order of the tests on the couch, and from where one that follows another starts."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain import flow
from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.flow import Order, Station
from clinic_desktop.domain.response import Outcome
from tests.domain.build import Json, examination, response

L, R, M = TestedSide.LEFT, TestedSide.RIGHT, TestedSide.MIDLINE
ORDERS = tuple(Order)


def places(order: Order, catalogue: Catalogue, **parts: object) -> list[str]:
    stations = flow.stations(examination(**parts), catalogue, order)
    return [f"{each.test} {each.side.value}" for each in stations]


def of_side(side: str) -> Json:
    return {"symptom_side": side}


def test_by_position_the_well_leg_goes_through_all_tests_of_a_position_first(
    catalogue: Catalogue,
) -> None:
    painful_left = places(
        Order.BY_POSITION, catalogue, protocol="lumbar_core", presentation=of_side("left")
    )
    supine = ["slr", "bragard", "bowstring"]
    assert painful_left == [
        *(f"{test} right" for test in supine),
        *(f"{test} left" for test in supine),
        "slump right",
        "slump left",
    ]


@pytest.mark.parametrize("side", ["right", "both", "midline", None])
def test_without_a_painful_left_the_left_comes_first(
    side: str | None, catalogue: Catalogue
) -> None:
    given_side = {} if side is None else {"presentation": of_side(side)}
    for order in ORDERS:
        first = places(order, catalogue, protocol="lumbar_core", **given_side)[0]
        assert first == "slr left"


def test_test_by_test_does_both_sides_before_the_next(catalogue: Catalogue) -> None:
    found = places(Order.BY_TEST, catalogue, protocol="lumbar_core", presentation=of_side("left"))
    assert found[:4] == ["slr right", "slr left", "bragard right", "bragard left"]
    assert found[-1] == "bowstring left"


def test_a_test_of_the_midline_has_one_station(catalogue: Catalogue) -> None:
    found = places(Order.BY_POSITION, catalogue, protocol_tests=["slump", "dejerine", "bell"])
    assert found == ["slump left", "slump right", "dejerine midline", "bell midline"]


@given(data=st.data())
@pytest.mark.parametrize("order", ORDERS)
def test_every_test_stands_once_on_each_of_its_sides_and_a_position_is_never_taken_twice(
    order: Order, data: st.DataObject, catalogue: Catalogue
) -> None:
    tests = data.draw(st.lists(st.sampled_from(sorted(catalogue.tests)), unique=True, max_size=8))
    side = data.draw(st.sampled_from(["left", "right", "both", "midline", None]))
    examined = examination(
        protocol_tests=tests or None, presentation=of_side(side) if side else None
    )
    stations = flow.stations(examined, catalogue, order)
    wanted = {Station(test, each) for test in tests for each in catalogue.tests[test].sides}
    assert set(stations) == wanted
    assert len(stations) == len(wanted)
    if order is Order.BY_POSITION:
        positions = [catalogue.tests[each.test].couch for each in stations]
        turns = sum(one != other for one, other in itertools.pairwise(positions))
        assert turns == max(len(set(positions)) - 1, 0)


@given(symptom=st.sampled_from(["left", "right"]), order=st.sampled_from(ORDERS))
def test_the_other_painful_side_mirrors_the_flow(
    symptom: str, order: Order, catalogue: Catalogue
) -> None:
    other = {"left": "right", "right": "left"}
    here = places(order, catalogue, protocol="lumbar_extended", presentation=of_side(symptom))
    there = places(
        order, catalogue, protocol="lumbar_extended", presentation=of_side(other[symptom])
    )
    assert [place.replace("left", "L").replace("right", "left").replace("L", "right")
            for place in here] == there  # fmt: skip


def test_what_follows_is_the_next_station_without_an_outcome(catalogue: Catalogue) -> None:
    examined = examination(
        protocol="lumbar_core",
        responses=[response("bragard", "left", "negative"), response("bowstring", "left")],
    )
    after = flow.following(Station("slr", L), examined, catalogue, Order.BY_POSITION)
    assert after == Station("bowstring", L)
    last = flow.following(Station("slump", R), examined, catalogue, Order.BY_POSITION)
    assert last is None
    unknown = flow.following(Station("skb", R), examined, catalogue, Order.BY_POSITION)
    assert unknown is None


def test_what_precedes_is_the_station_before_answered_or_not(catalogue: Catalogue) -> None:
    examined = examination(protocol="lumbar_core", responses=[response("slr", "left", "negative")])
    before = flow.preceding(Station("bragard", L), examined, catalogue, Order.BY_POSITION)
    assert before == Station("slr", L)
    assert flow.preceding(Station("slr", L), examined, catalogue, Order.BY_POSITION) is None
    assert flow.preceding(Station("skb", L), examined, catalogue, Order.BY_POSITION) is None


def test_only_tests_of_the_side_without_an_outcome_remain(catalogue: Catalogue) -> None:
    examined = examination(
        protocol="lumbar_core",
        responses=[response("slr", "left", "negative"), response("slump", "left", familiar="no")],
    )
    remaining = flow.remaining(L, examined, catalogue, Order.BY_POSITION)
    assert [each.test for each in remaining] == ["bragard", "bowstring", "slump"]
    assert {each.side for each in remaining} == {L}


def test_recording_the_rest_as_negative_touches_only_what_is_named_and_open(
    catalogue: Catalogue,
) -> None:
    examined = examination(
        protocol="lumbar_core",
        responses=[
            response("slr", "left", "negative"),
            response("slump", "left", "positive", familiar="yes"),
        ],
    )
    named = [Station("bragard", L), Station("slump", L)]
    after = flow.with_negatives(named, examined, catalogue)
    bragard, slump = after.response("bragard", L), after.response("slump", L)
    assert bragard is not None
    assert (bragard.outcome, bragard.variant) == (Outcome.NEGATIVE, "at_limit")
    assert slump == examined.response("slump", L)
    assert after.response("bowstring", L) is None
    assert after.response("bragard", R) is None


@pytest.mark.parametrize(
    ("test", "slr", "variant", "applies", "said"),
    [
        ("bragard", None, None, True, "which is not recorded yet"),
        ("bragard", {"outcome": "not_tested"}, None, True, "which was not tested"),
        (
            "bragard",
            {"outcome": "positive", "onset_deg": 35, "limit_deg": 48},
            None,
            True,
            "SLR LEFT: positive, first response 35°, limit 48°. Start from there.",
        ),
        (
            "bragard",
            {"outcome": "negative", "limit_deg": 80},
            "at_limit",
            True,
            "SLR LEFT: negative, limit 80°. Then done, and recorded: at the limit of the",
        ),
        ("bragard_mod", {"outcome": "negative"}, None, True, "Start from there"),
        ("bragard_mod", {"outcome": "positive"}, None, False, "after a negative one"),
        ("bragard_mod", {"outcome": "inconclusive"}, None, True, "Start from there"),
        ("bowstring", {"outcome": "negative"}, None, False, "after a positive one"),
        ("bowstring", {"outcome": "positive"}, None, True, "Start from there"),
    ],
)
def test_a_test_that_follows_another_says_from_where_it_starts(
    test: str,
    slr: Json | None,
    variant: str | None,
    applies: bool,
    said: str,
    catalogue: Catalogue,
) -> None:
    responses = [] if slr is None else [response("slr", "left", **slr)]
    # The other side says nothing of this one.
    responses.append(response("slr", "right", "positive", onset_deg=20))
    examined = examination(protocol="lumbar_core", responses=responses)
    start = flow.starting_point(test, L, examined, catalogue)
    assert start is not None
    assert said in start.sentence
    assert (start.variant, start.applies) == (variant, applies)


def test_a_crossed_test_says_which_leg_is_asked_about(catalogue: Catalogue) -> None:
    start = flow.starting_point("cslr", R, examination(), catalogue)
    assert start is not None
    assert start.sentence.startswith("Move the right leg and ask about the left one")
    assert start.sentence.endswith("counts on the LEFT.")
    assert flow.starting_point("cslr", M, examination(), catalogue) is None


def test_a_test_that_follows_none_starts_from_its_own_position(catalogue: Catalogue) -> None:
    examined = examination(protocol="lumbar_core")
    assert flow.starting_point("slump", L, examined, catalogue) is None
