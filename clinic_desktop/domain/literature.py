"""The published figures that stand beside a row of the comparison.

They depend on the row's reading and on the kinds of finding in it, and are the same for every
patient of whom that holds. Which study stands where is data (`Study.beside`).
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from clinic_desktop.domain.accuracy import wilson
from clinic_desktop.domain.anatomy import PATHWAY_ROOTS, Pathway, Zone
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import counting_findings, row_roots, speaking_report_of
from clinic_desktop.domain.comparison import ConductionRow, MechanoRow, Reading
from clinic_desktop.domain.evidence import Beside, GroupCounts, RowTable, Study, StudyTable
from clinic_desktop.domain.evidence_phrases import inside
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.facts import Mark
from clinic_desktop.domain.imaging import FindingKind, Modality

Row = MechanoRow | ConductionRow


def literature(row: Row, examination: Examination, catalogue: Catalogue) -> tuple[Study, ...]:
    """Return the studies that stand beside a row, in the order of the data.

    Both sides of a disagreement come together.
    """
    told = _told(row, examination)
    chosen = {
        key
        for key, study in catalogue.studies.items()
        if any(_fits(beside, told) for beside in study.beside)
    }
    shown = with_disagreeing(chosen, catalogue.studies)
    return tuple(study for key, study in catalogue.studies.items() if key in shown)


def with_disagreeing(keys: Iterable[str], studies: Mapping[str, Study]) -> set[str]:
    """Return these keys and those of all studies they disagree with, in one or more steps."""
    found = set(keys)
    waiting = list(found)
    while waiting:
        others = (studies.keys() & studies[waiting.pop()].disagrees_with) - found
        found |= others
        waiting += others
    return found


def tables(studies: Iterable[Study], catalogue: Catalogue) -> tuple[StudyTable, ...]:
    """Return the tables that hold the figures of some of these studies, each once."""
    return tuple(
        catalogue.tables[key] for key in dict.fromkeys(study.table for study in studies) if key
    )


class _Told(Struct, frozen=True):
    """All of a row and its examination that the choice may look at."""

    table: RowTable
    reading: Reading
    pathways: frozenset[Pathway]
    kinds: frozenset[FindingKind]
    zones: frozenset[Zone]
    modalities: frozenset[Modality]
    known_before: bool


def _told(row: Row, examination: Examination) -> _Told:
    roots = row_roots(row)
    counting = counting_findings(row, examination)
    speaking = speaking_report_of(row, examination)
    modalities = {speaking.modality} if speaking and speaking.modality else set()
    if isinstance(row, ConductionRow) and row.emg is not None:
        modalities.add(Modality.EMG_NCS)
    is_pathway = isinstance(row, MechanoRow)
    return _Told(
        table=RowTable.MECHANOSENSITIVITY if is_pathway else RowTable.CONDUCTION,
        reading=row.reading,
        pathways=frozenset(
            [row.pathway]
            if isinstance(row, MechanoRow)
            else [pathway for pathway, of in PATHWAY_ROOTS.items() if set(of) & set(roots)]
        ),
        kinds=frozenset(finding.kind for finding in counting),
        zones=frozenset(finding.zone for finding in counting if finding.zone),
        modalities=frozenset(modalities),
        known_before=examination.imaging_known_before is True,
    )


def _fits(beside: Beside, told: _Told) -> bool:
    return (
        (not beside.tables or told.table in beside.tables)
        and (not beside.readings or told.reading in beside.readings)
        and (not beside.pathways or not told.pathways.isdisjoint(beside.pathways))
        and (not beside.kinds or not told.kinds.isdisjoint(beside.kinds))
        and (not beside.zones or not told.zones.isdisjoint(beside.zones))
        and (not beside.modalities or not told.modalities.isdisjoint(beside.modalities))
        and (told.known_before or not beside.known_before)
    )


def study_sentence(study: Study, catalogue: Catalogue) -> str:
    """Return a study in one paragraph: statement, population, comparator, n, interval, source."""
    source = catalogue.sources[study.source].whole if study.source else None
    return _sentence(study, source, catalogue.words("mark", study.mark))


def short_sentence(study: Study, catalogue: Catalogue) -> str:
    """Return the same with author and year only, for where the sources are listed.

    That a figure was read in its source is said once there, beside all of them.
    """
    source = catalogue.sources[study.source].short if study.source else None
    mark = None if study.mark is Mark.SEEN else catalogue.words("mark", study.mark)
    return _sentence(study, source, mark)


def _sentence(study: Study, source: str | None, mark: str | None) -> str:
    population = inside(study.population or "")
    is_counted = str(study.n) in population.split()
    about = [
        population,
        f"compared with: {inside(study.comparator)}" if study.comparator else None,
        f"n = {study.n}" if study.n is not None and not is_counted else None,
        study.interval,
        source or "no source held",
        mark,
    ]
    return f"{study.statement.rstrip('.')} ({'; '.join(filter(None, about))})."


def brief_sentence(study: Study, catalogue: Catalogue) -> str:
    """Return a study in one line: its statement, author and year, and n."""
    source = catalogue.sources[study.source].short if study.source else "no source held"
    n = f"n = {study.n}" if study.n is not None else None
    about = ", ".join(filter(None, (source, n)))
    return f"{study.statement.rstrip('.')} ({about})."


def table_rows(table: StudyTable) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table: the group, then of each test its counts and share of positives.

    Such as ("Bulge, n = 7", "6 positive, 1 negative: 85.7% (48.7 to 97.4)", ...); 95 %, Wilson.
    """
    return tuple(
        (
            f"{group.group}, n = {group.n}",
            *(
                f"{positive} positive, {group.n - positive} negative: {_share(positive, group.n)}"
                for positive in group.positive
            ),
        )
        for group in table.groups
    )


def both_negative(table: StudyTable) -> str:
    """Return the bounds of how many of a group were negative to both tests."""
    group = next(each for each in table.groups if each.group == table.both_negative)
    low, high = _bounds(group)
    return (
        f"{group.group}, negative to both tests: between {low} ({100 * low / group.n:.1f}%) "
        f"and {high} ({100 * high / group.n:.1f}%) of {group.n}."
    )


def _bounds(group: GroupCounts) -> tuple[int, int]:
    """The fewest and the most who can be negative to both tests, given those positive to each."""
    first, second = group.positive
    return max(0, group.n - first - second), group.n - max(first, second)


def _share(part: int, whole: int) -> str:
    share = wilson(part, whole)
    return f"{share.value:.1f}% ({share.low:.1f} to {share.high:.1f})"
