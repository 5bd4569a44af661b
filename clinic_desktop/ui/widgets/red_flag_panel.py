"""One group of red-flag questions, and the key that answers those left open with "no"."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.facts import NOT_YET_CHECKED, Mark
from clinic_desktop.domain.red_flag_questions import RedFlagGroup
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.ui.widgets.form import section, words
from clinic_desktop.ui.widgets.red_flag_row import RedFlagRow


class RedFlagPanel(QFrame):
    """Mirrors the answers to one group.

    Signals:
        answered: an item's id and its answer, as `RedFlagRow.answered`.
        none_of_it: what is still open in the group is answered "no".
    """

    answered = Signal(str, object)
    none_of_it = Signal()

    def __init__(
        self, group: RedFlagGroup, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.group = group
        self.setProperty("column", True)
        # Before the rows: the keyboard goes through what is made in the order it was made in.
        self.none = QPushButton(self.tr("All of this group asked: none  A"), self)
        self.none.setAccessibleName(
            self.tr("{group}: all of this group asked: none").format(group=group.name)
        )
        self.none.setVisible(not group.one_by_one)
        self.none.clicked.connect(self.none_of_it)
        self.rows = {item.id: RedFlagRow(item, catalogue, self) for item in group.items}
        named = QVBoxLayout()
        named.setSpacing(0)
        named.addWidget(section(group.name, self))
        named.addWidget(words(_pathway(group, catalogue), parent=self))
        head = QHBoxLayout()
        head.addLayout(named, 1)
        head.addWidget(self.none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        for row in self.rows.values():
            row.answered.connect(self.answered)
            layout.addWidget(row)

    def show_answers(
        self, answers: Mapping[str, YesNoUnknown | None], elsewhere: Collection[str]
    ) -> None:
        """Mirror answers; items shown elsewhere, because they are asked again, are not shown."""
        for item, row in self.rows.items():
            row.show_value(answers.get(item))
            row.setVisible(item not in elsewhere)
        self.none.setEnabled(any(row.is_open for row in self.rows.values()))
        self.setVisible(not set(self.rows) <= set(elsewhere))


def _pathway(group: RedFlagGroup, catalogue: Catalogue) -> str:
    """Return such as "Urgent or emergency, set by your local pathway (not yet checked)"."""
    first, *others = group.pathway
    ways = " or ".join(
        (
            catalogue.label("care_pathway", first),
            *(catalogue.words("care_pathway", way) for way in others),
        )
    )
    checked = f" ({NOT_YET_CHECKED})" if group.mark is Mark.RECALLED else ""
    return f"{ways}, set by your local pathway{checked}"
