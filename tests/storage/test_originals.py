"""The file a report came in as stays in the record as it came, while something names it."""

import hashlib
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import AttachedFile, ImagingReport, Original
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import VersionKind
from clinic_desktop.storage import driver, originals, ways_in
from clinic_desktop.storage.errors import (
    DiskFull,
    FileTooLarge,
    RecordDamaged,
    RecordReadOnly,
    SignedRefused,
    UnknownExamination,
    UnknownOriginal,
)
from clinic_desktop.storage.record import Record
from tests.storage.samples import (
    Clock,
    a_patient,
    an_examination,
    each_raises,
    make,
    note_of,
    noted,
    reopened,
    saved,
    second_connection,
    signed,
)

PDF = b"%PDF-1.4 \x00\xff fictional report"
LATER = date(2100, 1, 1)


def sha256_of(data: bytes) -> str:
    """Return the name a file is found by."""
    return hashlib.sha256(data).hexdigest()


def kept(record: Record, examination: Examination, data: bytes = PDF) -> Original:
    """Keep a file with a draft."""
    return record.originals.keep(examination.id, "report.pdf", "application/pdf", data)


def naming(examination: Examination, *files: Original) -> Examination:
    """Return the examination with a report per file."""
    reports = tuple(ImagingReport(id=uuid4(), original=file) for file in files)
    return msgspec.structs.replace(examination, imaging=reports or None)


def reported(record: Record, examination: Examination | None = None) -> Examination:
    """Save a draft that names a file, and return it."""
    draft = saved(record, examination)
    return saved(record, naming(draft, kept(record, draft)))


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """Return rows of the database."""
    with second_connection(folder) as connection:
        found: list[tuple[object, ...]] = connection.execute(sql).fetchall()
        return found


def actions(record: Record) -> list[Action]:
    """Return what the trail tells of files, newest first."""
    told = (Action.ATTACHED, Action.DETACHED)
    return [entry.action for entry in record.trail.entries() if entry.action in told]


def test_a_file_comes_out_as_it_came_in_and_its_document_names_it(folder: Path) -> None:
    with make(folder, now=Clock()) as record:
        draft = saved(record)
        original = kept(record, draft)
        assert original == Original(
            name="report.pdf", media_type="application/pdf", sha256=sha256_of(PDF), size=len(PDF)
        )
        record.drafts.save(naming(draft, original))
        (file,) = record.originals.of(draft.id)
        assert file == AttachedFile(
            name="report.pdf",
            media_type="application/pdf",
            sha256=sha256_of(PDF),
            size=len(PDF),
            added_at=file.added_at,
            added_by="T. Herapist",
        )
        told = next(e for e in record.trail.entries() if e.action is Action.ATTACHED)
        assert (told.at, told.examination, told.patient, told.detail) == (
            *(file.added_at, draft.id, draft.patient.id),
            file.sha256,
        )
    with reopened(folder) as record:
        assert record.originals.data(file.sha256) == PDF
        assert record.originals.of(draft.id) == (file,)
        assert record.originals.of(UUID(int=9)) == ()
        assert record.verify() == ()


@given(st.binary(max_size=5000))
def test_any_bytes_are_kept(shared_record: Record, data: bytes) -> None:
    draft = saved(shared_record)
    original = kept(shared_record, draft, data)
    assert original.size == len(data)
    assert shared_record.originals.data(original.sha256 or "") == data


def test_the_same_bytes_are_attached_once_under_their_first_name(
    record: Record, folder: Path
) -> None:
    draft, other = saved(record), saved(record)
    first = kept(record, draft)
    assert record.originals.keep(draft.id, "again.pdf", "text/plain", PDF) == first
    assert actions(record) == [Action.ATTACHED]
    record.originals.keep(other.id, "other.pdf", "application/pdf", PDF)
    assert [file.name for file in record.originals.of(other.id)] == ["other.pdf"]
    kept(record, draft, b"second")
    assert [file.size for file in record.originals.of(draft.id)] == [len(PDF), 6]
    assert rows(folder, "SELECT count(*) FROM original") == [(2,)]


