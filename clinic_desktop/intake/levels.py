"""Reads the disc levels a report names, in the notations that radiologists use."""

import re
from typing import Final, NamedTuple

from clinic_desktop.domain.anatomy import CERVICAL_LEVELS, LUMBAR_LEVELS, Level

_BONES: Final = (
    *(f"C{n}" for n in range(1, 8)),
    *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)),
    "S1",
)
_PLACE: Final = {bone: place for place, bone in enumerate(_BONES)}
_LEVELS: Final = {level.value: level for level in Level}


class LevelMention(NamedTuple):
    """Levels named at one place of the text; none where the place is no level of the spine read.

    `slip` says that letters were taken for figures, as after scanning: "LS-S1".
    """

    start: int
    end: int
    levels: tuple[Level, ...]
    slip: bool = False


_PAIR: Final = re.compile(
    r"(?<![a-z0-9])(th|[ctdls])[ .]?-?(1[0-2]|[1-9])(?:th)?"
    r"(\s{0,2}[-/\\_=]\s{0,2}|\s{0,2}(?:to|through|thru)\s{0,2}(?=[ctdls])"
    r"|\s{1,2}(?=[ctls]\s?-?(?:\d|[i!](?![a-z0-9])(?!\s*joint)))"
    r"|(?=[cdtls]\d)|(?=\d))"
    r"(th|[ctdls])?[ .-]?(1[0-2]|[1-9]|i|!)(?![0-9a-z])(?!\s?(?:mm|cm)\b)"
)
_BARE: Final = re.compile(r"(?:(?<=[;\n])|(?<=[.,;] ))[ \t]*([1-5])\s?[-/]\s?(s?)([1-5])(?=\s?:)")
_SLIP: Final = re.compile(
    r"(?<![a-z0-9])(?:(la[-/]l?5|l4[-/]l?s|14[-/]l5)|(l[5s][-/ ]?s[1il]|15[-/]s1|l5[-/]si)"
    r"|(13[-/]l4|l3[-/]a)|(c4[-/]cs)|(ti[-/]t2))(?![a-z0-9])"
)
_ONE_ON_OTHER: Final = re.compile(
    r"(?<![a-z0-9])([ctdl])\s?(1[0-2]|[1-9])(?: vertebral?)?(?: body)?\s+"
    r"(?:on|over|upon|relative to|with respect to|in relation to|against"
    r"|and(?=\s+[ls]\d\s+(?:disc|inter)))\s+"
    r"(?:the\s+)?([ctdls])\s?(1[0-2]|[1-9])(?![0-9])"
)
_BETWEEN: Final = re.compile(
    r"between\s+([ctdl])\s?(1[0-2]|[1-9])\s+and\s+([ctdls])\s?(1[0-2]|[1-9])(?![0-9/-])"
)
_NAMED: Final = re.compile(
    r"(?:(lumbo-?\s?sacral)|(thoraco-?\s?lumbar)|(cervico-?\s?thoracic))"
    r"\s+(?:(?<=sacral )junction|dis[ck]|level|segment|interspace)(?:\s+dis[ck]|\s+level)?"
)
_CHAIN: Final = re.compile(r"\s?[-/]\s?(?:([ls])\s?)?([1-5])(?![0-9a-z]|\s?(?:mm|cm)|/)")
_AND_S1: Final = re.compile(
    r",?\s(?:and|&)\s+s\s?1(?![0-9a-z])"
    r"(?!\s*(?:nerve|root|radic|vert|bod|sup|end|seg|left|right|bilat|travers|exit|descend))"
)
_SHORT: Final = re.compile(
    r"\s*(?:,\s*(?:and\s+)?|and\s+|&\s*|or\s+|\+\s*)([1-5])\s?[-/]\s?(s?)([1-5])"
    r"(?![0-9]|\s*(?:mm|cm|x)|/)"
)
_AND_ON: Final = re.compile(
    r"(?: levels?)? and (?:all (?:levels )?|the levels )?(above|below)(?: (?:it|this|that))?\b"
)
_BEYOND: Final = re.compile(
    r"(?:\b(?:the|all|at|other)\s+){0,3}\b(levels?|segments?|dis[ck]s?|interspaces?)"
    r"\s+(?:immediately |directly |just )?(above|below)\s+(?:the\s+)?$"
)
_REGIONS: Final = (CERVICAL_LEVELS, LUMBAR_LEVELS)
_RANGE: Final = re.compile(
    r"\s*(?:levels?\s+)?(?:(?:down|up)\s+)?(?:to|through|thru|until|till|-)\s+(?:the\s+)?|\s+-\s+"
)
# The same signs name the sequences of an MRI.
_SEQUENCE_AFTER: Final = re.compile(
    r"[- ]?(?:weight|wtd|w\b|w\W|signal|stir|sequence|image|hyper|hypo|flair|sag|ax"
    r"|fat|tse|fse|[,/])"
)
_SEQUENCE_BEFORE: Final = re.compile(
    r"(?:sagittal|axial|sag|ax|coronal|weighted|and|,|multiplanar|low|high|bright)\s*$"
)


