"""The step "Conclusion and report": the therapist's words, the recipient, and the paper itself."""

from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Conclusion, Examination
from clinic_desktop.domain.practice import NO_PHRASES, Phrase, Phrases
from clinic_desktop.ui.report_desk import ReportDesk
from clinic_desktop.ui.widgets.after_strip import AfterStrip
from clinic_desktop.ui.widgets.date_field import DateField
from clinic_desktop.ui.widgets.form import new_form, scrolling, section, title
from clinic_desktop.ui.widgets.lines_field import LinesField
from clinic_desktop.ui.widgets.pending import record_pending
from clinic_desktop.ui.widgets.recipient_form import RecipientForm
from clinic_desktop.ui.widgets.requests_editor import RequestsEditor
from clinic_desktop.ui.widgets.text_area import TextArea


class ConclusionPage(QWidget):
    """Mirrors the conclusion and the recipient, and shows the report of what is stored.

    Signals:
        changed: a dictionary of the examination's fields that changed.
        told: why something is not done, as a plain sentence.
        done: what was done, as a plain sentence.
    """

    changed = Signal(object)
    told = Signal(str)
    done = Signal(str)

    def __init__(
        self,
        catalogue: Catalogue,
        desk: ReportDesk,
        parent: QWidget | None = None,
        *,
        phrases: Phrases = NO_PHRASES,
        recipient: RecipientForm | None = None,
    ) -> None:
        """Build the page.

        Args:
            catalogue: the words.
            desk: what shows the report and hands it out; it becomes a part of the page.
            parent: Qt's parent.
            phrases: what the texts offer to put in.
            recipient: the form of the recipient; by default one without an address book.
        """
        super().__init__(parent)

        def offered(field: str) -> tuple[Phrase, ...]:
            return phrases.get(field, ())

        self._examination: Examination | None = None
        self.text = TextArea(self.tr("Conclusion"), lines=5, phrases=offered("conclusion"))
        plan = self.tr("Plan, one point to a line")
        self.plan = LinesField(plan, lines=3, phrases=offered("plan"))
        self.course = TextArea(self.tr("Expected course"), lines=2, phrases=offered("course"))
        self.requests = RequestsEditor(catalogue, phrases=offered("requests"))
        self.review = DateField(self.tr("Review on"))
        self.after = AfterStrip(catalogue)
        self.letter_to = recipient or RecipientForm()
        self.recipient = self.letter_to.fields
        self.address = self.letter_to.address
        self.desk = desk
        self._lay_out()
        self._connect()

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination; its report is made anew shortly after."""
        self._examination = examination
        given = examination.conclusion or Conclusion()
        self.text.show_value(given.text)
        self.plan.show_lines(given.plan)
        self.course.show_value(given.expected_course)
        self.requests.show_values(given.requests)
        self.review.show_value(given.review_on)
        self.after.show_after(examination.after)
        self.letter_to.show_referrer(examination.referrer)
        self.desk.show_examination(examination)

    def start(self) -> None:
        """Put the keyboard on the conclusion."""
        self.text.setFocus()

    def flush(self) -> None:
        """Record texts that are still being typed."""
        record_pending(self)

    def _lay_out(self) -> None:
        words = new_form()
        words.addRow(self.tr("Conclusion"), self.text)
        words.addRow(self.tr("Plan"), self.plan)
        words.addRow(self.tr("Expected course"), self.course)
        words.addRow(self.tr("Review on"), self.review)
        inner = QWidget()
        left = QVBoxLayout(inner)
        left.setContentsMargins(0, 0, 8, 0)
        left.addLayout(words)
        left.addWidget(section(self.tr("Requests of the physician")))
        left.addWidget(self.requests)
        left.addWidget(self.after)
        left.addWidget(section(self.tr("Recipient")))
        left.addWidget(self.letter_to)
        left.addStretch()
        columns = QHBoxLayout()
        columns.addWidget(scrolling(inner), 5)
        columns.addWidget(self.desk, 6)
        layout = QVBoxLayout(self)
        layout.addWidget(title(self.tr("Conclusion and report")))
        layout.addLayout(columns, 1)

    def _connect(self) -> None:
        self.text.changed.connect(lambda value: self._conclude(text=value))
        self.plan.lines_changed.connect(lambda value: self._conclude(plan=value))
        self.course.changed.connect(lambda value: self._conclude(expected_course=value))
        self.requests.changed.connect(lambda value: self._conclude(requests=value))
        self.review.changed.connect(lambda value: self._conclude(review_on=value))
        self.review.refused.connect(self.told)
        self.after.changed.connect(lambda value: self.changed.emit({"after": value}))
        self.after.refused.connect(self.told)
        self.letter_to.changed.connect(lambda value: self.changed.emit({"referrer": value}))
        self.letter_to.told.connect(self.told)
        self.letter_to.done.connect(self.done)
        self.desk.told.connect(self.told)
        self.desk.done.connect(self.done)

    def _conclude(self, **fields: Any) -> None:
        given = (self._examination.conclusion if self._examination else None) or Conclusion()
        changed = msgspec.structs.replace(given, **fields)
        self.changed.emit({"conclusion": None if changed == Conclusion() else changed})
