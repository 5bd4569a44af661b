"""What the record holds beside documents: the practice, the lines of its lists, and the place."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from clinic_desktop.domain.examination import Clinic, Patient, Therapist
from clinic_desktop.domain.values import Value


class Practice(Value, frozen=True, kw_only=True):
    """The clinic and the therapist a record was set up for."""

    clinic: Clinic
    therapist: Therapist


class State(StrEnum):
    """Where an examination stands in its life."""

    DRAFT = "draft"
    SIGNED = "signed"
    AMENDED = "amended"


class ExaminationLine(Value, frozen=True, kw_only=True):
    """One line of a list of examinations. `saved_at` is UTC."""

    id: UUID
    performed_at: str | None
    patient: Patient
    state: State
    saved_at: datetime


class Place(Value, frozen=True, kw_only=True):
    """Where the last window was: an examination, and the key of its step."""

    examination: UUID
    step: str
