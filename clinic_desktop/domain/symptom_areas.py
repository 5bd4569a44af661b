"""Symptom areas by place: what is felt in each region of the body chart, and changing one of them.

`both` stands for the left and the right; an area whose side is not recorded stands for no place.
"""

from collections.abc import Iterator

import msgspec

from clinic_desktop.domain.anatomy import BodySide
from clinic_desktop.domain.body_chart import BodyChart
from clinic_desktop.domain.examination import SymptomArea, SymptomKind

Areas = tuple[SymptomArea, ...]
Place = tuple[str, BodySide]


def marks(areas: Areas | None) -> dict[Place, tuple[SymptomKind, ...]]:
    """Return the kinds felt at each place that is recorded; none where only the place is."""
    found: dict[Place, set[SymptomKind]] = {}
    for area in areas or ():
        for place in _places(area):
            found.setdefault(place, set()).update(area.kinds or ())
    return {place: _in_order(kinds) for place, kinds in found.items()}


def toggled(areas: Areas | None, place: Place, kind: SymptomKind) -> Areas | None:
    """Return the areas with this kind added at a place, or taken away where it is felt.

    An area in which no kind is left goes. No other place changes.
    """
    entries = _sides_apart(areas or (), place)
    here = [entry for entry in entries if place in _places(entry)]
    if kind in marks(areas).get(place, ()):
        kept = (_without(kind, entry) if entry in here else entry for entry in entries)
        return tuple(entry for entry in kept if entry is not None) or None
    if not here:
        area, side = place
        return (*entries, SymptomArea(area=area, side=side, kinds=(kind,)))
    first = entries.index(here[0])
    kinds = _in_order({*(here[0].kinds or ()), kind})
    more = msgspec.structs.replace(here[0], kinds=kinds)
    return (*entries[:first], more, *entries[first + 1 :])


def cleared(areas: Areas | None, place: Place) -> Areas | None:
    """Return the areas with nothing recorded at a place; no other place changes."""
    entries = _sides_apart(areas or (), place)
    return tuple(entry for entry in entries if place not in _places(entry)) or None


def not_drawn(areas: Areas | None, chart: BodyChart) -> Areas:
    """Return the areas that have no place on the chart: words of one's own, no side, no region."""
    drawn = chart.places
    return tuple(area for area in areas or () if drawn.isdisjoint(_places(area)))


def _places(area: SymptomArea) -> tuple[Place, ...]:
    if area.area is None or area.side is None:
        return ()
    if area.side is BodySide.BOTH:
        return ((area.area, BodySide.LEFT), (area.area, BodySide.RIGHT))
    return ((area.area, area.side),)


def _sides_apart(areas: Areas, place: Place) -> Areas:
    """Return the areas with a `both` that covers the place written as left and right."""
    return tuple(entry for area in areas for entry in _apart(area, place))


def _apart(area: SymptomArea, place: Place) -> Iterator[SymptomArea]:
    if area.side is BodySide.BOTH and place in _places(area):
        for side in (BodySide.LEFT, BodySide.RIGHT):
            yield msgspec.structs.replace(area, side=side)
    else:
        yield area


def _without(kind: SymptomKind, area: SymptomArea) -> SymptomArea | None:
    kept = tuple(other for other in area.kinds or () if other is not kind)
    return msgspec.structs.replace(area, kinds=kept) if kept else None


def _in_order(kinds: "set[SymptomKind]") -> tuple[SymptomKind, ...]:
    return tuple(kind for kind in SymptomKind if kind in kinds)
