"""Cuts a report into sections and sentences, each with its place in the text as received."""

import re
from bisect import bisect_right
from enum import Enum
from typing import Final, NamedTuple

from clinic_desktop.intake.asides import LEVEL_AHEAD, end_of_aside


class Section(Enum):
    """What a part of a report is for; findings are read from body and impression only."""

    ASIDE = "aside"
    BODY = "body"
    IMPRESSION = "impression"


class Sentence(NamedTuple):
    """One sentence: `start` and `end` count code points of the text; items share no level.

    `column` is the heading of the column a cell of a table stands under.
    """

    start: int
    end: int
    section: Section
    item: int
    column: str = ""


_ASIDE: Final = (
    r"clinical(?: (?:history|indications?|details|information|info|data|notes?|question|context"
    r"|background|summary))?|(?:patient )?history|hx|indications?(?: for (?:exam|study|scan))?"
    r"|reason for (?:the )?(?:exam|examination|study|scan|referral)|symptoms?|techniques?"
    r"|protocol|procedure|sequences?|methods?|scan details|comparisons?|compared (?:to|with)"
    r"|(?:prior|previous) (?:imaging|stud(?:y|ies)|exams?)|exam(?:ination)?|study|stud(?:y|ies)"
    r" performed|patient(?: name| id)?|name|dob|date(?: of [a-z]+)?|mrn|referr(?:er|ing)"
    r"(?: physician| doctor)?|recommendations?|advice|reported by|radiologist|dictated(?: by)?"
    r"|electronically signed(?: by)?|contrast"
)
_BODY: Final = (
    r"(?:mri |imaging |radiological )?(?:findings?|observations?|report|results?)"
    r"|description|(?:mri (?:of )?(?:the )?)?(?:lumbar|lumbosacral|cervical|thoracic|ls)"
    r"(?: spine)?(?: findings)?|(?:disc |individual |segmental )?levels|axial images?"
)
_IMPRESSION: Final = (
    r"impressions?|conclusions?|opinion|summary|(?:radiologist'?s? )?comments?|interpretation"
    r"|diagnos[ei]s|assessment|in summary|in conclusion|imp"
)
_HEADER: Final = re.compile(
    r"(?:\A|(?<=\n)|(?<=[.:;?] )|(?<=[.?]))[ \t*#_>|•-]*"
    rf"(?:(?P<impression>{_IMPRESSION})|(?P<body>{_BODY})|(?P<aside>{_ASIDE}))[ \t*_]*"
    r"(?::|[ \t]-[ \t]|(?=[ \t]*(?:\n|\Z))|(?=[ \t]+1[.)]))"
)
# A referral line is often written without a colon.
_BARE_ASIDE: Final = re.compile(
    r"(?:\A|(?<=\n))[ \t]*(?:clinical (?:history|indications?|details|information|data)"
    r"|indications?"
    r"|history(?: of)?|reason for [a-z]+|techniques?)[ \t]+(?=[a-z?])"
)
_LEVEL_LINE: Final = re.compile(
    r"[ \t]*(At (?:the )?)?[CTL] ?-?\d{1,2} ?[-/=–,]? ?[CTLS]? ?-?[\dI]{1,2}(?::"
    r"|[ \t]+[-–A-Z(]|(?(1),|$))"
)
_STOP: Final = re.compile(r"[.!?](?=[\s\"')\]]|\Z)|\n")
_GLUED_STOP: Final = re.compile(r"(?<=[a-z)])\.(?=[A-Z])|(?<=[0-9])\.(?=[A-Z][a-z]|A )")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|approx|vs|dr|mr|mrs|fig|cf|lt|rt|l|r|st|incl|mod|bilat|ant|post|sup"
    r"|inf|min|max|deg|degen|ref|ca)$"
)
_MARKER: Final = re.compile(r"[\s(*•>#-]*(?:\d{1,2}|[a-h])?[\s.):*•>-]*")
_NUMBERED: Final = re.compile(r"\(?\d{1,2}\)[.:]?\s*(?=[a-z])")
_ITEM_AHEAD: Final = re.compile(r"[ \t]*(?:\d{1,2}[.)]|[*•>·▪-](?=[ \t])|\(?[a-h]\))")
_DANGLING: Final = re.compile(
    r"(?:,|\b(?:the|a|an|of|and|or|at|with|to|in|on|by|is|are|no|left|right|mild|moderate|severe"
    r"|both|nerve|neural|disc|exiting|traversing|descending))\s*$"
)
_COLUMNS: Final = re.compile(r"[|\t]|[ ]{3,}")
_SPACED_HEADING: Final = re.compile(r"(?:spinal |disc )?(?:level|segment)s?\s{3}")
_LINE: Final = 400
_LONGEST: Final = 1500
"""No sentence is longer; what is cut here was written without any stop."""
_HEADING_WORDS: Final = re.compile(r"\b(?:level|segment|disc|disk|canal|foram|recess)")

