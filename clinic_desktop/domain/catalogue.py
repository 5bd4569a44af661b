"""The catalogue: what the tests, protocols, words and sources are, as read from `resources/`.

A test is defined once, there; every screen, report line and export follows from these values.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from clinic_desktop.domain.anatomy import PATHWAY_ROOTS, Pathway, Root
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Effect


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of everything read from `resources/`."""


class Mark(StrEnum):
    """How far a fact was checked."""

    SEEN = "seen"
    SEEN_SECONDARY = "seen_secondary"
    DERIVED = "derived"
    RECALLED = "recalled"
    DISAGREE = "disagree"


class Couch(StrEnum):
    """How the patient lies, sits or stands for a test."""

    SUPINE = "supine"
    SITTING = "sitting"
    SIDE_LYING = "side_lying"
    PRONE = "prone"
    STANDING = "standing"


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


class Movement(Entry, frozen=True, kw_only=True):
    """A differentiation movement and the effect that speaks for the nerve, if one does.

    `short` is what is typed for it in shorthand.
    """

    name: str
    short: str | None = None
    expects: Effect | None = None


class NeurodynamicTest(Entry, frozen=True, kw_only=True):
    """The definition of a test.

    `differentiation` lists movement ids (none: the familiar symptom alone decides); `control` is
    a movement recorded in the same field that speaks against the nerve. A crossed test counts on
    the side opposite to the tested one. In a relief test `familiar` says whether the symptom eased.
    """

    name: str
    short: str
    synonyms: tuple[str, ...] = ()
    pathway: Pathway | None = None
    loads: str
    crossed: bool = False
    relief: bool = False
    differentiation: tuple[str, ...] = ()
    control: str | None = None
    follows: str | None = None
    couch: Couch
    variants: tuple[str, ...] = ()
    angle: str | None = None
    position: Fact
    steps: tuple[Fact, ...]
    positive_when: Fact
    differentiate_how: Fact | None = None
    cautions: tuple[Fact, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def roots(self) -> tuple[Root, ...]:
        """The roots of the pathway the test loads."""
        return PATHWAY_ROOTS[self.pathway] if self.pathway else ()


class Protocol(Entry, frozen=True, kw_only=True):
    """An ordered list of tests."""

    name: str
    tests: tuple[str, ...]


class Study(Entry, frozen=True, kw_only=True):
    """A published figure: the same for every patient, never a probability for one.

    `concerns` holds what it stands beside: test ids, readings, finding kinds.
    """

    statement: str
    population: str | None = None
    comparator: str | None = None
    n: int | None = None
    interval: str | None = None
    concerns: tuple[str, ...] = ()
    source: str
    mark: Mark


class Wording(Entry, frozen=True, kw_only=True):
    """The words the window and the report share.

    `labels` maps a list of the document ("kind", "zone", ...) to the words of its values;
    `offered` holds the values an open list offers; `statements` the program's fixed sentences;
    `forbidden` the words its own sentences never use.
    """

    labels: dict[str, dict[str, str]]
    offered: dict[str, tuple[str, ...]]
    statements: dict[str, str]
    forbidden: tuple[str, ...]


NOT_YET_CHECKED: Final = "not yet checked"


class Catalogue(Entry, frozen=True, kw_only=True):
    """All that `resources/` says, handed down as one value."""

    tests: dict[str, NeurodynamicTest]
    movements: dict[str, Movement]
    protocols: dict[str, Protocol]
    studies: dict[str, Study]
    sources: dict[str, Source]
    wording: Wording
    phrases: dict[str, tuple[str, ...]]

    def label(self, group: str, value: str | None) -> str:
        """Return the words for a value; one of an open list that has none is kept as written."""
        if value is None:
            return "not recorded"
        known = self.wording.labels.get(group, {})
        return known.get(value, value)

    def words(self, group: str, value: str) -> str:
        """Return a value's words for the middle of a sentence; unlisted ones stay as written."""
        known = self.wording.labels.get(group, {}).get(value)
        if known is None:
            return value
        return known if known[1:2].isupper() else known[:1].lower() + known[1:]  # "MRI" stays

    def movement_name(self, movement: str | None) -> str:
        """Return a movement's name; an unlisted movement is kept as written."""
        if movement is None:
            return "not recorded"
        known = self.movements.get(movement)
        return known.name if known else movement

    def movement_words(self, movement: str) -> str:
        """Return a movement's name for the middle of a sentence."""
        known = self.movements.get(movement)
        return known.name[:1].lower() + known.name[1:] if known else movement

    def loaded_pathways(self, tests: "tuple[str, ...] | list[str]") -> frozenset[Pathway]:
        """Return the pathways these tests load; an unknown test loads nothing."""
        return frozenset(
            test.pathway for key in tests if (test := self.tests.get(key)) and test.pathway
        )

    def planned_tests(self, examination: Examination) -> tuple[str, ...]:
        """Return the tests of an examination's protocol, the clinic's own or one known here."""
        return examination.protocol_tests or self.protocol_tests(examination.protocol)

    def protocol_tests(self, protocol: str | None) -> tuple[str, ...]:
        """Return the tests of a protocol; an unknown protocol has none."""
        known = self.protocols.get(protocol or "")
        return known.tests if known else ()
