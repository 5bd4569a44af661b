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

    @property
    def short(self) -> str:
        """Author and year."""
        return self.citation.split(",", 1)[0]

    @property
    def whole(self) -> str:
        """The citation with what finds it; one that was not checked says so."""
        doi = f"doi:{self.doi}" if self.doi else None
        pmid = f"PMID {self.pmid}" if self.pmid and not doi else None
        unchecked = f"({NOT_YET_CHECKED})" if self.mark is Mark.RECALLED else None
        return " ".join(filter(None, (self.citation, doi, pmid, self.other, unchecked)))
