"""The test that waits for the step "Safety": what it waits for, and the way on to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clinic_desktop.domain import red_flags
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.examine_first import waits_for_check
from clinic_desktop.ui.widgets.form import words


class WaitingTest(QWidget):
    """Says why a test does not open yet, and offers to go on once it does.

    Signals:
        went_on: the test should open.
    """

    went_on = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._test, self._name = "", ""
        self._examination: Examination | None = None
        self.why = words("", role="standing")
        self.go_on = QPushButton()
        self.go_on.clicked.connect(self.went_on)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.why, 1)
        layout.addStretch()
        layout.addWidget(self.go_on)

    @property
    def may_go_on(self) -> bool:
        """Whether a test waited and nothing holds it back any more."""
        return not self.go_on.isHidden()

    @property
    def lacks_only_a_reason(self) -> bool:
        """Whether a test waits, and nothing is missing but the reason for the level of concern."""
        examination = self._examination
        return bool(self.why.text()) and examination is not None and self._lacks_reason(examination)

    def wait_for(self, test: str, name: str) -> None:
        """Name the test that waits.

        Args:
            test: its id, "" when none waits any more.
            name: what it is called.
        """
        self._test, self._name = test, name
        self._show()

    def show_examination(self, examination: Examination) -> None:
        """Mirror what is still open."""
        self._examination = examination
        self._show()

    def _show(self) -> None:
        examination, test = self._examination, self._test
        why, is_free = "", False
        if examination is not None and test:
            is_free = not red_flags.holds_back(examination, test, self._catalogue)
            why = "" if is_free else self._why(examination)
            is_free = is_free and not red_flags.locks_tests(examination.red_flags)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self.go_on.setText(self.tr("Go on to {test}  Enter").format(test=self._name))
        self.go_on.setVisible(is_free)

    def _why(self, examination: Examination) -> str:
        if not examination.responses and waits_for_check(examination):
            words = self.tr("{test} waits: whether the imaging was checked is asked first.")
            return words.format(test=self._name)
        if self._lacks_reason(examination):
            words = self.tr("{test} waits for a written reason: the level of concern is some.")
            return words.format(test=self._name)
        open_items = red_flags.unasked_first(examination, self._catalogue)
        groups = [group.name for group in self._catalogue.red_flags.values() if group.one_by_one]
        words = self.tr("{test} waits: {groups} are asked first, one by one. Open: {count}.")
        return words.format(test=self._name, groups=", ".join(groups), count=len(open_items))

    def _lacks_reason(self, examination: Examination) -> bool:
        if examination.responses:
            return True
        is_unasked = red_flags.unasked_first(examination, self._catalogue)
        return not (is_unasked or waits_for_check(examination))
