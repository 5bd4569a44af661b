"""Sentences for the therapist on what a report's words do to its reading."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from clinic_desktop.domain.anatomy import CERVICAL_LEVELS, Level
from clinic_desktop.domain.imaging import DANGERS, Certainty, FindingKind, ImagingFinding

NUMBERING: Final = re.compile(
    r"transitional|sacrali[sz]|lumbari[sz]|\blstv\b|castellvi|\bl6\b"
    r"|(?:six|6|four|4)[- ](?:non[- ]?rib|lumbar)|numbering|lumbar[- ]type vertebra"
    r"|(?:designated|label+ed|called|considered|counted|numbered|assumed|taken|deemed)"
    r"(?: as| to be)? (?:as )?(?:the )?[tl]\d|assum\w+ (?:there are )?(?:five|5) "
)
_UPRIGHT: Final = re.compile(
    r"upright|weight[- ]?bearing|\bstanding\b|\bseated\b|sitting|positional mri|fonar"
)
_COMPARED: Final = re.compile(
    r"compared (?:to|with)|comparison (?:is )?(?:made )?(?:to|with)"
    r"|since (?:the )?(?:prior|previous|last)|interval"
)
_LIMITED: Final = re.compile(
    r"motion (?:artefact|artifact|degrad)|degraded by|limited (?:by|study|examination)|suboptimal"
)
_REMARKS: Final = (
    (
        NUMBERING,
        "The report says how the vertebrae are numbered: check each level and root against it.",
    ),
    (
        _UPRIGHT,
        "The report speaks of an upright study: lying down may show other findings.",
    ),
    (_LIMITED, "The report says that the images are limited."),
)
_AT_ONCE: Final = (
    (re.compile(r"aneurysm|\baaa\b|ectatic aorta|aortic (?:dilat|ectasia)"), "an aneurysm"),
    (re.compile(r"dissection"), "a dissection"),
    (re.compile(r"ha?ematoma"), "a haematoma"),
)
_DENIED: Final = re.compile(r"\b(?:no|without|not|negative for)\b[^.;]{0,60}$")


def caveats(
    low: str,
    rows: Sequence[ImagingFinding],
    without_level: Sequence[FindingKind],
    *,
    past: bool,
    shared_out: bool,
    likened: bool,
    slips: bool,
    not_read: Iterable[Level],
) -> Iterator[str]:
    """Give the sentences that belong to this report, what must be looked at first in front.

    `past` and `shared_out` say which sentences were not read, `likened` that one level is told by
    another, `slips` that a level was mended, `not_read` which levels were named in sentences from
    which nothing was read.
    """
    lost = dict.fromkeys(without_level)
    yield from _looked_at_once(low, lost)
    for pattern, sentence in _REMARKS:
        if pattern.search(low):
            yield sentence
    if any(row.certainty is Certainty.POSSIBLE for row in rows):
        yield "Some findings are worded as possible only; they are marked so."
    if past:
        yield "Sentences about an earlier study are left out."
    elif _COMPARED.search(low):
        yield "The report compares with an earlier study: check that each finding is one of today."
    if shared_out:
        yield "Sentences that share out two findings (former, latter, respectively) are not read."
    if likened:
        yield "A level is told by likeness to another: check what is offered for it."
    if slips:
        yield "A level is written unusually and was read as the nearest one: check it."
    unread = [level.value for level in Level if level in set(not_read)]
    if unread:
        yield f"Named in a sentence from which nothing was read: {', '.join(unread)}."
    yield from _other_regions({row.level for row in rows})
    others = [_said(kind) for kind in lost if kind not in DANGERS]
    if others:
        yield f"Named without a level, so not offered: {', '.join(others)}."


def _looked_at_once(low: str, lost: Iterable[FindingKind]) -> Iterator[str]:
    """Give what has no row to stand in and still must be seen before anything else."""
    for kind in lost:
        if kind in DANGERS:
            yield f"Look at once: the report names {_said(kind)} without a level."
    for pattern, name in _AT_ONCE:
        match = pattern.search(low)
        if match and not _DENIED.search(low, max(0, match.start() - 70), match.start()):
            yield f"Look at once: the report names {name}."


def _other_regions(levels: set[Level]) -> Iterator[str]:
    if levels and levels <= set(CERVICAL_LEVELS):
        yield "The findings are at levels of the neck: check the region of the report."
    elif levels and all(level.value.startswith("T") for level in levels - {Level.T12_L1}):
        yield "The findings are at thoracic levels: check the region of the report."


def _said(kind: FindingKind) -> str:
    return kind.value.replace("_", " ")
