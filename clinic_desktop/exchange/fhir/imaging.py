"""What the imaging reports say: their words as received, and what the therapist took from them.

The findings are the therapist's transcription. Nothing here is put into the radiologist's mouth:
performer is who transcribed, and each finding is derived from the text it was taken from.
"""

import base64
import hashlib
from collections.abc import Iterator
from typing import Final

from clinic_desktop.domain.imaging import Certainty, ImagingFinding, ImagingReport, Modality
from clinic_desktop.domain.phrases import finding_summary, imaging_heading
from clinic_desktop.exchange.fhir.components import coded, component, components
from clinic_desktop.exchange.fhir.elements import (
    Json,
    concept,
    hl7,
    is_written,
    joined,
    labelled,
    loinc,
    notes,
    part_lines,
)
from clinic_desktop.exchange.fhir.visit import WITHDRAWN, Section, Visit

IMAGING: Final = "18748-4"
_STUDY: Final = (
    "position",
    "sequences",
    "field_strength",
    "contrast",
    "quality",
    "comparison",
    "rest_stated_normal",
    "symptoms_changed_since",
    "limits",
)
_ELECTRODIAGNOSIS: Final = (
    "weeks_since_onset",
    "muscles",
    "paraspinal",
    "result",
    "snap_normal",
    "h_reflex",
    "f_wave",
    "entrapment",
)


def imaging(visit: Visit) -> Section:
    """Return the section of the imaging reports."""
    resources: list[Json] = []
    for number, report in enumerate(visit.examination.imaging or (), start=1):
        resources += _report(visit, number, report)
    return Section("imaging", (), resources, IMAGING)


def finding_id(number: int, place: int) -> str:
    """Return the name of the resource of a finding: its report and its place in it, from 1."""
    return f"imaging/{number}/finding/{place}"


