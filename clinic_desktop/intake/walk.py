"""Goes through the sentences of a report and gathers what each clause says at which level."""

import re
from collections.abc import Sequence
from typing import Final

from clinic_desktop.domain.anatomy import BodySide, Level
from clinic_desktop.domain.imaging import (
    DANGERS,
    FindingKind,
    ImagingFinding,
    Quote,
    RootRelation,
)
from clinic_desktop.intake.clauses import Clause, carried_on, clauses_of, has_tag
from clinic_desktop.intake.cuts import DISC_KINDS
from clinic_desktop.intake.levels import LevelMention
from clinic_desktop.intake.likeness import is_the_same, likened, speaks_of_likeness
from clinic_desktop.intake.named_levels import NamedLevels
from clinic_desktop.intake.normality import Normality, denies_disc
from clinic_desktop.intake.places import places_of, with_places
from clinic_desktop.intake.placing import Placing
from clinic_desktop.intake.roots import levels_for, roots_for, speaks_of_roots
from clinic_desktop.intake.sentence_words import words_of
from clinic_desktop.intake.sentences import Section, Sentence
from clinic_desktop.intake.sides import sides_among
from clinic_desktop.intake.statements import (
    Statement,
    bones_in,
    change,
    danger,
    joint_changes,
    narrowings,
    pressed,
    touched,
)
from clinic_desktop.intake.tags import Tag, Token

_STILL: Final = re.compile(
    r"unchanged|stable|again|persist|remain|similar|larger|smaller|increas|decreas|progress|\bnow\b"
    r"|current|worse"
)
_TOUCHES: Final = DISC_KINDS | {FindingKind.SYNOVIAL_CYST, FindingKind.SCAR}
_OF_ITS_OWN_PLACE: Final = DANGERS | {FindingKind.TARLOV_CYST}
_OF_A_FIELD: Final = (Tag.PLACE, Tag.GRADE, Tag.SIDE, Tag.WEAK, Tag.AFFIRM, Tag.LEVEL)
_IT: Final = re.compile(
    r"\W*(?:it|this|these)(?: (?:also|only|both))? (?:\w+s|contact|narrow|cause)\b"
)
_TWO_AT_ONCE: Final = re.compile(r"\bformer\b|\blatter\b|respectively")


