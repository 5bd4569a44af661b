"""A report that came in as a file: its text, and what the file says of itself."""

from datetime import date
from typing import Final

from msgspec import Struct

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.imaging import Modality
from clinic_desktop.domain.values import YesNoUnknown

SUFFIXES: Final = (".txt", ".pdf", ".hl7", ".json", ".dcm")
"""The endings of the files that can be read."""


class StudyDetails(Struct, frozen=True, kw_only=True):
    """What a file or text says of the study and the person. All of it is offered, none taken over.

    Dates written such that day and month cannot be told apart are left out.
    """

    patient_name: str | None = None
    birth_date: date | None = None
    modality: Modality | None = None
    region: Region | None = None
    performed_on: date | None = None
    reported_on: date | None = None
    reporter: str | None = None
    site: str | None = None
    position: str | None = None
    sequences: tuple[str, ...] = ()
    field_strength: float | None = None
    contrast: YesNoUnknown | None = None
    comparison: str | None = None
    quality: str | None = None


class IncomingReport(Struct, frozen=True, kw_only=True):
    """One report out of a file.

    `data` are the file's bytes as they came, `media_type` what they are. `pictures` are pages as
    PNG where the file has no text to read, such as a scan. `warnings` are plain sentences.
    """

    name: str
    media_type: str
    data: bytes
    text: str
    details: StudyDetails
    pictures: tuple[bytes, ...] = ()
    warnings: tuple[str, ...] = ()
