"""Free text, one line or several, recorded shortly after the last key and at once on leaving."""

import re
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from clinic_desktop.domain.practice import BLANK, Phrase
from clinic_desktop.ui.quoting import code_point, qt_position
from clinic_desktop.ui.style import TARGET
from clinic_desktop.ui.widgets.phrase_button import BUTTON_WIDTH, PhraseButton, spaced

_BREAKS: Final = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
"""What a pasted text may hold and one line cannot show."""

_COMES_BACK: Final = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""Why the keyboard leaves a text for a moment: a menu, or another window."""

PAUSE_MS: Final = 300
"""How long typing may rest before the text is recorded."""


class TextArea(QPlainTextEdit):
    """Mirrors a text of several lines, or `None`. `Tab` leaves it, `Esc` does too.

    Signals:
        changed: the text now recorded, or `None` when it is empty.
        left: `Esc` was pressed.
    """

    changed = Signal(object)
    left = Signal()
    between = " "
    """What stands between two phrases."""

    def __init__(
        self,
        name: str,
        lines: int = 3,
        parent: QWidget | None = None,
        *,
        phrases: tuple[Phrase, ...] = (),
    ) -> None:
        """Build the field.

        Args:
            name: what is asked, for screen readers.
            lines: how many lines of text are in sight.
            parent: Qt's parent.
            phrases: what the field offers to put in.
        """
        super().__init__(parent)
        self._value: str | None = None
        self.phrases: PhraseButton | None = None
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self._lines = lines
        self._fit()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.record)
        self.textChanged.connect(self._edited)
        if phrases:
            self.phrases = PhraseButton(self, phrases, self.put, self._place_of_cursor)
            self.setViewportMargins(0, 0, BUTTON_WIDTH, 0)
            # Also when the text is shown, of which the field itself says nothing.
            self.document().contentsChanged.connect(self._mark_blanks)

    @property
    def value(self) -> str | None:
        """The text recorded."""
        return self._value

    def show_value(self, value: str | None) -> None:
        """Mirror a text without saying that it changed; one being typed stays."""
        if value == self._value and self._pause.isActive():
            return
        self._value = value
        if self.toPlainText() != (value or ""):
            self.blockSignals(True)
            self.setPlainText(value or "")
            self.blockSignals(False)
            if self.hasFocus():
                self.moveCursor(QTextCursor.MoveOperation.End)
        self._pause.stop()

    def enter(self, text: str) -> None:
        """Take a text as if it had been typed and left."""
        self.setPlainText(text)
        self.document().setModified(True)
        self.record()

    def put(self, phrase: str) -> None:
        """Put a phrase in place of what is selected, as if it had been typed.

        What it leaves to be filled in is selected then.
        """
        cursor = self.textCursor()
        text = self.toPlainText()
        before = text[: code_point(text, cursor.selectionStart())]
        after = text[code_point(text, cursor.selectionEnd()) :]
        start = cursor.selectionStart()
        cursor.insertText(spaced(before, phrase, after, self.between))
        blank = self.document().find(BLANK, start) if BLANK in phrase else cursor
        self.setTextCursor(blank)

    def record(self) -> None:
        """Record what stands in the field now.

        Qt shows every line break and space as one kind: a text only looked at is kept as it was.
        """
        self._pause.stop()
        value = self.toPlainText() or None
        if self.document().isModified() and value != (self._value or None):
            self._value = value
            self.changed.emit(value)

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: lines fit in any size, marks are in the colours shown."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
        elif event.type() == QEvent.Type.PaletteChange and self.phrases is not None:
            self._mark_blanks()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusOutEvent: record on leaving."""
        self.record()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: `Esc` leaves the text."""
        if event.key() == Qt.Key.Key_Escape:
            self.record()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: the phrases stand at the right of the text."""
        super().resizeEvent(event)
        if self.phrases is not None:
            text = self.viewport().geometry()
            self.phrases.stand_right_of(text.right() + 1 + BUTTON_WIDTH, text.top(), text.height())

    def _mark_blanks(self) -> None:
        """Mark what phrases left to be filled in, while it stands there."""
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.Bold)
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        look.setForeground(self.palette().color(QPalette.ColorRole.Link))
        marks = []
        place = self.document().find(BLANK)
        while not place.isNull():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = place
            mark.format = look
            marks.append(mark)
            place = self.document().find(BLANK, place)
        self.setExtraSelections(marks)

    def _place_of_cursor(self) -> QPoint:
        return self.viewport().mapToParent(self.cursorRect().bottomLeft())

    def _fit(self) -> None:
        self.setFixedHeight(max(self.fontMetrics().lineSpacing() * self._lines + 16, TARGET))

    def _edited(self) -> None:
        # Qt calls a text whose typing was undone not modified, though it was recorded meanwhile.
        self.document().setModified(True)
        self._pause.start()


