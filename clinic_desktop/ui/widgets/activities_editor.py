"""The activities of the Patient-Specific Functional Scale, each with its score."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from clinic_desktop.domain.examination import MeasureItem
from clinic_desktop.domain.measures import MOST_ACTIVITIES
from clinic_desktop.ui.widgets.number_field import NumberField
from clinic_desktop.ui.widgets.rows_editor import RowsEditor
from clinic_desktop.ui.widgets.text_area import TextLine

_TOP = 10


class _ActivityRow(QWidget):
    def __init__(self, editor: "ActivitiesEditor", place: int) -> None:
        super().__init__(editor)
        number = place + 1
        self.item = TextLine(self.tr("Activity {number}").format(number=number))
        self.item.setPlaceholderText(self.tr("Activity in the patient's words"))
        self.score = NumberField(self.tr("Score of activity {number}").format(number=number), _TOP)
        remove = QPushButton(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove activity {number}").format(number=number))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.item, 1)
        layout.addWidget(self.score)
        layout.addWidget(QLabel(self.tr("of {top}").format(top=_TOP)))
        layout.addWidget(remove)
        self.item.changed.connect(lambda value: editor.replace_value(place, item=value))
        self.score.changed.connect(lambda value: editor.replace_value(place, score=value))
        self.score.refused.connect(editor.refused)
        remove.clicked.connect(lambda: editor.remove_value(place))

    def show_value(self, item: MeasureItem) -> None:
        self.item.show_value(item.item)
        self.score.show_value(item.score)  # type: ignore[arg-type] # one imported may be no whole

    def start(self) -> None:
        self.item.setFocus()


class ActivitiesEditor(RowsEditor):
    """Mirrors the activities, a tuple of `MeasureItem`.

    Signals:
        refused: a plain sentence on why a score is not recorded.
    """

    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(MeasureItem(), self.tr("Add activity"), parent)

    def new_row(self, place: int) -> QWidget:
        """Override RowsEditor.new_row."""
        return _ActivityRow(self, place)

    def show_values(self, values: tuple[Any, ...] | None) -> None:
        """Override RowsEditor.show_values: the scale takes five activities at most."""
        super().show_values(values)
        self.add.setEnabled(len(values or ()) < MOST_ACTIVITIES)
