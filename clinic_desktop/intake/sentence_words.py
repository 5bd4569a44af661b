"""Gives the words of a sentence, or of a cell of a table, as what they stand for there."""

import re
from collections.abc import Sequence
from typing import Final

from clinic_desktop.domain.imaging import FindingKind
from clinic_desktop.intake.lexicon import tokens_in
from clinic_desktop.intake.sentences import Sentence
from clinic_desktop.intake.tags import Tag, Token

_CELL_OF_NOTHING: Final = re.compile(r"\W*(?:no|none|nil|n|absent|negative|neg|0)?\W*")


_JOINTS: Final = frozenset({Tag.FACET, Tag.FLAVUM, Tag.JOINT})
_NONE: Final = ("none", "nil")
_BETWEEN: Final = frozenset({Tag.AFFIRM, Tag.GRADE, Tag.SIDE, Tag.NO, Tag.MAYBE, Tag.OTHER})
_CYSTS: Final = (FindingKind.SYNOVIAL_CYST, FindingKind.TARLOV_CYST, FindingKind.TUMOUR)


def words_of(low: str, sentence: Sentence) -> list[Token]:
    """Return the tokens of a sentence; a cell takes over what heads its column."""
    tokens = _retagged(tokens_in(low, sentence.start, sentence.end))
    return _in_column(low, sentence, tokens) if sentence.column else tokens


def _retagged(tokens: list[Token]) -> list[Token]:
    """Let degeneration speak of the joints where they are named, of the disc where it is."""
    tokens = _with_none(_without_cysts(tokens))
    joints = any(t.tag in _JOINTS for t in tokens)
    if not joints:
        return [
            token._replace(tag=Tag.KIND, value=FindingKind.DISC_DEGENERATION)
            if token.tag is Tag.WORN and token.word.startswith("degenerat")
            else token
            for token in tokens
        ]
    for place, token in enumerate(tokens):
        if token.value is FindingKind.DISC_DEGENERATION and token.word.startswith("degenerat"):
            near = (_beside(tokens[:place][::-1]), _beside(tokens[place + 1 :]))
            if "dis" not in token.word and any(t and t.tag in _JOINTS for t in near):
                tokens[place] = token._replace(tag=Tag.WORN, value=None)
    return tokens


def _beside(tokens: Sequence[Token]) -> Token | None:
    """Return the first word that names a thing; degree, side and what joins them name none."""
    return next((t for t in tokens if t.tag not in _BETWEEN), None)


def _with_none(tokens: list[Token]) -> list[Token]:
    """Let "none" deny what stands before it where nothing follows: "L3-4 none, L4-5 mild"."""
    return [
        token._replace(tag=Tag.NOT_SEEN)
        if token.word in _NONE and place and _denies_what_is_before(tokens, place)
        else token
        for place, token in enumerate(tokens)
    ]


def _denies_what_is_before(tokens: Sequence[Token], place: int) -> bool:
    before = tokens[place - 1].tag
    ends = place + 1 == len(tokens) or tokens[place + 1].tag in (Tag.WEAK, Tag.STRONG)
    if before is Tag.COLON:
        return not ends and tokens[place + 1].tag is Tag.LEVEL
    return ends and before in (Tag.LEVEL, Tag.NARROW, Tag.KIND)


def _without_cysts(tokens: list[Token]) -> list[Token]:
    """Take a cyst beside a facet joint for one of the joint; what it protrudes into is no disc."""
    cysts = [n for n, t in enumerate(tokens) if t.tag is Tag.CYST]
    by_joint = any(t.tag is Tag.FACET for t in tokens)
    found = [
        token._replace(tag=Tag.KIND, value=FindingKind.SYNOVIAL_CYST)
        if token.tag is Tag.CYST and by_joint
        else token
        for token in tokens
    ]
    cysts += [n for n, t in enumerate(tokens) if t.value in _CYSTS]
    for place, token in enumerate(tokens):
        before = [n for n in cysts if n < place]
        if (
            token.value is FindingKind.PROTRUSION
            and token.word.startswith("protrud")
            and before
            and not any(t.tag is Tag.DISC for t in tokens[max(before) : place])
        ):
            found[place] = token._replace(tag=Tag.OTHER, value=None)
    return found


def _in_column(low: str, sentence: Sentence, tokens: list[Token]) -> list[Token]:
    """Let a cell of a table speak of what heads its column."""
    start = sentence.start
    heading = [
        token._replace(start=start, end=start)
        for token in tokens_in(sentence.column, 0, len(sentence.column))
        if token.tag in (Tag.PLACE, Tag.SIDE, Tag.FACET, Tag.DISC)
    ]
    if not heading or any(t.tag is Tag.PLACE for t in tokens):
        return tokens
    words = low[start : sentence.end]
    if _CELL_OF_NOTHING.fullmatch(words):
        return [*heading, Token(Tag.NOT_SEEN, start, sentence.end)] if words.strip("- ") else []
    return [*heading, Token(Tag.COLON, start, start), *tokens]
