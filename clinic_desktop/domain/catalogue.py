"""The catalogue: what the tests, protocols, words and sources are, as read from `resources/`.

A test is defined once, there; every screen, report line and export follows from these values.
"""

from enum import StrEnum
from typing import Final, TypeVar

from msgspec import Struct

from clinic_desktop.domain.anatomy import Pathway, Root, TestedSide
from clinic_desktop.domain.body_chart import BodyChart
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Effect, Outcome
from clinic_desktop.domain.screening import Concern, SignKind


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


class Applying(Entry, frozen=True, kw_only=True):
    """Base of what is said once for several tests.

    `applies_to` holds test ids and "pathway:sciatic" and the like; `None` is every test.
    """

    applies_to: tuple[str, ...] | None = None

    def applies(self, key: str, test: "NeurodynamicTest") -> bool:
        """Whether this is said of a test."""
        if self.applies_to is None:
            return True
        return key in self.applies_to or f"pathway:{test.pathway}" in self.applies_to


class SharedFact(Applying, frozen=True, kw_only=True):
    """A fact of several tests: when not to test, when to stop, what to record."""

    text: str
    mark: Mark
    sources: tuple[str, ...] = ()


class FalsePositive(Applying, frozen=True, kw_only=True):
    """What else gives a positive, and how it is told apart."""

    cause: Fact
    tell: Fact


class Source(Entry, frozen=True, kw_only=True):
    """Where a fact comes from."""

    citation: str
    doi: str | None = None
    pmid: str | None = None
    other: str | None = None
    mark: Mark = Mark.SEEN


class Movement(Entry, frozen=True, kw_only=True):
    """A differentiation movement and the effect that speaks for the nerve, if one does.

    `key` is the letter that names it on the page of a test.
    """

    name: str
    key: str
    expects: Effect | None = None


class NeurodynamicTest(Entry, frozen=True, kw_only=True):
    """The definition of a test.

    `differentiation` lists movement ids (none: the familiar symptom alone decides); `control` is
    a movement recorded in the same field that speaks against the nerve. A crossed test counts on
    the side opposite to the tested one. In a relief test `familiar` says whether the symptom eased.

    `roots` are those it is said to load most; `loads` tells the wider range. `follows` names the
    test from whose end point this one starts, `follows_when` the outcome it wants of it,
    `variant_after_negative` the form in which it is done after a negative one. A midline test has
    no sides. `figure` names a drawing of the position, its own or another test's.
    """

    name: str
    short: str
    synonyms: tuple[str, ...] = ()
    pathway: Pathway | None = None
    loads: Fact
    roots: tuple[Root, ...] = ()
    crossed: bool = False
    relief: bool = False
    differentiation: tuple[str, ...] = ()
    control: str | None = None
    follows: str | None = None
    follows_when: Outcome | None = None
    variant_after_negative: str | None = None
    couch: Couch
    midline: bool = False
    figure: str | None = None
    variants: tuple[str, ...] = ()
    angle: str | None = None
    position: Fact
    steps: tuple[Fact, ...]
    positive_when: Fact
    differentiate_how: Fact | None = None
    sources: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[TestedSide, ...]:
        """The sides it is done on, in their places on the screen."""
        if self.midline:
            return (TestedSide.MIDLINE,)
        return TestedSide.LEFT, TestedSide.RIGHT

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All that is said of this test alone."""
        how = (self.differentiate_how,) if self.differentiate_how else ()
        return (self.loads, self.position, *self.steps, self.positive_when, *how)


class Protocol(Entry, frozen=True, kw_only=True):
    """An ordered list of tests."""

    name: str
    tests: tuple[str, ...]


class RootSigns(Entry, frozen=True, kw_only=True):
    """What tests the conduction of one root.

    `power` and `reflex` hold what is tested as a matter of course, the scheme's own first; none,
    there is nothing to test. `reflex_by_hand` holds reflexes that some test besides.
    """

    point: Fact
    power: tuple[Fact, ...] = ()
    reflex: tuple[Fact, ...] = ()
    reflex_by_hand: tuple[Fact, ...] = ()
    remarks: dict[SignKind, Fact] = {}

    def tested(self, kind: SignKind) -> tuple[Fact, ...]:
        """Return what is tested as a matter of course; none where there is nothing to test."""
        match kind:
            case SignKind.REFLEX:
                return self.reflex
            case SignKind.POWER:
                return self.power
        return (self.point,)

    def offered(self, kind: SignKind) -> tuple[Fact, ...]:
        """Return all that can be tested, what some test besides at the end."""
        by_hand = self.reflex_by_hand if kind is SignKind.REFLEX else ()
        return (*self.tested(kind), *by_hand)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All that is said of the root."""
        items = (*self.power, *self.reflex, *self.reflex_by_hand)
        return (self.point, *items, *self.remarks.values())


class ConductionBlock(Entry, frozen=True, kw_only=True):
    """Roots examined together, cranial to caudal; `maps` says how sure their skin areas are."""

    name: str
    scheme: str
    maps: Fact
    roots: dict[Root, RootSigns]


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


