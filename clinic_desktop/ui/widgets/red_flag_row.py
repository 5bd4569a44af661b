"""One red-flag question with its three answers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.red_flag_questions import RedFlagItem
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.form import words


class RedFlagRow(QWidget):
    """Mirrors the answer to one item, or that it is not answered.

    Signals:
        answered: the item's id and a `YesNoUnknown`, or `None` when the answer is taken back.
    """

    answered = Signal(str, object)

    def __init__(
        self, item: RedFlagItem, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.item = item
        self.question = words(item.question, parent=self)
        self.question.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.choice = ChoiceRow(
            item.question,
            [(answer.value, catalogue.label("yes_no", answer)) for answer in YesNoUnknown],
            keys="YNU",
            parent=self,
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.question, 1)
        layout.addWidget(self.choice, 1)
        self.choice.chosen.connect(
            lambda value: self.answered.emit(item.id, YesNoUnknown(value) if value else None)
        )

    @property
    def is_open(self) -> bool:
        """Whether nothing is answered here."""
        return self.choice.value is None

    def show_value(self, answer: YesNoUnknown | None) -> None:
        """Mirror an answer without saying that it changed."""
        self.choice.show_value(answer)

    def show_before(self, answer: str) -> None:
        """Show beside the question what was answered before."""
        told = self.tr("{question} Before: {answer}.")
        self.question.setText(told.format(question=self.item.question, answer=answer))
