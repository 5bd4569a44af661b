"""The published figures beside a reading: whom they were found in, how many, how far checked."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison_phrases import Row
from clinic_desktop.domain.evidence import Study, StudyTable
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.literature import (
    both_negative,
    literature,
    table_rows,
    tables,
)
from clinic_desktop.domain.literature_groups import age_sentences, study_groups
from clinic_desktop.ui.widgets.form import section, words


class LiteraturePanel(QWidget):
    """Shows what is published beside one row; the same for every patient with that reading."""

    def __init__(
        self,
        row: Row,
        examination: Examination,
        catalogue: Catalogue,
        parent: QWidget | None = None,
    ) -> None:
        """Build the panel of a row."""
        super().__init__(parent)
        self._catalogue = catalogue
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(_faint(catalogue.wording.statements["literature_means"]))
        studies = literature(row, examination, catalogue)
        for together in study_groups(studies, catalogue):
            layout.addWidget(self._group(together))
        for table in tables(studies, catalogue):
            layout.addWidget(self._table(table))
        ages = age_sentences(row, examination, catalogue)
        if ages:
            layout.addWidget(section(self.tr("By age, in people without pain")))
            layout.addWidget(words("\n".join(ages)))
            layout.addWidget(_faint("\n".join(self._sources_of_ages())))
        if not studies and not ages:
            layout.addWidget(words(self.tr("No figure is held for this reading.")))

    def _group(self, studies: tuple[Study, ...]) -> QWidget:
        """One study, or those that disagree in one frame."""
        frame = QFrame()
        column = QVBoxLayout(frame)
        column.setSpacing(2)
        if len(studies) > 1:
            frame.setProperty("column", True)
            column.setContentsMargins(10, 6, 10, 8)
            column.addWidget(section(self.tr("\u2260  These sources disagree")))
        else:
            column.setContentsMargins(0, 0, 0, 0)
        for study in studies:
            column.addWidget(words(study.statement))
            column.addWidget(_faint(self._about(study)))
        return frame

    def _sources_of_ages(self) -> tuple[str, str]:
        """The source of the shares, and of what stands against them."""
        shares = self._catalogue.prevalence
        counter = shares.counter
        told, against = (self._catalogue.sources[each.source].whole for each in (shares, counter))
        mark = self._catalogue.label("mark", counter.mark)
        return (
            f"{shares.population} \u00b7 {told}",
            f"{counter.population} \u00b7 {against} \u00b7 {mark}",
        )

    def _about(self, study: Study) -> str:
        source = self._catalogue.sources.get(study.source or "")
        parts = (
            study.population,
            self.tr("compared with: {comparator}").format(comparator=study.comparator)
            if study.comparator
            else None,
            f"n = {study.n}" if study.n is not None else self.tr("n not given"),
            study.interval or self.tr("no interval given"),
            source.whole if source else self.tr("no source held"),
            self._catalogue.label("mark", study.mark),
        )
        return " \u00b7 ".join(filter(None, parts))

    def _table(self, table: StudyTable) -> QWidget:
        frame = QFrame()
        frame.setProperty("column", True)
        column = QVBoxLayout(frame)
        column.setContentsMargins(10, 6, 10, 8)
        column.addWidget(section(table.title))
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        for place, head in enumerate(("", *table.tests)):
            grid.addWidget(section(head), 0, place)
            grid.setColumnStretch(place, 1 if place else 0)
        for line, cells in enumerate(table_rows(table), start=1):
            for place, cell in enumerate(cells):
                grid.addWidget(words(cell), line, place)
        column.addLayout(grid)
        column.addWidget(words(both_negative(table)))
        source = self._catalogue.sources[table.source].whole
        mark = self._catalogue.label("mark", table.mark)
        column.addWidget(_faint(" ".join((*table.notes, f"{source}. {mark}."))))
        return frame


def _faint(text: str) -> QLabel:
    label = words(text)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
