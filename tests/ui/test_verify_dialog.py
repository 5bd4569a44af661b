"""The whole record is read through once the dialog is seen, and what is wrong can be copied."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.errors import UserError
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.verify_dialog import VerifyDialog, show_verify


def shown(qtbot: QtBot, record: Record) -> VerifyDialog:
    dialog = VerifyDialog(record)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitActive(dialog)
    return dialog


def test_it_says_what_it_does_and_then_that_the_record_is_sound(
    qtbot: QtBot, store: Record
) -> None:
    dialog = shown(qtbot, store)
    assert dialog.told.text() == "Reading the whole record through\u2026"
    qtbot.waitUntil(lambda: dialog.told.text().startswith("The record is sound:"))
    assert not dialog.problems.isVisible()
    assert not dialog.copy.isVisible()
    dialog.close_button.click()
    assert not dialog.isVisible()


def test_every_sentence_is_listed_and_can_be_copied(
    qtbot: QtBot, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ("The file is damaged: page 3.", "Draft 7 cannot be read.")
    monkeypatch.setattr(store, "verify", lambda: found)
    dialog = shown(qtbot, store)
    qtbot.waitUntil(lambda: dialog.told.text().startswith("The record is not sound."))
    assert dialog.problems.isVisible()
    assert dialog.problems.isReadOnly()
    dialog.copy.click()
    assert QApplication.clipboard().text() == "\n".join(found)
    dialog.done(0)


def test_a_record_that_cannot_be_read_is_told(
    qtbot: QtBot, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise UserError("The disk refused to read or write.")

    monkeypatch.setattr(store, "verify", broken)
    dialog = shown(qtbot, store)
    qtbot.waitUntil(lambda: dialog.told.text() == "The disk refused to read or write.")
    dialog.done(0)


def test_a_dialog_closed_before_does_not_read(
    qtbot: QtBot, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bool] = []
    verify: Callable[[], object] = lambda: read.append(True)  # noqa: E731
    monkeypatch.setattr(store, "verify", verify)
    dialog = shown(qtbot, store)
    dialog.reject()
    assert not dialog._start.isActive()
    assert read == []


def test_the_menu_runs_the_dialog(store: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[QDialog] = []
    monkeypatch.setattr(VerifyDialog, "exec", lambda self: ran.append(self))  # noqa: PLW0108 - bound as a method
    show_verify(store, None)
    assert len(ran) == 1
