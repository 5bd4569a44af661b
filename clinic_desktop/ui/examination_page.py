"""One examination: the patient in view, the steps beside, every answer saved where it is given."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from clinic_desktop.domain import echo, phrases, progress, red_flags
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import Overtaken, UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.trail import Action
from clinic_desktop.ui.afterwards import Afterwards
from clinic_desktop.ui.closed_imaging import COVERED_STEPS, ClosedImaging
from clinic_desktop.ui.draft_states import DraftStates
from clinic_desktop.ui.examination_acts import ExaminationActs
from clinic_desktop.ui.examination_keys import SHORTHAND_KEYS, ExaminationKeys
from clinic_desktop.ui.examination_layout import lay_out
from clinic_desktop.ui.imaging_page import ImagingPage
from clinic_desktop.ui.intake import Intake
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.paperwork import Paperwork
from clinic_desktop.ui.safety_gate import SafetyGate
from clinic_desktop.ui.standing import Standing, amendment_lines, banner, standing_of
from clinic_desktop.ui.step_pages import StepPages, as_page
from clinic_desktop.ui.test_pages import TestPages
from clinic_desktop.ui.widgets.amendment_strip import AmendmentStrip
from clinic_desktop.ui.widgets.asking import agrees
from clinic_desktop.ui.widgets.command_box import CommandBox
from clinic_desktop.ui.widgets.danger_strip import DangerStrip
from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.form import words
from clinic_desktop.ui.widgets.marking import mark
from clinic_desktop.ui.widgets.page_stack import PageStack
from clinic_desktop.ui.widgets.read_only import make_read_only
from clinic_desktop.ui.widgets.save_mark import SaveMark
from clinic_desktop.ui.widgets.step_list import StepList

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record


class ExaminationPage(QWidget):
    """Owns the examination being recorded; its pages mirror it and say what changed.

    A signed examination is shown on the same pages, which then only read.

    Signals:
        closed: the person goes back to the patients.
        moved: another step is open, and painted.
        signed: a signature was given.
        answered: an answer is saved.
        refused: a sentence at the foot waits to be read.
    """

    closed = Signal()
    moved = Signal()
    signed = Signal()
    answered = Signal()
    refused = Signal()

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        paperwork: Paperwork,
        now: Callable[[], datetime],
        intake: Intake | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the page.

        Args:
            store: the record.
            catalogue: tests, words and sources.
            paperwork: the makers of what is printed.
            now: the time of day, with its offset.
            intake: what reads imaging reports; without it they are typed.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._store = store
        self._catalogue = catalogue
        self._paperwork = paperwork
        self._now = now
        self._examination: Examination | None = None
        self._standing: Standing | None = None
        self._is_saved = True
        self._is_overtaken = False
        self.patient = ElidedLabel(self)
        self.patient.setProperty("role", "patient")
        self.details = ElidedLabel(self)
        self.save_mark = SaveMark(self)
        self.save_mark.retry.connect(self._save)
        self.tests = TestPages(self, catalogue)
        self.tests.reordered.connect(self._reorder)
        self.navigator = StepList(catalogue, self.tests.in_order, self)
        self.navigator.opened.connect(self._open_step)
        self.before = QPushButton(self.tr("Back"), self)
        self.ahead = QPushButton(self.tr("Next"), self)
        self.stack = PageStack(self)
        self.banner = words("", role="standing")
        self.strip = AmendmentStrip(self)
        self.dangers = DangerStrip(self)
        self.dangers.wanted.connect(lambda: self.go_to(progress.IMAGING))
        self.echo = ElidedLabel(self, lines=2, is_steady=True)
        self.echo.setProperty("role", "echo")
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)  # sentences quote what people typed
        self.command = CommandBox(catalogue, SHORTHAND_KEYS, self)
        self.imaging = ClosedImaging(self, catalogue, now)
        self.pages = StepPages(self, store, catalogue, paperwork, now, intake)
        self.acts = ExaminationActs(
            store,
            catalogue,
            now,
            self._settled,
            self.navigator.name,
            self.pages.unrecorded,
            self.imaging.keeps_from_signing,
            paperwork.encrypted,
            page=self,
        )
        self._afterwards = Afterwards(self)
        self.gate = SafetyGate(self, catalogue)
        self._states = DraftStates(self, store, catalogue)
        lay_out(self, self._close)
        self.before.clicked.connect(lambda: self._step(-1))
        self.ahead.clicked.connect(lambda: self._step(1))
        ExaminationKeys(self)
        self._connect_acts()

    @property
    def examination(self) -> Examination | None:
        """The examination as it stands on the screen."""
        return self._examination

    @property
    def step(self) -> str:
        """The key of the step that is open."""
        return self.navigator.step

    @property
    def is_read_only(self) -> bool:
        """Whether what is shown is signed, so that nothing on it can be changed."""
        return self._standing is not None and self._standing.is_read_only

    @property
    def is_amending(self) -> bool:
        """Whether what is recorded amends a signed examination."""
        return self._standing is not None and self._standing.amending is not None

    @property
    def refusal(self) -> str:
        """Why nothing can be recorded now; "" when it can."""
        signed = self.tr("This examination is signed. Amend it to change it.")
        return signed if self.is_read_only else ""

    def hasHeightForWidth(self) -> bool:
        """Override QWidget.hasHeightForWidth: pages scroll inside, who it is stays in sight.

        Where a height is asked for a width, Qt's scroll area gives all of it and scrolls the whole.
        """
        return False

    def page(self, step: str) -> QWidget:
        """Return a step's page, built when it is first opened."""
        return self.pages.page(step)

    def open(self, examination_id: UUID, step: str = "") -> None:
        """Show an examination of the record at a step: its draft, else what was signed.

        One of which an answer is not saved stays, unless the person gives that answer up.

        Raises:
            UserError: when the record does not give it.
        """
        if not self.leave() and not self._gives_up():
            return
        self._show(examination_id, step)
        try:
            self._store.trail.log(
                Action.OPENED,
                examination=examination_id,
                patient=self._examination.patient.id if self._examination else None,
            )
        except UserError as error:
            self.tell(str(error))

    def forget(self) -> None:
        """Let go of the examination, and of every page with what was half typed on it."""
        self._examination = None
        self._standing = None
        self._afterwards.drop()
        self.gate.forget()
        self.tests.forget()
        self.pages.forget()

    def go_to(self, step: str) -> None:
        """Open a step; an unknown one opens the first."""
        self.navigator.go_to(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: the step after the tests leads back into them."""
        if event.key() == Qt.Key.Key_Backspace and self.step == progress.OTHER:
            self._step(-1)
        else:
            super().keyPressEvent(event)

    def leave(self) -> bool:
        """Record what is still being typed; return whether all of it is saved."""
        page = self.stack.currentWidget()
        if self._examination is not None and page is not None and not self.is_read_only:
            as_page(page).flush()
            if not self._is_saved:
                self._save()
        return self._is_saved

    def may_leave(self) -> bool:
        """Return whether all of it is saved, so that the person can leave.

        An answer that can never be saved may be given up; what is stored is then shown first.
        """
        if self.leave():
            return True
        self._gives_up()
        return False

    def record(self, examination: Examination) -> None:
        """Take an answer: commit it, then show it. What is signed takes none."""
        if examination == self._examination or self._examination is None:
            return
        before = self._examination
        if self.refusal:
            self.tell(self.refusal)
        elif self.gate.locks(before, examination):
            self.tell(self.tr("The level of concern is high: tests are locked. See Safety."))
        else:
            answered = red_flags.asked_anew(before, examination, self._catalogue)
            self._examination = self.imaging.opened(before, answered)
            self._save()
            self._say_difference(before)
            if self._is_saved:
                self.imaging.tell_opened(before, self._examination)
                self.gate.tell_found(before, self._examination)
        self._mirror()

    def take_at_once(self, examination: Examination, said: str) -> None:
        """Record answers to several tests; the step stays, and what was recorded is shown large.

        A test that waits for the step "Safety" waits here too: nothing is recorded then.
        """
        before = self._examination
        if before is None:
            return
        if held := self.gate.first_held(before, examination):
            self.gate.ask_first(held)
            return
        self.record(examination)
        if self._examination is not before:
            self.say(said)

    def record_fields(self, fields: dict[str, object]) -> None:
        """Take an answer that is other values of fields of the examination."""
        if self._examination is not None:
            self.record(msgspec.structs.replace(self._examination, **fields))

    def show_stored(self, examination: Examination) -> None:
        """Show another state of the draft, which the record holds already."""
        self._examination = examination
        self.save_mark.show_saved(self._now())
        self._mirror()

    def undo(self) -> None:
        """Take back the last answer, and go where it was given."""
        self._states.undo()

    def redo(self) -> None:
        """Give the answer again that was taken back last, and go where it was given."""
        self._states.redo()

    def tell(self, sentence: str, *, quietly: bool = False) -> None:
        """Show a plain sentence at the foot of the window."""
        self.told.setText(sentence)
        mark(self.told, "role", "alert" if sentence and not quietly else "")
        self.told.setFrameShape(self.told.frameShape())  # takes up the padding (seen)
        if sentence and not quietly:
            self.refused.emit()

    def say(self, what: str) -> None:
        """Show large what was recorded."""
        self.echo.show_text(what)
        self.echo.show()

    def show_ahead(self) -> None:
        """Name what the button that goes on leads to."""
        page = self.stack.currentWidget()
        if isinstance(page, NeurodynamicPage) and not self.is_read_only:
            name = self.tests.ahead(page) or self.navigator.name(progress.OTHER)
        else:
            name = self.navigator.name_after(1)
        self.ahead.setText(self.tr("Next: {name}").format(name=name) if name else self.tr("Next"))
        self.ahead.setEnabled(bool(name))

    def _connect_acts(self) -> None:
        self.acts.renewed.connect(self._show_again)
        self.acts.restored.connect(self._states.take_restored)
        self.acts.wanted.connect(self.go_to)
        self.acts.report_wanted.connect(self._add_report)
        self.acts.gone.connect(self._go_away)
        self.acts.signed.connect(self.signed)
        self.acts.told.connect(self.tell)

    def _show(self, examination_id: UUID, step: str) -> None:
        drafts = self._store.drafts
        read = drafts.examination if drafts.is_open(examination_id) else self._store.examination
        examination = read(examination_id)
        standing = standing_of(self._store, self._paperwork, examination_id)
        self.forget()
        self._examination = examination
        self._standing = standing
        self.pages.begin(examination, standing.recorded)
        self._is_saved = True
        self.tell("")
        self.echo.show_text("")
        patient = examination.patient
        self.patient.show_text(phrases.patient_name(patient))
        self.details.show_text(phrases.patient_line(patient, self._catalogue))
        self.save_mark.show_words(
            self.tr("Signed, read only")
            if standing.is_read_only
            else self.tr("Every answer is saved at once")
        )
        self.banner.setText(banner(standing, examination, self._catalogue))
        self.banner.setVisible(bool(self.banner.text()))
        self.acts.show_standing(standing)
        self.tests.add.setEnabled(not standing.is_read_only)
        self.navigator.flag(self._flagged())
        self.navigator.show_anew(examination)
        self._show_command()
        self.go_to(step)

    def _show_again(self) -> None:
        """Read the examination again after it was signed, amended or withdrawn."""
        if self._examination is not None:
            try:
                self._show(self._examination.id, self.step)
            except UserError as error:
                self.tell(str(error))

    def _gives_up(self) -> bool:
        """Let the person give up an answer that can never be saved, and show what is stored."""
        question = self.tr(
            "The last answer cannot be saved: this examination was changed in another window. "
            "Give up the last answer and open it as it is stored?"
        )
        if self._examination is None or not self._is_overtaken or not agrees(self, question):
            return False
        try:
            self._show(self._examination.id, self.step)
        except UserError:  # withdrawn meanwhile, as the refusal said
            self._is_saved = True
            self._go_away()
        return True

    def _settled(self) -> Examination | None:
        return self._examination if self.leave() else None

    def _show_command(self) -> None:
        if self._examination is not None:
            self.command.show_examination(self._examination, self.refusal)

    def _say_difference(self, before: Examination) -> None:
        """Show large what was answered; a test's page does so itself, while it is typed."""
        if self._examination is None or isinstance(self.stack.currentWidget(), NeurodynamicPage):
            return
        self.echo.show_text(echo.difference(before, self._examination, self._catalogue))
        self.echo.setVisible(bool(self.echo.full))

    def _save(self) -> None:
        if self._examination is None:
            return
        try:
            saved_at = self._store.drafts.save(self._examination)
        except UserError as error:
            self._is_saved = False
            self._is_overtaken = isinstance(error, Overtaken)
            self.save_mark.show_failed()
            self.tell(str(error))
        else:
            if not self._is_saved:
                self.tell("")
            self._is_saved = True
            self.save_mark.show_saved(saved_at)
            self.answered.emit()

    def _mirror(self) -> None:
        """Bring the open page, the amendments and the navigator's marks up to date."""
        if self._examination is None:
            return
        if self.step in COVERED_STEPS and self.page(self.step) is not self.stack.currentWidget():
            self._open_step(self.step)  # closed or opened by what was just recorded
        if (page := self.stack.currentWidget()) is not None:
            self._mirror_page(page)
        self.imaging.show_waiting()
        self._show_above()
        self.navigator.flag(self._flagged())
        self.navigator.show_examination(self._examination)
        self.show_ahead()
        self._show_command()

    def _mirror_page(self, page: QWidget) -> None:
        if self._examination is not None:
            as_page(page).show_examination(self._examination)
            if self.is_read_only:
                make_read_only(page)

    def _flagged(self) -> frozenset[str]:
        return frozenset({progress.IMAGING} if self.pages.dangers() else ())

    def _show_above(self) -> None:
        """Show the dangers that wait, what was amended here, and what is being amended."""
        needs = self.step in (progress.SAFETY, progress.COMPARISON)
        self.dangers.show_dangers(
            self.pages.dangers() if needs else (), self.navigator.name(progress.IMAGING)
        )
        examination, standing = self._examination, self._standing
        if examination is None or standing is None:
            return
        lines = amendment_lines(standing, self.step, examination, self._catalogue)
        self.strip.show_lines(lines)

    def _open_step(self, step: str) -> None:
        if self._examination is None:
            return
        if self._is_saved:
            self.tell("")
        self.leave()
        if self.gate.holds_back(step):
            self.gate.ask_first(step)
            return
        self.gate.let_through(step)
        page = self.page(step)
        # The last answer of the tests opens the step after them, and is echoed there.
        was_test = isinstance(self.stack.currentWidget(), NeurodynamicPage)
        is_test = isinstance(page, NeurodynamicPage)
        keeps_echo = was_test and (is_test or step == progress.OTHER)
        shown = self._examination
        self._mirror_page(page)  # before it is seen: a page is laid out once for all it shows
        self.stack.setCurrentWidget(page)
        if self._examination is not shown:  # a field recorded once more as it lost the keyboard
            self._mirror_page(page)
        self.imaging.show_waiting()
        if not keeps_echo:
            self.echo.show_text("")
        self.echo.setVisible((is_test or keeps_echo) and not self.is_read_only)
        self._show_above()
        if self.is_read_only:
            self.navigator.setFocus()
        elif isinstance(page, NeurodynamicPage):
            self.tests.begin(page)
        else:
            # It scrolls to where it begins: everything on it takes its place first.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            as_page(page).start()
        self.show_ahead()
        self._afterwards.begin(self._tell_moved())

    def _tell_moved(self) -> Iterator[None]:
        """Say so once the step is painted: whoever remembers it commits once more."""
        self.moved.emit()
        yield

    def _step(self, by: int) -> None:
        """Go a step on or back; among the tests along the flow, as Enter and Backspace do."""
        page = self.stack.currentWidget()
        if not isinstance(page, NeurodynamicPage) or self.is_read_only:
            self.navigator.move_by(by)
        elif by > 0:
            page.moved_on.emit(page.current.side)
        else:
            page.went_back.emit(page.current.side)

    def _reorder(self) -> None:
        """List the steps in the other order; the one that is open stays open."""
        if self._examination is not None:
            self.navigator.show_examination(self._examination)
            self.show_ahead()

    def _add_report(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, ImagingPage):
            page.add_report()

    def _close(self) -> None:
        if self.may_leave():
            self._go_away()

    def _go_away(self) -> None:
        self.forget()
        self.closed.emit()
