"""Marks by place: one place changes at a time, and a second press takes the first one back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.anatomy import BodySide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import SymptomArea, SymptomKind
from clinic_desktop.domain.symptom_areas import Areas, Place, cleared, marks, not_drawn, toggled

PAIN, PINS, NUMB = SymptomKind
LEFT, RIGHT, BOTH, MIDLINE = BodySide
NAMES = st.sampled_from(["knee", "low_back", "behind the ear"])
PLACES = st.tuples(NAMES, st.sampled_from([LEFT, RIGHT, MIDLINE]))
KINDS = st.sampled_from(SymptomKind)
# As the chart and the list write them: each place once, kinds in their order.
AREA = st.builds(
    SymptomArea,
    area=NAMES,
    side=st.sampled_from(BodySide),
    kinds=st.sets(KINDS, min_size=1).map(lambda kinds: tuple(k for k in SymptomKind if k in kinds)),
)
AREAS = st.lists(AREA, max_size=5).map(lambda areas: tuple(areas) or None)


def area(name: str, side: BodySide | None, *kinds: SymptomKind) -> SymptomArea:
    return SymptomArea(area=name, side=side, kinds=kinds or None)


@given(AREAS, PLACES, KINDS)
def test_toggling_twice_restores_what_is_marked(
    areas: Areas | None, place: Place, kind: SymptomKind
) -> None:
    assert marks(toggled(toggled(areas, place, kind), place, kind)) == marks(areas)


@given(AREAS, PLACES, KINDS)
def test_adding_a_new_place_and_taking_it_away_restores_the_value(
    areas: Areas | None, place: Place, kind: SymptomKind
) -> None:
    bare = cleared(areas, place)
    assert toggled(toggled(bare, place, kind), place, kind) == bare


@given(AREAS, PLACES, KINDS)
def test_toggling_and_clearing_change_no_other_place(
    areas: Areas | None, place: Place, kind: SymptomKind
) -> None:
    for after in (toggled(areas, place, kind), cleared(areas, place)):
        before, now = dict(marks(areas)), dict(marks(after))
        before.pop(place, None)
        now.pop(place, None)
        assert now == before


@given(AREAS, PLACES, KINDS)
def test_toggling_changes_that_kind_only(
    areas: Areas | None, place: Place, kind: SymptomKind
) -> None:
    before = set(marks(areas).get(place, ()))
    assert set(marks(toggled(areas, place, kind)).get(place, ())) == before ^ {kind}


def test_both_sides_are_two_places_and_one_changes_without_the_other() -> None:
    both = (area("knee", BOTH, PAIN),)
    assert marks(both) == {("knee", LEFT): (PAIN,), ("knee", RIGHT): (PAIN,)}
    assert toggled(both, ("knee", LEFT), NUMB) == (
        area("knee", LEFT, PAIN, NUMB),
        area("knee", RIGHT, PAIN),
    )
    assert cleared(both, ("knee", LEFT)) == (area("knee", RIGHT, PAIN),)
    assert toggled(both, ("hip", LEFT), PAIN) == (*both, area("hip", LEFT, PAIN))


def test_a_place_recorded_twice_is_one_mark() -> None:
    twice = (area("knee", LEFT, PAIN), area("knee", LEFT, PAIN, PINS))
    assert marks(twice) == {("knee", LEFT): (PAIN, PINS)}
    assert toggled(twice, ("knee", LEFT), PAIN) == (area("knee", LEFT, PINS),)


def test_an_area_without_a_kind_is_marked_without_one_and_keeps_its_line() -> None:
    bare = (area("knee", LEFT),)
    assert marks(bare) == {("knee", LEFT): ()}
    assert toggled(bare, ("knee", LEFT), PAIN) == (area("knee", LEFT, PAIN),)


@pytest.mark.parametrize("missing", [area("knee", None, PAIN), SymptomArea(side=LEFT)])
def test_without_a_side_or_an_area_there_is_no_place(missing: SymptomArea) -> None:
    """Not recorded is never taken for one of the sides."""
    assert marks((missing,)) == {}
    assert toggled((missing,), ("knee", LEFT), PAIN) == (missing, area("knee", LEFT, PAIN))


def test_what_has_no_region_is_not_drawn(catalogue: Catalogue) -> None:
    drawn = (area("knee", BOTH, PAIN), area("low_back", MIDLINE, PAIN))
    others = (area("behind the ear", LEFT, PAIN), area("knee", None), area("knee", MIDLINE, PAIN))
    assert not_drawn((*drawn, *others), catalogue.body_chart) == others
    assert not_drawn(None, catalogue.body_chart) == ()
