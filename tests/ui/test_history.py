"""Every state of a draft is listed, compared with now, and can be brought back."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Outcome
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.history_dialog import HistoryDialog
from clinic_desktop.ui.moments import moment
from tests.ui.dialogs import answer
from tests.ui.keys import press


@pytest.fixture
def recorded(page: ExaminationPage, qtbot: QtBot) -> Examination:
    """A draft of four states: begun, left negative, right positive, that undone."""
    qtbot.waitUntil(page.isActiveWindow)
    page.go_to("test:slr")
    press("p")
    page.go_to("test:slr")
    press("f")
    page.undo()
    assert page.examination is not None
    return page.examination


@pytest.fixture
def dialog(
    recorded: Examination, store: Record, catalogue: Catalogue, qtbot: QtBot
) -> Iterator[HistoryDialog]:
    shown = HistoryDialog(store, catalogue, recorded)
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    shown.close()


def column(dialog: HistoryDialog, number: int) -> list[Any]:
    states = dialog.states
    return [states.index(row, number).data() for row in range(states.rowCount())]


def test_the_states_are_listed_newest_first_with_what_changed(
    dialog: HistoryDialog, store: Record, recorded: Examination
) -> None:
    assert column(dialog, 2) == [
        "Undone: removed: SLR, right",
        "added: SLR, right",
        "added: SLR, left",
        "Begun",
    ]
    assert column(dialog, 1) == ["Tess Therapist"] * 4
    times = [moment(state.saved_at) for state in store.drafts.revisions(recorded.id)]
    assert [time.rpartition(":")[0] for time in column(dialog, 0)] == times


def test_the_list_has_headings_and_no_lines_under_its_lines(dialog: HistoryDialog) -> None:
    states = dialog.states
    heading = states.headerData(2, Qt.Orientation.Horizontal)
    assert heading == "What changed against the state before"
    assert states.headerData(0, Qt.Orientation.Vertical) is None
    below = states.index(0, 0)
    assert (states.rowCount(below), states.columnCount(below)) == (0, 0)
    assert states.columnCount(QModelIndex()) == 3
    assert states.data(below, Qt.ItemDataRole.DecorationRole) is None


def test_the_state_chosen_is_compared_with_now(dialog: HistoryDialog) -> None:
    assert dialog.differences.toPlainText() == "It is the same as now."
    assert not dialog.do.isEnabled()
    dialog.table.selectRow(1)
    assert dialog.differences.toPlainText() == ("SLR, right is now not recorded, was then Positive")
    assert dialog.do.isEnabled()
    dialog.table.selectRow(2)
    assert not dialog.do.isEnabled()


def test_a_state_is_brought_back_shown_and_that_can_be_undone(
    page: ExaminationPage,
    store: Record,
    recorded: Examination,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def restore(dialog: HistoryDialog) -> None:
        dialog.table.selectRow(1)
        dialog.do.click()

    answer(monkeypatch, HistoryDialog, restore)
    page.go_to("conclusion")
    page.acts.history.trigger()
    right = store.examination(recorded.id).response("slr", TestedSide.RIGHT)
    assert right is not None
    assert right.outcome is Outcome.POSITIVE
    assert page.examination == store.examination(recorded.id)
    assert page.step == "test:slr"
    assert page.echo.full == "Earlier state restored: added: SLR, right"
    page.undo()
    assert store.examination(recorded.id) == recorded


def test_a_history_closed_changes_nothing(
    page: ExaminationPage,
    store: Record,
    recorded: Examination,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer(monkeypatch, HistoryDialog, lambda dialog: dialog.cancel.click())
    states = store.drafts.revisions(recorded.id)
    page.acts.history.trigger()
    assert store.drafts.revisions(recorded.id) == states


def test_what_is_typed_is_a_state_before_the_history_is_shown(
    page: ExaminationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.go_to("reason")
    reason: Any = page.stack.currentWidget()
    reason.note.setFocus()
    press("typed")
    dialogs = answer(monkeypatch, HistoryDialog, lambda dialog: dialog.reject())
    page.acts.history.trigger()
    assert dialogs[0].states.index(0, 2).data() == "added: Symptoms: note"


def test_a_state_that_cannot_be_read_is_told_in_its_line_and_below(
    dialog: HistoryDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise UserError("The record is damaged.")

    monkeypatch.setattr(dialog.states, "state", broken)
    dialog.states._told.clear()
    assert column(dialog, 2)[0] == "The record is damaged."
    dialog.table.selectRow(1)
    assert dialog.told.text() == "The record is damaged."
    assert not dialog.do.isEnabled()
