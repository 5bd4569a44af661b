"""The composition root: builds the parts, hands them to each other, opens the window.

The record and the report are imported when they are first needed: the window shows sooner.
"""

import logging
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final
from uuid import UUID

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.practice import Practice
from clinic_desktop.resources import read_catalogue, resources_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from clinic_desktop.report.document import Report
    from clinic_desktop.storage.record import Record
    from clinic_desktop.ui.window import MainWindow

_log: Final = logging.getLogger(__name__)


def default_folder() -> Path:
    """Return the folder of this user's record."""
    from platformdirs import user_data_path

    return user_data_path("clinic-desktop", appauthor=False)


def open_record(folder: Path, passphrase: str, catalogue: Catalogue) -> "Record":
    """Open the record in a folder."""
    from clinic_desktop.storage.record import Record

    return Record.open(folder, passphrase, tests=catalogue.tests)


def create_record(
    folder: Path, passphrase: str, catalogue: Catalogue, practice: Practice | None = None
) -> "Record":
    """Make a record in a missing or empty folder."""
    from clinic_desktop.storage.record import Record

    return Record.create(folder, passphrase, tests=catalogue.tests, practice=practice)


def make_report(examination: Examination, catalogue: Catalogue) -> "Report":
    """Make the report of an examination: a draft, as nothing is signed yet."""
    from clinic_desktop.report.document import write_report

    return write_report(
        examination,
        compare(examination, catalogue),
        catalogue,
        resources_folder() / "fonts",
        number=report_number(examination.id),
    )


def report_number(examination_id: UUID) -> str:
    """Return the report's number: the end of the id, which tells the visits of one day apart."""
    return examination_id.hex[-8:].upper()


def local_time() -> datetime:
    """Return the time of day here, with its offset."""
    return datetime.now().astimezone()


def new_window(
    folder: Path, catalogue: Catalogue, now: Callable[[], datetime] = local_time
) -> "MainWindow":
    """Build the main window over a record's folder.

    Raises:
        UserError: when the folder holds anything but a record.
    """
    from clinic_desktop.storage.folder import FolderStatus, status
    from clinic_desktop.ui.window import MainWindow

    state = status(folder)
    if state is FolderStatus.OTHER:
        raise UserError(
            f"The folder {folder} holds other files. Name an empty folder, or one with a record."
        )
    create: Callable[[str, Practice], Record] | None = None
    if state is FolderStatus.MISSING_OR_EMPTY:

        def create(passphrase: str, practice: Practice) -> "Record":
            return create_record(folder, passphrase, catalogue, practice)

    return MainWindow(
        catalogue,
        unlock=lambda passphrase: open_record(folder, passphrase, catalogue),
        create=create,
        # What is printed is what is stored: read back, never taken from the screen.
        make_report=lambda store, key: make_report(store.examination(key), catalogue),
        now=now,
    )


def application(arguments: Sequence[str]) -> "QApplication":
    """Return the Qt application, dressed."""
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from clinic_desktop.ui import theme

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(list(arguments))
    app.setApplicationName("clinic-desktop")
    app.setApplicationDisplayName("Clinic Desktop")
    app.setWindowIcon(QIcon(str(resources_folder() / "icons" / "clinic-desktop.svg")))
    theme.apply(app, theme.stored_appearance())
    return app


def run_window(folder: Path) -> int:
    """Open the window and return the exit code when it closes.

    Raises:
        UserError: when the folder or the program's data cannot be used.
    """
    app = application(sys.argv[:1])
    catalogue = read_catalogue()
    window = new_window(folder, catalogue)
    install_hook(window)
    window.show()
    return app.exec()


def install_hook(window: "MainWindow") -> None:
    """Catch our own faults in one place: logged without patient data, told in plain words."""
    from PySide6.QtWidgets import QMessageBox

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
        saved = window.examination.save_mark.label.text() if window.examination else ""
        QMessageBox.critical(
            window,
            "Clinic Desktop",
            "Something went wrong in the program. "
            + (f"{saved}. " if saved else "")
            + "Close the program and open it again; it goes on where you were. "
            f"({kind.__name__} at {where})",
        )

    sys.excepthook = told
