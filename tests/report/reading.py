"""Reads a finished report back, as a reader's program sees it."""

import ctypes
import re
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2 as pdfium
from msgspec import Struct
from pypdfium2 import raw

# PDFium gives a hyphen at the end of a line as a mark of its own.
_LINE_END_HYPHENS: Final = re.compile("[\x02\ufffe]")


class Word(Struct, frozen=True):
    """A run of drawn text: its size in points, and whether its font travels with the file."""

    size: float
    embedded: bool
    colour: tuple[int, int, int]


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    document = pdfium.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [_LINE_END_HYPHENS.sub("-", text) for text in texts]


def squeezed(text: str) -> str:
    """Return the text without its white space, which depends on where lines end."""
    return re.sub(r"\s", "", text)


def whole(pdf: bytes) -> str:
    """Return the text of all pages without white space."""
    return squeezed("".join(pages(pdf)))


def words(pdf: bytes) -> list[Word]:
    """Return every drawn run of text."""
    return [_word(item.raw) for item in _objects(pdf, raw.FPDF_PAGEOBJ_TEXT)]


def line_widths(pdf: bytes) -> list[float]:
    """Return the width in points of every drawn line."""
    widths = []
    for item in _objects(pdf, raw.FPDF_PAGEOBJ_PATH):
        width = ctypes.c_float()
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
        if stroke.value:
            raw.FPDFPageObj_GetStrokeWidth(item.raw, width)
            widths.append(width.value)
    return widths


def edges(pdf: bytes) -> list[tuple[float, float, float]]:
    """Return for each page its width, and the leftmost and rightmost drawn points of text."""
    found = []
    for page in pdfium.PdfDocument(pdf):
        text = page.get_textpage()
        boxes = [
            text.get_charbox(number)
            for number in range(text.count_chars())
            if raw.FPDFText_GetUnicode(text.raw, number) != ord(" ")
        ]
        drawn = [box for box in boxes if box[2] > box[0]]
        left, right = min(box[0] for box in drawn), max(box[2] for box in drawn)
        found.append((page.get_width(), left, right))
    return found


def lowest_words(pdf: bytes, above: float = 44) -> list[float]:
    """Return for each page the height of its lowest word above the foot, in points."""
    found = []
    for page in pdfium.PdfDocument(pdf):
        text = page.get_textpage()
        boxes = (text.get_charbox(number) for number in range(text.count_chars()))
        found.append(min(low for left, low, right, _ in boxes if right > left and low > above))
    return found


def _objects(pdf: bytes, kind: int) -> Iterator[Any]:
    for page in pdfium.PdfDocument(pdf):
        yield from page.get_objects(filter=[kind])


def _word(item: Any) -> Word:
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(item, size)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return Word(
        size=size.value,
        embedded=raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(item)) == 1,
        colour=(red.value, green.value, blue.value),
    )
