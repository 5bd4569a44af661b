"""A locked window shows nothing of a patient, loses nothing, and goes on where it was."""

import runpy
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QClipboard, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.practice import PaperSize, Role, Settings
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage.drafts import Drafts
from clinic_desktop.storage.errors import RecordDamaged
from clinic_desktop.storage.record import Record
from clinic_desktop.storage.trail import Trail
from clinic_desktop.ui import lock, places
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.unlock_page import HeldPage, UnlockPage
from clinic_desktop.ui.widgets.asking import agrees
from clinic_desktop.ui.window import MainWindow
from tests.ui.conftest import PASSPHRASE
from tests.ui.keys import enter, focused, press
from tests.ui.windows import (
    begin_visit,
    doors,
    first_start,
    open_window,
    unattended,
    unlock,
    when_shown,
)

COLLEAGUE = Therapist(id=UUID(int=42), name="Cole League")


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize(
    ("system", "clock"),
    [("linux", "CLOCK_BOOTTIME"), ("darwin", "CLOCK_MONOTONIC_RAW"), ("win32", "monotonic")],
)
def test_each_system_is_asked_for_the_clock_that_goes_on_in_sleep(
    monkeypatch: pytest.MonkeyPatch, system: str, clock: str
) -> None:
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC_RAW"):  # no system has both and Windows' own
        monkeypatch.setattr(time, name, name, raising=False)
    monkeypatch.setattr(time, "clock_gettime", lambda name: name, raising=False)
    monkeypatch.setattr(time, "monotonic", lambda: "monotonic")
    monkeypatch.setattr(sys, "platform", system)
    assert runpy.run_path(lock.__file__)["seconds"]() == clock


@pytest.fixture(autouse=True)
def _unattended(monkeypatch: pytest.MonkeyPatch) -> None:
    unattended(monkeypatch)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def window(qtbot: QtBot, folder: Path, catalogue: Catalogue, clock: Clock) -> Iterator[MainWindow]:
    """A window at an examination that was just begun, with a clock of its own."""
    shown = open_window(qtbot, folder, catalogue)
    shown.idle.clock = clock
    first_start(shown)
    begin_visit(shown, catalogue)
    yield shown
    shown.close()


def page_of(window: MainWindow) -> ExaminationPage:
    assert window.examination is not None
    return window.examination


def note_of(window: MainWindow) -> QPlainTextEdit:
    """Put the keyboard into the note of the first step."""
    page_of(window).go_to("reason")
    shown: Any = page_of(window).stack.currentWidget()
    note: QPlainTextEdit = shown.note
    note.setFocus()
    return note


def is_locked(window: MainWindow) -> bool:
    return window.store is None and isinstance(window.entry, UnlockPage)


