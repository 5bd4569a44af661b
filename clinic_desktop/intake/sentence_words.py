"""Gives the words of a sentence, or of a cell of a table, as what they stand for there."""

import re
from typing import Final

from clinic_desktop.domain.imaging import FindingKind
from clinic_desktop.intake.lexicon import tokens_in
from clinic_desktop.intake.sentences import Sentence
from clinic_desktop.intake.tags import Tag, Token

_CELL_OF_NOTHING: Final = re.compile(r"\W*(?:no|none|nil|n|absent|negative|neg|0)?\W*")


def words_of(low: str, sentence: Sentence) -> list[Token]:
    """Return the tokens of a sentence; a cell takes over what heads its column."""
    tokens = _retagged(tokens_in(low, sentence.start, sentence.end))
    return _in_column(low, sentence, tokens) if sentence.column else tokens


def _retagged(tokens: list[Token]) -> list[Token]:
    """Let degeneration speak of the joints where they are named, of the disc where it is."""
    joints = any(t.tag in (Tag.FACET, Tag.FLAVUM) for t in tokens)
    if not joints and any(t.tag is Tag.DISC for t in tokens):
        return [
            token._replace(tag=Tag.KIND, value=FindingKind.DISC_DEGENERATION)
            if token.tag is Tag.WORN and token.word.startswith("degenerat")
            else token
            for token in tokens
        ]
    for place, token in enumerate(tokens):
        if token.value is FindingKind.DISC_DEGENERATION and token.word.startswith("degenerat"):
            near = tokens[max(0, place - 1) : place + 2]
            if any(t.tag in (Tag.FACET, Tag.FLAVUM) for t in near):
                tokens[place] = token._replace(tag=Tag.WORN, value=None)
    return tokens


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
