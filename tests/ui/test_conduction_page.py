"""The step "Conduction": recorded by keys, mouse or screen reader, and never by accident."""

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import Root, Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.conduction import BOTH_SIDES, block_normal
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.screening import SIGN_GRADES, ConductionSign, SignKind, SignPlace
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import theme
from clinic_desktop.ui.conduction_page import ConductionPage
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.widgets.grade_list import GRADE_KEYS
from tests.ui.keys import focused, press, repeat
from tests.ui.signed_states import sign as sign_it

# What the offscreen plug-in says of every menu.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEFT, RIGHT = Side.LEFT, Side.RIGHT
REFLEX, POWER, TOUCH, PIN = SignKind
SHIFT = Qt.KeyboardModifier.ShiftModifier


def at(root: str, side: Side, kind: SignKind) -> SignPlace:
    return SignPlace(Root(root), side, kind)


@pytest.fixture
def step(page: ExaminationPage) -> ConductionPage:
    """The step within the examination's page, open."""
    page.go_to("conduction")
    shown = page.stack.currentWidget()
    assert isinstance(shown, ConductionPage)
    return shown


def recorded(page: ExaminationPage) -> dict[SignPlace, ConductionSign]:
    """What the record holds, as read back."""
    assert page.examination is not None
    stored = page._store.examination(page.examination.id)
    assert stored == page.examination
    return {sign.place: sign for sign in stored.conduction or ()}


def grades(page: ExaminationPage) -> dict[SignPlace, str | None]:
    return {place: sign.grade for place, sign in recorded(page).items()}


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), code, modifier)


def the_list(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(qtbot: QtBot, words: str) -> None:
    """Press an entry of the open list with the mouse."""
    menu = the_list(qtbot)
    action = next(a for a in menu.actions() if a.text().replace("&", "").startswith(words))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def click(
    step: ConductionPage,
    place: SignPlace,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.mouseClick(step.grid.cells[place], Qt.MouseButton.LeftButton, modifier)


def test_the_first_cell_is_in_sight_in_a_small_window_too(page: ExaminationPage) -> None:
    page.resize(910, 512)
    page.go_to("safety")
    page.go_to("conduction")
    QApplication.processEvents()
    cell = focused()
    assert cell.visibleRegion().boundingRect() == cell.rect()


def test_the_keyboard_starts_on_the_first_cell_with_something_to_test(
    step: ConductionPage,
) -> None:
    assert focused() is step.grid.cells[at("L4", LEFT, REFLEX)]


def test_both_blocks_are_filled_from_the_keyboard_alone(
    page: ExaminationPage, step: ConductionPage
) -> None:
    press("nr")
    press("55543")
    press("nnnnna")
    press("nnnnli")
    assert step.grid.current == at("L4", RIGHT, REFLEX)
    press("bc")
    press("55555")
    press("nnnnnn")
    press("nnnnnn")
    assert len(grades(page)) == 38
    assert grades(page)[at("S1", LEFT, REFLEX)] == "reduced"
    assert grades(page)[at("L5", LEFT, POWER)] == "4"
    assert grades(page)[at("S1", LEFT, POWER)] == "3"
    assert grades(page)[at("S2", LEFT, TOUCH)] == "absent"
    assert grades(page)[at("S1", LEFT, PIN)] == "altered"
    assert grades(page)[at("S2", LEFT, PIN)] == "increased"
    assert grades(page)[at("S1", RIGHT, REFLEX)] == "clonus"
    assert recorded(page)[at("L4", LEFT, POWER)].item == "ankle dorsiflexion"
    step.grid.go_to(at("C5", LEFT, REFLEX))
    press("nnn")
    assert grades(page)[at("C7", LEFT, REFLEX)] == "normal"
    assert step.grid.current == at("C5", LEFT, POWER)


@pytest.mark.parametrize(
    ("kind", "typed"), [(kind, key) for kind in SignKind for key in GRADE_KEYS[kind]]
)
def test_each_key_gives_its_grade_and_a_capital_too(
    page: ExaminationPage, step: ConductionPage, kind: SignKind, typed: str
) -> None:
    for pressed in (typed, typed.upper()):
        step.grid.go_to(at("S1", RIGHT, kind))
        press(pressed)
        assert grades(page) == {at("S1", RIGHT, kind): GRADE_KEYS[kind][typed]}


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        (POWER, "n", "\u201cn\u201d is not recorded: power takes 0 to 5."),
        (POWER, "6", "\u201c6\u201d is not recorded: power takes 0 to 5."),
        (REFLEX, "4", "\u201c4\u201d is not recorded: reflex takes n, a, r, b, c."),
        (REFLEX, "i", "\u201ci\u201d is not recorded: reflex takes n, a, r, b, c."),
        (TOUCH, "r", "\u201cr\u201d is not recorded: light touch takes n, a, l, i."),
        (PIN, "+", "\u201c+\u201d is not recorded: pin prick takes n, a, l, i."),
    ],
)
def test_a_wrong_key_is_told_and_records_nothing(
    page: ExaminationPage, step: ConductionPage, kind: SignKind, typed: str, told: str
) -> None:
    place = at("S1", LEFT, kind)
    step.grid.go_to(place)
    press(typed)
    assert page.told.text() == told
    assert recorded(page) == {}
    assert step.grid.current == place
    press(next(iter(GRADE_KEYS[kind])))
    assert page.told.text() == ""


