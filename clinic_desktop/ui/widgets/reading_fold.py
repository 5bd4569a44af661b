"""A strip that opens onto something to read, made when it is first opened."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_desktop.ui.widgets.fold import Fold


class ReadingFold(Fold):
    """Shows or hides what is only read; nothing in it is recorded."""

    def __init__(
        self,
        name: str,
        make: Callable[[], QWidget],
        summary: str,
        parent: QWidget | None = None,
    ) -> None:
        """Build the strip, closed and empty.

        Args:
            name: what is inside.
            make: makes what is inside.
            summary: what the face says of it.
            parent: Qt's parent.
        """
        self._make = make
        self._is_made = False
        super().__init__(name, QWidget(), parent)
        layout = QVBoxLayout(self.inner)
        layout.setContentsMargins(10, 4, 10, 8)
        self.button.toggled.connect(self._fill)
        self.show_summary(summary)

    @property
    def holds_something(self) -> bool:
        """Override Fold.holds_something: nothing is recorded here, and so it stays closed."""
        return False

    def _fill(self) -> None:
        layout = self.inner.layout()
        if not self._is_made and layout is not None:
            self._is_made = True
            layout.addWidget(self._make())
