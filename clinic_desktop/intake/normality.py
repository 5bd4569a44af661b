"""What a report calls normal; never more than it says."""

import re
from collections.abc import Sequence
from typing import Final

from clinic_desktop.domain.anatomy import BodySide, Level
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding, Quote
from clinic_desktop.intake.clauses import Clause
from clinic_desktop.intake.lexicon import CANAL, FORAMEN
from clinic_desktop.intake.tags import LEVEL_REST, LEVEL_SIGN, Tag

_FINE: Final = (
    r"\b(?:(?<!not )normal|unremarkable|not remarkable|within normal limits|negative|healthy|clear"
    r"|n[io]l of note|nothing (?:of note|remarkable|significant|abnormal))\b"
)
# A level is called normal only where nothing but these words stands beside it.
_SAYS_NORMAL: Final = re.compile(
    rf"(?:[\s,;:=.()*_#•·>'\"‘’“”-]|[{LEVEL_SIGN}{LEVEL_REST}]"
    r"|\b(?:at|the|is|are|appears?|looks?|also|both|and|or|to|in|levels?"
    r"|segments?|dis[ck] levels?|intervertebral levels?|lumb[ae][rl]|spine|region|upper|two"
    r"|appearances?|of|essentially"
    r"|entirely|completely|grossly|there|seen|identified|noted|demonstrated|significant|evidence"
    r"|any|focal|all|positions?|shows?|demonstrates?|reveals?|no|nil|normal|unremarkable|within|limits|wnl|nad|note"
    r"|abnormalit(?:y|ies)|pathology|issues?|problems?"
    r"|findings?|negative|neg|healthy|nl|not remarkable|remarkable|significant"
    r"|nothing abnormal|nothing|of note|satisfactory|clear|fine|okay|ok|good|perfectly|it|this"
    r"|them|here|above|below)\b)+"
)
_NORMAL: Final = re.compile(
    rf"{_FINE}|\b(?:nl|neg|wnl|nad|satisfactory|fine)\b"
    r"|\b(?:no|nil)\b[^.]*\b(?:abnormalit|patholog|findings?|issues?|problems?)"
)
_STUDY: Final = (
    r"(?:\W*(?:mri|mr|ct|scan|study|examination|exam|imaging|non-?contrast|unenhanced"
    r"|plain|lumbar|lumbosacral|cervical|thoracic|spine|of|the|an?|appearances?|levels?|segments?|and|is|are|looks?|appears?|remaining"
    r"|remainder|rest"
    r"|other|all|at|in|visuali[sz]ed|imaged|significant|essentially)\b)*\W*"
)
_NOTHING: Final = r"(?:abnormalit\w+|pathology|findings?)"
_REST: Final = re.compile(
    rf"{_STUDY}(?:otherwise|elsewhere){_STUDY}"
    rf"(?:{_FINE}|no (?:significant |other ){{0,2}}{_NOTHING}){_STUDY}"
    rf"|{_STUDY}{_FINE}{_STUDY}(?:otherwise|elsewhere)\W*"
    r"|\W*(?:there (?:is|are) )?no (?:other|further|additional) "
    rf"(?:significant |relevant |focal ){{0,2}}{_NOTHING}"
    r"(?: (?:is|are|was|were|seen|identified|noted|demonstrated|detected|elsewhere))*\W*"
    r"|\W*(?:the )?(?:remainder|rest) of the (?:lumb[ae][rl] |visuali[sz]ed )?"
    r"(?:study|examination|exam|scan|spine|levels|lumb[ae][rl] spine)(?: (?:is|are|appears?))? "
    rf"(?:essentially |entirely )?{_FINE}\W*"
    rf"|\W*(?:there (?:is|are) )?no (?:evidence of |significant |acute |focal ){{0,2}}{_NOTHING}"
    r"(?: (?:is|are|seen|identified|noted|demonstrated))* (?:of|in|within|throughout) the "
    r"(?:\w+ )?(?:lumbar|lumbosacral|cervical|thoracic) spine\W*"
    rf"|{_STUDY}{_FINE} (?:non-?contrast |unenhanced |plain )?"
    rf"(?:mri|mr|ct|study|examination|scan){_STUDY}"
)
_CALLED_FIRST: Final = re.compile(
    rf"\s*(?:is|are|looks?|appears?|shows?|remain)?\s*(?:all |also |essentially )?"
    rf"(?:{_FINE}|satisfactory\b|fine\b)"
    r"(?:[,;]| and (?:there|no|i)\b)"
)
_OF_THIS_LEVEL: Final = re.compile(
    rf"\W*(?:and |but |is |are )*(?:otherwise )?"
    rf"(?:{_FINE}|no (?:significant |focal |other ){{0,2}}{_NOTHING})(?: otherwise)?\W*"
)
_PARTS: Final = (
    re.compile(r"dis[ck]|hernia|bulg|protru"),
    re.compile(r"canal|central|spinal"),
    re.compile(r"foram"),
)
_DISC_CHANGES: Final = (FindingKind.BULGE, FindingKind.PROTRUSION, FindingKind.HERNIATION)
_OF_CHANGE: Final = re.compile(
    r"osteophyt|\bspurs?\b|spondylo|ridg|lesion|status post|surg|ectomy|otomy|\bfus(?:ed|ion)"
    r"|hardware"
    r"|o?edema|erosion|irregular|wedg|scoliosis|\bmass\b|narrow(?:ed|ing) of the dis[ck]"
)
_DENIED: Final = re.compile(r"\b(?:no|without|not|nor|any)\b[^.;,]{0,50}$")
_MEASURED: Final = re.compile(r"height|signal|hydrat|\bspace")
_LONGEST: Final = 300
"""A statement of normality is short; a longer clause says something else as well."""
_OTHERWISE: Final = re.compile(
    r"otherwise|elsewhere|\bother\b|\bspine\b|further|additional|remain|rest\b|study|scan|exam"
    r"|\bmri?\b"
    r"|\bct\b"
)


