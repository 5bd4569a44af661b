"""A report as DICOM: a PDF wrapped in it, or the text of a structured report."""

import io
import re
import warnings
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from clinic_desktop.domain.incoming import StudyDetails
from clinic_desktop.intake.contents import Contents, Unreadable, trimmed
from clinic_desktop.intake.details import details_in
from clinic_desktop.intake.pdf_file import read_pdf
from clinic_desktop.intake.vocabulary import coded_day, coded_modality, coded_region, whole_name

_DEEPEST: Final = 32
_MOST_ITEMS: Final = 5_000

_DAMAGED: Final = (
    "The DICOM file is damaged. Ask for it again, or open it in another program and paste the "
    "report's text."
)
_NO_REPORT: Final = (
    "The DICOM file holds pictures or other data, no report's text. "
    "Choose the report's own file, or paste its text."
)


def read_dicom(data: bytes) -> Contents:
    """Return the report in a DICOM file: encapsulated PDF, or a structured report's items.

    Raises:
        Unreadable: when the file is damaged or holds no report.
    """
    from pydicom.filereader import dcmread

    with warnings.catch_warnings():
        # The library remarks on each value that is not by the standard.
        warnings.simplefilter("ignore")
        try:
            found = dcmread(io.BytesIO(data), force=True, stop_before_pixels=True)
            return _report(found)
        except Unreadable:
            raise
        except Exception:  # noqa: BLE001 - a damaged file raises whatever its damage runs into
            raise Unreadable(_DAMAGED) from None


def _report(found: Any) -> Contents:
    details = _details(found)
    if pdf := found.get("EncapsulatedDocument"):
        if bytes(pdf).lstrip()[:5] != b"%PDF-":
            raise Unreadable(_NO_REPORT)
        return read_pdf(bytes(pdf), details)
    items = list(_items(found))
    if not any(item.says for item in items):
        raise Unreadable(_NO_REPORT)
    return Contents(text=trimmed("\n".join(item.line for item in items)), details=details)


class _Item(NamedTuple):
    """A line of a structured report; a heading says nothing by itself."""

    line: str
    says: bool


def _items(top: Any) -> Iterator[_Item]:
    """Yield a line for each item that says something, in the order of the tree."""
    waiting = [(top, 0)]
    seen = 0
    while waiting:
        item, depth = waiting.pop()
        seen += 1
        if depth > _DEEPEST or seen > _MOST_ITEMS:
            raise Unreadable(_DAMAGED)
        yield from _line(item, depth)
        waiting += [(child, depth + 1) for child in reversed(item.get("ContentSequence") or [])]


def _line(item: Any, depth: int) -> Iterator[_Item]:
    name = _meaning(item.get("ConceptNameCodeSequence"))
    kind = str(item.get("ValueType") or "")
    if kind == "CONTAINER":
        if name:
            yield _Item(f"\n{name.upper()}:" if depth else name, says=False)
        return
    said = _said(item, kind)
    if said:
        yield _Item(f"{name}: {said}" if name else said, says=True)


def _said(item: Any, kind: str) -> str:
    if kind == "NUM":
        measured = next(iter(item.get("MeasuredValueSequence") or []), None)
        if measured is None:
            return ""
        unit = _meaning(measured.get("MeasurementUnitsCodeSequence"))
        return f"{measured.get('NumericValue', '')} {unit}".strip()
    if kind == "CODE":
        return _meaning(item.get("ConceptCodeSequence"))
    if kind == "PNAME":
        return _person(item, "PersonName") or ""
    if kind == "DATE":
        day = coded_day(_words(item, "Date"))
        return "" if day is None else day.isoformat()
    return str(item.get("TextValue") or "") if kind == "TEXT" else ""


def _meaning(codes: Any) -> str:
    first = next(iter(codes or []), None)
    return "" if first is None else str(first.get("CodeMeaning") or "").strip()


def _words(found: Any, field: str) -> str:
    value = found.get(field)
    return "" if value is None else " ".join(trimmed(str(value)).split())


def _person(found: Any, field: str) -> str | None:
    # The first of the groups is in Latin letters: family^given^middle^prefix^suffix.
    parts = _words(found, field).partition("=")[0].split("^")
    family, given, middle = [*parts, "", ""][:3]
    return whole_name(family, given, middle)


def _details(found: Any) -> StudyDetails:
    spoken = filter(None, (_words(found, f) for f in ("StudyDescription", "SeriesDescription")))
    told = details_in(trimmed("EXAM: " + ". ".join(spoken)))
    observer = next(iter(found.get("VerifyingObserverSequence") or []), None)
    reporter = _person(observer, "VerifyingObserverName") if observer is not None else None
    reported = coded_day(re.sub(r"\D", "", _words(found, "ContentDate")))
    return StudyDetails(
        patient_name=_person(found, "PatientName"),
        birth_date=coded_day(_words(found, "PatientBirthDate")),
        modality=told.modality or coded_modality(_words(found, "Modality")),
        region=coded_region(_words(found, "BodyPartExamined")) or told.region,
        position=told.position,
        contrast=told.contrast,
        performed_on=coded_day(_words(found, "StudyDate")),
        reported_on=reported,
        reporter=reporter or _person(found, "NameOfPhysiciansReadingStudy"),
        site=_words(found, "InstitutionName") or None,
    )
