"""Signs of sensitisation step by step, and what the answers recorded amount to."""

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.phrases import sign_line
from clinic_desktop.domain.screening import Sensitisation
from clinic_desktop.domain.sensitisation import increased_sensation, sensitisation_sentence
from clinic_desktop.domain.values import Examined
from clinic_desktop.ui.widgets.examined_row import ExaminedRow
from clinic_desktop.ui.widgets.form import words


class SensitisationForm(QWidget):
    """Mirrors a `Sensitisation`.

    Signals:
        changed: the `Sensitisation` now recorded, or `None`.
    """

    changed = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._value: Sensitisation | None = None
        criteria = catalogue.sensitisation
        self.rows = {
            step: ExaminedRow(
                catalogue.label("sensitisation", step),
                [(value.value, catalogue.label("yes_no", value)) for value in Examined],
                [catalogue.cited(criteria.steps[step])],
                parent=self,
            )
            for step in Sensitisation.__struct_fields__
        }
        self.said = words("", "standing", self)
        self.increased = words("", parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for step, row in self.rows.items():
            layout.addWidget(row)
            row.answered.connect(lambda value, step=step: self._record(step, value))
        layout.addWidget(self.increased)
        layout.addWidget(self.said)
        layout.addWidget(
            words("\n".join(catalogue.cited(note) for note in criteria.notes), parent=self)
        )

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination without saying that anything changed."""
        self._value = examination.sensitisation
        for step, row in self.rows.items():
            row.show_value(getattr(self._value, step, None))
        self.said.setText(
            sensitisation_sentence(self._value, self._catalogue) or self.tr("No step is recorded.")
        )
        places = [
            f"{sign.root.value} {sign.side.value}: {sign_line(sign, self._catalogue)}"
            for sign in increased_sensation(examination)
        ]
        self.increased.setVisible(bool(places))
        self.increased.setText(
            self.tr("Increased sensation found in conduction: {places}.").format(
                places="; ".join(places)
            )
        )

    def show_previous(self, given: Sensitisation | None, on: str) -> None:
        """Tell what was answered at an earlier examination, `on` being its day in words."""
        for step, row in self.rows.items():
            answer = getattr(given, step, None)
            row.show_previous(f"{on}: {self._catalogue.words('yes_no', answer)}" if answer else "")

    def summary(self) -> str:
        """Return how many steps are recorded and how many were found."""
        answers = [getattr(self._value, step, None) for step in self.rows]
        given = [answer for answer in answers if answer is not None]
        if not given:
            return ""
        return self.tr("{given} of {all} steps recorded, {yes} yes").format(
            given=len(given), all=len(answers), yes=given.count(Examined.YES)
        )

    def _record(self, step: str, value: Examined | None) -> None:
        changed = msgspec.structs.replace(self._value or Sensitisation(), **{step: value})
        self._value = None if changed == Sensitisation() else changed
        self.changed.emit(self._value)
