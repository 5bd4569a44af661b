"""What is considered of a mechanism: the further test, its result, and a note."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Mechanism
from clinic_desktop.domain.unshown_mechanism import UnshownMechanism
from clinic_desktop.ui.widgets.form import words
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.text_area import TextLine


class MechanismEntry(QWidget):
    """Mirrors the fields of a `Mechanism`.

    Signals:
        changed: a dictionary of its fields that changed.
        result_wanted: the further test whose result is to be entered.
    """

    changed = Signal(object)
    result_wanted = Signal(str)

    def __init__(
        self,
        name: str,
        entry: UnshownMechanism,
        catalogue: Catalogue,
        parent: QWidget | None = None,
    ) -> None:
        """Build the fields of a mechanism of this name."""
        super().__init__(parent)
        self.results = words("")
        self.results.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.test = OpenList(
            self.tr("Further test considered for {name}").format(name=name),
            _tests(entry, catalogue),
        )
        if (line := self.test.lineEdit()) is not None:
            line.setPlaceholderText(self.tr("Further test considered"))
        self.note = TextLine(self.tr("Note on {name}").format(name=name))
        self.note.setPlaceholderText(self.tr("Note"))
        self.enter = QPushButton(self.tr("Enter result\u2026"))
        self.enter.setAccessibleName(
            self.tr("Enter the result of the further test for {name}").format(name=name)
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.test, 3)
        layout.addWidget(self.note, 3)
        layout.addWidget(self.results, 3)
        layout.addWidget(self.enter)
        self.test.chosen.connect(lambda value: self.changed.emit({"proposed_test": value}))
        self.note.changed.connect(lambda value: self.changed.emit({"note": value}))
        self.enter.clicked.connect(lambda: self.result_wanted.emit(self.test.value or ""))

    def show_value(self, given: Mechanism, results: tuple[str, ...]) -> None:
        """Mirror an entry, and what its further test gave in words."""
        self.test.show_value(given.proposed_test)
        self.note.show_value(given.note)
        self.results.setText(
            "\n".join(self.tr("Result: {words}").format(words=each) for each in results)
            or self.tr("No result is recorded yet.")
        )
        self.results.setVisible(bool(given.proposed_test))
        self.enter.setVisible(bool(given.proposed_test))


def _tests(entry: UnshownMechanism, catalogue: Catalogue) -> list[tuple[str, str]]:
    """The further tests offered: those that look at the mechanism first."""
    offered = catalogue.wording.offered["proposed_tests"]
    return [
        (test, catalogue.label("proposed_test", test))
        for test in dict.fromkeys((*entry.tests, *offered))
    ]
