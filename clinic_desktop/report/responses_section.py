"""What each test gave: its ingredients beside the rule, the clusters, and where both are from."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

import msgspec

from clinic_desktop.domain.anatomy import Side, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison, RuleCheck, RuleResult
from clinic_desktop.domain.evidence_phrases import brief_basis, cluster_sources, cluster_words
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.facts import Source
from clinic_desktop.domain.phrases import response_ingredients
from clinic_desktop.domain.progress import tests_of
from clinic_desktop.domain.red_flags import locks_tests
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.rules import R1, R1_FAMILIAR_ONLY
from clinic_desktop.report.literature_section import cited_sources
from clinic_desktop.report.parts import (
    BEFORE_CONCERN,
    Blocks,
    Line,
    Mark,
    Result,
    Table,
    Tone,
    joined,
)

DOI: Final = "https://doi.org/"
"""The only place that anything in the report leads to; what follows is our own data."""


def responses(examination: Examination, comparison: Comparison, catalogue: Catalogue) -> Blocks:
    """Give what was recorded of each test and side, and what the rule says of it."""
    order = tests_of(examination, catalogue)
    # In page 1's order, left before right: how the couch was gone round is of no use to the reader.
    responses = sorted(
        examination.responses or (),
        key=lambda response: (order.index(response.test), list(TestedSide).index(response.side)),
    )
    if not responses:
        return
    if locks_tests(examination.red_flags):
        yield Line(BEFORE_CONCERN, tone=Tone.STRONG)
    rules = {check.rule for check in comparison.rule_checks}
    used = catalogue.rules[R1]
    named = {R1: used.definition, R1_FAMILIAR_ONLY: used.without_differentiation}
    words = (named[rule] or "" for rule in named if rule in rules)
    if rules:
        yield Line(" ".join(words), tone=Tone.SMALL)
    checks = {(check.test, check.side): check for check in comparison.rule_checks}
    yield Table(
        kind="responses",
        heads=("Test, side, result", "What rule R1 says, and what was recorded"),
        rows=tuple(
            (
                (_tested(response, catalogue),),
                tuple(
                    _recorded(response, checks.get((response.test, response.side)), catalogue),
                ),
            )
            for response in responses
        ),
    )


def _tested(response: Response, catalogue: Catalogue) -> Result:
    test = catalogue.tests[response.test].short
    outcome = response.outcome
    word = catalogue.label("outcome_report", outcome)
    mark = None if outcome is None else Mark(outcome.value)
    return Result(f"{test} {response.side.value} \u2013 {word}", mark)


def _recorded(response: Response, check: RuleCheck | None, catalogue: Catalogue) -> Iterator[Line]:
    rule, said = _rule(check, catalogue) if check else ("", "")
    words = joined(f"({said})." if said else "", _ingredients(response, catalogue), by=" ")
    if rule or words:
        yield Line(words, label=rule, tone=Tone.SMALL)


def _ingredients(response: Response, catalogue: Catalogue) -> str:
    """Return what was recorded; page 1 has the angles beside the outcome."""
    on_page_1 = response.outcome is not None
    beyond = (
        msgspec.structs.replace(response, onset_deg=None, limit_deg=None) if on_page_1 else response
    )
    named = (f"{name}: {words}" for name, words in response_ingredients(beyond, catalogue))
    return joined(*named, by="; ")


def _rule(check: RuleCheck, catalogue: Catalogue) -> tuple[str, str]:
    """Return what a rule gives, and why not where it is not met; what it asks is printed below."""
    result = catalogue.words("rule_result", check.rule_result)
    agrees = {True: "agrees with the result", False: "differs from the result", None: None}
    why = None if check.agrees and check.rule_result is RuleResult.MET else check.why
    return f"{check.rule}: {result}", joined(why, agrees[check.agrees], by="; ")


def clusters(examination: Examination, catalogue: Catalogue) -> Blocks:
    """Give the counts of the clusters, each with what it rests on."""
    told = cluster_words(examination, catalogue)
    for key, sides in told.items():
        cluster = catalogue.clusters[key]
        counts = (f"{side.value.capitalize()}: {sides.get(side, 'no result')}." for side in Side)
        words = joined(*counts, brief_basis(cluster, catalogue), by=" ")
        yield Line(words, label=f"{cluster.name}:", tone=Tone.SMALL)
    if told:
        yield Line(catalogue.wording.statements["clusters_mean"], tone=Tone.SMALL)


def sources(examination: Examination, comparison: Comparison, catalogue: Catalogue) -> Blocks:
    """Give the sources cited in this report, then those the tests are defined by.

    A source that only defines a test stands beside no sentence of the report: it is listed apart.
    """
    told = cluster_words(examination, catalogue)
    of_clusters = (cluster_sources(catalogue.clusters[key], catalogue) for key in told)
    of_mechanisms = (
        catalogue.mechanisms[entry.mechanism].statement.sources
        for entry in examination.mechanisms_considered or ()
        if entry.mechanism in catalogue.mechanisms
    )
    beside = cited_sources(examination, comparison, catalogue)
    cited = dict.fromkeys(source for of in (*of_clusters, beside, *of_mechanisms) for source in of)
    of_tests = dict.fromkeys(
        source
        for response in examination.responses or ()
        for source in catalogue.tests[response.test].sources
        if source not in cited
    )
    for number, key in enumerate(cited, start=1):
        yield _source(number, catalogue.sources[key])
    if of_tests:
        yield Line("Of the tests' definitions, not cited above:", tone=Tone.GROUP)
    for number, key in enumerate(of_tests, start=len(cited) + 1):
        yield _source(number, catalogue.sources[key])


def _source(number: int, source: Source) -> Line:
    link = f"{DOI}{quote(source.doi)}" if source.doi else ""
    return Line(source.whole, label=f"{number}.", tone=Tone.SOURCE, link=link)
