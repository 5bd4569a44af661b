"""What amendments changed at the step shown, old value and new, above its fields."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_MOST_LINES = 4


class AmendmentStrip(QPlainTextEdit):
    """Shows lines as high as they need, up to four; more scroll. Without lines it is gone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Amendments at this step"))
        self.hide()

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show what was amended, a line for each amendment."""
        text = "\n".join(lines)
        if self.toPlainText() != text:
            self.setPlainText(text)
        self.setVisible(bool(lines))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QPlainTextEdit.resizeEvent: fit the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # A plain text's height is counted in lines.
        lines = min(_MOST_LINES, max(1, round(self.document().size().height())))
        around = 2 * (round(self.document().documentMargin()) + self.frameWidth())
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + around + 2)
