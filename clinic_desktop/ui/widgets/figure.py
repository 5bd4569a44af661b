"""A test's position as a drawing, in the colours of the window.

QtSvg knows no `currentColor`, so the drawings of `resources/figures` keep to three colours that
stand for the window's: #000 for ink, #fff for paper, #888 for the limb that is tested. That limb
has the heavier outline too: no colour carries it alone.
"""

import re
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

_INK_IN_TINT: Final = 0.25
_WIDEST: Final = 360


class Figure(QWidget):
    """Draws an SVG as wide as there is room; a screen reader hears what it shows."""

    def __init__(self, svg: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._svg = svg
        self._painted: tuple[object, ...] = ()
        self._renderer = QSvgRenderer(QByteArray(svg.encode()), self)
        self._picture = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)
        self.setAccessibleDescription(description(svg))

    def heightForWidth(self, width: int) -> int:
        """Override QWidget.heightForWidth: the drawing keeps its shape."""
        size = self._renderer.defaultSize()
        return round(min(width, _WIDEST) * size.height() / size.width())

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint: the drawing's own size."""
        return self._renderer.defaultSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent: Qt repaints when the palette changes."""
        palette = self.palette()
        colours = (palette.color(self.foregroundRole()), palette.color(self.backgroundRole()))
        wanted = (*colours, self.size(), self.devicePixelRatio())
        if wanted != self._painted:
            self._painted = wanted
            self._picture = self._draw(*colours)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def _draw(self, ink: QColor, paper: QColor) -> QPixmap:
        """Return the drawing in these colours. Rendering it takes as long as a form's painting."""
        self._renderer.load(QByteArray(coloured(self._svg, ink, paper).encode()))
        ratio = self.devicePixelRatio()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        size = self._renderer.defaultSize().toSizeF()
        scale = min(self.width() / size.width(), self.height() / size.height())
        place = QRectF(0, 0, size.width() * scale, size.height() * scale)
        place.moveCenter(QRectF(self.rect()).center())
        painter = QPainter(picture)
        painter.setClipRect(place)  # a drawing may run out of its frame
        self._renderer.render(painter, place)
        painter.end()
        return picture


def description(svg: str) -> str:
    """Return what a drawing says of itself, the text of its `desc`."""
    found = re.search(r"<desc>(.*?)</desc>", svg)
    return found[1] if found else ""


def coloured(svg: str, ink: QColor, paper: QColor) -> str:
    """Return a drawing in these colours."""
    names = {"#000": ink.name(), "#fff": paper.name(), "#888": _tint(ink, paper).name()}
    # In one pass: the name of a colour put in may begin with one still to be replaced.
    return re.sub("|".join(names), lambda found: names[found[0]], svg)


def _tint(ink: QColor, paper: QColor) -> QColor:
    return QColor(
        *(
            round(part(ink) * _INK_IN_TINT + part(paper) * (1 - _INK_IN_TINT))
            for part in (QColor.red, QColor.green, QColor.blue)
        )
    )