def test_a_file_larger_than_the_limit_is_told_and_the_largest_is_kept(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = saved(record)
    largest = bytes(originals.MAX_BYTES)
    with pytest.raises(FileTooLarge, match=r"The file is 20\.1 MB large\. A file of up to 20 MB"):
        kept(record, draft, largest + b"x")
    assert record.originals.of(draft.id) == ()
    assert record.originals.data(kept(record, draft, largest).sha256 or "") == largest
    monkeypatch.setattr(originals, "MAX_BYTES", 2)
    with pytest.raises(FileTooLarge):
        kept(record, draft, b"abc")


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("Łąka \N{HEADPHONE}.pdf", "Łąka \N{HEADPHONE}.pdf"),
        ("half\ud800.pdf", "half?.pdf"),
        ("long" * 100 + ".pdf", ("long" * 100 + ".pdf")[-255:]),
        ("", ""),
    ],
)
def test_any_name_is_kept_as_text(record: Record, name: str, kept_as: str) -> None:
    draft = saved(record)
    original = record.originals.keep(draft.id, name, "text/plain", PDF)
    record.drafts.save(naming(draft, original))
    assert [file.name for file in record.originals.of(draft.id)] == [original.name] == [kept_as]


def test_a_file_is_attached_to_a_draft_only(record: Record) -> None:
    withdrawn, closed = saved(record), signed(record)
    record.drafts.withdraw(withdrawn.id, "begun twice")
    each_raises(SignedRefused, lambda: kept(record, withdrawn), lambda: kept(record, closed))
    with pytest.raises(UnknownExamination):
        kept(record, an_examination())
    assert actions(record) == []
    amendment = record.signed.amend(closed.id, VersionKind.ADDENDUM, "the report came")
    assert kept(record, amendment)


def test_an_unknown_file_is_told(record: Record) -> None:
    with pytest.raises(UnknownOriginal, match="not in this record"):
        record.originals.data("0" * 64)


def test_changed_bytes_are_never_given_out_and_are_named(record: Record, folder: Path) -> None:
    draft = reported(record)
    with second_connection(folder) as connection:
        connection.execute("DROP TRIGGER original_update")
        connection.execute("UPDATE original SET data = x'00'")
    with pytest.raises(RecordDamaged, match="its bytes were changed"):
        record.originals.data(sha256_of(PDF))
    assert (
        f"The original file {sha256_of(PDF)[:12]} of examination {draft.id} is not as it was kept: "
        "its bytes were changed."
    ) in record.verify()


def test_undoing_and_going_back_find_the_file_until_signing(record: Record, folder: Path) -> None:
    draft = reported(record)
    record.drafts.save(naming(draft))
    back = record.drafts.undo(draft.id)
    assert back is not None
    assert back.imaging is not None
    assert record.originals.data(sha256_of(PDF)) == PDF
    record.drafts.redo(draft.id)
    assert actions(record) == [Action.ATTACHED]
    record.signed.sign(record.drafts.examination(draft.id))
    assert record.originals.of(draft.id) == ()
    assert actions(record) == [Action.DETACHED, Action.ATTACHED]
    assert rows(folder, "SELECT count(*) FROM original") == [(0,)]
    with pytest.raises(UnknownOriginal):
        record.originals.data(sha256_of(PDF))
    assert record.verify() == ()


def test_a_file_that_was_never_named_is_let_go_of_at_signing(record: Record) -> None:
    """A crash between keeping and naming leaves such a one."""
    draft = reported(record)
    kept(record, draft, b"never named")
    record.signed.sign(draft)
    assert [file.sha256 for file in record.originals.of(draft.id)] == [sha256_of(PDF)]
    assert record.verify() == ()


def test_a_file_of_a_version_stays_when_an_amendment_names_it_no_more(record: Record) -> None:
    examination = reported(record)
    record.signed.sign(examination)
    amendment = record.signed.amend(examination.id, VersionKind.CORRECTION, "another one's report")
    new = kept(record, amendment, b"new")
    record.signed.sign(saved(record, naming(amendment, new)))
    assert {file.sha256 for file in record.originals.of(examination.id)} == {
        sha256_of(PDF),
        new.sha256,
    }
    assert record.verify() == ()


def test_a_withdrawn_amendment_lets_go_of_its_file_and_a_withdrawn_draft_keeps_it(
    record: Record,
) -> None:
    examination = reported(record)
    record.signed.sign(examination)
    amendment = record.signed.amend(examination.id, VersionKind.ADDENDUM, "more came")
    record.drafts.save(naming(amendment, kept(record, amendment, b"more")))
    record.drafts.withdraw(examination.id, "not his")
    assert [file.sha256 for file in record.originals.of(examination.id)] == [sha256_of(PDF)]
    draft = reported(record)
    record.drafts.withdraw(draft.id, "begun twice")
    assert record.originals.of(draft.id)
    assert record.verify() == ()


