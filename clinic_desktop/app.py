"""The composition root: builds the parts, hands them to each other, opens the window.

The record and the report are imported when they are first needed: the window shows sooner.
"""

import gc
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from clinic_desktop.data_folder import resources_folder
from clinic_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from clinic_desktop.domain.catalogue import Catalogue
    from clinic_desktop.domain.incoming import IncomingReport, StudyDetails
    from clinic_desktop.domain.reading import ReportReading
    from clinic_desktop.ui.intake import Intake
    from clinic_desktop.ui.outfit import Outfit
    from clinic_desktop.ui.window import MainWindow

_log: Final = logging.getLogger(__name__)


def default_folder() -> Path:
    """Return the folder of this user's record."""
    from platformdirs import user_data_path

    return user_data_path("clinic-desktop", appauthor=False)


def intake() -> "Intake":
    """Return what reads imaging reports; its libraries are imported with the first report."""
    from clinic_desktop.ui.intake import Intake

    def read(text: str) -> "ReportReading":
        from clinic_desktop.intake.report_reading import read_report

        return read_report(text)

    def details(text: str) -> "StudyDetails":
        from clinic_desktop.intake.details import details_in

        return details_in(text)

    def open_file(path: Path) -> "IncomingReport":
        from clinic_desktop.intake.files import open_file

        return open_file(path)

    def pages(pdf: bytes) -> tuple[bytes, ...]:
        from clinic_desktop.intake.limited import pictures_of

        return pictures_of(pdf)

    return Intake(read=read, details=details, open_file=open_file, pages=pages)


def local_time() -> datetime:
    """Return the time of day here, with its offset."""
    return datetime.now().astimezone()


def new_window(
    folder: Path,
    catalogue: "Callable[[], Catalogue]",
    now: Callable[[], datetime] = local_time,
) -> "MainWindow":
    """Build the main window over a record's folder.

    Args:
        folder: of the record.
        catalogue: gives tests, words and sources when they are first needed, the same each time.
        now: the time of day, with its offset.

    Raises:
        UserError: when the folder holds anything but a record.
    """
    from clinic_desktop.record_folder import RecordFolder
    from clinic_desktop.ui.window import MainWindow

    @cache
    def outfit() -> "Outfit":
        from clinic_desktop.paperwork import paperwork
        from clinic_desktop.ui.outfit import Outfit

        known = catalogue()
        return Outfit(catalogue=known, paperwork=paperwork(known), intake=intake())

    return MainWindow(RecordFolder(folder, catalogue, now), outfit, now)


def application(arguments: Sequence[str]) -> "QApplication":
    """Return the Qt application, dressed.

    Raises:
        UserError: on a Qt that would abort later.
    """
    from clinic_desktop.ui.qt_guard import give_import_back, refuse_losing_qt

    give_import_back()
    refuse_losing_qt()

    from PySide6.QtCore import QDir
    from PySide6.QtWidgets import QApplication

    from clinic_desktop.ui import theme

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(list(arguments))
    QDir.setSearchPaths("program", [str(resources_folder())])
    app.setApplicationName("clinic-desktop")
    app.setApplicationDisplayName("Clinic Desktop")
    theme.apply(app, theme.stored_appearance())
    theme.follow(app)
    return app


def show_icon() -> None:
    """Give the windows their icon: drawing it is left until the first one is painted."""
    from PySide6.QtGui import QGuiApplication, QIcon

    icon = resources_folder() / "icons" / "clinic-desktop.svg"
    QGuiApplication.setWindowIcon(QIcon(str(icon)))


def run_window(folder: Path) -> int:
    """Open the window and return the exit code when it closes.

    The program's data is read when the window stands: while somebody types the passphrase.

    Raises:
        UserError: when the folder or the program's data cannot be used.
    """
    app = application(sys.argv[:1])
    refused: list[UserError] = []

    @cache
    def catalogue() -> "Catalogue":
        from clinic_desktop.resources import read_catalogue

        return read_catalogue()

    def read_ahead() -> None:
        try:
            catalogue()
            gc.freeze()  # what is here by now stays: looking for what can go passes it over
            gc.enable()
        except UserError as error:
            refused.append(error)
            app.exit()

    window = new_window(folder, catalogue)
    install_hook(window)
    window.painted.connect(show_icon)
    window.painted.connect(read_ahead)
    window.show()
    try:
        code = app.exec()
    finally:
        gc.enable()
    if refused:
        raise refused[0]
    return code


def show_refusal(sentence: str) -> None:
    """Say in a window of its own why the program does not start."""
    from PySide6.QtWidgets import QApplication, QMessageBox

    from clinic_desktop.ui.widgets.asking import tell

    _kept = QApplication.instance() or QApplication(sys.argv[:1])
    tell(None, sentence, QMessageBox.Icon.Critical)


def install_hook(window: "MainWindow") -> None:
    """Catch our own faults in one place: logged without patient data, told in plain words."""

    def told(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
            return
        # The message of an error may hold what was typed: only its kind and place are logged.
        place = traceback
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = (
            f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
            if place
            else "unknown"
        )
        _log.error("fault %s at %s", kind.__name__, where)
        from PySide6.QtWidgets import QMessageBox

        from clinic_desktop.ui.widgets.asking import tell

        saved = window.examination.save_mark.label.text() if window.examination else ""
        tell(
            window,
            "Something went wrong in the program. "
            + (f"{saved}. " if saved else "")
            + "Close the program and open it again; it goes on where you were. "
            f"({kind.__name__} at {where})",
            QMessageBox.Icon.Critical,
        )

    sys.excepthook = told
