"""The demonstration with a patient of one's own, as a whole process of its own.

A report comes with the patient's name in its file and in the file's name. Signed, the report leaves
by every door: its words into the clipboard, an encrypted copy, the printer; the patient is searched
for by name, and the record locked and unlocked. Arguments: the folder for what it leaves, and one
with a program `lp`. It prints every title that a window ever had.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from clinic_desktop import app, demo
from clinic_desktop.domain import progress
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.resources import read_catalogue
from clinic_desktop.ui.encrypt_dialog import EncryptDialog
from clinic_desktop.ui.window import MainWindow
from tests.torture.canary import ENCRYPTED, NAME

_LOOK_MS = 10
_LONGEST = 30.0


class _Titles(QObject):
    """Keeps the titles of all windows."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Override QObject.eventFilter."""
        kinds = (QEvent.Type.WindowTitleChange, QEvent.Type.Show)
        if event.type() in kinds and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.add(watched.windowTitle())
        return False


def attach(page: Any, family_name: str) -> None:
    """Keep a file that holds the patient's name, and let the examination's report name it."""
    given = page.examination
    text = f"Report of {family_name}, {family_name.upper()}: a fictional one.\n"
    original = page._store.originals.keep(
        given.id, f"{family_name}.txt", "text/plain", text.encode() * 200
    )
    report, *others = given.imaging or (ImagingReport(),)
    page.record_fields({"imaging": (msgspec.structs.replace(report, original=original), *others)})


def hand_out(window: Any, out: Path) -> None:
    """Let the signed report leave by every door, then lock and come back.

    Raises:
        RuntimeError: when one of the acts was not done: nothing would be watched then.
    """
    answering = QTimer(interval=_LOOK_MS)
    answering.timeout.connect(lambda: _answer(out))
    answering.start()
    page = window.examination
    desk = page.page(progress.CONCLUSION).desk
    desk.copy.click()
    _expect(QApplication.clipboard().text(), NAME, "the words in the clipboard")
    for button in (desk.encrypted, desk.print):
        button.click()
    _expect(page.told.text(), "The printer has the report.", "the printing")
    if not (out / ENCRYPTED).exists():
        raise RuntimeError("there is no encrypted copy")
    window.show_patients()
    window.patients.search.setText(NAME)
    QApplication.processEvents()
    window.open_examination(page.examination.id, progress.CONCLUSION)
    window.lock()
    end = time.monotonic() + _LONGEST
    while not window.is_locked and time.monotonic() < end:
        QApplication.processEvents()  # a dialog that was just answered is let go of first
    window.entry.passphrase.setText(demo.PASSPHRASE)
    window.entry.submit()
    window.examination.go_to(progress.CONCLUSION)


def _answer(out: Path) -> None:
    """Answer the dialog in front as somebody does who wants what it offers."""
    dialog: Any = QApplication.activeModalWidget()
    if isinstance(dialog, EncryptDialog):
        dialog.do.click()
    elif isinstance(dialog, QFileDialog):
        dialog.selectFile(str(out / ENCRYPTED))
        dialog.accept()


def _expect(shown: str, wanted: str, what: str) -> None:
    if wanted not in shown:
        raise RuntimeError(f"{what}: {shown[:200]!r}")


def main(out: Path, programs: Path) -> None:
    """Play the demonstration with this patient."""
    os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
    # The print system of this computer, if there is one, gets nothing.
    printers, chosen = lambda: ["a printer"], lambda _: QDialog.DialogCode.Accepted
    QPrinterInfo.availablePrinterNames = staticmethod(printers)  # type: ignore[method-assign]
    QPrintDialog.exec = chosen  # type: ignore[method-assign]
    original, sign, play = demo.sample, demo._sign, demo._play

    def sample(catalogue: Catalogue) -> Examination:
        given = original(catalogue)
        patient = msgspec.structs.replace(given.patient, family_name=NAME)
        return msgspec.structs.replace(given, patient=patient)

    def sign_with_a_file(page: Any) -> Any:
        attach(page, NAME)
        return sign(page)

    def play_on(
        window: MainWindow, given: Examination, catalogue: Catalogue, out: Path
    ) -> Iterator[tuple[str, QPixmap]]:
        yield from play(window, given, catalogue, out)
        hand_out(window, out)

    demo.sample, demo._sign, demo._play = sample, sign_with_a_file, play_on
    # The pictures belong to the demonstration, not to a visit.
    MainWindow.grab = lambda *_: QPixmap(1, 1)  # type: ignore[method-assign]
    titles = _Titles()
    app.application(["clinic-desktop"]).installEventFilter(titles)
    list(demo.play(out, read_catalogue()))
    # A clipboard without a screen is never cleared as one's own, and outlives what it holds.
    QApplication.clipboard().clear()
    sys.stdout.write("".join(f"{title}\n" for title in sorted(titles.seen)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
