"""A record says when a backup is due, makes it, and is held against what backups witness."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from clinic_desktop.domain.backups import Backup
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.trail import Action
from clinic_desktop.record_folder import RecordFolder
from clinic_desktop.resources import read_catalogue
from clinic_desktop.storage import backups, driver, keys, triggers, ways_in
from clinic_desktop.storage.driver import Connection
from clinic_desktop.storage.errors import BackupFailed, FolderRefused
from clinic_desktop.storage.record import Record
from tests.storage.samples import (
    CHEAP,
    PASSPHRASE,
    TESTS,
    Clock,
    a_patient,
    a_person,
    an_examination,
    make,
    new_sheet,
    noted,
    reopened,
    saved,
    signed,
)

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


def restored(folder: Path, backup: Backup, clock: Clock) -> Record:
    """Restore a backup and open the record."""
    return ways_in.restore(folder, backup.path, PASSPHRASE, tests=TESTS, cost=CHEAP, now=clock)


def test_a_backup_holds_what_the_record_holds_in_figures(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        saved_at = record.drafts.save(an_examination())
        seal = record.signed.versions(signed(record).id)[0].seal
        made = record.backups.make()
        assert record.backups.folder == made.path.parent == folder / "backups"
        assert record.backups.is_on_the_same_disk
        assert made.content.record == record.id
        assert (made.content.answers, made.content.signed, made.content.head) == (2, 1, seal)
        assert made.content.last_answer_at is not None
        assert made.content.last_answer_at > saved_at
        assert record.backups.all() == (made,)
        entry = record.trail.entries()[0]
        assert (entry.action, entry.detail) == (Action.BACKED_UP, made.path.name)
    with reopened(folder) as record:
        assert record.backups.all() == (made,)
        assert record.verify() == ()


def test_a_backup_is_due_after_a_quarter_of_an_hour_of_answers(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        assert not record.backups.is_due()
        record.patients.save(a_patient())
        assert not record.backups.is_due()
        examination = saved(record)
        assert record.backups.is_due()
        record.backups.make()
        assert not record.backups.is_due()
        record.drafts.save(noted(examination, "next answer"))
        assert not record.backups.is_due()
        clock.at += backups.AT_MOST
        assert record.backups.is_due()
        record.backups.make()
        clock.at += timedelta(days=1)
        assert not record.backups.is_due()
        record.drafts.undo(examination.id)
        assert record.backups.is_due()


def test_no_backup_is_made_where_the_newest_holds_everything(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        examination = saved(record)
        first = record.backups.make()
    with reopened(folder, now=clock) as record:
        assert record.backups.is_due()
        entries = record.trail.entries()
        found = record.backups.task(if_needed=True)()
        assert found == first
        record.backups.done(found)
        assert not record.backups.is_due()
        assert record.trail.entries() == entries
        record.signed.sign(examination)
        made = record.backups.task(if_needed=True)()
        assert made != first
        record.backups.done(made)
        assert record.trail.entries()[0].action is Action.BACKED_UP
        assert record.backups.all() == (made, first)


def test_a_backup_is_due_after_each_signature(folder: Path) -> None:
    with make(folder, now=Clock()) as record:
        examination = saved(record)
        record.backups.make()
        record.signed.sign(examination)
        assert record.backups.is_due()
        record.backups.make()
        assert not record.backups.is_due()


def test_a_backup_is_due_after_a_counter_signature(record: Record, folder: Path) -> None:
    a_person(record, "Stu", Role.STUDENT)
    record.close()
    with reopened(folder, "Stu") as stu:
        examination = signed(stu)
    with reopened(folder) as again:
        again.backups.make()
        assert not again.backups.is_due()
        again.signed.countersign(examination.id)
        assert again.backups.is_due()
        again.backups.make()
        assert not again.backups.is_due()


def test_a_backup_is_due_when_the_keys_changed(record: Record, folder: Path) -> None:
    """The one printed recovery sheet is to open the newest backup too."""
    saved(record)
    for change in (
        lambda: new_sheet(record),
        lambda: record.people.change_passphrase(PASSPHRASE, "new words"),
        lambda: a_person(record, "Thea"),
        (folder / "keys.json").unlink,
    ):
        record.backups.make()
        assert not record.backups.is_due()
        change()
        assert record.backups.is_due()
    with pytest.raises(BackupFailed, match=r"keys\.json is missing"):
        record.backups.make()


def test_a_backup_of_an_earlier_program_is_replaced_at_once(record: Record) -> None:
    """Its manifest tells neither of counter-signatures nor of keys."""
    signed(record)
    made = record.backups.make()
    old = msgspec.structs.replace(made.content, signatures=None, keys=None)
    record.backups.done(Backup(path=made.path, content=old))
    assert record.backups.is_due()


def test_a_backup_is_due_when_the_clock_was_set_back(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        examination = saved(record)
        record.backups.make()
        clock.at -= timedelta(days=300)
        assert not record.backups.is_due()
        record.drafts.save(noted(examination, "next answer"))
        assert record.backups.is_due()
        later = record.backups.make()
        assert not record.backups.is_due()
        entry = record.trail.entries()[0]
        assert (entry.action, entry.detail) == (Action.BACKED_UP, later.path.name)


def test_a_backup_elsewhere_is_one_more(record: Record, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    saved(record)
    made = record.backups.make(stick)
    assert made.path.parent == stick
    assert record.backups.all() == ()
    assert record.backups.is_due()
    assert record.trail.entries()[0].action is Action.BACKED_UP
    assert not (record.folder / "backups").exists()


def test_the_folder_of_the_record_takes_no_backups(record: Record, folder: Path) -> None:
    entries = record.trail.entries()
    with pytest.raises(FolderRefused, match="is the folder of the record"):
        record.backups.task(folder / "backups" / "..")
    assert record.trail.entries() == entries


def test_copies_elsewhere_are_never_thinned_out(folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with make(folder, now=Clock()) as record:
        for _ in range(15):
            record.backups.make(stick)
    assert len(list(stick.iterdir())) == 15


def test_a_backup_just_made_is_told_in_the_trail_once(record: Record) -> None:
    made = record.backups.make()
    record.backups.done(made)
    told = [one for one in record.trail.entries() if one.action is Action.BACKED_UP]
    assert [one.detail for one in told] == [made.path.name]


def test_the_loss_by_a_backup_of_another_record_is_refused(record: Record, folder: Path) -> None:
    with make(folder.with_name("other")) as other:
        theirs = other.backups.make()
    doors = RecordFolder(folder, read_catalogue)
    with pytest.raises(UserError, match=r"of another record\. Restore it into an empty folder"):
        doors.loss(theirs.path)
    mine = record.backups.make()
    assert doors.loss(mine.path).backup == mine


def test_the_folder_of_the_backups_is_chosen(record: Record, folder: Path, tmp_path: Path) -> None:
    saved(record)
    first = record.backups.make()
    assert not record.backups.is_due()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    record.backups.set_folder(elsewhere)
    assert record.trail.entries()[0].action is Action.SETTINGS_CHANGED
    assert record.backups.is_due()
    second = record.backups.make()
    assert second.path.parent == elsewhere
    assert record.backups.all() == (second,)
    with pytest.raises(FolderRefused):
        record.backups.set_folder(folder)
    record.close()
    with reopened(folder) as again:
        assert again.backups.folder == elsewhere
        again.backups.set_folder(None)
        assert again.backups.all() == (first,)


def test_backups_of_other_records_in_the_folder_are_left_alone(
    record: Record, folder: Path, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    record.backups.set_folder(shared)
    mine = record.backups.make()
    with make(folder.with_name("other")) as other:
        other.backups.set_folder(shared)
        theirs = other.backups.make()
        assert other.backups.all() == (theirs,)
        assert other.verify() == ()
    assert record.backups.all() == (mine,)
    assert record.verify() == ()


def test_backups_that_are_kept_no_longer_go_when_one_is_made(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        for _ in range(15):
            record.backups.make()
        assert len(record.backups.all()) == 10
        assert len(list(record.backups.folder.iterdir())) == 10


def test_a_backup_is_made_while_answers_go_on(record: Record) -> None:
    examination = saved(record)
    task = record.backups.task()
    made: list[Backup] = []
    thread = Thread(target=lambda: made.append(task()))
    thread.start()
    for answer in range(30):
        record.drafts.save(noted(examination, str(answer)))
    thread.join()
    record.backups.done(made[0])
    assert record.backups.all() == tuple(made)
    assert 1 <= made[0].content.answers <= 31
    assert record.verify() == ()


def test_a_backup_that_fails_is_told_and_changes_nothing(record: Record, tmp_path: Path) -> None:
    examination = saved(record)
    with pytest.raises(BackupFailed, match="is not there"):
        record.backups.make(tmp_path / "unplugged")
    record.backups.failed()
    assert record.trail.entries()[0].action is Action.BACKUP_FAILED
    assert record.examination(examination.id) == examination
    assert record.backups.is_due()


def cut_off_trail(connection: Connection) -> None:
    """Take the newest entry of the trail away, so that nothing in the record tells of it."""
    (last,) = connection.execute("SELECT max(number) FROM audit").fetchone()
    connection.execute("DELETE FROM audit WHERE number = ?", (last,))
    connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'audit'", (last - 1,))


def cut_off_signature(connection: Connection) -> None:
    """Take the newest signature and all the trail tells since then away."""
    (number,) = connection.execute("SELECT number FROM audit WHERE action = 'signed'").fetchone()
    for statement in (
        "DELETE FROM signature",
        "DELETE FROM exam_version",
        f"DELETE FROM audit WHERE number >= {number}",
        f"UPDATE sqlite_sequence SET seq = {number - 1} WHERE name = 'audit'",
    ):
        connection.execute(statement)


@pytest.mark.parametrize(
    ("cut", "lost"),
    [
        (cut_off_trail, ["an entry of the audit trail"]),
        (cut_off_signature, ["a signed examination", "an entry of the audit trail"]),
    ],
)
def test_what_was_cut_off_with_the_key_is_witnessed_by_a_backup(
    folder: Path, cut: Callable[[Connection], None], lost: list[str]
) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        signed(record)
        record.trail.log(Action.LOCKED)
        record.backups.make()
        key = record._session.data_key
    with closing(driver.connect(folder / "record.db", key)) as db:
        for name in triggers.TRIGGERS:
            db.conn.execute(f"DROP TRIGGER {name}")
        # The entry that tells of the backup came after it.
        cut_off_trail(db.conn)
        cut(db.conn)
        triggers.install(db)
    with reopened(folder) as record:
        assert record.verify() == tuple(
            f"The backup of 18 November 2026, 09:00 UTC holds {what} "
            "that this record no longer holds."
            for what in lost
        )


def test_backups_from_before_a_restoring_witness_nothing(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        kept = signed(record)
        earlier = record.backups.make()
        given_up = signed(record)
        record.backups.make()
    with restored(folder, earlier, clock) as record:
        entry = record.trail.entries()[1]
        assert (entry.action, entry.detail) == (Action.RESTORED, earlier.path.name)
        assert entry.who == record.account.name
        assert [line.id for line in record.lists.all()] == [kept.id]
        assert record.verify() == ()
        assert record.backups.is_due()
        other = signed(record)
        later = record.backups.make()
        assert record.verify() == ()
    with reopened(folder, now=clock) as record:
        assert record.backups.task(if_needed=True)() == later
        assert [line.id for line in record.lists.all()] == [other.id, kept.id]
        assert later in record.backups.all()
        assert given_up.id not in {line.id for line in record.lists.all()}
        assert record.verify() == ()


def test_a_backup_that_holds_as_many_but_other_signatures_is_not_enough(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        earlier = record.backups.make()
        signed(record)
        given_up = record.backups.make()
    with restored(folder, earlier, clock) as record:
        signed(record)
        made = record.backups.task(if_needed=True)()
        assert made != given_up
        assert made.content.signatures == given_up.content.signatures == 1


def test_a_backup_made_at_the_time_of_a_restoring_witnesses_nothing(folder: Path) -> None:
    with make(folder, now=lambda: NOON) as record:
        earlier = record.backups.make()
        signed(record)
        given_up = record.backups.make()
        assert given_up.made_at == NOON
    with ways_in.restore(
        folder, earlier.path, PASSPHRASE, tests=TESTS, cost=CHEAP, now=lambda: NOON
    ) as record:
        assert record.verify() == ()


def test_a_passphrase_and_a_signing_key_changed_since_the_backup_go_on(folder: Path) -> None:
    """keys.json is newer than the restored record: whoever is let in signs with a key it knows."""
    clock = Clock()
    with make(folder, now=clock) as record:
        made = record.backups.make()
        sheet = new_sheet(record)
        owner = record.account
        record.people.change_passphrase(PASSPHRASE, "new words")
    with ways_in.recover(
        folder, sheet, owner.id, PASSPHRASE, tests=TESTS, cost=CHEAP, now=clock
    ) as record:
        key = keys.public_key(record._session.seed)
    with restored(folder, made, clock) as record:
        assert record.account == owner
        assert keys.public_key(record._session.seed) != key
        signed(record)
        assert record.verify() == ()
    with reopened(folder, now=clock) as record:
        signed(record)
        assert record.verify() == ()


def test_a_backup_goes_into_an_empty_folder_with_its_own_keys(folder: Path, tmp_path: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        examination = signed(record)
        made = record.backups.make()
        record_id = record.id
    new = tmp_path / "new computer"
    with ways_in.restore(
        new, made.path, PASSPHRASE, tests=TESTS, account=record.account.id, cost=CHEAP, now=clock
    ) as record:
        assert record.id == record_id
        assert record.examination(examination.id) == examination
        assert record.trail.entries()[1].action is Action.RESTORED
        assert record.verify() == ()


def test_time_alone_makes_no_backup_due(folder: Path) -> None:
    clock = Clock()
    with make(folder, now=clock) as record:
        saved(record)
        record.backups.make()
        clock.at += timedelta(days=300)
        assert not record.backups.is_due()
