"""Red-flag questions that are asked once more, because something was found since."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.red_flags import Again
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.ui.widgets.form import words
from clinic_desktop.ui.widgets.red_flag_row import RedFlagRow


class AskedAgainPanel(QFrame):
    """Shows what was found, the questions it asks again, and what was answered before.

    The answers chosen here are those given this time: none is taken over from before.

    Signals:
        answered: an item's id and the answer given this time, or `None`.
        unchanged: all was asked again and what is not answered here is as before.
    """

    answered = Signal(str, object)
    unchanged = Signal()

    def __init__(self, again: Again, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._before: dict[str, YesNoUnknown | None] = {}
        self.kinds = again.kinds
        self.setProperty("column", True)
        self.why = words("", role="alert", parent=self)
        items = {item.id: item for item in catalogue.red_flag_items}
        self.rows = {item: RedFlagRow(items[item], catalogue, self) for item in again.items}
        self.same = QPushButton(self.tr("Asked again: no change  S"))
        self.same.setAccessibleName(self.tr("Asked again: no change"))
        self.same.clicked.connect(self.unchanged)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 8)
        layout.setSpacing(4)
        layout.addWidget(self.why)
        for row in self.rows.values():
            row.answered.connect(self.answered)
            layout.addWidget(row)
        layout.addWidget(self.same, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def is_whole(self) -> bool:
        """Whether every question has an answer of this time."""
        return not any(row.is_open for row in self.rows.values())

    def show_again(self, again: Again, answers: Mapping[str, YesNoUnknown | None]) -> None:
        """Mirror what was found and the answers recorded.

        An answer given here that was undone meanwhile is open again.
        """
        self.kinds = again.kinds
        found = "; ".join(again.lines)
        self.why.setText(self.tr("Found: {found}. Asked again:").format(found=found))
        for item, row in self.rows.items():
            if row.choice.value != answers[item]:
                row.show_value(None)
                self._before[item] = answers[item]
            before = self._before[item]
            row.show_before(self._catalogue.words("yes_no", before) if before else "")
