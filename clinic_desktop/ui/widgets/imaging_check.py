"""Where imaging is closed: whether somebody looked through it for what forbids testing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import DangersChecked, Examination
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.form import section, words


class ImagingCheck(QFrame):
    """Asks before the first test; whoever examines first does not see what the report forbids.

    Signals:
        answered: a `DangersChecked`, or `None`.
    """

    answered = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("column", True)
        question = self.tr("Has someone checked the imaging for findings that forbid testing?")
        self.choice = ChoiceRow(
            question,
            [
                (value.value, catalogue.label("imaging_checked_for_dangers", value))
                for value in DangersChecked
            ],
            keys="YN",
            parent=self,
        )
        self.unchecked = words(
            self.tr("Not checked: let somebody look through it before the first test, or open it."),
            role="alert",
            parent=self,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 8)
        layout.setSpacing(4)
        layout.addWidget(section(question))
        layout.addWidget(words(self.tr("Imaging is closed until the tests are recorded.")))
        layout.addWidget(self.choice)
        layout.addWidget(self.unchecked)
        self.choice.chosen.connect(
            lambda value: self.answered.emit(DangersChecked(value) if value else None)
        )

    @property
    def is_open(self) -> bool:
        """Whether it is asked and has no answer."""
        return not self.isHidden() and self.choice.value is None

    def show_examination(self, examination: Examination) -> None:
        """Mirror the answer; where imaging is not closed nothing is asked."""
        checked = examination.imaging_checked_for_dangers
        self.setVisible(bool(examination.examine_first))
        self.choice.show_value(checked)
        self.unchecked.setVisible(checked is DangersChecked.NO)
