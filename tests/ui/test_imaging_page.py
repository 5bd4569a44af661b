"""The step "Imaging report": what is shown is recorded, what is not shown is kept."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import Level, Region
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingReport, Modality, Quote
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.ui import imaging_page, theme
from clinic_desktop.ui.imaging_page import ImagingPage, agrees_to_remove
from clinic_desktop.ui.widgets.imaging_report_form import ImagingReportForm
from tests.ui.keys import focused

SAMPLES = Path(__file__).parent.parent / "data"


@pytest.fixture
def sample(catalogue: Catalogue) -> Examination:
    data = (SAMPLES / "tests-negative-imaging-protrusion.json").read_bytes()
    return read_document(data, catalogue.tests)


@pytest.fixture
def page(qtbot: QtBot, catalogue: Catalogue, sample: Examination) -> ImagingPage:
    """The page with the sample's one report; it is told at once what it records."""
    shown = ImagingPage(catalogue)
    qtbot.addWidget(shown)
    shown.resize(1150, 620)
    shown.show_examination(sample)
    shown.show()
    qtbot.waitActive(shown)
    shown.changed.connect(
        lambda reports: shown.show_examination(msgspec.structs.replace(sample, imaging=reports))
    )
    return shown


@pytest.fixture
def emitted(page: ImagingPage) -> list[Any]:
    values: list[Any] = []
    page.changed.connect(values.append)
    return values


def only(sample: Examination) -> ImagingReport:
    (report,) = sample.imaging or ()
    return report


def with_reports(sample: Examination, *reports: ImagingReport) -> Examination:
    return msgspec.structs.replace(sample, imaging=reports or None)


def select(page: ImagingPage, words: str) -> None:
    text = page.forms[0].text
    text.setTextCursor(text.document().find(words))
    assert text.textCursor().selectedText() == words


def test_mirroring_an_examination_says_nothing(page: ImagingPage, sample: Examination) -> None:
    values: list[Any] = []
    page.changed.connect(values.append)
    page.show_examination(sample)
    page.flush()
    form = page.forms[0]
    assert values == []
    assert form.report == only(sample)
    assert page.tabs.tabText(0) == "MRI, 20 March 2026, lumbar spine"
    assert form.fields["modality"].currentText() == "MRI"
    assert form.fields["performed_on"].text() == "20 March 2026"
    assert form.text.toPlainText() == only(sample).text
    assert form.stated_normal.boxes[Level.L3_L4].isChecked()
    assert form.rest_normal.value == "no"


@pytest.mark.parametrize(
    ("name", "act", "expected"),
    [
        ("modality", lambda f: f.choose("CT"), Modality.CT),
        ("region", lambda f: f.choose("cervical"), Region.CERVICAL),
        ("performed_on", lambda f: f.enter("5/10/2026"), date(2026, 10, 5)),
        ("reported_on", lambda f: f.enter("2026-10-06"), date(2026, 10, 6)),
        ("reporter", lambda f: f.enter("Dr Röntgen"), "Dr Röntgen"),
        ("site", lambda f: f.enter("North"), "North"),
        ("position", lambda f: f.choose("standing"), "standing"),
        ("sequences", lambda f: f.tick("stir"), ("stir",)),
        ("comparison", lambda f: f.enter("MRI 2024"), "MRI 2024"),
        ("limits", lambda f: f.enter("motion"), "motion"),
        ("field_strength", lambda f: f.enter("1,5 tesla"), 1.5),
        ("contrast", lambda f: f.choose("no"), YesNoUnknown.NO),
        ("quality", lambda f: f.choose("limited"), "limited"),
        ("symptoms_changed_since", lambda f: f.choose("unknown"), YesNoUnknown.UNKNOWN),
    ],
)
def test_each_field_changes_its_part_and_no_other(
    page: ImagingPage,
    sample: Examination,
    emitted: list[Any],
    name: str,
    act: Any,
    expected: object,
) -> None:
    act(page.forms[0].fields[name])
    assert emitted == [(msgspec.structs.replace(only(sample), **{name: expected}),)]
    assert type(getattr(emitted[0][0], name)) is type(expected)


