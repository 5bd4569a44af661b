"""The pages of the steps: each made when it is first opened, and connected to the examination."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Protocol, cast

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.practice import NO_PHRASES, Phrases, offered_phrases
from clinic_desktop.domain.progress import (
    COMPARISON,
    CONDUCTION,
    IMAGING,
    OTHER,
    REASON,
    SAFETY,
    TEST_PREFIX,
)
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.signing import Remark, RemarkKind, unanswered_dangers, unanswered_offers
from clinic_desktop.domain.versions import Handing
from clinic_desktop.ui.comparison_page import ComparisonPage
from clinic_desktop.ui.conclusion_page import ConclusionPage
from clinic_desktop.ui.conduction_page import ConductionPage
from clinic_desktop.ui.imaging_page import ImagingPage
from clinic_desktop.ui.intake import Intake
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.originals import RecordedOriginals
from clinic_desktop.ui.other_sources_page import OtherSourcesPage
from clinic_desktop.ui.paperwork import Paperwork
from clinic_desktop.ui.reason_page import ReasonPage
from clinic_desktop.ui.report_desk import ReportDesk
from clinic_desktop.ui.report_intake import ReportIntake
from clinic_desktop.ui.safety_page import SafetyPage
from clinic_desktop.ui.signing_dialog import DANGER_PART

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record
    from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.widgets.recipient_form import RecipientForm


class Page(Protocol):
    """What every step's page can do."""

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination without saying that it changed."""

    def start(self) -> None:
        """Put the keyboard where answering begins."""

    def flush(self) -> None:
        """Record what is still being typed."""


def as_page(widget: QWidget) -> Page:
    """Return a widget of the stack as the page that it is."""
    return cast("Page", widget)


def _reading_once(intake: Intake | None) -> Intake | None:
    """Return an intake that reads each text of an examination once, for whatever page asks."""
    return intake and intake._replace(read=lru_cache(maxsize=16)(intake.read))


class StepPages(QObject):
    """Makes the pages of one examination's steps, and records what they say."""

    def __init__(
        self,
        page: "ExaminationPage",
        store: "Record",
        catalogue: Catalogue,
        paperwork: Paperwork,
        now: Callable[[], datetime],
        intake: Intake | None = None,
    ) -> None:
        """Begin without a page.

        Args:
            page: the examination's page, whose stack holds the pages.
            store: the record.
            catalogue: tests, words and sources.
            paperwork: the makers of what is printed.
            now: the time of day, with its offset.
            intake: what reads imaging reports.
        """
        super().__init__(page)
        self._page = page
        self._given_intake = intake
        self._intake: Intake | None = None
        self._store = store
        self._catalogue = catalogue
        self._paperwork = paperwork
        self._now = now
        self._made: dict[str, QWidget] = {}
        self._recorded: datetime | None = None
        self._previous: Examination | None = None
        self._phrases: Phrases = NO_PHRASES

    def begin(self, examination: Examination, recorded: datetime | None) -> None:
        """Read what the pages of an examination offer and show beside their fields.

        Args:
            examination: what is about to be shown.
            recorded: when its first answer was saved, with an offset.
        """
        self._recorded = recorded
        self._intake = _reading_once(self._given_intake)
        self._previous = self._read_previous(examination)
        self._phrases = self._offered_phrases()

    def forget(self) -> None:
        """Let go of every page with what was half typed on it."""
        for page in self._made.values():
            # What it still waits for, such as a file being read, is not for what is shown next.
            page.blockSignals(True)
            self._page.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._made = {}
        self._intake = None  # with the words it has read

    def page(self, step: str) -> QWidget:
        """Return a step's page, built when it is first opened, or the cover of a closed one."""
        for _ in self.build(step):
            pass
        return self.built(step)

    def build(self, step: str) -> Iterator[None]:
        """Build a step's page in portions, as far as it is not built yet."""
        key = self._key(step)
        if key not in self._made:
            is_covered = self._page.imaging.covers(step)
            new = self._page.imaging.new_cover if is_covered else self._begun_page
            self._made[key] = new(step)
            yield
        page = self._made[key]
        while isinstance(page, NeurodynamicPage) and page.build_on():
            yield
        if self._page.stack.indexOf(page) < 0:
            self._page.stack.addWidget(page)

    def built(self, step: str) -> QWidget:
        """Return a step's page that is built, whether it was opened or not."""
        return self._made[self._key(step)]

    def new_page(self, step: str) -> QWidget:
        """Return another page of a step, in no stack and of no parent."""
        page = self._begun_page(step)
        while isinstance(page, NeurodynamicPage) and page.build_on():
            pass
        page.setParent(None)
        return page

    def _key(self, step: str) -> str:
        return f"{step}, closed" if self._page.imaging.covers(step) else step

    def _begun_page(self, step: str) -> QWidget:
        """Return a page of a step; of a test without its forms."""
        page = self._made_for(step)
        page.hide()  # or it would be seen with its parent, the stack, before it is opened
        return page

    def _made_for(self, step: str) -> QWidget:
        if step.startswith(TEST_PREFIX):
            return self._new_test_page(step.removeprefix(TEST_PREFIX))
        make: dict[str, Callable[[], QWidget]] = {
            REASON: self._new_reason_page,
            SAFETY: self._new_safety_page,
            CONDUCTION: partial(self._new_page_beside, ConductionPage),
            OTHER: partial(self._new_page_beside, OtherSourcesPage),
            IMAGING: self._new_imaging_page,
            COMPARISON: self._new_comparison_page,
        }
        return make.get(step, self._new_conclusion_page)()

    def new_report_intake(self) -> ReportIntake | None:
        """Return what takes reports in where the imaging is closed; `None` without an `Intake`."""
        examination = self._page.examination
        if self._intake is None or examination is None:
            return None
        files = RecordedOriginals(self._store, examination.id, self._intake.pages)
        return ReportIntake(self._catalogue, self._intake, files, self._latest)

    def unrecorded(self) -> tuple[Remark, ...]:
        """Return what is entered on the pages and is not complete enough to be recorded."""
        page = self._made.get(IMAGING)
        sentence = page.incomplete() if isinstance(page, ImagingPage) else ""
        incomplete = (
            [Remark(step=IMAGING, kind=RemarkKind.MISSING, sentence=sentence)] if sentence else []
        )
        dangers = (
            msgspec.structs.replace(remark, part=DANGER_PART) for remark in self._waiting_dangers()
        )
        return (*dangers, *incomplete, *self._waiting_offers())

    def dangers(self) -> tuple[str, ...]:
        """Return a line for each danger in the reports' texts that nobody has answered."""
        if self._page.is_read_only:
            return ()
        return tuple(remark.sentence for remark in self._waiting_dangers())

    def _waiting_dangers(self) -> tuple[Remark, ...]:
        examination = self._page.examination
        if self._intake is None or examination is None:
            return ()
        return unanswered_dangers(examination, self._catalogue, self._intake.read)

    def _waiting_offers(self) -> tuple[Remark, ...]:
        examination = self._page.examination
        if self._intake is None or examination is None:
            return ()
        return unanswered_offers(examination, self._catalogue, self._intake.read)

    def _read_previous(self, examination: Examination) -> Examination | None:
        try:
            return self._store.previous(examination)
        except UserError:  # a damaged earlier examination is no reason to show none at all
            return None

    def _offered_phrases(self) -> Phrases:
        try:
            own = self._store.settings().phrases
        except UserError:  # damaged settings keep nobody from recording
            own = ()
        return offered_phrases(self._catalogue.phrases, own)

    def _new_reason_page(self) -> QWidget:
        page = ReasonPage(self._catalogue, self._recorded, phrases=self._phrases)
        page.changed.connect(self._page.record_fields)
        page.told.connect(self._page.tell)
        page.show_previous(self._previous)
        return page

    def _new_safety_page(self) -> QWidget:
        page = SafetyPage(self._catalogue, self._now, self._page.stack)
        page.changed.connect(self._page.record_fields)
        page.told.connect(self._page.tell)
        page.said.connect(self._page.say)
        page.went_on.connect(self._page.gate.go_on)
        return page

    def _new_page_beside(self, kind: type[ConductionPage | OtherSourcesPage]) -> QWidget:
        """Make a page that needs its words alone, and shows beside them what was recorded last."""
        page = kind(self._catalogue, self._page.stack)
        page.changed.connect(self._page.record_fields)
        page.told.connect(self._page.tell)
        page.show_previous(self._previous)
        return page

    def _new_test_page(self, test: str) -> NeurodynamicPage:
        page = self._page.tests.new_page(
            test,
            self._previous,
            is_amending=self._page.is_amending,
            phrases=self._phrases.get("response", ()),
        )
        page.safety_wanted.connect(partial(self._page.go_to, SAFETY))
        page.changed.connect(self._respond)
        page.side_changed.connect(self._page.show_ahead)
        return page

    def _new_imaging_page(self) -> QWidget:
        examination = self._page.examination
        can_take_in = examination is not None and not self._page.is_read_only
        originals = (
            RecordedOriginals(self._store, examination.id, self._intake.pages)
            if examination is not None and self._intake is not None
            else None
        )
        page = ImagingPage(
            self._catalogue,
            self._intake if can_take_in else None,
            originals,
            latest=self._latest,
            phrases=self._phrases,
        )
        page.changed.connect(lambda reports: self._page.record_fields({"imaging": reports}))
        page.told.connect(self._page.tell)
        page.said.connect(self._page.say)
        page.safety_wanted.connect(partial(self._page.go_to, SAFETY))
        return page

    def _new_comparison_page(self) -> QWidget:
        page = ComparisonPage(
            self._catalogue,
            self._page.stack,
            is_signed=self._page.is_read_only,
            phrases=self._phrases,
            intake=self._intake,
        )
        page.commented.connect(self._comment)
        page.changed.connect(self._page.record_fields)
        page.told.connect(self._page.tell)
        return page

    def _new_conclusion_page(self) -> QWidget:
        report = partial(self._paperwork.report, self._store)
        desk = ReportDesk(
            report,
            self._paperwork.encrypted,
            self._paperwork.digitally_signed,
            is_hidden=lambda: self._page.imaging.hides,
            record_all=self._page.leave,
        )
        desk.handed.connect(self._keep_paper)
        desk.papers.triggered.connect(self._page.acts.papers.trigger)
        desk.sign.clicked.connect(self._page.acts.sign.trigger)
        last = self._previous.referrer if self._previous else None
        page = ConclusionPage(
            self._catalogue,
            desk,
            phrases=self._phrases,
            recipient=RecipientForm(self._store.address_book, last),
        )
        page.changed.connect(self._page.record_fields)
        page.told.connect(self._page.tell)
        page.done.connect(partial(self._page.tell, quietly=True))
        return page

    def renew_report(self) -> None:
        """Show the report anew where it is seen: what holds for the whole record is in it."""
        page = self._page.stack.currentWidget()
        if isinstance(page, ConclusionPage):
            page.desk.make()

    def _latest(self) -> Examination | None:
        return self._page.examination

    def _respond(self, response: Response) -> None:
        if (examination := self._page.examination) is not None:
            self._page.record(examination.with_response(response))

    def _comment(self, row: str, note: str | None) -> None:
        if (examination := self._page.examination) is not None:
            self._page.record(examination.with_comment(row, note))

    def _keep_paper(self, pdf: bytes, how: Handing) -> None:
        """Keep what was handed out; it has left, whether it can be kept or not."""
        examination = self._page.examination
        if examination is None:
            return
        try:
            edition = self._paperwork.edition(self._store, examination.id)
            self._store.papers.keep(examination, pdf, how, edition)
        except UserError as error:
            kept = self.tr("The report was handed out, and the record does not hold a copy of it.")
            self._page.tell(f"{kept} {error}")
