"""Every page and dialog can be heard and gone through: names, states, toggling, the way of Tab."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from clinic_desktop import app
from clinic_desktop.domain import progress
from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.paperwork import paperwork
from clinic_desktop.record_folder import RecordFolder
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.entry_pages import EntryPage
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.first_start_page import FirstStartPage, RecoveryOffer
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.patients_page import PatientsPage
from clinic_desktop.ui.recover_page import RecoverPage
from clinic_desktop.ui.signing_dialog import SigningDialog
from clinic_desktop.ui.unlock_page import HeldPage, UnlockPage
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from tests.ui.dialogs import answer
from tests.ui.every_dialog import DIALOGS
from tests.ui.filling import fill
from tests.ui.walking import checkable, controls, is_checked, problems, tab_stops, toggle

NO_ANSWERS: Final = ("reading", "fold", "tool")
"""Properties of buttons that are pressed in and record nothing."""


def show(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
    QApplication.processEvents()


def steps(page: ExaminationPage, catalogue: Catalogue) -> list[str]:
    assert page.examination is not None
    return [step.key for step in progress.steps(page.examination, catalogue)]


@pytest.fixture(params=["lumbar_core", "lumbar_extended"])
def visit(
    request: pytest.FixtureRequest, page: ExaminationPage, store: Record, draft: Examination
) -> ExaminationPage:
    """The page of an examination of one protocol."""
    other = UUID("0197c001-0000-7000-8000-000000000002")
    store.drafts.save(msgspec.structs.replace(draft, id=other, protocol=request.param))
    page.open(other)
    return page


def test_every_step_can_be_heard_and_gone_through(
    visit: ExaminationPage, catalogue: Catalogue
) -> None:
    found = []
    for step in steps(visit, catalogue):
        visit.go_to(step)
        found += [f"{step}: {words}" for words in problems(visit)]
        fill(visit.page(step))
        found += [f"{step}, filled: {words}" for words in problems(visit)]
    assert found == []


def test_toggling_without_a_click_is_heard_and_recorded(
    visit: ExaminationPage, store: Record, catalogue: Catalogue
) -> None:
    """A screen reader's toggle fires no click: what listens to clicks loses the answer."""
    assert visit.examination is not None
    lost = []
    for step in steps(visit, catalogue):
        visit.go_to(step)
        fill(visit.page(step))
        for button in answers(visit.page(step)):
            # An answer may take others away, or forbid them.
            if not isValid(button) or not button.isVisible() or not button.isEnabled():
                continue
            before, was = store.drafts.examination(visit.examination.id), is_checked(button)
            toggle(button)
            after = store.drafts.examination(visit.examination.id)
            if before == after or (isValid(button) and is_checked(button) is was):
                lost.append((step, button.accessibleName() if isValid(button) else "gone"))
    assert lost == []


def answers(page: QWidget) -> list[QAbstractButton]:
    return [
        button
        for button in checkable(page)
        if not any(button.property(name) for name in NO_ANSWERS)
    ]


def test_tab_goes_through_the_left_side_before_the_right(
    page: ExaminationPage, catalogue: Catalogue
) -> None:
    for step in steps(page, catalogue):
        page.go_to(step)
        test = page.page(step)
        if isinstance(test, NeurodynamicPage):
            sides = [
                side
                for stop in tab_stops(test)
                for side in TestedSide
                if side in test.forms and test.forms[side].isAncestorOf(stop)
            ]
            assert sides == sorted(sides, key=[*test.forms].index)
            assert set(sides) == set(test.forms)


def test_a_choice_is_named_with_what_is_asked(page: ExaminationPage, catalogue: Catalogue) -> None:
    for step in steps(page, catalogue):
        page.go_to(step)
        for row in page.page(step).findChildren(ChoiceRow):
            for button in row.buttons.values():
                asked, _, chosen = button.accessibleName().rpartition(": ")
                assert asked
                assert chosen


ENTRIES: Final[dict[str, Callable[[RecordFolder, Record], EntryPage]]] = {
    "first start": lambda doors, _: FirstStartPage(doors, app.local_time),
    "recovery offer": lambda *_: RecoveryOffer(),
    "unlocking": lambda doors, _: UnlockPage(doors, app.local_time),
    "held": lambda _, store: HeldPage(store),
    "recovering": lambda doors, _: RecoverPage(doors),
}


@pytest.mark.parametrize("new", ENTRIES.values(), ids=ENTRIES)
def test_what_stands_before_the_record_can_be_heard_and_gone_through(
    qtbot: QtBot,
    store: Record,
    catalogue: Catalogue,
    new: Callable[[RecordFolder, Record], EntryPage],
) -> None:
    entry = new(RecordFolder(store.folder, lambda: catalogue), store)
    show(qtbot, entry)
    entry.start()
    assert problems(entry) == []
    for fold in checkable(entry):
        toggle(fold)
        assert is_checked(fold)
    assert problems(entry) == []


def test_the_patients_page_can_be_heard_and_gone_through(
    qtbot: QtBot, store: Record, draft: Examination, catalogue: Catalogue
) -> None:
    archive = paperwork(catalogue).patient_archive
    patients = PatientsPage(store, catalogue, app.local_time, archive=archive)
    show(qtbot, patients)
    patients.refresh()
    patients.patients.setCurrentRow(0)
    assert patients.work.drafts.ids() == (draft.id,)
    assert problems(patients) == []


@pytest.mark.parametrize("new", DIALOGS.values(), ids=DIALOGS)
def test_every_dialog_can_be_heard_and_gone_through(
    qtbot: QtBot,
    store: Record,
    draft: Examination,
    catalogue: Catalogue,
    new: Callable[[Record, Catalogue, Examination], QDialog],
) -> None:
    dialog = new(store, catalogue, draft)
    show(qtbot, dialog)
    assert problems(dialog) == []
    for button in checkable(dialog):
        was = is_checked(button)
        toggle(button)
        assert is_checked(button) is not was


def test_signing_can_be_heard_and_gone_through(
    page: ExaminationPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[list[str]] = []

    def walk(dialog: SigningDialog) -> None:
        show(qtbot, dialog)
        found.append(problems(dialog))
        dialog.hide()

    answer(monkeypatch, SigningDialog, walk)
    page.acts.sign.trigger()
    assert found == [[]]


def test_the_walk_sees_what_is_wrong(qtbot: QtBot) -> None:
    page = QWidget()
    for words in ("", "Same", "Same"):
        QPushButton(words, page)
    show(qtbot, page)
    assert len(controls(page)) == 3
    assert [words.partition(":")[0] for words in problems(page)] == ["no name", "the same name"]
