"""Cuts a sentence into clauses with one statement each, and says which are negated or doubted."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from clinic_desktop.domain.anatomy import Level
from clinic_desktop.domain.imaging import DANGERS, FindingKind
from clinic_desktop.intake.cuts import HEADS, WORST_FIRST, cut_between, heads_of
from clinic_desktop.intake.denial import denies_degree, fresh, goes_on, joint_of, since_last_start
from clinic_desktop.intake.tags import Tag, Token

_PAIR: Final = 2
_AT: Final = len(" at the ") + 1
_DEGREE_AT_LEVEL: Final = frozenset({Tag.GRADE, Tag.LEVEL, Tag.SIDE, Tag.WEAK})
_SMALL_WORDS: Final = re.compile(
    r"(?:[\s\x01\x02,.;/]|\b(?:at|on|in|of|the|and|to|level|levels)\b)*"
)
"""What may stand between a degree and its level; \\x01 and \\x02 are the level's letters."""


class Clause(NamedTuple):
    """The tokens around one head: what is said, whether it is denied, whether only possible.

    `partly` says that only a degree is denied ("no severe stenosis"), which leaves the rest open.
    """

    tokens: tuple[Token, ...]
    start: int
    end: int
    head: Token | None
    joint: str
    denied: bool
    partly: bool
    possible: bool
    levels: tuple[Level, ...] = ()

    def has(self, *tags: Tag) -> bool:
        """Whether any of these stands in the clause."""
        return any(token.tag in tags for token in self.tokens)

    def only(self, tag: Tag) -> list[Token]:
        """Return the tokens of one kind."""
        return [token for token in self.tokens if token.tag is tag]


def has_tag(head: Token | None, *tags: Tag) -> bool:
    """Whether there is a head, of one of these kinds."""
    return head is not None and head.tag in tags


def worst(kinds: Iterable[FindingKind]) -> FindingKind:
    """Return the furthest of some disc terms; "herniation" says less than a named form."""
    return min(kinds, key=WORST_FIRST.index)


def clauses_of(tokens: Sequence[Token], low: str, start: int, end: int) -> list[Clause]:
    """Return the clauses of a sentence in order; together they cover it from start to end."""
    clauses: list[Clause] = []
    parts = _parts(tokens)
    for place, part in enumerate(parts):
        begin = part[0].start if place else start
        stop = parts[place + 1][0].start if place + 1 < len(parts) else end
        if place and part[0].word in (",", ";", ":"):
            begin = part[0].end
        while begin < stop and low[begin].isspace():
            begin += 1
        while stop > begin and low[stop - 1].isspace():
            stop -= 1
        clauses.append(_clause(part, begin, stop, clauses[-1] if clauses else None))
    return _denied_afterwards(clauses)


