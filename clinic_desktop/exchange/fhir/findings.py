"""What the hands found: an observation for each test and side, and for each conduction sign."""

from typing import Final

from clinic_desktop.domain.anatomy import Root
from clinic_desktop.domain.entry_words import response_name
from clinic_desktop.domain.phrases import response_ingredients, sign_grade
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.domain.screening import ConductionSign
from clinic_desktop.exchange.fhir.components import coded, component, components
from clinic_desktop.exchange.fhir.elements import (
    NOT_PERFORMED,
    Json,
    concept,
    is_written,
    joined,
    labelled,
    local,
    notes,
)
from clinic_desktop.exchange.fhir.others import others
from clinic_desktop.exchange.fhir.visit import Section, Visit

_BEFORE_DIFFERENTIATION: Final = (
    "variant",
    "baseline_nprs",
    "familiar",
    "symptom_side",
    "areas",
    "below_knee",
    "qualities",
    "nprs",
    "onset_deg",
    "limit_deg",
    "limited_by",
    "instrument",
)


def findings(visit: Visit) -> Section:
    """Return the section of what was found at the visit."""
    resources = [
        *(response(visit, each) for each in visit.examination.responses or () if _says(each)),
        *(
            _sign(visit, sign)
            for sign in visit.examination.conduction or ()
            if sign.grade is not None or is_written(sign.note)
        ),
        *others(visit),
    ]
    say = visit.catalogue.wording.statements
    lines = [say["positive_means"], say["not_independent"]] if visit.examination.responses else []
    return Section("findings", lines, resources, "29545-1")


def response_id(response: Response) -> str:
    """Return the name of the resource of a response."""
    return f"response/{response.test}/{response.side.value}"


def _says(response: Response) -> bool:
    return response != Response(test=response.test, side=response.side)


def response(visit: Visit, given: Response) -> Json:
    """Return what one test gave on one side; what was not tested has no value, but a reason."""
    catalogue = visit.catalogue
    test = catalogue.tests[given.test]
    name = response_name(given, catalogue)
    outcome = given.outcome and catalogue.label("outcome_report", given.outcome)
    reason = given.not_tested_reason
    reason = catalogue.label("not_tested_reason", reason) if is_written(reason) else None
    ingredients = [f"{key}: {words}" for key, words in response_ingredients(given, catalogue)]
    parts = components(visit, given, _BEFORE_DIFFERENTIATION)
    for part in parts:
        if test.angle and part["code"]["coding"][0]["code"] in ("onset_deg", "limit_deg"):
            part["code"]["text"] += f" ({test.angle})"
    if given.differentiation:
        movement = given.differentiation.movement
        if is_written(movement) and movement is not None:
            known = [local("movement", movement)] if movement in catalogue.movements else []
            words = concept(catalogue.movement_name(movement), *known)
            parts.append({"code": visit.field("movement"), "valueCodeableConcept": words})
        parts += components(visit, given.differentiation, ("effect",))
    return visit.observation(
        response_id(given),
        (joined(name, outcome, by=": "), *ingredients),
        concept(name, local("test", given.test, test.name)),
        bodySite=labelled(catalogue, "side", given.side.value),
        **_outcome(visit, given, reason),
        note=notes(reason and f"{outcome or visit.title('reason_given')}: {reason}", given.note),
        component=parts,
    )


def _outcome(visit: Visit, given: Response, reason: str | None) -> Json:
    if given.outcome is None:
        return {}
    words = visit.catalogue.label("outcome_report", given.outcome)
    if given.outcome is Outcome.NOT_TESTED:
        return {"dataAbsentReason": concept(joined(words, reason, by=": "), NOT_PERFORMED)}
    return {"valueCodeableConcept": concept(words, local("outcome", given.outcome.value, words))}


def _sign(visit: Visit, sign: ConductionSign) -> Json:
    catalogue = visit.catalogue
    kind = catalogue.label("sign_kind", sign.kind)
    name = f"{kind}, {sign.root.value}, {sign.side.value}"
    grade = value = None
    if sign.grade is not None:
        grade = sign_grade(sign, catalogue)
        value = concept(grade, local(f"{sign.kind}_grade", sign.grade))
    return visit.observation(
        f"sign/{sign.root.value}/{sign.side.value}/{sign.kind.value}",
        (joined(name, grade, by=": "), sign.item or "", sign.note or ""),
        concept(name, local("sign_kind", sign.kind.value, kind)),
        bodySite=labelled(catalogue, "side", sign.side.value),
        valueCodeableConcept=value,
        component=[
            {"code": visit.field("root", "document_part"), "valueCodeableConcept": root(sign.root)},
            *component(visit.field("item", "document_part"), sign.item),
        ],
        note=notes(sign.note),
    )


def root(root: Root) -> Json:
    """Return a nerve root."""
    return coded("root", root.value)
