"""The imaging report in a document: the radiologist's words, the therapist's transcription."""

import base64
from typing import Any

import pytest

from tests.domain.build import finding, report
from tests.exchange.fhir.conftest import Make
from tests.exchange.fhir.reading import (
    Json,
    assert_valid,
    codes,
    examined,
    leaves,
    led_to,
    only,
    parts,
    resources,
)

TEXT = "L5-S1: left disc protrusion\r\n\tcontacting S1.\u00a0Łódź \u2028 end"
PROTRUSION = finding(
    "L5-S1",
    "protrusion",
    "left",
    zone="subarticular",
    root="S1",
    root_relation="contact",
    certainty="possible",
    quote={"start": 0, "end": 27},
)


def with_report(**more: Any) -> Any:
    held = report(
        PROTRUSION,
        **{
            "text": TEXT,
            "reporter": "Dr Sasha Example",
            "site": "Exampleton",
            "performed_on": "2026-10-05",
            "reported_on": "2026-10-06",
            **more,
        },
    )
    return examined(therapist={"name": "Tess"}, imaging=[held])


def imaging_observations(made: Json) -> list[Json]:
    return [
        each for each in resources(made, "Observation") if codes(each["category"][0]) == {"imaging"}
    ]


def test_the_words_are_held_byte_for_byte(make: Make) -> None:
    made = make(with_report())
    for attachment in (
        only(made, "DiagnosticReport")["presentedForm"][0],
        only(made, "DocumentReference")["content"][0]["attachment"],
    ):
        assert base64.b64decode(attachment["data"]).decode() == TEXT
        assert attachment["size"] == len(TEXT.encode())
        assert attachment["creation"] == "2026-10-06"
    assert_valid(made)


def test_a_finding_is_the_therapists_transcription_never_the_radiologists(make: Make) -> None:
    made = make(with_report())
    (found,) = imaging_observations(made)
    (performer,) = (led_to(made, each) for each in found["performer"])
    assert performer["name"] == [{"text": "Tess"}]
    assert found["method"]["text"] == "Transcribed by the therapist from the imaging report"
    assert {"text": found["method"]["text"]} in found["note"]
    (source,) = (led_to(made, each) for each in found["derivedFrom"])
    assert source["resourceType"] == "DocumentReference"
    assert base64.b64decode(source["content"][0]["attachment"]["data"]).decode() == TEXT
    assert found["effectiveDateTime"] == "2026-10-05"
    assert "encounter" not in found
    # The radiologist is a name in words: nothing in the document is theirs to answer for.
    people = resources(made, "Practitioner")
    assert [each["name"] for each in people] == [[{"text": "Tess"}]]
    assert only(made, "DiagnosticReport")["resultsInterpreter"] == [{"display": "Dr Sasha Example"}]


def test_a_finding_tells_what_was_accepted_and_the_words_it_was_taken_from(make: Make) -> None:
    (found,) = imaging_observations(make(with_report()))
    assert codes(found["code"]) == {"protrusion"}
    assert found["bodySite"]["text"] == "L5-S1, Left"
    assert codes(found["bodySite"]) == {"left"}
    part = parts(found)
    assert codes(part["level"]["valueCodeableConcept"]) == {"L5-S1"}
    assert codes(part["root"]["valueCodeableConcept"]) == {"S1"}
    assert codes(part["root_relation"]["valueCodeableConcept"]) == {"contact"}
    assert codes(part["certainty"]["valueCodeableConcept"]) == {"possible"}
    assert "grade" not in part
    assert "L5-S1: left disc protrusion" in found["note"][0]["text"]


@pytest.mark.parametrize(
    ("parts", "presence"),
    [
        ({"grade": "none"}, "absent"),
        ({"grade": "none", "certainty": "possible"}, "absent"),
        ({"certainty": "possible"}, "possible"),
        ({"grade": "mild", "certainty": "stated"}, "present"),
        ({}, "present"),
    ],
)
def test_a_finding_says_whether_it_is_there(
    make: Make, parts: dict[str, str], presence: str
) -> None:
    row = finding("L4-L5", "canal_stenosis", **parts)
    made = make(examined(imaging=[{"modality": "MRI", "findings": [row]}]))
    (found,) = imaging_observations(made)
    assert codes(found["code"]) == {"canal_stenosis"}
    assert codes(found["valueCodeableConcept"]) == {presence}
    assert_valid(made)