class SourceClue(Entry, frozen=True, kw_only=True):
    """What to look for in another source of pain, and the further test that looks at it."""

    exam: Fact
    further: Fact | None = None


class Grade(Entry, frozen=True, kw_only=True):
    """A grade of the features of sensitisation; it needs one step of each group in `needs`."""

    words: Fact
    needs: tuple[tuple[str, ...], ...]


class SensitisationCriteria(Entry, frozen=True, kw_only=True):
    """The steps, what to look for in each, and the grades from the lowest."""

    steps: dict[str, Fact]
    grades: dict[str, Grade]
    notes: tuple[Fact, ...] = ()


class Better(StrEnum):
    """In which direction a score gets better."""

    LOWER = "lower"
    HIGHER = "higher"


class MeasureForm(Entry, frozen=True, kw_only=True):
    """The statements of a questionnaire in its authors' words, ticked where they apply."""

    instruction: str
    statements: tuple[str, ...]
    mark: Mark
    sources: tuple[str, ...]


class OutcomeMeasure(Entry, frozen=True, kw_only=True):
    """What an outcome measure's score says; `embedded` is one that may be answered here.

    `change` is the smallest change that matters, where one is known.
    """

    means: Fact
    min: int = 0
    max: int
    better: Better
    change: Fact | None = None
    licence: Fact
    embedded: bool = False
    form: MeasureForm | None = None


class Estimate(Entry, frozen=True, kw_only=True):
    """A figure with its 95 % interval; without a value `low` and `high` span several studies.

    Shares are per cent, ratios and kappa plain numbers. `low` alone reads "above".
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None


class Counts(Entry, frozen=True, kw_only=True):
    """A study's 2 by 2 table against its own reference; `mark` tells how the counts are known."""

    tp: int
    fn: int
    fp: int
    tn: int
    mark: Mark = Mark.DERIVED


class Accuracy(Entry, frozen=True, kw_only=True):
    """What one study found of a test: never the probability of anything in this patient.

    `mark` is that of the published figures. What is not published and can be computed from `counts`
    is not written here. `share` is a per cent that is neither sensitivity nor specificity. `study`
    names the sentence in `studies.toml` that tells the same figures.
    """

    tests: tuple[str, ...]
    tested: str
    reference: str
    population: str | None = None
    n: int | None = None
    counts: Counts | None = None
    sensitivity: Estimate | None = None
    specificity: Estimate | None = None
    lr_positive: Estimate | None = None
    lr_negative: Estimate | None = None
    share: Estimate | None = None
    kappa: Estimate | None = None
    auc: str | None = None
    study: str | None = None
    source: str
    mark: Mark
    note: str | None = None


class VerdictRule(Entry, frozen=True, kw_only=True):
    """A rule that says when a test is positive; only the `offered` one is used.

    `accuracy` names the figures published for it.
    """

    definition: str
    without_differentiation: str | None = None
    basis: tuple[Fact, ...]
    accuracy: tuple[str, ...] = ()
    offered: bool = False


class ClusterCounting(StrEnum):
    """What a cluster counts among its members."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    BELOW_KNEE = "below_knee"
    LOSS = "loss"


class ClusterSign(Entry, frozen=True, kw_only=True):
    """A conduction sign that is counted as a member when it is lost or reduced."""

    name: str
    root: Root
    kind: SignKind


class Cluster(Entry, frozen=True, kw_only=True):
    """Results that studies looked at together: counted per side, never a probability.

    `forms` holds the form in which a test has to be done to be a member. A cluster that counts
    loss has no tests: its members are sensation, power and reflex of one root.
    """

    name: str
    counts: ClusterCounting
    tests: tuple[str, ...] = ()
    forms: dict[str, str] = {}
    signs: tuple[ClusterSign, ...] = ()
    basis: Fact
    accuracy: tuple[str, ...] = ()


class CarePathway(StrEnum):
    """How fast the pathway of a group of red flags is; what it is, is set where the clinic is."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ROUTINE = "routine"


class RedFlagItem(Entry, frozen=True, kw_only=True):
    """One red-flag question: `name` stands in reports, `question` on the screen."""

    id: str
    name: str
    question: str
    asked_again_after: tuple[str, ...] = ()
    mark: Mark


class RedFlagGroup(Entry, frozen=True, kw_only=True):
    """Red-flag questions that are asked together.

    Those of a group that goes `one_by_one` are answered before the first test, each for itself.
    `asked_again_after` holds the kinds of safety lines after which all its items are asked again.
    """

    name: str
    pathway: tuple[CarePathway, ...]
    one_by_one: bool = False
    asked_again_after: tuple[str, ...] = ()
    items: tuple[RedFlagItem, ...]
    mark: Mark
    sources: tuple[str, ...] = ()

    def items_after(self, kind: str) -> tuple[str, ...]:
        """Return the ids of the items that are asked again after a safety line of this kind."""
        whole = kind in self.asked_again_after
        return tuple(item.id for item in self.items if whole or kind in item.asked_again_after)


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
_Said = TypeVar("_Said", bound=Applying)


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
    sources: dict[str, Source]
    red_flags: dict[str, RedFlagGroup]
    concern: dict[Concern, Fact]
    wording: Wording
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
