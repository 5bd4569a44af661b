"""What an examination holds in words: a value, an entry of a list, and what an entry is called."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from clinic_desktop.domain.anatomy import BodySide, Region, Side, TestedSide, Zone
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date, moment
from clinic_desktop.domain.examination import (
    Behaviour,
    BehaviourEffect,
    ComparisonNote,
    DangersChecked,
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
from clinic_desktop.domain.response import Effect, Familiar, LimitedBy, Outcome, Response
from clinic_desktop.domain.screening import Concern, ConductionSign, OtherSource, SignKind
from clinic_desktop.domain.values import Examined, Value, YesNoUnknown

KEYS: Final[dict[type, tuple[str, ...]]] = {
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
"""By what an entry of a list is named and matched; others, and those of equal keys, by position."""

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


def response_name(response: Response, catalogue: Catalogue) -> str:
    """Return what a response is called: "SLR, left"."""
    return f"{catalogue.tests[response.test].short}, {response.side.value}"


def report_name(report: ImagingReport, catalogue: Catalogue) -> str:
    """Return what a report is called: "MRI report of 5 October 2026", "CT report, undated"."""
    made = catalogue.label("modality", report.modality) if report.modality else "Imaging"
    on = report.performed_on
    return f"{made} report of {long_date(on)}" if on else f"{made} report, undated"


def are_entries(given: Any) -> bool:
    """Whether a value is a list of entries, each with fields of its own."""
    return isinstance(given, tuple) and any(isinstance(entry, Value) for entry in given)


def entry_name(entry: Any, number: int, catalogue: Catalogue) -> str:
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
            fields = KEYS.get(type(entry), ())
            words = [value_words(field, getattr(entry, field), catalogue) for field in fields]
    name = _joined(words) or "without a name"
    return f"{name} ({number})" if number > 1 else name


def _joined(words: Iterable[str | None], by: str = ", ") -> str | None:
    return by.join(word for word in words if word and word.strip()) or None


def entry_line(entry: Any, text: str | None, catalogue: Catalogue) -> str | None:
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
            quoted = quoted_words(entry.quote, text) if entry.quote else None
            return _joined((finding_summary(entry, catalogue), entry.root_reason, quoted), by="; ")
        case ConductionSign():
            return _joined((sign_line(entry, catalogue), entry.item, entry.note))
        case Measure():
            return _joined((score_words(entry), items_words(entry), entry.note))
        case Request():
            urgency = entry.urgency and f"({catalogue.words('urgency', entry.urgency)})"
            return _joined((entry.text, urgency), by=" ")
    words = {
        field: value_words(field, getattr(entry, field), catalogue)
        for field in entry.__struct_fields__
    }
    keys = KEYS.get(type(entry), ())
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
        catalogue.label("field", field): value_words(field, getattr(report, field), catalogue)
        for field in report.__struct_fields__
        if field not in told
    }
    details = (f"{name}: {words}" for name, words in others.items() if words)
    lines = (
        _joined((made, on, count)),
        _joined(details, by="; "),
        *(entry_line(finding, report.text, catalogue) for finding in findings),
        *(
            f"not taken over: {entry_line(row, report.text, catalogue)}"
            for row in report.set_aside or ()
        ),
        report.text,
    )
    return _joined(lines, by="\n")


def quoted_words(quote: Quote, text: str | None) -> str | None:
    """Return the quoted words, or where they stand when the text does not hold them."""
    start, end = quote.span or (0, 0)
    if words := _joined(((text or "")[start:end],)):
        return f"\u201c{words}\u201d"
    ends = ((name, at) for name, at in (("from", quote.start), ("to", quote.end)))
    known = _joined((f"{name} character {at}" for name, at in ends if at is not None), by=" ")
    return known and f"{known} of the text"


def value_words(field: str, value: Any, catalogue: Catalogue) -> str | None:
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
                (catalogue.words("field", name), value_words(name, getattr(value, name), catalogue))
                for name in value.__struct_fields__
            )
            return _joined(f"{name} {words}" for name, words in told if words)
        case tuple() if are_entries(value):
            return "; ".join(entry_name(entry, 1, catalogue) for entry in value)
        case tuple():
            parts = (value_words(field, part, catalogue) for part in value)
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
