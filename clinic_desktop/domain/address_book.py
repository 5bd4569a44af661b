"""The address book: who letters may go to. An entry is copied into a letter, never referred to.

An entry is a `Referrer` with an id and without a reference, which belongs to one letter. A letter
does not name its entry: what is handed out and exchanged holds no key of this record.
"""

from typing import Final
from uuid import UUID

import msgspec

from clinic_desktop.domain.examination import Referrer

_COPIED: Final = ("name", "practice", "address", "phone", "email")


def entry_of(letter: Referrer, entry_id: UUID | None = None) -> Referrer:
    """Return what an address book keeps of a letter's recipient, under an id; blank is `None`."""
    return Referrer(
        id=entry_id,
        name=_kept(letter.name),
        practice=_kept(letter.practice),
        address=letter.address or None,
        phone=_kept(letter.phone),
        email=_kept(letter.email),
    )


def filled(letter: Referrer | None, entry: Referrer) -> Referrer:
    """Return a letter's recipient taken from an entry; the letter's own reference stays."""
    copied = {name: getattr(entry, name) for name in _COPIED}
    return msgspec.structs.replace(letter or Referrer(), **copied)


def is_named(letter: Referrer) -> bool:
    """Return whether there is a name or a practice, without which nobody finds an entry again."""
    entry = entry_of(letter)
    return entry.name is not None or entry.practice is not None


def says_the_same(letter: Referrer, entry: Referrer) -> bool:
    """Return whether a letter's recipient is written as in an entry."""
    return entry_of(letter) == entry_of(entry)


def is_of_one_practice(letter: Referrer, entry: Referrer) -> bool:
    """Return whether both name the same practice, or both none."""
    one, other = (entry_of(each).practice or "" for each in (letter, entry))
    return one.casefold() == other.casefold()


def entry_line(entry: Referrer) -> str:
    """Return an entry on one line: name, practice, and the first two lines of the address."""
    parts = (entry.name, entry.practice, *(entry.address or ())[:2])
    return ", ".join(part for part in parts if part)


def begins_words(entry: Referrer, typed: str) -> bool:
    """Return whether each word typed begins a word of the name or the practice."""
    words = f"{entry.name or ''} {entry.practice or ''}".casefold().split()
    return all(any(word.startswith(begin) for word in words) for begin in typed.casefold().split())


def _kept(text: str | None) -> str | None:
    return (text or "").strip() or None
