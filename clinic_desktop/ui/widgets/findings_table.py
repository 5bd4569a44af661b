"""The findings a therapist accepted from an imaging report, one row each."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.anatomy import Level, Root
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import ImagingFinding, Quote
from clinic_desktop.ui.quoting import moved
from clinic_desktop.ui.style import TARGET
from clinic_desktop.ui.widgets.finding_row import (
    MARK_WIDTH,
    NUMBER_WIDTH,
    REMOVE_WIDTH,
    SPACING,
    FindingRow,
    fit_column,
)
from clinic_desktop.ui.widgets.form import keep_room_for_bar, section

_MARGIN: Final = 2
_MOST_IN_SIGHT: Final = 3


class FindingsTable(QWidget):
    """Mirrors the findings of a report; a row without level and kind is not recorded.

    One row is the current one: the one chosen or worked in last. It is the row a quote is for.

    Signals:
        changed: a tuple of `ImagingFinding`, or `None` for none.
        current_changed: another row became current, or its quote changed.
    """

    changed = Signal(object)
    current_changed = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._findings: tuple[ImagingFinding, ...] | None = None
        self._current: FindingRow | None = None
        self._names_root: Callable[[Level, Root], bool] | None = None
        self.rows: list[FindingRow] = []
        self._heading = self._new_heading()
        self._area, self._list = self._new_area()
        self._none_yet = QLabel(self.tr("No finding is recorded from this report."))
        self._none_yet.setIndent(MARK_WIDTH + NUMBER_WIDTH)
        self._list.addWidget(self._none_yet)
        self._number()
        self.add = QPushButton(self.tr("Add finding"))
        self.add.setToolTip(self.tr("Add a row; its level and kind make it a finding"))
        self.add.clicked.connect(self.add_row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(section(self.tr("Findings accepted from the report")))
        head.addStretch(1)
        head.addWidget(self.add)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)

    @property
    def findings(self) -> tuple[ImagingFinding, ...] | None:
        """The findings recorded."""
        return self._findings

    @property
    def current_number(self) -> int | None:
        """The number of the current row, from 1."""
        return None if self._current is None else self.rows.index(self._current) + 1

    @property
    def current_quote(self) -> Quote | None:
        """The quote of the current row."""
        return None if self._current is None else self._current.quote

    def show_findings(self, findings: tuple[ImagingFinding, ...] | None) -> None:
        """Mirror findings without saying that they changed; rows being filled in stay."""
        self._findings = findings
        if (findings or ()) == self._complete():
            return
        while len(self.rows) > len(findings or ()):
            self._take_out(self.rows[-1])
        for index, finding in enumerate(findings or ()):
            row = self.rows[index] if index < len(self.rows) else self._append()
            row.show_finding(finding)
        self._number()

    def add_findings(self, findings: tuple[ImagingFinding, ...]) -> None:
        """Add rows at the end without saying that anything changed, and bring them into view."""
        for finding in findings:
            self._append().show_finding(finding)
        if findings:
            self._findings = self._complete()
            self._number()
            self._list.activate()
            self._area.ensureWidgetVisible(self.rows[-1])

    def correct_last(self) -> None:
        """Put the keyboard on the row added last."""
        self.make_last_current()
        self.rows[-1].fields["kind"].setFocus(Qt.FocusReason.OtherFocusReason)

    def make_last_current(self) -> None:
        """Let a quote be for the row added last."""
        self._make_current(self.rows[-1])

    def follow_roots(self, names_root: Callable[[Level, Root], bool] | None) -> None:
        """Let each row know which roots the report names; `None` where that is not known."""
        self._names_root = names_root
        for row in self.rows:
            row.names_root = names_root

    def incomplete(self) -> list[FindingRow]:
        """Return the rows that are begun and not recorded, as they lack level or kind."""
        return [row for row in self.rows if row.finding is None]

    def add_row(self) -> None:
        """Add an empty row and put the keyboard on it."""
        row = self._append()
        self._make_current(row)
        row.fields["level"].setFocus(Qt.FocusReason.OtherFocusReason)
        # The row has its place once the list is laid out.
        self._list.activate()
        self._area.ensureWidgetVisible(row)

    def set_quote(self, quote: Quote | None) -> None:
        """Give the current row a quote, or take it away."""
        if self._current is not None:
            self._current.quote = quote
            self._record()
            self.current_changed.emit()

    def move_quotes(self, old: str, new: str) -> list[int]:
        """Let the quotes follow an edit of the report's text, without saying that they changed.

        Returns:
            The numbers of the rows whose quoted words are gone.
        """
        lost = []
        for number, row in enumerate(self.rows, 1):
            if row.quote is not None:
                row.quote = moved(row.quote, old, new)
                if row.quote is None:
                    lost.append(number)
        if (complete := self._complete()) != (self._findings or ()):
            self._findings = complete or None
        self._number()
        self.current_changed.emit()
        return lost

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: Enter presses the button that has the keyboard."""
        button = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            button, QAbstractButton
        ):
            button.click()
        else:
            super().keyPressEvent(event)

    def _new_heading(self) -> QWidget:
        heading = QWidget()
        heading.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        heading.setAutoFillBackground(True)
        layout = QHBoxLayout(heading)
        layout.setContentsMargins(_MARGIN, 3, _MARGIN, 3)
        layout.setSpacing(SPACING)
        layout.addSpacing(MARK_WIDTH + NUMBER_WIDTH + SPACING)
        headings = {
            "level": self.tr("Level"),
            "kind": self.tr("Kind"),
            "side": self.tr("Side"),
            "zone": self.tr("Zone"),
            "root": self.tr("Root"),
            "root_relation": self.tr("Root relation"),
            "grade": self.tr("Grade"),
            "status": self.tr("Status"),
        }
        for name, words in headings.items():
            label = QLabel(words)
            label.setIndent(4)
            fit_column(label, name, self.fontMetrics())
            layout.addWidget(label, 1 if name == "kind" else 0)
        layout.addSpacing(REMOVE_WIDTH)
        return heading

    def _new_area(self) -> tuple[QScrollArea, QVBoxLayout]:
        area = QScrollArea()
        keep_room_for_bar(area)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.StyledPanel)
        inner = QWidget()
        rows = QVBoxLayout()
        rows.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        rows.setSpacing(0)
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 0, _MARGIN)
        body.setSpacing(2)
        body.addWidget(self._heading)
        body.addLayout(rows)
        body.addStretch()
        area.setWidget(inner)
        return area, rows

    def _append(self) -> FindingRow:
        row = FindingRow(self._catalogue)
        row.names_root = self._names_root
        row.changed.connect(self._record)
        row.entered.connect(lambda: self._make_current(row))
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._list.addWidget(row)
        # A layout shows its widgets only later, and a hidden one does not take the keyboard.
        row.show()
        return row

    def _take_out(self, row: FindingRow) -> None:
        self.rows.remove(row)
        if row is self._current:
            self._current = None
        row.blockSignals(True)
        row.hide()
        row.deleteLater()

    def _remove(self, row: FindingRow) -> None:
        place = self.rows.index(row)
        self._take_out(row)
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].number.setFocus()
        else:
            self.add.setFocus()
        self._number()
        self._record()
        self.current_changed.emit()

    def _make_current(self, row: FindingRow) -> None:
        if row is not self._current:
            self._current = row
            self._number()
            self.current_changed.emit()

    def _number(self) -> None:
        self._none_yet.setVisible(not self.rows)
        rows = min(max(len(self.rows), 1), _MOST_IN_SIGHT)
        self._area.setMinimumHeight(rows * (TARGET + 4) + self._heading.sizeHint().height() + 8)
        for number, row in enumerate(self.rows, 1):
            row.show_place(number, is_current=row is self._current)

    def _complete(self) -> tuple[ImagingFinding, ...]:
        return tuple(row.finding for row in self.rows if row.finding is not None)

    def _record(self) -> None:
        self._number()
        complete = self._complete()
        if complete != (self._findings or ()):
            self._findings = complete or None
            self.changed.emit(self._findings)