def _report(visit: Visit, number: int, report: ImagingReport) -> Iterator[Json]:
    name = f"imaging/{number}"
    heading = imaging_heading(report, visit.examination, visit.catalogue)
    received = list(_received(visit, name, heading, report))
    sources = [visit.refer(f"{name}/text")] if received else None
    taken = [
        *_study(visit, name, report, sources),
        *(
            _finding(visit, finding_id(number, place), finding, report, sources)
            for place, finding in enumerate(report.findings or (), start=1)
        ),
    ]
    what = [
        labelled(visit.catalogue, group, value)["text"]
        for group, value in (("modality", report.modality), ("region", report.region))
        if value is not None
    ]
    is_nerve_study = report.modality is Modality.EMG_NCS
    yield visit.resource(
        "DiagnosticReport",
        name,
        (heading, joined(report.reporter, report.site)),
        identifier=[{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{report.id}"}]
        if report.id
        else None,
        # Whether it was preliminary or final when it was received is not known here.
        status=WITHDRAWN if visit.state == WITHDRAWN else "unknown",
        category=None
        if is_nerve_study or report.modality is None
        else [concept(None, hl7("v2-0074", "RAD", "Radiology"))],
        code=concept(
            joined(*what) or visit.title("report"), *([] if is_nerve_study else [loinc(IMAGING)])
        ),
        subject=visit.refer("patient"),
        effectiveDateTime=report.performed_on and report.performed_on.isoformat(),
        performer=[{"display": report.site}] if is_written(report.site) else None,
        resultsInterpreter=[{"display": report.reporter}] if is_written(report.reporter) else None,
        result=[{"reference": f"urn:uuid:{each['id']}"} for each in taken],
        presentedForm=[each["content"][0]["attachment"] for each in received],
    )
    yield from received
    yield from taken


def _received(visit: Visit, name: str, heading: str, report: ImagingReport) -> Iterator[Json]:
    """Yield the words of a report as they were received, byte for byte, where there are any."""
    if not is_written(report.text) or report.text is None:
        return
    data = report.text.encode()
    yield visit.resource(
        "DocumentReference",
        f"{name}/text",
        (f"{visit.title('as_received')}:", report.text),
        status=WITHDRAWN if visit.state == WITHDRAWN else "current",
        type=concept(visit.title("report"), loinc(IMAGING)),
        subject=visit.refer("patient"),
        author=[{"display": report.reporter}] if is_written(report.reporter) else None,
        description=visit.title("as_received"),
        content=[
            {
                "attachment": {
                    "contentType": "text/plain; charset=utf-8",
                    "data": base64.b64encode(data).decode(),
                    "size": len(data),
                    "hash": sha1(data),
                    "title": heading,
                    "creation": report.reported_on and report.reported_on.isoformat(),
                }
            }
        ],
    )


def sha1(data: bytes) -> str:
    """Return the hash FHIR R4 asks of an attachment; a guard against slips only."""
    return base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def _transcribed(
    visit: Visit,
    name: str,
    lines: list[str],
    code: Json,
    report: ImagingReport,
    *,
    sources: list[Json] | None,
    valueCodeableConcept: Json | None = None,  # noqa: N803 - as FHIR names it
    bodySite: Json | None = None,  # noqa: N803
    component: list[Json],
    note: list[Json],
) -> Json:
    """Return an observation that the therapist took from a report; its day is the study's."""
    said = visit.title("transcribed")
    return visit.observation(
        name,
        [*lines, said],
        code,
        category="imaging",
        encounter=None,
        effectiveDateTime=report.performed_on and report.performed_on.isoformat(),
        valueCodeableConcept=valueCodeableConcept,
        bodySite=bodySite,
        method=concept(said),
        derivedFrom=sources,
        component=component,
        note=[*note, {"text": said}],
    )


def _study(
    visit: Visit, name: str, report: ImagingReport, sources: list[Json] | None
) -> Iterator[Json]:
    """Yield what the report says as a whole, and of levels it calls normal."""
    parts = components(visit, report, _STUDY)
    for level in report.stated_normal or ():
        code = visit.field("stated_normal")
        parts.append({"code": code, "valueCodeableConcept": coded("level", level.value)})
    if given := report.electrodiagnosis:
        parts += components(visit, given, _ELECTRODIAGNOSIS)
        for each in given.roots or ():
            side = each.side and visit.catalogue.words("side", each.side)
            parts += component(visit.field("roots"), joined(each.root.value, side))
    if parts:
        heading = imaging_heading(report, visit.examination, visit.catalogue)
        code = concept(visit.title("study"))
        yield _transcribed(
            visit,
            f"{name}/study",
            [heading, *part_lines(parts, ())],
            code,
            report,
            sources=sources,
            component=parts,
            note=[],
        )


def _finding(
    visit: Visit,
    name: str,
    finding: ImagingFinding,
    report: ImagingReport,
    sources: list[Json] | None,
) -> Json:
    summary = finding_summary(finding, visit.catalogue)
    level = finding.level.value
    side = labelled(visit.catalogue, "side", finding.side) if finding.side else None
    start, end = (finding.quote.span if finding.quote else None) or (0, 0)
    words = (report.text or "")[start:end]
    quoted = f"{visit.catalogue.label('field', 'quote')}: \u201c{words}\u201d"
    parts = [
        {
            "code": visit.field("level", "document_part"),
            "valueCodeableConcept": coded("level", level),
        },
        *components(visit, finding, ("side", "zone")),
    ]
    if finding.root:
        code = visit.field("root", "document_part")
        parts.append({"code": code, "valueCodeableConcept": coded("root", finding.root.value)})
    told = ("root_relation", "grade_system", "grade", "status", "certainty", "root_reason")
    parts += components(visit, finding, told)
    return _transcribed(
        visit,
        name,
        [summary, finding.root_reason or "", quoted if is_written(words) else ""],
        labelled(visit.catalogue, "kind", finding.kind.value),
        report,
        sources=sources,
        valueCodeableConcept=labelled(visit.catalogue, "presence", _presence(finding)),
        bodySite=concept(
            joined(level, side["text"] if side else None), *(side["coding"] if side else [])
        ),
        component=parts,
        note=notes(quoted if is_written(words) else None),
    )


def _presence(finding: ImagingFinding) -> str:
    """Return whether a finding is there: a grade of "none" alone would leave it a bare kind."""
    if finding.is_negated:
        return "absent"
    return "possible" if finding.certainty is Certainty.POSSIBLE else "present"
