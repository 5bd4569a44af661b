"""Each test and side, each sign, as one observation: what was done, and what was not."""

import msgspec
from hypothesis import given, settings

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Outcome, Response
from tests.domain.build import moved, response, sign
from tests.exchange.fhir.conftest import Make
from tests.exchange.fhir.reading import (
    AT,
    Json,
    assert_valid,
    codes,
    examined,
    led_to,
    observed,
    only,
    parts,
    resources,
    sections,
)
from tests.often import often
from tests.strategies import examinations

WHOLE = {
    "variant": "at_limit",
    "baseline_nprs": 4,
    "familiar": "partly",
    "symptom_side": "right",
    "areas": ["posterior_calf", "my own word"],
    "below_knee": False,
    "qualities": ["electric"],
    "nprs": 0,
    "onset_deg": 35,
    "limit_deg": 48,
    "limited_by": "symptom",
    "instrument": "inclinometer",
    "note": "Twice.",
}


def test_a_positive_test_carries_all_that_was_recorded(make: Make) -> None:
    moving = moved("ankle_dorsiflexion", "increase")
    given_ = response("slr", "left", "positive", **WHOLE, **moving)
    made = make(examined(therapist={"name": "Tess"}, responses=[given_]))
    (found,) = observed(made, "test", "slr")
    assert found["code"]["text"] == "SLR, left"
    assert found["valueCodeableConcept"] == {
        "coding": [
            {"system": "urn:clinic-desktop:outcome", "code": "positive", "display": "Positive"}
        ],
        "text": "Positive",
    }
    assert codes(found["bodySite"]) == {"left"}
    assert found["effectiveDateTime"] == AT
    assert led_to(made, found["performer"][0])["name"] == [{"text": "Tess"}]
    assert led_to(made, found["subject"]) == only(made, "Patient")
    assert led_to(made, found["encounter"]) == only(made, "Encounter")
    part = parts(found)
    for field in ("onset_deg", "limit_deg"):
        value = part[field]["valueQuantity"]
        assert value == {
            "value": WHOLE[field],
            "unit": "degrees",
            "system": "http://unitsofmeasure.org",
            "code": "deg",
        }
        assert "(hip flexion)" in part[field]["code"]["text"]
    assert part["nprs"]["valueInteger"] == 0
    assert codes(part["nprs"]["code"]) == {"nprs", "72514-3"}
    assert part["baseline_nprs"]["valueInteger"] == 4
    assert codes(part["familiar"]["valueCodeableConcept"]) == {"partly"}
    assert codes(part["symptom_side"]["valueCodeableConcept"]) == {"right"}
    assert part["below_knee"]["valueBoolean"] is False
    assert codes(part["movement"]["valueCodeableConcept"]) == {"ankle_dorsiflexion"}
    assert codes(part["effect"]["valueCodeableConcept"]) == {"increase"}
    areas = [p for p in found["component"] if "areas" in codes(p["code"])]
    assert [area["valueCodeableConcept"]["text"] for area in areas] == [
        "Back of calf",
        "my own word",
    ]
    assert found["note"] == [{"text": "Twice."}]
    assert "coding" not in areas[1]["valueCodeableConcept"]
    assert_valid(made)


def test_an_unlisted_movement_is_kept_in_words(make: Make) -> None:
    made = make(
        examined(
            responses=[
                response("slr", "left", "positive", **moved("toe wiggling", None)),
                response("slr", "right", "positive", **moved(None, "no_change")),
            ]
        )
    )
    left, right = observed(made, "test", "slr")
    assert parts(left)["movement"]["valueCodeableConcept"] == {"text": "toe wiggling"}
    assert "effect" not in parts(left)
    assert set(parts(right)) == {"effect"}


def test_not_tested_has_a_reason_and_no_value(make: Make) -> None:
    made = make(
        examined(
            responses=[
                response("slump", "left", "not_tested", not_tested_reason="pain", note="Sat ill."),
                response("slump", "right", "not_tested"),
                response("slr", "right", not_tested_reason="my own"),
            ]
        )
    )
    left, right = observed(made, "test", "slump")
    for found in (left, right):
        assert codes(found["dataAbsentReason"]) == {"not-performed"}
        assert not any(key.startswith("value") for key in found)
    assert left["dataAbsentReason"]["text"] == "Not tested: Pain"
    assert left["note"] == [{"text": "Not tested: Pain"}, {"text": "Sat ill."}]
    assert right["dataAbsentReason"]["text"] == "Not tested"
    assert "note" not in right
    (draft,) = observed(made, "test", "slr")
    assert draft["note"] == [{"text": "Reason: my own"}]
    assert not {"dataAbsentReason", "valueCodeableConcept"} & set(draft)


def test_an_untouched_response_is_no_observation(make: Make) -> None:
    made = make(examined(responses=[response("slr", "left"), response("slr", "right", note="x")]))
    (found,) = observed(made, "test")
    assert codes(found["bodySite"]) == {"right"}


