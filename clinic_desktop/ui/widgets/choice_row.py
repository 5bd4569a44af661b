"""A row of buttons of which at most one is chosen; choosing it again takes the answer back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget


class ChoiceRow(QWidget):
    """Mirrors one value out of a closed list, or `None` for "not recorded".

    Recorded from the buttons' state, not from clicks: a screen reader's "toggle" checks a button
    without clicking it.

    Signals:
        chosen: the value now chosen, or `None`.
    """

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        *,
        keys: str = "",
        columns: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """Build the row.

        Args:
            name: what is asked, for screen readers.
            choices: values and their words.
            keys: the key of each choice, shown beside its words.
            columns: buttons per line; 0 puts all in one line.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._value: str | None = None
        self._words: dict[str, str] = {}
        self.buttons: dict[str, QPushButton] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for index, (value, words) in enumerate(choices):
            hint = f"  {keys[index]}" if index < len(keys) else ""
            button = QPushButton(words + hint, self)
            button.setProperty("choice", True)
            self._words[value] = words + hint
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {words}")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.toggled.connect(lambda on, v=value: self._toggled(v, on=on))
            row, column = divmod(index, columns or len(choices))
            layout.addWidget(button, row, column)
            self.buttons[value] = button

    @property
    def value(self) -> str | None:
        """The value chosen."""
        return self._value

    def show_value(self, value: str | None) -> None:
        """Mirror a value without saying that it changed."""
        value = value if value in self.buttons else None
        if value == self._value:
            return
        self._value = value
        for key, button in self.buttons.items():
            button.blockSignals(True)
            button.setChecked(key == self._value)
            button.blockSignals(False)
            button.setText(self._words[key] if key != self._value else f"\u2713 {self._words[key]}")

    def choose(self, value: str | None) -> None:
        """Set a value as if it had been pressed."""
        if value != self._value:
            self.show_value(value)
            self.chosen.emit(self._value)

    def focus(self) -> None:
        """Put the keyboard on the chosen button, else on the first."""
        target = self.buttons.get(self._value or "", next(iter(self.buttons.values())))
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggled(self, value: str, *, on: bool) -> None:
        self.show_value(value if on else None)
        self.chosen.emit(self._value)
