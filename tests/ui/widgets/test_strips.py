"""The strips "Before" and "After": folded, mirrored, recorded field by field."""

from datetime import date
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import (
    After,
    Before,
    Consent,
    PastEvent,
    SymptomsAfter,
)
from clinic_desktop.ui.widgets.after_strip import AfterStrip
from clinic_desktop.ui.widgets.before_strip import BeforeStrip


@pytest.fixture
def before(qtbot: QtBot, catalogue: Catalogue) -> BeforeStrip:
    made = BeforeStrip(catalogue)
    qtbot.addWidget(made)
    made.changed.connect(made.show_before)
    return made


@pytest.fixture
def after(qtbot: QtBot, catalogue: Catalogue) -> AfterStrip:
    made = AfterStrip(catalogue)
    qtbot.addWidget(made)
    made.changed.connect(made.show_after)
    return made


def recorded(strip: Any) -> list[Any]:
    seen: list[Any] = []
    strip.changed.connect(seen.append)
    return seen


def test_what_was_before_is_recorded_field_by_field(before: BeforeStrip) -> None:
    seen = recorded(before)
    before.consent["examination"].choose("yes")
    before.consent["sending_report"].choose("no")
    before.others_present.enter("Her daughter")
    before.medication.enter("Naproxen")
    before.conditions.enter("Asthma, mild\n\nDiabetes")
    before.note.enter("None")
    before.operations.add.click()
    before.operations.rows[0].on.enter("3.5.2020")
    before.operations.rows[0].what.enter("Discectomy L4-L5")
    before.injections.add.click()
    before.injections.rows[0].what.enter("Facet joint")
    assert seen[-1] == Before(
        consent=Consent(examination="yes", sending_report="no"),
        others_present="Her daughter",
        operations=(PastEvent(on=date(2020, 5, 3), what="Discectomy L4-L5"),),
        injections=(PastEvent(what="Facet joint"),),
        medication="Naproxen",
        conditions=("Asthma, mild", "Diabetes"),
        note="None",
    )


def test_the_face_of_before_says_what_is_recorded(before: BeforeStrip) -> None:
    assert "not recorded" in before.button.toolTip()
    before.show_before(
        Before(
            consent=Consent(examination="yes"),
            operations=(PastEvent(what="Discectomy"),),
            injections=(PastEvent(), PastEvent()),
            medication="Naproxen",
            note="None",
        )
    )
    assert before.button.toolTip() == (
        "Before: consent: yes; 1 operation; 2 injections; medication recorded; note"
    )


def test_consent_in_other_words_is_shown_as_it_was_written(before: BeforeStrip) -> None:
    seen = recorded(before)
    before.show_before(Before(consent=Consent(examination="by the mother")))
    assert before.consent["examination"].other.text() == "by the mother"
    assert "consent: by the mother" in before.button.toolTip()
    before.consent["examination"].other.record()
    assert seen == []


def test_a_yes_takes_the_place_of_other_words_and_the_words_of_a_yes(before: BeforeStrip) -> None:
    seen = recorded(before)
    answer = before.consent["examination"]
    answer.choice.buttons["yes"].click()
    answer.other.enter("yes, but not filmed")
    assert answer.choice.value is None
    answer.choice.buttons["no"].toggle()
    assert answer.other.text() == ""
    answer.choice.buttons["no"].click()
    given = [one.consent and one.consent.examination for one in seen if one]
    assert given == ["yes", "yes, but not filmed", "no"]
    assert (answer.value, seen[-1]) == (None, None)


def test_taking_the_last_of_it_back_leaves_nothing_recorded(before: BeforeStrip) -> None:
    seen = recorded(before)
    before.consent["examination"].choose("yes")
    before.consent["examination"].choose(None)
    before.operations.add.click()
    before.operations.remove_value(0)
    assert (seen[1], seen[-1]) == (None, None)


def test_a_wrong_date_is_told(before: BeforeStrip) -> None:
    told: list[str] = []
    before.refused.connect(told.append)
    before.injections.add.click()
    before.injections.rows[0].on.enter("last May")
    assert "last May" in told[0]


def test_the_end_of_the_visit_is_recorded_field_by_field(after: AfterStrip) -> None:
    seen = recorded(after)
    after.symptoms.choose("worse")
    after.minutes.enter("0")
    after.advice_given.choose("yes")
    after.note.enter("Rested on the couch.")
    assert seen[-1] == After(
        symptoms=SymptomsAfter.WORSE, minutes=0, advice_given="yes", note="Rested on the couch."
    )
    assert after.button.toolTip() == "After: symptoms worse; 0 minutes; advice given: yes; note"
    after.symptoms.choose(None)
    after.minutes.enter("")
    after.advice_given.choose(None)
    after.note.enter("")
    assert seen[-1] is None
    assert after.button.toolTip() == "After: not recorded"


def test_advice_in_own_words_is_kept(after: AfterStrip) -> None:
    after.show_after(After(advice_given="Safety-net card handed out"))
    assert after.advice_given.other.text() == "Safety-net card handed out"


def test_minutes_that_are_no_number_are_told(after: AfterStrip) -> None:
    told: list[str] = []
    after.refused.connect(told.append)
    after.minutes.enter("ten")
    assert "whole number" in told[0]
