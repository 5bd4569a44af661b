"""Says where history, technique and the like end and the report itself goes on."""

import re
from typing import Final

# What is told of images and person ends where a sentence tells what is seen.
_SEEN: Final = re.compile(
    r"(?<=[.?!] )\s*(?:"
    r"(?:at|on|in)? ?(?:the )?(?:level (?:of )?)?[ctdl][ -]?\d{1,2}[^\n.]{0,14}?"
    r"(?::|there |shows?|demonstrat|level|mild|moderate|severe|small|broad)"
    r"|(?:at|on) (?:the )?[ctdl][ -]?\d{1,2}\b"
    r"|there (?:is|are) |no (?:evidence|acute|compression|fracture|abnormal|significant|spondylol)"
    r"|(?:the )?(?:overall )?(?:lumbar |normal |bone |osseous )?(?:vertebra|alignment|lordosis"
    r"|conus|marrow|curvature|dis[ck]s? |spinal cord|lumbar spine (?:is|shows|demonstr))"
    r"|multi-?level)"
)
# Where nothing else would be left of the report.
_ABRUPT: Final = re.compile(r"(?<=[.?!] )\s*[ctl] ?\d{1,2} ?[-/=] ?[cts]?l? ?\d{1,2}\b")
_TOLD: Final = re.compile(
    r"history|\bpain|radiat|sciatica|symptom|surg|ectomy|fusion|prior|previous|known|weak|numb"
    r"|complain|\bwas (?:performed|obtained|acquired)|were (?:performed|obtained|acquired)"
    r"|weighted|sequences|contrast|year|\b(?:19|20)\d\d\b"
)
LEVEL_AHEAD: Final = re.compile(r"(?:at |the )*[ctdl][ -]?\d{1,2}[^\n.]{0,14}?:")


def end_of_aside(text: str, low: str, start: int, limit: int) -> int:
    """Return where the report itself goes on after a short part without a heading of its own."""
    begun = start
    while begun < limit and low[begun].isspace():
        begun += 1
    line = low.find("\n", begun, limit)
    while 0 <= line < limit - 1 and text[line + 1].islower() and low[line - 1] not in ".:;":
        line = low.find("\n", line + 1, limit)
    stop = line if line >= 0 else limit
    ahead = LEVEL_AHEAD.search(low, begun, stop)
    found = [] if ahead is None else [ahead.start()]
    found += _told_nothing(_SEEN, low, begun, stop)
    if not found and stop == len(low):
        found += _told_nothing(_ABRUPT, low, begun, stop)
    return min([*found, limit if line < 0 else line + 1])


def _told_nothing(pattern: re.Pattern[str], low: str, begun: int, stop: int) -> list[int]:
    """Return where the first sentence of this kind begins that tells nothing of the person."""
    for match in pattern.finditer(low, begun, stop):
        dot = low.find(". ", match.end(), stop)
        if not _TOLD.search(low, match.start(), dot if dot >= 0 else stop):
            return [match.start()]
    return []
