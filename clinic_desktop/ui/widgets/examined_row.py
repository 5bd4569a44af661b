"""One thing looked for: its answer, a note, what was answered before, what to look for."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinic_desktop.domain.values import Examined
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.form import words
from clinic_desktop.ui.widgets.text_area import TextLine

_NAME_LETTERS = 33
_CHOICES_LETTERS = 62
"""Widths that all rows share, so that their answers stand below each other."""


class ExaminedRow(QWidget):
    """Mirrors one answer, and a note where the document has one.

    Signals:
        answered: an `Examined`, or `None`.
        noted: the note now recorded, or `None`.
    """

    answered = Signal(object)
    noted = Signal(object)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        clues: Sequence[str],
        *,
        has_note: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Build the row.

        Args:
            name: what is looked for.
            choices: the values of `Examined` and their words.
            clues: sentences on what to look for, each with where it is from.
            has_note: whether a note can be recorded.
            parent: Qt's parent.
        """
        super().__init__(parent)
        letter = self.fontMetrics().averageCharWidth()
        self.choice = ChoiceRow(name, choices, parent=self)
        self.choice.setFixedWidth(_CHOICES_LETTERS * letter)
        note = self.tr("Note on {name}").format(name=name)
        self.note = TextLine(note, self) if has_note else None
        self.previous = words("", parent=self)
        self.previous.hide()
        clue = words("\n".join(clues), parent=self)
        left = QVBoxLayout()
        left.setSpacing(2)
        for label in (words(name, "section", self), self.previous):
            label.setFixedWidth(_NAME_LETTERS * letter)
            left.addWidget(label)
        left.addStretch()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(clue if self.note is None else self.note, 1)
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addLayout(line)
        if self.note is not None:
            self.note.setPlaceholderText(self.tr("Note"))
            self.note.changed.connect(self.noted)
            right.addWidget(clue)
        right.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(12)
        layout.addLayout(left)
        layout.addLayout(right, 1)
        self.choice.chosen.connect(
            lambda value: self.answered.emit(Examined(value) if value else None)
        )

    def show_value(self, found: Examined | None, note: str | None = None) -> None:
        """Mirror an answer without saying that it changed."""
        self.choice.show_value(found)
        if self.note is not None:
            self.note.show_value(note)

    def show_previous(self, sentence: str) -> None:
        """Tell what was recorded at an earlier examination; nothing, where it was not."""
        self.previous.setText(sentence)
        self.previous.setVisible(bool(sentence))
