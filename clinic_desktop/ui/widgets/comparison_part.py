"""One of the two tables of the comparison, and below it the row that the keyboard is on."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison_phrases import Row
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.practice import Phrase
from clinic_desktop.ui.widgets.comparison_table import ComparisonTable
from clinic_desktop.ui.widgets.form import section, words
from clinic_desktop.ui.widgets.row_detail import RowDetail
from clinic_desktop.ui.widgets.text_area import TextArea

_SHARES: Final = (9, 23, 23, 14, 18, 13)
_READING, _COMMENT = 3, 5


class ComparisonPart(QWidget):
    """Shows rows with their cells; a comment is taken for each row.

    `beside` is what belongs to all rows, `about` how the table is read.

    Signals:
        commented: a row's key and its comment, or `None`.
        root_wanted: the report and its finding whose root is to be changed.
        reordered: there are other fields now.
        moved: the keyboard is on another row.
        opened: the field or strip below the table that a letter led to.
    """

    commented = Signal(str, object)
    root_wanted = Signal(object, object)
    reordered = Signal()
    moved = Signal()
    opened = Signal(object)

    def __init__(
        self,
        heading: str,
        first: str,
        examination: str,
        catalogue: Catalogue,
        parent: QWidget | None = None,
        *,
        is_signed: bool,
        phrases: tuple[Phrase, ...],
    ) -> None:
        """Build the part without a row.

        Args:
            heading: what the table is called.
            first: the head of the column of names.
            examination: the head of the examination's column.
            catalogue: tests, words and sources.
            parent: Qt's parent.
            is_signed: whether the readings are accepted and nothing can be changed.
            phrases: what a comment offers to put in.
        """
        super().__init__(parent)
        self._catalogue = catalogue
        self._is_signed = is_signed
        self._phrases = phrases
        self.details: dict[str, RowDetail] = {}
        self.comments: dict[str, TextArea] = {}
        self.beside = words("", parent=self)
        self.about = words("", parent=self)
        self.about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        heads = (
            first,
            examination,
            self.tr("Imaging report"),
            self.tr("Reading") if is_signed else self.tr("Reading (proposed)"),
            self.tr("Side, root, notes"),
            self.tr("Comment"),
        )
        self.table = ComparisonTable(heading, heads, _SHARES, (0, _READING), self)
        self._details = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(section(heading, self))
        layout.addWidget(self.beside)
        layout.addWidget(self.about)
        layout.addWidget(self.table)
        layout.addLayout(self._details)
        self.table.chosen.connect(self._show_detail)
        self.table.chosen.connect(self.moved)
        self.table.asked.connect(self._act)

    def show_rows(
        self, rows: Mapping[str, Row], cells: Mapping[str, Sequence[str]], examination: Examination
    ) -> None:
        """Show rows; strips that were open stay open.

        Args:
            rows: the rows by their keys.
            cells: the words of each row, without the comment.
            examination: what they are of.
        """
        opened = {
            key: (detail.findings.is_open, detail.literature.is_open)
            for key, detail in self.details.items()
        }
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and any(
            detail.isAncestorOf(focused) for detail in self.details.values()
        )
        for detail in self.details.values():
            # A text that loses the keyboard now must not speak for the rows shown next.
            detail.comment.blockSignals(True)
            self._details.removeWidget(detail)
            detail.hide()
            detail.deleteLater()
        self.details = {key: self._new_detail(row, examination) for key, row in rows.items()}
        self.comments = {key: detail.comment for key, detail in self.details.items()}
        self.table.show_rows({key: (*cells[key], examination.comment(key) or "") for key in rows})
        for key, (findings, literature) in opened.items():
            if key in self.details:
                self.details[key].findings.button.setChecked(findings)
                self.details[key].literature.button.setChecked(literature)
        self.table.setVisible(bool(rows))
        self._show_detail(self.table.current)
        self.reordered.emit()
        if had_keyboard and rows:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_comments(self, examination: Examination) -> None:
        """Mirror the comments."""
        for key, field in self.comments.items():
            field.show_value(examination.comment(key))
            self.table.show_cell(key, _COMMENT, examination.comment(key) or "")

    def _new_detail(self, row: Row, examination: Examination) -> RowDetail:
        detail = RowDetail(
            row,
            examination,
            self._catalogue,
            self,
            is_signed=self._is_signed,
            phrases=self._phrases,
        )
        detail.hide()
        detail.comment.changed.connect(lambda note, key=row.key: self.commented.emit(key, note))
        detail.comment.left.connect(self.table.setFocus)
        detail.root_wanted.connect(self.root_wanted)
        for fold in (detail.findings, detail.literature):
            fold.button.toggled.connect(self.reordered)
        self._details.addWidget(detail)
        return detail

    def _show_detail(self, key: str) -> None:
        for name, detail in self.details.items():
            detail.setVisible(name == key)

    def _act(self, letter: str) -> None:
        """Do what a letter stands for on the row that is shown."""
        detail = self.details.get(self.table.current)
        if detail is None:
            return
        if letter == "c":
            detail.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.opened.emit(detail.comment)
        elif letter == "r":
            detail.ask_root()
            self.opened.emit(detail.findings)
        elif letter in ("l", "w"):
            fold = detail.literature if letter == "l" else detail.findings
            fold.button.toggle()
            if fold.is_open:
                self.opened.emit(fold)
            else:
                self.moved.emit()
