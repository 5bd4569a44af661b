"""What differs between two versions of an examination, in words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from clinic_desktop.domain.anatomy import BodySide, Region, Side, TestedSide, Zone
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import (
    Behaviour,
    BehaviourEffect,
    ComparisonNote,
    DangersChecked,
    Examination,
    Identifier,
    ImagingKnownHow,
    Measure,
    Mechanism,
    Request,
    Sex,
    SymptomArea,
    SymptomKind,
    SymptomsAfter,
    Urgency,
)
from clinic_desktop.domain.imaging import (
    Certainty,
    FindingKind,
    ImagingFinding,
    ImagingReport,
    Modality,
    Quote,
    RootRelation,
    Status,
    StudiedRoot,
    StudyResult,
)
from clinic_desktop.domain.measures import items_words, score_words
from clinic_desktop.domain.phrases import finding_summary, response_ingredients, sign_line
from clinic_desktop.domain.progress import (
    COMPARISON,
    CONCLUSION,
    CONDUCTION,
    IMAGING,
    OTHER,
    REASON,
    SAFETY,
    TEST_PREFIX,
)
from clinic_desktop.domain.response import Effect, Familiar, LimitedBy, Outcome, Response
from clinic_desktop.domain.screening import (
    Concern,
    ConductionSign,
    OtherSource,
    Sensitisation,
    SignKind,
)
from clinic_desktop.domain.values import Examined, Value, YesNoUnknown
from clinic_desktop.domain.versions import Change

STEPS: Final = {
    "id": REASON,
    "protocol": REASON,
    "protocol_tests": REASON,
    "positive_rule": REASON,
    "performed_at": REASON,
    "patient": REASON,
    "clinic": REASON,
    "therapist": REASON,
    "presentation": REASON,
    "before": REASON,
    "imaging_known_before": REASON,
    "imaging_known_how": REASON,
    "imaging_checked_for_dangers": REASON,
    "examine_first": REASON,
    "red_flags": SAFETY,
    "conduction": CONDUCTION,
    "responses": REASON,
    "imaging_opened_at": REASON,
    "other_sources": OTHER,
    "sensitisation": OTHER,
    "functional_tests": OTHER,
    "measures": OTHER,
    "imaging": IMAGING,
    "comparison_notes": COMPARISON,
    "mechanisms_considered": COMPARISON,
    "conclusion": CONCLUSION,
    "referrer": CONCLUSION,
    "after": CONCLUSION,
}
"""The parts of the document in the order their changes are told, with the key of their step.

