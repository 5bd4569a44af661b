"""What is read from a report is offered, answered by one key each, and points at its words."""

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QTextCharFormat
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import BodySide, Level, Root
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import (
    Certainty,
    FindingKind,
    ImagingFinding,
    ImagingReport,
    Modality,
    Quote,
    Status,
)
from clinic_desktop.domain.reading import ReportReading, taken_over
from clinic_desktop.ui.offers import offers_in
from clinic_desktop.ui.widgets.imaging_report_form import ImagingReportForm
from tests.ui.keys import enter, focused, press, repeat
from tests.ui.reading_stub import GERMAN, TEXT, stub_intake
from tests.ui.walking import problems


@pytest.fixture
def form(qtbot: QtBot, catalogue: Catalogue) -> ImagingReportForm:
    """The form of a report in which only its words are recorded."""
    shown = ImagingReportForm(catalogue, ImagingReport(text=TEXT), stub_intake())
    qtbot.addWidget(shown)
    shown.resize(1130, 560)
    with qtbot.waitActive(shown):
        shown.show()
    shown.start()
    return shown


@pytest.fixture
def emitted(form: ImagingReportForm) -> list[Any]:
    values: list[Any] = []
    form.changed.connect(values.append)
    return values


def names(form: ImagingReportForm) -> list[str]:
    return [offer.name for offer in form.offers.list.offers]


def marked(form: ImagingReportForm) -> str:
    """Return the words that are marked as those of the current row."""
    dashed = QTextCharFormat.UnderlineStyle.DashUnderline
    (words,) = [
        selection.cursor.selectedText()
        for selection in form.text.extraSelections()
        if selection.format.underlineStyle() != dashed
    ]
    return str(words)


def test_what_is_read_is_offered_and_nothing_of_it_is_recorded(
    form: ImagingReportForm, emitted: list[Any]
) -> None:
    assert names(form) == [
        "L4-L5  disc protrusion",
        "L3-L4  canal stenosis",
        "L5-S1  foraminal stenosis",
        "L2-L3  stated normal",
        "All it does not list is stated normal",
    ]
    assert form.offers.heading.text() == "Offered, not counted (5)"
    assert form.offers.list.offers[0].details == "right, subarticular, L5 root: displacement"
    assert form.offers.list.offers[2].details == "left, foraminal, called possible"
    assert form.offers.accept_all.text().startswith("Accept all 5")
    assert form.report == ImagingReport(text=TEXT)
    assert emitted == []
    assert focused() is form.offers.list
    assert form.right.not_mentioned.text().startswith("Not mentioned: L1-L2.")
    assert problems(form) == []


def denied(level: Level, kind: FindingKind, side: BodySide | None = None) -> ImagingFinding:
    words = Quote(start=list(Level).index(level), end=list(Level).index(level) + 1)
    return ImagingFinding(level=level, kind=kind, side=side, grade="none", quote=words)


def test_changes_stand_first_and_what_is_denied_at_a_level_is_one_offer(
    catalogue: Catalogue,
) -> None:
    kind, left, right = FindingKind, BodySide.LEFT, BodySide.RIGHT
    changed = [
        ImagingFinding(level=Level.L2_L3, kind=kind.ANNULAR_FISSURE),
        ImagingFinding(level=Level.L3_L4, kind=kind.CANAL_STENOSIS),
        ImagingFinding(level=Level.L5_S1, kind=kind.BULGE),
        ImagingFinding(level=Level.L4_L5, kind=kind.FORAMINAL_STENOSIS, root=Root.L4),
    ]
    reading = ReportReading(
        language="en",
        findings=(
            denied(Level.T11_T12, kind.CANAL_STENOSIS),
            denied(Level.L2_L3, kind.FORAMINAL_STENOSIS, left),
            denied(Level.L2_L3, kind.CANAL_STENOSIS),
            denied(Level.L2_L3, kind.LATERAL_RECESS_STENOSIS),
            *changed,
            denied(Level.L5_S1, kind.PROTRUSION),
            denied(Level.L5_S1, kind.FORAMINAL_STENOSIS, left),
            denied(Level.L5_S1, kind.FORAMINAL_STENOSIS, right),
        ),
        stated_normal=(Level.L1_L2,),
    )
    report = ImagingReport(text="x" * 100)
    offers = offers_in(reading, report, catalogue)
    assert [offer.name for offer in offers] == [
        "L4-L5  foraminal stenosis",
        "L5-S1  disc bulge",
        "L3-L4  canal stenosis",
        "L2-L3  annular fissure",
        "T11-T12  no canal stenosis",
        "L2-L3  no canal, lateral recess or left foraminal stenosis",
        "L5-S1  no disc protrusion or foraminal stenosis",
        "L1-L2  stated normal",
    ]
    assert len(offers[5].findings) == 3
    assert len(offers_in(reading, taken_over(report, *offers[5].findings), catalogue)) == 7


