"""How often findings were seen in people without pain, by age, and the evidence against it."""

from clinic_desktop.domain.facts import Entry, Mark
from clinic_desktop.domain.imaging import FindingKind


class AgeShare(Entry, frozen=True, kw_only=True):
    """Per cent of pain-free people of an age; `n` of 0 is an estimate without data, none unknown.

    `mark` tells how far the figure was read.
    """

    age: int
    percent: int
    n: int | None = None
    mark: Mark


class AgeRow(Entry, frozen=True, kw_only=True):
    """A finding's shares by age; without `kinds` no finding of a report is known to be it."""

    name: str
    kinds: tuple[FindingKind, ...] = ()
    by_age: tuple[AgeShare, ...]


class OddsRatio(Entry, frozen=True, kw_only=True):
    """An odds ratio with its 95 % interval; above 1 is more often with pain."""

    value: float
    low: float
    high: float


class WithPain(Entry, frozen=True, kw_only=True):
    """How much more often a finding was seen with pain than without.

    `graded` is the grading and the one grade of it that was counted; null is any.
    """

    name: str
    kinds: tuple[FindingKind, ...]
    graded: tuple[str, str] | None = None
    odds_ratio: OddsRatio


class CounterEvidence(Entry, frozen=True, kw_only=True):
    """The comparison of people with and without pain that stands beside the shares."""

    source: str
    population: str
    mark: Mark
    findings: dict[str, WithPain]


class AgeTable(Entry, frozen=True, kw_only=True):
    """Both tables with their sources."""

    source: str
    population: str
    findings: dict[str, AgeRow]
    counter: CounterEvidence
