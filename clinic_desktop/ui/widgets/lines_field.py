"""Several texts of one kind, one to a line: a plan's points, an address."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.practice import Phrase
from clinic_desktop.ui.widgets.text_area import TextArea


class LinesField(TextArea):
    """Mirrors a tuple of texts, one to a line, or `None`.

    Signals:
        lines_changed: the tuple now recorded, or `None`.
    """

    lines_changed = Signal(object)
    between = "\n"

    def __init__(
        self,
        name: str,
        lines: int = 3,
        parent: QWidget | None = None,
        *,
        phrases: tuple[Phrase, ...] = (),
    ) -> None:
        super().__init__(name, lines, parent, phrases=phrases)
        self.changed.connect(self._split)

    def show_lines(self, lines: tuple[str, ...] | None) -> None:
        """Mirror texts without saying that they changed."""
        if self.texts() != (lines or ()):
            self.show_value("\n".join(lines or ()))

    def texts(self) -> tuple[str, ...]:
        """The texts that stand in the field, blank lines left out."""
        return tuple(line.strip() for line in self.toPlainText().splitlines() if line.strip())

    def _split(self) -> None:
        self.lines_changed.emit(self.texts() or None)
