"""Tests wait for what is asked before them, and are only read while concern is high."""

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QListWidgetItem
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.domain.screening import Concern, ConductionSign, RedFlags
from clinic_desktop.domain.versions import VersionKind
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.remaining_dialog import RemainingDialog
from clinic_desktop.ui.safety_page import SafetyPage
from tests.domain.build import Json, sign
from tests.ui.conftest import untouched
from tests.ui.keys import enter, focused, press
from tests.ui.windows import when_shown

LEFT = TestedSide.LEFT
POSITIVE = Response(test="slr", side=LEFT, outcome=Outcome.POSITIVE)


@pytest.fixture
def empty(page: ExaminationPage) -> Examination:
    """The examination on the screen, with nothing recorded."""
    assert page.examination is not None
    page.record(untouched())
    return untouched()


def safety_of(page: ExaminationPage) -> SafetyPage:
    shown = page.stack.currentWidget()
    assert isinstance(shown, SafetyPage)
    return shown


def slr_of(page: ExaminationPage) -> NeurodynamicPage:
    shown = page.stack.currentWidget()
    assert isinstance(shown, NeurodynamicPage)
    return shown


def set_flags(page: ExaminationPage, **fields: Any) -> None:
    examination = page.examination
    assert examination is not None
    flags = msgspec.structs.replace(examination.red_flags or RedFlags(), **fields)
    page.record(msgspec.structs.replace(examination, red_flags=flags))


def record_signs(page: ExaminationPage, *signs: Json) -> None:
    assert page.examination is not None
    given = msgspec.convert(signs, tuple[ConductionSign, ...])
    page.record(msgspec.structs.replace(page.examination, conduction=given))


@pytest.mark.usefixtures("empty")
def test_the_first_test_opens_safety_on_the_first_open_question(page: ExaminationPage) -> None:
    page.go_to("test:slump")
    assert page.step == "safety"
    why = safety_of(page).waiting.why.text()
    assert why.startswith("Slump waits: Cauda equina, Spinal cord, Progressive deficit")
    assert why.endswith("Open: 11.")
    assert safety_of(page).rows[0].isAncestorOf(focused())


@pytest.mark.usefixtures("empty")
def test_enter_leads_to_the_test_that_waited_once_all_is_asked(page: ExaminationPage) -> None:
    page.go_to("test:slump")
    press("n" * 10)
    enter()
    assert page.step == "safety"
    press("n")
    assert safety_of(page).waiting.may_go_on
    enter()
    assert page.step == "test:slump"
    page.go_to("safety")
    assert not safety_of(page).waiting.may_go_on


@pytest.mark.usefixtures("empty")
def test_the_button_leads_there_too(page: ExaminationPage) -> None:
    page.go_to("test:slr")
    press("n" * 11)
    safety_of(page).waiting.go_on.click()
    assert page.step == "test:slr"


@pytest.mark.usefixtures("empty")
def test_a_click_on_a_test_marks_the_step_that_opened(page: ExaminationPage, qtbot: QtBot) -> None:
    navigator = page.navigator
    (item,) = navigator.findItems("SLR", Qt.MatchFlag.MatchEndsWith)
    place = navigator.visualItemRect(item).center()
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(navigator.viewport(), left, Qt.KeyboardModifier.NoModifier, place)
    assert page.step == "safety"

    def marked() -> list[QListWidgetItem]:
        return navigator.selectedItems()

    qtbot.waitUntil(lambda: marked() == [navigator.currentItem()])


@pytest.mark.usefixtures("empty")
def test_other_steps_open_at_once(page: ExaminationPage) -> None:
    for step in ("conduction", "imaging", "comparison", "conclusion", "reason"):
        page.go_to(step)
        assert page.step == step


def test_after_the_first_response_the_questions_hold_nothing_back(
    page: ExaminationPage, empty: Examination
) -> None:
    page.record(empty.with_response(POSITIVE))
    page.go_to("test:slump")
    assert page.step == "test:slump"


def test_some_concern_asks_for_the_reason_first(page: ExaminationPage) -> None:
    set_flags(page, level=Concern.SOME)
    page.go_to("test:slr")
    safety = safety_of(page)
    assert safety.waiting.why.text() == (
        "SLR waits for a written reason: the level of concern is some."
    )
    safety.concern.reason.setFocus()
    press("Known.")
    safety.flush()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    enter()
    assert page.step == "test:slr"