def test_the_standing_of_a_report_is_unknown_and_what_is_not_mentioned_is_not_there(
    make: Make,
) -> None:
    made = make(with_report(stated_normal=["L3-L4"], rest_stated_normal=False, position="supine"))
    diagnostic = only(made, "DiagnosticReport")
    assert diagnostic["status"] == "unknown"
    assert diagnostic["code"]["text"] == "MRI, Lumbar spine"
    assert codes(diagnostic["category"][0]) == {"RAD"}
    assert [led_to(made, each) for each in diagnostic["result"]] == imaging_observations(made)
    study, _finding = imaging_observations(made)
    part = parts(study)
    assert codes(part["stated_normal"]["valueCodeableConcept"]) == {"L3-L4"}
    assert part["rest_stated_normal"]["valueBoolean"] is False
    assert codes(part["position"]["valueCodeableConcept"]) == {"supine"}
    levels = {
        leaf["code"]
        for leaf in leaves(made)
        if isinstance(leaf, dict) and leaf.get("system") == "urn:clinic-desktop:level"
    }
    assert levels == {"L3-L4", "L5-S1"}


def test_findings_not_taken_over_and_the_file_stay_in_the_record(make: Make) -> None:
    aside = finding("L4-L5", "modic")
    file = {"name": "scan.pdf", "sha256": "a" * 64, "patient_name": "Somebody Else"}
    plain, made = make(with_report()), make(with_report(set_aside=[aside], original=file))
    # All but the identifier of the document, which follows from its content.
    assert plain["entry"] == made["entry"]


def test_a_nerve_study_has_its_own_fields_and_is_no_radiology(make: Make) -> None:
    study = {
        "weeks_since_onset": 9,
        "muscles": ["tibialis anterior"],
        "paraspinal": True,
        "result": "acute_denervation",
        "roots": [{"root": "L5", "side": "left"}, {"root": "S1"}],
    }
    made = make(examined(imaging=[{"modality": "EMG_NCS", "electrodiagnosis": study}]))
    diagnostic = only(made, "DiagnosticReport")
    assert "category" not in diagnostic
    assert diagnostic["code"] == {"text": "EMG / nerve conduction study"}
    assert not {"presentedForm", "performer", "resultsInterpreter"} & set(diagnostic)
    (found,) = imaging_observations(made)
    assert "derivedFrom" not in found
    part = parts(found)
    assert part["weeks_since_onset"]["valueQuantity"]["code"] == "wk"
    assert part["muscles"]["valueString"] == "tibialis anterior"
    assert codes(part["result"]["valueCodeableConcept"]) == {"acute_denervation"}
    roots = [p["valueString"] for p in found["component"] if "roots" in codes(p["code"])]
    assert roots == ["L5, left", "S1"]
    assert_valid(made)


def test_a_bare_report_is_named_and_no_more(make: Make) -> None:
    made = make(examined(imaging=[{"field_strength": 1.5}, {}]))
    first, second = resources(made, "DiagnosticReport")
    assert second["code"]["text"] == "Imaging report"
    assert not {"effectiveDateTime", "result", "category", "identifier"} & set(second)
    (found,) = imaging_observations(made)
    assert led_to(made, first["result"][0]) == found
    assert parts(found)["field_strength"]["valueQuantity"] == {
        "value": 1.5,
        "unit": "tesla",
        "system": "http://unitsofmeasure.org",
        "code": "T",
    }
    assert_valid(made)


def test_a_finding_without_side_or_words_invents_none(make: Make) -> None:
    held = report(finding("L4-L5", "modic", quote={"start": 3, "end": 9}))
    (found,) = imaging_observations(make(examined(imaging=[held])))
    assert found["bodySite"] == {"text": "L4-L5"}
    assert set(parts(found)) == {"level", "status"}
    assert [note["text"] for note in found["note"]] == [found["method"]["text"]]
