"""One key per answer, in the page of a test over a real record."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import BodySide, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Effect, Familiar, Outcome, Response
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from tests.ui.keys import backspace, enter, focused, press, repeat

LEFT, RIGHT = TestedSide.LEFT, TestedSide.RIGHT


def stored(store: Record, draft: Examination, test: str, side: TestedSide) -> Response:
    """Return what the record holds of a response, read back."""
    response = store.examination(draft.id).response(test, side)
    assert response is not None
    return response


def open_test(page: ExaminationPage, test: str = "slr") -> NeurodynamicPage:
    page.go_to(f"test:{test}")
    current = page.stack.currentWidget()
    assert isinstance(current, NeurodynamicPage)
    return current


def test_eight_keys_record_an_all_negative_core_protocol(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    open_test(page)
    press("pppppppp")
    responses = store.examination(draft.id).responses or ()
    assert [(r.test, r.side, r.outcome) for r in responses] == [
        (test, side, Outcome.NEGATIVE)
        for test in ("slr", "bragard", "slump", "bowstring")
        for side in (LEFT, RIGHT)
    ]


def test_a_positive_takes_at_most_five_more_keys(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    current = open_test(page)
    press("fy+35")
    enter()
    response = stored(store, draft, "slr", LEFT)
    assert (response.outcome, response.familiar, response.onset_deg) == (
        Outcome.POSITIVE,
        Familiar.YES,
        35,
    )
    assert response.differentiation is not None
    assert response.differentiation.effect is Effect.INCREASE
    assert current.current.side is RIGHT


def test_digits_before_an_outcome_are_the_angle(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    open_test(page)
    press("70p")
    assert stored(store, draft, "slr", LEFT).onset_deg == 70
    assert stored(store, draft, "slr", LEFT).outcome is Outcome.NEGATIVE


def test_an_angle_of_900_is_told_and_not_recorded(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    open_test(page)
    press("900f")
    assert stored(store, draft, "slr", LEFT).onset_deg is None
    assert "0 to 180" in page.told.text()
    press("y+")
    press("900")
    assert stored(store, draft, "slr", LEFT).onset_deg is None
    assert "900" in page.told.text()


@pytest.mark.parametrize(
    ("key", "outcome"),
    [
        ("p", Outcome.NEGATIVE),
        ("F", Outcome.POSITIVE),
        ("i", Outcome.INCONCLUSIVE),
        ("t", Outcome.NOT_TESTED),
    ],
)
def test_outcome_letters_count_whichever_field_has_the_focus(
    page: ExaminationPage, store: Record, draft: Examination, key: str, outcome: Outcome
) -> None:
    current = open_test(page)
    for field in (current.current.onset, current.current.limited_by, current.current.areas):
        field.setFocus()
        press(key)
        assert stored(store, draft, "slr", LEFT).outcome is outcome
        current.current.record(outcome=None)
        current.forms[LEFT].outcome.focus()


def test_letters_in_a_note_are_text_and_escape_leaves_it(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    current = open_test(page)
    form = current.forms[LEFT]
    form.note.setFocus()
    press("pft 1+")
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    response = stored(store, draft, "slr", LEFT)
    assert (response.note, response.outcome) == ("pft 1+", None)
    press("p")
    assert stored(store, draft, "slr", LEFT).outcome is Outcome.NEGATIVE


def test_a_key_that_repeats_itself_never_answers(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    open_test(page)
    repeat("p")
    assert store.examination(draft.id).responses is None


def test_backspace_steps_back_and_takes_nothing_away(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    current = open_test(page)
    press("p")
    backspace()
    assert current.current.side is LEFT
    assert stored(store, draft, "slr", LEFT).outcome is Outcome.NEGATIVE
    backspace()
    assert page.step == "conduction"


def test_zero_after_an_outcome_is_no_change(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    open_test(page)
    press("fn0")
    response = stored(store, draft, "slr", LEFT)
    assert response.differentiation is not None
    assert response.differentiation.effect is Effect.NO_CHANGE


def test_choosing_an_answer_again_takes_it_back(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    current = open_test(page)
    buttons = current.forms[LEFT].outcome.buttons
    buttons["positive"].toggle()  # as a screen reader does, without a click
    assert stored(store, draft, "slr", LEFT).outcome is Outcome.POSITIVE
    buttons["positive"].toggle()
    assert store.examination(draft.id).responses is None


def test_every_field_of_a_response_is_recorded(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    form = open_test(page).forms[RIGHT]
    form.outcome.choose("not_tested")
    form.reason.choose("pain")
    form.familiar.choose("partly")
    form.symptom_side.choose("left")
    form.areas.tick("posterior_calf")
    form.areas.tick("somewhere else")
    form.below_knee.choose("no")
    form.qualities.tick("electric")
    form.baseline_nprs.enter("3")
    form.nprs.enter("10")
    form.onset.enter("0")
    form.limit.enter("180")
    form.limited_by.choose("therapist")
    form.instrument.choose("phone")
    form.variant.choose("own variant")
    form.movement.choose("ankle_dorsiflexion")
    form.effect.choose("decrease")
    form.note.enter("as far as it went")
    response = stored(store, draft, "slr", RIGHT)
    assert response == form.response
    recorded = {name: getattr(response, name) for name in response.__struct_fields__}
    assert None not in recorded.values()
    assert response.areas == ("posterior_calf", "somewhere else")
    assert response.symptom_side is BodySide.LEFT
    assert response.below_knee is False


def test_the_answer_is_echoed_large_and_stays_when_the_side_moves_on(
    page: ExaminationPage,
) -> None:
    open_test(page)
    press("p")
    assert page.echo.text() == "SLR LEFT: Pass (negative)"
    press("p")
    assert page.step == "test:bragard"
    assert page.echo.text() == "SLR RIGHT: Pass (negative)"


def test_the_card_shows_the_steps_and_marks_what_is_not_yet_checked(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    for key, test in catalogue.tests.items():
        current = NeurodynamicPage(key, catalogue)
        qtbot.addWidget(current)
        text = current.card.text.text()
        assert "not yet checked" in text
        assert text.count("<li>") >= len(test.steps)


def test_no_field_that_takes_the_focus_is_without_a_name(page: ExaminationPage) -> None:
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QWidget

    for row in range(page.navigator.count()):
        page.navigator.setCurrentRow(row)
        for widget in page.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                interface = QAccessible.queryAccessibleInterface(widget)
                name = interface.text(QAccessible.Text.Name)
                assert name, f"{type(widget).__name__} on step {page.step} has no name"


def test_the_card_folds_where_both_sides_would_not_fit_beside_it(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    current = NeurodynamicPage("slr", catalogue)
    qtbot.addWidget(current)
    current.resize(1150, 600)
    current.show()
    assert current.card.isVisible()
    current.resize(800, 600)
    assert not current.card.isVisible()
    current._fold.click()
    current.resize(700, 600)
    assert current.card.isVisible()


@pytest.mark.parametrize("keys", ["fy+35\n", "fy+35\nf", "fy+35\np"])
def test_the_frame_on_the_screen_is_on_the_side_of_the_keyboard(
    page: ExaminationPage, qtbot: QtBot, keys: str
) -> None:
    current = open_test(page)

    def frame(side: TestedSide) -> QColor:
        form = current.forms[side]
        window = form.window()
        corner = form.mapTo(window, QPoint(0, form.height() // 2))
        return window.screen().grabWindow(window.winId()).toImage().pixelColor(corner)

    def is_right() -> bool:
        with_keyboard = [s for s in (LEFT, RIGHT) if current.forms[s].isAncestorOf(focused())]
        without = RIGHT if current.current.side is LEFT else LEFT
        highlight = current.palette().color(QPalette.ColorRole.Highlight)
        return (
            with_keyboard == [current.current.side]
            and frame(current.current.side) == highlight
            and frame(without) != highlight
        )

    qtbot.waitUntil(is_right)
    for key in keys:
        press(key) if key != "\n" else enter()
        if page.step == "test:slr":
            qtbot.waitUntil(is_right)
    for _ in range(4):
        QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(is_right)
    QTest.keyClick(focused(), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(is_right)


def test_digits_typed_before_an_outcome_are_recorded_before_it(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    current = open_test(page)
    press("fy+35i")
    assert stored(store, draft, "slr", LEFT).onset_deg == 35
    current.forms[LEFT].limit.setFocus()
    press("60")
    current.forms[LEFT].below_knee.choose("yes")
    undone = store.drafts.undo(draft.id)
    assert undone is not None
    response = undone.response("slr", LEFT)
    assert response is not None
    assert (response.limit_deg, response.below_knee) == (60, None)
