"""One key per answer, in the page of a test over a real record."""

from uuid import uuid4

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import BodySide, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination, Presentation
from clinic_desktop.domain.response import Effect, Familiar, Outcome, Response
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import theme
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.remaining_dialog import RemainingDialog
from tests.ui.keys import backspace, enter, focused, press, repeat
from tests.ui.windows import when_shown

LEFT, RIGHT, MIDLINE = TestedSide.LEFT, TestedSide.RIGHT, TestedSide.MIDLINE


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


def next_to_be_built(
    page: ExaminationPage, shown: NeurodynamicPage, qtbot: QtBot
) -> NeurodynamicPage:
    """Wait until the page after the one shown is built, and return it."""

    def built() -> list[NeurodynamicPage]:
        pages = page.stack.findChildren(NeurodynamicPage)
        return [each for each in pages if each is not shown and each.size() == shown.size()]

    qtbot.waitUntil(lambda: bool(built()))
    return built()[0]


def test_eight_keys_record_an_all_negative_core_protocol(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    open_test(page)
    press("pppppppp")
    responses = store.examination(draft.id).responses or ()
    assert [(r.test, r.side, r.outcome) for r in responses] == [
        (test, side, Outcome.NEGATIVE)
        for tests in (("slr", "bragard", "bowstring"), ("slump",))
        for side in (LEFT, RIGHT)
        for test in tests
    ]
    assert page.step == "other"


def test_test_by_test_eight_keys_do_it_too(
    page: ExaminationPage, store: Record, draft: Examination, request: pytest.FixtureRequest
) -> None:
    page.tests.by_test.setChecked(True)
    request.addfinalizer(lambda: theme.settings().remove("order_of_tests"))
    open_test(page)
    press("pppppppp")
    responses = store.examination(draft.id).responses or ()
    assert [(r.test, r.side) for r in responses] == [
        (test, side) for test in ("slr", "bragard", "slump", "bowstring") for side in (LEFT, RIGHT)
    ]


def test_the_well_leg_comes_first(page: ExaminationPage, store: Record, draft: Examination) -> None:
    painful = Presentation(symptom_side=BodySide.LEFT)
    page.record(msgspec.structs.replace(draft, presentation=painful))
    current = open_test(page)
    assert current.current.side is RIGHT
    press("ppp")
    assert page.step == "test:slr"
    assert current.current.side is LEFT
    press("f")
    assert stored(store, draft, "slr", LEFT).outcome is Outcome.POSITIVE


def test_bragard_after_a_negative_slr_is_recorded_at_the_slr_limit(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    open_test(page)
    press("pp")
    assert stored(store, draft, "bragard", LEFT).variant == "at_limit"
    assert "at the limit" in page.echo.full
    assert stored(store, draft, "slr", LEFT).variant is None


def test_a_variant_that_was_chosen_is_kept(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    open_test(page)
    press("p")
    current = page.stack.currentWidget()
    assert isinstance(current, NeurodynamicPage)
    current.current.variant.choose("lowered")
    current.current.outcome.choose("negative")  # as with the mouse
    assert stored(store, draft, "bragard", LEFT).variant == "lowered"


def test_a_test_not_done_has_no_variant(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    open_test(page)
    press("pt6")
    response = stored(store, draft, "bragard", LEFT)
    assert (response.outcome, response.variant) == (Outcome.NOT_TESTED, None)
    assert response.not_tested_reason == "not_applicable"


def test_what_a_test_starts_from_stands_at_its_side(page: ExaminationPage) -> None:
    open_test(page)
    press("f35")
    bragard = open_test(page, "bragard")
    assert "first response 35" in bragard.forms[LEFT].start.text()
    assert "not recorded yet" in bragard.forms[RIGHT].start.text()
    assert open_test(page, "slump").forms[LEFT].start.isHidden()


def test_a_test_of_the_midline_has_one_form_and_one_key(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.tests.add_test("dejerine")
    current = page.stack.currentWidget()
    assert isinstance(current, NeurodynamicPage)
    assert list(current.forms) == [MIDLINE]
    press("f")
    assert stored(store, draft, "dejerine", MIDLINE).outcome is Outcome.POSITIVE
    assert page.navigator.name("test:dejerine") == "Dejerine"  # it has no other side


def test_a_response_on_an_unusual_side_is_shown_and_kept(
    page: ExaminationPage, draft: Examination
) -> None:
    extra = Response(test="slr", side=MIDLINE, outcome=Outcome.INCONCLUSIVE, note="both legs")
    page.record(draft.with_response(extra))
    current = open_test(page)
    assert current.forms[MIDLINE].note.value == "both legs"
    press("p")
    assert page.examination is not None
    assert page.examination.response("slr", MIDLINE) == extra
    assert page.navigator.name("test:slr") == "SLR (midline recorded)"


def test_an_added_test_is_planned_in_this_examination_only(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.tests.add_test("cslr")
    assert page.step == "test:cslr"
    planned = store.examination(draft.id).protocol_tests
    assert planned == ("slr", "bragard", "slump", "bowstring", "cslr")
    page.undo()
    assert store.examination(draft.id).protocol_tests is None


def test_earlier_values_stand_beside_the_fields_and_never_in_them(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    earlier = msgspec.structs.replace(
        draft,
        id=uuid4(),
        performed_at="2026-10-16T09:00:00+01:00",
        responses=(
            Response(test="slr", side=LEFT, outcome=Outcome.POSITIVE, onset_deg=35, note="as ever"),
        ),
    )
    store.drafts.save(earlier)
    page.open(draft.id)
    form = open_test(page).forms[LEFT]
    assert form._last.full == "16 October 2026: Fail (positive)"
    assert form._was["angle"].full == "was: 35\u00b0, \u2013"
    assert "familiar" not in form._was
    assert form.response == Response(test="slr", side=LEFT)
    assert (form.outcome.value, form.onset.text(), form.note.toPlainText()) == (None, "", "")
    press("p")
    assert stored(store, draft, "slr", LEFT) == Response(
        test="slr", side=LEFT, outcome=Outcome.NEGATIVE
    )


def test_a_reason_stays_in_sight_for_as_long_as_it_is_recorded(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    form = open_test(page).forms[LEFT]
    press("t")
    form.reason.choose("pain")
    press("i")
    given = stored(store, draft, "slr", LEFT)
    assert (given.outcome, given.not_tested_reason) == (Outcome.INCONCLUSIVE, "pain")
    assert form.reason.isVisible()
    form.reason.buttons["pain"].click()
    assert stored(store, draft, "slr", LEFT).not_tested_reason is None
    assert not form.reason.isVisible()


@pytest.mark.parametrize("beside", ["navigator", "ahead", "by test"])
def test_a_letter_answers_too_when_the_keyboard_is_beside_the_page(
    page: ExaminationPage, store: Record, draft: Examination, beside: str
) -> None:
    open_test(page)
    widgets = {"navigator": page.navigator, "ahead": page.ahead, "by test": page.tests.by_test}
    widgets[beside].setFocus()
    press("i")
    assert stored(store, draft, "slr", LEFT).outcome is Outcome.INCONCLUSIVE
    assert page.step == "test:slr"
    page.command.start()
    press("p")
    assert page.command.line.text() == "p"
    assert stored(store, draft, "slr", LEFT).outcome is Outcome.INCONCLUSIVE


def test_a_letter_beside_another_page_looks_for_no_step(page: ExaminationPage) -> None:
    page.navigator.setFocus()
    press("c")
    assert page.step == "reason"


def test_the_page_that_a_pass_opens_is_built_before_it_is_wanted(
    page: ExaminationPage, qtbot: QtBot
) -> None:
    slr = open_test(page)
    following = next_to_be_built(page, slr, qtbot)
    press("p")
    assert page.step == "test:bragard"
    assert page.stack.currentWidget() is following


def test_between_two_portions_of_the_page_ahead_a_key_is_answered(
    page: ExaminationPage, qtbot: QtBot
) -> None:
    slr = open_test(page)
    qtbot.waitUntil(lambda: len(page.stack.findChildren(NeurodynamicPage)) == 2)
    begun = next(p for p in page.stack.findChildren(NeurodynamicPage) if p is not slr)
    assert len(begun.forms) < 2
    press("p")
    assert page.stack.currentWidget() is begun
    assert list(begun.forms) == [LEFT, RIGHT]


def test_what_is_left_of_the_page_ahead_is_not_built_once_the_examination_is_left(
    page: ExaminationPage, qtbot: QtBot
) -> None:
    open_test(page)
    qtbot.waitUntil(lambda: len(page.stack.findChildren(NeurodynamicPage)) == 2)
    page.forget()
    qtbot.waitUntil(lambda: page.stack.findChildren(NeurodynamicPage) == [])


def test_the_keyboard_goes_through_a_side_from_above(page: ExaminationPage) -> None:
    form = open_test(page).forms[LEFT]
    fields = []
    while form.isAncestorOf(focused()):
        fields.append(focused())
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    places = [field.mapTo(form, QPoint(0, 0)) for field in fields]
    assert len(fields) > 20
    assert places == sorted(places, key=lambda place: (place.y(), place.x()))


def test_the_rest_of_a_side_is_negative_only_where_it_is_ticked_as_done(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    current = open_test(page)
    press("f")

    def tick(dialog: QDialog) -> None:
        assert isinstance(dialog, RemainingDialog)
        assert not any(box.isChecked() for box in dialog.boxes.values())
        assert dialog.focusWidget() is next(iter(dialog.boxes.values()))
        dialog.do.click()
        assert dialog.isVisible()  # nothing is ticked, so nothing is recorded
        names = [station.test for station in dialog.boxes]
        assert names == ["bragard", "bowstring", "slump"]
        for station, box in dialog.boxes.items():
            box.setChecked(station.test != "slump")
        dialog.do.click()

    when_shown(tick)
    current.rest.click()
    recorded = store.examination(draft.id)
    assert [(r.test, r.side, r.outcome) for r in recorded.responses or ()] == [
        ("slr", LEFT, Outcome.POSITIVE),
        ("bragard", LEFT, Outcome.NEGATIVE),
        ("bowstring", LEFT, Outcome.NEGATIVE),
    ]
    page.undo()
    undone = store.examination(draft.id).responses or ()
    assert [response.test for response in undone] == ["slr"]


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
    assert current.key == "slr"
    assert page.step == "test:bragard"


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
    form = current.current
    for field in (form.onset, form.limited_by, form.areas, form.movement, form.instrument):
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
    assert page.step == "test:bragard"
    backspace()
    assert page.step == "test:slr"
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
    assert page.step == "test:bragard"
    open_test(page)
    press("p")
    assert page.echo.text() == "SLR RIGHT: Pass (negative)"


def test_a_click_on_the_step_that_is_open_gives_its_page_the_keyboard(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    open_test(page)
    steps = page.navigator
    place = steps.visualItemRect(steps.currentItem()).center()
    QTest.mouseClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=place)
    press("i")
    response = store.examination(draft.id).response("slr", LEFT)
    assert response is not None
    assert response.outcome is Outcome.INCONCLUSIVE


def test_the_last_answer_of_the_tests_is_echoed_on_the_step_it_leads_to(
    page: ExaminationPage,
) -> None:
    page.go_to("test:slump")
    press("p")
    press("p")
    while page.step.startswith("test:"):  # the sides that were passed over come last
        press("p")
    assert page.echo.isVisible()
    assert "Pass (negative)" in page.echo.full
    page.go_to("imaging")
    assert not page.echo.isVisible()


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
    page: ExaminationPage, qtbot: QtBot, request: pytest.FixtureRequest, keys: str
) -> None:
    page.tests.by_test.setChecked(True)  # the other side comes next
    request.addfinalizer(lambda: theme.settings().remove("order_of_tests"))
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


def test_a_movement_has_its_letter_on_the_pages_of_the_tests_that_use_it(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    open_test(page)
    press("fyh+")
    given = stored(store, draft, "slr", LEFT).differentiation
    assert given is not None
    assert (given.movement, given.effect) == ("hip_internal_rotation", Effect.INCREASE)
    press("e")  # the neck is extended in the slump test, not here
    assert stored(store, draft, "slr", LEFT).differentiation == given


def test_touch_alone_goes_through_the_flow(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    def tap(button: QPushButton) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    current = open_test(page)
    tap(current.forms[LEFT].outcome.buttons["positive"])
    tap(current.forms[LEFT].familiar.buttons["yes"])
    tap(current.forms[LEFT].effect.buttons["increase"])
    assert page.ahead.text() == "Next: Bragard LEFT"
    tap(page.ahead)
    assert page.step == "test:bragard"
    bragard = page.stack.currentWidget()
    assert isinstance(bragard, NeurodynamicPage)
    tap(bragard.forms[LEFT].outcome.buttons["not_tested"])
    tap(bragard.forms[LEFT].reason.buttons["pain"])
    assert stored(store, draft, "bragard", LEFT).not_tested_reason == "pain"
    tap(page.before)
    assert page.step == "test:slr"
    page.go_to("reason")
    assert page.ahead.text() == "Next: Safety"
    page.go_to("conclusion")
    assert not page.ahead.isEnabled()


def test_a_letter_that_is_no_answer_chooses_nothing_in_a_list(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    form = open_test(page).forms[LEFT]
    for field in (form.limited_by, form.instrument):
        field.setFocus()
        press("srg")
    assert store.examination(draft.id).responses is None


def test_the_note_offers_phrases_and_takes_none_by_itself(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    note = open_test(page).forms[LEFT].note
    assert note.phrases is not None
    first = note.phrases.menu_of_phrases.actions()[0]
    assert store.examination(draft.id).responses is None
    note.setFocus()
    first.trigger()
    note.record()
    assert stored(store, draft, "slr", LEFT).note == first.text()


def test_a_test_without_differentiation_or_angle_asks_for_neither(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    page.tests.add_test("dejerine")
    form = open_test(page, "dejerine").forms[MIDLINE]
    assert [form.effect.isHidden(), form.onset.isVisible()] == [True, False]
    press("fy")
    assert stored(store, draft, "dejerine", MIDLINE).familiar is Familiar.YES
    enter()
    assert page.step != "test:dejerine"
    odd = Response(test="bell", side=MIDLINE, onset_deg=7)
    page.record(draft.with_response(odd))
    shown = open_test(page, "bell").forms[MIDLINE]
    assert shown.onset.isVisible()  # what is recorded is never hidden
    assert not open_test(page, "slr").forms[LEFT].effect.isHidden()


def test_what_is_told_is_no_markup(page: ExaminationPage) -> None:
    page.tell("\u201c<b>bold</b>\u201d is not a date.")
    assert page.told.textFormat() is Qt.TextFormat.PlainText


def test_a_note_is_not_echoed_large(page: ExaminationPage) -> None:
    form = open_test(page).forms[LEFT]
    form.note.enter("a long story of the patient's")
    press("i")
    assert page.echo.full == "SLR LEFT: Inconclusive"
