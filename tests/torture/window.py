"""The real window in a child without a screen, answered by keys as fast as it takes them."""

import os
import socket
from pathlib import Path
from random import Random
from typing import Final

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_desktop import app
from clinic_desktop.domain import progress
from clinic_desktop.domain.document import write_document
from clinic_desktop.resources import read_catalogue
from clinic_desktop.ui.window import MainWindow
from tests.torture.processes import tell
from tests.torture.stories import PASSPHRASE

_ANSWERS: Final = "pppfffiymn+-0x"
_ASKED: Final = "ynu"
_MOVING: Final = 0.2
warnings: Final[list[str]] = []
"""What Qt warned of."""
# The offscreen plug-in says this of every window and of every menu.
_USUAL: Final = (
    "This plugin does not support propagateSizeHints()",
    "This plugin does not support raise()",
    "This plugin does not support grabbing the keyboard",
)


def play(line: socket.socket, folder: Path, seed: int) -> None:
    """Unlock the record in a folder and answer until somebody ends the process.

    Says `key` before each key, and after it `saved` with the document on the screen when the
    save mark says that it is saved.
    """
    window = unlocked(folder)
    page = window.examination
    if page is None or page.examination is None:
        raise RuntimeError("the window does not go on where it was left")
    tell(line, "ready")
    random = Random(seed)
    while True:
        tell(line, "key")
        _press(window, page.step, random)
        QApplication.processEvents()
        if warnings:
            raise RuntimeError(warnings[0])
        if page.save_mark.label.text().startswith("Saved"):
            tell(line, f"saved {write_document(page.examination).decode()}")


def unlock(line: socket.socket, folder: Path) -> None:
    """Unlock the record in a folder and say what the window then tells."""
    tell(line, unlocked(folder).entry.told.text())


def unlocked(folder: Path) -> MainWindow:
    """Open the window over the record in a folder, and unlock it with keys."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(_said_by_qt)
    app.application(["clinic-desktop"])
    window = app.new_window(folder, read_catalogue)
    window.show()
    QApplication.processEvents()
    unlock_again(window)
    return window


def unlock_again(window: QWidget) -> None:
    """Type the passphrase."""
    QTest.keyClicks(focused(window), PASSPHRASE)
    QTest.keyClick(focused(window), Qt.Key.Key_Return)
    QApplication.processEvents()


def _press(window: QWidget, step: str, random: Random) -> None:
    """Press a key that answers or moves about; outside of the tests, one that leads to them."""
    field = focused(window)
    control = Qt.KeyboardModifier.ControlModifier
    if step == progress.SAFETY and random.random() > _MOVING:
        QTest.keyClicks(field, random.choice(_ASKED))
    elif step in (progress.REASON, progress.SAFETY, progress.CONDUCTION):
        QTest.keyClick(field, Qt.Key.Key_PageDown, control)
    elif not step.startswith(progress.TEST_PREFIX):
        QTest.keyClick(field, Qt.Key.Key_PageUp, control)
    elif random.random() < _MOVING:
        QTest.keyClick(field, random.choice((Qt.Key.Key_Return, Qt.Key.Key_Backspace)))
    else:
        QTest.keyClicks(field, random.choice(_ANSWERS))


def focused(window: QWidget) -> QWidget:
    """Return what has the keyboard."""
    return QApplication.focusWidget() or window


def _said_by_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    # An error raised here would go nowhere. What is only told is of this machine: its fonts.
    if message not in _USUAL and kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        warnings.append(f"{kind.name}: {message}")
