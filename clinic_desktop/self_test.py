"""The program tries itself where it is installed, on a fictional patient in a temporary folder.

It says what it found, one line for each part, so that a bundle in which a library, a plug-in or a
file is missing is known before a patient sits there. Nothing of it stays.
"""

import os
import platform
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from clinic_desktop import __version__
from clinic_desktop.demo import PASSPHRASE, sample
from clinic_desktop.demo_filling import fill_first_start, fill_step
from clinic_desktop.domain import progress
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Response
from clinic_desktop.record_folder import RecordFolder

if TYPE_CHECKING:
    from clinic_desktop.ui.window import MainWindow

_DOTS: Final = 96
_PLAIN_DATABASE: Final = b"SQLite format 3\x00"


class SelfTestFailed(UserError):
    """A part of the program does not work here; the message names it."""


def checks(catalogue: Catalogue) -> Iterator[str]:
    """Try each part of the program and yield what was found, a line for each.

    Raises:
        SelfTestFailed: with the first part that does not work.
    """
    _choose_platform()
    with TemporaryDirectory(prefix="clinic-desktop-self-test-") as name:
        trial = _Trial(Path(name), catalogue)
        try:
            for part, check in trial.parts():
                yield f"{part + ':':10} {_tried(part, check)}"
        finally:
            trial.close()
    yield f"{'traces:':10} {_tried('traces', lambda: _gone(Path(name)))}"


