"""Recording conduction: one grade at a time, or a whole block tested and normal."""

from collections.abc import Iterable

import msgspec

from clinic_desktop.domain.anatomy import Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.conduction_blocks import ConductionBlock
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.screening import NORMAL, ConductionSign, SignKind, SignPlace

BOTH_SIDES = (Side.LEFT, Side.RIGHT)


def blocks_in_order(examination: Examination, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the keys of the blocks, first the one whose roots the protocol's tests load.

    The first test that loads a pathway decides; without one the order is that of the catalogue.
    """
    planned = (catalogue.tests.get(key) for key in catalogue.planned_tests(examination))
    loaded = next((test.roots[0] for test in planned if test and test.roots), None)
    blocks = catalogue.conduction
    return tuple(sorted(blocks, key=lambda key: loaded not in blocks[key].roots))


def places(block: ConductionBlock, sides: Iterable[Side]) -> tuple[SignPlace, ...]:
    """Return the places of a block that have something to test, in the order of the grid."""
    return tuple(
        SignPlace(root, side, kind)
        for side in sides
        for kind in SignKind
        for root, signs in block.roots.items()
        if signs.tested(kind)
    )


def graded(
    examination: Examination, place: SignPlace, grade: str | None, catalogue: Catalogue
) -> Examination:
    """Return the examination with this grade at a place; `None` takes grade and item away."""
    return examination.with_sign(graded_sign(examination, place, grade, catalogue))


def graded_sign(
    examination: Examination, place: SignPlace, grade: str | None, catalogue: Catalogue
) -> ConductionSign:
    """Return the sign of a place with this grade.

    What was tested is recorded with the grade: the item written there already, else the first
    one the catalogue has. A note stays in any case.
    """
    sign = examination.sign(*place) or ConductionSign(
        root=place.root, side=place.side, kind=place.kind
    )
    item = None if grade is None else sign.item or _first_item(place, catalogue)
    return msgspec.structs.replace(sign, grade=grade, item=item)


def block_normal(
    examination: Examination, block: str, sides: Iterable[Side], catalogue: Catalogue
) -> Examination:
    """Return the examination with all that is not recorded yet in a block recorded as normal.

    Places without anything to test stay empty. So do those with a note alone: it may say why
    nothing was tested there.
    """
    for place in places(catalogue.conduction[block], sides):
        sign = examination.sign(*place)
        if sign is None or (sign.grade is None and sign.note is None):
            examination = graded(examination, place, NORMAL[place.kind], catalogue)
    return examination


def has_grade(examination: Examination, place: SignPlace) -> bool:
    """Whether a place is recorded; without a grade it is not."""
    sign = examination.sign(*place)
    return sign is not None and sign.grade is not None


def is_block_recorded(examination: Examination, block: ConductionBlock) -> bool:
    """Whether all of a block that has something to test is recorded, on both sides."""
    return all(has_grade(examination, place) for place in places(block, BOTH_SIDES))


def recorded_count(examination: Examination) -> int:
    """Return how many signs have a grade."""
    return sum(sign.grade is not None for sign in examination.conduction or ())


def _first_item(place: SignPlace, catalogue: Catalogue) -> str | None:
    signs = catalogue.root_signs(place.root)
    tested = signs.tested(place.kind) if signs else ()
    return tested[0].text if tested else None
