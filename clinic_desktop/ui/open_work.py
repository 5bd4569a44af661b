"""What waits to be signed or counter-signed, listed beside the patients."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Patient
from clinic_desktop.ui.patient_words import performed_on
from clinic_desktop.ui.unsigned_work import Unsigned, days_ago, unsigned_work
from clinic_desktop.ui.widgets.form import section
from clinic_desktop.ui.widgets.people_list import PeopleList
from clinic_desktop.ui.withdraw_dialog import WithdrawDialog

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record


class OpenWork(QWidget):
    """Lists the drafts, which can be withdrawn, and what waits for a counter-signature.

    Signals:
        opened: the id of the examination to show.
        withdrawn: a draft was withdrawn.
        told: why something is not shown, as a plain sentence.
    """

    opened = Signal(object)
    withdrawn = Signal()
    told = Signal(str)

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        now: Callable[[], datetime],
        name: Callable[[Patient], str],
        parent: QWidget | None = None,
    ) -> None:
        """Build the lists.

        Args:
            store: the open record.
            catalogue: the words.
            now: the time of day, with its offset.
            name: a patient's name as it may be shown now.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._store = store
        self._catalogue = catalogue
        self._now = now
        self._name = name
        self._work: dict[UUID, Unsigned] = {}
        self.drafts = PeopleList(self.tr("Unsigned examinations"), self)
        self.withdraw = QPushButton(self.tr("&Withdraw\u2026"), self)
        self.withdraw.setToolTip(self.tr("Take the draft out of the lists, with a reason (Delete)"))
        self.awaiting = PeopleList(self.tr("Waiting for counter-signature"), self)
        self._awaiting_heading = section(self.tr("Waiting for counter-signature"))
        under = QHBoxLayout()
        under.addWidget(self.withdraw)
        under.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(section(self.tr("Unsigned examinations")))
        layout.addWidget(self.drafts, 2)
        layout.addLayout(under)
        layout.addWidget(self._awaiting_heading)
        layout.addWidget(self.awaiting, 1)
        self.drafts.currentItemChanged.connect(self._allow_withdrawing)
        self.drafts.deleted.connect(self._withdraw)
        self.withdraw.clicked.connect(self._withdraw)
        for listing in (self.drafts, self.awaiting):
            listing.itemActivated.connect(
                lambda item: self.opened.emit(item.data(Qt.ItemDataRole.UserRole))
            )

    def refresh(self) -> None:
        """Read the lists again."""
        now = self._now()
        try:
            work = unsigned_work(self._store, now)
            awaiting = self._store.lists.awaiting()
        except UserError as error:
            self.told.emit(str(error))
            return
        self._work = {draft.line.id: draft for draft in work}
        self.drafts.fill(
            (key, (self._name(draft.line.patient), *self._lines(draft, now)))
            for key, draft in self._work.items()
        )
        self.awaiting.fill(
            (line.id, (self._name(line.patient), performed_on(line))) for line in awaiting
        )
        self.awaiting.setVisible(bool(awaiting))
        self._awaiting_heading.setVisible(bool(awaiting))
        self._allow_withdrawing()

    def _allow_withdrawing(self) -> None:
        self.withdraw.setEnabled(self.drafts.chosen is not None)

    def _lines(self, draft: Unsigned, now: datetime) -> Iterable[str]:
        line, amending, day = draft
        ago = days_ago(day, now.date())
        if amending is None:
            since = self.tr("performed {ago}").format(ago=ago) if ago else ""
            yield ", ".join(filter(None, (performed_on(line), since)))
        else:
            yield self.tr("Amendment of {day}: {kind}").format(
                day=performed_on(line), kind=self._catalogue.words("version_kind", amending.kind)
            ) + (self.tr(", begun {ago}").format(ago=ago) if ago else "")
        saved = line.saved_at.astimezone(now.tzinfo)
        at = (
            f"{saved:%H:%M}"
            if saved.date() == now.date()
            else f"{long_date(saved.date())}, {saved:%H:%M}"
        )
        yield self.tr("last answer {when}").format(when=at)

    def _withdraw(self) -> None:
        draft = self._work.get(self.drafts.chosen) if self.drafts.chosen else None
        if draft is None:
            return
        dialog = WithdrawDialog(
            f"{self._name(draft.line.patient)}, {performed_on(draft.line)}",
            lambda reason: self._store.drafts.withdraw(draft.line.id, reason),
            self,
            amends=draft.amending is not None,
        )
        is_withdrawn = dialog.exec() == WithdrawDialog.DialogCode.Accepted
        dialog.deleteLater()
        if is_withdrawn:
            self.withdrawn.emit()
