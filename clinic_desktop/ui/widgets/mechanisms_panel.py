"""What the studies held may not show, the sources found beside, and the further tests."""

from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination, FunctionalTest, Mechanism
from clinic_desktop.domain.mechanisms import (
    FoundSource,
    OfferedMechanism,
    found_sources,
    offered,
    result_words,
    results_of,
)
from clinic_desktop.domain.open_lists import other_entries, with_offered, with_others
from clinic_desktop.ui.widgets.fold import Fold
from clinic_desktop.ui.widgets.form import section, words
from clinic_desktop.ui.widgets.functional_tests_editor import FunctionalTestsEditor
from clinic_desktop.ui.widgets.mechanism_row import MechanismRow
from clinic_desktop.ui.widgets.own_mechanisms_editor import OwnMechanismsEditor


class MechanismsPanel(QWidget):
    """Mirrors the mechanisms considered and the functional tests of an examination.

    Signals:
        changed: a dictionary of the examination's fields that changed.
        told: a plain sentence about an entry that is not recorded.
        reordered: there are other fields now.
    """

    changed = Signal(object)
    told = Signal(str)
    reordered = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._examination: Examination | None = None
        self.rows: dict[str, MechanismRow] = {}
        self.none = words(
            self.tr(
                "Nothing is offered: no study is held, or those held could show each of the "
                "mechanisms known here."
            )
        )
        self.own = OwnMechanismsEditor(catalogue)
        self.functional_tests = FunctionalTestsEditor(catalogue)
        self.results = Fold(self.tr("Results of further tests"), self.functional_tests)
        self._sources = words("")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._sources)
        layout.addWidget(self.none)
        layout.addLayout(self._rows)
        layout.addWidget(section(self.tr("Others, in your own words")))
        layout.addWidget(self.own)
        layout.addWidget(self.results)
        self.own.changed.connect(self._record_own)
        self.functional_tests.changed.connect(
            lambda value: self.changed.emit({"functional_tests": value})
        )
        self.functional_tests.refused.connect(self.told)

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination."""
        self._examination = examination
        offers = {offer.key: offer for offer in offered(examination, self._catalogue)}
        self._fit_rows(offers)
        for key, offer in offers.items():
            test = offer.considered.proposed_test if offer.considered else None
            told = (result_words(each, self._catalogue) for each in results_of(test, examination))
            self.rows[key].show_offer(offer, tuple(told))
        self.none.setVisible(not offers)
        sources = found_sources(examination, self._catalogue)
        self._sources.setText("\n".join(map(self._source_words, sources)))
        self._sources.setVisible(bool(sources))
        entries = examination.mechanisms_considered
        self.own.show_values(other_entries(entries, "mechanism", self.rows) or None)
        tests = examination.functional_tests
        self.functional_tests.show_values(tests)
        named = (
            result_words(each, self._catalogue) if each.result else self._name(each)
            for each in tests or ()
        )
        self.results.show_summary("; ".join(named))

    def enter_result(self, test: str) -> None:
        """Open the results on the one of a further test; without one a line is begun."""
        given = (self._examination.functional_tests if self._examination else None) or ()
        if all(each.test != test for each in given):
            self.changed.emit({"functional_tests": (*given, FunctionalTest(test=test))})
        self.results.open()
        for place, each in enumerate(self._shown_tests()):
            if each.test == test:
                self.functional_tests.rows[place].result.setFocus()
                return

    def _shown_tests(self) -> tuple[FunctionalTest, ...]:
        return (self._examination.functional_tests if self._examination else None) or ()

    def _fit_rows(self, offers: dict[str, OfferedMechanism]) -> None:
        """Make and take away rows, so that there is one for each offer, in their order."""
        if list(self.rows) == list(offers):
            return
        for key in [key for key in self.rows if key not in offers]:
            row = self.rows.pop(key)
            row.blockSignals(True)
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        for key, offer in offers.items():
            if key not in self.rows:
                row = MechanismRow(offer, self._catalogue)
                row.changed.connect(partial(self._record, key))
                row.result_wanted.connect(self.enter_result)
                row.reordered.connect(self.reordered)
                self.rows[key] = row
        self.rows = {key: self.rows[key] for key in offers}
        for place, row in enumerate(self.rows.values()):
            self._rows.insertWidget(place, row)
        self.reordered.emit()

    def _record(self, key: str, entry: Mechanism | None) -> None:
        if self._examination is not None:
            entries = self._examination.mechanisms_considered
            changed = with_offered(entries, "mechanism", key, entry)
            self.changed.emit({"mechanisms_considered": changed})

    def _record_own(self, others: tuple[Mechanism, ...] | None) -> None:
        if self._examination is not None:
            entries = self._examination.mechanisms_considered
            changed = with_others(entries, "mechanism", self.rows, others)
            # Before the next key: the rows are kept apart by what is recorded.
            self._examination = msgspec.structs.replace(
                self._examination, mechanisms_considered=changed
            )
            self.changed.emit({"mechanisms_considered": changed})

    def _source_words(self, source: FoundSource) -> str:
        speaks = ", ".join(
            self._catalogue.label("mechanism", key) for key in source.mechanisms if key in self.rows
        )
        found = self.tr("\u25c6 Found in the examination: {words}").format(words=source.words)
        parts = [found, source.further]
        if speaks:
            parts.append(self.tr("See: {names}").format(names=speaks))
        return ". ".join(part.rstrip(".") for part in parts if part) + "."

    def _name(self, test: FunctionalTest) -> str:
        return self._catalogue.label("proposed_test", test.test) if test.test else self.tr("a test")
