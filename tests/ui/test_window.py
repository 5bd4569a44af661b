"""The whole way: first start, patient, key presses, restart, kill, text on paper."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from clinic_desktop import app
from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.response import Outcome
from clinic_desktop.ui import theme
from clinic_desktop.ui.passphrase_dialog import PassphraseDialog
from clinic_desktop.ui.unlock_page import UnlockPage
from clinic_desktop.ui.window import MainWindow
from tests.ui.conftest import PASSPHRASE, PATIENT, PRACTICE
from tests.ui.keys import enter, focused, press
from tests.ui.windows import (
    begin_visit,
    doors,
    first_start,
    new_record,
    open_window,
    unattended,
    unlock,
    when_shown,
)


@pytest.fixture(autouse=True)
def _unattended(monkeypatch: pytest.MonkeyPatch) -> None:
    unattended(monkeypatch)


@pytest.fixture
def window(qtbot: QtBot, folder: Path, catalogue: Catalogue) -> Iterator[MainWindow]:
    """A window over a new record, at an examination that was just begun."""
    shown = open_window(qtbot, folder, catalogue)
    first_start(shown)
    begin_visit(shown, catalogue)
    yield shown
    shown.close()


def menu_action(window: MainWindow, words: str) -> QAction:
    (action,) = [one for one in window.record_menu.actions if one.text() == words]
    return action


def test_from_key_presses_to_text_on_paper(window: MainWindow, tmp_path: Path) -> None:
    page = window.examination
    assert page is not None
    page.go_to("test:slr")
    press("fy+35")
    enter()
    press("fy-")
    enter()
    page.go_to("test:slr")
    press("82p")
    page.go_to("conclusion")
    conclusion: Any = page.stack.currentWidget()
    conclusion.text.setFocus()
    press("Left sciatic pathway.")
    conclusion.desk.save_pdf(tmp_path / "paper.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    for words in ("Fictional, Fay", "Test Clinic", "Tess Therapist", "Left sciatic pathway."):
        assert words in text
    assert "2 positive of 2 done (SLR 35°, Bragard)" in " ".join(text.split())


def test_enter_answers_nothing_on_the_page_that_opens_after_the_tests(window: MainWindow) -> None:
    page = window.examination
    assert page is not None
    page.go_to("other")
    assert page.examination is not None
    before = page.examination
    enter()
    assert page.examination == before


def test_enter_answers_no_red_flag(window: MainWindow) -> None:
    page = window.examination
    assert page is not None
    page.go_to("safety")
    assert page.examination is not None
    before = page.examination
    enter()
    assert page.examination == before


def test_a_restart_goes_on_where_it_was(
    window: MainWindow, qtbot: QtBot, folder: Path, catalogue: Catalogue
) -> None:
    assert window.examination is not None
    window.examination.go_to("test:slump")
    press("p")
    window.close()
    again = open_window(qtbot, folder, catalogue)
    unlock(again)
    page = again.examination
    assert page is not None
    assert page.step == "test:slump"
    assert page.examination is not None
    response = page.examination.response("slump", TestedSide.LEFT)
    assert response is not None
    assert response.outcome is Outcome.NEGATIVE
    again.close()


def test_after_going_back_to_the_patients_a_restart_shows_them(
    window: MainWindow, qtbot: QtBot, folder: Path, catalogue: Catalogue
) -> None:
    window.leave_examination()
    assert window.patients is not None
    assert window.stack.currentWidget() is window.patients
    assert window.patients.work.drafts.count() == 1
    window.close()
    again = open_window(qtbot, folder, catalogue)
    unlock(again)
    assert again.stack.currentWidget() is again.patients
    again.close()


_KILLED = """
import os, sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from clinic_desktop import app
from clinic_desktop.resources import read_catalogue

