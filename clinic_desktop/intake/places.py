"""Says which of canal, recesses and foramina a clause speaks of."""

import re
from collections.abc import Sequence
from typing import Final

from clinic_desktop.domain.anatomy import Zone
from clinic_desktop.intake.clauses import Clause, has_tag
from clinic_desktop.intake.lexicon import CANAL, FORAMEN, RECESS
from clinic_desktop.intake.tags import Tag, Token

_NARROWS: Final = ("comprom", "encroach")
_PRESSES: Final = ("imping", "compress")
_SAC: Final = re.compile(r"\bsac|thec|dural")
_WIDE: Final = re.compile(r"patent|adequa|size|calib|dimension|width|room|ample|spacious|capacious")
_OTHER_THINGS: Final = (Tag.DISC, Tag.ROOT, Tag.FACET, Tag.CORD)


def places_of(clause: Clause, before: Sequence[Token]) -> list[Token]:
    """Return the places a clause calls narrow or open.

    `before` are those spoken of last: "the left is patent" is said of them.
    """
    head = clause.head
    if head is None:
        return clause.only(Tag.PLACE)
    if head.tag is Tag.RELATION:
        if clause.denied and head.word.startswith(_PRESSES):
            return []  # "no impingement in the foramina" says nothing of their width
        narrows = (*_NARROWS, "involv", "affect") if clause.denied else _NARROWS
        kinds = (CANAL, RECESS, FORAMEN) if head.word.startswith(narrows) else (RECESS, FORAMEN)
        concerned = head.word.startswith((*narrows, *_PRESSES))
        if head.word.startswith("encroach") and not clause.has(Tag.PLACE, Tag.SAC):
            return _unnamed(clause, head, before)
        return [t for t in clause.only(Tag.PLACE) if concerned and t.value in kinds]
    if head.tag is Tag.ABNORMALITY:
        return clause.only(Tag.PLACE) if clause.denied and head.value is None else []
    if head.tag not in (Tag.NARROW, Tag.OPEN):
        return []
    return _named(clause, head) or _unnamed(clause, head, before)


def _named(clause: Clause, head: Token) -> list[Token]:
    """Return the places named; "central stenosis" names the canal."""
    places = []
    for token in _with_the_head(clause, head):
        if token.tag is Tag.PLACE:
            places.append(token)
        elif (
            head.tag is Tag.NARROW
            and token.tag is Tag.ZONE
            and token.word.startswith(("central", "sub"))
            and (token.value is not Zone.CENTRAL or head.value is None)
        ):
            kind = CANAL if token.value is Zone.CENTRAL else RECESS
            places.append(token._replace(tag=Tag.PLACE, value=kind))
        elif (
            head.tag is Tag.OPEN
            and token.tag is Tag.SAC
            and _SAC.search(token.word)
            and _WIDE.search(head.word)
        ):
            places.append(token._replace(tag=Tag.PLACE, value=CANAL))
    return places


def _with_the_head(clause: Clause, head: Token) -> Sequence[Token]:
    """Leave out a place before "with": "a small canal with recess stenosis" narrows the recess."""
    at = clause.tokens.index(head)
    joints = [n for n, t in enumerate(clause.tokens[:at]) if t.tag is Tag.STRONG]
    rest = clause.tokens[joints[-1] :] if joints else clause.tokens
    return rest if any(token.tag is Tag.PLACE for token in rest) else clause.tokens


def _unnamed(clause: Clause, head: Token, before: Sequence[Token]) -> list[Token]:
    """Return the place that is meant where none is named."""
    canal = Token(Tag.PLACE, head.start, head.start, CANAL)
    if clause.has(*_OTHER_THINGS):
        return []
    if clause.has(Tag.SAC):
        return [canal] if has_tag(head, Tag.NARROW) and head.value is None else []
    if clause.tokens[0].word == "which" and before:
        return [place._replace(start=clause.start, end=clause.start) for place in before]
    if clause.has(Tag.SIDE) and before and before[-1].value is not CANAL:
        return [before[-1]._replace(start=clause.start, end=clause.start)]
    return [canal] if head.word.startswith(("sten", "ccs")) else []


def with_places(clause: Clause, places: Sequence[Token]) -> Clause:
    """Return the clause with the places it means in the place of the words that stand for them."""
    added = [place for place in places if place not in clause.tokens]
    if not added:
        return clause
    starts = {place.start for place in added}
    kept = [t for t in clause.tokens if t.tag is not Tag.ZONE or t.start not in starts]
    return clause._replace(tokens=tuple(sorted([*kept, *added], key=_where)))


def _where(token: Token) -> tuple[int, int]:
    return token.start, token.end
