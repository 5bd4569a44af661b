"""What may be done with an examination as a whole: sign, amend, withdraw, look at its past."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from clinic_desktop.domain import phrases, signing
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import day_of, long_date
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.present_details import with_present_details
from clinic_desktop.domain.progress import IMAGING
from clinic_desktop.domain.signing_notes import DETAILS
from clinic_desktop.domain.versions import VersionKind
from clinic_desktop.ui.amend_dialog import ask_amendment, ask_withdrawal
from clinic_desktop.ui.error_dialog import ask_entered_in_error
from clinic_desktop.ui.history_dialog import ask_history
from clinic_desktop.ui.papers_dialog import show_papers
from clinic_desktop.ui.paperwork import Encrypt
from clinic_desktop.ui.signing_dialog import Signing, ask_to_sign
from clinic_desktop.ui.standing import Standing, amendment_words, signer

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

SIGNING_KEYS: Final = "Ctrl+Shift+Return"
"""Three keys with two hands: nothing that is hit while answering."""


class ExaminationActs(QObject):
    """Holds an action for each act, shows those that are possible, and does them.

    Signals:
        renewed: the record now holds the examination otherwise; it is to be read again.
        restored: the draft after one of its states was brought back.
        wanted: the key of a step to go to.
        report_wanted: an imaging report is to be added.
        gone: the examination stands in no list any more.
        signed: a signature was given.
        told: a plain sentence for the person.
    """

    renewed = Signal()
    restored = Signal(object)
    wanted = Signal(str)
    report_wanted = Signal()
    gone = Signal()
    signed = Signal()
    told = Signal(str)

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        now: Callable[[], datetime],
        settled: Callable[[], Examination | None],
        step_name: Callable[[str], str],
        unrecorded: Callable[[], Sequence[signing.Remark]],
        is_held_back: Callable[[], bool],
        encrypt: Encrypt,
        page: QWidget,
    ) -> None:
        """Build the actions.

        Args:
            store: the record.
            catalogue: the words.
            now: the time of day, with its offset.
            settled: saves what is still being typed and returns the examination shown; `None`
                when something of it is not saved.
            step_name: the name of a step.
            unrecorded: what is entered on the pages and is not complete enough to be recorded.
            is_held_back: tells why nothing can be signed yet, and returns whether that is so.
            encrypt: makes the copy of a paper for e-mail.
            page: the parent of the dialogs.
        """
        super().__init__(page)
        self._store = store
        self._catalogue = catalogue
        self._now = now
        self._settled = settled
        self._step_name = step_name
        self._unrecorded = unrecorded
        self._is_held_back = is_held_back
        self._encrypt = encrypt
        self._page = page
        self._standing: Standing | None = None
        self.menu = QMenu(page)
        self.sign = self._action(self.tr("&Sign\u2026"), self._sign)
        self.sign.setShortcut(QKeySequence(SIGNING_KEYS))
        page.addAction(self.sign)
        self.countersign = self._action(self.tr("&Counter-sign\u2026"), self._countersign)
        self.amend = self._action(self.tr("&Amend\u2026"), self._amend)
        self.add_report = self._action(self.tr("Add &imaging report\u2026"), self._add_report)
        self.menu.addSeparator()
        self.history = self._action(self.tr("&History\u2026"), self._show_history)
        self.papers = self._action(self.tr("&Papers handed out\u2026"), self._show_papers)
        self.menu.addSeparator()
        self.withdraw = self._action(self.tr("&Withdraw\u2026"), self._withdraw)
        self.error = self._action(self.tr("&Entered in error\u2026"), self._enter_in_error)

    def show_standing(self, standing: Standing) -> None:
        """Offer what is possible with an examination that stands so."""
        self._standing = standing
        versions = standing.edition.versions
        is_signed = standing.is_read_only
        is_student = self._store.account.role is Role.STUDENT
        for action, is_possible in (
            (self.sign, not is_signed),
            (self.countersign, is_signed and versions[-1].awaits and not is_student),
            (self.amend, is_signed),
            (self.add_report, is_signed),
            (self.history, not is_signed),
            (self.withdraw, not is_signed),
            (self.error, bool(versions) and not is_student),
        ):
            action.setVisible(is_possible)
        self.withdraw.setText(
            self.tr("&Withdraw the amendment\u2026")
            if standing.amending
            else self.tr("&Withdraw the draft\u2026")
        )

    def _action(self, words: str, act: Callable[[Examination, Standing], None]) -> QAction:
        # One the menu makes is lost to Python when a page is deleted (seen, PySide 6.11).
        action = QAction(words, self.menu)
        action.triggered.connect(partial(self._do, act))
        self.menu.addAction(action)
        return action

    def _do(self, act: Callable[[Examination, Standing], None], *_: bool) -> None:
        """Act on the examination when all of it is saved; tell what stood in the way."""
        examination = self._settled()
        if examination is None or self._standing is None:
            return
        try:
            act(examination, self._standing)
        except UserError as error:
            self.told.emit(str(error))

    def _sign(self, examination: Examination, standing: Standing) -> None:
        if self._is_held_back():
            return
        statement = self.tr(
            "Your signature accepts the readings and freezes the document as version {number}. It "
            "can be amended later, with a reason; what is signed now stays readable."
        ).format(number=standing.edition.number)
        if self._store.account.role is Role.STUDENT:
            waits = self.tr("You sign as a student: it then waits for a counter-signature.")
            statement = f"{statement} {waits}"
        # What was signed once keeps the details it was signed with.
        present = (
            None
            if standing.amending
            else with_present_details(examination, self._store.clinic(), self._store.account)
        )
        self._ask_to_sign(
            examination,
            standing,
            self.tr("Sign"),
            statement,
            lambda: self._store.signed.sign(examination),
            present,
        )

    def _countersign(self, examination: Examination, standing: Standing) -> None:
        version = standing.edition.versions[-1]
        statement = self.tr(
            "{student} signed version {number} as a student. Your counter-signature stands beside "
            "theirs and accepts the readings; the document stays as it is."
        ).format(student=signer(version.signature), number=version.number)
        self._ask_to_sign(
            examination,
            standing,
            self.tr("Counter-sign"),
            statement,
            lambda: self._store.signed.countersign(examination.id),
        )

    def _ask_to_sign(
        self,
        examination: Examination,
        standing: Standing,
        act: str,
        statement: str,
        sign: Callable[[], object],
        present: Examination | None = None,
    ) -> None:
        day = day_of(examination.performed_at)
        amendment, changed = amendment_words(standing, examination, self._catalogue)
        listed = Signing(
            whose=self.tr("{patient}, examined {when}").format(
                patient=phrases.patient_name(examination.patient),
                when=long_date(day) if day else self.tr("on a day not recorded"),
            ),
            title=act,
            act=act,
            statement=statement,
            remarks=(
                *self._unrecorded(),
                *signing.remarks(
                    examination,
                    self._catalogue,
                    account=self._store.account,
                    now=self._now(),
                    before=standing.before,
                    amending=standing.amending,
                    present=present,
                ),
            ),
            readings=signing.readings(examination, self._catalogue),
            step_name=self._step_name,
            sign=sign,
            amendment=amendment,
            changed=changed,
        )
        is_signed, wanted = ask_to_sign(listed, self._catalogue, self._page)
        if is_signed:
            self.renewed.emit()
            self.signed.emit()
        elif wanted is not None and wanted.part == DETAILS and present is not None:
            self._store.drafts.save(present)
            self.renewed.emit()
            self.sign.trigger()
        elif wanted is not None:
            self.wanted.emit(wanted.step)

    def _amend(self, examination: Examination, _: Standing) -> None:
        begin = partial(self._store.signed.amend, examination.id)
        if ask_amendment(self._catalogue, begin, self._page):
            self.renewed.emit()

    def _add_report(self, examination: Examination, _: Standing) -> None:
        begin = partial(self._store.signed.amend, examination.id)
        reason = self.tr("Imaging report received after signing")
        if ask_amendment(
            self._catalogue, begin, self._page, kind=VersionKind.ADDENDUM, reason=reason
        ):
            self.renewed.emit()
            self.wanted.emit(IMAGING)
            self.report_wanted.emit()

    def _withdraw(self, examination: Examination, standing: Standing) -> None:
        meaning = (
            self.tr(
                "What this amendment changed is given up. What was signed stands as it was, and "
                "the record keeps that an amendment was begun and withdrawn."
            )
            if standing.amending
            else self.tr(
                "The draft is taken out of every list and cannot be gone on with. It is kept in "
                "the record with the reason."
            )
        )
        withdraw = partial(self._store.drafts.withdraw, examination.id)
        if not ask_withdrawal(meaning, withdraw, self._page):
            return
        if standing.amending:
            self.renewed.emit()
        else:
            self.gone.emit()

    def _enter_in_error(self, examination: Examination, _: Standing) -> None:
        if not ask_entered_in_error(self._store, self._catalogue, examination, self._page):
            return
        if self._store.papers.of(examination.id):
            heading = self.tr(
                "These papers are withdrawn with the examination. Call them back from whoever has "
                "them."
            )
            self._show_papers_of(examination, heading)
        self.gone.emit()

    def _show_history(self, examination: Examination, _: Standing) -> None:
        restored = ask_history(self._store, self._catalogue, examination, self._page)
        if restored is not None:
            self.restored.emit(restored)

    def _show_papers(self, examination: Examination, _: Standing) -> None:
        self._show_papers_of(examination)

    def _show_papers_of(self, examination: Examination, heading: str = "") -> None:
        show_papers(
            self._store, self._catalogue, examination, self._encrypt, self._page, heading=heading
        )
