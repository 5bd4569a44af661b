"""A copy of a report that only its passphrase opens, for a way on which others may read it."""

import re
import secrets
import unicodedata
from io import BytesIO
from typing import Final

from pikepdf import Encryption, ObjectStreamMode, Pdf, Permissions

from clinic_desktop.domain.errors import UserError

MOST_BYTES: Final = 127
"""Bytes of a passphrase, in UTF-8, that count; a reader cuts off what is beyond (ISO 32000-2)."""

_ARCHIVED: Final = re.compile(rb"<pdfaid:\w+>[^<]*</pdfaid:\w+>\n?")


class PassphraseRefused(UserError):
    """A passphrase that would not count in full."""


def encrypted(pdf: bytes, passphrase: str) -> bytes:
    """Return the report encrypted by AES-256 (revision 6): pages, metadata and attached files.

    Whoever has the passphrase may do everything with the copy; a screen reader may always read it.
    It does not say that it keeps to PDF/A, which allows no encryption.

    The passphrase counts in the form in which readers take it (NFKC, of SASLprep), however its
    letters are put together where it is typed.

    Raises:
        PassphraseRefused: when the passphrase is empty, or longer than `MOST_BYTES`.
    """
    passphrase = unicodedata.normalize("NFKC", passphrase)
    if not 0 < len(passphrase.encode()) <= MOST_BYTES:
        raise PassphraseRefused(
            f"A PDF takes a passphrase of {MOST_BYTES} letters at most; one with an accent counts "
            "twice. Choose a shorter one."
        )
    out = BytesIO()
    with Pdf.open(BytesIO(pdf)) as copy:
        metadata = copy.Root.Metadata
        metadata.write(_ARCHIVED.sub(b"", metadata.read_bytes()))
        copy.save(
            out,
            encryption=Encryption(
                # Nobody needs the owner's: the user's already allows everything.
                owner=secrets.token_urlsafe(32),
                user=passphrase,
                R=6,
                allow=Permissions(modify_assembly=True),  # the rest is allowed anyway
                aes=True,
                metadata=True,
            ),
            fix_metadata_version=False,
            object_stream_mode=ObjectStreamMode.generate,
        )
    return out.getvalue()
