"""The ways into a record: it is made, unlocked, or put in the place of a damaged one."""

from collections.abc import Callable, Collection
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec

from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.practice import Account, Practice, Role
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage import backup_file, driver, keys, opening, schema, unlocking
from clinic_desktop.storage import restore as restoring
from clinic_desktop.storage.driver import Database
from clinic_desktop.storage.errors import EmptyPassphrase, told
from clinic_desktop.storage.files import (
    make_folder,
    make_private,
    sync_file,
    sync_folder,
    temporary,
    write_private,
)
from clinic_desktop.storage.folder import (
    DATABASE,
    KEYS,
    LOCK,
    clear_unfinished,
    refuse_unless_empty,
)
from clinic_desktop.storage.key_slots import DEFAULT_COST, KeyCost
from clinic_desktop.storage.lock import Lock
from clinic_desktop.storage.people import standing
from clinic_desktop.storage.record import Record
from clinic_desktop.storage.session import Session, encoded, text_of, utc_now
from clinic_desktop.storage.trail import append


def create(
    folder: Path,
    passphrase: str,
    *,
    tests: Collection[str],
    practice: Practice | None = None,
    cost: KeyCost = DEFAULT_COST,
    now: Callable[[], datetime] = utc_now,
) -> Record:
    """Make a record in a missing or empty folder and open it.

    The database takes its name last: before that, the folder counts as empty.

    Args:
        folder: where; it is made when it is missing.
        passphrase: what unlocks it for its first owner.
        tests: the test ids of the catalogue.
        practice: whose record it is; its therapist becomes the owner.
        cost: what trying one passphrase costs.
        now: the time, in UTC.

    Raises:
        RecordError: when the folder holds anything, or nothing can be written there.
    """
    refuse_unless_empty(folder)
    therapist = practice.therapist if practice else Therapist()
    account_id = therapist.id or uuid4()
    therapist = msgspec.structs.replace(therapist, id=account_id)
    account = Account(id=account_id, therapist=therapist, role=Role.OWNER)
    data_key, seed = keys.new_key(), keys.new_seed()
    wrapped = keys.first_keys(data_key, account.id, account.name, seed, passphrase, cost)
    with told(folder), ExitStack() as undo:
        make_folder(folder)
        lock = Lock(folder / LOCK)
        undo.callback(lock.release)
        refuse_unless_empty(folder)
        clear_unfinished(folder)
        new = temporary(folder / DATABASE)
        _build(new, data_key, seed, account, practice, now())
        write_private(folder / KEYS, wrapped)
        new.rename(folder / DATABASE)
        sync_folder(folder)
        db = driver.connect(folder / DATABASE, data_key)
        undo.callback(db.close)
        session = Session(folder, db, tests, account, data_key, seed, now)
        undo.callback(session.close)
        record = Record(session, lock, cost)
        undo.pop_all()
    return record


def unlock(
    folder: Path,
    passphrase: str,
    *,
    tests: Collection[str],
    account: UUID | None = None,
    cost: KeyCost = DEFAULT_COST,
    now: Callable[[], datetime] = utc_now,
) -> Record:
    """Open the record in a folder for the person whose passphrase this is.

    A record that is refused is not touched; one of an earlier version is upgraded, after a
    backup of it. `tests` are the test ids of the catalogue; without `account`, the passphrase
    tells who it is.

    Raises:
        RecordError: when there is none, it is in use, the passphrase is wrong, or it is
            newer than the program, damaged or altered.
    """
    with told(folder), ExitStack() as undo:
        lock = opening.lock(folder)
        undo.callback(lock.release)
        opened = unlocking.unlock(folder, folder / KEYS, passphrase, account, now())
        opening.prepare(folder, opened.data_key, now())
        db = driver.connect(folder / DATABASE, opened.data_key)
        undo.callback(db.close)
        who, seed = opening.admit(db, folder, opened, passphrase, cost, now())
        session = Session(folder, db, tests, who, opened.data_key, seed, now)
        undo.callback(session.close)
        record = Record(session, lock, cost)
        opening.note(session)
        undo.pop_all()
    return record


