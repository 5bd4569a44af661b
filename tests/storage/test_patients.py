"""Patients are corrected and merged without touching what was signed, and erased in their time."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given

from clinic_desktop.domain.examination import Identifier, Patient, Sex
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import DRAFT, Handing, VersionKind
from clinic_desktop.storage import patients as room
from clinic_desktop.storage.driver import Connection
from clinic_desktop.storage.errors import (
    ErasureRefused,
    MergeRefused,
    PatientMismatch,
    TextRefused,
    UnknownExamination,
    UnknownPatient,
)
from clinic_desktop.storage.record import Record
from tests.storage.samples import (
    Clock,
    a_patient,
    amended,
    an_edition,
    an_examination,
    each_raises,
    make,
    noted,
    reopened,
    saved,
    second_connection,
    signed,
)
from tests.strategies import patients

LATER = date(2050, 1, 1)


@given(patient=patients())
def test_any_patient_is_kept(shared_record: Record, patient: Patient) -> None:
    patient = msgspec.structs.replace(patient, id=uuid4())
    shared_record.patients.save(patient)
    assert shared_record.patients.get(patient.id) == patient
    saved(shared_record, an_examination(patient))
    assert shared_record.lists.all()[0].patient == patient


def test_half_a_character_in_a_name_is_refused(record: Record) -> None:
    with pytest.raises(TextRefused):
        record.patients.save(a_patient("\udfff"))
    assert record.patients.find() == ()


def test_an_unknown_patient_is_told(record: Record) -> None:
    known = a_patient()
    record.patients.save(known)
    nobody = UUID(int=1)
    with pytest.raises(UnknownPatient, match=str(nobody)):
        record.patients.get(nobody)
    for one, other in ((nobody, known.id), (known.id, nobody)):
        with pytest.raises(UnknownPatient):
            record.patients.merge(one, other)
    with pytest.raises(ErasureRefused):
        record.patients.erase(nobody, LATER, 1)


def test_a_patient_comes_with_the_first_examination(record: Record) -> None:
    examination = saved(record)
    assert record.patients.get(examination.patient.id) == examination.patient


@pytest.mark.parametrize(
    "other",
    [{"family_name": "Other"}, {"given_name": "Eve"}, {"birth_date": date(1979, 1, 1)}],
)
def test_a_known_patient_is_not_given_another_identity(
    record: Record, other: dict[str, object]
) -> None:
    patient = a_patient()
    record.patients.save(patient)
    confused = msgspec.structs.replace(patient, **other)
    for save in (record.drafts.save, record.add_document):
        with pytest.raises(PatientMismatch) as told:
            save(an_examination(confused))
        assert "the record knows this patient as Sample, Ada, born 1978-03-14" in str(told.value)
        assert str(next(iter(other.values()))) in str(told.value)
    assert record.lists.all() == ()
    examination = saved(record, an_examination(patient))
    with pytest.raises(PatientMismatch):
        record.drafts.save(msgspec.structs.replace(examination, patient=confused))


def test_a_nameless_patient_is_told_as_one(record: Record) -> None:
    nameless = Patient(id=uuid4(), birth_date=date(1978, 3, 14))
    record.patients.save(nameless)
    with pytest.raises(PatientMismatch, match="as a patient without a name, born 1978-03-14"):
        saved(
            record, an_examination(msgspec.structs.replace(nameless, birth_date=date(1979, 1, 1)))
        )


def test_what_is_not_recorded_contradicts_nothing_and_is_filled_in(record: Record) -> None:
    patient = a_patient(given_name=None, birth_date=None)
    record.patients.save(patient)
    fuller = a_patient(given_name=None, id=patient.id, sex=Sex.FEMALE)
    saved(record, an_examination(fuller))
    assert record.patients.get(patient.id) == fuller
    saved(record, an_examination(Patient(id=patient.id)))
    assert record.patients.get(patient.id) == fuller
    nameless = Patient(id=uuid4())
    record.patients.save(nameless)
    saved(record, an_examination(msgspec.structs.replace(nameless, family_name="Now")))
    assert record.patients.get(nameless.id).family_name == "Now"


def test_a_correction_reaches_drafts_and_leaves_what_was_signed(record: Record) -> None:
    patient = a_patient("Smiht")
    old = signed(record, an_examination(patient))
    draft = saved(record, an_examination(patient))
    amendment = record.signed.amend(old.id, VersionKind.ADDENDUM, "more")
    corrected = msgspec.structs.replace(patient, family_name="Smith")
    record.patients.save(corrected)
    assert record.examination(old.id).patient == patient
    assert record.drafts.examination(draft.id).patient == corrected
    assert record.drafts.examination(amendment.id).patient == corrected
    assert {line.patient for line in record.lists.all()} == {corrected}
    record.signed.sign(record.drafts.examination(amendment.id))
    assert [one.patient for one in record.signed.documents(old.id)] == [patient, corrected]
    assert record.verify() == ()


def test_the_trail_tells_of_a_patient_once_per_change(record: Record) -> None:
    patient = a_patient()
    for details in (patient, patient, msgspec.structs.replace(patient, given_name="Eve")):
        record.patients.save(details)
    told = [(e.action, e.patient) for e in record.trail.entries() if e.patient == patient.id]
    assert told == [(Action.PATIENT_CHANGED, patient.id), (Action.PATIENT_ADDED, patient.id)]


def test_the_patient_worked_with_last_comes_first(record: Record) -> None:
    one, two = an_examination(a_patient("One")), an_examination(a_patient("Two"))
    saved(record, one)
    saved(record, two)
    assert record.patients.find() == (two.patient, one.patient)
    saved(record, one)
    assert record.patients.find() == (one.patient, two.patient)
    saved(record, an_examination(two.patient))
    assert record.patients.find(limit=1) == (two.patient,)


ADA = a_patient("Sample", identifiers=(Identifier(system="clinic", value=" R-1 "),))


@pytest.mark.parametrize(
    "other",
    [
        a_patient("Sample"),
        a_patient("Sampel"),
        a_patient("Ada", given_name="Sample"),
        a_patient("Sample", birth_date=None),
        a_patient("Other", birth_date=None, identifiers=(Identifier(value="R-1"),)),
        a_patient("Other", birth_date=date(1990, 1, 1), identifiers=(Identifier(value="R-1"),)),
    ],
)
def test_who_may_be_the_same_person_is_shown(record: Record, other: Patient) -> None:
    record.patients.save(ADA)
    record.patients.save(a_patient("Somebody", given_name="Else"))
    assert record.patients.similar(other) == (ADA,)
    record.patients.save(other)
    assert ADA in record.patients.similar(other)
    assert other in record.patients.similar(ADA)
    assert ADA not in record.patients.similar(ADA)


@pytest.mark.parametrize(
    "other",
    [
        a_patient("Sample", birth_date=date(1990, 1, 1)),
        a_patient("Jones"),
        a_patient("Jones", birth_date=None),
        Patient(id=uuid4()),
        Patient(id=uuid4(), birth_date=date(1978, 3, 14)),
        a_patient("Jones", identifiers=(Identifier(), Identifier(value="R-11"))),
        a_patient("Sample", birth_date=date(1990, 1, 1), identifiers=(Identifier(value="R"),)),
    ],
)
def test_who_is_somebody_else_is_not_shown(record: Record, other: Patient) -> None:
    record.patients.save(ADA)
    assert record.patients.similar(other) == ()


def test_merging_files_everything_under_one_and_keeps_what_was_signed(record: Record) -> None:
    twice, patient = a_patient("Sampel"), a_patient("Sample")
    old = signed(record, an_examination(twice))
    draft = saved(record, an_examination(twice))
    own = signed(record, an_examination(patient))
    record.patients.merge(twice.id, patient.id)
    assert {line.id for line in record.lists.of(patient.id)} == {old.id, draft.id, own.id}
    assert {line.patient for line in record.lists.all()} == {patient}
    assert record.examination(old.id).patient == twice
    assert record.drafts.examination(draft.id).patient == patient
    assert record.patients.find() == (patient,)
    assert record.patients.find("sampel") == ()
    assert record.patients.similar(a_patient("Sampel")) == (patient,)
    assert record.patients.get(twice.id) == twice
    entry = record.trail.entries()[0]
    assert (entry.action, entry.patient) == (Action.PATIENTS_MERGED, patient.id)
    assert entry.detail == f"with {twice.id}"
    assert record.verify() == ()


def test_whoever_is_kept_is_found_by_the_numbers_of_both(record: Record) -> None:
    shared, own, other = (Identifier(system="clinic", value=n) for n in ("R-1", "R-2", "R-3"))
    twice = a_patient("Sampel", identifiers=(shared, other))
    patient = a_patient("Sample", identifiers=(own, shared))
    draft = saved(record, an_examination(twice))
    old = saved(record, an_examination(patient))
    record.patients.save(twice)
    record.patients.merge(twice.id, patient.id)
    kept = msgspec.structs.replace(patient, identifiers=(own, shared, other))
    for number in ("R-1", "R-2", "R-3"):
        assert record.patients.find(number) == (kept,)
    assert record.drafts.examination(draft.id).patient == kept
    assert record.drafts.examination(old.id).patient == kept
    without = a_patient("Without a number")
    record.patients.save(without)
    record.patients.merge(kept.id, without.id)
    assert record.patients.find() == (
        msgspec.structs.replace(without, identifiers=kept.identifiers),
    )


def test_nobody_is_merged_twice_or_with_themselves(record: Record) -> None:
    one, two, three = (a_patient(name) for name in ("One", "Two", "Three"))
    for patient in (one, two, three):
        record.patients.save(patient)
    record.patients.merge(one.id, two.id)
    for pair in ((one.id, one.id), (one.id, three.id), (three.id, one.id)):
        with pytest.raises(MergeRefused):
            record.patients.merge(*pair)
    saved(record, an_examination(one))
    record.patients.merge(two.id, three.id)
    assert [line.patient for line in record.lists.all()] == [three]
    assert record.patients.find() == (three,)


def test_what_comes_later_for_a_merged_patient_is_filed_under_the_other(record: Record) -> None:
    twice, patient = a_patient("Sampel"), a_patient("Sample")
    record.patients.save(twice)
    record.patients.save(patient)
    record.patients.merge(twice.id, patient.id)
    late = an_examination(twice)
    assert record.add_document(late)
    assert not record.add_document(late)
    record.patients.save(msgspec.structs.replace(twice, sex=Sex.MALE))
    assert record.patients.find("sampel") == ()
    assert [line.id for line in record.lists.of(patient.id)] == [late.id]
    corrected = msgspec.structs.replace(patient, given_name="Eve")
    record.patients.save(corrected)
    assert record.drafts.examination(late.id).patient == corrected
    assert record.verify() == ()


def test_the_retention_is_of_the_last_entry_of_all_that_is_filed(folder: Path) -> None:
    clock = Clock(datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    with make(folder, now=clock) as record:
        twice, patient = a_patient("Sampel"), a_patient("Sample")
        child = a_patient("Child", birth_date=date(2020, 5, 1))
        never = a_patient("Never examined")
        planned = msgspec.structs.replace(
            an_examination(a_patient("Planned")), performed_at="2028-01-01T09:00:00+01:00"
        )
        for examination in (an_examination(patient), an_examination(child), planned):
            signed(record, examination)
        record.patients.save(never)
        clock.at = datetime(2027, 3, 1, tzinfo=UTC)
        draft = saved(record, an_examination(twice))
        record.patients.merge(twice.id, patient.id)
        wanted = {
            patient.id: date(2035, 3, 1),
            child.id: date(2045, 5, 1),
            never.id: date(2034, 11, 18),
            planned.patient.id: date(2036, 1, 1),
        }
        assert {p.id: until for p, until in record.patients.due(LATER, 8)} == wanted
        assert record.patients.due(date(2034, 11, 18), 8) == ()
        assert [p.id for p, _ in record.patients.due(date(2034, 11, 19), 8)] == [never.id]
        with pytest.raises(ErasureRefused, match="still to be kept"):
            record.patients.erase(patient.id, date(2035, 3, 1), 8)
        with pytest.raises(ErasureRefused, match="unsigned examination"):
            record.patients.erase(patient.id, date(2035, 3, 2), 8)
        record.drafts.withdraw(draft.id, "begun twice")
        with pytest.raises(ErasureRefused):
            record.patients.erase(twice.id, LATER, 8)
        record.patients.erase(patient.id, date(2035, 3, 2), 8)
        assert record.verify() == ()


def everything(connection: Connection) -> str:
    """Return every value of every table of a database, those of the search index among them."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    found = []
    for (name,) in names:
        if name == "patient_fts":
            continue
        for row in connection.execute(f'SELECT * FROM "{name}"'):
            found += [v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in row]
    connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, patient_fts, row)")
    found += [term for (term,) in connection.execute("SELECT term FROM temp.terms")]
    connection.execute("DROP TABLE temp.terms")
    return "\n".join(found).casefold()


