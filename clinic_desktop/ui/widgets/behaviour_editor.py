"""What other activities do to the symptom, in the patient's words: one line each."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Behaviour, BehaviourEffect
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.rows_editor import RowsEditor
from clinic_desktop.ui.widgets.text_area import TextLine


class _BehaviourRow(QWidget):
    def __init__(self, editor: "BehaviourEditor", place: int, catalogue: Catalogue) -> None:
        super().__init__(editor)
        name = self.tr("Other activity {number}").format(number=place + 1)
        self.activity = TextLine(name)
        self.activity.setPlaceholderText(self.tr("Another activity"))
        self.effect = ChoiceRow(
            name, [(e.value, catalogue.label("behaviour_effect", e)) for e in BehaviourEffect]
        )
        remove = QPushButton("\u2715")
        remove.setToolTip(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove {name}").format(name=name.lower()))
        remove.setFixedWidth(34)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.activity, 2)
        layout.addWidget(self.effect, 3)
        layout.addWidget(remove)
        self.activity.changed.connect(lambda value: editor.replace_value(place, activity=value))
        self.effect.chosen.connect(
            lambda value: editor.replace_value(
                place, effect=BehaviourEffect(value) if value else None
            )
        )
        remove.clicked.connect(lambda: editor.remove_value(place))

    def show_value(self, behaviour: Behaviour) -> None:
        self.activity.show_value(behaviour.activity)
        self.effect.show_value(behaviour.effect)

    def start(self) -> None:
        self.activity.setFocus()


class BehaviourEditor(RowsEditor):
    """Mirrors what activities beyond those offered do, a tuple of `Behaviour`."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(Behaviour(), self.tr("Add activity"), parent)
        self._catalogue = catalogue

    def new_row(self, place: int) -> QWidget:
        """Override RowsEditor.new_row."""
        return _BehaviourRow(self, place, self._catalogue)
