"""What the technique card says of a test, as rich text in the order it is looked up."""

from collections.abc import Iterable
from html import escape

from msgspec.structs import replace

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.evidence import Accuracy, VerdictRule
from clinic_desktop.domain.evidence_phrases import certainty, figure_sentence, figures
from clinic_desktop.domain.facts import NOT_YET_CHECKED, Fact, Mark
from clinic_desktop.domain.neurodynamics import NeurodynamicTest, SharedFact
from clinic_desktop.domain.rules import R1

_LIST = "style='margin-left:-22px; margin-top:0; margin-bottom:0'"
_BLOCK = "style='margin-top:0; margin-bottom:6px'"
_CLOSE = "style='margin-top:4px; margin-bottom:0'"
_STAR = "*"
_STARRED = f"{_STAR} {NOT_YET_CHECKED}: from memory, a clinician has still to check it."
_SHORT = {
    "positive likelihood ratio": "LR+",
    "negative likelihood ratio": "LR\u2212",
    "area under the curve": "Area under curve",
}
_READING = (
    "In brackets the 95% interval. LR+ and LR\u2212: positive and negative likelihood ratio. "
    "The same for every patient."
)


def technique_html(test: NeurodynamicTest, catalogue: Catalogue) -> str:
    """Return a test's definition; a fact not yet checked carries the star explained first."""
    key = catalogue.key_of(test)
    cautions = catalogue.said_of(key, catalogue.cautions)
    stop_rules = catalogue.said_of(key, catalogue.stop_rules)
    records = catalogue.said_of(key, catalogue.records)
    others = catalogue.said_of(key, catalogue.false_positives)
    causes = [fact for other in others for fact in (other.cause, other.tell)]
    parts = [
        f"<p {_BLOCK}><small>{_STARRED}</small></p>",
        _part("Couch position", f"<p {_BLOCK}>{_fact(test.position)}</p>"),
        _part("Loads", _loads(test, catalogue)),
        _part("Steps", _list(map(_fact, test.steps), "ol")),
        _part("Counts as positive", _positive(test, catalogue)),
    ]
    if test.differentiate_how:
        parts.append(_part("Differentiate", f"<p {_BLOCK}>{_fact(test.differentiate_how)}</p>"))
    angle = [escape(f"{_capital(test.angle)}: first response and limit.")] if test.angle else []
    parts += [
        _part("Record", _list((*angle, *map(_fact, records)))),
        _part("When not to", _list(map(_fact, cautions))),
        _part("When to stop", _list(map(_fact, stop_rules))),
        _part(
            "What else gives a positive",
            "".join(
                f"<p {_BLOCK}><b>{_fact(other.cause)}</b><br>{_fact(other.tell)}</p>"
                for other in others
            ),
        ),
    ]
    studies = catalogue.accuracy_of(key)
    told = "".join(_study(figure, catalogue) for figure in studies)
    reading = _READING if studies else "No figures are held for this test."
    parts.append(_part("Published accuracy", f"<p {_BLOCK}>{reading}</p>{told}"))
    rules = catalogue.rules.values()
    literature = (_rule(rule, catalogue) for rule in rules if not rule.offered)
    parts.append(_part("Other rules in the literature", "".join(literature)))
    facts: tuple[Fact | SharedFact, ...] = (*test.facts, *cautions, *stop_rules, *records, *causes)
    cited = dict.fromkeys((*test.sources, *(source for fact in facts for source in fact.sources)))
    lines = "<br>".join(escape(catalogue.sources[source].citation) for source in cited)
    parts.append(_part("Sources", f"<p {_BLOCK}>{lines}</p>"))
    return "".join(parts)


def _part(heading: str, body: str) -> str:
    return f"<p style='margin-top:8px; margin-bottom:2px'><big><b>{heading}</b></big></p>{body}"


def _list(items: Iterable[str], kind: str = "ul") -> str:
    return f"<{kind} {_LIST}>{''.join(f'<li>{item}</li>' for item in items)}</{kind}>"


def _fact(fact: Fact | SharedFact) -> str:
    return escape(fact.text) + (f"&nbsp;{_STAR}" if fact.mark is Mark.RECALLED else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _loads(test: NeurodynamicTest, catalogue: Catalogue) -> str:
    told = [test.loads.text]
    if test.pathway:
        told.append(f"Pathway: {catalogue.words('pathway', test.pathway)}.")
    if test.roots:
        told.append(f"Roots above all: {', '.join(test.roots)}.")
    return f"<p {_BLOCK}>{_fact(replace(test.loads, text=' '.join(told)))}</p>"


def _positive(test: NeurodynamicTest, catalogue: Catalogue) -> str:
    rule = catalogue.rules[R1]
    if not test.differentiation and rule.without_differentiation:
        rule = replace(rule, definition=rule.without_differentiation)
    return f"<p {_BLOCK}>{_fact(test.positive_when)}</p>{_rule(rule, catalogue)}"


def _study(figure: Accuracy, catalogue: Catalogue) -> str:
    rows = "".join(
        f"<tr><td>{escape(_SHORT.get(name, _capital(name)))}</td>"
        f"<td align='right' style='white-space:nowrap'>{escape(words)}</td></tr>"
        for name, words in figures(figure)
    )
    about = [f"{figure.population}."] if figure.population else []
    if figure.n is not None:
        about.append(f"n = {figure.n}.")
    about.append(f"{catalogue.sources[figure.source].citation}.")
    about.append(f"{_capital(certainty(figure, catalogue))}.")
    if figure.note:
        about.append(figure.note)
    return (
        f"<p {_CLOSE}><b>{escape(figure.tested)}</b><br>Reference: {escape(figure.reference)}</p>"
        + (f"<table width='100%' cellspacing='0' cellpadding='1'>{rows}</table>" if rows else "")
        + f"<p {_BLOCK}><small>{escape(' '.join(about))}</small></p>"
    )


def _rule(rule: VerdictRule, catalogue: Catalogue) -> str:
    cited = dict.fromkeys(source for fact in rule.basis for source in fact.sources)
    told = [f"{catalogue.sources[key].citation}." for key in cited]
    told += [figure_sentence(catalogue.accuracy[key], catalogue) for key in rule.accuracy]
    basis = " ".join((*map(_fact, rule.basis), *map(escape, told)))
    return f"<p {_BLOCK}>{escape(rule.definition)}<br><small>{basis}</small></p>"
