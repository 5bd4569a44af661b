"""Random keys, clicks, touches and texts through the real window over a real record.

A child without a screen plays so many events from a seed. After each few the page must show what
is read back from the record, no error may have gone unnoticed, and Qt must not have warned.
"""

import ctypes
import gc
import importlib
import socket
import sys
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Final
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from clinic_desktop.domain import progress
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.unlock_page import UnlockPage
from clinic_desktop.ui.widgets.closed_cover import ClosedCover
from clinic_desktop.ui.window import MainWindow
from tests.asked import asked_first
from tests.torture.line import Line
from tests.torture.places import scratch
from tests.torture.processes import Child, tell
from tests.torture.shown import differences
from tests.torture.stories import Life, examination
from tests.torture.window import focused, unlock_again, unlocked, warnings

FIGURE: Final = "random GUI events: errors, Qt warnings, shown other than stored"
_IN_ONE: Final = 100_000
_BATCH: Final = 20
_BATCHES_PER_EXAMINATION: Final = 50
_UNASKED: Final = 4
"""One examination of so many begins with the first red flags unasked."""
_WARM: Final = 20_000
_ESCAPES: Final = 30
_LOOK_MS: Final = 2
_MOST_FOUND: Final = 50
_DONE: Final = "done "
_ALIVE: Final = "alive"
"""Said after every few batches: who listens takes a long silence for a death."""
_BATCHES_PER_SIGN: Final = 50

_ANSWERS: Final = "pfitymn+-=0x123456789"
_PLAIN: Final = (
    *(Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Escape),
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_F9),
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
)
_HELD: Final = (
    *(Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_K),
    *(Qt.Key.Key_Space, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Return),
)
_TEXTS: Final = (
    *("\u05d0\u05d1", "\u0639\u0631", "e\u0301", "\U0001f9d1\U0001f3fd\u200d\u2695\ufe0f"),
    *("\0", "\u2028", "\u2029", "\x85", "\r", "\u00a0", "\ufeff", "\ufffd", "\U0010ffff"),
    *("slr l 35f y +", "999", "1 2", '"', "31.12.2026", "17:30", "L5", "<b>&"),
)


def run(seed: int, count: int, *, first: int = 0) -> Line:
    """Play so many events, at most a hundred thousand in one program."""
    line = Line(name="monkey", figure=FIGURE, count=count, seed=seed)
    end = first + count
    parts = [(start, min(_IN_ONE, end - start)) for start in range(first, end, _IN_ONE)]
    with ThreadPoolExecutor(2) as pool:
        played = [*pool.map(partial(_play_part, seed), parts)]
    found = tuple(sentence for said, _ in played for sentence in said)
    growths = [growth for _, growth in played if growth is not None]
    if not growths:
        return line.but(found=found)
    most = max(growths) / 1_000_000
    events = min(_IN_ONE, count)
    return line.but(found=found, measured=f"memory {most:+.1f} MB in {events:,} events")


def said_in_child(seed: int, part: tuple[int, int], fault: str = "") -> Generator[str, None, None]:
    """Play the events from a first one on; yield what went wrong, and last how memory grew.

    Args:
        seed: of the whole line.
        part: the number of the first event, and how many there are.
        fault: `module:name` of what spoils the program first, to see that it is found.
    """
    first, count = part
    with scratch() as top:
        life = Life(top)
        life.create()
        life.answer(0, 0)
        life.go_to(0, progress.REASON)
        life.close()
        does, seeded = "tests.torture.monkey:play", f"{seed} {first}"
        with Child(does, top / "record", seeded, count, fault) as child:
            yield from child.rest()


def _play_part(seed: int, part: tuple[int, int]) -> tuple[list[str], int | None]:
    """Return what went wrong in a part, and by how many bytes the memory grew."""
    where = f"part {part[0]} of seed {seed}"
    said = [sentence for sentence in said_in_child(seed, part) if sentence != _ALIVE]
    found = [f"{where}, {sentence}" for sentence in said if not sentence.startswith(_DONE)]
    if not said or not said[-1].startswith(_DONE):
        return [*found, f"{where} ended early"], None
    return found, int(said[-1].removeprefix(_DONE))


