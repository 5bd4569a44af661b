"""The comparison in a document: proposed by the program, accepted by a signature."""

from typing import Any

from tests.domain.build import finding, report, response, sign
from tests.exchange.fhir.conftest import Make
from tests.exchange.fhir.reading import (
    Json,
    assert_valid,
    codes,
    examined,
    led_to,
    observed,
    parts,
    sections,
)
from tests.report.editions import signed, version

RECORDED: dict[str, Any] = {
    "protocol": "lumbar_core",
    "therapist": {"name": "Tess"},
    "responses": [
        response("slr", "left", "positive", familiar="yes"),
        response("slump", "left", "not_tested"),
        response("slr", "right", "negative"),
        response("slump", "right"),
    ],
    "conduction": [
        sign("S1", "left", "reflex", "reduced"),
        sign("S1", "right", "reflex", "normal"),
        sign("S1", "left", "power"),
    ],
    "imaging": [
        {"modality": "CT", "region": "cervical"},
        report(
            finding("L4-L5", "disc_degeneration"),
            finding("L5-S1", "protrusion", "left", root="S1"),
            finding("L5-S1", "foraminal_stenosis", "right"),
        ),
    ],
    "comparison_notes": [{"row": "left/sciatic", "note": "As felt."}],
}


def rows(made: Json) -> dict[str, Json]:
    return {row["code"]["text"]: row for row in observed(made, "comparison")}


def test_each_row_is_an_observation_of_its_side_with_both_cells(make: Make) -> None:
    made = make(examined(**RECORDED))
    found = rows(made)
    assert list(found) == [
        "Comparison: Sciatic, left",
        "Comparison: Sciatic, right",
        "Comparison: S1, left",
    ]
    left = found["Comparison: Sciatic, left"]
    assert codes(left["valueCodeableConcept"]) == {"both"}
    assert codes(left["bodySite"]) == {"left"}
    part = parts(left)
    assert codes(part["mechanosensitivity"]["valueCodeableConcept"]) == {"sciatic"}
    assert part["examination_says"]["valueString"].startswith("1 positive of 1 done (SLR)")
    assert codes(part["imaging_says"]["valueCodeableConcept"]) == {"changed"}
    assert codes(part["agreement"]["valueCodeableConcept"]) == {"side_and_root"}
    assert {"text": "Comment: As felt."} in left["note"]
    right = found["Comparison: Sciatic, right"]
    assert codes(right["valueCodeableConcept"]) == {"imaging_only"}
    assert codes(right["bodySite"]) == {"right"}
    assert "agreement" not in parts(right)
    assert_valid(made)


def test_a_row_leads_to_what_it_was_made_from_and_to_nothing_of_the_other_side(make: Make) -> None:
    made = make(examined(**RECORDED))

    def sources(row: str) -> list[str]:
        return [led_to(made, each)["code"]["text"] for each in rows(made)[row]["derivedFrom"]]

    assert sources("Comparison: Sciatic, left") == ["SLR, left", "Slump, left", "Disc protrusion"]
    assert sources("Comparison: Sciatic, right") == ["SLR, right", "Foraminal stenosis"]
    assert sources("Comparison: S1, left") == ["Reflex, S1, left", "Disc protrusion"]


def test_on_a_draft_a_reading_is_proposed_by_the_program(make: Make) -> None:
    made = make(examined(**RECORDED))
    for row in rows(made).values():
        assert "performer" not in row
        assert led_to(made, row["device"])["resourceType"] == "Device"
        assert row["status"] == "preliminary"
        assert codes(parts(row)["standing"]["valueCodeableConcept"]) == {"reading_proposed"}
    assert "Proposed readings" in sections(made)["Comparison"]["text"]["div"]


def test_a_signature_accepts_the_readings(make: Make) -> None:
    made = make(examined(**RECORDED), signed(version()))
    for row in rows(made).values():
        assert led_to(made, row["performer"][0])["name"] == [{"text": "Tess"}]
        assert row["status"] == "final"
        assert codes(parts(row)["standing"]["valueCodeableConcept"]) == {"reading_accepted"}
    text = sections(made)["Comparison"]["text"]["div"]
    assert "Proposed" not in text
    assert "signature accepted them" in text


def test_the_rule_stands_beside_each_verdict(make: Make) -> None:
    text = sections(make(examined(**RECORDED)))["Comparison"]["text"]["div"]
    assert "SLR, left: positive; R1: " in text


def test_without_tests_or_signs_there_is_no_comparison(make: Make) -> None:
    assert "Comparison" not in sections(make(examined(therapist={"name": "Tess"})))
