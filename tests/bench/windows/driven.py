"""The real window over a record of the benchmark, driven by keys."""

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_desktop import app

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
app.application(["clinic-desktop"])

# As the program begins: what it does about imports comes before its rooms are imported.
from clinic_desktop.resources import read_catalogue  # noqa: E402
from clinic_desktop.ui.examination_page import ExaminationPage  # noqa: E402
from clinic_desktop.ui.window import MainWindow  # noqa: E402
from tests.bench import records  # noqa: E402

CATALOGUE = read_catalogue()


def unlocked(folder: Path) -> tuple[MainWindow, ExaminationPage]:
    """Open the window over a record's folder and unlock it by keys."""
    window = app.new_window(folder, lambda: CATALOGUE)
    window.show()
    settle()
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 2000)
    QTest.keyClicks(focused(window), records.PASSPHRASE)
    QTest.keyClick(focused(window), Qt.Key.Key_Return)
    settle()
    page = window.examination
    if page is None:
        raise RuntimeError("the record was not unlocked")
    return window, page


def settle() -> None:
    """Let everything happen that waits, what is to be deleted among it."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def focused(window: QWidget) -> QWidget:
    """Return what has the keyboard."""
    return QApplication.focusWidget() or window