def play(line: socket.socket, folder: Path, seed: str, count: int, fault: str = "") -> None:
    """Play events; say a line for each thing that went wrong, and last how the memory grew."""
    if fault:
        module, _, name = fault.partition(":")
        getattr(importlib.import_module(module), name)()
    monkey = Monkey(unlocked(folder), Random(seed), partial(tell, line))
    monkey.play(min(_WARM, count // 2))
    before = monkey.memory()
    monkey.play(count - min(_WARM, count // 2))
    tell(line, f"{_DONE}{monkey.memory() - before}")


class Monkey:
    """Plays events in a window and looks at what came of them."""

    def __init__(self, window: MainWindow, random: Random, say: Callable[[str], None]) -> None:
        self._window = window
        self._random = random
        self._say = say
        self._played = 0
        self._batches = 0
        self._examinations = 0
        self._found: set[str] = set()
        self._escapes = 0
        self._anew: dict[str, QWidget] = {}
        self._touch = QTest.createTouchDevice()
        self._events: tuple[Callable[[], None], ...] = (
            *(self._answer,) * 8,
            *(self._press_key,) * 5,
            *(self._hold_key,) * 2,
            *(self._type_text,) * 3,
            *(self._click,) * 6,
            *(self._touch_somewhere,) * 2,
            *(self._toggle,) * 3,
            *(self._undo_or_redo, self._turn_wheel, self._open_step, self._resize),
        )
        self._closer = QTimer(interval=_LOOK_MS)
        self._closer.timeout.connect(self._close_dialogs)
        self._closer.start()
        sys.excepthook = self._raised

    def play(self, count: int) -> None:
        """Play so many events, and look after each few."""
        end = self._played + count
        while self._played < end and len(self._found) < _MOST_FOUND:
            self._come_back()
            for _ in range(min(_BATCH, end - self._played)):
                self._played += 1
                if QApplication.activePopupWidget() is not None:
                    self._close_dialogs()
                    continue
                if not self._window.isAncestorOf(focused(self._window)):
                    QApplication.setActiveWindow(self._window)  # a closed menu leaves none active
                self._random.choice(self._events)()
                if self._window.examination is None:
                    break  # locked: wrong passphrases would only have to be waited for
            self._settle()
            self._look()
            self._batches += 1
            if self._batches % _BATCHES_PER_SIGN == 0:
                self._say(_ALIVE)

    def memory(self) -> int:
        """Lock, and return the bytes of memory the program holds with every page of it gone.

        What happens to be open would say more than what was lost. What is free is given back
        first, and what lies in files, as the program's code does, is not counted.
        """
        self._window.lock()
        self._let_go()
        self._settle()
        gc.collect()
        if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # of glibc alone
            trim(0)
        status = Path("/proc/self/status").read_text(encoding="ascii")
        held = next(line for line in status.splitlines() if line.startswith("RssAnon"))
        return int(held.split()[1]) * 1024

    @property
    def _page(self) -> ExaminationPage:
        page = self._window.examination
        assert page is not None
        return page

    def _come_back(self) -> None:
        """Unlock, and open an examination: every so often a new one."""
        if self._window.examination is None:
            if not isinstance(self._window.entry, UnlockPage):
                self._window._show_unlocking()
            assert isinstance(self._window.entry, UnlockPage)
            QApplication.setActiveWindow(self._window)
            self._window.entry.passphrase.clear()
            self._window.entry.passphrase.setFocus()
            unlock_again(self._window)
            if self._window.store is None:
                raise RuntimeError(f"it does not unlock: {self._window.entry.told.text()}")
            self._let_go()
        is_away = self._window.stack.currentWidget() is not self._page
        if self._batches % _BATCHES_PER_EXAMINATION == 0:
            self._begin_examination()
        elif is_away or self._page.is_read_only:
            self._window.open_examination(self._id, self._random.choice(self._steps))
        self._settle()

    @property
    def _id(self) -> UUID:
        return examination(self._examinations).id

    @property
    def _steps(self) -> list[str]:
        given = examination(0)
        shown = self._page.examination or given
        return [step.key for step in progress.steps(shown, self._page.navigator._catalogue)]

    def _begin_examination(self) -> None:
        self._examinations += 1
        self._batches += 1
        assert self._window.store is not None
        begun = examination(self._examinations)
        if self._examinations % _UNASKED:
            # Or the step "Safety" would hold back the tests, for as long as nobody answers it.
            begun = asked_first(begun, self._page.navigator._catalogue)
        self._window.store.drafts.save(begun)
        self._window.open_examination(self._id, self._random.choice(self._steps))

    def _let_go(self) -> None:
        """Let go of the pages built anew: their record is closed."""
        for page in self._anew.values():
            page.deleteLater()
        self._anew = {}

    def _settle(self) -> None:
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # What is played

    def _answer(self) -> None:
        QTest.keyClicks(focused(self._window), self._random.choice(_ANSWERS))

    def _press_key(self) -> None:
        QTest.keyClick(focused(self._window), self._random.choice(_PLAIN))

    def _hold_key(self) -> None:
        control = Qt.KeyboardModifier.ControlModifier
        key = self._random.choice(_HELD)
        if self._random.random() < 0.01:
            key = Qt.Key.Key_L  # locks
        QTest.keyClick(focused(self._window), key, control)

    def _undo_or_redo(self) -> None:
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        held = self._random.choice((control, control, control | shift))
        QTest.keyClick(focused(self._window), Qt.Key.Key_Z, held)

    def _type_text(self) -> None:
        """Type any text, as an input method does: one event, no key."""
        text = self._random.choice(_TEXTS)
        if self._random.random() < 0.5:
            text = "".join(chr(self._any_character()) for _ in range(self._random.randint(1, 6)))
        field = focused(self._window)
        if self._random.random() < 0.2:
            QGuiApplication.clipboard().setText(text)
            QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            return
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, none, text))

    def _any_character(self) -> int:
        top = self._random.choice((0x7F, 0x7F, 0x7FF, 0xFFFF, 0x10FFFF))
        point = self._random.randint(0, top)
        return point if not 0xD800 <= point <= 0xDFFF else ord("?")

    def _click(self) -> None:
        if widget := self._some_widget():
            button = self._random.choice((*(Qt.MouseButton.LeftButton,) * 7, None))
            if button is None:
                QTest.mouseDClick(widget, Qt.MouseButton.LeftButton)
            else:
                QTest.mouseClick(widget, button, pos=self._some_place(widget))

    def _touch_somewhere(self) -> None:
        """Touch, sometimes sliding off before the finger is lifted."""
        if widget := self._some_widget():
            start = self._some_place(widget)
            end = start + QPoint(0, self._random.choice((0, 0, 0, 60)))
            window = self._window  # what is touched may be gone before the finger is lifted
            start, end = widget.mapTo(window, start), widget.mapTo(window, end)
            touch = QTest.touchEvent(window, self._touch)
            touch.press(0, start, window).commit()
            touch.move(0, end, window).commit()
            touch.release(0, end, window).commit()

    def _toggle(self) -> None:
        """Act on a button as a screen reader does: toggle it, else press it."""
        button = self._some_widget(QAbstractButton)
        if isinstance(button, QAbstractButton) and button.isEnabled():
            act = button.toggle if button.isCheckable() else button.click
            act()

    def _turn_wheel(self) -> None:
        if widget := self._some_widget():
            place = QPointF(self._some_place(widget))
            by = QPoint(0, self._random.choice((-120, 120)))
            none, at_once = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
            held = Qt.KeyboardModifier.NoModifier
            event = QWheelEvent(
                place, widget.mapToGlobal(place), by, by, none, held, at_once, False
            )
            QApplication.sendEvent(widget, event)

    def _open_step(self) -> None:
        if self._window.stack.currentWidget() is self._window.examination:
            self._page.go_to(self._random.choice(self._steps))

    def _resize(self) -> None:
        self._window.resize(self._random.randint(800, 1600), self._random.randint(560, 1000))

    def _some_widget(self, kind: type[QWidget] | None = None) -> QWidget | None:
        """Return a widget in sight, most often one to act on; none while it is covered."""
        within = self._window.stack.currentWidget() or self._window
        if within is self._window.examination and self._random.random() < 0.8:
            within = self._page.stack.currentWidget() or within
        fields = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
        wanted = kind or (self._random.choice(fields) if self._random.random() < 0.8 else QWidget)
        seen = [w for w in within.findChildren(wanted) if w.isVisible()]
        return self._random.choice(seen) if seen else None

    def _some_place(self, widget: QWidget) -> QPoint:
        return QPoint(
            self._random.randint(0, max(widget.width() - 1, 0)),
            self._random.randint(0, max(widget.height() - 1, 0)),
        )

    # What stands in front

    def _close_dialogs(self) -> None:
        """Press Esc in whatever is in front; first act a little in a menu."""
        popup = QApplication.activePopupWidget()
        dialog = QApplication.activeModalWidget()
        if popup is not None:
            if self._random.random() < 0.5:
                keys = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space)
                QTest.keyClick(popup, self._random.choice(keys))
            elif isValid(popup):
                QTest.keyClick(popup, Qt.Key.Key_Escape)
            self._escapes += 1
            if self._escapes > _ESCAPES and isValid(popup):
                popup.close()
        elif isinstance(dialog, QDialog):
            self._escapes += 1
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            if self._escapes > _ESCAPES and isValid(dialog) and dialog.isVisible():
                self._find(f"{type(dialog).__name__} stays open when Esc is pressed")
                dialog.done(0)
        else:
            self._escapes = 0

    # What must hold

    def _look(self) -> None:
        while warnings:
            self._find(f"Qt says {warnings.pop(0)}")
        window = self._window
        if window.store is None or window.examination is None or window.is_locked:
            return
        if window.stack.currentWidget() is not window.examination or self._page.is_read_only:
            return
        shown, page = self._page, self._page.stack.currentWidget()
        if not shown.leave() or shown.examination is None or page is None:
            self._find(f"an answer is not saved: {shown.told.text()}")
            return
        stored = window.store.drafts.find(shown.examination.id)
        if stored is None or stored[0] != shown.examination:
            self._find(f"the page of {shown.step} does not hold what is stored")
            return
        is_covered = isinstance(page, ClosedCover)
        if is_covered != shown.imaging.covers(shown.step):
            self._find(f"{shown.step} is {'' if is_covered else 'not '}covered")
        if is_covered:
            return  # a page built anew would show what must not be seen
        if shown.step not in self._anew:
            self._anew[shown.step] = shown.pages.new_page(shown.step)
        for wrong in differences(page, self._anew[shown.step], stored[0]):
            self._find(f"{shown.step}: {wrong}")

    def _raised(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
        self._find(f"{kind.__name__} at {where}: {error}")

    def _find(self, sentence: str) -> None:
        """Say what went wrong, each thing once."""
        if sentence not in self._found:
            self._found.add(sentence)
            self._say(f"event {self._played}: {' '.join(sentence.split())}")
