"""Entries of an open list: those of the words offered, one each, and all others."""

from collections.abc import Collection
from typing import TypeVar

import msgspec

_Entry = TypeVar("_Entry", bound=msgspec.Struct)
_Entries = tuple[_Entry, ...] | None


def offered_entries(
    entries: _Entries[_Entry], field: str, offered: Collection[str]
) -> dict[str, _Entry]:
    """Return the first entry of each word offered; `field` is where an entry has its word."""
    found: dict[str, _Entry] = {}
    for entry in entries or ():
        if getattr(entry, field) in offered:
            found.setdefault(getattr(entry, field), entry)
    return found


def other_entries(
    entries: _Entries[_Entry], field: str, offered: Collection[str]
) -> tuple[_Entry, ...]:
    """Return the entries in other words, without a word, or of a word that stands twice."""
    first = {id(entry) for entry in offered_entries(entries, field, offered).values()}
    return tuple(entry for entry in entries or () if id(entry) not in first)


def with_offered(
    entries: _Entries[_Entry], field: str, word: str, entry: _Entry | None
) -> _Entries[_Entry]:
    """Return the entries with this one in place of the first of its word; `None` takes it out."""
    kept = list(entries or ())
    places = [place for place, old in enumerate(kept) if getattr(old, field) == word]
    place = places[0] if places else len(kept)
    kept[place : place + 1] = [] if entry is None else [entry]
    return tuple(kept) or None


def with_others(
    entries: _Entries[_Entry],
    field: str,
    offered: Collection[str],
    others: _Entries[_Entry],
) -> _Entries[_Entry]:
    """Return the entries with the others replaced in their places; those offered stay in theirs."""
    first = {id(entry) for entry in offered_entries(entries, field, offered).values()}
    waiting = list(others or ())
    result: list[_Entry] = []
    for entry in entries or ():
        if id(entry) in first:
            result.append(entry)
        elif waiting:
            result.append(waiting.pop(0))
    return (*result, *waiting) or None