class Walk:
    """What has been read so far, and the level the next sentence speaks of."""

    def __init__(
        self, low: str, mentions: Sequence[LevelMention], sentences: Sequence[Sentence]
    ) -> None:
        self.statements: list[Statement] = []
        self.normality = Normality()
        self.without_level: list[FindingKind] = []
        self.named = NamedLevels()
        self.past = False
        self.shared_out = False
        self.likened = False
        self._placing = Placing(low, mentions, sentences)
        self._low = self._placing.low
        self._section = Section.BODY
        self._disc: dict[Level, ImagingFinding] = {}
        self._places: list[Token] = []
        self._side: BodySide | None = None
        self._before: Sequence[Clause] = ()

    def read(self, sentence: Sentence) -> None:
        """Take in one sentence."""
        tokens = words_of(self._low, sentence)
        before, self._before = self._before, ()
        if self._placing.begin(sentence):
            self._places, self._side, before = [], None, ()
        self._section = sentence.section
        if not tokens:
            carried = self._placing.carried
            self.normality.doubt_words(carried, self._low, sentence.start, sentence.end)
            return
        words = self._low[sentence.start : sentence.end]
        if any(t.tag is Tag.OLD for t in tokens) and not _STILL.search(words):
            self.past = True
            self._placing.pass_by(tokens)
            return
        if _TWO_AT_ONCE.search(words):
            self.shared_out = True
            return
        self._placing.heed(sentence, tokens)
        clauses = clauses_of(tokens, self._low, sentence.start, sentence.end)
        clauses = self._placing.placed(carried_on(clauses, before, self._low))
        self._before = clauses
        read = len(self.statements) + len(self.without_level)
        self._liken(sentence, clauses, words)
        about_conus = "conus" in words and tokens[0].tag is not Tag.LEVEL
        self._say(clauses, about_conus=about_conus)
        self.normality.hear_rest(clauses, words)
        if not about_conus:
            quote = Quote(start=sentence.start, end=sentence.end)
            read_of = read < len(self.statements) + len(self.without_level)
            understood = read_of or any(map(_is_open, clauses))
            for clause in clauses:
                own = self._placing.own(clause) or ()
                self.named.note(clause, own, words, quote, understood=understood)
            self._placing.go_on(clauses)

    def _liken(self, sentence: Sentence, clauses: Sequence[Clause], words: str) -> None:
        """Carry what was said of the level before over to one that is like it."""
        if not speaks_of_likeness(words):
            return
        self.likened = True
        levels = [level for c in clauses[:1] for level in c.levels]
        model = self._placing.spoken_of_before(levels)
        if len(model) == 1 and levels and model[0] not in levels:
            quote = Quote(start=sentence.start, end=sentence.end)
            self.statements += likened(self.statements, model[0], levels, quote, words)
            if is_the_same(words):
                self.normality.same(model[0], levels, quote)

    def not_understood(self) -> list[ImagingFinding]:
        """Return a row for each level that is named and of which nothing was read."""
        read = {statement.finding.level for statement in self.statements}
        return self.named.not_understood(read | self.normality.spoken_of)

    def _say(self, clauses: list[Clause], *, about_conus: bool) -> None:
        causes: dict[Level, ImagingFinding] = {}
        side = self._side if clauses and self._goes_on(clauses[0]) else None
        broken = False
        for place, clause in enumerate(clauses):
            head = clause.head
            self.normality.hear(
                clauses,
                place,
                self._low,
                headed=self._placing.headed,
                labelled=self._placing.labelled,
            )
            self.normality.doubt(clause, self._low)
            self._danger_of_cord(clause)
            if head is None and not _is_filled_in(clause):
                continue
            value = None if head is None else head.value
            broken |= value is FindingKind.FRACTURE
            which = clauses[place - 1] if _is_relative(clauses, place) else None
            places = self._places_of(clause, which)
            if value in _OF_ITS_OWN_PLACE:
                self._danger(clauses, place)
            elif about_conus or (broken and value is FindingKind.DISC_DEGENERATION):
                continue  # the height a fractured vertebra lost is none of a disc
            elif head is not None and head.tag is Tag.KIND:
                rows = self._change(clause, clauses[place + 1 :])
                if rows and rows[0].kind in _TOUCHES:
                    causes.update((row.level, row) for row in rows)
                    side = _lateral(rows[0])
            elif head is not None and head.tag in (Tag.FACET, Tag.FLAVUM):
                self._add(joint_changes(clause, clauses[place + 1 :]))
            elif places and not _presses_on_roots(clause):
                there = side if which is None else sides_among(which.tokens)
                for row in self._narrow(clause, places, there):
                    causes.setdefault(row.level, row)
            elif has_tag(head, Tag.RELATION, Tag.NARROW, Tag.OPEN):
                self._touch(clauses, place, causes)
            if denies_disc(clause, self._low):
                self.normality.disc_denied(clause)
        self._side = side

    def _places_of(self, clause: Clause, which: Clause | None) -> list[Token]:
        """Return the places a clause means; `which` is the one it relates to."""
        before = self._places if which is None else which.only(Tag.PLACE)
        places = places_of(clause, before)
        encroached = clause.head is not None and clause.head.word.startswith("encroach")
        related = has_tag(clause.head, Tag.RELATION) and not encroached
        if places and clause.has(Tag.PLACE) and not related:
            self._places = clause.only(Tag.PLACE)
        return places

    def _goes_on(self, clause: Clause) -> bool:
        """Whether a sentence speaks on of the change in the one before: "It narrows ..."."""
        return _IT.match(self._low, clause.start) is not None

    def _add(self, rows: Sequence[ImagingFinding]) -> None:
        self.statements += (Statement(row, self._section) for row in rows)

    def _change(self, clause: Clause, later: list[Clause]) -> list[ImagingFinding]:
        if clause.denied:
            return []
        kind = clause.head.value if clause.head is not None else None
        if not clause.levels:
            levels = bones_in(clause)
            if not levels and kind is FindingKind.TRANSITIONAL_VERTEBRA:
                levels = (Level.L5_S1,)
            clause = clause._replace(levels=levels)
        if kind is FindingKind.SYNOVIAL_CYST and later and later[0].has(Tag.FACET):
            # "a cyst arising from the left facet joint"
            more = [t for t in later[0].tokens if t.tag is Tag.SIDE]
            clause = clause._replace(tokens=(*clause.tokens, *more))
        rows = change(clause)
        if not rows:
            if isinstance(kind, FindingKind):
                self.without_level.append(kind)
            return []
        self._add(rows)
        if rows[0].kind in DISC_KINDS:
            self._disc.update((row.level, row) for row in rows)
        return rows

    def _danger(self, clauses: list[Clause], place: int) -> None:
        """A danger or a cyst stands at a level only where its own sentence names one."""
        clause = clauses[place]
        if clause.denied or clause.head is None:
            return
        levels = bones_in(clause) or self._placing.own(clause) or ()
        for other in clauses:
            levels = levels or bones_in(other) or self._placing.own(other) or ()
        levels = levels or self._placing.heading
        rows = change(clause._replace(levels=levels))
        if not rows:
            self.without_level.append(clause.head.value)
        self._add(rows)

    def _danger_of_cord(self, clause: Clause) -> None:
        kind = pressed(clause, self._low)
        if kind is None:
            return
        if not clause.levels:
            self.without_level.append(kind)
        self._add(danger(clause, kind))

    def _narrow(
        self, clause: Clause, places: list[Token], side: BodySide | None
    ) -> list[ImagingFinding]:
        if clause.partly:
            return []
        rows = narrowings(with_places(clause, places), places, side)
        if not rows and not clause.denied and not has_tag(clause.head, Tag.OPEN):
            self.without_level.append(places[0].value)
        self._add(rows)
        for row in rows:
            if row.is_negated:
                self.normality.open(row)
        return [row for row in rows if not row.is_negated]

    def _touch(
        self, clauses: list[Clause], place: int, causes: dict[Level, ImagingFinding]
    ) -> None:
        """Take in what touches which root."""
        clause = clauses[place]
        head = clause.head
        if head is None or clause.has(Tag.CAUDA, Tag.CORD):
            return
        if head.tag is Tag.NARROW and head.value is None:
            return  # a narrowing touches no root
        roots = roots_for(clauses, place)
        relation = head.value if head.tag is Tag.RELATION else RootRelation.CONTACT
        if clause.denied or head.tag is Tag.OPEN:
            relation = RootRelation.NONE
        leaning = next(
            (t.value for c in clauses[: place + 1] for t in c.tokens if t.tag is Tag.LEANING), None
        )
        for named in roots:
            for level in levels_for(named, clause.levels, self._disc):
                disc = causes.get(level) or self._disc.get(level)
                side = named.side or _lateral(disc) or leaning
                if side is None and named.several:
                    side = BodySide.BOTH
                if relation is RootRelation.NONE and (named.root is None or disc is None):
                    continue
                self._add(
                    [
                        touched(clause, level, root, side, relation, disc, named.reason(level))
                        for root in named.at(level)
                    ]
                )


