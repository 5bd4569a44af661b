"""Keeps which levels a report speaks of, whether anything was read of them or not."""

import re
from collections.abc import Container
from typing import Final

from clinic_desktop.domain.anatomy import Level
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding, Quote, Status
from clinic_desktop.intake.caveats import NUMBERING
from clinic_desktop.intake.clauses import Clause
from clinic_desktop.intake.tags import Tag

_ABOUT_THE_IMAGES: Final = re.compile(
    rf"{NUMBERING.pattern}|images?\b|imaging|slices|sagittal|axial|obtained|acquired|\bmri\b"
)
_HEADING: Final = re.compile(
    r"(?:[\W\d_\x01\x02]|\b(?:[a-h]|at|and|to|through|the|levels?|dis[ck]s?|segments?|interspaces?)\b)*"
)
_FEW: Final = 2


class NamedLevels:
    """The levels spoken of, and where each was first named alone or with one other.

    `not_read` are those named in a sentence from which nothing was read.
    """

    def __init__(self) -> None:
        self.spoken_of: set[Level] = set()
        self.not_read: set[Level] = set()
        self._first: dict[Level, Quote] = {}

    def note(
        self,
        clause: Clause,
        levels: tuple[Level, ...],
        words: str,
        quote: Quote,
        *,
        understood: bool,
    ) -> None:
        """Take in the levels of a clause; how they are numbered or imaged is not that.

        `understood` says that something was read from its sentence, or that it tells of no change.
        """
        if _ABOUT_THE_IMAGES.search(words):
            return
        if not understood and _HEADING.fullmatch(words) is None:
            self.not_read.update(levels)
        if not clause.has(Tag.EVERY):
            self.spoken_of.update(levels)
        if len(levels) <= _FEW:
            for level in levels:
                self._first.setdefault(level, quote)

    def not_understood(self, known: Container[Level]) -> list[ImagingFinding]:
        """Return a row for each level that is named and of which nothing is known.

        Where a report calls all it does not list normal, such a level must not pass for unlisted.
        """
        return [
            ImagingFinding(
                level=level,
                kind=FindingKind.OTHER,
                status=Status.STATED,
                quote=quote,
            )
            for level, quote in self._first.items()
            if level not in known
        ]
