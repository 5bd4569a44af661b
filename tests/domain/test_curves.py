"""Smooth curves: through every point, corners where written, mirrored exactly."""

from itertools import pairwise
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.curves import Curve, Point, joined, smooth, smooth_closed

ACROSS = st.integers(-500, 500).map(float)
POINTS = st.lists(st.tuples(ACROSS, ACROSS), min_size=3, max_size=12, unique=True)
SQUARE: list[Point] = [(0, 0), (10, 0), (10, 10), (0, 10)]


@given(POINTS)
def test_a_curve_runs_through_its_points_in_order(points: list[Point]) -> None:
    assert list(smooth(points).points) == points


@given(POINTS)
def test_a_closed_curve_comes_back_to_its_first_point(points: list[Point]) -> None:
    assert list(smooth_closed(points).points) == [*points, points[0]]


@given(POINTS)
def test_a_curve_and_its_mirror_image_differ_in_the_sign_of_x_alone(points: list[Point]) -> None:
    there_and_back = smooth(points).mirrored().mirrored()
    assert there_and_back == smooth(points)
    assert smooth(points).mirrored().points == tuple((-x, y) for x, y in points)


@given(POINTS)
def test_pieces_meet_in_one_direction(points: list[Point]) -> None:
    """The tangent before a point and the one after it lie on one line."""
    pieces = smooth(points).pieces
    for (_, before, at), (after, _, _) in pairwise(pieces):
        one = (at[0] - before[0], at[1] - before[1])
        other = (after[0] - at[0], after[1] - at[1])
        turn = one[0] * other[1] - one[1] * other[0]
        assert abs(turn) <= 1e-9 * (1 + hypot(*one) * hypot(*other))


def test_a_point_written_twice_is_a_corner() -> None:
    corner = smooth([(0, 0), (10, 0), (10, 0), (10, 10)])
    assert list(corner.points) == [(0, 0), (10, 0), (10, 10)]
    assert all(y == 0 for _, y in corner.pieces[0])
    assert all(x == 10 for x, _ in corner.pieces[1])
    closed = smooth_closed([(0, 0), (10, 0), (10, 0), (10, 10)])
    assert list(closed.points) == [(10, 0), (10, 10), (0, 0), (10, 0)]


def test_joined_curves_have_straight_lines_over_the_gaps() -> None:
    top, bottom = smooth(SQUARE[:2]), smooth(SQUARE[2:])
    square = joined([top, bottom])
    assert square.points == (*SQUARE, SQUARE[0])
    assert joined([square]) == square


def test_a_placed_curve_has_its_origin_there() -> None:
    assert Curve((1, 2), (((1, 2), (3, 4), (5, 6)),)).placed((10, 100)) == Curve(
        (11, 102), (((11, 102), (13, 104), (15, 106)),)
    )