def _parts(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    heads = heads_of(tokens)
    if not tokens:
        return []
    cuts = [0]
    for before, after in pairwise(heads):
        cuts.append(cut_between(tokens, before, after))
    cuts.append(len(tokens))
    whole = [tuple(tokens[a:b]) for a, b in pairwise(cuts) if b > a]
    return [part for clause in whole for part in _by_level(clause)]


def _by_level(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """Cut apart what one head says in two ways.

    "Mild stenosis at L3-4 and moderate at L4-5", "foramina: mild right, none left", "mild right
    and no left foraminal narrowing": the half that leaves head or place unsaid is given them.
    """
    joints = [n for n, token in enumerate(tokens) if _joins(token)]
    head = next((n for n, token in enumerate(tokens) if token.tag in HEADS), len(tokens))
    cuts: list[int] = []
    for place, joint in enumerate(joints):
        stop = joints[place + 1] if place + 1 < len(joints) else len(tokens)
        segment = {token.tag for token in tokens[joint + 1 : stop]}
        earlier = {token.tag for token in tokens[cuts[-1] if cuts else 0 : joint]}
        told = bool(segment & {Tag.GRADE, Tag.NOT_SEEN}) and Tag.LEVEL in segment
        by_level = joint > head and told and Tag.LEVEL in earlier
        by_level |= joint > head and _denies_level(tokens[joint + 1 : stop])
        said = {Tag.GRADE, Tag.SIDE}
        here, there = said | {Tag.NO} if Tag.NO in earlier else earlier, segment
        turned = (Tag.NO in segment) is not (Tag.NO in earlier)
        graded = said <= (earlier if Tag.NO in segment else segment) or (
            Tag.GRADE in here and Tag.PLACE in earlier and Tag.NO in there
        )
        both_levels = joint < head and {Tag.GRADE, Tag.LEVEL} <= segment & earlier
        denied = Tag.NOT_SEEN in earlier, Tag.NOT_SEEN in segment
        by_side = joint > head and any(denied) and not all(denied) and Tag.SIDE in segment & earlier
        anew = joint > head and tokens[joint + 1 : joint + 2] and tokens[joint + 1].tag is Tag.LEVEL
        by_level |= bool(anew) and bool({Tag.GRADE, Tag.WORN, Tag.NO} & segment)
        subject = {token.tag for token in tokens[:head]} & {Tag.PLACE, Tag.SAC}
        by_place = joint > head and {Tag.GRADE, Tag.PLACE} <= segment and subject
        none_there = (
            joint > head and {Tag.NO, Tag.SIDE} <= segment and Tag.SIDE in earlier and turned
        )
        if (
            by_level
            or both_levels
            or by_side
            or by_place
            or none_there
            or (joint < head and turned and graded)
        ):
            cuts.append(joint)
    bounds = [0, *cuts, len(tokens)]
    parts = [tokens[a:b] for a, b in pairwise(bounds)]
    if len(parts) == 2 and head < len(tokens) and parts[0][-1].end <= tokens[head].start:
        kept = (*HEADS, Tag.PLACE)
        if not any(token.tag in kept for token in parts[0]):
            parts[0] = (*parts[0], *(t for t in parts[1] if t.tag in kept))
    return parts


def _clause(tokens: tuple[Token, ...], start: int, end: int, before: Clause | None) -> Clause:
    places = heads_of(tokens)
    place = places[0] if places else None
    head = None if place is None else tokens[place]
    ahead = since_last_start(tokens if place is None else tokens[:place])
    joint = joint_of(tokens[0]) if before is not None else ""
    no = next((n for n, t in enumerate(ahead) if t.tag is Tag.NO), None)
    denied = no is not None or any(t.tag is Tag.NOT_SEEN for t in tokens)
    partly = no is not None and denies_degree(ahead[no:])
    possible = any(t.tag is Tag.MAYBE for t in tokens)
    if before is not None and no is None and before.head is not None:
        if before.denied and goes_on(joint, ahead, head):
            denied = True
            partly = before.partly and not any(t.tag is Tag.GRADE for t in ahead)
        if before.possible and joint in ("and", "cause", "bare") and not fresh(ahead):
            possible = True
    if head is None and before is not None and _is_elliptic(tokens):
        head = before.head
        kept = (*HEADS, Tag.COLON) if _has(tokens, Tag.PLACE) else (*HEADS, Tag.PLACE, Tag.COLON)
        tokens = (*tokens, *(t for t in before.tokens if t.tag in kept))
    return Clause(tokens, start, end, head, joint, denied, partly, possible)


def carried_on(clauses: list[Clause], before: Sequence[Clause], low: str) -> list[Clause]:
    """Give a sentence of degrees and levels alone what the sentence before it spoke of.

    "Severe canal stenosis at L4-L5. Moderate at L3-L4." Where that spoke of two things, or another
    word stands here, it is not known what is meant: nothing is given.
    """
    heads = {clause.head for clause in before if clause.head is not None}
    if len(heads) != 1 or not all(_only_degree_at_level(clause, low) for clause in clauses):
        return clauses
    noun = next(clause for clause in before if clause.head is not None)
    said = {*HEADS, Tag.WORN}
    if not has_tag(noun.head, Tag.KIND):
        said |= {Tag.PLACE, Tag.ZONE}  # of a disc change these say where it lies at its own level
    kept = [token for token in noun.tokens if token.tag in said]
    return [each._replace(head=noun.head, tokens=(*each.tokens, *kept)) for each in clauses]


def _only_degree_at_level(clause: Clause, low: str) -> bool:
    if clause.head is not None or not (clause.has(Tag.GRADE) and clause.has(Tag.LEVEL)):
        return False
    rest, at = [], clause.start
    for token in clause.tokens:
        rest.append(low[at : token.start])
        at = token.end
    rest.append(low[at : clause.end])
    told = all(token.tag in _DEGREE_AT_LEVEL for token in clause.tokens)
    return told and all(map(_SMALL_WORDS.fullmatch, rest))


def _is_elliptic(tokens: Sequence[Token]) -> bool:
    """Whether a clause without a head leaves unsaid what the one before it spoke of."""
    tags = {token.tag for token in tokens}
    if Tag.WORN in tags:
        return False
    told = bool(tags & {Tag.NO, Tag.NOT_SEEN, Tag.GRADE})
    graded = bool(tags & {Tag.GRADE, Tag.NOT_SEEN})
    return (
        (Tag.SIDE in tags and told)
        or (graded and bool(tags & {Tag.LEVEL, Tag.PLACE}))
        or _denies_level([token for token in tokens if not _joins(token)])
    )


def _denies_level(tokens: Sequence[Token]) -> bool:
    """Whether these words begin with "not at L5-S1" or "absent at the other levels"."""
    if len(tokens) < _PAIR or tokens[0].tag not in (Tag.NO, Tag.NOT_SEEN):
        return False
    near = tokens[1].start - tokens[0].end <= _AT
    return near and tokens[1].tag in (Tag.LEVEL, Tag.REST, Tag.EVERY)


def _joins(token: Token) -> bool:
    return token.tag is Tag.WEAK or (token.tag is Tag.STRONG and token.value in ("but", ";"))


def _has(tokens: Iterable[Token], *tags: Tag) -> bool:
    return any(token.tag in tags for token in tokens)


def _denied_afterwards(clauses: list[Clause]) -> list[Clause]:
    """Let "... and ... are not seen" reach back over the things it lists."""
    for place in range(len(clauses) - 1, 0, -1):
        clause, before = clauses[place], clauses[place - 1]
        reached = clause.denied and before.head is not None and before.head.value in DANGERS
        if (
            clause.joint in ("and", "or", "/")
            and (clause.has(Tag.NOT_SEEN) or (reached and clauses[-1].has(Tag.NOT_SEEN)))
            and not before.has(Tag.AFFIRM, Tag.GRADE)
            and before.head is not None
            and before.head.tag is not Tag.OPEN
            and not (clause.has(Tag.LEVEL, Tag.REST) and before.has(Tag.LEVEL))
        ):
            clauses[place - 1] = before._replace(denied=True)
    return clauses
