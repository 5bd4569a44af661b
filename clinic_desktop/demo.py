"""The demonstration: a fictional examination played through the real window, key by key.

It leaves the report, a picture of every page and the record it made. Parts of the examination the
window has no page for yet are put into the record as an import would.
"""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from clinic_desktop.demo_filling import fill_first_start, fill_step
from clinic_desktop.domain import progress
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.resources import resources_folder

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from clinic_desktop.ui.window import MainWindow

PASSPHRASE: Final = "plainly fictional"  # noqa: S105 - printed for everyone to read
"""The passphrase of the record a demonstration makes."""

_MARKER: Final = "demo.txt"
_OWN: Final = re.compile(
    r"report\.pdf|\d\d-[a-z-]+\.png|record\.(db.*|lock|tally)|(keys|attempts)\.json|backups|demo\.txt"
)


def sample(catalogue: Catalogue) -> Examination:
    """Return the fictional examination that is played."""
    path = resources_folder() / "examples" / "sample-examination.json"
    return read_document(path.read_bytes(), catalogue.tests)


def play(out: Path, catalogue: Catalogue) -> Iterator[str]:
    """Play the sample into a folder and yield what to tell the person.

    Raises:
        UserError: when the folder holds anything but an earlier demonstration.
    """
    _clear(out)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from clinic_desktop import app

    given = sample(catalogue)
    qt = app.application(["clinic-desktop"])
    when = datetime.fromisoformat(given.performed_at or "2026-11-16T10:15:00+01:00")
    window = app.new_window(out, lambda: catalogue, now=lambda: when)
    window.resize(1366, 768)
    window.show()
    try:
        pictures = dict(_play(window, given, catalogue, out))
        conclusion: Any = window.examination and window.examination.page(progress.CONCLUSION)
        conclusion.desk.save_pdf(out / "report.pdf")
        page: Any = window.examination
        if not (page.leave() and (out / "report.pdf").exists()):
            raise UserError(page.told.text())
    finally:
        window.close_record()  # nobody is there to be asked about what is not signed
        window.close()
        qt.processEvents()
    for number, (name, picture) in enumerate(pictures.items(), start=1):
        picture.save(str(out / f"{number:02}-{name}.png"))
    yield f"Report:      {out / 'report.pdf'}"
    yield f"Screenshots: {out}/01-... to {len(pictures):02}-..."
    yield f"Record:      {out} (open it with: clinic-desktop --record {out})"
    yield f"Passphrase:  {PASSPHRASE}"


def _clear(out: Path) -> None:
    """Take away an earlier demonstration, and nothing else."""
    if not out.exists():
        return
    names = [path.name for path in out.iterdir()] if out.is_dir() else [""]
    if not names:
        return
    if _MARKER not in names or not all(_OWN.fullmatch(name) for name in names):
        raise UserError(
            f"{out} holds other files than an earlier demonstration. Name an empty folder."
        )
    shutil.rmtree(out)


def _play(
    window: "MainWindow", given: Examination, catalogue: Catalogue, out: Path
) -> Iterator[tuple[str, "QPixmap"]]:
    from PySide6.QtWidgets import QApplication

    def picture() -> "QPixmap":
        for _ in range(3):  # what is laid out first asks what it stands in for room
            QApplication.processEvents()
        return window.grab()

    entry: Any = window.entry
    fill_first_start(entry, given, PASSPHRASE)
    yield "first-start", picture()
    entry.submit()
    patients, page = window.patients, window.examination
    if patients is None or page is None:
        raise UserError(entry.told.text())
    offer: Any = window.entry
    offer.later.click()  # a demonstration needs no recovery sheet
    # At once, so that a demonstration that was cut short can be made again.
    (out / _MARKER).write_text(
        "A demonstration of Clinic Desktop with a fictional patient. The next one in this folder\n"
        "replaces the record and all that was added to it.\n"
        f"Passphrase of the record: {PASSPHRASE}\n",
        encoding="utf-8",
    )
    patients.add(given.patient)
    yield "patients", picture()
    patients.begin_visit()
    for step in progress.steps(given, catalogue):
        page.go_to(step.key)
        current: Any = page.page(step.key)
        fill_step(step.key, current, given)
        if step.key.startswith(progress.TEST_PREFIX):
            page.go_to(step.key)  # a test that is answered opens the next
        elif step.key == progress.CONCLUSION:
            current.desk.make()
        yield step.key.removeprefix(progress.TEST_PREFIX), picture()
    yield "signing", _sign(page)
    conclusion: Any = page.page(progress.CONCLUSION)
    conclusion.desk.make()
    yield "signed", picture()


def _sign(page: Any) -> "QPixmap":
    """Sign what was played, and return the picture of the dialog that asks."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    pictures: list[QPixmap] = []

    def agree() -> None:
        dialog: Any = QApplication.activeModalWidget()
        for tick in dialog.ticks:
            tick.setChecked(True)
        pictures.append(dialog.grab())
        dialog.do.click()

    QTimer.singleShot(0, agree)
    page.acts.sign.trigger()
    return pictures[0]
