"""What the record holds beside documents: the practice, its people, its settings, its lists."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta

from clinic_desktop.domain.examination import Clinic, Patient, Therapist
from clinic_desktop.domain.values import Value

ADULT_AT = 18
CHILD_RECORDS_UNTIL = 25
"""The birthday to which a child's record is kept at least (England, NHS retention schedule)."""

BLANK: Final = "[\u2026]"
"""What the therapist fills in, in a phrase."""


class Phrase(Value, frozen=True, kw_only=True):
    """Something to put into a text, and its name in the menu where it is too long for one."""

    text: str
    short: str | None = None

    @property
    def name(self) -> str:
        """What the menu calls it."""
        return self.short or self.text


Phrases = Mapping[str, tuple[Phrase, ...]]
"""What the texts of the pages offer, by field (see `resources/wording/phrases.en.toml`)."""
NO_PHRASES: Final[Phrases] = MappingProxyType({})


class Practice(Value, frozen=True, kw_only=True):
    """The clinic a record is set up for, and its first therapist, who owns it."""

    clinic: Clinic
    therapist: Therapist


class Role(StrEnum):
    """What somebody may do: an owner also adds and retires people, a student is counter-signed."""

    OWNER = "owner"
    THERAPIST = "therapist"
    STUDENT = "student"


class Account(Value, frozen=True, kw_only=True):
    """Somebody who unlocks the record with a passphrase of their own. `retired_at` is UTC."""

    id: UUID
    therapist: Therapist
    role: Role
    retired_at: datetime | None = None

    @property
    def name(self) -> str:
        """The name shown where one is needed."""
        return self.therapist.name or "Therapist without a name"


class OwnProtocol(Value, frozen=True, kw_only=True):
    """A protocol the clinic made: its name, and the ids of its tests in order."""

    name: str
    tests: tuple[str, ...]


class PaperSize(StrEnum):
    """What reports are printed on."""

    A4 = "A4"
    LETTER = "Letter"


class Settings(Value, frozen=True, kw_only=True):
    """What an owner sets for the whole record.

    `day_ends` is the local time, "17:30", from which unsigned examinations are reminded of;
    `phrases` are the clinic's own, offered beside the program's wherever phrases are;
    `examine_first` keeps the imaging of new examinations closed until their tests are recorded;
    `paper` is A4 wherever the computer stands, until an owner says otherwise.
    """

    lock_after_minutes: Annotated[int, Meta(ge=1, le=15)] = 5
    retention_years: Annotated[int, Meta(ge=1, le=100)] = 8
    day_ends: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "17:30"
    protocols: tuple[OwnProtocol, ...] = ()
    phrases: tuple[str, ...] = ()
    examine_first: bool = False
    paper: PaperSize = PaperSize.A4


class State(StrEnum):
    """Where an examination stands in its life; a withdrawn one stands in no list."""

    DRAFT = "draft"
    SIGNED = "signed"
    AMENDED = "amended"


class ExaminationLine(Value, frozen=True, kw_only=True, gc=False):
    """One line of a list of examinations. Times are UTC.

    `awaits` tells that a student signed and nobody counter-signed yet; `is_open` that there is a
    draft, of the examination or of an amendment.
    """

    id: UUID
    performed_at: str | None
    patient: Patient
    state: State
    saved_at: datetime
    awaits: bool = False
    is_open: bool = False


class Place(Value, frozen=True, kw_only=True):
    """Where somebody's window was: an examination, the key of its step, the field's name."""

    examination: UUID
    step: str
    field: str = ""


def offered_phrases(listed: Mapping[str, Mapping[str, Phrase]], own: tuple[str, ...]) -> Phrases:
    """Return the phrases of each field, a clinic's own after the program's, no text twice."""
    offered = {}
    for field, phrases in listed.items():
        by_text = {phrase.text: phrase for phrase in phrases.values()}
        for text in own:
            by_text.setdefault(text, Phrase(text=text))
        offered[field] = tuple(by_text.values())
    return offered


def retained_until(birth_date: date | None, last_entry: date, years: int) -> date:
    """Return the last day a patient's record is kept for.

    Years after the last entry; of a patient who was a child at the last entry also until the 25th
    birthday, whichever is later.
    """
    until = _years_after(last_entry, years)
    if birth_date is not None and last_entry < _years_after(birth_date, ADULT_AT):
        until = max(until, _years_after(birth_date, CHILD_RECORDS_UNTIL))
    return until


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, or a year past the calendar's end
        if day.year + years > date.max.year:
            return date.max
        return day.replace(year=day.year + years, day=28) + timedelta(days=1)
