"""Reads which nerve roots a clause speaks of, on which side, and what touches them."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from clinic_desktop.domain.anatomy import BodySide, Level, Root, Zone, roots_at
from clinic_desktop.domain.imaging import RootRelation
from clinic_desktop.intake.clauses import Clause
from clinic_desktop.intake.sides import said_of, sides_among
from clinic_desktop.intake.tags import Tag, Token

_ROOTS: Final = {root.value: root for root in Root}
STRENGTH: Final = (
    RootRelation.NONE,
    None,
    RootRelation.CONTACT,
    RootRelation.DISPLACEMENT,
    RootRelation.COMPRESSION,
)
"""From no relation over one that is not told apart to the strongest."""


class NamedRoot(NamedTuple):
    """A root the report names, or one told only by its course: exiting or traversing."""

    root: Root | None
    course: str | None
    side: BodySide | None

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
        if side is None and plural and len(courses) == 1:
            side = BodySide.BOTH
        names = dict.fromkeys(str(token.value) for token in courses)
        return [NamedRoot(None, name, side) for name in names]
    return []


def _stands_alone(clause: Clause) -> bool:
    """Whether "compresses the left S1" names a root without the word."""
    head = clause.head
    if head is None or head.tag is not Tag.RELATION or not clause.has(Tag.SIDE):
        return False
    return any(t.tag is Tag.BONE and t.start > head.start for t in clause.tokens)


def _only_near(clause: Clause) -> bool:
    """Whether the root is only said to be near what touches something else."""
    tokens = clause.tokens
    near = next((n for n, t in enumerate(tokens) if t.tag is Tag.NEAR), None)
    if near is None:
        return False
    return not any(t.tag in (Tag.ROOT, Tag.COURSE) for t in tokens[:near])


def _named(bones: list[Token], clause: Clause) -> list[NamedRoot]:
    found: list[NamedRoot] = []
    lone = len(bones) == 1
    plural = any(token.word.endswith("s") for token in clause.only(Tag.ROOT))
    last: BodySide | None = None
    for bone, groups in said_of(bones, clause.tokens):
        sides = {said.side for said in groups if said.side not in (None, BodySide.MIDLINE)}
        side = next(iter(sides)) if len(sides) == 1 else (BodySide.BOTH if sides else last)
        last = side
        if side is None and lone and plural:
            side = BodySide.BOTH
        found.append(NamedRoot(_ROOTS[bone.value], None, side))
    if found and found[0].side is None and last is not None:
        found = [one if one.side else one._replace(side=last) for one in found]
    return found


def stronger(a: RootRelation | None, b: RootRelation | None) -> RootRelation | None:
    """Return the stronger of two relations."""
    return max(a, b, key=STRENGTH.index)


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