def test_what_was_entered_in_error_keeps_its_file_and_so_does_what_is_filed_again(
    record: Record, folder: Path
) -> None:
    wrong = reported(record)
    record.signed.sign(wrong)
    amendment = record.signed.amend(wrong.id, VersionKind.ADDENDUM, "more came")
    kept(record, amendment, b"never signed")
    right = record.signed.enter_in_error(wrong.id, "of somebody else", a_patient("Right"))
    assert right is not None
    for one in (wrong.id, right):
        assert [file.name for file in record.originals.of(one)] == ["report.pdf"]
    record.patients.erase(wrong.patient.id, LATER, 1)
    assert record.originals.of(wrong.id) == ()
    assert record.originals.data(sha256_of(PDF)) == PDF
    record.signed.sign(record.drafts.examination(right))
    assert record.verify() == ()
    assert rows(folder, "SELECT count(*) FROM original") == [(1,)]


def test_an_erased_patients_files_go_with_them(record: Record, folder: Path) -> None:
    examination = reported(record)
    record.signed.sign(examination)
    draft = reported(record, an_examination(examination.patient))
    record.drafts.withdraw(draft.id, "begun twice")
    seal = record.signed.versions(examination.id)[0].seal
    record.patients.erase(examination.patient.id, LATER, 1)
    for table in ("original", "attached"):
        assert rows(folder, f"SELECT count(*) FROM {table}") == [(0,)]
    assert record.signed.versions(examination.id)[0].seal == seal
    assert record.verify() == ()


def test_merged_patients_keep_their_files_and_are_erased_with_them(
    record: Record, folder: Path
) -> None:
    """An amendment signed after the merging is of the other patient's id."""
    one, two = a_patient(), a_patient()
    examination = reported(record, an_examination(one))
    record.signed.sign(examination)
    record.patients.save(two)
    record.patients.merge(one.id, two.id)
    amendment = record.signed.amend(examination.id, VersionKind.ADDENDUM, "more")
    record.patients.save(msgspec.structs.replace(two, given_name="Adah"))
    record.signed.sign(saved(record, noted(record.drafts.examination(amendment.id), "more")))
    assert len(record.originals.of(examination.id)) == 1
    record.patients.erase(two.id, LATER, 1)
    assert rows(folder, "SELECT count(*) FROM original") == [(0,)]
    assert record.verify() == ()


def test_a_document_from_elsewhere_may_name_a_file_that_did_not_come(record: Record) -> None:
    named = Original(name="gone.pdf", media_type="application/pdf", sha256="a" * 64, size=5)
    brought = naming(an_examination(), named, Original(name="only a name"))
    brought = msgspec.structs.replace(brought, imaging=(*(brought.imaging or ()), ImagingReport()))
    assert record.add_document(brought)
    assert record.originals.of(brought.id) == ()
    assert record.verify() == ()
    record.signed.sign(brought)
    again = record.signed.enter_in_error(brought.id, "of somebody else", a_patient("Right"))
    assert again is not None
    record.signed.sign(record.drafts.examination(again))
    assert record.verify() == ()


def test_a_document_from_elsewhere_has_the_file_that_is_here(record: Record) -> None:
    here = reported(record)
    brought = msgspec.structs.replace(here, id=uuid4())
    record.add_document(brought)
    assert [file.name for file in record.originals.of(brought.id)] == ["report.pdf"]
    record.drafts.save(naming(here))
    record.signed.sign(naming(here))
    assert record.originals.data(sha256_of(PDF)) == PDF
    assert record.verify() == ()


def test_a_document_that_names_a_file_nobody_kept_is_named(record: Record) -> None:
    draft = saved(record)
    named = Original(name="gone.pdf", sha256="a" * 64)
    draft = saved(record, naming(draft, named))
    other = signed(record, naming(an_examination(), named))
    told = {
        f"Examination {one.id} names the original file aaaaaaaaaaaa, which is not in the record."
        for one in (draft, other)
    }
    assert set(record.verify()) == told


