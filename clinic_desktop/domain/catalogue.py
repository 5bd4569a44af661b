"""The catalogue: all that `resources/` says of tests, protocols, words and sources, as one value.

A test is defined once, there; every screen, report line and export follows from these values.
"""

from typing import TypeVar

from clinic_desktop.domain.anatomy import Pathway, Root
from clinic_desktop.domain.body_chart import BodyChart
from clinic_desktop.domain.conduction_blocks import ConductionBlock, RootSigns
from clinic_desktop.domain.evidence import Accuracy, Cluster, Study, StudyTable, VerdictRule
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.facts import NOT_YET_CHECKED, Entry, Fact, Mark, Source
from clinic_desktop.domain.neurodynamics import (
    Applying,
    FalsePositive,
    Movement,
    NeurodynamicTest,
    Protocol,
    SharedFact,
)
from clinic_desktop.domain.outcome_measures import OutcomeMeasure
from clinic_desktop.domain.practice import Phrase
from clinic_desktop.domain.prevalence_table import AgeTable
from clinic_desktop.domain.red_flag_questions import RedFlagGroup, RedFlagItem
from clinic_desktop.domain.screening import Concern
from clinic_desktop.domain.screening_criteria import SensitisationCriteria, SourceClue
from clinic_desktop.domain.unshown_mechanism import UnshownMechanism

_Said = TypeVar("_Said", bound=Applying)


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


class Catalogue(Entry, frozen=True, kw_only=True):
    """All that `resources/` says, handed down as one value; `figures` holds drawings, as SVG."""

    tests: dict[str, NeurodynamicTest]
    movements: dict[str, Movement]
    protocols: dict[str, Protocol]
    conduction: dict[str, ConductionBlock]
    cautions: dict[str, SharedFact]
    stop_rules: dict[str, SharedFact]
    records: dict[str, SharedFact]
    false_positives: dict[str, FalsePositive]
    clusters: dict[str, Cluster]
    rules: dict[str, VerdictRule]
    accuracy: dict[str, Accuracy]
    studies: dict[str, Study]
    tables: dict[str, StudyTable]
    prevalence: AgeTable
    mechanisms: dict[str, UnshownMechanism]
    sources: dict[str, Source]
    red_flags: dict[str, RedFlagGroup]
    concern: dict[Concern, Fact]
    wording: Wording
    phrases: dict[str, dict[str, Phrase]]
    other_sources: dict[str, SourceClue]
    sensitisation: SensitisationCriteria
    functional_tests: dict[str, Fact]
    measures: dict[str, OutcomeMeasure]
    figures: dict[str, str]
    body_chart: BodyChart

    def cited(self, fact: Fact) -> str:
        """Return a fact with where it is from; one from memory alone says so."""
        sources = [self.sources[key] for key in fact.sources]
        marks = (fact.mark, *(source.mark for source in sources))
        unchecked = [NOT_YET_CHECKED] if Mark.RECALLED in marks else []
        disagreeing = ["sources disagree"] if fact.mark is Mark.DISAGREE else []
        said = "; ".join((*(source.citation for source in sources), *disagreeing, *unchecked))
        return f"{fact.text} ({said})" if said else fact.text

    @property
    def red_flag_items(self) -> tuple[RedFlagItem, ...]:
        """The red-flag questions in the order they are asked."""
        return tuple(item for group in self.red_flags.values() for item in group.items)

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

    def root_signs(self, root: Root) -> RootSigns | None:
        """Return what tests the conduction of a root; `None` for one in no block."""
        return next(
            (block.roots[root] for block in self.conduction.values() if root in block.roots), None
        )

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

    def key_of(self, test: NeurodynamicTest) -> str:
        """Return the id of a test of this catalogue.

        Raises:
            KeyError: when the test is of another one.
        """
        for key, known in self.tests.items():
            if known is test:
                return key
        raise KeyError(test.name)

    def said_of(self, key: str, shared: "dict[str, _Said]") -> "tuple[_Said, ...]":
        """Return what applies to a test, such as its cautions: `said_of("slr", self.cautions)`."""
        return tuple(entry for entry in shared.values() if entry.applies(key, self.tests[key]))

    def accuracy_of(self, key: str) -> tuple[Accuracy, ...]:
        """Return the published figures that concern a test."""
        return tuple(entry for entry in self.accuracy.values() if key in entry.tests)

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
