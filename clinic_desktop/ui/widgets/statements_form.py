"""The statements of a questionnaire, ticked where they apply; that it was answered is said apart.

No tick alone is no answer: a form nobody asked about looks the same.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Measure
from clinic_desktop.domain.facts import NOT_YET_CHECKED, Mark
from clinic_desktop.domain.measures import ticked
from clinic_desktop.domain.outcome_measures import MeasureForm
from clinic_desktop.ui.widgets.form import words


class StatementsForm(QWidget):
    """Mirrors the statements ticked and whether all were answered.

    Signals:
        changed: the numbers ticked, a tuple from the lowest, and whether all were answered.
    """

    changed = Signal(object, bool)

    def __init__(
        self, form: MeasureForm, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.boxes: dict[int, QCheckBox] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(words(form.instruction, role="section"))
        for number, statement in enumerate(form.statements, start=1):
            box = QCheckBox(f"{number}. {statement}")
            box.toggled.connect(self._told)
            layout.addWidget(box)
            self.boxes[number] = box
        self.completed = QCheckBox(self.tr("All statements read: count the ticks"))
        self.completed.toggled.connect(self._told)
        layout.addWidget(self.completed)
        said = [catalogue.sources[key].citation for key in form.sources]
        said += [NOT_YET_CHECKED] if form.mark is Mark.RECALLED else []
        layout.addWidget(words("; ".join(said)))

    def show_measure(self, measure: Measure) -> None:
        """Mirror a measure without saying that anything changed."""
        chosen = ticked(measure)
        by_ticks = measure.items is not None
        for number, box in self.boxes.items():
            self._show(box, on=number in chosen)
        self._show(self.completed, on=by_ticks and measure.score is not None)
        # A tick is not to overwrite items of another kind.
        numbers = [str(number) for number in self.boxes]
        known = all(item.item in numbers for item in measure.items or ())
        self.setEnabled(known)

    def _show(self, box: QCheckBox, *, on: bool) -> None:
        box.blockSignals(True)
        box.setChecked(on)
        box.blockSignals(False)

    def _told(self) -> None:
        chosen = tuple(number for number, box in self.boxes.items() if box.isChecked())
        self.changed.emit(chosen, self.completed.isChecked())
