"""What stands between a record's folder and its use: lock, upgrade, and who is let in."""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec

from clinic_desktop.domain.backups import BEFORE_UPGRADE, BackupContent
from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.practice import Account, Role
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage import attempts, backup, driver, keys, restore, schema
from clinic_desktop.storage import folder as folders
from clinic_desktop.storage.driver import Connection, Database
from clinic_desktop.storage.errors import (
    EmptyPassphrase,
    NoRecord,
    RecordIncomplete,
    UnknownPerson,
)
from clinic_desktop.storage.files import make_private, remove, with_companions
from clinic_desktop.storage.folder import DATABASE, KEYS, LOCK, FolderStatus
from clinic_desktop.storage.key_slots import KeyCost
from clinic_desktop.storage.keys import Opened
from clinic_desktop.storage.lock import Lock
from clinic_desktop.storage.people import end_keys, put, put_key, standing
from clinic_desktop.storage.session import Session, decoded, text_of
from clinic_desktop.storage.trail import append


def lock(folder: Path) -> Lock:
    """Take the lock of a record that is there, and finish a restoring that was interrupted.

    Raises:
        NoRecord: when there is none.
        RecordIncomplete: when a part of it is not there.
        RecordInUse: when another program has it open.
    """
    if folders.status(folder) is not FolderStatus.RECORD:
        raise NoRecord(f"There is no record in {folder}. Check the folder's name.")
    taken = Lock(folder / LOCK)
    try:
        restore.finish(folder)
        for name in (DATABASE, KEYS):
            if not (folder / name).exists():
                raise RecordIncomplete(folder / name)
    except BaseException:
        taken.release()
        raise
    return taken


def prepare(folder: Path, data_key: bytes, now: datetime) -> None:
    """Look at the record without touching it; upgrade one of an earlier version.

    The upgrade begins with a verified backup, and is made in a copy that then takes the record's
    place: an interruption leaves the one or the other.

    Raises:
        RecordError: when it is newer, damaged or altered, or the backup cannot be made.
    """
    path = folder / DATABASE
    with closing(driver.connect(path, data_key, read_only=True)) as db:
        schema.check(db)
        if not schema.needs_upgrade(db):
            return
    into = folders.backup_folder(folder)
    if into == folder / folders.BACKUPS:
        into.mkdir(mode=0o700, exist_ok=True)
    content = BackupContent(
        record=BEFORE_UPGRADE, made_at=now, answers=0, signed=0, head="", trail=""
    )
    backup.make(data_key, folder, into, lambda _: content, schema.check, now)
    copy = folder / folders.EXTRACTED
    remove(*with_companions(copy))
    make_private(copy)
    with closing(driver.connect(path, data_key)) as db:
        driver.copy(db, copy, data_key)
    with closing(driver.connect(copy, data_key)) as db:
        with driver.writing(db) as connection:
            tells = schema.has_trail(db)
            schema.migrations.apply(db)
            if tells:
                append(connection, text_of(now), Action.UPGRADED, detail=str(schema.VERSION))
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    restore.put_in_place(folder, copy)


def identify(connection: Connection, owner: Account, seed: bytes) -> None:
    """Give a record its first owner."""
    put(connection, owner)
    put_key(connection, owner.id, seed)


def admit(
    db: Database, folder: Path, opened: Opened, passphrase: str, cost: KeyCost, now: datetime
) -> tuple[Account, bytes]:
    """Return who unlocked the record, and the seed of the key they sign with.

    Whoever is the first to unlock a record of the first version becomes its owner. A signing key
    that the record does not know as theirs, such as after restoring an earlier backup, is made
    anew.

    Raises:
        UnknownPerson: when the record knows no such person, or retired them.
    """
    if opened.account is None or opened.signing_seed is None or _is_of_nobody(db):
        account, action = _first(db, opened.account), Action.UPGRADED
    else:
        account, action = _known(db, opened.account), Action.PERSON_CHANGED
        (current,) = db.conn.execute(
            "SELECT count(*) FROM signing_key "
            "WHERE account_id = ? AND public_key = ? AND until IS NULL",
            (str(account.id), keys.public_key(opened.signing_seed)),
        ).fetchone()
        if current:
            return account, opened.signing_seed
    seed = _new_signing_key(db, account, action, now)
    keys.with_holder(
        folder / KEYS, opened.data_key, account.id, account.name, seed, passphrase, cost
    )
    return account, seed