def test_one_key_answers_all_that_is_denied_at_a_level(
    form: ImagingReportForm, emitted: list[Any]
) -> None:
    form.text.enter("L4-L5: no canal stenosis.\nL4-L5: no foraminal stenosis.\n")
    assert names(form) == ["L4-L5  no canal or foraminal stenosis"]
    assert len(form.text.extraSelections()) == 2
    form.text.setFocus()
    form.text.setTextCursor(form.text.document().find("foraminal"))
    assert form.offers.list.currentRow() == 0
    form.offers.start()
    press("x")
    assert len(emitted[-1].set_aside) == 2
    form.offers.fold.open()
    form.offers.back[1].click()
    form.offers.back[0].click()
    press("a")
    assert [row.grade for row in emitted[-1].findings] == ["none", "none"]


def test_a_screen_reader_hears_that_a_row_is_offered(form: ImagingReportForm) -> None:
    node = QAccessible.queryAccessibleInterface(form.offers.list)
    heard = [
        child.text(QAccessible.Text.Name)
        for child in map(node.child, range(node.childCount()))
        if child is not None
    ]
    assert "Offered: L3-L4  canal stenosis, mild: \u201cmild canal stenosis.\u201d" in heard


@pytest.mark.parametrize("key", ["a", "\r"])
def test_one_key_accepts_and_the_next_is_current(
    form: ImagingReportForm, emitted: list[Any], key: str
) -> None:
    if key == "a":
        press("a")
    else:
        enter()
    (report,) = emitted
    (finding,) = report.findings
    assert (finding.level, finding.kind) == (Level.L4_L5, FindingKind.PROTRUSION)
    assert len(form.findings.rows) == 1
    current = form.offers.list.current
    assert current is not None
    assert current.name == "L3-L4  canal stenosis"
    assert focused() is form.offers.list


def test_every_offer_is_accepted_at_once_as_one_answer(
    form: ImagingReportForm, emitted: list[Any]
) -> None:
    said: list[str] = []
    form.said.connect(said.append)
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (report,) = emitted
    assert len(report.findings) == 3
    assert report.stated_normal == (Level.L2_L3,)
    assert report.rest_stated_normal is True
    assert said == ["5 accepted"]
    assert not form.offers.isVisible()
    assert form.stated_normal.boxes[Level.L2_L3].isChecked()
    assert form.rest_normal.value == "yes"


def test_what_is_set_aside_counts_nowhere_and_can_be_offered_again(
    form: ImagingReportForm, emitted: list[Any]
) -> None:
    press("x")
    QTest.keyClick(focused(), Qt.Key.Key_Delete)
    assert emitted[-1].findings is None
    assert [row.level for row in emitted[-1].set_aside] == [Level.L4_L5, Level.L3_L4]
    assert form.offers.fold.button.text().endswith("Set aside: 2")
    form.offers.fold.open()
    assert problems(form) == []
    form.offers.back[0].click()
    assert [row.level for row in emitted[-1].set_aside] == [Level.L3_L4]
    assert "L4-L5  disc protrusion" in names(form)
    form.offers.back[0].click()
    assert emitted[-1].set_aside is None
    assert not form.offers.fold.isVisible()


def test_the_rest_set_aside_is_answered_no(form: ImagingReportForm, emitted: list[Any]) -> None:
    form.offers.list.setCurrentRow(4)
    form.offers.aside.click()
    assert emitted[-1].rest_stated_normal is False
    assert form.rest_normal.value == "no"


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (0, lambda form: form.findings.rows[0].fields["kind"]),
        (3, lambda form: form.stated_normal.boxes[Level.L2_L3]),
        (4, lambda form: form.rest_normal.buttons["yes"]),
    ],
)
def test_an_offer_is_accepted_and_opened_for_correcting(
    form: ImagingReportForm, row: int, field: Any
) -> None:
    form.offers.list.setCurrentRow(row)
    press("e")
    assert focused() is field(form)


def test_the_buttons_do_what_the_keys_do(form: ImagingReportForm, emitted: list[Any]) -> None:
    form.offers.accept.click()
    form.offers.correct.click()
    assert len(emitted[-1].findings) == 2
    form.offers.accept_all.click()
    assert len(emitted[-1].findings) == 3


def test_a_held_key_answers_once_and_other_letters_answer_nothing(emitted: list[Any]) -> None:
    press("a")
    repeat("a")
    press("lqz")
    assert len(emitted) == 1


