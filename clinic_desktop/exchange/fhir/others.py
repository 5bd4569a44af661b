"""What else was found at the visit: other sources of pain, sensitisation, questionnaires."""

from collections.abc import Iterator

from clinic_desktop.domain.measures import items_words, score_words
from clinic_desktop.domain.screening import Sensitisation
from clinic_desktop.exchange.fhir.components import component
from clinic_desktop.exchange.fhir.elements import (
    NOT_PERFORMED,
    Json,
    concept,
    is_written,
    joined,
    labelled,
    notes,
)
from clinic_desktop.exchange.fhir.visit import Visit


def others(visit: Visit) -> Iterator[Json]:
    """Yield an observation for each of them, one for all signs of sensitisation."""
    yield from _other_sources(visit)
    yield from _sensitisation(visit)
    yield from _functional_tests(visit)
    yield from _measures(visit)


def _other_sources(visit: Visit) -> Iterator[Json]:
    for number, given in enumerate(visit.examination.other_sources or (), start=1):
        if given.found is None and not is_written(given.note):
            continue
        heading = visit.catalogue.label("field", "other_sources")
        source = given.source if is_written(given.source) else None
        code = labelled(visit.catalogue, "source", source) if source else concept(heading)
        found = labelled(visit.catalogue, "found", given.found) if given.found else None
        value: Json = {"valueCodeableConcept": found}
        if given.found == "not_examined" and found:
            value = {"dataAbsentReason": concept(found["text"], NOT_PERFORMED)}
        yield visit.observation(
            f"other_source/{number}",
            (joined(code["text"], found["text"] if found else None, by=": "), given.note or ""),
            code,
            **value,
            note=notes(given.note),
        )


def _sensitisation(visit: Visit) -> Iterator[Json]:
    given = visit.examination.sensitisation
    if given is None:
        return
    steps = [step for step in Sensitisation.__struct_fields__ if getattr(given, step) is not None]
    parts = []
    lines = []
    for step in steps:
        found = labelled(visit.catalogue, "found", getattr(given, step))
        code = visit.field(step, "sensitisation")
        value = {"valueCodeableConcept": found}
        if getattr(given, step) == "not_examined":
            value = {"dataAbsentReason": concept(found["text"], NOT_PERFORMED)}
        parts.append({"code": code, **value})
        lines.append(f"{code['text']}: {found['text']}")
    if parts:
        yield visit.observation(
            "sensitisation", lines, visit.field("sensitisation"), component=parts
        )


def _functional_tests(visit: Visit) -> Iterator[Json]:
    for number, given in enumerate(visit.examination.functional_tests or (), start=1):
        if not is_written(joined(given.test, given.target, given.result, given.note)):
            continue
        heading = visit.catalogue.label("field", "functional_tests")
        test = given.test if is_written(given.test) else None
        code = labelled(visit.catalogue, "proposed_test", test) if test else concept(heading)
        side = labelled(visit.catalogue, "side", given.side) if given.side else None
        name = joined(code["text"], given.target, side["text"] if side else None)
        yield visit.observation(
            f"functional_test/{number}",
            (joined(name, given.result, by=": "), given.note or ""),
            code,
            # It was done elsewhere: neither its day nor who did it is that of the visit.
            encounter=None,
            performer=None,
            effectiveDateTime=given.performed_on and given.performed_on.isoformat(),
            bodySite=side,
            valueString=given.result,
            component=component(visit.field("target", "document_part"), given.target),
            note=notes(given.note),
        )


def _measures(visit: Visit) -> Iterator[Json]:
    for number, given in enumerate(visit.examination.measures or (), start=1):
        if given.score is None and not given.items and not is_written(given.note):
            continue
        heading = visit.catalogue.label("field", "measures")
        measure = given.measure if is_written(given.measure) else None
        code = labelled(visit.catalogue, "measure", measure) if measure else concept(heading)
        score = None if given.score is None else {"value": given.score}
        most = None if given.max is None else {"value": given.max}
        yield visit.observation(
            f"measure/{number}",
            (
                joined(code["text"], score_words(given) if score else None, by=": "),
                items_words(given) or "",
                given.note or "",
            ),
            code,
            category="survey",
            valueQuantity=score,
            component=[
                *(
                    [{"code": visit.field("max", "document_part"), "valueQuantity": most}]
                    if most
                    else []
                ),
                *component(visit.field("items", "document_part"), items_words(given)),
            ],
            note=notes(given.note),
        )
