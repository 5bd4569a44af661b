"""The drawing of the body chart: one stop of the keyboard, the arrows go from region to region."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from clinic_desktop.domain.body_chart import View
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import SymptomArea, SymptomKind
from clinic_desktop.domain.phrases import symptom_area_line
from clinic_desktop.domain.symptom_areas import Areas, Place, marks
from clinic_desktop.ui.widgets.chart_painting import (
    DrawnRegion,
    draw_frame,
    draw_marks,
    drawn_views,
)
from clinic_desktop.ui.widgets.held_key import HeldKey

_HEIGHT: Final = 580
_REACH: Final = 8.0
"""Units of the chart by which a press may be beside the figure."""
_DIRECTIONS: Final = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
_MARKING: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChartFigure(QWidget):
    """Shows the marks on the figure; what was pressed is told, and shown when it is recorded.

    Signals:
        marked: the place where the current kind is to be put or taken away.
        cleared: the place where nothing is to stay.
        kind_key: the number of the kind whose key was pressed, from 0.
        moved: the words of the region the keyboard is on; empty when it left.
    """

    marked = Signal(object)
    cleared = Signal(object)
    kind_key = Signal(int)
    moved = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._held = HeldKey()
        self._marks: dict[Place, tuple[SymptomKind, ...]] = {}
        self._is_read_only = False
        self._views = drawn_views(catalogue.body_chart)
        self.regions = [region for view in self._views for region in view.regions]
        self.current = self.regions[0]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(round(_HEIGHT * self._ratio() * 0.8))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Body chart"))

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint."""
        return QSize(round(_HEIGHT * self._ratio()), _HEIGHT)

    def show_areas(self, areas: Areas | None) -> None:
        """Mirror the areas without saying that they changed."""
        found = marks(areas)
        if found != self._marks:
            self._marks = found
            self.update()
            self._tell()

    def make_read_only(self) -> None:
        """Let the arrows read the chart, and nothing change it."""
        self._is_read_only = True

    def words(self, region: DrawnRegion) -> str:
        """Return what a region is and what is felt there: "Back of calf, left: pain"."""
        area, side = region.place
        kinds = self._marks.get(region.place)
        line = symptom_area_line(SymptomArea(area=area, side=side, kinds=kinds), self._catalogue)
        if kinds is None:
            return self.tr("{region}: nothing marked").format(region=line)
        return line if kinds else self.tr("{region}: marked").format(region=line)

    def region_at(self, position: QPointF) -> DrawnRegion | None:
        """Return the region at a position of the widget, or one close beside it."""
        point = (position - self._origin()) / self._scale()
        for region in self.regions:
            if region.path.contains(point):
                return region
        around = QRectF(point.x() - _REACH, point.y() - _REACH, 2 * _REACH, 2 * _REACH)
        near = [region for region in self.regions if region.path.intersects(around)]
        return min(near, key=lambda region: _distance(region, point), default=None)

    def position_of(self, region: DrawnRegion) -> QPointF:
        """Return where the middle of a region is in the widget."""
        return self._origin() + region.middle * self._scale()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: the arrows walk, the other keys mark."""
        key = Qt.Key(event.key())
        if key in _DIRECTIONS:
            self._go_to(self._neighbour(_DIRECTIONS[key]))
        elif self._is_read_only:
            super().keyPressEvent(event)
        elif key in _MARKING or key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if not self._held.repeats(event):
                (self.marked if key in _MARKING else self.cleared).emit(self.current.place)
        elif event.text() in tuple("123"):
            self.kind_key.emit(int(event.text()) - 1)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyReleaseEvent: tell a held key from one pressed again."""
        self._held.follow(event)
        super().keyReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mousePressEvent: a press marks, as Space does."""
        region = self.region_at(event.position())
        if region is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._go_to(region)
        if not self._is_read_only:
            self.marked.emit(region.place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mouseDoubleClickEvent: two quick presses are two presses."""
        self.mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusInEvent."""
        super().focusInEvent(event)
        self.update()
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Override QWidget.focusOutEvent."""
        super().focusOutEvent(event)
        self.update()
        self.moved.emit("")

    def event(self, event: QEvent) -> bool:
        """Override QWidget.event: name the region under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            region = self.region_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.words(region) if region else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent."""
        palette = self.palette()
        ink = palette.color(QPalette.ColorRole.Text)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self._origin())
        painter.scale(self._scale(), self._scale())
        for view in self._views:
            painter.fillPath(view.outline, palette.color(QPalette.ColorRole.Base))
            view.draw_lines(painter, palette)
            for region in view.regions:
                if region.place in self._marks:
                    draw_marks(painter, region, self._marks[region.place], ink)
        if self.hasFocus():
            draw_frame(painter, self.current, palette.color(QPalette.ColorRole.Base), 7.0)
            draw_frame(painter, self.current, palette.color(QPalette.ColorRole.Highlight), 4.0)
        painter.resetTransform()
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        for view in self._views:
            self._write(painter, view.view)

    def _write(self, painter: QPainter, view: View) -> None:
        """Write what a view is, and beside it which side is the patient's left."""
        label = self._catalogue.label
        self._write_at(painter, view.title_at, label("chart_view", view.name))
        for side, at in view.sides_at:
            self._write_at(painter, at, label("chart_side", side).replace(" ", "\n"))

    def _write_at(self, painter: QPainter, at: tuple[float, float], words: str) -> None:
        middle = self._origin() + QPointF(*at) * self._scale()
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(QRectF(middle.x() - 100, middle.y(), 200, 100), flags, words)

    def _ratio(self) -> float:
        width, height = self._catalogue.body_chart.size
        return width / height

    def _scale(self) -> float:
        width, height = self._catalogue.body_chart.size
        return min(self.width() / width, self.height() / height)

    def _origin(self) -> QPointF:
        return QPointF((self.width() - self._catalogue.body_chart.size[0] * self._scale()) / 2, 0)

    def _go_to(self, region: DrawnRegion) -> None:
        if region is not self.current:
            self.current = region
            self.update()
            self._tell()

    def _neighbour(self, direction: QPointF) -> DrawnRegion:
        """Return the nearest region in a direction; the current one at the edge of the chart."""

        def cost(region: DrawnRegion) -> float | None:
            way = region.middle - self.current.middle
            along = QPointF.dotProduct(way, direction)
            across = abs(way.x() * direction.y() - way.y() * direction.x())
            return along + 2 * across if along > 1 and across <= 2 * along else None

        costs = {n: c for n, region in enumerate(self.regions) if (c := cost(region)) is not None}
        return self.regions[min(costs, key=lambda n: costs[n])] if costs else self.current

    def _tell(self) -> None:
        """Say the current region, to the eye and to a screen reader."""
        words = self.words(self.current)
        self.setAccessibleDescription(words)
        if self.hasFocus():
            self.moved.emit(words)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))


def _distance(region: DrawnRegion, point: QPointF) -> float:
    way = region.middle - point
    return float(way.manhattanLength())
