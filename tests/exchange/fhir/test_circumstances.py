"""The symptoms, what was known before, the red flags, and how the visit ended."""

from tests.domain.build import finding, report, response
from tests.exchange.fhir.conftest import Make
from tests.exchange.fhir.reading import assert_valid, codes, examined, observed, parts, sections


def test_the_symptoms_stand_with_their_side_and_rating(make: Make) -> None:
    made = make(
        examined(
            presentation={
                "question": "Is a nerve involved?",
                "symptom_side": "left",
                "onset": "2026-09-14",
                "areas": [{"area": "buttock", "side": "left", "kinds": ["pain"]}, {}],
                "nprs": {"now": 4, "worst": 8},
                "behaviour": [{"activity": "sitting", "effect": "worse"}, {"effect": "better"}],
                "note": "Drives.",
            }
        )
    )
    (found,) = observed(made, "field", "presentation")
    part = parts(found)
    assert codes(part["symptom_side"]["valueCodeableConcept"]) == {"left"}
    assert part["onset"]["valueDateTime"] == "2026-09-14"
    assert part["areas"]["valueString"] == "Buttock, left: pain"
    assert part["now"]["valueInteger"] == 4
    assert part["now"]["code"]["text"] == "NPRS, now"
    assert "72514-3" in codes(part["now"]["code"])
    assert "72514-3" not in codes(part["worst"]["code"])
    assert "best" not in part
    told = [p["valueString"] for p in found["component"] if "behaviour" in codes(p["code"])]
    assert told == ["Sitting: worse", "better"]
    assert found["note"] == [{"text": "Drives."}]
    text = sections(made)["Reason and symptoms"]["text"]["div"]
    assert "Is a nerve involved?" in text
    assert "NPRS, worst: 8" in text
    assert_valid(made)


def test_what_was_known_before_and_how_it_ended_stand_as_recorded(make: Make) -> None:
    made = make(
        examined(
            imaging_known_before=False,
            imaging_known_how="none",
            examine_first=True,
            imaging_opened_at="2026-11-18T09:10:00+01:00",
            before={
                "consent": {"examination": "yes"},
                "operations": [{"on": "2012-03-08", "what": "Arthroscopy"}, {"what": "Other"}],
                "conditions": ["Asthma"],
                "note": "None of the back.",
            },
            after={"symptoms": "settled", "minutes": 5},
        )
    )
    (before,) = observed(made, "field", "before")
    part = parts(before)
    assert part["imaging_known_before"]["valueBoolean"] is False
    assert codes(part["imaging_known_how"]["valueCodeableConcept"]) == {"none"}
    assert part["examine_first"]["valueBoolean"] is True
    assert part["imaging_opened_at"]["valueString"] == "18 November 2026, 09:10 UTC+01:00"
    assert part["examination"]["code"]["text"] == "Consent, to the examination"
    operations = [p for p in before["component"] if "operations" in codes(p["code"])]
    assert [p["valueString"] for p in operations] == ["8 March 2012: Arthroscopy", "Other"]
    assert part["conditions"]["valueString"] == "Asthma"
    (after,) = observed(made, "field", "after")
    assert parts(after)["minutes"]["valueQuantity"]["code"] == "min"
    assert_valid(made)


def test_a_part_in_which_nothing_is_recorded_is_no_observation(make: Make) -> None:
    made = make(examined(presentation={}, before={"consent": {}}, after={}, red_flags={}))
    assert not observed(made, "field")
    assert not sections(made)


def test_each_red_flag_that_was_asked_is_there_and_no_other(make: Make) -> None:
    made = make(
        examined(
            red_flags={
                "answers": {"past_cancer": "unknown", "ces_bladder": "no", "own": "yes"},
                "level": "few",
                "reason": "Long ago.",
                "actions": [
                    {"at": "2026-11-18T10:00:00+01:00", "what": "Called", "to_whom": "Dr R"},
                    {},
                ],
                "asked_again": ["clonus"],
            }
        )
    )
    (found,) = observed(made, "field", "level")
    assert found["code"]["text"] == "Level of concern"
    assert codes(found["valueCodeableConcept"]) == {"few"}
    answers = {
        text: codes(p["valueCodeableConcept"])
        for p in found["component"]
        if "valueCodeableConcept" in p
        for text in (codes(p["code"]) or {p["code"]["text"]})
    }
    assert answers == {"past_cancer": {"unknown"}, "ces_bladder": {"no"}, "own": {"yes"}}
    assert parts(found)["asked_again"]["valueString"] == "Clonus"
    assert [note["text"] for note in found["note"]] == [
        "Long ago.",
        "18 November 2026, 10:00 UTC+01:00, Called, Dr R",
    ]
    text = sections(made)["Safety"]["text"]["div"]
    assert "3 asked, 1 (own) answered yes, 1 (Past cancer) unknown" in text
    assert_valid(made)


def test_a_question_without_a_name_keeps_its_answer(make: Make) -> None:
    made = make(examined(red_flags={"answers": {" ": "yes"}}))
    (found,) = observed(made, "field", "level")
    assert codes(parts(found)["answers"]["valueCodeableConcept"]) == {"yes"}
    assert "valueCodeableConcept" not in found
    assert_valid(made)


def test_dangers_and_weak_signs_stand_in_the_safety_section(make: Make) -> None:
    made = make(
        examined(
            imaging=[report(finding("L4-L5", "fracture"))],
            responses=[response("slr", "left", "positive")],
        )
    )
    assert "ractur" in sections(made)["Safety"]["text"]["div"]
