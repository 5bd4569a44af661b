"""A report as PDF: the text of its pages, and pictures of the pages that have none."""

import math
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from clinic_desktop.domain.incoming import StudyDetails
from clinic_desktop.intake.contents import LONGEST, Contents, Unreadable, trimmed
from clinic_desktop.intake.page_order import in_reading_order

MOST_PICTURES: Final = 10
MOST_SHOWN: Final = 20
_MOST_PAGES: Final = 200
_SCALE: Final = 150 / 72
_MOST_PIXELS: Final = 4_000_000
_LONGEST_SIDE: Final = 5_000
_FEWEST: Final = 8
"""Letters and figures below which a page counts as a picture: a scanner's stamp, a page number."""

# PDFium puts one of these in the place of a hyphen at a line's end, and joins the lines.
_HYPHEN: Final = re.compile("[\x02\ufffe](?:\r?\n)?")

SCAN: Final = (
    "The pages are pictures, as a scanner makes them: there is no text to read. "
    "Type the report's words, or paste them."
)


def read_pdf(data: bytes, details: StudyDetails | None = None) -> Contents:
    """Return the text of a PDF, page after page, each from top to bottom.

    Pages without text come as PNG pictures, the first ten of them.

    Raises:
        Unreadable: when the PDF is damaged, locked with a password, or has no page.
    """
    with _opened(data) as document:
        count = len(document)
        if count > _MOST_PAGES:
            raise Unreadable(
                f"The PDF has {count} pages. Open it in another program, "
                "and paste the report's text."
            )
        texts = list(_texts(document))
        scanned = [page for page, text in enumerate(texts) if _is_scanned(text)]
        shown = scanned[:MOST_PICTURES]
        pictures = tuple(_picture(document, page) for page in shown)
    return Contents(
        text="" if len(scanned) == count else trimmed("\n\n".join(texts)),
        details=details or StudyDetails(),
        pictures=pictures,
        warnings=tuple(_warnings(scanned, count)),
    )


def read_pages(data: bytes) -> Contents:
    """Return the first twenty pages of a PDF as PNG pictures, whether they have text or not.

    Raises:
        Unreadable: when the PDF is damaged, locked with a password, or has no page.
    """
    with _opened(data) as document:
        shown = range(min(len(document), MOST_SHOWN))
        return Contents(pictures=tuple(_picture(document, page) for page in shown))


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_why(str(error))) from None
    try:
        if len(document) == 0:
            raise Unreadable(_why(""))
        yield document
    except pypdfium2.PdfiumError:
        raise Unreadable(_why("")) from None
    finally:
        document.close()


def _texts(document: Any) -> Iterator[str]:
    length = 0
    for page in document:
        text_page = page.get_textpage()
        # The count is looked at before the text: a page can hold millions of letters.
        length += text_page.count_chars()
        text = "\0" * (LONGEST + 1)
        if length <= LONGEST:
            text = in_reading_order(text_page, text_page.get_text_range())
        text_page.close()
        page.close()
        yield trimmed(_HYPHEN.sub("-", text))


def _is_scanned(text: str) -> bool:
    return sum(map(str.isalnum, text)) < _FEWEST


def _warnings(scanned: list[int], count: int) -> Iterator[str]:
    if len(scanned) == count:
        yield SCAN
    elif scanned:
        pages = ", ".join(str(page + 1) for page in scanned)
        which = f"Page {pages} has" if len(scanned) == 1 else f"Pages {pages} have"
        yield f"{which} no text to read. Look at the picture, and type what is of the report."
    if len(scanned) > MOST_PICTURES:
        yield f"Only the first {MOST_PICTURES} pictures are shown."


def _why(error: str) -> str:
    if "password" in error.lower():
        return (
            "The PDF is locked with a password. "
            "Open it in another program, copy the report's text and paste it."
        )
    return (
        "The PDF is damaged or has no pages. "
        "Ask for it again, or open it in another program and paste the report's text."
    )


def _picture(document: Any, index: int) -> bytes:
    page = document[index]
    width, height = page.get_size()
    if not (math.isfinite(width * height) and width * height > 0):
        raise Unreadable(_why(""))
    # A page can be a point wide and miles long: no side may be too long for itself either.
    scale = min(
        _SCALE, math.sqrt(_MOST_PIXELS / (width * height)), _LONGEST_SIDE / max(width, height)
    )
    bitmap = page.render(scale=scale, grayscale=True)
    rows = bytes(bitmap.buffer)
    made = _png(rows, bitmap.width, bitmap.height, bitmap.stride)
    bitmap.close()
    page.close()
    return made


def _png(rows: bytes, width: int, height: int, stride: int) -> bytes:
    """Return grey pixels as PNG (ISO/IEC 15948): a head, the packed rows, an end."""
    lines = b"".join(
        b"\0" + rows[start : start + width] for start in range(0, height * stride, stride)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 3)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
