"""Yes or no at one touch; an answer in other words can be written, and is shown as written."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.text_area import TextLine


class OpenAnswer(QWidget):
    """Mirrors a text that is mostly one of a few words, or `None`.

    Signals:
        chosen: the text now recorded, or `None`.
    """

    chosen = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._value: str | None = None
        self.choice = ChoiceRow(name, choices)
        self.other = TextLine(self.tr("{name}, in other words").format(name=name))
        self.other.setPlaceholderText(self.tr("In other words"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout.addWidget(self.choice, 1)
        layout.addWidget(self.other, 1)
        self.choice.chosen.connect(self.choose)
        self.other.changed.connect(self.choose)

    @property
    def value(self) -> str | None:
        """The text recorded."""
        return self._value

    def show_value(self, value: str | None) -> None:
        """Mirror a text without saying that it changed."""
        self._value = value
        self.choice.show_value(value)
        self.other.show_value(None if self.choice.value else value)

    def choose(self, value: str | None) -> None:
        """Set a text as if it had been chosen or written."""
        if value != self._value:
            self.show_value(value)
            self.chosen.emit(value)
