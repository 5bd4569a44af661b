"""While imaging is closed covers stand in its place, and no page leaks a word of a report."""

from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clinic_desktop import app
from clinic_desktop.domain import flow, progress
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import DangersChecked, Examination
from clinic_desktop.domain.flow import Order
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.paperwork import paperwork
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import closed_imaging
from clinic_desktop.ui.comparison_page import ComparisonPage
from clinic_desktop.ui.conclusion_page import ConclusionPage
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.history_dialog import HistoryDialog
from clinic_desktop.ui.imaging_page import ImagingPage
from clinic_desktop.ui.patients_page import PatientsPage
from clinic_desktop.ui.reason_page import ReasonPage
from clinic_desktop.ui.safety_page import SafetyPage
from clinic_desktop.ui.widgets.closed_cover import ClosedCover
from tests.ui.conftest import PATIENT
from tests.ui.keys import focused, press
from tests.ui.reading_stub import GERMAN, stub_intake
from tests.ui.walking import problems

SECRET = "sequestered fragment"
REPORT = msgspec.convert(
    {
        "id": "0197c009-0000-7000-8000-000000000001",
        "modality": "MRI",
        "region": "lumbar",
        "text": f"L4-L5: {SECRET} left.",
        "findings": [{"level": "L4-L5", "kind": "sequestration", "side": "left", "root": "L5"}],
    },
    ImagingReport,
)
DANGER = msgspec.convert(
    {"region": "lumbar", "findings": [{"level": "L1-L2", "kind": "fracture"}]}, ImagingReport
)
LEAKS = (SECRET, "equestration", "L4-L5", "MRI report")


def change(page: ExaminationPage, **fields: Any) -> None:
    page.record_fields(fields)


@pytest.fixture
def closed(page: ExaminationPage) -> ExaminationPage:
    """The page of an examination whose imaging is closed, a report held unseen."""
    change(
        page,
        examine_first=True,
        imaging_known_before=False,
        imaging_checked_for_dangers=DangersChecked.YES,
    )
    change(page, imaging=(REPORT,))
    return page


def pass_all(page: ExaminationPage, catalogue: Catalogue) -> None:
    assert page.examination is not None
    waiting = flow.unanswered(page.examination, catalogue, Order.BY_POSITION)
    page.record(flow.with_negatives(waiting, page.examination, catalogue))


def words_of(widget: QWidget) -> str:
    texts = [
        *(label.text() for label in widget.findChildren(QLabel)),
        *(button.text() + button.toolTip() for button in widget.findChildren(QPushButton)),
        *(line.text() for line in widget.findChildren(QLineEdit)),
        *(text.toPlainText() for text in widget.findChildren(QPlainTextEdit)),
        *(
            items.item(row).text() + items.item(row).toolTip()
            for items in widget.findChildren(QListWidget)
            for row in range(items.count())
        ),
    ]
    return "\n".join(texts)


def opened_at(page: ExaminationPage) -> str | None:
    assert page.examination is not None
    return page.examination.imaging_opened_at


def cover_of(page: ExaminationPage) -> ClosedCover:
    shown = page.stack.currentWidget()
    assert isinstance(shown, ClosedCover)
    return shown


@pytest.mark.parametrize("step", closed_imaging.COVERED_STEPS)
def test_a_cover_says_why_until_when_and_what_was_known(closed: ExaminationPage, step: str) -> None:
    closed.go_to(step)
    said = words_of(cover_of(closed))
    assert "It opens by itself with the last test" in said
    assert "Still to record: SLR LEFT, RIGHT; Bragard LEFT, RIGHT" in said
    assert "Imaging known before examining: no" in said
    assert "findings that forbid testing: yes" in said
    assert "1 report is held, unseen." in said
    assert problems(closed) == []


def test_no_step_leaks_a_word_of_the_report(closed: ExaminationPage, catalogue: Catalogue) -> None:
    assert closed.examination is not None
    for step in progress.steps(closed.examination, catalogue):
        closed.go_to(step.key)
        said = words_of(closed)
        assert not [leak for leak in LEAKS if leak in said], step.key


