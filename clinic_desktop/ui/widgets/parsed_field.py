"""A field for one value typed as a text, such as a date, empty while nothing is recorded."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from clinic_desktop.ui.widgets.marking import mark_wrong

_AROUND: Final = 32
"""Pixels that the frame takes, and a cursor at the end."""


class ParsedField(QLineEdit):
    """Mirrors a value, or `None`. A text that is none is told and not recorded.

    Signals:
        changed: the value now recorded, or `None`.
        refused: a plain sentence on why what stands in the field is not recorded, "" once that is
            put right.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(
        self,
        name: str,
        parse: Callable[[str], Any],
        words: Callable[[Any], str],
        refusal: str,
        parent: QWidget | None = None,
        *,
        widest: str = "",
    ) -> None:
        """Build the field.

        Args:
            name: what is asked, for screen readers and sentences.
            parse: makes the value of a text, `None` when it is none.
            words: the value as it is shown.
            refusal: what follows a text that is none: "is not a date and is not recorded. ...".
            parent: Qt's parent.
            widest: the widest text there is; without it the field takes the width it gets.
        """
        super().__init__(parent)
        self._widest = widest
        if widest:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._name = name
        self._parse = parse
        self._words = words
        self._refusal = refusal
        self._value: Any = None
        self.setAccessibleName(name)
        self.editingFinished.connect(self.record)

    @property
    def value(self) -> Any:
        """The value recorded."""
        return self._value

    @property
    def is_being_typed(self) -> bool:
        """Whether something else stands in the field than what is recorded."""
        return self.text() != self._shown()

    def show_value(self, value: Any) -> None:
        """Mirror a value without saying that it changed; an entry being typed stays."""
        if value == self._value and (self.hasFocus() or self.property("wrong")):
            return
        self._value = value
        mark_wrong(self, wrong=False)
        self.setText(self._shown())

    def enter(self, text: str) -> None:
        """Take a text as if it had been typed and left."""
        self.setText(text)
        self.record()

    def record(self) -> None:
        """Record what stands in the field now, or tell why not."""
        text = self.text().strip()
        value = self._parse(text)
        if text and value is None:
            mark_wrong(self, wrong=True)
            stays = f" {self._shown()} stays recorded." if self._value is not None else ""
            self.refused.emit(f"{self._name}: \u201c{text[:40]}\u201d {self._refusal}{stays}")
            return
        if self.property("wrong"):
            self.refused.emit("")
        mark_wrong(self, wrong=False)
        is_new = value != self._value
        self._value = value
        self.setText(self._shown())
        if is_new:
            self.changed.emit(value)

    def sizeHint(self) -> QSize:
        """Override QLineEdit.sizeHint: the widest text fits, in any size."""
        hint = super().sizeHint()
        if self._widest:
            hint.setWidth(self.fontMetrics().horizontalAdvance(self._widest) + _AROUND)
        return hint

    def _shown(self) -> str:
        return "" if self._value is None else self._words(self._value)
