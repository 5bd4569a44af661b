"""A drop-down of a list's words; where it is open, other words are typed or asked for."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QInputDialog, QLabel, QWidget

from clinic_desktop.ui.widgets.marking import mark

_OTHER: Final = "\0other"
"""The data of the entry that asks: no value is written so."""
_NOTHING: Final = "\u2013"
"""What stands where nothing is recorded."""


class OpenList(QComboBox):
    """Mirrors one value of a list, or `None`. Other words are kept as written.

    The mouse wheel does not change it: a page is scrolled without answering.

    Signals:
        chosen: the value now recorded, or `None`.
    """

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        *,
        closed: bool = False,
        asked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Build the list.

        Args:
            name: what is asked, for screen readers.
            choices: values and their words.
            closed: whether it takes no other words.
            asked: whether other words are asked for by its last entry, and not typed into it.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._value: str | None = None
        self._hint = _NOTHING
        self._asked = asked
        self._label: QLabel | None = None
        self._is_typed_on = False
        self.setAccessibleName(name)
        self.setEditable(not (closed or asked))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.offer(choices)
        line = self.lineEdit()
        if line is not None:
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            line.setAccessibleName(name)
            line.setPlaceholderText(_NOTHING)
            line.textEdited.connect(self._typed)
            line.editingFinished.connect(self.record)
        self.activated.connect(self._activated)

    @property
    def value(self) -> str | None:
        """The value recorded."""
        return self._value

    def hint(self, words: str) -> None:
        """Show what may be entered while nothing is; of a list that is not typed into."""
        if words:
            self._hint = words
            self.setToolTip(words)
            self.setItemText(0, words)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these values and their words in place of those before; the value stays."""
        self.blockSignals(True)
        self.clear()
        self.addItem("" if self.isEditable() else self._hint, None)
        for value, words in choices:
            self.addItem(words, value)
        if self._asked:
            self.addItem(self.tr("Other words\u2026"), _OTHER)
        self.blockSignals(False)
        self.show_value(self._value)

    def show_value(self, value: str | None) -> None:
        """Mirror a value without saying that it changed."""
        self._value = value
        index = self.findData(value) if value is not None else 0
        if index < 0 and self._asked:
            index = self.count() - 1
            self.insertItem(index, value or "", value)
        self.setCurrentIndex(index)
        mark(self, "empty", value is None)  # a hint is fainter: it is not read as an answer
        line = self.lineEdit()
        if index < 0 and line is not None:
            line.setText(value or "")
        if line is not None:
            line.setCursorPosition(0)  # a long text shows its beginning

    def choose(self, value: str | None) -> None:
        """Set a value as if it had been chosen."""
        if value != self._value:
            self.show_value(value)
            self.chosen.emit(value)

    def rename(self, name: str) -> None:
        """Take another name for screen readers."""
        self.setAccessibleName(name)
        if (line := self.lineEdit()) is not None:
            line.setAccessibleName(name)
        if self._label is not None:
            self._label.setText(name)

    def showEvent(self, event: QShowEvent) -> None:
        """Override QWidget.showEvent: have a label."""
        super().showEvent(event)
        self.take_label()

    def take_label(self) -> None:
        """Have a label, hidden where none stands beside the list.

        Where there is none, a screen reader on Unix is told the value in place of the name (seen).
        """
        parent = self.parentWidget()
        if parent is None or self._label is not None:
            return
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        if all(label.buddy() is not self for label in parent.findChildren(QLabel, options=direct)):
            self._label = QLabel(self.accessibleName(), parent)
            self._label.setBuddy(self)
            self._label.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Override QComboBox.changeEvent: where nothing can be entered no hint stands."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEditable():
            self.setItemText(0, self._hint if self.isEnabled() else _NOTHING)

    def wheelEvent(self, event: object) -> None:
        """Override QComboBox.wheelEvent: leave the wheel to the page."""
        event.ignore()  # type: ignore[attr-defined]

    def _activated(self, index: int) -> None:
        if self.itemData(index) == _OTHER:
            self._ask()
            return
        written = self._value is not None and self.findData(self._value) < 0
        if written and self.itemText(index).casefold() == str(self._value).casefold():
            # Leaving the field makes Qt pick the item that reads the same: words stay as written.
            self.show_value(self._value)
            return
        self.choose(self.itemData(index))

    def _ask(self) -> None:
        given = self._value if self._value and self.findData(self._value) < 0 else ""
        self.show_value(self._value)
        text, is_given = QInputDialog.getText(
            self, self.accessibleName(), self.tr("In your own words:"), text=given
        )
        if is_given and text.strip():
            self.choose(text.strip())

    def record(self) -> None:
        """Record words that were typed."""
        line = self.lineEdit()
        if line is None or not (self._is_typed_on or line.isModified()):
            return  # only left: what was shown is kept to the letter
        self._is_typed_on = False
        line.setModified(False)
        text = self.currentText().strip()
        index = self.findText(text, Qt.MatchFlag.MatchFixedString)
        value = self.itemData(index) if index >= 0 else text or None
        line.setText(self.itemText(index) if index >= 0 else text)
        self.choose(value)

    def _typed(self) -> None:
        # A line is not "modified" any more, for Qt, when the list completed what was typed.
        self._is_typed_on = True
