"""What a page is made of: lines, results, tables and sections, as plain values."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Final, Literal, TypeGuard

from msgspec import Struct

from clinic_desktop.domain.anatomy import BodySide, Side
from clinic_desktop.domain.body_chart import BodyChart
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import SymptomKind
from clinic_desktop.domain.screening import Concern, RedFlags, SafetyAction

NOT_RECORDED: Final = "not recorded"
SUPPORTING_DETAIL: Final = "Supporting detail"
NOTHING_FURTHER: Final = "Nothing further is recorded."
CONFIDENTIAL: Final = "Confidential"
PUBLISHED: Final = "Published figures and sources"
BEFORE_CONCERN: Final = "Done before concern was raised"


class Mark(StrEnum):
    """The marks that stand beside a result's word."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    INCONCLUSIVE = "inconclusive"
    NOT_TESTED = "not_tested"
    REDUCED = "reduced"
    INCREASED = "increased"


class Tone(Enum):
    """How loudly a line speaks; the last three are headings of the plain column."""

    BODY = "body"
    SMALL = "small"
    FINE = "fine"
    GROUP = "group"
    SOURCE = "source"
    LOUD = "loud"
    ROOT = "root"
    STRONG = "strong"
    HEADING = "heading"
    NAME = "name"
    CONCLUSION = "conclusion"
    VERBATIM = "verbatim"
    TITLE = "title"
    SECTION = "section"
    SUBSECTION = "subsection"


class Line(Struct, frozen=True):
    """A paragraph, with a label in bold before it where given, and the address it leads to."""

    text: str
    label: str = ""
    tone: Tone = Tone.BODY
    link: str = ""


class Facts(Struct, frozen=True):
    """Short labelled facts that run on in one small paragraph."""

    pairs: tuple[tuple[str, str], ...]


class Result(Struct, frozen=True):
    """A word with its mark, and what is told beside it; without a mark its place is kept.

    `quiet` words are not set in bold, whatever their mark: another column speaks louder.
    """

    word: str
    mark: Mark | None = None
    detail: str = ""
    quiet: bool = False


Cell = tuple[Line | Facts | Result, ...]


class Table(Struct, frozen=True, kw_only=True):
    """Rows of cells below their heads; `kind` tells the layout how wide the columns are."""

    kind: Literal[
        "mechanosensitivity",
        "conduction",
        "tests",
        "nerves",
        "responses",
        "findings",
        "changes",
        "versions",
    ]
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Chart(Struct, frozen=True, kw_only=True):
    """The body chart, the kinds felt at each place, and the words written on it.

    It repeats words that stand beside it: the plain column goes without. `words` say all that is
    marked, for who cannot see it.
    """

    chart: BodyChart
    marks: dict[tuple[str, BodySide], tuple[SymptomKind, ...]]
    titles: dict[str, str]
    sides: dict[Side, str]
    kinds: dict[SymptomKind, str]
    words: str


class Dial(Struct, frozen=True, kw_only=True):
    """The angles of one test, left beside right: first response and limit in degrees.

    `words` say them all, with the side difference.
    """

    name: str
    measured: str
    sides: tuple[tuple[str, int | None, int | None], ...]
    difference: str
    words: str


class Dials(Struct, frozen=True):
    """Angles drawn as arcs. They are told in words to who cannot see them."""

    dials: tuple[Dial, ...]

    @property
    def words(self) -> str:
        """All that is drawn."""
        return " ".join(dial.words for dial in self.dials)


Block = Line | Facts | Table | Chart | Dials
Blocks = Iterator[Block]


class Section(Struct, frozen=True):
    """A heading and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


class Party(Struct, frozen=True):
    """One column under the header: who, and the lines about them."""

    heading: str
    lines: tuple[Line, ...]


class Content(Struct, frozen=True, kw_only=True):
    """All that a report says.

    `replaced` and `late` stand below the header. `box` holds the sections of the framed box on
    page 1, `first` what follows it there, and `nerves` too where page 1 has room for it; `detail`
    is what belongs to this patient on the supporting pages, `published` what is the same for every
    patient and stands last. `identity`, `edition` and the `content_hash` of a signed report stand
    at the foot of every page. `is_urgent` has the `alarm` stand out so that nobody passes it over.
    """

    title: str
    status: str
    dated: str
    clinic: tuple[Line, ...]
    replaced: Line | None
    late: Line | None
    parties: tuple[Party, ...]
    alarm: Section | None
    box: tuple[Section, ...]
    first: tuple[Section, ...]
    nerves: Section | None
    signature: tuple[Cell, ...]
    intended_use: Line
    detail: tuple[Section, ...]
    published: tuple[Section, ...]
    is_urgent: bool
    is_draft: bool
    identity: str
    edition: str
    content_hash: str


def written(words: str | None) -> TypeGuard[str]:
    """Whether somebody wrote something that is more than blank."""
    return bool(words and words.strip())


def joined(*words: str | None, by: str = ", ") -> str:
    """Return what is written of these, in one line."""
    return by.join(word for word in words if word and word.strip())


def worded(group: str, value: str | None, catalogue: Catalogue) -> str | None:
    """Return a value's words for the middle of a sentence; `None` where nothing is recorded."""
    return catalogue.words(group, value) if value else None


def facts(*pairs: tuple[str, str | None]) -> Iterator[Facts]:
    """Give the facts that are written as one paragraph; none, no paragraph."""
    known = tuple((f"{label}:", words) for label, words in pairs if written(words))
    if known:
        yield Facts(known)


def day(on: date | None) -> str | None:
    """Return a day as "18 November 2026"."""
    return None if on is None else long_date(on)


def moment(timestamp: str | None) -> str | None:
    """Return a document's time as "18 November 2026, 09:30", in the offset it was written with."""
    if timestamp is None:
        return None
    return clock(datetime.fromisoformat(timestamp))


def clock(at: datetime) -> str:
    """Return a time as "18 November 2026, 09:30", in the offset it has."""
    return f"{long_date(at.date())}, {at:%H:%M}"


def action_words(action: SafetyAction) -> str:
    """Return what was done about a concern: "18 November 2026, 09:45: called, Dr Sample"."""
    return joined(moment(action.at), joined(action.what, action.to_whom), by=": ")


def refers(flags: RedFlags | None) -> bool:
    """Whether the level of concern asks for the referral block, which stands first on page 1."""
    return flags is not None and flags.level in (Concern.SOME, Concern.HIGH)
