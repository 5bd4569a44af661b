"""A report as FHIR JSON: a DiagnosticReport alone, or inside a Bundle with its patient."""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final, NoReturn

from clinic_desktop.domain.document import MAX_DEPTH
from clinic_desktop.domain.incoming import StudyDetails
from clinic_desktop.intake.contents import (
    PRELIMINARY,
    WITHDRAWN,
    Contents,
    Unreadable,
    joined,
    trimmed,
)
from clinic_desktop.intake.details import details_in
from clinic_desktop.intake.pdf_file import read_pdf
from clinic_desktop.intake.text_file import decoded
from clinic_desktop.intake.vocabulary import coded_day, coded_modality, whole_name

_NOT_JSON: Final = "The file is not readable JSON. Ask for it again, or paste the report's text."
_NO_REPORT: Final = (
    "The JSON file holds no FHIR DiagnosticReport with words or a PDF in it. "
    "Ask for the report as text or PDF, or paste it."
)
_STRUCTURE: Final = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)
_MOST: Final = 10_000
_WITHDRAWN: Final = frozenset({"entered-in-error", "cancelled"})
_PRELIMINARY: Final = frozenset({"registered", "partial", "preliminary"})

_Resource = dict[str, Any]


def read_fhir(data: bytes) -> Contents:
    """Return the report of a DiagnosticReport: presented form, conclusion, else its narrative.

    Raises:
        Unreadable: when the JSON is no such report, or holds several.
    """
    resources = list(_resources(_parsed(data)))
    reports = [found for found in resources if found.get("resourceType") == "DiagnosticReport"]
    if len(reports) > 1:
        raise Unreadable(
            f"The file holds {len(reports)} reports. Save the one wanted in a file of its own."
        )
    if not reports:
        raise Unreadable(_NO_REPORT)
    report = reports[0]
    status = _words(report.get("status"))
    if status in _WITHDRAWN:
        raise Unreadable(WITHDRAWN)
    texts, pdfs = _presented(report)
    if conclusion := _words(report.get("conclusion")):
        texts.append(conclusion)
    texts += [pdf.text for pdf in pdfs]
    text = joined(texts)
    pictures = tuple(picture for pdf in pdfs for picture in pdf.pictures)
    if not text and not pictures:
        text = joined([_of_html(_words(_table(report.get("text")).get("div")))])
    if not text and not pictures:
        raise Unreadable(_NO_REPORT)
    return Contents(
        text=text,
        details=_details(report, resources),
        pictures=pictures,
        warnings=(
            *([PRELIMINARY] if status in _PRELIMINARY else []),
            *(warning for pdf in pdfs for warning in pdf.warnings),
        ),
    )


def _parsed(data: bytes) -> object:
    text, _ = decoded(data)
    depth = 0
    # Before parsing: a parser that recurses would die first.
    for match in _STRUCTURE.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match.group(), 0)
        if depth > MAX_DEPTH:
            raise Unreadable(f"The JSON file is nested deeper than {MAX_DEPTH} levels.")
    try:
        return json.loads(text, parse_constant=_refused, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError):
        raise Unreadable(_NOT_JSON) from None


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)


def _without_doubles(pairs: list[tuple[str, Any]]) -> _Resource:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError(pairs)
    return made


def _table(value: object) -> _Resource:
    return value if isinstance(value, dict) else {}


def _rows(value: object) -> list[_Resource]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _line(value: object) -> str | None:
    return " ".join(trimmed(_words(value)[:_MOST]).split()) or None


def _resources(top: object) -> Iterator[_Resource]:
    """Yield the resource itself, those of a Bundle, and those contained in them."""
    resource = _table(top)
    found = [resource]
    if resource.get("resourceType") == "Bundle":
        found = [_table(entry.get("resource")) for entry in _rows(resource.get("entry"))]
        for entry, inner in zip(_rows(resource.get("entry")), found, strict=True):
            inner.setdefault("fullUrl", entry.get("fullUrl"))
    for one in found:
        yield one
        yield from _rows(one.get("contained"))


