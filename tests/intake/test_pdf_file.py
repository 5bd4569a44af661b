"""PDF: text of all pages, pictures of scanned ones, and files that cannot be read."""

import io

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from clinic_desktop.intake.contents import LONGEST, Unreadable
from clinic_desktop.intake.pdf_file import MOST_PICTURES, MOST_SHOWN, SCAN, read_pages, read_pdf
from tests.intake import made


def test_the_text_of_all_pages_in_order() -> None:
    found = read_pdf(made.pdf(made.LINES, ("IMPRESSION: Protrusion at L4-L5.",)))
    assert found.text == "\n".join([*made.LINES, "", "IMPRESSION: Protrusion at L4-L5."])
    assert found.pictures == ()
    assert found.warnings == ()


def placed(*lines: tuple[float, float, str], rotation: int = 0) -> bytes:
    made_of = io.BytesIO()
    canvas = Canvas(made_of, invariant=1)
    canvas.setPageRotation(rotation)
    for x, y, line in lines:
        canvas.drawString(x, y, line)
    canvas.save()
    return made_of.getvalue()


def test_what_stands_above_is_read_first_whenever_it_was_drawn() -> None:
    lines = [(72, 700, "Third line"), (72, 686, "Fourth line"), (72, 780, "Head")]
    lines += [(72, 760, "Second"), (72, 40, "Foot")]
    assert read_pdf(placed(*lines)).text == "Head\nSecond\nThird line\nFourth line\nFoot"
    turned = read_pdf(placed(*lines, rotation=90)).text
    assert sorted(turned.split("\n")) == sorted(line for _, _, line in lines)


def test_columns_stay_in_the_order_they_were_drawn() -> None:
    left = [(72, 700 - 14 * row, f"left {row}") for row in range(3)]
    right = [(320, 700 - 14 * row, f"right {row}") for row in range(3)]
    found = read_pdf(placed(*left, *right, (72, 780, "Head of the page"))).text
    assert found == "Head of the page\nleft 0\nleft 1\nleft 2\nright 0\nright 1\nright 2"


def test_a_hyphen_at_the_end_of_a_line_is_kept() -> None:
    assert read_pdf(made.pdf(("A neuro-", "foraminal change."))).text == "A neuro-foraminal change."


def test_a_scan_comes_as_pictures_of_a_readable_size() -> None:
    found = read_pdf(made.pdf((), ("7",)))
    assert found.text == ""
    assert found.warnings == (SCAN,)
    first, second = (Image.open(io.BytesIO(picture)) for picture in found.pictures)
    assert first.size == second.size == (1241, 1754)
    assert first.mode == "L"
    assert {first.getpixel((400, 1400)), first.getpixel((10, 10))} == {0, 255}


def test_a_scanned_page_among_others_is_named() -> None:
    found = read_pdf(made.pdf(made.LINES, (), made.LINES))
    assert found.text.count("L4-L5") == 2
    assert len(found.pictures) == 1
    assert found.warnings == (
        "Page 2 has no text to read. Look at the picture, and type what is of the report.",
    )
    assert "Pages 1, 3 have" in read_pdf(made.pdf((), made.LINES, ())).warnings[0]


def test_of_a_long_scan_the_first_pages_are_shown() -> None:
    found = read_pdf(made.pdf(*[()] * (MOST_PICTURES + 1)))
    assert len(found.pictures) == MOST_PICTURES
    assert found.warnings[1] == f"Only the first {MOST_PICTURES} pictures are shown."


def test_a_huge_page_is_drawn_smaller() -> None:
    data = made.pdf(()).replace(b"[ 0 0 595.2756 841.8898 ]", b"[ 0 0 14400.00 14400.00 ]")
    assert b"14400" in data
    picture = Image.open(io.BytesIO(read_pdf(data).pictures[0]))
    assert picture.width * picture.height <= 4_100_000
    endless = made.pdf(()).replace(b"841.8898", b"8418898000")
    assert Image.open(io.BytesIO(read_pdf(endless).pictures[0])).height <= 5_000


def test_a_page_of_no_size_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pypdfium2.PdfPage, "get_size", lambda _: (float("nan"), 800.0))
    with pytest.raises(Unreadable, match="damaged"):
        read_pdf(made.pdf(()))


def test_a_locked_pdf_says_to_paste() -> None:
    with pytest.raises(Unreadable, match=r"locked with a password.*paste"):
        read_pdf(made.pdf(made.LINES, password="secret"))


EMPTY = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>\nendobj\ntrailer<</Root 1 0 R/Size 3>>\n%%EOF\n"
)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"", made.pdf(made.LINES)[:90], EMPTY, b"%PDF-" + b"x" * 999]
)
def test_a_damaged_pdf_is_told(data: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read_pdf(data)


def test_more_text_or_pages_than_a_report_has_are_told() -> None:
    long_page = ("word " * 20,) * (LONGEST // 100 + 10)
    with pytest.raises(Unreadable, match="far more text"):
        read_pdf(made.pdf(long_page))
    with pytest.raises(Unreadable, match="has 201 pages"):
        read_pdf(made.pdf(*[("a page with words",)] * 201))


def test_pages_are_drawn_whether_they_have_text_or_not_and_no_more_than_twenty() -> None:
    found = read_pages(made.pdf(made.LINES))
    assert found.text == ""
    (page,) = found.pictures
    assert Image.open(io.BytesIO(page)).size == (1241, 1754)
    document = pypdfium2.PdfDocument.new()
    for _ in range(MOST_SHOWN + 1):
        document.new_page(72, 72)
    file = io.BytesIO()
    document.save(file)
    assert len(read_pages(file.getvalue()).pictures) == MOST_SHOWN


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7 and nothing more", "damaged"),
        (made.pdf(made.LINES, password="secret"), "password"),
    ],
)
def test_pages_that_cannot_be_drawn_are_told(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_pages(data)