_TORN: Final = re.compile(r"\b([a-z]{2,})-[ \t]*\n[ \t]*([a-z]{2,})")
_WHOLE: Final = frozenset({"left", "right", "mild", "moderate", "high", "low", "far", "multi"})
_FOLD: Final = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣-", "-"),
        **dict.fromkeys("’‘ʼ`", "'"),
        **dict.fromkeys('“”„«»"', " "),
        **dict.fromkeys(map(chr, (*range(9), 11, 12, *range(14, 32), 0xA0, 0x2007, 0x202F)), " "),
    }
)


def folded(text: str) -> str:
    """Return the text in small letters of equal length: plain dashes and spaces, no quotes."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    newline = "\n" if "\r" in low and "\n" not in low else " "
    return _TORN.sub(_mended, low.translate(_FOLD).replace("\r", newline))


def _mended(torn: re.Match[str]) -> str:
    """Join a word torn at the end of a line; the place it leaves is filled with spaces."""
    first, second = torn.groups()
    if first in _WHOLE or second.startswith(("sided", "based")):
        return torn.group()
    return (first + second).ljust(len(torn.group()))


def sentences_in(text: str, low: str) -> list[Sentence]:
    """Return the sentences of body and impression, in order; `low` is the folded text."""
    parts = _sections(text, low)
    starts = [start for start, _ in parts]
    found: list[Sentence] = []
    item = 0
    heading: list[str] = []
    for start, end, opens in _pieces(text, low, starts):
        section = parts[bisect_right(starts, start) - 1][1]
        item += opens
        if _MARKER.fullmatch(low, start, end):
            item += low[start:end].strip() != ""
            continue
        if section is Section.ASIDE:
            continue
        if (numbered := _NUMBERED.match(low, start, end)) is not None:
            start = numbered.end()  # noqa: PLW2901 - the number is none of the sentence
        cells = _cells(low, start, end, spaced=bool(heading))
        if len(cells) < 3:
            found.append(Sentence(start, end, section, item))
            continue
        words = [low[a:b] for a, b in cells]
        if not any(c.isalnum() for word in words for c in word):
            continue
        if _HEADING_WORDS.search(words[0]) and not any(c.isdigit() for c in words[0]):
            heading = words
            continue
        item += 1
        for place, (a, b) in enumerate(cells):
            column = heading[place] if place and place < len(heading) else ""
            if b > a:
                found.append(Sentence(a, b, section, item, column))
    return found


def _sections(text: str, low: str) -> list[tuple[int, Section]]:
    """Return where each section's words begin."""
    heads = [
        (match.start(), match.end(), Section(match.lastgroup)) for match in _HEADER.finditer(low)
    ]
    heads += [(m.start(), m.end(), Section.ASIDE) for m in _BARE_ASIDE.finditer(low)]
    heads.sort()
    parts = [(0, Section.BODY)]
    for place, (start, end, section) in enumerate(heads):
        parts += [(start, Section.ASIDE), (end, section)]
        later = heads[place + 1 :]
        if section is Section.ASIDE and all(kind is not Section.BODY for *_, kind in later):
            limit = later[0][0] if later else len(low)
            resume = end_of_aside(text, low, end, limit)
            if resume < limit:
                parts.append((resume, Section.BODY))
    return parts


