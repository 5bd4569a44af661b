"""One finding of an imaging report: what is described, where, and who says so."""

from collections.abc import Callable
from typing import Any, Final

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from clinic_desktop.domain.anatomy import (
    CERVICAL_LEVELS,
    LUMBAR_LEVELS,
    BodySide,
    Level,
    Root,
    Zone,
)
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import (
    Certainty,
    FindingKind,
    ImagingFinding,
    Quote,
    RootRelation,
    Status,
)
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.text_area import TextLine
from clinic_desktop.ui.widgets.tips import as_written

SPACING: Final = 2
MARK_WIDTH: Final = 4
NUMBER_WIDTH: Final = 32
REMOVE_WIDTH: Final = 22

_TYPES: Final[dict[str, type[str]]] = {
    "level": Level,
    "kind": FindingKind,
    "side": BodySide,
    "zone": Zone,
    "root": Root,
    "root_relation": RootRelation,
    "grade": str,
}
# The words that set a column's width; kind takes the width that is left.
_WIDEST: Final = {
    "level": "T10-T11",
    "side": "Both sides",
    "zone": "Subarticular",
    "root": "S1",
    "root_relation": "Displacement",
    "grade": "Moderate",
    "status": "Inferred",
}
_LONGEST_KIND: Final = "Lateral recess stenosis"
_POSSIBLE: Final = "possible"
"""What the field "Status" holds for a row that is stated, and called possible."""
_AROUND_WORDS: Final = 27  # px of a drop-down's frame and arrow
# What the core protocol examines stands first.
_LEVELS: Final = (
    *LUMBAR_LEVELS,
    *CERVICAL_LEVELS,
    *(level for level in Level if level not in LUMBAR_LEVELS + CERVICAL_LEVELS),
)
_ROOTS: Final = (
    *(root for root in Root if root.startswith(("L", "S"))),
    *(root for root in Root if root.startswith(("C", "T"))),
)


def fit_column(cell: QWidget, name: str, metrics: QFontMetrics) -> None:
    """Give a cell, or a heading, the width of its column."""
    if name in _WIDEST:
        cell.setFixedWidth(metrics.horizontalAdvance(_WIDEST[name]) + _AROUND_WORDS)
    else:
        cell.setMinimumWidth(metrics.horizontalAdvance(_LONGEST_KIND) + _AROUND_WORDS)


def _status_word(finding: ImagingFinding | None) -> str | None:
    if finding is None:
        return None
    if finding.status is Status.INFERRED:
        return finding.status
    return _POSSIBLE if finding.certainty is Certainty.POSSIBLE else finding.status


