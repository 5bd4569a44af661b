"""What differs between two versions of an examination, in words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.entry_words import (
    KEYS,
    are_entries,
    entry_line,
    entry_name,
    quoted_words,
    value_words,
)
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingFinding, ImagingReport, Quote
from clinic_desktop.domain.progress import (
    COMPARISON,
    CONCLUSION,
    CONDUCTION,
    IMAGING,
    OTHER,
    REASON,
    SAFETY,
    TEST_PREFIX,
)
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.screening import Sensitisation
from clinic_desktop.domain.values import Value
from clinic_desktop.domain.versions import Change

STEPS: Final = {
    "id": REASON,
    "protocol": REASON,
    "protocol_tests": REASON,
    "positive_rule": REASON,
    "performed_at": REASON,
    "patient": REASON,
    "clinic": REASON,
    "therapist": REASON,
    "presentation": REASON,
    "before": REASON,
    "imaging_known_before": REASON,
    "imaging_known_how": REASON,
    "imaging_checked_for_dangers": REASON,
    "examine_first": REASON,
    "red_flags": SAFETY,
    "conduction": CONDUCTION,
    "responses": REASON,
    "imaging_opened_at": REASON,
    "other_sources": OTHER,
    "sensitisation": OTHER,
    "functional_tests": OTHER,
    "measures": OTHER,
    "imaging": IMAGING,
    "comparison_notes": COMPARISON,
    "mechanisms_considered": COMPARISON,
    "conclusion": CONCLUSION,
    "referrer": CONCLUSION,
    "after": CONCLUSION,
}
"""The parts of the document in the order their changes are told, with the key of their step.