def test_a_danger_is_told_all_the_same(closed: ExaminationPage) -> None:
    change(closed, imaging=(REPORT, DANGER))
    closed.go_to(progress.IMAGING)
    cover = cover_of(closed)
    assert "racture" in cover.dangers.text()
    assert cover.dangers.isVisible()
    assert SECRET not in words_of(cover)


def test_it_opens_by_itself_with_the_last_test_and_says_so(
    closed: ExaminationPage, catalogue: Catalogue, qtbot: QtBot
) -> None:
    closed.go_to(progress.COMPARISON)
    pass_all(closed, catalogue)
    assert isinstance(closed.stack.currentWidget(), ComparisonPage)
    qtbot.waitUntil(lambda: "imaging is open" in closed.told.text())
    assert opened_at(closed) is not None


def test_once_open_it_stays_open_with_the_time_of_the_first_opening(
    closed: ExaminationPage, catalogue: Catalogue, store: Record
) -> None:
    pass_all(closed, catalogue)
    first = opened_at(closed)
    assert closed.examination is not None
    assert store.drafts.examination(closed.examination.id).imaging_opened_at == first
    change(closed, responses=None)
    assert opened_at(closed) == first
    closed.go_to(progress.IMAGING)
    assert isinstance(closed.stack.currentWidget(), ImagingPage)
    pass_all(closed, catalogue)
    assert opened_at(closed) == first


def test_imaging_is_not_closed_once_a_report_could_be_read(page: ExaminationPage) -> None:
    change(page, imaging=(REPORT,))
    reason = page.page(progress.REASON)
    assert isinstance(reason, ReasonPage)
    assert not reason.examine_first.isEnabled()
    assert "one is held" in reason.why_closed.text()


def test_undoing_the_last_test_closes_it_again(
    closed: ExaminationPage, catalogue: Catalogue
) -> None:
    closed.go_to(progress.IMAGING)
    pass_all(closed, catalogue)
    assert isinstance(closed.stack.currentWidget(), ImagingPage)
    closed.undo()
    assert opened_at(closed) is None
    assert closed.step.startswith("test:")
    closed.go_to(progress.IMAGING)
    assert cover_of(closed)


