"""Binds side and degree to the thing they are said of."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from clinic_desktop.domain.anatomy import BodySide
from clinic_desktop.intake.lexicon import GRADES
from clinic_desktop.intake.tags import Tag, Token


class Said(NamedTuple):
    """A degree and a side that stand together; either may not be given."""

    grade: str | None
    side: BodySide | None


NOTHING: Final = Said(None, None)


def sides_among(tokens: Sequence[Token]) -> BodySide | None:
    """Return the one side these tokens name; left and right together are both."""
    sides = [token.value for token in tokens if token.tag is Tag.SIDE]
    if not sides:
        return None
    if BodySide.BOTH in sides or {BodySide.LEFT, BodySide.RIGHT} <= set(sides):
        return BodySide.BOTH
    lateral = [side for side in sides if side is not BodySide.MIDLINE]
    return lateral[0] if lateral else BodySide.MIDLINE


def worse(a: str | None, b: str | None) -> str | None:
    """Return the greater of two degrees."""
    if a is None or b is None:
        return a or b
    return max(a, b, key=GRADES.index)


def said_of(places: Sequence[Token], tokens: Sequence[Token]) -> list[tuple[Token, list[Said]]]:
    """Give each place of a clause the degrees and sides said of it.

    Those before a place belong to it ("mild canal and moderate left foraminal narrowing"). Those
    after the last place belong to every place, or complete what came before it ("left foraminal
    narrowing, mild"). A place without a degree shares its neighbour's.
    """
    given: list[tuple[Token, list[Said]]] = []
    begin = 0
    for place in places:
        at = tokens.index(place)
        between = tokens[begin:at]
        if given and (joint := _behind_a_degree(between)):
            given[-1] = (given[-1][0], _completed(given[-1][1], _groups(between[:joint])))
            between = between[joint:]
        given.append((place, _groups(between)))
        begin = at + 1
    after = _groups(tokens[begin:])
    completed = [(place, _completed(before, after)) for place, before in given]
    return _shared(completed)


def _behind_a_degree(between: Sequence[Token]) -> int:
    """Return where "left foramen mildly, right foramen ..." turns to the next place, or nought."""
    joint = next((n for n, t in enumerate(between) if t.tag in (Tag.WEAK, Tag.STRONG)), 0)
    return joint if any(t.tag is Tag.GRADE for t in between[:joint]) else 0


def _groups(tokens: Sequence[Token]) -> list[Said]:
    """Read "mild right and moderate left" as two, "left and right" as one for both sides."""
    groups: list[list[str | BodySide | None]] = []
    open_group = False
    for token in tokens:
        slot = {Tag.GRADE: 0, Tag.SIDE: 1}.get(token.tag)
        if slot is None:
            open_group = open_group and token.tag not in (Tag.WEAK, Tag.STRONG)
            continue
        if not open_group or groups[-1][slot] is not None:
            groups.append([None, None])
        groups[-1][slot] = token.value
        open_group = True
    said = [Said(grade, side) for grade, side in groups]  # type: ignore[arg-type]
    return _with_grades(_joined(said))


def _joined(said: list[Said]) -> list[Said]:
    """Put a lone degree to a lone side beside it."""
    joined: list[Said] = []
    for group in said:
        if joined and joined[-1].side is None and group.grade is None:
            joined[-1] = Said(joined[-1].grade, group.side)
        elif joined and joined[-1].grade is None and group.side is None:
            joined[-1] = Said(group.grade, joined[-1].side)
        else:
            joined.append(group)
    return joined


def _with_grades(said: list[Said]) -> list[Said]:
    """A side without a degree shares that of its neighbour."""
    filled: list[Said] = []
    for place, group in enumerate(said):
        grade = group.grade
        if grade is None and filled:
            grade = filled[-1].grade
        if grade is None:
            grade = next((later.grade for later in said[place:] if later.grade), None)
        filled.append(Said(grade, group.side))
    return filled


def _completed(before: list[Said], after: list[Said]) -> list[Said]:
    if not before:
        return list(after)
    if not after:
        return before
    if len(before) == 1:
        first, *rest = after
        only = before[0]
        if only.side is None and first.grade is None:
            return [Said(only.grade, said.side) for said in after]
        if only.grade is None and first.side is None:
            return [Said(first.grade, only.side), *rest]
        if only.side is None and first.side is not None and first.grade is not None:
            return list(after)
        if only.grade is None and len(after) == 1 and only.side == first.side:
            return list(after)
        if only.grade is None and first.grade is not None:
            return [only, *after]
    return before


def _shared(given: list[tuple[Token, list[Said]]]) -> list[tuple[Token, list[Said]]]:
    shared: list[tuple[Token, list[Said]]] = []
    for place, (token, said) in enumerate(given):
        grade = next((group.grade for group in said if group.grade), None)
        if grade is None:
            near = [*reversed(given[:place]), *given[place + 1 :]]
            grade = next((g.grade for _, groups in near for g in groups if g.grade), None)
        filled = [Said(group.grade or grade, group.side) for group in said]
        shared.append((token, filled or [Said(grade, None)]))
    return shared
