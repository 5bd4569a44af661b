"""What the navigator says of each step: nothing recorded, part of it, or the whole."""

import pytest

from clinic_desktop.domain import progress
from clinic_desktop.domain.anatomy import Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.conduction import block_normal
from clinic_desktop.domain.examination import Examination
from tests.domain.build import Json, examination, finding, report, response, sign

CORE = ["slr", "bragard", "slump", "bowstring"]


def state(key: str, catalogue: Catalogue, **parts: object) -> str:
    (found,) = (
        one.state for one in progress.steps(examination(**parts), catalogue) if one.key == key
    )
    return found


def keys(examined: Examination, catalogue: Catalogue) -> list[str]:
    return [one.key for one in progress.steps(examined, catalogue)]


def test_the_steps_follow_the_visit(catalogue: Catalogue) -> None:
    tests = [f"test:{test}" for test in CORE]
    before = ["reason", "safety", "conduction"]
    expected = [*before, *tests, "other", "imaging", "comparison", "conclusion"]
    assert keys(examination(protocol="lumbar_core"), catalogue) == expected


def test_the_tests_stand_in_the_order_of_the_flow(catalogue: Catalogue) -> None:
    listed = progress.steps(examination(protocol="lumbar_core"), catalogue, ["slump", "slr"])
    assert [one.key for one in listed][3:5] == ["test:slump", "test:slr"]


def test_the_tests_of_a_protocol_of_the_clinics_own_are_its_steps(catalogue: Catalogue) -> None:
    own = examination(protocol="Mine", protocol_tests=["skb", "slr"])
    assert progress.tests_of(own, catalogue) == ("skb", "slr")


def test_a_test_tells_which_of_its_sides_has_an_outcome(catalogue: Catalogue) -> None:
    examined = examination(
        protocol_tests=["slr", "dejerine"],
        responses=[
            response("slr", "right", "negative"),
            response("slr", "left", familiar="no"),
            response("dejerine", "midline", "positive"),
        ],
    )
    answered = {one.key: one.answered for one in progress.steps(examined, catalogue)}
    assert answered["test:slr"] == (False, True)
    assert answered["test:dejerine"] == (True,)
    assert answered["reason"] == ()
    assert (
        state("test:dejerine", catalogue, responses=[response("dejerine", "midline", "positive")])
        == "recorded"
    )


def test_a_test_whose_ingredients_contradict_its_outcome_is_flagged(catalogue: Catalogue) -> None:
    def flagged(familiar: str) -> list[str]:
        given = response("slr", "left", "positive", familiar=familiar)
        steps = progress.steps(examination(responses=[given]), catalogue)
        return [one.key for one in steps if one.flagged]

    assert flagged("no") == ["test:slr"]
    assert flagged("yes") == []


def test_an_untouched_examination_is_empty_in_every_step(catalogue: Catalogue) -> None:
    untouched = progress.steps(examination(protocol="lumbar_core"), catalogue)
    assert {one.state for one in untouched} == {"empty"}
    assert not any(one.flagged for one in untouched)


def test_tests_recorded_beyond_the_protocol_come_after_it_each_once(catalogue: Catalogue) -> None:
    examined = examination(
        protocol="lumbar_core",
        responses=[response(test, "left", "negative") for test in ("skb", "slump", "ulnt1")],
    )
    assert progress.tests_of(examined, catalogue) == (*CORE, "skb", "ulnt1")
    assert progress.tests_of(examination(protocol="of my own"), catalogue) == ()


@pytest.mark.parametrize(
    ("presentation", "expected"),
    [
        ({}, "partly"),
        ({"question": "Why?"}, "partly"),
        ({"question": "Why?", "symptom_side": "left"}, "partly"),
        ({"question": "Why?", "areas": [{"area": "knee"}]}, "partly"),
        ({"question": "", "symptom_side": "left", "areas": [{"area": "knee"}]}, "partly"),
        ({"question": "Why?", "symptom_side": "left", "areas": [{"area": "knee"}]}, "recorded"),
    ],
)
def test_reason(presentation: Json, expected: str, catalogue: Catalogue) -> None:
    assert state("reason", catalogue, presentation=presentation) == expected


@pytest.mark.parametrize(
    ("responses", "expected"),
    [
        ([response("slr", "left", "negative")], "partly"),
        ([response("slr", "left", onset_deg=40)], "partly"),
        ([response("slr", "left", "negative"), response("slr", "right", note="later")], "partly"),
        ([response("slr", side, "negative") for side in ("left", "right")], "recorded"),
        ([response("slr", side, "not_tested") for side in ("left", "right")], "recorded"),
        ([response("slr", "midline", "positive")], "recorded"),
        ([response("slr", "midline", note="later")], "partly"),
        ([response("bragard", "left", "negative")], "empty"),
    ],
)
def test_a_test_is_recorded_when_both_sides_or_the_midline_have_an_outcome(
    responses: list[Json], expected: str, catalogue: Catalogue
) -> None:
    found = state("test:slr", catalogue, protocol="lumbar_core", responses=responses)
    assert found == expected


@pytest.mark.parametrize(
    ("imaging", "expected"),
    [
        ([], "empty"),
        ([report()], "partly"),
        ([report(text="Disc bulge at L4-5.")], "partly"),
        ([report(finding("L4-L5", "bulge"))], "partly"),
        ([report(finding("L4-L5", "bulge"), text="Disc bulge at L4-5.")], "recorded"),
        ([report(text="Normal.", stated_normal=["L4-L5"])], "recorded"),
        ([report(text="Normal.", rest_stated_normal=True)], "recorded"),
        ([report(text="Normal.", rest_stated_normal=True), report()], "partly"),
    ],
)
def test_imaging(imaging: list[Json], expected: str, catalogue: Catalogue) -> None:
    assert state("imaging", catalogue, imaging=imaging) == expected


