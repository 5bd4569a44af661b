"""The levels a report calls normal, ticked one by one; an unticked level is not mentioned."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from clinic_desktop.domain.anatomy import CERVICAL_LEVELS, LUMBAR_LEVELS, Level, Region

_LEVELS: Final[dict[Region, tuple[Level, ...]]] = {
    Region.LUMBAR: LUMBAR_LEVELS,
    Region.CERVICAL: CERVICAL_LEVELS,
    Region.THORACIC: tuple(level for level in Level if level.startswith("T")),
    Region.WHOLE_SPINE: tuple(Level),
}
_COLUMNS: Final = 6


class StatedNormal(QWidget):
    """Mirrors the levels stated normal, offering those of the region the study covers.

    Recorded from the boxes' state, not from clicks, as in `ChoiceRow`.

    Signals:
        changed: a tuple of `Level`, cranial to caudal, or `None` for none.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: tuple[Level, ...] | None = None
        self._hint = QLabel(self.tr("The levels appear when a region of the spine is chosen."))
        self.boxes = {level: QCheckBox(level.value) for level in Level}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.addWidget(self._hint, 0, 0, 1, _COLUMNS)
        self._grid.setColumnStretch(_COLUMNS, 1)
        for level, box in self.boxes.items():
            box.setAccessibleName(self.tr("{0} stated normal").format(level.value))
            box.toggled.connect(self._toggled)
            self._grid.addWidget(box, 1, 0)
        self.show_levels(None, None)

    def show_levels(self, levels: tuple[Level, ...] | None, region: Region | None) -> None:
        """Mirror levels without saying that they changed; ticked ones are always offered."""
        self._levels = levels
        offered = _LEVELS.get(region, ()) if region else ()
        place = 0
        for level, box in self.boxes.items():
            is_ticked = level in (levels or ())
            box.blockSignals(True)
            box.setChecked(is_ticked)
            box.blockSignals(False)
            is_offered = is_ticked or level in offered
            box.setVisible(is_offered)
            if is_offered:
                self._grid.addWidget(box, 1 + place // _COLUMNS, place % _COLUMNS)
                place += 1
        self._hint.setVisible(not offered)

    def _toggled(self) -> None:
        self._levels = tuple(level for level, box in self.boxes.items() if box.isChecked()) or None
        self.changed.emit(self._levels)
