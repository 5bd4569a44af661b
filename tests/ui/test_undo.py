"""Undoing goes back answer by answer, from every page, and never further than it was asked to."""

from operator import attrgetter
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_desktop import app
from clinic_desktop.domain.anatomy import Root, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination, Presentation
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.domain.response import Familiar, Outcome, Response
from clinic_desktop.domain.root_change import with_root
from clinic_desktop.paperwork import paperwork
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.comparison_page import ComparisonPage
from clinic_desktop.ui.conclusion_page import ConclusionPage
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.reason_page import ReasonPage
from tests.ui.conftest import PASSPHRASE, PATIENT
from tests.ui.keys import enter, focused, press

LEFT, RIGHT = TestedSide.LEFT, TestedSide.RIGHT
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def undo() -> None:
    QTest.keyClick(focused(), Qt.Key.Key_Z, CTRL)


def redo() -> None:
    QTest.keyClick(focused(), Qt.Key.Key_Y, CTRL)


def outcome(store: Record, draft: Examination, side: TestedSide = LEFT) -> Outcome | None:
    response = store.examination(draft.id).response("slr", side)
    return response.outcome if response else None


def reason_page(page: ExaminationPage) -> ReasonPage:
    page.go_to("reason")
    reason = page.stack.currentWidget()
    assert isinstance(reason, ReasonPage)
    return reason


