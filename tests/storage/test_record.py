"""What was saved is there, whatever happens; what does not fit is refused and changes nothing."""

import base64
import errno
import json
import os
import random
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.document import DocumentRefused
from clinic_desktop.domain.examination import Clinic, Examination, Measure, Patient, Sex
from clinic_desktop.domain.practice import State
from clinic_desktop.domain.response import Response
from clinic_desktop.storage import files
from clinic_desktop.storage.errors import (
    ConflictRefused,
    DiskFailed,
    DiskFull,
    DocumentConflict,
    EmptyPassphrase,
    FolderRefused,
    NewerRecord,
    NoRecord,
    PatientMismatch,
    RecordAltered,
    RecordBusy,
    RecordDamaged,
    RecordExists,
    RecordIncomplete,
    RecordInUse,
    SignedRefused,
    TextRefused,
    UnknownExamination,
    UnknownPatient,
    WrongPassphrase,
)
from clinic_desktop.storage.keys import rewrap
from clinic_desktop.storage.record import FolderStatus, Record, status
from tests.storage.samples import (
    CHEAP,
    PASSPHRASE,
    PRACTICE,
    TESTS,
    a_patient,
    an_examination,
    noted,
    second_connection,
    sign,
    start_program,
)
from tests.strategies import examinations, patients


def make(folder: Path) -> Record:
    """Make a record with a cheap key."""
    return Record.create(folder, PASSPHRASE, tests=TESTS, cost=CHEAP)


def reopened(folder: Path) -> Record:
    """Open the record in a folder."""
    return Record.open(folder, PASSPHRASE, tests=TESTS)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_record_is_empty_sound_and_private(folder: Path) -> None:
    with make(folder) as record:
        record.save_draft(an_examination())
        paths = list(folder.iterdir())
        assert {path.name for path in paths} == {
            "record.db",
            "record.db-wal",
            "record.db-shm",
            "keys.json",
            "record.lock",
        }
        assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert record.practice() is None
        assert record.verify() == ()
    assert {path.name for path in folder.iterdir()} == {"record.db", "keys.json", "record.lock"}


def test_a_record_knows_its_practice(folder: Path) -> None:
    with Record.create(folder, PASSPHRASE, tests=TESTS, practice=PRACTICE, cost=CHEAP) as record:
        assert record.practice() == PRACTICE
        other = msgspec.structs.replace(PRACTICE, clinic=Clinic(name="Other"))
        record.set_practice(other)
    with reopened(folder) as record:
        assert record.practice() == other


def test_an_empty_passphrase_makes_nothing(folder: Path) -> None:
    with pytest.raises(EmptyPassphrase):
        Record.create(folder, "", tests=TESTS, cost=CHEAP)
    assert not folder.exists()


def test_a_record_is_never_made_over_something(folder: Path) -> None:
    make(folder).close()
    before = contents(folder)
    with pytest.raises(RecordExists):
        make(folder)
    assert contents(folder) == before
    other = folder.parent / "letters"
    other.mkdir()
    (other / "letter.odt").write_text("Dear")
    with pytest.raises(FolderRefused):
        make(other)
    assert contents(other) == {"letter.odt": b"Dear"}


def test_there_is_no_record_to_open_in_other_folders(folder: Path) -> None:
    with pytest.raises(NoRecord, match="There is no record in"):
        reopened(folder)
    assert not folder.exists()
    folder.mkdir()
    (folder / "letter.odt").touch()
    with pytest.raises(NoRecord):
        reopened(folder)


@pytest.mark.parametrize("name", ["record.db", "keys.json"])
def test_half_a_record_is_refused_by_name_and_kept(folder: Path, name: str) -> None:
    make(folder).close()
    (folder / name).unlink()
    before = contents(folder)
    with pytest.raises(RecordIncomplete, match=f"{name} is missing"):
        reopened(folder)
    with pytest.raises(RecordExists):
        make(folder)
    assert contents(folder) == before


