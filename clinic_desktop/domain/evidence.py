"""What studies found of tests, and the rules and clusters that rest on it.

A published figure is the same for every patient, never the probability of anything in one.
"""

from enum import StrEnum

from msgspec import field

from clinic_desktop.domain.anatomy import Pathway, Root, Zone
from clinic_desktop.domain.comparison import Reading
from clinic_desktop.domain.facts import Entry, Fact, Mark
from clinic_desktop.domain.imaging import FindingKind, Modality
from clinic_desktop.domain.screening import SignKind


class RowTable(StrEnum):
    """The table of the comparison a row stands in."""

    MECHANOSENSITIVITY = "mechanosensitivity"
    CONDUCTION = "conduction"


class Beside(Entry, frozen=True, kw_only=True):
    """The rows of the comparison a study stands beside.

    Of every list that is given one has to be the row's: its table, its reading, a pathway its root
    is in, the kind or zone of a counting finding, and how a study that speaks of it was made.
    `known_before` asks that the imaging was known before examining.
    """

    tables: tuple[RowTable, ...] = ()
    readings: tuple[Reading, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    kinds: tuple[FindingKind, ...] = ()
    zones: tuple[Zone, ...] = ()
    modalities: tuple[Modality, ...] = ()
    known_before: bool = False


class Study(Entry, frozen=True, kw_only=True):
    """A published figure: the same for every patient, never a probability for one.

    `concerns` holds the tests, rules and further tests it is about, `beside` the rows of the
    comparison. It never comes without those in `disagrees_with`. `table` names the table that holds
    its figures with the others of the same study. `under_tables` stands on page 1, too.
    """

    statement: str
    population: str | None = None
    comparator: str | None = None
    n: int | None = None
    interval: str | None = None
    concerns: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()
    disagrees_with: tuple[str, ...] = ()
    table: str | None = None
    under_tables: bool = False
    source: str | None = None
    mark: Mark


class GroupCounts(Entry, frozen=True, kw_only=True):
    """One group of a study: how many people, and in how many each test was positive."""

    group: str
    n: int
    positive: tuple[int, ...]


class StudyTable(Entry, frozen=True, kw_only=True):
    """A study's counts in one table: two tests in several groups; shares are computed from them.

    `both_negative` is the group of which the bounds of "negative to both tests" are told.
    """

    title: str
    tests: tuple[str, str]
    groups: tuple[GroupCounts, ...]
    both_negative: str
    notes: tuple[str, ...]
    source: str
    mark: Mark


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
    forms: dict[str, str] = field(default_factory=dict)
    signs: tuple[ClusterSign, ...] = ()
    basis: Fact
    accuracy: tuple[str, ...] = ()