def test_the_last_answer_is_undone_and_redone_in_the_record_and_on_the_page(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("f")
    press("i")
    form = page.stack.currentWidget().forms[LEFT]  # type: ignore[union-attr]
    undo()
    assert outcome(store, draft) is Outcome.POSITIVE
    assert form.outcome.value == Outcome.POSITIVE
    assert page.echo.full == "Undone: SLR, left: outcome"
    redo()
    assert outcome(store, draft) is Outcome.INCONCLUSIVE
    assert form.outcome.value == Outcome.INCONCLUSIVE
    assert page.echo.full == "Redone: SLR, left: outcome"
    QTest.keyClick(focused(), Qt.Key.Key_Z, CTRL)
    QTest.keyClick(focused(), Qt.Key.Key_Z, CTRL | SHIFT)
    assert outcome(store, draft) is Outcome.INCONCLUSIVE


def test_undoing_goes_to_the_step_where_it_changed(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("p")
    page.go_to("conclusion")
    undo()
    assert page.step == "test:slr"
    assert outcome(store, draft) is None
    assert page.echo.full == "Undone: added: SLR, left"
    assert page.echo.isVisible()


def test_the_key_after_undoing_is_for_the_side_that_was_undone(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("p")
    undo()
    press("f")
    assert outcome(store, draft) is Outcome.POSITIVE
    assert outcome(store, draft, RIGHT) is None


def test_an_ingredient_undone_is_given_anew_on_the_same_side(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("fy")
    undo()
    press("m")
    response = store.examination(draft.id).response("slr", LEFT)
    assert response is not None
    assert response.familiar is Familiar.PARTLY
    assert store.examination(draft.id).response("slr", RIGHT) is None


def test_undoing_works_after_a_restart(
    page: ExaminationPage, store: Record, draft: Examination, catalogue: Catalogue, qtbot: QtBot
) -> None:
    page.go_to("test:slr")
    press("p")
    page.leave()
    folder = store.folder
    store.close()
    page.forget()
    with ways_in.unlock(folder, PASSPHRASE, tests=catalogue.tests) as again:
        later = ExaminationPage(again, catalogue, paperwork(catalogue), app.local_time)
        qtbot.addWidget(later)
        later.open(draft.id)
        later.undo()
        assert outcome(again, draft) is None
        assert later.step == "test:slr"
        later.forget()


def test_a_text_is_undone_and_redone_with_the_keyboard_in_it(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    reason = reason_page(page)
    reason.note.setFocus()
    press("typed")
    undo()  # what waits to be recorded is recorded first: it can come again
    assert reason.note.toPlainText() == ""
    assert store.examination(draft.id).presentation is None
    assert reason.note.hasFocus()
    redo()
    assert reason.note.toPlainText() == "typed"
    press(" on")
    reason.flush()
    given = store.examination(draft.id).presentation
    assert given is not None
    assert given.note == "typed on"


def test_a_line_is_undone_and_redone_with_the_keyboard_in_it(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("conclusion")
    conclusion = page.stack.currentWidget()
    assert isinstance(conclusion, ConclusionPage)
    name = conclusion.recipient["name"]
    name.setFocus()
    press("Dr Wrong")
    undo()
    assert name.text() == ""
    assert store.examination(draft.id).referrer is None
    redo()
    press("!")
    page.leave()
    referrer = store.examination(draft.id).referrer
    assert referrer is not None
    assert referrer.name == "Dr Wrong!"


def test_undoing_never_goes_back_and_forth(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("p")
    reason = reason_page(page)
    reason.note.setFocus()
    press("typed")
    undo()
    undo()
    assert outcome(store, draft) is None
    assert store.examination(draft.id).presentation is None


@pytest.mark.parametrize("field", ["onset", "when.at"])
def test_what_can_never_be_recorded_is_undone_in_its_field(
    page: ExaminationPage, store: Record, draft: Examination, field: str
) -> None:
    reason = reason_page(page)
    reason.side.choose("left")
    date_field = attrgetter(field)(reason)
    before = date_field.text()
    date_field.setFocus()
    date_field.selectAll()
    press("31/2")
    undo()
    while date_field.is_being_typed and date_field.isUndoAvailable():
        undo()
    assert date_field.text() == before
    assert store.examination(draft.id).presentation == Presentation(symptom_side="left")  # type: ignore[arg-type]
    undo()
    assert store.examination(draft.id).presentation is None


def test_a_wrong_number_is_undone_in_its_field(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    reason = reason_page(page)
    reason.side.choose("left")
    worst = reason.nprs["worst"]
    worst.setFocus()
    press("x")
    undo()
    assert worst.text() == ""
    assert store.examination(draft.id).presentation is not None
    undo()
    assert store.examination(draft.id).presentation is None


def test_typing_undone_from_the_menu_of_a_field_is_recorded(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    reason = reason_page(page)
    reason.note.setFocus()
    press("typed")
    reason.note.record()
    reason.note.undo()
    page.go_to("conclusion")
    assert store.examination(draft.id).presentation is None
    conclusion = page.stack.currentWidget()
    assert isinstance(conclusion, ConclusionPage)
    name = conclusion.recipient["name"]
    name.setFocus()
    press("typed")
    name.record()
    name.undo()
    page.leave()
    assert store.examination(draft.id).referrer is None


def test_an_angle_still_being_typed_is_taken_back_before_an_answer(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("p")
    press("45")
    undo()
    assert outcome(store, draft) is Outcome.NEGATIVE
    undo()
    assert outcome(store, draft) is None
    press("f")
    response = store.examination(draft.id).response("slr", LEFT)
    assert response is not None
    assert response.onset_deg is None


def test_nothing_to_undo_is_said_quietly(page: ExaminationPage) -> None:
    page.navigator.setFocus()
    undo()
    assert page.told.text() == "Nothing to undo."
    assert page.told.property("role") == ""
    redo()
    assert page.told.text() == "Nothing to redo."


def undo_pressed(page: ExaminationPage, at: int) -> None:
    """Deliver Ctrl+Z as the platform does: what may override it is asked, then it is a shortcut."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, CTRL)
    event.setTimestamp(at)
    event.ignore()
    QApplication.sendEvent(focused(), event)
    assert not event.isAccepted()
    undo_shortcut(page).activated.emit()


def undo_shortcut(page: ExaminationPage) -> QShortcut:
    keys = QKeySequence("Ctrl+Z")
    return next(one for one in page.findChildren(QShortcut) if one.key() == keys)


def test_a_held_key_undoes_once(page: ExaminationPage, store: Record, draft: Examination) -> None:
    page.go_to("test:slr")
    for answer in "fifi":
        press(answer)
    states = len(store.drafts.revisions(draft.id))
    undo_pressed(page, 1000)
    for at in (1500, 1530, 1560):  # each repeat is a release and a press of one moment
        release = QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Z, CTRL)
        release.setTimestamp(at)
        QApplication.sendEvent(focused(), release)
        undo_pressed(page, at)
    assert len(store.drafts.revisions(draft.id)) == states + 1
    undo_pressed(page, 1800)
    assert len(store.drafts.revisions(draft.id)) == states + 2
    assert not undo_shortcut(page).autoRepeat()


def test_a_comment_of_the_comparison_is_undone(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("comparison")
    comparison = page.stack.currentWidget()
    assert isinstance(comparison, ComparisonPage)
    comparison.comments["left/sciatic"].setFocus()
    press("Not the nerve.")
    undo()
    assert store.examination(draft.id).comparison_notes is None
    assert comparison.comments["left/sciatic"].toPlainText() == ""


def test_what_was_entered_on_the_comparison_is_undone_there(
    page: ExaminationPage, draft: Examination
) -> None:
    report = msgspec.convert(
        {
            "id": "0197c009-0000-7000-8000-000000000001",
            "modality": "MRI",
            "region": "lumbar",
            "position": "supine",
            "findings": [{"level": "L4-L5", "kind": "protrusion", "side": "left"}],
        },
        ImagingReport,
    )
    before = msgspec.structs.replace(draft, imaging=(report,))
    page.record(before)
    page.go_to("comparison")
    comparison = page.stack.currentWidget()
    assert isinstance(comparison, ComparisonPage)
    (finding,) = report.findings or ()
    rooted = with_root(before, report, finding, Root.L4, "migrated fragment")
    comparison.changed.emit({"imaging": rooted.imaging})
    row = comparison.mechanisms.rows["dyn_listhesis"]
    row.considered.setChecked(True)
    assert row.entry is not None
    row.entry.test.choose("weight_bearing_mri")
    comparison.mechanisms.enter_result("weight_bearing_mri")
    for _ in range(4):
        page.undo()
        assert page.step == "comparison"
    assert page.examination == before
    assert not row.considered.isChecked()
    page.undo()
    assert page.step == "comparison"


def test_an_added_report_is_undone_with_its_words(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("imaging")
    imaging: Any = page.stack.currentWidget()
    imaging.add.click()
    imaging.forms[0].text.setFocus()
    press("L5-S1 protrusion.")
    undo()
    undo()
    assert store.examination(draft.id).imaging is None
    assert imaging.forms == []
    redo()
    redo()
    reports = store.examination(draft.id).imaging or ()
    assert [report.text for report in reports] == ["L5-S1 protrusion."]
    assert imaging.forms[0].text.toPlainText() == "L5-S1 protrusion."


def test_a_step_that_undoing_takes_away_is_left(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    extra = Response(test="cslr", side=RIGHT, outcome=Outcome.NEGATIVE)
    page.record(draft.with_response(extra))
    page.go_to("test:cslr")
    undo()
    assert store.examination(draft.id).responses is None
    assert page.step == "reason"
    assert isinstance(page.stack.currentWidget(), ReasonPage)


def test_a_patients_corrected_details_are_no_answer_to_undo(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("p")
    page.leave()
    corrected = msgspec.structs.replace(PATIENT, given_name="Faye")
    store.patients.save(corrected)
    page.open(draft.id)
    undo()
    stored = store.examination(draft.id)
    assert stored.responses is None
    assert stored.patient == corrected


def test_an_answer_after_undoing_takes_its_words_away(page: ExaminationPage) -> None:
    reason = reason_page(page)
    reason.side.choose("left")
    page.navigator.setFocus()
    undo()
    assert page.echo.isVisible()
    reason.side.choose("right")
    assert not page.echo.isVisible()


def test_a_refused_undoing_is_told_and_changes_nothing(
    page: ExaminationPage, store: Record, draft: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.go_to("test:slr")
    press("p")

    def full(_: object) -> None:
        raise UserError("The disk is full.")

    monkeypatch.setattr(store.drafts, "undo", full)
    undo()
    assert page.told.text() == "The disk is full."
    assert outcome(store, draft) is Outcome.NEGATIVE


def test_nothing_is_undone_while_the_last_answer_is_not_saved(
    page: ExaminationPage, store: Record, draft: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.go_to("test:slr")
    press("f")
    real = store.drafts.save

    def full(_: Examination) -> Any:
        raise UserError("The disk is full.")

    monkeypatch.setattr(store.drafts, "save", full)
    press("y")
    undo()
    assert page.told.text() == "The disk is full."
    monkeypatch.setattr(store.drafts, "save", real)
    undo()
    response = store.examination(draft.id).response("slr", LEFT)
    assert response is not None
    assert (response.outcome, response.familiar) == (Outcome.POSITIVE, None)


def test_undoing_all_of_a_visit_and_redoing_it_gives_the_visit(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("fy+35")
    enter()
    press("82p")
    press("fm-")
    whole = store.examination(draft.id)
    for _ in store.drafts.revisions(draft.id):
        undo()
    assert store.examination(draft.id) == draft
    for _ in store.drafts.revisions(draft.id):
        redo()
    assert store.examination(draft.id) == whole


def test_a_number_typed_digit_by_digit_is_undone_whole(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("fy+35")
    undo()
    response = store.examination(draft.id).response("slr", LEFT)
    assert response is not None
    assert response.onset_deg is None
    redo()
    response = store.examination(draft.id).response("slr", LEFT)
    assert response is not None
    assert response.onset_deg == 35