def test_other_files_beside_a_record_do_no_harm(folder: Path) -> None:
    make(folder).close()
    (folder / "report.pdf").touch()
    reopened(folder).close()


def test_a_wrong_passphrase_does_not_touch_the_database(folder: Path) -> None:
    make(folder).close()
    before = contents(folder)
    with pytest.raises(WrongPassphrase):
        Record.open(folder, "wrong", tests=TESTS)
    assert contents(folder) == before
    reopened(folder).close()


def test_a_changed_passphrase_opens_the_same_record(folder: Path) -> None:
    with make(folder) as record:
        record.save_draft(an_examination())
        lines = record.lines()
    rewrap(folder / "keys.json", PASSPHRASE, "new words", CHEAP)
    with Record.open(folder, "new words", tests=TESTS) as record:
        assert record.lines() == lines


def test_a_record_is_open_once(folder: Path) -> None:
    record = make(folder)
    with pytest.raises(RecordInUse):
        reopened(folder)
    record.close()
    record.close()
    reopened(folder).close()


def test_two_cannot_make_one_record(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program was quicker, between the look and the lock."""
    real = status
    looks = iter([lambda _: FolderStatus.MISSING_OR_EMPTY])

    def late(where: Path) -> FolderStatus:
        return next(looks, real)(where)

    make(folder).close()
    before = contents(folder)
    monkeypatch.setattr("clinic_desktop.storage.folder.status", late)
    with pytest.raises(RecordExists):
        make(folder)
    assert contents(folder) == before


class PowerCut(BaseException):
    """Stands for the end of the program at that point."""


SYSTEM_CALLS = ("mkdir", "open", "fsync", "rename", "replace", "unlink")


@contextmanager
def power_cut_at(call: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """End the program before the n-th call that changes the disk; yield the calls made."""
    made: list[str] = []

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def count_and_call(*arguments: object, **options: object) -> Any:
            if len(made) == call:
                raise PowerCut
            made.append(name)
            return real(*arguments, **options)

        return count_and_call

    with monkeypatch.context() as patch:
        for name in SYSTEM_CALLS:
            patch.setattr(os, name, counted(name, getattr(os, name)))
        yield made


def test_an_interrupted_creation_is_begun_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every step the folder is empty, or holds a whole record."""
    found = []
    for call in range(100):
        where = folder.with_name(f"record{call}")
        try:
            with power_cut_at(call, monkeypatch) as made:
                make(where).close()
        except PowerCut:
            found.append(status(where))
            if status(where) is FolderStatus.MISSING_OR_EMPTY:
                with pytest.raises(NoRecord):
                    reopened(where)
                make(where).close()
            with reopened(where) as record:
                assert record.verify() == ()
        else:
            break
    assert {"mkdir", "fsync", "rename", "replace"} <= set(made)
    assert set(found) == {FolderStatus.MISSING_OR_EMPTY, FolderStatus.RECORD}
    assert found == sorted(found)


def test_what_a_killed_creation_left_is_cleared(folder: Path) -> None:
    folder.mkdir()
    for name in ("record.db.new", "record.db.new-wal", "record.db.new-shm", "keys.json"):
        (folder / name).write_bytes(b"torn" * 5000)
    with make(folder) as record:
        assert record.verify() == ()
    assert {path.name for path in folder.iterdir()} == {"record.db", "keys.json", "record.lock"}


@pytest.mark.parametrize(
    "newer",
    [
        "PRAGMA user_version = 99",
        "INSERT INTO _sqlite_migrations VALUES (9, 'clinic_desktop', 'm0009_future', '')",
    ],
)
def test_a_newer_record_is_refused_untouched(folder: Path, newer: str) -> None:
    make(folder).close()
    program = start_program(
        "import os, sys; from pathlib import Path\n"
        "from tests.storage.samples import second_connection\n"
        "with second_connection(Path(sys.argv[1])) as connection:\n"
        "    connection.execute(sys.argv[2]); os._exit(0)",
        folder,
        newer,
    )
    program.communicate()
    before = contents(folder)
    assert before["record.db-wal"]
    with pytest.raises(NewerRecord) as told:
        reopened(folder)
    assert str(told.value) == (
        "This record was made by a newer version of Clinic Desktop. Update the program to open it."
    )
    after = contents(folder)
    del before["record.db-shm"], after["record.db-shm"]
    assert after == before


def test_a_record_without_its_guard_is_not_opened(folder: Path) -> None:
    make(folder).close()
    with second_connection(folder) as connection:
        connection.execute("DROP TRIGGER exam_version_delete")
    with pytest.raises(RecordAltered):
        reopened(folder)


@pytest.mark.parametrize("size", [0, 4095, 4096, 10_000])
def test_a_cut_off_file_is_damaged_and_kept(folder: Path, size: int) -> None:
    with make(folder) as record:
        record.save_draft(an_examination())
    path = folder / "record.db"
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(RecordDamaged, match="is damaged"), reopened(folder) as record:
        record.lines()
    assert path.stat().st_size == size


def test_the_keys_of_another_record_are_told(folder: Path) -> None:
    make(folder).close()
    other = folder.with_name("other")
    make(other).close()
    (other / "keys.json").replace(folder / "keys.json")
    with pytest.raises(RecordDamaged, match=r"keys\.json belongs to another record"):
        reopened(folder)


@given(examination=examinations(TESTS))
def test_what_was_saved_is_what_is_read(shared_record: Record, examination: Examination) -> None:
    examination = msgspec.structs.replace(examination, id=uuid4(), patient=a_patient())
    before = datetime.now(UTC)
    saved_at = shared_record.save_draft(examination)
    assert before <= saved_at <= datetime.now(UTC)
    assert saved_at.utcoffset() == timedelta(0)
    assert shared_record.examination(examination.id) == examination
    assert shared_record.lines(limit=1)[0].saved_at == saved_at


@given(patient=patients())
def test_any_patient_is_kept(shared_record: Record, patient: Patient) -> None:
    patient = msgspec.structs.replace(patient, id=uuid4())
    shared_record.save_patient(patient)
    assert shared_record.patient(patient.id) == patient
    examination = an_examination(patient)
    shared_record.save_draft(examination)
    assert shared_record.lines(limit=1)[0].patient == patient


def test_a_document_of_the_world_is_kept(record: Record, folder: Path) -> None:
    data = Path(__file__).parents[1] / "data" / "tests-positive-imaging-normal.json"
    examination = msgspec.json.decode(data.read_bytes(), type=Examination)
    record.close()
    tests = {response.test for response in examination.responses or ()}
    with Record.open(folder, PASSPHRASE, tests=tests) as other:
        other.save_draft(examination)
        assert other.examination(examination.id) == examination


def test_every_save_is_in_the_record_after_reopening(folder: Path) -> None:
    examination = an_examination()
    for note in ("one", "two", "three"):
        with make(folder) if note == "one" else reopened(folder) as record:
            if note != "one":
                assert record.examination(examination.id) == examination
            examination = noted(examination, note)
            record.save_draft(examination)
    with reopened(folder) as record:
        assert record.examination(examination.id) == examination
        assert len(record.lines()) == 1


def test_one_save_takes_few_statements(record: Record) -> None:
    examination = an_examination()
    record.save_draft(examination)
    statements: list[str] = []
    record._db.conn.set_trace_callback(statements.append)
    record.save_draft(noted(examination, "next answer"))
    record._db.conn.set_trace_callback(None)
    assert [statement.split()[0] for statement in statements] == ["BEGIN", "UPDATE", "COMMIT"]


KILLED = """
import sys
from pathlib import Path
from typing import Any
from uuid import UUID
from clinic_desktop.storage.record import Record
from tests.storage.samples import PASSPHRASE, TESTS, noted

record = Record.open(Path(sys.argv[1]), PASSPHRASE, tests=TESTS)
examination = record.examination(UUID(sys.argv[2]))
for answer in range(1, 10_000):
    record.save_draft(noted(examination, str(answer)))
    print(answer, flush=True)
"""


def test_no_acknowledged_answer_is_lost_when_the_program_is_killed(folder: Path) -> None:
    examination = an_examination(note="0")
    with make(folder) as record:
        record.save_draft(examination)
    chance = random.Random(4711)
    for _ in range(20):
        with start_program(KILLED, folder, str(examination.id)) as program:
            assert program.stdout is not None
            for _ in range(chance.randint(1, 60)):
                acknowledged = int(program.stdout.readline())
            program.kill()
            rest = program.stdout.read()
        # The line being written when the kill came may be torn.
        whole = [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]
        acknowledged = int(whole[-1]) if whole else acknowledged
        with reopened(folder) as record:
            kept = record.examination(examination.id)
            assert kept.presentation is not None
            assert int(kept.presentation.note or "") >= acknowledged
            assert record.verify() == ()


def test_a_draft_changed_elsewhere_is_not_overwritten(record: Record, folder: Path) -> None:
    examination = an_examination()
    record.save_draft(examination)
    theirs = noted(examination, "theirs")
    doc = msgspec.json.encode(theirs).decode()
    with second_connection(folder) as connection:
        connection.execute("UPDATE draft SET doc = ?, rev = rev + 1", (doc,))
    with pytest.raises(ConflictRefused, match="Open it again"):
        record.save_draft(noted(examination, "mine"))
    assert record.examination(examination.id) == theirs
    record.save_draft(noted(examination, "mine, after reading theirs"))


def test_a_draft_that_was_not_read_is_not_overwritten(folder: Path) -> None:
    examination = an_examination()
    with make(folder) as record:
        record.save_draft(examination)
    with reopened(folder) as record:
        with pytest.raises(ConflictRefused):
            record.save_draft(noted(examination, "blind"))
        assert record.examination(examination.id) == examination


def test_a_signed_examination_is_not_saved_over(record: Record, folder: Path) -> None:
    examination = an_examination()
    record.save_patient(examination.patient)
    sign(folder, examination)
    assert record.examination(examination.id) == examination
    with pytest.raises(SignedRefused, match="is signed"):
        record.save_draft(noted(examination, "later"))
    assert record.drafts() == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"responses": (Response(test="unheard_of", side=TestedSide.LEFT),)},
        {"responses": (Response(test="slr", side=TestedSide.LEFT, nprs=11),)},
        {"conclusion": noted(an_examination(), "a" * 10_000_001).presentation},
    ],
)
def test_what_could_not_be_read_again_is_not_saved(
    record: Record, wrong: dict[str, object]
) -> None:
    examination = an_examination()
    record.save_draft(examination)
    with pytest.raises(DocumentRefused):
        record.save_draft(msgspec.structs.replace(examination, **wrong))
    assert record.examination(examination.id) == examination


