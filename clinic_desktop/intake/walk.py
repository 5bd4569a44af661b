"""Goes through the sentences of a report and gathers what each clause says at which level."""

import re
from collections.abc import Sequence
from typing import Final

from clinic_desktop.domain.anatomy import (
    CERVICAL_LEVELS,
    LUMBAR_LEVELS,
    BodySide,
    Level,
    Zone,
    roots_at,
)
from clinic_desktop.domain.imaging import DANGERS, FindingKind, ImagingFinding, RootRelation, Status
from clinic_desktop.intake.clauses import DISC_KINDS, Clause, clauses_of
from clinic_desktop.intake.levels import LevelMention, level_of, upper_lumbar
from clinic_desktop.intake.lexicon import CANAL, FORAMEN, LEVEL_SIGN, RECESS, Tag, Token, tokens_in
from clinic_desktop.intake.normality import Normality
from clinic_desktop.intake.roots import NamedRoot, roots_in
from clinic_desktop.intake.sentences import Section, Sentence
from clinic_desktop.intake.statements import (
    NARROWINGS,
    Statement,
    certainty,
    change,
    narrowings,
    quote_of,
    touched,
)

_STILL: Final = re.compile(
    r"unchanged|stable|again|persist|remain|similar|larger|smaller|increas|decreas|progress|\bnow\b"
    r"|current|worse"
)
_MEASURED: Final = re.compile(r"height|signal|hydrat|\bspace")
_CELL_OF_NOTHING: Final = re.compile(r"\W*(?:no|none|nil|n|absent|negative|neg|0)?\W*")
_TOUCHES: Final = DISC_KINDS | {FindingKind.SYNOVIAL_CYST, FindingKind.SCAR}
_OF_A_HEADING: Final = frozenset({Tag.LEVEL, Tag.COLON, Tag.WEAK, Tag.DISC})
_OF_ITS_OWN_PLACE: Final = DANGERS | {FindingKind.TARLOV_CYST}
_SPREAD: Final = re.compile(r"throughout|multi-?\s?level|multiple levels|several levels")
_TWO_AT_ONCE: Final = re.compile(r"\bformer\b|\blatter\b|respectively")
_CAUDA: Final = re.compile(r"cauda equina (?:syndrome|compression)")


