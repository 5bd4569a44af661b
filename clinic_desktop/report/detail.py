"""What the supporting pages say: everything that was recorded and does not stand on page 1."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import msgspec

from clinic_desktop.domain.anatomy import (
    CERVICAL_LEVELS,
    LUMBAR_LEVELS,
    Level,
    Region,
    Root,
    Side,
    in_order,
)
from clinic_desktop.domain.catalogue import NOT_YET_CHECKED, Catalogue, Source
from clinic_desktop.domain.catalogue import Mark as Certainty
from clinic_desktop.domain.comparison import Comparison, RuleCheck, RuleResult
from clinic_desktop.domain.evidence_phrases import brief_basis, cluster_words
from clinic_desktop.domain.examination import (
    After,
    Before,
    Consent,
    Examination,
    ImagingKnownHow,
    PainRating,
    PastEvent,
    Presentation,
    SymptomKind,
)
from clinic_desktop.domain.imaging import ImagingFinding, ImagingReport, Modality
from clinic_desktop.domain.measures import items_words, score_words
from clinic_desktop.domain.phrases import (
    finding_summary,
    imaging_heading,
    response_ingredients,
    sign_grade,
    sign_line,
    symptom_area_line,
)
from clinic_desktop.domain.red_flags import locks_tests
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.rules import R1, R1_FAMILIAR_ONLY
from clinic_desktop.domain.screening import (
    ConductionSign,
    RedFlags,
    Sensitisation,
    SignKind,
    SignPlace,
)
from clinic_desktop.domain.sensitisation import (
    grade,
    increased_sensation,
    sensitisation_sentence,
)
from clinic_desktop.domain.symptom_areas import Areas, marks
from clinic_desktop.domain.values import Examined
from clinic_desktop.domain.versions import Edition
from clinic_desktop.report.parts import (
    BEFORE_CONCERN,
    NOT_RECORDED,
    Block,
    Cell,
    Chart,
    Facts,
    Line,
    Mark,
    Result,
    Section,
    Table,
    Tone,
    action_words,
    day,
    joined,
    refers,
    written,
)
from clinic_desktop.report.versions_section import amendments, history

Blocks = Iterator[Block]

_GRID_FROM: Final = 3
"""From how many roots on a grid is shorter than a line for each."""


def supporting_detail(
    examination: Examination,
    comparison: Comparison,
    catalogue: Catalogue,
    edition: Edition,
    *,
    comparison_is_shown: bool,
) -> tuple[Section, ...]:
    """Return the sections that hold anything: what was amended, then in the order of the visit.

    Comments on rows that page 1 does not show are printed here.
    """
    shown = {row.key for row in comparison.mechanosensitivity}
    shown |= {row.key for row in comparison.conduction}
    sections: tuple[tuple[str, Iterable[Block]], ...] = (
        ("Amendments", amendments(edition, examination)),
        ("Symptoms", _presentation(examination.presentation, catalogue)),
        ("Before", _before(examination, catalogue)),
        ("Red flags", _red_flags(examination.red_flags, catalogue)),
        ("Conduction", _conduction(examination.conduction or (), catalogue)),
        ("Responses", _responses(examination, comparison, catalogue)),
        *_imaging(examination, catalogue),
        ("Other sources", _other_sources(examination, catalogue)),
        ("Sensitisation", _sensitisation(examination, catalogue)),
        ("Mechanisms", _mechanisms(examination, catalogue)),
        ("Functional tests", _functional_tests(examination, catalogue)),
        ("Measures", _measures(examination, catalogue)),
        (
            "Comments",
            _other_comments(examination, shown if comparison_is_shown else ()),
        ),
        ("After", _after(examination.after, catalogue)),
        ("Clusters", _clusters(examination, catalogue)),
        ("Sources", _sources(examination, catalogue)),
        ("Record", history(edition, examination)),
    )
    filled = tuple(Section(heading, tuple(blocks)) for heading, blocks in sections)
    return tuple(section for section in filled if section.blocks)


def _facts(*pairs: tuple[str, str | None]) -> Iterator[Facts]:
    """Give the facts that are written as one paragraph; none, no paragraph."""
    known = tuple((f"{label}:", words) for label, words in pairs if written(words))
    if known:
        yield Facts(known)


def _presentation(given: Presentation | None, catalogue: Catalogue) -> Blocks:
    if given is None:
        return
    nprs = given.nprs or PainRating()
    ratings = joined(
        *(
            f"{name} {value}"
            for name, value in (("now", nprs.now), ("best", nprs.best), ("worst", nprs.worst))
            if value is not None
        )
    )
    areas = [symptom_area_line(area, catalogue) for area in given.areas or ()]
    behaviour = (
        joined(
            catalogue.label("activity", entry.activity) if written(entry.activity) else None,
            _label("behaviour_effect", entry.effect, catalogue),
            by=": ",
        )
        for entry in given.behaviour or ()
    )
    yield from _facts(("Question", given.question))
    yield from _facts(
        ("Side of symptoms", _label("side", given.symptom_side, catalogue)),
        ("Onset", day(given.onset)),
        ("Areas", joined(*areas, by="; ")),
        ("NPRS (0\u00a0to\u00a010)", ratings),
        ("Behaviour", joined(*behaviour, by="; ")),
    )
    yield from _facts(("Note", given.note))
    yield from _chart(given.areas, catalogue)


def _chart(areas: Areas | None, catalogue: Catalogue) -> Blocks:
    """Give the body chart where something is marked on it."""
    drawn = marks(areas)
    if drawn.keys() & catalogue.body_chart.places:
        yield Chart(
            chart=catalogue.body_chart,
            marks=drawn,
            titles=catalogue.wording.labels["chart_view"],
            sides={side: catalogue.label("chart_side", side) for side in Side},
            kinds={kind: catalogue.label("symptom_kind", kind) for kind in SymptomKind},
        )


def _label(group: str, value: str | None, catalogue: Catalogue) -> str | None:
    return catalogue.words(group, value) if value else None


def _before(examination: Examination, catalogue: Catalogue) -> Blocks:
    before = examination.before or Before()
    consent = before.consent or Consent()
    known = examination.imaging_known_before
    how = examination.imaging_known_how
    if known is not None and how is ImagingKnownHow.NONE:
        how = None
    imaging = joined(
        None if known is None else ("yes" if known else "no"),
        _label("imaging_known_how", how, catalogue),
    )
    yield from _facts(
        ("Imaging known before examining", imaging),
        (
            "Imaging checked for findings that forbid testing",
            _label(
                "imaging_checked_for_dangers", examination.imaging_checked_for_dangers, catalogue
            ),
        ),
        ("Consent to the examination", consent.examination),
        ("Consent to sending this report", consent.sending_report),
        ("Others present", before.others_present),
    )
    yield from _facts(
        ("Operations", _events(before.operations)),
        ("Injections", _events(before.injections)),
        ("Medication", before.medication),
        ("Conditions", joined(*(before.conditions or ()), by="; ")),
        ("Note", before.note),
    )


def _events(events: tuple[PastEvent, ...] | None) -> str:
    return joined(
        *(joined(day(event.on), event.what) for event in events or ()),
        by="; ",
    )


def _red_flags(flags: RedFlags | None, catalogue: Catalogue) -> Blocks:
    if flags is None:
        return
    on_page_1 = refers(flags)  # the reason, what is not answered no, and what was done
    answers = flags.answers or {}
    asked = f"{len(answers)}" if "yes" in answers.values() else f"{len(answers)}, none answered yes"
    again = (catalogue.words("safety_kind", kind) for kind in flags.asked_again or ())
    yield from _facts(
        ("Asked", asked if answers else None),
        ("Asked again after", joined(*again, by="; ")),
        ("Level of concern set by the therapist", _label("concern", flags.level, catalogue)),
        ("Reason", None if on_page_1 else flags.reason),
    )
    listed = {item.id for item in catalogue.red_flag_items}
    all_no = all(answer == "no" for answer in answers.values())
    for answer in ("no",) if on_page_1 else ("yes", "unknown", "no"):
        items = [
            catalogue.label("red_flag", item)
            for item, given in answers.items()
            if given == answer and not (all_no and item in listed)
        ]
        yield from _facts((f"Answered {answer}", joined(*items, by="; ")))
    for action in () if on_page_1 else flags.actions or ():
        yield from _facts(("Done", action_words(action)))


def _conduction(signs: tuple[ConductionSign, ...], catalogue: Catalogue) -> Blocks:
    roots = in_order({sign.root for sign in signs})
    known = {sign.place: sign for sign in signs}
    if len(roots) < _GRID_FROM:
        for root in roots:
            words = joined(*(_side(root, side, signs, catalogue) for side in Side), by=". ")
            yield Line(f"{words}.", label=root.value, tone=Tone.SMALL)
        return
    columns = [(side, kind) for side in Side for kind in SignKind]
    names = (
        f"{side.value.capitalize()} {catalogue.words('sign_kind', kind)}" for side, kind in columns
    )
    yield Table(
        kind="signs",
        heads=("Root", *names),
        rows=tuple(
            (
                (Line("", label=root.value, tone=Tone.SMALL),),
                *(_grade(known.get(SignPlace(root, *column)), catalogue) for column in columns),
            )
            for root in roots
        ),
    )
    tested: dict[str, list[str]] = {}
    for kind in SignKind:
        words = joined(*(_tested_at(root, kind, known) for root in roots), by="; ")
        tested.setdefault(words, []).append(catalogue.words("sign_kind", kind))
    yield from _facts(
        *((f"Tested, {' and '.join(kinds)}", words) for words, kinds in tested.items()),
        *((f"Note on {_sign_name(sign, catalogue)}", sign.note) for sign in signs),
    )


def _side(root: Root, side: Side, signs: tuple[ConductionSign, ...], catalogue: Catalogue) -> str:
    words = (
        joined(sign_line(sign, catalogue), sign.item, sign.note)
        for sign in signs
        if sign.root is root and sign.side is side
    )
    return f"{side.value.capitalize()}: {joined(*words, by='; ') or NOT_RECORDED}"


def _sign_name(sign: ConductionSign, catalogue: Catalogue) -> str:
    return f"{sign.root} {sign.side}, {catalogue.words('sign_kind', sign.kind)}"


def _grade(sign: ConductionSign | None, catalogue: Catalogue) -> Cell:
    """Return the cell of a sign, in bold where it is not normal."""
    words = sign_grade(sign, catalogue) if sign else NOT_RECORDED
    if sign and (sign.is_loss or sign.is_gain):
        return (Line("", label=words, tone=Tone.SMALL),)
    return (Line(words, tone=Tone.SMALL),)


def _tested_at(root: Root, kind: SignKind, known: Mapping[SignPlace, ConductionSign]) -> str:
    """Return what was tested at a root: "S1 Achilles", or "S1 left eversion; S1 right raises"."""
    signs = (known.get(SignPlace(root, side, kind)) for side in Side)
    items = {sign.side: sign.item for sign in signs if sign and written(sign.item)}
    if len(items) > 1 and len(set(items.values())) == 1:
        return f"{root} {items[Side.LEFT]}"
    return joined(*(f"{root} {side} {item}" for side, item in items.items()), by="; ")


def _responses(examination: Examination, comparison: Comparison, catalogue: Catalogue) -> Blocks:
    responses = examination.responses or ()
    if not responses:
        return
    if locks_tests(examination.red_flags):
        yield Line(BEFORE_CONCERN, tone=Tone.STRONG)
    checks = {(check.test, check.side): check for check in comparison.rule_checks}
    yield Table(
        kind="responses",
        heads=("Test, side, result", "What the rule says of it, and what was recorded"),
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


def _clusters(examination: Examination, catalogue: Catalogue) -> Blocks:
    told = cluster_words(examination, catalogue)
    if not told:
        return
    yield Table(
        kind="clusters",
        heads=("Cluster", *(side.value.capitalize() for side in Side), "Basis"),
        rows=tuple(
            (
                (Line("", label=catalogue.clusters[key].name, tone=Tone.SMALL),),
                *((Line(sides.get(side, "no result"), tone=Tone.SMALL),) for side in Side),
                (Line(brief_basis(catalogue.clusters[key], catalogue), tone=Tone.SMALL),),
            )
            for key, sides in told.items()
        ),
    )
    yield Line(catalogue.wording.statements["clusters_mean"], tone=Tone.SMALL)


def _imaging(examination: Examination, catalogue: Catalogue) -> Iterator[tuple[str, Blocks]]:
    reports = examination.imaging or ()
    for number, report in enumerate(reports, start=1):
        heading = f"Imaging {number} of {len(reports)}" if len(reports) > 1 else "Imaging report"
        yield heading, _report(report, examination, catalogue)


def _report(report: ImagingReport, examination: Examination, catalogue: Catalogue) -> Blocks:
    yield Line(f"{imaging_heading(report, examination, catalogue)}.", tone=Tone.SMALL)
    sequences = (catalogue.label("sequence", name) for name in report.sequences or ())
    since = _label("yes_no", report.symptoms_changed_since, catalogue)
    rest = "all that the report does not list" if report.rest_stated_normal else None
    yield from _facts(
        ("Region", report.region and catalogue.label("region", report.region)),
        ("Site", report.site),
        ("Reporter", report.reporter),
        ("Reported on", day(report.reported_on)),
        ("Sequences", joined(*sequences)),
        ("Compared with", report.comparison),
        ("Limits", report.limits),
        ("Symptoms changed since", since),
        ("Stated normal", joined(_levels(report.stated_normal or ()), rest, by="; ")),
        ("Not mentioned", _levels(_not_mentioned(report))),
    )
    if report.findings:
        yield Table(
            kind="findings",
            heads=("Finding accepted by the therapist", "Words of the report"),
            rows=tuple(_finding(finding, report, catalogue) for finding in report.findings),
        )
    if levels := {finding.level for finding in report.findings or () if finding.counts}:
        say = catalogue.wording.statements
        lumbar = say["level_roots_lumbar"] if levels & set(LUMBAR_LEVELS) else None
        cervical = say["level_roots_cervical"] if levels & set(CERVICAL_LEVELS) else None
        yield Line(joined(lumbar, cervical, say["root_named_first"], by=" "), tone=Tone.SMALL)
    if written(report.text):
        yield Line(report.text, label="Report, verbatim:", tone=Tone.VERBATIM)


def _finding(
    finding: ImagingFinding, report: ImagingReport, catalogue: Catalogue
) -> tuple[Cell, ...]:
    reason = finding.root_reason
    start, end = (finding.quote.span if finding.quote else None) or (0, 0)
    words = (report.text or "")[start:end]
    cell = [Line(finding_summary(finding, catalogue), tone=Tone.SMALL)]
    if written(reason):
        cell.append(Line(reason, label="Root:", tone=Tone.SMALL))
    marked = f"\u201c{words}\u201d" if written(words) else "No words marked"
    return tuple(cell), (Line(marked, tone=Tone.SMALL),)


def _levels(levels: Iterable[Level]) -> str:
    return joined(*(level.value for level in Level if level in set(levels)))


def _not_mentioned(report: ImagingReport) -> tuple[Level, ...]:
    """The levels of the region that the report neither describes nor calls normal."""
    if report.rest_stated_normal or report.modality is Modality.EMG_NCS:
        return ()
    levels = {
        Region.LUMBAR: LUMBAR_LEVELS,
        Region.CERVICAL: CERVICAL_LEVELS,
        Region.WHOLE_SPINE: tuple(Level),
    }.get(report.region or Region.OTHER, ())
    spoken = {finding.level for finding in report.findings or ()} | set(report.stated_normal or ())
    return tuple(level for level in levels if level not in spoken)


def _other_sources(examination: Examination, catalogue: Catalogue) -> Blocks:
    by_answer: dict[str, list[str]] = {catalogue.label("found", Examined.YES): []}
    for entry in examination.other_sources or ():
        name = catalogue.label("source", entry.source) if written(entry.source) else "Source"
        answer = catalogue.label("found", entry.found) if entry.found else "Not recorded"
        noted = f"{name} ({entry.note})" if written(entry.note) else name
        by_answer.setdefault(answer, []).append(noted)
    yield from _facts(*((answer, joined(*named, by="; ")) for answer, named in by_answer.items()))


def _sensitisation(examination: Examination, catalogue: Catalogue) -> Blocks:
    given = examination.sensitisation or Sensitisation()
    grading = grade(given, catalogue.sensitisation)
    told = {*grading.against, *grading.missing}  # the sentence below names them
    by_answer: dict[str, list[str]] = {}
    for field in given.__struct_fields__:
        if (answer := getattr(given, field)) and field not in told:
            name = catalogue.label("sensitisation", field)
            by_answer.setdefault(catalogue.label("yes_no", answer), []).append(name)
    yield from _facts(*((answer, joined(*named, by="; ")) for answer, named in by_answer.items()))
    places = (
        joined(f"{sign.root.value} {sign.side.value}", sign_line(sign, catalogue), sign.note)
        for sign in increased_sensation(examination)
    )
    yield from _facts(("Increased sensation found in conduction", joined(*places, by="; ")))
    if sentence := sensitisation_sentence(examination.sensitisation, catalogue):
        yield Line(sentence, tone=Tone.SMALL)


def _mechanisms(examination: Examination, catalogue: Catalogue) -> Blocks:
    for entry in examination.mechanisms_considered or ():
        name = catalogue.label("mechanism", entry.mechanism) if entry.mechanism else "Mechanism"
        test = catalogue.label("proposed_test", entry.proposed_test)
        further = f"further test considered: {test}" if written(entry.proposed_test) else None
        yield Line(joined(further, entry.note, by="; "), label=f"{name}:", tone=Tone.SMALL)


def _functional_tests(examination: Examination, catalogue: Catalogue) -> Blocks:
    for entry in examination.functional_tests or ():
        name = catalogue.label("proposed_test", entry.test) if entry.test else "Test"
        words = joined(
            day(entry.performed_on),
            entry.target,
            _label("side", entry.side, catalogue),
            entry.result,
            entry.note,
        )
        yield Line(words, label=f"{name}:", tone=Tone.SMALL)
    done = dict.fromkeys(entry.test for entry in examination.functional_tests or ())
    for test in done:
        if test in catalogue.functional_tests:
            said = catalogue.cited(catalogue.functional_tests[test])
            yield Line(said, label=f"{catalogue.label('proposed_test', test)}:", tone=Tone.SMALL)


def _measures(examination: Examination, catalogue: Catalogue) -> Blocks:
    yield from _facts(
        *(
            (
                catalogue.label("measure", entry.measure) if entry.measure else "Measure",
                joined(score_words(entry), items_words(entry), entry.note),
            )
            for entry in examination.measures or ()
        )
    )


def _other_comments(examination: Examination, shown: Collection[str]) -> Blocks:
    for entry in examination.comparison_notes or ():
        if entry.row not in shown and (written(entry.row) or written(entry.note)):
            name = entry.row if written(entry.row) else "Row not named"
            yield Line(entry.note or "", label=f"{name}:", tone=Tone.SMALL)


def _after(after: After | None, catalogue: Catalogue) -> Blocks:
    if after is None:
        return
    yield from _facts(
        ("Symptoms", _label("symptoms_after", after.symptoms, catalogue)),
        ("Minutes until then", None if after.minutes is None else f"{after.minutes}"),
        ("Advice given", after.advice_given),
    )
    yield from _facts(("Note", after.note))


def _sources(examination: Examination, catalogue: Catalogue) -> Blocks:
    of_tests = (catalogue.tests[response.test].sources for response in examination.responses or ())
    told = cluster_words(examination, catalogue)
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
