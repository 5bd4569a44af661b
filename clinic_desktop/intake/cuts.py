"""Finds the words a statement turns on, and where the next statement begins."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from clinic_desktop.domain.imaging import FindingKind
from clinic_desktop.intake.denial import fresh
from clinic_desktop.intake.tags import Tag, Token

HEADS: Final = frozenset(
    {Tag.KIND, Tag.NARROW, Tag.OPEN, Tag.RELATION, Tag.FACET, Tag.FLAVUM, Tag.ABNORMALITY}
)
_JOINTS: Final = frozenset({Tag.STRONG, Tag.WEAK, Tag.NO})
WORST_FIRST: Final = (
    FindingKind.SEQUESTRATION,
    FindingKind.EXTRUSION,
    FindingKind.PROTRUSION,
    FindingKind.HERNIATION,
    FindingKind.BULGE,
)
DISC_KINDS: Final = frozenset(WORST_FIRST)


def heads_of(tokens: Sequence[Token]) -> list[int]:
    """Return the places of heads; terms joined by a stroke are one head."""
    heads: list[int] = []
    for place, token in enumerate(tokens):
        if token.tag not in HEADS:
            continue
        if heads:
            before = heads[-1]
            between = tokens[before + 1 : place]
            joined = all(t.value == "/" or t.tag is Tag.DISC for t in between)
            both_disc = tokens[before].value in DISC_KINDS and token.value in DISC_KINDS
            if both_disc and joined:
                continue
        heads.append(place)
    return heads


def cut_between(tokens: Sequence[Token], before: int, after: int) -> int:
    """Return where the clause of the second head begins."""
    between = range(before + 1, after)
    strong = [p for p in between if tokens[p].tag is Tag.STRONG]
    if strong:
        return _bracket_cut(tokens, strong[0], after)
    denial = [p for p in between if tokens[p].tag is Tag.NO]
    joints = [p for p in between if tokens[p].tag is Tag.WEAK]
    if joints:
        cut = _weak_cut(tokens, before, after, joints)
        if denial and denial[-1] < cut - 1 and _begins_anew(tokens[cut:after]):
            return cut  # "without signal change, moderate stenosis"
        return min(cut, *denial or [after])
    if denial:
        return denial[0]
    return _bare_cut(tokens, before, after)


def _begins_anew(tokens: Sequence[Token]) -> bool:
    """Whether a comma and a degree begin what an earlier denial does not reach."""
    return bool(tokens) and tokens[0].word in (",", "and") and fresh(tokens)


def _bracket_cut(tokens: Sequence[Token], strong: int, after: int) -> int:
    """Leave "(left)" and the side in "(left, compressing ...)" with what stands before it."""
    if tokens[strong].value != "(":
        return strong
    for place in range(strong + 1, after):
        token = tokens[place]
        if token.value == ")":
            return place + 1
        if token.tag is Tag.WEAK:
            return place
        if token.tag not in (Tag.SIDE, Tag.GRADE, Tag.ZONE):
            break
    return strong


def _weak_cut(tokens: Sequence[Token], before: int, after: int, joints: list[int]) -> int:
    """Choose among commas and ands: what only tells more of the first head stays with it."""
    head = tokens[before]
    takes_places = head.tag is Tag.NARROW or (
        head.tag is Tag.RELATION and tokens[after].tag is not Tag.RELATION
    )
    if tokens[after].tag is Tag.RELATION and _lists_levels(tokens, joints[-1], after):
        return after
    follows = takes_places and any(
        t.tag in (Tag.PLACE, Tag.ROOT, Tag.COURSE, Tag.SAC) for t in tokens[before + 1 : joints[0]]
    )
    bounds = [*joints, after + 1]
    graded = _is_graded(tokens[:before])
    for place, joint in enumerate(joints):
        segment = tokens[joint + 1 : bounds[place + 1]]
        if any(t.tag in HEADS for t in segment):
            return joint
        last = place == len(joints) - 1
        later = tokens[bounds[place + 1] : after]
        of_the_next = graded or (
            tokens[after].tag is Tag.NARROW
            and head.tag is not Tag.NARROW
            and any(t.tag is Tag.SIDE for t in later)
        )
        more = _tells_more(segment) and not (
            of_the_next and any(t.tag is Tag.GRADE for t in segment)
        )
        if follows or more or (not last and _is_aside(segment)):
            continue
        return joint
    return joints[-1]


def _is_graded(ahead: Sequence[Token]) -> bool:
    """Whether a degree stands right before a head, or before its place and side."""
    own = takewhile(lambda t: t.tag not in _JOINTS and t.tag not in HEADS, reversed(ahead))
    return any(t.tag is Tag.GRADE for t in own)


def _lists_levels(tokens: Sequence[Token], joint: int, after: int) -> bool:
    """Whether a joint stands in a list of levels: "bulges at L3-4 and L4-5 indenting ..."."""
    between = tokens[joint + 1 : after]
    return tokens[joint - 1].tag is Tag.LEVEL and [t.tag for t in between] == [Tag.LEVEL]


def _tells_more(segment: Sequence[Token]) -> bool:
    """Whether these tokens hold only degree, side or level, said after the head."""
    if not segment:
        return True
    if any(t.tag in (Tag.PLACE, Tag.ROOT, Tag.ZONE, Tag.COURSE) for t in segment):
        return False
    kinds = {t.tag for t in segment}
    if kinds <= {Tag.LEVEL, Tag.LEANING, Tag.OTHER, Tag.THESE}:
        return True
    return (
        kinds <= {Tag.GRADE, Tag.SIDE, Tag.LEVEL, Tag.LEANING}
        and segment[-1].tag is Tag.SIDE
        and (segment[0].tag is Tag.GRADE)
    )


def _is_aside(segment: Sequence[Token]) -> bool:
    """Whether "stenosis, severe, compressing" or "and to the left, compressing" goes on."""
    tags = {token.tag for token in segment} - {Tag.OTHER}
    return tags in (set(), {Tag.SIDE}, {Tag.GRADE})


def _bare_cut(tokens: Sequence[Token], before: int, after: int) -> int:
    """Cut between two heads with nothing to join them."""
    between = tokens[before + 1 : after]
    leading = {
        Tag.RELATION: (Tag.ROOT, Tag.BONE, Tag.COURSE),
        Tag.NARROW: (Tag.PLACE,),
        Tag.OPEN: (Tag.PLACE, Tag.ROOT, Tag.DISC),
    }.get(tokens[after].tag)
    if tokens[before].tag is Tag.RELATION and tokens[after].tag is not Tag.RELATION:
        touched = [n for n, t in enumerate(between) if t.tag in (Tag.ROOT, Tag.BONE, Tag.SAC)]
        if touched:
            return before + 2 + touched[-1]
    if leading is None or any(t.tag in leading for t in between):
        return before + 1
    cut = after
    while cut - 1 > before and tokens[cut - 1].tag in (Tag.GRADE, Tag.MAYBE, Tag.NO, Tag.NEAR):
        cut -= 1
    return cut
