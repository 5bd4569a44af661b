"""An examination as one long table: a row for each value that was recorded."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any, Final

from msgspec import Struct

from clinic_desktop.domain.examination import Examination, Measure
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.screening import ConductionSign, OtherSource
from clinic_desktop.exchange.spreadsheet import csv_file

COLUMNS: Final = (
    "examination",
    "performed_at",
    "patient",
    "section",
    "item",
    "side",
    "field",
    "value",
)
# They stand in columns of their own, or tell the format of another file.
_NO_SECTIONS: Final = {"format", "version", "id", "performed_at"}
_NO_ROWS: Final = {
    Response: ("test", "side"),
    ConductionSign: ("root", "kind", "side"),
    # Findings that the therapist did not take over count nowhere.
    ImagingReport: ("set_aside",),
}
"""The fields without a row: most stand in the columns item and side."""


def examination_csv(examination: Examination) -> bytes:
    """Return an examination as CSV: a row for each recorded value, none for what is not recorded.

    Sections, fields and values are named as in the examination's document. An item is a test, a
    root with the kind of its sign, a question, or the number of an entry in its list.
    """
    head = (
        str(examination.id),
        examination.performed_at or "",
        str(examination.patient.id),
    )
    return csv_file((COLUMNS, *((*head, *row) for row in _rows(examination))))


_Row = tuple[str, str, str, str, str]


def _rows(examination: Examination) -> Iterator[_Row]:
    for section in examination.__struct_fields__:
        if section not in _NO_SECTIONS:
            value = getattr(examination, section)
            is_part = isinstance(value, Struct | tuple)
            place = _Place(section if is_part else "examination")
            yield from _values(place, "" if is_part else section, value)


class _Place(Struct, frozen=True):
    """The section, item and side a row stands under."""

    section: str
    item: str = ""
    side: str = ""


def _values(place: _Place, field: str, value: Any) -> Iterator[_Row]:
    if value is None:
        return
    if isinstance(value, Struct):
        yield from _fields(place, field, value)
    elif isinstance(value, dict):
        for item, answer in value.items():
            yield from _values(_Place(place.section, item), field, answer)
    elif isinstance(value, tuple):
        for number, entry in enumerate(value, start=1):
            if isinstance(entry, Struct):
                yield from _fields(_entry(place, field, number, entry), "", entry)
            else:
                yield from _values(place, field, entry)
    else:
        yield place.section, place.item, place.side, field, _text(value)


def _fields(place: _Place, field: str, value: Struct) -> Iterator[_Row]:
    without = _NO_ROWS.get(type(value), ())
    for name in value.__struct_fields__:
        if name not in without:
            yield from _values(place, f"{field}.{name}".removeprefix("."), getattr(value, name))


def _entry(place: _Place, field: str, number: int, entry: Struct) -> _Place:
    """The place of an entry of a list: within an imaging report "imaging.findings", "1.2"."""
    match entry:
        case Response(test=test):
            item = test
        case ConductionSign(root=root, kind=kind):
            item = f"{root.value} {kind.value}"
        case OtherSource(source=str(name)) | Measure(measure=str(name)):
            item = name
        case _:
            item = f"{place.item}.{number}".removeprefix(".")
    side = getattr(entry, "side", None)
    section = f"{place.section}.{field}".removesuffix(".")
    return _Place(section, item, place.side if side is None else side.value)


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case _:
            return str(value)
