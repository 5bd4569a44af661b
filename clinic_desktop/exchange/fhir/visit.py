"""What every resource of one document is made from, and how they find each other."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from msgspec import Struct

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison
from clinic_desktop.domain.document import write_document
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.screening import Concern
from clinic_desktop.domain.versions import AMENDED, FINAL, Edition, Version, VersionKind
from clinic_desktop.exchange.fhir.elements import (
    Json,
    concept,
    date_time,
    hl7,
    local,
    narrative,
)

_STATES: Final = {FINAL: "final", AMENDED: "amended"}
_CATEGORIES: Final = {
    "exam": hl7("observation-category", "exam", "Exam"),
    "imaging": hl7("observation-category", "imaging", "Imaging"),
    "survey": hl7("observation-category", "survey", "Survey"),
}
WITHDRAWN: Final = "entered-in-error"
PRELIMINARY: Final = "preliminary"


class Section(Struct, frozen=True):
    """A section of the document: a key of its title, its lines, and the resources behind them."""

    key: str
    lines: Sequence[str]
    resources: Sequence[Json] = ()
    loinc: str | None = None


class Visit(Struct, frozen=True, kw_only=True):
    """An examination with all that its document is made from.

    Ids follow from the examination's id and the name of the thing, so that the same recording
    gives the same document, and a new version of it the same resources.
    """

    examination: Examination
    comparison: Comparison
    catalogue: Catalogue
    edition: Edition

    @property
    def state(self) -> str:
        """How far the recording is: preliminary, final, amended or entered-in-error."""
        versions = self.edition.versions
        if versions and versions[-1].kind is VersionKind.ENTERED_IN_ERROR:
            return WITHDRAWN
        return _STATES.get(self.edition.status, PRELIMINARY)

    @property
    def is_signed(self) -> bool:
        """Whether a therapist signed what is told."""
        return self.edition.is_signed

    @property
    def is_referral(self) -> bool:
        """Whether the level of concern is high: then the patient is referred first."""
        flags = self.examination.red_flags
        return flags is not None and flags.level is Concern.HIGH

    @property
    def written_at(self) -> datetime | None:
        """When the document was made true: its last signature, for a draft the visit."""
        if self.is_signed and self.edition.versions:
            return self.edition.versions[-1].signatures[-1].signed_at
        performed = self.examination.performed_at
        return datetime.fromisoformat(performed) if performed else None

    @property
    def performed(self) -> str | None:
        """When the visit was, as FHIR writes it."""
        performed = self.examination.performed_at
        return date_time(performed) if performed else None

    @property
    def document_id(self) -> str:
        """The identifier of this version's document: another content has another one."""
        if self.is_signed and self.edition.versions:
            return self.version_id(self.edition.versions[-1])
        content = hashlib.sha256(write_document(self.examination)).hexdigest()
        return f"urn:uuid:{self.uuid(f'document/{content}')}"

    def version_id(self, version: Version) -> str:
        """Return the identifier of the document of a signed version."""
        return f"urn:uuid:{self.uuid(f'document/{version.sha256}')}"

    def uuid(self, name: str) -> UUID:
        """Return the id of the thing of this name."""
        return uuid5(self.examination.id, name)

    def refer(self, name: str) -> Json:
        """Return a reference to the thing of this name."""
        return {"reference": f"urn:uuid:{self.uuid(name)}"}

    @property
    def therapist(self) -> Json | None:
        """A reference to the therapist; `None` where none is recorded."""
        return self.refer("therapist") if self.examination.therapist else None

    def resource(self, kind: str, name: str, lines: Iterable[str], /, **fields: Any) -> Json:
        """Return a resource with its id and its text."""
        return {
            "resourceType": kind,
            "id": str(self.uuid(name)),
            "text": narrative(lines),
            **fields,
        }

    def observation(
        self,
        name: str,
        lines: Iterable[str],
        code: Json,
        /,
        category: str = "exam",
        **fields: Any,
    ) -> Json:
        """Return an observation made at the visit by the therapist, unless `fields` say else."""
        made = {
            "status": self.state,
            "category": [concept(None, _CATEGORIES[category])],
            "code": code,
            "subject": self.refer("patient"),
            "encounter": self.refer("encounter"),
            "effectiveDateTime": self.performed,
            "performer": [self.therapist] if self.therapist else None,
        }
        return self.resource("Observation", name, lines, **{**made, **fields})

    def field(self, name: str, group: str = "field") -> Json:
        """Return the name of a field as a concept."""
        words = self.catalogue.label(group, name)
        return concept(words, local(group, name, words))

    def title(self, key: str) -> str:
        """Return the title of a section, or another word of the document."""
        return self.catalogue.label("document_part", key)
