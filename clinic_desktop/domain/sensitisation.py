"""What the recorded signs of sensitisation amount to, and which of them are still missing.

The steps and grades are data (IASP 2021). A step without an answer is taken neither for yes nor
for no, and no grade says that the pain is nociplastic: there is none called "definite".
"""

from collections.abc import Iterator

from msgspec import Struct

from clinic_desktop.domain.catalogue import Catalogue, SensitisationCriteria
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.screening import ConductionSign, Sensitisation
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
    following = next(iter(criteria.grades)) if not grading.grade else _above(grading, criteria)
    if grading.against:
        parts.append(f"For \u201c{following}\u201d not found: {_named(grading.against, catalogue)}")
    for words, steps in (
        ("not examined", [s for s in grading.missing if getattr(given, s) is not None]),
        ("not recorded", [s for s in grading.missing if getattr(given, s) is None]),
    ):
        if steps:
            parts.append(f"For \u201c{following}\u201d {words}: {_named(steps, catalogue)}")
    return ". ".join(parts) + "."


def _above(grading: Grading, criteria: SensitisationCriteria) -> str:
    names = list(criteria.grades)
    return names[min(names.index(grading.grade or "") + 1, len(names) - 1)]


def _named(steps: "list[str] | tuple[str, ...]", catalogue: Catalogue) -> str:
    return "; ".join(catalogue.words("sensitisation", step) for step in steps)


def increased_sensation(examination: Examination) -> Iterator[ConductionSign]:
    """Yield the conduction signs that are a gain of sensation, not a loss."""
    for sign in examination.conduction or ():
        if sign.grade == "increased":
            yield sign