class Walk:
    """What has been read so far, and the level the next sentence speaks of."""

    def __init__(self, low: str, mentions: Sequence[LevelMention]) -> None:
        self.statements: list[Statement] = []
        self.normality = Normality()
        self.without_level: list[FindingKind] = []
        self.past = False
        self.left_out = False
        self._mentions = {mention.start: mention for mention in mentions}
        self._low = _masked(low, mentions)
        self._levels: tuple[Level, ...] = ()
        self._several: tuple[Level, ...] = ()
        self._heading = False
        self._just_heading = False
        self._headed = False
        self._item = -1
        self._section = Section.BODY
        self._disc: dict[Level, ImagingFinding] = {}
        self._places: list[Token] = []
        named = {level for mention in mentions for level in mention.levels}
        self._only = tuple(named) if len(named) == 1 else ()
        cervical = bool(named) and named <= set(CERVICAL_LEVELS)
        self._every = CERVICAL_LEVELS if cervical else LUMBAR_LEVELS

    def read(self, sentence: Sentence) -> None:
        """Take in one sentence."""
        tokens = _retagged(tokens_in(self._low, sentence.start, sentence.end))
        if sentence.section is not self._section:
            self._levels, self._heading, self._section = (), False, sentence.section
        if sentence.item != self._item:
            self._item = sentence.item
            self._places = []
            if not self._heading:
                self._levels = ()
        if not tokens:
            return
        words = self._low[sentence.start : sentence.end]
        if any(t.tag is Tag.OLD for t in tokens) and not _STILL.search(words):
            self.past = True
            return
        if _TWO_AT_ONCE.search(words):
            self.left_out = True
            return
        tokens = self._in_column(sentence, tokens)
        self._headed = self._just_heading and not sentence.column
        named = any(t.tag is Tag.LEVEL for t in tokens)
        self._just_heading = named and all(t.tag in _OF_A_HEADING for t in tokens)
        self._heading = self._just_heading or (self._heading and not named)
        clauses = self._placed(clauses_of(tokens, sentence.start, sentence.end))
        about_conus = "conus" in words and tokens[0].tag is not Tag.LEVEL
        self._say(clauses, about_conus=about_conus)
        self.normality.hear_rest(clauses, words)
        if about_conus:
            return
        named = [own for clause in clauses if (own := self._own(clause)) is not None]
        if named:
            self._levels = named[-1]
        every = tuple(dict.fromkeys(level for own in named for level in own))
        if len(every) > 1:
            self._several = every

    def _in_column(self, sentence: Sentence, tokens: list[Token]) -> list[Token]:
        """Let a cell of a table speak of what heads its column."""
        if not sentence.column:
            return tokens
        start = sentence.start
        heading = [
            token._replace(start=start, end=start)
            for token in tokens_in(sentence.column, 0, len(sentence.column))
            if token.tag in (Tag.PLACE, Tag.SIDE, Tag.FACET, Tag.DISC)
        ]
        if not heading or any(t.tag is Tag.PLACE for t in tokens):
            return tokens
        words = self._low[start : sentence.end]
        if _CELL_OF_NOTHING.fullmatch(words):
            return [*heading, Token(Tag.NOT_SEEN, start, sentence.end)] if words.strip("- ") else []
        return [*heading, Token(Tag.COLON, start, start), *tokens]

    def _own(self, clause: Clause) -> tuple[Level, ...] | None:
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
            elif token.tag is Tag.UPPER:
                found = True
                named += upper_lumbar()
        return tuple(dict.fromkeys(named)) if found else None

    def _placed(self, clauses: list[Clause]) -> list[Clause]:
        """Give each clause its levels: its own, those before it, after it, or carried on."""
        own = [self._own(clause) for clause in clauses]
        placed = []
        before: tuple[Level, ...] | None = None
        for place, clause in enumerate(clauses):
            if own[place] is not None:
                before = own[place]
            levels = before
            if levels is None:
                levels = next((later for later in own[place:] if later is not None), None)
            if levels is None:
                levels = self._levels or self._only
                if _SPREAD.search(self._low, clause.start, clause.end):
                    open_ = clause.denied or _has_tag(clause.head, Tag.OPEN)
                    levels = self._every if open_ else ()
            placed.append(clause._replace(levels=levels))
        return placed

    def _say(self, clauses: list[Clause], *, about_conus: bool) -> None:
        causes: dict[Level, ImagingFinding] = {}
        side: BodySide | None = None
        broken = False
        for place, clause in enumerate(clauses):
            head = clause.head
            self.normality.hear(clauses, place, self._low, headed=self._headed)
            self._danger_of_cauda(clause)
            if head is None and not _is_filled_in(clause):
                continue
            value = None if head is None else head.value
            broken |= value is FindingKind.FRACTURE
            places = self._places_of(clause)
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
                self._joint_change(clause, clauses[place + 1 :])
            elif places and not (_has_tag(head, Tag.RELATION) and clause.has(Tag.ROOT)):
                for row in self._narrow(clause, places, side):
                    causes.setdefault(row.level, row)
            elif _has_tag(head, Tag.RELATION, Tag.NARROW, Tag.OPEN):
                self._touch(clauses, place, causes)
            self._deny_disc(clause)

    def _places_of(self, clause: Clause) -> list[Token]:
        """Return the canal, recesses and foramina a clause speaks of."""
        head = clause.head
        tag = None if head is None else head.tag
        if tag is Tag.RELATION and head is not None:
            if not head.word.startswith(("comprom", "encroach", "imping", "compress")):
                return []
            kinds = (
                NARROWINGS if head.word.startswith(("comprom", "encroach")) else {RECESS, FORAMEN}
            )
            return [t for t in clause.only(Tag.PLACE) if t.value in kinds]
        if tag not in (Tag.NARROW, Tag.OPEN, None):
            return []
        places = []
        for token in clause.tokens:
            if token.tag is Tag.PLACE:
                places.append(token)
            elif (
                tag is Tag.NARROW
                and token.tag is Tag.ZONE
                and token.value is not Zone.EXTRAFORAMINAL
            ):
                kind = CANAL if token.value is Zone.CENTRAL else RECESS
                places.append(token._replace(tag=Tag.PLACE, value=kind))
        if places:
            if any(t.tag is Tag.PLACE for t in clause.tokens):
                self._places = [t for t in clause.tokens if t.tag is Tag.PLACE]
            return places
        if clause.has(Tag.DISC, Tag.ROOT, Tag.FACET, Tag.SAC, Tag.CORD) or head is None:
            return []
        if clause.has(Tag.SIDE) and self._places and self._places[-1].value is not CANAL:
            last = self._places[-1]
            return [last._replace(start=clause.start, end=clause.start)]
        if head.word.startswith(("sten", "stens")):
            return [Token(Tag.PLACE, head.start, head.start, CANAL)]
        return []

    def _add(self, rows: Sequence[ImagingFinding]) -> None:
        self.statements += (Statement(row, self._section) for row in rows)

    def _change(self, clause: Clause, later: list[Clause]) -> list[ImagingFinding]:
        if clause.denied:
            return []
        kind = clause.head.value if clause.head is not None else None
        if not clause.levels:
            levels = _bones(clause)
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
        levels = _bones(clause) or self._own(clause) or ()
        for other in clauses:
            levels = levels or _bones(other) or self._own(other) or ()
        if not levels and self._heading:
            levels = self._levels
        rows = change(clause._replace(levels=levels))
        if not rows:
            self.without_level.append(clause.head.value)
        self._add(rows)

    def _danger_of_cauda(self, clause: Clause) -> None:
        cauda, cord = clause.has(Tag.CAUDA), clause.has(Tag.CORD)
        if not (cauda or cord) or clause.denied:
            return
        head = clause.head
        words = self._low[clause.start : clause.end]
        pressed = (
            head is not None
            and not head.word.startswith("crowd")
            and (
                (head.tag is Tag.RELATION and head.value is RootRelation.COMPRESSION)
                or head.word.startswith(("indent", "displac", "effac", "impress"))
            )
        )
        if not pressed and not (cauda and _CAUDA.search(words)):
            return
        kind = FindingKind.CAUDA_EQUINA_COMPRESSION if cauda else FindingKind.CORD_COMPRESSION
        if not clause.levels:
            self.without_level.append(kind)
        self._add(
            [
                ImagingFinding(
                    level=level,
                    kind=kind,
                    status=Status.STATED,
                    certainty=certainty(clause),
                    quote=quote_of(clause),
                )
                for level in clause.levels
            ]
        )

    def _joint_change(self, clause: Clause, later: list[Clause]) -> None:
        worn = clause.has(Tag.WORN)
        for following in later:
            if worn or following.joint not in ("and", "/", "or"):
                break
            worn = following.has(Tag.WORN)
        if clause.denied or not worn or clause.head is None:
            return
        kind = (
            FindingKind.FACET_ARTHROPATHY
            if clause.head.tag is Tag.FACET
            else FindingKind.LIGAMENTUM_FLAVUM
        )
        head = clause.head._replace(value=kind)
        tokens = tuple(head if token is clause.head else token for token in clause.tokens)
        self._add(change(clause._replace(head=head, tokens=tokens)))

    def _narrow(
        self, clause: Clause, places: list[Token], side: BodySide | None
    ) -> list[ImagingFinding]:
        if clause.partly:
            return []
        ordered = tuple(sorted({*clause.tokens, *places}, key=lambda t: (t.start, t.end)))
        known = [t for t in ordered if t.tag is not Tag.ZONE or t not in places]
        rows = narrowings(clause._replace(tokens=tuple(known)), places, side)
        if not rows and not clause.denied and not _has_tag(clause.head, Tag.OPEN):
            self.without_level.append(places[0].value)
        self._add(rows)
        for row in rows:
            if row.is_negated:
                self.normality.open(row)
        return [row for row in rows if not row.is_negated]

    def _deny_disc(self, clause: Clause) -> None:
        head = clause.head
        if head is None or clause.partly:
            return
        words = self._low[clause.start : clause.end]
        denied = clause.denied and (
            head.value in (FindingKind.BULGE, FindingKind.PROTRUSION, FindingKind.HERNIATION)
            or (head.tag is Tag.ABNORMALITY and clause.has(Tag.DISC))
        )
        normal = (
            head.tag is Tag.OPEN
            and clause.has(Tag.DISC)
            and not clause.denied
            and not _MEASURED.search(words)
        )
        if denied or normal:
            self.normality.disc_denied(clause)

    def _touch(
        self, clauses: list[Clause], place: int, causes: dict[Level, ImagingFinding]
    ) -> None:
        """Take in what touches which root."""
        clause = clauses[place]
        head = clause.head
        if head is None or clause.has(Tag.CAUDA, Tag.CORD):
            return
        roots = self._roots_for(clauses, place)
        relation = head.value if head.tag is Tag.RELATION else RootRelation.CONTACT
        if clause.denied or head.tag is Tag.OPEN:
            relation = RootRelation.NONE
        leaning = next(
            (t.value for c in clauses[: place + 1] for t in c.tokens if t.tag is Tag.LEANING), None
        )
        for named in roots:
            for level in self._levels_for(named, clause.levels):
                disc = causes.get(level) or self._disc.get(level)
                side = named.side or _lateral(disc) or leaning
                if relation is RootRelation.NONE and (named.root is None or disc is None):
                    continue
                self._add(
                    [
                        touched(clause, level, root, side, relation, disc, named.reason(level))
                        for root in named.at(level)
                    ]
                )

    def _roots_for(self, clauses: list[Clause], place: int) -> list[NamedRoot]:
        """Return the roots of a clause, or those of a neighbour it leaves unsaid."""
        clause = clauses[place]
        roots = roots_in(clause)
        if roots or clause.has(Tag.SAC, Tag.DISC, Tag.FACET):
            return roots
        if clause.has(Tag.ROOT) and clause.denied:
            return []
        for following in clauses[place + 1 :]:
            if following.head is None or following.head.tag is not Tag.RELATION:
                break
            if roots := roots_in(following):
                return roots
        if clause.has(Tag.ROOT):
            return []
        for earlier in reversed(clauses[:place]):
            if roots := roots_in(earlier):
                return roots
        return []

    def _levels_for(self, named: NamedRoot, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        """Return the levels a root is touched at, among those the clause speaks of."""
        if named.root is None:
            return levels
        if len(levels) == 1:
            return levels
        root = named.root
        fitting = [level for level in levels or self._disc if root in roots_at(level)]
        crossing = [level for level in fitting if root in roots_at(level, Zone.SUBARTICULAR)]
        fitting = crossing or fitting
        return tuple(fitting[:1])


def _masked(low: str, mentions: Sequence[LevelMention]) -> str:
    """Put a sign in place of each level's letters, so that words are found around it."""
    parts = []
    at = 0
    for mention in mentions:
        parts += [low[at : mention.start], LEVEL_SIGN * (mention.end - mention.start)]
        at = mention.end
    return "".join([*parts, low[at:]])


def _retagged(tokens: list[Token]) -> list[Token]:
    """Let "degenerative change of the facet joints" speak of the joints."""
    for place, token in enumerate(tokens):
        if token.value is FindingKind.DISC_DEGENERATION and token.word.startswith("degenerat"):
            near = tokens[max(0, place - 1) : place + 2]
            if any(t.tag in (Tag.FACET, Tag.FLAVUM) for t in near):
                tokens[place] = token._replace(tag=Tag.WORN, value=None)
    return tokens


def _lateral(row: ImagingFinding | None) -> BodySide | None:
    if row is None or row.side not in (BodySide.LEFT, BodySide.RIGHT):
        return None
    return row.side


def _has_tag(head: Token | None, *tags: Tag) -> bool:
    return head is not None and head.tag in tags


def _bones(clause: Clause) -> tuple[Level, ...]:
    """Return the levels that stand for the vertebrae a clause names."""
    levels = (level_of(str(token.value)) for token in clause.only(Tag.BONE))
    return tuple(dict.fromkeys(level for level in levels if level is not None))


def _is_filled_in(clause: Clause) -> bool:
    """Whether a clause without a head is a field of a form: "Canal: mild"."""
    return clause.has(Tag.PLACE) and (
        (clause.has(Tag.COLON) and clause.has(Tag.GRADE, Tag.NO)) or clause.has(Tag.NOT_SEEN)
    )
