"""Things are found by their names, by a beginning that fits one only, and by what looks alike."""

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.naming import Names, plain

NAMES = Names(
    {"slr": ("Straight leg raise", "Lasègue"), "slr_tib": ("SLR tibial",), "slump": ("Slump",)},
    first=("slump",),
)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("SLR", ("slr",)),
        ("lasegue", ("slr",)),
        ("straight  LEG", ("slr",)),
        ("slr tib", ("slr_tib",)),
        ("slr t", ("slr_tib",)),
        ("s", ("slump",)),
        ("sl r", ()),
        ("", ()),
        ("-", ()),
        ("s" * 500, ()),
    ],
)
def test_a_thing_is_found_by_name_or_beginning(written: str, found: tuple[str, ...]) -> None:
    assert NAMES.find(written) == found


def test_a_beginning_that_fits_several_finds_all_of_them() -> None:
    assert Names({"one": ("ab",), "two": ("ac",)}).find("a") == ("one", "two")


def test_a_whole_name_goes_before_a_longer_one_that_is_only_begun() -> None:
    assert NAMES.longest(["slr", "t", "l"]) == (("slr",), 1)
    assert NAMES.longest(["slr", "tibial", "l"]) == (("slr_tib",), 2)
    assert NAMES.longest(["nothing"]) == ((), 0)
    assert NAMES.longest([]) == ((), 0)


def test_what_looks_alike_is_near() -> None:
    assert NAMES.nearest("slunp")[0] == "slump"
    assert NAMES.nearest("") == ()
    assert NAMES.nearest("q" * 500) == ()


def test_names_are_compared_without_accents_and_signs() -> None:
    assert plain("Rotation < 60°, LASÈGUE") == "rotation 60 lasegue"


def test_no_two_tests_share_a_name_and_none_holds_the_letter_of_a_side(
    catalogue: Catalogue,
) -> None:
    names = [
        name
        for key, test in catalogue.tests.items()
        for name in {plain(n) for n in (key, test.short, test.name, *test.synonyms)}
    ]
    assert len(names) == len(set(names))
    assert not {"l", "r", "b", "m", "left", "right", "both", "midline"} & {
        word for name in names for word in name.split()
    }


def test_every_movement_has_a_short_name_of_its_own(catalogue: Catalogue) -> None:
    shorts = [movement.short for movement in catalogue.movements.values()]
    assert None not in shorts
    assert len(shorts) == len(set(shorts))
