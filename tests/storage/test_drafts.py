"""Every acknowledged answer is kept, and every state of a draft is there to go back to."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.document import DocumentRefused
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import Amending, RevisionKind, VersionKind
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.errors import (
    ConflictRefused,
    DiskFull,
    ReasonNeeded,
    RecordDamaged,
    SignedRefused,
    TextRefused,
    UnknownExamination,
)
from clinic_desktop.storage.record import Record
from tests.storage.samples import (
    DATA,
    Clock,
    a_patient,
    a_person,
    an_examination,
    each_raises,
    make,
    note_of,
    noted,
    reopened,
    saved,
    second_connection,
    signed,
    start_program,
)
from tests.strategies import examinations


def answered(record: Record, *notes: str) -> Examination:
    """Save an examination once per note."""
    examination = an_examination()
    for note in notes:
        examination = saved(record, noted(examination, note))
    return examination


def actions(record: Record, examination: UUID) -> list[Action]:
    """Return what the trail tells of an examination, oldest first."""
    return [entry.action for entry in record.trail.entries(examination=examination)][::-1]


@given(examination=examinations({"slr", "slump"}))
def test_what_was_saved_is_what_is_read(shared_record: Record, examination: Examination) -> None:
    examination = msgspec.structs.replace(examination, id=uuid4(), patient=a_patient())
    before = datetime.now(UTC)
    saved_at = shared_record.drafts.save(examination)
    assert before <= saved_at <= datetime.now(UTC)
    assert shared_record.drafts.examination(examination.id) == examination
    assert shared_record.lists.all()[0].saved_at == saved_at


def test_a_document_of_the_world_is_kept(folder: Path) -> None:
    data = DATA / "tests-positive-imaging-normal.json"
    examination = msgspec.json.decode(data.read_bytes(), type=Examination)
    make(folder).close()
    tests = {response.test for response in examination.responses or ()}
    with ways_in.unlock(folder, "correct horse", tests=tests) as other:
        other.drafts.save(examination)
        assert other.examination(examination.id) == examination


def test_every_save_is_in_the_record_after_reopening(folder: Path) -> None:
    examination = an_examination()
    for note in ("one", "two", "three"):
        with make(folder) if note == "one" else reopened(folder) as record:
            if note != "one":
                assert record.drafts.examination(examination.id) == examination
            examination = noted(examination, note)
            record.drafts.save(examination)
    with reopened(folder) as record:
        assert record.examination(examination.id) == examination
        assert len(record.lists.all()) == 1
        assert [r.number for r in record.drafts.revisions(examination.id)] == [3, 2, 1]


def test_one_save_takes_few_statements(record: Record) -> None:
    examination = saved(record)
    statements: list[str] = []
    record._session.db.conn.set_trace_callback(statements.append)
    record.drafts.save(noted(examination, "next answer"))
    record._session.db.conn.set_trace_callback(None)
    assert [statement.split()[0] for statement in statements] == [
        *("BEGIN", "UPDATE", "INSERT", "UPDATE", "COMMIT")
    ]


KILLED = """
import sys
from pathlib import Path
from uuid import UUID
from tests.storage.samples import noted, reopened

record = reopened(Path(sys.argv[1]))
examination = record.drafts.examination(UUID(sys.argv[2]))
for answer in range(1, 10_000):
    record.drafts.save(noted(examination, str(answer)))
    print(answer, flush=True)
