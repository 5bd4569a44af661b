"""Each person has a passphrase, a role and a signing key of their own."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.practice import Account, Role
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage import keys, ways_in
from clinic_desktop.storage.errors import (
    DiskFull,
    EmptyPassphrase,
    NotAllowed,
    RecordError,
    TooManyPassphrases,
    UnknownPerson,
    WrongPassphrase,
    WrongRecoveryKey,
)
from clinic_desktop.storage.record import Record
from tests.storage.samples import (
    CHEAP,
    PASSPHRASE,
    TESTS,
    a_person,
    an_examination,
    each_raises,
    make,
    new_sheet,
    reopened,
    saved,
    signed,
)

NOBODY = UUID(int=1)


def recover(folder: Path, key: str, account: UUID, passphrase: str) -> Record:
    """Open a record with its recovery key."""
    return ways_in.recover(folder, key, account, passphrase, tests=TESTS, cost=CHEAP)


def test_everybody_opens_the_record_with_their_own_passphrase(record: Record, folder: Path) -> None:
    thea = a_person(record, "Thea")
    stu = a_person(record, "Stu", Role.STUDENT)
    assert thea.therapist == Therapist(id=thea.id, name="Thea")
    assert [one.name for one in record.people.all()] == ["Stu", "T. Herapist", "Thea"]
    record.close()
    for passphrase, account in (("Thea", thea), ("Stu", stu)):
        with reopened(folder, passphrase) as opened:
            assert opened.account == account
        with reopened(folder, passphrase, account=account.id) as opened:
            assert opened.account == account
    with pytest.raises(WrongPassphrase):
        reopened(folder, "Thea", account=stu.id)


def test_a_person_can_bring_their_id_but_is_added_once(record: Record) -> None:
    owner = record.account
    therapist = Therapist(id=UUID(int=9), name="Thea")
    assert record.people.add(therapist, Role.THERAPIST, "Thea").id == UUID(int=9)
    for known in (therapist, owner.therapist):
        with pytest.raises(NotAllowed, match="in the record already"):
            record.people.add(known, Role.STUDENT, "other words")
    assert record.people.all()[0] == owner
    record.people.check_passphrase(PASSPHRASE)


@pytest.mark.parametrize(
    "act",
    [
        lambda r, _: r.people.add(Therapist(name="Eve"), Role.THERAPIST, "Eve"),
        lambda r, owner: r.people.retire(owner.id),
        lambda r, _: r.people.retire(r.account.id),
        lambda r, owner: r.people.give_passphrase(owner.id, "stolen"),
        lambda r, _: r.people.give_passphrase(r.account.id, "own"),
        lambda r, _: r.people.new_recovery_key(),
        lambda r, _: r.backups.set_folder(None),
        lambda r, _: r.patients.erase(NOBODY, date.max, 1),
        lambda r, _: r.people.change(msgspec.structs.replace(r.account, role=Role.OWNER)),
        lambda r, owner: r.people.change(owner),
    ],
)
@pytest.mark.parametrize("role", [Role.THERAPIST, Role.STUDENT])
def test_only_owners_look_after_the_people(
    record: Record, folder: Path, act: Callable[[Record, Account], object], role: Role
) -> None:
    a_person(record, "Other", role)
    owner = record.account
    record.close()
    before = (folder / "keys.json").read_bytes()
    with reopened(folder, "Other") as opened:
        people, entries = opened.people.all(), opened.trail.entries()
        with pytest.raises(NotAllowed):
            act(opened, owner)
        assert opened.people.all() == people
        assert opened.trail.entries() == entries
    assert (folder / "keys.json").read_bytes() == before


def test_an_unknown_person_is_told(record: Record) -> None:
    stranger = msgspec.structs.replace(record.account, id=NOBODY)
    each_raises(
        UnknownPerson,
        lambda: record.people.retire(NOBODY),
        lambda: record.people.give_passphrase(NOBODY, "words"),
        lambda: record.people.change(stranger),
    )


def test_a_person_changes_their_own_details_and_the_record_shows_them(
    record: Record, folder: Path
) -> None:
    thea = a_person(record, "Thea")
    record.close()
    changed = msgspec.structs.replace(thea, therapist=Therapist(id=thea.id, name="Thea Married"))
    with reopened(folder, "Thea") as opened:
        opened.people.change(changed)
        assert opened.account == changed
        signed_by = opened.signed.versions(signed(opened).id)[0].signature.therapist.name
        assert signed_by == "Thea Married"
        assert opened.verify() == ()
    assert [holder.name for holder in keys.holders(folder / "keys.json")] == [
        "T. Herapist",
        "Thea Married",
    ]


def test_a_name_reaches_the_keys_file_when_the_disk_took_it_only_the_second_time(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = msgspec.structs.replace(record.account, therapist=Therapist(name="New"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(keys, "renamed", full)
        with pytest.raises(DiskFull):
            record.people.change(changed)
    record.people.change(changed)
    assert [h.name for h in keys.holders(record.folder / "keys.json")] == ["New"]


def test_a_record_keeps_an_owner(record: Record, folder: Path) -> None:
    owner = record.account
    thea = a_person(record, "Thea")
    with pytest.raises(NotAllowed, match="needs an owner"):
        record.people.change(msgspec.structs.replace(owner, role=Role.THERAPIST))
    with pytest.raises(NotAllowed, match="Nobody retires themselves"):
        record.people.retire(owner.id)
    record.people.change(msgspec.structs.replace(thea, role=Role.OWNER))
    record.people.change(msgspec.structs.replace(owner, role=Role.THERAPIST))
    assert record.account.role is Role.THERAPIST
    with pytest.raises(NotAllowed):
        record.people.retire(thea.id)
    record.close()
    with reopened(folder, "Thea") as opened:
        opened.people.retire(owner.id)
        with pytest.raises(NotAllowed, match="needs an owner"):
            opened.people.change(msgspec.structs.replace(opened.account, role=Role.STUDENT))
        assert opened.verify() == ()


def test_whoever_is_retired_is_kept_out_and_what_they_did_stays(
    record: Record, folder: Path
) -> None:
    thea = a_person(record, "Thea")
    record.close()
    with reopened(folder, "Thea") as opened:
        examination = signed(opened)
        saved(opened, an_examination(note="unsigned"))
    with reopened(folder) as again:
        again.people.retire(thea.id)
        assert [one.name for one in again.people.all()] == ["T. Herapist", "Thea"]
        retired = again.people.all()[1]
        assert retired.retired_at is not None
        again.people.change(
            msgspec.structs.replace(retired, therapist=Therapist(name="Thea"), retired_at=None)
        )
        assert again.people.all()[1].retired_at == retired.retired_at
        assert again.signed.versions(examination.id)[0].signature.therapist.name == "Thea"
        assert len(again.lists.unsigned()) == 1
        assert again.verify() == ()
    assert [holder.name for holder in keys.holders(folder / "keys.json")] == ["T. Herapist"]
    with pytest.raises(WrongPassphrase):
        reopened(folder, "Thea")


def test_a_retired_person_comes_back_with_a_new_key(record: Record, folder: Path) -> None:
    thea = a_person(record, "Thea")
    record.close()
    with reopened(folder, "Thea") as opened:
        signed(opened)
    with reopened(folder) as again:
        again.people.retire(thea.id)
        again.people.give_passphrase(thea.id, "new words")
        assert again.people.all()[1] == thea
    with reopened(folder, "new words") as opened:
        assert opened.account == thea
        signed(opened)
        assert opened.verify() == ()


def test_a_forgotten_passphrase_is_given_anew(record: Record, folder: Path) -> None:
    thea = a_person(record, "Thea")
    with pytest.raises(EmptyPassphrase):
        record.people.give_passphrase(thea.id, "")
    record.people.give_passphrase(thea.id, "new words")
    record.people.give_passphrase(record.account.id, "own words")
    signed(record)
    assert record.verify() == ()
    record.close()
    for passphrase in ("Thea", PASSPHRASE):
        with pytest.raises(WrongPassphrase):
            reopened(folder, passphrase)
    for passphrase in ("new words", "own words"):
        with reopened(folder, passphrase) as opened:
            assert opened.verify() == ()


def test_a_passphrase_is_changed_by_whoever_knows_it(record: Record, folder: Path) -> None:
    saved(record)
    lines = record.lists.all()
    with pytest.raises(WrongPassphrase):
        record.people.change_passphrase("wrong", "new words")
    with pytest.raises(EmptyPassphrase):
        record.people.change_passphrase(PASSPHRASE, "")
    record.people.change_passphrase(PASSPHRASE, "new words")
    assert record.trail.entries()[0].action is Action.PASSPHRASE_CHANGED
    record.people.check_passphrase("new words")
    signed(record)
    assert record.verify() == ()
    record.close()
    with pytest.raises(WrongPassphrase):
        reopened(folder)
    with reopened(folder, "new words") as again:
        assert again.lists.all()[1:] == lines


def test_nobody_is_added_without_a_passphrase(record: Record) -> None:
    people, entries = record.people.all(), record.trail.entries()
    with pytest.raises(EmptyPassphrase):
        record.people.add(Therapist(name="Thea"), Role.THERAPIST, "")
    assert record.people.all() == people
    assert record.trail.entries() == entries


def test_there_is_room_for_so_many_passphrases(record: Record) -> None:
    for number in range(30):
        a_person(record, f"Person {number}")
    with pytest.raises(TooManyPassphrases):
        a_person(record, "One more")
    last = next(one for one in record.people.all() if one.name == "One more")
    record.people.retire(record.people.all()[2].id)
    record.people.give_passphrase(last.id, "room")
    assert record.verify() == ()


def test_the_recovery_sheet_opens_the_record_for_whoever_forgot(
    record: Record, folder: Path
) -> None:
    examination = signed(record)
    assert not record.people.has_recovery_key()
    first = new_sheet(record)
    second = new_sheet(record)
    assert record.people.has_recovery_key()
    assert record.trail.entries()[0].action is Action.RECOVERY_SHEET_MADE
    owner = record.account
    record.close()
    with pytest.raises(WrongRecoveryKey):
        recover(folder, first, owner.id, "new words")
    with pytest.raises(EmptyPassphrase):
        recover(folder, second, owner.id, "")
    with pytest.raises(UnknownPerson):
        recover(folder, second, NOBODY, "new words")
    with recover(folder, second, owner.id, "new words") as again:
        assert again.account == owner
        assert again.trail.entries()[0].action is Action.RECOVERED
        assert again.examination(examination.id) == examination
        signed(again)
        assert again.verify() == ()
    with pytest.raises(WrongPassphrase):
        reopened(folder)
    with reopened(folder, "new words") as again:
        assert again.verify() == ()


def test_a_new_recovery_key_leaves_the_earlier_sheet_valid_until_it_is_kept(
    record: Record, folder: Path
) -> None:
    sheet = new_sheet(record)
    count = len(record.trail.entries())
    record.people.new_recovery_key()
    assert len(record.trail.entries()) == count
    owner = record.account.id
    record.close()
    recover(folder, sheet, owner, "new words").close()


def test_whoever_owns_the_record_no_more_keeps_no_recovery_key(record: Record) -> None:
    key = record.people.new_recovery_key()
    other = a_person(record, "Other", Role.OWNER)
    record.people.change(msgspec.structs.replace(record.account, role=Role.THERAPIST))
    with pytest.raises(NotAllowed):
        key.keep()
    assert not record.people.has_recovery_key()
    assert other.role is Role.OWNER


def test_a_wrong_recovery_key_is_told_in_the_trail_but_no_slip_of_typing(
    record: Record, folder: Path
) -> None:
    key = new_sheet(record)
    other = make(folder.with_name("other"))
    foreign = new_sheet(other)
    other.close()
    owner = record.account.id
    record.close()
    for wrong in (foreign, key[:-1], ""):
        with pytest.raises(WrongRecoveryKey):
            recover(folder, wrong, owner, "new words")
    with reopened(folder) as again:
        actions = [entry.action for entry in again.trail.entries()]
        assert actions.count(Action.FAILED_TO_UNLOCK) == 1


def keys_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk refuse to take a new keys.json."""
    real = os.replace

    def refuse(source: Any, target: Any, **options: Any) -> None:
        if Path(target).name == "keys.json":
            raise OSError(28, "No space left on device")
        real(source, target, **options)

    monkeypatch.setattr(os, "replace", refuse)


