"""The demonstration with a patient of one's own, as a whole process of its own.

Arguments: the folder for what it leaves, and the patient's family name. It prints every title that
a window ever had.
"""

import sys
from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from clinic_desktop import app, demo
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
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


def main(out: Path, family_name: str) -> None:
    """Play the demonstration with this patient."""
    original = demo.sample

    def sample(catalogue: Catalogue) -> Examination:
        given = original(catalogue)
        patient = msgspec.structs.replace(given.patient, family_name=family_name)
        return msgspec.structs.replace(given, patient=patient)

    demo.sample = sample
    titles = _Titles()
    app.application(["clinic-desktop"]).installEventFilter(titles)
    list(demo.play(out, read_catalogue()))
    sys.stdout.write("".join(f"{title}\n" for title in sorted(titles.seen)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
