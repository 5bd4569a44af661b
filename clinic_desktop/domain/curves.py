"""Smooth curves through given points, as the cubic Bézier pieces that every canvas can draw."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import dist, sqrt

from msgspec import Struct

Point = tuple[float, float]
Piece = tuple[Point, Point, Point]
"""Both control points of a cubic Bézier piece, and its end."""


class Curve(Struct, frozen=True):
    """A start and the cubic Bézier pieces that follow it; a closed curve ends where it began."""

    start: Point
    pieces: tuple[Piece, ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """The points the curve runs through, without the control points."""
        return (self.start, *(piece[2] for piece in self.pieces))

    def mirrored(self) -> "Curve":
        """Return the curve on the other side of the midline, x = 0."""
        return self._each(lambda point: (-point[0], point[1]))

    def placed(self, origin: Point) -> "Curve":
        """Return the curve with its origin moved to a point."""
        return self._each(lambda point: (point[0] + origin[0], point[1] + origin[1]))

    def _each(self, moved: Callable[[Point], Point]) -> "Curve":
        pieces = ((moved(one), moved(other), moved(end)) for one, other, end in self.pieces)
        return Curve(moved(self.start), tuple(pieces))


def smooth(points: Sequence[Point]) -> Curve:
    """Return the open curve that runs smoothly through the points; one written twice is a corner.

    A centripetal Catmull-Rom spline: unlike the uniform one it makes no loops where points stand
    close together.
    """
    pieces: list[Piece] = []
    for run in _runs(points):
        ends = zip((run[0], *run), run, run[1:], (*run[2:], run[-1]), strict=False)
        pieces += [_piece(*four) for four in ends]
    return Curve(points[0], tuple(pieces))


def smooth_closed(points: Sequence[Point]) -> Curve:
    """Return the closed curve that runs smoothly through the points and back to the first."""
    corner = next((n for n, (one, other) in enumerate(pairwise(points)) if one == other), None)
    if corner is not None:
        return smooth((*points[corner + 1 :], *points[: corner + 1]))
    around = (points[-1], *points, points[0], points[1])
    fours = zip(around, around[1:], around[2:], around[3:], strict=False)
    return Curve(points[0], tuple(_piece(*four) for four in fours))


def joined(curves: Sequence[Curve]) -> Curve:
    """Return the closed curve made of open ones, with straight lines over the gaps."""
    pieces: list[Piece] = []
    at = curves[0].start
    for curve in curves:
        if curve.start != at:
            pieces.append(_straight(at, curve.start))
        pieces += curve.pieces
        at = curve.points[-1]
    if at != curves[0].start:
        pieces.append(_straight(at, curves[0].start))
    return Curve(curves[0].start, tuple(pieces))


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    """Cut the points at the corners; a corner ends one run and begins the next."""
    runs = [[points[0]]]
    for one, other in pairwise(points):
        if one == other:
            runs.append([other])
        else:
            runs[-1].append(other)
    return [run for run in runs if len(run) > 1]


def _piece(before: Point, start: Point, end: Point, after: Point) -> Piece:
    return (_control(before, start, end), _control(after, end, start), end)


def _control(far: Point, near: Point, towards: Point) -> Point:
    """Return the control point beside `near`; at an open end, where `far` is `near`, itself."""
    if far == near:
        return near
    a, b = sqrt(dist(far, near)), sqrt(dist(near, towards))

    def along(axis: int) -> float:
        bent = (2 * a * a + 3 * a * b + b * b) * near[axis]
        return (a * a * towards[axis] - b * b * far[axis] + bent) / (3 * a * (a + b))

    return (along(0), along(1))


def _straight(start: Point, end: Point) -> Piece:
    def at(share: float) -> Point:
        (x, y), (u, v) = start, end
        return (x + (u - x) * share, y + (v - y) * share)

    return (at(1 / 3), at(2 / 3), end)
