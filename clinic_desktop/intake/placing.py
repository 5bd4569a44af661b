"""Says which levels each clause of a report speaks of."""

import re
from collections.abc import Sequence
from typing import Final

from clinic_desktop.domain.anatomy import CERVICAL_LEVELS, LUMBAR_LEVELS, Level
from clinic_desktop.intake.clauses import Clause
from clinic_desktop.intake.levels import LevelMention, neighbours, upper_lumbar
from clinic_desktop.intake.sentences import Section, Sentence
from clinic_desktop.intake.tags import LEVEL_REST, LEVEL_SIGN, Tag, Token

_OF_A_HEADING: Final = frozenset({Tag.LEVEL, Tag.COLON, Tag.WEAK, Tag.DISC})
_IMAGES: Final = re.compile(
    r"(?:on |the )*(?:sagittal|axial|coronal|parasagittal) (?:\w+ )?(?:images?|views?|sections)\b"
)
# A part of the level above it in a list: "- Canal: mild stenosis".
_PART: Final = re.compile(
    r"[\s•*·▪-]*(?:(?:central|spinal|neural|left|right|lateral|disc|facet) )*"
    r"(?:dis[ck]|canals?|foram\w+|recess\w*|facets?|joints?|ligament\w*|nerve roots?|roots?)\s?[:-]"
)
_PLURAL: Final = re.compile(r"(?:levels|segments|dis[ck]s|interspaces) ")
_MANY: Final = re.compile(
    r"multi-?\s?level"
    r"|(?:multiple|several|many|various|numerous|most) (?:\w+ )?(?:levels|segments|dis[ck]s)"
)
_SPREAD: Final = re.compile(
    rf"throughout|elsewhere|diffusely in|{_MANY.pattern}"
    r"|(?:diffuse|generali[sz]ed|widespread) (?:\w+ ){0,2}?"
    r"(?:facet|degenerat|spondylo|d[ei]s+icat)\w*"
    r"|(?:of|in|within|involving) (?:the )?(?:\w+ )?"
    r"(?:lumbar|lumbo-?\s?sacral|thoracic|cervical) spine"
    r"|(?:lower|upper|mid) (?:lumbar|thoracic|cervical) (?:spine|dis[ck]s|levels|segments|region)"
)


