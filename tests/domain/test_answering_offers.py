"""What was read is offered until it is answered, and counts only once it is taken over."""

from typing import Any

import msgspec
import pytest

from clinic_desktop.domain.anatomy import LUMBAR_LEVELS, BodySide, Level, Root, Zone
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding, ImagingReport, Quote, Status
from clinic_desktop.domain.reading import (
    ReportReading,
    levels_not_mentioned,
    put_aside,
    taken_over,
    waiting,
    waiting_dangers,
)

WORDS = Quote(start=0, end=5)
PROTRUSION = ImagingFinding(
    level=Level.L4_L5, kind=FindingKind.PROTRUSION, status=Status.STATED, quote=WORDS
)
BULGE = ImagingFinding(level=Level.L5_S1, kind=FindingKind.BULGE, quote=Quote(start=6, end=9))
FRACTURE = ImagingFinding(level=Level.L1_L2, kind=FindingKind.FRACTURE)
READING = ReportReading(
    language="en",
    findings=(PROTRUSION, BULGE, FRACTURE),
    stated_normal=(Level.L3_L4,),
    normal_quotes={Level.L3_L4: Quote(start=10, end=12)},
    not_mentioned=(Level.L2_L3,),
)
NORMAL = READING.offers[-1]


def test_everything_read_is_offered_and_a_normal_level_is_a_row() -> None:
    assert waiting(READING, ImagingReport()) == (PROTRUSION, BULGE, FRACTURE, NORMAL)
    assert NORMAL.kind is FindingKind.NORMAL
    assert NORMAL.quote == Quote(start=10, end=12)


def test_what_is_taken_over_or_set_aside_is_offered_no_more() -> None:
    report = taken_over(ImagingReport(), PROTRUSION, NORMAL)
    assert report.findings == (PROTRUSION,)
    assert report.stated_normal == (Level.L3_L4,)
    report = put_aside(report, BULGE)
    assert report.set_aside == (BULGE,)
    assert waiting(READING, report) == (FRACTURE,)
    assert waiting(READING, put_aside(report, FRACTURE)) == ()
    assert taken_over(ImagingReport(), NORMAL).findings is None
    assert taken_over(ImagingReport(), PROTRUSION).stated_normal is None


def test_a_corrected_row_still_answers_its_offer_and_another_does_not() -> None:
    corrected = ImagingFinding(
        level=Level.L4_L5, kind=FindingKind.EXTRUSION, side=BodySide.LEFT, quote=WORDS
    )
    assert PROTRUSION not in waiting(READING, ImagingReport(findings=(corrected,)))
    other = ImagingFinding(
        level=Level.L4_L5, kind=FindingKind.PROTRUSION, quote=Quote(start=6, end=9)
    )
    assert PROTRUSION in waiting(READING, ImagingReport(findings=(other,)))


def test_each_row_answers_one_offer_the_one_it_is_most_like() -> None:
    left = ImagingFinding(
        level=Level.L4_L5, kind=FindingKind.PROTRUSION, side=BodySide.LEFT, quote=WORDS
    )
    reading = ReportReading(language="en", findings=(PROTRUSION, left))
    assert waiting(reading, ImagingReport(findings=(left, PROTRUSION))) == ()
    assert len(waiting(reading, ImagingReport(findings=(left,)))) == 1


def test_a_row_leaves_its_neighbour_in_the_same_words_to_be_answered() -> None:
    worn = ImagingFinding(level=Level.L4_L5, kind=FindingKind.DISC_DEGENERATION, quote=WORDS)
    reading = ReportReading(language="en", findings=(worn, PROTRUSION))
    assert waiting(reading, ImagingReport(findings=(PROTRUSION,))) == (worn,)
    assert waiting(reading, ImagingReport(findings=(worn,))) == (PROTRUSION,)


def test_a_row_whose_quote_was_made_longer_or_shorter_still_answers() -> None:
    for span, is_answered in (((0, 9), True), ((4, 5), True), ((5, 9), False)):
        row = ImagingFinding(
            level=Level.L4_L5,
            kind=FindingKind.PROTRUSION,
            quote=Quote(start=span[0], end=span[1]),
        )
        left = waiting(ReportReading(language="en", findings=(PROTRUSION,)), with_rows(row))
        assert (left == ()) is is_answered


LEFT = ImagingFinding(
    level=Level.L4_L5,
    kind=FindingKind.PROTRUSION,
    side=BodySide.LEFT,
    root=Root.L5,
    quote=WORDS,
)


@pytest.mark.parametrize(
    ("changes", "is_answered"),
    [
        ({}, True),
        ({"root": None}, True),
        ({"grade": "mild", "zone": Zone.FORAMINAL}, True),
        ({"level": Level.L3_L4}, False),
        ({"kind": FindingKind.EXTRUSION}, False),
        ({"side": BodySide.RIGHT}, False),
        ({"side": None}, False),
        ({"root": Root.L4}, False),
        ({"grade": "none"}, False),
    ],
)
@pytest.mark.parametrize("quote", [None, Quote(start=3)])
def test_a_row_without_a_quote_answers_an_offer_of_the_same_change_side_and_root(
    quote: Quote | None, changes: dict[str, Any], *, is_answered: bool
) -> None:
    row = msgspec.structs.replace(LEFT, quote=quote, **changes)
    reading = ReportReading(language="en", findings=(LEFT,))
    assert (waiting(reading, with_rows(row)) == ()) is is_answered
    assert (waiting(reading, ImagingReport(set_aside=(row,))) == ()) is is_answered


def test_a_row_without_a_quote_answers_one_offer_and_never_that_of_a_quoted_row() -> None:
    bare = msgspec.structs.replace(LEFT, quote=None, root=None)
    other = msgspec.structs.replace(LEFT, root=Root.L4, quote=Quote(start=20, end=30))
    reading = ReportReading(language="en", findings=(LEFT, other))
    assert len(waiting(reading, with_rows(bare))) == 1
    assert waiting(reading, with_rows(bare, LEFT)) == ()
    assert waiting(reading, with_rows(bare, other)) == ()


def test_a_danger_once_denied_is_told_when_the_text_is_corrected() -> None:
    denied = msgspec.structs.replace(FRACTURE, grade="none")
    assert waiting_dangers(READING, with_rows(denied)) == (FRACTURE,)


def with_rows(*rows: ImagingFinding) -> ImagingReport:
    return ImagingReport(findings=rows)


def test_dangers_wait_until_they_are_answered() -> None:
    assert [row for row in READING.findings if row.is_danger] == [FRACTURE]
    assert waiting_dangers(READING, ImagingReport()) == (FRACTURE,)
    assert waiting_dangers(READING, taken_over(ImagingReport(), FRACTURE)) == ()


def test_a_level_is_not_mentioned_until_something_is_recorded_of_it() -> None:
    reading = ReportReading(language="en", not_mentioned=LUMBAR_LEVELS[:3])
    report = ImagingReport(findings=(FRACTURE,), stated_normal=(Level.L2_L3,))
    assert levels_not_mentioned(reading, report) == (Level.L3_L4,)
    assert levels_not_mentioned(reading, ImagingReport(rest_stated_normal=True)) == ()
