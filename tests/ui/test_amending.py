"""What is signed is amended with a kind and a reason, or withdrawn; the old value stays in view."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Conclusion, Examination, Patient
from clinic_desktop.domain.response import Outcome
from clinic_desktop.domain.versions import Handing, VersionKind
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.amend_dialog import AmendDialog, WithdrawDialog
from clinic_desktop.ui.error_dialog import ErrorDialog
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.imaging_page import ImagingPage
from clinic_desktop.ui.papers_dialog import PapersDialog
from clinic_desktop.ui.signing_dialog import SigningDialog
from tests.ui.conftest import PATIENT
from tests.ui.dialogs import answer
from tests.ui.keys import focused
from tests.ui.signed_states import amend, press_left, sign, with_outcome

RIGHT_PATIENT = Patient(
    id=UUID("0197c002-0000-7000-8000-000000000009"), family_name="Right", given_name="Rita"
)


@pytest.fixture
def signed(page: ExaminationPage, store: Record, draft: Examination) -> Examination:
    """An examination with one positive test, signed and shown."""
    page.record(with_outcome(draft, Outcome.POSITIVE))
    sign(page, store)
    assert page.examination is not None
    return page.examination


def words_in(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def begin(
    dialog: Any, kind: VersionKind = VersionKind.CORRECTION, reason: str = "mixed up"
) -> None:
    dialog.kind.choose(kind.value)
    dialog.reason.setPlainText(reason)
    dialog.do.click()


def test_an_amendment_is_begun_with_its_kind_and_reason_on_the_same_pages(
    page: ExaminationPage, store: Record, signed: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, AmendDialog, begin)
    page.go_to("test:slr")
    page.acts.amend.trigger()
    amending = store.drafts.amending(signed.id)
    assert amending is not None
    assert (amending.kind, amending.reason) == (VersionKind.CORRECTION, "mixed up")
    assert not page.is_read_only
    assert page.step == "test:slr"
    assert page.banner.text().startswith(
        "Amending (correction): mixed up. Signed by Tess Therapist"
    )
    press_left(page, "p")
    draft, _ = store.drafts.find(signed.id) or (None, 0)
    assert draft == with_outcome(signed, Outcome.NEGATIVE)
    assert store.signed.find(signed.id) == signed
    page.go_to("test:slr")
    assert page.strip.toPlainText() == (
        "Not signed yet: SLR, left: outcome was Positive, now Negative"
    )


def test_neither_kind_nor_reason_is_taken_for_granted_and_nothing_typed_is_lost(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    begun: list[tuple[VersionKind, str]] = []
    dialog = AmendDialog(catalogue, lambda kind, reason: begun.append((kind, reason)))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.reason.setPlainText("a reason")
    dialog.do.click()
    assert dialog.told.text() == "Choose the kind of amendment."
    dialog.kind.choose("addendum")
    dialog.reason.setPlainText("  ")
    dialog.do.click()
    assert dialog.told.text().startswith("Give a reason")
    assert dialog.kind.value == "addendum"
    dialog.reason.setPlainText(" a reason ")
    dialog.do.click()
    assert begun == [(VersionKind.ADDENDUM, "a reason")]
    assert not dialog.isVisible()


def test_a_refused_amendment_is_told_inside(qtbot: QtBot, catalogue: Catalogue) -> None:
    def refuse(*_: object) -> None:
        raise UserError("An amendment is begun already.")

    dialog = AmendDialog(catalogue, refuse)
    qtbot.addWidget(dialog)
    dialog.show()
    begin(dialog)
    assert dialog.told.text() == "An amendment is begun already."
    assert dialog.reason.toPlainText() == "mixed up"
    dialog.close()


def test_escape_in_the_reason_cancels(qtbot: QtBot, catalogue: Catalogue) -> None:
    begun: list[object] = []
    dialog = AmendDialog(catalogue, lambda *given: begun.append(given))
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClick(dialog.reason, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert begun == []


def test_an_amendment_goes_on_where_it_was_when_it_is_opened_again(
    page: ExaminationPage, store: Record, signed: Examination
) -> None:
    amend(page, store)
    press_left(page, "p")
    page.open(signed.id)
    assert not page.is_read_only
    assert page.examination == with_outcome(signed, Outcome.NEGATIVE)


def test_a_signed_amendment_is_told_on_its_step_with_the_old_value(
    page: ExaminationPage, store: Record, signed: Examination
) -> None:
    amend(page, store, "mixed up")
    press_left(page, "p")
    page.go_to("test:slr")
    sign(page, store)
    assert page.is_read_only
    assert page.banner.text().startswith("Amended (correction: mixed up). Signed by Tess Therapist")
    assert page.banner.text().endswith(", version 2")
    told = page.strip.toPlainText()
    assert told.startswith("Correction by Tess Therapist, ")
    assert told.endswith(" (mixed up): SLR, left: outcome was Positive, now Negative")
    assert page.strip.isVisible()
    assert page.strip.isReadOnly()
    page.go_to("test:bragard")
    assert not page.strip.isVisible()
    assert store.examination(signed.id) == with_outcome(signed, Outcome.NEGATIVE)


def test_long_amendments_scroll_and_leave_room_for_the_page(
    page: ExaminationPage, store: Record, signed: Examination
) -> None:
    amend(page, store)
    page.record(msgspec.structs.replace(signed, conclusion=Conclusion(text="long words " * 400)))
    sign(page, store)
    page.go_to("conclusion")
    assert page.strip.height() < 100
    assert page.strip.verticalScrollBar().maximum() > 0


def test_signing_an_amendment_lists_what_it_does_against_its_kind(
    page: ExaminationPage, store: Record, signed: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.signed.amend(signed.id, VersionKind.ADDENDUM, "late")
    page.acts.renewed.emit()
    press_left(page, "p")
    dialogs = answer(monkeypatch, SigningDialog, lambda dialog: dialog.reject())
    page.acts.sign.trigger()
    assert "An addendum adds; this changes SLR, left: outcome." in words_in(dialogs[0])
    assert "as version 2" in words_in(dialogs[0])


def test_a_late_imaging_report_is_an_addendum_with_a_reason_that_can_be_edited(
    page: ExaminationPage, store: Record, signed: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(dialog: Any) -> None:
        assert dialog.kind.value == "addendum"
        assert dialog.reason.toPlainText() == "Imaging report received after signing"
        dialog.reason.setPlainText("The MRI came by post")
        dialog.do.click()

    answer(monkeypatch, AmendDialog, add)
    page.acts.add_report.trigger()
    amending = store.drafts.amending(signed.id)
    assert amending is not None
    assert (amending.kind, amending.reason) == (VersionKind.ADDENDUM, "The MRI came by post")
    imaging = page.stack.currentWidget()
    assert isinstance(imaging, ImagingPage)
    assert len(imaging.forms) == 1
    assert imaging.forms[0].isAncestorOf(focused())
    draft, _ = store.drafts.find(signed.id) or (signed, 0)
    assert len(draft.imaging or ()) == 1


def withdraw(dialog: Any) -> None:
    dialog.do.click()
    assert dialog.told.text().startswith("Give a reason")
    dialog.reason.setPlainText("begun by mistake")
    dialog.do.click()


def test_an_amendment_withdrawn_gives_back_what_was_signed(
    page: ExaminationPage, store: Record, signed: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    amend(page, store)
    press_left(page, "p")
    dialogs = answer(monkeypatch, WithdrawDialog, withdraw)
    page.acts.withdraw.trigger()
    assert "What was signed stands as it was" in words_in(dialogs[0])
    assert page.is_read_only
    assert page.examination == signed
    assert not store.drafts.is_open(signed.id)
    assert not page.strip.isVisible()


def test_a_withdrawn_draft_is_left_for_the_patients(
    page: ExaminationPage,
    store: Record,
    draft: Examination,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    answer(monkeypatch, WithdrawDialog, withdraw)
    with qtbot.waitSignal(page.closed):
        page.acts.withdraw.trigger()
    assert page.examination is None
    assert not store.drafts.is_open(draft.id)
    assert store.lists.unsigned() == ()


def test_only_what_is_possible_is_offered(page: ExaminationPage, store: Record) -> None:
    def offered() -> set[str]:
        texts = (action.text() for action in page.acts.menu.actions() if action.isVisible())
        return {text.replace("&", "").rstrip("\u2026") for text in texts if text}

    assert offered() == {"Sign", "History", "Papers handed out", "Withdraw the draft"}
    sign(page, store)
    assert offered() == {"Amend", "Add imaging report", "Papers handed out", "Entered in error"}
    amend(page, store)
    assert offered() == {
        "Sign",
        "History",
        "Papers handed out",
        "Withdraw the amendment",
        "Entered in error",
    }


@pytest.fixture
def error(page: ExaminationPage, store: Record, signed: Examination) -> Examination:
    """A signed examination of which a paper was handed out, and another patient."""
    store.patients.save(RIGHT_PATIENT)
    edition = page._paperwork.edition(store, signed.id)
    store.papers.keep(signed, b"%PDF-1.4 the paper", Handing.PRINTED, edition)
    return signed


def test_entered_in_error_withdraws_files_again_and_calls_the_papers_back(
    page: ExaminationPage,
    store: Record,
    error: Examination,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    def mark(dialog: ErrorDialog) -> None:
        dialog.reason.setPlainText("the wrong Fay")
        dialog.whose.choose("another")
        dialog.search.setText("right")
        dialog.found.setCurrentRow(0)
        dialog.do.click()

    errors = answer(monkeypatch, ErrorDialog, mark)
    papers = answer(monkeypatch, PapersDialog, lambda dialog: dialog.reject())
    with qtbot.waitSignal(page.closed):
        page.acts.error.trigger()
    told = words_in(errors[0])
    assert "it stands in no list, print or export any more" in told
    assert "printed by Tess Therapist: version 1, FINAL" in told
    assert "Call them back" in words_in(papers[0])
    assert ", withdrawn" in papers[0].list.item(0).text()
    assert store.lists.of(PATIENT.id) == ()
    (line,) = store.lists.of(RIGHT_PATIENT.id)
    assert store.signed.filed_again(error.id)[1] == line.id
    assert page.examination is None
    page.open(line.id)
    assert page.banner.text().startswith("Filed again under this patient")
    assert not page.is_read_only


def test_entered_in_error_asks_why_and_whose_and_chooses_nothing_itself(
    store: Record, catalogue: Catalogue, qtbot: QtBot
) -> None:
    store.patients.save(RIGHT_PATIENT)
    done: list[tuple[str, Patient | None]] = []
    dialog = ErrorDialog(
        store, catalogue, PATIENT.id, (), lambda why, right: done.append((why, right))
    )
    qtbot.addWidget(dialog)
    dialog.show()
    assert "No paper of this examination was handed out from here." in words_in(dialog)
    dialog.do.click()
    assert dialog.told.text().startswith("Give a reason")
    dialog.reason.setPlainText("typed twice")
    dialog.do.click()
    assert dialog.told.text() == "Say whose examination it is."
    assert not dialog.search.isEnabled()
    dialog.whose.choose("another")
    names = [dialog.found.item(row).text() for row in range(dialog.found.count())]
    assert [name.split("\n")[0] for name in names] == ["Right, Rita"]  # not the wrong one
    dialog.do.click()
    assert dialog.told.text() == "Choose the right patient from the list."
    dialog.found.setCurrentRow(0)
    dialog.whose.choose("nobody")
    dialog.do.click()
    assert done == [("typed twice", None)]


def test_a_search_that_is_refused_is_told_inside(
    store: Record, catalogue: Catalogue, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise UserError("The record is damaged.")

    dialog = ErrorDialog(store, catalogue, PATIENT.id, (), lambda *_: None)
    qtbot.addWidget(dialog)
    monkeypatch.setattr(store.patients, "find", broken)
    dialog.whose.choose("another")
    assert dialog.told.text() == "The record is damaged."


def test_entered_in_error_without_papers_goes_straight_back(
    page: ExaminationPage, signed: Examination, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def mark(dialog: ErrorDialog) -> None:
        dialog.reason.setPlainText("nobody's")
        dialog.whose.choose("nobody")
        dialog.do.click()

    answer(monkeypatch, ErrorDialog, mark)
    papers = answer(monkeypatch, PapersDialog, lambda dialog: dialog.reject())
    with qtbot.waitSignal(page.closed):
        page.acts.error.trigger()
    assert papers == []
    with pytest.raises(UserError):
        page.open(signed.id)


def test_a_dialog_cancelled_changes_nothing(
    page: ExaminationPage, store: Record, signed: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in (AmendDialog, ErrorDialog, WithdrawDialog):
        answer(monkeypatch, kind, lambda dialog: dialog.cancel.click())
    for act in (page.acts.amend, page.acts.add_report, page.acts.error):
        act.trigger()
    assert page.is_read_only
    assert store.examination(signed.id) == signed
    amend(page, store)
    page.acts.withdraw.trigger()
    assert store.drafts.is_open(signed.id)


def test_an_act_the_record_refuses_is_told(
    page: ExaminationPage, store: Record, signed: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise UserError("The record is damaged.")

    monkeypatch.setattr(store.papers, "of", broken)
    page.acts.error.trigger()
    assert page.told.text() == "The record is damaged."
    assert store.examination(signed.id) == signed


def test_what_cannot_be_read_again_is_told(
    page: ExaminationPage, store: Record, signed: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise UserError("The record is damaged.")

    monkeypatch.setattr(store, "examination", broken)
    page.acts.renewed.emit()
    assert page.told.text() == "The record is damaged."
    assert page.examination == signed


def test_signing_an_amendment_shows_its_kind_its_reason_and_every_change_first(
    page: ExaminationPage, store: Record, signed: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    amend(page, store, "mixed up")
    dialogs = answer(monkeypatch, SigningDialog, lambda dialog: dialog.reject())
    page.acts.sign.trigger()
    assert "Correction: mixed up\nNothing is changed." in words_in(dialogs[0])
    press_left(page, "p")
    page.acts.sign.trigger()
    told = words_in(dialogs[1])
    change = "Correction: mixed up\nSLR, left: outcome was Positive, now Negative"
    assert change in told
    assert told.index(change) < told.index("Not recorded (")
    assert store.signed.find(signed.id) == signed


def test_a_refusal_goes_away_when_something_is_changed(qtbot: QtBot, catalogue: Catalogue) -> None:
    dialog = AmendDialog(catalogue, lambda *_: None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.do.click()
    assert dialog.told.isVisible()
    dialog.kind.buttons["addendum"].click()
    assert not dialog.told.isVisible()
    dialog.do.click()
    assert "Give a reason" in dialog.told.text()
    QTest.keyClicks(dialog.reason, "m")
    assert dialog.told.text() == ""
    dialog.tell("Something else is told.")
    QTest.keyClicks(dialog.reason, "m")
    assert dialog.told.text() == "Something else is told."
    dialog.close()