def recover(
    folder: Path,
    recovery_key: str,
    account: UUID,
    passphrase: str,
    *,
    tests: Collection[str],
    cost: KeyCost = DEFAULT_COST,
    now: Callable[[], datetime] = utc_now,
) -> Record:
    """Open the record with the recovery sheet, and give a person a new passphrase.

    The person signs with a new key from now on; what they signed before stays theirs.

    Raises:
        RecordError: as `unlock`, or when the recovery key is wrong.
    """
    with told(folder), ExitStack() as undo:
        lock = opening.lock(folder)
        undo.callback(lock.release)
        data_key = unlocking.unlock_by_recovery(folder, folder / KEYS, recovery_key, now())
        opening.prepare(folder, data_key, now())
        db = driver.connect(folder / DATABASE, data_key)
        undo.callback(db.close)
        who, seed = opening.recover(db, folder, data_key, account, passphrase, cost, now())
        session = Session(folder, db, tests, who, data_key, seed, now)
        undo.callback(session.close)
        record = Record(session, lock, cost)
        opening.note(session, Action.RECOVERED)
        undo.pop_all()
    return record


def restore(
    folder: Path,
    backup: Path,
    passphrase: str,
    *,
    tests: Collection[str],
    account: UUID | None = None,
    cost: KeyCost = DEFAULT_COST,
    now: Callable[[], datetime] = utc_now,
) -> Record:
    """Put a backup in the place of the record, or in a missing or empty folder, and open it.

    What it replaces is kept in the folder. The passphrase is today's, or the backup's where
    keys.json is damaged or missing.

    Raises:
        UnknownPerson: when the backup does not know this person.
        RecordError: as `restore.restore`; the record is then as it was.
    """
    who: list[UUID | None] = []

    def key_by(keys_file: Path) -> bytes:
        opened = unlocking.unlock(folder, keys_file, passphrase, account, now())
        who[:] = [opened.account]
        return opened.data_key

    def note(db: Database) -> None:
        opening.note_restored(db, who[0], backup.name, now())

    restoring.restore(folder, backup, key_by, schema.check, note)
    return unlock(folder, passphrase, tests=tests, account=account, cost=cost, now=now)


def restore_by_recovery(
    folder: Path,
    backup: Path,
    recovery_key: str,
    account: UUID,
    passphrase: str,
    *,
    tests: Collection[str],
    cost: KeyCost = DEFAULT_COST,
    now: Callable[[], datetime] = utc_now,
) -> Record:
    """Put a backup in place with the recovery sheet, and give a person it knows a passphrase.

    Raises:
        UnknownPerson: when the backup does not know this person.
        RecordError: as `restore.restore`; the record is then as it was.
    """
    if not passphrase:
        raise EmptyPassphrase

    def key_by(keys_file: Path) -> bytes:
        return unlocking.unlock_by_recovery(folder, keys_file, recovery_key, now())

    def note(db: Database) -> None:
        opening.note_restored(db, account, backup.name, now())

    restoring.restore(folder, backup, key_by, schema.check, note)
    return recover(folder, recovery_key, account, passphrase, tests=tests, cost=cost, now=now)


def holders_of(backup: Path) -> tuple[tuple[UUID, str], ...]:
    """Return who could unlock the record when a backup was made.

    Raises:
        RecordError: when it is no backup.
    """
    found = keys.holders_in(backup_file.keys_in(backup), backup)
    return tuple((holder.account, holder.name) for holder in found)


def _build(
    path: Path,
    data_key: bytes,
    seed: bytes,
    owner: Account,
    practice: Practice | None,
    now: datetime,
) -> None:
    """Make a whole database and leave it closed and on the disk."""
    make_private(path)
    with closing(driver.create(path, data_key)) as db:
        with driver.writing(db) as connection:
            schema.migrations.apply(db)
            opening.identify(connection, owner, seed)
            if practice is not None:
                connection.execute(
                    "INSERT INTO clinic (id, doc) VALUES (1, ?)", (encoded(practice.clinic),)
                )
            detail = standing(connection, owner.id)
            append(connection, text_of(now), Action.CREATED, account=owner, detail=detail)
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    sync_file(path)