def _presented(report: _Resource) -> tuple[list[str], list[Contents]]:
    texts: list[str] = []
    pdfs: list[Contents] = []
    for form in _rows(report.get("presentedForm")):
        packed = "".join(_words(form.get("data")).split())
        try:
            data = base64.b64decode(packed, validate=True)
        except (binascii.Error, ValueError):
            continue
        kind = _words(form.get("contentType")).partition(";")[0].strip().lower()
        if data[:5] == b"%PDF-":
            pdfs.append(read_pdf(data))
        elif kind == "text/plain" and data:
            texts.append(decoded(data)[0])
        elif kind in ("text/html", "application/xhtml+xml") and data:
            texts.append(_of_html(decoded(data)[0]))
    return texts, pdfs


class _Words(HTMLParser):
    """The words of a page: what begins a block begins a line."""

    _BLOCKS: Final = frozenset(
        {"br", "div", "p", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"}
    )
    _SILENT: Final = frozenset({"script", "style", "head", "template"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in self._SILENT
        if tag in self._BLOCKS:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT and self._silent:
            self._silent -= 1
        if tag in self._BLOCKS and tag != "br":
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def _of_html(page: str) -> str:
    reader = _Words()
    try:
        reader.feed(page)
        reader.close()
    except (AssertionError, ValueError):
        return ""
    lines = (line.strip(" |") for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _details(report: _Resource, resources: list[_Resource]) -> StudyDetails:
    patient = _referred(report.get("subject"), resources, "Patient")
    code = _table(report.get("code"))
    spoken = [_words(code.get("text"))]
    spoken += [_words(coding.get("display")) for coding in _rows(code.get("coding"))]
    told = details_in(trimmed("EXAM: " + " ".join(filter(None, spoken))[:_MOST]))
    codes = (
        _words(coding.get("code"))
        for category in _rows(report.get("category"))
        for coding in _rows(category.get("coding"))
    )
    period = _table(report.get("effectivePeriod"))
    readers = [*_rows(report.get("resultsInterpreter")), *_rows(report.get("performer"))]
    return StudyDetails(
        patient_name=_name(patient) or _line(_table(report.get("subject")).get("display")),
        birth_date=coded_day(_words(patient.get("birthDate"))),
        modality=told.modality or next(filter(None, map(coded_modality, codes)), None),
        region=told.region,
        position=told.position,
        contrast=told.contrast,
        performed_on=coded_day(
            _words(report.get("effectiveDateTime")) or _words(period.get("start"))
        ),
        reported_on=coded_day(_words(report.get("issued"))),
        reporter=_first(readers, resources, "Practitioner"),
        site=_first(readers, resources, "Organization"),
    )


def _referred(reference: object, resources: list[_Resource], kind: str) -> _Resource:
    """Return the resource a reference points to; the only one of its kind where none is named."""
    wanted = _words(_table(reference).get("reference"))
    own = [found for found in resources if found.get("resourceType") == kind]
    for found in own:
        name = _words(found.get("id"))
        if wanted and wanted in (f"#{name}", f"{kind}/{name}", found.get("fullUrl")):
            return found
    return own[0] if len(own) == 1 and not wanted else {}


def _first(readers: list[_Resource], resources: list[_Resource], kind: str) -> str | None:
    """Return the name of the first reader that is of this kind."""
    for reader in readers:
        found = _referred(reader, resources, kind) if reader.get("reference") else {}
        name = _line(found.get("name")) if kind == "Organization" else _name(found)
        is_named = kind in _words(reader.get("reference")) or reader.get("type") == kind
        if name or (is_named and (name := _line(reader.get("display")))):
            return name
    return None


def _name(person: _Resource) -> str | None:
    """Return the official name of a person, else the first."""
    names = _rows(person.get("name"))
    official = [name for name in names if name.get("use") == "official"]
    for name in [*official, *names]:
        given = name.get("given")
        parts = [_words(part) for part in given] if isinstance(given, list) else []
        if found := whole_name(_words(name.get("family"))[:_MOST], *parts[:10]):
            return _line(found)
        if found := _line(name.get("text")):
            return found
    return None