def level_of(bone: str) -> Level | None:
    """Return the segment below a vertebra, which stands for it; S1 stands with L5-S1."""
    place = _PLACE.get(bone)
    if place is None:
        return None
    lower = min(place + 1, len(_BONES) - 1)
    return _LEVELS.get(f"{_BONES[lower - 1]}-{_BONES[lower]}")


def levels_in(low: str) -> list[LevelMention]:
    """Return where levels are named in a folded text, in order, without overlap."""
    found = [
        *(_pair(low, match) for match in _PAIR.finditer(low)),
        *(_slip(match) for match in _SLIP.finditer(low)),
        *(_two_bones(match) for match in _ONE_ON_OTHER.finditer(low)),
        *(_two_bones(match) for match in _BETWEEN.finditer(low)),
        *(_named(match) for match in _NAMED.finditer(low)),
    ]
    if any(mention is not None and mention.levels for mention in found):
        found += (_bare(match) for match in _BARE.finditer(low))
    mentions = sorted((mention for mention in found if mention is not None), key=_in_order)
    apart: list[LevelMention] = []
    for mention in mentions:
        if not apart or mention.start >= apart[-1].end:
            apart.append(mention)
    return [_beyond(low, mention) for mention in _ranges(low, apart)]


def _beyond(low: str, mention: LevelMention) -> LevelMention:
    """Read "the levels above L3-4" as those, without L3-4 itself."""
    ahead = _BEYOND.search(low, max(0, mention.start - 60), mention.start)
    if ahead is None or not mention.levels:
        return mention
    levels = neighbours(mention.levels, ahead[2], every=ahead[1].endswith("s"))
    return mention._replace(start=ahead.start(), levels=levels)


def neighbours(levels: tuple[Level, ...], where: str, *, every: bool) -> tuple[Level, ...]:
    """Return the level above or below these in their region, or every one there."""
    region = next((r for r in _REGIONS if levels[0] in r and levels[-1] in r), ())
    if not region:
        return ()
    if where == "above":
        beyond = region[: region.index(levels[0])]
        return beyond if every else beyond[-1:]
    beyond = region[region.index(levels[-1]) + 1 :]
    return beyond if every else beyond[:1]


def _bare(match: re.Match[str]) -> LevelMention | None:
    """Read "4-5:" where the letter is left out, in a text that names levels with it."""
    upper, letter, lower = match.groups()
    levels = _span(f"L{upper}", _second_bone("L", int(upper), letter or None, lower))
    if levels is None or len(levels) != 1:
        return None
    return LevelMention(match.start(1), match.end(), levels)


def _in_order(mention: LevelMention) -> tuple[int, int]:
    return mention.start, -mention.end


