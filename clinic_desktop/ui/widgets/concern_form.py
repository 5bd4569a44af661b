"""The level of concern the therapist sets, its reason, and what was done about it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.red_flags import testing_wants_reason, wants_reason
from clinic_desktop.domain.screening import Concern, RedFlags
from clinic_desktop.ui.widgets.actions_editor import ActionsEditor
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.form import section, words
from clinic_desktop.ui.widgets.text_area import TextArea

LEVEL_KEYS = "1234"


class ConcernForm(QFrame):
    """Mirrors level, reason and actions. A level that raises concern shows the actions.

    Signals:
        changed: a dictionary of the fields of `RedFlags` that changed.
        told: a plain sentence about an entry that is not recorded.
    """

    changed = Signal(object)
    told = Signal(str)

    def __init__(
        self, catalogue: Catalogue, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("column", True)
        self.level = ChoiceRow(
            self.tr("Level of concern"),
            [(level.value, catalogue.label("concern", level)) for level in Concern],
            keys=LEVEL_KEYS,
            parent=self,
        )
        self.wanted = words("", role="standing", parent=self)
        self.reason = TextArea(self.tr("Reason for the level of concern"), 2, self)
        self.referral = ActionsEditor(now, self)
        self._heading = section(self.tr("Urgent referral: what was done, with whom, when"), self)
        levels = QGridLayout()
        levels.setHorizontalSpacing(8)
        levels.addWidget(self.level, 0, 0, 1, len(Concern))
        for column, level in enumerate(Concern):
            meaning = words(catalogue.concern[level].text, parent=self)
            meaning.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
            levels.addWidget(meaning, 1, column)
            levels.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 10)
        layout.setSpacing(6)
        layout.addWidget(section(self.tr("Level of concern, set by the therapist")))
        layout.addLayout(levels)
        layout.addWidget(QLabel(self.tr("Reason")))
        layout.addWidget(self.wanted)
        layout.addWidget(self.reason)
        layout.addWidget(self._heading)
        layout.addWidget(self.referral)
        self.level.chosen.connect(
            lambda value: self.changed.emit({"level": Concern(value) if value else None})
        )
        self.reason.changed.connect(lambda value: self.changed.emit({"reason": value}))
        self.referral.changed.connect(lambda value: self.changed.emit({"actions": value}))
        self.referral.told.connect(self.told)

    def show_flags(self, flags: RedFlags) -> None:
        """Mirror level, reason and actions."""
        self.level.show_value(flags.level)
        self.reason.show_value(flags.reason)
        self.referral.show_values(flags.actions)
        refers = flags.level in (Concern.SOME, Concern.HIGH) or bool(flags.actions)
        self._heading.setVisible(refers)
        self.referral.setVisible(refers)
        why = ""
        if wants_reason(flags):
            why = self.tr("A reason is wanted: something is answered yes or unknown.")
        elif testing_wants_reason(flags):
            why = self.tr("A reason is wanted before a test is done.")
        self.wanted.setText(why)
        self.wanted.setVisible(bool(why))
