"""In which order the tests are done, and from where one starts: the couch before the list."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec
from msgspec import Struct

from clinic_desktop.domain.anatomy import BodySide, Side, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.progress import tests_of
from clinic_desktop.domain.response import Outcome, Response


class Order(StrEnum):
    """How the flow goes: position by position on the couch, or one test after the other."""

    BY_POSITION = "by_position"
    BY_TEST = "by_test"


class Station(Struct, frozen=True):
    """One stop of the flow: a test on a side."""

    test: str
    side: TestedSide


class Start(Struct, frozen=True, kw_only=True):
    """From where a test that follows another starts on a side.

    `variant` is the form in which it is then done, recorded with its outcome; `applies` is false
    where the outcome of the other test leaves this one nothing to show.
    """

    sentence: str
    variant: str | None = None
    applies: bool = True


def stations(examination: Examination, catalogue: Catalogue, order: Order) -> tuple[Station, ...]:
    """Return every test and side in the order of the flow, the well side first.

    By position the patient turns as seldom as can be: all tests of one position on the well side,
    then on the painful side, then the next position. Without one painful side the left comes first.
    """
    tests = tests_of(examination, catalogue)
    if order is Order.BY_TEST:
        return tuple(
            station for test in tests for station in _both((test,), examination, catalogue)
        )
    positions = dict.fromkeys(catalogue.tests[test].couch for test in tests)
    return tuple(
        station
        for couch in positions
        for station in _both(
            tuple(test for test in tests if catalogue.tests[test].couch is couch),
            examination,
            catalogue,
        )
    )


def tests_in_order(examination: Examination, catalogue: Catalogue, order: Order) -> tuple[str, ...]:
    """Return the tests in the order in which the flow first comes to them."""
    return tuple(dict.fromkeys(each.test for each in stations(examination, catalogue, order)))


def following(
    station: Station, examination: Examination, catalogue: Catalogue, order: Order
) -> Station | None:
    """Return the next station that has no outcome yet; `None` when no further one waits."""
    flow = stations(examination, catalogue, order)
    later = flow[flow.index(station) + 1 :] if station in flow else ()
    return next((each for each in later if not _is_answered(each, examination)), None)


def preceding(
    station: Station, examination: Examination, catalogue: Catalogue, order: Order
) -> Station | None:
    """Return the station before, answered or not; `None` before the first."""
    flow = stations(examination, catalogue, order)
    place = flow.index(station) if station in flow else 0
    return flow[place - 1] if place else None


def remaining(
    side: TestedSide, examination: Examination, catalogue: Catalogue, order: Order
) -> tuple[Station, ...]:
    """Return the stations of a side that have no outcome yet."""
    return tuple(each for each in unanswered(examination, catalogue, order) if each.side is side)


def unanswered(examination: Examination, catalogue: Catalogue, order: Order) -> tuple[Station, ...]:
    """Return the stations that have no outcome yet, in the order of the flow."""
    return tuple(
        each
        for each in stations(examination, catalogue, order)
        if not _is_answered(each, examination)
    )


def with_negatives(
    done: Sequence[Station], examination: Examination, catalogue: Catalogue
) -> Examination:
    """Return the examination with these stations negative; one that has an outcome keeps it."""
    for station in done:
        given = examination.response(station.test, station.side) or Response(
            test=station.test, side=station.side
        )
        if given.outcome is None:
            negative = msgspec.structs.replace(given, outcome=Outcome.NEGATIVE)
            start = starting_point(station.test, station.side, examination, catalogue)
            examination = examination.with_response(in_its_form(negative, start))
    return examination


def in_its_form(response: Response, start: Start | None) -> Response:
    """Return a response that was done with the form it starts in, unless it has one."""
    if start is None or response.variant is not None or not response.was_done:
        return response
    return msgspec.structs.replace(response, variant=start.variant)


def starting_point(
    test: str, side: TestedSide, examination: Examination, catalogue: Catalogue
) -> Start | None:
    """Return from where a test starts that follows another, or which leg a crossed one asks for.

    `None` for a test that starts from its own position.
    """
    definition = catalogue.tests[test]
    if definition.crossed and side is not TestedSide.MIDLINE:
        other = Side(side.value).opposite
        return Start(
            sentence=f"Move the {side.value} leg and ask about the {other.value} one: "
            f"a response counts on the {other.value.upper()}."
        )
    if definition.follows is None:
        return None
    first = catalogue.tests[definition.follows]
    place = f"{first.short} {side.value.upper()}"
    before = examination.response(definition.follows, side)
    outcome = before.outcome if before else None
    if before is None or outcome is None:
        return Start(sentence=f"Starts from the end point of {place}, which is not recorded yet.")
    if outcome is Outcome.NOT_TESTED:
        return Start(sentence=f"Starts from the end point of {place}, which was not tested.")
    given = f"{place}: {catalogue.words('outcome_report', outcome)}{_angles(before)}."
    if definition.follows_when not in (None, outcome) and outcome is not Outcome.INCONCLUSIVE:
        wanted = catalogue.words("outcome_report", definition.follows_when)
        return Start(
            sentence=f"{given} This test is done after a {wanted} one: not applicable is a reason.",
            applies=False,
        )
    if outcome is Outcome.NEGATIVE and definition.variant_after_negative:
        variant = definition.variant_after_negative
        words = catalogue.words("variant", variant)
        return Start(sentence=f"{given} Then done, and recorded: {words}.", variant=variant)
    return Start(sentence=f"{given} Start from there.")


def _angles(response: Response) -> str:
    angles = (("first response", response.onset_deg), ("limit", response.limit_deg))
    return "".join(f", {name} {degrees}\u00b0" for name, degrees in angles if degrees is not None)


def _both(
    tests: tuple[str, ...], examination: Examination, catalogue: Catalogue
) -> Iterator[Station]:
    sided = [test for test in tests if not catalogue.tests[test].midline]
    for side in _well_side_first(examination):
        for test in sided:
            yield Station(test, side)
    for test in tests:
        if catalogue.tests[test].midline:
            yield Station(test, TestedSide.MIDLINE)


def _well_side_first(examination: Examination) -> tuple[TestedSide, TestedSide]:
    presentation = examination.presentation
    if presentation and presentation.symptom_side is BodySide.LEFT:
        return TestedSide.RIGHT, TestedSide.LEFT
    return TestedSide.LEFT, TestedSide.RIGHT


def _is_answered(station: Station, examination: Examination) -> bool:
    response = examination.response(station.test, station.side)
    return response is not None and response.outcome is not None
