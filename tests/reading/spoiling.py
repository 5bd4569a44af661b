"""Readings spoilt in one place, and which figures that changes."""

from collections.abc import Callable

import msgspec

from clinic_desktop.domain.imaging import FindingKind, ImagingFinding
from clinic_desktop.domain.reading import ReportReading
from tests.reading.faithful import faithful
from tests.reading.golds import case
from tests.reading.scoring import Score, score
from tests.reading.table import figures

Change = Callable[[ImagingFinding], ImagingFinding | None]


def scored(name: str, reading: ReportReading) -> Score:
    return score(case(name).gold, reading)


def worse(name: str, reading: ReportReading) -> set[str]:
    """Return the figures that are not those of the faithful reading."""
    best = figures(scored(name, faithful(case(name).gold)))
    now = figures(scored(name, reading))
    return {figure for figure, value in now.items() if value != best[figure]}


def with_rows(name: str, change: Change) -> ReportReading:
    """Return the faithful reading with each row changed, or left out where that gives None."""
    reading = faithful(case(name).gold)
    rows = (change(row) for row in reading.findings)
    return msgspec.structs.replace(reading, findings=tuple(row for row in rows if row is not None))


def where(level: str, of: FindingKind, /, *, rooted: bool = False, **fields: object) -> Change:
    """Return the change of these fields in rows of a level and kind, with a root or without."""

    def change(row: ImagingFinding) -> ImagingFinding:
        chosen = row.level == level and row.kind is of and (row.root is not None) is rooted
        changed = {**msgspec.to_builtins(row), **fields}
        return msgspec.convert(changed, ImagingFinding) if chosen else row

    return change


def without(level: str, of: FindingKind, /) -> Change:
    return lambda row: None if row.level == level and row.kind is of else row


def with_row(name: str, **row: object) -> ReportReading:
    """Return the faithful reading with one row more."""
    reading = faithful(case(name).gold)
    more = msgspec.convert(row, ImagingFinding)
    return msgspec.structs.replace(reading, findings=(*reading.findings, more))
