"""What else was looked at: other sources of pain, sensitisation, mechanisms and measures."""

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import day_of
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.measures import earlier_scores, items_words, score_words
from clinic_desktop.domain.mechanisms import result_words, results_of
from clinic_desktop.domain.phrases import sign_line
from clinic_desktop.domain.screening import Sensitisation
from clinic_desktop.domain.sensitisation import grade, increased_sensation, sensitisation_sentence
from clinic_desktop.domain.values import Examined
from clinic_desktop.report.parts import (
    Blocks,
    Line,
    Tone,
    day,
    facts,
    joined,
    worded,
    written,
)


def other_sources(examination: Examination, catalogue: Catalogue) -> Blocks:
    """Give what was found in other sources of pain."""
    by_answer: dict[str, list[str]] = {catalogue.label("found", Examined.YES): []}
    for entry in examination.other_sources or ():
        name = catalogue.label("source", entry.source) if written(entry.source) else "Source"
        answer = catalogue.label("found", entry.found) if entry.found else "Not recorded"
        noted = f"{name} ({entry.note})" if written(entry.note) else name
        by_answer.setdefault(answer, []).append(noted)
    yield from facts(*((answer, joined(*named, by="; ")) for answer, named in by_answer.items()))


def sensitisation(examination: Examination, catalogue: Catalogue) -> Blocks:
    """Give the signs of sensitisation, and what they amount to."""
    given = examination.sensitisation or Sensitisation()
    grading = grade(given, catalogue.sensitisation)
    told = {*grading.against, *grading.missing}  # the sentence below names them
    by_answer: dict[str, list[str]] = {}
    for field in given.__struct_fields__:
        if (answer := getattr(given, field)) and field not in told:
            name = catalogue.label("sensitisation", field)
            by_answer.setdefault(catalogue.label("yes_no", answer), []).append(name)
    yield from facts(*((answer, joined(*named, by="; ")) for answer, named in by_answer.items()))
    places = (
        joined(f"{sign.root.value} {sign.side.value}", sign_line(sign, catalogue), sign.note)
        for sign in increased_sensation(examination)
    )
    yield from facts(("Increased sensation found in conduction", joined(*places, by="; ")))
    if sentence := sensitisation_sentence(examination.sensitisation, catalogue):
        yield Line(sentence, tone=Tone.SMALL)


def mechanisms(examination: Examination, catalogue: Catalogue) -> Blocks:
    """Give the mechanisms considered."""
    for entry in examination.mechanisms_considered or ():
        name = catalogue.label("mechanism", entry.mechanism) if entry.mechanism else "Mechanism"
        known = catalogue.mechanisms.get(entry.mechanism or "")
        said = catalogue.cited(known.statement) if known else None
        test = catalogue.label("proposed_test", entry.proposed_test)
        further = f"further test considered: {test}" if written(entry.proposed_test) else None
        results = (
            f"result held of {result_words(result, catalogue)}"
            for result in results_of(entry.proposed_test, examination)
        )
        words = joined(joined(further, *results, entry.note, by="; "), said, by=". ")
        yield Line(words, label=f"{name}:", tone=Tone.SMALL)


def functional_tests(examination: Examination, catalogue: Catalogue) -> Blocks:
    """Give the functional tests, and what is said of each."""
    for entry in examination.functional_tests or ():
        name = catalogue.label("proposed_test", entry.test) if entry.test else "Test"
        words = joined(
            day(entry.performed_on),
            entry.target,
            worded("side", entry.side, catalogue),
            entry.result,
            entry.note,
        )
        yield Line(words, label=f"{name}:", tone=Tone.SMALL)
    done = dict.fromkeys(entry.test for entry in examination.functional_tests or ())
    for test in done:
        if test in catalogue.functional_tests:
            said = catalogue.cited(catalogue.functional_tests[test])
            yield Line(said, label=f"{catalogue.label('proposed_test', test)}:", tone=Tone.SMALL)


def measures(
    examination: Examination, previous: Examination | None, catalogue: Catalogue
) -> Blocks:
    """Give the scores of the outcome measures, each with those of the examination before."""
    on = day(day_of(previous.performed_at)) if previous else None
    for entry in examination.measures or ():
        name = catalogue.label("measure", entry.measure) if entry.measure else "Measure"
        score = previous and earlier_scores(entry.measure, previous.measures)
        earlier = f"(on {on}: {score})" if on and score else None
        now = joined(score_words(entry), earlier, by=" ")
        words = joined(now, items_words(entry), entry.note, by="; ")
        yield Line(words, label=f"{name}:", tone=Tone.SMALL)
