"""Studies as they are shown: those that disagree together, those of a table in their table."""

from collections.abc import Iterable

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison_phrases import Row, findings_behind
from clinic_desktop.domain.evidence import Study
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.literature import literature, with_disagreeing
from clinic_desktop.domain.prevalence import prevalence, prevalence_sentence


def study_groups(studies: Iterable[Study], catalogue: Catalogue) -> tuple[tuple[Study, ...], ...]:
    """Return studies one by one, and those that disagree in one group, in the order given.

    One whose figures a table shows is left to its table, unless it belongs to a disagreement.
    """
    wanted = set(studies)
    held = {key: study for key, study in catalogue.studies.items() if study in wanted}
    groups: list[tuple[Study, ...]] = []
    told: set[str] = set()
    for key, study in held.items():
        if key in told:
            continue
        group = with_disagreeing([key], held)
        told |= group
        if len(group) > 1 or study.table is None:
            groups.append(tuple(each for name, each in held.items() if name in group))
    return tuple(groups)


def age_sentences(row: Row, examination: Examination, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what is published by age of the findings behind a row, each once."""
    told = (
        prevalence(finding, examination, catalogue) for finding in findings_behind(row, examination)
    )
    return tuple(dict.fromkeys(prevalence_sentence(each, catalogue) for each in told if each))


def literature_summary(row: Row, examination: Examination, catalogue: Catalogue) -> str:
    """Return how much is published beside a row: "5 figures, and shares by age"."""
    studies = len(literature(row, examination, catalogue))
    figures = f"{studies or 'no'} {'figure' if studies == 1 else 'figures'} held"
    has_ages = bool(age_sentences(row, examination, catalogue))
    return f"{figures}, and shares by age" if has_ages else figures
