"""What an EMG or nerve conduction study gave, in its own fields."""

from functools import partial
from typing import Any, Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.anatomy import BodySide, Root
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import Electrodiagnosis, StudiedRoot, StudyResult
from clinic_desktop.domain.literature import study_sentence
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.form import section, words
from clinic_desktop.ui.widgets.lines_field import LinesField
from clinic_desktop.ui.widgets.number_field import NumberField
from clinic_desktop.ui.widgets.text_area import TextLine

_MOST_WEEKS: Final = 2000
_ROOTS: Final = (Root.L3, Root.L4, Root.L5, Root.S1, Root.C5, Root.C6, Root.C7, Root.C8, Root.T1)
_STUDY: Final = "mondelli2013_emg"
_YES_NO: Final = ("paraspinal", "snap_normal")


class ElectrodiagnosisForm(QWidget):
    """Mirrors an electrodiagnosis.

    Signals:
        changed: the `Electrodiagnosis` as it is now, or `None` when nothing is recorded in it.
        told: a plain sentence about an entry that is not recorded.
    """

    changed = Signal(object)
    told = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = Electrodiagnosis()
        self._weeks: int | None = None
        yes_no = [(value, catalogue.label("yes_no", value)) for value in ("yes", "no")]
        self._names = {
            "result": self.tr("Result"),
            "weeks_since_onset": self.tr("Weeks since onset"),
            "muscles": self.tr("Muscles, one to a line"),
            "paraspinal": self.tr("Paraspinal muscles examined"),
            "snap_normal": self.tr("Sensory potentials (SNAP) normal"),
            "h_reflex": self.tr("H-reflex"),
            "f_wave": self.tr("F-wave"),
            "entrapment": self.tr("Peripheral entrapment found"),
        }
        names = self._names
        self.fields: dict[str, Any] = {
            "result": ChoiceRow(
                names["result"],
                [(value, catalogue.label("study_result", value)) for value in StudyResult],
                columns=2,
            ),
            "weeks_since_onset": NumberField(names["weeks_since_onset"], _MOST_WEEKS),
            "muscles": LinesField(names["muscles"], 3),
            "paraspinal": ChoiceRow(names["paraspinal"], yes_no),
            "snap_normal": ChoiceRow(names["snap_normal"], yes_no),
            "h_reflex": TextLine(names["h_reflex"]),
            "f_wave": TextLine(names["f_wave"]),
            "entrapment": TextLine(names["entrapment"]),
        }
        self.take_weeks = QPushButton()
        self.roots = {
            (root, side): QCheckBox(
                self.tr("{root} {side}").format(root=root.value, side=side.value)
            )
            for root in _ROOTS
            for side in (BodySide.LEFT, BodySide.RIGHT)
        }
        self.note = words(study_sentence(catalogue.studies[_STUDY], catalogue), role="standing")
        self._lay_out()
        self._connect()
        self.show_weeks(None)

    def show_value(self, value: Electrodiagnosis | None) -> None:
        """Mirror a value without saying that it changed."""
        self._value = value or Electrodiagnosis()
        for name, field in self.fields.items():
            part = getattr(self._value, name)
            if name == "muscles":
                field.show_lines(part)
            elif name in _YES_NO:
                field.show_value(None if part is None else "yes" if part else "no")
            else:
                field.show_value(part)
        ticked = {(each.root, each.side) for each in self._value.roots or ()}
        for place, box in self.roots.items():
            box.blockSignals(True)
            box.setChecked(place in ticked)
            box.blockSignals(False)
        self.show_weeks(self._weeks)

    def show_weeks(self, weeks: int | None) -> None:
        """Offer the weeks from the onset to the study, where both are known."""
        self._weeks = weeks
        self.take_weeks.setVisible(weeks is not None and self._value.weeks_since_onset is None)
        self.take_weeks.setText(
            self.tr("Take {count}, from onset to study").format(count=weeks or 0)
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for line, (name, field) in enumerate(self.fields.items()):
            label = QLabel(self._names[name])
            label.setBuddy(field)
            grid.addWidget(label, line, 0)
            if name == "weeks_since_onset":
                weeks = QHBoxLayout()
                weeks.addWidget(field)
                weeks.addWidget(self.take_weeks)
                weeks.addStretch(1)
                grid.addLayout(weeks, line, 1)
            else:
                grid.addWidget(field, line, 1)
        roots = QGridLayout()
        for place, box in enumerate(self.roots.values()):
            line, column = divmod(place, 6)
            roots.addWidget(box, line, column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(6)
        layout.addWidget(section(self.tr("EMG and nerve conduction")))
        layout.addLayout(grid)
        layout.addWidget(section(self.tr("Roots named by the study")))
        layout.addLayout(roots)
        layout.addWidget(self.note)
        layout.addStretch(1)

    def _connect(self) -> None:
        for name, field in self.fields.items():
            if name == "muscles":
                field.lines_changed.connect(partial(self._record, name))
            elif isinstance(field, ChoiceRow):
                field.chosen.connect(partial(self._record, name))
            else:
                field.changed.connect(partial(self._record, name))
            if isinstance(field, NumberField):
                field.refused.connect(self.told)
        self.take_weeks.clicked.connect(self._take_weeks)
        for box in self.roots.values():
            box.toggled.connect(self._record_roots)

    def _take_weeks(self) -> None:
        self.fields["weeks_since_onset"].setFocus()  # the button goes
        self.fields["weeks_since_onset"].enter(str(self._weeks))

    def _record(self, name: str, value: Any) -> None:
        if name in _YES_NO:
            value = None if value is None else value == "yes"
        elif name == "result":
            value = StudyResult(value) if value else None
        self._change(**{name: value})

    def _record_roots(self, *_: bool) -> None:
        other = [
            each for each in self._value.roots or () if (each.root, each.side) not in self.roots
        ]
        ticked = [
            StudiedRoot(root=root, side=side)
            for (root, side), box in self.roots.items()
            if box.isChecked()
        ]
        self._change(roots=(*ticked, *other) or None)

    def _change(self, **parts: Any) -> None:
        self._value = msgspec.structs.replace(self._value, **parts)
        self.show_weeks(self._weeks)
        self.changed.emit(None if self._value == Electrodiagnosis() else self._value)
