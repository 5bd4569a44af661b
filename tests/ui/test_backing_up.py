"""Backups are made beside the work: when they are due, and with a word when they fail."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.backups import Backup
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage.backups import Backups
from clinic_desktop.ui import backing_up, lock, safekeeping, settings_dialog
from clinic_desktop.ui.backing_up import BackingUp
from clinic_desktop.ui.window import MainWindow
from tests.ui.conftest import PASSPHRASE, PATIENT
from tests.ui.keys import press
from tests.ui.windows import (
    NOW,
    begin_visit,
    doors,
    first_start,
    open_window,
    press_in_box,
    unattended,
    unlock,
    when_shown,
)

FULL = "The disk is full, so no backup was made."


@pytest.fixture(autouse=True)
def _unattended(monkeypatch: pytest.MonkeyPatch) -> None:
    unattended(monkeypatch)


@pytest.fixture
def window(qtbot: QtBot, folder: Path, catalogue: Catalogue) -> Iterator[MainWindow]:
    """A window at the SLR of an examination that was just begun."""
    shown = open_window(qtbot, folder, catalogue)
    first_start(shown)
    begin_visit(shown, catalogue)
    assert shown.examination is not None
    shown.examination.go_to("test:slr")
    yield shown
    shown.close()


def maker_of(window: MainWindow) -> BackingUp:
    assert window.safekeeping is not None
    return window.safekeeping.backing_up


def made_in(window: MainWindow) -> tuple[Backup, ...]:
    assert window.store is not None
    return window.store.backups.all()


def actions_in(window: MainWindow) -> list[Action]:
    assert window.store is not None
    return [entry.action for entry in window.store.trail.entries()]


def choose_folder(window: MainWindow) -> None:
    assert window.safekeeping is not None
    window.safekeeping.choose_folder()


class Gate:
    """A backup that is made only when it is let through, and notes in which thread."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_open = threading.Event()
        self.threads: list[str] = []
        real = Backups.task

        def task(
            backups: Backups, into: Path | None = None, *, if_needed: bool = False
        ) -> Callable[[], Backup]:
            make = real(backups, into, if_needed=if_needed)

            def waits() -> Backup:
                self.threads.append(threading.current_thread().name)
                self.is_open.wait()
                return make()

            return waits

        monkeypatch.setattr(Backups, "task", task)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(monkeypatch)
    yield made
    made.is_open.set()
    for thread in threading.enumerate():
        if thread.name == "backup":
            thread.join()