def test_of_an_erased_patient_only_what_identifies_nobody_stays(
    record: Record, folder: Path
) -> None:
    canary, twin = a_patient("Zyxwvutsrq"), a_patient("Qrstuvwxyz", given_name="Kanarienvogel")
    kept = signed(record, an_examination(a_patient("Zyxwkept"), note="stays"))
    old = amended(record, signed(record, an_examination(canary, "note of zyxwvutsrq")))
    withdrawn = saved(record, an_examination(canary, "begun of zyxwvutsrq"))
    record.drafts.withdraw(withdrawn.id, "zyxwvutsrq twice")
    error = signed(record, an_examination(twin))
    record.signed.enter_in_error(error.id, "not zyxwvutsrq")
    for examination in (old, error):
        pdf = b"%PDF zyxwvutsrq"
        record.papers.keep(examination, pdf, Handing.PRINTED, an_edition())
    record.patients.merge(twin.id, canary.id)
    versions = record.signed.versions(old.id)
    with second_connection(folder) as connection:
        assert "zyxwvutsrq" in everything(connection)
        assert "kanarienvogel" in everything(connection)
    record.patients.erase(canary.id, LATER, 1)
    with second_connection(folder) as connection:
        left = everything(connection)
        for word in ("zyxwv", "utsrq", "kanarien", "qrstu", "wrong side", "1978-03-14t"):
            assert word not in left
        assert "zyxwkept" in left
        marks = connection.execute(
            "SELECT patient_id, examinations FROM tombstone ORDER BY patient_id"
        ).fetchall()
    assert marks == sorted([(str(canary.id), 1), (str(twin.id), 1)])
    assert (folder / "record.db-wal").stat().st_size == 0
    with pytest.raises(UnknownPatient):
        record.patients.get(canary.id)
    each_raises(
        UnknownExamination,
        lambda: record.examination(old.id),
        lambda: record.signed.documents(old.id),
        lambda: record.signed.amend(old.id, VersionKind.ADDENDUM, "more"),
        lambda: record.signed.enter_in_error(old.id, "of somebody else"),
        lambda: record.add_document(old),
    )
    left_versions = record.signed.versions(old.id)
    assert [v.seal for v in left_versions] == [v.seal for v in versions]
    assert [v.reason for v in left_versions] == [None, None]
    assert [paper.is_erased for paper in record.papers.of(old.id)] == [True]
    assert [line.id for line in record.lists.all()] == [kept.id]
    told = [e.patient for e in record.trail.entries() if e.action is Action.PATIENT_ERASED]
    assert set(told) == {canary.id, twin.id}
    assert record.verify() == ()
    record.close()
    with reopened(folder) as again:
        assert again.verify() == ()


