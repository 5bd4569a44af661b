"""Whether everything that was entered stands in the printed report, by the examination's types."""

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote

import msgspec
import pikepdf
from msgspec import inspect

from clinic_desktop.domain.anatomy import Pathway, Root, Side
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.handed_out import handed_out
from clinic_desktop.domain.versions import A_DRAFT, Edition
from clinic_desktop.report.document import Report, write_report
from clinic_desktop.report.text import clean, load_fonts
from clinic_desktop.resources import read_catalogue, resources_folder
from tests.report.hearing import heard

FONTS: Final = resources_folder() / "fonts"
CATALOGUE: Final = read_catalogue()
_PIECE: Final = 1000
"""Characters from which on a string may stand in two pieces, from twice as many in three."""
_ACTS: Final = (
    *("/GoToE", "/GoToR", "/Hide", "/ImportData", "/JavaScript", "/Launch", "/Movie", "/Named"),
    *("/Rendition", "/ResetForm", "/Sound", "/SubmitForm", "/Thread", "/URI"),
)


def report_of(examination: Examination, edition: Edition = A_DRAFT, **options: Any) -> Report:
    """Return the report of an examination; the options are those of `write_report`."""
    comparison = compare(examination, CATALOGUE)
    given = {"number": "R-17", "edition": edition, **options}
    return write_report(examination, comparison, CATALOGUE, FONTS, **given)


def lost(examination: Examination, edition: Edition = A_DRAFT, **options: Any) -> list[str]:
    """Return the strings entered in an examination that are not found again in its report."""
    return lost_in(report_of(examination, edition, **options).pdf, examination)


def lost_in(pdf: bytes, examination: Examination) -> list[str]:
    """Return the strings entered in an examination that are not found again in this report.

    What is found is drawn on a page and read back from the file's own structure, so that a text
    over two pages is one; a very long one is several paragraphs, with columns between them. It is
    looked for as the gateway draws it: in NFC, without control and invisible characters, a
    character without a glyph as its number, "[U+4E2D]". White space is not compared, for lines end
    where the page wants it. A key of the catalogue is looked for by its words too; a red-flag
    question may be counted, a row be its place, and a time be written in any way.
    """
    told = "".join(element.drawn for element in heard(pdf).everything())
    text = _squeezed(told)
    return [
        entered
        for entered in strings(handed_out(examination))
        if not (_is_time(entered) or _is_summed_up(entered))
        and not _is_told(as_drawn(entered), text)
        and not any(as_drawn(form).lower() in text.lower() for form in _words_of(entered))
    ]


def strings(value: msgspec.Struct) -> list[str]:
    """Return every string that a person may have entered, in whatever field its type has."""
    return list(_strings(value, inspect.type_info(type(value))))


def as_drawn(entered: str) -> str:
    """Return a string as the page shows it, without white space."""
    drawable = load_fonts(FONTS)
    shown = (c if c == "\n" or ord(c) in drawable else f"[U+{ord(c):04X}]" for c in clean(entered))
    return _squeezed("".join(shown))


def intruders(pdf: bytes, pictures: int = 0) -> list[str]:
    """Return what no report holds: fields, scripts, links and pictures that are not its own.

    Its own are links within it, and those to a source of the catalogue by its DOI.
    """
    found = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        found += [f"document: {key}" for key in ("/AcroForm", "/OpenAction") if key in opened.Root]
        drawn = set()
        masks = set()
        for held in opened.objects:
            if not isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
                continue
            found += [f"{key} in an object" for key in ("/AA", "/JS") if key in held]
            if (kind := held.get("/Subtype")) == "/Image":
                drawn.add(held.objgen)
                masks |= {held[key].objgen for key in ("/SMask", "/Mask") if key in held}
            elif "/Rect" in held and kind != "/Link":
                found.append(f"an annotation: {kind}")
            if "/URI" in held and not _is_a_source(str(held.URI)):
                found.append(f"a link to {held.URI}")
            elif str(held.get("/S")) in _ACTS and held.S != "/URI":
                found.append(f"an act: {held.S}")
        if len(drawn - masks) > pictures:
            found.append(f"{len(drawn - masks)} pictures")
    return found


def _is_a_source(address: str) -> bool:
    """Whether an address leads to a source of the catalogue."""
    known = {source.doi for source in CATALOGUE.sources.values() if source.doi}
    return unquote(address).removeprefix("https://doi.org/") in known


def _is_told(wanted: str, text: str) -> bool:
    """Whether a string stands in a text, whole, or a long one in a few long pieces."""
    for _ in range(1 + len(wanted) // _PIECE):
        if wanted in text:
            return True
        begin, end = 0, len(wanted)
        while begin < end:
            middle = (begin + end + 1) // 2
            begin, end = (middle, end) if wanted[:middle] in text else (begin, middle - 1)
        wanted = wanted[begin:]
    return False


def _strings(value: Any, described: inspect.Type) -> Iterator[str]:
    match described:
        case inspect.UnionType(types=types):
            for option in types:
                if _is_of(value, option):
                    yield from _strings(value, option)
                    return
        case inspect.StructType(fields=fields):
            for field in fields:
                yield from _strings(getattr(value, field.name), field.type)
        case inspect.VarTupleType(item_type=item):
            for each in value:
                yield from _strings(each, item)
        case inspect.DictType(key_type=key, value_type=item):
            for name, each in value.items():
                yield from _strings(name, key)
                yield from _strings(each, item)
        case inspect.StrType(pattern=None):  # with a pattern it is the program's own
            yield value


def _is_of(value: Any, described: inspect.Type) -> bool:
    match described:
        case inspect.StructType(cls=cls) | inspect.EnumType(cls=cls):
            return isinstance(value, cls)
        case inspect.VarTupleType():
            return isinstance(value, tuple)
        case inspect.DictType():
            return isinstance(value, dict)
        case inspect.StrType():
            return type(value) is str
    return False


def _words_of(entered: str) -> list[str]:
    """Return the words that stand on paper for a key of the catalogue."""
    tests, movements = CATALOGUE.tests.get(entered), CATALOGUE.movements.get(entered)
    protocol = CATALOGUE.protocols.get(entered)
    groups = CATALOGUE.wording.labels.values()
    return [
        *([tests.short, tests.name] if tests else []),
        *([movements.name] if movements else []),
        *([protocol.name] if protocol else []),
        *(group[entered] for group in groups if entered in group),
    ]


def _is_summed_up(entered: str) -> bool:
    """Whether a string is a key that the report may count or place instead of naming.

    "free" is the scale of a grade that stands in the report's own words.
    """
    side, _, place = entered.partition("/")
    row = side in tuple(Side) and place in (*Pathway, *Root)
    return row or entered == "free" or any(item.id == entered for item in CATALOGUE.red_flag_items)


def _is_time(entered: str) -> bool:
    try:
        return datetime.fromisoformat(entered).tzinfo is not None
    except ValueError:
        return False


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
