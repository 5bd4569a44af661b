"""A record is made whole or not at all, opened or refused untouched, and lists what it holds."""

import base64
import errno
import json
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
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
    EmptyPassphrase,
    ExaminationWithdrawn,
    FolderRefused,
    NewerRecord,
    NoRecord,
    NotAllowed,
    PatientMismatch,
    RecordAltered,
    RecordBusy,
    RecordDamaged,
    RecordExists,
    RecordIncomplete,
    RecordInUse,
    RestoreFailed,
    SignedRefused,
    UnknownExamination,
    WrongPassphrase,
)
from clinic_desktop.storage.record import FolderStatus, Record, status
from tests.storage.samples import (
    CHEAP,
    PASSPHRASE,
    PRACTICE,
    TESTS,
    a_patient,
    a_person,
    an_examination,
    contents,
    each_raises,
    make,
    noted,
    reopened,
    saved,
    second_connection,
    signed,
    start_program,
)


def test_a_new_record_is_empty_sound_and_private(folder: Path) -> None:
    with Record.create(folder, PASSPHRASE, tests=TESTS, cost=CHEAP) as record:
        record.drafts.save(an_examination())
        paths = list(folder.iterdir())
        assert {path.name for path in paths} == {
            "record.db",
            "record.db-wal",
            "record.db-shm",
            "keys.json",
            "record.lock",
            "record.tally",
        }
        assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert record.folder == folder
        assert record.clinic() is None
        assert record.settings() == Settings()
        assert record.place() is None
        assert record.account.role is Role.OWNER
        assert record.account.name == "Therapist without a name"
        assert record.people.all() == (record.account,)
        assert record.verify() == ()
    assert {path.name for path in folder.iterdir()} == {
        "record.db",
        "keys.json",
        "record.lock",
        "record.tally",
    }


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


def test_a_records_id_is_its_own_and_stays(folder: Path) -> None:
    with make(folder) as record, make(folder.with_name("other")) as other:
        first = record.id
        assert first != other.id
    with reopened(folder) as record:
        assert record.id == first


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
        reopened(folder, "wrong")
    after = contents(folder)
    assert after.pop("attempts.json")
    assert after == before
    reopened(folder).close()


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
    assert {path.name for path in folder.iterdir()} == {
        "record.db",
        "keys.json",
        "record.lock",
        "record.tally",
    }


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
        record.drafts.save(an_examination())
    path = folder / "record.db"
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(RecordDamaged, match="is damaged"), reopened(folder) as record:
        record.lists.all()
    assert path.stat().st_size == size


def test_the_keys_of_another_record_are_told(folder: Path) -> None:
    make(folder).close()
    other = folder.with_name("other")
    make(other).close()
    (other / "keys.json").replace(folder / "keys.json")
    with pytest.raises(RecordDamaged, match=r"keys\.json belongs to another record"):
        reopened(folder)


def test_what_cannot_be_opened_lets_go_of_everything(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record whose trail cannot be written is not opened, and not kept locked either."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with make(folder) as record:
        saved(record)
        made = record.backups.make()
    with monkeypatch.context() as patch:
        patch.setattr("clinic_desktop.storage.opening.note", fail)
        with pytest.raises(DiskFailed):
            reopened(folder)
    with monkeypatch.context() as patch:
        patch.setattr("clinic_desktop.storage.opening.note_restored", fail)
        with pytest.raises(RestoreFailed, match="so the backup was not restored"):
            Record.restore(folder, made.path, PASSPHRASE, tests=TESTS, cost=CHEAP)
    with reopened(folder) as record:
        assert len(record.lists.all()) == 1


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


READ_ONLY = """
import os, sys
from pathlib import Path
from clinic_desktop.storage.errors import RecordError
from tests.storage.samples import make, reopened

if os.geteuid() == 0:
    os.setuid(65534)
folder = Path(sys.argv[1])
for attempt in (lambda: reopened(folder), lambda: make(folder / "new")):
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