def test_half_a_character_is_refused_and_nul_is_kept(record: Record) -> None:
    examination = an_examination()
    with pytest.raises(TextRefused, match="half a character"):
        record.save_draft(noted(examination, "a\ud800"))
    with pytest.raises(TextRefused):
        record.save_patient(a_patient("\udfff"))
    patient = a_patient("Nul\0l")
    record.save_draft(noted(an_examination(patient), "a\0b"))
    assert record.patients("null") == (patient,)
    assert record.patient(patient.id) == patient


def test_a_patient_comes_with_the_first_examination(record: Record) -> None:
    examination = an_examination()
    record.save_draft(examination)
    assert record.patient(examination.patient.id) == examination.patient


@pytest.mark.parametrize(
    "other",
    [{"family_name": "Other"}, {"given_name": "Eve"}, {"birth_date": datetime(1979, 1, 1).date()}],
)
def test_a_known_patient_is_not_given_another_identity(
    record: Record, other: dict[str, object]
) -> None:
    patient = a_patient()
    record.save_patient(patient)
    confused = msgspec.structs.replace(patient, **other)
    for save in (record.save_draft, record.add_document):
        with pytest.raises(PatientMismatch) as told:
            save(an_examination(confused))
        assert "the record knows this patient as Sample, Ada, born 1978-03-14" in str(told.value)
        assert str(next(iter(other.values()))) in str(told.value)
    assert record.lines() == ()
    examination = an_examination(patient)
    record.save_draft(examination)
    with pytest.raises(PatientMismatch):
        record.save_draft(msgspec.structs.replace(examination, patient=confused))


