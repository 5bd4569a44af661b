"""The one gateway through which every string reaches the page."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, NewType
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from clinic_desktop.report.structure import Element
from clinic_desktop.report.tagging import TaggedParagraph, word_ends

FAMILY: Final = "SourceSans3"
REGULAR: Final = f"{FAMILY}-Regular"
BOLD: Final = f"{FAMILY}-Bold"
_FACES: Final = ("Regular", "Bold", "Italic", "BoldItalic")

Markup = NewType("Markup", str)
"""A literal of the program itself, the only text that is read as markup."""

BREAK: Final = Markup("<br/>")

_NO_WIDTH: Final = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_WIDE_SPACES: Final = (
    "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_LINE_ENDS: Final = ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")
_CLEAN: Final[dict[int, str | None]] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)]),
    **dict.fromkeys(map(ord, _NO_WIDTH)),
    **dict.fromkeys(map(ord, f"\t{_WIDE_SPACES}"), " "),
    ord("\n"): "\n",
}


_PORTION: Final = 2500
"""Characters of one paragraph at most."""


@cache
def load_fonts(folder: Path) -> frozenset[int]:
    """Register the four faces of Source Sans 3; return the code points all of them can draw."""
    drawable: set[int] | None = None
    names = [f"{FAMILY}-{face}" for face in _FACES]
    for name in names:
        font = TTFont(name, folder / f"{name}.ttf")
        pdfmetrics.registerFont(font)
        drawn = set(font.face.charToGlyph)
        drawable = drawn if drawable is None else drawable & drawn
    regular, bold, italic, bold_italic = names
    pdfmetrics.registerFontFamily(
        regular, normal=regular, bold=bold, italic=italic, boldItalic=bold_italic
    )
    return frozenset(drawable or ())


def clean(value: str) -> str:
    """Return the text in NFC, without control, invisible and direction-turning characters."""
    for end in _LINE_ENDS:
        value = value.replace(end, "\n")
    return unicodedata.normalize("NFC", value.translate(_CLEAN))


def portions(value: str) -> list[str]:
    """Return a long text in parts of a few paragraphs' length, broken at the end of a sentence.

    The time to break a paragraph over pages grows with the square of its length.
    """
    parts = []
    while len(value) > _PORTION:
        ends = (value.rfind(end, _PORTION // 2, _PORTION) for end in ("\n", ". ", " "))
        cut = next((end + 1 for end in ends if end >= 0), _PORTION)
        parts.append(value[:cut].rstrip())
        value = value[cut:]
    return [*parts, value]


class Text:
    """Makes paragraphs of literal text and remembers what the fonts could not draw.

    Nothing is shortened. A character without a glyph is drawn as its code point, "[U+4E2D]": left
    alone it would vanish without a word.
    """

    def __init__(self, fonts: Path) -> None:
        self._drawable = load_fonts(fonts)
        self._missing: dict[str, None] = {}

    @property
    def missing(self) -> tuple[str, ...]:
        """The characters that could not be drawn, each once, in the order they came."""
        return tuple(self._missing)

    def text(
        self,
        value: str | Sequence[tuple[str, bool]],
        style: ParagraphStyle,
        element: Element | None = None,
    ) -> TaggedParagraph:
        """Return a paragraph of this text.

        Args:
            value: the text, or its runs, each with whether it is set in bold.
            style: how it looks; a word wider than the line is broken.
            element: what it is read as, where that is no paragraph of its own.
        """
        runs = [(value, False)] if isinstance(value, str) else value
        literal = [("".join(map(self._drawn, clean(words))), bold) for words, bold in runs]
        markup = "".join(_marked_up(words, bold=bold) for words, bold in literal)
        paragraph = TaggedParagraph(markup, style)
        paragraph.element = element or Element("P")
        paragraph.word_ends = word_ends("".join(words for words, _ in literal))
        return paragraph

    def _drawn(self, character: str) -> str:
        if character == "\n" or ord(character) in self._drawable:
            return character
        self._missing[character] = None
        return f"[U+{ord(character):04X}]"


def _marked_up(literal: str, *, bold: bool) -> Markup:
    markup = BREAK.join(escape(line) for line in literal.split("\n"))
    return Markup(f"<b>{markup}</b>" if bold else markup)
