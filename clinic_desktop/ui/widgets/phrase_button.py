"""The phrases a field offers: a menu at the cursor, opened by `Ctrl+Space` or a small button."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from clinic_desktop.domain.practice import Phrase
from clinic_desktop.ui.widgets.tips import as_written

PHRASE_KEYS: Final = "Ctrl+Space"
BUTTON_WIDTH: Final = 44
_HEIGHT: Final = 44


class PhraseButton(QPushButton):
    """Stands inside a text field, at its right. The keyboard stays in the field."""

    def __init__(
        self,
        field: QWidget,
        phrases: tuple[Phrase, ...],
        put: Callable[[str], object],
        cursor: Callable[[], QPoint],
    ) -> None:
        """Build the button.

        Args:
            field: the text field, which is its parent.
            phrases: what is offered, in order.
            put: takes the text of the phrase chosen.
            cursor: where in the field the menu opens.
        """
        super().__init__("\u201c\u2026\u201d", field)
        self._field = field
        self._put = put
        self._cursor = cursor
        words = self.tr("Phrases for: {name}").format(name=field.accessibleName())
        self.setAccessibleName(words)
        self.setToolTip(f"{words} ({PHRASE_KEYS})")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFixedWidth(BUTTON_WIDTH)
        self.menu_of_phrases = QMenu(self)
        self.menu_of_phrases.setProperty("role", "phrases")
        self.menu_of_phrases.setToolTipsVisible(True)
        for phrase in phrases:
            action = self.menu_of_phrases.addAction(phrase.name.replace("&", "&&"))
            action.setToolTip(as_written(phrase.text))
            action.triggered.connect(lambda _=False, text=phrase.text: self._chosen(text))
        self.clicked.connect(self.offer)
        keys = QShortcut(QKeySequence(PHRASE_KEYS), field)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self.offer)

    def offer(self) -> None:
        """Open the menu at the cursor, unless the field is only read."""
        if not self._field.property("readOnly"):
            first = self.menu_of_phrases.actions()[0]
            self.menu_of_phrases.setActiveAction(first)
            self.menu_of_phrases.popup(self._field.mapToGlobal(self._cursor()))

    def stand_right_of(self, right: int, top: int, height: int) -> None:
        """Take the place that ends at `right`, as high as the field but no higher than a finger."""
        self.setGeometry(right - BUTTON_WIDTH, top, BUTTON_WIDTH, min(height, _HEIGHT))

    def _chosen(self, phrase: str) -> None:
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._put(phrase)


def spaced(before: str, phrase: str, after: str, between: str) -> str:
    """Return a phrase with what keeps it apart from the text before and after it.

    Args:
        before: the text up to the cursor.
        phrase: the phrase.
        after: the text behind the cursor.
        between: what stands between two phrases, a space or a line end.
    """
    is_apart = not before or before[-1] in (between, "\n")
    goes_on = bool(after) and after[0] not in (between, "\n", *".,;:)")
    return f"{'' if is_apart else between}{phrase}{between if goes_on else ''}"