def test_what_is_not_recorded_contradicts_nothing_and_is_filled_in(record: Record) -> None:
    patient = a_patient(given_name=None, birth_date=None)
    record.save_patient(patient)
    fuller = a_patient(given_name=None, id=patient.id, sex=Sex.FEMALE)
    record.save_draft(an_examination(fuller))
    assert record.patient(patient.id) == fuller
    record.save_draft(an_examination(Patient(id=patient.id)))
    assert record.patient(patient.id) == fuller
    nameless = Patient(id=uuid4())
    record.save_patient(nameless)
    record.save_draft(an_examination(msgspec.structs.replace(nameless, family_name="Now")))
    assert record.patient(nameless.id).family_name == "Now"


def test_a_corrected_name_never_stops_an_open_examination(record: Record) -> None:
    """No answer is refused because somebody corrected the patient's name meanwhile."""
    examination = an_examination(a_patient("Smiht"))
    record.save_draft(examination)
    corrected = msgspec.structs.replace(examination.patient, family_name="Smith")
    record.save_patient(corrected)
    examination = noted(examination, "next answer")
    record.save_draft(examination)
    assert record.examination(examination.id) == examination
    record.save_draft(msgspec.structs.replace(examination, patient=corrected))
    assert record.patients() == (corrected,)


