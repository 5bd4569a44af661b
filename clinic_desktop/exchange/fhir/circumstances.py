"""Why the patient came, what was known before, what was asked for safety, how it ended."""

from collections.abc import Iterator
from typing import Final

from clinic_desktop.domain.dates import long_date, moment
from clinic_desktop.domain.examination import PastEvent
from clinic_desktop.domain.phrases import safety_line, symptom_area_line
from clinic_desktop.domain.screening import RedFlags, SafetyAction
from clinic_desktop.exchange.fhir.components import component, components
from clinic_desktop.exchange.fhir.elements import (
    Json,
    is_written,
    joined,
    labelled,
    notes,
    part_lines,
)
from clinic_desktop.exchange.fhir.visit import Section, Visit

_CONDUCT: Final = (
    "imaging_known_before",
    "imaging_known_how",
    "imaging_checked_for_dangers",
    "examine_first",
)


def reason(visit: Visit) -> Section:
    """Return the section of the question, the symptoms, and what was known before."""
    given = visit.examination.presentation
    question = given.question if given else None
    resources = [*_symptoms(visit), *_before(visit), *_after(visit)]
    return Section("reason", [question or ""], resources)


def safety(visit: Visit) -> Section:
    """Return the section of the red flags asked and of all that stands above the comparison."""
    flags = visit.examination.red_flags
    resources = list(_red_flags(visit, flags)) if flags else []
    return Section("safety", [line.text for line in visit.comparison.safety], resources)


def _panel(visit: Visit, name: str, parts: list[Json], written: list[Json]) -> Iterator[Json]:
    """Yield an observation of components and notes, if there are any."""
    if parts or written:
        code = visit.field(name)
        lines = [f"{code['text']}:", *part_lines(parts, written)]
        yield visit.observation(name, lines, code, category="survey", component=parts, note=written)


def _symptoms(visit: Visit) -> Iterator[Json]:
    given = visit.examination.presentation
    if given is None:
        return
    parts = components(visit, given, ("symptom_side", "onset"))
    for area in given.areas or ():
        parts += component(visit.field("areas"), symptom_area_line(area, visit.catalogue))
    if given.nprs:
        parts += components(visit, given.nprs, ("now", "best", "worst"), "nprs")
    for each in given.behaviour or ():
        activity = each.activity and labelled(visit.catalogue, "activity", each.activity)["text"]
        effect = each.effect and visit.catalogue.words("behaviour_effect", each.effect)
        parts += component(visit.field("behaviour"), joined(activity, effect, by=": "))
    yield from _panel(visit, "presentation", parts, notes(given.note))


def _before(visit: Visit) -> Iterator[Json]:
    parts = components(visit, visit.examination, _CONDUCT)
    opened = visit.examination.imaging_opened_at
    parts += component(visit.field("imaging_opened_at"), opened and moment(opened))
    given = visit.examination.before
    if given is not None:
        if given.consent:
            parts += components(visit, given.consent, ("examination", "sending_report"), "consent")
        parts += components(visit, given, ("others_present",))
        for field in ("operations", "injections"):
            for event in getattr(given, field) or ():
                parts += component(visit.field(field), _event(event))
        parts += components(visit, given, ("medication", "conditions"))
    yield from _panel(visit, "before", parts, notes(given.note) if given else [])


def _event(event: PastEvent) -> str:
    return joined(long_date(event.on) if event.on else None, event.what, by=": ")


def _after(visit: Visit) -> Iterator[Json]:
    given = visit.examination.after
    if given is not None:
        parts = components(visit, given, ("symptoms", "minutes", "advice_given"))
        yield from _panel(visit, "after", parts, notes(given.note))


def _red_flags(visit: Visit, flags: RedFlags) -> Iterator[Json]:
    """Yield one observation: the level of concern, a component for each question that was asked."""
    catalogue = visit.catalogue
    parts = [
        {
            "code": labelled(catalogue, "red_flag", item)
            if is_written(item)
            else visit.field("answers"),
            "valueCodeableConcept": labelled(catalogue, "yes_no", answer),
        }
        for item, answer in (flags.answers or {}).items()
        if answer is not None
    ]
    for kind in flags.asked_again or ():
        again = labelled(catalogue, "safety_kind", kind)["text"]
        parts += component(visit.field("asked_again"), again)
    written = notes(flags.reason, *_actions(flags))
    if not (parts or written or flags.level):
        return
    yield visit.observation(
        "red_flags",
        [safety_line(visit.examination, catalogue), *part_lines(parts, notes(*_actions(flags)))],
        visit.field("level"),
        category="survey",
        valueCodeableConcept=labelled(catalogue, "concern", flags.level) if flags.level else None,
        component=parts,
        note=written,
    )


def _actions(flags: RedFlags) -> list[str]:
    return [line for action in flags.actions or () if is_written(line := _action(action))]


def _action(action: SafetyAction) -> str:
    return joined(action.at and moment(action.at), action.what, action.to_whom)