A response belongs to the step of its test. `format` and `version` have one value only.
"""

_KEYS: Final[dict[type, tuple[str, ...]]] = {
    Identifier: ("system",),
    SymptomArea: ("area", "side"),
    Behaviour: ("activity",),
    ConductionSign: ("kind", "root", "side"),
    Response: ("test", "side"),
    OtherSource: ("source",),
    ImagingReport: ("id",),
    ImagingFinding: ("level", "kind", "side", "root"),
    StudiedRoot: ("root", "side"),
    ComparisonNote: ("row",),
    Mechanism: ("mechanism",),
    Measure: ("measure",),
}
"""By what the entries of a list are matched; others, and those with equal keys, by position."""

_GROUPS: Final[dict[type, str]] = {
    BodySide: "side",
    TestedSide: "side",
    Side: "side",
    Zone: "zone",
    Region: "region",
    Modality: "modality",
    FindingKind: "kind",
    RootRelation: "root_relation",
    Status: "status",
    Certainty: "certainty",
    StudyResult: "study_result",
    Familiar: "familiar",
    LimitedBy: "limited_by",
    Effect: "effect",
    Concern: "concern",
    SignKind: "sign_kind",
    Sex: "sex",
    ImagingKnownHow: "imaging_known_how",
    DangersChecked: "imaging_checked_for_dangers",
    SymptomKind: "symptom_kind",
    BehaviourEffect: "behaviour_effect",
    SymptomsAfter: "symptoms_after",
    Urgency: "urgency",
    YesNoUnknown: "yes_no",
    Examined: "yes_no",
}
_OPEN_GROUPS: Final = {
    "area": "area",
    "areas": "area",
    "asked_again": "safety_kind",
    "qualities": "quality",
    "sequences": "sequence",
    "not_tested_reason": "not_tested_reason",
    "variant": "variant",
    "instrument": "instrument",
    "position": "position",
    "quality": "study_quality",
    "activity": "activity",
    "source": "source",
    "mechanism": "mechanism",
    "proposed_test": "proposed_test",
    "test": "proposed_test",
    "grade": "grade",
    "examination": "yes_no",
    "sending_report": "yes_no",
}
_UNITS: Final = {
    "onset_deg": "degrees",
    "limit_deg": "degrees",
    "baseline_nprs": "of 10",
    "nprs": "of 10",
    "now": "of 10",
    "best": "of 10",
    "worst": "of 10",
    "field_strength": "tesla",
    "size": "bytes",
    "weeks_since_onset": "weeks",
}


class _Place(Struct, frozen=True):
    """The step and the words under which a change is told.

    Within an imaging report `texts` are its texts before and after, for the words a finding quotes.
    """

    step: str
    what: str
    texts: tuple[str | None, str | None] = (None, None)

    def inside(self, name: str) -> "_Place":
        """Return a place within this one: "SLR, left: differentiation, effect"."""
        what = f"{self.what}{', ' if ': ' in self.what else ': '}{name}"
        return msgspec.structs.replace(self, what=what)


def changes(before: Examination, after: Examination, catalogue: Catalogue) -> tuple[Change, ...]:
    """Return every difference between two versions, none where they are equal.

    Entries of a list are matched by what they are about, not by their position. An entry that one
    version does not have is one change with all of it in words. The order of a list is told only
    where nothing else in it differs.
    """
    return tuple(
        change
        for field, step in STEPS.items()
        for change in _value(
            _Place(step, catalogue.label("field", field)),
            field,
            getattr(before, field),
            getattr(after, field),
            catalogue,
        )
    )


def summary(changed: Iterable[Change]) -> str:
    """Return what was added, removed and changed, each thing once, nothing shortened.

    Such as "added: MRI report of 5 October 2026; changed: SLR, left: outcome".
    """
    groups: dict[str, list[str]] = {"added": [], "removed": [], "changed": []}
    told: set[str] = set()
    for change in changed:
        if change.what not in told:
            told.add(change.what)
            groups[_verb(change)].append(change.what)
    parts = (f"{verb}: {'; '.join(names)}" for verb, names in groups.items() if names)
    return "; ".join(parts) or "nothing changed"


def _verb(change: Change) -> str:
    if change.before is None:
        return "added"
    return "removed" if change.after is None else "changed"


def moment(timestamp: str) -> str:
    """Return a document's time with its offset: "18 November 2026, 09:30 UTC+01:00"."""
    at = datetime.fromisoformat(timestamp)
    return f"{long_date(at.date())}, {at:%H:%M} {at.tzname()}"


def response_name(response: Response, catalogue: Catalogue) -> str:
    """Return what a response is called: "SLR, left"."""
    return f"{catalogue.tests[response.test].short}, {response.side.value}"


def report_name(report: ImagingReport, catalogue: Catalogue) -> str:
    """Return what a report is called: "MRI report of 5 October 2026", "CT report, undated"."""
    made = catalogue.label("modality", report.modality) if report.modality else "Imaging"
    on = report.performed_on
    return f"{made} report of {long_date(on)}" if on else f"{made} report, undated"


def _value(
    place: _Place, field: str, before: Any, after: Any, catalogue: Catalogue
) -> Iterator[Change]:
    """Compare two values of a field as deep as they go.

    Where that gives nothing although they differ (None and an empty list, another order), they are
    told as a whole.
    """
    if before == after:
        return
    given = before or after
    found: tuple[Change, ...] = ()
    if isinstance(given, Value) and not isinstance(given, Quote):
        found = tuple(_fields(place, before, after, catalogue))
    elif isinstance(given, dict):
        found = tuple(_answers(place, before or {}, after or {}, catalogue))
    elif field == "plan" or _are_entries(given):
        found = tuple(_entries(place, before or (), after or (), catalogue))
    words = (
        _quoted(value, text) if isinstance(value, Quote) else _words(field, value, catalogue)
        for value, text in zip((before, after), place.texts, strict=True)
    )
    yield from found or (_change(place, before, after, *words),)


def _are_entries(given: Any) -> bool:
    return isinstance(given, tuple) and any(isinstance(entry, Value) for entry in given)


