"""Signing asks once more, then freezes; what is signed is read, and no key changes it."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop import app
from clinic_desktop.domain.anatomy import BodySide, Level, Region
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import (
    Clinic,
    Conclusion,
    Examination,
    Presentation,
    SymptomArea,
)
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding, ImagingReport, Modality
from clinic_desktop.domain.response import Outcome
from clinic_desktop.domain.signing import Remark, RemarkKind
from clinic_desktop.domain.trail import Action
from clinic_desktop.paperwork import paperwork
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.conclusion_page import ConclusionPage
from clinic_desktop.ui.examination_acts import SIGNING_KEYS
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.moments import moment, zone_of
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.reason_page import ReasonPage
from clinic_desktop.ui.signing_dialog import DANGER_PART, Signing, SigningDialog
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from tests.ui.conftest import PASSPHRASE
from tests.ui.dialogs import answer
from tests.ui.keys import focused, press
from tests.ui.signed_states import (
    STUDENTS_PASSPHRASE,
    add_student,
    amend,
    reopened,
    sign,
    with_outcome,
)

REMARKS = (
    Remark(step="reason", kind=RemarkKind.MISSING, sentence="No question."),
    Remark(step="comparison", kind=RemarkKind.CONTRADICTION, sentence="The sides differ."),
    Remark(step="test:slr", kind=RemarkKind.CONTRADICTION, sentence="The rule differs."),
    Remark(step="reason", kind=RemarkKind.NOTE, sentence="It is late."),
)


@pytest.fixture
def signed() -> list[str]:
    """What was signed."""
    return []


@pytest.fixture
def dialog(qtbot: QtBot, catalogue: Catalogue, signed: list[str]) -> Iterator[SigningDialog]:
    """The dialog over four remarks and one reading, shown."""
    listed = Signing(
        whose="Fictional, Fay",
        title="Sign",
        act="Sign",
        statement="Your signature freezes the document.",
        remarks=REMARKS,
        readings=("Sciatic, left: 1 positive of 1 done | Not imaged | Examination only",),
        step_name=str.upper,
        sign=lambda: signed.append("signed"),
    )
    shown = SigningDialog(listed, catalogue)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(shown.isActiveWindow)
    yield shown
    shown.close()


def words_in(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_remarks_are_grouped_and_the_readings_follow(dialog: SigningDialog) -> None:
    told = words_in(dialog)
    for words in (
        "Fictional, Fay",
        "Not recorded (1)",
        "Contradiction (2)",
        "Note (1)",
        "No question.",
        "Proposed readings",
        "1 positive of 1 done | Not imaged | Examination only",
        "Your signature freezes the document.",
    ):
        assert words in told


def test_a_danger_nobody_has_answered_stands_first_and_in_red(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    danger = Remark(
        step="imaging", kind=RemarkKind.CONTRADICTION, sentence="A fracture.", part=DANGER_PART
    )
    listed = Signing(
        whose="Fictional, Fay",
        title="Sign",
        act="Sign",
        statement="",
        remarks=(*REMARKS, danger),
        readings=(),
        step_name=str.upper,
        sign=lambda: None,
    )
    shown = SigningDialog(listed, catalogue)
    qtbot.addWidget(shown)
    told = words_in(shown)
    assert told.count("A fracture.") == 1
    assert told.index("A fracture.") < told.index("Not recorded (1)")
    assert "Contradiction (2)" in told
    (line,) = [label for label in shown.findChildren(QLabel) if label.text() == "A fracture."]
    assert line.property("role") == "alert"
    assert "A fracture." in shown.going[0].accessibleName()
    assert len(shown.ticks) == 3


def test_every_contradiction_is_looked_at_before_signing(
    dialog: SigningDialog, signed: list[str]
) -> None:
    assert len(dialog.ticks) == 2
    assert "The sides differ." in dialog.ticks[0].accessibleName()
    for tick in dialog.ticks:
        assert not dialog.do.isEnabled()
        tick.click()
    assert dialog.do.isEnabled()
    dialog.ticks[0].click()
    assert not dialog.do.isEnabled()
    dialog.ticks[0].click()
    dialog.do.click()
    assert signed == ["signed"]
    assert dialog.result() == SigningDialog.DialogCode.Accepted


def test_each_remark_leads_to_its_step(dialog: SigningDialog, signed: list[str]) -> None:
    assert [button.text() for button in dialog.going] == [
        "Go to REASON",
        "Go to COMPARISON",
        "Go to TEST:SLR",
        "Go to REASON",
    ]
    dialog.going[1].click()
    assert dialog.wanted == REMARKS[1]
    assert not dialog.isVisible()
    assert signed == []


def test_enter_signs_only_from_the_button(dialog: SigningDialog, signed: list[str]) -> None:
    for tick in dialog.ticks:
        tick.setFocus()
        QTest.keyClick(focused(), Qt.Key.Key_Return)  # Enter ticks what has the keyboard
    assert dialog.do.isEnabled()
    assert signed == []
    dialog.do.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Enter)
    assert signed == ["signed"]


def test_escape_leaves_the_document_unsigned(dialog: SigningDialog, signed: list[str]) -> None:
    for tick in dialog.ticks:
        tick.click()
    dialog.do.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert signed == []


def test_a_refused_signature_is_told_inside_and_the_ticks_stay(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    def refuse() -> None:
        raise UserError("Look at it again, then sign.")

    listed = Signing("F", "Sign", "Sign", "It freezes.", REMARKS, (), str, refuse)
    dialog = SigningDialog(listed, catalogue)
    qtbot.addWidget(dialog)
    dialog.show()
    for tick in dialog.ticks:
        tick.click()
    dialog.do.click()
    assert dialog.told.text() == "Look at it again, then sign."
    assert dialog.isVisible()
    assert all(tick.isChecked() for tick in dialog.ticks)
    dialog.close()


def test_nothing_left_open_is_said(qtbot: QtBot, catalogue: Catalogue) -> None:
    listed = Signing("F", "Sign", "Sign", "It freezes.", (), (), str, lambda: None)
    dialog = SigningDialog(listed, catalogue)
    qtbot.addWidget(dialog)
    assert "Nothing is left open." in words_in(dialog)
    assert dialog.do.isEnabled()


def tick_and_sign(dialog: SigningDialog) -> None:
    for tick in dialog.ticks:
        tick.click()
    dialog.do.click()


@pytest.fixture
def told_signed(page: ExaminationPage) -> list[str]:
    """How often the page said that something was signed."""
    told: list[str] = []
    page.signed.connect(lambda: told.append("signed"))
    return told


def test_signing_freezes_what_is_shown_and_says_so(
    page: ExaminationPage,
    store: Record,
    draft: Examination,
    monkeypatch: pytest.MonkeyPatch,
    told_signed: list[str],
) -> None:
    page.go_to("conclusion")
    conclusion = page.stack.currentWidget()
    assert isinstance(conclusion, ConclusionPage)
    conclusion.text.setFocus()
    press("As typed.")
    dialogs = answer(monkeypatch, SigningDialog, tick_and_sign)
    conclusion.desk.sign.click()
    assert "Fictional, Fay, examined 18 November 2026" in words_in(dialogs[0])
    (version,) = store.signed.versions(draft.id)
    (document,) = store.signed.documents(draft.id)
    assert document.conclusion == Conclusion(text="As typed.")
    assert document == page.examination
    assert told_signed == ["signed"]
    assert page.is_read_only
    assert page.step == "conclusion"
    at = moment(version.signature.signed_at, zone_of(draft))
    assert page.banner.text() == f"Signed by Tess Therapist on {at}, version 1"
    assert page.banner.isVisible()
    assert page.save_mark.label.text() == "Signed, read only"


def test_signing_begins_with_a_key_that_is_not_hit_by_accident_and_can_be_cancelled(
    page: ExaminationPage,
    store: Record,
    draft: Examination,
    monkeypatch: pytest.MonkeyPatch,
    told_signed: list[str],
) -> None:
    dialogs = answer(monkeypatch, SigningDialog, lambda dialog: dialog.reject())
    page.go_to("test:slr")
    QTest.keySequence(page.window(), SIGNING_KEYS)
    assert len(dialogs) == 1
    assert not store.signed.versions(draft.id)
    assert told_signed == []
    assert page.step == "test:slr"


def test_going_to_a_remarks_step_goes_there(
    page: ExaminationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.go_to("conclusion")
    answer(monkeypatch, SigningDialog, lambda dialog: dialog.going[0].click())
    page.acts.sign.trigger()
    assert page.step == "reason"


def test_details_that_changed_since_a_draft_was_begun_are_taken_before_signing(
    page: ExaminationPage, store: Record, draft: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = msgspec.structs.replace(
        with_outcome(draft, Outcome.NEGATIVE), therapist=store.account.therapist
    )
    page.record(draft)
    new_clinic = Clinic(name="Test Clinic", address=("New Street 2",))
    store.set_clinic(new_clinic)
    told: list[str] = []

    def act(dialog: SigningDialog) -> None:
        told.append(words_in(dialog))
        take = [button for button in dialog.going if button.text() == "Take today's"]
        if take:
            take[0].click()
        else:
            tick_and_sign(dialog)

    answer(monkeypatch, SigningDialog, act)
    page.acts.sign.trigger()
    sentence = "Clinic: address not recorded, today \u201cNew Street 2\u201d."
    assert [sentence in words for words in told] == [True, False]
    (document,) = store.signed.documents(draft.id)
    assert document == msgspec.structs.replace(draft, clinic=new_clinic)
    assert page.is_read_only


def test_an_amendment_keeps_the_details_it_was_signed_with(
    page: ExaminationPage, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(page, store)
    store.set_clinic(Clinic(name="Test Clinic", address=("New Street 2",)))
    amend(page, store)
    dialogs = answer(monkeypatch, SigningDialog, lambda dialog: dialog.reject())
    page.acts.sign.trigger()
    assert "New Street" not in words_in(dialogs[0])


def test_sides_that_differ_are_asked_again(
    page: ExaminationPage, draft: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = ImagingFinding(level=Level("L5-S1"), kind=FindingKind.PROTRUSION, side=BodySide.RIGHT)
    report = ImagingReport(
        id=uuid4(),
        modality=Modality.MRI,
        region=Region.LUMBAR,
        text="L5-S1: right disc protrusion.",
        findings=(finding,),
    )
    both = msgspec.structs.replace(with_outcome(draft, Outcome.POSITIVE), imaging=(report,))
    page.record(both)
    dialogs = answer(monkeypatch, SigningDialog, lambda dialog: dialog.reject())
    page.acts.sign.trigger()
    asked = [tick.accessibleName() for tick in dialogs[0].ticks]
    assert any("LEFT" in name and "RIGHT" in name for name in asked)


def test_what_cannot_be_saved_is_not_signed(
    page: ExaminationPage, store: Record, draft: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Examination) -> Any:
        raise UserError("The disk is full.")

    monkeypatch.setattr(store.drafts, "save", full)
    page.go_to("test:slr")
    press("p")
    dialogs = answer(monkeypatch, SigningDialog, tick_and_sign)
    page.acts.sign.trigger()
    assert dialogs == []
    assert not store.signed.versions(draft.id)


@pytest.fixture
def full(draft: Examination) -> Examination:
    """An examination with something on every step."""
    finding = ImagingFinding(level=Level("L5-S1"), kind=FindingKind.PROTRUSION)
    return msgspec.structs.replace(
        with_outcome(draft, Outcome.POSITIVE),
        presentation=Presentation(
            note="A note.", areas=(SymptomArea(area="buttock", side=BodySide.LEFT),)
        ),
        imaging=(ImagingReport(id=uuid4(), text="L5-S1 protrusion.", findings=(finding,)),),
        conclusion=Conclusion(text="Concluded.", plan=("Walk.",)),
    )


def test_no_key_and_no_click_changes_what_is_signed(
    page: ExaminationPage, store: Record, full: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.record(full)
    sign(page, store)
    recorded: list[object] = []
    monkeypatch.setattr(store.drafts, "save", recorded.append)
    monkeypatch.setattr(page, "record", recorded.append)
    for row in range(page.navigator.count()):
        page.navigator.setCurrentRow(row)
        step: Any = page.stack.currentWidget()
        fields = [w for w in step.findChildren(QWidget) if not w.property("reading")]
        for field in (page.navigator, *fields):
            field.setFocus()
            press("pfymn+ 5")
            QTest.keyClick(focused(), Qt.Key.Key_Backspace)
            QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            page.navigator.setCurrentRow(row)
        for choice in step.findChildren(ChoiceRow):
            assert not choice.isEnabled()
        for combo in step.findChildren(QComboBox):
            assert not combo.isEnabled()
    assert recorded == []
    assert store.examination(full.id) == full
    assert page.examination == full


def test_only_buttons_that_read_are_left_on_a_signed_page(
    page: ExaminationPage, store: Record, full: Examination
) -> None:
    page.record(full)
    sign(page, store)
    left = set()
    for row in range(page.navigator.count()):
        page.navigator.setCurrentRow(row)
        step: Any = page.stack.currentWidget()
        if isinstance(step, ConclusionPage):
            step.desk.make()
        left |= {
            button.text()
            for button in step.findChildren(QAbstractButton)
            if button.isVisible() and button.isEnabled() and button.text()
        }
    reading = {"Save PDF\u2026", "Print\u2026", "For e-mail\u2026", "Copy text", "More"}
    reading |= {"\u2039", "\u203a", "Width", "Whole page"}
    folds = {
        f"\u25b8 {name}: not recorded"
        for name in (
            *("Before", "After", "Other sources of pain", "Signs of sensitisation"),
            *("Functional tests done since", "Outcome measures", "Study"),
        )
    }
    folds ^= {f"{sign} Other sources of pain: not recorded" for sign in "\u25b8\u25be"}
    # What stands below a row of the comparison is read there.
    left = {words for words in left if not words.startswith("\u25b8 Sciatic, left: ")}
    folds |= {
        "\u25b8 Results of further tests: not recorded",
        "\u25b8 Evidence",
        "\u25b8 Rule R1, response by response: 1 response, none read otherwise by the rule",
    }
    assert left == reading | folds | {"+", "\u2212", "Hide technique", "1"}


def test_texts_of_a_signed_page_can_be_read_whole_and_copied(
    page: ExaminationPage, store: Record, full: Examination
) -> None:
    page.record(full)
    sign(page, store)
    page.go_to("reason")
    step = page.stack.currentWidget()
    assert isinstance(step, ReasonPage)
    note = step.note
    assert note.isEnabled()
    assert note.isReadOnly()
    note.setFocus()
    note.selectAll()
    note.copy()
    assert QApplication.clipboard().text() == "A note."


def test_a_chosen_answer_is_marked_on_a_signed_page_by_more_than_colour(
    page: ExaminationPage, store: Record, full: Examination
) -> None:
    page.record(full)
    sign(page, store)
    page.go_to("test:slr")
    step = page.stack.currentWidget()
    assert isinstance(step, NeurodynamicPage)
    button = step.current.outcome.buttons[Outcome.POSITIVE]
    assert button.isChecked()
    assert not button.isEnabled()
    assert button.text().startswith("\u2713")


def test_a_change_from_elsewhere_is_refused_and_told(
    page: ExaminationPage, store: Record, full: Examination, draft: Examination
) -> None:
    page.record(full)
    sign(page, store)
    page.record(draft)
    assert page.examination == full
    assert store.examination(full.id) == full
    assert "is signed" in page.told.text()
    page.undo()
    assert page.told.property("role") == ""


def test_the_steps_of_a_signed_examination_are_walked_by_the_arrow_keys(
    page: ExaminationPage, store: Record
) -> None:
    sign(page, store)
    page.go_to("test:slr")
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert page.step == "test:bragard"


def test_the_report_of_a_signed_examination_is_final(
    page: ExaminationPage, store: Record, draft: Examination, qtbot: QtBot
) -> None:
    sign(page, store)
    page.go_to("conclusion")
    conclusion = page.stack.currentWidget()
    assert isinstance(conclusion, ConclusionPage)
    qtbot.waitUntil(lambda: bool(conclusion.desk.pdf))
    report = paperwork(page._catalogue).report(store, draft.id)
    assert conclusion.desk.pdf == report.pdf
    assert paperwork(page._catalogue).edition(store, draft.id).status == "FINAL"


def test_an_examination_opened_is_in_the_trail_once(
    page: ExaminationPage, store: Record, draft: Examination
) -> None:
    def opened() -> int:
        entries = store.trail.entries(examination=draft.id)
        return sum(entry.action is Action.OPENED for entry in entries)

    assert opened() == 1  # by the fixture
    sign(page, store)
    page.go_to("conclusion")
    assert opened() == 1
    page.open(draft.id)
    assert opened() == 2


def test_a_trail_that_cannot_be_written_keeps_nobody_from_reading(
    page: ExaminationPage, store: Record, draft: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise UserError("The disk is full.")

    monkeypatch.setattr(store.trail, "log", broken)
    page.open(draft.id)
    assert page.examination == draft
    assert page.told.text() == "The disk is full."


def test_a_students_signature_waits_and_a_therapist_counter_signs(
    page: ExaminationPage,
    store: Record,
    draft: Examination,
    catalogue: Catalogue,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_student(store)
    page.leave()
    page.forget()
    page.hide()
    dialogs = answer(monkeypatch, SigningDialog, tick_and_sign)
    with reopened(store, catalogue, STUDENTS_PASSPHRASE) as students:
        theirs = ExaminationPage(students, catalogue, paperwork(catalogue), app.local_time)
        qtbot.addWidget(theirs)
        theirs.open(draft.id)
        theirs.acts.sign.trigger()
        assert "waits for a counter-signature" in words_in(dialogs[0])
        assert theirs.banner.text().endswith("; waits for a counter-signature")
        assert not theirs.acts.countersign.isVisible()
        assert not theirs.acts.error.isVisible()
        therapists = reopened(students, catalogue, PASSPHRASE)
    with therapists:
        mine = ExaminationPage(therapists, catalogue, paperwork(catalogue), app.local_time)
        qtbot.addWidget(mine)
        mine.open(draft.id)
        assert mine.acts.countersign.isVisible()
        assert mine.acts.error.isVisible()
        with qtbot.waitSignal(mine.signed):
            mine.acts.countersign.trigger()
        assert "Stu Dent signed version 1 as a student." in words_in(dialogs[1])
        assert not therapists.signed.versions(draft.id)[-1].awaits
        assert "; Counter-signed by Tess Therapist on " in mine.banner.text()
        assert not mine.acts.countersign.isVisible()


def test_safety_and_consent_lead_to_their_steps_and_names_to_none(
    page: ExaminationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No step records who the therapist is: a button beside that would lead nowhere."""
    dialogs = answer(monkeypatch, SigningDialog, lambda dialog: dialog.reject())
    page.acts.sign.trigger()
    ways = [button.accessibleName() for button in dialogs[0].going]
    assert "Go to Reason and symptoms: Consent to the examination is not recorded." in ways
    assert [way for way in ways if way.startswith("Go to Safety: Red-flag questions")]
    assert "The therapist's registration is not recorded." in words_in(dialogs[0])
    assert not [way for way in ways if "therapist" in way]


def test_a_finding_that_is_not_complete_is_listed_as_not_recorded(
    page: ExaminationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogs = answer(monkeypatch, SigningDialog, lambda dialog: dialog.reject())
    page.go_to("imaging")
    imaging: Any = page.stack.currentWidget()
    imaging.add.click()
    findings = imaging.forms[0].findings
    for place in (0, 1):
        findings.add.click()
        findings.rows[place].fields["level"].choose("L4-L5")
    page.acts.sign.trigger()
    assert "2 findings of the imaging reports are incomplete and not" in words_in(dialogs[0])
    findings.rows[1].fields["kind"].choose("bulge")
    page.acts.sign.trigger()
    assert "1 finding of the imaging reports is incomplete and not" in words_in(dialogs[1])
    assert "incomplete" in page.told.text()
    findings.rows[0].fields["kind"].choose("bulge")
    assert page.told.text() == ""
    page.acts.sign.trigger()
    assert "incomplete" not in words_in(dialogs[2])
