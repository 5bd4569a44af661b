"""The ids by which the parts of the catalogue name each other: one that points nowhere is found."""

from collections.abc import Container, Iterable, Iterator
from typing import Final, NamedTuple

from clinic_desktop.domain.anatomy import Pathway
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.facts import Fact
from clinic_desktop.domain.neurodynamics import FalsePositive
from clinic_desktop.domain.screening import Concern

_SHOWN: Final = 40
"""Characters of a fact that tell which one it is."""


class Wrong(NamedTuple):
    """What is wrong with a part of the catalogue: "is wrong at slr.follows: there is no 'slp'"."""

    part: str
    sentence: str


def wrong_references(catalogue: Catalogue) -> Iterator[Wrong]:
    """Yield every id that points nowhere or stands twice."""
    yield from _in_tests(catalogue)
    yield from _in_body_chart(catalogue)
    for key, protocol in catalogue.protocols.items():
        yield from _unknown("protocols", f"{key}.tests", protocol.tests, catalogue.tests)
    for key, block in catalogue.conduction.items():
        of_roots = (fact for signs in block.roots.values() for fact in signs.facts)
        yield from _unsourced("conduction", key, (block.maps, *of_roots), catalogue)
    yield from _in_shared(catalogue)
    yield from _in_studies(catalogue)
    yield from _in_evidence(catalogue)
    yield from _in_mechanisms(catalogue)
    yield from _in_other_sources(catalogue)
    yield from _in_red_flags(catalogue)


def _in_tests(catalogue: Catalogue) -> Iterator[Wrong]:
    part = "tests"
    for key, test in catalogue.tests.items():
        yield from _unknown(
            part, f"{key}.differentiation", test.differentiation, catalogue.movements
        )
        yield from _unknown(part, f"{key}.control", (test.control,), catalogue.movements)
        yield from _unknown(part, f"{key}.follows", (test.follows,), catalogue.tests)
        yield from _unknown(part, f"{key}.figure", (test.figure,), catalogue.figures)
        yield from _unknown(part, f"{key}.sources", test.sources, catalogue.sources)
        yield from _unsourced(part, key, test.facts, catalogue)


def _in_body_chart(catalogue: Catalogue) -> Iterator[Wrong]:
    areas = catalogue.wording.offered["areas"]
    for view in catalogue.body_chart.views:
        drawn = (region.area for region in view.regions)
        yield from _unknown("body_chart", f"views.{view.name}.regions", drawn, areas)


def _in_shared(catalogue: Catalogue) -> Iterator[Wrong]:
    """Look at what applies to several tests."""
    known = {*catalogue.tests, *(f"pathway:{pathway}" for pathway in Pathway)}
    for part in ("cautions", "stop_rules", "records", "false_positives"):
        for key, entry in getattr(catalogue, part).items():
            yield from _unknown(part, f"{key}.applies_to", entry.applies_to or (), known)
            facts = (entry.cause, entry.tell) if isinstance(entry, FalsePositive) else (entry,)
            for fact in facts:
                yield from _unknown(part, f"{key}.sources", fact.sources, catalogue.sources)


def _in_studies(catalogue: Catalogue) -> Iterator[Wrong]:
    """Look at the studies beside the comparison, their tables, and the shares by age."""
    part = "studies"
    for key, study in catalogue.studies.items():
        yield from _unknown(part, f"{key}.source", (study.source,), catalogue.sources)
        yield from _unknown(part, f"{key}.table", (study.table,), catalogue.tables)
        others = study.disagrees_with
        yield from _unknown(part, f"{key}.disagrees_with", others, catalogue.studies)
        for other in others:
            if other in catalogue.studies and key not in catalogue.studies[other].disagrees_with:
                yield Wrong(part, f"is wrong at {other}.disagrees_with: {key!r} disagrees with it")
    for key, table in catalogue.tables.items():
        yield from _unknown("tables", f"{key}.source", (table.source,), catalogue.sources)
        groups = {group.group for group in table.groups}
        yield from _unknown("tables", f"{key}.both_negative", (table.both_negative,), groups)
    for place, source in (
        ("source", catalogue.prevalence.source),
        ("counter.source", catalogue.prevalence.counter.source),
    ):
        yield from _unknown("prevalence", place, (source,), catalogue.sources)


