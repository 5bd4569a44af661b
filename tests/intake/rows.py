"""Findings in few words, for tests that read best as text and what is taken from it."""

from clinic_desktop.domain.imaging import Certainty, ImagingFinding, Status
from clinic_desktop.intake.report_reading import read_report


def in_words(row: ImagingFinding) -> str:
    parts = [
        row.level.value,
        row.kind.value,
        row.side and row.side.value,
        row.zone and row.zone.value,
        row.root and row.root.value,
        row.root_relation and row.root_relation.value,
        row.grade_system,
        row.grade,
        "possible" if row.certainty is Certainty.POSSIBLE else None,
        "inferred" if row.status is Status.INFERRED else None,
    ]
    return " ".join(part for part in parts if part)


def said(text: str) -> set[str]:
    """What the rules read from a text, one short line each."""
    return {in_words(row) for row in read_report(text).findings}


def present(text: str) -> set[str]:
    """The same without what is denied."""
    return {in_words(row) for row in read_report(text).findings if not row.is_negated}
