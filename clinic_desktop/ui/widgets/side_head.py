"""The head over one side of a block of the conduction grid, with its acts."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from clinic_desktop.domain.anatomy import Side

ABOVE = 6
"""What stays free above a head, in pixels."""


class SideHead(QWidget):
    """Names a side in large letters; a button records all of a block as tested and normal.

    Signals:
        normal: the sides for which a button was pressed.
    """

    normal = Signal(object)

    def __init__(
        self,
        words: str,
        block: str,
        acts: Sequence[tuple[Side, ...]],
        parent: QWidget | None = None,
    ) -> None:
        """Build the head.

        Args:
            words: the side, as it stands there.
            block: the block's name, for screen readers.
            acts: the sides each button is for.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self.buttons: dict[tuple[Side, ...], QPushButton] = {}
        label = QLabel(words)
        label.setProperty("role", "side")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, ABOVE, 0, 0)
        layout.addWidget(label)
        layout.addSpacing(12)
        for sides in acts:
            name = self.tr("both sides") if len(sides) > 1 else sides[0].value
            button = QPushButton(self.tr("Tested, normal: {sides}").format(sides=name))
            button.setAccessibleName(
                self.tr("{block} tested, normal: {sides}").format(block=block, sides=name)
            )
            button.setToolTip(self.tr("Record all that is not recorded yet as normal"))
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._press, sides))
            self.buttons[sides] = button
            layout.addWidget(button)
        layout.addStretch()

    def _press(self, sides: tuple[Side, ...]) -> None:
        self.normal.emit(sides)
