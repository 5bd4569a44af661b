"""Handing a PDF to the print system as it is, text as text: `lp`, which Linux and macOS have."""

import shutil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEventLoop, QProcess, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtWidgets import QProgressDialog, QWidget

from clinic_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

JOB_TITLE: Final = "Clinic Desktop"
"""The print system shows and logs a job's title: it names nobody."""

_CUPS_OPTIONS: Final = 0xFE00
"""Qt's own key of what the dialog's further tabs set: a list of names and values in turn (6.11)."""

_QUICK_MS: Final = 300


class PrintSystemRefused(UserError):
    """`lp` does not take the PDF."""


def lp() -> str | None:
    """Return where `lp` is; `None` where there is none."""
    return shutil.which("lp")


def options(printer: "QPrinter", *, is_own_paper: bool) -> list[str]:
    """Return what the dialog left in a printer, as `lp` is told it.

    Args:
        printer: as the dialog left it.
        is_own_paper: whether the paper chosen is the document's: it is printed at its true size
            then, and made to fit otherwise.
    """
    from PySide6.QtPrintSupport import QPrinter

    told = ["-d", printer.printerName(), "-t", JOB_TITLE, "-n", str(printer.copyCount())]
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        told += ["-P", printer.pageRanges().toString()]
    is_wide = printer.pageLayout().orientation() is QPageLayout.Orientation.Landscape
    sides = {
        QPrinter.DuplexMode.DuplexNone: "one-sided",
        QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
        QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
        QPrinter.DuplexMode.DuplexAuto: f"two-sided-{'short' if is_wide else 'long'}-edge",
    }
    is_grey = printer.colorMode() is QPrinter.ColorMode.GrayScale
    is_reversed = printer.pageOrder() is QPrinter.PageOrder.LastPageFirst
    chosen = _of_further_tabs(printer) | {
        "collate": "true" if printer.collateCopies() else "false",
        "media": printer.pageLayout().pageSize().key(),
        "outputorder": "reverse" if is_reversed else "normal",
        "print-color-mode": "monochrome" if is_grey else "color",
        "print-scaling": "none" if is_own_paper else "fit",
        "sides": sides[printer.duplex()],
    }
    for name, value in chosen.items():
        told += ["-o", f"{name}={value}"]
    return told


def hand_over(pdf: bytes, program: str, arguments: list[str], parent: QWidget) -> bool:
    """Let `lp` read the PDF; the window goes on living meanwhile, and the person can cancel.

    The bytes go through a pipe: no file of them is written.

    Args:
        pdf: the document.
        program: where `lp` is.
        arguments: from `options`.
        parent: the window in front of which it waits.

    Returns:
        Whether the print system has it; `False` when the person cancelled.

    Raises:
        PrintSystemRefused: with what `lp` says.
    """
    waiting = QProgressDialog(parent)
    waiting.setWindowTitle(QCoreApplication.translate("Printing", "Print"))
    waiting.setLabelText(QCoreApplication.translate("Printing", "The printer is given the pages."))
    waiting.setWindowModality(Qt.WindowModality.WindowModal)
    waiting.setRange(0, 0)
    waiting.setMinimumDuration(_QUICK_MS)
    process, loop = QProcess(), QEventLoop()
    process.finished.connect(loop.quit)
    waiting.canceled.connect(process.kill)
    waiting.finished.connect(process.kill)  # locking closes it, which is no cancelling to Qt
    try:
        process.start(program, arguments)
        if not process.waitForStarted():
            raise PrintSystemRefused(process.errorString())
        process.write(pdf)
        process.closeWriteChannel()
        waiting.setValue(0)  # lets Qt handle what happened meanwhile, such as the end of `lp`
        if process.state() is not QProcess.ProcessState.NotRunning:
            loop.exec()
        if waiting.wasCanceled():
            return False
        if process.exitStatus() is not QProcess.ExitStatus.NormalExit or process.exitCode():
            raise PrintSystemRefused(_said(process))
        return True
    finally:
        waiting.close()
        waiting.deleteLater()


def _of_further_tabs(printer: "QPrinter") -> dict[str, str]:
    from PySide6.QtPrintSupport import QPrintEngine

    key = QPrintEngine.PrintEnginePropertyKey(_CUPS_OPTIONS)
    found = printer.printEngine().property(key) or []
    return dict(zip(found[::2], found[1::2], strict=False))


def _said(process: QProcess) -> str:
    """Return the first line that `lp` wrote, without its own name before it."""
    lines = bytes(process.readAllStandardError().data()).decode(errors="replace").splitlines()
    return lines[0].removeprefix("lp:").strip() if lines else process.errorString()
