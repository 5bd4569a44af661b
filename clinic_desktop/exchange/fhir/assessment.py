"""What the therapist concludes and asks for, in the therapist's own words only."""

from collections.abc import Iterator
from typing import Final

from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import Conclusion, Mechanism, Request, Urgency
from clinic_desktop.exchange.fhir.elements import Json, concept, is_written, joined, notes
from clinic_desktop.exchange.fhir.people import referrer
from clinic_desktop.exchange.fhir.visit import PRELIMINARY, WITHDRAWN, Section, Visit

# "Soon" lies between FHIR's routine and urgent; its "asap" stands above urgent.
_PRIORITIES: Final = {Urgency.ROUTINE: "routine", Urgency.URGENT: "urgent"}


def assessment(visit: Visit) -> Section:
    """Return the section of the conclusion, the plan and the requests."""
    given = visit.examination.conclusion or Conclusion()
    resources = [*_impression(visit, given), *_requests(visit, given)]
    plan = () if is_written(given.text) else _plan(visit, given)
    considered = visit.examination.mechanisms_considered or ()
    lines = [*plan, *(_mechanism(visit, each) for each in considered)]
    return Section("assessment", lines, resources, "51848-0")


def _named(visit: Visit, field: str, text: str | None) -> str:
    return f"{visit.catalogue.label('field', field)}: {text}" if is_written(text) else ""


def _plan(visit: Visit, given: Conclusion) -> Iterator[str]:
    for line in given.plan or ():
        yield _named(visit, "plan", line)
    yield _named(visit, "expected_course", given.expected_course)
    yield _named(visit, "review_on", long_date(given.review_on) if given.review_on else None)


def _mechanism(visit: Visit, given: Mechanism) -> str:
    """A mechanism that was considered, in words: a thought about a further test has no code."""
    mechanism = given.mechanism and visit.catalogue.label("mechanism", given.mechanism)
    test = given.proposed_test and visit.catalogue.label("proposed_test", given.proposed_test)
    further = _named(visit, "proposed_test", test)
    considered = _named(visit, "mechanisms_considered", mechanism)
    return joined(considered, further, given.note, by="; ")


def _impression(visit: Visit, given: Conclusion) -> Iterator[Json]:
    """Yield the conclusion, if one is written."""
    if not is_written(given.text):
        return
    states = {PRELIMINARY: "in-progress", WITHDRAWN: WITHDRAWN}
    course = given.expected_course
    yield visit.resource(
        "ClinicalImpression",
        "conclusion",
        (given.text or "", *_plan(visit, given)),
        status=states.get(visit.state, "completed"),
        subject=visit.refer("patient"),
        encounter=visit.refer("encounter"),
        effectiveDateTime=visit.performed,
        assessor=visit.therapist,
        summary=given.text,
        prognosisCodeableConcept=[concept(course)] if is_written(course) else None,
        note=notes(*_plan(visit, given)),
    )


def _requests(visit: Visit, given: Conclusion) -> Iterator[Json]:
    """Yield what is asked of the physician: proposals, for the physician to order or not."""
    states = {PRELIMINARY: "draft", WITHDRAWN: WITHDRAWN}
    for number, each in enumerate(given.requests or (), start=1):
        if not is_written(each.text):
            continue
        to_whom = referrer(visit)
        yield visit.resource(
            "ServiceRequest",
            f"request/{number}",
            (_request(visit, each),),
            status=states.get(visit.state, "active"),
            intent="proposal",
            priority=_PRIORITIES.get(each.urgency) if each.urgency else None,
            code=concept(each.text),
            subject=visit.refer("patient"),
            encounter=visit.refer("encounter"),
            authoredOn=visit.performed,
            requester=visit.therapist,
            performer=[to_whom] if to_whom else None,
            note=notes(_urgency(visit, each)),
        )


def _urgency(visit: Visit, request: Request) -> str:
    urgency = request.urgency and visit.catalogue.label("urgency", request.urgency)
    return f"{visit.title('urgency')}: {urgency}" if urgency else ""


def _request(visit: Visit, request: Request) -> str:
    return joined(_named(visit, "requests", request.text), _urgency(visit, request), by="; ")
