"""What the entries of shorthand share: sides, numbers, notes, and saying what is not understood."""

from typing import Any, Final, NoReturn, get_args

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.errors import UserError

_LEFT: Final = (TestedSide.LEFT,)
_RIGHT: Final = (TestedSide.RIGHT,)
_BOTH: Final = (*_LEFT, *_RIGHT)
_MIDLINE: Final = (TestedSide.MIDLINE,)
SIDES: Final = {
    "l": _LEFT,
    "left": _LEFT,
    "r": _RIGHT,
    "right": _RIGHT,
    "b": _BOTH,
    "both": _BOTH,
    "m": _MIDLINE,
    "midline": _MIDLINE,
}
_SHOWN: Final = 40


class NotUnderstood(UserError):
    """A line that records nothing: the sentence names the word and what was expected.

    `word` is the word as it was written, "" at the end of a line.
    """

    def __init__(self, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.word = word


def refuse(word: str, sentence: str) -> NoReturn:
    """Refuse the line.

    Raises:
        NotUnderstood: always.
    """
    raise NotUnderstood(word, sentence)


def quoted(word: str) -> str:
    """Return the beginning of a word in quotes."""
    return f"\u201c{word[:_SHOWN]}\u201d"


def side_of(words: list[str], place: int, expected: str) -> tuple[TestedSide, ...]:
    """Return the sides that the word at a place means."""
    if place >= len(words):
        refuse("", expected)
    sides = SIDES.get(words[place].casefold())
    return sides or refuse(words[place], f"{quoted(words[place])} is not a side. {expected}")


def note(token: str) -> str:
    """Return the note of a token in quotes; a quote inside it is written twice."""
    text = token[1:-1].replace('""', '"')
    return text if text.strip() else refuse(token, "The note in quotes is empty.")


def number(digits: str, kind: Any, what: str) -> int:
    """Return a number of a type that begins at 0, `what` being "NPRS is" or the like."""
    top: int = get_args(kind)[1].le
    is_short = digits.isascii() and digits.isdigit() and len(digits) < 5
    value = int(digits) if is_short else top + 1
    if value > top:
        refuse(digits, f"{what} 0 to {top}" + (f": {quoted(digits)} is not." if digits else "."))
    return value


def one(word: str, found: list[tuple[str, str]]) -> str:
    """Return the one thing a word names, or say which it can be."""
    if len(found) > 1:
        names = ", ".join(name for _, name in found[:5])
        refuse(word, f"{quoted(word)} can be: {names}. Write more of it.")
    return found[0][0]
