"""Functional tests done since: injection, dynamic ultrasound, EMG and others, one line each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.anatomy import BodySide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import FunctionalTest
from clinic_desktop.ui.widgets.date_field import DateField
from clinic_desktop.ui.widgets.form import words
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.rows_editor import RowsEditor
from clinic_desktop.ui.widgets.text_area import TextLine


class _FunctionalTestRow(QWidget):
    def __init__(self, editor: "FunctionalTestsEditor", place: int, catalogue: Catalogue) -> None:
        super().__init__(editor)
        self._catalogue = catalogue
        name = self.tr("Functional test {number}").format(number=place + 1)
        offered = catalogue.wording.offered["proposed_tests"]
        self.test = OpenList(
            name, [(value, catalogue.label("proposed_test", value)) for value in offered]
        )
        self.performed_on = DateField(self.tr("{test} done on").format(test=name))
        self.side = OpenList(
            self.tr("Side of {test}").format(test=name.lower()),
            [(side.value, catalogue.label("side", side)) for side in BodySide],
            closed=True,
        )
        self.target = TextLine(self.tr("Target of {test}").format(test=name.lower()))
        self.result = TextLine(self.tr("Result of {test}").format(test=name.lower()))
        self.note = TextLine(self.tr("Note on {test}").format(test=name.lower()))
        self.target.setPlaceholderText(self.tr("Target, such as a root or joint"))
        self.result.setPlaceholderText(self.tr("Result"))
        self.note.setPlaceholderText(self.tr("Note"))
        remove = QPushButton(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove {test}").format(test=name.lower()))
        self.says = words("")
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.test, 3)
        first.addWidget(self.performed_on, 1)
        first.addWidget(self.target, 3)
        first.addWidget(self.side, 1)
        first.addWidget(remove)
        second.addWidget(self.result, 1)
        second.addWidget(self.note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addWidget(self.says)
        self.test.chosen.connect(lambda value: editor.replace_value(place, test=value))
        self.performed_on.changed.connect(
            lambda value: editor.replace_value(place, performed_on=value)
        )
        self.performed_on.refused.connect(editor.refused)
        self.side.chosen.connect(
            lambda value: editor.replace_value(place, side=BodySide(value) if value else None)
        )
        self.target.changed.connect(lambda value: editor.replace_value(place, target=value))
        self.result.changed.connect(lambda value: editor.replace_value(place, result=value))
        self.note.changed.connect(lambda value: editor.replace_value(place, note=value))
        remove.clicked.connect(lambda: editor.remove_value(place))

    def show_value(self, test: FunctionalTest) -> None:
        self.test.show_value(test.test)
        self.performed_on.show_value(test.performed_on)
        self.side.show_value(test.side)
        self.target.show_value(test.target)
        self.result.show_value(test.result)
        self.note.show_value(test.note)
        fact = self._catalogue.functional_tests.get(test.test or "")
        self.says.setText(self._catalogue.cited(fact) if fact else "")
        self.says.setVisible(fact is not None)

    def start(self) -> None:
        self.test.setFocus()


class FunctionalTestsEditor(RowsEditor):
    """Mirrors the functional tests, a tuple of `FunctionalTest`.

    Signals:
        refused: a plain sentence on why a date is not recorded.
    """

    refused = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(FunctionalTest(), self.tr("Add functional test"), parent)
        self._catalogue = catalogue

    def new_row(self, place: int) -> QWidget:
        """Override RowsEditor.new_row."""
        return _FunctionalTestRow(self, place, self._catalogue)
