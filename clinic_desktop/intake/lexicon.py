"""Finds the words of imaging reports and says what each stands for."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from clinic_desktop.domain.anatomy import BodySide
from clinic_desktop.domain.imaging import FindingKind
from clinic_desktop.intake.tags import LEVEL_REST, LEVEL_SIGN, Tag, Token
from clinic_desktop.intake.words_around import AFTER, BEFORE, GRADE_WORDS, PUNCTUATION
from clinic_desktop.intake.words_of_changes import CHANGES
from clinic_desktop.intake.words_of_places import PLACES

CANAL, RECESS, FORAMEN = (
    FindingKind.CANAL_STENOSIS,
    FindingKind.LATERAL_RECESS_STENOSIS,
    FindingKind.FORAMINAL_STENOSIS,
)
GRADES: Final = ("none", "present", "minimal", "mild", "moderate", "severe")
"""From the least to the most; "mild to moderate" is read as its worse end."""

_PHRASES: Final = (*BEFORE, *CHANGES, *PLACES, *AFTER)
"""The first that fits a place of the text is taken."""
_STANDS_FOR: Final = {
    "<level>": f"{LEVEL_SIGN}{LEVEL_REST}*",
    "<disc>": r"(?:dis[ck]s?|intervertebral)",
    "<slight>": r"(?:minimal|minor|mild|moderate|marked|severe|slight|subtle)(?:ly)?",
    "<side>": r"(?:left|right|lt|rt|l|r)",
    "<modic>": r"(?:iii|ii|i|[1-3])(?![a-z0-9])(?!-[a-z])",
}
_GAP: Final = re.compile(r"\s{2,}|[\t\n]")
_BONE: Final = r"[clst] ?(?:1[0-2]|[1-9])(?:'s|s)?(?![0-9a-z])"


# "T1" and "T2" name sequences too: "T2 hyperintense", "dark on T1".
_SEQUENCE: Final = re.compile(r"t ?[12]")
_SEQUENCE_AFTER: Final = re.compile(
    r"[ -]?(?:hyper|hypo|iso|weight|wi?\b|signal|bright|dark|high|low|stir|flair|imag|sequ)"
    r"|(?:,| and| or|/)+ ?(?:t ?[12]|stir)"
)
_SEQUENCE_BEFORE: Final = re.compile(
    r"(?:\bon|high|low|creased|bright|dark|t ?1 ?(?:,|and|or|/)) ?$"
)


def _names_a_sequence(low: str, start: int, end: int) -> bool:
    return _SEQUENCE.fullmatch(low, start, end) is not None and (
        _SEQUENCE_AFTER.match(low, end) is not None
        or _SEQUENCE_BEFORE.search(low[max(0, start - 12) : start]) is not None
    )


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Compile the words once, when the first report is read."""
    phrases = "|".join(f"({pattern})(?![a-z])" for pattern, *_ in _PHRASES)
    for name, words in _STANDS_FOR.items():
        phrases = phrases.replace(name, words)
    return re.compile(rf"(?<![a-z0-9])(?:{phrases}|({_BONE})|([a-z]+))|([,;:/()+?=])")


def tokens_in(low: str, start: int, end: int) -> list[Token]:
    """Return what the words of a span stand for, in order; words without a part are left out.

    Wide gaps and line breaks within the span count as one space.
    """
    gaps = [match.span() for match in _GAP.finditer(low, start, end)]
    if not gaps:
        return _tokens(low, start, end)
    words = _GAP.sub(" ", low[start:end])
    places = [n for a, b in pairwise([(start, start), *gaps, (end, end)]) for n in _kept(a, b)]
    places.append(end)
    return [
        token._replace(start=places[token.start], end=places[token.end - 1] + 1)
        for token in _tokens(words, 0, len(words))
    ]


def _kept(before: tuple[int, int], gap: tuple[int, int]) -> range:
    """Return the places from behind one gap to the first space of the next."""
    return range(before[1], gap[0] + (gap[1] > gap[0]))


def _tokens(low: str, start: int, end: int) -> list[Token]:
    found = []
    last = len(_PHRASES)
    for match in _pattern().finditer(low, start, end):
        place = match.lastindex or 0
        a, b = match.span()
        if place == last + 1 and _names_a_sequence(low, a, b):
            continue
        if place <= last:
            _, tag, value = _PHRASES[place - 1]
            if tag is Tag.LEANING:
                # "more on the right than on the left" leans to the side that is named first.
                first = re.search(r"left|right", match.group())
                value = BodySide(first.group()) if first else None
            found.append(Token(tag, a, b, value, match.group()))
        elif place == last + 1:
            name = match.group().replace(" ", "").rstrip("'s").upper()
            found.append(Token(Tag.BONE, a, b, name, low[b : b + 16]))
        elif place == last + 2:
            word = match.group()
            if word in GRADE_WORDS:
                found.append(Token(Tag.GRADE, a, b, GRADE_WORDS[word], word))
        elif match.group() in PUNCTUATION:
            tag, value = PUNCTUATION[match.group()]
            found.append(Token(tag, a, b, value, match.group()))
    return found
