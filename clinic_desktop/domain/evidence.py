"""What studies found of tests, and the rules and clusters that rest on it.

A published figure is the same for every patient, never the probability of anything in one.
"""

from enum import StrEnum

from msgspec import field

from clinic_desktop.domain.anatomy import Root
from clinic_desktop.domain.facts import Entry, Fact, Mark
from clinic_desktop.domain.screening import SignKind


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
