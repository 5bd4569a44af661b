"""The step "Comparison": examination and imaging report side by side, and what is beside them."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Final

import msgspec
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from clinic_desktop.domain import comparison_phrases, phrases
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare, silent_reports
from clinic_desktop.domain.comparison import Comparison, ImagingCell
from clinic_desktop.domain.comparison_phrases import Row
from clinic_desktop.domain.evidence_phrases import basis, cluster_sentences
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingFinding, ImagingReport
from clinic_desktop.domain.practice import NO_PHRASES, Phrases
from clinic_desktop.domain.root_change import with_root
from clinic_desktop.domain.undated import undated_words
from clinic_desktop.ui.intake import Intake
from clinic_desktop.ui.root_dialog import ask_root
from clinic_desktop.ui.widgets.comparison_part import ComparisonPart
from clinic_desktop.ui.widgets.comparison_table import ComparisonTable
from clinic_desktop.ui.widgets.form import scroll_area, section, title, words
from clinic_desktop.ui.widgets.mechanisms_panel import MechanismsPanel
from clinic_desktop.ui.widgets.pending import record_pending
from clinic_desktop.ui.widgets.reading_fold import ReadingFold
from clinic_desktop.ui.widgets.text_area import TextArea

_STATEMENTS: Final = (
    "positive_means",
    "not_independent",
    "structure_not_function",
    "level_roots_lumbar",
    "level_roots_cervical",
    "root_named_first",
)
_RULE_SHARES: Final = (20, 14, 20, 14, 32)
_RULE_HEIGHT: Final = 28
"""Pixels: these rows are only read, none of them is chosen."""


class ComparisonPage(QWidget):
    """Shows the comparison of what is stored; the therapist comments rows and considers mechanisms.

    Signals:
        commented: the row's name and the comment, or `None`.
        changed: a dictionary of the examination's fields that changed.
        told: a plain sentence about an entry that is not recorded.
    """

    commented = Signal(str, object)
    changed = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        catalogue: Catalogue,
        parent: QWidget | None = None,
        *,
        is_signed: bool = False,
        phrases: Phrases = NO_PHRASES,
        intake: Intake | None = None,
    ) -> None:
        """Build the page.

        Args:
            catalogue: tests, words and sources.
            parent: Qt's parent.
            is_signed: whether the readings are accepted and nothing can be changed.
            phrases: what the comments offer to put in.
            intake: what reads imaging reports.
        """
        super().__init__(parent)
        self._catalogue = catalogue
        self._intake = intake
        self._is_signed = is_signed
        self._examination: Examination | None = None
        self._shown: object = None
        self._is_mirroring = False
        self._in_order: list[QWidget] = []
        self._scroll = scroll_area(self)
        # Everything is made where it stays: what moves into another widget is styled anew.
        inner = self._inner = QWidget(self._scroll.viewport())
        self.safety, self.sides = (words("", role="alert", parent=inner) for _ in range(2))
        self.asked, self.headings = words("", parent=inner), words("", parent=inner)
        offered = phrases.get("comment", ())
        self.pathways = ComparisonPart(
            self.tr("Mechanosensitivity, by side and pathway"),
            self.tr("Pathway"),
            self.tr("Examination"),
            catalogue,
            inner,
            is_signed=is_signed,
            phrases=offered,
        )
        self.roots = ComparisonPart(
            self.tr("Conduction, by side and root"),
            self.tr("Root"),
            self.tr("Conduction signs"),
            catalogue,
            inner,
            is_signed=is_signed,
            phrases=offered,
        )
        about_rules = self.tr("Rule R1, response by response")
        self.rules = ReadingFold(about_rules, lambda: self.rule_checks, "", inner)
        self.rule_checks = ComparisonTable(
            about_rules,
            [
                self.tr("Response"),
                self.tr("Recorded"),
                self.tr("Rule"),
                self.tr("Agrees"),
                self.tr("Why"),
            ],
            _RULE_SHARES,
            (0, 3),
            self.rules.inner,
            least=_RULE_HEIGHT,
        )
        self.clusters = words("", parent=inner)
        self._clusters_heading = section(self.tr("Clusters"), inner)
        self.mechanisms = MechanismsPanel(catalogue, inner)
        self.statements = words("", parent=inner)
        self._lay_out()
        self._connect()

    @property
    def comments(self) -> dict[str, TextArea]:
        """The comment fields by the keys of their rows."""
        return {**self.pathways.comments, **self.roots.comments}

    def show_examination(self, examination: Examination) -> None:
        """Mirror the comparison of an examination; comments alone do not rebuild the tables."""
        self._examination = examination
        self._is_mirroring = True
        seen = _compared(examination)
        if seen != self._shown:
            self._shown = seen
            self.setUpdatesEnabled(False)
            self._rebuild(examination, compare(examination, self._catalogue))
            self.setUpdatesEnabled(True)
        for part in (self.pathways, self.roots):
            part.show_comments(examination)
        self.mechanisms.show_examination(examination)
        self._is_mirroring = False
        self._order_tabs()

    def start(self) -> None:
        """Put the keyboard on the first row of the first table that has one."""
        for part in (self.pathways, self.roots):
            if part.table.keys:
                part.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.mechanisms.own.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Record what is still being typed."""
        record_pending(self)

    def _rebuild(self, examination: Examination, comparison: Comparison) -> None:
        catalogue = self._catalogue
        _say(
            self.safety,
            "\n".join(
                self.tr("Safety: {text}").format(text=line.text) for line in comparison.safety
            ),
        )
        self.asked.setText(phrases.safety_line(examination, catalogue))
        _say(self.sides, phrases.side_sentence(comparison) or "")
        self.headings.setText("\n".join(self._headings(examination)))
        tests = comparison.mechanosensitivity
        roots = comparison.conduction
        self.pathways.about.setText(
            self.tr("First sign: examination; second: report. \u25c6 shows something, \u25c7 not.")
            if tests
            else self.tr("No neurodynamic test of a nerve pathway is recorded.")
        )
        _say(self.pathways.beside, "")
        _say(
            self.roots.about,
            ""
            if roots
            else self.tr("No loss is recorded, and the report names no root on its own."),
        )
        studies = comparison_phrases.nerve_studies(examination)
        _say(
            self.roots.beside,
            "\n".join(comparison_phrases.nerve_study_words(each, catalogue) for each in studies),
        )
        self.pathways.show_rows(
            {row.key: row for row in tests},
            {
                row.key: self._cells(
                    row,
                    phrases.examination_cell(row, examination, catalogue).replace("; ", "\n"),
                    examination,
                )
                for row in tests
            },
            examination,
        )
        self.roots.show_rows(
            {row.key: row for row in roots},
            {
                row.key: self._cells(
                    row, comparison_phrases.signs_words(row, examination, catalogue), examination
                )
                for row in roots
            },
            examination,
        )
        checks = comparison.rule_checks
        self.rule_checks.show_rows(
            {
                f"{check.test}/{check.side}": comparison_phrases.rule_check_cells(check, catalogue)
                for check in checks
            }
        )
        self.rules.show_summary(comparison_phrases.rule_checks_summary(checks))
        self.rules.setVisible(bool(checks))
        self._show_clusters(examination)
        _say(self.statements, "\n".join(self._statements(comparison)))

    def _cells(self, row: Row, examined: str, examination: Examination) -> tuple[str, ...]:
        return (
            phrases.row_name(row, self._catalogue),
            examined,
            comparison_phrases.imaging_words(row, examination, self._catalogue),
            comparison_phrases.marked_reading(row, self._catalogue),
            comparison_phrases.agreement_words(row),
        )

    def _headings(self, examination: Examination) -> Iterator[str]:
        """What fills the imaging cells, then the other reports held."""
        for heading in phrases.speaking_headings(examination, self._catalogue):
            yield f"{heading}."
        yield from undated_words(examination, self._catalogue)
        for report in silent_reports(examination):
            heading = phrases.imaging_heading(report, examination, self._catalogue)
            yield self.tr("Also held, not in the table: {heading}.").format(heading=heading)

    def _show_clusters(self, examination: Examination) -> None:
        told = cluster_sentences(examination, self._catalogue)
        lines = []
        for key, sentences in told.items():
            lines += [*sentences, basis(self._catalogue.clusters[key], self._catalogue), ""]
        if told:
            lines.append(self._catalogue.wording.statements["clusters_mean"])
        self._clusters_heading.setText(self.tr("Clusters") if told else "")
        self._clusters_heading.setVisible(bool(told))
        _say(self.clusters, "\n".join(lines))

    def _statements(self, comparison: Comparison) -> Iterator[str]:
        say = self._catalogue.wording.statements
        rows: tuple[Row, ...] = (*comparison.mechanosensitivity, *comparison.conduction)
        if any(row.imaging is ImagingCell.NOT_MENTIONED for row in rows):
            yield say["not_mentioned_means"]
        yield from (say[key] for key in _STATEMENTS)
        if not self._is_signed:
            yield say["draft_reading"]

    def _change_root(
        self, part: ComparisonPart, report: ImagingReport, finding: ImagingFinding
    ) -> None:
        asked = ask_root(finding, self._catalogue, self)
        if asked is not None and self._examination is not None:
            root, reason = asked
            text = report.text if root is None and self._intake else None
            offers = self._intake.read(text).offers if self._intake and text else ()
            changed = with_root(self._examination, report, finding, root, reason, offers=offers)
            self.changed.emit({"imaging": changed.imaging})
            # What asked was made anew, and the keyboard went with it.
            part.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        body = QVBoxLayout(self._inner)
        body.setContentsMargins(0, 0, 6, 0)
        body.setSpacing(8)
        body.addWidget(self.safety)
        body.addWidget(self.sides)
        body.addWidget(self.headings)
        body.addWidget(self.asked)
        body.addSpacing(6)
        body.addWidget(self.pathways)
        body.addSpacing(10)
        body.addWidget(self.roots)
        body.addSpacing(6)
        body.addWidget(self.rules)
        body.addSpacing(10)
        body.addWidget(section(self.tr("Mechanisms this study may not show"), self._inner))
        body.addWidget(
            _faint(
                self.tr(
                    "Offered by how the studies were made, not by what the patient has. Tick what "
                    "you considered; the further test and its result stand beside it in the report."
                )
            )
        )
        body.addWidget(self.mechanisms)
        body.addSpacing(10)
        body.addWidget(self._clusters_heading)
        body.addWidget(self.clusters)
        body.addSpacing(6)
        body.addWidget(_faint_role(self.statements))
        body.addStretch()
        self._scroll.setWidget(self._inner)
        layout = QVBoxLayout(self)
        layout.addWidget(title(self.tr("Comparison")))
        layout.addWidget(self._scroll, 1)

    def _connect(self) -> None:
        for part in (self.pathways, self.roots):
            part.commented.connect(self.commented)
            part.root_wanted.connect(partial(self._change_root, part))
            part.reordered.connect(self._order_tabs)
            part.moved.connect(self._follow)
            part.opened.connect(self._show_opened)
        self.rules.button.toggled.connect(self._order_tabs)
        self.mechanisms.changed.connect(self.changed)
        self.mechanisms.told.connect(self.told)
        self.mechanisms.reordered.connect(self._order_tabs)

    def _follow(self) -> None:
        """Keep the row that the keyboard is on in view."""
        for part in (self.pathways, self.roots):
            table = part.table
            item = table.item(table.currentRow(), 0)
            if table.hasFocus() and item is not None:
                cell = table.visualItemRect(item)
                at = table.viewport().mapTo(self._inner, QPoint(0, cell.center().y()))
                self._scroll.ensureVisible(0, at.y(), 0, cell.height())

    def _show_opened(self, below: QWidget) -> None:
        """Bring what a letter opened into view, its beginning first."""
        QApplication.sendPostedEvents()  # it takes its height now
        at = below.mapTo(self._inner, QPoint(0, 0)).y()
        room = self._scroll.viewport().height()
        self._scroll.ensureVisible(0, at + min(below.height(), room), 0, 0)
        self._scroll.ensureVisible(0, at, 0, 0)

    def _order_tabs(self) -> None:
        """Let the keyboard go through the page from above, once all of it is shown."""
        if self._is_mirroring:
            return
        parts = (
            self.pathways.table,
            *self.pathways.details.values(),
            self.roots.table,
            *self.roots.details.values(),
            self.rules,
            *self.mechanisms.rows.values(),
            self.mechanisms.own,
            self.mechanisms.results,
        )
        fields = [
            field
            for part in parts
            for field in (part, *part.findChildren(QWidget))
            if field.focusPolicy() & Qt.FocusPolicy.TabFocus and field.window() is self.window()
        ]
        if fields != self._in_order:
            self._in_order = fields
            for one, following in pairwise(fields):
                QWidget.setTabOrder(one, following)


def _compared(examination: Examination) -> Examination:
    """The examination without what stands in no table: that alone rebuilds nothing."""
    return msgspec.structs.replace(
        examination,
        comparison_notes=None,
        mechanisms_considered=None,
        functional_tests=None,
        measures=None,
        conclusion=None,
        after=None,
        referrer=None,
    )


def _say(label: QLabel, text: str) -> None:
    """Show a text, and no empty label."""
    label.setText(text)
    label.setVisible(bool(text))


def _faint(text: str) -> QLabel:
    return _faint_role(words(text))


def _faint_role(label: QLabel) -> QLabel:
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
