"""What a record holds itself, and what it says when it cannot go on."""

import base64
import errno
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from clinic_desktop.domain.examination import Clinic, Measure
from clinic_desktop.domain.practice import Account, Place, Role, Settings
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import VersionKind
from clinic_desktop.storage import files
from clinic_desktop.storage.errors import (
    DiskFailed,
    DiskFull,
    DocumentConflict,
    ExaminationWithdrawn,
    NotAllowed,
    PatientMismatch,
    RecordBusy,
    RecordDamaged,
    SignedRefused,
    UnknownExamination,
)
from clinic_desktop.storage.folder import status
from clinic_desktop.storage.record import Record
from tests.storage.samples import (
    PASSPHRASE,
    PRACTICE,
    Clock,
    a_patient,
    a_person,
    amended,
    an_examination,
    each_raises,
    make,
    noted,
    reopened,
    saved,
    second_connection,
    signed,
    start_program,
)


def test_a_record_knows_its_clinic_and_owner(folder: Path) -> None:
    with make(folder) as record:
        assert record.clinic() == PRACTICE.clinic
        assert record.account == Account(
            id=UUID(int=7), therapist=PRACTICE.therapist, role=Role.OWNER
        )
        record.set_clinic(Clinic(name="Other"))
    with reopened(folder) as record:
        assert record.clinic() == Clinic(name="Other")
        assert record.account.name == "T. Herapist"


def test_settings_are_kept_and_set_by_owners_only(record: Record, folder: Path) -> None:
    a_person(record, "Thea")
    settings = Settings(lock_after_minutes=2, retention_years=20, day_ends="18:00")
    record.set_settings(settings)
    record.close()
    with reopened(folder, "Thea") as thea:
        assert thea.settings() == settings
        each_raises(
            NotAllowed,
            lambda: thea.set_settings(Settings()),
            lambda: thea.set_clinic(Clinic(name="Mine")),
            match="Only an owner",
        )
        assert thea.settings() == settings
        assert thea.clinic() == PRACTICE.clinic


def test_a_place_is_each_persons_own_and_of_what_can_be_shown(record: Record, folder: Path) -> None:
    examination = saved(record)
    place = Place(examination=examination.id, step="reason", field="question")
    a_person(record, "Thea")
    record.set_place(place)
    assert record.place() == place
    record.close()
    with reopened(folder, "Thea") as thea:
        assert thea.place() is None
        thea.set_place(Place(examination=examination.id, step="imaging"))
    with reopened(folder) as again:
        assert again.place() == place
        again.signed.sign(examination)
        assert again.place() == place
        again.signed.enter_in_error(examination.id, "wrong patient")
        assert again.place() is None
        again.set_place(None)
        assert again.place() is None
    with reopened(folder, "Thea") as thea:
        assert thea.place() is None


def test_an_unknown_examination_is_told(record: Record) -> None:
    with pytest.raises(UnknownExamination, match=str(UUID(int=1))):
        record.examination(UUID(int=1))
    assert record.lists.of(UUID(int=1)) == ()


def test_an_examination_stands_as_signed_last_and_before_that_as_drafted(record: Record) -> None:
    examination = saved(record)
    assert record.examination(examination.id) == examination
    record.signed.sign(examination)
    draft = record.signed.amend(examination.id, VersionKind.ADDENDUM, "more")
    later = saved(record, noted(draft, "more"))
    assert record.examination(examination.id) == examination
    record.signed.sign(later)
    assert record.examination(examination.id) == later
    record.signed.enter_in_error(examination.id, "of somebody else")
    with pytest.raises(ExaminationWithdrawn):
        record.examination(examination.id)


def test_the_previous_examination_is_the_latest_that_was_performed_before(record: Record) -> None:
    patient = a_patient()
    days = ("2026-01-01", "2026-02-01", "2026-03-01")
    first, second, third = (
        msgspec.structs.replace(an_examination(patient), performed_at=f"{day}T12:00:00+00:00")
        for day in days
    )
    undated = msgspec.structs.replace(an_examination(patient), performed_at=None)
    for one in (third, first, undated):
        saved(record, one)
    signed(record, second)
    saved(record)  # of another patient
    assert record.previous(third) == second
    assert record.previous(second) == first
    assert record.previous(first) is None
    assert record.previous(undated) is None