def test_the_patient_worked_with_last_comes_first(record: Record) -> None:
    one, two = an_examination(a_patient("One")), an_examination(a_patient("Two"))
    record.save_draft(one)
    record.save_draft(two)
    assert record.patients() == (two.patient, one.patient)
    record.save_draft(one)
    assert record.patients() == (one.patient, two.patient)
    record.save_draft(an_examination(two.patient))
    assert record.patients(limit=1) == (two.patient,)


def test_an_unknown_patient_or_examination_is_told(record: Record) -> None:
    with pytest.raises(UnknownPatient, match=str(UUID(int=1))):
        record.patient(UUID(int=1))
    with pytest.raises(UnknownExamination, match=str(UUID(int=1))):
        record.examination(UUID(int=1))
    assert record.examinations_of(UUID(int=1)) == ()


def test_the_list_shows_each_examination_once_with_its_state(record: Record, folder: Path) -> None:
    patient = a_patient("Łukasz")
    draft, signed, amended = (an_examination(patient) for _ in range(3))
    record.save_patient(patient)
    sign(folder, signed, signed_at="2026-01-03T00:00:00.000000+00:00")
    first = sign(folder, amended, signed_at="2026-01-01T00:00:00.000000+00:00")
    later = noted(amended, "corrected")
    sign(folder, later, signed_at="2026-01-02T00:00:00.000000+00:00", supersedes=first)
    record.save_draft(draft)
    record.save_draft(an_examination(a_patient("Other")))
    lines = record.lines("luk")
    assert [(line.id, line.state) for line in lines] == [
        (draft.id, State.DRAFT),
        (signed.id, State.SIGNED),
        (amended.id, State.AMENDED),
    ]
    assert lines[2].saved_at == datetime(2026, 1, 2, tzinfo=UTC)
    assert lines[0].performed_at == draft.performed_at
    assert {line.patient for line in lines} == {patient}
    assert record.examination(amended.id) == later
    assert len(record.lines()) == 4
    assert record.lines(limit=1) == record.drafts(limit=1)
    assert [line.id for line in record.drafts()][1:] == [draft.id]
    assert record.lines("nobody") == ()


