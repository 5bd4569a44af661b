"""A line says what it would record; Enter records it, and what is not understood stays."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.ui.widgets.command_box import CommandBox
from tests.domain.build import examination

EMPTY = examination(protocol="lumbar_core")


@pytest.fixture
def box(qtbot: QtBot, catalogue: Catalogue) -> CommandBox:
    shown = CommandBox(catalogue, "Ctrl+K")
    qtbot.addWidget(shown)
    shown.resize(900, 80)
    shown.show()
    shown.show_examination(EMPTY)
    return shown


def entered(box: CommandBox) -> list[tuple[Examination, str]]:
    seen: list[tuple[Examination, str]] = []
    box.entered.connect(lambda *what: seen.append(what))
    return seen


def type_in(box: CommandBox, text: str, *, enter: bool = False) -> None:
    box.line.clear()
    QTest.keyClicks(box.line, text)
    if enter:
        QTest.keyClick(box.line, Qt.Key.Key_Return)


def test_an_example_stands_in_the_empty_line_and_is_told_to_a_screen_reader(
    box: CommandBox,
) -> None:
    assert box.line.placeholderText() == "slr l 35f y +   (Ctrl+K)"
    assert box.line.accessibleName() == "Shorthand"
    assert "slr l 35f y +" in box.line.accessibleDescription()
    assert box.preview.full == ""


def test_while_typing_the_line_says_what_it_would_record(box: CommandBox) -> None:
    seen = entered(box)
    type_in(box, "slr l 35f y +")
    assert box.preview.full == "SLR LEFT: Fail (positive), 35°, familiar: yes, increase"
    assert box.preview.accessibleName() == box.preview.full
    type_in(box, "slr l foo")
    assert box.preview.full.startswith("“foo” is not understood.")
    assert not box.line.property("wrong")
    assert seen == []


def test_enter_records_and_clears(box: CommandBox) -> None:
    seen = entered(box)
    type_in(box, "slr l 35f", enter=True)
    ((after, said),) = seen
    response = after.response("slr", TestedSide.LEFT)
    assert response is not None
    assert response.onset_deg == 35
    assert said == "SLR LEFT: Fail (positive), 35°"
    assert box.line.text() == box.preview.full == ""


def test_a_wrong_line_records_nothing_and_stays_until_it_is_put_right(box: CommandBox) -> None:
    seen = entered(box)
    type_in(box, "slr l 35f; slx r p", enter=True)
    assert seen == []
    assert box.line.text() == "slr l 35f; slx r p"
    assert box.line.property("wrong")
    assert box.preview.full.startswith("“slx” is not a test.")
    QTest.keyClick(box.line, Qt.Key.Key_Backspace)
    assert not box.line.property("wrong")


def test_an_empty_line_and_what_is_recorded_already_record_nothing(
    box: CommandBox, catalogue: Catalogue
) -> None:
    seen = entered(box)
    type_in(box, "  ", enter=True)
    type_in(box, "slr l p", enter=True)
    box.show_examination(seen[0][0])
    type_in(box, "slr l p", enter=True)
    assert len(seen) == 1
    assert box.preview.full == "This is recorded already."
    assert box.line.text() == "slr l p"
    new = CommandBox(catalogue, "Ctrl+K", box)
    new.line.setText("slr l p")
    new.enter()
    assert new.line.text() == "slr l p"


def test_where_nothing_can_be_recorded_the_reason_is_told(box: CommandBox) -> None:
    seen = entered(box)
    box.show_examination(EMPTY, "This examination is signed.")
    type_in(box, "slr l p", enter=True)
    assert seen == []
    assert box.preview.full == "This examination is signed."
    box.show_examination(EMPTY)
    assert box.preview.full == "SLR LEFT: Pass (negative)"


def test_up_and_down_walk_the_lines_of_this_examination(box: CommandBox) -> None:
    lines = ["slr l p", "slr r p"]
    for line in lines:
        type_in(box, line, enter=True)
    walked = []
    for key in "UUUDDDU":
        QTest.keyClick(box.line, {"U": Qt.Key.Key_Up, "D": Qt.Key.Key_Down}[key])
        walked.append(box.line.text())
    assert walked == ["slr r p", "slr l p", "slr l p", "slr r p", "", "", "slr r p"]
    box.show_examination(examination(id="0197a001-0000-7000-8000-000000000002"))
    assert box.line.text() == ""
    QTest.keyClick(box.line, Qt.Key.Key_Up)
    assert box.line.text() == ""


def test_esc_leaves(box: CommandBox, qtbot: QtBot) -> None:
    type_in(box, "slr l")
    with qtbot.waitSignal(box.left, timeout=1000):
        QTest.keyClick(box.line, Qt.Key.Key_Escape)
    assert box.line.text() == "slr l"
