"""What stands above both tables: dangers in the reports, and signs found while examining."""

import re
from collections.abc import Iterator
from typing import Final

from clinic_desktop.domain.anatomy import BodySide, Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import SafetyLine
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingFinding, ImagingReport
from clinic_desktop.domain.response import Familiar, Response, counting_side
from clinic_desktop.domain.screening import SignKind

_GAIN: Final = ("brisk", "clonus")
_WEAK: Final = ("0", "1", "2", "3")
# A full stop ends a sentence unless a digit or letter follows at once ("4.2 mm").
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s|$)|\n")


def safety_lines(examination: Examination, catalogue: Catalogue) -> tuple[SafetyLine, ...]:
    """Return the lines: dangers of every report, brisk or clonus, weak power, both sides."""
    return (
        *_dangers(examination, catalogue),
        *_signs(examination, catalogue),
        *_both_sides(examination, catalogue),
    )


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the whole sentence or sentences of a text that hold the span.

    A span beyond the text, or of white space alone, holds none.
    """
    quoted = text[start:end]
    last = start + len(quoted.rstrip()) - 1
    if not quoted.strip():
        return ""
    before = [match.end() for match in _SENTENCE_END.finditer(text) if match.end() <= start]
    after = _SENTENCE_END.search(text, last)
    return text[before[-1] if before else 0 : after.end() if after else len(text)].strip()


def _dangers(examination: Examination, catalogue: Catalogue) -> Iterator[SafetyLine]:
    for report in examination.imaging or ():
        for finding in report.findings or ():
            if finding.is_danger:
                yield SafetyLine(
                    kind=finding.kind.value, text=danger_line(finding, report, catalogue)
                )


def danger_line(finding: ImagingFinding, report: ImagingReport, catalogue: Catalogue) -> str:
    """Return a danger as "MRI report of 20 March 2026: Fracture at L1: ..." with its sentence."""
    study = catalogue.label("modality", report.modality) if report.modality else "Imaging"
    date = f" of {long_date(report.performed_on)}" if report.performed_on else ""
    side = f", {catalogue.words('side', finding.side)}" if finding.side else ""
    kind = catalogue.label("kind", finding.kind)
    line = f"{study} report{date}: {kind} at {finding.level.value}{side}"
    span = finding.quote.span if finding.quote else None
    if span and (sentence := sentence_around(report.text or "", *span)):
        return f"{line}: \u201c{sentence}\u201d"
    return line


def _signs(examination: Examination, catalogue: Catalogue) -> Iterator[SafetyLine]:
    for sign in examination.conduction or ():
        place = f"{sign.root.value} {sign.side.value}"
        if sign.kind is SignKind.REFLEX and sign.grade in _GAIN:
            name = catalogue.label("safety_kind", sign.grade)
            yield SafetyLine(kind=sign.grade, text=f"{name} at {place}")
        if sign.kind is SignKind.POWER and sign.grade in _WEAK:
            item = f" ({sign.item})" if sign.item else ""
            yield SafetyLine(kind="power", text=f"Power {sign.grade} of 5 at {place}{item}")


def _both_sides(examination: Examination, catalogue: Catalogue) -> Iterator[SafetyLine]:
    sides: set[Side] = set()
    for response in examination.responses or ():
        test = catalogue.tests[response.test]
        if test.relief:  # the symptom eased: it was not reproduced
            continue
        if response.was_done and response.familiar in (Familiar.YES, Familiar.PARTLY):
            sides |= _felt_on(response, crossed_test=test.crossed)
    if len(sides) == len(Side):
        yield SafetyLine(kind="both_sides", text="Familiar symptoms were reproduced on both sides")


def _felt_on(response: Response, *, crossed_test: bool) -> set[Side]:
    match response.symptom_side:
        case BodySide.BOTH:
            return set(Side)
        case BodySide.LEFT | BodySide.RIGHT as felt:
            return {Side(felt.value)}
        case BodySide.MIDLINE:
            return set()
        case _:
            side = counting_side(response, crossed_test=crossed_test)
            return {side} if side else set()