def words_in(window: QWidget) -> str:
    """Return every text that is anywhere in the window, shown or not."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    labels = [label.text() for label in window.findChildren(QLabel)]
    lines = [line.text() for line in window.findChildren(QLineEdit)]
    texts = [text.toPlainText() for text in window.findChildren(QPlainTextEdit)]
    return "\n".join([window.windowTitle(), *labels, *lines, *texts])


def wheel(window: MainWindow) -> None:
    place = QPointF(5, 5)
    event = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(window, event)


SIGNS_OF_LIFE: dict[str, Callable[[MainWindow], object]] = {
    "key": lambda _: QTest.keyClick(focused(), Qt.Key.Key_Shift),
    "mouse": lambda window: QTest.mouseMove(window, QPoint(40, 40)),
    "press": lambda window: QTest.mousePress(window.menuBar(), Qt.MouseButton.RightButton),
    "wheel": wheel,
}


def test_nobody_there_for_five_minutes_locks_it(window: MainWindow, clock: Clock) -> None:
    clock.seconds += 299
    window.idle.look()
    assert not is_locked(window)
    clock.seconds += 1
    window.idle.look()
    assert is_locked(window)


@pytest.mark.parametrize("act", SIGNS_OF_LIFE.values(), ids=SIGNS_OF_LIFE)
def test_every_sign_of_life_begins_the_time_anew(
    window: MainWindow, clock: Clock, act: Callable[[MainWindow], object]
) -> None:
    clock.seconds += 299
    act(window)
    QApplication.processEvents()
    clock.seconds += 299
    window.idle.look()
    assert not is_locked(window)
    clock.seconds += 1
    window.idle.look()
    assert is_locked(window)


def test_what_wakes_a_computer_that_slept_too_long_reaches_nothing(
    window: MainWindow, clock: Clock, qtbot: QtBot
) -> None:
    page_of(window).go_to("test:slr")
    examination = page_of(window).examination
    assert examination is not None
    clock.seconds += 3600
    press("p")
    qtbot.waitUntil(lambda: is_locked(window))
    unlock(window)
    assert window.store is not None
    assert not window.store.drafts.examination(examination.id).responses


def test_after_an_answer_what_wakes_a_computer_reaches_nothing_either(
    window: MainWindow, clock: Clock, qtbot: QtBot
) -> None:
    """What an answer sets off is not watched; what comes next is."""
    page_of(window).go_to("test:slr")
    examination = page_of(window).examination
    assert examination is not None
    press("p")
    QCoreApplication.sendPostedEvents()  # the event loop goes round before the next key is read
    clock.seconds += 3600
    press("p")
    qtbot.waitUntil(lambda: is_locked(window))
    unlock(window)
    assert window.store is not None
    assert len(window.store.drafts.examination(examination.id).responses or ()) == 1


def test_the_time_is_what_the_owner_set(
    window: MainWindow, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinic_desktop.ui import settings_dialog

    def shorter(record: Any, *_: object) -> None:
        record.set_settings(Settings(lock_after_minutes=1))

    monkeypatch.setattr(settings_dialog, "show_settings", shorter)
    window.record_menu.show_settings()
    clock.seconds += 60
    window.idle.look()
    assert is_locked(window)


def test_the_report_shown_follows_the_paper_that_was_set(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is seen is what would be printed."""
    from clinic_desktop.ui import settings_dialog

    def on_letter(record: Any, *_: object) -> None:
        record.set_settings(Settings(paper=PaperSize.LETTER))

    page_of(window).go_to("conclusion")
    shown: Any = page_of(window).stack.currentWidget()
    qtbot.waitUntil(lambda: bool(shown.desk.pdf))
    before = shown.desk.pdf
    monkeypatch.setattr(settings_dialog, "show_settings", on_letter)
    window.record_menu.show_settings()
    assert shown.desk.pdf not in (before, b"")


