"""What was signed stays as it was signed: amended by new versions, withdrawn, never changed."""

import hashlib
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from clinic_desktop.domain.document import write_document
from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import (
    AMENDED,
    AMENDMENTS,
    AWAITING,
    FINAL,
    VersionKind,
    status_of,
)
from clinic_desktop.storage import tally
from clinic_desktop.storage.errors import (
    ConflictRefused,
    DiskFull,
    ExaminationWithdrawn,
    PatientMismatch,
    ReasonNeeded,
    SignedRefused,
    SigningRefused,
    UnknownExamination,
)
from clinic_desktop.storage.record import Record
from clinic_desktop.storage.triggers import NOTHING
from tests.storage.samples import (
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
)

NOBODY = UUID(int=1)


def test_signing_makes_a_version_of_exactly_what_was_shown(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        examination = an_examination(note="begun")
        begun = record.drafts.save(examination)
        examination = noted(examination, "shown")
        last = record.drafts.save(examination)
        version = record.signed.sign(examination)
        assert version.kind is VersionKind.ORIGINAL
        assert (version.number, version.examination) == (1, examination.id)
        assert (version.recorded_from, version.recorded_to) == (begun, last)
        assert version.signature.therapist == PRACTICE.therapist
        assert version.signature.signed_at > last
        assert (version.reason, version.awaits) == (None, False)
        assert version.sha256 == hashlib.sha256(write_document(examination)).hexdigest()
        assert record.signed.versions(examination.id) == (version,)
        assert record.signed.documents(examination.id) == (examination,)
        assert record.signed.find(examination.id) == examination
        assert record.signed.stands(examination.id)
        assert record.drafts.find(examination.id) is None
        assert record.drafts.revisions(examination.id) == ()
        assert status_of(record.signed.versions(examination.id)) == FINAL
        entry = record.trail.entries()[0]
        assert (entry.action, entry.detail) == (Action.SIGNED, version.seal)
        assert (entry.examination, entry.patient) == (examination.id, examination.patient.id)


def test_only_a_draft_as_it_stands_is_signed(record: Record) -> None:
    with pytest.raises(SigningRefused):
        record.signed.sign(an_examination())
    examination = saved(record, an_examination(note="later"))
    with pytest.raises(ConflictRefused, match="changed since it was shown"):
        record.signed.sign(noted(examination, "earlier"))
    record.signed.sign(examination)
    with pytest.raises(SigningRefused):
        record.signed.sign(examination)
    withdrawn = saved(record)
    record.drafts.withdraw(withdrawn.id, "begun twice")
    with pytest.raises(SigningRefused):
        record.signed.sign(withdrawn)
    assert len(record.lists.all()) == 1


@pytest.mark.parametrize("is_a_draft", [True, False])
def test_what_is_not_signed_has_no_versions(record: Record, is_a_draft: bool) -> None:
    examination_id = saved(record).id if is_a_draft else NOBODY
    assert record.signed.versions(examination_id) == ()
    assert record.signed.find(examination_id) is None
    assert not record.signed.stands(examination_id)
    assert record.signed.filed_again(examination_id) == (None, None)
    each_raises(
        UnknownExamination,
        lambda: record.signed.documents(examination_id),
        lambda: record.signed.amend(examination_id, VersionKind.ADDENDUM, "more"),
        lambda: record.signed.enter_in_error(examination_id, "wrong patient"),
        lambda: record.signed.countersign(examination_id),
    )


def test_the_seals_are_one_chain(record: Record, folder: Path) -> None:
    one = signed(record)
    other = signed(record)
    amended(record, one)
    seals = [
        record.signed.versions(one.id)[0].seal,
        *(v.seal for v in record.signed.versions(other.id)),
    ]
    seals.append(record.signed.versions(one.id)[1].seal)
    with second_connection(folder) as connection:
        rows = connection.execute("SELECT prev, seal FROM exam_version ORDER BY number").fetchall()
    assert rows == list(zip([NOTHING, *seals], seals, strict=False))


@pytest.mark.parametrize("kind", AMENDMENTS)
def test_an_amendment_is_a_new_version_beside_the_first(record: Record, kind: VersionKind) -> None:
    examination = signed(record, an_examination(note="first"))
    draft = record.signed.amend(examination.id, kind, "left was right")
    assert draft == examination
    assert record.drafts.is_open(examination.id)
    changed = saved(record, noted(draft, "second"))
    assert record.signed.find(examination.id) == examination
    version = record.signed.sign(changed)
    assert (version.number, version.kind, version.reason) == (2, kind, "left was right")
    assert record.signed.documents(examination.id) == (examination, changed)
    assert status_of(record.signed.versions(examination.id)) == AMENDED
    assert record.trail.entries()[0].action is Action.AMENDED
    assert record.verify() == ()


def test_an_amendment_needs_a_reason_a_kind_and_to_be_the_only_one(record: Record) -> None:
    examination = signed(record)
    with pytest.raises(ReasonNeeded):
        record.signed.amend(examination.id, VersionKind.ADDENDUM, " \t")
    for kind in set(VersionKind) - set(AMENDMENTS):
        with pytest.raises(SignedRefused):
            record.signed.amend(examination.id, kind, "reason")
    assert not record.drafts.is_open(examination.id)
    record.signed.amend(examination.id, VersionKind.ADDENDUM, "more")
    with pytest.raises(SignedRefused, match="begun already"):
        record.signed.amend(examination.id, VersionKind.CORRECTION, "side")
    entry = record.trail.entries()[0]
    assert (entry.action, entry.examination) == (Action.AMENDMENT_BEGUN, examination.id)


def test_an_examination_entered_in_error_is_kept_and_in_no_list(record: Record) -> None:
    examination = signed(record)
    record.signed.amend(examination.id, VersionKind.ADDENDUM, "more")
    with pytest.raises(ReasonNeeded):
        record.signed.enter_in_error(examination.id, "")
    assert record.signed.enter_in_error(examination.id, "of somebody else") is None
    assert record.lists.all() == record.lists.unsigned() == ()
    assert record.lists.of(examination.patient.id) == ()
    assert not record.drafts.is_open(examination.id)
    assert not record.signed.stands(examination.id)
    first, last = record.signed.versions(examination.id)
    assert (last.kind, last.reason) == (VersionKind.ENTERED_IN_ERROR, "of somebody else")
    assert record.signed.documents(examination.id) == (examination, examination)
    assert first.sha256 == last.sha256
    each_raises(
        ExaminationWithdrawn,
        lambda: record.signed.find(examination.id),
        lambda: record.signed.amend(examination.id, VersionKind.ADDENDUM, "more"),
        lambda: record.signed.enter_in_error(examination.id, "again"),
        lambda: record.signed.countersign(examination.id),
    )
    with pytest.raises(SignedRefused):
        record.drafts.save(noted(examination, "goes on"))
    assert record.verify() == ()


def test_what_was_entered_in_error_is_filed_again_under_the_right_patient(record: Record) -> None:
    right = a_patient("Right")
    examination = signed(record, an_examination(note="what was found"))
    new_id = record.signed.enter_in_error(examination.id, "of somebody else", right)
    assert new_id is not None
    draft = record.drafts.examination(new_id)
    assert draft == msgspec.structs.replace(examination, id=new_id, patient=right)
    assert record.patients.find("right") == (right,)
    assert [line.id for line in record.lists.of(right.id)] == [new_id]
    assert record.signed.filed_again(examination.id) == (None, new_id)
    assert record.signed.filed_again(new_id) == (examination.id, None)
    told = [(e.action, e.examination, e.detail) for e in record.trail.entries(3)]
    assert told[0] == (Action.FILED_AGAIN, new_id, f"from {examination.id}")
    assert told[2][:2] == (Action.ENTERED_IN_ERROR, examination.id)
    record.signed.sign(draft)
    third = record.signed.enter_in_error(new_id, "nor of this one", a_patient("Third"))
    assert record.signed.filed_again(new_id) == (examination.id, third)
    assert record.verify() == ()


def test_a_wrong_right_patient_leaves_everything_as_it_was(record: Record) -> None:
    patient = a_patient("Right")
    record.patients.save(patient)
    examination = signed(record)
    draft = record.signed.amend(examination.id, VersionKind.ADDENDUM, "more")
    entries = record.trail.entries()
    with pytest.raises(PatientMismatch):
        record.signed.enter_in_error(
            examination.id, "of Eve", msgspec.structs.replace(patient, given_name="Eve")
        )
    assert record.signed.find(examination.id) == examination
    assert record.drafts.examination(examination.id) == draft
    assert record.trail.entries() == entries


def test_a_full_disk_signs_nothing_and_the_draft_goes_on(record: Record) -> None:
    examination = saved(record, an_examination(note="a" * 30_000))
    connection = record._session.db.conn
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull):
        record.signed.sign(examination)
    connection.execute("PRAGMA max_page_count = 1000000")
    assert record.signed.versions(examination.id) == ()
    later = saved(record, noted(examination, "later"))
    record.signed.sign(later)
    assert record.verify() == ()


