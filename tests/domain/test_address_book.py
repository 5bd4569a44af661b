"""An entry of the address book is what a letter copies: never its reference, never by default."""

from uuid import UUID

import msgspec

from clinic_desktop.domain.address_book import (
    begins_words,
    entry_line,
    entry_of,
    filled,
    is_named,
    is_of_one_practice,
    says_the_same,
)
from clinic_desktop.domain.examination import Referrer

ENTRY = Referrer(
    id=UUID(int=5),
    name="Dr Example",
    practice="Example Practice",
    address=("1 Road", "Town", "Country"),
    phone="(01) 23-4",
    email="e@example.org",
)


def test_a_letter_copies_all_but_the_reference() -> None:
    assert filled(None, ENTRY) == msgspec.structs.replace(ENTRY, id=None)
    letter = filled(
        Referrer(name="typed", phone="typed", reference="REF 7"), Referrer(name="Other")
    )
    assert letter == Referrer(name="Other", reference="REF 7")


def test_an_entry_keeps_what_was_typed_without_blanks_around_and_without_the_reference() -> None:
    letter = Referrer(id=UUID(int=9), name=" Dr Example ", phone="(01) 23-4", reference="REF 7")
    assert entry_of(letter) == Referrer(name="Dr Example", phone="(01) 23-4")
    assert entry_of(Referrer(name="  ", address=()), UUID(int=5)) == Referrer(id=UUID(int=5))


def test_an_entry_needs_a_name_or_a_practice() -> None:
    assert is_named(ENTRY)
    assert is_named(Referrer(practice="Example Practice"))
    assert not is_named(Referrer(name=" ", phone="01"))


def test_a_letter_says_the_same_whatever_its_reference() -> None:
    assert says_the_same(filled(Referrer(reference="REF 7"), ENTRY), ENTRY)
    assert not says_the_same(Referrer(name="Dr Example"), ENTRY)


def test_one_practice_is_written_in_any_case() -> None:
    assert is_of_one_practice(Referrer(practice="EXAMPLE practice "), ENTRY)
    assert is_of_one_practice(Referrer(practice=" "), Referrer())
    assert not is_of_one_practice(Referrer(), ENTRY)


def test_an_entry_is_told_on_one_line() -> None:
    assert entry_line(ENTRY) == "Dr Example, Example Practice, 1 Road, Town"
    assert entry_line(Referrer(practice="Example Practice")) == "Example Practice"


def test_words_typed_begin_words_of_name_or_practice() -> None:
    assert begins_words(ENTRY, "")
    assert begins_words(ENTRY, "EX dr")
    assert not begins_words(ENTRY, "dr xa")
    assert not begins_words(Referrer(phone="01"), "0")
