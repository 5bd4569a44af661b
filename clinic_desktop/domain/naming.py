"""Finding a thing by what people call it: a name, a part of its beginning, or nearly its name."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

_LONGEST: Final = 80
"""Characters of a word that are compared with the names."""


class Names:
    """What things are called, each by several names; upper case, accents and signs do not count."""

    def __init__(
        self, names: Mapping[str, Iterable[str | None]], first: Collection[str] = ()
    ) -> None:
        """Take the names.

        Args:
            names: the names of each thing.
            first: things whose names may be shortened to what would not do among all of them.
        """
        self._names = {
            thing: tuple(plain(name) for name in (thing, *known) if name)
            for thing, known in names.items()
        }
        self._first = [thing for thing in self._names if thing in first]

    def find(self, written: str) -> tuple[str, ...]:
        """Return what is called so: one thing, several when the word is too short, or none."""
        word = plain(written)
        return self._named(word) or self._begun(word, self._first) or self._begun(word, self._names)

    def longest(self, words: Sequence[str]) -> tuple[tuple[str, ...], int]:
        """Return what the first words name, and how many: a whole name before a name begun."""
        counts = [n for n in range(len(words), 0, -1) if plain(words[n - 1])]
        for look in (self._named, self.find):
            for count in counts:
                if found := look(plain(" ".join(words[:count]))):
                    return found, count
        return (), 0

    def nearest(self, written: str) -> tuple[str, ...]:
        """Return up to three things whose names look alike."""
        owners = {name: thing for thing, names in self._names.items() for name in names}
        close = get_close_matches(plain(written)[:_LONGEST], owners, n=6, cutoff=0.5)
        return tuple(dict.fromkeys(owners[name] for name in close))[:3]

    def _named(self, word: str) -> tuple[str, ...]:
        return tuple(thing for thing, names in self._names.items() if word and word in names)

    def _begun(self, word: str, among: Iterable[str]) -> tuple[str, ...]:
        if not word or len(word) > _LONGEST:
            return ()
        return tuple(t for t in among if any(n.startswith(word) for n in self._names[t]))


def plain(text: str) -> str:
    """Return a text as names are compared: without accents, signs and upper case."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())
