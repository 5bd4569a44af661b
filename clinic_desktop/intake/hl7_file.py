"""A report as an HL7 version 2 message (ORU, MDM): its text lines, or the PDF inside it."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

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
from clinic_desktop.intake.text_file import GUESSED, decoded
from clinic_desktop.intake.vocabulary import coded_day, coded_modality, whole_name

_TEXT: Final = frozenset({"TX", "FT", "ST"})
_NOT_VALID: Final = frozenset({"D", "W", "X"})
"""OBX-11 (HL7 table 0085): deleted, sent to the wrong patient, cannot be obtained."""
_CANCELLED: Final = frozenset({"X"})
"""OBR-25 (HL7 table 0123)."""
_PRELIMINARY: Final = frozenset({"P", "R"})
"""OBX-11 and OBR-25: preliminary; entered or stored, and not yet verified."""
_ENDS: Final = re.compile("\r\n|\n|\x0b|\x1c")
_MOST_SEGMENTS: Final = 20_000

NO_REPORT: Final = (
    "The HL7 message holds no report that can be read. "
    "Ask for the report as text or PDF, or paste it."
)
_BROKEN: Final = "The HL7 message is damaged. Ask for it again, or paste the report's text."


def read_hl7(data: bytes) -> Contents:
    """Return the report in one message: OBX text joined, and the text of a PDF in OBX ED.

    Raises:
        Unreadable: when there is no message with a report, or more than one message.
    """
    import hl7

    written, is_guessed = decoded(data)
    written = _ENDS.sub("\r", written.lstrip("\ufeff"))
    written = re.sub(r"\r\s*", "\r", written).strip()
    # A batch has an envelope around its messages.
    start = 0 if written.startswith("MSH") else written.find("\rMSH") + 1
    heads = len(re.findall(r"(?:\A|\r)MSH", written))
    if heads > 1:
        raise Unreadable(
            f"The file holds {heads} messages. Save the one of this patient in a file of its own."
        )
    if written.count("\r") > _MOST_SEGMENTS:
        raise Unreadable(NO_REPORT)
    try:
        message = hl7.parse(written[start:])
        contents = _report(message)
    except (hl7.HL7Exception, LookupError, ValueError, TypeError, AssertionError):
        # The library asserts that no two of the separators are one.
        raise Unreadable(_BROKEN) from None
    if is_guessed and contents.text:
        return msgspec.structs.replace(contents, warnings=(GUESSED, *contents.warnings))
    return contents


def _report(message: Any) -> Contents:
    lines: list[str] = []
    pdfs: list[Contents] = []
    order, observed = _observed(message)
    state = _field(order, 25).strip() if order is not None else ""
    if state in _CANCELLED:
        raise Unreadable(WITHDRAWN)
    for segment in observed:
        kind = _field(segment, 2).strip()
        if kind in _TEXT:
            lines += _lines(message, segment)
        elif kind == "ED" and (pdf := _embedded(segment)):
            pdfs.append(read_pdf(pdf))
    text = joined(["\n".join(lines), *(pdf.text for pdf in pdfs)])
    pictures = tuple(picture for pdf in pdfs for picture in pdf.pictures)
    if not text and not pictures:
        raise Unreadable(NO_REPORT)
    stages = {state, *(_field(segment, 11).strip() for segment in observed)}
    warnings = () if lines and text else tuple(w for pdf in pdfs for w in pdf.warnings)
    return Contents(
        text=text,
        details=_details(message, order),
        # A text that came beside a scan is the report.
        pictures=() if lines and text else pictures,
        warnings=(PRELIMINARY, *warnings) if stages & _PRELIMINARY else warnings,
    )


def _observed(message: Any) -> tuple[Any, list[Any]]:
    """Return the order whose report the message holds, `None` without one, and its observations.

    Raises:
        Unreadable: when it names several patients, or has words or a PDF under several orders.
    """
    people = sum(_field(segment, 0) == "PID" for segment in message)
    if people > 1:
        raise Unreadable(
            f"The message names {people} patients. "
            "Save the report of this patient in a file of its own."
        )
    order: Any = None
    found: list[tuple[Any, list[Any]]] = []
    for segment in message:
        name = _field(segment, 0)
        if name == "OBR":
            order = segment
        elif name == "OBX" and _field(segment, 11).strip() not in _NOT_VALID:
            if not found or found[-1][0] is not order:
                found.append((order, []))
            found[-1][1].append(segment)
    found = [(order, lines) for order, lines in found if any(map(_holds_report, lines))]
    if len(found) > 1:
        raise Unreadable(
            f"The message holds the reports of {len(found)} orders. "
            "Save the one wanted in a file of its own."
        )
    first = next((each for each in message if _field(each, 0) == "OBR"), None)
    return found[0] if found else (first, [])


def _holds_report(segment: Any) -> bool:
    kind = _field(segment, 2).strip()
    return bool(
        (kind in _TEXT and _field(segment, 5).strip()) or (kind == "ED" and _embedded(segment))
    )


def _field(segment: Any, number: int) -> str:
    return str(segment[number]) if len(segment) > number else ""


def _parts(message: Any, segment: Any, number: int) -> list[str]:
    """Return the components of a field's first repetition, with their escapes undone."""
    _, _, repetition, component, subcomponent = message.separators
    first = _field(segment, number).split(repetition)[0]
    parts = (part.split(subcomponent)[0] for part in first.split(component))
    return [" ".join(_unescaped(message, part).split()) for part in parts]