A response belongs to the step of its test. `format` and `version` have one value only.
"""


class _Place(Struct, frozen=True):
    """The step and the words under which a change is told.

    Within an imaging report `texts` are its texts before and after, for the words a finding quotes.
    """

    step: str
    what: str
    texts: tuple[str | None, str | None] = (None, None)

    def inside(self, name: str) -> "_Place":
        """Return a place within this one: "SLR, left: differentiation, effect"."""
        what = f"{self.what}{', ' if ': ' in self.what else ': '}{name}"
        return msgspec.structs.replace(self, what=what)


def changes(before: Examination, after: Examination, catalogue: Catalogue) -> tuple[Change, ...]:
    """Return every difference between two versions, none where they are equal.

    Entries of a list are matched by what they are about, not by their position. An entry that one
    version does not have is one change with all of it in words. The order of a list is told only
    where nothing else in it differs.
    """
    return tuple(
        change
        for field, step in STEPS.items()
        for change in _value(
            _Place(step, catalogue.label("field", field)),
            field,
            getattr(before, field),
            getattr(after, field),
            catalogue,
        )
    )


def summary(changed: Iterable[Change]) -> str:
    """Return what was added, removed and changed, each thing once, nothing shortened.

    Such as "added: MRI report of 5 October 2026; changed: SLR, left: outcome".
    """
    groups: dict[str, list[str]] = {"added": [], "removed": [], "changed": []}
    told: set[str] = set()
    for change in changed:
        if change.what not in told:
            told.add(change.what)
            groups[_verb(change)].append(change.what)
    parts = (f"{verb}: {'; '.join(names)}" for verb, names in groups.items() if names)
    return "; ".join(parts) or "nothing changed"


def _verb(change: Change) -> str:
    if change.before is None:
        return "added"
    return "removed" if change.after is None else "changed"


def _value(
    place: _Place, field: str, before: Any, after: Any, catalogue: Catalogue
) -> Iterator[Change]:
    """Compare two values of a field as deep as they go.

    Where that gives nothing although they differ (None and an empty list, another order), they are
    told as a whole.
    """
    if before == after:
        return
    given = before or after
    found: tuple[Change, ...] = ()
    if isinstance(given, Value) and not isinstance(given, Quote):
        found = tuple(_fields(place, before, after, catalogue))
    elif isinstance(given, dict):
        found = tuple(_answers(place, before or {}, after or {}, catalogue))
    elif field == "plan" or are_entries(given):
        found = tuple(_entries(place, before or (), after or (), catalogue))
    words = (
        quoted_words(value, text)
        if isinstance(value, Quote)
        else value_words(field, value, catalogue)
        for value, text in zip((before, after), place.texts, strict=True)
    )
    yield from found or (_change(place, before, after, *words),)


def _change(
    place: _Place, before: Any, after: Any, words_before: str | None, words_after: str | None
) -> Change:
    if words_before == words_after:
        words_before = _as_written(before, words_before)
        words_after = _as_written(after, words_after)
    return Change(step=place.step, what=place.what, before=words_before, after=words_after)


def _as_written(value: Any, words: str | None) -> str | None:
    """Tell values apart whose words are the same, such as a blank text and none."""
    if value is None:
        return None
    written = msgspec.json.encode(value).decode()
    return f"{words} (written {written})" if words else written


def _fields(place: _Place, before: Any, after: Any, catalogue: Catalogue) -> Iterator[Change]:
    given = before or after
    group = "sensitisation" if isinstance(given, Sensitisation) else "field"
    for field in given.__struct_fields__:
        yield from _value(
            place if field == "answers" else place.inside(catalogue.words(group, field)),
            field,
            getattr(before, field, None),
            getattr(after, field, None),
            catalogue,
        )


def _answers(
    place: _Place, before: dict[str, Any], after: dict[str, Any], catalogue: Catalogue
) -> Iterator[Change]:
    for item in dict.fromkeys((*before, *after)):
        here = place.inside(catalogue.words("red_flag", item))
        yield from _value(here, "answers", before.get(item), after.get(item), catalogue)


_Key = tuple[Any, ...]


def _entries(
    place: _Place, before: tuple[Any, ...], after: tuple[Any, ...], catalogue: Catalogue
) -> Iterator[Change]:
    old, new = _by_key(before), _by_key(after)
    for key in dict.fromkeys((*old, *new)):
        yield from _entry(place, key[-1], old.get(key), new.get(key), catalogue)


def _by_key(entries: tuple[Any, ...]) -> dict[_Key, Any]:
    """Return the entries by their key and which of that key they are, from 1."""
    counts: Counter[_Key] = Counter()
    keyed = {}
    for entry in entries:
        key = tuple(getattr(entry, field) for field in KEYS.get(type(entry), ()))
        counts[key] += 1
        keyed[*key, counts[key]] = entry
    return keyed


def _entry(
    place: _Place, number: int, before: Any, after: Any, catalogue: Catalogue
) -> Iterator[Change]:
    if before == after:
        return
    present = [entry for entry in (before, after) if entry is not None]
    # A report's name holds its date and modality, which may be what differs.
    names = sorted({entry_name(entry, number, catalogue) for entry in present})
    here = _entry_place(place, present[0], number, " / ".join(names))
    if isinstance(before, ImagingReport) and isinstance(after, ImagingReport):
        here = msgspec.structs.replace(here, texts=(before.text, after.text))
    if len(present) > 1 and isinstance(before, Response | ImagingReport | ImagingFinding):
        yield from _fields(here, before, after, catalogue)
    else:
        lines = (
            entry and entry_line(entry, text, catalogue)
            for entry, text in zip((before, after), place.texts, strict=True)
        )
        yield _change(here, before, after, *lines)


def _entry_place(place: _Place, entry: Any, number: int, name: str) -> _Place:
    if isinstance(entry, Response):
        return _Place(TEST_PREFIX + entry.test, name)
    if isinstance(entry, ImagingReport):
        return _Place(place.step, name)
    if type(entry) in KEYS:
        return place.inside(name)
    return _Place(place.step, f"{place.what} {number}")
