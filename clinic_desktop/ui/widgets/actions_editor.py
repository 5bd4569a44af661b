"""What was done about a concern: one line per action, what, with whom and when."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clinic_desktop.domain.screening import SafetyAction
from clinic_desktop.ui.widgets.moment_field import MomentField
from clinic_desktop.ui.widgets.rows_editor import RowsEditor
from clinic_desktop.ui.widgets.text_area import TextLine


class _ActionRow(QWidget):
    def __init__(self, editor: "ActionsEditor", place: int, now: Callable[[], datetime]) -> None:
        super().__init__(editor)
        number = place + 1
        self.what = TextLine(self.tr("Action {number}: what").format(number=number))
        self.what.setPlaceholderText(self.tr("what: called, sent, handed over"))
        self.to_whom = TextLine(self.tr("Action {number}: with whom").format(number=number))
        self.to_whom.setPlaceholderText(self.tr("with whom"))
        self.at = MomentField(self.tr("Action {number}: when").format(number=number), now)
        self.now = QPushButton(self.tr("Now"))
        self.now.setAccessibleName(self.tr("Action {number}: now").format(number=number))
        remove = QPushButton(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove action {number}").format(number=number))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.what, 3)
        layout.addWidget(self.to_whom, 2)
        for widget in (self.at, self.now, remove):
            layout.addWidget(widget)
        self.what.changed.connect(lambda value: editor.replace_value(place, what=value))
        self.to_whom.changed.connect(lambda value: editor.replace_value(place, to_whom=value))
        self.at.changed.connect(lambda value: editor.replace_value(place, at=value))
        self.at.refused.connect(editor.told)
        self.now.clicked.connect(self.at.enter_now)
        remove.clicked.connect(lambda: editor.remove_value(place))

    def show_value(self, action: SafetyAction) -> None:
        self.what.show_value(action.what)
        self.to_whom.show_value(action.to_whom)
        self.at.show_value(action.at)

    def start(self) -> None:
        self.what.setFocus()


class ActionsEditor(RowsEditor):
    """Mirrors the actions, a tuple of `SafetyAction`.

    Signals:
        told: a plain sentence about an entry that is not recorded.
    """

    told = Signal(str)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(SafetyAction(), self.tr("Add action"), parent)
        self._now = now

    def new_row(self, place: int) -> QWidget:
        """Override RowsEditor.new_row."""
        return _ActionRow(self, place, self._now)
