"""Every answer is saved where it is given; a failing disk is told and nothing is lost."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import (
    Examination,
    PainRating,
    Presentation,
    Request,
    Urgency,
)
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import examination_page
from clinic_desktop.ui.comparison_page import ComparisonPage
from clinic_desktop.ui.conclusion_page import ConclusionPage
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.reason_page import ReasonPage
from clinic_desktop.ui.widgets.time_field import parse_time
from tests.ui.keys import backspace, press


def test_the_patient_is_in_view_on_every_step(page: ExaminationPage) -> None:
    for row in range(page.navigator.count()):
        page.navigator.setCurrentRow(row)
        assert page.patient.text() == "Fictional, Fay"
        assert page.patient.isVisible()
        assert "29 February 1980" in page.details.text()


def test_the_ways_on_and_the_told_stand_in_the_same_place_on_every_step(
    page: ExaminationPage,
) -> None:
    layout = page.layout()
    assert layout is not None
    places = set()
    for row in range(page.navigator.count()):
        page.navigator.setCurrentRow(row)
        layout.activate()
        places.add((page.before.y(), page.ahead.y(), page.told.y()))
    assert len(places) == 1


def test_the_save_mark_shows_the_time_of_the_last_answer(page: ExaminationPage) -> None:
    page.go_to("test:slr")
    press("p")
    words, time = page.save_mark.label.text().split()
    assert words == "Saved"
    assert len(time.split(":")) == 3


def test_a_failing_save_is_told_keeps_the_answer_and_is_made_good(
    page: ExaminationPage, store: Record, draft: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = store.drafts.save

    def full(_: Examination) -> Any:
        raise UserError("The disk is full.")

    monkeypatch.setattr(store.drafts, "save", full)
    page.go_to("test:slr")
    press("p")
    assert page.save_mark.label.text() == "NOT SAVED"
    assert page.told.text() == "The disk is full."
    assert store.examination(draft.id).responses is None
    monkeypatch.setattr(store.drafts, "save", real)
    page.save_mark.retry.emit()
    assert page.save_mark.label.text().startswith("Saved ")
    assert store.examination(draft.id).response("slr", TestedSide.LEFT) is not None
    assert page.told.text() == ""


@pytest.fixture
def elsewhere(page: ExaminationPage, store: Record, draft: Examination) -> Examination:
    """What another window stored, after which an answer here was refused."""
    page.go_to("test:slr")
    known = dict(store.drafts._known)
    stored = msgspec.structs.replace(draft, presentation=Presentation(note="from elsewhere"))
    store.drafts.save(stored)
    store.drafts._known = known
    page.record(
        draft.with_response(Response(test="slr", side=TestedSide.LEFT, outcome=Outcome.NEGATIVE))
    )
    assert page.save_mark.label.text() == "NOT SAVED"
    assert "changed in another window" in page.told.text()
    return stored


def answering(monkeypatch: pytest.MonkeyPatch, *answers: bool) -> list[str]:
    """Answer the questions of the page one after another; return what was asked."""
    asked: list[str] = []
    left = list(answers)

    def agrees(_: object, question: str) -> bool:
        asked.append(question)
        return left.pop(0)

    monkeypatch.setattr(examination_page, "agrees", agrees)
    return asked


def test_leaving_after_a_conflict_asks_and_then_shows_what_is_stored(
    page: ExaminationPage,
    store: Record,
    elsewhere: Examination,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = answering(monkeypatch, False, True)
    assert not page.may_leave()
    assert page.save_mark.label.text() == "NOT SAVED"
    assert not page.may_leave()
    assert asked[0].endswith("Give up the last answer and open it as it is stored?")
    assert page.examination == elsewhere == store.examination(elsewhere.id)
    assert page.step == "test:slr"
    press("f")
    assert page.save_mark.label.text().startswith("Saved ")
    with qtbot.waitSignal(page.closed):
        page._close()
    assert len(asked) == 2


def test_opening_another_after_a_conflict_asks_first(
    page: ExaminationPage,
    store: Record,
    elsewhere: Examination,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = msgspec.structs.replace(elsewhere, id=uuid4())
    store.drafts.save(other)
    asked = answering(monkeypatch, False, True)
    page.open(other.id)
    assert page.examination is not None
    assert page.examination.id == elsewhere.id
    assert page.save_mark.label.text() == "NOT SAVED"
    page.open(other.id)
    assert page.examination == other
    assert len(asked) == 2


def test_what_another_window_withdrew_is_left(
    page: ExaminationPage,
    store: Record,
    draft: Examination,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.go_to("test:slr")
    store.drafts.withdraw(draft.id, "entered twice")
    press("p")
    assert page.save_mark.label.text() == "NOT SAVED"
    answering(monkeypatch, True)
    with qtbot.waitSignal(page.closed):
        assert not page.may_leave()
    assert page.examination is None


def test_an_answer_that_the_disk_refuses_is_never_given_up_by_leaving(
    page: ExaminationPage, store: Record, draft: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Examination) -> Any:
        raise UserError("The disk is full.")

    asked = answering(monkeypatch)
    page.go_to("test:slr")
    with monkeypatch.context() as broken:
        broken.setattr(store.drafts, "save", full)
        press("p")
        page.open(draft.id)
        assert not page.may_leave()
    assert page.save_mark.label.text() == "NOT SAVED"
    assert asked == []
    assert page.may_leave()


def test_the_navigator_tells_recorded_from_not_recorded(page: ExaminationPage) -> None:
    page.go_to("test:slr")
    slr = page.navigator.item(3)
    assert slr.toolTip() == "SLR: not recorded"
    seen = [slr.text()]
    press("p")
    seen.append(slr.text())
    assert slr.toolTip() == "SLR: partly recorded, left recorded"
    page.go_to("test:slr")
    press("p")
    seen.append(slr.text())
    assert slr.toolTip() == "SLR: recorded"
    assert seen == ["\u25cb \u25cb  SLR", "\u25cf \u25cb  SLR", "\u25cf \u25cf  SLR"]


def test_the_navigator_flags_what_contradicts_itself(page: ExaminationPage) -> None:
    page.go_to("test:slr")
    slr = page.navigator.item(3)
    press("fn")
    assert slr.toolTip().endswith("asks for attention")
    assert "\u2691" in slr.text()
    press("y")
    assert "\u2691" not in slr.text()


def test_a_test_recorded_beyond_the_protocol_has_its_step(
    page: ExaminationPage, draft: Examination
) -> None:
    extra = Response(test="cslr", side=TestedSide.RIGHT, outcome=Outcome.NEGATIVE)
    page.record(draft.with_response(extra))
    names = [page.navigator.item(row).text() for row in range(page.navigator.count())]
    assert any("Crossed SLR" in name for name in names)


def test_reason_and_symptoms_are_recorded_field_by_field(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("reason")
    reason = page.stack.currentWidget()
    assert isinstance(reason, ReasonPage)
    reason.question.enter("Is a nerve involved?")
    reason.question.record()
    reason.side.choose("left")
    reason.onset.enter("14/9/2026")
    reason.nprs["worst"].enter("8")
    reason.behaviour["sitting"].choose("worse")
    reason.areas.add.click()
    reason.areas.rows[0].area.choose("posterior_calf")
    reason.areas.rows[0].side.choose("left")
    reason.areas.rows[0].kinds[next(iter(reason.areas.rows[0].kinds))].toggle()
    reason.note.enter("ROM <R 40 >L 30")
    reason.flush()
    reason.imaging_known.choose("no")
    reason.imaging_how.choose("patient_told")
    reason.dangers_checked.choose("yes")
    stored = store.examination(draft.id)
    given = stored.presentation
    assert given is not None
    assert given.question == "Is a nerve involved?"
    assert given.onset == date(2026, 9, 14)
    assert given.nprs is not None
    assert given.nprs.worst == 8
    assert given.note == "ROM <R 40 >L 30"
    assert msgspec.to_builtins(given.areas) == (
        {"area": "posterior_calf", "side": "left", "kinds": ("pain",)},
    )
    assert msgspec.to_builtins(given.behaviour) == ({"activity": "sitting", "effect": "worse"},)
    assert stored.imaging_known_before is False
    assert stored.imaging_known_how == "patient_told"
    assert stored.imaging_checked_for_dangers == "yes"
    reason.areas.remove_value(0)
    reason.behaviour["sitting"].choose(None)
    after = store.examination(draft.id).presentation
    assert after is not None
    assert after.areas is None
    assert after.behaviour is None


def test_a_wrong_date_is_told_and_not_recorded(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("reason")
    reason = page.stack.currentWidget()
    assert isinstance(reason, ReasonPage)
    reason.onset.enter("31/2/2026")
    assert "is not a date" in page.told.text()
    assert store.examination(draft.id).presentation is None


def test_what_was_refused_is_not_told_any_more_once_it_is_put_right(page: ExaminationPage) -> None:
    page.go_to("reason")
    reason = page.stack.currentWidget()
    assert isinstance(reason, ReasonPage)
    reason.onset.enter("1.10.2026")
    reason.onset.enter("11")
    assert page.told.text().endswith(" 1 October 2026 stays recorded.")
    reason.onset.enter("1.10.2026")
    assert page.told.text() == ""
    now = reason.nprs["now"]
    now.enter("3")
    now.enter("11")
    assert page.told.text().endswith("\u201c11\u201d is not recorded; 3 stays.")
    now.enter("3")
    assert page.told.text() == ""


def test_backspace_leads_from_the_step_after_the_tests_back_into_them(
    page: ExaminationPage,
) -> None:
    page.go_to("other")
    backspace()
    assert page.step == "test:slump"


def test_conclusion_and_recipient_are_recorded_and_stand_in_the_preview(
    page: ExaminationPage, store: Record, draft: Examination, qtbot: QtBot
) -> None:
    page.go_to("conclusion")
    conclusion = page.stack.currentWidget()
    assert isinstance(conclusion, ConclusionPage)
    conclusion.text.enter("Mechanosensitivity of the left sciatic pathway.")
    conclusion.plan.enter("Graded exposure.\n\nReview.")
    conclusion.course.enter("Some weeks.")
    conclusion.flush()
    conclusion.requests.add.click()
    conclusion.requests.rows[0].text.setFocus()
    press("Consider EMG.")
    conclusion.requests.rows[0].text.record()
    conclusion.requests.rows[0].urgency.choose("soon")
    conclusion.review.enter("2026-12-16")
    conclusion.recipient["name"].setFocus()
    press("Dr Example")
    conclusion.address.enter("1 Road\nTown")
    conclusion.flush()
    stored = store.examination(draft.id)
    assert stored.conclusion is not None
    assert stored.conclusion.plan == ("Graded exposure.", "Review.")
    assert stored.conclusion.requests == (Request(text="Consider EMG.", urgency=Urgency.SOON),)
    assert stored.conclusion.review_on == date(2026, 12, 16)
    assert stored.referrer is not None
    assert (stored.referrer.name, stored.referrer.address) == ("Dr Example", ("1 Road", "Town"))
    qtbot.waitUntil(lambda: bool(conclusion.desk.pdf))
    conclusion.requests.remove_value(0)
    after = store.examination(draft.id).conclusion
    assert after is not None
    assert after.requests is None


def test_a_row_of_the_comparison_takes_a_comment(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("comparison")
    comparison = page.stack.currentWidget()
    assert isinstance(comparison, ComparisonPage)
    assert set(comparison.comments) == {"left/sciatic", "right/sciatic"}
    comparison.comments["left/sciatic"].enter("Palpation, not the nerve.")
    comparison.flush()
    assert store.examination(draft.id).comment("left/sciatic") == "Palpation, not the nerve."


def test_what_has_no_page_is_kept_through_every_answer(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    report = ImagingReport(id=uuid4(), text="Kept as it is.", limits="kept")
    page.record(msgspec.structs.replace(draft, imaging=(report,), measures=()))
    for row in range(page.navigator.count()):
        page.navigator.setCurrentRow(row)
    page.go_to("test:slr")
    press("pp")
    stored = store.examination(draft.id)
    assert stored.imaging == (report,)
    assert stored.measures == ()


def test_opening_every_step_records_nothing(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    for row in range(page.navigator.count()):
        page.navigator.setCurrentRow(row)
    page.leave()
    assert store.examination(draft.id) == draft


def reason_of(page: ExaminationPage) -> ReasonPage:
    page.go_to("reason")
    reason = page.stack.currentWidget()
    assert isinstance(reason, ReasonPage)
    return reason


def test_the_time_of_the_examination_is_the_one_its_visit_was_begun_with(
    page: ExaminationPage,
) -> None:
    reason = reason_of(page)
    assert reason.when.on.text() == "18 November 2026"
    assert reason.when.at.text() == "09:30"


def test_day_and_time_of_the_examination_are_put_right_and_the_offset_stays(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    reason = reason_of(page)
    reason.when.on.enter("2/7/2026")
    assert store.examination(draft.id).performed_at == "2026-07-02T09:30:00+01:00"
    reason.when.at.enter("1705")
    assert store.examination(draft.id).performed_at == "2026-07-02T17:05:00+01:00"
    page.undo()
    assert reason.when.at.text() == "09:30"


def test_a_time_that_is_none_is_told_and_the_examination_keeps_its_own(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    reason = reason_of(page)
    reason.when.at.enter("25:00")
    assert "is not a time of day" in page.told.text()
    reason.when.at.enter("")
    assert "keeps its day and time" in page.told.text()
    assert reason.when.at.text() == "09:30"
    reason.when.on.enter("")
    assert reason.when.on.text() == "18 November 2026"
    assert store.examination(draft.id) == draft


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        ("2026-11-18T08:30:00+00:00", "Recorded 18 November 2026, 09:30"),
        (
            "2026-11-18T23:10:00+00:00",
            "Late entry: 1 day after the examination. Recorded 19 November 2026, 00:10",
        ),
        (
            "2026-11-20T12:00:00+00:00",
            "Late entry: 2 days after the examination. Recorded 20 November 2026, 13:00",
        ),
    ],
)
def test_when_it_was_recorded_stands_beside_and_a_late_entry_says_so(
    qtbot: QtBot, catalogue: Catalogue, draft: Examination, recorded: str, told: str
) -> None:
    reason = ReasonPage(catalogue, datetime.fromisoformat(recorded))
    qtbot.addWidget(reason)
    reason.show_examination(draft)
    assert reason.when.recorded.full == told


def test_an_undated_examination_is_dated_on_the_day_typed(
    qtbot: QtBot, catalogue: Catalogue, draft: Examination
) -> None:
    reason = ReasonPage(catalogue, datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    qtbot.addWidget(reason)
    told: list[Any] = []
    reason.changed.connect(told.append)
    reason.show_examination(msgspec.structs.replace(draft, performed_at=None))
    assert reason.when.on.text() == ""
    reason.when.on.enter("18/11/2026")
    (fields,) = told
    assert str(fields["performed_at"]).startswith("2026-11-18T")
    assert datetime.fromisoformat(fields["performed_at"]).tzinfo is not None


@given(text=st.text(max_size=6))
def test_a_time_of_day_is_read_as_it_is_shown(text: str) -> None:
    parsed = parse_time(text)
    if parsed is not None:
        assert parse_time(f"{parsed:%H:%M}") == parsed


@given(at=st.times())
def test_every_minute_of_the_day_can_be_written(at: time) -> None:
    minute = at.replace(second=0, microsecond=0)
    for written in (f"{at:%H:%M}", f"{at:%H.%M}", f"{at:%H%M}", f"{at.hour}:{at:%M}"):
        assert parse_time(written) == minute


def test_the_body_chart_and_the_list_of_areas_show_the_same_value(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.go_to("reason")
    reason = page.stack.currentWidget()
    assert isinstance(reason, ReasonPage)
    assert not reason.areas.isVisible()
    figure = reason.chart.figure
    figure.setFocus()
    QTest.keyClick(figure, Qt.Key.Key_Space)
    area, side = figure.current.place
    (row,) = reason.areas.rows
    assert (row.area.value, row.side.value) == (area, side)
    row.area.choose("behind the ear")
    assert reason.areas.isVisible()
    assert reason.list.isChecked()
    row.area.choose("sole")
    row.side.choose("both")
    assert reason.chart.recorded.text() == "Sole, both sides: pain"
    given = store.examination(draft.id).presentation
    assert given is not None
    assert msgspec.to_builtins(given.areas) == (
        {"area": "sole", "side": "both", "kinds": ("pain",)},
    )


def test_the_page_of_symptoms_never_scrolls_sideways(page: ExaminationPage) -> None:
    page.go_to("reason")
    scroll = page.stack.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    assert scroll.horizontalScrollBar().maximum() == 0


def test_the_region_the_keyboard_is_on_stays_in_view(page: ExaminationPage) -> None:
    page.go_to("reason")
    reason = page.stack.currentWidget()
    assert isinstance(reason, ReasonPage)
    figure = reason.chart.figure
    figure.setFocus()
    for arrow in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        for _ in range(20):
            QTest.keyClick(figure, arrow)
            at = figure.position_of(figure.current).toPoint()
            assert figure.visibleRegion().contains(at)


def test_the_symptoms_of_before_stand_beside_the_fields_and_never_in_them(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    earlier = msgspec.structs.replace(
        draft,
        id=uuid4(),
        performed_at="2026-10-16T09:00:00+01:00",
        presentation=Presentation(nprs=PainRating(now=4)),
    )
    store.drafts.save(earlier)
    page.open(draft.id, "reason")
    reason = page.stack.currentWidget()
    assert isinstance(reason, ReasonPage)
    assert reason.earlier.full == "16 October 2026: NPRS now 4"
    assert reason.nprs["now"].text() == ""
    assert page.examination == draft


def test_no_page_gets_another_width_when_it_begins_to_scroll(page: ExaminationPage) -> None:
    for row in range(page.navigator.count()):
        page.navigator.setCurrentRow(row)
    areas = [area for area in page.findChildren(QScrollArea) if area.widgetResizable()]
    assert len(areas) > page.navigator.count()
    for area in areas:
        assert area.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOn
