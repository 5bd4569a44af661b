"""A broken document is refused before it leaves."""

import copy
from collections.abc import Callable

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import read_document
from clinic_desktop.exchange.fhir.check import BundleRefused, check
from clinic_desktop.exchange.fhir.elements import references
from tests.domain.build import DATA
from tests.exchange.fhir.conftest import Make
from tests.exchange.fhir.reading import Json
from tests.report.editions import signed, version


@pytest.fixture(scope="module")
def whole(catalogue: Catalogue, make: Make) -> Json:
    data = (DATA / "tests-positive-imaging-normal.json").read_bytes()
    return make(read_document(data, catalogue.tests), signed(version()), b"%PDF")


def refused(made: Json) -> str:
    with pytest.raises(BundleRefused) as caught:
        check(made)
    return str(caught.value)


def test_every_reference_that_leads_nowhere_is_refused(whole: Json) -> None:
    check(whole)
    targets = sorted({target for entry in whole["entry"] for target in references(entry)})
    assert len(targets) > 20
    for target in targets:
        broken = copy.deepcopy(whole)
        broken["entry"] = [e for e in broken["entry"] if e["fullUrl"] != target]
        assert len(broken["entry"]) < len(whole["entry"])
        if broken["entry"][0]["resource"]["resourceType"] == "Composition":
            assert target in refused(broken)


def test_a_reference_planted_anywhere_is_refused(whole: Json) -> None:
    nowhere = "urn:uuid:00000000-0000-0000-0000-000000000000"
    for number, entry in enumerate(whole["entry"]):
        if entry["resource"]["resourceType"] == "Binary":
            continue
        broken = copy.deepcopy(whole)
        broken["entry"][number]["resource"]["subject"] = {"reference": nowhere}
        assert nowhere in refused(broken)


def test_two_entries_at_one_address_are_refused(whole: Json) -> None:
    broken = {**whole, "entry": [*whole["entry"], whole["entry"][-1]]}
    assert "two entries" in refused(broken)


def test_an_entry_nothing_leads_to_is_refused(whole: Json) -> None:
    stray = "urn:uuid:00000000-0000-0000-0000-000000000000"
    resource = {
        **copy.deepcopy(whole["entry"][1]["resource"]),
        "id": stray.removeprefix("urn:uuid:"),
    }
    broken = {**whole, "entry": [*whole["entry"], {"fullUrl": stray, "resource": resource}]}
    assert f"nothing leads to {stray}" in refused(broken)


def without(kind: str, key: str) -> Callable[[Json], None]:
    def take(made: Json) -> None:
        for entry in made["entry"]:
            if entry["resource"]["resourceType"] == kind:
                del entry["resource"][key]
                return

    return take


def test_missing_parts_are_refused(whole: Json) -> None:
    required = {
        "Composition": ("status", "type", "date", "author", "title", "text"),
        "Observation": ("status", "code", "text"),
        "Encounter": ("status", "class"),
        "DiagnosticReport": ("status", "code"),
        "ServiceRequest": ("status", "intent", "subject"),
        "Provenance": ("target", "recorded", "agent"),
        "Binary": ("contentType",),
        "Patient": ("identifier", "text"),
    }
    for kind, keys in required.items():
        for key in keys:
            broken = copy.deepcopy(whole)
            without(kind, key)(broken)
            assert f"a {kind} has no {key}" in refused(broken)
    for key in ("identifier", "timestamp", "entry"):
        assert f"has no {key}" in refused({**whole, key: None})


def test_another_beginning_another_id_and_another_kind_are_refused(whole: Json) -> None:
    turned = {**whole, "entry": whole["entry"][::-1]}
    assert "does not begin" in refused(turned)
    renamed = copy.deepcopy(whole)
    renamed["entry"][1]["resource"]["id"] = "another"
    assert "another id" in refused(renamed)
    strange = copy.deepcopy(whole)
    strange["entry"][1]["resource"]["resourceType"] = "Condition"
    assert "must not hold a Condition" in refused(strange)


def test_a_value_beside_the_reason_for_none_is_refused(whole: Json) -> None:
    reason = {"text": "Not tested"}
    (number, *_) = (
        n for n, e in enumerate(whole["entry"]) if "valueCodeableConcept" in e["resource"]
    )
    broken = copy.deepcopy(whole)
    broken["entry"][number]["resource"]["dataAbsentReason"] = reason
    assert "two values" in refused(broken)


def test_a_component_without_a_name_or_with_two_values_is_refused(whole: Json) -> None:
    (number, *_) = (n for n, e in enumerate(whole["entry"]) if "component" in e["resource"])
    broken = copy.deepcopy(whole)
    broken["entry"][number]["resource"]["component"][0].update(valueString="a", valueInteger=1)
    assert "two values" in refused(broken)
    del broken["entry"][number]["resource"]["component"][0]["code"]
    assert "has no code of a component" in refused(broken)
