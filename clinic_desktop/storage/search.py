"""Finding patients and recipients by what somebody types: any letters, never an error."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

from clinic_desktop.domain.examination import Patient, Referrer

_MAX_QUERY: Final = 200
# Letters that have no decomposition into a base letter and a mark.
_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
    | {"\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
_WORD: Final = re.compile(r"[^\W_]+")
_NO_SIGN: Final = re.compile(r"[^\W_]|\s")
_APOSTROPHE: Final = re.compile("['`\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]")


class Query(NamedTuple):
    """A common table expression `found(pk)` of the patients found, and its parameters."""

    found: str
    parameters: tuple[str, ...]


def plain(text: str | None) -> str | None:
    """Return the text without what an index column cannot hold: NUL and half characters."""
    return text and "".join(
        letter for letter in text if letter != "\0" and unicodedata.category(letter) != "Cs"
    )


def fold(text: str) -> str:
    """Return the text in small base letters: "Łukasz Müller" becomes "lukasz muller"."""
    decomposed = unicodedata.normalize("NFKD", (plain(text) or "")).casefold()
    decomposed = unicodedata.normalize("NFKD", decomposed)
    bare = (letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    return "".join(bare).translate(_LETTERS)


def search_text(patient: Patient) -> str:
    """Return what a patient is found by: the words of names, birth date and numbers, then signs.

    Names stand also without apostrophes and joined, so that "obrien" and "annamaria" find O'Brien
    and Anna-Maria. Only words of this module's making are indexed: SQLite would part some rare
    letters elsewhere.
    """
    numbers = [number.value for number in patient.identifiers or () if number.value]
    born = [patient.birth_date.isoformat()] if patient.birth_date else []
    return _found_by((patient.family_name, patient.given_name), (*born, *numbers))


def entry_text(entry: Referrer) -> str:
    """Return what an entry of the address book is found by: name and practice, as `search_text`."""
    return _found_by((entry.name, entry.practice))


def _found_by(given_names: Iterable[str | None], others: Iterable[str | None] = ()) -> str:
    names = [fold(name) for name in given_names if name]
    further = [fold(other) for other in others if other]
    forms = [*names, *(_APOSTROPHE.sub("", name) for name in names), *further]
    words = [word for form in forms for word in _WORD.findall(form)]
    joined = ["".join(_WORD.findall(name)) for name in names]
    signs = [_NO_SIGN.sub("", name) for name in names]
    return " ".join(dict.fromkeys([*words, *joined, *signs]))


def query_words(text: str) -> tuple[str, ...]:
    """Return the words of a typed text, folded; a text of signs only has none."""
    return tuple(_WORD.findall(fold(text[:_MAX_QUERY])))


def query(text: str) -> Query:
    """Return the query for a typed text; blank text finds every patient.

    Every word must begin a word of the patient. A text of signs only, such as "%", is looked for
    among the signs of the names.
    """
    folded = fold(text[:_MAX_QUERY])
    if words := _WORD.findall(folded):
        # Typed text never reaches MATCH as it is: O'Brien would be a syntax error.
        return Query(
            "WITH found(pk) AS (SELECT rowid FROM patient_fts WHERE patient_fts MATCH ?)",
            (" ".join(f'"{word}"*' for word in words),),
        )
    if signs := _NO_SIGN.sub("", folded):
        return Query(
            "WITH found(pk) AS (SELECT pk FROM patient WHERE instr(search, ?) > 0)", (signs,)
        )
    return Query("WITH found(pk) AS (SELECT pk FROM patient)", ())
