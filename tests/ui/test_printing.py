"""Printing keeps paper, orientation and range, tells how far it is, and can be stopped."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QProgressDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.versions import Handing
from clinic_desktop.ui import printing
from clinic_desktop.ui.lock import close_dialogs
from clinic_desktop.ui.page_image import PdfUnreadable, open_pdf, page_image
from clinic_desktop.ui.print_system import PrintSystemRefused, hand_over, options
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


@pytest.fixture
def parent(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QWidget:
    """Where there is a printer, and no `lp` yet."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["a printer"])
    monkeypatch.setenv("PATH", "")
    return made


Choose = Callable[[Callable[[QPrinter], object]], list[QPrintDialog]]


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Let an act stand for the person in the system's dialog; `False` of it cancels."""
    asked: list[QPrintDialog] = []

    def choose(act: Callable[[QPrinter], object]) -> list[QPrintDialog]:
        def execute(dialog: QPrintDialog) -> int:
            asked.append(dialog)
            is_cancelled = act(dialog.printer()) is False
            code = QDialog.DialogCode
            return (code.Rejected if is_cancelled else code.Accepted).value

        monkeypatch.setattr(QPrintDialog, "exec", execute)
        return asked

    return choose


@pytest.fixture
def fake_lp(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Path]:
    """Put an `lp` on the path that keeps what it is told and given, and then does this."""

    def put(then: str = "true") -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        program = folder / "lp"
        program.write_text(
            f"#!/bin/sh\nPATH=/bin:/usr/bin\n"
            f"printf '%s\\n' \"$@\" > '{folder}/told'\n"
            f'cat > "{folder}/given"\n{then}\n'
        )
        program.chmod(0o700)
        monkeypatch.setenv("PATH", str(folder))
        return folder

    assert parent
    return put


def to_file(output: Path) -> Callable[[QPrinter], None]:
    def act(printer: QPrinter) -> None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(output))

    return act


def test_the_dialog_is_asked_with_the_reports_own_paper_and_let_go_of(
    qtbot: QtBot, parent: QWidget, choose: Choose
) -> None:
    seen: list[object] = []

    def cancel(printer: QPrinter) -> bool:
        seen.append((printer.pageLayout().orientation().name, printer.docName()))
        return False

    asked = choose(cancel)
    assert print_pdf(sample_pdf([PAGES[1], A4]), parent) is None
    assert seen == [("Landscape", "Clinic Desktop")]
    assert asked[0].maxPage() == 2
    qtbot.waitUntil(lambda: not parent.findChildren(QPrintDialog))  # none is left behind


@pytest.mark.parametrize("may_save", [True, False])
def test_a_file_is_offered_only_where_one_may_be_written(
    parent: QWidget, choose: Choose, may_save: bool
) -> None:
    asked = choose(lambda _: False)
    assert print_pdf(sample_pdf([A4]), parent, may_save=may_save) is None
    assert asked[0].testOption(QPrintDialog.PrintDialogOption.PrintToFile) is may_save


def test_printing_to_a_file_writes_the_file_itself(
    parent: QWidget, choose: Choose, output: Path
) -> None:
    pdf = sample_pdf(PAGES)
    choose(to_file(output))
    assert print_pdf(pdf, parent) is Handing.SAVED
    assert output.read_bytes() == pdf


def test_some_pages_to_a_file_are_those_pages(
    parent: QWidget, choose: Choose, output: Path
) -> None:
    def act(printer: QPrinter) -> None:
        to_file(output)(printer)
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(2, 3)

    choose(act)
    assert print_pdf(sample_pdf(PAGES), parent) is Handing.SAVED
    assert sizes(output) == [(842, 595), (612, 792)]


def test_a_file_that_cannot_be_written_is_told(
    parent: QWidget, choose: Choose, tmp_path: Path
) -> None:
    choose(to_file(tmp_path / "no such folder" / "a.pdf"))
    with pytest.raises(PrintingRefused, match=r"not saved to a\.pdf .* another folder"):
        print_pdf(sample_pdf([A4]), parent)


def test_the_print_system_is_given_the_file_itself(
    parent: QWidget, choose: Choose, fake_lp: Callable[..., Path]
) -> None:
    """All that `lp` is told is how to print; what is printed goes through a pipe."""
    folder, pdf = fake_lp(), sample_pdf(PAGES)
    choose(lambda _: None)
    assert print_pdf(pdf, parent) is Handing.PRINTED
    assert (folder / "given").read_bytes() == pdf
    told = (folder / "told").read_text().splitlines()
    assert told[0] == "-d"
    assert told[2:6] == ["-t", "Clinic Desktop", "-n", "1"]
    assert set(told[7::2]) >= {"sides=one-sided", "print-scaling=none", "outputorder=normal"}


def test_what_the_dialog_leaves_is_told_to_the_print_system(printer: QPrinter) -> None:
    printer.setCopyCount(3)
    printer.setCollateCopies(False)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("1-3,5"))
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    told = options(printer, is_own_paper=False)
    assert told[4:8] == ["-n", "3", "-P", "1-3,5"]
    assert set(told[9::2]) == {
        "collate=false",
        "media=Letter",
        "outputorder=reverse",
        "print-color-mode=monochrome",
        "print-scaling=fit",
        "sides=one-sided",
    }