@pytest.mark.parametrize(
    "act",
    [
        lambda r: r.people.change_passphrase(PASSPHRASE, "new words"),
        new_sheet,
        lambda r: r.people.add(Therapist(name="Eve"), Role.THERAPIST, "Eve"),
        lambda r: r.people.give_passphrase(r.people.all()[1].id, "new words"),
        lambda r: r.people.retire(r.people.all()[1].id),
        lambda r: r.people.change(
            msgspec.structs.replace(r.account, therapist=Therapist(name="T. Married"))
        ),
    ],
)
@pytest.mark.parametrize("fails", ["keys", "database"])
def test_what_fails_half_way_locks_nobody_out_and_can_be_done_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Record], object], fails: str
) -> None:
    """Whichever of the two files the disk refuses, every printed and known secret opens it."""
    with make(folder) as record:
        a_person(record, "Thea")
        sheet = new_sheet(record)
        owner = record.account.id
        with monkeypatch.context() as patch:
            if fails == "keys":
                keys_fail(patch)
            else:
                connection = record._session.db.conn
                connection.execute(
                    "CREATE TEMP TRIGGER full BEFORE INSERT ON audit BEGIN "
                    "SELECT RAISE(ABORT, 'disk full'); END"
                )
            with pytest.raises(Exception, match="disk"):
                act(record)
            if fails == "database":
                connection.execute("DROP TRIGGER full")
        assert record.verify() == ()
        saved(record)
    with reopened(folder) as record:
        assert record.verify() == ()
    with recover(folder, sheet, owner, PASSPHRASE) as record:
        act(record)
        signed(record)
        assert record.verify() == ()


def test_who_is_retired_while_the_disk_refuses_is_kept_out_already(
    record: Record, folder: Path
) -> None:
    thea = a_person(record, "Thea")
    connection = record._session.db.conn
    connection.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    with pytest.raises(Exception, match="full"):
        record.people.retire(thea.id)
    connection.execute("DROP TRIGGER full")
    record.close()
    with pytest.raises(RecordError):
        reopened(folder, "Thea")
    with reopened(folder) as again:
        again.people.retire(thea.id)
        assert again.people.all()[1].retired_at is not None
