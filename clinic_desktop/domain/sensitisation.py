"""What the recorded signs of sensitisation amount to, and which of them are still missing.

The steps and grades are data (IASP 2021). A step without an answer is taken neither for yes nor
for no, and no grade says that the pain is nociplastic: there is none called "definite".
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.facts import NOT_YET_CHECKED, Mark
from clinic_desktop.domain.screening import ConductionSign, Sensitisation
from clinic_desktop.domain.screening_criteria import SensitisationCriteria
from clinic_desktop.domain.values import Examined


class Grading(Struct, frozen=True, kw_only=True):
    """The highest grade whose every group has a step found, and what decides the next one.

    `against` are the steps not found that keep the next grade from being reached. Only where there
    are none, `missing` are those that could still decide it.
    """

    grade: str | None = None
    against: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def grade(given: Sensitisation, criteria: SensitisationCriteria) -> Grading:
    """Return the grading of what is recorded."""
    reached: str | None = None
    for name, each in criteria.grades.items():
        against: list[str] = []
        missing: list[str] = []
        for group in each.needs:
            answers = {step: getattr(given, step) for step in group}
            if Examined.YES in answers.values():
                continue
            unknown = [step for step, answer in answers.items() if answer is not Examined.NO]
            missing += unknown
            if not unknown:
                against += group
        if against or missing:
            return Grading(
                grade=reached,
                against=tuple(against),
                missing=() if against else tuple(missing),
            )
        reached = name
    return Grading(grade=reached)


def sensitisation_sentence(given: Sensitisation | None, catalogue: Catalogue) -> str | None:
    """Return what the program says of the signs recorded; `None` where none is."""
    if given is None or given == Sensitisation():
        return None
    criteria = catalogue.sensitisation
    grading = grade(given, criteria)
    parts = [catalogue.cited(criteria.grades[grading.grade].words)] if grading.grade else []
    unexamined = [step for step in grading.missing if getattr(given, step) is not None]
    unrecorded = [step for step in grading.missing if step not in unexamined]
    lacking = (
        ("not found", grading.against),
        ("not examined", unexamined),
        ("not recorded", unrecorded),
    )
    named = [f"{words}: {_named(steps, catalogue)}" for words, steps in lacking if steps]
    if named:
        following = _following(grading, criteria)
        mark = criteria.grades[following].words.mark
        unchecked = f"; {NOT_YET_CHECKED}" if mark is Mark.RECALLED else ""
        parts.append(
            f"Of the steps for \u201c{following}\u201d (IASP 2021{unchecked}) {'; '.join(named)}"
        )
    return ". ".join(parts) + "."


def _following(grading: Grading, criteria: SensitisationCriteria) -> str:
    """Return the grade above the one reached."""
    names = list(criteria.grades)
    return names[names.index(grading.grade) + 1 if grading.grade else 0]


def _named(steps: Iterable[str], catalogue: Catalogue) -> str:
    return ", ".join(catalogue.words("sensitisation", step) for step in steps)


def increased_sensation(examination: Examination) -> Iterator[ConductionSign]:
    """Yield the conduction signs that are a gain of sensation, not a loss."""
    for sign in examination.conduction or ():
        if sign.grade == "increased":
            yield sign
