"""A line for those who type: it says what would be recorded, and Enter records it."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from clinic_desktop.domain import echo
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.shorthand import EXAMPLE, NotUnderstood, apply
from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.marking import mark_wrong


class CommandBox(QWidget):
    """Takes lines of shorthand for an examination; a line that is not understood stays.

    Up and Down walk the lines entered for this examination, which are kept nowhere else.

    Signals:
        entered: the `Examination` with what a line says, and that in a sentence.
        left: `Esc` was pressed; the keyboard goes back to where it was.
    """

    entered = Signal(object, str)
    left = Signal()

    def __init__(self, catalogue: Catalogue, keys: str, parent: QWidget | None = None) -> None:
        """Build the box.

        Args:
            catalogue: tests, movements and words.
            keys: what brings the keyboard here, such as "Ctrl+K".
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._catalogue = catalogue
        self._examination: Examination | None = None
        self._shown: UUID | None = None
        self._refusal = ""
        self._lines: list[str] = []
        self._place = 0
        self.line = QLineEdit(self)
        self.line.setAccessibleName(self.tr("Shorthand"))
        self.line.setAccessibleDescription(self.tr("Such as {line}").format(line=EXAMPLE))
        self.line.setPlaceholderText(f"{EXAMPLE}   ({keys})")
        self.preview = ElidedLabel(self, lines=2, is_steady=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.line)
        layout.addWidget(self.preview)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.line.textChanged.connect(self._show_preview)

    def show_examination(self, examination: Examination, refusal: str = "") -> None:
        """Take the examination that lines are applied to.

        Args:
            examination: as it stands on the screen; of another one the lines are forgotten.
            refusal: why nothing can be recorded, "" when something can.
        """
        if examination.id != self._shown:
            self._shown = examination.id
            self._lines = []
            self._place = 0
            self.line.clear()
        self._examination = examination
        self._refusal = refusal
        self._show_preview()

    def start(self) -> None:
        """Put the keyboard on the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def enter(self) -> None:
        """Record what the line says and clear it, or say why not."""
        text = self.line.text().strip()
        if not text or self._examination is None:
            return
        after, said = self._read(text)
        if after is None:
            mark_wrong(self.line, wrong=True)
            event = QAccessibleEvent(self.preview, QAccessible.Event.Alert)
            QAccessible.updateAccessibility(event)
            return
        self._lines.append(text)
        self._place = len(self._lines)
        self.line.clear()
        self.entered.emit(after, said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: what the line leaves of Enter, Esc, Up and Down."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.enter()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Up:
                self._walk(-1)
            case Qt.Key.Key_Down:
                self._walk(1)
            case _:
                super().keyPressEvent(event)

    def _walk(self, by: int) -> None:
        """Show the line entered before or after; past the last one there is none."""
        place = min(max(self._place + by, 0), len(self._lines))
        if place != self._place:
            self._place = place
            self.line.setText("".join(self._lines[place : place + 1]))

    def _show_preview(self) -> None:
        mark_wrong(self.line, wrong=False)
        text = self.line.text().strip()
        self.preview.show_text(self._read(text)[1] if text else "")

    def _read(self, text: str) -> tuple[Examination | None, str]:
        """Return the examination with what a text says, or none, and what is to be said of it."""
        if self._examination is None or self._refusal:
            return None, self._refusal
        try:
            after = apply(text, self._examination, self._catalogue)
        except NotUnderstood as refused:
            return None, str(refused)
        said = echo.difference(self._examination, after, self._catalogue)
        return (after, said) if said else (None, self.tr("This is recorded already."))
