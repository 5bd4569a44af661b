"""Printing a PDF on the printer the person chooses.

The print system gets the file itself where it takes one; elsewhere the pages are drawn one by one.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QProgressDialog, QWidget

from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.versions import Handing
from clinic_desktop.ui.lock import is_still_shown
from clinic_desktop.ui.page_image import open_pdf, page_image
from clinic_desktop.ui.print_system import JOB_TITLE, PrintSystemRefused, hand_over, lp, options
from clinic_desktop.ui.saving import write_whole
from clinic_desktop.ui.widgets.asking import agrees

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MOST_DPI: Final = 300


class PrintingRefused(UserError):
    """There is no printer, or it does not take the pages."""


def print_pdf(pdf: bytes, parent: QWidget, *, may_save: bool = True) -> Handing | None:
    """Let the person choose a printer, and print.

    Args:
        pdf: the document.
        parent: the window in front of which it is asked.
        may_save: whether the dialog may offer to print to a file.

    Returns:
        How the pages left: printed, or saved where the dialog was told to print to a file; `None`
        when the person cancelled, or the record locked meanwhile.

    Raises:
        PrintingRefused: when there is no printer, or it does not take the pages.
        PdfUnreadable: when the bytes are no PDF.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        raise PrintingRefused("No printer is set up on this computer. Save the PDF instead.")
    document = open_pdf(pdf)
    pages = len(document)
    paper = _paper(document, 0)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(JOB_TITLE)
    printer.setPageLayout(paper)
    document.close()
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, may_save)
    is_wanted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()  # it would stay with its parent, one for each time it was asked for
    if not is_wanted or not is_still_shown(parent):
        return None
    if printer.outputFileName():
        return _print_to_file(pdf, printer, parent)
    is_own_paper = printer.pageLayout().pageSize().isEquivalentTo(paper.pageSize())
    program = lp()
    if program is None:
        return _paint(pdf, printer, parent)
    _sheets(printer, pages)  # tells a range without a page
    try:
        is_over = hand_over(pdf, program, options(printer, is_own_paper=is_own_paper), parent)
    except PrintSystemRefused as refused:
        question = QCoreApplication.translate(
            "Printing",
            "The print system does not take the pages. It says: {why}\n\nLook whether the printer "
            "is switched on and connected.\n\nTry it once more in another way, as pictures of the "
            "pages?",
        ).format(why=refused)
        return _paint(pdf, printer, parent) if agrees(parent, question) else None
    return Handing.PRINTED if is_over else None


def _print_to_file(pdf: bytes, printer: "QPrinter", parent: QWidget) -> Handing | None:
    """Write the file itself; where only some pages are wanted, these drawn."""
    from PySide6.QtPrintSupport import QPrinter

    if printer.printRange() is QPrinter.PrintRange.PageRange:
        return _paint(pdf, printer, parent) and Handing.SAVED
    path = Path(printer.outputFileName())
    try:
        write_whole(path, pdf)
    except OSError as error:
        raise PrintingRefused(
            f"It was not saved to {path.name} ({error.strerror}). Choose another folder."
        ) from None
    return Handing.SAVED


def _paint(pdf: bytes, printer: "QPrinter", parent: QWidget) -> Handing | None:
    """Draw the pages, and show how far it is."""
    waiting = QProgressDialog(parent)
    waiting.setWindowTitle(QCoreApplication.translate("Printing", "Print"))
    waiting.setWindowModality(Qt.WindowModality.WindowModal)
    waiting.setMinimumDuration(0)

    def told(done: int, total: int) -> bool:
        waiting.setMaximum(total)
        waiting.setLabelText(
            QCoreApplication.translate("Printing", "Page {0} of {1}").format(
                min(done + 1, total), total
            )
        )
        waiting.setValue(done)
        return not waiting.wasCanceled()

    try:
        return Handing.PRINTED if paint_pages(pdf, printer, told) else None
    finally:
        waiting.close()
        waiting.deleteLater()


def paint_pages(
    pdf: bytes, printer: "QPrinter", progress: Callable[[int, int], bool] | None = None
) -> bool:
    """Draw the pages asked for, each at its own size and orientation, one at a time.

    Args:
        pdf: the document.
        printer: where to; its page range, order and number of copies are honoured.
        progress: called with the sheets done and the sheets in all, before each sheet and at
            the end; `False` cancels.

    Returns:
        Whether all sheets were drawn; `False` when it was cancelled.

    Raises:
        PrintingRefused: when the printer does not take the pages, or none is in the range.
        PdfUnreadable: when the bytes are no PDF.
    """
    document = open_pdf(pdf)
    painter = QPainter()
    try:
        sheets = _sheets(printer, len(document))
        for done, index in enumerate(sheets):
            if progress is not None and not progress(done, len(sheets)):
                printer.abort()
                return False
            printer.setPageLayout(_paper(document, index))
            if not (painter.isActive() or painter.begin(printer)) or (
                done and not printer.newPage()
            ):
                raise PrintingRefused(
                    "The printer does not take the pages. Look whether it is switched on and "
                    "connected, or save the PDF instead."
                )
            _draw(painter, printer, document, index)
        if progress is not None:
            progress(len(sheets), len(sheets))
        return True
    finally:
        if painter.isActive():
            painter.end()
        document.close()


def _sheets(printer: "QPrinter", pages: int) -> list[int]:
    """Return the page of every sheet, from 0, in the order they are printed."""
    from PySide6.QtPrintSupport import QPrinter

    numbers = list(range(pages))
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        numbers = [index for index in numbers if ranges.contains(index + 1)]
    if not numbers:
        raise PrintingRefused(f"The pages asked for do not exist. Choose from 1 to {pages}.")
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        numbers.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.collateCopies():
        return numbers * copies
    return [index for index in numbers for _ in range(copies)]


def _paper(document: Any, index: int) -> QPageLayout:
    """Return the paper of a page: its size and orientation, without margins of the printer."""
    width, height = document.get_page_size(index)
    is_wide = width > height
    size = QPageSize(
        QSizeF(min(width, height), max(width, height)),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    orientation = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, orientation, QMarginsF())
    # Pages bring their own margins: they are drawn from the paper's corner.
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _draw(painter: QPainter, printer: "QPrinter", document: Any, index: int) -> None:
    width, height = document.get_page_size(index)
    dots = printer.resolution()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    place = QRectF(0, 0, width / 72 * dots, height / 72 * dots)
    painter.drawImage(place, page_image(document, index, min(dots, MOST_DPI)))
