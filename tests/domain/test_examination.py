"""The examination as a value: what it refuses, and how a change gives a new one."""

from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.anatomy import Root, Side, TestedSide
from clinic_desktop.domain.examination import Examination, Patient, new_examination
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.screening import ConductionSign, SignKind, SignPlace
from tests.domain.build import AN_ID, Json, examination, response, sign


def a_response(test: str, side: str, outcome: str | None = None, **more: str) -> Response:
    return msgspec.convert(response(test, side, outcome, **more), Response)


def test_a_new_examination_records_nothing_but_who_when_and_by_which_protocol() -> None:
    patient = Patient(id=UUID(AN_ID))
    made = new_examination(
        UUID(AN_ID), patient, "lumbar_core", "2026-11-18T09:30:00+01:00", None, None
    )
    assert msgspec.to_builtins(made) == {
        "format": "clinic-desktop-examination",
        "version": 1,
        "id": AN_ID,
        "protocol": "lumbar_core",
        "positive_rule": "R1",
        "performed_at": "2026-11-18T09:30:00+01:00",
        "patient": {"id": AN_ID},
    }


@pytest.mark.parametrize(
    ("responses", "refused"),
    [
        ([response("slr", "left", "positive"), response("slr", "left")], True),
        ([response("slr", "midline"), response("slr", "midline")], True),
        ([response("slr", "left"), response("slr", "right"), response("slr", "midline")], False),
        ([response("slr", "left"), response("slump", "left")], False),
    ],
)
def test_at_most_one_response_per_test_and_side(responses: list[Json], refused: bool) -> None:
    if refused:
        with pytest.raises(msgspec.ValidationError, match=r"responses\[1\]"):
            examination(responses=responses)
    else:
        assert len(examination(responses=responses).responses or ()) == len(responses)


@pytest.mark.parametrize(
    ("signs", "refused"),
    [
        ([sign("L5", "left", "power", "4"), sign("L5", "left", "power", "5")], True),
        ([sign("L5", "left", "power"), sign("L5", "left", "power", item="toe")], True),
        ([sign("L5", "left", "power"), sign("L5", "right", "power")], False),
        ([sign("L5", "left", "power"), sign("L5", "left", "pin_prick")], False),
        ([sign("L5", "left", "power"), sign("S1", "left", "power")], False),
    ],
)
def test_at_most_one_sign_per_root_side_and_kind(signs: list[Json], refused: bool) -> None:
    if refused:
        with pytest.raises(msgspec.ValidationError, match=r"conduction\[1\]"):
            examination(conduction=signs)
    else:
        assert len(examination(conduction=signs).conduction or ()) == len(signs)


def test_a_sign_takes_the_place_of_the_one_before_and_an_empty_one_takes_it_out() -> None:
    examined = examination(
        conduction=[sign("L5", "left", "power", "4"), sign("S1", "left", "power", "5")]
    )
    place = SignPlace(Root.L5, Side.LEFT, SignKind.POWER)
    stronger = ConductionSign(root=Root.L5, side=Side.LEFT, kind=SignKind.POWER, grade="5")
    changed = examined.with_sign(stronger)
    assert changed.conduction == (stronger, *(examined.conduction or ())[1:])
    assert changed.sign(*place) == stronger
    assert changed.sign(Root.L5, Side.RIGHT, SignKind.POWER) is None
    empty = ConductionSign(root=Root.L5, side=Side.LEFT, kind=SignKind.POWER)
    assert changed.with_sign(empty).conduction == (examined.conduction or ())[1:]
    assert examination().with_sign(empty).conduction is None
    assert examination().with_sign(stronger).conduction == (stronger,)


def test_a_response_is_found_by_test_and_side() -> None:
    examined = examination(
        responses=[response("slr", "left", "positive"), response("slr", "right", "negative")]
    )
    found = examined.response("slr", TestedSide.RIGHT)
    assert found is not None
    assert found.outcome == "negative"
    assert examined.response("slr", TestedSide.MIDLINE) is None
    assert examined.response("slump", TestedSide.LEFT) is None
    assert examination().response("slr", TestedSide.LEFT) is None


def test_a_response_takes_the_place_of_the_one_before_it() -> None:
    before = examination(
        responses=[response("slr", "left", "positive"), response("slump", "left", "negative")]
    )
    after = before.with_response(a_response("slr", "left", "negative"))
    assert [one.outcome for one in after.responses or ()] == ["negative", "negative"]
    assert before.response("slr", TestedSide.LEFT) == a_response("slr", "left", "positive")


def test_a_new_response_is_added_at_the_end() -> None:
    before = examination(responses=[response("slr", "left", "positive")])
    after = before.with_response(a_response("slr", "right", "negative"))
    assert [one.side for one in after.responses or ()] == ["left", "right"]


def test_a_response_that_records_nothing_is_taken_out() -> None:
    before = examination(
        responses=[response("slr", "left", "positive"), response("slr", "right", "negative")]
    )
    after = before.with_response(a_response("slr", "left"))
    assert [one.side for one in after.responses or ()] == ["right"]
    assert after.with_response(a_response("slr", "right")).responses is None
    assert examination().with_response(a_response("slr", "left")).responses is None


RESPONSES = st.builds(
    a_response,
    st.sampled_from(["slr", "slump"]),
    st.sampled_from(["left", "right", "midline"]),
    st.sampled_from(["positive", "negative", None]),
    note=st.sampled_from(["", "a"]),
)


@given(st.lists(RESPONSES, max_size=8))
def test_the_last_response_of_a_test_and_side_stands(answers: list[Response]) -> None:
    examined: Examination = examination()
    last: dict[tuple[str, str], Response] = {}
    for answer in answers:
        examined = examined.with_response(answer)
        last[answer.test, answer.side] = answer
    assert {(one.test, one.side): one for one in examined.responses or ()} == last


def test_a_comment_is_kept_per_row_and_taken_out_when_blank() -> None:
    first = examination().with_comment("left/sciatic", "One.")
    both = first.with_comment("left/L5", "Two.")
    assert both.comment("left/sciatic") == "One."
    assert both.with_comment("left/L5", "Three.").comment("left/L5") == "Three."
    assert both.with_comment("left/L5", " ").comment("left/L5") is None
    assert both.with_comment("left/sciatic", None).comment("left/L5") == "Two."
    assert first.with_comment("left/sciatic", "").comparison_notes is None
    assert examination().comment("left/sciatic") is None