def test_no_word_of_an_erased_patient_stays_in_a_large_index(record: Record, folder: Path) -> None:
    for number in range(1500):
        record.patients.save(a_patient(f"M{number:x}q{number * 7919:x}", given_name=f"g{number}"))
    canary = a_patient("Mzyxwvutsrq", given_name="mzkanarienvogel")
    record.patients.save(canary)
    for number in range(300):
        record.patients.save(a_patient(f"Mz{number:x}", given_name=f"mzy{number}"))
    twin = a_patient("Mzyxwvutsrqponm")
    record.patients.save(twin)
    with second_connection(folder) as connection:
        assert "mzyxwvutsrqponm" in everything(connection)
    record.patients.merge(twin.id, canary.id)
    record.patients.erase(canary.id, LATER, 1)
    with second_connection(folder) as connection:
        left = everything(connection)
    for word in ("wvuts", "kanarien", "srqponm"):
        assert word not in left


def test_a_paper_of_two_merged_patients_is_erased_with_them(record: Record) -> None:
    """Two records of one person, alike in all that is printed, had the same paper."""
    one, two = a_patient(), a_patient()
    examination = saved(record, an_examination(one))
    record.papers.keep(examination, b"%PDF", Handing.SAVED, an_edition(DRAFT))
    record.patients.save(two)
    record.patients.merge(one.id, two.id)
    merged = record.drafts.examination(examination.id)
    record.papers.keep(merged, b"%PDF", Handing.SAVED, an_edition(DRAFT))
    record.signed.sign(merged)
    record.patients.erase(two.id, LATER, 1)
    assert [paper.is_erased for paper in record.papers.of(merged.id)] == [True, True]
    assert record.verify() == ()


