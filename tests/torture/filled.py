"""Examinations filled at random: between two words found nowhere else, any text stands anywhere."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random
from typing import Any, Final
from uuid import UUID

from msgspec import inspect

from clinic_desktop.domain.anatomy import Root, Side, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination, Therapist
from clinic_desktop.domain.imaging import Quote
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.screening import SIGN_GRADES, ConductionSign, SafetyAction, SignKind
from clinic_desktop.domain.versions import (
    AMENDMENTS,
    Amendment,
    Change,
    Edition,
    Signature,
    Version,
    VersionKind,
    status_of,
)

_FIRST_DAY: Final = date(1900, 1, 1).toordinal()
_LAST_DAY: Final = date(2100, 12, 31).toordinal()
_BEGIN: Final = datetime(2026, 11, 18, 9, tzinfo=UTC)
_MOST_LONG: Final = 6_000
_KNOWN: Final[dict[type[Any], inspect.StructType]] = {}

HOSTILE: Final = (
    *("<b>&amp;", "</para>", "<br/>", '<font color="red">', "&#0;", "]]>", "<!--", "<a href='x'>"),
    *("%s %d", "{0}", "{name}", "$1", "\\", "(\\)", "'\"", "Tj ET", "%PDF-1.7", "endstream", "\\n"),
    *("\0", "\x02", "\x1b[0m", "\x7f", "\x85", "\r\n", "\r", "\t", "\v", "\f", "\u2028", "\u2029"),
    *("e\u0301", "a\u0323\u0301", "o\u0308\u0308\u0308", "\u0301", "\ufb01", "\u00df", "\u0130"),
    *("\u05d0\u05d1\u05d2", "\u0639\u0631\u0628", "\u202e", "\u202a\u202c", "\u200d", "\u2066"),
    *("\u6f22\u5b57", "\ud7a3", "\u0e01\u0e33", "\u0915\u094d\u0937", "\u1ec7", "\u0416", "\u03b1"),
    *("\U0001f9d1\U0001f3fd\u200d\u2695\ufe0f", "\U0010ffff", "\ufffe", "\ufdd0", "\ufffd"),
    *("\u00ad", "\u200b", "\ufeff", "\u00a0", "\u3000", "\u2011", "well-", "-", "- - -", "\u2014"),
    *("1/2", "\u00bd", "L5/S1", "0", "none", "None", "null", "35\u00b0", "\u2265 4", "+", "="),
)
"""What has broken a page, a parser or a format somewhere."""


def _described(of: type[Any]) -> inspect.StructType:
    if of not in _KNOWN:
        described = inspect.type_info(of)
        assert isinstance(described, inspect.StructType)
        _KNOWN[of] = described
    return _KNOWN[of]


class Filler:
    """Fills one examination from one source of chance; the same source, the same examination."""

    def __init__(self, random: Random, catalogue: Catalogue) -> None:
        self._random = random
        self._tests = sorted(catalogue.tests)
        self._flags = [item.id for item in catalogue.red_flag_items]
        self._known = sorted({key for group in catalogue.wording.labels.values() for key in group})
        # Some examinations are all but empty, and some are full.
        self._empty = random.choice((0.1, 0.4, 0.7, 0.9))
        self._tokens: list[str] = []

    @property
    def tokens(self) -> tuple[str, ...]:
        """The words found nowhere else, two to a text, in the order they were made."""
        return tuple(self._tokens)

    def examination(self) -> Examination:
        """Return an examination in which every field may hold anything its type allows."""
        tests = self._random.sample(self._tests, self._random.randint(0, 5))
        sides = [(test, side) for test in tests for side in TestedSide]
        places = [(root, side, kind) for root in Root for side in Side for kind in SignKind]
        filled: Examination = self._struct(
            Examination,
            protocol_tests=lambda: tuple(self._random.sample(self._tests, 3)),
            performed_at=self._time,
            imaging_opened_at=self._time,
            responses=lambda: tuple(self._response(*at) for at in self._some(sides, 6)),
            conduction=lambda: tuple(self._sign(*at) for at in self._some(places, 8)),
        )
        return filled

    def edition(self) -> Edition:
        """Return an edition: a draft, or one to three signed versions, with reasons and changes."""
        count = self._random.choice((0, 0, 1, 2, 3))
        versions = tuple(self._version(number) for number in range(1, count + 1))
        amendments = tuple(
            Amendment(version=version, changes=tuple(self._changes())) for version in versions[1:]
        )
        return Edition(status=status_of(versions), versions=versions, amendments=amendments)

    def text(self) -> str:
        """Return a text between two words of its own, or one that is blank or a key."""
        chance = self._random.random()
        if chance < 0.03:
            return self._random.choice(("", " ", "\n", "\u200b\t"))
        if chance < 0.1:
            return self._random.choice(self._known)
        parts = [self._part() for _ in range(self._random.choice((0, 1, 1, 2, 4)))]
        if chance > 0.995:
            words = self._random.randint(100, _MOST_LONG // 6)
            parts.append(" ".join(self._random.choice(("and", "more")) for _ in range(words)))
        between = self._random.choice(("", " ", " ", "\n"))
        return between.join((self._token(), *parts, self._token()))

    def _part(self) -> str:
        kind = self._random.randrange(8)
        if kind < 4:
            return self._random.choice(HOSTILE)
        if kind == 4:
            return "".join(chr(self._point()) for _ in range(self._random.randint(1, 12)))
        if kind == 5:
            return self._random.choice("Wil.-") * self._random.randint(20, 160)
        return " ".join(("with", "some", "words")[: self._random.randint(1, 3)])

    def _point(self) -> int:
        top = self._random.choice((0x7F, 0x24F, 0x24F, 0x7FF, 0xFFFF, 0x10FFFF))
        point = self._random.randint(0, top)
        return point if not 0xD800 <= point <= 0xDFFF else ord("?")

    def _token(self) -> str:
        self._tokens.append(f"q{len(self._tokens):04d}x")
        return self._tokens[-1]

    def _some(self, values: list[Any], most: int) -> list[Any]:
        return self._random.sample(values, min(len(values), self._random.randint(0, most)))

    def _response(self, test: str, side: TestedSide) -> Response:
        response: Response = self._struct(Response, test=lambda: test, side=lambda: side)
        return response

    def _sign(self, root: Root, side: Side, kind: SignKind) -> ConductionSign:
        sign: ConductionSign = self._struct(
            ConductionSign,
            root=lambda: root,
            side=lambda: side,
            kind=lambda: kind,
            grade=lambda: self._random.choice(SIGN_GRADES[kind]),
        )
        return sign

    def _version(self, number: int) -> Version:
        made = _BEGIN + timedelta(days=number)
        kind = VersionKind.ORIGINAL if number == 1 else self._random.choice(AMENDMENTS)
        signers = self._random.choice((1, 1, 2))
        return Version(
            id=UUID(int=number),
            examination=UUID(int=99),
            number=number,
            kind=kind,
            reason=None if number == 1 else self.text(),
            recorded_from=made - timedelta(hours=2),
            recorded_to=made - timedelta(hours=1),
            signatures=tuple(
                Signature(
                    therapist=Therapist(id=UUID(int=at), name=self.text(), profession=self.text()),
                    signed_at=made,
                    counter=at > 0,
                )
                for at in range(signers)
            ),
            sha256=f"{self._random.getrandbits(256):064x}",
            seal=f"{self._random.getrandbits(256):064x}",
        )

    def _changes(self) -> list[Change]:
        return [
            Change(step="reason", what=self.text(), before=self._maybe(), after=self.text())
            for _ in range(self._random.randint(0, 2))
        ]

    def _maybe(self) -> str | None:
        return self.text() if self._random.random() < 0.5 else None

    def _time(self) -> str:
        zone = timezone(timedelta(minutes=self._random.randint(-14 * 60, 14 * 60)))
        at = datetime(1950, 1, 1, tzinfo=zone) + timedelta(minutes=self._random.randint(0, 2**26))
        return at.isoformat()

    def _struct(self, of: type[Any], /, **given: Callable[[], Any]) -> Any:
        """Return a value; a field that may be left out is given or left out by chance."""
        if of is Quote:
            start, end = sorted(self._random.randint(0, 99) for _ in range(2))
            return Quote(start=start, end=end)
        if of is SafetyAction:
            given = {"at": self._time}
        values = {}
        for field in _described(of).fields:
            if not field.required and self._random.random() < self._empty:
                continue
            make = given.get(field.name)
            values[field.name] = make() if make else self._value(field.type)
        return of(**values)

    def _value(self, described: inspect.Type) -> Any:
        random = self._random
        match described:
            case inspect.UnionType(types=types):
                options = [option for option in types if not isinstance(option, inspect.NoneType)]
                return self._value(random.choice(options)) if options else None
            case inspect.StructType(cls=cls):
                return self._struct(cls)
            case inspect.VarTupleType(item_type=item):
                return tuple(self._value(item) for _ in range(random.choice((0, 1, 2, 3))))
            case inspect.DictType(value_type=value):
                keys = [*self._some(self._flags, 6), *(self._token() for _ in range(2))]
                return {key: self._value(value) for key in keys}
            case inspect.EnumType(cls=cls):
                return random.choice(list(cls))
            case inspect.LiteralType(values=values):
                return random.choice(values)
            case inspect.IntType(ge=ge, le=le):
                return random.randint(0 if ge is None else ge, 999 if le is None else le)
            case inspect.FloatType(le=le):
                return random.uniform(0.1, le or 100)
            case inspect.StrType(pattern=str()):
                return f"{random.getrandbits(256):064x}"
        simple: dict[type[inspect.Type], Callable[[], Any]] = {
            inspect.BoolType: lambda: random.random() < 0.5,
            inspect.StrType: self.text,
            inspect.DateType: lambda: date.fromordinal(random.randint(_FIRST_DAY, _LAST_DAY)),
            inspect.UUIDType: lambda: UUID(int=random.getrandbits(128)),
        }
        return simple[type(described)]()
