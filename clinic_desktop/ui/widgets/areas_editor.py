"""Where the symptoms are: one line per body area, with its side and the kinds felt there."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from clinic_desktop.domain.anatomy import BodySide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import SymptomArea, SymptomKind
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.rows_editor import RowsEditor


class _AreaRow(QWidget):
    def __init__(self, editor: "AreasEditor", place: int, catalogue: Catalogue) -> None:
        super().__init__(editor)
        self._editor, self._place = editor, place
        number = place + 1
        offered = catalogue.wording.offered["areas"]
        self.area = OpenList(
            self.tr("Area {number}").format(number=number),
            [(value, catalogue.label("area", value)) for value in offered],
        )
        self.side = OpenList(
            self.tr("Side of area {number}").format(number=number),
            [(side.value, catalogue.label("side", side)) for side in BodySide],
            closed=True,
        )
        self.kinds = {
            kind: QCheckBox(catalogue.label("symptom_kind", kind)) for kind in SymptomKind
        }
        remove = QPushButton(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove area {number}").format(number=number))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area, 2)
        layout.addWidget(self.side, 1)
        for box in self.kinds.values():
            layout.addWidget(box)
            box.setAccessibleName(
                self.tr("{kind} of area {number}").format(kind=box.text(), number=number)
            )
            box.toggled.connect(self._record_kinds)
        layout.addWidget(remove)
        self.area.chosen.connect(lambda value: editor.replace_value(place, area=value))
        self.side.chosen.connect(
            lambda value: editor.replace_value(place, side=BodySide(value) if value else None)
        )
        remove.clicked.connect(lambda: editor.remove_value(place))

    def show_value(self, area: SymptomArea) -> None:
        self.area.show_value(area.area)
        self.side.show_value(area.side)
        for kind, box in self.kinds.items():
            box.blockSignals(True)
            box.setChecked(kind in (area.kinds or ()))
            box.blockSignals(False)

    def start(self) -> None:
        self.area.setFocus()

    def _record_kinds(self) -> None:
        ticked = tuple(kind for kind, box in self.kinds.items() if box.isChecked())
        self._editor.replace_value(self._place, kinds=ticked or None)


class AreasEditor(RowsEditor):
    """Mirrors the symptom areas, a tuple of `SymptomArea`."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(SymptomArea(), self.tr("Add area"), parent)
        self._catalogue = catalogue

    def new_row(self, place: int) -> QWidget:
        """Override RowsEditor.new_row."""
        return _AreaRow(self, place, self._catalogue)
