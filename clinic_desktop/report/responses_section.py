"""What each test gave: its ingredients beside the rule, the clusters, and where both are from."""

from collections.abc import Iterator

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison, RuleCheck
from clinic_desktop.domain.evidence_phrases import basis, cluster_sentences
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.facts import NOT_YET_CHECKED, Source
from clinic_desktop.domain.facts import Mark as Certainty
from clinic_desktop.domain.phrases import response_ingredients
from clinic_desktop.domain.red_flags import locks_tests
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.rules import R1, R1_FAMILIAR_ONLY
from clinic_desktop.report.parts import (
    BEFORE_CONCERN,
    Blocks,
    Facts,
    Line,
    Mark,
    Result,
    Table,
    Tone,
    joined,
)


def responses(examination: Examination, comparison: Comparison, catalogue: Catalogue) -> Blocks:
    """Give what was recorded of each test and side, and what the rule says of it."""
    responses = examination.responses or ()
    if not responses:
        return
    if locks_tests(examination.red_flags):
        yield Line(BEFORE_CONCERN, tone=Tone.STRONG)
    checks = {(check.test, check.side): check for check in comparison.rule_checks}
    yield Table(
        kind="responses",
        heads=("Test, side, result", "Recorded, and what the rule says of it"),
        rows=tuple(
            (
                (_tested(response, catalogue),),
                (
                    *_ingredients(response, catalogue),
                    *_rule(checks.get((response.test, response.side)), catalogue),
                ),
            )
            for response in responses
        ),
    )
    rules = {check.rule for check in comparison.rule_checks}
    used = catalogue.rules[R1]
    named = {R1: used.definition, R1_FAMILIAR_ONLY: used.without_differentiation}
    words = (named[rule] or "" for rule in named if rule in rules)
    if rules:
        yield Line(" ".join(words), tone=Tone.SMALL)


def _tested(response: Response, catalogue: Catalogue) -> Result:
    test = catalogue.tests[response.test].short
    outcome = response.outcome
    word = catalogue.label("outcome_report", outcome)
    mark = None if outcome is None else Mark(outcome.value)
    return Result(f"{test} {response.side.value} \u2013 {word}", mark)


def _ingredients(response: Response, catalogue: Catalogue) -> Iterator[Line]:
    named = (f"{name} {words}" for name, words in response_ingredients(response, catalogue))
    if words := joined(*named, by="; "):
        yield Line(words, tone=Tone.SMALL)


def _rule(check: RuleCheck | None, catalogue: Catalogue) -> Iterator[Line]:
    if check is None:
        return
    result = catalogue.words("rule_result", check.rule_result)
    agrees = {True: "agrees with the result", False: "differs from the result", None: None}
    words = joined(result, check.why, by=": ")
    yield Line(
        joined(words, agrees[check.agrees], by="; "), label=f"{check.rule}:", tone=Tone.SMALL
    )


def clusters(examination: Examination, catalogue: Catalogue) -> Blocks:
    """Give the counts of the clusters, each with what it rests on."""
    told = cluster_sentences(examination, catalogue)
    for key, sentences in told.items():
        words = basis(catalogue.clusters[key], catalogue)
        yield Line(words, label=f"{'. '.join(sentences)}.", tone=Tone.SMALL)
    if told:
        yield Line(catalogue.wording.statements["clusters_mean"], tone=Tone.SMALL)


def sources(examination: Examination, catalogue: Catalogue) -> Blocks:
    """Give where the tests and clusters are from."""
    of_tests = (catalogue.tests[response.test].sources for response in examination.responses or ())
    told = cluster_sentences(examination, catalogue)
    of_clusters = (catalogue.clusters[key].basis.sources for key in told)
    used = dict.fromkeys(source for of in (*of_tests, *of_clusters) for source in of)
    if used:
        cited = (_citation(catalogue.sources[key]) for key in used)
        yield Facts(tuple((f"{number}.", words) for number, words in enumerate(cited, start=1)))


def _citation(source: Source) -> str:
    doi = f"doi:{source.doi}" if source.doi else None
    pmid = f"PMID {source.pmid}" if source.pmid and not doi else None
    unchecked = f"({NOT_YET_CHECKED})" if source.mark is Certainty.RECALLED else None
    return joined(source.citation, doi, pmid, source.other, unchecked, by=" ")