def _tried(part: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as error:
        # A package that is missing in a bundle shows as any kind of error; no patient is in it.
        raise SelfTestFailed(
            f"The self-test failed at {part}: {str(error).rstrip('.') or type(error).__name__}. "
            "Install the program again; if that does not help, send this line to its makers."
        ) from error


def _choose_platform() -> None:
    """Do without a screen where there is none."""
    if sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SelfTestFailed(otherwise)


def _gone(folder: Path) -> str:
    _expect(not folder.exists(), f"{folder} could not be removed")
    return "none, the temporary folder is removed"


class _Trial:
    """A record in a temporary folder, the real window over it, and the report that comes of it."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self._folder = folder
        self._record = folder / "record"
        self._catalogue = catalogue
        self._given = sample(catalogue)
        self._response = (self._given.responses or ())[0]
        self._window: MainWindow | None = None
        self._page: Any = None
        self._pdf = b""

    def parts(self) -> "tuple[tuple[str, Callable[[], str]], ...]":
        """Return the parts in the order in which each needs those before it."""
        return (
            ("program", self._program),
            ("window", self._open_window),
            ("record", self._make_record),
            ("answer", self._answer),
            ("report", self._report),
            ("printing", self._printing),
            ("reading", self._reading),
            ("backup", self._backup),
        )

    def close(self) -> None:
        """Close what is open."""
        if self._window is not None:
            if self._page is not None:
                self._page.desk.preview.clear()
            self._window.close_record()  # nobody is there to be asked about what is not signed
            self._window.close()
            self._window.deleteLater()
            self._window = None

    def _program(self) -> str:
        kind = "installed as a bundle" if getattr(sys, "frozen", False) else "run from Python"
        tests = len(self._catalogue.tests)
        return (
            f"Clinic Desktop {__version__}, {kind}, Python {platform.python_version()}, "
            f"{tests} tests in the catalogue"
        )

    def _open_window(self) -> str:
        import PySide6
        from PySide6.QtCore import QSettings
        from PySide6.QtGui import QGuiApplication
        from PySide6.QtTest import QTest

        from clinic_desktop import app

        # The person's own settings are neither read nor written.
        QSettings.setPath(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(self._folder / "settings")
        )
        qt = app.application(["clinic-desktop"])
        app.show_icon()
        _expect(not qt.windowIcon().pixmap(64).isNull(), "the plug-in that draws icons is missing")
        self._window = app.new_window(self._record, lambda: self._catalogue)
        self._window.resize(1366, 768)
        self._window.show()
        self._window.activateWindow()
        is_active = QTest.qWaitForWindowActive(self._window)
        _expect(is_active, "another window kept the keyboard; close it and try again")
        _expect(not self._window.grab().isNull(), "nothing was drawn")
        return f"shown by Qt {PySide6.__version__} on {QGuiApplication.platformName()}"

    def _make_record(self) -> str:
        window: Any = self._window
        fill_first_start(window.entry, self._given, PASSPHRASE)
        window.entry.submit()
        _expect(window.patients is not None, window.entry.told.text())
        window.entry.later.click()
        window.patients.add(self._given.patient)
        window.patients.begin_visit()
        start = (self._record / "record.db").read_bytes()[: len(_PLAIN_DATABASE)]
        _expect(start != _PLAIN_DATABASE, "the record is not encrypted")
        return "made in a temporary folder, encrypted"

    def _answer(self) -> str:
        window: Any = self._window
        response = self._response
        for step in (progress.SAFETY, progress.TEST_PREFIX + response.test):
            window.examination.go_to(step)
            fill_step(step, window.examination.page(step), self._given)
        shown = _outcome(window.examination.examination, response)
        _expect(shown == str(response.outcome), "the window did not take the key that was pressed")
        return f"{response.test}, {response.side}: {shown}, by a key in the window"

    def _report(self) -> str:
        from clinic_desktop.ui.page_image import open_pdf, page_image

        window: Any = self._window
        window.examination.go_to(progress.CONCLUSION)
        self._page = window.examination.page(progress.CONCLUSION)
        _expect(self._page.desk.make(), window.examination.told.text())
        self._pdf = self._page.desk.pdf
        document = open_pdf(self._pdf)
        image = page_image(document, 0, _DOTS)
        text = document[0].get_textpage().get_text_range()
        pages = len(document)
        document.close()
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, 400, 3)}
        _expect(len(colours) > 1, "the first page is blank")
        _expect(str(self._given.patient.family_name) in text, "the first page lacks the patient")
        return (
            f"{pages} pages, the first drawn at {image.width()} x {image.height()} with "
            f"{len(text)} characters of text"
        )

    def _printing(self) -> str:
        from PySide6.QtPrintSupport import QPrinterInfo

        printers = QPrinterInfo.availablePrinterNames()
        loaded = _print_plug_in() if sys.platform == "linux" else "Qt's own part"
        if loaded is None:
            return "this system has no CUPS, so there are no printers"
        _expect(bool(loaded), "the part of Qt that finds printers is missing")
        return f"{loaded} loaded, {len(printers)} printers" + "".join(f", {p}" for p in printers)

    def _reading(self) -> str:
        from clinic_desktop.intake.files import open_file

        name = str(self._given.patient.family_name)
        read = []
        for ending, data in (
            ("pdf", self._pdf),
            ("dcm", _as_dicom(self._pdf)),
            ("hl7", _as_hl7(name)),
        ):
            path = self._folder / f"report.{ending}"
            path.write_bytes(data)
            incoming = open_file(path)
            _expect(name in incoming.text, f"a {ending.upper()} file was read without its text")
            read.append(f"{ending.upper()} {len(incoming.text)} characters")
        return f"in a process apart: {', '.join(read)}"

    def _backup(self) -> str:

        self.close()
        doors = RecordFolder(self._record, lambda: self._catalogue)
        with doors.unlock(PASSPHRASE) as record:
            (line,) = record.lists.all()
            kept = _outcome(record.examination(line.id), self._response)
            backup = self._folder / "backup"
            backup.mkdir()
            record.backups.make(backup)
            problems = record.verify()
        _expect(kept == str(self._response.outcome), "the record does not hold the answer")
        _expect(not problems, " ".join(problems))
        return "opened anew, the answer read back, verified, backed up"


def _outcome(examination: Examination, like: Response) -> str:
    """Return the recorded outcome of a test on a side, "" for none."""
    response = examination.response(like.test, like.side)
    return "" if response is None else str(response.outcome)


def _print_plug_in() -> str | None:
    """Return the print-support plug-in that Qt has loaded, "" for none, `None` without CUPS.

    It is a file of its own on Linux alone: on Windows and macOS, Qt's library holds it.
    """
    import ctypes

    from PySide6.QtCore import QLibraryInfo, QPluginLoader

    try:
        ctypes.CDLL("libcups.so.2")
    except OSError:
        return None
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "printsupport")
    files = sorted(folder.glob("*.so"))
    return next((path.stem for path in files if QPluginLoader(str(path)).isLoaded()), "")


def _as_dicom(pdf: bytes) -> bytes:
    """Return a PDF as a DICOM file that encapsulates it (PS3.5, explicit VR little endian)."""

    def element(group: int, number: int, kind: bytes, value: bytes) -> bytes:
        value += b"\0" * (len(value) % 2)
        length = b"\0\0" + struct.pack("<I", len(value)) if kind == b"OB" else b""
        return (
            struct.pack("<HH", group, number)
            + kind
            + (length or struct.pack("<H", len(value)))
            + value
        )

    syntax = element(2, 0x10, b"UI", b"1.2.840.10008.1.2.1")
    length = element(2, 0, b"UL", struct.pack("<I", len(syntax)))
    return bytes(128) + b"DICM" + length + syntax + element(0x42, 0x11, b"OB", pdf)


def _as_hl7(text: str) -> bytes:
    """Return a text as an HL7 version 2 report."""
    segments = (
        "MSH|^~\\&|A|B|C|D|20261116||ORU^R01|1|P|2.5",
        "OBR|1|||MR",
        f"OBX|1|TX|||{text}||||||F",
    )
    return "\r".join(segments).encode()