def test_an_erased_patient_can_come_back_and_be_erased_again(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        patient = a_patient()
        signed(record, an_examination(patient))
        record.patients.erase(patient.id, LATER, 1)
        clock.at = datetime(2050, 2, 1, tzinfo=UTC)
        later = signed(record, an_examination(patient))
        assert record.examination(later.id) == later
        with pytest.raises(ErasureRefused):
            record.patients.erase(patient.id, date(2050, 3, 1), 1)
        assert record.verify() == ()
        record.patients.erase(patient.id, date(2060, 3, 1), 1)
        assert record.lists.all() == ()
        assert record.verify() == ()


def test_a_version_signed_after_the_erasing_is_missed_when_it_loses_its_document(
    record: Record, folder: Path
) -> None:
    """The mark of an erased patient lets the guard pass, but not the looking through."""
    patient = a_patient()
    signed(record, an_examination(patient))
    record.patients.erase(patient.id, LATER, 1)
    later = signed(record, an_examination(patient))
    with second_connection(folder) as connection:
        connection.execute(
            "UPDATE exam_version SET doc = NULL, reason = NULL, performed_at = NULL "
            "WHERE exam_id = ?",
            (str(later.id),),
        )
    assert record.verify() == (
        f"Signed examination {later.id} (signature 2) has lost its document.",
    )


def test_a_disk_that_fails_leaves_a_patient_whole(record: Record) -> None:
    examination = signed(record)
    connection = record._session.db.conn
    connection.execute(
        "CREATE TEMP TRIGGER full BEFORE DELETE ON patient BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with pytest.raises(Exception, match="no"):
        record.patients.erase(examination.patient.id, LATER, 1)
    connection.execute("DROP TRIGGER full")
    assert record.examination(examination.id) == examination
    assert record.patients.find("sample") == (examination.patient,)
    assert record.verify() == ()
    record.drafts.save(noted(an_examination(examination.patient), "goes on"))


def test_many_are_found_in_the_same_order_as_few(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Many", "Other", "Mandel", "Magnus", "Olsen", "Mara", "Mabel"):
        record.patients.save(a_patient(name))
    few = record.patients.find("ma", limit=3)
    assert len(few) == 3
    monkeypatch.setattr(room, "_MANY", 4)
    assert record.patients.find("ma", limit=3) == few
