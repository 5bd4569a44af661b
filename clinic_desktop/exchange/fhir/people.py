"""Who was examined, by whom, for whom, where, and with what program."""

import re
from collections.abc import Iterator
from typing import Final

from clinic_desktop import __version__
from clinic_desktop.domain.examination import Clinic, Identifier, Patient, Referrer, Therapist
from clinic_desktop.domain.phrases import patient_line, patient_name
from clinic_desktop.domain.versions import Signature
from clinic_desktop.exchange.fhir.elements import URI, Json, concept, is_written, joined
from clinic_desktop.exchange.fhir.visit import Visit

_ABSOLUTE: Final = re.compile(r"(urn:[a-z0-9][a-z0-9-]*:|https?://)[!-~]+", re.IGNORECASE)


def patient(visit: Visit) -> Json:
    """Return the patient as known at the visit."""
    person = visit.examination.patient
    names = (person.family_name, person.given_name)
    lines = (joined(patient_name(person) if any(map(is_written, names)) else None),)
    name = {"family": person.family_name, "given": [person.given_name]}
    return visit.resource(
        "Patient",
        "patient",
        (*lines, patient_line(person, visit.catalogue)),
        identifier=list(_identifiers(person)),
        name=[name],
        gender=person.sex and person.sex.value,
        birthDate=person.birth_date and person.birth_date.isoformat(),
    )


def _identifiers(person: Patient) -> Iterator[Json]:
    yield {"system": URI, "value": f"urn:uuid:{person.id}"}
    for identifier in person.identifiers or ():
        if is_written(identifier.value):
            yield {**_system(identifier), "value": identifier.value}


def _system(identifier: Identifier) -> Json:
    """The system an identifier is of: FHIR wants an address, a clinic writes a word."""
    system = identifier.system
    if system is not None and _ABSOLUTE.fullmatch(system):
        return {"system": system}
    return {"type": concept(system)}


def practitioners(visit: Visit) -> Iterator[Json]:
    """Yield the therapist, who else signed, and the referrer, as far as recorded."""
    examination = visit.examination
    if examination.therapist:
        yield _therapist(visit, "therapist", examination.therapist)
    done = {"therapist"}
    for signature in signatures(visit):
        name = signer(visit, signature)
        if name not in done:
            done.add(name)
            yield _therapist(visit, name, signature.therapist)
    if examination.referrer:
        yield from _referrer(visit, examination.referrer)


def signatures(visit: Visit) -> tuple[Signature, ...]:
    """Return the signatures of the version that is told; none of a draft."""
    versions = visit.edition.versions
    return versions[-1].signatures if visit.is_signed and versions else ()


def signer(visit: Visit, signature: Signature) -> str:
    """Return the name of the resource of who signed: the therapist where it is the same person."""
    named, examined = signature.therapist, visit.examination.therapist
    if examined is not None and (
        named == examined or (named.id is not None and named.id == examined.id)
    ):
        return "therapist"
    return f"signer/{named.id or named.name or ''}"


def _therapist(visit: Visit, name: str, person: Therapist) -> Json:
    words = joined(person.name, person.profession, person.registration)
    registration = visit.catalogue.label("field", "registration")
    return visit.resource(
        "Practitioner",
        name,
        (words or visit.catalogue.label("field", "therapist"),),
        identifier=[
            *([{"system": URI, "value": f"urn:uuid:{person.id}"}] if person.id else []),
            *(
                [{"type": concept(registration), "value": person.registration}]
                if is_written(person.registration)
                else []
            ),
        ],
        name=[{"text": person.name}],
        qualification=[{"code": concept(person.profession)}]
        if is_written(person.profession)
        else None,
    )


def _referrer(visit: Visit, person: Referrer) -> Iterator[Json]:
    words = joined(person.name, person.practice, *(person.address or ()))
    lines = (words or visit.catalogue.label("field", "referrer"),)
    yield visit.resource(
        "Practitioner",
        "referrer",
        lines,
        identifier=[{"system": URI, "value": f"urn:uuid:{person.id}"}] if person.id else None,
        name=[{"text": person.name}],
        telecom=_telecom(person.phone, person.email),
        address=[_address(person.address)],
    )
    if is_written(person.practice):
        yield visit.resource(
            "PractitionerRole",
            "referrer/practice",
            lines,
            practitioner=visit.refer("referrer"),
            organization={"display": person.practice},
        )


def referrer(visit: Visit) -> Json | None:
    """Return a reference to whom the report goes, with the practice where it is recorded."""
    person = visit.examination.referrer
    if person is None:
        return None
    return visit.refer("referrer/practice" if is_written(person.practice) else "referrer")


def organization(visit: Visit) -> Iterator[Json]:
    """Yield the clinic, where one is recorded."""
    clinic = visit.examination.clinic
    if clinic is None:
        return
    words = joined(clinic.name, *(clinic.address or ()), clinic.phone, clinic.email)
    yield visit.resource(
        "Organization",
        "organization",
        (words or visit.catalogue.label("field", "clinic"),),
        **_named(visit, clinic),
        telecom=_telecom(clinic.phone, clinic.email),
        address=[_address(clinic.address)],
    )


def _named(visit: Visit, clinic: Clinic) -> Json:
    """The clinic's name; FHIR wants an identifier of an organisation without one (org-1)."""
    if is_written(clinic.name):
        return {"name": clinic.name}
    return {"identifier": [{"system": URI, "value": visit.refer("organization")["reference"]}]}


def device(visit: Visit) -> Json:
    """Return the program that put the document together."""
    program = "Clinic Desktop"
    return visit.resource(
        "Device",
        "device",
        (f"{program} {__version__}",),
        deviceName=[{"name": program, "type": "user-friendly-name"}],
        version=[{"value": __version__}],
    )


def _telecom(phone: str | None, email: str | None) -> list[Json]:
    ways = (("phone", phone), ("email", email))
    return [{"system": system, "value": value} for system, value in ways if is_written(value)]


def _address(lines: tuple[str, ...] | None) -> Json:
    return {"line": list(lines or ()), "text": joined(*(lines or ()))}
