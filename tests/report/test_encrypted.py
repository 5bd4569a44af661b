"""The copy for e-mail opens with its passphrase alone, and tells nothing to anybody else."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from clinic_desktop.report.encrypted import MOST_BYTES, PassphraseRefused, encrypted
from tests.report.conftest import Write
from tests.report.test_document import sample

PASSPHRASE = "k7mf-2qpx-hh9d-w\u00f6rd"


@pytest.fixture(scope="module")
def report(write: Write) -> bytes:
    return write(sample()).pdf


@pytest.fixture(scope="module")
def copy(report: bytes) -> bytes:
    return encrypted(report, PASSPHRASE)


def text_of(pdf: bytes, password: str | None = None) -> list[str]:
    document = pypdfium2.PdfDocument(pdf, password=password)
    said = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return said


def test_it_opens_with_the_passphrase_and_says_the_same(report: bytes, copy: bytes) -> None:
    assert text_of(copy, PASSPHRASE) == text_of(report)


def test_an_accent_may_be_typed_in_either_way(report: bytes) -> None:
    apart = encrypted(report, "k7mf-2qpx-hh9d-wo\u0308rd")
    assert text_of(apart, PASSPHRASE) == text_of(report)


@pytest.mark.parametrize("wrong", ["", "K7mf-2qpx-hh9d-w\u00f6rd", PASSPHRASE[:-1]])
def test_nothing_else_opens_it(copy: bytes, wrong: str) -> None:
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(copy), password=wrong)


def test_it_is_aes_256_of_the_last_revision_and_a_screen_reader_may_read(copy: bytes) -> None:
    with pikepdf.open(BytesIO(copy), password=PASSPHRASE) as opened:
        how = opened.encryption
        methods = {how.stream_method, how.string_method, how.file_method}
        assert (how.R, how.bits, methods) == (6, 256, {pikepdf.models.EncryptionMethod.aesv3})
        assert opened.allow == pikepdf.Permissions(modify_assembly=True)
        assert opened.allow.accessibility


def test_metadata_and_attached_files_are_encrypted_with_it(report: bytes, copy: bytes) -> None:
    assert b"<dc:title>" in report
    assert b"<dc:title>" not in copy
    assert b"examination.json" not in copy
    with pikepdf.open(BytesIO(copy), password=PASSPHRASE) as opened:
        assert b"<dc:title>" in opened.Root.Metadata.read_bytes()
        assert "examination.json" in opened.attachments
        given = opened.attachments["examination.json"].get_file().read_bytes()
    with pikepdf.open(BytesIO(report)) as plain:
        assert given == plain.attachments["examination.json"].get_file().read_bytes()


def test_it_is_still_tagged_and_does_not_claim_to_be_an_archive(copy: bytes) -> None:
    with pikepdf.open(BytesIO(copy), password=PASSPHRASE) as opened:
        told = opened.Root.Metadata.read_bytes()
        assert b"<pdfaid:" not in told
        assert b"<pdfuaid:part>1<" in told
        assert opened.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in opened.Root


@pytest.mark.parametrize("passphrase", ["", "\u00e4" * (MOST_BYTES // 2 + 1)])
def test_a_passphrase_that_would_not_count_in_full_is_not_taken(
    report: bytes, passphrase: str
) -> None:
    with pytest.raises(PassphraseRefused, match="127 letters at most"):
        encrypted(report, passphrase)