def test_a_row_and_its_words_point_at_each_other(form: ImagingReportForm) -> None:
    assert marked(form) == "right subarticular disc protrusion displacing the L5 root."
    assert len(form.text.extraSelections()) == 5
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert marked(form) == "mild canal stenosis."
    form.text.setFocus()
    form.text.setTextCursor(form.text.document().find("left foraminal"))
    assert form.offers.list.currentRow() == 2
    assert marked(form) == "possible left foraminal stenosis."


def test_an_accepted_row_that_is_worked_in_marks_its_words(form: ImagingReportForm) -> None:
    press("a")
    form.findings.rows[0].fields["side"].setFocus()
    assert marked(form) == "right subarticular disc protrusion displacing the L5 root."
    form.offers.list.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert marked(form) == "possible left foraminal stenosis."


def test_typing_is_read_after_a_pause_and_what_was_answered_stays_answered(
    form: ImagingReportForm, emitted: list[Any], qtbot: QtBot
) -> None:
    press("xa")
    form.text.setFocus()
    QTest.keyClicks(form.text, "Addendum. ")
    qtbot.waitUntil(lambda: (form.report.text or "").startswith("Addendum."))
    assert len(names(form)) == 3
    report = emitted[-1]
    for row in (*report.findings, *report.set_aside):
        assert report.text[slice(*row.quote.span)].endswith(("stenosis.", "root."))


def test_called_possible_and_inferred_stand_in_the_row(
    form: ImagingReportForm, emitted: list[Any]
) -> None:
    form.offers.list.setCurrentRow(2)
    press("a")
    row = form.findings.rows[0]
    assert row.doubt.isVisible()
    assert row.fields["status"].currentText() == "Possible"
    row.fields["side"].choose("right")
    assert emitted[-1].findings[0].certainty is Certainty.POSSIBLE
    row.fields["status"].choose("stated")
    finding = emitted[-1].findings[0]
    assert (finding.status, finding.certainty) == (Status.STATED, None)
    row.fields["status"].choose("possible")
    assert emitted[-1].findings[0].certainty is Certainty.POSSIBLE
    row.fields["status"].choose(None)
    assert emitted[-1].findings[0].status is None


def test_a_root_the_report_does_not_name_is_inferred_and_asks_for_the_reason(
    form: ImagingReportForm, emitted: list[Any]
) -> None:
    press("a")
    row = form.findings.rows[0]
    row.fields["root"].choose("L5")
    assert emitted[-1].findings[0].status is Status.STATED
    row.fields["root"].choose("S1")
    finding = emitted[-1].findings[0]
    assert (finding.root, finding.status) == (Root.S1, Status.INFERRED)
    assert focused() is row.reason
    row.reason.enter("conjoined root")
    assert emitted[-1].findings[0].root_reason == "conjoined root"
    assert problems(form) == []


def test_a_row_begun_by_hand_survives_an_accepted_offer(
    form: ImagingReportForm, emitted: list[Any]
) -> None:
    form.findings.add_row()
    form.findings.rows[0].fields["kind"].choose("bulge")
    form.offers.start()
    press("a")
    assert [row.finding is None for row in form.findings.rows] == [True, False]
    form.show_report(emitted[-1])
    assert form.findings.rows[0].fields["kind"].value == "bulge"


def test_another_language_is_said_and_warnings_stand_above(form: ImagingReportForm) -> None:
    form.text.enter(GERMAN)
    assert "nothing was read" in form.offers.warnings.text()
    assert not form.offers.list.isVisible()
    form.text.enter("Castellvi type II.\n" + TEXT)
    assert form.offers.warnings.text() == "The report numbers its levels unusually."
    form.text.enter("")
    assert not form.offers.isVisible()


def test_a_nerve_study_has_its_own_fields_and_offers_no_levels(
    form: ImagingReportForm, emitted: list[Any]
) -> None:
    form.show_report(ImagingReport(text=TEXT, modality=Modality.EMG_NCS))
    assert form.electrodiagnosis.isVisible()
    assert not form.offers.isVisible()
    form.start()
    assert focused() is form.text
    form.electrodiagnosis.fields["result"].choose("normal")
    assert emitted[-1].electrodiagnosis.result == "normal"
    assert emitted[-1].text == TEXT


def test_without_what_reads_nothing_is_offered(qtbot: QtBot, catalogue: Catalogue) -> None:
    finding = ImagingFinding(level=Level.L4_L5, kind=FindingKind.BULGE, side=BodySide.LEFT)
    report = ImagingReport(text=TEXT, findings=(finding,))
    form = ImagingReportForm(catalogue, report)
    qtbot.addWidget(form)
    form.show()
    assert not form.offers.isVisible()
    data = msgspec.structs.replace(report)
    assert form.report == data