qt = app.application(["test"])
window = app.new_window(Path(sys.argv[1]), read_catalogue)
window.show()
window.activateWindow()
window.entry.passphrase.setText(sys.argv[2])
window.entry.submit()
page = window.examination
for test in ("slr", "bragard", "slump", "bowstring"):
    page.go_to("test:" + test)
    for _ in ("left", "right"):
        QTest.keyClicks(QApplication.focusWidget() or page.stack.currentWidget(), "p")
        print(page.save_mark.label.text(), flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("answers", [1, 3, 8])
def test_an_answer_that_shows_as_saved_outlives_a_kill(
    window: MainWindow, folder: Path, catalogue: Catalogue, answers: int
) -> None:
    window.close()
    program = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(folder), PASSPHRASE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert program.stdout is not None
    for _ in range(answers):
        assert program.stdout.readline().startswith("Saved ")
    program.send_signal(signal.SIGKILL)
    program.communicate()
    with doors(folder, catalogue).unlock(PASSPHRASE) as record:
        (line,) = record.lists.all()
        responses = record.examination(line.id).responses or ()
        assert len(responses) >= answers
        assert record.verify() == ()


@pytest.mark.usefixtures("window")
def test_a_second_window_on_the_record_is_refused(
    qtbot: QtBot, folder: Path, catalogue: Catalogue
) -> None:
    second = open_window(qtbot, folder, catalogue)
    unlock(second)
    assert "open in another window" in second.entry.told.text()
    second.close()


def test_a_folder_with_other_files_is_refused(folder: Path, catalogue: Catalogue) -> None:
    folder.mkdir()
    (folder / "other.txt").write_text("x", "utf-8")
    with pytest.raises(UserError, match="holds other files"):
        app.new_window(folder, lambda: catalogue)


def test_closing_with_an_unsaved_answer_asks_first(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise UserError("The disk is full.")

    asked: list[str] = []

    def question(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.text())
        return (QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes)[len(asked) - 1]

    assert window.examination is not None
    assert window.store is not None
    window.examination.go_to("test:slr")
    monkeypatch.setattr(window.store.drafts, "save", full)
    monkeypatch.setattr(QMessageBox, "exec", question)
    press("p")
    assert not window.close()
    assert window.isVisible()
    assert window.close()
    assert "not saved" in asked[0]


def test_the_title_never_names_the_patient(window: MainWindow) -> None:
    assert "Fictional" not in window.windowTitle()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("P&eople\u2026", "PeopleDialog"),
        ("&Settings\u2026", "SettingsDialog"),
        ("Audit &trail\u2026", "TrailDialog"),
        ("&Verify\u2026", "VerifyDialog"),
        ("&Change my passphrase\u2026", "PassphraseDialog"),
        ("Recovery s&heet\u2026", "RecoverySheetDialog"),
    ],
)
def test_the_menu_of_the_record_shows_its_dialogs(
    window: MainWindow, words: str, kind: str
) -> None:
    shown: list[str] = []

    def act(dialog: Any) -> None:
        shown.append(type(dialog).__name__)
        dialog.reject()

    when_shown(act)
    menu_action(window, words).trigger()
    assert shown == [kind]


def test_what_leaves_the_record_as_a_file_has_its_maker(window: MainWindow) -> None:
    assert window.patients is not None
    assert not window.patients.export.isHidden()
    exports: list[bool] = []

    def act(dialog: Any) -> None:
        exports.append(dialog.export.isVisible())
        dialog.reject()

    when_shown(act)
    menu_action(window, "Audit &trail\u2026").trigger()
    assert exports == [True]


