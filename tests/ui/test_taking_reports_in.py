"""Reports come in by pasting, dropping and opening; whose they are is asked, dangers are told."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop import app
from clinic_desktop.domain.anatomy import Level, Region
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import FindingKind, ImagingReport, Modality, Original
from clinic_desktop.domain.incoming import IncomingReport
from clinic_desktop.domain.progress import COMPARISON, IMAGING, REASON, SAFETY
from clinic_desktop.domain.text_source import TextSource, text_source, with_text_of
from clinic_desktop.intake.limited import pictures_of
from clinic_desktop.paperwork import paperwork
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import report_intake
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.file_choice import ask_which
from clinic_desktop.ui.imaging_page import ImagingPage
from clinic_desktop.ui.originals import KeptFile
from clinic_desktop.ui.widgets.form import scrolling
from tests.ui.conftest import untouched
from tests.ui.keys import focused, press
from tests.ui.reading_stub import DANGER, TEXT, stub_intake
from tests.ui.sample_pdf import A4, sample_pdf
from tests.ui.walking import problems

OTHER = "Patient: Otto Other\n" + TEXT


class Kept:
    """Files in memory; full when told so."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.is_full = False

    def keep(self, report: IncomingReport) -> Original:
        if self.is_full:
            raise UserError("The disk is full.")
        sha256 = f"{len(self.files):064}"
        self.files[sha256] = report.data
        return Original(
            name=report.name, media_type=report.media_type, sha256=sha256, size=len(report.data)
        )

    def data(self, original: Original) -> bytes:
        if original.sha256 not in self.files:
            raise UserError("The original file is not in this record.")
        return self.files[original.sha256]

    def pages(self, file: KeptFile) -> tuple[bytes, ...]:
        if file.data.startswith(b"%PDF"):
            return pictures_of(file.data)
        return (file.data,)


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def page(qtbot: QtBot, catalogue: Catalogue, kept: Kept) -> ImagingPage:
    """The page of an untouched examination; it is told at once what it records."""
    shown = ImagingPage(catalogue, stub_intake(), kept)
    qtbot.addWidget(shown)
    shown.resize(1150, 620)
    shown.show_examination(untouched())
    shown.show()
    qtbot.waitActive(shown)
    shown.changed.connect(
        lambda reports: shown.show_examination(
            msgspec.structs.replace(untouched(), imaging=reports)
        )
    )
    return shown


@pytest.fixture
def emitted(page: ImagingPage) -> list[Any]:
    values: list[Any] = []
    page.changed.connect(values.append)
    return values


@pytest.fixture
def told(page: ImagingPage) -> list[str]:
    sentences: list[str] = []
    page.told.connect(sentences.append)
    return sentences


@pytest.fixture
def said(page: ImagingPage) -> list[str]:
    echoed: list[str] = []
    page.said.connect(echoed.append)
    return echoed


@pytest.fixture
def visit(qtbot: QtBot, store: Record, draft: Examination, catalogue: Catalogue) -> ExaminationPage:
    """The real page of an examination, at its imaging step."""
    shown = ExaminationPage(store, catalogue, paperwork(catalogue), app.local_time, stub_intake())
    qtbot.addWidget(shown)
    shown.resize(1366, 768)
    shown.show()
    qtbot.waitActive(shown)
    shown.open(draft.id, IMAGING)
    return shown


def imaging(visit: ExaminationPage) -> ImagingPage:
    page = visit.page(IMAGING)
    assert isinstance(page, ImagingPage)
    return page


