"""What is said of a level by likeness to another: "similar changes at L4-5", "same as above"."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from clinic_desktop.domain.anatomy import Level
from clinic_desktop.domain.imaging import DANGERS, FindingKind, Quote
from clinic_desktop.intake.cuts import DISC_KINDS
from clinic_desktop.intake.merging_roots import replace
from clinic_desktop.intake.statements import Statement

_THINGS: Final = r"(?:changes?|findings?|appearances?|features?|patterns?|picture)"
_LIKE: Final = re.compile(
    rf"\b(?:similar|the same|same|identical|comparable)(?: \w+)? {_THINGS}"
    rf"|{_THINGS} (?:is|are|look) (?:very )?(?:similar|the same|identical)\b"
)
_SAME: Final = re.compile(
    r"\b(?:(?:the )?same as (?:above|the level above)|ditto|(?<=[:,-] )(?:the )?same(?=\W*$))\b"
)
_DENIED: Final = re.compile(r"\b(?:no|not|without)\b[^,;]{0,20}$")
_CHANGES: Final = DISC_KINDS | {
    FindingKind.DISC_DEGENERATION,
    FindingKind.FACET_ARTHROPATHY,
    FindingKind.LIGAMENTUM_FLAVUM,
}


def speaks_of_likeness(words: str) -> bool:
    """Whether a sentence tells of a level that it is like another."""
    found = _LIKE.search(words) or _SAME.search(words)
    return found is not None and _DENIED.search(words, 0, found.start()) is None


def is_the_same(words: str) -> bool:
    """Whether all that was said of the other level holds."""
    return _SAME.search(words) is not None


def likened(
    statements: Iterable[Statement], model: Level, levels: Sequence[Level], quote: Quote, words: str
) -> list[Statement]:
    """Return what was said of the level before, as said of these.

    Roots and dangers are never carried over; "similar changes" carries changes of disc and joints,
    "same as above" the narrowing too, or that there is none.
    """
    alike = [
        statement
        for statement in statements
        if statement.finding.level is model
        and statement.finding.root is None
        and statement.finding.kind not in DANGERS
        and (is_the_same(words) or statement.finding.kind in _CHANGES)
    ]
    return [
        statement._replace(finding=replace(statement.finding, level=level, quote=quote))
        for level in levels
        for statement in alike
    ]
