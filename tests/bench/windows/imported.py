"""Lists the modules that are imported, and whose source is kept, when the first window is painted.

The argument is the record. Each of the two windows is built in a process of its own; what is
listed for the program is what `windows/program.py` shows.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import msgspec

_LIST = """
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
{building}
def tell():
    import linecache
    print(" ".join(sorted(sys.modules)))
    print(" ".join(Path(path).stem for path in linecache.cache), flush=True)
    import os
    os._exit(0)  # closing imports more
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, tell)
        return False
painted = Painted()
window.installEventFilter(painted)
window.show()
app.exec()
"""
_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
"""
_PROGRAM = """
import clinic_desktop.__main__
import clinic_desktop.app as program
app = program.application(["clinic-desktop"])
window = program.new_window(Path({record!r}), lambda: None)
program.install_hook(window)
"""


class Modules(NamedTuple):
    """By name: what is imported, and of what the lines of the source are held in memory."""

    imported: tuple[str, ...]
    sources: tuple[str, ...]


def modules(building: str) -> Modules:
    """Return the modules of a process that builds this window and paints it."""
    # What measures the coverage of the tests would be counted too.
    environment = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    done = subprocess.run(
        [sys.executable, "-c", _LIST.format(building=building)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    imported, sources = done.stdout.splitlines()
    return Modules(tuple(imported.split()), tuple(sources.split()))


def of_program(record: Path) -> Modules:
    """Return the modules of the program's first window over a record."""
    return modules(_PROGRAM.format(record=str(record)))


def of_bare_window() -> Modules:
    """Return the modules of a window that does nothing."""
    return modules(_BARE)


if __name__ == "__main__":
    found = {"program": of_program(Path(sys.argv[1])).imported, "bare": of_bare_window().imported}
    sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