def test_open_now_asks_and_records_the_time(
    closed: ExaminationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed.go_to(progress.IMAGING)
    monkeypatch.setattr(closed_imaging, "agrees", lambda *_: False)
    cover_of(closed).open_now.click()
    assert opened_at(closed) is None
    monkeypatch.setattr(closed_imaging, "agrees", lambda *_: True)
    cover_of(closed).open_now.click()
    assert isinstance(closed.stack.currentWidget(), ImagingPage)
    assert opened_at(closed) is not None
    closed.undo()
    assert opened_at(closed) is None


def test_the_way_on_leads_to_the_first_test_without_an_outcome(closed: ExaminationPage) -> None:
    closed.go_to(progress.COMPARISON)
    cover = cover_of(closed)
    assert cover.go_on.hasFocus()
    assert cover.go_on.text() == "Go on to SLR LEFT"
    cover.go_on.click()
    assert closed.step == "test:slr"


def test_undoing_names_no_part_of_a_closed_report(closed: ExaminationPage) -> None:
    closed.undo()
    assert closed.examination is not None
    assert closed.examination.imaging is None
    assert "imaging report, closed" in closed.echo.toolTip() + closed.echo.text()
    assert not [leak for leak in LEAKS if leak in words_of(closed)]


def test_the_history_names_no_part_of_a_closed_report(
    closed: ExaminationPage, store: Record, catalogue: Catalogue, qtbot: QtBot
) -> None:
    assert closed.examination is not None
    dialog = HistoryDialog(store, catalogue, closed.examination)
    qtbot.addWidget(dialog)
    states = dialog.states
    told = [states.data(states.index(row, 2)) for row in range(states.rowCount())]
    dialog.table.selectRow(1)
    said = "\n".join([*map(str, told), dialog.differences.toPlainText()])
    assert "imaging report, closed" in said
    assert not [leak for leak in LEAKS if leak in said]


def test_no_report_is_shown_saved_or_signed_while_it_holds_what_is_unseen(
    closed: ExaminationPage, catalogue: Catalogue
) -> None:
    closed.go_to(progress.CONCLUSION)
    page = closed.page(progress.CONCLUSION)
    assert isinstance(page, ConclusionPage)
    assert not page.desk.make()
    assert page.desk.pdf == b""
    closed.acts.sign.trigger()
    assert closed.step == progress.IMAGING
    assert "the imaging is still closed" in closed.told.text()
    pass_all(closed, catalogue)
    closed.go_to(progress.CONCLUSION)
    assert page.desk.make()


def test_what_is_signed_is_shown(closed: ExaminationPage, store: Record) -> None:
    assert closed.examination is not None
    store.signed.sign(closed.examination)
    closed.open(closed.examination.id)
    closed.go_to(progress.IMAGING)
    assert isinstance(closed.stack.currentWidget(), ImagingPage)


def test_the_first_test_waits_for_the_check_and_its_key_leads_on(page: ExaminationPage) -> None:
    change(page, examine_first=True)
    page.go_to("test:slr")
    assert page.step == progress.SAFETY
    safety = page.stack.currentWidget()
    assert isinstance(safety, SafetyPage)
    assert "whether the imaging was checked is asked first" in safety.waiting.why.text()
    assert safety.imaging_check.isAncestorOf(safety.focusWidget())
    press("n")
    assert safety.imaging_check.unchecked.isVisible()
    assert page.examination is not None
    assert page.examination.imaging_checked_for_dangers is DangersChecked.NO
    page.go_to("test:slr")
    assert page.step == "test:slr"


def test_closing_is_chosen_in_the_reason_until_a_test_is_recorded(
    page: ExaminationPage, catalogue: Catalogue
) -> None:
    reason = page.page(progress.REASON)
    assert isinstance(reason, ReasonPage)
    reason.examine_first.buttons["yes"].click()
    assert page.examination is not None
    assert page.examination.examine_first is True
    assert "Closed until every test has an outcome" in reason.why_closed.text()
    reason.dangers_checked.choose("no")
    assert "Nobody looked through" in reason.why_closed.text()
    pass_all(page, catalogue)
    assert not reason.examine_first.isEnabled()
    change(page, imaging_opened_at="2026-11-18T10:05:00+01:00")
    assert "18 November 2026, 10:05" in reason.why_closed.text()
    change(page, imaging_opened_at=None)
    assert "a test is recorded" in reason.why_closed.text()


@pytest.mark.parametrize("is_first", [True, False])
def test_a_new_examination_follows_the_records_setting(
    store: Record, catalogue: Catalogue, qtbot: QtBot, is_first: bool
) -> None:
    settings = msgspec.structs.replace(store.settings(), examine_first=is_first)
    store.set_settings(settings)
    archive = paperwork(catalogue).patient_archive
    patients = PatientsPage(store, catalogue, app.local_time, archive=archive)
    qtbot.addWidget(patients)
    patients.refresh()
    patients.patients.setCurrentRow(0)
    opened: list[UUID] = []
    patients.opened.connect(opened.append)
    patients.begin_visit()
    begun: Examination = store.drafts.examination(opened[0])
    assert begun.patient.id == PATIENT.id
    assert begun.examine_first is (True if is_first else None)


@pytest.fixture
def unseen(closed: ExaminationPage) -> ClosedCover:
    """The cover of the imaging step, through which reports are taken in."""
    closed.go_to(progress.IMAGING)
    cover = closed.stack.currentWidget()
    assert isinstance(cover, ClosedCover)
    return cover


def test_a_report_is_taken_in_behind_the_cover_and_its_words_are_not_seen(
    closed: ExaminationPage, unseen: ClosedCover, store: Record
) -> None:
    QApplication.clipboard().setText(f"MRI lumbar spine. L4-L5: {SECRET} on the left.")
    QTest.keyClick(focused(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert closed.examination is not None
    stored = store.drafts.examination(closed.examination.id)
    assert len(stored.imaging or ()) == 2
    assert "2 reports are held, unseen." in words_of(unseen)
    assert closed.told.text() == "The report is taken in, unseen."
    assert not any(leak in words_of(closed) for leak in LEAKS)
    assert problems(unseen) == []


def test_what_is_to_be_looked_at_once_is_told_behind_the_cover_and_nothing_else(
    qtbot: QtBot, store: Record, draft: Examination, catalogue: Catalogue
) -> None:
    shown = ExaminationPage(store, catalogue, paperwork(catalogue), app.local_time, stub_intake())
    qtbot.addWidget(shown)
    shown.open(draft.id)
    change(
        shown,
        examine_first=True,
        imaging_known_before=False,
        imaging_checked_for_dangers=DangersChecked.YES,
    )
    shown.go_to(progress.IMAGING)
    cover = cover_of(shown)
    assert cover.intake is not None
    assert cover.warnings.isHidden()
    cover.intake.take_in_text("L4-L5: Castellvi, an aneurysm, right protrusion.")
    cover.intake.take_in_text(GERMAN)
    assert cover.warnings.text() == (
        "Look at once: the report names an aneurysm.\n"
        "The report is not in English (de); nothing was read from it."
    )
    assert not cover.warnings.isHidden()
    said = words_of(cover)
    assert not [leak for leak in ("unusually", "rotrusion", "vorfall") if leak in said]


def test_a_dropped_file_is_taken_in_behind_the_cover(
    closed: ExaminationPage, unseen: ClosedCover, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "report.txt"
    file.write_text(f"L4-L5: {SECRET}.")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(unseen, QDragEnterEvent(QPoint(9, 9), copy, data, left, plain))
    QApplication.sendEvent(unseen, QDropEvent(QPointF(9, 9), copy, data, left, plain))
    qtbot.waitUntil(
        lambda: closed.examination is not None and len(closed.examination.imaging or ()) == 2
    )


def test_a_danger_is_told_behind_the_cover_before_it_is_taken_over(
    closed: ExaminationPage, unseen: ClosedCover, qtbot: QtBot
) -> None:
    assert unseen.intake is not None
    unseen.intake.take_in_text(
        "MRI lumbar spine. L1-L2: acute compression fracture of L1.\n" + "L2-L3: fracture.\n" * 6
    )
    panel = unseen.intake.dangers
    assert panel.isVisible()
    qtbot.waitUntil(
        lambda: panel._rows.height() >= panel._place.heightForWidth(panel._rows.width())
    )
    assert panel._rows.geometry().bottom() < panel.accept.y()
    closed.go_to(progress.REASON)
    assert "not answered yet: fracture" in closed.told.text()
    closed.go_to(progress.IMAGING)
    assert focused() is unseen.intake.dangers.accept
    unseen.intake.dangers.accept.click()
    assert closed.step == progress.SAFETY
    assert closed.examination is not None
    *_, report = closed.examination.imaging or ()
    assert {row.kind.value for row in report.findings or ()} == {"fracture"}


def test_the_words_of_a_danger_are_whole_on_the_cover(
    closed: ExaminationPage, unseen: ClosedCover, qtbot: QtBot
) -> None:
    closed.resize(1366, 740)
    assert unseen.intake is not None
    long = "acute compression fracture of the upper end plate with marrow oedema, " * 3
    unseen.intake.take_in_text(f"MRI lumbar spine. L1-L2: {long}")
    frame = unseen.intake.parentWidget()
    assert frame is not None
    qtbot.waitUntil(lambda: frame.height() >= frame.heightForWidth(frame.width()))