def test_a_patients_examinations_come_latest_performed_first(record: Record, folder: Path) -> None:
    patient = a_patient()
    times = ("2026-01-01T12:00:00+00:00", "2026-01-01T12:30:00+02:00", None)
    made = [msgspec.structs.replace(an_examination(patient), performed_at=time) for time in times]
    record.save_patient(patient)
    sign(folder, made[0])
    record.save_draft(made[2])
    record.save_draft(made[1])
    record.save_draft(an_examination())
    assert record.examinations_of(patient.id) == tuple(made)


def test_the_same_document_is_added_once(record: Record, folder: Path) -> None:
    examination = an_examination(note="sent")
    assert record.add_document(examination)
    lines = record.lines()
    assert not record.add_document(examination)
    assert record.lines() == lines
    record.save_draft(noted(examination, "changed here"))
    with pytest.raises(DocumentConflict) as told:
        record.add_document(examination)
    assert str(told.value).startswith(
        f"Examination {examination.id} is already in the record with other content."
    )
    signed = an_examination(examination.patient)
    sign(folder, signed)
    assert not record.add_document(signed)
    with pytest.raises(DocumentConflict):
        record.add_document(noted(signed, "other"))


def test_a_number_written_otherwise_is_the_same_content(record: Record) -> None:
    examination = msgspec.structs.replace(an_examination(), measures=(Measure(score=7),))
    assert record.add_document(examination)
    assert not record.add_document(
        msgspec.structs.replace(examination, measures=(Measure(score=7.0),))
    )


def test_a_full_disk_loses_nothing_and_saving_goes_on_afterwards(record: Record) -> None:
    examination = an_examination(note="kept")
    record.save_draft(examination)
    connection = record._db.conn
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    long = noted(examination, "a" * 100_000)
    with pytest.raises(DiskFull) as told:
        record.save_draft(long)
    assert str(told.value) == (
        "The disk is full. Nothing that was saved is lost. Free some space, then answer again."
    )
    assert not connection.in_transaction
    assert record.examination(examination.id) == examination
    connection.execute("PRAGMA max_page_count = 1000000")
    record.save_draft(long)
    assert record.examination(examination.id) == long


LIMITED = """
import resource, signal, sys
from pathlib import Path
from clinic_desktop.storage.errors import RecordError
from clinic_desktop.storage.record import Record
from tests.storage.samples import PASSPHRASE, TESTS, an_examination, noted

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
record = Record.open(Path(sys.argv[1]), PASSPHRASE, tests=TESTS)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
examination, saved = an_examination(), 0
try:
    while saved < 10_000:
        record.save_draft(noted(examination, str(saved + 1) + " " * 3000))
        saved += 1
except RecordError as error:
    print(type(error).__name__, error)
print(record._db.conn.in_transaction, saved)
print((record.examination(examination.id).presentation.note or "").strip() == str(saved))
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
record.save_draft(noted(examination, "after"))
print(record.examination(examination.id).presentation.note, record.verify())
record.close()
"""


def test_a_limit_of_the_system_loses_nothing(folder: Path) -> None:
    make(folder).close()
    out, _ = start_program(LIMITED, folder).communicate()
    error, state, kept, after = out.splitlines()
    assert error.startswith((DiskFailed.__name__, DiskFull.__name__))
    assert "then answer again" in error
    in_transaction, saved = state.split()
    assert in_transaction == "False"
    assert int(saved) > 10
    assert kept == "True"
    assert after == "after ()"


