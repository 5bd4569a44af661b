"""Other sources of pain: one row for each that is offered, and rows in other words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.open_lists import (
    offered_entries,
    other_entries,
    with_offered,
    with_others,
)
from clinic_desktop.domain.screening import OtherSource
from clinic_desktop.domain.values import Examined
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.examined_row import ExaminedRow
from clinic_desktop.ui.widgets.rows_editor import RowsEditor
from clinic_desktop.ui.widgets.text_area import TextLine


class _OwnRow(QWidget):
    def __init__(self, editor: "OwnSourcesEditor", place: int, catalogue: Catalogue) -> None:
        super().__init__(editor)
        number = place + 1
        self.source = TextLine(self.tr("Other source {number}").format(number=number))
        self.source.setPlaceholderText(self.tr("Another source, in your own words"))
        self.found = ChoiceRow(
            self.tr("Other source {number}").format(number=number),
            [(value.value, catalogue.label("found", value)) for value in Examined],
        )
        self.note = TextLine(self.tr("Note on other source {number}").format(number=number))
        self.note.setPlaceholderText(self.tr("Note"))
        remove = QPushButton(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove other source {number}").format(number=number))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.source, 2)
        layout.addWidget(self.found, 3)
        layout.addWidget(self.note, 2)
        layout.addWidget(remove)
        self.source.changed.connect(lambda value: editor.replace_value(place, source=value))
        self.found.chosen.connect(
            lambda value: editor.replace_value(place, found=Examined(value) if value else None)
        )
        self.note.changed.connect(lambda value: editor.replace_value(place, note=value))
        remove.clicked.connect(lambda: editor.remove_value(place))

    def show_value(self, source: OtherSource) -> None:
        self.source.show_value(source.source)
        self.found.show_value(source.found)
        self.note.show_value(source.note)

    def start(self) -> None:
        self.source.setFocus()


class OwnSourcesEditor(RowsEditor):
    """Mirrors the sources in other words, a tuple of `OtherSource`."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(OtherSource(), self.tr("Add another source"), parent)
        self._catalogue = catalogue

    def new_row(self, place: int) -> QWidget:
        """Override RowsEditor.new_row."""
        return _OwnRow(self, place, self._catalogue)


class OtherSourcesForm(QWidget):
    """Mirrors the other sources, a tuple of `OtherSource`.

    Signals:
        changed: the tuple now recorded, or `None`.
    """

    changed = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._offered = catalogue.wording.offered["other_sources"]
        self._values: tuple[OtherSource, ...] | None = None
        self.rows = {source: self._row(source) for source in self._offered}
        self.own = OwnSourcesEditor(catalogue, self)
        self.own.changed.connect(self._record_own)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for source, row in self.rows.items():
            layout.addWidget(row)
            row.answered.connect(lambda value, source=source: self._record(source, found=value))
            row.noted.connect(lambda value, source=source: self._record(source, note=value))
        layout.addWidget(self.own)

    def show_values(self, values: tuple[OtherSource, ...] | None) -> None:
        """Mirror values without saying that they changed."""
        self._values = values
        known = offered_entries(values, "source", self._offered)
        for source, row in self.rows.items():
            entry = known.get(source, OtherSource())
            row.show_value(entry.found, entry.note)
        self.own.show_values(other_entries(values, "source", self._offered) or None)

    def show_previous(self, values: tuple[OtherSource, ...] | None, on: str) -> None:
        """Tell what was found at an earlier examination, `on` being its day in words."""
        known = offered_entries(values, "source", self._offered)
        for source, row in self.rows.items():
            found = known[source].found if source in known else None
            row.show_previous(f"{on}: {self._catalogue.words('found', found)}" if found else "")

    def summary(self) -> str:
        """Return how many were found, not found and not examined."""
        given = [entry.found for entry in self._values or ()]
        counts = ((value, given.count(value)) for value in Examined)
        named = (f"{n} {self._catalogue.words('found', value)}" for value, n in counts if n)
        return ", ".join(named)

    def _row(self, source: str) -> ExaminedRow:
        clue = self._catalogue.other_sources.get(source)
        facts = (clue.exam, clue.further) if clue else ()
        return ExaminedRow(
            self._catalogue.label("source", source),
            [(value.value, self._catalogue.label("found", value)) for value in Examined],
            [" ".join(self._catalogue.cited(fact) for fact in facts if fact)],
            has_note=True,
            parent=self,
        )

    def _record(self, source: str, **fields: Examined | str | None) -> None:
        known = offered_entries(self._values, "source", self._offered)
        old = known.get(source, OtherSource(source=source))
        entry = OtherSource(
            source=source,
            found=fields.get("found", old.found),  # type: ignore[arg-type] # by name
            note=fields.get("note", old.note),
        )
        kept = None if entry == OtherSource(source=source) else entry
        self._take(with_offered(self._values, "source", source, kept))

    def _record_own(self, others: tuple[OtherSource, ...] | None) -> None:
        self._take(with_others(self._values, "source", self._offered, others))

    def _take(self, values: tuple[OtherSource, ...] | None) -> None:
        self._values = values
        self.changed.emit(values)
