"""Imaging is closed until the protocol's tests have an outcome, or it is opened with the time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain import progress, red_flags
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.examine_first import (
    closed_sentence,
    hides_imaging,
    imaging_is_closed,
    may_be_switched,
    opened,
    waits_for_check,
)
from clinic_desktop.domain.unseen_changes import seen_changes
from clinic_desktop.domain.versions import Change
from tests.asked import asked_first
from tests.domain.build import examination, report, response

CORE = ["slr", "bragard", "slump", "bowstring"]
ALL = [response(test, side, "negative") for test in CORE for side in ("left", "right")]


def closed(**parts: object) -> Examination:
    given: dict[str, object] = {"protocol": "lumbar_core", "examine_first": True}
    return examination(**(given | parts))


def test_it_opens_with_the_last_outcome(catalogue: Catalogue) -> None:
    assert imaging_is_closed(closed(), catalogue)
    assert imaging_is_closed(closed(responses=ALL[:-1]), catalogue)
    assert not imaging_is_closed(closed(responses=ALL), catalogue)


def test_not_tested_is_an_outcome_and_ingredients_alone_are_none(catalogue: Catalogue) -> None:
    last = response("bowstring", "right", "not_tested", not_tested_reason="pain")
    assert not imaging_is_closed(closed(responses=[*ALL[:-1], last]), catalogue)
    begun = response("bowstring", "right", familiar="no")
    assert imaging_is_closed(closed(responses=[*ALL[:-1], begun]), catalogue)


def test_a_test_done_in_the_midline_is_recorded(catalogue: Catalogue) -> None:
    midline = [response(test, "midline", "negative") for test in CORE]
    assert not imaging_is_closed(closed(responses=midline), catalogue)


def test_nothing_is_closed_unless_it_was_chosen(catalogue: Catalogue) -> None:
    assert not imaging_is_closed(closed(examine_first=None), catalogue)
    assert not imaging_is_closed(closed(examine_first=False), catalogue)


def test_without_a_planned_test_there_is_nothing_to_wait_for(catalogue: Catalogue) -> None:
    assert not imaging_is_closed(closed(protocol="unknown here"), catalogue)


def test_opened_on_purpose_it_stays_open(catalogue: Catalogue) -> None:
    opened = closed(imaging_opened_at="2026-11-18T10:05:00+01:00")
    assert not imaging_is_closed(opened, catalogue)


@given(st.sets(st.sampled_from(range(len(ALL)))))
def test_it_is_closed_exactly_while_an_outcome_is_wanting(
    catalogue: Catalogue, recorded: set[int]
) -> None:
    some = closed(responses=[ALL[place] for place in sorted(recorded)])
    assert imaging_is_closed(some, catalogue) is (len(recorded) < len(ALL))


def test_it_hides_only_a_report_that_is_held(catalogue: Catalogue) -> None:
    assert not hides_imaging(closed(), catalogue)
    assert hides_imaging(closed(imaging=[report()]), catalogue)
    assert not hides_imaging(closed(imaging=[report()], examine_first=False), catalogue)


AT = "2026-11-18T10:05:00+01:00"
OPENED = "Imaging was opened on 18 November 2026 at 10:05 UTC+01:00"


@pytest.mark.parametrize(
    "after",
    [
        closed(responses=ALL),
        closed(responses=ALL, examine_first=None),
        closed(responses=ALL[:-1]),
        closed(imaging_opened_at="2026-11-18T09:00:00+01:00"),
    ],
)
def test_the_answer_that_opens_the_imaging_first_holds_the_time(
    catalogue: Catalogue, after: Examination
) -> None:
    recorded = opened(closed(), after, catalogue, AT)
    if after == closed(responses=ALL):
        assert recorded == closed(responses=ALL, imaging_opened_at=AT)
        corrected = closed(responses=ALL[:-1], imaging_opened_at=AT)
        assert opened(recorded, corrected, catalogue, "2026-11-18T11:00:00+01:00") == corrected
        assert not imaging_is_closed(corrected, catalogue)
    else:
        assert recorded == after


def test_what_was_open_is_not_opened(catalogue: Catalogue) -> None:
    after = closed(responses=ALL)
    assert opened(closed(responses=ALL), after, catalogue, AT) == after


def test_the_first_test_waits_for_whether_the_imaging_was_checked(catalogue: Catalogue) -> None:
    asked = asked_first(closed(), catalogue)
    assert waits_for_check(asked)
    assert red_flags.holds_back(asked, "slr", catalogue)
    for answer in ("yes", "no", "no_imaging"):
        known = asked_first(closed(imaging_checked_for_dangers=answer), catalogue)
        assert not red_flags.holds_back(known, "slr", catalogue)
    assert not waits_for_check(closed(examine_first=None))
    assert not waits_for_check(closed(imaging_opened_at="2026-11-18T10:05:00+01:00"))


def test_closing_can_be_chosen_until_a_test_has_an_outcome() -> None:
    assert may_be_switched(closed())
    assert may_be_switched(closed(responses=[response("slr", "left", familiar="no")]))
    assert not may_be_switched(closed(responses=ALL[:1]))


def test_imaging_that_could_be_read_is_not_closed_any_more() -> None:
    assert not may_be_switched(closed(examine_first=False, imaging=[report()]))
    assert not may_be_switched(closed(examine_first=None, imaging=[report()]))
    assert may_be_switched(closed(imaging=[report()]))


def test_the_navigator_says_that_both_steps_are_closed(catalogue: Catalogue) -> None:
    def states(examined: Examination) -> list[str]:
        steps = progress.steps(examined, catalogue)
        return [one.state for one in steps if one.key in ("imaging", "comparison")]

    assert states(closed(imaging=[report()])) == ["closed", "closed"]
    assert states(closed(imaging=[report()], responses=ALL)) == ["partly", "empty"]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"examine_first": None}, None),
        ({"examine_first": False, "imaging_opened_at": AT}, None),
        ({"protocol": None}, None),
        ({"protocol": "unknown here", "imaging": [report()]}, None),
        (
            {"protocol": None, "imaging_opened_at": AT},
            f"{OPENED}.",
        ),
        (
            {"imaging_opened_at": AT},
            f"{OPENED}; not every test of the protocol has an outcome.",
        ),
        (
            {"responses": ALL, "imaging_opened_at": AT},
            f"{OPENED}; every test of the protocol has an outcome.",
        ),
        (
            {"imaging": [report()]},
            "No opening of the imaging is recorded; not every test of the protocol has an outcome.",
        ),
        (
            {"responses": ALL},
            "No opening of the imaging is recorded; every test of the protocol has an outcome.",
        ),
    ],
)
def test_of_the_opening_only_what_the_document_shows_is_said(
    catalogue: Catalogue, parts: dict[str, object], said: str | None
) -> None:
    assert closed_sentence(closed(**parts), catalogue) == said


def test_changes_of_closed_steps_are_told_without_a_word_of_theirs(catalogue: Catalogue) -> None:
    def change(step: str, what: str) -> Change:
        return Change(step=step, what=what, after="L4-L5 protrusion")

    changed = [
        change("reason", "Note"),
        change("imaging", "MRI report: text"),
        change("imaging", "MRI report: findings"),
        change("comparison", "Comment on left/L5"),
    ]
    assert seen_changes(changed, closed(responses=ALL), catalogue) == tuple(changed)
    seen = seen_changes(changed, closed(), catalogue)
    assert [one.what for one in seen] == ["Note", "imaging report, closed", "comparison, closed"]
    assert all("protrusion" not in str(one) for one in seen[1:])
