"""Labelled fields under each other, the label a buddy of its field."""

from typing import Any, Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QWidget

_BESIDE: Final = 26
"""Qt gives a label 7/4 of its height at most: this much brings it beside a field of 44 pixels."""


class _Form(QFormLayout):
    def addRow(self, *row: Any) -> None:
        """Override QFormLayout.addRow: a label stands beside the middle of its field."""
        super().addRow(*row)
        if len(row) == 2 and (label := self.labelForField(row[1])) is not None:
            label.setMinimumHeight(_BESIDE)


def new_form() -> QFormLayout:
    """Return a form whose fields take the width there is, below their labels where it is little."""
    form = _Form()
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(8)
    return form


def section(words: str, parent: QWidget | None = None) -> QLabel:
    """Return a section's heading."""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "section")
    return label


def title(words: str) -> QLabel:
    """Return a page's heading."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "title")
    return label


def scrolling(inner: QWidget) -> QScrollArea:
    """Return the widget in an area that scrolls when the window is small."""
    area = scroll_area()
    area.setWidget(inner)
    return area


def scroll_area(parent: QWidget | None = None) -> QScrollArea:
    """Return an empty area that scrolls, for what is made inside its viewport."""
    area = QScrollArea(parent)
    keep_room_for_bar(area)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def keep_room_for_bar(area: QScrollArea) -> None:
    """Let the width of what scrolls not depend on whether it has to scroll.

    A bar that comes takes width, lines break anew, what is inside gets another height, the bar
    goes: where both turn into each other Qt lays out without end and dies (seen, 6.11). While
    there is nothing to scroll the bar is not painted.
    """
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)


def fit(window: QWidget, width: int, height: int) -> None:
    """Give a window this size, or less where the screen is smaller."""
    room = window.screen().availableGeometry().size() - QSize(40, 60)
    window.resize(QSize(width, height).boundedTo(room))


class _Words(QLabel):
    """Remembers how high it is in a width.

    A text that can be copied is laid out anew whenever Qt asks, and back again, and each layout of
    the page asks for several widths (counted, 6.11).
    """

    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(text, parent)
        self._heights: dict[int, int] = {}

    def setText(self, text: str) -> None:
        """Override QLabel.setText."""
        if text != self.text():
            self._heights.clear()
            super().setText(text)

    def heightForWidth(self, width: int) -> int:
        """Override QLabel.heightForWidth."""
        if width not in self._heights:
            self.ensurePolished()
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        """Override QLabel.changeEvent: fonts and margins may be others."""
        super().changeEvent(event)
        self._heights.clear()


def words(text: str, role: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a plain text that takes as many lines as it needs and can be copied."""
    label = _Words(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    return label