def _is_open(clause: Clause) -> bool:
    """Whether a clause denies a change, or calls something normal: no row comes of it."""
    return clause.denied or has_tag(clause.head, Tag.OPEN)


def _lateral(row: ImagingFinding | None) -> BodySide | None:
    if row is None or row.side not in (BodySide.LEFT, BodySide.RIGHT):
        return None
    return row.side


def _presses_on_roots(clause: Clause) -> bool:
    """Whether roots are pressed on in a place; "no canal or root compromise" denies both."""
    head = clause.head
    if head is None or head.tag is not Tag.RELATION or not speaks_of_roots(clause):
        return False
    return not clause.denied or any(place.start > head.start for place in clause.only(Tag.PLACE))


def _is_relative(clauses: Sequence[Clause], place: int) -> bool:
    """Whether a clause begins with "which", said of what stands before."""
    return place > 0 and clauses[place].tokens[0].word == "which"


def _is_filled_in(clause: Clause) -> bool:
    """Whether a clause without a head is a field ("Canal: mild") or denies any change there."""
    return clause.has(Tag.PLACE) and (
        (clause.has(Tag.COLON) and clause.has(Tag.GRADE, Tag.NO))
        or clause.has(Tag.NOT_SEEN)
        or (clause.denied and clause.has(Tag.WORN))
        or (clause.has(Tag.GRADE) and all(token.tag in _OF_A_FIELD for token in clause.tokens))
    )