class Placing:
    """The level the next sentence speaks of, unless it names its own.

    A level named goes on until another is named, a new item begins, or a new section; one that
    stands alone as a heading goes on over the items below it. `headed` says that the sentence
    stands directly under such a heading. A report that names one level only is about that one.
    """

    def __init__(
        self, low: str, mentions: Sequence[LevelMention], sentences: Sequence[Sentence]
    ) -> None:
        self._mentions = {mention.start: mention for mention in mentions}
        self.low = masked(low, mentions)
        self._levels: tuple[Level, ...] = ()
        self._last: tuple[tuple[Level, ...], tuple[Level, ...]] = ((), ())
        self._several: tuple[Level, ...] = ()
        self._under_heading = False
        self._is_heading = False
        self.headed = False
        self.labelled = self.labelled_item = False
        self.item = -1
        self._section = Section.BODY
        read = _levels_read(low, mentions, sentences)
        alone = len(read) == 1 and _MANY.search(self.low) is None
        self._only = tuple(read) if alone else ()
        self._every = CERVICAL_LEVELS if read and read <= set(CERVICAL_LEVELS) else LUMBAR_LEVELS

    @property
    def heading(self) -> tuple[Level, ...]:
        """The level that heads this part of the report, where one does."""
        return self._levels if self._under_heading else ()

    def spoken_of_before(self, levels: Sequence[Level]) -> tuple[Level, ...]:
        """Return the level spoken of last that is not among these, in whichever item."""
        return self._last[1 if self._last[0] == tuple(levels) else 0]

    @property
    def carried(self) -> tuple[Level, ...]:
        """The levels a sentence without any of its own speaks of."""
        return self._levels or self._only

    def begin(self, sentence: Sentence) -> bool:
        """Turn to a sentence; return whether it opens a new item."""
        opens = sentence.item != self.item
        fresh = sentence.start == 0 or self.low[sentence.start - 1] == "\n"
        if opens or (fresh and not self._under_heading):
            self.labelled = False
        if sentence.section is not self._section:
            self._under_heading, self._section = False, sentence.section
            self._levels = ()
        if opens:
            part = self.labelled_item and _PART.match(self.low, sentence.start) is not None
            self.item = sentence.item
            self.labelled_item = part
            if not self._under_heading and not part:
                self._levels = ()
        return opens

    def heed(self, sentence: Sentence, tokens: Sequence[Token]) -> None:
        """Take in whether a sentence is a heading, or stands below one."""
        self.headed = self._is_heading and not sentence.column
        named = any(token.tag is Tag.LEVEL for token in tokens)
        if not self._under_heading and _IMAGES.match(self.low, sentence.start):
            self._levels = ()
        if named:
            self.labelled = [t.tag for t in tokens[:2]] == [Tag.LEVEL, Tag.COLON]
            self.labelled_item |= self.labelled
        self._is_heading = named and all(token.tag in _OF_A_HEADING for token in tokens)
        self._under_heading = self._is_heading or (self._under_heading and not named)

    def pass_by(self, tokens: Sequence[Token]) -> None:
        """Let the level of a sentence hold that is not read itself."""
        levels = [self._mentions[t.start].levels for t in tokens if t.tag is Tag.LEVEL]
        if levels:
            self._levels = levels[-1]

    def go_on(self, clauses: Sequence[Clause]) -> None:
        """Let the levels of a sentence hold for the next."""
        named = [own for clause in clauses if (own := self.own(clause)) is not None]
        if named:
            self._levels = named[-1]
            if self._levels != self._last[0]:
                self._last = (self._levels, self._last[0])
        elif not self._under_heading and any(self._spreads(clause) for clause in clauses):
            self._levels = ()
        every = tuple(dict.fromkeys(level for own in named for level in own))
        if len(every) > 1:
            self._several = every

    def own(self, clause: Clause) -> tuple[Level, ...] | None:
        """Return the levels a clause itself names; `None` where it names none."""
        named: list[Level] = []
        found = False
        for token in clause.tokens:
            if token.tag is Tag.LEVEL:
                found = True
                named += self._mentions[token.start].levels
            elif token.tag is Tag.EVERY:
                found = True
                named += self._every
            elif token.tag is Tag.THESE and self._several:
                found = True
                named += self._several
            elif token.tag is Tag.REST:
                found = True
            elif token.tag is Tag.BEYOND and (named or self._levels):
                found = True
                named += _beyond(token, tuple(named) or self._levels)
            elif token.tag is Tag.UPPER:
                found = True
                named += upper_lumbar()
        return tuple(dict.fromkeys(named)) if found else None

    def _own_or_spread(self, clause: Clause) -> tuple[Level, ...] | None:
        """Return a clause's own levels; what is said of many unnamed ones stands at none.

        What is denied throughout is denied at each.
        """
        own = self.own(clause)
        if own is not None or self._under_heading or not self._spreads(clause):
            return own
        open_ = clause.denied or (clause.head is not None and clause.head.tag is Tag.OPEN)
        return self._every if open_ and "throughout" in self._words(clause) else ()

    def _spreads(self, clause: Clause) -> bool:
        return _SPREAD.search(self.low, clause.start, clause.end) is not None

    def _words(self, clause: Clause) -> str:
        return self.low[clause.start : clause.end]

    def placed(self, clauses: list[Clause]) -> list[Clause]:
        """Give each clause its levels: its own, those before it, after it, or carried on."""
        own = [self._own_or_spread(clause) for clause in clauses]
        placed = []
        before: tuple[Level, ...] | None = None
        for place, clause in enumerate(clauses):
            if own[place] is not None:
                before = own[place]
            levels = before or None
            if levels is None:
                levels = next((later for later in own[place:] if later), None)
            levels = before if levels is None else levels
            if levels is None:
                levels = next((later for later in own[place:] if later is not None), None)
            if levels is None:
                levels = self.carried
            placed.append(clause._replace(levels=levels))
        return placed


def _beyond(token: Token, levels: tuple[Level, ...]) -> tuple[Level, ...]:
    where = "above" if "above" in token.word else "below"
    return neighbours(levels, where, every=_PLURAL.search(token.word) is not None)


def _levels_read(
    low: str, mentions: Sequence[LevelMention], sentences: Sequence[Sentence]
) -> set[Level]:
    """Return the levels named in sentences that are read; where the conus ends is none."""
    levels: set[Level] = set()
    place = 0
    for sentence in sentences:
        while place < len(mentions) and mentions[place].start < sentence.start:
            place += 1
        conus = low.find("conus", sentence.start, sentence.end) >= 0
        while place < len(mentions) and mentions[place].start < sentence.end:
            if not conus:
                levels.update(mentions[place].levels)
            place += 1
    return levels


def masked(low: str, mentions: Sequence[LevelMention]) -> str:
    """Put a sign in place of each level's letters, so that words are found around it."""
    parts = []
    at = 0
    for mention in mentions:
        parts += [
            low[at : mention.start],
            LEVEL_SIGN,
            LEVEL_REST * (mention.end - mention.start - 1),
        ]
        at = mention.end
    return "".join([*parts, low[at:]])
