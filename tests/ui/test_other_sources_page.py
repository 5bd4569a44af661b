"""Other sources, sensitisation, functional tests and measures: recorded as answered, at once."""

from datetime import date
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import BodySide, Root, Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.examination import (
    Examination,
    FunctionalTest,
    Measure,
    MeasureItem,
)
from clinic_desktop.domain.screening import (
    ConductionSign,
    OtherSource,
    Sensitisation,
    SignKind,
)
from clinic_desktop.domain.values import Examined
from clinic_desktop.resources import resources_folder
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.other_sources_page import OtherSourcesPage
from clinic_desktop.ui.widgets.fold import Fold
from clinic_desktop.ui.widgets.text_area import TextLine
from tests.ui.keys import focused
from tests.ui.signed_states import sign
from tests.ui.walking import problems

YES, NO = Examined.YES, Examined.NO
REPLACE = msgspec.structs.replace


@pytest.fixture
def other(page: ExaminationPage) -> OtherSourcesPage:
    page.go_to("other")
    shown = page.stack.currentWidget()
    assert isinstance(shown, OtherSourcesPage)
    return shown


@pytest.fixture(scope="module")
def sample(catalogue: Catalogue) -> Examination:
    data = (resources_folder() / "examples/sample-examination.json").read_bytes()
    return read_document(data, catalogue.tests)


def shown(page: ExaminationPage) -> Examination:
    assert page.examination is not None
    return page.examination


def note_on(other: OtherSourcesPage, source: str) -> TextLine:
    note = other.sources.rows[source].note
    assert note is not None
    return note


def measure(other: OtherSourcesPage, name: str) -> Any:
    """Add a measure and return its row."""
    other.measures.add.click()
    row = other.measures.rows[-1]
    row.measure.choose(name)
    return row


