"""Reads which nerve roots a clause speaks of, on which side, and what touches them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from clinic_desktop.domain.anatomy import BodySide, Level, Root, Zone, roots_at
from clinic_desktop.domain.imaging import RootRelation
from clinic_desktop.intake.clauses import Clause
from clinic_desktop.intake.sides import sides_among
from clinic_desktop.intake.tags import Tag, Token

_ROOTS: Final = {root.value: root for root in Root}
_OF_BONE: Final = (
    "vert", "bod", "end", "lam", "ped", "lev", "seg", "sup", "inf", "upper", "lower", "facet",
    "disc", "disk", "pars", "transv", "spin", "foram",
)  # fmt: skip
STRENGTH: Final = (
    RootRelation.NONE,
    None,
    RootRelation.CONTACT,
    RootRelation.DISPLACEMENT,
    RootRelation.COMPRESSION,
)
"""From no relation over one that is not told apart to the strongest."""


class NamedRoot(NamedTuple):
    """A root the report names, or one told only by its course: exiting or traversing.

    `several` says that the report speaks of the roots there, without a side.
    """

    root: Root | None
    course: str | None
    side: BodySide | None
    several: bool = False

    def at(self, level: Level) -> tuple[Root, ...]:
        """Return the roots meant at a level."""
        if self.root is not None:
            return (self.root,)
        return roots_at(level, Zone.FORAMINAL if self.course == "exiting" else Zone.SUBARTICULAR)

    def reason(self, level: Level) -> str | None:
        """Return why it is this root, where the report does not name it."""
        return None if self.root is not None else f"{self.course} root at {level.value}"


def roots_in(clause: Clause) -> list[NamedRoot]:
    """Return the roots a clause speaks of as touched or not; one merely near is none."""
    tokens = clause.tokens
    bones = [token for token in tokens if token.tag is Tag.BONE and token.value in _ROOTS]
    courses = clause.only(Tag.COURSE)
    if bones and not (courses or clause.has(Tag.ROOT) or _stands_alone(clause)):
        return []
    if _only_near(clause):
        return []
    if bones:
        return _named(bones, clause)
    if courses and (clause.has(Tag.ROOT) or clause.has(Tag.SIDE)):
        side = sides_among(tokens)
        plural = any(token.word.endswith("s") for token in clause.only(Tag.ROOT))
        several = plural and len(courses) == 1
        names = dict.fromkeys(str(token.value) for token in courses)
        return [NamedRoot(None, name, side, several) for name in names]
    return []


def speaks_of_roots(clause: Clause) -> bool:
    """Whether a clause names a root, or roots at all."""
    return clause.has(Tag.ROOT) or bool(roots_in(clause))


def _stands_alone(clause: Clause) -> bool:
    """Whether "compresses the left S1" names a root without the word, and no vertebra."""
    head = clause.head
    if head is None or head.tag is not Tag.RELATION:
        return False
    here = {root for level in clause.levels for root in roots_at(level)}
    sided = clause.has(Tag.SIDE)
    beside = {token.start for side, token in pairwise(clause.tokens) if side.tag is Tag.SIDE}
    return any(
        (token.start > head.start or token.start in beside)
        and (sided or _ROOTS.get(token.value) in here)
        and not token.word.lstrip().startswith(_OF_BONE)
        for token in clause.only(Tag.BONE)
    )


def _only_near(clause: Clause) -> bool:
    """Whether the root is only said to be near what touches something else."""
    tokens = clause.tokens
    near = next((n for n, t in enumerate(tokens) if t.tag is Tag.NEAR), None)
    if near is None:
        return False
    return not any(t.tag in (Tag.ROOT, Tag.COURSE) for t in tokens[:near])


def _named(bones: list[Token], clause: Clause) -> list[NamedRoot]:
    """Give each root the side in its part of the list; one without shares its neighbour's."""
    sides = [sides_among(part) for part in _shares(bones, _said_of_roots(bones, clause.tokens))]
    sides = [None if side is BodySide.MIDLINE else side for side in sides]
    plural = any(token.word.endswith("s") for token in clause.only(Tag.ROOT))
    for place, side in enumerate(sides):
        if side is None and place:
            sides[place] = sides[place - 1]
    first = next((side for side in sides if side is not None), None)
    if first is None and plural and len(bones) == 1:
        first = BodySide.BOTH
    return [
        NamedRoot(_ROOTS[bone.value], None, side or first)
        for bone, side in zip(bones, sides, strict=True)
    ]


def _said_of_roots(bones: list[Token], tokens: Sequence[Token]) -> Sequence[Token]:
    """Leave out what goes on of a narrowing: "the exiting L4 root, moderate on the left"."""
    last = tokens.index(bones[-1])
    for place in range(last + 1, len(tokens) - 1):
        if tokens[place].tag is Tag.WEAK and tokens[place + 1].tag is Tag.GRADE:
            return tokens[:place]
    return tokens


def _shares(bones: list[Token], tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """Cut a list of roots at the last joint before each."""
    cuts = [0]
    for before, bone in pairwise(bones):
        a, b = tokens.index(before), tokens.index(bone)
        joints = [n for n in range(a, b) if tokens[n].tag is Tag.WEAK]
        cuts.append(joints[-1] if joints else a + 1)
    return [tokens[a:b] for a, b in pairwise([*cuts, len(tokens)])]


def roots_for(clauses: Sequence[Clause], place: int) -> list[NamedRoot]:
    """Return the roots of a clause, or those of a neighbour it leaves unsaid."""
    clause = clauses[place]
    roots = roots_in(clause)
    if (
        roots
        or clause.has(Tag.SAC, Tag.DISC, Tag.FACET)
        or (clause.denied and clause.has(Tag.ROOT))
    ):
        return roots
    for following in clauses[place + 1 :]:
        if following.head is None or following.head.tag is not Tag.RELATION:
            break
        if roots := roots_in(following):
            return roots
    earlier = () if clause.has(Tag.ROOT) else reversed(clauses[:place])
    return next((roots for other in earlier if (roots := roots_in(other))), [])


def levels_for(
    named: NamedRoot, levels: Sequence[Level], changed: Iterable[Level]
) -> tuple[Level, ...]:
    """Return the levels a root is touched at.

    A root named under one level is touched there. Of several levels, or where none is named, of
    the levels already found changed, the one it traverses goes before the one it exits.
    """
    root = named.root
    if root is None or len(levels) == 1:
        return tuple(levels)
    fitting = [level for level in levels or changed if root in roots_at(level)]
    crossing = [level for level in fitting if root in roots_at(level, Zone.SUBARTICULAR)]
    return tuple((crossing or fitting)[:1])
