"""Grades of narrowing: which is worse, and which agree."""

from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct

from clinic_desktop.domain.imaging import ImagingFinding
from tests.reading.tallies import Share

GRADE_RANK: Final = {
    grade: rank
    for rank, grade in enumerate(
        (
            "none",
            "present",
            "minimal",
            "mild",
            "mild-moderate",
            "moderate",
            "moderate-severe",
            "severe",
        )
    )
}
_ALSO: Final = {
    "mild-moderate": ("mild", "moderate"),
    "moderate-severe": ("moderate", "severe"),
    "present": tuple(grade for grade in GRADE_RANK if grade != "none"),
}


class Graded(Struct, frozen=True):
    """Grades that agree, and the same where only none, some and not stated are told apart."""

    grade: Share = Share()
    presence: Share = Share()

    def __add__(self, other: "Graded") -> "Graded":
        return Graded(self.grade + other.grade, self.presence + other.presence)


def graded(wanted: list[str | None], read: str | None) -> Graded:
    """Count one place; one that is not read and need not be is not counted.

    Mild-moderate accepts mild and moderate, moderate-severe likewise; present, which is ungraded,
    accepts every grade but none.
    """
    if read is None and None in wanted:
        return Graded()
    exact = any(read == grade or read in _ALSO.get(grade or "", ()) for grade in wanted)
    present = presence(read) in {presence(grade) for grade in wanted}
    return Graded(Share(int(exact), 1), Share(int(present), 1))


def worst_grade(rows: Iterable[ImagingFinding]) -> str | None:
    """Return the worst grade of these rows; without a row there is none, which is not "none"."""
    # A grade of a named system says that there is something, and is no word of this list.
    grades = (row.grade if row.grade in GRADE_RANK else "present" for row in rows)
    return max((str(grade) for grade in grades), key=GRADE_RANK.__getitem__, default=None)


def presence(grade: str | None) -> str | None:
    """Return "none", "some", or None where nothing is stated."""
    return grade if grade in (None, "none") else "some"


def accepted(value: Any) -> list[str | None]:
    """Return what a gold accepts: its value, or each of its list."""
    return list(value) if isinstance(value, list) else [value]