def fails(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def task(*_: object, **__: object) -> Callable[[], Backup]:
        def make() -> Backup:
            raise error

        return make

    monkeypatch.setattr(Backups, "task", task)


def test_a_backup_that_is_due_is_made_within_the_minute(window: MainWindow, qtbot: QtBot) -> None:
    window.look()
    with qtbot.waitSignal(maker_of(window).made):
        pass
    (made,) = made_in(window)
    assert made.content.answers == 2  # begun, and what is asked before the first test
    assert actions_in(window)[0] is Action.BACKED_UP
    assert window.notices.text("backup") == ""
    window.look()
    assert not maker_of(window).is_running


def test_nothing_recorded_is_nothing_to_back_up(
    qtbot: QtBot, folder: Path, catalogue: Catalogue
) -> None:
    window = open_window(qtbot, folder, catalogue)
    first_start(window)
    window.look()
    assert not maker_of(window).is_running
    window.close()


def test_answers_are_saved_while_a_backup_is_made(
    window: MainWindow, qtbot: QtBot, gate: Gate
) -> None:
    window.look()
    assert maker_of(window).is_running
    window.look()
    maker_of(window).make()
    press("p")
    assert window.examination is not None
    assert window.examination.save_mark.label.text().startswith("Saved")
    gate.is_open.set()
    with qtbot.waitSignal(maker_of(window).made):
        pass
    assert gate.threads == ["backup"]


def test_a_signature_is_backed_up_soon(window: MainWindow, qtbot: QtBot) -> None:
    assert window.examination is not None
    window.examination.signed.emit()
    with qtbot.waitSignal(maker_of(window).made):
        pass
    assert len(made_in(window)) == 1


def test_a_signature_during_a_backup_is_in_the_next_one(
    window: MainWindow, qtbot: QtBot, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.look()
    monkeypatch.setattr(Backups, "is_due", lambda _: len(gate.threads) < 2)
    maker_of(window).backup_soon()
    gate.is_open.set()
    qtbot.waitUntil(lambda: len(gate.threads) == 2 and not maker_of(window).is_running)


def test_a_failure_stays_in_view_until_a_backup_is_made(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        fails(broken, UserError(FULL))
        window.look()
        qtbot.waitUntil(lambda: window.notices.text("backup") == FULL)
        assert actions_in(window)[0] is Action.BACKUP_FAILED
        window.show_patients()
        assert window.notices.text("backup") == FULL
    again, _ = window.notices.buttons("backup")
    again.click()
    assert "Making a backup" in window.notices.text("backup")
    with qtbot.waitSignal(maker_of(window).made):
        pass
    said = window.notices.text("backup")
    assert "A backup was made at" in said
    assert str(made_in(window)[0].path) in said
    (understood,) = window.notices.buttons("backup")
    understood.click()
    assert window.notices.text("backup") == ""


def test_after_a_failure_it_rests_unless_something_was_signed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(lock, "seconds", lambda: now[0])
    with monkeypatch.context() as broken:
        fails(broken, UserError(FULL))
        with qtbot.waitSignal(maker_of(window).failed):
            window.look()
        now[0] += 899
        window.look()
        assert not maker_of(window).is_running
        now[0] += 1
        with qtbot.waitSignal(maker_of(window).failed):
            window.look()
    window.look()
    assert not maker_of(window).is_running
    with qtbot.waitSignal(maker_of(window).made):
        maker_of(window).backup_soon()


@pytest.mark.parametrize("name", ["is_due", "task"])
def test_what_the_record_refuses_is_told_the_same_way(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def refuses(*_: object, **__: object) -> Any:
        raise UserError(FULL)

    monkeypatch.setattr(Backups, name, refuses)
    window.look()
    assert window.notices.text("backup") == FULL


def test_a_fault_of_the_program_is_not_passed_over(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails(monkeypatch, ZeroDivisionError("a fault"))
    with qtbot.captureExceptions() as caught:
        window.look()
        qtbot.waitUntil(lambda: not maker_of(window).is_running)
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]


def test_a_fault_in_a_backup_keeps_no_record_open_that_is_locked(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails(monkeypatch, ZeroDivisionError("a fault"))
    with qtbot.captureExceptions() as caught:
        window.look()
        QTimer.singleShot(0, window.lock)
        qtbot.waitUntil(lambda: bool(caught))
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]
    assert window.store is None
    assert (window.examination, window.patients, window.safekeeping) == (None, None, None)
    unlock(window)
    assert window.store is not None


def test_a_fault_in_a_backup_keeps_no_record_open_that_is_closed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails(monkeypatch, ZeroDivisionError("a fault"))
    window.look()
    with pytest.raises(ZeroDivisionError):
        window.close()
    assert window.store is None
    assert not window.isVisible()


def test_a_trail_that_takes_no_entry_does_not_undo_a_backup(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise UserError(FULL)

    monkeypatch.setattr(Backups, "done", refuses)
    with qtbot.waitSignal(maker_of(window).made):
        window.look()
    assert len(made_in(window)) == 1


def test_closing_waits_for_a_backup_with_a_word(
    window: MainWindow, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    real = threading.Thread.join

    def join(thread: threading.Thread, timeout: float | None = None) -> None:
        if thread.name == "backup":
            said.append(window.cover.text())
            gate.is_open.set()
        real(thread, timeout)

    window.look()
    monkeypatch.setattr(threading.Thread, "join", join)
    assert window.close()
    assert "Finishing the backup" in said[0]
    assert window.safekeeping is None


def test_a_backup_that_takes_too_long_is_left_to_itself(
    qtbot: QtBot,
    window: MainWindow,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    catalogue: Catalogue,
) -> None:
    monkeypatch.setattr(safekeeping, "ENDS_SECONDS", 0.0)
    window.look()
    window.lock()
    assert window.store is None
    gate.is_open.set()
    for thread in threading.enumerate():
        if thread.name == "backup":
            thread.join()
    unlock(window)
    assert len(made_in(window)) == 1
    window.look()
    qtbot.waitUntil(lambda: not maker_of(window).is_running)
    assert len(made_in(window)) == 1
    window.close()
    with doors(folder, catalogue).unlock(PASSPHRASE) as record:
        assert record.verify() == ()


def test_backups_on_the_disk_of_the_record_are_told_of_beside_the_patients(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.notices.text("disk") == ""
    window.show_patients()
    assert "same disk" in window.notices.text("disk")
    monkeypatch.setattr(settings_dialog, "show_settings", lambda *_: None)
    monkeypatch.setattr(Backups, "is_on_the_same_disk", False)
    (settings,) = window.notices.buttons("disk")
    settings.click()
    assert window.notices.text("disk") == ""


def test_another_folder_takes_the_backups_from_then_on(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [str(tmp_path / "stick"), ""]
    (tmp_path / "stick").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen.pop())
    choose_folder(window)
    assert not maker_of(window).is_running
    with qtbot.waitSignal(maker_of(window).made):
        choose_folder(window)
    (made,) = made_in(window)
    assert made.path.parent == tmp_path / "stick"


@pytest.mark.parametrize("is_unlocked_again", [False, True])
def test_a_folder_chosen_after_the_record_was_locked_is_nobody_s_choice(
    window: MainWindow,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_unlocked_again: bool,
) -> None:
    def chosen(*_: object) -> str:
        window.lock()
        if is_unlocked_again:
            unlock(window)
        return str(tmp_path)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", chosen)
    monkeypatch.setattr(QMessageBox, "exec", lambda _: pytest.fail("told of a closed record"))
    choose_folder(window)
    assert window.is_locked is not is_unlocked_again
    if not is_unlocked_again:
        unlock(window)
    assert window.store is not None
    assert window.store.backups.folder == folder / "backups"


def test_a_folder_that_cannot_be_chosen_is_told(
    window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    choose_folder(window)
    assert "is the folder of the record" in told[0]
    assert not maker_of(window).is_running


def test_a_minute_passes_by_itself(window: MainWindow) -> None:
    assert window._minute.isActive()
    assert window._minute.interval() == 60_000
    window.lock()
    assert not window._minute.isActive()
    assert backing_up._REST_SECONDS == 900


def test_from_the_end_of_the_day_on_unsigned_examinations_are_told_of(
    qtbot: QtBot, folder: Path, catalogue: Catalogue
) -> None:
    time = [NOW.replace(hour=17, minute=29)]
    window = open_window(qtbot, folder, catalogue, now=lambda: time[0])
    first_start(window)
    assert window.patients is not None
    window.patients.add(PATIENT)
    window.patients.begin_visit()
    window.show_patients()
    reminder = window.patients.reminder
    assert not reminder.isVisible()
    time[0] += timedelta(minutes=1)
    window.look()
    assert reminder.isVisible()
    assert reminder.text() == "1 examination of today is not signed."
    window.close()


@pytest.mark.parametrize("words", ["Look at them", "Close all the same"])
def test_closing_reminds_once_of_what_is_not_signed(
    window: MainWindow, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # with the question
    asked: list[str] = []

    def act(box: Any) -> None:
        asked.append(box.text())
        press_in_box(words)(box)

    when_shown(act)
    assert window.close() is (words == "Close all the same")
    assert asked == ["1 examination of today is not signed."]
    if window.isVisible():
        assert window.stack.currentWidget() is window.patients
        when_shown(press_in_box("Close all the same"))
        assert window.close()


def test_closing_a_locked_window_asks_nothing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.lock()
    monkeypatch.undo()
    assert window.close()


def test_examinations_of_another_day_are_not_asked_about(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(window, "_now", lambda: NOW + timedelta(days=1))
    assert window.close()
