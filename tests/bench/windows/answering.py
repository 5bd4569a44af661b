"""Answers tests in the real window by keys, and says what each answer took.

Arguments: the record's folder and how many examinations. It prints the milliseconds from each key
that was an answer to the repainted step, what of them was computing, and the functions an answer
went through until it was committed.
"""

import sys
import time
from datetime import date
from pathlib import Path
from random import Random
from uuid import UUID

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_desktop.domain.document import write_document
from clinic_desktop.domain.examination import Examination, Patient
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.window import MainWindow
from tests.asked import asked_first
from tests.bench.windows.driven import CATALOGUE, focused, settle, unlocked

_POSITIVE = "fy+35\n"
_SHARE_POSITIVE = 0.25
_ROUNDS = 3
"""How often the event loop goes round until what an answer changed is painted."""
_PORTIONS = 20
"""More than the portions in which the page after the open one is built."""


class _Paint(QObject):
    """Notes when a window was painted first since `begin`."""

    at: tuple[float, float] | None = None

    def begin(self) -> None:
        """Forget what was painted before."""
        self.at = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Override QObject.eventFilter: let the window be painted here, and look at the clock."""
        if self.at is None and event.type() == QEvent.Type.UpdateRequest:
            watched.event(event)
            self.at = _now()
            return True
        return False


class Answers:
    """The real window, an examination in it, and what its answers took."""

    def __init__(self, folder: Path) -> None:
        self.window, self.page = unlocked(folder)
        self._paint = _Paint(self.window)
        self.window.installEventFilter(self._paint)
        self.took: list[float] = []
        self.computing: list[float] = []
        self.way: tuple[str, ...] = ()

    def begin(self, number: int) -> None:
        """Begin the visit of another patient, at the first test."""
        begin(self.window, self.page, number)
        self.page.go_to("test:slr")
        rest()

    def press(self, keys: str) -> None:
        """Press keys; each that was an answer is timed until what it changed is painted."""
        for key in keys:
            before = self.page.examination
            began = _now()
            press(self.window, key)
            self._paint.begin()
            saved = _now()
            for _ in range(_ROUNDS):
                QApplication.processEvents()
            if self.page.examination is not before:
                # Where nothing on the screen changed, nothing is painted.
                wall, computing = (
                    (b - a) * 1000 for a, b in zip(began, self._paint.at or saved, strict=True)
                )
                self.took.append(wall)
                self.computing.append(computing)
            rest()

    def watch(self) -> None:
        """Keep the way of the next answer: the program's functions from the key to the commit."""
        assert self.window.store is not None
        drafts = self.window.store.drafts
        save = drafts.save

        def watched(examination: Examination) -> object:
            self.way = _functions()
            return save(examination)

        drafts.save = watched  # type: ignore[method-assign, assignment]


def _now() -> tuple[float, float]:
    """Return the time by the wall, and what this process has computed, in seconds."""
    return time.perf_counter(), time.process_time()


def _functions() -> tuple[str, ...]:
    """Return the program's functions that are being called, the outermost first."""
    names: list[str] = []
    frame = sys._getframe(2)
    while frame is not None:
        code = frame.f_code
        if "clinic_desktop" in code.co_filename:
            names.append(code.co_qualname)
        if frame.f_back is None:
            break
        frame = frame.f_back
    return tuple(reversed(names))


def begin(window: MainWindow, page: ExaminationPage, number: int) -> None:
    """Begin the visit of a new patient, with what is asked before the first test answered."""
    window.show_patients()
    assert window.patients is not None
    window.patients.add(
        Patient(
            id=UUID(int=(0xA5 << 120) + number),
            family_name=f"Answered{number}",
            given_name="Ann",
            birth_date=date(1970, 1, 1),
        )
    )
    window.patients.begin_visit()
    assert page.examination is not None
    page.record(asked_first(page.examination, CATALOGUE))


def rest() -> None:
    """Let the window do what it does between two keys of somebody who takes a breath."""
    for _ in range(_PORTIONS):
        settle()


def press(window: MainWindow, key: str) -> None:
    """Press one key where the keyboard is."""
    if key == "\n":
        QTest.keyClick(focused(window), Qt.Key.Key_Return)
    else:
        QTest.keyClicks(focused(window), key)


def main(folder: Path, visits: int) -> None:
    """Answer the core protocol in so many examinations."""
    answers = Answers(folder)
    random = Random(1)
    for number in range(visits):
        answers.begin(number)
        for _ in range(8):
            answers.press(_POSITIVE if random.random() < _SHARE_POSITIVE else "p")
    answers.begin(visits)
    answers.watch()
    answers.press("p")
    assert answers.page.examination is not None
    size = len(write_document(answers.page.examination))
    answers.window.close_record()  # closing the window would ask about what is not signed
    said = {"took": answers.took, "computing": answers.computing, "way": answers.way, "bytes": size}
    sys.stdout.write(msgspec.json.encode(said).decode() + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
