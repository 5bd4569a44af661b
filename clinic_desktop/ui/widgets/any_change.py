"""Whatever is changed in a dialog, whichever field it is in."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)


def on_any_change(within: QWidget, act: Callable[[], object]) -> None:
    """Call `act` whenever one of the fields in a dialog changes."""
    for field in within.findChildren(QWidget):
        if isinstance(field, QLineEdit | QPlainTextEdit):
            field.textChanged.connect(act)
        elif isinstance(field, QComboBox):
            field.currentIndexChanged.connect(act)
        elif isinstance(field, QAbstractButton):
            field.toggled.connect(act)
        elif isinstance(field, QListWidget):
            field.currentRowChanged.connect(act)