def test_the_rest_is_stated_normal_yes_no_or_not_recorded(
    page: ImagingPage, emitted: list[Any]
) -> None:
    row = page.forms[0].rest_normal
    row.buttons["yes"].click()
    row.buttons["yes"].click()
    row.buttons["no"].click()
    assert [reports[0].rest_stated_normal for reports in emitted] == [True, None, False]


def test_stated_normal_offers_the_levels_of_the_region(
    page: ImagingPage, emitted: list[Any]
) -> None:
    form = page.forms[0]

    def offered() -> list[str]:
        return [box.text() for box in form.stated_normal.boxes.values() if box.isVisible()]

    assert offered() == ["L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1"]
    form.stated_normal.boxes[Level.L1_L2].toggle()
    assert emitted[-1][0].stated_normal == (Level.L1_L2, Level.L3_L4)
    form.fields["region"].choose("cervical")
    assert offered() == ["C2-C3", "C3-C4", "C4-C5", "C5-C6", "C6-C7", "C7-T1", "L1-L2", "L3-L4"]
    form.stated_normal.boxes[Level.L1_L2].toggle()
    form.stated_normal.boxes[Level.L3_L4].toggle()
    assert emitted[-1][0].stated_normal is None
    form.fields["region"].choose("thoracic")
    assert (offered()[0], offered()[-1], len(offered())) == ("T1-T2", "T12-L1", 12)
    form.fields["region"].choose("whole_spine")
    assert len(offered()) == 23
    form.fields["region"].choose(None)
    assert offered() == []


def test_a_new_report_has_an_id_and_nothing_else(
    page: ImagingPage, sample: Examination, emitted: list[Any]
) -> None:
    page.add.click()
    (kept, new) = emitted[-1]
    assert kept == only(sample)
    assert new == ImagingReport(id=new.id)
    assert new.id is not None
    assert page.tabs.tabText(1) == "Report 2"
    assert focused() is page.forms[1].text
    page.forms[1].fields["modality"].choose("CT")
    assert page.tabs.tabText(1) == "CT"
    assert emitted[-1][0] == only(sample)