def _in_mechanisms(catalogue: Catalogue) -> Iterator[Wrong]:
    part, offered = "mechanisms", catalogue.wording.offered
    for key, entry in catalogue.mechanisms.items():
        said = (entry.statement, entry.exam, *entry.evidence)
        yield from _unsourced(part, key, said, catalogue)
        yield from _unknown(part, f"{key}.studies", entry.studies, catalogue.studies)
        yield from _unknown(part, f"{key}.tests", entry.tests, offered["proposed_tests"])
        yield from _unknown(part, f"{key}.sources", entry.sources, offered["other_sources"])
        for when in entry.when:
            yield from _unknown(part, f"{key}.when", when.positions, offered["positions"])
            yield from _unknown(part, f"{key}.when", when.without_sequences, offered["sequences"])


def _in_evidence(catalogue: Catalogue) -> Iterator[Wrong]:
    """Look at the figures, and at what names them."""
    for key, figure in catalogue.accuracy.items():
        yield from _unknown("accuracy", f"{key}.tests", figure.tests, catalogue.tests)
        yield from _unknown("accuracy", f"{key}.source", (figure.source,), catalogue.sources)
        yield from _unknown("accuracy", f"{key}.study", (figure.study,), catalogue.studies)
    for key, rule in catalogue.rules.items():
        yield from _unknown("rules", f"{key}.accuracy", rule.accuracy, catalogue.accuracy)
        for fact in rule.basis:
            yield from _unknown("rules", f"{key}.basis", fact.sources, catalogue.sources)
    for key, cluster in catalogue.clusters.items():
        part, basis = "clusters", cluster.basis.sources
        yield from _unknown(part, f"{key}.tests", cluster.tests, catalogue.tests)
        yield from _unknown(part, f"{key}.forms", cluster.forms, cluster.tests)
        yield from _unknown(part, f"{key}.accuracy", cluster.accuracy, catalogue.accuracy)
        yield from _unknown(part, f"{key}.basis", basis, catalogue.sources)


def _in_other_sources(catalogue: Catalogue) -> Iterator[Wrong]:
    """Look at what stands beside the step "Other sources"."""
    for key, clue in catalogue.other_sources.items():
        yield from _unsourced("other_sources", key, (clue.exam, clue.further), catalogue)
    part, criteria = "sensitisation", catalogue.sensitisation
    for key, fact in criteria.steps.items():
        yield from _unsourced(part, f"steps.{key}", (fact,), catalogue)
    yield from _unsourced(part, "notes", criteria.notes, catalogue)
    for key, grade in criteria.grades.items():
        yield from _unsourced(part, f"grades.{key}", (grade.words,), catalogue)
        for group in grade.needs:
            yield from _unknown(part, f"grades.{key}.needs", group, criteria.steps)
    for key, fact in catalogue.functional_tests.items():
        yield from _unsourced("functional_tests", key, (fact,), catalogue)
    for key, measure in catalogue.measures.items():
        said = (measure.means, measure.change, measure.licence)
        yield from _unsourced("measures", key, said, catalogue)
        if measure.form:
            place, sources = f"{key}.form.sources", measure.form.sources
            yield from _unknown("measures", place, sources, catalogue.sources)


def _in_red_flags(catalogue: Catalogue) -> Iterator[Wrong]:
    part, kinds = "red_flags", catalogue.wording.labels.get("safety_kind", {})
    seen: set[str] = set()
    for key, group in catalogue.red_flags.items():
        yield from _unknown(part, f"{key}.sources", group.sources, catalogue.sources)
        yield from _unknown(part, f"{key}.asked_again_after", group.asked_again_after, kinds)
        for item in group.items:
            yield from _unknown(part, f"{key}: {item.id}", item.asked_again_after, kinds)
            if item.id in seen:
                yield Wrong(part, f"is wrong at {key}: {item.id!r} is there twice")
            seen.add(item.id)
    for level in Concern:
        if level in catalogue.concern:
            yield from _unknown(
                "concern", level, catalogue.concern[level].sources, catalogue.sources
            )
        else:
            yield Wrong("concern", f"does not hold {level}")


def _unsourced(
    part: str, key: str, facts: Iterable[Fact | None], catalogue: Catalogue
) -> Iterator[Wrong]:
    """Yield the sources of facts that are not known."""
    for fact in facts:
        if fact is not None:
            place = f"{key}: {fact.text[:_SHOWN]!r}"
            yield from _unknown(part, place, fact.sources, catalogue.sources)


def _unknown(
    part: str, place: str, ids: Iterable[str | None], known: Container[str]
) -> Iterator[Wrong]:
    for entry in ids:
        if entry is not None and entry not in known:
            yield Wrong(part, f"is wrong at {place}: there is no {entry!r}")
