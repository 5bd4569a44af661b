"""Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z within a page: one step for each press."""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from clinic_desktop.ui.widgets.held_key import HeldKey
from clinic_desktop.ui.widgets.number_field import NumberField
from clinic_desktop.ui.widgets.parsed_field import ParsedField

_KEYS: Final = {"Ctrl+Z": "undone", "Ctrl+Y": "redone", "Ctrl+Shift+Z": "redone"}
_SEQUENCES: Final = tuple(QKeySequence(keys) for keys in _KEYS)


class UndoKeys(QObject):
    """Takes the keys of undoing and redoing for the page, from whatever field has the keyboard.

    A text field takes these keys for its own typing, which it alone knows and forgets at the next
    answer. What is typed here becomes an answer, so undoing goes along the answers; only what
    cannot become one, such as half a date, is left to its field.

    Signals:
        undone: the last answer is to be taken back.
        redone: what was taken back last is to come again.
    """

    undone = Signal()
    redone = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._held = HeldKey()
        self._is_held = False
        for keys, name in _KEYS.items():
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(partial(self._act, name))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: keep a text field from taking the keys for itself."""
        self._held.follow(event)
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if QKeySequence(event.keyCombination()) not in _SEQUENCES:
            return False
        self._is_held = self._held.repeats(event)
        if _has_typing(watched):
            return False
        event.ignore()
        return True

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._page.isAncestorOf(now):
            now.installEventFilter(self)

    def _act(self, name: str) -> None:
        if not self._is_held:
            getattr(self, name).emit()
        self._is_held = False


def _has_typing(field: QObject) -> bool:
    """Whether what stands in the field is not recorded and perhaps never will be."""
    if isinstance(field, ParsedField):
        return field.is_being_typed
    return isinstance(field, NumberField) and bool(field.property("wrong"))