def test_nothing_is_answered_before_somebody_answers(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    assert {row.choice.value for row in other.sources.rows.values()} == {None}
    assert {row.choice.value for row in other.sensitisation.rows.values()} == {None}
    assert other.sensitisation.said.text() == "No step is recorded."
    assert shown(page).other_sources is None
    assert [fold.button.toolTip() for fold in other.folds.values()] == [
        "Other sources of pain: not recorded",
        "Signs of sensitisation: not recorded",
        "Functional tests done since: not recorded",
        "Outcome measures: not recorded",
    ]


def test_an_answer_and_its_note_are_saved_where_they_are_given(
    other: OtherSourcesPage, store: Record, draft: Examination
) -> None:
    row = other.sources.rows["fascial"]
    row.choice.buttons["yes"].click()
    note_on(other, "fascial").enter("Left calf")
    other.sources.rows["myofascial"].choice.buttons["no"].toggle()
    assert store.examination(draft.id).other_sources == (
        OtherSource(source="fascial", found=YES, note="Left calf"),
        OtherSource(source="myofascial", found=NO),
    )
    row.choice.buttons["yes"].click()
    note_on(other, "fascial").enter("")
    other.sources.rows["myofascial"].choice.buttons["no"].click()
    assert store.examination(draft.id).other_sources is None


def test_a_source_in_own_words_is_recorded_and_removed(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    other.sources.own.add.click()
    other.sources.own.rows[0].source.enter("Hip joint")
    other.sources.own.rows[0].found.choose("not_examined")
    other.sources.own.rows[0].note.enter("next time")
    other.sources.rows["fascial"].choice.choose("no")
    hip = OtherSource(source="Hip joint", found=Examined.NOT_EXAMINED, note="next time")
    assert shown(page).other_sources == (hip, OtherSource(source="fascial", found=NO))
    assert "1 not found, 1 not examined" in other.folds["other_sources"].button.toolTip()
    other.sources.own.remove_value(0)
    assert shown(page).other_sources == (OtherSource(source="fascial", found=NO),)


def test_imported_sources_are_all_shown_and_none_moves(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    given = (
        OtherSource(source="Hip joint", found=NO),
        OtherSource(source="fascial", found=NO, note="once"),
        OtherSource(source="fascial", found=YES, note="twice"),
        OtherSource(note="nameless"),
    )
    page.record_fields({"other_sources": given})
    assert [row.source.text() for row in other.sources.own.rows] == ["Hip joint", "fascial", ""]
    assert note_on(other, "fascial").text() == "once"
    other.sources.rows["fascial"].choice.choose("not_examined")
    changed = REPLACE(given[1], found=Examined.NOT_EXAMINED)
    assert shown(page).other_sources == (given[0], changed, *given[2:])


def test_what_to_look_for_stands_beside_with_how_far_it_was_checked(
    other: OtherSourcesPage, catalogue: Catalogue
) -> None:
    for source, row in other.sources.rows.items():
        texts = [label.text() for label in row.findChildren(type(row.previous))]
        fact = catalogue.other_sources[source].exam
        assert any(catalogue.cited(fact) in text for text in texts)
    assert "(not yet checked)" in catalogue.cited(catalogue.other_sources["myofascial"].exam)


def test_the_steps_say_what_they_amount_to_as_they_are_answered(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    rows = other.sensitisation.rows
    for step in ("over_three_months", "regional", "not_explained"):
        rows[step].choice.choose("yes")
    assert "compatible" not in other.sensitisation.said.text()
    assert "not recorded: allodynia" in other.sensitisation.said.text()
    rows["after_sensations"].choice.choose("yes")
    assert other.sensitisation.said.text().startswith(
        "Features compatible with possible nociplastic pain (IASP 2021)"
    )
    assert "not yet checked" in other.sensitisation.said.text()
    assert shown(page).sensitisation == Sensitisation(
        over_three_months=YES, regional=YES, not_explained=YES, after_sensations=YES
    )
    assert "4 of 8 steps recorded, 4 yes" in other.folds["sensitisation"].button.toolTip()
    for row in rows.values():
        row.choice.choose(None)
    assert shown(page).sensitisation is None


def test_increased_sensation_found_in_conduction_stands_with_the_steps(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    assert other.sensitisation.increased.isHidden()
    gain = ConductionSign(
        root=Root.L5, side=Side.LEFT, kind=SignKind.LIGHT_TOUCH, grade="increased"
    )
    page.record_fields({"conduction": (gain,)})
    assert not other.sensitisation.increased.isHidden()
    assert "L5 left: Light touch increased" in other.sensitisation.increased.text()


def test_a_functional_test_is_recorded_field_by_field(
    page: ExaminationPage, other: OtherSourcesPage, catalogue: Catalogue
) -> None:
    editor = other.functional_tests
    editor.add.click()
    row = editor.rows[0]
    assert row.says.isHidden()
    row.test.choose("nerve_root_block")
    row.performed_on.enter("2/11/2026")
    row.target.enter("L5 root")
    row.side.choose("left")
    row.result.enter("Eased for four hours")
    row.note.enter("letter of the pain clinic")
    assert shown(page).functional_tests == (
        FunctionalTest(
            test="nerve_root_block",
            performed_on=date(2026, 11, 2),
            target="L5 root",
            side=BodySide.LEFT,
            result="Eased for four hours",
            note="letter of the pain clinic",
        ),
    )
    assert not row.says.isHidden()
    assert row.says.text() == catalogue.cited(catalogue.functional_tests["nerve_root_block"])
    editor.remove_value(0)
    assert shown(page).functional_tests is None


def test_a_wrong_date_is_told(page: ExaminationPage, other: OtherSourcesPage) -> None:
    other.functional_tests.add.click()
    other.functional_tests.rows[0].performed_on.enter("in spring")
    assert "in spring" in page.told.text()


def test_the_highest_score_is_a_label_until_a_score_is_entered(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    row = measure(other, "odi")
    assert row.of.text() == "of 100"
    assert shown(page).measures == (Measure(measure="odi"),)
    row.score.enter("44")
    row.note.enter("on paper")
    assert shown(page).measures == (Measure(measure="odi", score=44, max=100, note="on paper"),)
    row.score.enter("")
    assert shown(page).measures == (Measure(measure="odi", note="on paper"),)


def test_a_score_beyond_the_scale_is_told_and_not_recorded(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    row = measure(other, "rmdq")
    row.score.enter("25")
    assert "not a number from 0 to 24" in page.told.text()
    assert shown(page).measures == (Measure(measure="rmdq"),)


def test_a_score_goes_with_the_instrument_it_was_recorded_for(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    row = measure(other, "odi")
    row.score.enter("44")
    row.measure.choose("ndi")
    assert shown(page).measures == (Measure(measure="ndi"),)


def test_a_measure_in_own_words_keeps_its_score_when_its_name_is_put_right(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    row = measure(other, "My scael")
    row.score.enter("3")
    row.max.enter("7")
    row.measure.choose("My scale")
    assert shown(page).measures == (Measure(measure="My scale", score=3, max=7),)


def test_the_scale_of_activities_gives_a_mean_from_three_of_them(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    row = measure(other, "psfs")
    for place, (name, score) in enumerate((("sitting", 3), ("driving", 4), ("socks", 6))):
        assert shown(page).measures is not None
        row.activities.add.click()
        row.activities.rows[place].item.enter(name)
        recorded = (shown(page).measures or ())[0]
        assert recorded.score is None
        row.activities.rows[place].score.enter(str(score))
    items = tuple(
        MeasureItem(item=name, score=score)
        for name, score in (("sitting", 3), ("driving", 4), ("socks", 6))
    )
    assert shown(page).measures == (Measure(measure="psfs", score=4.3, max=10, items=items),)
    assert row.score.isReadOnly()
    row.activities.remove_value(0)
    assert (shown(page).measures or ())[0].score is None


def test_the_scale_takes_five_activities_at_most(other: OtherSourcesPage) -> None:
    row = measure(other, "psfs")
    for _ in range(5):
        assert row.activities.add.isEnabled()
        row.activities.add.click()
    assert not row.activities.add.isEnabled()


def test_statements_are_counted_once_it_is_said_that_all_were_read(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    row = measure(other, "rmdq")
    form = row.statements.inner
    form.boxes[9].toggle()
    form.boxes[4].toggle()
    ticked = tuple(MeasureItem(item=number, score=1) for number in ("4", "9"))
    assert shown(page).measures == (Measure(measure="rmdq", items=ticked),)
    assert "statements ticked: 4, 9, not completed" in row.statements.button.toolTip()
    form.completed.toggle()
    assert shown(page).measures == (Measure(measure="rmdq", score=2, max=24, items=ticked),)
    form.boxes[4].toggle()
    assert (shown(page).measures or ())[0].score == 1
    form.completed.toggle()
    assert (shown(page).measures or ())[0].score is None


def test_no_tick_at_all_is_a_score_only_when_completed(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    row = measure(other, "rmdq")
    assert shown(page).measures == (Measure(measure="rmdq"),)
    row.statements.inner.completed.toggle()
    assert shown(page).measures == (Measure(measure="rmdq", score=0, max=24, items=()),)
    assert row.statements.inner.completed.isChecked()
    row.statements.inner.completed.toggle()
    assert shown(page).measures == (Measure(measure="rmdq"),)


def test_a_score_entered_as_a_number_is_not_overwritten_by_a_tick(other: OtherSourcesPage) -> None:
    row = measure(other, "rmdq")
    row.score.enter("12")
    assert row.statements.isHidden()
    row.score.enter("")
    assert not row.statements.isHidden()


def test_imported_items_no_form_can_show_are_told_in_words(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    items = (MeasureItem(item="walking", score=2),)
    page.record_fields({"measures": (Measure(measure="odi", score=20, max=50, items=items),)})
    row = other.measures.rows[0]
    assert row.items.text() == "walking: 2"
    assert (row.of.text(), row.score.value) == ("of 50", 20)
    page.record_fields({"measures": (Measure(measure="rmdq", score=20, max=24, items=items),)})
    row = other.measures.rows[0]
    assert not row.statements.inner.isEnabled()
    assert "walking: 2" in row.statements.button.toolTip()


def test_only_the_embedded_measures_are_answered_here(
    other: OtherSourcesPage, catalogue: Catalogue
) -> None:
    for name, known in catalogue.measures.items():
        row = measure(other, name)
        assert (row.statements is not None) == (known.form is not None)
        assert row.activities.isHidden() == (name != "psfs")
        assert ("Only the score is entered here" in row.facts.text()) != known.embedded


def test_an_earlier_examination_stands_beside_the_fields_and_never_in_them(
    page: ExaminationPage, other: OtherSourcesPage, sample: Examination
) -> None:
    measure(other, "rmdq")
    before = shown(page)
    other.show_previous(sample)
    assert other.sources.rows["nerve_trunk_palpation"].previous.text() == "16 November 2026: found"
    assert other.sensitisation.rows["allodynia"].previous.text() == "16 November 2026: no"
    assert other.measures.rows[0].previous.text() == "16 November 2026: 9 of 24"
    assert "ODI (Oswestry Disability Index) 38 of 100" in other.earlier_measures.text()
    assert "Dynamic ultrasound, 2 November 2026" in other.earlier_tests.text()
    other.flush()
    assert shown(page) == before
    assert {row.choice.value for row in other.sources.rows.values()} == {None}
    other.show_previous(None)
    assert other.earlier_measures.isHidden()
    assert other.sources.rows["nerve_trunk_palpation"].previous.isHidden()
    assert other.measures.rows[0].previous.isHidden()


def test_the_keyboard_begins_at_the_first_answer_and_answers_it(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    other.start()
    assert focused() is other.sources.rows["myofascial"].choice.buttons["yes"]
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert shown(page).other_sources == (OtherSource(source="myofascial", found=YES),)


def test_a_text_still_being_typed_is_recorded_on_leaving(
    page: ExaminationPage, other: OtherSourcesPage
) -> None:
    note = note_on(other, "fascial")
    note.setFocus()
    QTest.keyClicks(note, "calf")
    page.go_to("reason")
    assert shown(page).other_sources == (OtherSource(source="fascial", note="calf"),)


def test_all_of_it_can_be_heard_and_gone_through_and_nothing_scrolls_sideways(
    page: ExaminationPage, other: OtherSourcesPage, sample: Examination, qtbot: QtBot
) -> None:
    fields = ("other_sources", "sensitisation", "functional_tests", "measures")
    page.record_fields({name: getattr(sample, name) for name in fields})
    other.show_previous(sample)
    for fold in other.findChildren(Fold):
        fold.open()
    area = other.findChild(QScrollArea)
    assert area is not None
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert area.horizontalScrollBar().maximum() == 0
    assert problems(page) == []


def test_a_signed_examination_shows_all_of_it_and_takes_no_answer(
    page: ExaminationPage, store: Record, draft: Examination, sample: Examination
) -> None:
    fields = ("other_sources", "sensitisation", "functional_tests", "measures", "before", "after")
    page.record_fields({name: getattr(sample, name) for name in fields})
    sign(page, store)
    page.open(draft.id, "other")
    other: Any = page.stack.currentWidget()
    assert all(fold.is_open and fold.button.isVisible() for fold in other.folds.values())
    rmdq = other.measures.rows[2]
    assert rmdq.statements.is_open
    assert rmdq.statements.inner.boxes[2].isChecked()
    assert not rmdq.statements.inner.boxes[2].isEnabled()
    assert not other.measures.add.isVisible()
    assert not other.sources.rows["fascial"].choice.isEnabled()
    assert other.functional_tests.rows[0].result.isReadOnly()
    assert other.measures.rows[3].score.text() == "38"
    page.go_to("reason")
    reason: Any = page.stack.currentWidget()
    assert reason.before.is_open
    assert reason.before.medication.isReadOnly()
    assert reason.before.operations.rows[0].what.text() == "Arthroscopy of the right knee"
    page.go_to("conclusion")
    conclusion: Any = page.stack.currentWidget()
    assert conclusion.after.is_open
    assert conclusion.after.minutes.text() == "5"
