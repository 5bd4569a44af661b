"""Hypothesis strategies for whole documents, drawn from the types themselves."""

from collections.abc import Collection
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from msgspec import inspect

from clinic_desktop.domain.anatomy import Root, Side
from clinic_desktop.domain.examination import Examination, Patient
from clinic_desktop.domain.imaging import Quote
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.screening import SIGN_GRADES, ConductionSign, SafetyAction, SignKind
from clinic_desktop.domain.values import Value

_Drawn = TypeVar("_Drawn", bound=Value)

# Letters of many scripts, marks that combine, right-to-left text, line ends, NUL and an emoji.
ODD_TEXTS: Final = (
    "",
    " ",
    "Łukasz-O'Brien",
    "100 %",
    "a\u0301\u0323",
    "עברית العربية",
    "漢字かな",
    "\0\n\r\t\u2028",
    "<b>&amp;\"'\\",
    "🧑🏽\u200d⚕️",
    "\U0010ffff",
)

# No half characters (surrogates): no document can hold them.
texts: Final = st.sampled_from(ODD_TEXTS) | st.text(st.characters(codec="utf-8"), max_size=12)
dates: Final = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
timestamps: Final = st.datetimes(
    min_value=datetime(1950, 1, 1),
    max_value=datetime(2100, 1, 1),
    timezones=st.integers(-14 * 60, 14 * 60).map(
        lambda minutes: timezone(timedelta(minutes=minutes))
    ),
).map(datetime.isoformat)


def patients() -> st.SearchStrategy[Patient]:
    """Return a strategy of patients."""
    return _struct(Patient)


def examinations(tests: Collection[str]) -> st.SearchStrategy[Examination]:
    """Return a strategy of valid examinations whose responses are of these tests."""
    responses = _struct(Response, test=st.sampled_from(sorted(tests)))
    planned = st.lists(st.sampled_from(sorted(tests)), unique=True, max_size=3).map(tuple)
    return _struct(
        Examination,
        protocol_tests=st.none() | planned,
        performed_at=st.none() | timestamps,
        imaging_opened_at=st.none() | timestamps,
        responses=st.none() | _each_once(responses, "test", "side"),
        conduction=st.none() | _each_once(_signs(), "root", "side", "kind"),
    )


def _each_once(values: st.SearchStrategy[Any], *fields: str) -> st.SearchStrategy[Any]:
    return st.lists(
        values,
        max_size=4,
        unique_by=lambda value: tuple(getattr(value, field) for field in fields),
    ).map(tuple)


def _signs() -> st.SearchStrategy[ConductionSign]:
    return st.sampled_from(SignKind).flatmap(
        lambda kind: st.builds(
            ConductionSign,
            root=st.sampled_from(Root),
            side=st.sampled_from(Side),
            kind=st.just(kind),
            grade=st.none() | st.sampled_from(SIGN_GRADES[kind]),
            item=st.none() | texts,
            note=st.none() | texts,
        )
    )


def _struct(kind: type[_Drawn], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[_Drawn]:
    """Return a strategy of values with each field drawn from its type, except those given."""
    described = inspect.type_info(kind)
    assert isinstance(described, inspect.StructType)
    drawn = {
        field.name: given[field.name] if field.name in given else _of(field.type)
        for field in described.fields
    }
    return st.builds(kind, **drawn)


def _of(described: inspect.Type) -> st.SearchStrategy[Any]:
    match described:
        case inspect.StructType(cls=cls) if cls is Quote:
            return st.tuples(st.integers(0, 99), st.integers(0, 99)).map(
                lambda ends: Quote(start=min(ends), end=max(ends))
            )
        case inspect.StructType(cls=cls) if cls is SafetyAction:
            return _struct(SafetyAction, at=st.none() | timestamps)
        case inspect.StructType(cls=cls):
            return _struct(cls)
        case inspect.UnionType(types=types):
            return st.one_of([_of(option) for option in types][::-1])
        case inspect.VarTupleType(item_type=item):
            return st.lists(_of(item), max_size=2).map(tuple)
        case inspect.DictType(key_type=key, value_type=value):
            return st.dictionaries(_of(key), _of(value), max_size=2)
        case inspect.EnumType(cls=cls):
            return st.sampled_from(cls)
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.IntType(ge=ge, le=le):
            # JSON readers elsewhere hold no larger whole numbers exactly.
            return st.integers(-(2**53) if ge is None else ge, 2**53 if le is None else le)
        case inspect.FloatType(gt=gt, le=le):
            return st.floats(
                gt, le, exclude_min=gt is not None, allow_nan=False, allow_infinity=False
            )
        case inspect.StrType(pattern=str(pattern)):
            return st.from_regex(pattern, fullmatch=True)
    return {
        inspect.NoneType: st.none(),
        inspect.BoolType: st.booleans(),
        inspect.StrType: texts,
        inspect.DateType: dates,
        inspect.UUIDType: st.uuids(),
    }[type(described)]