class FindingRow(QWidget):
    """Mirrors one finding. Without level and kind it is no finding yet, and says so.

    Parts of a finding that the row does not show are kept. `names_root` tells whether the report
    names a root at a level; choosing another one makes the row inferred, which asks for a reason.

    Signals:
        changed: something in the row changed.
        entered: the row was chosen, or the keyboard came into it.
        removed: the row is to go.
    """

    changed = Signal()
    entered = Signal()
    removed = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: ImagingFinding | None = None
        self.quote: Quote | None = None
        self.names_root: Callable[[Level, Root], bool] | None = None
        self._mark = QWidget()
        self._mark.setFixedWidth(MARK_WIDTH)
        self._mark.setBackgroundRole(QPalette.ColorRole.Highlight)
        self.number = QToolButton()
        self.number.setAutoRaise(True)
        self.number.setFixedWidth(NUMBER_WIDTH)
        self.remove = QToolButton()
        self.remove.setAutoRaise(True)
        self.remove.setText("\u00d7")
        self.remove.setFixedWidth(REMOVE_WIDTH)
        for button in (self.number, self.remove):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.installEventFilter(self)
        self.fields = self._new_fields(catalogue)
        self._names = [field.accessibleName() for field in self.fields.values()]
        self.warning = QLabel(self.tr("Incomplete, not recorded: choose the level and the kind."))
        self.warning.setIndent(MARK_WIDTH + NUMBER_WIDTH + 2 * SPACING)
        self.doubt = QLabel(self.tr("The report calls it possible."))
        self.why = QLabel(self.tr("Inferred by you. Reason:"))
        self.reason = TextLine(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("why this is inferred, as the report does not say"))
        self.reason.changed.connect(self._chosen)
        self.reason.installEventFilter(self)
        cells = QHBoxLayout()
        cells.setSpacing(SPACING)
        cells.addWidget(self._mark)
        cells.addWidget(self.number)
        for name, field in self.fields.items():
            cells.addWidget(field, 0 if name in _WIDEST else 1)
        cells.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 1)
        layout.setSpacing(1)
        more = QHBoxLayout()
        more.setContentsMargins(MARK_WIDTH + NUMBER_WIDTH + 2 * SPACING, 0, 0, 0)
        more.addWidget(self.doubt)
        more.addWidget(self.why)
        more.addWidget(self.reason, 1)
        layout.addLayout(cells)
        layout.addLayout(more)
        layout.addWidget(self.warning)
        self.number.clicked.connect(self.entered)
        self.remove.clicked.connect(self.removed)

    @property
    def finding(self) -> ImagingFinding | None:
        """The finding, or `None` while level or kind are not chosen."""
        parts: dict[str, Any] = {"quote": self.quote, "root_reason": self.reason.value}
        for name, of_type in _TYPES.items():
            value = self.fields[name].value
            parts[name] = None if value is None else of_type(value)
        if self.fields["status"].value != _status_word(self._shown):
            parts |= self._status()
        if parts["level"] is None or parts["kind"] is None:
            return None
        if self._shown is None:
            return ImagingFinding(**parts)
        return msgspec.structs.replace(self._shown, **parts)

    def show_finding(self, finding: ImagingFinding) -> None:
        """Mirror a finding without saying that it changed; an entry being typed stays."""
        self._shown = finding
        self.quote = finding.quote
        for name in _TYPES:
            if self.fields[name].value != getattr(finding, name):
                self.fields[name].show_value(getattr(finding, name))
        if self.fields["status"].value != _status_word(finding):
            self.fields["status"].show_value(_status_word(finding))
        self.reason.show_value(finding.root_reason)
        self._describe()

    def show_place(self, number: int, *, is_current: bool) -> None:
        """Show the row's number, whether it is quoted, and whether it is the current one."""
        words = self.tr("Finding {0}").format(number)
        if self.quote is not None:
            words = self.tr("{0}, quoted").format(words)
        self.number.setText(f"\u201c{number}\u201d" if self.quote else str(number))
        self.number.setToolTip(as_written(words))
        self.number.setAccessibleName(
            self.tr("{0}, current").format(words) if is_current else words
        )
        for field, name in zip(self.fields.values(), self._names, strict=True):
            field.rename(self.tr("Finding {0}: {1}").format(number, name))
        self.reason.setAccessibleName(self.tr("Finding {0}: reason").format(number))
        self.remove.setToolTip(self.tr("Remove finding {0}").format(number))
        self.remove.setAccessibleName(self.remove.toolTip())
        self._mark.setAutoFillBackground(is_current)
        self._describe()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: note that the keyboard came into the row."""
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)

    def _new_fields(self, catalogue: Catalogue) -> dict[str, OpenList]:
        def words(group: str, values: Any) -> list[tuple[str, str]]:
            return [(value, catalogue.label(group, value)) for value in values]

        fields = {
            "level": OpenList(self.tr("Level"), words("level", _LEVELS), closed=True),
            "kind": OpenList(self.tr("Kind"), words("kind", FindingKind), closed=True),
            "side": OpenList(self.tr("Side"), words("side", BodySide), closed=True),
            "zone": OpenList(self.tr("Zone"), words("zone", Zone), closed=True),
            "root": OpenList(self.tr("Root"), words("root", _ROOTS), closed=True),
            "root_relation": OpenList(
                self.tr("Root relation"), words("root_relation", RootRelation), closed=True
            ),
            "grade": OpenList(
                self.tr("Grade"), list(catalogue.wording.labels.get("grade", {}).items())
            ),
            "status": OpenList(
                self.tr("Status"),
                [
                    (Status.STATED, self.tr("Stated")),
                    (_POSSIBLE, self.tr("Possible")),
                    (Status.INFERRED, self.tr("Inferred")),
                ],
                closed=True,
            ),
        }
        for name, field in fields.items():
            fit_column(field, name, self.fontMetrics())
            field.setMaxVisibleItems(16)
            view = field.view()
            view.setMinimumWidth(view.sizeHintForColumn(0) + 24)
            field.chosen.connect(self._chosen_root if name == "root" else self._chosen)
            field.installEventFilter(self)
        return fields

    def _status(self) -> dict[str, Any]:
        """Return status and certainty as chosen; inferring takes no "possible" away."""
        chosen = self.fields["status"].value
        if chosen == _POSSIBLE:
            return {"status": Status.STATED, "certainty": Certainty.POSSIBLE}
        if chosen == Status.STATED:
            return {"status": Status.STATED, "certainty": None}
        return {"status": Status(chosen) if chosen else None}

    def _chosen(self) -> None:
        self._describe()
        self.changed.emit()

    def _chosen_root(self) -> None:
        """Make the row inferred where the report does not name the root chosen, and ask why."""
        level, root = self.fields["level"].value, self.fields["root"].value
        is_named = (
            self.names_root is None
            or level is None
            or root is None
            or self.names_root(Level(level), Root(root))
        )
        if not is_named:
            self.fields["status"].show_value(Status.INFERRED)
        self._chosen()
        if not is_named and self.reason.value is None:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _describe(self) -> None:
        for field in self.fields.values():
            words = field.currentText() or self.tr("not recorded")
            field.setToolTip(as_written(f"{field.accessibleName()}: {words}"))
        finding = self.finding
        is_inferred = self.fields["status"].value == Status.INFERRED
        is_possible = finding is not None and finding.certainty is Certainty.POSSIBLE
        self.doubt.setVisible(is_possible)
        self.why.setVisible(is_inferred)
        self.reason.setVisible(is_inferred)
        self.warning.setVisible(finding is None)
