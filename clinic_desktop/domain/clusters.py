"""Clusters: how many of the results that studies looked at together were found, side by side.

A count of what was done, never a probability. Sides are never mixed; what was not tested, or not
recorded, is neither counted nor done.
"""

from collections.abc import Collection, Iterator
from typing import Final

from msgspec import Struct

from clinic_desktop.domain.anatomy import ROOT_ORDER, Root, Side, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.evidence import Cluster, ClusterCounting
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Outcome, Response, counting_side
from clinic_desktop.domain.screening import SignKind

# Light touch and pin prick are two looks at one modality.
_MODALITIES: Final[dict[str, tuple[SignKind, ...]]] = {
    "sensation": (SignKind.LIGHT_TOUCH, SignKind.PIN_PRICK),
    "power": (SignKind.POWER,),
    "reflex": (SignKind.REFLEX,),
}


class ClusterCount(Struct, frozen=True, kw_only=True):
    """What a cluster gave on one side, or in one root of it.

    `counted` of `done` members, by name; `without_result` are those neither counted nor done, and
    `midline` those done in the midline, which counts on no side.
    """

    cluster: str
    side: Side
    root: Root | None = None
    counted: tuple[str, ...]
    done: tuple[str, ...]
    without_result: tuple[str, ...] = ()
    midline: tuple[str, ...] = ()


def clusters(examination: Examination, catalogue: Catalogue) -> tuple[ClusterCount, ...]:
    """Return the clusters of which at least one member was done, left before right.

    Signs stand beside tests: a cluster of both needs a test that was done.
    """
    return tuple(
        count
        for key, cluster in catalogue.clusters.items()
        for side in Side
        for count in (
            _roots(key, examination, side)
            if cluster.counts is ClusterCounting.LOSS
            else _tests(key, cluster, examination, catalogue, side)
        )
    )


def _tests(
    key: str, cluster: Cluster, examination: Examination, catalogue: Catalogue, side: Side
) -> Iterator[ClusterCount]:
    found: dict[str, bool | None] = {}
    midline: set[str] = set()
    for test in cluster.tests:
        form = cluster.forms.get(test)
        name = catalogue.tests[test].short
        if form:
            name += f" {catalogue.label('variant', form).partition(':')[0]}"
        response = _response(test, examination, catalogue, side)
        fits = response is not None and form in (None, response.variant)
        found[name] = _is_counted(response, cluster, catalogue) if response and fits else None
        in_midline = examination.response(test, TestedSide.MIDLINE)
        if response is None and in_midline and in_midline.was_done:
            midline.add(name)
    if all(member is None for member in found.values()):
        return
    for sign in cluster.signs:
        found[sign.name] = _is_lost(examination, side, sign.root, (sign.kind,))
    yield _count(key, side, None, found, midline)


def _roots(key: str, examination: Examination, side: Side) -> Iterator[ClusterCount]:
    for root in ROOT_ORDER:
        found = {
            name: _is_lost(examination, side, root, kinds) for name, kinds in _MODALITIES.items()
        }
        if any(member is not None for member in found.values()):
            yield _count(key, side, root, found)


def _count(
    key: str,
    side: Side,
    root: Root | None,
    found: dict[str, bool | None],
    midline: Collection[str] = (),
) -> ClusterCount:
    without = [name for name, member in found.items() if member is None]
    return ClusterCount(
        cluster=key,
        side=side,
        root=root,
        counted=tuple(name for name, member in found.items() if member),
        done=tuple(name for name, member in found.items() if member is not None),
        without_result=tuple(name for name in without if name not in midline),
        midline=tuple(name for name in without if name in midline),
    )


def _response(
    test: str, examination: Examination, catalogue: Catalogue, side: Side
) -> Response | None:
    """The response of a test that counts on this side, if it was done."""
    crossed = catalogue.tests[test].crossed
    for response in examination.responses or ():
        if response.test == test and counting_side(response, crossed_test=crossed) is side:
            return response if response.was_done else None
    return None


def _is_counted(response: Response, cluster: Cluster, catalogue: Catalogue) -> bool | None:
    """Whether a response is counted; `None` where what decides was not recorded."""
    if cluster.counts is ClusterCounting.NEGATIVE:
        return response.outcome is Outcome.NEGATIVE
    # A symptom in the other leg is not positive on the tested side (as in the comparison).
    crossed = response.is_crossed_response and not catalogue.tests[response.test].crossed
    positive = response.outcome is Outcome.POSITIVE and not crossed
    if cluster.counts is ClusterCounting.BELOW_KNEE and positive:
        return response.below_knee
    return positive


def _is_lost(
    examination: Examination, side: Side, root: Root, kinds: tuple[SignKind, ...]
) -> bool | None:
    """Whether any of these signs of a root is lost or reduced; `None` where none was tested."""
    signs = [
        sign
        for sign in examination.conduction or ()
        if sign.side is side and sign.root is root and sign.kind in kinds and sign.grade is not None
    ]
    return any(sign.is_loss for sign in signs) if signs else None