ALL_SOURCES = [
    {"source": source, "found": "no"}
    for source in (
        "myofascial",
        "nerve_trunk_palpation",
        "peripheral_entrapment",
        "micro_instability",
        "fascial",
        "sensitisation",
    )
]
STEPS = dict.fromkeys(
    (
        "over_three_months",
        "regional",
        "not_explained",
        "allodynia",
        "hyperalgesia",
        "after_sensations",
        "history",
        "comorbidity",
    ),
    "not_examined",
)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"other_sources": []}, "empty"),
        ({"functional_tests": [{"test": "emg_ncs"}]}, "partly"),
        ({"measures": [{"measure": "odi", "score": 0}]}, "partly"),
        ({"sensitisation": STEPS}, "partly"),
        ({"other_sources": ALL_SOURCES[1:]}, "partly"),
        ({"other_sources": [*ALL_SOURCES[1:], {"source": "myofascial", "note": "-"}]}, "partly"),
        ({"other_sources": ALL_SOURCES}, "recorded"),
        ({"other_sources": ALL_SOURCES, "sensitisation": {"regional": "no"}}, "partly"),
        ({"other_sources": ALL_SOURCES, "sensitisation": STEPS}, "recorded"),
        ({"other_sources": ALL_SOURCES, "measures": [{"measure": "rmdq"}]}, "partly"),
        ({"other_sources": ALL_SOURCES, "measures": [{"measure": "rmdq", "score": 0}]}, "recorded"),
    ],
)
def test_other_sources_are_recorded_when_each_offered_is_answered_and_nothing_is_half(
    parts: Json, expected: str, catalogue: Catalogue
) -> None:
    assert state("other", catalogue, **parts) == expected


def test_conduction_is_recorded_with_one_whole_block_on_both_sides(catalogue: Catalogue) -> None:
    def of(examined: Examination) -> str:
        steps = progress.steps(examined, catalogue)
        return next(one.state for one in steps if one.key == progress.CONDUCTION)

    begun = examination(conduction=[sign("S1", "left", "reflex", note="later")])
    left = block_normal(begun, "upper_quarter", (Side.LEFT,), catalogue)
    whole = block_normal(left, "upper_quarter", (Side.RIGHT,), catalogue)
    assert [of(one) for one in (examination(), begun, left, whole)] == [
        "empty",
        "partly",
        "partly",
        "recorded",
    ]


def first(catalogue: Catalogue) -> Json:
    groups = [group for group in catalogue.red_flags.values() if group.one_by_one]
    return {item.id: "no" for group in groups for item in group.items}


def test_safety_is_recorded_with_what_goes_one_by_one_and_a_level(catalogue: Catalogue) -> None:
    answers = first(catalogue)
    for flags, expected in (
        ({"answers": {"past_cancer": "no"}}, "partly"),
        ({"level": "none"}, "partly"),
        ({"answers": answers}, "partly"),
        ({"answers": {**answers, "ces_bowel": None}, "level": "none"}, "partly"),
        ({"answers": answers, "level": "none"}, "recorded"),
    ):
        assert state("safety", catalogue, red_flags=flags) == expected, flags


def test_safety_asks_for_attention_while_a_reason_or_an_asking_is_wanted(
    catalogue: Catalogue,
) -> None:
    def flagged(flags: Json, **parts: object) -> bool:
        examined = examination(red_flags=flags, **parts)
        (found,) = (o.flagged for o in progress.steps(examined, catalogue) if o.key == "safety")
        return found

    answers = first(catalogue)
    clonus = [sign("S1", "left", "reflex", "clonus")]
    assert not flagged({"answers": answers, "level": "none"})
    assert flagged({"answers": {**answers, "trauma": "unknown"}, "level": "few"})
    assert not flagged({"answers": {**answers, "trauma": "unknown"}, "level": "high"})
    assert flagged({"answers": answers, "level": "some"})
    assert not flagged({"answers": answers, "level": "some", "reason": "Known since 2009."})
    assert flagged({"answers": answers, "level": "none"}, conduction=clonus)
    again = {"answers": answers, "level": "none", "asked_again": ["clonus"]}
    assert not flagged(again, conduction=clonus)


def test_comments_on_rows_record_the_comparison(catalogue: Catalogue) -> None:
    notes = [{"row": "left/sciatic", "note": "Palpation alone."}]
    assert state("comparison", catalogue, comparison_notes=notes) == "recorded"
    assert state("comparison", catalogue, comparison_notes=[]) == "empty"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"conclusion": {"text": "Sensitive left sciatic pathway."}}, "partly"),
        ({"conclusion": {}}, "partly"),
        ({"referrer": {"name": "Dr Sample"}}, "partly"),
        ({"conclusion": {"text": ""}, "referrer": {"name": "Dr Sample"}}, "partly"),
        ({"conclusion": {"text": "Text."}, "referrer": {}}, "partly"),
        ({"conclusion": {"text": "Text."}, "referrer": {"name": "Dr Sample"}}, "recorded"),
    ],
)
def test_a_conclusion_is_whole_with_its_text_and_its_recipient(
    parts: Json, expected: str, catalogue: Catalogue
) -> None:
    assert state("conclusion", catalogue, **parts) == expected
