"""What a word can do in a sentence of a report."""

from enum import Enum, auto
from typing import Any, Final, NamedTuple


class Tag(Enum):
    """What a word or phrase does in a sentence."""

    LEVEL = auto()
    BONE = auto()  # a vertebra or root by its name alone: "S1"
    KIND = auto()
    PLACE = auto()  # canal, lateral recess, foramen
    NARROW = auto()
    OPEN = auto()  # patent, normal, unremarkable
    RELATION = auto()
    NEAR = auto()
    GRADE = auto()
    SLIP_GRADE = auto()
    SIDE = auto()
    LEANING = auto()  # "more on the left" says where it is worse, not where it is
    ZONE = auto()
    ROOT = auto()
    COURSE = auto()  # exiting, traversing
    DISC = auto()
    FACET = auto()
    FLAVUM = auto()
    JOINT = auto()  # sacroiliac, hip: their wear is none of a disc
    CYST = auto()  # of what, its neighbours say
    CORD = auto()
    CAUDA = auto()
    SAC = auto()
    WORN = auto()  # hypertrophy, arthrosis and the like
    ABNORMALITY = auto()
    NO = auto()
    NOT_SEEN = auto()
    MAYBE = auto()
    AFFIRM = auto()
    REST = auto()
    EVERY = auto()
    THESE = auto()
    UPPER = auto()
    BEYOND = auto()  # "the level above", as seen from the one spoken of
    OLD = auto()
    STRONG = auto()
    WEAK = auto()
    COLON = auto()
    OTHER = auto()


class Token(NamedTuple):
    """A word or phrase with its place in the text."""

    tag: Tag
    start: int
    end: int
    value: Any = None
    word: str = ""


Phrase = tuple[str, Tag, Any]
"""A pattern, what it does, and its value. "<disc>", "<slight>" and "<side>" stand for words."""

LEVEL_SIGN: Final = "\x01"
"""Stands in place of the first letter of a level, so that words are found around it."""
LEVEL_REST: Final = "\x02"
"""Stands in place of its other letters."""
