"""The check of a document before it leaves: what validators of FHIR look past is refused here."""

from collections import Counter
from typing import Final

from clinic_desktop.domain.errors import UserError
from clinic_desktop.exchange.fhir.elements import Json, references

_REQUIRED: Final = {
    "Binary": ("contentType",),
    "ClinicalImpression": ("status", "subject"),
    "Composition": ("status", "type", "date", "author", "title"),
    "Device": (),
    "DiagnosticReport": ("status", "code"),
    "DocumentReference": ("status", "content"),
    "Encounter": ("status", "class"),
    "Observation": ("status", "code"),
    "Organization": (),
    "Patient": ("identifier",),
    "Practitioner": (),
    "PractitionerRole": (),
    "Provenance": ("target", "recorded", "agent"),
    "ServiceRequest": ("status", "intent", "subject"),
}
"""The kinds of resources a document may hold, and what FHIR requires of each."""


class BundleRefused(UserError):
    """A document that must not leave: the message says what is wrong."""


def check(bundle: Json) -> None:
    """Refuse a document that is broken.

    It begins with its composition; each entry has an address of its own that is its id, and all
    that its kind requires; each reference leads to an entry; the composition, or who tells where
    the document is from, leads to each entry; and an observation that says why it has no value
    has none.

    Raises:
        BundleRefused: naming the first thing that is wrong.
    """
    for key in ("identifier", "timestamp", "entry"):
        if not bundle.get(key):
            raise BundleRefused(f"The FHIR document has no {key}.")
    entries = bundle["entry"]
    addresses = [entry["fullUrl"] for entry in entries]
    if doubled := [address for address, count in Counter(addresses).items() if count > 1]:
        raise BundleRefused(f"The FHIR document has two entries at {doubled[0]}.")
    resources = {entry["fullUrl"]: entry["resource"] for entry in entries}
    if entries[0]["resource"]["resourceType"] != "Composition":
        raise BundleRefused("The FHIR document does not begin with its composition.")
    for address, resource in resources.items():
        _check_resource(address, resource)
        for reference in references(resource):
            if reference not in resources:
                raise BundleRefused(f"In the FHIR document {reference} leads nowhere.")
    _check_reached(resources, addresses[0])


def _check_resource(address: str, resource: Json) -> None:
    kind = resource["resourceType"]
    if kind not in _REQUIRED:
        raise BundleRefused(f"The FHIR document must not hold a {kind}.")
    if address != f"urn:uuid:{resource.get('id')}":
        raise BundleRefused(f"In the FHIR document the {kind} at {address} has another id.")
    parts = resource.get("component", [])
    missing = [key for key in _REQUIRED[kind] if not resource.get(key)]
    missing += [] if kind == "Binary" or resource.get("text") else ["text"]
    missing += [] if all(part.get("code") for part in parts) else ["code of a component"]
    if missing:
        raise BundleRefused(f"In the FHIR document a {kind} has no {missing[0]}.")
    for part in (resource, *parts):
        values = [key for key in part if key.startswith("value")]
        if len(values) + ("dataAbsentReason" in part) > 1:
            raise BundleRefused("In the FHIR document an observation has two values.")


def _check_reached(resources: dict[str, Json], first: str) -> None:
    """Refuse an entry that nothing leads to: a reader who follows the document would not see it."""
    waiting = [first]
    waiting += [key for key, each in resources.items() if each["resourceType"] == "Provenance"]
    reached = set(waiting)
    while waiting:
        found = set(references(resources[waiting.pop()])) - reached
        reached |= found
        waiting += found
    if left := [key for key in resources if key not in reached]:
        raise BundleRefused(f"In the FHIR document nothing leads to {left[0]}.")
