"""The trail tells who did what and when, in one chain, and never what was typed of a patient."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from clinic_desktop.domain.practice import Role, Settings
from clinic_desktop.domain.trail import Action, Entry
from clinic_desktop.domain.versions import Handing, VersionKind
from clinic_desktop.storage.driver import DatabaseError
from clinic_desktop.storage.errors import WrongPassphrase
from clinic_desktop.storage.record import Record
from clinic_desktop.storage.triggers import NOTHING
from tests.storage.samples import (
    PASSPHRASE,
    Clock,
    a_patient,
    a_person,
    amended,
    an_edition,
    an_examination,
    make,
    noted,
    reopened,
    saved,
    second_connection,
    signed,
)


def test_each_act_is_told_with_who_did_it(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        created = record.trail.entries()
        assert [(e.number, e.action, e.who) for e in created] == [
            (1, Action.CREATED, "T. Herapist")
        ]
        a_person(record, "Thea")
        record.set_settings(Settings())
        record.trail.log(Action.LOCKED)
    with reopened(folder, "Thea", now=clock) as thea:
        examination = signed(thea)
        thea.trail.log(Action.EXPORTED, examination=examination.id, detail="as JSON")
        entries = thea.trail.entries()
        assert [(e.who, e.action) for e in entries] == [
            ("Thea", Action.EXPORTED),
            ("Thea", Action.SIGNED),
            ("Thea", Action.BEGUN),
            ("Thea", Action.UNLOCKED),
            ("T. Herapist", Action.LOCKED),
            ("T. Herapist", Action.SETTINGS_CHANGED),
            ("T. Herapist", Action.PERSON_ADDED),
            ("T. Herapist", Action.CREATED),
        ]
        assert entries[0] == Entry(
            number=8,
            at=entries[0].at,
            who="Thea",
            action=Action.EXPORTED,
            examination=examination.id,
            detail="as JSON",
        )
        times = [e.at for e in entries]
        assert times == sorted(times, reverse=True)
        assert thea.trail.entries(2) == entries[:2]
        assert thea.trail.entries(examination=examination.id) == entries[:3]
        assert thea.trail.entries(1, examination=examination.id) == entries[:1]
        assert thea.trail.entries(examination=UUID(int=1)) == ()


def test_a_wrong_passphrase_is_told_at_the_next_opening(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        thea = a_person(record, "Thea")
    for account in (None, thea.id):
        with pytest.raises(WrongPassphrase):
            reopened(folder, "wrong", account=account, now=clock)
    with reopened(folder, now=clock) as record:
        unlocked, named, anybody, *_ = record.trail.entries()
        assert unlocked.action is Action.UNLOCKED
        assert [(e.action, e.who) for e in (named, anybody)] == [(Action.FAILED_TO_UNLOCK, "")] * 2
        assert (named.detail, anybody.detail) == (f"as {thea.id}", "")
        assert anybody.at < named.at < unlocked.at
    with reopened(folder, now=clock) as record:
        assert [e.action for e in record.trail.entries(2)] == [Action.UNLOCKED] * 2
        assert record.verify() == ()


def test_the_trail_stays_in_the_order_of_its_numbers(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        clock.at -= timedelta(days=30)
        record.trail.log(Action.LOCKED)
        newest, first = record.trail.entries()
        assert newest.at < first.at
        assert (newest.number, first.number) == (2, 1)
        assert record.verify() == ()


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit SET who = 'somebody else'",
        "UPDATE audit SET hash = hash",
        "DELETE FROM audit WHERE number = 2",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = 1",
        "REPLACE INTO audit SELECT * FROM audit",
        "INSERT INTO audit SELECT number + 5, at, '', '', '', '', '', '', prev, hash FROM audit",
        "INSERT INTO audit SELECT number + 1, at, '', '', '', '', '', '', prev, hash FROM audit",
        "UPDATE OR REPLACE audit SET number = 1",
    ],
)
def test_the_trail_is_never_changed(
    record: Record, folder: Path, attack: str, recursive: str
) -> None:
    record.trail.log(Action.LOCKED)
    before = record.trail.entries()
    with second_connection(folder) as connection:
        connection.execute(f"PRAGMA recursive_triggers = {recursive}")
        with pytest.raises(DatabaseError, match=r"trail (cannot be|must follow)"):
            connection.execute(attack)
    assert record.trail.entries() == before
    assert record.verify() == ()


def test_the_entries_are_one_chain(record: Record, folder: Path) -> None:
    for _ in range(3):
        record.trail.log(Action.LOCKED)
    with second_connection(folder) as connection:
        rows = connection.execute("SELECT prev, hash FROM audit ORDER BY number").fetchall()
    assert [prev for prev, _ in rows] == [NOTHING, *(found for _, found in rows[:-1])]


def test_the_trail_never_holds_what_was_typed_about_a_patient(record: Record) -> None:
    canary = a_patient("Zyxwvutsrq", given_name="Zyxwvutsrq")
    other = a_patient("Zyxwvutsrq twice")
    examination = noted(an_examination(canary), "zyxwvutsrq")
    saved(record, examination)
    record.drafts.undo(examination.id)
    draft = record.drafts.restore(examination.id, 1)
    record.signed.sign(draft)
    again = amended(record, draft, "zyxwvutsrq")
    record.papers.keep(again, b"zyxwvutsrq", Handing.PRINTED, an_edition())
    record.patients.save(other)
    record.patients.merge(canary.id, other.id)
    record.signed.amend(again.id, VersionKind.ADDENDUM, "zyxwvutsrq")
    record.drafts.withdraw(again.id, "zyxwvutsrq")
    record.signed.enter_in_error(again.id, "zyxwvutsrq", a_patient("Zyxwvutsrq"))
    assert "zyxwv" not in str(record.trail.entries()).casefold()


def test_what_fails_is_not_told(record: Record) -> None:
    entries = record.trail.entries()
    with pytest.raises(WrongPassphrase):
        record.people.change_passphrase("wrong", "new words")
    with pytest.raises(WrongPassphrase):
        record.people.check_passphrase("wrong")
    assert record.trail.entries() == entries
    record.people.check_passphrase(PASSPHRASE)
    assert record.trail.entries() == entries
    assert record.account.role is Role.OWNER
