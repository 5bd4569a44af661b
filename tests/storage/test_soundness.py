"""Verifying reads everything and names what is damaged or altered."""

from pathlib import Path

import msgspec
import pytest

from clinic_desktop.domain.document import write_document
from clinic_desktop.storage.record import Record
from tests.storage.samples import (
    PASSPHRASE,
    TESTS,
    an_examination,
    noted,
    second_connection,
    sign,
)


def test_a_sound_record_has_no_problems(record: Record, folder: Path) -> None:
    assert record.verify() == ()
    examination = an_examination()
    record.save_draft(examination)
    version = sign(folder, examination)
    sign(folder, noted(examination, "amended"), supersedes=version)
    assert record.verify() == ()


def test_an_altered_signed_examination_is_named(record: Record, folder: Path) -> None:
    examination = an_examination()
    record.save_draft(examination)
    sign(folder, examination, sha256="0" * 64)
    assert record.verify() == (f"Signed examination {examination.id} is not what was signed.",)


def test_a_missing_trigger_is_named(record: Record, folder: Path) -> None:
    with second_connection(folder) as connection:
        connection.execute("DROP TRIGGER exam_version_update")
    assert record.verify() == ("What protects signed examinations is missing or changed.",)


def test_documents_that_cannot_be_read_are_named(record: Record, folder: Path) -> None:
    examination = an_examination()
    record.save_draft(examination)
    with second_connection(folder) as connection:
        connection.execute("UPDATE draft SET doc = '{}'")
        connection.execute("UPDATE patient SET doc = '{}'")
    patient, draft = record.verify()
    assert patient == f"Patient {examination.patient.id} cannot be read."
    assert draft.startswith(f"Draft {examination.id} cannot be read: The document is refused")


def test_what_is_stored_under_another_id_is_named(record: Record, folder: Path) -> None:
    one, other = an_examination(), an_examination()
    record.save_draft(one)
    record.save_draft(other)
    with second_connection(folder) as connection:
        doc = write_document(one).decode()
        connection.execute("UPDATE draft SET doc = ? WHERE exam_id = ?", (doc, str(other.id)))
        patient = msgspec.json.encode(one.patient).decode()
        connection.execute(
            "UPDATE patient SET doc = ? WHERE id = ?", (patient, str(other.patient.id))
        )
    assert record.verify() == (
        f"Patient {other.patient.id} is stored as another patient.",
        f"Draft {other.id} is stored under another examination or patient.",
    )


def test_a_draft_of_an_unknown_patient_is_named(record: Record, folder: Path) -> None:
    record.save_draft(an_examination())
    with second_connection(folder) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM patient")
    assert record.verify() == ("Row 1 of draft refers to something that is not in the record.",)


def test_a_broken_rule_of_a_table_is_named(record: Record, folder: Path) -> None:
    record.save_draft(an_examination())
    with second_connection(folder) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE draft SET doc = '{'")
    database, draft = record.verify()
    assert database == "The database is damaged: CHECK constraint failed in draft."
    assert "cannot be read" in draft


@pytest.mark.parametrize("page", range(2, 24))
def test_a_flipped_bit_in_any_page_is_found(record: Record, folder: Path, page: int) -> None:
    for number in range(3):
        record.save_draft(an_examination(note=str(number)))
    record.close()
    path = folder / "record.db"
    data = bytearray(path.read_bytes())
    data[(page % (len(data) // 4096)) * 4096 + 1234] ^= 1
    path.write_bytes(data)
    try:
        with Record.open(folder, PASSPHRASE, tests=TESTS) as damaged:
            found = damaged.verify()
    except Exception as error:  # noqa: BLE001 - damage to the schema is told at opening
        found = (f"{type(error).__name__}: {error}",)
    assert found
    assert "damaged" in found[0]
