"""Rows of what is offered and rows in other words make one list, in which nothing moves."""

from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.open_lists import (
    offered_entries,
    other_entries,
    with_offered,
    with_others,
)
from clinic_desktop.domain.screening import OtherSource

OFFERED = ("a", "b", "c")
words = st.none() | st.sampled_from((*OFFERED, "hip", "knee", ""))
sources = st.builds(OtherSource, source=words, note=st.none() | st.text(max_size=3))
lists = st.lists(sources, max_size=6).map(tuple)


def split(
    entries: tuple[OtherSource, ...] | None,
) -> tuple[dict[str, OtherSource], tuple[OtherSource, ...]]:
    return (
        offered_entries(entries, "source", OFFERED),
        other_entries(entries, "source", OFFERED),
    )


@given(lists)
def test_no_entry_is_lost_between_the_two(entries: tuple[OtherSource, ...]) -> None:
    known, others = split(entries)
    assert len(known) + len(others) == len(entries)
    assert with_others(entries, "source", OFFERED, others) == (entries or None)
    for word, entry in known.items():
        assert with_offered(entries, "source", word, entry) == entries


@given(lists, st.sampled_from(OFFERED), st.text(max_size=3))
def test_a_new_answer_stands_in_the_place_of_the_old_one(
    entries: tuple[OtherSource, ...], word: str, note: str
) -> None:
    entry = OtherSource(source=word, note=note)
    after = with_offered(entries, "source", word, entry) or ()
    had = word in split(entries)[0]
    assert split(after)[0][word] == entry
    assert len(after) == len(entries) + (not had)
    assert sum(new is not old for new, old in zip(after, entries, strict=False)) <= 1


@given(lists, st.sampled_from(OFFERED))
def test_an_answer_taken_back_takes_its_entry_away(
    entries: tuple[OtherSource, ...], word: str
) -> None:
    known, _ = split(entries)
    after = with_offered(entries, "source", word, None)
    assert len(after or ()) == len(entries) - (word in known)
    assert after != ()


@given(lists, lists)
def test_others_change_while_those_offered_stay_in_their_order(
    entries: tuple[OtherSource, ...], drawn: tuple[OtherSource, ...]
) -> None:
    others = tuple(entry for entry in drawn if entry.source not in OFFERED)
    after = with_others(entries, "source", OFFERED, others)
    known, kept = split(after)
    assert known == split(entries)[0]
    assert list(known) == list(split(entries)[0])
    assert kept == others
