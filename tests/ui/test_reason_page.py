"""What an activity does to the symptom, in words offered and in the patient's own."""

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import (
    Before,
    Behaviour,
    BehaviourEffect,
    Consent,
    Examination,
    Presentation,
)
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.reason_page import ReasonPage

WORSE, BETTER = BehaviourEffect.WORSE, BehaviourEffect.BETTER


@pytest.fixture
def reason(page: ExaminationPage) -> ReasonPage:
    shown = page.stack.currentWidget()
    assert isinstance(shown, ReasonPage)
    return shown


def behaviour(page: ExaminationPage) -> tuple[Behaviour, ...] | None:
    assert page.examination is not None
    return (page.examination.presentation or Presentation()).behaviour


def test_every_activity_the_visit_asks_for_is_there(reason: ReasonPage) -> None:
    asked = ["sitting", "standing", "walking", "lying", "bending", "extending", "coughing"]
    assert list(reason.behaviour) == asked


def test_an_activity_in_own_words_is_recorded(page: ExaminationPage, reason: ReasonPage) -> None:
    reason.behaviour["sitting"].choose("worse")
    reason.other_behaviour.add.click()
    reason.other_behaviour.rows[0].activity.enter("Getting out of the car")
    reason.other_behaviour.rows[0].effect.choose("worse")
    reason.behaviour["walking"].choose("better")
    assert behaviour(page) == (
        Behaviour(activity="sitting", effect=WORSE),
        Behaviour(activity="Getting out of the car", effect=WORSE),
        Behaviour(activity="walking", effect=BETTER),
    )
    reason.other_behaviour.remove_value(0)
    assert [entry.activity for entry in behaviour(page) or ()] == ["sitting", "walking"]


def test_imported_activities_are_shown_and_stay_where_they_are(
    page: ExaminationPage, reason: ReasonPage
) -> None:
    given = (
        Behaviour(activity="swimming", effect=BETTER),
        Behaviour(activity="sitting", effect=WORSE),
        Behaviour(effect=WORSE),
    )
    page.record_fields({"presentation": Presentation(behaviour=given)})
    assert [row.activity.text() for row in reason.other_behaviour.rows] == ["swimming", ""]
    reason.behaviour["sitting"].choose("better")
    assert behaviour(page) == (given[0], Behaviour(activity="sitting", effect=BETTER), given[2])


def test_what_was_before_is_saved_at_once(
    page: ExaminationPage, reason: ReasonPage, store: Record, draft: Examination
) -> None:
    reason.before.consent["examination"].choose("yes")
    assert store.examination(draft.id).before == Before(consent=Consent(examination="yes"))
    page.undo()
    assert store.examination(draft.id).before is None
    assert reason.before.consent["examination"].value is None


def test_the_labels_of_the_activities_are_the_catalogues(
    reason: ReasonPage, catalogue: Catalogue
) -> None:
    for activity, row in reason.behaviour.items():
        name = catalogue.label("activity", activity)
        assert row.buttons["worse"].accessibleName() == f"{name}: Worse"
