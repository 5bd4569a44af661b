"""An examination as a FHIR document: valid, complete, and without what was not recorded."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given, settings

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.examination import Examination, Patient
from clinic_desktop.domain.versions import (
    A_DRAFT,
    AWAITING,
    DRAFT,
    Edition,
    Version,
    VersionKind,
    status_of,
)
from clinic_desktop.exchange.fhir import people
from clinic_desktop.exchange.fhir.check import BundleRefused
from clinic_desktop.exchange.fhir.document import bundle_json
from clinic_desktop.resources import resources_folder
from tests.domain.build import DATA, EXAMPLES, report, response
from tests.exchange.fhir.conftest import Make
from tests.exchange.fhir.reading import (
    AT,
    Json,
    assert_valid,
    codes,
    examined,
    leaves,
    led_to,
    observed,
    only,
    resources,
    sections,
)
from tests.often import often
from tests.report.editions import AUTHOR, SUPERVISOR, amendment, at, signed, version
from tests.strategies import ODD_TEXTS, examinations, timestamps

SAMPLE = resources_folder() / "examples" / "sample-examination.json"
GOLDEN = DATA / "fhir" / "tests-positive-imaging-normal.json"
XHTML = "{http://www.w3.org/1999/xhtml}"
PDF = b"%PDF-1.7 printed"

ALL = [*EXAMPLES, SAMPLE]


def read(path: Path, catalogue: Catalogue) -> Examination:
    return read_document(path.read_bytes(), catalogue.tests)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_example_gives_a_valid_document(path: Path, catalogue: Catalogue, make: Make) -> None:
    made = make(read(path, catalogue), pdf=PDF)
    assert_valid(made)
    assert (made["resourceType"], made["type"]) == ("Bundle", "document")
    assert resources(made)[0]["resourceType"] == "Composition"
    assert json.loads(bundle_json(made)) == made


def test_every_examination_gives_a_valid_document_and_always_the_same(
    catalogue: Catalogue, make: Make
) -> None:
    @settings(max_examples=often(25))
    @given(examinations(catalogue.tests), timestamps)
    def is_valid(examination: Examination, performed: str) -> None:
        examination = msgspec.structs.replace(examination, performed_at=performed)
        made = make(examination)
        assert_valid(made)
        assert_nothing_is_empty(made)
        assert_narratives(made)
        assert made == make(examination)

    is_valid()


def assert_nothing_is_empty(made: Json) -> None:
    for leaf in leaves(made):
        assert leaf is not None
        assert leaf not in ("", [], {})


def assert_narratives(made: Json) -> None:
    for resource in resources(made):
        texts = [resource["text"]] if resource["resourceType"] != "Binary" else []
        texts += [section["text"] for section in resource.get("section", [])]
        for text in texts:
            div = ET.fromstring(text["div"])  # noqa: S314 - made here
            assert {part.tag for part in div.iter()} <= {
                XHTML + tag for tag in ("div", "p", "ul", "li", "br")
            }
            assert "".join(div.itertext()).strip()


def test_the_document_of_an_example_is_as_it_was(
    catalogue: Catalogue,
    make: Make,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.setattr(people, "__version__", "0.0.0")
    examination = read(DATA / GOLDEN.name, catalogue)
    made = bundle_json(make(examination, signed(version(day=18)), PDF))
    if request.config.getoption("--write-golden"):
        GOLDEN.write_bytes(made)
    assert json.loads(made) == json.loads(GOLDEN.read_bytes())


def test_what_is_not_recorded_is_not_there(make: Make) -> None:
    made = make(examined())
    kinds = [resource["resourceType"] for resource in resources(made)]
    assert kinds == ["Composition", "Patient", "Device", "Encounter", "Provenance"]
    patient = only(made, "Patient")
    assert set(patient) == {"resourceType", "id", "text", "identifier"}
    assert "section" not in resources(made)[0]
    assert "custodian" not in resources(made)[0]
    assert not {"participant", "reasonCode", "serviceProvider"} & set(only(made, "Encounter"))
    assert_valid(made)


def test_an_examination_without_a_time_is_refused(make: Make, catalogue: Catalogue) -> None:
    undated = msgspec.structs.replace(examined(), performed_at=None)
    with pytest.raises(BundleRefused, match="Record when it was performed"):
        make(undated)
    far = msgspec.structs.replace(examined(), performed_at="2026-11-18T09:30:00+18:00")
    with pytest.raises(BundleRefused, match="time"):
        make(far)
    assert make(undated, signed(version()))["timestamp"] == "2026-11-18T09:48:00+00:00"
    made = make(far, signed(version()))
    assert only(made, "Encounter")["period"] == {"start": "2026-11-18"}
    assert_valid(made)
    assert catalogue.tests


def test_odd_texts_leave_a_valid_document(make: Make) -> None:
    for text in ODD_TEXTS:
        made = make(
            examined(
                clinic={"name": text, "address": [text, "1 Lane"]},
                therapist={"name": text},
                referrer={"name": text, "practice": text, "reference": text},
                imaging=[report(text=text)],
                conclusion={"text": text, "requests": [{"text": text}]},
                responses=[response("slr", "left", "positive", note=text)],
            )
        )
        assert_valid(made)
        assert_nothing_is_empty(made)
        assert_narratives(made)


def test_no_code_of_a_diagnosis_is_in_any_document(catalogue: Catalogue, make: Make) -> None:
    known = ("urn:clinic-desktop:", "http://terminology.hl7.org/CodeSystem/", "http://loinc.org")
    for path in ALL:
        made = make(read(path, catalogue))
        systems = {
            leaf["system"]
            for leaf in leaves(made)
            if isinstance(leaf, dict) and "code" in leaf and "system" in leaf
        }
        assert all(system.startswith((*known, "http://unitsofmeasure.org")) for system in systems)
        assert not resources(made, "Condition")


@pytest.mark.parametrize("edition", [A_DRAFT, signed(version())], ids=["draft", "signed"])
def test_the_programs_own_words_are_neutral(
    catalogue: Catalogue, make: Make, edition: Edition
) -> None:
    never = re.compile(
        rf"\b({'|'.join(map(re.escape, catalogue.wording.forbidden))})\b", re.IGNORECASE
    )
    made = make(read(DATA / "tests-negative-imaging-protrusion.json", catalogue), edition, PDF)
    said = catalogue.wording.statements["intended_use"]
    for leaf in leaves(made):
        if isinstance(leaf, str):
            assert not never.search(leaf.replace(said, "")), leaf


def test_another_content_is_another_document_of_the_same_resources(make: Make) -> None:
    one, other = (make(examined(conclusion={"text": text})) for text in ("One.", "Other."))
    assert one["identifier"] != other["identifier"]
    assert resources(one)[0]["id"] == resources(other)[0]["id"]
    assert resources(one)[0]["identifier"] == resources(other)[0]["identifier"]


def test_a_draft_is_preliminary_and_signed_by_nobody(make: Make) -> None:
    made = make(examined(conclusion={"text": "One.", "requests": [{"text": "Two."}]}))
    composition = resources(made)[0]
    assert composition["status"] == "preliminary"
    assert composition["date"] == made["timestamp"] == AT
    assert not {"attester", "relatesTo"} & set(composition)
    assert only(made, "Encounter")["status"] == "unknown"
    assert only(made, "ClinicalImpression")["status"] == "in-progress"
    assert only(made, "ServiceRequest")["status"] == "draft"


def test_what_is_signed_is_final_with_who_signed_and_when(make: Make) -> None:
    examination = examined(
        therapist={"id": str(AUTHOR.id), "name": "Morgan Example"},
        conclusion={"text": "One.", "requests": [{"text": "Two."}]},
    )
    made = make(examination, signed(version(signers=(AUTHOR, SUPERVISOR))), PDF)
    composition = resources(made)[0]
    assert composition["status"] == "final"
    parties = [led_to(made, each["party"]) for each in composition["attester"]]
    assert [party["name"] for party in parties] == [
        [{"text": "Morgan Example"}],
        [{"text": "Robin Sample"}],
    ]
    assert led_to(made, composition["author"][0]) == parties[0]
    assert made["timestamp"] == at(18).isoformat()
    assert only(made, "Encounter")["status"] == "finished"
    assert only(made, "ClinicalImpression")["status"] == "completed"
    assert only(made, "ServiceRequest")["status"] == "active"
    assert only(made, "DocumentReference")["docStatus"] == "final"
    assert_valid(made)


def test_an_amendment_replaces_the_version_before_or_the_one_handed_out(make: Make) -> None:
    first, second, third = version(), amendment(2, day=20), amendment(3, day=22)
    edition = signed(first, second, third)
    old = make(examined(), signed(first))
    composition = resources(make(examined(), edition))[0]
    assert composition["status"] == "amended"
    (replaced,) = composition["relatesTo"]
    before = make(examined(), signed(first, second))
    assert replaced == {"code": "replaces", "targetIdentifier": before["identifier"]}
    handed = msgspec.structs.replace(edition, replaces=first)
    (replaced,) = resources(make(examined(), handed))[0]["relatesTo"]
    assert replaced["targetIdentifier"] == old["identifier"]


@pytest.mark.parametrize(
    ("last", "status"),
    [
        (version(awaits=True), "preliminary"),
        (version(kind=VersionKind.ENTERED_IN_ERROR), "entered-in-error"),
    ],
)
def test_what_waits_is_preliminary_and_what_is_withdrawn_says_so(
    make: Make, last: Version, status: str
) -> None:
    edition = Edition(status=status_of((last,)), versions=(last,))
    assert (edition.status == AWAITING) is last.awaits
    examination = examined(
        responses=[response("slr", "left", "positive")],
        imaging=[report(text="Words.")],
        conclusion={"text": "One.", "requests": [{"text": "Two."}]},
    )
    made = make(examination, edition, PDF)
    assert resources(made)[0]["status"] == status
    assert {each["status"] for each in resources(made, "Observation")} == {status}
    if status == "entered-in-error":
        for kind in ("Encounter", "DiagnosticReport", "ClinicalImpression", "ServiceRequest"):
            assert only(made, kind)["status"] == status
    assert_valid(made)


def test_the_draft_of_an_amendment_replaces_nothing_yet(make: Make) -> None:
    edition = Edition(status=DRAFT, versions=(version(),))
    composition = resources(make(examined(), edition))[0]
    assert composition["status"] == "preliminary"
    assert "relatesTo" not in composition


def test_the_printed_report_is_held_byte_for_byte(make: Make) -> None:
    made = make(examined(), pdf=PDF)
    (held,) = only(made, "DocumentReference")["content"]
    binary = led_to(made, {"reference": held["attachment"]["url"]})
    assert base64.b64decode(binary["data"]) == PDF
    assert held["attachment"]["size"] == len(PDF)
    digest = base64.b64decode(held["attachment"]["hash"])
    assert digest == hashlib.sha1(PDF, usedforsecurity=False).digest()
    assert "Printed report" in sections(made)
    assert not resources(make(examined()), "Binary")


def test_a_clinic_a_therapist_and_a_referrer_are_as_far_known_as_recorded(make: Make) -> None:
    made = make(
        examined(
            clinic={"phone": "01632 960101"},
            therapist={"profession": "Physiotherapist"},
            referrer={"name": "Dr Robin Example", "reference": "ORS-1", "phone": "1"},
            presentation={"question": "Is a nerve involved?"},
        )
    )
    organization = only(made, "Organization")
    assert "name" not in organization
    assert organization["identifier"]  # an organisation needs one of the two
    encounter = only(made, "Encounter")
    assert encounter["basedOn"][0]["identifier"] == {"value": "ORS-1"}
    assert encounter["reasonCode"] == [{"text": "Is a nerve involved?"}]
    (referring,) = (each for each in encounter["participant"] if "type" in each)
    assert led_to(made, referring["individual"])["name"] == [{"text": "Dr Robin Example"}]
    assert not resources(made, "PractitionerRole")
    assert_valid(made)


def test_an_identifier_keeps_its_system_as_an_address_or_as_words(make: Make) -> None:
    person: Any = {
        "id": str(UUID(int=7)),
        "identifiers": [
            {"system": "clinic", "value": "12"},
            {"system": "urn:oid:1.2.3", "value": "13"},
            {"system": "empty"},
        ],
    }
    examination = msgspec.structs.replace(examined(), patient=msgspec.convert(person, Patient))
    own, clinic, official = only(make(examination), "Patient")["identifier"]
    assert own["value"] == f"urn:uuid:{UUID(int=7)}"
    assert clinic == {"type": {"text": "clinic"}, "value": "12"}
    assert official == {"system": "urn:oid:1.2.3", "value": "13"}


def test_without_a_therapist_the_document_says_so_and_blames_no_program(make: Make) -> None:
    made = make(examined())
    assert resources(made)[0]["author"] == [{"display": "Therapist not recorded"}]
    author, assembler = only(made, "Provenance")["agent"]
    assert author["who"] == {"display": "Therapist not recorded"}
    assert led_to(made, assembler["who"])["resourceType"] == "Device"


def test_a_conclusion_is_there_only_if_it_is_written_and_requests_are_proposals(
    make: Make,
) -> None:
    made = make(
        examined(
            referrer={"practice": "Orchard Road"},
            conclusion={
                "text": " ",
                "plan": ["Walk."],
                "requests": [
                    {"text": "Advise.", "urgency": "urgent"},
                    {"text": "Consider.", "urgency": "soon"},
                    {"text": "See.", "urgency": "routine"},
                    {"text": "Say."},
                    {"urgency": "soon"},
                ],
            },
            mechanisms_considered=[{"mechanism": "epidural_scar", "note": "thought of"}, {}],
        )
    )
    assert not resources(made, "ClinicalImpression")
    requests = resources(made, "ServiceRequest")
    assert {each["intent"] for each in requests} == {"proposal"}
    assert [each.get("priority") for each in requests] == ["urgent", None, "routine", None]
    assert requests[1]["note"] == [{"text": "Urgency: Soon"}]
    assert led_to(made, requests[0]["performer"][0])["resourceType"] == "PractitionerRole"
    text = sections(made)["Conclusion and requests"]["text"]["div"]
    assert "Walk." in text
    assert "Mechanism considered: Scar around a root; thought of" in text
    assert not observed(made, "mechanism")
    assert_valid(made)


def test_the_conclusion_is_the_therapists_own_words(make: Make) -> None:
    made = make(
        examined(
            therapist={"name": "Tess"},
            conclusion={"text": "My words.", "expected_course": "Easing.", "plan": ["Walk."]},
        )
    )
    impression = only(made, "ClinicalImpression")
    assert impression["summary"] == "My words."
    assert led_to(made, impression["assessor"])["name"] == [{"text": "Tess"}]
    assert impression["prognosisCodeableConcept"] == [{"text": "Easing."}]
    assert not codes(impression.get("code", {}))


def test_at_a_high_level_of_concern_the_comparison_is_left_out(make: Make) -> None:
    recorded: Json = {
        "responses": [response("slr", "left", "positive", familiar="yes")],
        "imaging": [report()],
    }
    high = make(examined(red_flags={"level": "high"}, **recorded), pdf=PDF)
    assert resources(high)[0]["title"] == "Urgent referral"
    assert not observed(high, "comparison")
    assert "Left out" in sections(high)["Comparison"]["text"]["div"]
    assert observed(make(examined(red_flags={"level": "some"}, **recorded)), "comparison")
