"""An examination in which every text field holds a word found nowhere else."""

from datetime import date
from itertools import count
from typing import Any, Final
from uuid import UUID

from msgspec import inspect

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingReport, Quote
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.screening import ConductionSign, SafetyAction, SignKind

_AN_ID: Final = UUID("0197a001-0000-7000-8000-000000000001")
_A_TIME: Final = "2026-11-18T09:30:00+01:00"
_PLAIN: Final[dict[type[inspect.Type], Any]] = {
    inspect.IntType: 7,
    inspect.FloatType: 1.5,
    inspect.BoolType: True,
    inspect.DateType: date(2026, 10, 5),
    inspect.UUIDType: _AN_ID,
}


class Tokens:
    """Makes the words and keeps them."""

    def __init__(self, length: int) -> None:
        """Take how many small words stand around each token."""
        self.made: list[str] = []
        self._number = count()
        self._padding = " and more" * length

    def examination(self, tests: list[str]) -> Examination:
        """Return an examination filled to the last field, with responses of these tests."""
        responses = tuple(
            self._struct(Response, test=test, side=side) for test in tests for side in TestedSide
        )
        filled: Examination = self._struct(
            Examination,
            performed_at=_A_TIME,
            imaging_opened_at=_A_TIME,
            protocol_tests=tuple(tests),
            responses=responses,
        )
        return filled

    def _token(self) -> str:
        token = f"q{next(self._number):04d}x"
        self.made.append(token)
        return token + self._padding

    def _struct(self, kind: type[Any], **given: Any) -> Any:
        if kind is Quote:
            return Quote(start=0, end=5)
        if kind is ConductionSign:
            given = {"kind": SignKind.REFLEX, "grade": "reduced"}
        if kind is SafetyAction:
            given = {"at": _A_TIME}
        if kind is ImagingReport:
            # Read from the text by the program and not taken over: nobody entered it.
            given = {"set_aside": None}
        described = inspect.type_info(kind)
        assert isinstance(described, inspect.StructType)
        values = {
            field.name: given[field.name] if field.name in given else self._value(field.type)
            for field in described.fields
        }
        return kind(**values)

    def _value(self, described: inspect.Type) -> Any:
        match described:
            case inspect.UnionType(types=types):
                return self._value(next(t for t in types if not isinstance(t, inspect.NoneType)))
            case inspect.StructType(cls=cls):
                return self._struct(cls)
            case inspect.VarTupleType(item_type=inspect.StructType(cls=cls)) if (
                cls is ConductionSign
            ):
                return (self._struct(cls),)
            case inspect.VarTupleType(item_type=item):
                return (self._value(item), self._value(item))
            case inspect.DictType(value_type=value):
                return {self._token(): self._value(value) for _ in range(2)}
            case inspect.EnumType(cls=cls):
                return next(iter(cls))
            case inspect.LiteralType(values=values):
                return values[0]
            case inspect.StrType():
                return self._token()
        return _PLAIN[type(described)]
