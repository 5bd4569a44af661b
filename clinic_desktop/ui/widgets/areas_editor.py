"""Where the symptoms are: one line per body area, with its side and the kinds felt there."""

from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.anatomy import BodySide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import SymptomArea, SymptomKind
from clinic_desktop.ui.widgets.open_list import OpenList


class _Line(QWidget):
    """One area. Signals: `changed` with the new area, `removed`."""

    changed = Signal(object)
    removed = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area = SymptomArea()
        offered = catalogue.wording.offered["areas"]
        self.area = OpenList("Area", [(value, catalogue.label("area", value)) for value in offered])
        self.side = OpenList(
            "Side of the area",
            [(side.value, catalogue.label("side", side)) for side in BodySide],
            closed=True,
        )
        self.kinds = {
            kind: QCheckBox(catalogue.label("symptom_kind", kind)) for kind in SymptomKind
        }
        remove = QPushButton(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove this area"))
        remove.clicked.connect(self.removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area, 2)
        layout.addWidget(self.side, 1)
        for box in self.kinds.values():
            layout.addWidget(box)
            box.toggled.connect(self._record)
        layout.addWidget(remove)
        self.area.chosen.connect(self._record)
        self.side.chosen.connect(self._record)

    def show_area(self, area: SymptomArea) -> None:
        """Mirror an area."""
        self._area = area
        self.area.show_value(area.area)
        self.side.show_value(area.side)
        for kind, box in self.kinds.items():
            box.blockSignals(True)
            box.setChecked(kind in (area.kinds or ()))
            box.blockSignals(False)

    def _record(self) -> None:
        ticked = tuple(kind for kind, box in self.kinds.items() if box.isChecked())
        side = self.side.value
        self._area = msgspec.structs.replace(
            self._area,
            area=self.area.value,
            side=BodySide(side) if side else None,
            kinds=ticked or None,
        )
        self.changed.emit(self._area)


class AreasEditor(QWidget):
    """Mirrors the symptom areas.

    Signals:
        changed: a tuple of `SymptomArea`, or `None` for none.
    """

    changed = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._areas: tuple[SymptomArea, ...] | None = None
        self.lines: list[_Line] = []
        self.add = QPushButton(self.tr("Add area"), self)
        self.add.clicked.connect(self._add)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        last = QHBoxLayout()
        last.addWidget(self.add)
        last.addStretch()
        self._layout.addLayout(last)

    def show_areas(self, areas: tuple[SymptomArea, ...] | None) -> None:
        """Mirror the areas without saying that they changed."""
        self._areas = areas
        wanted = areas or ()
        while len(self.lines) > len(wanted):
            line = self.lines.pop()
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        while len(self.lines) < len(wanted):
            line = _Line(self._catalogue, self)
            line.changed.connect(partial(self._replace, len(self.lines)))
            line.removed.connect(partial(self._remove, len(self.lines)))
            self._layout.insertWidget(len(self.lines), line)
            self.lines.append(line)
        for line, area in zip(self.lines, wanted, strict=True):
            line.show_area(area)

    def _emit(self, areas: tuple[SymptomArea, ...]) -> None:
        self.show_areas(areas or None)
        self.changed.emit(self._areas)

    def _add(self) -> None:
        self._emit((*(self._areas or ()), SymptomArea()))
        self.lines[-1].area.setFocus()

    def _replace(self, index: int, area: SymptomArea) -> None:
        areas = self._areas or ()
        self._emit((*areas[:index], area, *areas[index + 1 :]))

    def _remove(self, index: int) -> None:
        areas = self._areas or ()
        self._emit((*areas[:index], *areas[index + 1 :]))
