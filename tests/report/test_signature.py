"""A digitally signed report is what it was, is still archived, and tells when it is changed."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from clinic_desktop.report.signature import SignatureRefused, can_sign, digitally_signed
from tests.report.conftest import Write
from tests.report.test_document import sample
from tests.report.test_validation import PROFILES, validated
from tests.report.test_validation import pytestmark as engine_needed

PASSPHRASE = "of the key file"
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Morgan Example")])

needs_pyhanko = pytest.mark.skipif(
    not can_sign(), reason="no pyHanko here: the extra [sign] is not installed"
)


def key_file(days: int = 365, *, with_certificate: bool = True) -> bytes:
    """Return a PKCS#12 file whose certificate holds from ten days ago for some days."""
    key = ec.generate_private_key(ec.SECP256R1())
    begins = datetime.now(UTC) - timedelta(days=10)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(key.public_key())
        .serial_number(17)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"signer",
        key,
        certificate if with_certificate else None,
        None,
        BestAvailableEncryption(PASSPHRASE.encode()),
    )


def validated_signature(pdf: bytes) -> tuple[Any, Any]:
    """Return the one signature of a file, and what pyHanko's validator says of it."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    trusted = ValidationContext(trust_roots=[signature.signer_cert])
    return signature, validate_pdf_signature(signature, trusted)


@pytest.fixture(scope="module")
def report(write: Write) -> bytes:
    return write(sample()).pdf


@pytest.fixture(scope="module")
def signed(report: bytes) -> bytes:
    return digitally_signed(report, key_file(), PASSPHRASE)


@needs_pyhanko
def test_the_signature_covers_the_whole_file_and_holds(report: bytes, signed: bytes) -> None:
    assert signed.startswith(report)
    signature, status = validated_signature(signed)
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert signature.signer_cert.subject.native == {"common_name": "Morgan Example"}


@needs_pyhanko
def test_a_changed_byte_breaks_it(report: bytes, signed: bytes) -> None:
    place = report.index(b"<dc:title>")
    changed = signed[:place] + signed[place:].replace(b"eurodynamic", b"eurodynamiX", 1)
    _, status = validated_signature(changed)
    assert not status.intact


@needs_pyhanko
@pytest.mark.skipif(
    any(mark.args[0] for mark in engine_needed), reason="no Java or no veraPDF engine here"
)
def test_it_still_keeps_to_both_profiles(signed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed)
    told = [line.split("\t")[:3] for line in validated(file)]
    assert told == [[str(file), profile, "passed"] for profile in PROFILES]


@needs_pyhanko
@pytest.mark.parametrize(
    ("file", "passphrase"),
    [
        (key_file(), "another"),
        (b"no key file", PASSPHRASE),
        (key_file(with_certificate=False), PASSPHRASE),
    ],
    ids=["another passphrase", "another file", "no certificate"],
)
def test_a_file_that_does_not_open_is_told(report: bytes, file: bytes, passphrase: str) -> None:
    with pytest.raises(SignatureRefused, match="does not open with this passphrase"):
        digitally_signed(report, file, passphrase)


@needs_pyhanko
def test_a_certificate_that_has_ended_is_told_with_its_days(report: bytes) -> None:
    with pytest.raises(SignatureRefused, match=r"holds from \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d"):
        digitally_signed(report, key_file(days=5), PASSPHRASE)
