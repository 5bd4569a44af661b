"""What is drawn where, and how large, on the pages of a report."""

import ctypes
from typing import Final

import pypdfium2 as pdfium
from pypdfium2 import raw

SIDES: Final = 41.5
"""Points that stay white on the left and right: 15 mm, less half of the heaviest rule."""
ENDS: Final = 20.0
"""Points that stay white above and below: 7 mm, more than printers and fax machines need."""
_SCALE: Final = 2


def outside(pdf: bytes) -> list[str]:
    """Return the margins that something is seen on, by page.

    The pages are looked at as pictures: what is cut off at an edge, as a hatching is, is drawn
    beyond it by the file and not on the paper.
    """
    found = []
    document = pdfium.PdfDocument(pdf)
    for number, page in enumerate(document, start=1):
        seen = page.render(scale=_SCALE, grayscale=True).to_pil().convert("L")
        side, end = int(SIDES * _SCALE), int(ENDS * _SCALE)
        margins = {
            "left": (0, 0, side, seen.height),
            "right": (seen.width - side, 0, seen.width, seen.height),
            "upper": (0, 0, seen.width, end),
            "lower": (0, seen.height - end, seen.width, seen.height),
        }
        for name, box in margins.items():
            drawn = seen.crop(box).point([255] * 250 + [0] * 6).getbbox()
            if drawn:
                found.append(f"page {number}: on the {name} margin")
    document.close()
    return found


def smallest(pdf: bytes) -> float:
    """Return the size in points of the smallest text, as it stands on paper."""
    document = pdfium.PdfDocument(pdf)
    sizes: list[float] = []
    for page in document:
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            size, matrix = ctypes.c_float(), raw.FS_MATRIX()
            raw.FPDFTextObj_GetFontSize(item.raw, size)
            raw.FPDFPageObj_GetMatrix(item.raw, matrix)
            sizes.append(size.value * min(abs(matrix.a), abs(matrix.d)))
    document.close()
    return min(sizes)
