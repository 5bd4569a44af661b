"""Making a page one that is read: its texts scroll and copy, and nothing on it can be changed."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from clinic_desktop.ui.widgets.body_chart import BodyChart
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.conduction_grid import ConductionGrid
from clinic_desktop.ui.widgets.finding_row import FindingRow
from clinic_desktop.ui.widgets.fold import Fold
from clinic_desktop.ui.widgets.grade_cell import GradeCell
from clinic_desktop.ui.widgets.multi_choice import MultiChoice
from clinic_desktop.ui.widgets.number_field import NumberField

_READING: Final = "reading"


def keeps_in_reading(*buttons: QAbstractButton) -> None:
    """Mark buttons that change nothing: they stay on a page that is read."""
    for button in buttons:
        button.setProperty(_READING, True)


def make_read_only(page: QWidget) -> None:
    """Let nothing on the page be changed; for good, the page of a draft is another one.

    Choices stay in sight, disabled; buttons that would change something are gone. What is folded
    opens where anything is recorded in it.
    """
    for widget in page.findChildren(QWidget):
        if isinstance(widget, ConductionGrid):
            widget.only_read()
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            if not isinstance(widget, GradeCell):
                _only_read(widget)
        elif isinstance(widget, ChoiceRow | MultiChoice | QCheckBox | QComboBox):
            widget.setEnabled(False)
        elif isinstance(widget, BodyChart):
            widget.make_read_only()
        elif isinstance(widget, FindingRow):
            widget.remove.hide()
        elif isinstance(widget, Fold):
            if widget.holds_something:
                widget.open()
        elif isinstance(widget, QPushButton) and not isinstance(widget.parent(), ChoiceRow | Fold):
            widget.setVisible(bool(widget.property(_READING)))


def _only_read(field: QLineEdit | QPlainTextEdit) -> None:
    field.setReadOnly(True)
    if not isinstance(field, NumberField) and not isinstance(field.parent(), QComboBox):
        field.setPlaceholderText(field.tr("not recorded"))
    if isinstance(field, QPlainTextEdit):
        field.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