def _pieces(text: str, low: str, starts: list[int]) -> list[tuple[int, int, bool]]:
    """Return the spans between stops, and whether each opens a new item."""
    longest = max(map(len, low.splitlines()), default=0)
    bars = "|" in low
    cuts: list[tuple[int, int, bool]] = [(start, start, True) for start in starts if start]
    cuts += [(m.start() + 1, m.end(), False) for m in _GLUED_STOP.finditer(text)]
    for match in _STOP.finditer(low):
        at, sign = match.start(), match.group()
        if sign == "\n":
            opens = _opens_item(low, at)
            if opens or _ends_line(text, low, at, longest):
                cuts.append((at, match.end(), opens))
        elif not (bars and _in_table(low, at)) and not (
            sign == "." and _ABBREVIATION.search(low, max(0, at - 8), at)
        ):
            cuts.append((at + 1, match.end(), False))
    cuts.sort()
    pieces: list[tuple[int, int, bool]] = []
    begin, opens = 0, True
    for at, after, opening in [*cuts, (len(low), len(low), False)]:
        while at > begin:
            near = at if at - begin <= _LONGEST else low.rfind(" ", begin + 1, begin + _LONGEST)
            a, b = _trimmed(low, begin, near if near > begin else begin + _LONGEST)
            begin = near if near > begin else begin + _LONGEST
            if b > a:
                pieces.append((a, b, opens))
                opens = False
        opens |= opening
        begin = max(begin, after)
    return pieces


def _opens_item(low: str, at: int) -> bool:
    """Whether a blank line, a number or a bullet follows this line break."""
    end = low.find("\n", at + 1)
    line = low[at + 1 : end if end >= 0 else len(low)]
    return not line.strip() or _ITEM_AHEAD.match(line) is not None


def _ends_line(text: str, low: str, at: int, longest: int) -> bool:
    """Whether a line break ends a sentence, rather than wrapping it."""
    begin = low.rfind("\n", 0, at) + 1
    line = low[begin:at].rstrip()
    if not line or line[-1] in ".;:!?|" or "\t" in line or "   " in line:
        return True
    following = text[at + 1 : at + 40].lstrip(" ")
    if not following or following[0] == "|":
        return True
    if LEVEL_AHEAD.match(low, at + 1) or _HEADER.match(low, at + 1):
        return True
    begins = _LEVEL_LINE.match(text, at + 1)
    if begins is not None and begins[1]:
        return True
    if _DANGLING.search(line[-30:]):
        return False
    if begins is not None:
        return True
    return len(line) < (0.75 if following[0].isupper() else 0.5) * longest


def _trimmed(low: str, start: int, end: int) -> tuple[int, int]:
    while start < end and low[start].isspace():
        start += 1
    while end > start and low[end - 1].isspace():
        end -= 1
    return start, end


def _cells(low: str, start: int, end: int, *, spaced: bool) -> list[tuple[int, int]]:
    """Return the cells of a line of a table; fewer than three where it is none.

    Wide gaps part columns below a heading only: justified text has gaps too.
    """
    line = low[start:end]
    barred = "|" in line or "\t" in line
    if not barred and not ("   " in line and (spaced or _SPACED_HEADING.match(line))):
        return []
    cells = []
    begin = start
    for match in [*_COLUMNS.finditer(low, start, end), None]:
        stop = end if match is None else match.start()
        a, b = _trimmed(low, begin, stop)
        if b > a or (begin > start and match is not None):
            cells.append((a, b))
        begin = end if match is None else match.end()
    return cells


def _in_table(low: str, at: int) -> bool:
    """Whether this place lies in a line with bars."""
    begin = low.rfind("\n", max(0, at - _LINE), at) + 1
    end = low.find("\n", at, at + _LINE)
    return low.count("|", begin or max(0, at - _LINE), end if end >= 0 else at + _LINE) > 1
