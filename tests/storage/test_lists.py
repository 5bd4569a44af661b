"""The lists show each examination once, as it stands, with its patient."""

import gc
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from clinic_desktop.domain.practice import Role, State
from clinic_desktop.domain.versions import VersionKind
from clinic_desktop.storage.errors import RecordDamaged
from clinic_desktop.storage.record import Record
from tests.storage.samples import (
    Clock,
    a_patient,
    a_person,
    amended,
    an_examination,
    make,
    reopened,
    saved,
    second_connection,
    signed,
)


def test_an_examination_is_listed_once_with_its_state_newest_first(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        patient = a_patient("Łukasz")
        older = amended(record, signed(record, an_examination(patient)))
        amended_at = record.signed.versions(older.id)[-1].signature.signed_at
        once = signed(record, an_examination(patient))
        draft = saved(record, an_examination(patient))
        withdrawn = saved(record, an_examination(patient))
        record.drafts.withdraw(withdrawn.id, "begun twice")
        gone = signed(record, an_examination(patient))
        record.signed.enter_in_error(gone.id, "not examined")
        of_another = saved(record, an_examination(a_patient("Other")))
        newest, *lines = record.lists.all()
        assert newest.id == of_another.id
        assert [(line.id, line.state) for line in lines] == [
            (draft.id, State.DRAFT),
            (once.id, State.SIGNED),
            (older.id, State.AMENDED),
        ]
        assert lines[2].saved_at == amended_at
        assert lines[0].performed_at == draft.performed_at
        assert {line.patient for line in lines} == {patient}
        assert [line.is_open for line in lines] == [True, False, False]
        assert record.lists.unsigned() == (newest, lines[0])


def test_an_amendment_that_is_begun_is_listed_once_and_among_the_unsigned(record: Record) -> None:
    examination = signed(record)
    record.signed.amend(examination.id, VersionKind.ADDENDUM, "more")
    (line,) = record.lists.all()
    assert (line.state, line.is_open) == (State.SIGNED, True)
    (unsigned,) = record.lists.unsigned()
    assert (unsigned.id, unsigned.state, unsigned.is_open) == (
        examination.id,
        State.DRAFT,
        True,
    )
    assert record.lists.of(examination.patient.id) == (line,)


def test_what_a_student_signs_awaits_a_counter_signature(record: Record, folder: Path) -> None:
    a_person(record, "Stu", Role.STUDENT)
    examination = signed(record)
    record.close()
    with reopened(folder, "Stu") as stu:
        amended(stu, examination)
        signed(stu)
        assert {line.id for line in stu.lists.awaiting()} == {line.id for line in stu.lists.all()}
        assert all(line.awaits for line in stu.lists.awaiting())
        assert stu.lists.of(examination.patient.id) == stu.lists.awaiting()[1:]
    with reopened(folder) as again:
        again.signed.countersign(examination.id)
        (other,) = again.lists.awaiting()
        assert [line.awaits for line in again.lists.all()] == [True, False]
        amended(again, again.examination(other.id))
        assert again.lists.awaiting() == ()


def test_a_patients_examinations_come_latest_performed_first(record: Record) -> None:
    patient = a_patient()
    times = ("2026-01-01T12:00:00+00:00", "2026-01-01T12:30:00+02:00", None)
    made = [msgspec.structs.replace(an_examination(patient), performed_at=time) for time in times]
    signed(record, made[0])
    saved(record, made[2])
    saved(record, made[1])
    saved(record)
    assert [line.id for line in record.lists.of(patient.id)] == [one.id for one in made]
    assert record.lists.of(UUID(int=1)) == ()


def test_each_list_tells_the_same_of_an_examination(record: Record) -> None:
    merged, patient = a_patient(), a_patient()
    signed(record, an_examination(merged))
    twice = amended(record, amended(record, signed(record, an_examination(patient))))
    record.signed.amend(twice.id, VersionKind.CORRECTION, "one more")
    saved(record, an_examination(merged))
    record.patients.merge(merged.id, patient.id)
    lines = record.lists.all()
    assert len(lines) == 3
    assert {line.patient for line in lines} == {record.patients.get(patient.id)}
    assert set(record.lists.of(patient.id)) == set(lines)
    assert {line.id for line in record.lists.unsigned()} == {line.id for line in lines[:2]}


@pytest.fixture
def steps(record: Record, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list that the steps of the record's queries are added to."""
    rows = record._session.rows
    told: list[str] = []

    def explained(sql: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        told.extend(step for *_, step in rows(f"EXPLAIN QUERY PLAN {sql}", parameters))
        return rows(sql, parameters)

    signed(record)
    monkeypatch.setattr(record._session, "rows", explained)
    return told


def scanned(steps: list[str]) -> set[str]:
    """Return what is read from its beginning to its end."""
    return {step.removeprefix("SCAN ") for step in steps if step.startswith("SCAN")}


def test_what_waits_is_looked_for_among_what_students_signed_alone(
    record: Record, steps: list[str]
) -> None:
    assert record.lists.awaiting() == ()
    assert scanned(steps) == {"w USING COVERING INDEX signature_student"}


def test_of_a_patient_nothing_is_read_but_their_own(record: Record, steps: list[str]) -> None:
    assert record.lists.of(UUID(int=1)) == ()
    assert scanned(steps) == set()


def test_all_examinations_are_read_from_one_index(record: Record, steps: list[str]) -> None:
    assert len(record.lists.all()) == 1
    assert scanned(steps) == {
        "o",
        "d",
        "draft",
        "v USING COVERING INDEX exam_version_line",
        "w USING COVERING INDEX signature_student",
    }


def test_a_line_that_cannot_be_read_is_told(record: Record, folder: Path) -> None:
    saved(record)
    with second_connection(folder) as connection:
        connection.execute("UPDATE draft SET saved_at = 'yesterday'")
    with pytest.raises(RecordDamaged, match="A list of examinations cannot be read"):
        record.lists.all()


@pytest.mark.parametrize("is_enabled", [True, False])
def test_collecting_goes_on_after_a_list_as_before(record: Record, is_enabled: bool) -> None:
    try:
        if not is_enabled:
            gc.disable()
        record.lists.all()
        assert gc.isenabled() == is_enabled
    finally:
        gc.enable()