@pytest.mark.parametrize(
    ("mode", "orientation", "sides"),
    [
        ("DuplexNone", "Portrait", "one-sided"),
        ("DuplexLongSide", "Portrait", "two-sided-long-edge"),
        ("DuplexShortSide", "Portrait", "two-sided-short-edge"),
        ("DuplexAuto", "Portrait", "two-sided-long-edge"),
        ("DuplexAuto", "Landscape", "two-sided-short-edge"),
    ],
)
def test_both_sides_of_the_paper_are_told_by_the_edge_they_turn_on(
    printer: QPrinter, monkeypatch: pytest.MonkeyPatch, mode: str, orientation: str, sides: str
) -> None:
    monkeypatch.setattr(printer, "duplex", lambda: QPrinter.DuplexMode[mode])
    printer.setPageOrientation(QPageLayout.Orientation[orientation])
    assert f"sides={sides}" in options(printer, is_own_paper=True)


def test_what_the_dialogs_further_tabs_set_is_told_too(
    printer: QPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Engine:
        @staticmethod
        def property(_: object) -> list[str]:
            return ["page-set", "odd", "media", "theirs"]

    monkeypatch.setattr(printer, "printEngine", Engine)
    told = options(printer, is_own_paper=True)
    assert "page-set=odd" in told
    assert "media=theirs" not in told


def test_a_print_system_that_refuses_is_told_with_its_own_words(
    parent: QWidget,
    choose: Choose,
    fake_lp: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    output: Path,
) -> None:
    fake_lp("echo 'lp: The printer does not exist.' >&2; exit 1")
    asked: list[str] = []
    answers = iter([False, True])

    def agree(_: QWidget, question: str) -> bool:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(printing, "agrees", agree)
    painted: list[bytes] = []

    def paint(pdf: bytes, *_: object) -> bool:
        painted.append(pdf)
        return True

    monkeypatch.setattr(printing, "paint_pages", paint)
    choose(lambda _: None)
    pdf = sample_pdf([A4])
    assert print_pdf(pdf, parent) is None
    assert painted == []
    assert "It says: The printer does not exist." in asked[0]
    assert print_pdf(pdf, parent) is Handing.PRINTED
    assert painted == [pdf]
    assert not output.exists()


@pytest.mark.parametrize("locks", [False, True])
def test_cancelling_and_locking_end_lp(
    qtbot: QtBot, parent: QWidget, choose: Choose, fake_lp: Callable[..., Path], locks: bool
) -> None:
    """The window lives on while `lp` takes its time: else nobody could press anything."""
    fake_lp("exec sleep 60")
    choose(lambda _: None)

    def cancel() -> None:
        (waiting,) = parent.findChildren(QProgressDialog)
        qtbot.waitUntil(waiting.isVisible)
        if locks:
            close_dialogs()
        else:
            waiting.findChildren(QPushButton)[0].click()

    QTimer.singleShot(0, cancel)
    assert print_pdf(sample_pdf([A4]), parent) is None


def test_an_lp_that_does_not_start_is_told(parent: QWidget, tmp_path: Path) -> None:
    with pytest.raises(PrintSystemRefused):
        hand_over(sample_pdf([A4]), str(tmp_path), [], parent)


def test_an_lp_that_fails_without_a_word_is_told(
    parent: QWidget, fake_lp: Callable[..., Path]
) -> None:
    program = fake_lp("exit 1") / "lp"
    with pytest.raises(PrintSystemRefused):
        hand_over(sample_pdf([A4]), str(program), [], parent)


def test_where_there_is_no_lp_the_pages_are_drawn(
    parent: QWidget, choose: Choose, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []

    def paint(pdf: bytes, _: QPrinter, progress: Callable[[int, int], bool]) -> bool:
        told.append(progress(0, len(pdf)))
        return True

    monkeypatch.setattr(printing, "paint_pages", paint)
    choose(lambda _: None)
    assert print_pdf(sample_pdf([A4]), parent) is Handing.PRINTED
    assert told == [True]


def test_a_range_without_a_page_is_told_before_anything_is_handed_over(
    parent: QWidget, choose: Choose, fake_lp: Callable[..., Path]
) -> None:
    folder = fake_lp()

    def act(printer: QPrinter) -> None:
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(7, 9)

    choose(act)
    with pytest.raises(PrintingRefused, match="from 1 to 4"):
        print_pdf(sample_pdf(PAGES), parent)
    assert not (folder / "told").exists()


def test_nothing_is_printed_when_the_record_was_locked_meanwhile(
    parent: QWidget, choose: Choose, output: Path
) -> None:
    """The system's own dialog may outlive locking."""

    def act(printer: QPrinter) -> None:
        to_file(output)(printer)
        parent.hide()

    choose(act)
    assert print_pdf(sample_pdf([A4]), parent) is None
    assert not output.exists()
