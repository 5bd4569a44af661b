"""The files that imaging reports came in as: keeping them, and their pages as pictures."""

from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

import msgspec
from PySide6.QtGui import QImage

from clinic_desktop.domain.imaging import Original
from clinic_desktop.domain.incoming import IncomingReport
from clinic_desktop.ui.page_image import open_pdf, page_image

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_PDF: Final = "application/pdf"
_DPI: Final = 130
_MOST_PAGES: Final = 20


class OriginalFiles(Protocol):
    """Where the files of one examination are kept."""

    def keep(self, report: IncomingReport) -> Original:
        """Keep a file; raises `UserError` when it cannot be kept."""

    def data(self, original: Original) -> bytes:
        """Return a file's bytes; raises `UserError` when the record does not give them."""


class RecordedOriginals:
    """Keeps the files of one examination in the record."""

    def __init__(self, store: "Record", examination: UUID) -> None:
        self._store = store
        self._examination = examination

    def keep(self, report: IncomingReport) -> Original:
        """Keep a file with the examination."""
        kept = self._store.originals.keep(
            self._examination, report.name, report.media_type, report.data
        )
        details = report.details
        return msgspec.structs.replace(
            kept, patient_name=details.patient_name, birth_date=details.birth_date
        )

    def data(self, original: Original) -> bytes:
        """Return the bytes of a file."""
        return self._store.originals.data(original.sha256 or "")


def has_pages(original: Original | None) -> bool:
    """Whether a kept file can be shown as pictures."""
    media_type = (original and original.sha256 and original.media_type) or ""
    return media_type == _PDF or media_type.startswith("image/")


def pages_of(media_type: str, data: bytes) -> list[QImage]:
    """Return the pages of a PDF, or one picture.

    Raises:
        PdfUnreadable: when the bytes are no PDF.
    """
    if media_type != _PDF:
        return [QImage.fromData(data)]
    document = open_pdf(data)
    try:
        return [
            page_image(document, index, _DPI) for index in range(min(len(document), _MOST_PAGES))
        ]
    finally:
        document.close()