class TextLine(QLineEdit):
    """Mirrors a text of one line, or `None`.

    Signals:
        changed: the text now recorded, or `None` when it is empty.
    """

    changed = Signal(object)

    def __init__(
        self, name: str, parent: QWidget | None = None, *, phrases: tuple[Phrase, ...] = ()
    ) -> None:
        """Build the field.

        Args:
            name: what is asked, for screen readers.
            parent: Qt's parent.
            phrases: what the field offers to put in.
        """
        super().__init__(parent)
        self._value: str | None = None
        self.phrases: PhraseButton | None = None
        self.setAccessibleName(name)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.record)
        self.textEdited.connect(self._edited)
        self.editingFinished.connect(self.record)
        if phrases:
            self.phrases = PhraseButton(self, phrases, self.put, self._place_of_cursor)
            self.setTextMargins(0, 0, BUTTON_WIDTH, 0)

    @property
    def value(self) -> str | None:
        """The text recorded."""
        return self._value

    def show_value(self, value: str | None) -> None:
        """Mirror a text without saying that it changed; one being typed stays."""
        if value == self._value and self._pause.isActive():
            return
        self._value = value
        if self.text() != (value or ""):
            self.setText(value or "")
            if not self.hasFocus():
                self.setCursorPosition(0)  # a long text shows its beginning
        self._pause.stop()

    def enter(self, text: str) -> None:
        """Take a text as if it had been typed and left."""
        self.setText(text)
        self.setModified(True)
        self.record()
        self.setCursorPosition(0)

    def put(self, phrase: str) -> None:
        """Put a phrase in place of what is selected, as in `TextArea`."""
        text = self.text()
        start = end = self.cursorPosition()
        if self.hasSelectedText():
            start, end = self.selectionStart(), self.selectionEnd()
        before, after = text[: code_point(text, start)], text[code_point(text, end) :]
        self.insert(spaced(before, phrase, after, " "))
        if BLANK in phrase:
            text = self.text()
            self.setSelection(qt_position(text, text.index(BLANK, len(before))), len(BLANK))
        self._edited()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: the phrases stand at the right of the text."""
        super().resizeEvent(event)
        if self.phrases is not None:
            self.phrases.stand_right_of(self.width(), 0, self.height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusOutEvent: a long text left shows its beginning."""
        super().focusOutEvent(event)
        if event.reason() not in _COMES_BACK:
            self.setCursorPosition(0)

    def record(self) -> None:
        """Record what stands in the field now."""
        self._pause.stop()
        text = _BREAKS.sub(" ", self.text())
        if self.isModified() and text != self.text():
            place = self.cursorPosition()
            self.setText(text)  # what is shown is what is recorded
            self.setModified(True)
            self.setCursorPosition(place)
        value = text or None
        # A line cannot show a line break: a value that has one is kept until it is edited.
        if value != (self._value or None) and self.isModified():
            self._value = value
            self.changed.emit(value)

    def _edited(self) -> None:
        self.setModified(True)  # as in `TextArea`
        self._pause.start()

    def _place_of_cursor(self) -> QPoint:
        return self.cursorRect().bottomLeft()
