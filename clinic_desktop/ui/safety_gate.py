"""The gate before the tests: which of them wait for the step "Safety", and what leads back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from clinic_desktop.domain import red_flags
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.progress import SAFETY, TEST_PREFIX
from clinic_desktop.ui.safety_page import SafetyPage

if TYPE_CHECKING:
    from clinic_desktop.ui.examination_page import ExaminationPage


class SafetyGate(QObject):
    """Holds a test back until Safety has been asked, and remembers which one waits.

    What is signed is only read, and an amendment puts right what was done: neither waits.
    """

    def __init__(self, page: "ExaminationPage", catalogue: Catalogue) -> None:
        """Build the gate of an examination's page.

        Args:
            page: the examination's page.
            catalogue: red flags and words.
        """
        super().__init__(page)
        self._page = page
        self._catalogue = catalogue
        self._waiting = ""

    def forget(self) -> None:
        """Forget which test waits."""
        self._waiting = ""

    def holds_back(self, step: str) -> bool:
        """Whether a test waits for what is asked before it."""
        examination = self._page.examination
        if examination is None or self._page.is_read_only or self._page.is_amending:
            return False
        test = step.removeprefix(TEST_PREFIX)
        return test != step and red_flags.holds_back(examination, test, self._catalogue)

    def first_held(self, before: Examination, after: Examination) -> str:
        """Return the first step whose test would be recorded while it waits; "" for none."""
        known = before.responses or ()
        steps = (TEST_PREFIX + each.test for each in after.responses or () if each not in known)
        return next(filter(self.holds_back, steps), "")

    def locks(self, before: Examination, after: Examination) -> bool:
        """Whether a response would be recorded at a high level of concern."""
        is_test = before.responses != after.responses
        return is_test and red_flags.locks_tests(after.red_flags) and not self._page.is_amending

    def ask_first(self, step: str) -> None:
        """Open the step "Safety" instead of a test, which then leads there."""
        self._waiting = step
        self._page.go_to(SAFETY)
        # A click marks the row it hit after this: mark the step that is open once more.
        navigator = self._page.navigator
        QTimer.singleShot(0, navigator, lambda: navigator.go_to(self._page.step))

    def go_on(self) -> None:
        """Open the test that waited."""
        self._page.go_to(self._waiting)

    def let_through(self, step: str) -> None:
        """Tell the step "Safety" which test waits for it; a test that opens waits no more."""
        if step.startswith(TEST_PREFIX):
            self._waiting = ""
        elif step == SAFETY:
            name = self._page.navigator.name(self._waiting) if self._waiting else ""
            page = self._page.page(step)
            if isinstance(page, SafetyPage):
                page.waiting.wait_for(self._waiting.removeprefix(TEST_PREFIX), name)

    def tell_found(self, before: Examination, after: Examination) -> None:
        """Say once at the foot what an answer brought for the step "Safety"."""
        found = red_flags.found_since(before, after, self._catalogue)
        if not found:
            return
        asks = {True: self.tr("Safety asks again."), False: self.tr("Safety asks.")}
        sentences = (
            self.tr("{what} found: {asks}").format(
                what=self._catalogue.label("safety_kind", kind), asks=asks[is_again]
            )
            for kind, is_again in found
        )
        self._page.tell(" ".join(sentences))