def test_removing_asks_first_and_the_last_one_leaves_none(
    page: ImagingPage, emitted: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = iter([False, True])

    def answer(_parent: QWidget, name: str) -> bool:
        asked.append(name)
        return next(answers)

    monkeypatch.setattr(imaging_page, "agrees_to_remove", answer)
    page.remove.click()
    assert emitted == []
    page.remove.click()
    assert asked == ["MRI, 20 March 2026, lumbar spine"] * 2
    assert emitted == [None]
    assert page.forms == []
    assert not page.remove.isEnabled()
    assert focused() is page.add


def test_the_question_names_the_report(page: ImagingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def question(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.text())
        return QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "exec", question)
    assert agrees_to_remove(page, "MRI")
    assert asked == ["Remove \u201cMRI\u201d, with its text and its findings?"]


def test_two_reports_stand_side_by_side(
    page: ImagingPage, emitted: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    page.add.click()
    page.forms[1].text.enter("Second report.")
    page.tabs.setCurrentIndex(0)
    page.forms[0].fields["site"].enter("North")
    first, second = emitted[-1]
    assert (first.site, second.text) == ("North", "Second report.")
    monkeypatch.setattr(imaging_page, "agrees_to_remove", lambda *_: True)
    page.remove.click()
    assert emitted[-1] == (second,)
    assert page.forms[0].text.toPlainText() == "Second report."


def test_an_undone_removal_shows_the_report_again(
    page: ImagingPage, sample: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imaging_page, "agrees_to_remove", lambda *_: True)
    page.remove.click()
    page.show_examination(sample)
    assert [form.report for form in page.forms] == [only(sample)]
    assert page.remove.isEnabled()


def test_a_refused_date_is_told_and_stays_to_be_corrected(
    page: ImagingPage, sample: Examination, emitted: list[Any], qtbot: QtBot
) -> None:
    field = page.forms[0].fields["reported_on"]
    with qtbot.waitSignal(page.told) as told:
        field.enter("31/2/2026")
    assert told.args is not None
    assert "not a date" in told.args[0]
    page.show_examination(sample)
    assert field.text() == "31/2/2026"
    assert emitted == []


def test_half_typed_text_and_the_cursor_survive_an_echo(
    page: ImagingPage, sample: Examination
) -> None:
    text = page.forms[0].text
    text.setFocus()
    text.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(text, "New. ")
    page.show_examination(sample)
    assert text.toPlainText().startswith("New. L3-4")
    assert text.textCursor().position() == 5
    site = page.forms[0].fields["site"]
    site.setFocus()
    QTest.keyClicks(site, "Nor")
    page.show_examination(
        with_reports(sample, msgspec.structs.replace(only(sample), text=text.toPlainText()))
    )
    assert site.text() == "Nor"


def test_another_examination_takes_nothing_over(
    page: ImagingPage, sample: Examination, emitted: list[Any]
) -> None:
    text = page.forms[0].text
    text.setFocus()
    QTest.keyClicks(text, "of the first patient ")
    page.forms[0].fields["reported_on"].setText("rubbish")
    other = msgspec.structs.replace(
        with_reports(sample, ImagingReport()), id=msgspec.convert("0" * 32, type=type(sample.id))
    )
    page.show_examination(other)
    assert emitted == []
    assert page.forms[0].text.toPlainText() == ""
    assert page.forms[0].fields["reported_on"].text() == ""


def test_empty_entries_and_other_line_breaks_stay_as_they_came(
    page: ImagingPage, sample: Examination, emitted: list[Any]
) -> None:
    """Qt shows one kind of line break and of space: looking at a text must not rewrite it."""
    given = ImagingReport(
        text="L4-5:\r\nbulge\u00a0mild", reporter="", site="", sequences=(), findings=()
    )
    page.show_examination(with_reports(sample, given))
    form = page.forms[0]
    for field in (form.text, form.fields["reporter"], form.fields["site"]):
        field.setFocus()
    form.start()
    page.flush()
    assert emitted == []
    form.fields["modality"].choose("MRI")
    assert emitted == [(msgspec.structs.replace(given, modality=Modality.MRI),)]


def test_selected_words_become_the_quote_of_the_current_finding(
    page: ImagingPage, emitted: list[Any]
) -> None:
    """Quotes count code points; an emoji takes two of Qt's positions and one of ours."""
    form = page.forms[0]
    form.text.enter("\U0001f600 \U0001f9e0 seen. L5-S1: mild bulge.")
    select(page, "L5-S1: mild bulge")
    assert not form.quote.isEnabled()
    form.findings.rows[2].number.click()
    assert form.quote.isEnabled()
    form.quote.click()
    report = emitted[-1][0]
    assert report.findings[2].quote == Quote(start=10, end=27)
    assert report.text[10:27] == "L5-S1: mild bulge"
    (marked,) = form.text.extraSelections()
    assert marked.cursor.selectedText() == "L5-S1: mild bulge"
    form.unquote.click()
    assert emitted[-1][0].findings[2].quote is None
    assert form.text.extraSelections() == []


def test_choosing_a_quoted_finding_marks_its_words_and_leaves_the_cursor(
    page: ImagingPage, sample: Examination
) -> None:
    form = page.forms[0]
    long = "\n".join(f"line {number}" for number in range(200)) + "\nL4-5: protrusion"
    (finding, *_) = only(sample).findings or ()
    quoted = msgspec.structs.replace(finding, quote=Quote(start=long.index("L4-5"), end=len(long)))
    page.show_examination(
        with_reports(sample, msgspec.structs.replace(only(sample), text=long, findings=(quoted,)))
    )
    form.findings.rows[0].number.click()
    (marked,) = form.text.extraSelections()
    assert marked.cursor.selectedText() == "L4-5: protrusion"
    assert form.text.viewport().rect().intersects(form.text.cursorRect(marked.cursor))
    assert form.text.textCursor().position() == 0


def test_a_marked_quote_takes_the_colours_of_the_appearance(page: ImagingPage) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    form = page.forms[0]
    form.findings.rows[0].number.click()
    try:
        for appearance in (theme.Appearance.DARK, theme.Appearance.LIGHT):
            theme.apply(app, appearance)
            (marked,) = form.text.extraSelections()
            assert marked.format.background().color() == app.palette().highlight().color()
    finally:
        theme.apply(app, theme.Appearance.SYSTEM)


def test_quotes_follow_an_edit_of_the_text_and_a_lost_one_is_told(
    page: ImagingPage, sample: Examination, emitted: list[Any], qtbot: QtBot
) -> None:
    text = only(sample).text or ""
    form = page.forms[0]
    form.text.enter("\U0001f600 Addendum. " + text)
    report = emitted[-1][0]
    assert len(emitted) == 1
    assert report.text[slice(*report.findings[0].quote.span)] == text[14:95]
    with qtbot.waitSignal(page.told) as told:
        form.text.enter("Other words.")
    assert told.args == ["The quote of finding 1 is gone: its words were changed."]
    assert emitted[-1][0].findings[0].quote is None


def test_a_quote_beyond_the_text_does_no_harm(page: ImagingPage, sample: Examination) -> None:
    (finding, *_) = only(sample).findings or ()
    far = msgspec.structs.replace(finding, quote=Quote(start=5000, end=6000))
    page.show_examination(
        with_reports(sample, msgspec.structs.replace(only(sample), findings=(far,)))
    )
    page.forms[0].findings.rows[0].number.click()
    assert page.forms[0].report.findings == (far,)


def test_a_sitting_by_keyboard_alone_records_a_report(
    page: ImagingPage, sample: Examination, emitted: list[Any]
) -> None:
    page.show_examination(with_reports(sample))
    page.start()
    QTest.keyClick(focused(), Qt.Key.Key_Space)

    def tab() -> None:
        QTest.keyClick(focused(), Qt.Key.Key_Tab)

    QTest.keyClick(focused(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert page.forms[0].study_fold.is_open
    tab()
    for words in ("MRI", "Lumbar", "5/10/2026", "6/10/2026", "Dr Ray", "North"):
        QTest.keyClicks(focused(), words)
        tab()
    report = emitted[-1][0]
    assert report == ImagingReport(
        id=report.id,
        modality=Modality.MRI,
        region=Region.LUMBAR,
        performed_on=date(2026, 10, 5),
        reported_on=date(2026, 10, 6),
        reporter="Dr Ray",
        site="North",
    )
    for _ in range(20):
        if focused() is page.forms[0].text:
            break
        tab()
    QTest.keyClicks(focused(), "All normal.")
    tab()
    assert emitted[-1][0].text == "All normal."


def test_everything_that_takes_the_keyboard_has_a_name(page: ImagingPage) -> None:
    page.forms[0].findings.add_row()
    named = 0
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface is not None
            assert interface.text(QAccessible.Text.Name), widget
            named += 1
    assert named > 40


def test_the_page_fits_1366_by_768_without_sideways_scrolling(page: ImagingPage) -> None:
    form = page.forms[0]
    assert page.minimumSizeHint().width() <= 1150
    assert form.findings._area.horizontalScrollBar().maximum() == 0
    texts = form.text
    assert (
        texts.mapTo(page, texts.rect().bottomRight()).x()
        <= form.findings.mapTo(page, form.findings.rect().topLeft()).x()
    )


def test_findings_stand_below_the_report_where_there_is_no_room_beside_it(
    page: ImagingPage,
) -> None:
    form = page.findChildren(ImagingReportForm)[0]
    for width, way in ((700, Qt.Orientation.Vertical), (1150, Qt.Orientation.Horizontal)):
        page.resize(width, 600)
        QApplication.processEvents()
        assert form._sides.orientation() is way
