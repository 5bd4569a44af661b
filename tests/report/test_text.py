"""The one gateway for text: what it keeps, what it takes out, and that there is no other."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.styles import ParagraphStyle

import clinic_desktop.report
from clinic_desktop.report.text import REGULAR, Text, clean, load_fonts
from tests.report.conftest import FONTS

ROOM = Path(clinic_desktop.report.__file__).parent
MAKES = re.compile(r"(?<!class )\b(Paragraph|TaggedParagraph|XPreformatted|Preformatted)\(")
STYLE = ParagraphStyle("", fontName=REGULAR, fontSize=10, leading=12)


def test_paragraphs_are_made_in_the_gateway_only() -> None:
    makers = [
        path.name for path in sorted(ROOM.glob("*.py")) if MAKES.search(path.read_text("utf-8"))
    ]
    assert makers == ["text.py"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a\u0301", "\u00e1"),
        ("a\x00\x01b", "ab"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb", "a b"),
        ("abc\u202edef\u2069\u200b", "abcdef"),
        ("a\u3000b", "a b"),
        ("SLR \u2265 45\u00b0", "SLR \u2265 45\u00b0"),
    ],
)
def test_clean_keeps_the_words_and_takes_out_what_cannot_be_seen(written: str, kept: str) -> None:
    assert clean(written) == kept


@given(st.text())
def test_clean_loses_no_letter_digit_or_sign(value: str) -> None:
    def seen(text: str) -> list[str]:
        composed = unicodedata.normalize("NFC", text)
        return [c for c in composed if unicodedata.category(c)[0] in "LNPS"]

    assert seen(clean(value)) == seen(value)


@given(st.text(max_size=80))
def test_any_text_becomes_a_paragraph_and_its_missing_characters_are_told(value: str) -> None:
    text = Text(FONTS)
    paragraph = text.text(value, STYLE)
    paragraph.wrap(100, 100)
    drawable = load_fonts(FONTS)
    assert set(text.missing) == {c for c in clean(value) if c != "\n" and ord(c) not in drawable}
    assert all(f"[U+{ord(c):04X}]" in paragraph.getPlainText() for c in text.missing)


def test_the_signs_of_a_clinical_text_can_be_drawn() -> None:
    needed = "\u2265\u2264\u2192\u00b0\u2013\u2019\u201c\u201d\u00b1\u00d7\u0141\u03b1\u0416\u1ec7"
    assert {sign for sign in needed if ord(sign) not in load_fonts(FONTS)} == set()