def test_another_writer_is_waited_for_and_then_told(record: Record, folder: Path) -> None:
    examination = an_examination()
    record.save_draft(examination)
    record._db.conn.execute("PRAGMA busy_timeout = 1")
    with second_connection(folder) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordBusy, match="Another program is using"):
            record.save_draft(examination)
        connection.execute("ROLLBACK")
    record.save_draft(examination)


READ_ONLY = """
import os, sys
from pathlib import Path
from clinic_desktop.storage.errors import RecordError
from clinic_desktop.storage.record import Record
from tests.storage.samples import CHEAP, PASSPHRASE, TESTS

if os.geteuid() == 0:
    os.setuid(65534)
folder = Path(sys.argv[1])
for attempt in (
    lambda: Record.open(folder, PASSPHRASE, tests=TESTS),
    lambda: Record.create(folder / "new", PASSPHRASE, tests=TESTS, cost=CHEAP),
):
    try:
        attempt()
    except RecordError as error:
        print(type(error).__name__, error)
"""


@pytest.mark.parametrize("lock_mode", [0o444, 0o666])
def test_a_read_only_folder_is_told(lock_mode: int) -> None:
    # Pytest's own folders let nobody else in.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder / "record").close()
        (folder / "record" / "record.db").chmod(0o444)
        (folder / "record" / "keys.json").chmod(0o444)
        (folder / "record" / "record.lock").chmod(lock_mode)
        (folder / "record").chmod(0o555)
        folder.chmod(0o755)
        try:
            out, _ = start_program(READ_ONLY, folder / "record").communicate()
        finally:
            (folder / "record").chmod(0o755)
    lines = out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("RecordReadOnly The folder ") for line in lines), out
    assert all("is read-only for you" in line for line in lines)


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
    examination = an_examination()
    record.save_draft(examination)
    with second_connection(folder) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM draft").fetchone()
        record._db.conn.execute("PRAGMA busy_timeout = 1")
        record.close()
    with reopened(folder) as again:
        assert again.examination(examination.id) == examination


def test_a_damaged_document_is_refused_when_read(record: Record, folder: Path) -> None:
    examination = an_examination()
    record.save_draft(examination)
    record.set_practice(PRACTICE)
    with second_connection(folder) as connection:
        connection.execute("UPDATE draft SET doc = '{\"id\": 1}'")
        connection.execute("UPDATE patient SET doc = '{}'")
        connection.execute("UPDATE practice SET doc = '{}'")
    with pytest.raises(RecordDamaged, match=str(examination.id)):
        record.examination(examination.id)
    with pytest.raises(RecordDamaged, match=str(examination.patient.id)):
        record.patient(examination.patient.id)
    with pytest.raises(RecordDamaged, match="The practice cannot be read"):
        record.practice()
    with pytest.raises(RecordDamaged):
        record.lines()


def test_nothing_of_a_patient_is_readable_in_the_files(folder: Path) -> None:
    canary = "Zyxwvutsrq"
    examination = noted(an_examination(a_patient(canary)), f"note of {canary}")
    spellings = [canary, canary.lower(), PASSPHRASE, str(examination.patient.id)]
    wanted = [text.encode(coding) for text in spellings for coding in ("utf-8", "utf-16-le")]
    wanted += [base64.b64encode(text.encode())[:-4] for text in spellings]

    def leaks() -> list[str]:
        return [
            name
            for name, data in contents(folder).items()
            if any(text in data for text in wanted) or b"SQLite format" in data
        ]

    record = make(folder)
    record.save_draft(examination)
    record.patients(canary)
    assert (folder / "record.db-wal").stat().st_size > 0
    assert leaks() == []
    record.close()
    assert leaks() == []
    assert json.loads((folder / "keys.json").read_bytes())["slots"]
    assert files.temporary(folder / "keys.json").exists() is False