class Normality:
    """Levels called normal, and what is denied of each level part by part."""

    def __init__(self) -> None:
        self.called: dict[Level, Quote] = {}
        self.rest: Quote | None = None
        self._disc: dict[Level, Quote] = {}
        self._canal: dict[Level, Quote] = {}
        self._foramen: dict[Level, dict[BodySide, Quote]] = {}
        self._doubted: set[Level] = set()

    def hear(
        self, clauses: Sequence[Clause], place: int, low: str, *, headed: bool, labelled: bool
    ) -> None:
        """Take in a clause that calls levels, or all that is not listed, normal.

        It must stand alone: named levels set apart from what follows, or the whole sentence under
        a heading that is a level. Behind the label of a level ("L4-5: bulge, otherwise normal")
        only that level is meant.
        """
        clause = clauses[place]
        words = low[clause.start : clause.end]
        if len(words) > _LONGEST or clause.has(Tag.REST):
            return
        quote = Quote(start=clause.start, end=clause.end)
        if _OTHERWISE.search(words) and _REST.fullmatch(words):
            if not (labelled and _OF_THIS_LEVEL.fullmatch(words)):
                self.rest = quote
        elif (
            clause.levels
            and _NORMAL.search(words)
            and _SAYS_NORMAL.fullmatch(words)
            and _stands_alone(clauses, place, headed=headed)
        ):
            for level in clause.levels:
                self.called.setdefault(level, quote)

    def same(self, model: Level, levels: Sequence[Level], quote: Quote) -> None:
        """Take in that levels are the same as one before."""
        for level in levels:
            if model in self.called:
                self.called.setdefault(level, quote)
            if model in self._disc:
                self._disc.setdefault(level, quote)
            if model in self._canal:
                self._canal.setdefault(level, quote)
            for side in self._foramen.get(model, ()):
                self._foramen.setdefault(level, {}).setdefault(side, quote)

    def hear_rest(self, clauses: Sequence[Clause], words: str) -> None:
        """Take in a sentence on "the remaining levels": called normal, or each part denied."""
        rest = next((t for clause in clauses for t in clause.tokens if t.tag is Tag.REST), None)
        if rest is None or len(words) > _LONGEST:
            return
        before, _, after = words.partition(rest.word)
        bare = f"{before} {after}"
        called = (_NORMAL.search(bare) and _SAYS_NORMAL.fullmatch(bare)) or (
            not before.strip() and _CALLED_FIRST.match(after)
        )
        parts = all(part.search(bare) for part in _PARTS) and all(
            clause.denied or clause.head is None or clause.head.tag is Tag.OPEN
            for clause in clauses
        )
        if called or parts:
            self.rest = Quote(start=clauses[0].start, end=clauses[-1].end)

    def disc_denied(self, clause: Clause) -> None:
        """Take in that disc change is denied."""
        for level in clause.levels:
            self._disc.setdefault(level, Quote(start=clause.start, end=clause.end))

    def doubt(self, clause: Clause, low: str) -> None:
        """Take in words of change that are not understood: what is denied there is not all."""
        self.doubt_words(clause.levels, low, clause.start, clause.end)
        understood = clause.denied or (clause.head is not None and clause.head.tag is Tag.OPEN)
        if not understood and clause.has(Tag.GRADE, Tag.WORN, Tag.MAYBE, Tag.SLIP_GRADE):
            self._doubted.update(clause.levels)

    def doubt_words(self, levels: Sequence[Level], low: str, start: int, end: int) -> None:
        """Take in a span on these levels that may tell of a change no rule reads."""
        found = _OF_CHANGE.search(low, start, end)
        if found is not None and not _DENIED.search(low, start, found.start()):
            self._doubted.update(levels)

    def open(self, row: ImagingFinding) -> None:
        """Take in that narrowing is denied."""
        if row.quote is None:
            return
        if row.kind is CANAL:
            self._canal.setdefault(row.level, row.quote)
        elif row.kind is FORAMEN:
            sides = (
                (BodySide.LEFT, BodySide.RIGHT)
                if row.side not in (BodySide.LEFT, BodySide.RIGHT)
                else (row.side,)
            )
            for side in sides:
                self._foramen.setdefault(row.level, {}).setdefault(side, row.quote)

    @property
    def spoken_of(self) -> set[Level]:
        """The levels the report calls normal, or their disc."""
        return {*self.called, *self._disc}

    def levels(self, changed: set[Level]) -> dict[Level, Quote]:
        """Return the levels stated normal, of which nothing else in the report says otherwise."""
        normal = dict(self.called)
        for level, disc in self._disc.items():
            canal, foramen = self._canal.get(level), self._foramen.get(level, {})
            if level in normal or level in self._doubted:
                continue
            if canal is not None and len(foramen) == 2:
                quotes = [disc, canal, *foramen.values()]
                start = min(q.start or 0 for q in quotes)
                end = max(q.end or 0 for q in quotes)
                if end - start <= 2 * _LONGEST:
                    normal[level] = Quote(start=start, end=end)
        return {level: normal[level] for level in Level if level in normal and level not in changed}


def denies_disc(clause: Clause, low: str) -> bool:
    """Whether a clause denies disc change, or calls the disc itself normal."""
    head = clause.head
    if head is None or clause.partly:
        return False
    if clause.denied:
        bare = head.tag is Tag.ABNORMALITY and head.value is None
        return head.value in _DISC_CHANGES or (bare and clause.has(Tag.DISC))
    measured = _MEASURED.search(low, clause.start, clause.end)
    return head.tag is Tag.OPEN and clause.has(Tag.DISC) and measured is None


def _stands_alone(clauses: Sequence[Clause], place: int, *, headed: bool) -> bool:
    clause = clauses[place]
    named = clause.has(Tag.LEVEL, Tag.EVERY, Tag.UPPER, Tag.BEYOND)
    if len(clauses) == 1:
        return named or headed
    following = clauses[place + 1] if place + 1 < len(clauses) else None
    return named and (
        following is None or following.joint in ("but", ";") or following.has(Tag.LEVEL)
    )