def _change(
    place: _Place, before: Any, after: Any, words_before: str | None, words_after: str | None
) -> Change:
    if words_before == words_after:
        words_before = _as_written(before, words_before)
        words_after = _as_written(after, words_after)
    return Change(step=place.step, what=place.what, before=words_before, after=words_after)


def _as_written(value: Any, words: str | None) -> str | None:
    """Tell values apart whose words are the same, such as a blank text and none."""
    if value is None:
        return None
    written = msgspec.json.encode(value).decode()
    return f"{words} (written {written})" if words else written


def _fields(place: _Place, before: Any, after: Any, catalogue: Catalogue) -> Iterator[Change]:
    given = before or after
    group = "sensitisation" if isinstance(given, Sensitisation) else "field"
    for field in given.__struct_fields__:
        yield from _value(
            place if field == "answers" else place.inside(catalogue.words(group, field)),
            field,
            getattr(before, field, None),
            getattr(after, field, None),
            catalogue,
        )


def _answers(
    place: _Place, before: dict[str, Any], after: dict[str, Any], catalogue: Catalogue
) -> Iterator[Change]:
    for item in dict.fromkeys((*before, *after)):
        here = place.inside(catalogue.words("red_flag", item))
        yield from _value(here, "answers", before.get(item), after.get(item), catalogue)


_Key = tuple[Any, ...]


def _entries(
    place: _Place, before: tuple[Any, ...], after: tuple[Any, ...], catalogue: Catalogue
) -> Iterator[Change]:
    old, new = _by_key(before), _by_key(after)
    for key in dict.fromkeys((*old, *new)):
        yield from _entry(place, key[-1], old.get(key), new.get(key), catalogue)


def _by_key(entries: tuple[Any, ...]) -> dict[_Key, Any]:
    """Return the entries by their key and which of that key they are, from 1."""
    counts: Counter[_Key] = Counter()
    keyed = {}
    for entry in entries:
        key = tuple(getattr(entry, field) for field in _KEYS.get(type(entry), ()))
        counts[key] += 1
        keyed[*key, counts[key]] = entry
    return keyed


def _entry(
    place: _Place, number: int, before: Any, after: Any, catalogue: Catalogue
) -> Iterator[Change]:
    if before == after:
        return
    present = [entry for entry in (before, after) if entry is not None]
    # A report's name holds its date and modality, which may be what differs.
    names = sorted({_name(entry, number, catalogue) for entry in present})
    here = _entry_place(place, present[0], number, " / ".join(names))
    if isinstance(before, ImagingReport) and isinstance(after, ImagingReport):
        here = msgspec.structs.replace(here, texts=(before.text, after.text))
    if len(present) > 1 and isinstance(before, Response | ImagingReport | ImagingFinding):
        yield from _fields(here, before, after, catalogue)
    else:
        lines = (
            entry and _line(entry, text, catalogue)
            for entry, text in zip((before, after), place.texts, strict=True)
        )
        yield _change(here, before, after, *lines)


def _entry_place(place: _Place, entry: Any, number: int, name: str) -> _Place:
    if isinstance(entry, Response):
        return _Place(TEST_PREFIX + entry.test, name)
    if isinstance(entry, ImagingReport):
        return _Place(place.step, name)
    if type(entry) in _KEYS:
        return place.inside(name)
    return _Place(place.step, f"{place.what} {number}")


def _name(entry: Any, number: int, catalogue: Catalogue) -> str:
    """Return what an entry of a list is about."""
    match entry:
        case Response():
            return response_name(entry, catalogue)
        case ImagingReport():
            return report_name(entry, catalogue)
        case ImagingFinding(level=level, kind=kind, side=side, root=root):
            what = f"{level.value} {catalogue.words('kind', kind)}"
            words = [what, side and catalogue.words("side", side), root]
        case _:
            fields = _KEYS.get(type(entry), ())
            words = [_words(field, getattr(entry, field), catalogue) for field in fields]
    name = _joined(words) or "without a name"
    return f"{name} ({number})" if number > 1 else name


def _joined(words: Iterable[str | None], by: str = ", ") -> str | None:
    return by.join(word for word in words if word and word.strip()) or None


