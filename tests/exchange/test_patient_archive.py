"""A patient's whole record in one zip."""

import hashlib
import io
import json
import zipfile
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.examination import Identifier, Patient
from clinic_desktop.exchange.patient_archive import PATIENT, README, archive

PERSON = Patient(
    id=UUID(int=7),
    family_name="Fictional",
    given_name="Łucja",
    identifiers=(Identifier(system="clinic", value="12"),),
)
FILES = (("001-2026-11-18-00000001-version-1.json", b"{}\n"), ("001-paper-1.pdf", b"%PDF-1.7"))
GOOD = st.text("AZaz09_-", min_size=1).map(lambda name: f"{name}.json")


def read(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def test_it_holds_the_readme_the_patient_and_every_document_as_given() -> None:
    files = read(archive(PERSON, FILES))
    assert list(files) == [README, PATIENT, *(name for name, _ in FILES)]
    assert [(name, files[name]) for name, _ in FILES] == list(FILES)
    details = json.loads(files[PATIENT])
    assert details["given_name"] == "Łucja"
    assert details["identifiers"] == [{"system": "clinic", "value": "12"}]
    assert files[PATIENT].count(b"\n") > 3


def test_the_readme_says_that_nothing_is_encrypted_and_sums_up_every_file() -> None:
    files = read(archive(PERSON, FILES))
    readme = files.pop(README).decode()
    assert "NOT ENCRYPTED" in readme
    assert "entered in error" in readme
    assert "Fictional" not in readme
    for name, data in files.items():
        assert f"{hashlib.sha256(data).hexdigest()}  {name}\n" in readme


@given(st.dictionaries(GOOD, st.binary(max_size=200), max_size=5))
def test_the_same_content_gives_the_same_bytes_and_comes_out_as_it_went_in(
    documents: dict[str, bytes],
) -> None:
    lower = {name.lower() for name in documents}
    if len(lower) < len(documents) or PATIENT in lower:
        with pytest.raises(ValueError, match="archive"):
            archive(PERSON, tuple(documents.items()))
        return
    data = archive(PERSON, tuple(documents.items()))
    assert data == archive(PERSON, tuple(documents.items()))
    files = read(data)
    assert {name: files[name] for name in documents} == documents


@given(st.text(min_size=1).filter(lambda name: not name.isascii() or not name.isalnum()))
def test_a_name_outside_the_plain_letters_is_a_fault(name: str) -> None:
    plain = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.")
    if set(name) <= plain and not name.startswith("."):
        assert name in read(archive(PERSON, [(name, b"")]))
        return
    with pytest.raises(ValueError, match="archive"):
        archive(PERSON, [(name, b"")])


@pytest.mark.parametrize(
    "names", [("../a",), (".a",), ("a\n",), ("",), ("a", "A"), ("readme.txt",), (PATIENT,)]
)
def test_no_name_leads_out_of_the_folder_or_stands_twice(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="archive"):
        archive(PERSON, [(name, b"") for name in names])
