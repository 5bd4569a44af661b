"""Marking a signed examination as entered in error, and filing it under the right patient."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain import phrases
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination, Patient
from clinic_desktop.domain.versions import Paper
from clinic_desktop.ui.papers_dialog import paper_line
from clinic_desktop.ui.widgets.act_dialog import ActDialog
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.form import scrolling, section, words
from clinic_desktop.ui.widgets.text_area import TextArea

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_SHOWN = 30
_ANOTHER, _NOBODY = "another", "nobody"

Withdraw = Callable[[str, Patient | None], object]
"""Marks the examination as entered in error: the reason, and whose it is when that is known."""


class ErrorDialog(ActDialog):
    """Says what happens, asks why and whose the examination is, and lists the papers in the world.

    Nothing is chosen beforehand.
    """

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        wrong_patient: UUID,
        papers: Sequence[Paper],
        withdraw: Withdraw,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("Entered in error"), self.tr("Mark as &entered in error"), parent)
        self._store = store
        self._catalogue = catalogue
        self._wrong_patient = wrong_patient
        self._withdraw = withdraw
        self.reason = TextArea(self.tr("Reason"), lines=2)
        self.reason.left.connect(self.reject)
        self.whose = ChoiceRow(
            self.tr("Whose examination is it?"),
            [
                (_ANOTHER, self.tr("Another patient's")),
                (_NOBODY, self.tr("Nobody's, or it is not known whose")),
            ],
        )
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Name, birth date or number"))
        self.search.setAccessibleName(self.tr("Search the right patient"))
        self.found = QListWidget()
        self.found.setAccessibleName(self.tr("Patients found"))
        self.found.setProperty("role", "people")
        self.found.setMinimumHeight(110)
        self._lay_out(papers)
        self.whose.chosen.connect(self._offer)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self.found.setFocus)
        self._offer()
        self.fit(720, 640)
        self.reason.setFocus()

    def patient(self) -> Patient | None:
        """The right patient, when one is chosen."""
        item = self.found.currentItem()
        if item is None or self.whose.value != _ANOTHER:
            return None
        patient: Patient = item.data(Qt.ItemDataRole.UserRole)
        return patient

    def act(self) -> None:
        """Override ActDialog.act: withdraw the examination."""
        reason = self.reason.toPlainText().strip()
        if not reason:
            self.reason.setFocus()
            raise UserError(self.tr("Give a reason: it is kept with the examination."))
        if self.whose.value is None:
            self.whose.focus()
            raise UserError(self.tr("Say whose examination it is."))
        if self.whose.value == _ANOTHER and self.patient() is None:
            self.search.setFocus()
            raise UserError(self.tr("Choose the right patient from the list."))
        self._withdraw(reason, self.patient())

    def _lay_out(self, papers: Sequence[Paper]) -> None:
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 8, 0)
        body.setSpacing(8)
        meaning = self.tr(
            "The examination is withdrawn from this patient: it stands in no list, print or export "
            "any more, and cannot be brought back. It is kept for the audit trail, with the "
            "reason. An amendment that is begun and not signed is withdrawn with it. When you "
            "choose the right patient, it is filed again there as an unsigned draft, to be looked "
            "through and signed."
        )
        body.addWidget(words(meaning, role="standing"))
        body.addWidget(section(self.tr("Reason")))
        body.addWidget(self.reason)
        body.addWidget(section(self.tr("Whose examination is it?")))
        body.addWidget(self.whose)
        body.addWidget(self.search)
        body.addWidget(self.found, 1)
        body.addWidget(
            words(self.tr("Somebody who is not in the record yet is added under Patients first."))
        )
        body.addWidget(section(self.tr("Papers handed out")))
        lines = [paper_line(paper, self._catalogue) for paper in papers]
        none = self.tr("No paper of this examination was handed out from here.")
        body.addWidget(words("\n".join(lines) or none))
        self.body.addWidget(scrolling(inner), 1)

    def _offer(self) -> None:
        is_another = self.whose.value == _ANOTHER
        self.search.setEnabled(is_another)
        self.found.setEnabled(is_another)
        if is_another and not self.found.count():
            self._find()

    def _find(self) -> None:
        self.found.clear()
        try:
            patients = self._store.patients.find(self.search.text(), limit=_SHOWN)
        except UserError as error:
            self.tell(str(error))
            return
        self.tell("")
        for patient in patients:
            if patient.id != self._wrong_patient:
                line = phrases.patient_line(patient, self._catalogue)
                item = QListWidgetItem(f"{phrases.patient_name(patient)}\n{line}")
                item.setData(Qt.ItemDataRole.UserRole, patient)
                self.found.addItem(item)


def ask_entered_in_error(
    store: "Record", catalogue: Catalogue, examination: Examination, parent: QWidget
) -> bool:
    """Return whether the examination was marked as entered in error.

    Raises:
        UserError: when the record does not give the papers handed out.
    """
    dialog = ErrorDialog(
        store,
        catalogue,
        examination.patient.id,
        store.papers.of(examination.id),
        lambda reason, right: store.signed.enter_in_error(examination.id, reason, right),
        parent,
    )
    return dialog.ask()
