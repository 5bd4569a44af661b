"""A command for a process of its own: what does not fit into the window on a scaled screen.

Qt reads the scale once. Writes the screen's size, then a line for each page that is too large or
is scrolled sideways.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from clinic_desktop import app
from clinic_desktop.domain import progress
from clinic_desktop.resources import read_catalogue
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.key_slots import KeyCost
from clinic_desktop.ui.first_start_page import FirstStartPage
from clinic_desktop.ui.widgets.conduction_grid import ConductionGrid
from clinic_desktop.ui.widgets.findings_table import FindingsTable
from clinic_desktop.ui.window import MainWindow
from tests.asked import asked_first
from tests.ui.conftest import CHEAP, PASSPHRASE, PATIENT
from tests.ui.every_dialog import DIALOGS
from tests.ui.filling import fill

_ROUNDED: Final = 2
"""Pixels a table may be off where the scale is no whole number."""


def make_record(window: MainWindow) -> None:
    """Make the record without waiting for a key that is costly on purpose."""
    real = ways_in.create
    cost: KeyCost = CHEAP
    ways_in.create = lambda *a, **o: real(*a, **({"cost": cost} | o))
    entry = window.entry
    assert isinstance(entry, FirstStartPage)
    for field, text in (
        (entry.clinic, "Clinic"),
        (entry.therapist, "Tess"),
        (entry.passphrase, PASSPHRASE),
        (entry.again, PASSPHRASE),
    ):
        field.setText(text)
    entry.submit()


def settle() -> None:
    """Let what was shown be laid out."""
    for _ in range(10):
        QApplication.processEvents()


def look(name: str, widget: QWidget, room: QSize) -> Iterator[str]:
    """Say what of a window is too large, and what in it is scrolled sideways."""
    settle()
    needed = widget.minimumSizeHint().expandedTo(widget.minimumSize()).expandedTo(widget.size())
    if needed.expandedTo(room) != room:
        yield f"{name}: is {needed.width()} x {needed.height()} of {room.width()} x {room.height()}"
    for area in widget.findChildren(QAbstractScrollArea):
        by = area.horizontalScrollBar().maximum()
        # A table of data has two dimensions (WCAG 1.4.10): it is scrolled within itself.
        is_table = isinstance(area.parent(), FindingsTable) or area.findChild(ConductionGrid)
        if area.isVisible() and by > _ROUNDED and not is_table:
            yield f"{name}: {type(area).__name__} is scrolled sideways by {by}"


def main(folder: Path) -> Iterator[str]:
    """Open the real window, as large as the screen, and look at every page and dialog."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    room = app.application(sys.argv[:1]).primaryScreen().availableGeometry().size()
    yield f"screen: {room.width()} x {room.height()}"
    catalogue = read_catalogue()
    window = app.new_window(folder / "record", lambda: catalogue)
    window.resize(room)
    window.show()
    yield from look("first start", window, room)
    make_record(window)
    yield from look("recovery offer", window, room)
    window.show_patients()
    yield from look("no patients", window, room)
    patients, page, store = window.patients, window.examination, window.store
    assert patients is not None
    assert page is not None
    assert store is not None
    patients.add(PATIENT)
    yield from look("patients", window, room)
    patients.begin_visit()
    assert page.examination is not None
    page.record(asked_first(page.examination, catalogue))
    draft = page.examination
    for step in progress.steps(draft, catalogue):
        page.go_to(step.key)
        yield from look(step.key, window, room)
        fill(page.page(step.key))
        yield from look(f"{step.key}, filled", window, room)
    for name, new in DIALOGS.items():
        dialog = new(store, catalogue, draft)
        dialog.show()
        yield from look(name, dialog, room)
        dialog.close()
    window.close_record()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write("\n".join(main(Path(name))))
