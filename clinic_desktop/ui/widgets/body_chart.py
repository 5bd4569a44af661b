"""The body chart with its kinds of symptom: what is pressed on the figure is recorded."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import SymptomKind
from clinic_desktop.domain.phrases import symptom_area_line
from clinic_desktop.domain.symptom_areas import Areas, Place, cleared, toggled
from clinic_desktop.ui.widgets.chart_figure import ChartFigure
from clinic_desktop.ui.widgets.chart_painting import swatch
from clinic_desktop.ui.widgets.columns import Columns
from clinic_desktop.ui.widgets.form import section, words

_SIDE_WIDTH: Final = 240
_SAMPLE: Final = QSize(44, 27)


class BodyChart(QWidget):
    """Mirrors the symptom areas, a tuple of `SymptomArea`, on a figure and in words beside it.

    Signals:
        changed: the tuple of areas now recorded, or `None` for none.
    """

    changed = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._areas: Areas | None = None
        self.figure = ChartFigure(catalogue)
        self.kinds = {
            kind: self._new_tool(number, kind) for number, kind in enumerate(SymptomKind, start=1)
        }
        self.kind = SymptomKind.PAIN
        self._group = QButtonGroup(self)
        for kind, button in self.kinds.items():
            self._group.addButton(button)
            button.toggled.connect(lambda on, k=kind: self._take(k) if on else None)
        self.kinds[self.kind].setChecked(True)
        self.here = section("")
        self.here.setWordWrap(True)
        self.recorded = words("")
        self.keys = words(
            self.tr(
                "Arrow keys go from region to region. Space marks or unmarks, Delete clears the "
                "region, 1, 2 and 3 choose the kind."
            )
        )
        self._lay_out()
        self.figure.marked.connect(self._mark)
        self.figure.cleared.connect(self._clear)
        self.figure.kind_key.connect(lambda number: list(self.kinds.values())[number].click())
        self.figure.moved.connect(self.here.setText)
        self.show_areas(None)

    def show_areas(self, areas: Areas | None) -> None:
        """Mirror the areas without saying that they changed."""
        self._areas = areas
        self.figure.show_areas(areas)
        lines = [symptom_area_line(area, self._catalogue) for area in areas or ()]
        told = "\n".join(line for line in lines if line)
        self.recorded.setText(told or self.tr("Nothing is marked."))

    def make_read_only(self) -> None:
        """Show the chart as it was signed; the buttons stay as the legend."""
        self.figure.make_read_only()
        self.keys.hide()
        for button in self.kinds.values():
            button.setEnabled(False)

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: draw the samples in the colours of the appearance."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_samples()

    def _new_tool(self, number: int, kind: SymptomKind) -> QToolButton:
        button = QToolButton()
        button.setText(f"  {self._catalogue.label('symptom_kind', kind)}  {number}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setProperty("tool", True)
        button.setCheckable(True)
        button.setIconSize(_SAMPLE)
        button.setAccessibleName(
            self.tr("Mark: {kind}").format(kind=self._catalogue.label("symptom_kind", kind))
        )
        return button

    def _lay_out(self) -> None:
        beside = QWidget()
        beside.setFixedWidth(_SIDE_WIDTH)
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for button in self.kinds.values():
            column.addWidget(button)
        self.here.setMinimumHeight(3 * self.here.fontMetrics().lineSpacing())
        self.here.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addSpacing(6)
        column.addWidget(self.here)
        column.addWidget(section(self.tr("Recorded")))
        column.addWidget(self.recorded)
        column.addStretch()
        column.addWidget(self.keys)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        columns = Columns(spacing=16)
        columns.add(self.figure, 1)
        columns.add(beside)
        layout.addWidget(columns)
        self._draw_samples()

    def _draw_samples(self) -> None:
        for kind, button in self.kinds.items():
            button.setIcon(swatch(kind, _SAMPLE, self.palette(), self.devicePixelRatioF()))

    def _take(self, kind: SymptomKind) -> None:
        self.kind = kind

    def _mark(self, place: Place) -> None:
        self._record(toggled(self._areas, place, self.kind))

    def _clear(self, place: Place) -> None:
        self._record(cleared(self._areas, place))

    def _record(self, areas: Areas | None) -> None:
        if areas != self._areas:
            self.show_areas(areas)
            self.changed.emit(areas)
