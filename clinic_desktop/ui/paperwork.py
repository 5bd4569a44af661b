"""What the window shows and prints that other rooms make from the record."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol
from uuid import UUID

from clinic_desktop.domain.examination import Patient
from clinic_desktop.domain.trail import Entry
from clinic_desktop.domain.versions import Edition

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record


class FinishedReport(Protocol):
    """A finished report, as the report room gives it."""

    @property
    def pdf(self) -> bytes:
        """The file."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The characters the fonts cannot draw."""

    @property
    def plain(self) -> bool:
        """Whether the content did not fit the usual layout and stands in one column."""

    @property
    def text(self) -> str:
        """What the report says, as plain text."""


class RecoverySheet(NamedTuple):
    """A recovery sheet's PDF; its key opens the record once `keep` was called, and not before."""

    pdf: bytes
    keep: Callable[[], None]


Encrypt = Callable[[bytes, str], bytes]
"""Returns a PDF as a copy that only a passphrase opens."""

DigitallySign = Callable[[bytes, bytes, str], bytes]
"""Returns a PDF with a digital signature by a key file's bytes and their passphrase.

A `UserError` tells why it is not signed.
"""


class Paperwork(NamedTuple):
    """The makers of papers, handed to the window by the composition root.

    `report` makes the report of what is stored: of the draft where there is one. `edition` tells
    where an examination stands in its life. `recovery_sheet` makes the sheet of a new recovery
    key, with the day. `patient_archive` makes one file of a patient's details and the name and
    bytes of each document, `trail_file` one of entries of the audit trail. `encrypted` makes the
    copy for e-mail; `digitally_signed` is `None` where what signs is not installed. `logo` reads a
    picture file as the clinic's logo, small and flat, or raises a `UserError`.
    """

    report: "Callable[[Record, UUID], FinishedReport]"
    edition: "Callable[[Record, UUID], Edition]"
    recovery_sheet: "Callable[[Record, date], RecoverySheet]"
    patient_archive: Callable[[Patient, Sequence[tuple[str, bytes]]], bytes]
    trail_file: Callable[[Sequence[Entry]], bytes]
    encrypted: Encrypt
    digitally_signed: DigitallySign | None
    logo: Callable[[Path], bytes]
