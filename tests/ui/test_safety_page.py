"""The step "Safety" by keys alone, asking again, the level of concern and what was done."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_desktop import app
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.screening import Concern, ConductionSign, RedFlags
from clinic_desktop.paperwork import paperwork
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.safety_page import SafetyPage
from tests.asked import asked_first
from tests.domain.build import sign
from tests.ui.conftest import untouched
from tests.ui.keys import enter, focused, press, repeat

CLONUS = sign("S1", "left", "reflex", "clonus")
WEAK = sign("L5", "left", "power", "3")


@pytest.fixture
def draft(store: Record) -> Examination:
    """An examination in which nothing is recorded."""
    examination = untouched()
    store.drafts.save(examination)
    return examination


@pytest.fixture
def safety(page: ExaminationPage) -> SafetyPage:
    """The step, open, with the keyboard on its first question."""
    page.go_to("safety")
    shown = page.stack.currentWidget()
    assert isinstance(shown, SafetyPage)
    return shown


def stored(store: Record, draft: Examination) -> RedFlags:
    return store.examination(draft.id).red_flags or RedFlags()


def found(page: ExaminationPage, *signs: dict[str, Any]) -> None:
    """Record signs as another step does."""
    assert page.examination is not None
    given = msgspec.convert(signs, tuple[ConductionSign, ...])
    page.record(msgspec.structs.replace(page.examination, conduction=given))


def asked(safety: SafetyPage) -> str:
    """Return the item that has the keyboard."""
    (row,) = [row for row in safety.rows if row.isAncestorOf(focused())]
    return row.item.id


def key(code: Qt.Key) -> None:
    QTest.keyClick(focused(), code)


ALL_NO = "n" * 11 + "a" * 6


@pytest.mark.usefixtures("safety")
def test_all_no_and_a_level_take_eighteen_keys(
    store: Record, draft: Examination, catalogue: Catalogue
) -> None:
    press(ALL_NO + "1")
    flags = stored(store, draft)
    assert flags.answers == {item.id: "no" for item in catalogue.red_flag_items}
    assert flags.level is Concern.NONE
    assert len(ALL_NO + "1") == 18


def test_the_question_that_has_the_keyboard_is_in_sight_in_a_small_window_too(
    page: ExaminationPage, draft: Examination, catalogue: Catalogue
) -> None:
    page.resize(910, 512)
    page.record(asked_first(draft, catalogue))
    page.go_to("safety")
    QApplication.processEvents()
    question = focused()
    assert question.visibleRegion().boundingRect() == question.rect()


def test_the_keyboard_comes_to_what_answers_a_group_before_its_questions(
    safety: SafetyPage,
) -> None:
    panel = next(each for each in safety.groups.values() if not each.group.one_by_one)
    first, *_ = panel.rows.values()
    panel.none.setFocus()
    QTest.keyClick(panel.none, Qt.Key.Key_Tab)
    assert first.isAncestorOf(focused())


def test_a_key_answers_the_question_that_has_the_keyboard_and_moves_on(
    safety: SafetyPage, store: Record, draft: Examination
) -> None:
    assert asked(safety) == "ces_bladder"
    press("yu")
    assert stored(store, draft).answers == {"ces_bladder": "yes", "ces_bowel": "unknown"}
    assert asked(safety) == "ces_saddle_numbness"


def test_moving_on_passes_over_what_is_answered(safety: SafetyPage) -> None:
    key(Qt.Key.Key_Down)
    press("n")
    key(Qt.Key.Key_Up)
    key(Qt.Key.Key_Up)
    assert asked(safety) == "ces_bladder"
    press("n")
    assert asked(safety) == "ces_saddle_numbness"


def test_arrows_go_from_question_to_question_and_to_the_level(safety: SafetyPage) -> None:
    key(Qt.Key.Key_Up)
    assert asked(safety) == "ces_bladder"
    for _ in safety.rows:
        key(Qt.Key.Key_Down)
    assert safety.concern.level.isAncestorOf(focused())
    key(Qt.Key.Key_Up)
    assert asked(safety) == "swollen_calf"


def test_none_of_a_group_is_no_key_where_each_is_asked_for_itself(
    safety: SafetyPage, store: Record, draft: Examination
) -> None:
    press("a")
    assert stored(store, draft) == RedFlags()
    assert asked(safety) == "ces_bladder"
    hidden = {name for name, panel in safety.groups.items() if panel.none.isHidden()}
    assert hidden == {"cauda_equina", "cord", "progressive_deficit"}


def test_none_of_a_group_leaves_what_is_answered(
    safety: SafetyPage, store: Record, draft: Examination
) -> None:
    press("n" * 11 + "y" + "a")
    answers = stored(store, draft).answers or {}
    assert answers["past_cancer"] == "yes"
    assert answers["cannot_lie_flat"] == "no"
    assert "fever_or_infection" not in answers
    assert asked(safety) == "fever_or_infection"
    assert not safety.groups["malignancy"].none.isEnabled()


def test_the_button_of_a_group_does_the_same(
    safety: SafetyPage, store: Record, draft: Examination
) -> None:
    safety.groups["fracture"].none.click()
    assert set(stored(store, draft).answers or {}) == set(safety.groups["fracture"].rows)


@pytest.mark.usefixtures("safety")
def test_a_key_that_is_held_down_answers_nothing(store: Record, draft: Examination) -> None:
    repeat("n")
    assert stored(store, draft) == RedFlags()
    repeat("1")
    assert stored(store, draft) == RedFlags()


def test_a_screen_readers_toggle_answers_and_takes_back(
    safety: SafetyPage, store: Record, draft: Examination
) -> None:
    button = safety.rows[0].choice.buttons["no"]
    actions = QAccessible.queryAccessibleInterface(button).actionInterface()
    actions.doAction(actions.toggleAction())
    assert stored(store, draft).answers == {"ces_bladder": "no"}
    actions.doAction(actions.toggleAction())
    assert stored(store, draft) == RedFlags()


def test_undo_brings_an_answer_back(
    page: ExaminationPage, safety: SafetyPage, store: Record, draft: Examination
) -> None:
    press("n")
    page.undo()
    assert stored(store, draft) == RedFlags()
    assert safety.rows[0].is_open
    page.redo()
    assert safety.rows[0].choice.value == "no"


def test_what_was_found_stands_at_the_top_with_the_answer_given_before(
    page: ExaminationPage, safety: SafetyPage
) -> None:
    press(ALL_NO + "1")
    page.go_to("conduction")
    found(page, WEAK)
    page.go_to("safety")
    assert asked(safety) == "progressive_motor_loss"
    (panel,) = safety.again.values()
    assert panel.why.text() == "Found: Power 3 of 5 at L5 left. Asked again:"
    assert "Before: no." in safety.rows[0].question.text()
    assert safety.rows[0].is_open
    below = safety.groups["progressive_deficit"]
    assert below.isHidden()


def test_the_same_answer_once_more_is_asked_again(
    page: ExaminationPage, safety: SafetyPage, store: Record, draft: Examination
) -> None:
    press(ALL_NO + "1")
    before = stored(store, draft)
    found(page, WEAK)
    safety.start()
    press("n")
    assert stored(store, draft) == msgspec.structs.replace(before, asked_again=("power",))
    assert safety.again == {}
    assert not safety.groups["progressive_deficit"].isHidden()


def test_no_change_is_one_key_or_one_button(
    page: ExaminationPage, safety: SafetyPage, store: Record, draft: Examination
) -> None:
    press(ALL_NO + "1")
    before = stored(store, draft)
    found(page, CLONUS)
    safety.start()
    press("s")
    assert stored(store, draft) == msgspec.structs.replace(before, asked_again=("clonus",))
    found(page, CLONUS, WEAK)
    (panel,) = safety.again.values()
    panel.same.click()
    assert stored(store, draft).asked_again == ("clonus", "power")
    assert stored(store, draft).answers == before.answers


def test_several_questions_are_asked_again_when_each_has_its_answer(
    page: ExaminationPage, safety: SafetyPage, store: Record, draft: Examination
) -> None:
    press(ALL_NO + "1")
    found(page, CLONUS)
    safety.start()
    press("nyn")
    flags = stored(store, draft)
    assert flags.asked_again is None
    assert (flags.answers or {})["cord_hands"] == "yes"
    (panel,) = safety.again.values()
    assert "Before: no." in panel.rows["cord_hands"].question.text()
    press("nn")
    assert stored(store, draft).asked_again == ("clonus",)


def test_an_answer_given_again_and_undone_is_open_again(
    page: ExaminationPage, safety: SafetyPage
) -> None:
    press(ALL_NO + "1")
    found(page, CLONUS)
    safety.start()
    press("y")
    page.undo()
    (panel,) = safety.again.values()
    assert panel.rows["cord_gait"].is_open


def test_a_yes_at_a_low_level_leads_to_the_reason(
    safety: SafetyPage, store: Record, draft: Examination
) -> None:
    press("n" * 11 + "y" + "a" * 6 + "1")
    assert "A reason is wanted" in safety.concern.wanted.text()
    assert focused() is safety.concern.reason
    press("Ten years ago.")
    key(Qt.Key.Key_Escape)
    assert stored(store, draft).reason == "Ten years ago."
    assert safety.concern.wanted.isHidden()
    assert safety.concern.level.isAncestorOf(focused())


def test_letters_in_a_text_are_text(safety: SafetyPage, store: Record, draft: Examination) -> None:
    safety.concern.reason.setFocus()
    press("yna1")
    safety.flush()
    assert stored(store, draft) == RedFlags(reason="yna1")


def test_a_digit_on_a_question_is_no_level(
    safety: SafetyPage, store: Record, draft: Examination
) -> None:
    assert safety.rows[0].isAncestorOf(focused())
    press("35")
    assert stored(store, draft) == RedFlags()


def test_an_answer_is_said_large_and_gone_with_the_step(
    page: ExaminationPage, safety: SafetyPage
) -> None:
    question = safety.rows[0].item.question
    press("n")
    assert page.echo.full == f"No: {question}"
    assert page.echo.isVisible()
    page.go_to("conduction")
    assert not page.echo.isVisible()
    press("a")
    assert page.echo.full == "L4 LEFT: Reflex absent"
    assert page.echo.isVisible()
    page.go_to("test:slr")
    assert page.echo.full == ""


def test_where_only_a_reason_is_missing_the_keyboard_is_on_it(
    page: ExaminationPage, safety: SafetyPage, store: Record, draft: Examination
) -> None:
    press("y" + "n" * 10)
    safety.concern.level.focus()
    press("3")
    page.go_to("test:slr")
    assert page.step == "safety"
    assert "waits for a written reason" in safety.waiting.why.text()
    assert focused() is safety.concern.reason
    press("abc")
    safety.flush()
    assert stored(store, draft).reason == "abc"
    assert len(stored(store, draft).answers or {}) == 11


def test_high_concern_is_said_large_and_asks_what_was_done(
    page: ExaminationPage, safety: SafetyPage, store: Record, draft: Examination
) -> None:
    assert safety.concern.referral.isHidden()
    safety.concern.level.focus()
    press("4")
    assert page.echo.full == "Level of concern: High"
    assert page.echo.isVisible()
    assert "tests are locked" in safety.banner.text()
    assert not safety.banner.isHidden()
    referral = safety.concern.referral
    assert not referral.isHidden()
    referral.add.setFocus()
    enter()
    row = referral.rows[0]
    press("Called")
    row.to_whom.enter("Emergency department")
    before = app.local_time().replace(microsecond=0)
    row.now.click()
    safety.flush()
    (action,) = stored(store, draft).actions or ()
    assert (action.what, action.to_whom) == ("Called", "Emergency department")
    assert action.at is not None
    at = datetime.fromisoformat(action.at)
    assert at.tzinfo is not None
    assert before <= at <= app.local_time()


def test_a_time_can_be_typed_and_what_is_none_is_told(
    page: ExaminationPage, safety: SafetyPage, store: Record, draft: Examination
) -> None:
    press("3")
    safety.concern.referral.add.click()
    field = safety.concern.referral.rows[0].at
    field.enter("18/11/2026 9:45")
    (action,) = stored(store, draft).actions or ()
    assert action.at is not None
    assert action.at.startswith("2026-11-18T09:45:00")
    field.enter("soon")
    assert "is not a time" in page.told.text()
    assert stored(store, draft).actions == (action,)


def test_a_time_written_elsewhere_keeps_its_offset_when_it_is_only_looked_at(
    page: ExaminationPage, safety: SafetyPage, store: Record, draft: Examination
) -> None:
    at = "2026-11-18T09:45:12.5-05:00"
    flags = msgspec.convert({"level": "high", "actions": [{"at": at}]}, RedFlags)
    assert page.examination is not None
    page.record(msgspec.structs.replace(page.examination, red_flags=flags))
    field = safety.concern.referral.rows[0].at
    assert field.text() == "18 November 2026, 09:45"
    field.setFocus()
    page.navigator.setFocus()
    safety.flush()
    assert stored(store, draft) == flags


def test_nothing_scrolls_sideways(safety: SafetyPage) -> None:
    QApplication.processEvents()
    assert safety.width() <= 1366
    assert safety._scroll.horizontalScrollBar().maximum() == 0


@pytest.fixture
def signed(
    qtbot: QtBot, store: Record, catalogue: Catalogue, draft: Examination
) -> Iterator[ExaminationPage]:
    """A signed examination with what was found and never asked again."""
    flags = msgspec.convert(
        {"answers": {item.id: "no" for item in catalogue.red_flag_items}}, RedFlags
    )
    given = msgspec.convert([CLONUS], tuple[ConductionSign, ...])
    whole = msgspec.structs.replace(draft, red_flags=flags, conduction=given)
    store.drafts.save(whole)
    store.signed.sign(whole)
    shown = ExaminationPage(store, catalogue, paperwork(catalogue), app.local_time)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitActive(shown)
    shown.open(draft.id, "safety")
    yield shown
    shown.close()


def test_what_is_signed_is_only_read(signed: ExaminationPage, store: Record) -> None:
    before = store.examination(untouched().id)
    safety: Any = signed.stack.currentWidget()
    safety.rows[0].choice.buttons["yes"].setFocus()
    for name in "yna1s":
        QTest.keyClicks(safety, name)
    assert store.examination(before.id) == before
    (panel,) = safety.again.values()
    assert panel.same.isHidden()
    assert not any(row.choice.isEnabled() for row in safety.rows)
