"""Pages that were read through and kept: their text, and how they look.

Text is compared as it is. The look is compared in small: another release of PDFium draws the edges
of letters a little otherwise, so a page at 72 points to the inch is laid out in squares of 8 by 8
points, and each square's mean grey is compared. Drawn anew from three times the resolution, a page
differs by 27 of 255 at most; a line of text that is gone differs by 39 and more.
"""

from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image, ImageChops, ImageStat

from tests.report.reading import pages

FOLDER: Final = Path(__file__).parents[1] / "data" / "golden"
_SQUARE: Final = 8
_ALLOWED: Final = 32
"""Parts of 255 by which the grey of a square may differ."""
_GREYS: Final = 16
"""Shades that are kept: more tell nothing here, and make the files larger."""


def keep(name: str, pdf: bytes) -> None:
    """Write the golden files of a report anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob(f"{name}-[0-9]*"):
        old.unlink()
    for number, (text, look) in enumerate(_shown(pdf), start=1):
        (FOLDER / f"{name}-{number}.txt").write_text(text, "utf-8")
        few = look.quantize(_GREYS, dither=Image.Dither.NONE)
        few.save(FOLDER / f"{name}-{number}.png", optimize=True)


def differences(name: str, pdf: bytes, folder: Path) -> list[str]:
    """Return how a report differs from its golden files; pictures of it are left in the folder."""
    found = []
    shown = _shown(pdf)
    kept = len(list(FOLDER.glob(f"{name}-*.txt")))
    if len(shown) != kept:
        found.append(f"{len(shown)} pages instead of {kept}")
    for number, (text, look) in enumerate(shown[:kept], start=1):
        golden = FOLDER / f"{name}-{number}.txt"
        if golden.read_text("utf-8") != text:
            (folder / golden.name).write_text(text, "utf-8")
            found.append(f"page {number}: the text; now {folder / golden.name}, kept {golden}")
        golden = golden.with_suffix(".png")
        if places := moved(Image.open(golden), look):
            look.save(folder / golden.name)
            found.append(
                f"page {number}: the look in {places} places; "
                f"now {folder / golden.name}, kept {golden}"
            )
    return found


def moved(one: Image.Image, other: Image.Image) -> int:
    """Return in how many squares of a page the ink differs."""
    if one.size != other.size:
        return max(one.size)
    small = one.width // _SQUARE, one.height // _SQUARE
    greys = [page.convert("L").resize(small, Image.Resampling.BOX) for page in (one, other)]
    apart = ImageChops.difference(*greys).point([0] * (_ALLOWED + 1) + [1] * (255 - _ALLOWED))
    return int(ImageStat.Stat(apart).sum[0])


def _shown(pdf: bytes) -> list[tuple[str, Image.Image]]:
    """Return the text and the look of each page."""
    document = pypdfium2.PdfDocument(pdf)
    looks = [page.render(scale=1, grayscale=True).to_pil().convert("L") for page in document]
    document.close()
    texts = ["\n".join(line.rstrip() for line in page.splitlines()) + "\n" for page in pages(pdf)]
    return list(zip(texts, looks, strict=True))
