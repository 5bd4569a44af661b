"""The body chart: a figure from the front and the back, and its regions, as curves to be drawn."""

from typing import Annotated

from msgspec import Meta, Struct

from clinic_desktop.domain.anatomy import BodySide, Side
from clinic_desktop.domain.curves import Curve, Point, joined, smooth, smooth_closed

Points = Annotated[tuple[Point, ...], Meta(min_length=2)]
Keys = Annotated[tuple[str, ...], Meta(min_length=1)]


class Shape(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One half of a silhouette and the lines across it, as written in the data file.

    `whole`: the half and its mirror image are one figure, not a pair.
    """

    outline: Points
    borders: dict[str, Points]
    whole: bool = False


class WrittenView(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A shape seen from one side, as written in the data file.

    `half` is whose side the written half shows. `regions` names the borders of each area.
    """

    shape: str
    half: Side
    origin: Point
    title_at: Point
    side_at: Point
    regions: dict[str, Keys]
    midline: dict[str, tuple[float, float]] = {}
    details: dict[str, Points] = {}


class Drawing(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The data file of the chart. `midline` is the half width of the regions on the midline."""

    size: Point
    midline: float
    shapes: dict[str, Shape]
    views: dict[str, WrittenView]


class Region(Struct, frozen=True):
    """An area on one side of the patient's body: what its curve and its view's outline share."""

    area: str
    side: BodySide
    curve: Curve


class View(Struct, frozen=True, kw_only=True):
    """A drawing from one side, in the units of the chart.

    `outlines` holds one curve, or those of a pair; `borders` the lines between regions, drawn
    within the outlines only. `sides_at` says where the words for the patient's left and right
    stand: the middle of their upper edge, like `title_at`.
    """

    name: str
    outlines: tuple[Curve, ...]
    borders: tuple[Curve, ...]
    details: tuple[Curve, ...]
    regions: tuple[Region, ...]
    title_at: Point
    sides_at: tuple[tuple[Side, Point], ...]


class BodyChart(Struct, frozen=True, kw_only=True):
    """The whole chart: its width and height, and its views from left to right."""

    size: Point
    views: tuple[View, ...]

    @property
    def places(self) -> frozenset[tuple[str, BodySide]]:
        """The areas and sides that have a region in some view."""
        return frozenset(
            (region.area, region.side) for view in self.views for region in view.regions
        )


def body_chart(drawing: Drawing) -> BodyChart:
    """Return the chart that a data file describes.

    Raises:
        ValueError: naming the place of a shape or border that the file does not have.
    """
    return BodyChart(
        size=drawing.size,
        views=tuple(_view(name, view, drawing) for name, view in drawing.views.items()),
    )


def _view(name: str, view: WrittenView, drawing: Drawing) -> View:
    shape = drawing.shapes.get(view.shape)
    if shape is None:
        raise ValueError(f"views.{name}.shape: there is no {view.shape!r}")
    halves = _halves(name, view, shape)
    other = BodySide(view.half.opposite)
    strips = [
        Region(area, BodySide.MIDLINE, _strip(drawing.midline, *reach))
        for area, reach in view.midline.items()
    ]
    twins = [Region(half.area, other, half.curve.mirrored()) for half in halves]
    used = {key.removeprefix("-") for names in view.regions.values() for key in names}
    lines = [smooth(points) for key, points in shape.borders.items() if key in used]
    details = [smooth(points) for points in view.details.values()]
    x, y = view.origin
    aside, down = view.side_at

    def placed(curves: "list[Curve]") -> tuple[Curve, ...]:
        return tuple(curve.placed(view.origin) for curve in curves)

    return View(
        name=name,
        outlines=placed(_outlines(shape)),
        borders=placed([*_both(lines), *(strip.curve for strip in strips)]),
        details=placed(_both(details)),
        regions=tuple(
            Region(region.area, region.side, region.curve.placed(view.origin))
            for region in (*halves, *twins, *strips)
        ),
        title_at=(x + view.title_at[0], y + view.title_at[1]),
        sides_at=(
            (view.half, (x + aside, y + down)),
            (view.half.opposite, (x - aside, y + down)),
        ),
    )


def _halves(name: str, view: WrittenView, shape: Shape) -> list[Region]:
    """Return the regions of the half that is written, each closed from its borders."""
    known = {key: smooth(points) for key, points in shape.borders.items()}
    known |= {f"-{key}": smooth(points[::-1]) for key, points in shape.borders.items()}
    halves = []
    for area, keys in view.regions.items():
        if unknown := [key for key in keys if key not in known]:
            raise ValueError(f"views.{name}.regions.{area}: there is no {unknown[0]!r}")
        loop = joined([known[key] for key in keys])
        halves.append(Region(area, BodySide(view.half), loop))
    return halves


def _outlines(shape: Shape) -> list[Curve]:
    if not shape.whole:
        return _both([smooth_closed(shape.outline)])
    half = shape.outline
    return [smooth_closed((*half, *((-x, y) for x, y in half[-2:0:-1])))]


def _both(curves: "list[Curve]") -> list[Curve]:
    return [*curves, *(curve.mirrored() for curve in curves)]


def _strip(half_width: float, top: float, bottom: float) -> Curve:
    corners = ((-half_width, top), (half_width, top), (half_width, bottom), (-half_width, bottom))
    return joined([Curve(corner, ()) for corner in corners])
