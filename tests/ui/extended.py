"""The whole extended protocol by keyboard alone, through the real window, as a therapist would.

Told once: the test looks at what was recorded, `tests/pictures.py` keeps a picture of each stop.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_desktop.domain import progress
from clinic_desktop.domain.examination import Patient
from clinic_desktop.ui.window import MainWindow
from tests.ui.keys import enter, focused, press

PATIENT: Final = Patient(
    id=UUID("0197c002-0000-7000-8000-0000000000e1"),
    family_name="Sample",
    given_name="Eli",
    birth_date=date(1979, 4, 3),
)
_MOST_STOPS: Final = 120
ANSWERS: Final = {
    ("slr", "left"): "fyh+35\n",
    ("bragard", "left"): "fyd-30\n",
    ("bowstring", "left"): "fyb0\n",
    ("sicard", "left"): "fyg-32\n",
    ("eslr", "left"): "fyh+36\n",
    ("slump", "left"): "fye-40\n",
    # The well leg is raised, and the painful one answers.
    ("cslr", "right"): "fm55\n",
    ("slr", "right"): "72p",
    ("sicard", "right"): "t6",
}
"""The keys of each test and side; all others pass. `\\n` is Enter."""


def tab_to(name: str) -> None:
    """Press Tab until the field of this accessible name has the keyboard."""
    for _ in range(_MOST_STOPS):
        if focused().accessibleName().startswith(name):
            return
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name!r}")


def space() -> None:
    """Press the space bar."""
    QTest.keyClick(focused(), Qt.Key.Key_Space)


def next_step() -> None:
    """Press Ctrl+Page Down."""
    QTest.keyClick(focused(), Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)


def walk(window: MainWindow) -> Iterator[str]:
    """Go through a visit with the keyboard; yield the name of each stop once it is recorded.

    The window shows the patients, and `PATIENT` is in the record.
    """
    press("sample")
    enter()
    tab_to("Protocol")
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    yield "patients"
    QTest.keyClick(focused(), Qt.Key.Key_Backtab)
    enter()
    page: Any = window.examination
    yield from _reason()
    next_step()
    yield from _safety(page)
    next_step()
    yield from _conduction()
    next_step()
    yield from _tests(page)
    tab_to("Nerve trunk tenderness: Found")
    space()
    yield "other-sources"
    page.go_to(progress.COMPARISON)
    yield "comparison"
    next_step()
    press("Left sciatic mechanosensitivity with a reduced S1 reflex.")
    QApplication.processEvents()
    page.leave()
    page.page(progress.CONCLUSION).desk.make()
    yield "conclusion"


def _reason() -> Iterator[str]:
    press("Left leg pain. Is the nerve sensitive to movement?")
    tab_to("Symptom side: Left")
    space()
    tab_to("Onset")
    press("1.10.2026")
    tab_to("NPRS now")
    press("4")
    tab_to("NPRS best")
    press("2")
    tab_to("NPRS worst")
    press("7")
    yield "reason"
    tab_to("Body chart")
    _arrows("RRDDDRRR")  # from the head, seen from in front, to the back of the left thigh
    space()
    _arrows("DD")
    space()
    press("2")
    space()
    yield "body-chart"


def _arrows(ways: str) -> None:
    keys = {"R": Qt.Key.Key_Right, "D": Qt.Key.Key_Down}
    for way in ways:
        QTest.keyClick(focused(), keys[way])


def _safety(page: Any) -> Iterator[str]:
    safety = page.stack.currentWidget()
    while True:  # each answer moves on to the next open item; a group goes at once where it may
        waiting = [row for row in safety.rows if row.choice.value is None]
        if not waiting:
            break
        item = waiting[0].item.id
        groups = page._catalogue.red_flags.values()
        (group,) = [each for each in groups if item in [one.id for one in each.items]]
        press("n" if group.one_by_one else "a")
    press("1")
    yield "safety"


def _conduction() -> Iterator[str]:
    tab_to("Lower quarter")
    space()
    yield "conduction"


def _tests(page: Any) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    while page.step.startswith(progress.TEST_PREFIX):
        current = page.stack.currentWidget()
        place = (current.key, current.current.side.value)
        if place in seen:
            raise AssertionError(f"the flow comes to {place} again")
        seen.add(place)
        for key in ANSWERS.get(place, "p"):
            enter() if key == "\n" else press(key)
        yield "-".join(place)