def test_a_backup_can_be_made_from_the_menu(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.store is not None
    menu_action(window, "&Back up now").trigger()
    qtbot.waitUntil(lambda: "was made at" in window.notices.text("backup"))
    assert len(window.store.backups.all()) == 1
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    menu_action(window, "Choose another &folder for backups\u2026").trigger()
    assert window.store.backups.folder == tmp_path
    qtbot.waitUntil(lambda: str(tmp_path / "clinic") in window.notices.text("backup"))


def test_an_examination_that_cannot_be_shown_is_told(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    window.open_examination(UUID(int=99))
    assert "no examination" in told[0]
    assert window.stack.currentWidget() is window.patients


def test_every_appearance_can_be_chosen_and_is_remembered(window: MainWindow) -> None:
    for appearance in theme.Appearance:
        window.view_menu.appearances[appearance].trigger()
        assert theme.stored_appearance() is appearance
    assert window.findChildren(QLabel)


def test_a_fault_of_the_program_is_told_without_what_was_typed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    app.install_hook(window)
    try:
        json.loads("{Fictional")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert "Something went wrong" in told[0]
    assert "JSONDecodeError" in caplog.text
    assert "Fictional" not in caplog.text + told[0]


def test_none_keeps_its_references(qtbot: QtBot) -> None:
    """PySide6 6.12 on Python 3.10 and 3.11 loses one per call and aborts after some 5,000."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(1000):
        label.setText("x")
    assert before - sys.getrefcount(None) < 100


@pytest.mark.parametrize("modifiers", ["", "Ctrl+Shift+"])
@pytest.mark.parametrize("words", ["fic", ""])
def test_enter_in_the_search_begins_no_examination(
    window: MainWindow, modifiers: str, words: str
) -> None:
    patients = window.patients
    store = window.store
    assert patients is not None
    assert store is not None
    begun = store.lists.of(PATIENT.id)
    window.show_patients()
    QTest.keyClicks(focused(), words)
    QTest.keySequence(focused(), QKeySequence(f"{modifiers}Return"))
    assert window.stack.currentWidget() is patients
    assert store.lists.of(PATIENT.id) == begun
    assert patients.patient() == PATIENT
    assert patients.search.hasFocus() is not bool(words)


def test_who_is_working_is_shown_on_every_page_and_not_when_locked(
    window: MainWindow,
) -> None:
    student = Therapist(id=uuid4(), name="Stu Dent")
    assert window.store is not None
    window.store.people.add(student, Role.STUDENT, "a student's words")
    assert window.who.text() == PRACTICE.therapist.name
    window.show_patients()
    assert window.who.isVisible()
    window.lock()
    assert not window.who.isVisible()
    assert window.who.text() == ""
    entry = window.entry
    assert isinstance(entry, UnlockPage)
    entry.who.choose(student.id)
    unlock(window, "a student's words")
    assert window.who.text() == "Stu Dent, student"


def test_the_key_that_locks_works_in_a_dialog(window: MainWindow, qtbot: QtBot) -> None:
    def lock(dialog: QDialog) -> None:
        assert isinstance(dialog, PassphraseDialog)
        qtbot.waitUntil(lambda: dialog.isAncestorOf(focused()))
        QTest.keyClick(focused(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    when_shown(lock)
    menu_action(window, "&Change my passphrase\u2026").trigger()
    qtbot.waitUntil(lambda: window.is_locked)
    assert window.store is None


_STARTED = """
import sys
from clinic_desktop import __main__, app, resources
from PySide6.QtCore import QTimer

if sys.argv.pop() == "refused":
    def read_catalogue():
        raise resources.CatalogueRefused("The data file tests.toml is wrong.")
    resources.read_catalogue = read_catalogue
install_hook = app.install_hook
def watched(window):
    install_hook(window)
    window.painted.connect(lambda: QTimer.singleShot(0, window.close))
app.install_hook = watched
code = __main__.main()
import gc
from PySide6.QtGui import QGuiApplication
has_icon = not QGuiApplication.windowIcon().isNull()
print(code, gc.isenabled(), has_icon, gc.get_freeze_count() > 0)
"""


@pytest.mark.parametrize(
    ("catalogue_is", "told"), [("read", "0 True True True"), ("refused", "1 True True")]
)
def test_the_catalogue_is_read_once_the_window_is_painted(
    folder: Path, catalogue: Catalogue, catalogue_is: str, told: str
) -> None:
    new_record(folder, catalogue).close()
    done = subprocess.run(
        [sys.executable, "-c", _STARTED, "--record", str(folder), catalogue_is],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.startswith(told)
    assert ("tests.toml is wrong" in done.stderr) is (catalogue_is == "refused")
