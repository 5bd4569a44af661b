"""What is published beside the readings: studies, their tables, and shares by age."""

from collections.abc import Iterable, Iterator
from itertools import chain

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison, ConductionRow, MechanoRow
from clinic_desktop.domain.evidence import Study, StudyTable
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.domain.literature import (
    both_negative,
    literature,
    short_sentence,
    table_rows,
    tables,
)
from clinic_desktop.domain.phrases import row_name
from clinic_desktop.domain.prevalence import prevalence, prevalence_sentence
from clinic_desktop.report.parts import Blocks, Line, Tone, joined

Row = MechanoRow | ConductionRow


def literature_beside(
    examination: Examination, comparison: Comparison, catalogue: Catalogue
) -> Blocks:
    """Give each study once, with the rows it stands beside."""
    rows: tuple[Row, ...] = (*comparison.mechanosensitivity, *comparison.conduction)
    rows_of: dict[str, list[Row]] = {}
    studies: dict[str, Study] = {}
    for row in rows:
        for study in literature(row, examination, catalogue):
            studies[study.statement] = study
            rows_of.setdefault(study.statement, []).append(row)
    groups: dict[str, list[Study]] = {}
    for statement, of_study in rows_of.items():
        groups.setdefault(_named(of_study, catalogue), []).append(studies[statement])
    if not groups:
        return
    for named, group in groups.items():
        yield Line(named, tone=Tone.GROUP)
        for study in group:
            if not study.table:
                yield Line(short_sentence(study, catalogue), tone=Tone.FINE)
        for table in tables(group, catalogue):
            yield from _table(table, catalogue)
    yield Line(catalogue.wording.statements["literature_means"], tone=Tone.FINE)


def _named(rows: Iterable[Row], catalogue: Catalogue) -> str:
    """The rows by reading: "Imaging report only: Sciatic, right; L5, right"."""
    by_reading: dict[str, list[str]] = {}
    for row in rows:
        reading = catalogue.label("reading", row.reading)
        by_reading.setdefault(reading, []).append(row_name(row, catalogue))
    return ". ".join(f"{reading}: {'; '.join(named)}" for reading, named in by_reading.items())


def _table(table: StudyTable, catalogue: Catalogue) -> Blocks:
    """Give a table as a line for each of its groups, which reads in a narrow column."""
    source = catalogue.sources[table.source].short
    yield Line(f"{table.title} ({source}; {catalogue.words('mark', table.mark)}).", tone=Tone.FINE)
    for group, *figures in table_rows(table):
        told = (f"{test}: {words}" for test, words in zip(table.tests, figures, strict=True))
        yield Line(f"{joined(*told, by='. ')}.", label=f"{group}.", tone=Tone.FINE)
    yield Line(joined(both_negative(table), *table.notes, by=" "), tone=Tone.FINE)


def shares_by_age(
    report: ImagingReport, examination: Examination, catalogue: Catalogue
) -> Iterator[Line]:
    """Give what is published of each kind of finding at the patient's age, once a kind."""
    told = (prevalence(finding, examination, catalogue) for finding in report.findings or ())
    for words in dict.fromkeys(prevalence_sentence(each, catalogue) for each in told if each):
        yield Line(words, tone=Tone.SMALL)


def cited_sources(
    examination: Examination, comparison: Comparison, catalogue: Catalogue
) -> Iterator[str]:
    """Give the ids of the sources cited beside the readings and the findings."""
    rows: tuple[Row, ...] = (*comparison.mechanosensitivity, *comparison.conduction)
    for row in rows:
        for study in literature(row, examination, catalogue):
            if study.source:
                yield study.source
    findings = chain.from_iterable(report.findings or () for report in examination.imaging or ())
    told = [each for finding in findings if (each := prevalence(finding, examination, catalogue))]
    if told:
        yield catalogue.prevalence.source
    if any(each.counter for each in told):
        yield catalogue.prevalence.counter.source