@pytest.mark.parametrize(
    ("attack", "named"),
    [
        ("DELETE FROM attached", "is not in the record as the trail tells it."),
        ("DELETE FROM attached", "belongs to no examination."),
        ("DELETE FROM original", "is lost."),
        ("DELETE FROM original", "which is not in the record."),
        ("UPDATE attached SET exam_id = 'e'", "is in the record, but not in the trail."),
        ("UPDATE original SET data = x'00'", "its bytes were changed."),
        ("INSERT INTO original VALUES ('f', x'00')", "The original file f is not as it was kept"),
    ],
)
def test_what_was_done_to_a_file_past_the_program_is_named(
    record: Record, folder: Path, attack: str, named: str
) -> None:
    examination = reported(record)
    record.signed.sign(examination)
    with second_connection(folder) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for table in ("original", "attached"):
            for act in ("update", "delete"):
                connection.execute(f"DROP TRIGGER {table}_{act}")
        connection.execute(attack)
    assert any(named in problem for problem in record.verify())


@pytest.mark.parametrize("foreign_keys", ["ON", "OFF"])
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE original SET data = x'00'",
        "UPDATE original SET sha256 = 'other'",
        "DELETE FROM original",
        "INSERT OR REPLACE INTO original SELECT sha256, x'00' FROM original",
        "UPDATE attached SET name = 'other'",
        "UPDATE OR REPLACE attached SET exam_id = 'other'",
        "DELETE FROM attached",
        "REPLACE INTO attached SELECT id, 'other', sha256, '', '', '', '' FROM attached",
        "REPLACE INTO attached SELECT 99, exam_id, sha256, '', '', '', '' FROM attached",
    ],
)
def test_a_file_that_a_version_names_is_never_changed_or_deleted(
    record: Record, folder: Path, attack: str, foreign_keys: str
) -> None:
    record.signed.sign(reported(record))
    with second_connection(folder) as connection:
        connection.execute(f"PRAGMA foreign_keys = {foreign_keys}")
        with pytest.raises(driver.DatabaseError, match=r"cannot be (changed|deleted|replaced)"):
            connection.execute(attack)
    assert record.originals.data(sha256_of(PDF)) == PDF
    assert record.verify() == ()


def test_a_full_disk_loses_nothing_and_the_file_is_kept_afterwards(record: Record) -> None:
    draft = saved(record, an_examination(note="kept"))
    connection = record._session.db.conn
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match="Nothing that was saved is lost"):
        kept(record, draft, PDF * 10_000)
    assert not connection.in_transaction
    assert record.originals.of(draft.id) == ()
    connection.execute("PRAGMA max_page_count = 1000000")
    kept(record, draft, PDF * 10_000)
    assert note_of(record.examination(draft.id)) == "kept"
    assert record.verify() == ()


def test_a_record_that_is_read_only_says_so(record: Record) -> None:
    draft = saved(record)
    connection = record._session.db.conn
    connection.execute("PRAGMA query_only = ON")
    with pytest.raises(RecordReadOnly, match="read-only"):
        kept(record, draft)
    connection.execute("PRAGMA query_only = OFF")
    kept(record, draft)


def test_a_file_that_cannot_be_attached_leaves_no_bytes(record: Record, folder: Path) -> None:
    draft = saved(record)
    connection = record._session.db.conn
    connection.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON attached BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with pytest.raises(driver.DatabaseError, match="no"):
        kept(record, draft)
    connection.execute("DROP TRIGGER full")
    assert rows(folder, "SELECT count(*) FROM original") == [(0,)]
    assert record.verify() == ()


def test_a_backup_holds_the_files(record: Record, tmp_path: Path) -> None:
    draft = reported(record)
    made = record.backups.make()
    with ways_in.restore(
        tmp_path / "elsewhere", made.path, "correct horse", tests=frozenset({"slr"})
    ) as restored:
        assert restored.originals.data(sha256_of(PDF)) == PDF
        assert [file.name for file in restored.originals.of(draft.id)] == ["report.pdf"]
        assert restored.verify() == ()


def test_an_answer_never_writes_the_file_again(record: Record, folder: Path) -> None:
    """However large the file is, an answer adds to the log what it adds without one."""

    def written(examination: Examination) -> int:
        log = folder / "record.db-wal"
        record._session.checkpoint()
        record.drafts.save(noted(examination, "answer"))
        record.drafts.save(noted(examination, "another"))
        return log.stat().st_size

    record._session.db.conn.execute("PRAGMA wal_autocheckpoint = 0")
    draft = saved(record)
    original = kept(record, draft, b"short")
    draft = saved(record, naming(draft, original))
    short = written(draft)
    draft = saved(record, naming(draft, kept(record, draft, bytes(2_000_000))))
    assert written(draft) <= short + 4 * 4096
