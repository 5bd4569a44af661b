"""One examination: the patient in view, the steps beside, every answer saved where it is given."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain import phrases, progress, red_flags
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.changes import changes, summary
from clinic_desktop.domain.errors import Overtaken, UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.practice import Phrases, Place, offered_phrases
from clinic_desktop.domain.signing import Remark, RemarkKind
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import Change, Handing
from clinic_desktop.ui.comparison_page import ComparisonPage
from clinic_desktop.ui.conclusion_page import ConclusionPage
from clinic_desktop.ui.conduction_page import ConductionPage
from clinic_desktop.ui.examination_acts import ExaminationActs
from clinic_desktop.ui.imaging_page import ImagingPage
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.other_sources_page import OtherSourcesPage
from clinic_desktop.ui.paperwork import Paperwork
from clinic_desktop.ui.reason_page import ReasonPage
from clinic_desktop.ui.safety_page import SafetyPage
from clinic_desktop.ui.standing import (
    Standing,
    banner,
    past_amendments,
    pending_amendment,
    standing_of,
)
from clinic_desktop.ui.test_pages import TestPages
from clinic_desktop.ui.widgets.amendment_strip import AmendmentStrip
from clinic_desktop.ui.widgets.asking import agrees
from clinic_desktop.ui.widgets.command_box import CommandBox
from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.form import words
from clinic_desktop.ui.widgets.page_stack import PageStack
from clinic_desktop.ui.widgets.read_only import make_read_only
from clinic_desktop.ui.widgets.save_mark import SaveMark
from clinic_desktop.ui.widgets.step_list import StepList
from clinic_desktop.ui.widgets.undo_keys import UndoKeys

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record


_PAGE_MARGIN: Final = 9
"""Pixels left of a page: the foot begins where the pages do."""
_COMMAND_KEYS: Final = "Ctrl+K"
_SIGNED: Final = "This examination is signed. Amend it to change it."
_STEP_PAGES: Final[dict[str, type[ConductionPage | OtherSourcesPage]]] = {
    progress.CONDUCTION: ConductionPage,
    progress.OTHER: OtherSourcesPage,
}


class Page(Protocol):
    """What every step's page can do."""

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination without saying that it changed."""

    def start(self) -> None:
        """Put the keyboard where answering begins."""

    def flush(self) -> None:
        """Record what is still being typed."""


class ExaminationPage(QWidget):
    """Owns the examination being recorded; its pages mirror it and say what changed.

    A signed examination is shown on the same pages, which then only read.

    Signals:
        closed: the person goes back to the patients.
        moved: the `Place` that is now open.
        signed: a signature was given.
        answered: an answer is saved.
        refused: a sentence at the foot waits to be read.
    """

    closed = Signal()
    moved = Signal(object)
    signed = Signal()
    answered = Signal()
    refused = Signal()

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        paperwork: Paperwork,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        """Build the page.

        Args:
            store: the record.
            catalogue: tests, words and sources.
            paperwork: the makers of what is printed.
            now: the time of day, with its offset.
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
        self._waiting = ""
        self._pages: dict[str, QWidget] = {}
        self._phrases: Phrases = catalogue.phrases
        self.patient = ElidedLabel(self)
        self.patient.setProperty("role", "patient")
        self.details = ElidedLabel(self)
        self.save_mark = SaveMark(self)
        self.save_mark.retry.connect(self._save)
        self._previous: Examination | None = None
        self.tests = TestPages(self, catalogue, lambda: self._previous)
        self.tests.reordered.connect(self._reorder)
        self.navigator = StepList(catalogue, self.tests.in_order, self)
        self.navigator.opened.connect(self._open_step)
        self.before = QPushButton(self.tr("Back"), self)
        self.ahead = QPushButton(self.tr("Next"), self)
        self.stack = PageStack(self)
        self.banner = words("", role="standing")
        self.strip = AmendmentStrip(self)
        self.echo = ElidedLabel(self, lines=2)
        self.echo.setProperty("role", "echo")
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.command = CommandBox(catalogue, _COMMAND_KEYS, self)
        self.acts = ExaminationActs(
            store, catalogue, now, self._settled, self.navigator.name, self._unrecorded, page=self
        )
        self._lay_out()
        self._take_keys()
        self._connect_acts()

    @property
    def examination(self) -> Examination | None:
        """The examination as it stands on the screen."""
        return self._examination

    @property
    def step(self) -> str:
        """The key of the step that is open."""
        return self.navigator.step

    def page(self, step: str) -> QWidget:
        """Return a step's page, built when it is first opened."""
        if step not in self._pages:
            self._pages[step] = self._new_page(step)
            self.stack.addWidget(self._pages[step])
        return self._pages[step]

    @property
    def is_read_only(self) -> bool:
        """Whether what is shown is signed, so that nothing on it can be changed."""
        return self._standing is not None and self._standing.is_read_only

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
        self._waiting = ""
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages = {}

    def go_to(self, step: str) -> None:
        """Open a step; an unknown one opens the first."""
        self.navigator.go_to(step)

    def leave(self) -> bool:
        """Record what is still being typed; return whether all of it is saved."""
        page = self.stack.currentWidget()
        if self._examination is not None and page is not None and not self.is_read_only:
            _as_page(page).flush()
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
        if self.is_read_only:
            self.tell(self.tr(_SIGNED))
        elif self._is_locked_for(examination):
            self.tell(self.tr("The level of concern is high: tests are locked. See Safety."))
        else:
            before, self._examination = self._examination, examination
            self._save()
            self._quieten()
            self._tell_found(before, examination)
        self._mirror()

    def undo(self) -> None:
        """Take back the last answer, and go where it was given."""
        page = self.stack.currentWidget()
        if not (isinstance(page, NeurodynamicPage) and page.take_back_typed()):
            after = self._go_along(self._store.drafts.undo, self.tr("Nothing to undo."))
            if after is not None and (before := self._examination) is not None:
                undone = changes(after, before, self._catalogue)
                self._take_state(after, self.tr("Undone: {what}"), undone)

    def redo(self) -> None:
        """Give the answer again that was taken back last, and go where it was given."""
        after = self._go_along(self._store.drafts.redo, self.tr("Nothing to redo."))
        if after is not None and (before := self._examination) is not None:
            redone = changes(before, after, self._catalogue)
            self._take_state(after, self.tr("Redone: {what}"), redone)

    def tell(self, sentence: str, *, quietly: bool = False) -> None:
        """Show a plain sentence at the foot of the window."""
        self.told.setText(sentence)
        self.told.setProperty("role", "alert" if sentence and not quietly else "")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.told.setFrameShape(self.told.frameShape())  # takes up the padding (seen)
        if sentence and not quietly:
            self.refused.emit()

    @property
    def _is_amending(self) -> bool:
        return self._standing is not None and self._standing.amending is not None

    def _is_locked_for(self, examination: Examination) -> bool:
        """Whether a response would be recorded at a high level of concern."""
        before = self._examination
        is_test = before is not None and before.responses != examination.responses
        return is_test and red_flags.locks_tests(examination.red_flags) and not self._is_amending

    def _tell_found(self, before: Examination, after: Examination) -> None:
        """Say once at the foot what an answer brought for the step "Safety"."""
        found = red_flags.found_since(before, after, self._catalogue)
        if not found or not self._is_saved:
            return
        asks = {True: self.tr("Safety asks again."), False: self.tr("Safety asks.")}
        sentences = (
            self.tr("{what} found: {asks}").format(
                what=self._catalogue.label("safety_kind", kind), asks=asks[is_again]
            )
            for kind, is_again in found
        )
        self.tell(" ".join(sentences))

    def _lay_out(self) -> None:
        rule = QFrame(self)
        rule.setFrameShape(QFrame.Shape.HLine)
        right = QVBoxLayout()
        right.addWidget(self.strip)
        right.addWidget(self.stack, 1)
        right.addLayout(self._new_foot())
        steps = QVBoxLayout()
        steps.addWidget(self.navigator, 1)
        of_tests = QHBoxLayout()
        of_tests.addWidget(self.tests.add)
        of_tests.addWidget(self.tests.by_test)
        steps.addLayout(of_tests)
        body = QHBoxLayout()
        body.addLayout(steps)
        body.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(self._new_head())
        layout.addWidget(rule)
        layout.addWidget(self.banner)
        layout.addLayout(body, 1)

    def _new_head(self) -> QHBoxLayout:
        """Lay out who the patient is, and whether the last answer is saved."""
        back = QPushButton(self.tr("Patients"), self)
        back.clicked.connect(self._close)
        acts = QPushButton(self.tr("E&xamination"), self)
        acts.setMenu(self.acts.menu)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.patient)
        names.addWidget(self.details)
        head = QHBoxLayout()
        head.addWidget(back)
        head.addSpacing(12)
        head.addLayout(names, 1)
        head.addWidget(self.save_mark)
        head.addSpacing(12)
        head.addWidget(acts)
        return head

    def _new_foot(self) -> QHBoxLayout:
        """Lay out what was answered and told, the command box, and the ways on and back."""
        said = QVBoxLayout()
        said.addWidget(self.echo)
        said.addWidget(self.told)
        said.addStretch()
        foot = QHBoxLayout()
        foot.setContentsMargins(_PAGE_MARGIN, 0, 0, 0)
        foot.addLayout(said, 2)
        foot.addWidget(self.command, 1)
        foot.addWidget(self.before, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.ahead, 0, Qt.AlignmentFlag.AlignTop)
        self.before.clicked.connect(lambda: self._step(-1))
        self.ahead.clicked.connect(lambda: self._step(1))
        return foot

    def _take_keys(self) -> None:
        for keys, by in (
            (QKeySequence.StandardKey.NextChild, 1),
            ("Ctrl+PgDown", 1),
            ("Ctrl+PgUp", -1),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda by=by: self.navigator.move_by(by))
        typing = QShortcut(QKeySequence(_COMMAND_KEYS), self)
        typing.activated.connect(self.command.start)
        self.command.entered.connect(self._take_command)
        self.command.left.connect(self._leave_command)
        undoing = UndoKeys(self)
        undoing.undone.connect(self.undo)
        undoing.redone.connect(self.redo)

    def _connect_acts(self) -> None:
        self.acts.renewed.connect(self._show_again)
        self.acts.restored.connect(self._take_restored)
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
        self._previous = self._read_previous(examination)
        self._phrases = self._offered_phrases()
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
        self.navigator.show_anew(examination)
        self._show_command()
        self.go_to(step)

    def _read_previous(self, examination: Examination) -> Examination | None:
        try:
            return self._store.previous(examination)
        except UserError:  # a damaged earlier examination is no reason to show none at all
            return None

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

    def _unrecorded(self) -> tuple[Remark, ...]:
        page = self._pages.get(progress.IMAGING)
        sentence = page.incomplete() if isinstance(page, ImagingPage) else ""
        if not sentence:
            return ()
        return (Remark(step=progress.IMAGING, kind=RemarkKind.MISSING, sentence=sentence),)

    def _offered_phrases(self) -> Phrases:
        try:
            own = self._store.settings().phrases
        except UserError:  # damaged settings keep nobody from recording
            own = ()
        return offered_phrases(self._catalogue.phrases, own)

    def _new_page(self, step: str) -> QWidget:
        if step.startswith(progress.TEST_PREFIX):
            return self._new_test_page(step.removeprefix(progress.TEST_PREFIX))
        if step == progress.REASON:
            reason = ReasonPage(
                self._catalogue,
                self._standing and self._standing.recorded,
                phrases=self._phrases,
            )
            reason.changed.connect(self._replace)
            reason.told.connect(self.tell)
            reason.show_previous(self._previous)
            return reason
        if step == progress.SAFETY:
            return self._new_safety_page()
        if step in _STEP_PAGES:
            answers = _STEP_PAGES[step](self._catalogue)
            answers.changed.connect(self._replace)
            answers.told.connect(self.tell)
            if not isinstance(answers, SafetyPage):  # old red flags say nothing of today
                answers.show_previous(self._previous)
            return answers
        if step == progress.IMAGING:
            imaging = ImagingPage(self._catalogue, phrases=self._phrases)
            imaging.changed.connect(lambda reports: self._replace({"imaging": reports}))
            imaging.told.connect(self.tell)
            return imaging
        if step == progress.COMPARISON:
            comparison = ComparisonPage(
                self._catalogue, is_signed=self.is_read_only, phrases=self._phrases
            )
            comparison.commented.connect(self._comment)
            return comparison
        conclusion = ConclusionPage(
            self._catalogue, partial(self._paperwork.report, self._store), phrases=self._phrases
        )
        conclusion.changed.connect(self._replace)
        conclusion.told.connect(self.tell)
        conclusion.handed.connect(self._keep_paper)
        conclusion.papers.clicked.connect(self.acts.papers.trigger)
        conclusion.sign.clicked.connect(self.acts.sign.trigger)
        return conclusion

    def _new_safety_page(self) -> SafetyPage:
        page = SafetyPage(self._catalogue, self._now)
        page.changed.connect(self._replace)
        page.told.connect(self.tell)
        page.went_on.connect(lambda: self.go_to(self._waiting))
        return page

    def _new_test_page(self, test: str) -> QWidget:
        page = self.tests.new_page(
            test, is_amending=self._is_amending, phrases=self._phrases.get("response", ())
        )
        page.safety_wanted.connect(lambda: self.go_to(progress.SAFETY))
        page.changed.connect(self._respond)
        page.side_changed.connect(self._show_ahead)
        return page

    def _respond(self, response: object) -> None:
        if self._examination is not None:
            self.record(self._examination.with_response(response))  # type: ignore[arg-type]

    def _replace(self, fields: dict[str, object]) -> None:
        if self._examination is not None:
            self.record(msgspec.structs.replace(self._examination, **fields))

    def _comment(self, row: str, note: str | None) -> None:
        if self._examination is not None:
            self.record(self._examination.with_comment(row, note))

    def _take_command(self, examination: Examination, said: str) -> None:
        """Record a line of shorthand; the step stays, and what was recorded is shown large.

        A test that waits for the step "Safety" waits here too.
        """
        before = self._examination
        if before is None:
            return
        held = [
            response.test
            for response in examination.responses or ()
            if response not in (before.responses or ())
            and self._is_held_back(progress.TEST_PREFIX + response.test)
        ]
        if held:
            self._ask_first(progress.TEST_PREFIX + held[0])
            return
        self.record(examination)
        if self._examination == examination:
            self.echo.show_text(said)
            self.echo.show()

    def _show_command(self) -> None:
        if self._examination is not None:
            refusal = self.tr(_SIGNED) if self.is_read_only else ""
            self.command.show_examination(self._examination, refusal)

    def _leave_command(self) -> None:
        """Put the keyboard back on the field of the page that had it."""
        page = self.stack.currentWidget()
        field = page.focusWidget() if page is not None else None
        (field or self.navigator).setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_paper(self, pdf: bytes, how: Handing) -> None:
        """Keep what was handed out; it has left, whether it can be kept or not."""
        examination = self._examination
        if examination is None:
            return
        try:
            edition = self._paperwork.edition(self._store, examination.id)
            self._store.papers.keep(examination, pdf, how, edition)
        except UserError as error:
            kept = self.tr("The report was handed out, and the record does not hold a copy of it.")
            self.tell(f"{kept} {error}")

    def _go_along(
        self, go: Callable[[UUID], Examination | None], nothing: str
    ) -> Examination | None:
        """Go one answer along the states of the draft; return it as it is then in the record."""
        if self.is_read_only:
            self.tell(self.tr(_SIGNED), quietly=True)
            return None
        if not self.leave() or (before := self._examination) is None:
            return None
        try:
            after = go(before.id)
            # A patient's details put right are a state too, and no answer.
            while after == before:
                after = go(before.id)
        except UserError as error:
            self.tell(str(error))
            return None
        if after is None:
            self.tell(nothing, quietly=True)
        return after

    def _take_restored(self, after: Examination) -> None:
        if (before := self._examination) is not None:
            restored = changes(before, after, self._catalogue)
            self._take_state(after, self.tr("Earlier state restored: {what}"), restored)

    def _take_state(self, after: Examination, done: str, differing: Sequence[Change]) -> None:
        """Show the draft as it is now in the record, where it differs, and say what differs."""
        before = self._examination
        if before is None:
            return
        self._examination = after
        self.save_mark.show_saved(self._now())
        self._mirror()
        steps = [change.step for change in differing if self.navigator.holds(change.step)]
        if steps and self.step not in steps:
            self.go_to(steps[0])
        page = self.stack.currentWidget()
        if isinstance(page, NeurodynamicPage):
            page.show_change(before, after)
        self.tell("")
        # What was only changed needs no word for it.
        self.echo.show_text(done.format(what=summary(differing).removeprefix("changed: ")))
        self.echo.show()

    def _quieten(self) -> None:
        """Take away what undoing said, once something else is answered."""
        if not isinstance(self.stack.currentWidget(), NeurodynamicPage):
            self.echo.hide()

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
        self._mirror_page()
        self._show_amendments()
        self.navigator.show_examination(self._examination)
        self._show_ahead()
        self._show_command()

    def _mirror_page(self) -> None:
        page = self.stack.currentWidget()
        if page is not None and self._examination is not None:
            _as_page(page).show_examination(self._examination)
            if self.is_read_only:
                make_read_only(page)

    def _show_amendments(self) -> None:
        """Show what was amended at this step, and what the amendment being recorded changes."""
        examination, standing = self._examination, self._standing
        if examination is None or standing is None:
            return
        lines = past_amendments(standing, self.step, examination, self._catalogue)
        if standing.before is not None:
            pending = changes(standing.before, examination, self._catalogue)
            lines += pending_amendment(pending, self.step)
        self.strip.show_lines(lines)

    def _open_step(self, step: str) -> None:
        if self._examination is None:
            return
        if self._is_saved:
            self.tell("")
        self.leave()
        if self._is_held_back(step):
            self._ask_first(step)
            return
        self._let_go_of_waiting(step)
        page = self.page(step)
        # The last answer of the tests opens the step after them, and is echoed there.
        echoing = page if step != progress.OTHER else self.stack.currentWidget()
        self.stack.setCurrentWidget(page)
        self.echo.setVisible(isinstance(echoing, NeurodynamicPage) and not self.is_read_only)
        self._mirror_page()
        self._show_amendments()
        if self.is_read_only:
            self.navigator.setFocus()
        elif isinstance(page, NeurodynamicPage):
            self.tests.begin(page)
        else:
            _as_page(page).start()
        self._show_ahead()
        self.moved.emit(Place(examination=self._examination.id, step=step))

    def _step(self, by: int) -> None:
        """Go a step on or back; among the tests along the flow, as Enter and Backspace do."""
        page = self.stack.currentWidget()
        if not isinstance(page, NeurodynamicPage) or self.is_read_only:
            self.navigator.move_by(by)
        elif by > 0:
            page.moved_on.emit(page.current.side)
        else:
            page.went_back.emit(page.current.side)

    def _show_ahead(self) -> None:
        """Name what the button that goes on leads to."""
        page = self.stack.currentWidget()
        if isinstance(page, NeurodynamicPage) and not self.is_read_only:
            name = self.tests.ahead(page) or self.navigator.name(progress.OTHER)
        else:
            name = self.navigator.name_after(1)
        self.ahead.setText(self.tr("Next: {name}").format(name=name) if name else self.tr("Next"))
        self.ahead.setEnabled(bool(name))

    def _reorder(self) -> None:
        """List the steps in the other order; the one that is open stays open."""
        if self._examination is not None:
            self.navigator.show_examination(self._examination)
            self._show_ahead()

    def _is_held_back(self, step: str) -> bool:
        """Whether a test waits for what is asked before it; an amendment never does."""
        examination = self._examination
        if examination is None or self.is_read_only or self._is_amending:
            return False
        test = step.removeprefix(progress.TEST_PREFIX)
        return test != step and red_flags.holds_back(examination, test, self._catalogue)

    def _ask_first(self, step: str) -> None:
        """Open the step "Safety" instead of a test, which then leads there."""
        self._waiting = step
        self.go_to(progress.SAFETY)
        # A click marks the row it hit after this: mark the step that is open once more.
        QTimer.singleShot(0, self.navigator, lambda: self.navigator.go_to(self.step))

    def _let_go_of_waiting(self, step: str) -> None:
        """Tell the step "Safety" which test waits for it; a test that opens waits no more."""
        if step.startswith(progress.TEST_PREFIX):
            self._waiting = ""
        elif step == progress.SAFETY:
            name = self.navigator.name(self._waiting) if self._waiting else ""
            page = self.page(step)
            if isinstance(page, SafetyPage):
                page.waiting.wait_for(self._waiting.removeprefix(progress.TEST_PREFIX), name)

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


def _as_page(widget: QWidget) -> Page:
    return widget  # type: ignore[return-value]