def test_every_response_is_one_observation_of_its_own_side(
    catalogue: Catalogue, make: Make
) -> None:
    @settings(max_examples=often(25))
    @given(examinations(catalogue.tests))
    def stays_apart(examination: Examination) -> None:
        examination = msgspec.structs.replace(
            examination, performed_at=AT, imaging=None, conduction=None, red_flags=None
        )
        said = [
            each
            for each in examination.responses or ()
            if each != Response(test=each.test, side=each.side)
        ]
        found = observed(make(examination), "test")
        assert len(found) == len(said)
        for each, observation in zip(said, found, strict=True):
            assert codes(observation["code"]) == {each.test}
            assert codes(observation["bodySite"]) == {each.side.value}
            value = observation.get("valueCodeableConcept")
            if each.outcome in (None, Outcome.NOT_TESTED):
                assert value is None
                assert ("dataAbsentReason" in observation) is (each.outcome is not None)
            else:
                assert each.outcome is not None
                assert codes(value or {}) == {each.outcome.value}
                assert "dataAbsentReason" not in observation
            alone = msgspec.structs.replace(examination, responses=(each,))
            (again,) = observed(make(alone), "test")
            assert again == observation

    stays_apart()


def test_a_sign_is_one_observation_with_its_root_and_side(make: Make) -> None:
    made = make(
        examined(
            conduction=[
                sign("S1", "left", "reflex", "reduced", item="Achilles"),
                sign("S1", "right", "power", "4", note="after rest"),
                sign("L5", "left", "light_touch", note="bandaged"),
                sign("L4", "left", "pin_prick"),
            ]
        )
    )
    reflex, power, touch = observed(made, "sign-kind")
    assert reflex["code"]["text"] == "Reflex, S1, left"
    assert codes(reflex["valueCodeableConcept"]) == {"reduced"}
    assert codes(parts(reflex)["root"]["valueCodeableConcept"]) == {"S1"}
    assert parts(reflex)["item"]["valueString"] == "Achilles"
    assert codes(reflex["bodySite"]) == {"left"}
    assert power["valueCodeableConcept"]["text"] == "4 of 5"
    assert codes(power["bodySite"]) == {"right"}
    assert not {"valueCodeableConcept", "dataAbsentReason"} & set(touch)
    assert touch["note"] == [{"text": "bandaged"}]
    assert_valid(made)


def test_what_was_not_examined_has_no_value(make: Make) -> None:
    made = make(
        examined(
            other_sources=[
                {"source": "myofascial", "found": "yes", "note": "left"},
                {"source": "my own", "found": "not_examined"},
                {"found": "no"},
                {"source": "fascial"},
            ],
            sensitisation={"allodynia": "yes", "regional": "not_examined"},
        )
    )
    observations = resources(made, "Observation")
    trigger, own, nameless, signs = observations
    assert codes(trigger["code"]) == {"myofascial"}
    assert codes(trigger["valueCodeableConcept"]) == {"yes"}
    assert own["code"] == {"text": "my own"}
    assert codes(own["dataAbsentReason"]) == {"not-performed"}
    assert "valueCodeableConcept" not in own
    assert nameless["code"]["text"] == "Other source"
    assert set(parts(signs)) == {"allodynia", "regional"}
    assert "valueCodeableConcept" not in parts(signs)["regional"]
    assert codes(parts(signs)["regional"]["dataAbsentReason"]) == {"not-performed"}
    assert_valid(made)
    assert not observed(make(examined(sensitisation={})), "field")


def test_a_functional_test_is_of_its_own_day_and_of_nobody_here(make: Make) -> None:
    tests: list[Json] = [
        {
            "test": "dynamic_ultrasound",
            "performed_on": "2026-11-02",
            "target": "Sciatic nerve",
            "side": "left",
            "result": "Glides.",
        },
        {"result": "Eased.", "note": "by letter"},
        {"side": "left"},
    ]
    made = make(examined(therapist={"name": "Tess"}, functional_tests=tests))
    found, other = resources(made, "Observation")
    assert found["effectiveDateTime"] == "2026-11-02"
    assert not {"performer", "encounter"} & set(found)
    assert found["valueString"] == "Glides."
    assert parts(found)["target"]["valueString"] == "Sciatic nerve"
    assert "effectiveDateTime" not in other
    assert other["code"] == {"text": "Functional test"}
    assert_valid(made)


def test_a_measure_has_its_score_and_what_it_is_out_of(make: Make) -> None:
    measures: list[Json] = [
        {"measure": "psfs", "score": 4, "max": 10, "items": [{"item": "sitting", "score": 3}]},
        {"score": 0},
        {"measure": "odi", "note": "refused"},
        {"measure": "ndi"},
    ]
    made = make(examined(measures=measures))
    scale, nameless, refused = resources(made, "Observation")
    assert codes(scale["code"]) == {"psfs"}
    assert scale["valueQuantity"] == {"value": 4}
    assert parts(scale)["max"]["valueQuantity"] == {"value": 10}
    assert parts(scale)["items"]["valueString"] == "sitting: 3"
    assert nameless["valueQuantity"] == {"value": 0}
    assert "valueQuantity" not in refused
    assert_valid(made)


def test_the_section_says_what_a_positive_means_only_beside_tests(make: Make) -> None:
    title = "Findings of the examination"
    with_tests = sections(make(examined(responses=[response("slr", "left", "positive")])))
    without = sections(make(examined(conduction=[sign("S1", "left", "power", "5")])))
    assert "neither damage nor which root" in with_tests[title]["text"]["div"]
    assert "neither damage nor which root" not in without[title]["text"]["div"]
    assert "SLR, left: Positive" in with_tests[title]["text"]["div"]
