"""The small parts every resource is made of: words, concepts, notes, narratives, times."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from html import escape
from typing import Any, Final

from clinic_desktop.domain.catalogue import Catalogue

Json = dict[str, Any]

LOCAL: Final = "urn:clinic-desktop:"
"""What the program's own code systems begin with; the name of the list of values follows."""

URI: Final = "urn:ietf:rfc:3986"
UCUM: Final = "http://unitsofmeasure.org"
LOINC: Final = "http://loinc.org"
HL7: Final = "http://terminology.hl7.org/CodeSystem/"

# FHIR allows below U+0020 only tab and line ends; XHTML has no U+FFFE and U+FFFF.
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]")
# The official schema knows no other white space in a string than these four.
_OTHER_SPACE: Final = re.compile(r"[^\S \t\r\n]|\ufeff")
_LONGEST_OFFSET: Final = timedelta(hours=14)
_DIV: Final = '<div xmlns="http://www.w3.org/1999/xhtml">'


def plain(text: str) -> str:
    """Return a text with only the characters FHIR allows; others become U+FFFD or a space."""
    return _OTHER_SPACE.sub(" ", _FORBIDDEN.sub("\ufffd", text))


def is_written(text: str | None) -> bool:
    """Whether a text says something: FHIR has no empty strings."""
    return text is not None and bool(plain(text).strip())


def cleaned(value: Any) -> Any:
    """Return a value without what is not recorded, every text as FHIR allows it.

    None, blank texts, and lists and objects that are empty then are left out; false and 0 stay.
    """
    if isinstance(value, str):
        return plain(value) if is_written(value) else None
    if isinstance(value, dict):
        return {k: v for k, given in value.items() if (v := cleaned(given)) is not None} or None
    if isinstance(value, list):
        return [v for given in value if (v := cleaned(given)) is not None] or None
    return value


def narrative(lines: Iterable[str], resources: Iterable[Json] = ()) -> Json:
    """Return lines as the text of a resource, escaped, the first one above the others.

    After them stand the texts of other resources.
    """
    first, *rest = [_shown(line) for line in lines if is_written(line)] or [""]
    inner = f"<p>{first}</p>" if first else ""
    if rest:
        inner += f"<ul>{''.join(f'<li>{line}</li>' for line in rest)}</ul>"
    others = (each["text"]["div"].removeprefix(_DIV).removesuffix("</div>") for each in resources)
    return {"status": "generated", "div": f"{_DIV}{inner}{''.join(others)}</div>"}


def _shown(line: str) -> str:
    return "<br/>".join(escape(plain(part)) for part in line.splitlines())


def concept(text: str | None, *codings: Json) -> Json:
    """Return a concept in words, with the codes there are for it."""
    return {"coding": list(codings), "text": text}


def local(group: str, code: str, display: str | None = None) -> Json:
    """Return a code of one of the program's own lists."""
    return {"system": f"{LOCAL}{group.replace('_', '-')}", "code": code, "display": display}


def hl7(system: str, code: str, display: str) -> Json:
    """Return a code of one of HL7's lists."""
    return {"system": f"{HL7}{system}", "code": code, "display": display}


def loinc(code: str, display: str | None = None) -> Json:
    """Return a LOINC code; without a display where the official name was not seen."""
    return {"system": LOINC, "code": code, "display": display}


NOT_PERFORMED: Final = hl7("data-absent-reason", "not-performed", "Not Performed")
"""Why a test that was not done has no value."""


def labelled(catalogue: Catalogue, group: str, value: str) -> Json:
    """Return a value of a list in words; with its code where the list has it."""
    words = catalogue.label(group, value)
    known = value in catalogue.wording.labels.get(group, {})
    return concept(words, *([local(group, value, words)] if known else []))


def notes(*texts: str | None) -> list[Json]:
    """Return the texts that are written as notes."""
    return [{"text": text} for text in texts if is_written(text)]


def date_time(written: str) -> str:
    """Return a document's time as FHIR writes it.

    Seconds that were not written are filled with zero, as FHIR asks. An offset of more than 14
    hours has no form there: then only the day is told, as it was written.
    """
    at = datetime.fromisoformat(written)
    return at.date().isoformat() if _is_odd(at) else at.isoformat()


def instant(at: datetime) -> str | None:
    """Return a time with its offset as FHIR writes an instant; `None` for one it has no form for.

    Args:
        at: a time with its offset.
    """
    return None if _is_odd(at) else at.isoformat()


def _is_odd(at: datetime) -> bool:
    offset = at.utcoffset()
    return offset is None or abs(offset) > _LONGEST_OFFSET


def joined(*parts: str | None, by: str = ", ") -> str:
    """Return the parts that are written in one line."""
    return by.join(part for part in parts if part is not None and is_written(part))


def references(resource: Any) -> Iterator[str]:
    """Yield every reference within a resource, also the addresses of attachments."""
    if isinstance(resource, dict):
        for key, value in resource.items():
            if key in ("reference", "url") and isinstance(value, str):
                yield value
            else:
                yield from references(value)
    elif isinstance(resource, list):
        for value in resource:
            yield from references(value)


def part_lines(parts: Iterable[Json], written: Iterable[Json]) -> list[str]:
    """Return components and notes in words, a line each."""
    return [*map(_part_line, parts), *(note["text"] for note in written)]


def _part_line(part: Json) -> str:
    (value,) = (value for key, value in part.items() if key != "code")
    match value:
        case {"text": words}:
            pass
        case {"value": number, "unit": unit}:
            words = f"{number} {unit}"
        case bool():
            words = "yes" if value else "no"
        case _:
            words = str(value)
    return f"{part['code']['text']}: {words}"
