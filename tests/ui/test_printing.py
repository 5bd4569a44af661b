"""Printing keeps paper, orientation and range, tells how far it is, and can be stopped."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.page_image import PdfUnreadable, open_pdf, page_image
from clinic_desktop.ui.printing import PrintingRefused, paint_pages, print_pdf
from tests.ui.sample_pdf import A4, sample_pdf

pytestmark = pytest.mark.usefixtures("qapp")
LETTER = (612.0, 792.0)
PAGES = [A4, (A4[1], A4[0]), LETTER, A4]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "printed.pdf"


@pytest.fixture
def printer(output: Path) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(output))
    return made


def sizes(path: Path) -> list[tuple[int, int]]:
    document = pypdfium2.PdfDocument(path)
    found = [
        (round(width), round(height))
        for width, height in (document.get_page_size(index) for index in range(len(document)))
    ]
    document.close()
    return found


def first_page(pdf: bytes) -> QImage:
    document = open_pdf(pdf)
    image = page_image(document, 0, 72)
    document.close()
    return image


def test_every_page_keeps_its_paper_and_orientation(printer: QPrinter, output: Path) -> None:
    assert paint_pages(sample_pdf(PAGES), printer)
    assert sizes(output) == [(595, 842), (842, 595), (612, 792), (595, 842)]


def test_the_page_is_drawn_at_its_true_size(printer: QPrinter, output: Path) -> None:
    pdf = sample_pdf([A4])
    paint_pages(pdf, printer)
    given, printed = first_page(pdf), first_page(output.read_bytes())
    for x, y in ((3, 838), (145, 635), (155, 635), (145, 625), (590, 3), (450, 205), (300, 100)):
        assert printed.pixelColor(x, y) == given.pixelColor(x, y)
    assert printed.pixelColor(3, 838) == QColor("#ff0000")


@pytest.mark.parametrize(("resolution", "drawn"), [(1200, 300), (150, 150)])
def test_pages_are_drawn_at_300_dpi_at_most(
    printer: QPrinter, output: Path, resolution: int, drawn: int
) -> None:
    printer.setResolution(resolution)
    paint_pages(sample_pdf([A4]), printer)
    document = pypdfium2.PdfDocument(output)
    images = list(document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    width, _ = images[0].get_px_size()
    document.close()
    assert width == pytest.approx(A4[0] / 72 * drawn, abs=1)


def test_the_page_range_is_honoured(printer: QPrinter, output: Path) -> None:
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    paint_pages(sample_pdf(PAGES), printer)
    assert sizes(output) == [(842, 595), (612, 792)]


def test_a_range_beyond_the_last_page_is_told(printer: QPrinter) -> None:
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(7, 9)
    with pytest.raises(PrintingRefused, match="from 1 to 4"):
        paint_pages(sample_pdf(PAGES), printer)


def test_the_last_page_comes_first_where_asked(printer: QPrinter, output: Path) -> None:
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    paint_pages(sample_pdf(PAGES[:3]), printer)
    assert sizes(output) == [(612, 792), (842, 595), (595, 842)]


@pytest.mark.parametrize(
    ("collate", "expected"),
    [
        (True, [(595, 842), (842, 595), (595, 842), (842, 595)]),
        (False, [(595, 842), (595, 842), (842, 595), (842, 595)]),
    ],
)
def test_copies_are_drawn_where_the_printer_makes_none(
    printer: QPrinter,
    output: Path,
    monkeypatch: pytest.MonkeyPatch,
    collate: bool,
    expected: list[tuple[int, int]],
) -> None:
    monkeypatch.setattr(QPrinter, "supportsMultipleCopies", lambda _: False)
    printer.setCopyCount(2)
    printer.setCollateCopies(collate)
    paint_pages(sample_pdf(PAGES[:2]), printer)
    assert sizes(output) == expected


def test_progress_is_told_for_every_sheet(printer: QPrinter) -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    assert paint_pages(sample_pdf([A4] * 3), printer, progress)
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_cancelling_stops_before_the_next_page(printer: QPrinter) -> None:
    assert not paint_pages(sample_pdf([A4] * 3), printer, lambda done, _: done < 2)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_take_the_pages_is_told(printer: QPrinter, tmp_path: Path) -> None:
    printer.setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))
    with pytest.raises(PrintingRefused, match="does not take"):
        paint_pages(sample_pdf([A4]), printer)


def test_what_is_no_pdf_or_has_no_page_is_told(printer: QPrinter) -> None:
    empty = BytesIO()
    pypdfium2.PdfDocument.new().save(empty)
    for pdf in (b"not a PDF", empty.getvalue()):
        with pytest.raises(PdfUnreadable, match="cannot be read"):
            paint_pages(pdf, printer)


def test_without_a_printer_a_plain_sentence_says_what_to_do(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    with pytest.raises(PrintingRefused) as told:
        print_pdf(sample_pdf([A4]), parent)
    assert str(told.value) == ("No printer is set up on this computer. Save the PDF instead.")


@pytest.mark.parametrize("accepted", [True, False])
def test_the_dialog_decides(
    qtbot: QtBot, output: Path, monkeypatch: pytest.MonkeyPatch, accepted: bool
) -> None:
    """The dialog is asked with the report's own paper; what it leaves is printed."""
    parent = QWidget()
    qtbot.addWidget(parent)
    asked: list[Any] = []

    def execute(dialog: QPrintDialog) -> int:
        chosen = dialog.printer()
        asked.append((chosen.pageLayout().orientation().name, dialog.maxPage()))
        chosen.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        chosen.setOutputFileName(str(output))
        answer = QDialog.DialogCode.Accepted if accepted else QDialog.DialogCode.Rejected
        return answer.value

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["a printer"])
    monkeypatch.setattr(QPrintDialog, "exec", execute)
    assert print_pdf(sample_pdf([PAGES[1], A4]), parent) is accepted
    assert asked == [("Landscape", 2)]
    assert output.exists() is accepted
    qtbot.waitUntil(lambda: not parent.findChildren(QPrintDialog))  # none is left behind
