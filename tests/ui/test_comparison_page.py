"""The comparison page: tables by keyboard, what stands beside a reading, mechanisms, clusters."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import Level, Root, Side, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import (
    Examination,
    FunctionalTest,
    Mechanism,
    new_examination,
)
from clinic_desktop.domain.imaging import (
    FindingKind,
    ImagingFinding,
    ImagingReport,
    Modality,
    Status,
)
from clinic_desktop.domain.reading import ReportReading
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.domain.screening import ConductionSign, OtherSource, SignKind
from clinic_desktop.domain.values import Examined
from clinic_desktop.ui.comparison_page import ComparisonPage
from clinic_desktop.ui.root_dialog import RootDialog
from clinic_desktop.ui.widgets.mechanism_entry import MechanismEntry
from clinic_desktop.ui.widgets.read_only import make_read_only
from clinic_desktop.ui.widgets.row_detail import RowDetail
from clinic_desktop.ui.widgets.text_area import TextLine
from tests.ui.conftest import PATIENT
from tests.ui.dialogs import answer
from tests.ui.keys import enter, focused, press, repeat
from tests.ui.reading_stub import stub_intake
from tests.ui.walking import tab_stops

NOT_A_PROBABILITY = "It says nothing of how likely anything is in this patient"


def nothing_recorded() -> Examination:
    return new_examination(PATIENT.id, PATIENT, "lumbar_core", "2026-11-18T10:00:00Z", None, None)


def shown(page: ComparisonPage, qtbot: QtBot, examination: Examination) -> str:
    qtbot.addWidget(page)
    page.show_examination(examination)
    return "\n".join(label.text() for label in page._inner.findChildren(QLabel))


def test_without_a_result_no_cluster_is_listed(qtbot: QtBot, catalogue: Catalogue) -> None:
    text = shown(ComparisonPage(catalogue), qtbot, nothing_recorded())
    assert "Clusters" not in text
    assert NOT_A_PROBABILITY not in text


def test_counts_stand_with_their_basis_and_with_what_they_do_not_say(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    slr = Response(test="slr", side=TestedSide.RIGHT, outcome=Outcome.NEGATIVE)
    text = shown(ComparisonPage(catalogue), qtbot, nothing_recorded().with_response(slr))
    assert "Sciatic four, right: 0 positive of 1 done; without a result: Bragard" in text
    assert "no accuracy of the four together was found (Berthelot 2021" in text
    assert NOT_A_PROBABILITY in text
    assert "Sciatic four, left" not in text


def test_a_conduction_sign_without_loss_is_counted_at_once(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    """It gives no row of the comparison, so the comparison alone would not tell the change."""
    page = ComparisonPage(catalogue)
    assert "Signs of one root" not in shown(page, qtbot, nothing_recorded())
    sign = ConductionSign(root=Root.S1, side=Side.LEFT, kind=SignKind.REFLEX, grade="normal")
    signed = msgspec.structs.replace(nothing_recorded(), conduction=(sign,))
    assert "Signs of one root, left: S1: 0 of 1 with loss" in shown(page, qtbot, signed)


def test_the_longest_list_does_not_scroll_sideways(qtbot: QtBot, catalogue: Catalogue) -> None:
    every = nothing_recorded()
    for test in catalogue.tests:
        for side in (TestedSide.LEFT, TestedSide.RIGHT):
            every = every.with_response(Response(test=test, side=side, outcome=Outcome.POSITIVE))
    signs = tuple(
        ConductionSign(root=root, side=side, kind=SignKind.REFLEX, grade="absent")
        for root in Root
        for side in Side
    )
    page = ComparisonPage(catalogue)
    shown(page, qtbot, msgspec.structs.replace(every, conduction=signs))
    page.resize(1100, 700)
    page.show()
    qtbot.waitExposed(page)
    assert page._scroll.horizontalScrollBar().maximum() == 0


def sample() -> Examination:
    """A lumbar examination with an MRI report that is read, and a conduction sign."""
    return msgspec.convert(
        {
            "format": "clinic-desktop-examination",
            "version": 1,
            "id": "0197c001-0000-7000-8000-000000000001",
            "protocol": "lumbar_core",
            "patient": {
                "id": "0197c002-0000-7000-8000-000000000001",
                "birth_date": "1980-02-29",
            },
            "performed_at": "2026-11-18T09:30:00+01:00",
            "responses": [
                {"test": "slr", "side": "left", "outcome": "positive", "familiar": "yes"},
                {"test": "slr", "side": "right", "outcome": "negative"},
            ],
            "conduction": [{"root": "L5", "side": "left", "kind": "reflex", "grade": "reduced"}],
            "imaging": [
                {
                    "id": "0197c009-0000-7000-8000-000000000001",
                    "modality": "MRI",
                    "region": "lumbar",
                    "position": "supine",
                    "performed_on": "2026-10-05",
                    "text": "L4-L5: protrusion left. Desiccation at L5-S1.",
                    "findings": [
                        {
                            "level": "L4-L5",
                            "kind": "protrusion",
                            "side": "left",
                            "zone": "subarticular",
                            "status": "stated",
                            "quote": {"start": 7, "end": 22},
                        },
                        {"level": "L5-S1", "kind": "disc_degeneration", "status": "stated"},
                    ],
                },
                {"modality": "CT", "region": "lumbar", "performed_on": "2020-01-02"},
            ],
        },
        Examination,
    )


@pytest.fixture
def comparison(qtbot: QtBot, catalogue: Catalogue) -> ComparisonPage:
    """The page, shown with the sample; what it says changed is shown on it again."""
    page = ComparisonPage(catalogue)
    qtbot.addWidget(page)
    page.resize(1150, 640)
    with qtbot.waitActive(page):
        page.show()
    held = [sample()]

    def take(examination: Examination) -> None:
        held[0] = examination
        page.show_examination(examination)

    page.changed.connect(lambda fields: take(msgspec.structs.replace(held[0], **fields)))
    page.commented.connect(lambda row, note: take(held[0].with_comment(row, note)))
    page.show_examination(held[0])
    page.start()
    return page


def shown_by(page: ComparisonPage) -> Examination:
    assert page._examination is not None
    return page._examination


def opened(detail: RowDetail) -> list[bool]:
    return [fold.is_open for fold in (detail.findings, detail.literature)]


def cells(page: ComparisonPage, row: int) -> list[str]:
    table = page.pathways.table
    items = [table.item(row, column) for column in range(table.columnCount())]
    return [item.text() for item in items if item is not None]


def test_the_tables_are_tables_and_walked_with_the_arrows(comparison: ComparisonPage) -> None:
    table = comparison.pathways.table
    assert table.hasFocus()
    node = QAccessible.queryAccessibleInterface(table)
    assert node.role() == QAccessible.Role.Table
    assert node.text(QAccessible.Text.Name) == "Mechanosensitivity, by side and pathway"
    assert table.current == "left/sciatic"
    assert comparison.pathways.details["left/sciatic"].isVisible()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.current == "right/sciatic"
    assert comparison.pathways.details["right/sciatic"].isVisible()
    assert not comparison.pathways.details["left/sciatic"].isVisible()


def test_a_row_says_both_sources_reading_agreement_and_note(comparison: ComparisonPage) -> None:
    name, examined, imaging, reading, agreement, _ = cells(comparison, 0)
    assert name == "Sciatic, left"
    assert examined.splitlines()[0] == "1 positive of 1 done (SLR)"
    assert imaging.splitlines() == [
        "Change described: L5 from level and zone",
        "L4-L5 disc protrusion, left",
        "L5-S1 disc degeneration",
    ]
    assert reading == "\u25c6\u25c6  Both sources"
    assert agreement.splitlines()[0] == "\u2713 side: the same"


def test_reports_are_named_above_with_their_days(comparison: ComparisonPage) -> None:
    told = comparison.headings.text()
    assert "MRI report of 5 October 2026, supine, 44 days before this examination" in told
    assert "Also held, not in the table: CT report of 2 January 2020" in told
    assert "also held" not in "\n".join(cells(comparison, 0))


def test_letters_open_literature_and_findings_and_lead_to_the_comment(
    comparison: ComparisonPage,
) -> None:
    detail = comparison.pathways.details["left/sciatic"]
    press("l")
    assert opened(detail) == [False, True]
    told = "\n".join(label.text() for label in detail.literature.findChildren(QLabel))
    assert "These sources disagree" in told
    assert "Herniation, n = 94" in told
    assert "aged about 50" in told
    assert "doi:" in told
    enter()
    assert opened(detail) == [False, False]
    press("w")
    told = "\n".join(label.text() for label in detail.findings.findChildren(QLabel))
    assert "\u201cprotrusion left\u201d" in told
    assert "L4-L5, subarticular, left: L5 (usual)" in told
    assert "No words of the report are marked." in told
    press("w")
    assert opened(detail) == [False, False]
    press("c")
    assert detail.comment.hasFocus()
    press("L")
    assert detail.comment.toPlainText() == "L"
    QTest.keyClick(detail.comment, Qt.Key.Key_Escape)
    assert comparison.pathways.table.hasFocus()
    assert shown_by(comparison).comment("left/sciatic") == "L"
    assert cells(comparison, 0)[5] == "L"


def test_other_letters_do_nothing_and_a_held_one_counts_once(comparison: ComparisonPage) -> None:
    press("x")
    repeat("l")
    assert not comparison.pathways.details["left/sciatic"].literature.is_open


def test_a_comment_rebuilds_nothing(comparison: ComparisonPage) -> None:
    details = dict(comparison.pathways.details)
    comparison.comments["left/sciatic"].enter("Palpation, not the nerve.")
    assert comparison.pathways.details == details
    assert cells(comparison, 0)[5] == "Palpation, not the nerve."


def test_what_is_compared_anew_keeps_row_scroll_and_open_strips(
    comparison: ComparisonPage, qtbot: QtBot
) -> None:
    QTest.keyClick(comparison.pathways.table, Qt.Key.Key_Down)
    comparison.pathways.details["right/sciatic"].literature.open()
    bar = comparison._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(40)
    more = Response(test="bragard", side=TestedSide.RIGHT, outcome=Outcome.NEGATIVE)
    comparison.show_examination(shown_by(comparison).with_response(more))
    assert comparison.pathways.table.current == "right/sciatic"
    assert comparison.pathways.details["right/sciatic"].literature.is_open
    assert bar.value() == 40


def test_a_root_is_changed_right_there_with_its_reason(
    comparison: ComparisonPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(dialog: RootDialog) -> None:
        dialog.root.choose("L4")
        dialog.accept()
        assert "Write why" in dialog.told.text()
        dialog.reason.enter("migrated fragment")
        dialog.accept()

    answer(monkeypatch, RootDialog, change)
    press("r")
    button = focused()
    assert isinstance(button, QPushButton)
    button.click()
    (held, _) = shown_by(comparison).imaging or ()
    changed = (held.findings or ())[0]
    assert (changed.root, changed.root_reason) == (Root.L4, "migrated fragment")
    assert changed.status is Status.INFERRED
    assert "L4" in cells(comparison, 0)[2]
    assert comparison.pathways.table.hasFocus()

    def give_back(dialog: RootDialog) -> None:
        assert dialog.root.value == "L4"
        dialog.root.choose("usual")
        dialog.accept()

    answer(monkeypatch, RootDialog, give_back)
    comparison.pathways.details["left/sciatic"].ask_root()
    button = focused()
    assert isinstance(button, QPushButton)
    button.click()
    (back, _) = shown_by(comparison).imaging or ()
    (told, *_) = back.findings or ()
    assert (told.root, told.root_reason, told.status) == (None, None, None)


def test_a_root_given_back_is_the_one_read_from_the_text(
    qtbot: QtBot, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    (held, _) = sample().imaging or ()
    (told, *_) = held.findings or ()
    read = msgspec.structs.replace(told, root=Root.L5)
    inferred = msgspec.structs.replace(
        read, root=Root.L4, root_reason="migrated fragment", status=Status.INFERRED
    )
    now = msgspec.structs.replace(held, findings=(inferred,))
    intake = stub_intake()._replace(read=lambda _: ReportReading(language="en", findings=(read,)))
    page = ComparisonPage(catalogue, intake=intake)
    page.changed.connect(
        lambda fields: page.show_examination(msgspec.structs.replace(shown_by(page), **fields))
    )
    shown(page, qtbot, msgspec.structs.replace(sample(), imaging=(now,)))

    def give_back(dialog: RootDialog) -> None:
        dialog.root.choose("usual")
        dialog.accept()

    answer(monkeypatch, RootDialog, give_back)
    page.pathways.root_wanted.emit(now, inferred)
    assert shown_by(page).imaging == (msgspec.structs.replace(now, findings=(read,)),)


def test_a_root_that_the_report_names_is_not_given_back(qtbot: QtBot, catalogue: Catalogue) -> None:
    named = ImagingFinding(
        level=Level.L4_L5, kind=FindingKind.BULGE, root=Root.L4, status=Status.STATED
    )
    dialog = RootDialog(named, catalogue)
    qtbot.addWidget(dialog)
    offered = [dialog.root.itemText(place) for place in range(dialog.root.count())]
    assert "L4" in offered
    assert not [words for words in offered if words.startswith("Usual")]


def test_no_root_is_no_answer_and_enter_in_the_reason_sets_the_root(
    comparison: ComparisonPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(dialog: RootDialog) -> None:
        dialog.root.choose(None)
        dialog.accept()
        assert "Choose a root" in dialog.told.text()
        dialog.root.choose("L4")
        dialog.reason.setFocus()
        QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
        assert "Write why" in dialog.told.text()
        QTest.keyClicks(dialog.reason, "conjoined root")
        QTest.keyClick(dialog.reason, Qt.Key.Key_Return)

    answer(monkeypatch, RootDialog, change)
    press("r")
    button = focused()
    assert isinstance(button, QPushButton)
    button.click()
    (held, _) = shown_by(comparison).imaging or ()
    changed = (held.findings or ())[0]
    assert (changed.root, changed.root_reason) == (Root.L4, "conjoined root")
    assert comparison.pathways.table.hasFocus()


def test_leaving_the_root_changes_nothing(
    comparison: ComparisonPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, RootDialog, lambda dialog: dialog.reject())
    press("r")
    button = focused()
    assert isinstance(button, QPushButton)
    button.click()
    assert shown_by(comparison) == sample()


def test_a_row_without_a_report_says_so(comparison: ComparisonPage) -> None:
    comparison.show_examination(msgspec.structs.replace(sample(), imaging=None))
    press("r")
    detail = comparison.pathways.details["left/sciatic"]
    told = "\n".join(label.text() for label in detail.findings.findChildren(QLabel))
    assert "No report of this region is held." in told
    assert "No imaging report of this region is held." in comparison.headings.text()


def test_what_the_report_states_normal_stands_behind_the_cell(comparison: ComparisonPage) -> None:
    held = (sample().imaging or ())[0]
    normal = msgspec.structs.replace(
        held, findings=None, stated_normal=(Level.L5_S1,), rest_stated_normal=True
    )
    comparison.show_examination(msgspec.structs.replace(sample(), imaging=(normal,)))
    press("w")
    detail = comparison.pathways.details["left/sciatic"]
    told = "\n".join(label.text() for label in detail.findings.findChildren(QLabel))
    assert "Stated normal: L5-S1." in told
    assert "all it does not list is normal" in told
    assert "no finding accepted" in told


def test_not_mentioned_is_said_in_full(comparison: ComparisonPage) -> None:
    held = msgspec.structs.replace((sample().imaging or ())[0], findings=None)
    comparison.show_examination(msgspec.structs.replace(sample(), imaging=(held,)))
    assert "The report states neither change nor normality" in cells(comparison, 0)[2]
    assert "never read as normal" in comparison.statements.text()


def test_every_report_held_is_listed_and_one_that_wants_only_its_date_is_told(
    comparison: ComparisonPage,
) -> None:
    held, *_ = sample().imaging or ()
    undated = msgspec.structs.replace(held, id=None, performed_on=None)
    study = ImagingReport(modality=Modality.EMG_NCS, text="Denervation.")
    comparison.show_examination(msgspec.structs.replace(sample(), imaging=(held, undated, study)))
    told = comparison.headings.text()
    assert "Also held, not in the table: EMG / nerve conduction study report, undated" in told
    assert "MRI report, undated: the tables use the newest dated report" in told


def test_nerve_studies_stand_beside_the_conduction(comparison: ComparisonPage) -> None:
    study = msgspec.convert(
        {"modality": "EMG_NCS", "electrodiagnosis": {"roots": [{"root": "L5"}]}}, ImagingReport
    )
    before = sample()
    imaging = (*(before.imaging or ()), study)
    comparison.show_examination(msgspec.structs.replace(before, imaging=imaging))
    assert "EMG/NCS: Roots named: L5" in comparison.roots.beside.text()
    item = comparison.roots.table.item(0, 1)
    assert item is not None
    assert "EMG/NCS names L5" in item.text()


def test_rule_checks_stand_in_a_table_of_their_own(
    comparison: ComparisonPage, qtbot: QtBot
) -> None:
    assert "2 responses" in comparison.rules.button.toolTip()
    comparison.rules.open()
    qtbot.waitUntil(comparison.rule_checks.isVisible)
    assert comparison.rule_checks.rowCount() == 2


def entry_of(comparison: ComparisonPage) -> MechanismEntry | None:
    return comparison.mechanisms.rows["dyn_listhesis"].entry


def test_a_mechanism_is_considered_with_a_further_test_and_its_result(
    comparison: ComparisonPage,
) -> None:
    row = comparison.mechanisms.rows["dyn_listhesis"]
    assert row.why.text().startswith("Offered: the study was made lying down; the position")
    row.considered.setChecked(True)
    assert row.entry is not None
    assert row.entry.test.itemData(1) == "flexion_extension_xray"
    row.entry.test.choose("flexion_extension_xray")
    row.entry.note.enter("catch on coming up")
    (entry,) = shown_by(comparison).mechanisms_considered or ()
    assert entry == Mechanism(
        mechanism="dyn_listhesis",
        proposed_test="flexion_extension_xray",
        note="catch on coming up",
    )
    assert "No result is recorded yet" in row.entry.results.text()
    row.entry.enter.click()
    line = focused()
    assert isinstance(line, TextLine)
    line.enter("slip of 4 mm")
    assert shown_by(comparison).functional_tests == (
        FunctionalTest(test="flexion_extension_xray", result="slip of 4 mm"),
    )
    assert "slip of 4 mm" in row.entry.results.text()
    assert row.found.isHidden()
    row.entry.enter.click()
    assert len(shown_by(comparison).functional_tests or ()) == 1
    row.considered.setChecked(False)
    assert shown_by(comparison).mechanisms_considered is None
    assert entry_of(comparison) is None
    row.considered.setChecked(True)
    again = entry_of(comparison)
    assert again is not None
    assert (again.test.value, again.note.value) == (None, None)


def test_the_evidence_of_a_mechanism_opens_with_its_source(comparison: ComparisonPage) -> None:
    row = comparison.mechanisms.rows["dyn_listhesis"]
    row.show_evidence.setChecked(True)
    assert "In the examination: Pain on standing" in row.evidence.text()
    assert "Segebarth" in row.evidence.text()
    row.show_evidence.setChecked(False)
    assert not row.evidence.isVisible()


def test_own_mechanisms_are_kept_apart_from_those_offered(comparison: ComparisonPage) -> None:
    comparison.mechanisms.rows["dyn_listhesis"].considered.setChecked(True)
    own = comparison.mechanisms.own
    own.add.click()
    own.rows[0].mechanism.choose("Tethered nerve after a burn")
    own.rows[0].proposed_test.choose("dynamic_ultrasound")
    own.rows[0].note.enter("scar")
    considered = shown_by(comparison).mechanisms_considered or ()
    assert [entry.mechanism for entry in considered] == [
        "dyn_listhesis",
        "Tethered nerve after a burn",
    ]
    remove = own.rows[0].findChildren(QPushButton)[-1]
    remove.click()
    assert len(shown_by(comparison).mechanisms_considered or ()) == 1


def test_sources_found_stand_in_the_same_picture(comparison: ComparisonPage) -> None:
    found = msgspec.structs.replace(
        sample(),
        other_sources=(
            OtherSource(source="nerve_trunk_palpation", found=Examined.YES, note="tibial"),
        ),
    )
    comparison.show_examination(found)
    panel = comparison.mechanisms
    assert "Found in the examination: Nerve trunk tenderness (tibial)" in panel._sources.text()
    assert "See: Sciatic nerve irritated outside the spine" in panel._sources.text()
    assert panel.rows["extraspinal_sciatic"].found.isVisible()


def test_offers_follow_how_the_study_was_made(comparison: ComparisonPage) -> None:
    kept = comparison.mechanisms.rows["extraspinal_sciatic"]
    standing = msgspec.structs.replace((sample().imaging or ())[0], position="standing")
    comparison.show_examination(msgspec.structs.replace(sample(), imaging=(standing,)))
    assert "dyn_listhesis" not in comparison.mechanisms.rows
    assert comparison.mechanisms.rows["extraspinal_sciatic"] is kept
    comparison.show_examination(msgspec.structs.replace(sample(), imaging=None))
    assert comparison.mechanisms.none.isVisible()
    comparison.show_examination(sample())
    assert next(iter(comparison.mechanisms.rows)) == "dyn_listhesis"


def test_without_a_row_the_keyboard_begins_at_the_mechanisms(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    page = ComparisonPage(catalogue)
    qtbot.addWidget(page)
    page.show_examination(msgspec.structs.replace(nothing_recorded(), protocol=None))
    with qtbot.waitActive(page):
        page.show()
    page.start()
    assert page.mechanisms.own.add.hasFocus()
    assert "No neurodynamic test" in page.pathways.about.text()
    assert "No loss is recorded" in page.roots.about.text()


def test_tab_goes_from_each_table_to_its_row_and_on(comparison: ComparisonPage) -> None:
    stops = tab_stops(comparison)
    of_row = comparison.pathways.details["left/sciatic"]
    wanted = [
        comparison.pathways.table,
        of_row.comment,
        of_row.findings.button,
        of_row.literature.button,
        comparison.roots.table,
    ]
    places = [stops.index(stop) for stop in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize("percent", [100, 150])
def test_no_cell_is_cut(comparison: ComparisonPage, percent: int) -> None:
    font = comparison.font()
    font.setPointSizeF(font.pointSizeF() * percent / 100)
    comparison.setFont(font)
    comparison.pathways.table.setFont(font)
    QApplication.processEvents()
    table = comparison.pathways.table
    for row in range(table.rowCount()):
        for column in range(table.columnCount()):
            needed = table._height(column, cells(comparison, row)[column], bold=column in (0, 3))
            assert table.rowHeight(row) >= needed
    assert table.verticalScrollBar().maximum() == 0
    assert table.horizontalScrollBar().maximum() == 0


def test_the_wheel_over_a_table_scrolls_the_page(comparison: ComparisonPage) -> None:
    table = comparison.pathways.table
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -20),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(table.viewport(), event)
    assert not event.isAccepted()


def test_a_signed_comparison_is_only_read(qtbot: QtBot, catalogue: Catalogue) -> None:
    page = ComparisonPage(catalogue, is_signed=True)
    qtbot.addWidget(page)
    page.show_examination(sample())
    make_read_only(page)
    with qtbot.waitActive(page):
        page.show()
    detail = page.pathways.details["left/sciatic"]
    assert not detail.literature.is_open
    detail.findings.open()
    assert not detail.findings.inner.findChildren(QPushButton)
    assert detail.comment.isReadOnly()
    row = page.mechanisms.rows["dyn_listhesis"]
    assert not row.considered.isEnabled()
    assert row.show_evidence.isVisible()
    header = page.pathways.table.horizontalHeaderItem(3)
    assert header is not None
    assert header.text() == "Reading"
