"""Recording conduction: what a grade brings with it, and what a whole normal block fills."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.anatomy import Root, Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.conduction import (
    BOTH_SIDES,
    block_normal,
    blocks_in_order,
    graded,
    has_grade,
    is_block_recorded,
    places,
    recorded_count,
)
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.screening import (
    NORMAL,
    SIGN_GRADES,
    ConductionSign,
    SignKind,
    SignPlace,
)
from clinic_desktop.resources import read_catalogue
from tests.domain.build import examination, sign

CATALOGUE = read_catalogue()
BLOCKS = st.sampled_from(sorted(CATALOGUE.conduction))
SIDES = st.sampled_from([(Side.LEFT,), (Side.RIGHT,), BOTH_SIDES])
ANKLE = SignPlace(Root.S1, Side.LEFT, SignKind.REFLEX)


def signs() -> st.SearchStrategy[tuple[ConductionSign, ...]]:
    """Many signs with and without grade, item and note, in a block or in none."""
    one = st.sampled_from(SignKind).flatmap(
        lambda kind: st.builds(
            ConductionSign,
            root=st.sampled_from(Root),
            side=st.sampled_from(Side),
            kind=st.just(kind),
            grade=st.none() | st.sampled_from(SIGN_GRADES[kind]),
            item=st.sampled_from([None, "of my own"]),
            note=st.sampled_from([None, "", "in plaster"]),
        )
    )
    return st.lists(one, max_size=30, unique_by=lambda drawn: drawn.place).map(tuple)


def with_signs(recorded: tuple[ConductionSign, ...]) -> Examination:
    return msgspec.structs.replace(examination(), conduction=recorded or None)


def by_place(examined: Examination) -> dict[SignPlace, ConductionSign]:
    return {each.place: each for each in examined.conduction or ()}


def mirrored(examined: Examination) -> dict[SignPlace, ConductionSign]:
    flipped = (
        msgspec.structs.replace(each, side=each.side.opposite) for each in examined.conduction or ()
    )
    return {each.place: each for each in flipped}


@given(signs(), BLOCKS, SIDES)
def test_a_normal_block_never_overwrites(
    recorded: tuple[ConductionSign, ...], block: str, sides: tuple[Side, ...]
) -> None:
    after = by_place(block_normal(with_signs(recorded), block, sides, CATALOGUE))
    for each in recorded:
        if each.grade is not None or each.note is not None:
            assert after[each.place] == each
        elif each.item is not None:
            assert after[each.place].item == each.item


@given(signs(), BLOCKS, SIDES)
def test_a_normal_block_fills_exactly_what_can_be_tested_and_has_neither_grade_nor_note(
    recorded: tuple[ConductionSign, ...], block: str, sides: tuple[Side, ...]
) -> None:
    before = with_signs(recorded)
    after = block_normal(before, block, sides, CATALOGUE)
    known = by_place(before)
    waiting = {
        place
        for place in places(CATALOGUE.conduction[block], sides)
        if place not in known or (known[place].grade is None and known[place].note is None)
    }
    filled = {p for p in by_place(after) if has_grade(after, p) and not has_grade(before, p)}
    assert filled == waiting
    assert recorded_count(after) - recorded_count(before) == len(waiting)
    for place in filled:
        found = by_place(after)[place]
        assert found.grade == NORMAL[place.kind]
        assert not found.is_loss
        assert not found.is_gain
        assert found.item


@given(signs(), BLOCKS)
def test_a_normal_block_treats_left_and_right_alike(
    recorded: tuple[ConductionSign, ...], block: str
) -> None:
    before = with_signs(recorded)
    flipped = with_signs(tuple(mirrored(before).values()))
    left = block_normal(before, block, (Side.LEFT,), CATALOGUE)
    right = block_normal(flipped, block, (Side.RIGHT,), CATALOGUE)
    assert mirrored(left) == by_place(right)


@given(signs(), BLOCKS, SIDES)
def test_a_normal_block_recorded_twice_is_recorded_once(
    recorded: tuple[ConductionSign, ...], block: str, sides: tuple[Side, ...]
) -> None:
    once = block_normal(with_signs(recorded), block, sides, CATALOGUE)
    assert block_normal(once, block, sides, CATALOGUE) == once


@given(
    signs(),
    st.builds(SignPlace, st.sampled_from(Root), st.sampled_from(Side), st.sampled_from(SignKind)),
    st.data(),
)
def test_a_grade_given_and_taken_back_leaves_nothing_but_a_note(
    recorded: tuple[ConductionSign, ...], place: SignPlace, data: Any
) -> None:
    before = with_signs(recorded)
    grade = data.draw(st.sampled_from(SIGN_GRADES[place.kind]))
    given_ = graded(before, place, grade, CATALOGUE)
    assert by_place(given_)[place].grade == grade
    taken = graded(given_, place, None, CATALOGUE)
    left = by_place(taken).get(place)
    note = before.sign(*place)
    assert (left.note if left else None) == (note.note if note else None)
    assert left is None or (left.grade, left.item) == (None, None)
    others = {p: s for p, s in by_place(before).items() if p != place}
    assert {p: s for p, s in by_place(taken).items() if p != place} == others


@pytest.mark.parametrize(
    ("root", "kind", "grade", "item"),
    [
        ("L4", "power", "4", "ankle dorsiflexion"),
        ("L5", "power", "4", "great-toe extension"),
        ("S1", "reflex", "absent", "Achilles"),
        ("S1", "light_touch", "altered", "lateral heel"),
        ("C8", "reflex", "normal", None),
        ("S2", "power", "5", None),
        ("C3", "power", "5", None),
    ],
)
def test_a_grade_names_the_first_item_tested_there(
    root: str, kind: str, grade: str, item: str | None, catalogue: Catalogue
) -> None:
    place = SignPlace(Root(root), Side.LEFT, SignKind(kind))
    (found,) = graded(examination(), place, grade, catalogue).conduction or ()
    assert (found.grade, found.item) == (grade, item)


def test_another_grade_keeps_the_item_and_the_note_that_were_written(catalogue: Catalogue) -> None:
    written = sign("S1", "left", "power", "4", item="single heel raises", note="after ten")
    after = graded(
        examination(conduction=[written]),
        SignPlace(Root.S1, Side.LEFT, SignKind.POWER),
        "5",
        catalogue,
    )
    assert after == examination(conduction=[{**written, "grade": "5"}])


@pytest.mark.parametrize(
    ("protocol", "first"),
    [
        ("lumbar_core", "lower_quarter"),
        ("femoral", "lower_quarter"),
        ("screening", "lower_quarter"),
        ("upper_quarter", "upper_quarter"),
        ("cervical_cluster", "upper_quarter"),
        ("of my own", "lower_quarter"),
        (None, "lower_quarter"),
    ],
)
def test_the_block_of_the_protocols_region_comes_first(
    protocol: str | None, first: str, catalogue: Catalogue
) -> None:
    order = blocks_in_order(examination(protocol=protocol), catalogue)
    assert order[0] == first
    assert set(order) == set(catalogue.conduction)


def test_a_protocol_of_the_clinics_own_decides_by_its_first_test_that_loads_a_nerve(
    catalogue: Catalogue,
) -> None:
    examined = examination(protocol="own", protocol_tests=["spurling", "ulnt3", "slr"])
    assert blocks_in_order(examined, catalogue)[0] == "upper_quarter"


def test_a_block_is_recorded_when_all_that_can_be_tested_is_on_both_sides(
    catalogue: Catalogue,
) -> None:
    block = catalogue.conduction["lower_quarter"]
    left = block_normal(examination(), "lower_quarter", (Side.LEFT,), catalogue)
    both = block_normal(left, "lower_quarter", (Side.RIGHT,), catalogue)
    assert not is_block_recorded(left, block)
    assert is_block_recorded(both, block)
    assert not is_block_recorded(graded(both, ANKLE, None, catalogue), block)
    assert not is_block_recorded(both, catalogue.conduction["upper_quarter"])
