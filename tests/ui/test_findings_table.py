"""The findings table: one row a finding, nothing recorded that is incomplete, nothing lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import BodySide, Level, Root, Zone
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import (
    FindingKind,
    ImagingFinding,
    Quote,
    RootRelation,
    Status,
)
from clinic_desktop.ui.quoting import as_shown, code_point, moved, qt_position
from clinic_desktop.ui.widgets.findings_table import FindingsTable
from tests.ui.keys import focused

FULL = ImagingFinding(
    level=Level.L4_L5,
    kind=FindingKind.PROTRUSION,
    side=BodySide.RIGHT,
    zone=Zone.SUBARTICULAR,
    root=Root.L5,
    root_relation=RootRelation.DISPLACEMENT,
    grade_system="Pfirrmann 2004",
    grade="2",
    status=Status.INFERRED,
    root_reason="conjoined root",
    quote=Quote(start=2, end=9),
)
BULGE = ImagingFinding(level=Level.L5_S1, kind=FindingKind.BULGE, grade="mild")


@pytest.fixture
def table(qtbot: QtBot, catalogue: Catalogue) -> FindingsTable:
    shown = FindingsTable(catalogue)
    qtbot.addWidget(shown)
    shown.resize(796, 400)
    shown.show()
    qtbot.waitActive(shown)
    return shown


@pytest.fixture
def emitted(table: FindingsTable) -> list[Any]:
    values: list[Any] = []
    table.changed.connect(values.append)
    return values


def test_every_part_is_mirrored_and_nothing_is_said(
    table: FindingsTable, emitted: list[Any]
) -> None:
    table.show_findings((FULL, BULGE))
    assert [row.finding for row in table.rows] == [FULL, BULGE]
    assert table.rows[0].fields["status"].currentText() == "Inferred"
    assert emitted == []


def test_parts_that_are_not_shown_survive_an_edit(table: FindingsTable, emitted: list[Any]) -> None:
    table.show_findings((FULL,))
    table.rows[0].fields["side"].choose("left")
    (finding,) = emitted[-1]
    assert finding.side is BodySide.LEFT
    assert finding.root_reason == "conjoined root"
    assert finding.grade_system == "Pfirrmann 2004"
    assert finding.quote == Quote(start=2, end=9)
    assert finding.grade == "2"


def test_a_new_row_is_recorded_once_level_and_kind_are_chosen(
    table: FindingsTable, emitted: list[Any]
) -> None:
    table.show_findings((BULGE,))
    table.add_row()
    row = table.rows[1]
    assert row.warning.isVisible()
    assert "not recorded" in row.warning.text()
    row.fields["level"].choose("L3-L4")
    row.fields["side"].choose("left")
    assert emitted == []
    row.fields["kind"].choose("extrusion")
    new = ImagingFinding(level=Level.L3_L4, kind=FindingKind.EXTRUSION, side=BodySide.LEFT)
    assert emitted == [(BULGE, new)]
    assert not row.warning.isVisible()


def test_the_keyboard_alone_adds_fills_and_removes_a_row(
    table: FindingsTable, emitted: list[Any]
) -> None:
    table.add.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "L4-L5")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "Foram")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "R")
    assert emitted[-1] == (
        ImagingFinding(level=Level.L4_L5, kind=FindingKind.FORAMINAL_STENOSIS, side=BodySide.RIGHT),
    )
    for _ in range(6):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused() is table.rows[0].remove
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert emitted[-1] is None
    assert table.rows == []
    assert focused() is table.add


def test_a_typed_grade_is_kept_as_written(table: FindingsTable, emitted: list[Any]) -> None:
    table.show_findings((BULGE,))
    table.rows[0].fields["grade"].setFocus()
    line = table.rows[0].fields["grade"].lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "Schizas C")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert emitted[-1][0].grade == "Schizas C"


def test_a_row_being_filled_in_survives_the_echo_of_what_was_recorded(
    table: FindingsTable, emitted: list[Any]
) -> None:
    table.show_findings((BULGE,))
    table.add_row()
    table.rows[1].fields["kind"].choose("bulge")
    table.rows[0].fields["side"].choose("left")
    table.show_findings(emitted[-1])
    assert table.rows[1].fields["kind"].value == "bulge"
    assert len(emitted) == 1


def test_taking_the_level_back_takes_the_finding_out_until_it_is_chosen_again(
    table: FindingsTable, emitted: list[Any]
) -> None:
    table.show_findings((FULL, BULGE))
    table.rows[0].fields["level"].choose(None)
    assert emitted[-1] == (BULGE,)
    assert table.rows[0].warning.isVisible()
    table.rows[0].fields["level"].choose("L4-L5")
    assert emitted[-1] == (FULL, BULGE)


def test_removing_and_showing_fewer_findings(table: FindingsTable, emitted: list[Any]) -> None:
    table.show_findings((FULL, BULGE))
    table.rows[0].remove.click()
    assert emitted == [(BULGE,)]
    table.show_findings((BULGE, FULL, BULGE))
    assert [row.finding for row in table.rows] == [BULGE, FULL, BULGE]
    table.show_findings(None)
    assert table.rows == []
    assert table.current_number is None


def test_the_row_worked_in_last_is_the_current_one(table: FindingsTable, qtbot: QtBot) -> None:
    table.show_findings((FULL, BULGE))
    with qtbot.waitSignal(table.current_changed):
        table.rows[1].fields["zone"].setFocus()
    assert table.current_number == 2
    with qtbot.waitSignal(table.current_changed):
        table.rows[0].number.click()
    assert table.current_number == 1
    assert table.current_quote == Quote(start=2, end=9)
    assert table.rows[0].number.accessibleName() == "Finding 1, quoted, current"


def test_an_empty_list_somebody_wrote_stays_until_there_is_a_finding(
    table: FindingsTable, emitted: list[Any]
) -> None:
    table.show_findings(())
    table.add_row()
    table.rows[0].remove.click()
    assert emitted == []
    assert table.findings == ()


def test_eight_columns_need_no_sideways_scrolling_at_1366(
    table: FindingsTable, qtbot: QtBot
) -> None:
    """The window leaves the table 838 px there; twenty rows bring the upright bar as well."""
    table.resize(838, 300)
    table.show_findings((FULL,) * 20)
    qtbot.waitUntil(lambda: table._area.verticalScrollBar().maximum() > 0)
    assert table._area.horizontalScrollBar().maximum() == 0


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(texts, texts)
def test_every_index_survives_the_way_through_qt_positions(before: str, after: str) -> None:
    text = before + after
    is_between = before.endswith("\r") and after.startswith("\n")
    if not is_between:
        assert code_point(text, qt_position(text, len(before))) == len(before)


def test_positions_are_counted_as_qt_counts_them() -> None:
    """Qt counts UTF-16 units, and a Windows line break once."""
    text = "\U0001f600\r\nL4-L5 \U0001d49c bulge"
    document = QTextDocument(as_shown(text))
    start = text.index("bulge")
    assert qt_position(text, start) == document.find("bulge").selectionStart() == 12
    assert code_point(text, 12) == start


@given(texts, texts, texts, texts)
def test_an_edit_beside_the_quote_never_changes_the_quoted_words(
    before: str, words: str, after: str, typed: str
) -> None:
    old = before + words + after
    quote = Quote(start=len(before), end=len(before) + len(words))
    for new in (typed + words + after, before + words + typed):
        follows = moved(quote, old, as_shown(new))
        if follows is not None and follows.span is not None:
            start, end = follows.span
            assert as_shown(new)[start:end] == as_shown(words) or "\r" in old


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("new: mild bulge at L5", "mild bulge"),
        ("A mild bulge here at L5", "mild bulge"),
        ("A mild broad bulge at L5", "mild broad bulge"),
        ("A mill bulge at L5", "mill bulge"),
        ("A severe bulge at L5", "severe bulge"),
        ("A XXXXXXXXXX at L5", None),
        ("A milxx at L5", "milxx"),
        ("A mild bu L5", None),
        ("", None),
    ],
)
def test_a_quote_follows_its_words_or_goes_with_them(new: str, words: str | None) -> None:
    follows = moved(Quote(start=2, end=12), "A mild bulge at L5", new)
    span = follows.span if follows else None
    assert (new[slice(*span)] if span else None) == words


def test_a_quote_follows_through_other_line_breaks_and_fixed_spaces() -> None:
    old = "one\r\ntwo\u00a0three\r\nfour"
    quote = Quote(start=old.index("four"), end=len(old))
    new = "one\ntwo three!\nfour"
    follows = moved(quote, old, new)
    assert follows is not None
    assert follows.span is not None
    assert new[slice(*follows.span)] == "four"


def test_half_a_quote_is_left_alone() -> None:
    assert moved(Quote(start=3), "some words", "words") == Quote(start=3)
