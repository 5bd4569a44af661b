"""The chart of the data file: every area has its place, left and right are mirror images."""

import tomllib

import msgspec
import pytest

from clinic_desktop.domain.anatomy import BodySide, Side
from clinic_desktop.domain.body_chart import Drawing, View, body_chart
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.curves import Curve
from clinic_desktop.resources import resources_folder

ON_THE_MIDLINE = {
    *("head", "face", "neck", "chest", "abdomen", "groin", "upper_back", "low_back", "saddle")
}
SMALL = {
    "size": [100, 50],
    "midline": 2,
    "shapes": {"box": {"outline": [[1, 0], [9, 0], [9, 9]], "borders": {"edge": [[0, 4], [9, 4]]}}},
    "views": {
        "front": {
            "shape": "box",
            "half": "left",
            "origin": [50, 0],
            "title_at": [0, 0],
            "side_at": [5, 10],
            "regions": {"hand": ["edge"]},
        }
    },
}


def numbers(curve: Curve) -> list[float]:
    points = [curve.start, *(point for piece in curve.pieces for point in piece)]
    return [number for point in points for number in point]


def axis(view: View) -> float:
    """The x of a view's midline on the chart."""
    return view.title_at[0]


def test_every_offered_area_has_a_place_left_and_right(catalogue: Catalogue) -> None:
    places = catalogue.body_chart.places
    for area in catalogue.wording.offered["areas"]:
        assert {(area, BodySide.LEFT), (area, BodySide.RIGHT)} <= places, area
    middle = {area for area, side in places if side is BodySide.MIDLINE}
    assert middle == ON_THE_MIDLINE


def test_every_region_has_a_twin_mirrored_exactly(catalogue: Catalogue) -> None:
    for view in catalogue.body_chart.views:
        left = {r.area: r.curve for r in view.regions if r.side is BodySide.LEFT}
        right = {r.area: r.curve for r in view.regions if r.side is BodySide.RIGHT}
        assert left.keys() == right.keys()
        back = (-axis(view), 0.0)
        for area, curve in left.items():
            twin = right[area].placed(back).mirrored()
            assert numbers(twin) == pytest.approx(numbers(curve.placed(back))), (view.name, area)


@pytest.mark.parametrize(
    ("name", "left_is_on"),
    [
        *(("front", 1), ("palms", 1), ("tops_of_feet", 1)),
        *(("back", -1), ("backs_of_hands", -1), ("soles", -1)),
    ],
)
def test_the_patients_left_is_on_the_viewers_right_in_front_and_left_behind(
    name: str, left_is_on: int, catalogue: Catalogue
) -> None:
    (view,) = (view for view in catalogue.body_chart.views if view.name == name)
    assert (dict(view.sides_at)[Side.LEFT][0] - axis(view)) * left_is_on > 0
    for region in view.regions:
        if region.side is BodySide.LEFT:
            across = [x for x, _ in region.curve.points]
            assert (sum(across) / len(across) - axis(view)) * left_is_on > 0, region.area


def test_views_and_words_stand_within_the_chart(catalogue: Catalogue) -> None:
    width, height = catalogue.body_chart.size
    for view in catalogue.body_chart.views:
        points = [point for curve in view.outlines for point in curve.points]
        for x, y in (*points, view.title_at, *dict(view.sides_at).values()):
            assert 0 <= x <= width
            assert 0 <= y <= height
        assert view.name in catalogue.wording.labels["chart_view"]
    assert catalogue.label("chart_side", "left") == "Patient's left"
    assert catalogue.label("chart_side", "right") == "Patient's right"


def test_every_border_of_the_data_file_is_used_by_some_view() -> None:
    data = tomllib.loads((resources_folder() / "body_chart/figure.toml").read_text("utf-8"))
    for name, shape in data["shapes"].items():
        views = [view for view in data["views"].values() if view["shape"] == name]
        used = {key for view in views for keys in view["regions"].values() for key in keys}
        assert set(shape["borders"]) == {key.removeprefix("-") for key in used}, name


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"box","half"', '"bax","half"', r"views\.front\.shape: there is no 'bax'"),
        ('["edge"]', '["-egde"]', r"views\.front\.regions\.hand: there is no '-egde'"),
    ],
)
def test_a_name_that_points_nowhere_is_told_with_its_place(
    before: str, after: str, told: str
) -> None:
    written = msgspec.json.encode(SMALL).decode()
    assert before in written
    body_chart(msgspec.json.decode(written, type=Drawing))
    with pytest.raises(ValueError, match=told):
        body_chart(msgspec.json.decode(written.replace(before, after), type=Drawing))
