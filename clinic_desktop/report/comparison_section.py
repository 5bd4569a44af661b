"""The section of page 1 that sets the examination's findings against the imaging report."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import (
    ALSO_HELD,
    held_words,
    nerve_studies,
    silent_reports,
)
from clinic_desktop.domain.comparison import (
    Comparison,
    ConductionRow,
    ImagingCell,
    MechanoRow,
)
from clinic_desktop.domain.electrodiagnosis import outcome_words
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.literature import brief_sentence, literature
from clinic_desktop.domain.phrases import (
    conduction_cell,
    examination_cell,
    imaging_cell,
    reading_words,
    row_name,
    side_sentence,
    speaking_heading,
)
from clinic_desktop.domain.screening import NORMAL, SignKind
from clinic_desktop.domain.undated import undated_words
from clinic_desktop.report.parts import (
    Block,
    Cell,
    Line,
    Mark,
    Result,
    Section,
    Table,
    Tone,
    joined,
    written,
)

COMPARISON_HEADING: Final = "Examination findings set against the imaging report"
_STATEMENTS: Final = ("structure_not_function", "positive_means", "not_independent")
_EMG_ON_PAGE_1: Final = 300
"""Characters of EMG/NCS text page 1 has room for; of a longer one it has the result and roots."""

_IMAGED: Final = {
    ImagingCell.CHANGED: Mark.POSITIVE,
    ImagingCell.OTHER_CHANGE: Mark.INCONCLUSIVE,
    ImagingCell.NORMAL: Mark.NEGATIVE,
    ImagingCell.NOT_MENTIONED: Mark.NOT_TESTED,
    ImagingCell.NOT_IMAGED: Mark.NOT_TESTED,
}
"""What is not mentioned has the mark of what was not looked at, never that of normal."""

Row = MechanoRow | ConductionRow


def findings_against_imaging(
    examination: Examination, comparison: Comparison, catalogue: Catalogue, *, proposed: bool
) -> Section:
    """Return both tables of the comparison; on a draft the readings are only proposed."""
    everywhere = _noted_of_every_row((*comparison.mechanosensitivity, *comparison.conduction))

    def row(row: Row, found: Cell) -> tuple[Cell, ...]:
        return (
            (Line(row_name(row, catalogue), tone=Tone.STRONG),),
            found,
            (Result(imaging_cell(row, examination, catalogue), _IMAGED[row.imaging], quiet=True),),
            _reading(row, examination, catalogue, everywhere),
        )

    mechanosensitivity = tuple(
        row(each, _tested(each, _counted(each, examination, catalogue)))
        for each in comparison.mechanosensitivity
    )
    conduction = tuple(row(each, _signs(each, catalogue)) for each in comparison.conduction)
    reading = "Reading (proposed)" if proposed else "Reading"
    return Section(
        COMPARISON_HEADING,
        (
            *_heading(examination, comparison, catalogue),
            *_table("mechanosensitivity", ("Pathway", "Examination"), mechanosensitivity, reading),
            *_table("conduction", ("Root", "Reflex, power, sensation"), conduction, reading),
            *_of_every_row(everywhere),
            *_held(examination, catalogue),
            *_emg(examination, comparison, catalogue),
            Line(
                " ".join(_statements(examination, comparison, catalogue, proposed=proposed)),
                tone=Tone.SMALL,
            ),
        ),
    )


def _heading(
    examination: Examination, comparison: Comparison, catalogue: Catalogue
) -> Iterator[Line]:
    yield Line(f"{speaking_heading(examination, catalogue)}.")
    yield from map(Line, undated_words(examination, catalogue))
    if sides := side_sentence(comparison):
        yield Line(sides, tone=Tone.STRONG)
    if not comparison.mechanosensitivity:
        yield Line("No neurodynamic test of a nerve pathway is recorded.")


def _table(
    kind: Literal["mechanosensitivity", "conduction"],
    heads: tuple[str, str],
    rows: tuple[tuple[Cell, ...], ...],
    reading: str,
) -> Iterator[Block]:
    if rows:
        yield Table(kind=kind, heads=(*heads, "Imaging report", reading), rows=rows)


def _counted(row: MechanoRow, examination: Examination, catalogue: Catalogue) -> str:
    return examination_cell(row, examination, catalogue, degrees="\u00b0")


def _tested(row: MechanoRow, words: str) -> Cell:
    """Return what the tests gave; only what was done may be negative."""
    if row.positive:
        mark = Mark.POSITIVE
    elif row.inconclusive or row.crossed:
        mark = Mark.INCONCLUSIVE
    else:
        mark = Mark.NEGATIVE if row.done else Mark.NOT_TESTED
    return (Result(_begun(words), mark, quiet=True),)


def _signs(row: ConductionRow, catalogue: Catalogue) -> Cell:
    """Return the signs that are not normal, where there are any; the table below has them all."""
    changed = tuple(sign for sign in row.signs if sign.grade != NORMAL[SignKind(sign.kind)])
    if row.loss:
        mark = Mark.REDUCED
    elif changed:
        mark = Mark.INCREASED
    else:
        mark = Mark.NEGATIVE if row.signs else Mark.NOT_TESTED
    told = msgspec.structs.replace(row, signs=changed or row.signs)
    return (Result(_begun(conduction_cell(told, catalogue)), mark, quiet=True),)


def _reading(
    row: Row,
    examination: Examination,
    catalogue: Catalogue,
    everywhere: Sequence[str],
) -> Cell:
    noted = [part for part in _notes(row) if part not in everywhere]
    return (
        Line("", label=reading_words(row, catalogue)),
        *([Line(_sentence("; ".join(noted)), tone=Tone.SMALL)] if noted else []),
        *(
            Line(entry.note, label="Therapist:", tone=Tone.SMALL)
            for entry in examination.comparison_notes or ()
            if entry.row == row.key and written(entry.note)
        ),
    )


def _of_every_row(noted: Sequence[str]) -> Iterator[Line]:
    if noted:
        yield Line(f"Every row: {'; '.join(noted)}.", tone=Tone.SMALL)


def _held(examination: Examination, catalogue: Catalogue) -> Iterator[Line]:
    """Name once the reports that fill no row."""
    held = [held_words(report, catalogue) for report in silent_reports(examination)]
    if held:
        yield Line(_sentence(f"{ALSO_HELD} {'; '.join(held)}"), tone=Tone.SMALL)


def _notes(row: Row) -> list[str]:
    """Return what a row notes, without the other reports held: those are named once."""
    parts = row.note.split("; ") if row.note else []
    return [part for part in parts if not part.startswith(ALSO_HELD)]


def _noted_of_every_row(rows: Sequence[Row]) -> list[str]:
    """What the notes of all rows share; it is printed once."""
    if len(rows) < 2:
        return []
    first, *others = map(_notes, rows)
    return [part for part in first if all(part in other for other in others)]


def _sentence(words: str) -> str:
    return f"{_begun(words)}."


def _begun(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _emg(examination: Examination, comparison: Comparison, catalogue: Catalogue) -> Iterator[Line]:
    roots = {row.emg: row.root for row in comparison.conduction if row.emg}
    for told, root in roots.items():
        if len(told) <= _EMG_ON_PAGE_1:
            yield Line(told, label="EMG/NCS:")
            continue
        outcomes = (
            outcome_words(report.electrodiagnosis, catalogue)
            for report in nerve_studies(examination, root)
            if report.electrodiagnosis
        )
        words = joined(*outcomes, "see the supporting detail.", by="; ")
        yield Line(words, label="EMG/NCS:")


def _statements(
    examination: Examination, comparison: Comparison, catalogue: Catalogue, *, proposed: bool
) -> Iterator[str]:
    rows = comparison.mechanosensitivity
    statements = catalogue.wording.statements
    yield from (statements[key] for key in _STATEMENTS)
    if any(row.imaging is ImagingCell.NOT_MENTIONED for row in rows):
        yield statements["not_mentioned_means"]
    chosen = (study for row in rows for study in literature(row, examination, catalogue))
    under = (brief_sentence(study, catalogue) for study in chosen if study.under_tables)
    yield from dict.fromkeys(under)
    if proposed:
        yield statements["draft_reading"]