"""


def test_no_acknowledged_answer_is_lost_when_the_program_is_killed(folder: Path) -> None:
    with make(folder) as record:
        examination = saved(record, an_examination(note="0"))
    chance = random.Random(4711)
    for _ in range(10):
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
            assert int(note_of(kept) or "") >= acknowledged
            assert record.verify() == ()


def test_a_draft_changed_elsewhere_is_not_overwritten(record: Record, folder: Path) -> None:
    examination = answered(record, "one", "two")
    with second_connection(folder) as connection:
        connection.execute("UPDATE draft SET rev = 1")
    each_raises(
        ConflictRefused,
        lambda: record.drafts.save(noted(examination, "mine")),
        lambda: record.drafts.save(noted(examination, "mine")),
        match="Open it again",
    )
    assert note_of(record.drafts.examination(examination.id)) == "one"


def test_a_step_back_is_not_made_over_somebody_elses(
    record: Record, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examination = answered(record, "one", "two")
    real = record.drafts.find

    def and_then_somebody_else(examination_id: UUID) -> tuple[Examination, int] | None:
        found = real(examination_id)
        with second_connection(folder) as connection:
            connection.execute("UPDATE draft SET rev = 1")
        return found

    monkeypatch.setattr(record.drafts, "find", and_then_somebody_else)
    with pytest.raises(ConflictRefused):
        record.drafts.undo(examination.id)


def test_a_draft_that_was_not_read_is_not_overwritten(folder: Path) -> None:
    with make(folder) as record:
        examination = saved(record)
    with reopened(folder) as record:
        with pytest.raises(ConflictRefused):
            record.drafts.save(noted(examination, "blind"))
        assert record.examination(examination.id) == examination


def test_a_signed_examination_is_not_saved_over(record: Record, folder: Path) -> None:
    examination = signed(record)
    each_raises(
        SignedRefused,
        lambda: record.drafts.save(noted(examination, "later")),
        lambda: record.drafts.save(noted(examination, "later")),
        match="is signed",
    )
    assert record.lists.unsigned() == ()
    assert not record.drafts.is_open(examination.id)
    record.close()
    with reopened(folder) as again:
        with pytest.raises(SignedRefused, match="is signed"):
            again.drafts.save(noted(examination, "later"))
        assert again.examination(examination.id) == examination


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
    examination = saved(record)
    with pytest.raises(DocumentRefused):
        record.drafts.save(msgspec.structs.replace(examination, **wrong))
    with pytest.raises(DocumentRefused):
        record.add_document(msgspec.structs.replace(an_examination(), **wrong))
    assert record.examination(examination.id) == examination


def test_half_a_character_is_refused_and_nul_is_kept(record: Record) -> None:
    examination = an_examination()
    with pytest.raises(TextRefused, match="half a character"):
        record.drafts.save(noted(examination, "a\ud800"))
    assert record.lists.all() == ()
    patient = a_patient("Nul\0l")
    kept = saved(record, noted(an_examination(patient), "a\0b"))
    assert record.patients.find("null") == (patient,)
    assert record.examination(kept.id) == kept


def test_a_draft_of_no_id_is_told(record: Record) -> None:
    examination = saved(record)
    nobody = UUID(int=1)
    each_raises(
        UnknownExamination,
        lambda: record.drafts.examination(nobody),
        lambda: record.drafts.undo(nobody),
        lambda: record.drafts.redo(nobody),
        lambda: record.drafts.restore(nobody, 1),
        lambda: record.drafts.withdraw(nobody, "reason"),
        lambda: record.drafts.revision(examination.id, 2),
        lambda: record.drafts.restore(examination.id, 2),
    )
    assert record.drafts.find(nobody) is None
    assert record.drafts.begun_at(nobody) is None
    assert record.drafts.amending(nobody) is None
    assert record.drafts.revisions(nobody) == ()
    assert not record.drafts.is_open(nobody)


def test_undoing_leads_back_answer_by_answer_and_redoing_forward(record: Record) -> None:
    examination = answered(record, "one", "two", "three")
    undo, redo = record.drafts.undo, record.drafts.redo
    assert redo(examination.id) is None
    assert note_of(undo(examination.id)) == "two"
    assert note_of(undo(examination.id)) == "one"
    assert undo(examination.id) is None
    assert note_of(record.drafts.examination(examination.id)) == "one"
    assert note_of(redo(examination.id)) == "two"
    assert note_of(redo(examination.id)) == "three"
    assert redo(examination.id) is None
    assert note_of(undo(examination.id)) == "two"
    record.drafts.save(noted(examination, "other"))
    assert redo(examination.id) is None
    assert note_of(undo(examination.id)) == "two"
    assert note_of(redo(examination.id)) == "other"


def test_a_draft_is_saved_further_after_a_step_back(record: Record, folder: Path) -> None:
    examination = answered(record, "one", "two")
    record.drafts.undo(examination.id)
    record.drafts.save(noted(examination, "three"))
    record.close()
    with reopened(folder) as again:
        assert note_of(again.drafts.undo(examination.id)) == "one"
        assert note_of(again.drafts.redo(examination.id)) == "three"


def test_a_step_back_takes_the_time_of_the_examination_along(record: Record) -> None:
    examination = saved(record)
    later = msgspec.structs.replace(examination, performed_at="2026-11-19T08:00:00+01:00")
    record.drafts.save(later)
    assert record.lists.all()[0].performed_at == later.performed_at
    record.drafts.undo(examination.id)
    assert record.lists.all()[0].performed_at == examination.performed_at
    assert record.verify() == ()


def test_every_state_is_kept_with_its_kind_time_and_who(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        a_person(record, "Thea")
        examination = answered(record, "one", "two")
        record.drafts.undo(examination.id)
        record.drafts.redo(examination.id)
    # The clock is set back: the states stay in the order in which they came.
    clock.at -= timedelta(days=2)
    with reopened(folder, "Thea", now=clock) as thea:
        thea.drafts.restore(examination.id, 1)
        newest, *_, first = thea.drafts.revisions(examination.id)
        assert [r.kind for r in thea.drafts.revisions(examination.id)] == [
            RevisionKind.RESTORED,
            RevisionKind.REDO,
            RevisionKind.UNDO,
            RevisionKind.ANSWER,
            RevisionKind.ANSWER,
        ]
        assert [r.number for r in thea.drafts.revisions(examination.id)] == [5, 4, 3, 2, 1]
        assert (newest.saved_by, first.saved_by) == ("Thea", "T. Herapist")
        assert newest.saved_at < first.saved_at
        notes = [note_of(thea.drafts.revision(examination.id, n)) for n in range(1, 6)]
        assert notes == ["one", "two", "one", "two", "one"]
        assert note_of(thea.drafts.undo(examination.id)) == "two"
        assert thea.drafts.begun_at(examination.id) == first.saved_at


def test_restoring_a_state_keeps_the_patient_as_now(record: Record) -> None:
    examination = answered(record, "one", "two")
    corrected = msgspec.structs.replace(examination.patient, given_name="Eve")
    record.patients.save(corrected)
    restored = record.drafts.restore(examination.id, 1)
    assert restored == msgspec.structs.replace(noted(examination, "one"), patient=corrected)
    assert record.drafts.examination(examination.id) == restored


def test_a_patients_correction_is_no_answer_to_undo(record: Record) -> None:
    examination = answered(record, "one", "two", "three")
    record.drafts.undo(examination.id)
    corrected = msgspec.structs.replace(examination.patient, given_name="Eve")
    record.patients.save(corrected)
    back = record.drafts.undo(examination.id)
    assert back == msgspec.structs.replace(noted(examination, "one"), patient=corrected)
    assert note_of(record.drafts.redo(examination.id)) == "two"
    record.patients.save(msgspec.structs.replace(corrected, given_name="Ada"))
    assert note_of(record.drafts.redo(examination.id)) == "three"
    assert record.drafts.redo(examination.id) is None


def test_no_answer_is_refused_because_the_patient_was_corrected_meanwhile(
    record: Record,
) -> None:
    """Whoever has the draft open still holds the details it was opened with."""
    examination = saved(record, an_examination(a_patient("Smiht")))
    other = saved(record, an_examination(examination.patient))
    for name in ("Smit", "Smith"):
        corrected = msgspec.structs.replace(examination.patient, family_name=name)
        record.patients.save(corrected)
    for note in ("next answer", "and the next"):
        record.drafts.save(noted(examination, note))
        wanted = msgspec.structs.replace(noted(examination, note), patient=corrected)
        assert record.drafts.find(examination.id) == (
            wanted,
            record.drafts.revisions(examination.id)[0].number,
        )
    assert record.patients.find() == (corrected,)
    with pytest.raises(ConflictRefused):
        record.signed.sign(noted(examination, "and the next"))
    record.drafts.save(wanted)
    assert record.drafts.examination(other.id).patient == corrected
    record.signed.sign(wanted)
    assert record.verify() == ()


def test_a_step_that_leads_nowhere_leaves_the_open_draft_as_it_was(record: Record) -> None:
    """Whoever has it open holds the patient as before the correction, and goes on."""
    examination = saved(record)
    corrected = msgspec.structs.replace(examination.patient, family_name="Corrected")
    record.patients.save(corrected)
    assert record.drafts.undo(examination.id) is None
    assert record.drafts.redo(examination.id) is None
    with pytest.raises(UnknownExamination):
        record.drafts.restore(examination.id, 99)
    record.drafts.save(noted(examination, "next answer"))
    assert record.drafts.examination(examination.id).patient == corrected


def test_no_answer_is_refused_because_two_patients_were_merged_meanwhile(record: Record) -> None:
    examination = saved(record)
    other = a_patient("Simple")
    record.patients.save(other)
    record.patients.merge(examination.patient.id, other.id)
    record.drafts.save(noted(examination, "next answer"))
    kept = record.drafts.examination(examination.id)
    assert (kept.patient, note_of(kept)) == (other, "next answer")


def test_a_correction_that_fails_leaves_the_open_draft_as_it_was(record: Record) -> None:
    examination = saved(record)
    connection = record._session.db.conn
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    long = msgspec.structs.replace(examination.patient, given_name="E" * 100_000)
    with pytest.raises(DiskFull):
        record.patients.save(long)
    connection.execute("PRAGMA max_page_count = 1000000")
    later = saved(record, noted(examination, "next answer"))
    assert record.drafts.examination(examination.id) == later
    assert record.patients.get(examination.patient.id) == examination.patient


def test_a_withdrawn_draft_is_in_no_list_and_stays_closed(record: Record, folder: Path) -> None:
    examination = saved(record)
    with pytest.raises(ReasonNeeded):
        record.drafts.withdraw(examination.id, " \n")
    record.drafts.withdraw(examination.id, "begun twice")
    assert record.lists.all() == record.lists.unsigned() == ()
    assert record.lists.of(examination.patient.id) == ()
    assert record.drafts.find(examination.id) is None
    assert not record.drafts.is_open(examination.id)
    with pytest.raises(UnknownExamination):
        record.drafts.withdraw(examination.id, "again")
    with pytest.raises(SignedRefused, match="withdrawn and is closed"):
        record.drafts.save(examination)
    with pytest.raises(UnknownExamination):
        record.drafts.restore(examination.id, 1)
    with second_connection(folder) as connection:
        rows = connection.execute("SELECT withdrawn_reason, withdrawn_by FROM draft").fetchall()
    assert rows == [("begun twice", str(record.account.id))]
    # What was withdrawn stays readable for whoever looks for it.
    assert record.drafts.revision(examination.id, 1) == examination
    record.close()
    with reopened(folder) as again:
        with pytest.raises(SignedRefused, match="withdrawn and is closed"):
            again.drafts.save(examination)
        assert again.verify() == ()


def test_a_draft_withdrawn_by_somebody_else_is_not_saved_further(
    record: Record, folder: Path
) -> None:
    examination = saved(record)
    with second_connection(folder) as connection:
        connection.execute("UPDATE draft SET withdrawn_at = '', withdrawn_reason = 'twice'")
        connection.execute("UPDATE draft SET withdrawn_at = saved_at")
    with pytest.raises(SignedRefused, match="withdrawn and is closed"):
        record.drafts.save(examination)


def test_a_withdrawn_amendment_leaves_what_was_signed(record: Record) -> None:
    examination = signed(record)
    draft = record.signed.amend(examination.id, VersionKind.ADDENDUM, "more")
    assert record.drafts.amending(examination.id) == Amending(
        kind=VersionKind.ADDENDUM, reason="more"
    )
    saved(record, noted(draft, "more"))
    record.drafts.withdraw(examination.id, "not needed")
    assert record.examination(examination.id) == examination
    assert record.drafts.revisions(examination.id) == ()
    with pytest.raises(SignedRefused, match="is signed"):
        record.drafts.save(noted(draft, "more still"))
    again = record.signed.amend(examination.id, VersionKind.CORRECTION, "side")
    assert again == examination
    record.drafts.save(noted(again, "side"))
    assert record.drafts.amending(examination.id) == Amending(
        kind=VersionKind.CORRECTION, reason="side"
    )


def test_an_amendment_stays_with_its_patient(record: Record) -> None:
    examination = signed(record)
    draft = record.signed.amend(examination.id, VersionKind.CORRECTION, "side")
    with pytest.raises(SignedRefused, match="entered in error"):
        record.drafts.save(msgspec.structs.replace(draft, patient=a_patient("Other")))
    assert record.drafts.examination(examination.id) == examination
    assert record.patients.find("other") == ()


def test_a_draft_can_be_given_another_patient(record: Record) -> None:
    examination = saved(record)
    other = a_patient("Other")
    record.drafts.save(msgspec.structs.replace(examination, patient=other))
    assert [line.patient for line in record.lists.all()] == [other]
    assert record.verify() == ()


def test_the_trail_tells_the_first_change_of_each_opening(folder: Path) -> None:
    with make(folder) as record:
        examination = answered(record, "one", "two", "three")
        assert actions(record, examination.id) == [Action.BEGUN]
    with reopened(folder) as record:
        record.drafts.undo(examination.id)
        record.drafts.redo(examination.id)
        assert actions(record, examination.id) == [Action.BEGUN, Action.CHANGED]
    with reopened(folder) as record:
        record.drafts.restore(examination.id, 1)
        record.drafts.examination(examination.id)
        record.drafts.save(noted(examination, "four"))
        record.drafts.withdraw(examination.id, "begun twice")
        assert actions(record, examination.id)[2:] == [
            Action.DRAFT_RESTORED,
            Action.DRAFT_WITHDRAWN,
        ]


def test_a_damaged_state_is_told_and_changes_nothing(record: Record, folder: Path) -> None:
    examination = answered(record, "one", "two")
    with second_connection(folder) as connection:
        connection.execute("UPDATE revision SET doc = '{}' WHERE rev = 1")
    each_raises(
        RecordDamaged,
        lambda: record.drafts.undo(examination.id),
        lambda: record.drafts.restore(examination.id, 1),
        lambda: record.drafts.revision(examination.id, 1),
        match="is damaged in the record",
    )
    assert record.drafts.examination(examination.id) == examination


@given(steps=st.lists(st.sampled_from(["answer", "undo", "redo"]), max_size=12))
def test_undoing_and_redoing_are_as_in_a_plain_stack(
    shared_record: Record, steps: list[str]
) -> None:
    examination = an_examination(note="0")
    shared_record.drafts.save(examination)
    done, undone = ["0"], list[str]()
    for number, step in enumerate(steps, start=1):
        if step == "answer":
            shared_record.drafts.save(noted(examination, str(number)))
            done, undone = [*done, str(number)], []
        elif step == "undo":
            found = shared_record.drafts.undo(examination.id)
            assert (found is None) == (len(done) == 1)
            if found is not None:
                undone.append(done.pop())
        else:
            found = shared_record.drafts.redo(examination.id)
            assert (found is None) == (not undone)
            if found is not None:
                done.append(undone.pop())
        assert note_of(shared_record.drafts.examination(examination.id)) == done[-1]
