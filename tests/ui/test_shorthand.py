"""Shorthand in the examination's page: from any field and back, recorded like any other answer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.examination import Examination
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.reason_page import ReasonPage
from tests.ui.keys import enter, focused, press


def call(page: ExaminationPage) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert focused() is page.command.line


def test_a_line_is_saved_shown_on_its_page_and_echoed_and_the_step_stays(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slump")
    call(page)
    press("slr l 35f y +")
    enter()
    stored = store.drafts.examination(draft.id)
    assert stored == page.examination
    response = stored.response("slr", TestedSide.LEFT)
    assert response is not None
    assert response.onset_deg == 35
    assert page.step == "test:slump"
    assert page.echo.full == "SLR LEFT: Fail (positive), 35°, familiar: yes, increase"
    assert page.echo.isVisible()
    press("slump r p")
    enter()
    shown = page.page("test:slump")
    assert isinstance(shown, NeurodynamicPage)
    assert shown.forms[TestedSide.RIGHT].outcome.value == "negative"


def test_a_test_beyond_the_protocol_gets_its_step(page: ExaminationPage) -> None:
    call(page)
    press("sicard l p")
    enter()
    assert page.navigator.holds("test:sicard")
    assert page.echo.full == "Sicard LEFT: Pass (negative)"


def test_esc_gives_the_keyboard_back_to_the_field_that_had_it(page: ExaminationPage) -> None:
    reason = page.page("reason")
    assert isinstance(reason, ReasonPage)
    reason.note.setFocus()
    press("half")
    call(page)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert focused() is reason.note
    assert reason.note.toPlainText() == "half"


def test_letters_in_the_line_are_text(page: ExaminationPage) -> None:
    page.go_to("test:slr")
    call(page)
    press("p")
    assert page.command.line.text() == "p"
    assert page.examination is not None
    assert page.examination.responses is None


@pytest.mark.parametrize("step", ["reason", "test:slr"])
def test_undoing_takes_a_line_back_at_once(page: ExaminationPage, step: str) -> None:
    page.go_to(step)
    before = page.examination
    call(page)
    press("slr b p")
    enter()
    QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.examination == before
