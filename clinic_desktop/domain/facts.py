"""A fact read from `resources/`: its sentence, how far it was checked and where it is from."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

NOT_YET_CHECKED: Final = "not yet checked"


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of everything read from `resources/`."""


class Mark(StrEnum):
    """How far a fact was checked."""

    SEEN = "seen"
    SEEN_SECONDARY = "seen_secondary"
    DERIVED = "derived"
    RECALLED = "recalled"
    DISAGREE = "disagree"


class Fact(Entry, frozen=True, kw_only=True):
    """One sentence with the mark of its certainty and the ids of its sources."""

    text: str
    mark: Mark
    sources: tuple[str, ...] = ()


class Source(Entry, frozen=True, kw_only=True):
    """Where a fact comes from."""

    citation: str
    doi: str | None = None
    pmid: str | None = None
    other: str | None = None
    mark: Mark = Mark.SEEN
