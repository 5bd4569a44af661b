"""A FHIR document against HL7's own JSON schema, by a validator that knows nothing of FHIR."""

import gzip
import json
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import fastjsonschema

from tests.domain.build import DATA
from tests.exchange.fhir.reading import Json

_FILE: Final = DATA / "fhir" / "r4.schema.json.gz"


def breaches(made: Json) -> list[str]:
    """Return what of a document the schema does not allow, resource by resource."""
    found = []
    for entry in made.get("entry", []):
        resource = entry["resource"]
        kind = resource.get("resourceType")
        if kind not in _definitions():
            found.append(f"no {kind} is known")
        elif told := _told(_validator(kind), resource):
            found.append(f"{kind}: {told}")
    # Each resource has been validated by itself: here each of them is any object.
    if told := _told(_validator("Bundle"), made):
        found.append(f"Bundle: {told}")
    return found


def _told(validator: Callable[[Any], Any], value: Any) -> str | None:
    try:
        validator(value)
    except fastjsonschema.JsonSchemaValueException as error:
        return str(error.message)
    return None


@cache
def _definitions() -> dict[str, Any]:
    definitions: dict[str, Any] = json.loads(gzip.decompress(_FILE.read_bytes()))["definitions"]
    definitions["ResourceList"] = {"type": "object"}
    for each in definitions.values():
        if "properties" in each:
            # The schema forgets to say so, and would take any number for an address.
            each["type"] = "object"
    return definitions


@cache
def _validator(kind: str) -> Callable[[Any], Any]:
    schema = {
        "$schema": "http://json-schema.org/draft-06/schema#",
        "definitions": _definitions(),
        "$ref": f"#/definitions/{kind}",
    }
    made: Callable[[Any], Any] = fastjsonschema.compile(schema, use_default=False)
    return made