def _line(entry: Any, text: str | None, catalogue: Catalogue) -> str | None:
    """Return all that an entry holds, but for what it is named by.

    `text` is that of the imaging report the entry stands in.
    """
    match entry:
        case str():
            return _joined((entry,))
        case Response():
            outcome = catalogue.label("outcome_report", entry.outcome)
            named = response_ingredients(entry, catalogue)
            return _joined((outcome, *(f"{name} {words}" for name, words in named)), by="; ")
        case ImagingReport():
            return _report_lines(entry, catalogue)
        case ImagingFinding():
            quoted = _quoted(entry.quote, text) if entry.quote else None
            return _joined((finding_summary(entry, catalogue), entry.root_reason, quoted), by="; ")
        case ConductionSign():
            return _joined((sign_line(entry, catalogue), entry.item, entry.note))
        case Measure():
            return _joined((score_words(entry), items_words(entry), entry.note))
        case Request():
            urgency = entry.urgency and f"({catalogue.words('urgency', entry.urgency)})"
            return _joined((entry.text, urgency), by=" ")
    words = {
        field: _words(field, getattr(entry, field), catalogue) for field in entry.__struct_fields__
    }
    keys = _KEYS.get(type(entry), ())
    beside = (part for field, part in words.items() if field not in keys)
    return _joined(beside) or _joined(words.values())


def _report_lines(report: ImagingReport, catalogue: Catalogue) -> str | None:
    """Return a report as a line of what it is, lines of what it holds, and its text in full."""
    findings = report.findings or ()
    made = catalogue.label("modality", report.modality) if report.modality else "Imaging"
    on = long_date(report.performed_on) if report.performed_on else "undated"
    count = f"{len(findings)} {'finding' if len(findings) == 1 else 'findings'} accepted"
    told = ("id", "modality", "performed_on", "findings", "set_aside", "text")
    others = {
        catalogue.label("field", field): _words(field, getattr(report, field), catalogue)
        for field in report.__struct_fields__
        if field not in told
    }
    details = (f"{name}: {words}" for name, words in others.items() if words)
    lines = (
        _joined((made, on, count)),
        _joined(details, by="; "),
        *(_line(finding, report.text, catalogue) for finding in findings),
        *(
            f"not taken over: {_line(row, report.text, catalogue)}"
            for row in report.set_aside or ()
        ),
        report.text,
    )
    return _joined(lines, by="\n")


def _quoted(quote: Quote, text: str | None) -> str | None:
    """Return the quoted words, or where they stand when the text does not hold them."""
    start, end = quote.span or (0, 0)
    if words := _joined(((text or "")[start:end],)):
        return f"\u201c{words}\u201d"
    ends = ((name, at) for name, at in (("from", quote.start), ("to", quote.end)))
    known = _joined((f"{name} character {at}" for name, at in ends if at is not None), by=" ")
    return known and f"{known} of the text"


def _words(field: str, value: Any, catalogue: Catalogue) -> str | None:
    """Return a value in words; None for one that says nothing, such as a blank text."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Outcome():
            return catalogue.label("outcome_report", value)
        case StrEnum():
            return catalogue.words(_GROUPS.get(type(value), ""), value.value)
        case str():
            return _text(field, value, catalogue) if value.strip() else None
        case int() | float():
            return f"{value} {_UNITS[field]}" if field in _UNITS else f"{value}"
        case date():
            return long_date(value)
        case UUID():
            return str(value)
        case Value():
            told = (
                (catalogue.words("field", name), _words(name, getattr(value, name), catalogue))
                for name in value.__struct_fields__
            )
            return _joined(f"{name} {words}" for name, words in told if words)
        case tuple() if _are_entries(value):
            return "; ".join(_name(entry, 1, catalogue) for entry in value)
        case tuple():
            parts = (_words(field, part, catalogue) for part in value)
            return _joined(parts, by="; " if field == "conditions" else ", ")
    return None


def _text(field: str, text: str, catalogue: Catalogue) -> str:
    match field:
        case "measure":
            return catalogue.label("measure", text)
        case "movement":
            return catalogue.movement_words(text)
        case "protocol":
            return catalogue.protocols[text].name if text in catalogue.protocols else text
        case "performed_at" | "imaging_opened_at" | "at":
            return moment(text)
        case "row":
            side, slash, place = text.partition("/")
            return f"{catalogue.label('pathway', place)}, {side}" if slash else text
    return catalogue.words(_OPEN_GROUPS[field], text) if field in _OPEN_GROUPS else text
