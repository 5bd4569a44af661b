"""A digital signature in the report's file: whoever changes the file afterwards breaks it.

It needs pyHanko, which the extra `sign` brings; without it there is none.
"""

from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO

from clinic_desktop.domain.errors import UserError


class SignatureRefused(UserError):
    """The report cannot be signed with this file."""


def can_sign() -> bool:
    """Return whether this installation can sign digitally."""
    return find_spec("pyhanko") is not None


def digitally_signed(pdf: bytes, key_file: bytes, passphrase: str) -> bytes:
    """Return the report with an invisible signature of its whole file: PAdES, baseline B-B.

    No time stamp is asked for, so nothing goes over the network; the time is this computer's.

    Args:
        pdf: a finished report.
        key_file: a PKCS#12 file (.p12, .pfx) with a private key and its certificate.
        passphrase: of that file.

    Raises:
        SignatureRefused: when the file does not open, or its certificate holds at another time.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, fields, signers

    try:
        signer = signers.SimpleSigner.load_pkcs12_data(key_file, (), passphrase.encode())
        begins = signer.signing_cert.not_valid_before
        ends = signer.signing_cert.not_valid_after
    except (AttributeError, ValueError):  # one without a key or a certificate gives the first
        raise SignatureRefused(
            "The key file does not open with this passphrase. Type it again, or choose another "
            "file: one that ends in .p12 or .pfx and holds your key with its certificate."
        ) from None
    if not begins <= datetime.now(UTC) <= ends:
        raise SignatureRefused(
            f"The certificate in the key file holds from {begins:%Y-%m-%d} to {ends:%Y-%m-%d}. "
            "Choose a file with one that holds today, or look whether this computer's date is "
            "right."
        )
    signed = signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)),
        PdfSignatureMetadata(
            field_name="Signature", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
        ),
        signer,
    )
    return bytes(signed.getvalue())
