"""The section of page 1 that lists the tests, left beside right."""

from collections.abc import Sequence
from typing import Final

from clinic_desktop.domain.anatomy import BodySide, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.phrases import angle_difference
from clinic_desktop.domain.progress import tests_of
from clinic_desktop.domain.red_flags import locks_tests
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.report.parts import (
    BEFORE_CONCERN,
    Cell,
    Line,
    Mark,
    Result,
    Section,
    Table,
    Tone,
    joined,
    written,
)

_FELT: Final = {
    BodySide.LEFT: "on the left",
    BodySide.RIGHT: "on the right",
    BodySide.BOTH: "on both sides",
    BodySide.MIDLINE: "in the midline",
}
"""Where a symptom was felt that was not on the tested side alone."""


def neurodynamic_tests(examination: Examination, catalogue: Catalogue) -> Section:
    """Return the tests of the protocol and those recorded beyond it, left beside right."""
    tests = tests_of(examination, catalogue)
    protocol = catalogue.protocols.get(examination.protocol or "")
    name = protocol.name if protocol else examination.protocol
    heading = joined("Neurodynamic tests", name, by=": ")
    if not tests:
        return Section(heading, (Line("No test is recorded."),))
    sides = [TestedSide.LEFT, TestedSide.RIGHT]
    if any(response.side is TestedSide.MIDLINE for response in examination.responses or ()):
        sides.append(TestedSide.MIDLINE)
    rows: list[tuple[Cell, ...]] = []
    for test in tests:
        responses = [examination.response(test, side) for side in sides]
        results = (
            _result(response, side, catalogue)
            for response, side in zip(responses, sides, strict=True)
        )
        rows.append(((_test_name(test, responses, catalogue),), *results))
    heads = ["Test", *(side.value.capitalize() for side in sides)]
    if any(map(_is_measured, examination.responses or ())):
        heads = [
            "Test (angle measured)",
            *(f"{head} (first response, limit)" for head in heads[1:]),
        ]
    differences = joined(*(_difference(test, examination, catalogue) for test in tests), by="; ")
    done = locks_tests(examination.red_flags) and any(
        response.was_done for response in examination.responses or ()
    )
    return Section(
        heading,
        (
            *([Line(BEFORE_CONCERN, tone=Tone.STRONG)] if done else []),
            Table(kind="tests", heads=tuple(heads), rows=tuple(rows)),
            *([Line(f"{differences}.", "First response:", Tone.SMALL)] if differences else []),
        ),
    )


def _difference(test: str, examination: Examination, catalogue: Catalogue) -> str | None:
    """Return the sides' difference with what was measured."""
    definition = catalogue.tests[test]
    words = angle_difference(test, examination, catalogue)
    if words is None or not definition.angle:
        return words
    return f"{definition.short} ({definition.angle}){words.removeprefix(definition.short)}"


def _test_name(test: str, responses: Sequence[Response | None], catalogue: Catalogue) -> Line:
    definition = catalogue.tests[test]
    measured = any(response and _is_measured(response) for response in responses)
    # The comparison and the supporting pages say "SLR": here stands what that is.
    short = None if definition.short in definition.name else definition.short
    told = joined(short, definition.angle if measured else None, by="; ")
    return Line(f"({told})" if told else "", label=definition.name)


def _is_measured(response: Response) -> bool:
    return response.onset_deg is not None or response.limit_deg is not None


def _result(response: Response | None, side: TestedSide, catalogue: Catalogue) -> Cell:
    if response is None or response.outcome is None:
        # Few tests are done in the midline: an empty place there records nothing left open.
        return () if response is None and side is TestedSide.MIDLINE else (Result("Not recorded"),)
    onset, limit = response.onset_deg, response.limit_deg
    angles = joined(
        None if onset is None else f"{onset}\u00b0",
        None if limit is None else f"limit {limit}\u00b0",
    )
    word = catalogue.label("outcome_report", response.outcome)
    if response.outcome is Outcome.NOT_TESTED:
        reason = response.not_tested_reason
        known = catalogue.label("not_tested_reason", reason) if written(reason) else None
        word = f"{word}: {known or 'no reason recorded'}"
    felt = response.symptom_side
    # The comparison counts a crossed response apart: here stands why.
    elsewhere = felt and response.outcome is not Outcome.NOT_TESTED and felt.value != side.value
    where = f"felt {_FELT[felt]}" if felt and elsewhere else None
    return (Result(word, Mark(response.outcome.value), joined(where, angles)),)
