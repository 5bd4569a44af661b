"""Mechanisms considered that are not among those offered, in the therapist's own words."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Mechanism
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.rows_editor import RowsEditor
from clinic_desktop.ui.widgets.text_area import TextLine


class _OwnMechanismRow(QWidget):
    def __init__(self, editor: "OwnMechanismsEditor", place: int, catalogue: Catalogue) -> None:
        super().__init__(editor)
        name = self.tr("own mechanism {number}").format(number=place + 1)
        offered = catalogue.wording.offered
        self.mechanism = OpenList(
            name[:1].upper() + name[1:],
            [(key, catalogue.label("mechanism", key)) for key in offered["mechanisms"]],
        )
        self.proposed_test = OpenList(
            self.tr("Further test considered for {name}").format(name=name),
            [(key, catalogue.label("proposed_test", key)) for key in offered["proposed_tests"]],
        )
        self.note = TextLine(self.tr("Note on {name}").format(name=name))
        self.note.setPlaceholderText(self.tr("Note"))
        remove = QPushButton(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove {name}").format(name=name))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.mechanism, 3)
        layout.addWidget(self.proposed_test, 3)
        layout.addWidget(self.note, 3)
        layout.addWidget(remove)
        self.mechanism.chosen.connect(lambda value: editor.replace_value(place, mechanism=value))
        self.proposed_test.chosen.connect(
            lambda value: editor.replace_value(place, proposed_test=value)
        )
        self.note.changed.connect(lambda value: editor.replace_value(place, note=value))
        remove.clicked.connect(lambda: editor.remove_value(place))

    def show_value(self, given: Mechanism) -> None:
        self.mechanism.show_value(given.mechanism)
        self.proposed_test.show_value(given.proposed_test)
        self.note.show_value(given.note)

    def start(self) -> None:
        self.mechanism.setFocus()


class OwnMechanismsEditor(RowsEditor):
    """Mirrors the mechanisms that are not offered, a tuple of `Mechanism`."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(Mechanism(), self.tr("Add another mechanism"), parent)
        self._catalogue = catalogue

    def new_row(self, place: int) -> QWidget:
        """Override RowsEditor.new_row."""
        return _OwnMechanismRow(self, place, self._catalogue)
