"""The step "Other sources": what else may be the source, and the outcome measures."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import day_of, long_date
from clinic_desktop.domain.examination import Examination, FunctionalTest
from clinic_desktop.domain.measures import score_words
from clinic_desktop.ui.widgets.fold import Fold
from clinic_desktop.ui.widgets.form import scroll_area, title, words
from clinic_desktop.ui.widgets.functional_tests_editor import FunctionalTestsEditor
from clinic_desktop.ui.widgets.measures_editor import MeasuresEditor
from clinic_desktop.ui.widgets.other_sources_form import OtherSourcesForm
from clinic_desktop.ui.widgets.pending import record_pending
from clinic_desktop.ui.widgets.sensitisation_form import SensitisationForm


class OtherSourcesPage(QWidget):
    """Mirrors what else may be the source, and the outcome measures.

    Signals:
        changed: a dictionary of the examination's fields that changed.
        told: a plain sentence about an entry that is not recorded.
    """

    changed = Signal(object)
    told = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.sources = OtherSourcesForm(catalogue)
        self.sensitisation = SensitisationForm(catalogue)
        self.functional_tests = FunctionalTestsEditor(catalogue)
        self.measures = MeasuresEditor(catalogue)
        self.earlier_tests, self.earlier_measures = words(""), words("")
        self.folds = {
            "other_sources": Fold(self.tr("Other sources of pain"), self.sources),
            "sensitisation": Fold(self.tr("Signs of sensitisation"), self.sensitisation),
            "functional_tests": Fold(
                self.tr("Functional tests done since"),
                _below(self.earlier_tests, self.functional_tests),
            ),
            "measures": Fold(
                self.tr("Outcome measures"), _below(self.earlier_measures, self.measures)
            ),
        }
        self._lay_out()
        self._connect()

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination."""
        self.sources.show_values(examination.other_sources)
        self.sensitisation.show_examination(examination)
        self.functional_tests.show_values(examination.functional_tests)
        self.measures.show_values(examination.measures)
        summaries = {
            "other_sources": self.sources.summary(),
            "sensitisation": self.sensitisation.summary(),
            "functional_tests": "; ".join(map(self._named, examination.functional_tests or ())),
            "measures": self.measures.summary(),
        }
        for part, summary in summaries.items():
            self.folds[part].show_summary(summary)

    def show_previous(self, examination: Examination | None) -> None:
        """Show what an earlier examination recorded beside each field, never in it."""
        day = day_of(examination.performed_at) if examination else None
        on = long_date(day) if day else self.tr("Before")
        self.sources.show_previous(examination.other_sources if examination else None, on)
        self.sensitisation.show_previous(examination.sensitisation if examination else None, on)
        self.measures.show_previous(examination.measures if examination else None, on)
        tests = (examination.functional_tests if examination else None) or ()
        measures = (examination.measures if examination else None) or ()
        scores = (
            f"{self._catalogue.label('measure', measure.measure)} {score_words(measure)}"
            for measure in measures
        )
        for label, told in (
            (self.earlier_tests, "; ".join(map(self._named, tests))),
            (self.earlier_measures, "; ".join(scores)),
        ):
            label.setText(f"{on}: {told}" if told else "")
            label.setVisible(bool(told))

    def start(self) -> None:
        """Put the keyboard on the first field."""
        next(iter(self.sources.rows.values())).choice.focus()

    def flush(self) -> None:
        """Record texts that are still being typed."""
        record_pending(self)

    def _lay_out(self) -> None:
        area = scroll_area(self)
        inner = QWidget(area.viewport())
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 8, 0)
        for fold in self.folds.values():
            body.addWidget(fold)
        body.addStretch()
        area.setWidget(inner)
        self.folds["other_sources"].open()
        layout = QVBoxLayout(self)
        layout.addWidget(title(self.tr("Other sources")))
        layout.addWidget(area, 1)

    def _connect(self) -> None:
        self.sources.changed.connect(lambda value: self.changed.emit({"other_sources": value}))
        self.sensitisation.changed.connect(
            lambda value: self.changed.emit({"sensitisation": value})
        )
        self.functional_tests.changed.connect(
            lambda value: self.changed.emit({"functional_tests": value})
        )
        self.measures.changed.connect(lambda value: self.changed.emit({"measures": value}))
        self.functional_tests.refused.connect(self.told)
        self.measures.refused.connect(self.told)

    def _named(self, test: FunctionalTest) -> str:
        name = self._catalogue.label("proposed_test", test.test)
        result = f": {test.result}" if test.result else ""
        on = f", {long_date(test.performed_on)}" if test.performed_on else ""
        return f"{name}{on}{result}"


def _below(told: QWidget, editor: QWidget) -> QWidget:
    """Return an editor with what was recorded earlier above it."""
    told.hide()
    both = QWidget()
    layout = QVBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(told)
    layout.addWidget(editor)
    return both
