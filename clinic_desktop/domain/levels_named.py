"""The levels a report's words name, for what is said of levels of which nothing is accepted."""

import re
from typing import Final

from clinic_desktop.domain.anatomy import Level
from clinic_desktop.domain.imaging import ImagingReport

_SPINE: Final = tuple(dict.fromkeys(part for level in Level for part in level.value.split("-")))
_SPAN: Final = re.compile(
    r"(?<![A-Za-z\d])(?P<from>[CTDLS]|Th)\s?(?P<first>\d{1,2})"
    r"\s{0,2}(?:[-\u2010-\u2014/]|to\b|through\b|and\b)?\s{0,2}"
    r"(?P<to>[CTDLS]|Th)?\s?(?P<last>\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_EVERY: Final = re.compile(
    r"\b(?:all|every|each|other|remaining)\s+(?:[^\s.;:]+\s+){0,3}(?:levels?|dis[ck]s?|segments?)\b",
    re.IGNORECASE,
)


def levels_named(text: str) -> tuple[Level, ...]:
    """Return the levels a text names: "L4-5", "L5/S1", "L1 to L4"; each of "all other levels".

    What it says of them is not read here.
    """
    if _EVERY.search(text):
        return tuple(Level)
    named: set[str] = set()
    for match in _SPAN.finditer(text):
        first = _place(match["from"], match["first"])
        last = _place(match["to"] or match["from"], match["last"])
        if first is None or last is None:
            continue
        named |= {f"{_SPINE[at]}-{_SPINE[at + 1]}" for at in range(first, last)}
    return tuple(level for level in Level if level.value in named)


def has_accepted(report: ImagingReport) -> bool:
    """Whether anything a report says is accepted: a finding, or that it calls something normal."""
    return bool(report.findings or report.stated_normal or report.rest_stated_normal)


def named_but_not_accepted(report: ImagingReport, levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """Return those of the levels that the text names and of which nothing is accepted."""
    if report.rest_stated_normal:
        return ()
    known = {*(report.stated_normal or ()), *(row.level for row in report.findings or ())}
    named = levels_named(report.text or "")
    return tuple(level for level in levels if level in named and level not in known)


def _place(letter: str, number: str) -> int | None:
    vertebra = f"{'T' if letter.upper() in ('D', 'TH') else letter.upper()}{int(number)}"
    return _SPINE.index(vertebra) if vertebra in _SPINE else None
