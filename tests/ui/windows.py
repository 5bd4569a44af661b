"""Opening the real window over a record's folder, and getting past what stands before it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from clinic_desktop import app
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.record_folder import RecordFolder
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.first_start_page import FirstStartPage, RecoveryOffer
from clinic_desktop.ui.unlock_page import UnlockPage
from clinic_desktop.ui.widgets import asking
from clinic_desktop.ui.window import MainWindow
from tests.asked import asked_first
from tests.ui.conftest import CHEAP, PASSPHRASE, PATIENT, PRACTICE

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


def unattended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make keys cheap, and close windows without the question about unsigned examinations."""
    for name in ("create", "unlock", "recover"):
        real = getattr(ways_in, name)

        def cheaply(*arguments: Any, real: Any = real, **options: Any) -> Record:
            return real(*arguments, **({"cost": CHEAP} | options))  # type: ignore[no-any-return]

        monkeypatch.setattr(ways_in, name, cheaply)
    monkeypatch.setattr(asking, "closes_all_the_same", lambda *_: True)


def doors(folder: Path, catalogue: Catalogue) -> RecordFolder:
    """Return the ways into the record in a folder."""
    return RecordFolder(folder, lambda: catalogue)


def new_record(folder: Path, catalogue: Catalogue) -> Record:
    """Make a record without a window."""
    return doors(folder, catalogue).create(PASSPHRASE, PRACTICE)


def open_window(
    qtbot: QtBot, folder: Path, catalogue: Catalogue, now: Callable[[], datetime] = lambda: NOW
) -> MainWindow:
    """Open a window over a record's folder, as the program does."""
    window = app.new_window(folder, lambda: catalogue, now=now)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    return window


def first_start(window: MainWindow) -> None:
    """Make the record, and put the recovery sheet off."""
    entry = window.entry
    assert isinstance(entry, FirstStartPage)
    entry.clinic.enter("Test Clinic")
    entry.therapist.enter("Tess Therapist")
    entry.passphrase.setText(PASSPHRASE)
    entry.again.setText(PASSPHRASE)
    entry.submit()
    offer = window.entry
    assert isinstance(offer, RecoveryOffer)
    offer.later.click()


def begin_visit(window: MainWindow, catalogue: Catalogue) -> None:
    """Begin a patient's visit, with what is asked before the first test answered."""
    assert window.patients is not None
    window.patients.add(PATIENT)
    window.patients.begin_visit()
    page = window.examination
    assert page is not None
    assert page.examination is not None
    page.record(asked_first(page.examination, catalogue))


def unlock(window: MainWindow, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase and unlock."""
    entry = window.entry
    assert isinstance(entry, UnlockPage)
    entry.passphrase.setText(passphrase)
    entry.submit()


def when_shown(act: Callable[[QDialog], object]) -> None:
    """Act on the next dialog as soon as it is shown."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            try:
                act(dialog)
            except BaseException:
                dialog.done(QDialog.DialogCode.Rejected)  # or the test would wait for ever
                raise
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def press_in_box(words: str) -> Callable[[QDialog], object]:
    """Return what presses the button with these words in a message box."""

    def act(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        (button,) = [one for one in box.buttons() if one.text() == words]
        button.click()

    return act