def test_settings_and_a_place_that_cannot_be_read_do_not_keep_anybody_out(
    window: MainWindow, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.lock()

    def damaged(_: object) -> object:
        raise RecordDamaged("The place cannot be read from the record: it is damaged.")

    monkeypatch.setattr(Record, "settings", damaged)
    monkeypatch.setattr(Record, "place", damaged)
    unlock(window)
    assert window.stack.currentWidget() is window.patients
    assert "cannot be read" in window.notices.text("opened")
    clock.seconds += 300
    window.idle.look()
    assert is_locked(window)


def test_a_locked_or_closed_window_counts_no_time(window: MainWindow, clock: Clock) -> None:
    window.lock()
    entry = window.entry
    clock.seconds += 3600
    window.idle.look()
    press("x")
    assert window.entry is entry
    assert window.entry.findChildren(QLineEdit)[0].text() == "x"


def test_locking_saves_what_is_being_typed_and_unlocking_goes_on_in_it(
    window: MainWindow,
) -> None:
    note_of(window)
    press("burning whe")
    QTest.keyClick(focused(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert is_locked(window)
    unlock(window)
    assert window.stack.currentWidget() is window.examination
    field = focused()
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText() == "burning whe"
    press("n sitting")
    assert page_of(window).leave()
    examination = page_of(window).examination
    assert examination is not None
    assert examination.presentation is not None
    assert examination.presentation.note == "burning when sitting"


def test_of_two_fields_of_one_name_the_right_one_is_found_again(window: MainWindow) -> None:
    page = page_of(window)
    page.go_to("test:slr")
    press("f")
    shown: Any = page.stack.currentWidget()
    fields = [form.baseline_nprs for form in shown.forms.values()]
    assert len({field.accessibleName() for field in fields}) == 1
    for place, field in enumerate(fields):
        field.setFocus()
        name = places.field_name(shown, field)
        next(iter(shown.forms.values())).outcome.focus()
        places.take_up(shown, name)
        assert [one.hasFocus() for one in fields] == [place == 0, place == 1]


def test_a_field_that_is_not_there_leaves_the_keyboard_where_it_is(window: MainWindow) -> None:
    note = note_of(window)
    shown: Any = page_of(window).stack.currentWidget()
    for name in ("", "#0", "no such field#0", "Note#7", "Note"):
        places.take_up(shown, name)
        assert note.hasFocus()
    assert places.field_name(shown, window.menuBar()) == ""
    assert places.field_name(shown, None) == ""


def test_a_restart_goes_on_in_the_field_too(
    window: MainWindow, qtbot: QtBot, folder: Path, catalogue: Catalogue
) -> None:
    note_of(window)
    press("stabbing")
    window.close()
    again = open_window(qtbot, folder, catalogue)
    unlock(again)
    field = focused()
    assert isinstance(field, QPlainTextEdit)
    assert field.textCursor().position() == len("stabbing")
    assert field.textCursor().selectionStart() == field.textCursor().selectionEnd()
    again.close()


def test_nothing_of_the_patient_is_left_in_a_locked_window(window: MainWindow) -> None:
    note_of(window)
    press("private")
    page_of(window).go_to("conclusion")
    assert "Fictional" in words_in(window)
    window.lock()
    told = words_in(window)
    assert "Fictional" not in told
    assert "private" not in told
    assert window.patients is None
    assert window.examination is None
    assert window.notices.lines == {}
    assert window.stack.currentWidget() is window.entry


def test_the_screen_is_covered_before_anything_is_saved(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_of(window).go_to("test:slr")
    shown: list[bool] = []
    real = ExaminationPage.leave

    def leave(page: ExaminationPage) -> bool:
        shown.append(page.isVisible())
        return real(page)

    monkeypatch.setattr(ExaminationPage, "leave", leave)
    window.lock()
    assert shown == [False]


@pytest.mark.parametrize("leave", [MainWindow.lock, MainWindow.close])
@pytest.mark.parametrize("is_ours", [True, False])
def test_leaving_takes_from_the_clipboard_only_what_was_copied_here(
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    is_ours: bool,
    leave: Callable[[MainWindow], object],
) -> None:
    # The clipboard of a window without a screen does not know whose it is.
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _: is_ours)
    note = note_of(window)
    press("private")
    note.selectAll()
    note.copy()
    leave(window)
    assert QApplication.clipboard().text() == ("" if is_ours else "private")


def test_locking_is_in_the_trail(window: MainWindow) -> None:
    window.lock()
    unlock(window)
    assert window.store is not None
    actions = [entry.action for entry in window.store.trail.entries()]
    assert actions.count(Action.LOCKED) == 1
    assert actions.index(Action.UNLOCKED) < actions.index(Action.LOCKED)


def test_locking_cancels_every_dialog_that_is_open(window: MainWindow, qtbot: QtBot) -> None:
    answers: list[object] = []

    def innermost(_: object) -> None:
        when_shown(lambda _: window.lock())
        answers.append(agrees(window, "Is that so?"))

    when_shown(innermost)
    answers.append(QInputDialog.getText(window, "Reason", "Why?")[1])
    assert answers == [False, False]
    assert window.stack.currentWidget() is window.cover
    qtbot.waitUntil(lambda: is_locked(window))


def test_locking_closes_the_dialogs_in_front_first(window: MainWindow, qtbot: QtBot) -> None:
    """Else the window under them gets no keyboard back, and the passphrase goes nowhere."""
    closed: list[int] = []
    parent: QWidget = window
    for depth in range(6):
        parent = QDialog(parent)
        parent.finished.connect(lambda _, depth=depth: closed.append(depth))
        parent.open()
    window.lock()
    assert closed == [5, 4, 3, 2, 1, 0]
    qtbot.waitUntil(lambda: is_locked(window))


def test_locking_cancels_what_is_under_way(window: MainWindow, qtbot: QtBot) -> None:
    waiting = QProgressDialog("Page 1 of 3", "Cancel", 0, 3, window)
    waiting.show()
    window.lock()
    assert waiting.wasCanceled()
    qtbot.waitUntil(lambda: is_locked(window))


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_locking_closes_an_open_menu(window: MainWindow, qtbot: QtBot) -> None:
    menu = window.menuBar().actions()[0].menu()
    assert menu is not None
    menu.popup(window.mapToGlobal(QPoint(0, 20)))  # type: ignore[attr-defined]
    window.lock()
    qtbot.waitUntil(lambda: is_locked(window))
    assert QApplication.activePopupWidget() is None


def test_somebody_else_gets_the_patients_and_the_first_person_their_field(
    window: MainWindow,
) -> None:
    assert window.store is not None
    window.store.people.add(COLLEAGUE, Role.THERAPIST, "another passphrase")
    page_of(window).go_to("test:slump")
    window.lock()
    entry = window.entry
    assert isinstance(entry, UnlockPage)
    entry.who.choose(COLLEAGUE.id)
    unlock(window, "another passphrase")
    assert window.stack.currentWidget() is window.patients
    window.lock()
    entry = window.entry
    assert isinstance(entry, UnlockPage)
    entry.who.setCurrentIndex(0)
    unlock(window)
    assert window.stack.currentWidget() is window.examination
    assert page_of(window).step == "test:slump"


def test_from_the_patients_page_it_comes_back_to_the_patients(window: MainWindow) -> None:
    window.leave_examination()
    window.lock()
    unlock(window)
    assert window.stack.currentWidget() is window.patients


def full(*_: object, **__: object) -> None:
    raise UserError("The disk is full.")


def test_an_answer_that_cannot_be_saved_is_kept_behind_the_cover(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    page = page_of(window)
    page.go_to("test:slr")
    with monkeypatch.context() as broken:
        broken.setattr(Drafts, "save", full)
        broken.setattr(Trail, "log", full)
        press("p")
        assert page.save_mark.label.text() == "NOT SAVED"
        window.lock()
        entry = window.entry
        assert isinstance(entry, HeldPage)
        assert "not saved" in words_in(entry)
        assert "Fictional" not in words_in(entry)
        assert not page.isVisible()
        clock.seconds += 3600
        window.idle.look()
        window.lock()
        assert window.entry is entry
        entry.passphrase.setText("something else")
        enter()
        assert "passphrase is wrong" in entry.told.text()
        assert entry.passphrase.hasFocus()
        entry.passphrase.setText(PASSPHRASE)
        enter()
        assert window.stack.currentWidget() is page
        assert page.save_mark.label.text() == "NOT SAVED"
        assert page.isAncestorOf(focused())
    assert page.leave()
    assert page.save_mark.label.text().startswith("Saved")
    clock.seconds += 3600
    window.idle.look()
    assert is_locked(window)


def test_nobody_acts_on_a_record_they_cannot_see(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_of(window).go_to("test:slr")
    with monkeypatch.context() as broken:
        broken.setattr(Drafts, "save", full)
        press("p")
        window.lock()
    assert window.safekeeping is not None
    window.safekeeping.backing_up.failed.emit("The disk is full, so no backup was made.")
    (again, _) = window.notices.buttons("backup")
    assert not again.isVisible()
    entry = window.entry
    assert isinstance(entry, HeldPage)
    entry.passphrase.setText(PASSPHRASE)
    entry.submit()
    assert again.isVisible()


def test_a_kept_answer_is_saved_on_unlocking_once_there_is_room(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(window)
    page.go_to("test:slr")
    with monkeypatch.context() as broken:
        broken.setattr(Drafts, "save", full)
        press("p")
        window.lock()
    entry = window.entry
    assert isinstance(entry, HeldPage)
    entry.passphrase.setText(PASSPHRASE)
    entry.submit()
    assert page.save_mark.label.text().startswith("Saved")


def test_a_name_is_read_as_it_is_written_where_the_record_is_kept_open(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.store is not None
    account = window.store.account
    named = msgspec.structs.replace(account.therapist, name="Ann <b>O</b>")
    monkeypatch.setattr(Record, "account", msgspec.structs.replace(account, therapist=named))
    page = HeldPage(window.store)
    labels = [label for label in page.findChildren(QLabel) if "Ann <b>O</b>" in label.text()]
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    page.deleteLater()


def test_closing_over_a_kept_answer_asks_first(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, folder: Path, catalogue: Catalogue
) -> None:
    asked: list[str] = []

    def question(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.text())
        return (QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes)[len(asked) - 1]

    page_of(window).go_to("test:slr")
    monkeypatch.setattr(QMessageBox, "exec", question)
    with monkeypatch.context() as broken:
        broken.setattr(Drafts, "save", full)
        press("p")
        window.lock()
        assert not window.close()
        assert isinstance(window.entry, HeldPage)
        assert window.close()
    assert "not saved" in asked[0]
    doors(folder, catalogue).unlock(PASSPHRASE).close()


def test_the_menu_of_the_record_is_closed_with_it(window: MainWindow) -> None:
    assert all(action.isEnabled() for action in window.record_menu.actions)
    window.lock()
    assert not any(action.isEnabled() for action in window.record_menu.actions)
    unlock(window)
    assert all(action.isEnabled() for action in window.record_menu.actions)
