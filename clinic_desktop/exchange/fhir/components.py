"""Recorded fields as the components of an observation: one each, none for what is not recorded."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.exchange.fhir.elements import (
    UCUM,
    Json,
    concept,
    is_written,
    labelled,
    local,
    loinc,
)
from clinic_desktop.exchange.fhir.visit import Visit

_GROUPS: Final = {
    "activity": "activity",
    "answers": "yes_no",
    "areas": "area",
    "certainty": "certainty",
    "contrast": "yes_no",
    "effect": "effect",
    "examination": "yes_no",
    "familiar": "familiar",
    "grade": "grade",
    "imaging_checked_for_dangers": "imaging_checked_for_dangers",
    "imaging_known_how": "imaging_known_how",
    "instrument": "instrument",
    "kind": "kind",
    "limited_by": "limited_by",
    "modality": "modality",
    "position": "position",
    "qualities": "quality",
    "quality": "study_quality",
    "region": "region",
    "result": "study_result",
    "root_relation": "root_relation",
    "sending_report": "yes_no",
    "sequences": "sequence",
    "side": "side",
    "status": "status",
    "symptom_side": "side",
    "symptoms": "symptoms_after",
    "symptoms_changed_since": "yes_no",
    "variant": "variant",
    "zone": "zone",
}
"""The list of words of each field whose values have some."""

_UCUM: Final = {
    "onset_deg": ("degrees", "deg"),
    "limit_deg": ("degrees", "deg"),
    "minutes": ("minutes", "min"),
    "weeks_since_onset": ("weeks", "wk"),
    "field_strength": ("tesla", "T"),
}
"""How a number of a field is written, and its unit in UCUM."""

_LOINC: Final = {"nprs": loinc("72514-3"), "now": loinc("72514-3")}
"""The numeric pain rating as said at the visit."""


def components(
    visit: Visit, value: object, fields: Iterable[str], under: str | None = None
) -> list[Json]:
    """Return the recorded ones of a value's fields as components, several values one each.

    Args:
        visit: whose words are used.
        value: what was recorded.
        fields: the fields that are told, in order.
        under: the field they are parts of, where their own names do not tell.
    """
    made = []
    for field in fields:
        given = getattr(value, field)
        for each in given if isinstance(given, tuple) else (given,):
            told = valued(field, each, visit.catalogue)
            if told:
                made.append({"code": _name(visit, field, under), **told})
    return made


def component(code: Json, text: str | None) -> list[Json]:
    """Return a component that holds a text, none for one that is not written."""
    return [{"code": code, "valueString": text}] if is_written(text) else []


def _name(visit: Visit, field: str, under: str | None) -> Json:
    named = visit.field(field)
    if under:
        words = visit.catalogue.words("field", field)
        named["text"] = f"{visit.catalogue.label('field', under)}, {words}"
    if field in _LOINC:
        named["coding"].append(_LOINC[field])
    return named


def valued(field: str, value: Any, catalogue: Catalogue) -> Json:
    """Return the value of a field under the name its type has in FHIR; empty for none."""
    match value:
        case None:
            return {}
        case bool():
            return {"valueBoolean": value}
        case int() | float():
            return _number(field, value)
        case date():
            return {"valueDateTime": value.isoformat()}
        case str() if field in _GROUPS:
            told = labelled(catalogue, _GROUPS[field], str(value))
            return {"valueCodeableConcept": told} if is_written(value) else {}
        case _:
            return {"valueString": value} if is_written(value) else {}


def coded(group: str, value: str) -> Json:
    """Return a root or a level: its own word."""
    return concept(value, local(group, value, value))


def _number(field: str, value: float) -> Json:
    if field in _UCUM:
        unit, code = _UCUM[field]
        return {"valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": code}}
    return {"valueInteger": value}
