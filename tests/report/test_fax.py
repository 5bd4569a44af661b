"""The report arrives by fax: every word of 9 points and more is still there, by an OCR reader."""

import shutil
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4

from clinic_desktop.report.structure import Tree
from clinic_desktop.report.styles import style
from clinic_desktop.report.tagging import TaggedCanvas
from clinic_desktop.report.text import Text
from tests.often import LONG
from tests.report.fax import (
    FINE,
    STANDARD,
    Line,
    Send,
    printed_lines,
    scanned,
    sent_by_a_computer,
    unread,
    words,
)
from tests.report.printed import CATALOGUE, FONTS, report_of
from tests.report.test_document import NAMES, example, sample

pytestmark = pytest.mark.skipif(
    not shutil.which("tesseract"),
    reason="no Tesseract here: packaging/bootstrap dev installs it where it may",
)

SIZES = (9.0, 9.5, 10.0, 12.0) if LONG else (9.0, 10.0)
WAYS = [(sent_by_a_computer, STANDARD), (sent_by_a_computer, FINE), (scanned, FINE)]
GROUPS = ("outcome_report", "imaging_cell", "sign_grade", "urgency")


def specimen() -> bytes:
    """Return a page of the words that a result is told with, in each size, plain and bold."""
    labels = CATALOGUE.wording.labels
    told = ". ".join(
        f"{place}: {word}"
        for place, word in zip(
            ("L4, left", "L5, right", "S1, left", "Straight leg raise 35\u00b0, limit 48\u00b0")
            * 9,
            (word for group in GROUPS for word in labels[group].values()),
            strict=False,
        )
    )
    text, out = Text(FONTS), BytesIO()
    canvas = TaggedCanvas(out, pagesize=A4, tree=Tree(), invariant=1)
    top = A4[1] - 40.0
    for size in SIZES:
        for bold in (False, True):
            paragraph = text.text(told, style(size, bold=bold))
            _, height = paragraph.wrap(A4[0] - 85, A4[1])
            top -= height + 3
            paragraph.drawOn(canvas, 42.5, top)
    assert top > 40
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def unread_on(pdf: bytes, number: int, lines: int, send: Send, folder: Path) -> list[str]:
    page = pypdfium2.PdfDocument(pdf)[number]
    return unread(page, lines, folder, send, printed_lines(page))


@pytest.mark.parametrize(("send", "lines"), WAYS)
def test_every_size_of_the_report_is_read_from_a_fax(
    send: Send, lines: int, tmp_path: Path
) -> None:
    assert unread_on(specimen(), 0, lines, send, tmp_path) == []


@pytest.mark.parametrize(
    ("name", "lines"),
    [(NAMES[0], STANDARD), ("sample", STANDARD), ("sample", FINE)],
)
def test_every_word_of_page_1_is_read_from_a_fax(name: str, lines: int, tmp_path: Path) -> None:
    shown = sample() if name == "sample" else example(name)
    assert unread_on(report_of(shown).pdf, 0, lines, sent_by_a_computer, tmp_path) == []


def test_every_word_of_page_1_is_read_from_a_fax_of_the_paper(tmp_path: Path) -> None:
    assert unread_on(report_of(sample()).pdf, 0, FINE, scanned, tmp_path) == []


@pytest.mark.usefixtures("long_form")
@pytest.mark.parametrize("name", [*NAMES, "sample"])
def test_every_word_of_every_page_is_read_from_a_fax(name: str, tmp_path: Path) -> None:
    pdf = report_of(sample() if name == "sample" else example(name)).pdf
    missing = []
    for number in range(len(pypdfium2.PdfDocument(pdf))):
        folder = tmp_path / str(number)
        folder.mkdir()
        told = unread_on(pdf, number, STANDARD, sent_by_a_computer, folder)
        missing += [f"page {number + 1}: {each}" for each in told]
    assert missing == []


def test_a_reader_misses_what_a_fax_has_lost(tmp_path: Path) -> None:
    """A reader that reads anything would read a blank page too."""
    page = pypdfium2.PdfDocument(specimen())[0]
    first, *_ = printed_lines(page)
    left, _, right, _ = first.box
    blank = Line(first.text, (left, 20.0, right, 32.0))
    assert unread(page, FINE, tmp_path, sent_by_a_computer, [blank])


def test_the_words_of_a_line_are_told_apart_by_column() -> None:
    lines = [line.text for line in printed_lines(pypdfium2.PdfDocument(report_of(sample()).pdf)[0])]
    assert "Conclusion" in lines
    assert "Requested of you" in lines
    assert not any("Positive" in line and "Negative" in line for line in lines)
    assert words("Slump 40\u00b0, S1.") == ["Slump", "4O\u00b0", "S1"]