@pytest.mark.parametrize("held", ["n", " "])
def test_a_key_that_repeats_itself_never_answers(
    page: ExaminationPage, step: ConductionPage, held: str
) -> None:
    repeat(held)
    event = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "\x7f", True
    )
    QApplication.sendEvent(focused(), event)
    assert recorded(page) == {}
    assert QApplication.activePopupWidget() is None
    assert step.grid.current == at("L4", LEFT, REFLEX)


@pytest.mark.parametrize("code", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_clearing_takes_grade_and_item_and_leaves_the_note(
    page: ExaminationPage, step: ConductionPage, code: Qt.Key
) -> None:
    press("nr")
    step.grid.go_to(at("S1", LEFT, REFLEX))
    step.strip.note.enter("twice")
    key(code)
    step.grid.go_to(at("L4", LEFT, REFLEX))
    key(code)
    (left,) = recorded(page).values()
    assert left == ConductionSign(root=Root.S1, side=LEFT, kind=REFLEX, note="twice")


@pytest.mark.usefixtures("step")
def test_a_key_held_with_ctrl_or_alt_is_no_answer(page: ExaminationPage) -> None:
    key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    key(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    QApplication.clipboard().setText("n")
    key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert recorded(page) == {}


def test_arrows_move_within_the_grid_and_stop_at_its_edges(step: ConductionPage) -> None:
    grid = step.grid
    for code, place in (
        (Qt.Key.Key_Up, at("L3", LEFT, REFLEX)),
        (Qt.Key.Key_Up, at("L2", LEFT, REFLEX)),
        (Qt.Key.Key_Up, at("L2", LEFT, REFLEX)),
        (Qt.Key.Key_Left, at("L2", LEFT, REFLEX)),
        (Qt.Key.Key_Right, at("L2", LEFT, POWER)),
        (Qt.Key.Key_Down, at("L3", LEFT, POWER)),
    ):
        key(code)
        assert grid.current == place
        assert focused() is grid.cells[place]
    grid.go_to(at("S2", LEFT, PIN))
    key(Qt.Key.Key_Down)
    assert grid.current == at("C5", LEFT, PIN)
    key(Qt.Key.Key_Right)
    assert grid.current == at("C5", RIGHT, REFLEX)


def test_tab_leaves_the_grid_for_the_next_control(step: ConductionPage) -> None:
    stops = [
        cell for cell in step.grid.cells.values() if cell.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == [step.grid.cells[step.grid.current]]
    key(Qt.Key.Key_Tab)
    assert focused() not in step.grid.cells.values()


def test_several_cells_take_one_key(page: ExaminationPage, step: ConductionPage) -> None:
    step.grid.go_to(at("L3", LEFT, TOUCH))
    for _ in range(2):
        key(Qt.Key.Key_Down, SHIFT)
    key(Qt.Key.Key_Right, SHIFT)
    press("l")
    expected = {
        at(root, LEFT, kind): "altered" for root in ("L3", "L4", "L5") for kind in (TOUCH, PIN)
    }
    assert grades(page) == expected
    page.undo()
    assert recorded(page) == {}


def test_several_cells_leave_out_what_has_nothing_to_test(
    page: ExaminationPage, step: ConductionPage
) -> None:
    step.grid.go_to(at("L2", LEFT, REFLEX))
    step.grid.go_to(at("S2", LEFT, REFLEX), extend=True)
    press("n")
    assert set(grades(page)) == {at("L4", LEFT, REFLEX), at("S1", LEFT, REFLEX)}
    key(Qt.Key.Key_Escape)
    assert step.grid.selected == (at("S2", LEFT, REFLEX),)


def test_a_key_that_one_of_several_cells_does_not_take_records_nothing(
    page: ExaminationPage, step: ConductionPage
) -> None:
    step.grid.go_to(at("L4", LEFT, REFLEX))
    step.grid.go_to(at("L4", LEFT, TOUCH), extend=True)
    press("n")
    assert recorded(page) == {}
    assert "power takes 0 to 5" in page.told.text()


def test_a_reflex_that_is_no_matter_of_course_is_recorded_by_hand(
    page: ExaminationPage, step: ConductionPage
) -> None:
    place = at("C8", RIGHT, REFLEX)
    step.grid.go_to(place)
    assert "some test: finger jerk" in step.strip.about.text()
    press("b")
    step.grid.go_to(place)
    assert recorded(page)[place].item is None
    step.strip.item.choose("finger jerk")
    assert recorded(page)[place].item == "finger jerk"
    assert step.grid.cells[place].text() == "Brisk"


def test_cells_are_filled_with_the_mouse_alone(
    page: ExaminationPage, step: ConductionPage, qtbot: QtBot
) -> None:
    click(step, at("S1", LEFT, REFLEX))
    choose(qtbot, "Reduced")
    click(step, at("L5", RIGHT, POWER))
    choose(qtbot, "4")
    assert grades(page) == {at("S1", LEFT, REFLEX): "reduced", at("L5", RIGHT, POWER): "4"}
    click(step, at("S1", LEFT, REFLEX))
    assert [a.text()[:8] for a in the_list(qtbot).actions() if a.isChecked()] == ["&Reduced"]
    choose(qtbot, "Not recorded")
    assert set(grades(page)) == {at("L5", RIGHT, POWER)}


def test_pulling_the_mouse_over_cells_asks_once_for_all(
    page: ExaminationPage, step: ConductionPage, qtbot: QtBot
) -> None:
    first, last = (step.grid.cells[at(root, LEFT, PIN)] for root in ("L2", "L4"))
    inside = QPoint(5, 5)
    QTest.mousePress(first, Qt.MouseButton.LeftButton, pos=inside)
    to = first.mapFromGlobal(last.mapToGlobal(inside))
    QTest.mouseMove(first, to)
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, pos=to)
    choose(qtbot, "Absent")
    assert grades(page) == {at(root, LEFT, PIN): "absent" for root in ("L2", "L3", "L4")}


def test_shift_and_a_press_selects_up_to_there(
    page: ExaminationPage, step: ConductionPage, qtbot: QtBot
) -> None:
    step.grid.go_to(at("L4", RIGHT, POWER))
    click(step, at("S1", RIGHT, POWER), SHIFT)
    choose(qtbot, "5")
    assert grades(page) == {at(root, RIGHT, POWER): "5" for root in ("L4", "L5", "S1")}


def test_a_choice_that_one_of_several_cells_does_not_take_records_nothing(
    page: ExaminationPage, step: ConductionPage, qtbot: QtBot
) -> None:
    step.grid.go_to(at("L4", LEFT, POWER))
    click(step, at("L4", LEFT, TOUCH), SHIFT)
    choose(qtbot, "Altered")
    assert recorded(page) == {}
    assert page.told.text() == "\u201cAltered\u201d is not recorded: power takes 0 to 5."


@pytest.mark.parametrize("code", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_list_opens_and_answers_by_keys_too(
    page: ExaminationPage, step: ConductionPage, qtbot: QtBot, code: Qt.Key
) -> None:
    key(code)
    menu = the_list(qtbot)
    heights = {menu.actionGeometry(a).height() for a in menu.actions() if not a.isSeparator()}
    assert min(heights) >= 44
    QTest.keyClick(menu, Qt.Key.Key_B)
    assert grades(page) == {at("L4", LEFT, REFLEX): "brisk"}
    assert step.grid.current == at("L4", LEFT, REFLEX)


def test_a_normal_block_says_how_many_it_fills_and_one_undo_takes_it_back(
    page: ExaminationPage, step: ConductionPage
) -> None:
    press("r")
    before = recorded(page)
    step.grid.buttons["lower_quarter", (LEFT,)].click()
    assert step.done.full == "Lower quarter, left: 18 recorded as normal."
    assert len(grades(page)) == 19
    assert grades(page)[at("L4", LEFT, REFLEX)] == "reduced"
    assert at("L2", LEFT, REFLEX) not in grades(page)
    page.undo()
    assert recorded(page) == before
    assert step.done.full == ""
    page.redo()
    assert len(grades(page)) == 19


def test_a_normal_block_of_both_sides_leaves_what_has_a_note_alone(
    page: ExaminationPage, step: ConductionPage
) -> None:
    step.grid.go_to(at("S1", LEFT, POWER))
    step.strip.note.enter("in plaster")
    step.grid.buttons["lower_quarter", BOTH_SIDES].click()
    assert step.done.full == (
        "Lower quarter, both sides: 37 recorded as normal, 1 with a note alone left."
    )
    assert recorded(page)[at("S1", LEFT, POWER)].grade is None


def test_the_key_after_undoing_is_for_the_cell_that_was_undone(
    page: ExaminationPage, step: ConductionPage
) -> None:
    press("nn")
    page.undo()
    assert step.grid.current == at("S1", LEFT, REFLEX)
    press("a")
    assert grades(page) == {at("L4", LEFT, REFLEX): "normal", at("S1", LEFT, REFLEX): "absent"}


def test_the_strip_says_what_is_tested_and_names_what_was(
    page: ExaminationPage, step: ConductionPage
) -> None:
    place = at("L4", LEFT, POWER)
    step.grid.go_to(place)
    strip = step.strip
    assert strip.name.text() == "L4 left, power"
    assert strip.about.text().startswith("Tested by: ankle dorsiflexion, knee extension.")
    assert "Sources disagree" in strip.about.text()
    assert [strip.item.itemText(n) for n in range(strip.item.count())] == [
        "",
        "ankle dorsiflexion",
        "knee extension",
    ]
    press("4")
    step.grid.go_to(place)
    assert strip.item.value == "ankle dorsiflexion"
    strip.item.choose("knee extension")
    press("3")
    sign = recorded(page)[place]
    assert (sign.grade, sign.item) == ("3", "knee extension")
    step.grid.go_to(at("L4", LEFT, PIN))
    assert strip.about.text().startswith("Key point (ISNCSCI): medial malleolus *.")
    assert "(* not yet checked)" in strip.about.text()
    assert strip.item.value is None


def test_a_note_being_typed_belongs_to_its_cell(
    page: ExaminationPage, step: ConductionPage
) -> None:
    step.strip.note.setFocus()
    press("nap")
    click_target = at("L5", LEFT, POWER)
    step.grid.go_to(click_target)
    assert recorded(page)[at("L4", LEFT, REFLEX)].note == "nap"
    assert step.strip.note.text() == ""
    step.strip.note.setFocus()
    press("weak")
    page.go_to("reason")
    assert recorded(page)[click_target].note == "weak"


def test_the_last_examination_stands_beside_the_cells_and_never_in_them(
    page: ExaminationPage, step: ConductionPage, catalogue: Catalogue, draft: Examination
) -> None:
    earlier = block_normal(draft, "lower_quarter", BOTH_SIDES, catalogue)
    cell = step.grid.cells[at("L4", LEFT, REFLEX)]
    empty = cell.grab().toImage()
    step.show_previous(earlier)
    assert cell.grab().toImage() != empty
    assert cell.grade is None
    assert cell.text() == "not recorded"
    assert cell.accessibleDescription() == "last examination: normal"
    step.grid.go_to(cell.place)
    press("r")
    assert grades(page) == {cell.place: "reduced"}
    step.show_previous(None)
    assert cell.accessibleDescription() == ""


def test_each_cell_has_a_name_and_its_state_as_value(step: ConductionPage) -> None:
    press("r4")
    names = set()
    for place, cell in step.grid.cells.items():
        found = QAccessible.queryAccessibleInterface(cell)
        assert found is not None
        name = found.text(QAccessible.Text.Name)
        assert name.startswith(f"{place.root} {place.side}, ")
        names.add(name)
        expected = "Reduced" if place == at("L4", LEFT, REFLEX) else "not recorded"
        assert found.text(QAccessible.Text.Value) == expected
    assert len(names) == len(step.grid.cells) == 88
    assert step.grid.cells[at("L5", LEFT, POWER)].accessibleName() == "L5 left, power"
    nothing = step.grid.cells[at("L2", LEFT, REFLEX)].accessibleDescription()
    assert nothing == "nothing to test as a matter of course"


@pytest.mark.parametrize(
    ("kind", "written", "grade"),
    [
        (POWER, "4", "4"),
        (POWER, "5 (normal)", "5"),
        (REFLEX, "Clonus", "clonus"),
        (REFLEX, "b", "brisk"),
        (TOUCH, " altered ", "altered"),
    ],
)
def test_what_assistive_technology_writes_into_a_cell_is_recorded(
    page: ExaminationPage, step: ConductionPage, kind: SignKind, written: str, grade: str
) -> None:
    place = at("S1", RIGHT, kind)
    found = QAccessible.queryAccessibleInterface(step.grid.cells[place])
    assert found is not None
    found.setText(QAccessible.Text.Value, written)
    assert grades(page) == {place: grade}
    found.setText(QAccessible.Text.Value, "")
    assert recorded(page) == {}
    found.setText(QAccessible.Text.Value, "fine")
    assert recorded(page) == {}
    assert "\u201cfine\u201d is not recorded" in page.told.text()
    assert found.text(QAccessible.Text.Value) == "not recorded"


def test_every_control_of_the_page_has_a_name(step: ConductionPage) -> None:
    for button in step.grid.buttons.values():
        assert " quarter tested, normal: " in button.accessibleName()
    assert step.strip.item.accessibleName() == "What was tested"
    assert step.strip.note.accessibleName() == "Note"


def test_a_signed_page_shows_the_grid_and_changes_nothing(
    page: ExaminationPage, step: ConductionPage, store: Record
) -> None:
    press("r")
    step.strip.note.enter("twice")
    before = recorded(page)
    sign_it(page, store)
    page.go_to("conduction")
    shown: Any = page.stack.currentWidget()
    cell = shown.grid.cells[at("L4", LEFT, REFLEX)]
    assert cell.text() == "Reduced"
    assert not any(button.isVisible() for button in shown.grid.buttons.values())
    cell.setFocus()
    press("n")
    key(Qt.Key.Key_Delete)
    key(Qt.Key.Key_Space)
    click(shown, cell.place)
    assert QApplication.activePopupWidget() is None
    found = QAccessible.queryAccessibleInterface(cell)
    assert found is not None
    assert found.state().readOnly
    found.setText(QAccessible.Text.Value, "Brisk")
    assert found.text(QAccessible.Text.Value) == "Reduced"
    key(Qt.Key.Key_Down)
    assert shown.grid.current == at("L5", LEFT, REFLEX)
    shown.grid.go_to(at("S1", LEFT, REFLEX))
    assert shown.strip.note.text() == "twice"
    assert shown.strip.note.isReadOnly()
    assert not shown.strip.item.isEnabled()
    assert recorded(page) == before


def test_the_block_of_the_region_stands_first(
    qtbot: QtBot, catalogue: Catalogue, draft: Examination
) -> None:
    shown = ConductionPage(catalogue)
    qtbot.addWidget(shown)
    shown.resize(1150, 620)
    shown.show_examination(msgspec.structs.replace(draft, protocol="upper_quarter"))
    shown.show()
    qtbot.waitActive(shown)
    shown.start()
    assert shown.grid.current == at("C5", LEFT, REFLEX)
    cells = shown.grid.cells
    assert cells[at("T1", LEFT, PIN)].y() < cells[at("L2", LEFT, PIN)].y()


def test_left_and_right_stand_in_the_same_places_and_fit_the_width(step: ConductionPage) -> None:
    cells = step.grid.cells
    for kind in SignKind:
        assert len({cells[at(root, LEFT, kind)].x() for root in ("L2", "S2", "C5")}) == 1
        left, right = cells[at("L4", LEFT, kind)], cells[at("L4", RIGHT, kind)]
        assert left.x() < right.x()
        assert left.height() >= 32
    assert step.grid.minimumSizeHint().width() <= 1100


def test_signs_of_roots_without_a_row_are_told_and_kept(
    page: ExaminationPage, step: ConductionPage
) -> None:
    other = ConductionSign(root=Root.C4, side=LEFT, kind=POWER, grade="4")
    assert page.examination is not None
    page.record(page.examination.with_sign(other))
    assert step.others.text() == "Also recorded: C4 left: Power 4 of 5."
    press("n")
    assert recorded(page)[other.place] == other
    page.undo()
    page.undo()
    assert recorded(page) == {}
    assert not step.others.isVisible()


@pytest.mark.parametrize("appearance", list(theme.Appearance))
def test_a_loss_and_a_gain_differ_from_the_normal_and_from_each_other_without_colour(
    qtbot: QtBot, qapp: QApplication, catalogue: Catalogue, appearance: theme.Appearance
) -> None:
    theme.apply(qapp, appearance)
    try:
        shown = ConductionPage(catalogue)
        qtbot.addWidget(shown)
        cell = shown.grid.cells[at("L5", LEFT, TOUCH)]
        cell.resize(130, 34)
        marks = []
        for grade in ("normal", "altered", "increased"):
            cell.show_sign(ConductionSign(root=Root.L5, side=LEFT, kind=TOUCH, grade=grade))
            picture = cell.grab().toImage()
            column = [picture.pixelColor(12, y).lightness() for y in range(6, 28)]
            marks.append(column)
    finally:
        theme.apply(qapp, theme.Appearance.SYSTEM)
    normal, loss, gain = marks
    assert max(normal) - min(normal) < 20
    assert max(loss) - min(loss) > 100
    assert max(gain) - min(gain) > 100
    assert loss != gain


def test_every_grade_has_room_for_its_word_however_narrow_the_window(
    page: ExaminationPage, step: ConductionPage, catalogue: Catalogue
) -> None:
    page.resize(640, 480)
    QApplication.processEvents()
    for place, cell in step.grid.cells.items():
        font = QFont(cell.font())
        font.setBold(True)
        measured = QFontMetrics(font).horizontalAdvance
        grades = SIGN_GRADES[place.kind]
        words = (
            grades if place.kind is POWER else [catalogue.label("sign_grade", g) for g in grades]
        )
        mark_and_margins = 15 + 2 * 8
        assert cell.width() >= mark_and_margins + max(map(measured, words))
