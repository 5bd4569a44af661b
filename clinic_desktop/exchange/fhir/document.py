"""The document: its composition first, then everything it speaks of, checked before it leaves."""

import base64
from collections.abc import Iterator, Sequence

import msgspec

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison
from clinic_desktop.domain.dates import moment
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.phrases import patient_line, patient_name
from clinic_desktop.domain.versions import A_DRAFT, Edition, Version
from clinic_desktop.exchange.fhir import people
from clinic_desktop.exchange.fhir.assessment import assessment
from clinic_desktop.exchange.fhir.check import BundleRefused, check
from clinic_desktop.exchange.fhir.circumstances import reason, safety
from clinic_desktop.exchange.fhir.elements import (
    URI,
    Json,
    cleaned,
    concept,
    hl7,
    instant,
    is_written,
    joined,
    loinc,
    narrative,
)
from clinic_desktop.exchange.fhir.findings import findings
from clinic_desktop.exchange.fhir.imaging import imaging, sha1
from clinic_desktop.exchange.fhir.readings import comparison as readings
from clinic_desktop.exchange.fhir.visit import PRELIMINARY, WITHDRAWN, Section, Visit

_NOTE = loinc("34824-3", "Physical therapy Consult note")


def bundle(
    examination: Examination,
    comparison: Comparison,
    catalogue: Catalogue,
    edition: Edition = A_DRAFT,
    pdf: bytes | None = None,
) -> Json:
    """Return an examination as a FHIR R4 document: a Bundle, as plain dictionaries.

    The same examination and edition give the same document; no clock is read. What is not
    recorded is not in it, nor are findings that the therapist did not take over.

    Args:
        examination: what was recorded.
        comparison: of this examination.
        catalogue: tests and words.
        edition: where the examination stands in its life; without one, a draft.
        pdf: the printed report, to be held in the document.

    Raises:
        BundleRefused: when the examination has no time, which a FHIR document needs, or when the
            document would be broken.
    """
    visit = Visit(
        examination=examination, comparison=comparison, catalogue=catalogue, edition=edition
    )
    at = visit.written_at
    stamp = instant(at) if at else None
    if at is None or stamp is None:
        raise BundleRefused(
            "A FHIR document needs the time of the examination, and none is recorded that it can "
            "hold. Record when it was performed, then export again."
        )
    sections = [
        section
        for section in (
            reason(visit),
            safety(visit),
            findings(visit),
            imaging(visit),
            readings(visit),
            assessment(visit),
            *_printed(visit, pdf, stamp),
        )
        if section.resources or any(map(is_written, section.lines))
    ]
    resources = [
        _composition(visit, sections, stamp),
        people.patient(visit),
        *people.practitioners(visit),
        *people.organization(visit),
        people.device(visit),
        _encounter(visit),
        *(resource for section in sections for resource in section.resources),
        *([_binary(visit, pdf)] if pdf is not None else []),
        _provenance(visit, stamp, with_pdf=pdf is not None),
    ]
    made: Json = cleaned(
        {
            "resourceType": "Bundle",
            "identifier": {"system": URI, "value": visit.document_id},
            "type": "document",
            "timestamp": stamp,
            "entry": [
                {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
                for resource in resources
            ],
        }
    )
    check(made)
    return made


def bundle_json(made: Json) -> bytes:
    """Return a document as JSON, laid out for a person to read."""
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"


def _author(visit: Visit) -> Json:
    return visit.therapist or {"display": visit.title("therapist_not_recorded")}


def _composition(visit: Visit, sections: Sequence[Section], stamp: str) -> Json:
    person = visit.examination.patient
    title = visit.title("urgent" if visit.is_referral else "title")
    lines = (
        _named(visit, title),
        f"{patient_name(person)}, {patient_line(person, visit.catalogue)}",
        visit.catalogue.wording.statements["intended_use"],
    )
    replaced = _replaced(visit)
    return visit.resource(
        "Composition",
        "composition",
        lines,
        identifier={"system": URI, "value": f"urn:uuid:{visit.examination.id}"},
        status=visit.state,
        type=concept(title, _NOTE),
        subject=visit.refer("patient"),
        encounter=visit.refer("encounter"),
        date=stamp,
        author=[_author(visit)],
        title=title,
        attester=[
            {
                "mode": "professional",
                "time": signature.signed_at.isoformat(),
                "party": visit.refer(people.signer(visit, signature)),
            }
            for signature in people.signatures(visit)
        ],
        custodian=visit.refer("organization") if visit.examination.clinic else None,
        relatesTo=[
            {
                "code": "replaces",
                "targetIdentifier": {"system": URI, "value": visit.version_id(replaced)},
            }
        ]
        if replaced
        else None,
        section=[_section(visit, section) for section in sections],
    )


def _named(visit: Visit, title: str) -> str:
    version = visit.catalogue.words("document_part", "version")
    return f"{title}, {visit.edition.status}, {version} {visit.edition.number}"


def _replaced(visit: Visit) -> Version | None:
    """The version this one replaces: the last that was handed out, else the one before it."""
    if not visit.is_signed:
        return None
    before = visit.edition.versions[-2:-1]
    return visit.edition.replaces or next(iter(before), None)


def _section(visit: Visit, section: Section) -> Json:
    title = visit.title(section.key)
    return {
        "title": title,
        "code": concept(title, loinc(section.loinc)) if section.loinc else None,
        "text": narrative(section.lines, section.resources),
        "entry": [{"reference": f"urn:uuid:{each['id']}"} for each in section.resources],
    }


def _encounter(visit: Visit) -> Json:
    examination = visit.examination
    at = examination.performed_at
    states = {PRELIMINARY: "unknown", WITHDRAWN: WITHDRAWN}
    given = examination.presentation
    question = given.question if given and is_written(given.question) else None
    to_whom = people.referrer(visit)
    referrer = examination.referrer
    reference = referrer.reference if referrer and is_written(referrer.reference) else None
    referring = concept(None, hl7("v3-ParticipationType", "REF", "referrer"))
    return visit.resource(
        "Encounter",
        "encounter",
        (joined(visit.title("visit"), moment(at) if at else None), question or ""),
        status=states.get(visit.state, "finished"),
        **{"class": hl7("v3-ActCode", "AMB", "ambulatory")},
        subject=visit.refer("patient"),
        basedOn=[{"type": "ServiceRequest", "identifier": {"value": reference}}]
        if reference
        else None,
        participant=[
            *([{"individual": visit.therapist}] if visit.therapist else []),
            *([{"type": [referring], "individual": to_whom}] if to_whom else []),
        ],
        period={"start": visit.performed},
        reasonCode=[concept(question)] if question else None,
        serviceProvider=visit.refer("organization") if examination.clinic else None,
    )


def _printed(visit: Visit, pdf: bytes | None, stamp: str) -> Iterator[Section]:
    """Yield the section of the printed report, where it is held."""
    if pdf is None:
        return
    title = visit.title("urgent" if visit.is_referral else "title")
    words = _named(visit, title)
    held = visit.resource(
        "DocumentReference",
        "pdf",
        (words,),
        status=WITHDRAWN if visit.state == WITHDRAWN else "current",
        docStatus=visit.state,
        type=concept(title, _NOTE),
        subject=visit.refer("patient"),
        date=stamp,
        author=[_author(visit)],
        custodian=visit.refer("organization") if visit.examination.clinic else None,
        content=[
            {
                "attachment": {
                    "contentType": "application/pdf",
                    "url": visit.refer("pdf/bytes")["reference"],
                    "size": len(pdf),
                    "hash": sha1(pdf),
                    "title": words,
                    "creation": stamp,
                }
            }
        ],
    )
    yield Section("summary", (), [held])


def _binary(visit: Visit, pdf: bytes) -> Json:
    return {
        "resourceType": "Binary",
        "id": str(visit.uuid("pdf/bytes")),
        "contentType": "application/pdf",
        "data": base64.b64encode(pdf).decode(),
    }


def _provenance(visit: Visit, stamp: str, *, with_pdf: bool) -> Json:
    def agent(role: str, display: str, who: Json) -> Json:
        return {
            "type": concept(None, hl7("provenance-participant-type", role, display)),
            "who": who,
        }

    signed = [
        agent("attester", "Attester", visit.refer(people.signer(visit, signature)))
        for signature in people.signatures(visit)
    ]
    return visit.resource(
        "Provenance",
        "provenance",
        (visit.title("provenance"),),
        target=[visit.refer("composition"), *([visit.refer("pdf")] if with_pdf else [])],
        occurredDateTime=visit.performed,
        recorded=stamp,
        agent=[
            agent("author", "Author", _author(visit)),
            *signed,
            agent("assembler", "Assembler", visit.refer("device")),
        ],
    )
