"""The step "Comparison": examination and imaging report side by side, a comment per row."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from clinic_desktop.domain import phrases
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.comparison import ConductionRow, MechanoRow
from clinic_desktop.domain.evidence_phrases import basis, cluster_sentences
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.practice import NO_PHRASES, Phrases
from clinic_desktop.ui.widgets.form import scrolling, section, title, words
from clinic_desktop.ui.widgets.pending import record_pending
from clinic_desktop.ui.widgets.text_area import TextArea


class ComparisonPage(QWidget):
    """Shows the comparison of what is stored; the therapist comments its rows.

    Signals:
        commented: the row's name and the comment, or `None`.
    """

    commented = Signal(str, object)

    def __init__(
        self,
        catalogue: Catalogue,
        parent: QWidget | None = None,
        *,
        is_signed: bool = False,
        phrases: Phrases = NO_PHRASES,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._is_signed = is_signed
        self._phrases = phrases.get("comment", ())
        self._shown: object = None
        self.comments: dict[str, TextArea] = {}
        self._inner = QWidget()
        self._scroll = scrolling(self._inner)
        layout = QVBoxLayout(self)
        layout.addWidget(title(self.tr("Comparison")))
        layout.addWidget(self._scroll, 1)

    def show_examination(self, examination: Examination) -> None:
        """Mirror the comparison of an examination; comments alone do not rebuild the tables."""
        comparison = compare(examination, self._catalogue)
        shown = (examination.id, comparison, examination.responses, examination.conduction)
        if shown != self._shown:
            self._shown = shown
            self._rebuild(examination)
        for row, field in self.comments.items():
            field.show_value(examination.comment(row))

    def start(self) -> None:
        """Put the keyboard on the first comment."""
        for field in self.comments.values():
            field.setFocus()
            return

    def flush(self) -> None:
        """Record comments that are still being typed."""
        record_pending(self)

    def _rebuild(self, examination: Examination) -> None:
        comparison = compare(examination, self._catalogue)
        say = self._catalogue.wording.statements
        self.comments = {}
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 6, 0)
        body.setSpacing(10)
        for line in comparison.safety:
            body.addWidget(words(self.tr("Safety: {text}").format(text=line.text), role="alert"))
        body.addWidget(words(phrases.safety_line(examination, self._catalogue)))
        if sides := phrases.side_sentence(comparison):
            body.addWidget(words(sides, role="alert"))
        body.addWidget(section(self.tr("Mechanosensitivity, by side and pathway")))
        body.addWidget(words(phrases.speaking_heading(examination, self._catalogue)))
        body.addWidget(
            self._table(
                comparison.mechanosensitivity,
                [
                    phrases.examination_cell(row, examination, self._catalogue)
                    for row in comparison.mechanosensitivity
                ],
            )
        )
        body.addWidget(section(self.tr("Conduction, by side and root")))
        if comparison.conduction:
            signs = [phrases.conduction_cell(row, self._catalogue) for row in comparison.conduction]
            body.addWidget(self._table(comparison.conduction, signs))
        else:
            body.addWidget(
                words(self.tr("No loss is recorded, and the report names no root on its own."))
            )
        if told := cluster_sentences(examination, self._catalogue):
            body.addWidget(section(self.tr("Clusters")))
            for key, sentences in told.items():
                about = basis(self._catalogue.clusters[key], self._catalogue)
                body.addWidget(words("\n".join(sentences), role="section"))
                body.addWidget(words(about))
            body.addWidget(words(say["clusters_mean"]))
        for key in (
            "positive_means",
            "not_independent",
            "structure_not_function",
            "level_roots_lumbar",
            "level_roots_cervical",
            "root_named_first",
        ):
            body.addWidget(words(say[key]))
        if not self._is_signed:
            body.addWidget(words(say["draft_reading"]))
        body.addStretch()
        self._inner = inner
        self._scroll.setWidget(inner)

    def _table(self, rows: Sequence[MechanoRow | ConductionRow], cells: list[str]) -> QFrame:
        frame = QFrame()
        frame.setProperty("column", True)
        grid = QGridLayout(frame)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        heads = (
            self.tr("Row"),
            self.tr("Examination"),
            self.tr("Imaging report"),
            self.tr("Reading") if self._is_signed else self.tr("Reading (proposed)"),
            self.tr("Your comment"),
        )
        for column, (head, stretch) in enumerate(zip(heads, (2, 5, 4, 4, 4), strict=True)):
            grid.addWidget(section(head), 0, column)
            grid.setColumnStretch(column, stretch)
        for index, (row, cell) in enumerate(zip(rows, cells, strict=True)):
            line = 2 * index + 2
            rule = QFrame()
            rule.setFrameShape(QFrame.Shape.HLine)
            grid.addWidget(rule, line - 1, 0, 1, len(heads))
            name = phrases.row_name(row, self._catalogue)
            note = f"\n{row.note}" if row.note else ""
            grid.addWidget(section(name), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words(cell), line, 1)
            grid.addWidget(words(phrases.imaging_cell(row, self._catalogue)), line, 2)
            reading = phrases.reading_words(row, self._catalogue)
            grid.addWidget(words(reading + note), line, 3)
            comment = TextArea(
                self.tr("Comment on {row}").format(row=name), lines=2, phrases=self._phrases
            )
            comment.changed.connect(lambda value, key=row.key: self.commented.emit(key, value))
            self.comments[row.key] = comment
            grid.addWidget(comment, line, 4)
        return frame
