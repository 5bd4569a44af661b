"""The demonstration with a patient of one's own, as a whole process of its own.

A report comes with the patient's name in its file and in the file's name. Arguments: the folder for
what it leaves, and the patient's family name. It prints every title that a window ever had.
"""

import sys
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from clinic_desktop import app, demo
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.resources import read_catalogue


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


def main(out: Path, family_name: str) -> None:
    """Play the demonstration with this patient."""
    original = demo.sample

    def sample(catalogue: Catalogue) -> Examination:
        given = original(catalogue)
        patient = msgspec.structs.replace(given.patient, family_name=family_name)
        return msgspec.structs.replace(given, patient=patient)

    demo.sample = sample
    sign = demo._sign

    def sign_with_a_file(page: Any) -> Any:
        attach(page, family_name)
        return sign(page)

    demo._sign = sign_with_a_file
    titles = _Titles()
    app.application(["clinic-desktop"]).installEventFilter(titles)
    list(demo.play(out, read_catalogue()))
    sys.stdout.write("".join(f"{title}\n" for title in sorted(titles.seen)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