def paste(text: str) -> None:
    QApplication.clipboard().setText(text)
    QTest.keyClick(focused(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def drop(page: ImagingPage, data: QMimeData) -> bool:
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, plain)
    QApplication.sendEvent(page, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(300, 300), copy, data, left, plain)
    QApplication.sendEvent(page, event)
    return event.isAccepted()


def dropped(*files: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return data


def test_a_text_pasted_anywhere_becomes_a_report_in_one_answer(
    page: ImagingPage, emitted: list[Any]
) -> None:
    page.start()
    assert "Ctrl+V" in page._none_yet.text()
    paste(TEXT)
    ((report,),) = emitted
    assert report.text == TEXT
    assert (report.modality, report.region) == (Modality.MRI, Region.LUMBAR)
    assert report.performed_on == date(2026, 10, 5)
    assert report.field_strength == 1.5
    form = page.forms[0]
    assert "modality, region, performed on" in form.taken.text()
    assert report.findings is None
    assert focused() is form.offers.list


def test_pasting_into_the_text_fills_only_what_is_empty_and_takes_the_words_alone(
    page: ImagingPage, emitted: list[Any]
) -> None:
    page.add.click()
    form = page.forms[0]
    form.fields["modality"].choose("CT")
    emitted.clear()
    data = QMimeData()
    data.setHtml(f"<b>{TEXT}</b>")
    data.setText(TEXT)
    form.text.insertFromMimeData(data)
    ((report,),) = emitted
    assert report.modality is Modality.CT
    assert report.region is Region.LUMBAR
    assert report.text == TEXT
    assert form.taken.text().startswith("Taken from the report: region")
    assert focused() is form.offers.list


def test_a_second_text_is_a_second_report_and_the_newest_stands_first(
    page: ImagingPage, emitted: list[Any]
) -> None:
    assert page.intake is not None
    page.intake.take_in_text("L4-L5: canal stenosis.")
    page.intake.take_in_text(TEXT)
    assert [page.tabs.tabText(place) for place in range(2)] == [
        "MRI, 5 October 2026, lumbar spine",
        "Report 1",
    ]
    assert page.tabs.currentIndex() == 0
    page.tabs.setCurrentIndex(1)
    first = page.forms[0]
    first.fields["performed_on"].enter("6/10/2026")
    assert page.tabs.currentIndex() == 0
    assert page._stack.currentWidget() is first
    assert [report.performed_on for report in emitted[-1]] == [
        date(2026, 10, 6),
        date(2026, 10, 5),
    ]


def test_the_days_stand_in_the_tabs_without_the_region_that_all_share(page: ImagingPage) -> None:
    assert page.intake is not None
    page.intake.take_in_text(TEXT)
    page.intake.take_in_text(TEXT)
    assert page.tabs.tabText(1) == "MRI, 5 October 2026"
    assert page.tabs.tabToolTip(1) == "MRI, 5 October 2026, lumbar spine"


def test_a_file_dropped_on_the_page_is_read_beside_the_window_and_kept(
    page: ImagingPage, emitted: list[Any], kept: Kept, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "report.txt"
    file.write_text(TEXT)
    assert page.intake is not None
    assert drop(page, dropped(file))
    assert "report.txt" in page.intake.state.text()
    assert page.intake.cancel.isVisible()
    qtbot.waitUntil(lambda: bool(emitted))
    assert not page.intake.cancel.isVisible()
    ((report,),) = emitted
    assert report.text == TEXT
    assert report.original.name == "report.txt"
    assert [*kept.files.values()] == [TEXT.encode()]


def test_several_files_are_read_one_after_the_other(
    page: ImagingPage, emitted: list[Any], tmp_path: Path, qtbot: QtBot
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    assert drop(page, dropped(tmp_path / "a.txt", tmp_path / "b.txt"))
    qtbot.waitUntil(lambda: len(page.forms) == 2)
    assert [report.original.name for report in emitted[-1]] == ["a.txt", "b.txt"]


def test_a_dropped_text_is_taken_and_what_is_neither_is_not(
    page: ImagingPage, emitted: list[Any]
) -> None:
    data = QMimeData()
    data.setText(TEXT)
    assert drop(page, data)
    assert emitted[-1][0].text == TEXT
    picture = QMimeData()
    picture.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    assert not drop(page, picture)
    blank = QMimeData()
    blank.setText("  ")
    assert not drop(page, blank)
    assert len(emitted) == 1


def test_files_are_chosen_with_ctrl_o(
    page: ImagingPage,
    emitted: list[Any],
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "report.txt"
    file.write_text(TEXT)
    asked: list[tuple[str, ...]] = []
    answers = iter([[], [file]])

    def which(_parent: object, _heading: str, _kind: str, suffixes: tuple[str, ...]) -> list[Path]:
        asked.append(suffixes)
        return next(answers)

    monkeypatch.setattr(report_intake, "ask_which", which)
    page.start()
    for _ in range(2):
        QTest.keyClick(focused(), Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(emitted))
    assert asked == [stub_intake().suffixes] * 2


def test_the_dialog_offers_the_endings_that_are_known(
    page: ImagingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(*parts: str) -> tuple[list[str], str]:
        asked.append(parts[3])
        return ["/somewhere/report.pdf"], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", answer)
    assert ask_which(page, "Open", "Reports", (".pdf", ".txt")) == [Path("/somewhere/report.pdf")]
    assert asked == ["Reports (*.pdf *.PDF *.txt *.TXT);;All files (*)"]


def test_a_file_that_cannot_be_read_is_told_in_one_sentence(
    page: ImagingPage, emitted: list[Any], told: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "report.xyz"
    file.write_text("?")
    drop(page, dropped(file))
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["This file is no report. Choose a text, or paste the words."]
    assert emitted == []


def test_what_was_refused_is_told_until_something_else_is_taken_in_or_answered(
    page: ImagingPage, told: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "report.xyz"
    file.write_text("?")
    page.start()
    answers: tuple[Callable[[], None], ...] = (lambda: paste(TEXT), lambda: press("a"))
    for answer in answers:
        told.clear()
        assert page.intake is not None
        page.intake.files.read(file)
        qtbot.waitUntil(lambda: bool(told))
        assert told[-1]
        answer()
        assert told[-1] == ""


def test_reading_can_be_cancelled_and_nothing_comes_of_it(
    qtbot: QtBot, catalogue: Catalogue, kept: Kept, tmp_path: Path
) -> None:
    ready, let_go = threading.Event(), threading.Event()

    def slow(path: Path) -> IncomingReport:
        ready.set()
        let_go.wait(10)
        return stub_intake().open_file(path)

    file = tmp_path / "report.txt"
    file.write_text(TEXT)
    page = ImagingPage(catalogue, stub_intake()._replace(open_file=slow), kept)
    qtbot.addWidget(page)
    page.show_examination(untouched())
    with qtbot.waitActive(page):
        page.show()
    assert page.intake is not None
    page.intake.files.read(file, file)
    reading = page.intake.files._reading
    assert reading is not None
    assert ready.wait(10)
    page.intake.cancel.setFocus()
    page.intake.cancel.click()
    assert focused() is page.intake.open
    let_go.set()
    reading.join(10)
    QApplication.processEvents()
    assert not page.intake.files.is_running
    assert page.forms == []


def test_our_own_fault_while_reading_is_not_hidden(
    qtbot: QtBot, catalogue: Catalogue, kept: Kept, tmp_path: Path
) -> None:
    def broken(path: Path) -> IncomingReport:
        raise ZeroDivisionError(path.name)

    page = ImagingPage(catalogue, stub_intake()._replace(open_file=broken), kept)
    qtbot.addWidget(page)
    assert page.intake is not None
    with qtbot.captureExceptions() as caught:
        page.intake.files.read(tmp_path)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_a_file_that_cannot_be_kept_is_taken_in_all_the_same_and_told(
    page: ImagingPage, emitted: list[Any], told: list[str], kept: Kept, tmp_path: Path
) -> None:
    kept.is_full = True
    file = tmp_path / "report.txt"
    file.write_text(TEXT)
    assert page.intake is not None
    page.intake.take_in(stub_intake().open_file(file))
    assert told == ["The file itself is not kept. The disk is full."]
    assert emitted[-1][0].text == TEXT
    named = Original(name="report.txt", media_type="text/plain")
    assert emitted[-1][0].original == with_text_of(named, TEXT)
    assert text_source(emitted[-1][0]) is TextSource.FILE


def test_an_empty_clipboard_is_told(page: ImagingPage, told: list[str]) -> None:
    QApplication.clipboard().clear()
    assert page.intake is not None
    page.intake.paste.click()
    assert "clipboard holds no text" in told[-1]


def test_a_scan_stands_beside_the_words_to_be_typed_off_now_and_later(
    page: ImagingPage, emitted: list[Any], kept: Kept, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "scan.png"
    image = QImage(300, 500, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(str(file))
    assert page.intake is not None
    page.intake.take_in(stub_intake().open_file(file))
    form = page.forms[0]
    assert emitted[-1][0].text is None
    assert focused() is form.text
    assert form._stack.currentWidget() is form.scan
    assert form.taken.text() == "The file holds pictures and no words: type them off."
    assert len(form.scan.sheets.pages) == 1
    width = form.scan.sheets.pages[0].width()
    form.scan.larger.click()
    assert form.scan.sheets.pages[0].width() > width
    form.scan.smaller.click()
    assert form.scan.sheets.pages[0].width() == width
    assert problems(page) == []
    form.original.click()
    assert form._stack.currentWidget() is not form.scan
    again = msgspec.structs.replace(untouched(), id=UUID(int=1), imaging=emitted[-1])
    page.show_examination(again)
    form = page.forms[0]
    assert form.scan.is_empty
    form.original.click()
    qtbot.waitUntil(lambda: form._stack.currentWidget() is form.scan)
    kept.files.clear()
    page.show_examination(untouched())
    page.show_examination(again)
    with_told: list[str] = []
    page.told.connect(with_told.append)
    page.forms[0].original.click()
    assert with_told == ["The original file is not in this record."]
    assert not page.forms[0].original.isChecked()


def test_the_pages_of_a_kept_pdf_can_be_looked_at(
    page: ImagingPage, emitted: list[Any], kept: Kept, qtbot: QtBot
) -> None:
    kept.files["f" * 64] = sample_pdf([A4, A4])
    original = Original(name="r.pdf", media_type="application/pdf", sha256="f" * 64)
    report = ImagingReport(text=TEXT, original=original)
    page.show_examination(msgspec.structs.replace(untouched(), imaging=(report,)))
    page.forms[0].original.click()
    qtbot.waitUntil(lambda: len(page.forms[0].scan.sheets.pages) == 2)
    assert emitted == []


def test_pages_are_drawn_beside_the_window_and_come_only_while_they_are_wanted(
    page: ImagingPage, kept: Kept, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    drawn_in: list[threading.Thread] = []
    let_go = threading.Event()

    def slow(_: KeptFile) -> tuple[bytes, ...]:
        drawn_in.append(threading.current_thread())
        let_go.wait(10)
        return ()

    assert page._pages is not None
    monkeypatch.setattr(page._pages, "_open_file", slow)
    kept.files["f" * 64] = b"%PDF"
    original = Original(name="r.pdf", media_type="application/pdf", sha256="f" * 64)
    report = ImagingReport(text=TEXT, original=original)
    page.show_examination(msgspec.structs.replace(untouched(), imaging=(report,)))
    (form,) = page.forms
    form.original.click()
    assert page._pages.is_running
    form.original.click()
    let_go.set()
    qtbot.waitUntil(lambda: page._pages is not None and not page._pages.is_running)
    assert drawn_in[0] is not threading.main_thread()
    assert not form.original.isChecked()
    assert form.scan.is_empty


def test_a_damaged_original_is_told_and_its_button_comes_up_again(
    page: ImagingPage, kept: Kept, told: list[str], qtbot: QtBot
) -> None:
    kept.files["f" * 64] = b"%PDF-1.7 and nothing more"
    original = Original(name="r.pdf", media_type="application/pdf", sha256="f" * 64)
    report = ImagingReport(text=TEXT, original=original)
    page.show_examination(msgspec.structs.replace(untouched(), imaging=(report,)))
    (form,) = page.forms
    form.original.click()
    qtbot.waitUntil(lambda: bool(told))
    assert "damaged" in told[0]
    assert not form.original.isChecked()


def test_the_pages_of_a_signed_reports_file_are_drawn_too(
    visit: ExaminationPage, store: Record, draft: Examination, tmp_path: Path, qtbot: QtBot
) -> None:
    page = imaging(visit)
    file = tmp_path / "scan.png"
    image = QImage(30, 50, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(str(file))
    assert page.intake is not None
    page.intake.take_in(stub_intake().open_file(file))
    store.signed.sign(store.drafts.examination(draft.id))
    visit.open(draft.id, IMAGING)
    (form,) = imaging(visit).forms
    form.original.click()
    qtbot.waitUntil(lambda: len(form.scan.sheets.pages) == 2)


def test_another_persons_report_is_asked_about_before_anything_is_taken_over(
    page: ImagingPage, emitted: list[Any], said: list[str]
) -> None:
    page.start()
    paste(OTHER)
    assert page.intake is not None
    question = page.intake.identity.question.text()
    assert "Otto Other" in question
    assert "Fictional, Fay, born 29 February 1980" in question
    assert "MRI, 5 October 2026, lumbar spine" in question
    assert focused() is page.intake.identity
    for key in "a\r ":
        press(key)
    assert page.intake.identity.isVisible()
    form = page.forms[0]
    assert not form.offers.list.isEnabled()
    assert "whose report" in form.offers.warnings.text()
    form.offers.take_all()
    assert len(emitted) == 1
    page.intake.identity.same.click()
    assert emitted[-1][0].original.same_person is True
    assert not page.intake.identity.isVisible()
    assert form.offers.list.isEnabled()
    assert said == ["Same person: MRI, 5 October 2026, lumbar spine"]
    assert focused() is form.offers.list


def test_the_report_asked_about_is_brought_into_sight(page: ImagingPage) -> None:
    assert page.intake is not None
    page.intake.take_in_text(OTHER)
    page.intake.take_in_text(TEXT)
    page.intake.take_in_text(OTHER.replace("5 October", "6 October"))
    assert page._stack.currentWidget() is page.forms[0]
    page.tabs.setCurrentIndex(1)
    page.intake.identity.same.click()
    assert page._stack.currentWidget() is page.forms[2]
    assert page.intake.identity.question.text().startswith("MRI, lumbar spine: ")


def test_another_persons_report_is_removed_after_asking(
    page: ImagingPage, emitted: list[Any], said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.intake is not None
    asked: list[str] = []
    answers = iter([False, True, True])

    def answer(_parent: object, question: str) -> bool:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(report_intake, "agrees", answer)
    page.intake.take_in_text(OTHER)
    emitted.clear()
    page.intake.identity.other.click()
    assert emitted == []
    assert page.intake.identity.isVisible()
    page.intake.identity.other.click()
    assert emitted == [None]
    assert "MRI, 5 October 2026, lumbar spine" in asked[0]
    assert said == ["Another person\u2019s report removed: MRI, 5 October 2026, lumbar spine"]
    page.intake.take_in_text(TEXT)
    page.intake.take_in_text(OTHER)
    page.intake.identity.other.click()
    assert [report.text for report in emitted[-1]] == [TEXT]
    assert focused() is page.forms[0].offers.list


def test_a_danger_is_lifted_out_before_it_is_taken_over(
    page: ImagingPage, emitted: list[Any], told: list[str], qtbot: QtBot
) -> None:
    page.start()
    paste(DANGER)
    assert page.intake is not None
    panel = page.intake.dangers
    assert panel.isVisible()
    assert focused() is panel.accept
    assert problems(page) == []
    (offer,) = page.forms[0].offers.list.offers
    assert [finding.kind for finding in offer.findings] == [FindingKind.PROTRUSION]
    page.flush()
    assert told[-1] == "Read in an imaging report and not answered yet: fracture."
    page.start()
    with qtbot.waitSignal(page.safety_wanted):
        QTest.keyClick(focused(), Qt.Key.Key_Space)
    (finding,) = emitted[-1][0].findings
    assert (finding.level, finding.kind) == (Level.L1_L2, FindingKind.FRACTURE)
    assert not panel.isVisible()


def test_a_danger_can_be_set_aside_and_is_told_no_more(
    page: ImagingPage,
    emitted: list[Any],
    told: list[str],
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert page.intake is not None
    asked: list[str] = []
    answers = iter([False, True])

    def answer(_parent: object, question: str) -> bool:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(report_intake, "agrees", answer)
    page.intake.take_in_text(DANGER)
    emitted.clear()
    page.intake.dangers.aside[0].click()
    assert emitted == []
    page.intake.dangers.aside[0].click()
    assert "acute fracture of the upper end plate" in asked[0]
    assert said == ["Set aside: L1-L2  fracture"]
    assert focused() is page.forms[0].offers.list
    assert [row.kind for row in emitted[-1][0].set_aside] == [FindingKind.FRACTURE]
    assert not page.intake.dangers.isVisible()
    page.flush()
    assert told == []


def test_after_one_danger_is_set_aside_the_keyboard_stays_with_the_others(
    page: ImagingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.intake is not None
    monkeypatch.setattr(report_intake, "agrees", lambda *_: True)
    page.intake.take_in_text(DANGER + "L2-L3: fracture.\n")
    page.intake.dangers.aside[0].setFocus()
    page.intake.dangers.aside[0].click()
    (left,) = page.intake.dangers.aside
    assert focused() is left


def test_a_danger_of_perhaps_another_person_waits_for_the_answer_whose_it_is(
    page: ImagingPage,
) -> None:
    assert page.intake is not None
    page.intake.take_in_text("Patient: Otto Other\n" + DANGER)
    assert page.intake.dangers.isVisible()
    assert not page.intake.dangers.accept.isEnabled()
    page.intake.identity.same.click()
    assert page.intake.dangers.accept.isEnabled()


def test_the_real_page_records_what_comes_in_keeps_its_file_and_asks_safety_again(
    visit: ExaminationPage, store: Record, draft: Examination, tmp_path: Path
) -> None:
    file = tmp_path / "report.txt"
    file.write_text(DANGER)
    page = imaging(visit)
    assert page.intake is not None
    page.intake.take_in(stub_intake().open_file(file))
    (report,) = store.drafts.examination(draft.id).imaging or ()
    assert report.original is not None
    assert store.originals.data(report.original.sha256 or "") == DANGER.encode()
    remarks = [remark.sentence for remark in visit.pages.unrecorded()]
    assert len(remarks) == 2
    assert "Fracture at L1-L2" in remarks[0]
    assert remarks[1].endswith("1 finding read in the text, neither taken over nor set aside.")
    visit.go_to(REASON)
    assert "not answered yet: fracture" in visit.told.text()
    visit.go_to(IMAGING)
    assert focused() is page.intake.dangers.accept
    page.intake.dangers.accept.click()
    assert visit.step == SAFETY
    assert [remark.sentence for remark in visit.pages.unrecorded()] == remarks[1:]
    visit.undo()
    assert visit.step == IMAGING
    assert page.intake.dangers.isVisible()


def test_a_waiting_danger_is_told_at_safety_and_comparison_and_marked_in_the_steps(
    visit: ExaminationPage,
) -> None:
    assert visit.examination is not None
    paste(DANGER)
    (mark,) = [
        visit.navigator.item(row)
        for row in range(visit.navigator.count())
        if "Imaging report" in visit.navigator.item(row).text()
    ]
    assert mark.text().endswith("\u2691")
    assert not visit.dangers.isVisible()
    for step in (SAFETY, COMPARISON):
        visit.go_to(step)
        assert visit.dangers.isVisible()
        assert "Fracture at L1-L2" in visit.dangers.lines.text()
        visit.dangers.go.click()
        assert visit.step == IMAGING
    page = imaging(visit)
    assert page.intake is not None
    page.intake.dangers.accept.click()
    assert visit.step == SAFETY
    assert not visit.dangers.isVisible()
    assert not mark.text().endswith("\u2691")


@pytest.mark.parametrize("step", [IMAGING, SAFETY, COMPARISON])
def test_a_question_and_dangers_never_scroll_the_patient_out_of_sight(
    visit: ExaminationPage, step: str, qtbot: QtBot
) -> None:
    area = scrolling(visit)
    qtbot.addWidget(area)
    area.resize(1366, 700)
    area.show()
    page = imaging(visit)
    assert page.intake is not None
    dangers = "L2-L3: fracture.\nL3-L4: fracture.\n" * 3
    page.intake.take_in_text("Patient: Otto Other\n" + DANGER + dangers)
    visit.go_to(step)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    area.takeWidget()


def test_several_dangers_leave_room_for_the_step(visit: ExaminationPage) -> None:
    paste(DANGER + "L2-L3: fracture.\nL3-L4: fracture.\n")
    visit.go_to(SAFETY)
    assert visit.dangers.lines.text().endswith("and 1 more")


def test_each_offer_answered_is_one_answer_that_is_shown_large_and_undone(
    visit: ExaminationPage, store: Record, draft: Examination
) -> None:
    paste(TEXT)
    press("a")
    assert visit.echo.full == "Accepted: L4-L5  disc protrusion"
    (report,) = store.drafts.examination(draft.id).imaging or ()
    assert [row.level for row in report.findings or ()] == [Level.L4_L5]
    imaging(visit).forms[0].offers.take_all()
    visit.undo()
    assert visit.echo.full.startswith("Undone: findings; ")
    assert visit.echo.full.endswith(" of MRI, 5 October 2026")
    visit.undo()
    assert visit.echo.full == "Undone: L4-L5 disc protrusion, right, L5 of MRI, 5 October 2026"
    (report,) = store.drafts.examination(draft.id).imaging or ()
    assert report.findings is None
    visit.undo()
    assert store.drafts.examination(draft.id).imaging is None
    assert imaging(visit).forms == []


def test_a_file_still_being_read_is_not_for_the_examination_shown_next(
    visit: ExaminationPage, store: Record, draft: Examination
) -> None:
    page = imaging(visit)
    assert page.intake is not None
    visit.forget()
    page.intake.take_in_text(TEXT)
    assert store.drafts.examination(draft.id).imaging is None


def reading_slowly(catalogue: Catalogue, store: Record) -> tuple[ExaminationPage, threading.Event]:
    """Return the real page, which reads a file only once the event is set."""
    let_go = threading.Event()

    def slow(path: Path) -> IncomingReport:
        let_go.wait(10)
        return stub_intake().open_file(path)

    intake = stub_intake()._replace(open_file=slow)
    return ExaminationPage(store, catalogue, paperwork(catalogue), app.local_time, intake), let_go


def test_a_file_read_while_another_step_is_open_leaves_the_answers_given_meanwhile(
    qtbot: QtBot, store: Record, draft: Examination, catalogue: Catalogue, tmp_path: Path
) -> None:
    visit, let_go = reading_slowly(catalogue, store)
    qtbot.addWidget(visit)
    visit.resize(1366, 768)
    visit.show()
    qtbot.waitActive(visit)
    visit.open(draft.id, IMAGING)
    page = imaging(visit)
    assert page.intake is not None
    page.intake.take_in_text(TEXT)
    (first,) = store.drafts.examination(draft.id).imaging or ()
    file = tmp_path / "second.txt"
    file.write_text(OTHER)
    page.intake.files.read(file)
    visit.go_to(REASON)
    meanwhile = msgspec.structs.replace(first, limits="no axial images")
    visit.record_fields({"imaging": (meanwhile,)})
    let_go.set()
    qtbot.waitUntil(lambda: len(store.drafts.examination(draft.id).imaging or ()) == 2)
    assert (store.drafts.examination(draft.id).imaging or ())[0] == meanwhile
    assert visit.step == REASON
    assert not any(each.hasFocus() for each in page.findChildren(QWidget))
    visit.go_to(IMAGING)
    assert page._current is page.forms[1]
    assert page.forms[1].taken.text().startswith("Taken from the report")


def test_a_scan_stands_beside_the_report_it_was_taken_into_whatever_their_ids(
    page: ImagingPage, tmp_path: Path
) -> None:
    image = QImage(30, 50, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(str(tmp_path / "scan.png"))
    same = UUID(int=9)
    for first, blank in ((None, None), (same, same)):
        reports = (ImagingReport(id=first, text="first report"), ImagingReport(id=blank))
        page.show_examination(untouched())
        page.show_examination(msgspec.structs.replace(untouched(), imaging=reports))
        assert page.intake is not None
        page.intake.take_in(stub_intake().open_file(tmp_path / "scan.png"))
        words, scan = page.forms
        assert words.report.text == "first report"
        assert words.scan.is_empty
        assert not scan.scan.is_empty
        assert page._current is scan
        assert scan.report.id is not None


def test_a_scan_goes_with_the_file_it_is_of(page: ImagingPage, tmp_path: Path) -> None:
    image = QImage(30, 50, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(str(tmp_path / "scan.png"))
    page.add.click()
    assert page.intake is not None
    page.intake.take_in(stub_intake().open_file(tmp_path / "scan.png"))
    (form,) = page.forms
    form.text.enter("L4-L5: bulge.")
    assert not form.scan.is_empty
    before = ImagingReport(id=form.report.id)
    page.show_examination(msgspec.structs.replace(untouched(), imaging=(before,)))
    (same,) = page.forms
    assert same is form
    assert same.scan.is_empty
    assert not same.original.isChecked()


def test_what_is_signed_takes_nothing_in(
    visit: ExaminationPage, store: Record, draft: Examination
) -> None:
    store.signed.sign(draft)
    visit.open(draft.id, IMAGING)
    page = imaging(visit)
    assert page.intake is None
    assert not page.acceptDrops()
