"""Sentences for the therapist on what a report's words do to its reading."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from clinic_desktop.domain.anatomy import CERVICAL_LEVELS, Level
from clinic_desktop.domain.imaging import DANGERS, Certainty, FindingKind, ImagingFinding

_NUMBERING: Final = re.compile(
    r"transitional|sacrali[sz]|lumbari[sz]|\blstv\b|castellvi|\bl6\b|(?:six|6|four|4)[- ](?:non[- ]?rib|lumbar)"
    r"|purposes? of (?:numbering|this|the report)|numbering|lumbar[- ]type vertebra"
    r"|(?:designated|label+ed|called|considered|counted|numbered|assumed|taken|deemed)(?: as| to be)? (?:as )?(?:the )?[tl]\d"
    r"|assum\w+ (?:there are )?(?:five|5) "
)
_UPRIGHT: Final = re.compile(
    r"upright|weight[- ]?bearing|\bstanding\b|\bseated\b|sitting|positional mri|fonar"
)
_AT_ONCE: Final = (
    (
        re.compile(r"aneurysm|\baaa\b|ectatic aorta|aortic (?:dilat|ectasia)"),
        "an aneurysm or a wide aorta",
    ),
    (re.compile(r"dissection"), "a dissection"),
    (re.compile(r"ha?ematoma"), "a haematoma"),
)
_DENIED: Final = re.compile(r"\b(?:no|without|not|negative for)\b[^.;]{0,60}$")
_COMPARED: Final = re.compile(
    r"compared (?:to|with)|comparison (?:is )?(?:made )?(?:to|with)|since (?:the )?(?:prior|previous|last)|interval"
)
_LIMITED: Final = re.compile(
    r"motion (?:artefact|artifact|degrad)|degraded by|limited (?:by|study|examination)|suboptimal"
)


def caveats(
    low: str,
    rows: Sequence[ImagingFinding],
    without_level: Sequence[FindingKind],
    *,
    past: bool,
    slips: bool,
) -> Iterator[str]:
    """Give the sentences that belong to this report, what must be looked at first in front."""
    lost = dict.fromkeys(without_level)
    for kind in lost:
        if kind in DANGERS:
            yield f"Look at once: the report names {_said(kind)} without a level the rules can read."
    for pattern, name in _AT_ONCE:
        match = pattern.search(low)
        if match is not None and not _DENIED.search(low, max(0, match.start() - 70), match.start()):
            yield f"Look at once: the report names {name}."
    if _NUMBERING.search(low):
        yield "The report speaks of how the vertebrae are numbered: check each level and root against it."
    if _UPRIGHT.search(low):
        yield "The report speaks of an upright study: positions other than lying may show other findings."
    if any(row.certainty is Certainty.POSSIBLE for row in rows):
        yield "Some findings are worded as possible only; they are marked so."
    if past:
        yield "Sentences about an earlier study are left out."
    elif _COMPARED.search(low):
        yield "The report compares with an earlier study: what it says of the earlier one is no finding of this one."
    if slips:
        yield "A level is written unusually and was read as the nearest one: check it against the words."
    levels = {row.level for row in rows}
    if levels and levels <= set(CERVICAL_LEVELS):
        yield "The findings are at levels of the neck: check the region of the report."
    elif levels and all(
        level.value.startswith("T") and level is not Level.T12_L1 for level in levels
    ):
        yield "The findings are at thoracic levels: check the region of the report."
    others = [_said(kind) for kind in lost if kind not in DANGERS]
    if others:
        yield f"Named without a level, so not offered: {', '.join(others)}."
    if _LIMITED.search(low):
        yield "The report says that the images are limited."


def _said(kind: FindingKind) -> str:
    return kind.value.replace("_", " ")
