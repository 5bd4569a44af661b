"""Going along the answers of a draft: undoing, redoing, and bringing an earlier state back."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.changes import changes, summary
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.progress import COMPARISON, IMAGING
from clinic_desktop.domain.unseen_changes import seen_changes
from clinic_desktop.domain.versions import Change
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record
    from clinic_desktop.ui.examination_page import ExaminationPage

_FINDING: Final = "finding, "
"""How a change of one finding begins, after the report's name (`domain.changes`)."""


def said_first(differing: Sequence[Change]) -> str:
    """Return what differs; of one imaging report first what of it, then which report.

    Such as "findings of MRI, 5 October 2026": the room it is shown in ends with a long name.
    """
    parts = [change.what.partition(": ") for change in differing if change.step == IMAGING]
    fields = list(dict.fromkeys(field for _, _, field in parts))
    if len(parts) < len(differing) or len({name for name, _, _ in parts}) != 1 or "" in fields:
        # What was only changed needs no word for it.
        return summary(differing).removeprefix("changed: ")
    found = [field for field in fields if field.startswith(_FINDING)]
    others = [field for field in fields if field not in found]
    named = ["findings"] if found[1:] else [each.removeprefix(_FINDING) for each in found]
    report = parts[0][0].replace(" report of ", ", ", 1)
    return f"{'; '.join((*named, *others))} of {report}"


class DraftStates(QObject):
    """Takes the examination shown to another state of its draft, and goes where it differs."""

    def __init__(self, page: "ExaminationPage", store: "Record", catalogue: Catalogue) -> None:
        """Build what goes along the states.

        Args:
            page: the examination's page.
            store: the record.
            catalogue: tests and words.
        """
        super().__init__(page)
        self._page = page
        self._store = store
        self._catalogue = catalogue

    def undo(self) -> None:
        """Take back the last answer, and go where it was given."""
        page = self._page.stack.currentWidget()
        if not (isinstance(page, NeurodynamicPage) and page.take_back_typed()):
            after = self._go_along(self._store.drafts.undo, self.tr("Nothing to undo."))
            if after is not None and (before := self._page.examination) is not None:
                undone = changes(after, before, self._catalogue)
                self._show(after, self.tr("Undone: {what}"), undone)

    def redo(self) -> None:
        """Give the answer again that was taken back last, and go where it was given."""
        after = self._go_along(self._store.drafts.redo, self.tr("Nothing to redo."))
        if after is not None and (before := self._page.examination) is not None:
            redone = changes(before, after, self._catalogue)
            self._show(after, self.tr("Redone: {what}"), redone)

    def take_restored(self, after: Examination) -> None:
        """Show the draft after one of its states was brought back."""
        if (before := self._page.examination) is not None:
            restored = changes(before, after, self._catalogue)
            self._show(after, self.tr("Earlier state restored: {what}"), restored)

    def _is_shown_here(self, change: Change) -> bool:
        """Whether the open step shows what changed: the comparison also roots and results."""
        if self._page.step != COMPARISON:
            return change.step == self._page.step
        results = self._catalogue.label("field", "functional_tests")
        return change.step in (COMPARISON, IMAGING) or change.what.startswith(results)

    def _go_along(
        self, go: Callable[[UUID], Examination | None], nothing: str
    ) -> Examination | None:
        """Go one answer along the states of the draft; return it as it is then in the record."""
        if refusal := self._page.refusal:
            self._page.tell(refusal, quietly=True)
            return None
        if not self._page.leave() or (before := self._page.examination) is None:
            return None
        try:
            after = go(before.id)
            # A patient's details put right are a state too, and no answer.
            while after == before:
                after = go(before.id)
        except UserError as error:
            self._page.tell(str(error))
            return None
        if after is None:
            self._page.tell(nothing, quietly=True)
        return after

    def _show(self, after: Examination, done: str, differing: Sequence[Change]) -> None:
        """Show the draft as it is now in the record, where it differs, and say what differs."""
        before, navigator = self._page.examination, self._page.navigator
        if before is None:
            return
        if not self._page.is_amending:
            differing = seen_changes(differing, after, self._catalogue)
        self._page.show_stored(after)
        steps = [change.step for change in differing if navigator.holds(change.step)]
        if steps and not any(self._is_shown_here(change) for change in differing):
            self._page.go_to(steps[0])
        page = self._page.stack.currentWidget()
        if isinstance(page, NeurodynamicPage):
            page.show_change(before, after)
        self._page.tell("")
        self._page.say(done.format(what=said_first(differing)))
