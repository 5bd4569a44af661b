"""PDF pages as images, for the preview and the printer."""

from typing import Any

from PySide6.QtGui import QImage

from clinic_desktop.domain.errors import UserError


class PdfUnreadable(UserError):
    """Bytes that are no PDF, or a damaged one."""


def open_pdf(pdf: bytes) -> Any:
    """Return the document of these bytes; `close` it when done.

    PDFium works in one thread at a time.

    Raises:
        PdfUnreadable: when the bytes are no PDF, or one without a page.
    """
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        raise PdfUnreadable("The PDF cannot be read. Make the report again.") from None


def page_image(document: Any, index: int, dots_per_inch: float) -> QImage:
    """Return a page as an opaque image; a page of A4 at 300 dpi takes 26 MB."""
    page = document[index]
    bitmap = page.render(scale=dots_per_inch / 72, rev_byteorder=True)
    layout = {
        1: QImage.Format.Format_Grayscale8,
        3: QImage.Format.Format_RGB888,
        4: QImage.Format.Format_RGBX8888,
    }[bitmap.n_channels]
    shared = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, layout)
    # The buffer belongs to PDFium and goes with the bitmap.
    image = shared.copy()
    bitmap.close()
    page.close()
    return image