def test_at_high_concern_a_test_is_read_and_not_answered(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("f")
    set_flags(page, level=Concern.HIGH)
    slr = slr_of(page)
    before = store.examination(draft.id)
    for form in slr.forms.values():
        assert not form.outcome.isEnabled()
        assert not form.note.isEnabled()
    for name in "pfity+5":
        QTest.keyClicks(QApplication.focusWidget() or slr, name)
    assert store.examination(draft.id) == before
    assert slr.lock.text() == (
        "The level of concern is high: tests are locked. "
        "What is recorded here was done before concern was raised."
    )
    assert not slr.forms[LEFT].before_concern.isHidden()
    assert slr.forms[TestedSide.RIGHT].before_concern.isHidden()


def test_a_locked_test_leads_to_safety_and_opens_again_with_the_level(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    set_flags(page, level=Concern.HIGH)
    page.go_to("test:slr")
    slr = slr_of(page)
    assert "before concern" not in slr.lock.text()
    assert focused() is slr.to_safety
    enter()
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert page.step == "safety"
    press("2")
    page.go_to("test:slr")
    assert slr.lock.isHidden()
    press("p")
    assert store.examination(draft.id).response("slr", LEFT) is not None


def test_no_way_records_a_response_at_high_concern(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    set_flags(page, level=Concern.HIGH)
    assert page.examination is not None
    page.record(page.examination.with_response(POSITIVE))
    assert "tests are locked" in page.told.text()
    assert store.examination(draft.id).responses is None
    assert page.examination.responses is None


def test_an_amendment_waits_for_nothing_and_puts_right_at_high_concern(
    page: ExaminationPage, store: Record, empty: Examination
) -> None:
    high = msgspec.structs.replace(empty, red_flags=RedFlags(level=Concern.HIGH))
    store.drafts.save(high)
    store.signed.sign(high)
    store.signed.amend(high.id, VersionKind.CORRECTION, "A slip.")
    page.open(high.id)
    page.go_to("test:slr")
    assert page.step == "test:slr"
    press("p")
    assert store.drafts.examination(high.id).response("slr", LEFT) is not None


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ("n" * 11, "Clonus found: Safety asks again."),
        ("", "Clonus found: Safety asks."),
    ],
)
@pytest.mark.usefixtures("empty")
def test_what_is_found_is_said_once_at_the_foot(
    page: ExaminationPage, keys: str, sentence: str
) -> None:
    page.go_to("safety")
    press(keys)
    page.go_to("conduction")
    clonus = sign("S1", "left", "reflex", "clonus")
    record_signs(page, clonus)
    assert page.told.text() == sentence
    page.tell("")
    record_signs(page, clonus, sign("L4", "left", "power", "5"))
    assert page.told.text() == ""


def test_a_second_weak_muscle_asks_again_after_the_first_was_asked_for(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    first = sign("L5", "left", "power", "3")
    record_signs(page, first)
    set_flags(page, asked_again=("power",))
    page.go_to("conduction")
    page.command.start()
    press("s1 l power 3")
    enter()
    assert page.echo.full.startswith("S1 LEFT: Power 3")
    assert page.told.text().endswith("Safety asks again.")
    flags = store.examination(draft.id).red_flags
    assert flags is not None
    assert flags.asked_again is None


def test_a_line_of_shorthand_waits_for_safety_too(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    unasked = msgspec.structs.replace(draft, red_flags=None)
    page.record(unasked)
    page.command.start()
    press("slr l p")
    enter()
    assert page.step == "safety"
    assert store.examination(draft.id).responses is None


def test_the_rest_of_a_side_waits_for_the_reason_too(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("f")
    set_flags(page, level=Concern.SOME)
    page.go_to("test:slr")

    def tick_all(dialog: QDialog) -> None:
        assert isinstance(dialog, RemainingDialog)
        for box in dialog.boxes.values():
            box.setChecked(True)
        dialog.do.click()

    when_shown(tick_all)
    slr_of(page).rest.click()
    stored = store.examination(draft.id).responses
    assert stored is not None
    assert [response.test for response in stored] == ["slr"]
    assert page.step == "safety"