def test_the_previous_examination_is_what_was_signed_of_it_by_a_time(folder: Path) -> None:
    patient, clock = a_patient(), Clock()
    with make(folder, now=clock) as record:
        first, second, third = (
            msgspec.structs.replace(an_examination(patient), performed_at=f"{day}T12:00:00+00:00")
            for day in ("2026-01-01", "2026-02-01", "2026-03-01")
        )
        before = clock()
        signed(record, first)
        one = clock()
        saved(record, second)
        both = clock()
        corrected = amended(record, first)
        assert record.previous(third, signed_by=before) is None
        assert record.previous(third, signed_by=one) == first
        assert record.previous(third, signed_by=both) == first
        assert record.previous(third, signed_by=clock()) == corrected
        assert record.previous(third) == second
        record.signed.enter_in_error(first.id, "another patient")
        assert record.previous(third, signed_by=clock()) is None


def test_the_same_document_is_added_once(record: Record) -> None:
    examination = an_examination(note="sent")
    assert record.add_document(examination)
    assert record.drafts.examination(examination.id) == examination
    lines = record.lists.all()
    assert not record.add_document(examination)
    assert record.lists.all() == lines
    saved(record, noted(examination, "changed here"))
    with pytest.raises(DocumentConflict) as told:
        record.add_document(examination)
    assert str(told.value).startswith(
        f"Examination {examination.id} is already in the record with other content."
    )
    other = signed(record, an_examination(examination.patient))
    assert not record.add_document(other)
    with pytest.raises(DocumentConflict):
        record.add_document(noted(other, "other"))


def test_what_is_signed_can_be_added_again_while_it_is_amended(record: Record) -> None:
    examination = signed(record)
    draft = record.signed.amend(examination.id, VersionKind.ADDENDUM, "more")
    later = saved(record, noted(draft, "more"))
    assert not record.add_document(examination)
    assert not record.add_document(later)
    with pytest.raises(DocumentConflict):
        record.add_document(noted(later, "other"))
    assert record.drafts.examination(examination.id) == later


def test_what_was_withdrawn_does_not_come_back_by_import(record: Record) -> None:
    draft = saved(record)
    record.drafts.withdraw(draft.id, "begun twice")
    with pytest.raises(SignedRefused, match="was withdrawn"):
        record.add_document(draft)
    error = signed(record)
    record.signed.enter_in_error(error.id, "of somebody else")
    with pytest.raises(ExaminationWithdrawn, match="entered in error"):
        record.add_document(error)
    assert record.lists.all() == ()
    assert record.verify() == ()


def test_a_number_written_otherwise_is_the_same_content(record: Record) -> None:
    examination = msgspec.structs.replace(an_examination(), measures=(Measure(score=7),))
    assert record.add_document(examination)
    assert not record.add_document(
        msgspec.structs.replace(examination, measures=(Measure(score=7.0),))
    )


def test_a_document_of_somebody_elses_patient_is_refused_whole(record: Record) -> None:
    patient = a_patient()
    record.patients.save(patient)
    entries = record.trail.entries()
    with pytest.raises(PatientMismatch):
        record.add_document(an_examination(msgspec.structs.replace(patient, given_name="Eve")))
    assert record.lists.all() == ()
    assert record.trail.entries() == entries


def test_a_full_disk_loses_nothing_and_saving_goes_on_afterwards(record: Record) -> None:
    examination = saved(record, an_examination(note="kept"))
    connection = record._session.db.conn
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    long = noted(examination, "a" * 100_000)
    with pytest.raises(DiskFull) as told:
        record.drafts.save(long)
    assert str(told.value) == (
        "The disk is full. Nothing that was saved is lost. Free some space, then answer again."
    )
    assert not connection.in_transaction
    assert record.examination(examination.id) == examination
    connection.execute("PRAGMA max_page_count = 1000000")
    record.drafts.save(long)
    assert record.examination(examination.id) == long
    assert record.verify() == ()


LIMITED = """
import resource, signal, sys
from pathlib import Path
from clinic_desktop.storage.errors import RecordError
from tests.storage.samples import an_examination, note_of, noted, reopened

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
record = reopened(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, hard))
examination, saved = an_examination(), 0
try:
    while saved < 10_000:
        record.drafts.save(noted(examination, str(saved + 1) + " " * 3000))
        saved += 1
except RecordError as error:
    print(type(error).__name__, error)
print(record._session.db.conn.in_transaction, saved)
print((note_of(record.examination(examination.id)) or "").strip() == str(saved))
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
record.drafts.save(noted(examination, "after"))
print(note_of(record.examination(examination.id)), record.verify())
record.close()
"""


