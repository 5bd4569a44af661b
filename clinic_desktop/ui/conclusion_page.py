"""The step "Conclusion and report": the therapist's words, the recipient, and the paper itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Conclusion, Examination
from clinic_desktop.domain.practice import NO_PHRASES, Phrase, Phrases
from clinic_desktop.domain.versions import Handing
from clinic_desktop.ui.paperwork import FinishedReport
from clinic_desktop.ui.printing import print_pdf
from clinic_desktop.ui.save_dialog import ask_where_report
from clinic_desktop.ui.saving import write_whole
from clinic_desktop.ui.widgets.after_strip import AfterStrip
from clinic_desktop.ui.widgets.date_field import DateField
from clinic_desktop.ui.widgets.form import new_form, scrolling, section, title
from clinic_desktop.ui.widgets.lines_field import LinesField
from clinic_desktop.ui.widgets.pending import record_pending
from clinic_desktop.ui.widgets.preview import Preview
from clinic_desktop.ui.widgets.read_only import keeps_in_reading
from clinic_desktop.ui.widgets.recipient_form import RecipientForm
from clinic_desktop.ui.widgets.requests_editor import RequestsEditor
from clinic_desktop.ui.widgets.text_area import TextArea

_PREVIEW_PAUSE_MS = 250


class ConclusionPage(QWidget):
    """Mirrors the conclusion and the recipient, and shows the report of what is stored.

    Signals:
        changed: a dictionary of the examination's fields that changed.
        told: a plain sentence for the person.
        handed: the bytes of a report that left the program, and its `Handing`.
    """

    changed = Signal(object)
    told = Signal(str)
    handed = Signal(object, object)

    def __init__(
        self,
        catalogue: Catalogue,
        make_report: Callable[[UUID], FinishedReport],
        parent: QWidget | None = None,
        *,
        phrases: Phrases = NO_PHRASES,
        is_hidden: Callable[[], bool] = lambda: False,
        recipient: RecipientForm | None = None,
    ) -> None:
        """Build the page.

        Args:
            catalogue: the words.
            make_report: makes the report of an examination of the record.
            parent: Qt's parent.
            phrases: what the texts offer to put in.
            is_hidden: whether the report holds what may not be seen yet.
            recipient: the form of the recipient; by default one without an address book.
        """
        super().__init__(parent)

        def offered(field: str) -> tuple[Phrase, ...]:
            return phrases.get(field, ())

        self._make_report = make_report
        self._is_hidden = is_hidden
        self._examination: Examination | None = None
        self._pdf = b""
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
        self.preview = Preview(self)
        self.save = QPushButton(self.tr("Save PDF\u2026"), self)
        self.print = QPushButton(self.tr("Print\u2026"), self)
        self.papers = QPushButton(self.tr("Papers\u2026"), self)
        self.papers.setToolTip(self.tr("Papers handed out"))
        self.sign = QPushButton(self.tr("Sign\u2026"), self)
        self.sign.setProperty("primary", True)
        keeps_in_reading(self.save, self.print, self.papers)
        self._about = QLabel(self)
        self._about.setWordWrap(True)
        self._pause = QTimer(self, singleShot=True, interval=_PREVIEW_PAUSE_MS)
        self._lay_out()
        self._connect()

    @property
    def pdf(self) -> bytes:
        """The report shown."""
        return self._pdf

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination, and make the preview anew shortly after."""
        stale = examination != self._examination
        self._examination = examination
        given = examination.conclusion or Conclusion()
        self.text.show_value(given.text)
        self.plan.show_lines(given.plan)
        self.course.show_value(given.expected_course)
        self.requests.show_values(given.requests)
        self.review.show_value(given.review_on)
        self.after.show_after(examination.after)
        self.letter_to.show_referrer(examination.referrer)
        if stale and self.isVisible():
            self._pause.start()

    def start(self) -> None:
        """Put the keyboard on the conclusion."""
        self.text.setFocus()

    def flush(self) -> None:
        """Record texts that are still being typed."""
        record_pending(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Override QWidget.hideEvent: what nobody sees is not made, the record may be closing."""
        self._pause.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Override QWidget.showEvent: make the preview that waited."""
        self._pause.start()
        super().showEvent(event)

    def make_preview(self) -> bool:
        """Make the report of what is stored and show it; return whether it was made."""
        self._pause.stop()
        self._pdf = b""
        if self._examination is None:
            return False
        if self._is_hidden():
            self.preview.clear()
            self._about.setText(
                self.tr(
                    "The report is not shown, saved or printed while the imaging is closed: it "
                    "holds the imaging report. Record the tests that wait, or open the imaging at "
                    "its step."
                )
            )
            self._about.show()
            return False
        try:
            paper = self._make_report(self._examination.id)
            self._pdf = paper.pdf
            self.preview.show_pdf(paper.pdf)
        except UserError as error:
            self.preview.clear()
            self.told.emit(str(error))
            return False
        self._about.setVisible(bool(paper.missing))
        self._about.setText(
            self.tr(
                "The report's font has no sign for: {signs}. They are printed as their code points."
            ).format(signs="  ".join(paper.missing))
        )
        return True

    def save_pdf(self, path: Path) -> None:
        """Write the report shown to a file; a file that stood there is replaced whole."""
        self.flush()
        if not self.make_preview():
            return
        try:
            write_whole(path, self._pdf)
        except OSError as error:
            self.told.emit(
                self.tr(
                    "The report was not saved to {path} ({why}). Choose another folder."
                ).format(path=path.name, why=error.strerror)
            )
        else:
            self.told.emit(self.tr("Report saved as {name}.").format(name=path.name))
            self.handed.emit(self._pdf, Handing.SAVED)

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
        buttons = QHBoxLayout()
        buttons.addWidget(self.save)
        buttons.addWidget(self.print)
        buttons.addWidget(self.papers)
        buttons.addStretch()
        buttons.addWidget(self.sign)
        right = QVBoxLayout()
        right.addLayout(buttons)
        right.addWidget(self._about)
        right.addWidget(self.preview, 1)
        columns = QHBoxLayout()
        columns.addWidget(scrolling(inner), 5)
        columns.addLayout(right, 6)
        layout = QVBoxLayout(self)
        layout.addWidget(title(self.tr("Conclusion and report")))
        layout.addLayout(columns, 1)
        self._about.hide()

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
        self._pause.timeout.connect(self.make_preview)
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(self._print)

    def _conclude(self, **fields: Any) -> None:
        given = (self._examination.conclusion if self._examination else None) or Conclusion()
        changed = msgspec.structs.replace(given, **fields)
        self.changed.emit({"conclusion": None if changed == Conclusion() else changed})

    def _save(self) -> None:
        path = ask_where_report(self._examination, self) if self._examination else None
        if path is not None:
            self.save_pdf(path)

    def _print(self) -> None:
        self.flush()
        if not self.make_preview():
            return
        try:
            is_printed = print_pdf(self._pdf, self)
        except UserError as error:
            self.told.emit(str(error))
        else:
            if is_printed:
                self.handed.emit(self._pdf, Handing.PRINTED)
