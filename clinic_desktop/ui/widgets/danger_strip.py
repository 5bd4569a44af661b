"""What forbids testing, read in a report and not answered: told at the steps that need it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from clinic_desktop.ui.widgets.form import words
from clinic_desktop.ui.widgets.tips import as_written

_MOST = 2


class DangerStrip(QFrame):
    """Shows the dangers that wait in red, the first of them in words. Without any it is gone.

    Signals:
        wanted: the step where they are answered is to open.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = words("", role="alert")
        self.go = QPushButton()
        self.go.clicked.connect(self.wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(9, 0, 9, 0)
        layout.addWidget(self.lines, 1)
        layout.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_dangers(self, lines: Sequence[str], step: str) -> None:
        """Mirror dangers.

        Args:
            lines: a sentence for each.
            step: the name of the step where they are answered.
        """
        more = self.tr("and {count} more").format(count=len(lines) - _MOST)
        said = self.tr("Read in an imaging report and not answered yet:")
        self.lines.setText("\n".join((said, *lines[:_MOST], *([more] if lines[_MOST:] else []))))
        self.lines.setToolTip(as_written("\n".join(lines)))
        self.go.setText(self.tr("Go to {step}").format(step=step))
        self.setVisible(bool(lines))