def recover(
    db: Database,
    folder: Path,
    data_key: bytes,
    account_id: UUID,
    passphrase: str,
    cost: KeyCost,
    now: datetime,
) -> tuple[Account, bytes]:
    """Give a person a new passphrase and signing key, and return both person and seed.

    Raises:
        UnknownPerson: when the record knows no such person, or retired them.
        EmptyPassphrase: when there is no passphrase.
    """
    if not passphrase:
        raise EmptyPassphrase
    account = _first(db, account_id) if _is_of_nobody(db) else _known(db, account_id)
    seed = _new_signing_key(db, account, Action.PASSPHRASE_CHANGED, now)
    keys.with_holder(folder / KEYS, data_key, account.id, account.name, seed, passphrase, cost)
    return account, seed


def note(session: Session, action: Action = Action.UNLOCKED) -> None:
    """Write into the trail who opened the record, and who failed to since the last time."""
    failed = attempts.remembered(session.folder)
    with session.writing() as connection:
        for at, account in failed:
            append(
                connection,
                text_of(at),
                Action.FAILED_TO_UNLOCK,
                detail=f"as {account}" if account else "",
            )
        session.log(connection, action)
    attempts.forget(session.folder)


def _is_of_nobody(db: Database) -> bool:
    """Return whether this is a record of the first version that was upgraded just now."""
    return db.conn.execute("SELECT 1 FROM signing_key").fetchone() is None


def note_restored(db: Database, account_id: UUID | None, backup_name: str, now: datetime) -> None:
    """Write into the trail of a restored record who restored it, before it takes its place.

    What later backups witness is asked from here on: were it written after the opening, a record
    whose opening fails would seem to have lost what the restoring gave up. One of the first version
    has no trail yet.

    Raises:
        UnknownPerson: when the record does not know them: nobody could open it afterwards.
    """
    if not schema.has_trail(db):
        return
    account = None if account_id is None or _is_of_nobody(db) else _known(db, account_id)
    with driver.writing(db) as connection:
        append(connection, text_of(now), Action.RESTORED, account=account, detail=backup_name)
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _first(db: Database, account_id: UUID | None) -> Account:
    """Return the owner whom the upgrade found, or one without a name.

    Whoever has a passphrase of their own already keeps their id: a backup of the first version can
    be restored after the upgrade.
    """
    row = db.conn.execute(
        "SELECT doc FROM account "
        "ORDER BY doc ->> '$.role' <> 'owner', doc ->> '$.retired_at' IS NOT NULL, rowid"
    ).fetchone()
    found = decoded(row[0], Account, "A person") if row else None
    if found is not None and account_id in {None, found.id}:
        return found
    own_id = account_id or uuid4()
    therapist = found.therapist if found else Therapist()
    therapist = msgspec.structs.replace(therapist, id=own_id)
    return Account(id=own_id, therapist=therapist, role=Role.OWNER)


def _known(db: Database, account_id: UUID) -> Account:
    row = db.conn.execute("SELECT doc FROM account WHERE id = ?", (str(account_id),)).fetchone()
    account = decoded(row[0], Account, "A person") if row else None
    if account is None or account.retired_at is not None:
        raise UnknownPerson(
            "This record does not let you in: you were retired, or it is from a time before you "
            "were added. Ask somebody it knows to open or restore it."
        )
    return account


def _new_signing_key(db: Database, account: Account, action: Action, now: datetime) -> bytes:
    seed = keys.new_seed()
    with driver.writing(db) as connection:
        if _is_of_nobody(db):
            connection.execute("DELETE FROM account WHERE id <> ?", (str(account.id),))
            connection.execute("UPDATE revision SET saved_by = ?", (str(account.id),))
        put(connection, account)
        end_keys(connection, account.id)
        put_key(connection, account.id, seed)
        detail = standing(connection, account.id)
        append(connection, text_of(now), action, account=account, detail=detail)
    return seed
