"""What went wrong on a first day with the program, so that it does not again."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Outcome
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import file_choice
from clinic_desktop.ui.conclusion_page import ConclusionPage
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.imaging_page import ImagingPage
from clinic_desktop.ui.reason_page import ReasonPage
from clinic_desktop.ui.widgets.text_area import TextLine
from tests.ui.conftest import PATIENT
from tests.ui.keys import backspace, enter, focused, press

LEFT = TestedSide.LEFT


def key_event(kind: QEvent.Type, at: int) -> QKeyEvent:
    """Return a key event of "P" with the time the window system gave it."""
    event = QKeyEvent(kind, Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier, "p")
    event.setTimestamp(at)
    return event


def test_a_held_key_answers_once_though_x11_calls_it_pressed_anew(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    QApplication.sendEvent(focused(), key_event(QEvent.Type.KeyPress, 1000))
    for at in (1500, 1530, 1560):  # each repeat is a release and a press of one moment
        QApplication.sendEvent(focused(), key_event(QEvent.Type.KeyRelease, at))
        QApplication.sendEvent(focused(), key_event(QEvent.Type.KeyPress, at))
    assert len(store.examination(draft.id).responses or ()) == 1
    QApplication.sendEvent(focused(), key_event(QEvent.Type.KeyRelease, 1600))
    QApplication.sendEvent(focused(), key_event(QEvent.Type.KeyPress, 1610))
    assert len(store.examination(draft.id).responses or ()) == 2


@pytest.fixture
def other(store: Record, draft: Examination) -> Examination:
    """An examination of another patient."""
    patient = msgspec.structs.replace(
        PATIENT, id=UUID("0197c002-0000-7000-8000-000000000002"), given_name="Other"
    )
    examination = msgspec.structs.replace(
        draft, id=UUID("0197c001-0000-7000-8000-000000000002"), patient=patient
    )
    store.drafts.save(examination)
    return examination


def test_an_angle_typed_for_one_patient_never_reaches_another(
    page: ExaminationPage, store: Record, other: Examination
) -> None:
    page.go_to("test:slr")
    press("33")
    page.open(other.id, "test:slr")
    press("p")
    response = store.examination(other.id).response("slr", LEFT)
    assert response is not None
    assert response.onset_deg is None


def test_backspace_takes_back_a_typed_digit_first(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("45")
    backspace()
    press("2f")
    response = store.examination(draft.id).response("slr", LEFT)
    assert response is not None
    assert response.onset_deg == 42


def test_what_was_refused_for_one_patient_is_not_shown_for_another(
    page: ExaminationPage, other: Examination
) -> None:
    page.go_to("reason")
    reason: Any = page.stack.currentWidget()
    reason.onset.enter("31/2/2026")
    reason.nprs["best"].enter("abc")
    page.open(other.id, "reason")
    reason = page.stack.currentWidget()
    assert reason.onset.text() == ""
    assert reason.nprs["best"].text() == ""


def test_another_patients_report_never_stands_in_the_preview(
    page: ExaminationPage, other: Examination, qtbot: QtBot
) -> None:
    page.go_to("conclusion")
    conclusion: Any = page.stack.currentWidget()
    qtbot.waitUntil(lambda: bool(conclusion.desk.pdf))
    page.open(other.id, "conclusion")
    assert page.stack.currentWidget() is not conclusion


def test_a_date_still_being_typed_is_recorded_on_leaving(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("reason")
    reason = page.stack.currentWidget()
    assert isinstance(reason, ReasonPage)
    reason.onset.setFocus()
    press("3/4/2026")
    assert page.leave()
    given = store.examination(draft.id).presentation
    assert given is not None
    assert given.onset == date(2026, 4, 3)


def test_words_still_being_typed_in_a_list_are_recorded_on_leaving(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("reason")
    areas = page.stack.currentWidget().areas  # type: ignore[union-attr]
    areas.add.click()
    areas.rows[0].area.setFocus()
    press("own words")
    assert page.leave()
    presentation = store.examination(draft.id).presentation
    assert presentation is not None
    assert [area.area for area in presentation.areas or ()] == ["own words"]


def test_a_refused_number_gives_back_the_one_recorded_before(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("45fy+")
    press("900")
    response = store.examination(draft.id).response("slr", LEFT)
    assert response is not None
    assert response.onset_deg == 45
    assert "900" in page.told.text()


def test_after_not_tested_a_digit_gives_the_reason_and_moves_on(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("t1p")
    examination = store.examination(draft.id)
    slr, bragard = (examination.response(test, LEFT) for test in ("slr", "bragard"))
    assert slr is not None
    assert bragard is not None
    assert (slr.outcome, slr.not_tested_reason) == (Outcome.NOT_TESTED, "pain")
    assert bragard.outcome is Outcome.NEGATIVE
    page.go_to("test:slr")
    page.stack.currentWidget().start_on(LEFT)  # type: ignore[union-attr]
    press("t")
    form = page.stack.currentWidget().forms[TestedSide.LEFT]  # type: ignore[union-attr]
    form.reason_words.enter("in its own words")
    response = store.examination(draft.id).response("slr", LEFT)
    assert response is not None


def test_a_clicked_outcome_takes_the_angle_typed_before_it(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("70")
    page.stack.currentWidget().forms[LEFT].outcome.buttons["positive"].click()  # type: ignore[union-attr]
    response = store.examination(draft.id).response("slr", LEFT)
    assert response is not None
    assert (response.outcome, response.onset_deg) == (Outcome.POSITIVE, 70)


def test_an_outcome_against_its_ingredients_is_told_and_kept(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("test:slr")
    press("fy+")
    enter()
    backspace()
    press("p")
    response = store.examination(draft.id).response("slr", LEFT)
    assert response is not None
    assert response.outcome is Outcome.NEGATIVE
    assert page.step == "test:bragard"  # told there too, after it has moved on
    assert page.told.text().startswith("SLR LEFT: Pass (negative) is recorded. Rule R1 reads")


def test_a_finding_begun_and_not_recorded_is_told_on_leaving(page: ExaminationPage) -> None:
    page.go_to("imaging")
    imaging = page.stack.currentWidget()
    assert isinstance(imaging, ImagingPage)
    imaging.add.click()
    imaging.forms[0].findings.add.click()
    imaging.forms[0].findings.rows[0].fields["level"].choose("L4-L5")
    page.go_to("comparison")
    assert "incomplete and not recorded" in page.told.text()


def test_the_recipients_fields_follow_each_other_as_they_are_seen(page: ExaminationPage) -> None:
    page.go_to("conclusion")
    conclusion = page.stack.currentWidget()
    assert isinstance(conclusion, ConclusionPage)
    order = [conclusion.recipient["name"], conclusion.recipient["practice"], conclusion.address]
    order += [conclusion.recipient[name] for name in ("phone", "email", "reference")]
    assert [following(field) for field in order[:-1]] == order[1:]


def following(field: QWidget) -> QWidget:
    """Return the next field Tab goes to."""
    step = field.nextInFocusChain()
    while step is not None and not (step.focusPolicy() & Qt.FocusPolicy.TabFocus):
        step = step.nextInFocusChain()
    assert step is not None
    return step


def test_rows_added_later_stand_before_the_button_that_adds_them(page: ExaminationPage) -> None:
    page.go_to("conclusion")
    conclusion: Any = page.stack.currentWidget()
    requests = conclusion.requests
    requests.add.click()
    requests.add.click()
    first, second = requests.rows
    assert following(first.text) is first.urgency
    (remove,) = [b for b in second.findChildren(QPushButton) if b.text() == "Remove"]
    assert following(remove) is requests.add


def test_a_long_name_gives_way_and_is_whole_in_the_tooltip(page: ExaminationPage) -> None:
    width = page.minimumSizeHint().width()
    page.patient.show_text("Long" * 200)
    page.details.show_text("x" * 900)
    assert page.minimumSizeHint().width() <= width
    assert page.patient.toolTip() == "Long" * 200
    assert page.patient.text().endswith("\u2026")


def test_a_pasted_line_break_becomes_a_space_in_a_line(qtbot: QtBot) -> None:
    line = TextLine("Request")
    qtbot.addWidget(line)
    line.enter("one\r\ntwo\tthree\u2028four")
    assert line.value == "one two three four"


@pytest.mark.parametrize(
    ("chosen", "saved"),
    [("Report v1.2", "Report v1.2.pdf"), ("a.pdf", "a.pdf"), ("b.PDF", "b.PDF")],
)
def test_the_name_of_a_saved_report_is_never_cut(
    page: ExaminationPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    chosen: str,
    saved: str,
) -> None:
    page.go_to("conclusion")
    conclusion: Any = page.stack.currentWidget()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / chosen), "PDF"))
    conclusion.desk.save.click()
    assert (tmp_path / saved).read_bytes().startswith(b"%PDF")


def test_a_file_that_is_there_is_not_replaced_unasked(
    page: ExaminationPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.go_to("conclusion")
    conclusion: Any = page.stack.currentWidget()
    (tmp_path / "kept.pdf").write_bytes(b"mine")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "kept"), "PDF"))
    monkeypatch.setattr(file_choice, "agrees", lambda *_: False)
    conclusion.desk.save.click()
    assert (tmp_path / "kept.pdf").read_bytes() == b"mine"


def test_a_report_that_cannot_be_made_or_saved_is_told_and_nothing_is_written(
    page: ExaminationPage, store: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.go_to("conclusion")
    conclusion: Any = page.stack.currentWidget()
    conclusion.desk.save_pdf(tmp_path / "no such folder" / "r.pdf")
    assert "was not saved" in page.told.text()

    def broken(_: object) -> None:
        raise UserError("The record is damaged.")

    monkeypatch.setattr(store.drafts, "examination", broken)
    conclusion.desk.save_pdf(tmp_path / "r.pdf")
    assert page.told.text() == "The record is damaged."
    assert not (tmp_path / "r.pdf").exists()
    assert conclusion.desk.pdf == b""
