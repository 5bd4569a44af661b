"""Whether the person a file names is the patient: name and birth date, each for itself.

Names are compared as people write them: in any order, with or without accents, upper case, titles,
hyphens and middle names. The same is no proof, and the therapist answers where they differ.
"""

import unicodedata
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from itertools import combinations, product
from typing import Final

from msgspec import Struct

from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import Patient
from clinic_desktop.domain.naming import plain

_TITLES: Final = frozenset(
    ["dr", "hon", "jnr", "jr", "madam", "mr", "mrs", "ms", "mx", "prof", "rev", "sir", "snr", "sr"]
)
_PARTICLES: Final = frozenset(
    ["al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "la", "le", "van", "von", "zu"]
)
_PLAIN: Final = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i"}
)
# As names are written where a machine, or a passport's last lines, has no accents.
_SPELT_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_MOST_WORDS: Final = 12
_LONGEST: Final = 200

_Words = tuple[str, ...]


class Likeness(StrEnum):
    """How one thing a file says of a person stands to what is known of the patient."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_GIVEN = "not_given"


class Identity(Struct, frozen=True, kw_only=True):
    """The person a file names beside the patient."""

    name: Likeness
    birth_date: Likeness
    patient: Patient
    file_name: str | None = None
    file_birth_date: date | None = None

    @property
    def differs(self) -> bool:
        """Whether the name or the birth date is another one."""
        return Likeness.DIFFERS in (self.name, self.birth_date)

    @property
    def sentence(self) -> str:
        """What the file says and what is known, as one line; "" where the file says nothing."""
        if not self.file_name and self.file_birth_date is None:
            return ""
        names = filter(None, (self.patient.family_name, self.patient.given_name))
        file = _person(self.file_name or "a person", self.file_birth_date)
        known = _person(", ".join(names) or "not named", self.patient.birth_date)
        return f"The file names {file}; this patient is {known}."


def identity(patient: Patient, name: str | None, birth_date: date | None) -> Identity:
    """Compare what a file says of a person with the patient.

    Args:
        patient: the patient of the examination.
        name: the person's name as the file writes it; HL7 and DICOM put "^" between its parts.
        birth_date: as the file gives it.
    """
    shown = " ".join((name or "").replace("^", " ").split()) if name else None
    return Identity(
        name=_names(patient, name or ""),
        birth_date=_birth_dates(patient.birth_date, birth_date),
        patient=patient,
        file_name=shown or None,
        file_birth_date=birth_date,
    )


def are_two_people(
    one: tuple[str | None, date | None], other: tuple[str | None, date | None]
) -> bool:
    """Return whether two pairs of name and birth date, as files write them, differ in either."""
    are_named_alike = any(
        not a or not b or _are_given_names(a, b)
        for a, b in product(_spellings(one[0] or ""), _spellings(other[0] or ""))
    )
    return not are_named_alike or _birth_dates(one[1], other[1]) is Likeness.DIFFERS


def _person(name: str, born: date | None) -> str:
    return f"{name}, born {long_date(born)}" if born else name


def _birth_dates(known: date | None, given: date | None) -> Likeness:
    if known is None or given is None:
        return Likeness.NOT_GIVEN
    return Likeness.SAME if known == given else Likeness.DIFFERS


def _names(patient: Patient, written: str) -> Likeness:
    said = _spellings(written)
    families, firsts = _spellings(patient.family_name or ""), _spellings(patient.given_name or "")
    if said == {()} or families == firsts == {()}:
        return Likeness.NOT_GIVEN
    is_same = any(
        _are_one_person(words, family, first)
        for words, family, first in product(said, families, firsts)
    )
    return Likeness.SAME if is_same else Likeness.DIFFERS


def _are_one_person(words: _Words, family: _Words, given: _Words) -> bool:
    """Return whether these words hold the family name as a whole, and beside it the given names."""
    return any(_are_given_names(rest, given) for rest in _without(words, family))


def _without(words: _Words, family: _Words) -> Iterator[_Words]:
    """Yield what is left when a family name is taken out, written in one word or in several."""
    if not family:
        yield words
        return
    wanted = "".join(family)
    for start, end in combinations(range(len(words) + 1), 2):
        if "".join(words[start:end]) == wanted:
            yield (*words[:start], *words[end:])


def _are_given_names(said: _Words, known: _Words) -> bool:
    """Return whether two lists can be the given names of one person.

    One may have more names than the other, or none; an initial stands for a name. But each may not
    have a name that the other lacks.
    """
    if not said or not known or "".join(said) == "".join(known):
        return True
    left = list(known)
    unmatched = 0
    for word in said:
        match = next((name for name in left if _stands_for(word, name)), None)
        if match is None:
            unmatched += 1
        else:
            left.remove(match)
    return len(left) < len(known) and not (unmatched and left)


def _stands_for(word: str, name: str) -> bool:
    if len(word) == 1 or len(name) == 1:
        return word[0] == name[0]
    return word == name


def _spellings(name: str) -> set[_Words]:
    """Return the words of a name: plain, with accents spelt out, each also without particles."""
    lower = unicodedata.normalize("NFC", name[:_LONGEST]).lower()
    found = set()
    for letters in (_PLAIN, _SPELT_OUT):
        words = tuple(plain(lower.translate(letters)).split()[:_MOST_WORDS])
        words = tuple(word for word in words if word not in _TITLES) or words
        found |= {words, tuple(word for word in words if word not in _PARTICLES) or words}
    return found
