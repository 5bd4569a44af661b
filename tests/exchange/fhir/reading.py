"""Finding things in a FHIR document, for tests."""

from collections.abc import Iterator
from typing import Any

from fhir.resources.R4B import get_fhir_model_class

from clinic_desktop.domain.examination import Examination
from tests.domain.build import examination

Json = dict[str, Any]
AT = "2026-11-18T09:30:00+01:00"


def examined(**parts: Any) -> Examination:
    """Return an examination of these parts with a time, written as in the document."""
    return examination(performed_at=AT, **parts)


def resources(made: Json, kind: str | None = None) -> list[Json]:
    """Return the resources of a document, of one kind or all."""
    found = [entry["resource"] for entry in made["entry"]]
    return [each for each in found if kind in (None, each["resourceType"])]


def only(made: Json, kind: str) -> Json:
    """Return the one resource of a kind."""
    (found,) = resources(made, kind)
    return found


def observed(made: Json, group: str, code: str | None = None) -> list[Json]:
    """Return the observations whose code is of one of the program's own lists."""
    return [
        each
        for each in resources(made, "Observation")
        for coding in each["code"].get("coding", [])
        if coding["system"] == f"urn:clinic-desktop:{group}" and code in (None, coding["code"])
    ]


def led_to(made: Json, reference: Json) -> Json:
    """Return the resource a reference leads to."""
    (found,) = (e["resource"] for e in made["entry"] if e["fullUrl"] == reference["reference"])
    resource: Json = found
    return resource


def codes(concept: Json) -> set[str]:
    return {coding["code"] for coding in concept.get("coding", [])}


def parts(observation: Json) -> dict[str, Json]:
    """Return the components of an observation by their code or their words."""
    return {
        (part["code"].get("coding") or [{"code": part["code"]["text"]}])[0]["code"]: part
        for part in observation.get("component", [])
    }


def leaves(value: Any) -> Iterator[Any]:
    """Yield everything a document holds: objects, lists and what stands in them."""
    yield value
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)


def sections(made: Json) -> dict[str, Json]:
    return {section["title"]: section for section in resources(made)[0].get("section", [])}


def assert_valid(made: Json) -> None:
    """Read every resource, and the document, with a library that did not make them."""
    for resource in resources(made):
        model = get_fhir_model_class(resource["resourceType"])
        model.model_validate(resource)
    get_fhir_model_class("Bundle").model_validate(made)
