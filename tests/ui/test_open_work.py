"""What waits to be signed is listed under the name that may be shown, opened and withdrawn."""

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.open_work import OpenWork
from clinic_desktop.ui.withdraw_dialog import WithdrawDialog

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def work(qtbot: QtBot, store: Record, catalogue: Catalogue) -> OpenWork:
    made = OpenWork(store, catalogue, lambda: NOW, lambda _: "F. F.")
    qtbot.addWidget(made)
    return made


def test_a_draft_stands_under_the_name_that_may_be_shown_and_is_opened(
    work: OpenWork, draft: Examination, qtbot: QtBot
) -> None:
    work.refresh()
    row = work.drafts.item(0)
    assert row.text().startswith("F. F.\n18 November 2026, performed 2 days ago\nlast answer ")
    assert work.awaiting.isHidden()
    with qtbot.waitSignal(work.opened) as opened:
        work.drafts.itemActivated.emit(row)
    assert opened.args == [draft.id]


def test_only_a_draft_that_was_withdrawn_is_told_of(
    work: OpenWork, draft: Examination, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    work.withdrawn.connect(lambda: told.append("withdrawn"))
    work.refresh()
    work.drafts.setCurrentRow(0)
    monkeypatch.setattr(WithdrawDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    work.withdraw.click()
    assert told == []

    def act(dialog: WithdrawDialog) -> int:
        dialog.reason.setText("wrong patient")
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(WithdrawDialog, "exec", act)
    work.withdraw.click()
    assert told == ["withdrawn"]
    assert not store.drafts.is_open(draft.id)


def test_what_cannot_be_read_is_told(
    work: OpenWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object, __: object) -> None:
        raise UserError("The disk is broken.")

    monkeypatch.setattr("clinic_desktop.ui.open_work.unsigned_work", broken)
    with qtbot.waitSignal(work.told) as told:
        work.refresh()
    assert told.args == ["The disk is broken."]
