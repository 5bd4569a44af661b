"""A button that opens a list of which several may be ticked; its face names what is ticked."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton, QSizePolicy, QWidget

from clinic_desktop.ui.widgets.marking import mark
from clinic_desktop.ui.widgets.tips import as_written


class MultiChoice(QPushButton):
    """Mirrors several values of an open list, in the order ticked, or `None` for none.

    Signals:
        chosen: a tuple of the values now ticked, or `None`.
    """

    chosen = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._words = dict(choices)
        self._values: tuple[str, ...] | None = None
        self.setProperty("several", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._menu = QMenu(self)
        self._actions: dict[str, QAction] = {}
        self._menu.aboutToShow.connect(self._fill)
        self._menu.installEventFilter(self)
        self.setMenu(self._menu)
        self._show()

    @property
    def value(self) -> tuple[str, ...] | None:
        """The values ticked."""
        return self._values

    def show_value(self, values: tuple[str, ...] | None) -> None:
        """Mirror values without saying that they changed."""
        if values != self._values:
            self._values = values
            self._show()

    def tick(self, value: str, *, on: bool = True) -> None:
        """Tick a value, or take its tick away, as if it had been chosen."""
        kept = tuple(v for v in self._values or () if v != value)
        self.show_value(((*kept, value) if on else kept) or None)
        self.chosen.emit(self._values)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: keep the list open while several are ticked."""
        if watched is self._menu:
            is_release = event.type() == QEvent.Type.MouseButtonRelease
            is_space = (
                isinstance(event, QKeyEvent)
                and event.type() == QEvent.Type.KeyPress
                and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return)
            )
            action = self._menu.activeAction()
            if (is_release or is_space) and action is not None and action.isCheckable():
                action.trigger()
                return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        values = self._values
        if self._actions:
            self._show_ticks()
        words = ", ".join(self._words.get(value, value) for value in values or ())
        self.setText(words or "\u2013")
        mark(self, "empty", not words)
        self.setToolTip(as_written(words or self._name))
        self.setAccessibleName(f"{self._name}: {words or 'not recorded'}")

    def _fill(self) -> None:
        """List the choices once they are asked for: of most lists they never are."""
        if not self._actions:
            for value, words in self._words.items():
                self._add(value, words)
            self._menu.addSeparator()
            self._other = self._menu.addAction(self.tr("Other\u2026"), self._ask)
            self._show_ticks()

    def _show_ticks(self) -> None:
        values = self._values or ()
        for value in values:
            if value not in self._actions:
                self._add(value, value, before=self._other)
        for value, action in self._actions.items():
            if action.isChecked() != (value in values):
                action.blockSignals(True)
                action.setChecked(value in values)
                action.blockSignals(False)

    def _add(self, value: str, words: str, before: QAction | None = None) -> None:
        action = QAction(words, self._menu, checkable=True)
        action.toggled.connect(lambda on, v=value: self.tick(v, on=on))
        self._actions[value] = action
        self._words[value] = words
        if before is None:
            self._menu.addAction(action)
        else:
            self._menu.insertAction(before, action)

    def _ask(self) -> None:
        text, given = QInputDialog.getText(self, self._name, self.tr("In your own words:"))
        if given and text.strip():
            self.tick(text.strip())