def test_a_limit_of_the_system_loses_nothing(folder: Path) -> None:
    make(folder).close()
    out, _ = start_program(LIMITED, folder).communicate()
    error, state, kept, after = out.splitlines()
    assert error.startswith((DiskFailed.__name__, DiskFull.__name__))
    assert "then answer again" in error
    in_transaction, count = state.split()
    assert in_transaction == "False"
    assert int(count) > 10
    assert kept == "True"
    assert after == "after ()"


def test_another_writer_is_waited_for_and_then_told(record: Record, folder: Path) -> None:
    examination = saved(record)
    record._session.db.conn.execute("PRAGMA busy_timeout = 1")
    with second_connection(folder) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordBusy, match="Another program is using"):
            record.drafts.save(examination)
        connection.execute("ROLLBACK")
    record.drafts.save(examination)


def test_a_failing_disk_is_told_by_the_folders_status(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> Iterator[Path]:
        raise OSError(errno.EIO, "Input/output error")

    folder.mkdir()
    monkeypatch.setattr(Path, "iterdir", fail)
    with pytest.raises(DiskFailed, match="Input/output error"):
        status(folder)


def test_closing_lets_go_of_the_lock_even_when_the_log_cannot_be_brought_over(
    record: Record, folder: Path
) -> None:
    examination = saved(record)
    with second_connection(folder) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM draft").fetchone()
        record._session.db.conn.execute("PRAGMA busy_timeout = 1")
        record.close()
    with reopened(folder) as again:
        assert again.examination(examination.id) == examination


def test_damaged_documents_are_refused_when_read(record: Record, folder: Path) -> None:
    examination = saved(record)
    record.set_settings(Settings())
    record.set_place(Place(examination=examination.id, step="reason"))
    with second_connection(folder) as connection:
        connection.execute("UPDATE revision SET doc = '{\"id\": 1}'")
        for table in ("patient", "clinic", "settings", "place", "account"):
            connection.execute(f"UPDATE {table} SET doc = '[]'")
    with pytest.raises(RecordDamaged, match=str(examination.id)):
        record.examination(examination.id)
    with pytest.raises(RecordDamaged, match=str(examination.patient.id)):
        record.patients.get(examination.patient.id)
    for read, what in (
        (record.clinic, "The clinic cannot be read"),
        (record.settings, "The settings cannot be read"),
        (record.place, "The place cannot be read"),
        (record.people.all, "A person cannot be read"),
        (record.lists.all, "A patient cannot be read"),
    ):
        with pytest.raises(RecordDamaged, match=what):
            read()


def test_nothing_of_a_patient_is_readable_in_the_files(folder: Path) -> None:
    canary = "Zyxwvutsrq"
    examination = noted(an_examination(a_patient(canary)), f"note of {canary}")
    spellings = [canary, canary.lower(), PASSPHRASE, str(examination.patient.id)]
    wanted = [text.encode(coding) for text in spellings for coding in ("utf-8", "utf-16-le")]
    wanted += [base64.b64encode(text.encode())[:-4] for text in spellings]

    def leaks() -> list[str]:
        return [
            path.name
            for path in folder.rglob("*")
            if path.is_file()
            and (
                any(text in path.read_bytes() for text in wanted)
                or b"SQLite format" in path.read_bytes()
                or any(text.decode("latin-1") in path.name for text in wanted)
            )
        ]

    record = make(folder)
    record.drafts.save(examination)
    record.patients.find(canary)
    record.backups.make()
    assert (folder / "record.db-wal").stat().st_size > 0
    assert leaks() == []
    record.signed.sign(examination)
    record.close()
    assert leaks() == []
    assert json.loads((folder / "keys.json").read_bytes())["slots"]
    assert files.temporary(folder / "keys.json").exists() is False


def test_times_of_the_record_are_in_utc(record: Record) -> None:
    before = datetime.now(UTC)
    examination = an_examination()
    saved_at = record.drafts.save(examination)
    version = record.signed.sign(examination)
    assert record.trail.entries()[0].action is Action.SIGNED
    times = (
        saved_at,
        version.recorded_from,
        version.recorded_to,
        version.signature.signed_at,
        record.trail.entries()[0].at,
        record.lists.all()[0].saved_at,
    )
    assert {at.tzinfo for at in times} == {UTC}
    assert all(before <= at <= datetime.now(UTC) for at in times)
