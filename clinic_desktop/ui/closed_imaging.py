"""Imaging that is closed until the tests are recorded: its covers, and how it opens."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from clinic_desktop.domain import examine_first, flow
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.flow import Station
from clinic_desktop.domain.progress import COMPARISON, IMAGING, SAFETY, TEST_PREFIX
from clinic_desktop.ui.widgets.asking import agrees
from clinic_desktop.ui.widgets.closed_cover import ClosedCover

if TYPE_CHECKING:
    from clinic_desktop.ui.examination_page import ExaminationPage

COVERED_STEPS: Final = (IMAGING, COMPARISON)


class ClosedImaging(QObject):
    """Covers the steps that show imaging, and tells when they open.

    What is signed was concluded from and is shown; so is what amends it.
    """

    def __init__(
        self, page: "ExaminationPage", catalogue: Catalogue, now: Callable[[], datetime]
    ) -> None:
        """Build what closes and opens.

        Args:
            page: the examination's page.
            catalogue: tests and words.
            now: the time of day, with its offset.
        """
        super().__init__(page)
        self._page = page
        self._catalogue = catalogue
        self._now = now

    @property
    def is_closed(self) -> bool:
        """Whether nothing of an imaging report may be seen."""
        return self._is_closed(self._page.examination)

    @property
    def hides(self) -> bool:
        """Whether a report is held that may not be seen."""
        examination = self._page.examination
        if examination is None or not self.is_closed:
            return False
        return examine_first.hides_imaging(examination, self._catalogue)

    def covers(self, step: str) -> bool:
        """Whether a cover stands in place of a step's page."""
        return step in COVERED_STEPS and self.is_closed

    def new_cover(self, step: str) -> ClosedCover:
        """Return the cover of a step."""
        cover = ClosedCover(self._page.navigator.name(step), self._catalogue)
        cover.opening.connect(self.open_now)
        cover.went_on.connect(self._go_on)
        if step == IMAGING and (intake := self._page.pages.new_report_intake()) is not None:
            cover.take_in_with(intake)
            cover.changed.connect(lambda reports: self._page.record_fields({"imaging": reports}))
            cover.came_in.connect(self._tell_taken_in)
            cover.told.connect(self._page.tell)
            cover.said.connect(self._page.say)
            cover.safety_wanted.connect(lambda: self._page.go_to(SAFETY))
        return cover

    def show_waiting(self) -> None:
        """Tell the cover that is open which tests are still to be recorded."""
        cover = self._page.stack.currentWidget()
        if isinstance(cover, ClosedCover):
            cover.show_waiting(self._waiting())

    def open_now(self) -> None:
        """Open the imaging after asking; the time is recorded and printed."""
        question = self._page.tr(
            "Open the imaging before the tests are recorded? The report will say when it was "
            "opened."
        )
        if agrees(self._page, question):
            at = self._now().isoformat(timespec="seconds")
            self._page.record_fields({"imaging_opened_at": at})

    def opened(self, before: Examination, after: Examination) -> Examination:
        """Return an answer as it is recorded: with the time, where it opens the imaging."""
        if self._page.is_amending:
            return after
        at = self._now().isoformat(timespec="seconds")
        return examine_first.opened(before, after, self._catalogue, at)

    def tell_opened(self, before: Examination, after: Examination) -> None:
        """Say at the foot that the last test opened the imaging."""
        tests = after.responses != before.responses
        if self._is_closed(before) and not self._is_closed(after) and tests:
            said = self._page.tr("Every test of the protocol is recorded: imaging is open.")
            # After the step that follows the last test has opened: it begins without a word.
            QTimer.singleShot(0, self._page, lambda: self._page.tell(said, quietly=True))

    def keeps_from_signing(self) -> bool:
        """Tell why nothing is signed while a report is unseen; return whether it is so."""
        if not self.hides:
            return False
        self._page.go_to(IMAGING)
        self._page.tell(examine_first.WHY_NOT_SIGNED)
        return True

    def _is_closed(self, examination: Examination | None) -> bool:
        if examination is None or self._page.is_read_only or self._page.is_amending:
            return False
        return examine_first.imaging_is_closed(examination, self._catalogue)

    def _waiting(self) -> tuple[Station, ...]:
        examination = self._page.examination
        if examination is None:
            return ()
        planned = self._catalogue.planned_tests(examination)
        return tuple(
            station
            for station in flow.unanswered(examination, self._catalogue, self._page.tests.order)
            if station.test in planned
        )

    def _tell_taken_in(self) -> None:
        self._page.tell(self._page.tr("The report is taken in, unseen."), quietly=True)

    def _go_on(self) -> None:
        waiting = self._waiting()
        if waiting:
            self._page.go_to(TEST_PREFIX + waiting[0].test)
