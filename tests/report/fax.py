"""A page as a fax brings it, and a reader of it.

Two ways of sending are shown. A computer draws the page at the fax's own resolution; a machine
scans the paper. In both a point becomes black where the paper is darker than 150 of 255, a little
over the middle, as office machines are set.

The reader is Tesseract. It is given each line of text by itself: where lines and columns lie on a
page is its own weakness, and what is asked is whether the words are still there. It looks at a line
enlarged in several ways, at the later ones only for what is still missing. Its alphabet is what is
printed, for it knows no language but English.
"""

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from PIL import Image
from pypdfium2 import PdfBitmap, raw

STANDARD: Final = 98
FINE: Final = 196
"""Lines to the inch; both have 204 points to the inch across."""
_ACROSS: Final = 204
_DARK: Final = 150
_OVERSAMPLED: Final = 4
_BY_COLUMN: Final = 4.0
"""Points between two words from which on they are read apart, for a rule may stand between."""
_GLANCES: Final = (
    (1.0, Image.Resampling.NEAREST),
    (2.0, Image.Resampling.BICUBIC),
    (1.0, Image.Resampling.BICUBIC),
    (1.5, Image.Resampling.BICUBIC),
    (3.0, Image.Resampling.LANCZOS),
)
_ROUND: Final = 20
"""White points around an enlarged line."""

_ALIKE: Final = str.maketrans("0", "O")
_ALIKE_AT_STANDARD: Final = str.maketrans("0S$", "O55")

Send = Callable[[Any, int], Image.Image]


class Line(Struct, frozen=True):
    """A printed line, and where it stands on the page: left, bottom, right, top, in points."""

    text: str
    box: tuple[float, float, float, float]


def sent_by_a_computer(page: Any, lines: int) -> Image.Image:
    """Return a page of pypdfium2 drawn in black and white at this many lines to the inch."""
    width, height = _size(page, lines)
    bitmap = PdfBitmap.new_native(width, height, raw.FPDFBitmap_Gray)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    raw.FPDF_RenderPageBitmap(bitmap.raw, page.raw, 0, 0, width, height, 0, raw.FPDF_GRAYSCALE)
    return _black_and_white(bitmap.to_pil())


def scanned(page: Any, lines: int) -> Image.Image:
    """Return a page of pypdfium2 as a machine scans it at this many lines to the inch."""
    fine = page.render(scale=_ACROSS * _OVERSAMPLED / 72, grayscale=True).to_pil()
    return _black_and_white(fine.resize(_size(page, lines), Image.Resampling.BOX))


def printed_lines(page: Any) -> list[Line]:
    """Return the lines of a page, a line of each column by itself."""
    text = page.get_textpage()
    found: list[Line] = []
    begun = False
    for number in range(text.count_chars()):
        character = text.get_text_range(number, 1)
        if not character.strip():
            if character in {"\r", "\n"}:
                begun = False
            elif begun:
                found[-1] = Line(f"{found[-1].text} ", found[-1].box)
            continue
        box = text.get_charbox(number)
        if begun and _goes_on(found[-1].box, box):
            found[-1] = Line(found[-1].text + character, _around(found[-1].box, box))
        else:
            found.append(Line(character, box))
            begun = True
    return [Line(line.text.strip(), line.box) for line in found]


def words(line: str, lines: int = FINE) -> list[str]:
    """Return what can be read of a line: its words in the reader's letters.

    Signs that the reader cannot tell apart are one: at any resolution nought and O, which in this
    typeface differ by a trifle; at the standard resolution also S and 5, as in S1, with nothing
    beside them that tells which. A person knows that there is no root 51.
    """
    alike = _ALIKE if lines >= FINE else _ALIKE_AT_STANDARD
    return re.findall(r"[A-Za-z0-9\u00b0]+", line.translate(alike))


def unread(page: Any, lines: int, folder: Path, send: Send, asked: Sequence[Line]) -> list[str]:
    """Return the words of these lines, with their lines, that nothing of a fax lets read.

    Args:
        page: of pypdfium2.
        lines: to the inch, `STANDARD` or `FINE`.
        folder: where pictures may be left.
        send: how the page is sent.
        asked: lines of the page.
    """
    picture = send(page, lines)
    picture.save(folder / f"{send.__name__}-{lines}.png")
    missing = {place: _asked_of(line, lines) for place, line in enumerate(asked)}
    alphabet = "".join(sorted({" ", *"".join(line.text for line in asked)}))
    for glance, (times, way) in enumerate(_GLANCES):
        places = [place for place, left in missing.items() if left]
        cut = (_cut_out(picture, page, asked[place].box) for place in places)
        pictures = [_enlarged(each, _ACROSS / lines, times, way) for each in cut]
        told = _read(pictures, alphabet, folder / f"{send.__name__}-{lines}-{glance}")
        for place, said in zip(places, told, strict=True):
            there, whole = words(said, lines), words(asked[place].text, lines)
            # Where there were gaps is left to the reader.
            is_whole = "".join(there) == "".join(whole)
            missing[place] = [word for word in missing[place] if not is_whole and word not in there]
    return [f"{left} in {asked[place].text!r}" for place, left in missing.items() if left]


def _asked_of(line: Line, lines: int) -> list[str]:
    """Return the words of a line that the reader has letters for."""
    return [word for part in line.text.split() if _is_readable(part) for word in words(part, lines)]


def _is_readable(part: str) -> bool:
    return all(sign.isascii() or not sign.isalpha() for sign in part)


def _size(page: Any, lines: int) -> tuple[int, int]:
    return round(page.get_width() * _ACROSS / 72), round(page.get_height() * lines / 72)


def _black_and_white(grey: Image.Image) -> Image.Image:
    return grey.convert("L").point([0] * _DARK + [255] * (256 - _DARK))


def _goes_on(line: tuple[float, ...], box: tuple[float, ...]) -> bool:
    return abs(box[1] - line[1]) < 9 and -3 < box[0] - line[2] < _BY_COLUMN


def _around(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float, float, float]:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _cut_out(picture: Image.Image, page: Any, box: tuple[float, ...]) -> Image.Image:
    across, down = picture.width / page.get_width(), picture.height / page.get_height()
    left, bottom, right, top = box
    height = page.get_height()
    return picture.crop(
        (
            int(left * across) - 3,
            int((height - top) * down - 0.75 * down),
            int(right * across) + 4,
            int((height - bottom) * down + 1.5 * down),
        )
    )


def _enlarged(
    line: Image.Image, upright: float, times: float, way: Image.Resampling
) -> Image.Image:
    size = round(line.width * times), round(line.height * upright * times)
    paper = Image.new("L", (size[0] + 2 * _ROUND, size[1] + 2 * _ROUND), 255)
    paper.paste(line.resize(size, way), (_ROUND, _ROUND))
    return paper


def _read(pictures: Iterable[Image.Image], alphabet: str, folder: Path) -> Iterator[str]:
    """Give what Tesseract reads on each picture, which holds one line."""
    folder.mkdir()
    files = []
    for number, picture in enumerate(pictures):
        files.append(folder / f"{number:03}.png")
        picture.save(files[-1], dpi=(300, 300))
    if not files:
        return
    listed = folder / "lines.txt"
    listed.write_text("\n".join(map(str, files)))
    only = f"tessedit_char_whitelist={alphabet}"
    done = subprocess.run(
        ["tesseract", listed, "-", "-l", "eng", "--psm", "7", "-c", only],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "OMP_THREAD_LIMIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    yield from done.stdout.split("\f")[: len(files)]