def test_a_student_is_counter_signed_by_a_therapist(record: Record, folder: Path) -> None:
    a_person(record, "Stu", Role.STUDENT)
    a_person(record, "Sue", Role.STUDENT)
    a_person(record, "Thea")
    own = signed(record)
    with pytest.raises(SigningRefused, match="does not wait"):
        record.signed.countersign(own.id)
    record.close()
    with reopened(folder, "Stu") as stu:
        examination = signed(stu)
        (version,) = stu.signed.versions(examination.id)
        assert version.awaits
        assert status_of((version,)) == AWAITING
        with pytest.raises(SigningRefused, match="by another therapist"):
            stu.signed.countersign(examination.id)
    with reopened(folder, "Sue") as sue, pytest.raises(SigningRefused):
        sue.signed.countersign(examination.id)
    with reopened(folder, "Thea") as thea:
        version = thea.signed.countersign(examination.id)
        assert not version.awaits
        assert [(s.therapist.name, s.counter) for s in version.signatures] == [
            ("Stu", False),
            ("Thea", True),
        ]
        assert status_of((version,)) == FINAL
        entry = thea.trail.entries()[0]
        assert (entry.action, entry.detail) == (Action.COUNTERSIGNED, version.seal)
        with pytest.raises(SigningRefused, match="does not wait"):
            thea.signed.countersign(examination.id)
        assert thea.verify() == ()


