"""The body chart's curves and patterns in Qt's terms."""

from functools import cache
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPalette, QPen, QPixmap

from clinic_desktop.domain.body_chart import BodyChart, Region, View
from clinic_desktop.domain.chart_patterns import DOT, pattern
from clinic_desktop.domain.curves import Curve
from clinic_desktop.domain.examination import SymptomKind

_TRIES: Final = 12


class DrawnRegion:
    """A region with its path, cut to the figure, and a point well inside it."""

    def __init__(self, region: Region, outline: QPainterPath) -> None:
        self.place = (region.area, region.side)
        self.path = path_of(region.curve).intersected(outline)
        self.middle = _middle(self.path)


class DrawnView:
    """A view with its paths."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.outline = QPainterPath()
        for curve in view.outlines:
            self.outline.addPath(path_of(curve))
        self.borders = [path_of(curve) for curve in view.borders]
        self.details = [path_of(curve) for curve in view.details]
        self.regions = [DrawnRegion(region, self.outline) for region in view.regions]

    def draw_lines(self, painter: QPainter, palette: QPalette) -> None:
        """Draw the silhouette, and within it the lines between its regions."""
        painter.save()
        painter.setClipPath(self.outline, Qt.ClipOperation.IntersectClip)
        painter.setPen(_pen(palette.color(QPalette.ColorRole.Mid), 1.0))
        for path in self.borders:
            painter.drawPath(path)
        painter.restore()
        painter.setPen(_pen(palette.color(QPalette.ColorRole.Mid), 1.0))
        for path in self.details:
            painter.drawPath(path)
        painter.setPen(_pen(palette.color(QPalette.ColorRole.Text), 1.6))
        painter.drawPath(self.outline)


@cache
def drawn_views(chart: BodyChart) -> tuple[DrawnView, ...]:
    """Return the views of a chart, made once: cutting the regions takes a quarter of a second."""
    return tuple(DrawnView(view) for view in chart.views)


def path_of(curve: Curve) -> QPainterPath:
    """Return a curve as a path."""
    path = QPainterPath(QPointF(*curve.start))
    for one, other, end in curve.pieces:
        path.cubicTo(QPointF(*one), QPointF(*other), QPointF(*end))
    return path


def draw_marks(
    painter: QPainter, region: DrawnRegion, kinds: tuple[SymptomKind, ...], colour: QColor
) -> None:
    """Fill a region with the patterns of its kinds, and frame it; without a kind only frame it."""
    painter.save()
    painter.setClipPath(region.path, Qt.ClipOperation.IntersectClip)
    for kind in kinds:
        _draw_pattern(painter, kind, region.path.boundingRect(), colour)
    painter.restore()
    draw_frame(painter, region, colour, 2.0)


def draw_frame(painter: QPainter, region: DrawnRegion, colour: QColor, width: float) -> None:
    """Draw the edge of a region, so many pixels wide."""
    painter.setPen(_pen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(region.path)


def swatch(kind: SymptomKind, size: QSize, palette: QPalette, ratio: float) -> QIcon:
    """Return a small sample of a kind's pattern, as a legend; the same on a disabled button."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(palette.color(QPalette.ColorRole.Base))
    colour = palette.color(QPalette.ColorRole.Text)
    box = QRectF(0, 0, size.width(), size.height())
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_pattern(painter, kind, box, colour)
    painter.setPen(_pen(colour, 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Disabled)
    return icon


def _draw_pattern(painter: QPainter, kind: SymptomKind, within: QRectF, colour: QColor) -> None:
    drawn = pattern(kind, (within.left(), within.top(), within.right(), within.bottom()))
    painter.setPen(_pen(colour, 1.3))
    for start, end in drawn.lines:
        painter.drawLine(QLineF(QPointF(*start), QPointF(*end)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for x, y in drawn.dots:
        painter.drawEllipse(QPointF(x, y), DOT, DOT)


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _middle(path: QPainterPath) -> QPointF:
    """Return the point nearest to the middle of a path's box that lies inside it."""
    box = path.boundingRect()
    if path.contains(box.center()):
        return box.center()
    steps = [(n + 0.5) / _TRIES for n in range(_TRIES)]
    inside = [
        point
        for across in steps
        for down in steps
        if path.contains(
            point := QPointF(box.x() + across * box.width(), box.y() + down * box.height())
        )
    ]
    return min(inside, key=lambda point: QLineF(point, box.center()).length(), default=box.center())
