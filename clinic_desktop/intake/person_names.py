"""A person's name, as reports and letters write it."""

import re
from collections.abc import Iterator
from typing import Final

from clinic_desktop.intake.labelled import SENTENCE_END

_PARTICLES: Final = frozenset(
    [
        "al",
        "bin",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "los",
        "of",
        "ten",
        "ter",
        "und",
        "van",
        "von",
        "y",
        "zu",
    ]
)
_NAME_END: Final = re.compile(
    r"\s*[(\[;]|\s{3,}|,?\s+(?:aged?|male|female|mrn|d\.?o\.?b\.?|born|date of birth)\b.*",
    re.IGNORECASE,
)
_NAME_WORD: Final = re.compile(r"[^\W\d_][^\W\d_.'’^-]*(?:[.'’^-]+[^\W\d_.'’^-]*)*")
_TOLD: Final = re.compile(
    # "re Otto OTHER dob ...", "Patient Otto Other, ...": without a colon, so the case tells a name.
    r"\b(?:[Rr][Ee]|[Pp]atient)\s+(?=(?:(?:Mr|Mrs|Ms|Miss)\.?\s+)?[^\W\d_][a-z\u00df-\u00ff]+\s)"
    # "Mr Otto Other, born 1 March 1955"
    r"|(?:^|[.:;,\n]\s{0,3})(?=(?:[^\W\d_][\w'\u2019-]*[.,]?\s{1,3}){2,4}\(?(?:born|dob|d\.o\.b)\b)"
)
_REACH: Final = 100
_STUDY_WORDS: Final = frozenset(
    ["mri", "ct", "emg", "ncs", "scan", "spine", "lumbar", "cervical", "thoracic", "report"]
)


def name_in(line: str) -> str | None:
    """Return a person's name; nothing where the line is a sentence or a number."""
    sentence = SENTENCE_END.split(line, maxsplit=1)[0]
    name = _NAME_END.split(sentence, maxsplit=1)[0].strip(" ,.-")
    words = [word for word in re.split(r"[\s,]+", name) if word]
    if not 1 < len(name) <= 80 or not 1 <= len(words) <= 7 or (len(words) < 2 and "^" not in name):
        return None
    for word in words:
        if not _NAME_WORD.fullmatch(word):
            return None
        if word.lower() == word and word not in _PARTICLES and word.upper() != word:
            return None
    return " ".join(name.split())


def names_told(text: str) -> Iterator[str]:
    """Yield the names that running text gives after "re" or "patient", or before a birth date."""
    for match in _TOLD.finditer(text):
        following = text[match.end() : match.end() + _REACH].partition("\n")[0]
        name = name_in(following) or name_in(following.partition(",")[0])
        if name and not _STUDY_WORDS & set(name.lower().replace(",", " ").split()):
            yield name
