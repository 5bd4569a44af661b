"""Telling where keys are text from where they are answers."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from clinic_desktop.ui.widgets.number_field import NumberField


def takes_text(watched: QObject) -> bool:
    """Whether keys typed there are text: notes and lists that take other words."""
    if isinstance(watched, QComboBox):
        return watched.isEditable()
    if isinstance(watched, QPlainTextEdit):
        return True
    return isinstance(watched, QLineEdit) and not isinstance(watched, NumberField)


def is_letter(event: QKeyEvent) -> bool:
    """Whether a key writes a letter, digit or sign; a blank presses what has the keyboard."""
    return bool(event.text().strip()) and event.text().isprintable()
