"""Somebody like the patient entered is in the record: a person says whether they are one."""

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain import phrases
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Patient
from clinic_desktop.ui.patient_words import visits
from clinic_desktop.ui.widgets.people_list import PeopleList

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record


class Decision(Enum):
    """What the person said, where they chose none of those in the record."""

    ADD = "add"
    BACK = "back"


class SimilarDialog(QDialog):
    """Shows who may be the same person. None is chosen beforehand, and nobody is merged."""

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        similar: Sequence[Patient],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Is it one of these?"))
        self.setMinimumSize(560, 320)
        self.decision: Decision | Patient = Decision.BACK
        self._similar = {patient.id: patient for patient in similar}
        self.people = PeopleList(self.tr("Similar patients"))
        self.people.fill(
            (
                patient.id,
                (
                    phrases.patient_name(patient),
                    phrases.patient_line(patient, catalogue),
                    visits(store, patient),
                ),
            )
            for patient in similar
        )
        self.use = QPushButton(self.tr("&Use this patient"))
        self.use.setEnabled(False)
        self.add = QPushButton(self.tr("&Add as a new patient all the same"))
        self.cancel = QPushButton(self.tr("Cancel"))
        asked = QLabel(
            self.tr("The record has patients like the one entered. Look whether it is one of them.")
        )
        asked.setWordWrap(True)
        buttons = QHBoxLayout()
        for button in (self.use, self.add, self.cancel):
            button.setAutoDefault(True)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(asked)
        layout.addWidget(self.people, 1)
        layout.addLayout(buttons)
        self.people.currentItemChanged.connect(lambda *_: self.use.setEnabled(True))
        self.people.itemActivated.connect(self._use)
        self.use.clicked.connect(self._use)
        self.add.clicked.connect(self._add)
        self.cancel.clicked.connect(self.reject)
        self.cancel.setFocus()

    def _use(self) -> None:
        chosen = self.people.chosen
        if chosen is not None:
            self.decision = self._similar[chosen]
            self.accept()

    def _add(self) -> None:
        self.decision = Decision.ADD
        self.accept()


def ask_similar(
    store: "Record", catalogue: Catalogue, similar: Sequence[Patient], parent: QWidget | None
) -> Decision | Patient:
    """Return the patient of the record chosen, or what is to happen with the one entered."""
    dialog = SimilarDialog(store, catalogue, similar, parent)
    dialog.exec()
    dialog.deleteLater()
    return dialog.decision
