"""Operations or injections: one line each, with its day."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clinic_desktop.domain.examination import PastEvent
from clinic_desktop.ui.widgets.date_field import DateField
from clinic_desktop.ui.widgets.rows_editor import RowsEditor
from clinic_desktop.ui.widgets.text_area import TextLine


class _EventRow(QWidget):
    def __init__(self, editor: "EventsEditor", place: int, name: str) -> None:
        super().__init__(editor)
        numbered = f"{name} {place + 1}"
        self.on = DateField(self.tr("Day of {name}").format(name=numbered.lower()))
        self.what = TextLine(numbered)
        self.what.setPlaceholderText(name)
        remove = QPushButton(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove {name}").format(name=numbered.lower()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.on)
        layout.addWidget(self.what, 1)
        layout.addWidget(remove)
        self.on.changed.connect(lambda value: editor.replace_value(place, on=value))
        self.on.refused.connect(editor.refused)
        self.what.changed.connect(lambda value: editor.replace_value(place, what=value))
        remove.clicked.connect(lambda: editor.remove_value(place))

    def show_value(self, event: PastEvent) -> None:
        self.on.show_value(event.on)
        self.what.show_value(event.what)

    def start(self) -> None:
        self.on.setFocus()


class EventsEditor(RowsEditor):
    """Mirrors a tuple of `PastEvent`.

    Signals:
        refused: a plain sentence on why a date is not recorded.
    """

    refused = Signal(str)

    def __init__(self, name: str, add: str, parent: QWidget | None = None) -> None:
        """Build the editor.

        Args:
            name: what one event is called.
            add: the words of the button that adds one.
            parent: Qt's parent.
        """
        super().__init__(PastEvent(), add, parent)
        self._name = name

    def new_row(self, place: int) -> QWidget:
        """Override RowsEditor.new_row."""
        return _EventRow(self, place, self._name)