def _pair(low: str, match: re.Match[str]) -> LevelMention | None:
    first, number, between, second, last = match.groups()
    glued = not between
    if glued and second is None and first != "l":
        return None
    if first == "s":
        return LevelMention(match.start(), match.end(), ())
    region = {"d": "T", "th": "T"}.get(first, first.upper())
    to = _second_bone(region, int(number), second, last)
    if region == "T" and not (second or "").startswith("l") and _is_sequence(low, match):
        return None
    if to.startswith("L6") or to == "S2" or f"{region}{number}" == "L6":
        return LevelMention(match.start(), match.end(), ())
    levels = _span(f"{region}{number}", to)
    if levels is None:
        return None
    end = match.end()
    bone = to
    while (chain := _CHAIN.match(low, end)) is not None:
        more = _second_bone(bone[0], int(bone[1:]), chain[1], chain[2])
        step = _span(bone, more)
        if step is None or len(step) != 1:
            break
        levels += step
        bone, end = more, chain.end()
    if bone == "L5" and (on_s1 := _AND_S1.match(low, end)) is not None:
        levels += (Level.L5_S1,)
        end = on_s1.end()
    while region == "L" and (short := _SHORT.match(low, end)) is not None:
        step = _span(f"L{short[1]}", _second_bone("L", int(short[1]), short[2] or None, short[3]))
        if step is None or len(step) != 1:
            break
        levels += step
        end = short.end()
    if (on := _AND_ON.match(low, end)) is not None:
        region_levels = next((r for r in _REGIONS if levels[0] in r), levels)
        place = region_levels.index(levels[0])
        levels = region_levels[: place + 1] if on[1] == "above" else region_levels[place:]
        end = on.end()
    return LevelMention(match.start(), end, levels)


def _is_sequence(low: str, match: re.Match[str]) -> bool:
    return (
        _SEQUENCE_AFTER.match(low, match.end()) is not None
        or _SEQUENCE_BEFORE.search(low[max(0, match.start() - 14) : match.start()]) is not None
    )


def _second_bone(region: str, number: int, letter: str | None, last: str) -> str:
    figure = 1 if last in ("i", "!") else int(last)
    if letter:
        return f"{ {'d': 'T', 'th': 'T'}.get(letter, letter.upper()) }{figure}"
    ends = {("L", 5): "S", ("C", 7): "T", ("T", 12): "L"}
    if figure == 1 and (region, number) in ends:
        return f"{ends[region, number]}1"
    return f"{region}{figure}"


def _span(upper: str, lower: str) -> tuple[Level, ...] | None:
    """Return the levels from one vertebra to another below it."""
    a, b = _PLACE.get(upper), _PLACE.get(lower)
    if a is None or b is None or a == b:
        return None
    if a > b:
        if a - b != 1:
            return None
        a, b = b, a
    names = (f"{_BONES[n]}-{_BONES[n + 1]}" for n in range(a, b))
    return tuple(_LEVELS[name] for name in names if name in _LEVELS)


def _slip(match: re.Match[str]) -> LevelMention:
    level = (Level.L4_L5, Level.L5_S1, Level.L3_L4, Level.C4_C5, Level.T1_T2)[
        (match.lastindex or 1) - 1
    ]
    return LevelMention(match.start(), match.end(), (level,), slip=True)


def _two_bones(match: re.Match[str]) -> LevelMention | None:
    upper, n, lower, m = match.groups()
    regions = {"d": "T"}
    levels = _span(regions.get(upper, upper.upper()) + n, regions.get(lower, lower.upper()) + m)
    if not levels or len(levels) > 1:
        return None
    return LevelMention(match.start(), match.end(), levels)


def _named(match: re.Match[str]) -> LevelMention:
    level = {1: Level.L5_S1, 2: Level.T12_L1, 3: Level.C7_T1}[match.lastindex or 1]
    return LevelMention(match.start(), match.end(), (level,))


def _ranges(low: str, found: list[LevelMention]) -> list[LevelMention]:
    """Join "L1-2 to L3-4" into one mention of all levels between."""
    joined: list[LevelMention] = []
    for mention in found:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.levels
            and mention.levels
            and mention.start - before.end < 24
            and _RANGE.fullmatch(low, before.end, mention.start)
        ):
            order = tuple(Level)
            a, b = order.index(before.levels[0]), order.index(mention.levels[-1])
            if a < b:
                joined[-1] = LevelMention(before.start, mention.end, order[a : b + 1])
                continue
        joined.append(mention)
    return joined


def upper_lumbar() -> tuple[Level, ...]:
    """Return what "the upper lumbar levels" covers for certain."""
    return LUMBAR_LEVELS[:2]