def _part(message: Any, segment: Any, field: int, number: int = 1) -> str:
    parts = _parts(message, segment, field)
    return parts[number - 1] if len(parts) >= number else ""


def _lines(message: Any, segment: Any) -> Iterator[str]:
    """Yield the lines of an observation: its repetitions, with their escapes undone."""
    for line in _field(segment, 5).split(message.separators[2]):
        yield _unescaped(message, line)


def _unescaped(message: Any, text: str) -> str:
    """Return a text with its escape sequences undone (HL7 2.5, section 2.7).

    The library's own way takes a count such as `.sp99999999` at its word.
    """
    escape = message.esc
    if escape not in text:
        return text
    separators = message.separators
    signs: dict[str, str] = {
        "F": separators[1],
        "R": separators[2],
        "S": separators[3],
        "T": separators[4],
    }

    def sign(match: re.Match[str]) -> str:
        what = match[1]
        if what in signs:
            return signs[what]
        if what == "E":
            return str(escape)
        if what.startswith((".br", ".sp", ".ce")):
            return "\n"
        if what.startswith((".in", ".ti", ".sk")):
            return " "
        if what.startswith("X"):
            return _of_hex(what[1:])
        return ""

    mark = re.escape(escape)
    return re.sub(f"{mark}([^{mark}]{{0,80}}){mark}", sign, text)


def _of_hex(digits: str) -> str:
    try:
        data = bytes.fromhex(digits)
    except ValueError:
        return ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _embedded(segment: Any) -> bytes:
    """Return the PDF of an encapsulated observation; nothing when it is something else."""
    field = _field(segment, 5)
    # Source, kind, subkind, encoding, data: base64 has none of HL7's separators in it.
    packed = re.split(r"[^A-Za-z0-9+/=\s]", field)[-1]
    try:
        data = base64.b64decode("".join(packed.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if data.lstrip()[:5] == b"%PDF-" else b""


def _details(message: Any, order: Any) -> StudyDetails:
    first: dict[str, Any] = {}
    for segment in message:
        first.setdefault(_field(segment, 0), segment)
    person, head = first.get("PID"), first.get("MSH")
    details = StudyDetails()
    if person is not None:
        family, given, middle, *_ = [*_parts(message, person, 5), "", "", ""]
        details = msgspec.structs.replace(
            details,
            patient_name=whole_name(family, given, middle),
            birth_date=coded_day(_field(person, 7)),
        )
    if order is not None:
        service = " ".join(_parts(message, order, 4)[:2])
        told = details_in(trimmed(f"EXAM: {service}"))
        details = msgspec.structs.replace(
            details,
            # The narrower word wins: "MR" is what the machine is, "upright MRI" how it was used.
            modality=told.modality or coded_modality(_part(message, order, 24)),
            region=told.region,
            position=told.position,
            contrast=told.contrast,
            performed_on=coded_day(_field(order, 7)),
            reported_on=coded_day(_field(order, 22)),
            reporter=_interpreter(message, order),
        )
    site = _part(message, head, 4) if head is not None else ""
    return msgspec.structs.replace(details, site=site or None)


def _interpreter(message: Any, order: Any) -> str | None:
    """Return the principal interpreter (OBR-32), a name whose parts are components or parts of one.

    Its first part is an identifier; some systems write the name there.
    """
    _, _, repetition, component, subcomponent = message.separators
    first = _field(order, 32).split(repetition)[0].split(component)[0]
    parts = first.split(subcomponent)
    if len(parts) == 1:
        parts = _field(order, 32).split(repetition)[0].split(component)
    parts = [" ".join(_unescaped(message, part).split()) for part in parts]
    if len(parts) == 1:
        return None if parts[0].isdigit() else parts[0] or None
    family, given, middle = [*parts[1:4], "", "", ""][:3]
    return whole_name(family, given, middle)
