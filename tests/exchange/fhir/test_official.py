"""Documents keep to HL7's own schema of FHIR R4, and a broken one is found out."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.versions import A_DRAFT, Edition, VersionKind
from clinic_desktop.exchange.fhir.check import BundleRefused, check
from clinic_desktop.exchange.fhir.document import bundle_json
from clinic_desktop.resources import resources_folder
from tests.domain.build import DATA, EXAMPLES
from tests.exchange.fhir.conftest import Make
from tests.exchange.fhir.official import breaches
from tests.exchange.fhir.reading import Json, assert_valid
from tests.report.editions import AUTHOR, SUPERVISOR, amendment, signed, version
from tests.report.tokens import Tokens
from tests.strategies import examinations, timestamps

SAMPLE = resources_folder() / "examples" / "sample-examination.json"
EDITIONS = {
    "draft": A_DRAFT,
    "signed": signed(version(signers=(AUTHOR, SUPERVISOR))),
    "amended": signed(version(), amendment(2, day=20), amendment(3, day=22)),
    "withdrawn": signed(version(), amendment(2, kind=VersionKind.ENTERED_IN_ERROR)),
}
PDF = b"%PDF-1.7 printed"
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_the_document_of_every_example_keeps_to_the_schema(
    edition: Edition, catalogue: Catalogue, make: Make
) -> None:
    for path in (*EXAMPLES, SAMPLE):
        made = make(read_document(path.read_bytes(), catalogue.tests), edition, PDF)
        assert breaches(json.loads(bundle_json(made))) == []


@pytest.mark.parametrize("length", [0, 60])
def test_the_document_of_an_examination_filled_to_the_last_field_keeps_to_the_schema(
    length: int, catalogue: Catalogue, make: Make
) -> None:
    filled = Tokens(length).examination(list(catalogue.tests)[:3])
    made = make(filled, EDITIONS["amended"], PDF)
    assert breaches(made) == []
    assert_valid(made)


def keeps_to_the_schema(make: Make, examination: Examination, at: str, edition: Edition) -> None:
    dated = msgspec.structs.replace(examination, performed_at=at)
    assert breaches(make(dated, edition, PDF)) == []


def test_the_document_of_any_examination_keeps_to_the_schema(
    catalogue: Catalogue, make: Make
) -> None:
    @settings(max_examples=30, phases=UNSHRUNK)
    @given(examinations(catalogue.tests), timestamps, st.sampled_from(list(EDITIONS.values())))
    def keeps(examination: Examination, at: str, edition: Edition) -> None:
        keeps_to_the_schema(make, examination, at, edition)

    keeps()


@pytest.mark.usefixtures("long_form")
def test_the_documents_of_many_examinations_keep_to_the_schema(
    catalogue: Catalogue, make: Make
) -> None:
    @settings(max_examples=2000, phases=UNSHRUNK)
    @given(examinations(catalogue.tests), timestamps, st.sampled_from(list(EDITIONS.values())))
    def keeps(examination: Examination, at: str, edition: Edition) -> None:
        keeps_to_the_schema(make, examination, at, edition)

    keeps()


@pytest.fixture(scope="module")
def whole(catalogue: Catalogue, make: Make) -> Json:
    data = (DATA / "tests-positive-imaging-normal.json").read_bytes()
    return make(read_document(data, catalogue.tests), EDITIONS["amended"], PDF)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every object or list of a document with each of its keys."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def refused(made: Json) -> bool:
    try:
        check(made)
    except BundleRefused:
        return True
    return False


def test_the_schema_finds_a_field_that_fhir_does_not_know(whole: Json) -> None:
    assert breaches(whole) == []
    spoilt = random.Random(1)
    for number in range(0, len(whole["entry"]), 3):
        broken = copy.deepcopy(whole)
        resource = broken["entry"][number]["resource"]
        within = [each for each, key in places(resource) if isinstance(each, dict) and key != "div"]
        spoilt.choice(within)["unknownField"] = "x"
        assert breaches(broken)


def test_the_schema_finds_a_value_of_another_type(whole: Json) -> None:
    spoilt = random.Random(2)
    for number in range(0, len(whole["entry"]), 3):
        broken = copy.deepcopy(whole)
        resource = broken["entry"][number]["resource"]
        # Any JSON passes as XHTML: what it holds is proved elsewhere.
        typed = [(held, key) for held, key in places(resource) if key != "div"]
        holder, key = spoilt.choice(typed)
        holder[key] = 7 if isinstance(holder[key], str | dict | list) else {"x": 1}
        assert breaches(broken)


def test_an_entry_that_is_taken_out_is_refused_wherever_it_was_referred_to(whole: Json) -> None:
    check(whole)
    kept = 0
    for number, entry in enumerate(whole["entry"]):
        broken = {**whole, "entry": whole["entry"][:number] + whole["entry"][number + 1 :]}
        if not refused(broken):
            kept += 1
            assert entry["resource"]["resourceType"] == "Provenance"  # nothing leads to it
    assert kept == 1


def test_a_reference_changed_by_one_sign_is_refused_wherever_it_stands(whole: Json) -> None:
    count = 0
    for holder, key in list(places(copied := copy.deepcopy(whole))):
        if key not in {"reference", "url"} or not str(holder[key]).startswith("urn:uuid:"):
            continue
        before = holder[key]
        holder[key] = before[:-1] + ("0" if before[-1] != "0" else "1")
        assert refused(copied)
        holder[key] = before
        count += 1
    assert count > 100
    check(copied)


def test_a_required_part_that_goes_is_refused_by_the_check_or_the_schema_or_the_library(
    whole: Json,
) -> None:
    """The schema lists few fields as required: between them the three find each that FHIR needs."""
    for kind, key in (
        ("Observation", "code"),
        ("Observation", "status"),
        ("Composition", "title"),
        ("DocumentReference", "content"),
        ("Provenance", "recorded"),
        ("Binary", "contentType"),
        ("ServiceRequest", "intent"),
        ("Encounter", "class"),
    ):
        broken = copy.deepcopy(whole)
        for entry in broken["entry"]:
            if entry["resource"]["resourceType"] == kind:
                del entry["resource"][key]
        assert refused(broken)
