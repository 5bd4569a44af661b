"""The files that imaging reports came in as: keeping them, and their pages as pictures."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol
from uuid import UUID

import msgspec

from clinic_desktop.domain.imaging import Original
from clinic_desktop.domain.incoming import IncomingReport

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_PDF: Final = "application/pdf"


class KeptFile(NamedTuple):
    """The bytes of a kept file, to be read beside the window."""

    name: str
    data: bytes


class OriginalFiles(Protocol):
    """Where the files of one examination are kept."""

    def keep(self, report: IncomingReport) -> Original:
        """Keep a file; raises `UserError` when it cannot be kept."""

    def data(self, original: Original) -> bytes:
        """Return a file's bytes; raises `UserError` when the record does not give them."""

    def pages(self, file: KeptFile) -> tuple[bytes, ...]:
        """Return a PDF's pages as PNG; takes long enough to leave the window's thread.

        It asks nothing of the record. Raises `UserError` for a PDF that cannot be drawn.
        """


class RecordedOriginals:
    """Keeps the files of one examination in the record."""

    def __init__(
        self, store: "Record", examination: UUID, draw: Callable[[bytes], tuple[bytes, ...]]
    ) -> None:
        self._store = store
        self._draw = draw
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

    def pages(self, file: KeptFile) -> tuple[bytes, ...]:
        """Return the pages of a PDF."""
        return self._draw(file.data)


def has_pages(original: Original | None) -> bool:
    """Whether a kept file can be shown as pictures."""
    return original is not None and bool(original.sha256) and original.media_type == _PDF