def test_a_student_enters_nothing_in_error(record: Record, folder: Path) -> None:
    a_person(record, "Stu", Role.STUDENT)
    record.close()
    with reopened(folder, "Stu") as stu:
        examination = signed(stu)
        stu.signed.amend(examination.id, VersionKind.ADDENDUM, "more")
        entries = stu.trail.entries()
        with pytest.raises(SigningRefused, match="Ask a therapist"):
            stu.signed.enter_in_error(examination.id, "of somebody else", a_patient())
        assert stu.signed.stands(examination.id)
        assert stu.drafts.is_open(examination.id)
        assert stu.trail.entries() == entries
    with reopened(folder) as owner:
        owner.signed.enter_in_error(examination.id, "of somebody else")
        assert not owner.signed.stands(examination.id)


def test_a_signature_is_counted_at_once(record: Record, folder: Path) -> None:
    """Beside the record, for when it cannot be asked."""
    examination = signed(record)
    counted = tally.read(folder)
    assert counted is not None
    assert (counted.answers, counted.signed) == (1, 1)
    record.signed.enter_in_error(examination.id, "of somebody else")
    counted = tally.read(folder)
    assert counted is not None
    assert (counted.answers, counted.signed) == (1, 2)


def test_what_was_erased_does_not_stand(record: Record) -> None:
    examination = signed(record)
    record.patients.erase(examination.patient.id, date(2099, 1, 1), 10)
    assert not record.signed.stands(examination.id)
    with pytest.raises(UnknownExamination):
        record.signed.find(examination.id)


def test_nobody_counter_signs_what_they_signed_as_a_student(record: Record, folder: Path) -> None:
    stu = a_person(record, "Stu", Role.STUDENT)
    record.close()
    with reopened(folder, "Stu") as as_student:
        examination = signed(as_student)
    with reopened(folder) as again:
        again.people.change(msgspec.structs.replace(stu, role=Role.THERAPIST))
        assert again.lists.awaiting()
    with reopened(folder, "Stu") as therapist:
        with pytest.raises(SigningRefused, match="by another therapist"):
            therapist.signed.countersign(examination.id)
        assert not therapist.signed.versions(signed(therapist).id)[0].awaits


def test_a_signature_keeps_who_signed_as_they_were_then(record: Record) -> None:
    examination = signed(record)
    changed = msgspec.structs.replace(
        record.account, therapist=Therapist(id=record.account.id, name="T. Married")
    )
    record.people.change(changed)
    again = amended(record, examination)
    names = [v.signature.therapist.name for v in record.signed.versions(again.id)]
    assert names == ["T. Herapist", "T. Married"]
    assert record.verify() == ()


def test_signing_goes_on_when_the_clock_was_set_back(folder: Path) -> None:
    """The order of the record is that of its numbers."""
    clock = Clock()
    with make(folder, now=clock) as record:
        thea = a_person(record, "Thea")
        first = signed(record)
        clock.at -= timedelta(days=400)
        draft = record.signed.amend(first.id, VersionKind.CORRECTION, "side")
        second = saved(record, noted(draft, "second"))
        record.signed.sign(second)
        record.people.give_passphrase(thea.id, "new words")
    with reopened(folder, "new words", now=clock) as record:
        other = signed(record)
        assert [v.number for v in record.signed.versions(first.id)] == [1, 2]
        assert record.examination(first.id) == second
        assert record.signed.versions(other.id)[0].number == 1
        numbers = [entry.number for entry in record.trail.entries()]
        assert numbers == sorted(numbers, reverse=True)
        assert record.verify() == ()
