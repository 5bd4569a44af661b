"""The backups of an open record: when one is due, what it holds, and what it witnesses."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

from clinic_desktop.domain.backups import Backup, BackupContent
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage import backup, schema
from clinic_desktop.storage import folder as folders
from clinic_desktop.storage.driver import Database
from clinic_desktop.storage.errors import told
from clinic_desktop.storage.session import Session
from clinic_desktop.storage.surroundings import same_disk
from clinic_desktop.storage.triggers import NOTHING

AT_MOST: Final = timedelta(minutes=15)
"""How much editing a loss of the disk may cost."""

# A backup with keys of yesterday does not open with the recovery sheet printed today.
_AT_ONCE: Final = ("head", "signatures", "keys")


class Backups:
    """Copies of the record in a folder that an owner chooses."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._newest: BackupContent | None = None

    @property
    def folder(self) -> Path:
        """Where the backups are."""
        return folders.backup_folder(self._session.folder)

    @property
    def is_on_the_same_disk(self) -> bool:
        """Whether one broken disk would take record and backups together."""
        return same_disk(self.folder, self._session.folder)

    def set_folder(self, folder: Path | None) -> None:
        """Keep the backups elsewhere; `None` is the record's own folder.

        Raises:
            NotAllowed: when the person unlocked is no owner.
        """
        self._session.refuse_unless_owner()
        with told(self._session.folder):
            folders.set_backup_folder(self._session.folder, folder)
        self._newest = None
        with self._session.writing() as connection:
            self._session.log(connection, Action.SETTINGS_CHANGED, detail="backup folder")

    def all(self) -> tuple[Backup, ...]:
        """Return the backups of this record in the folder, newest first."""
        with told(self._session.folder):
            record = self.content(self._session.db).record
        return tuple(_of(record, self.folder))

    def content(self, db: Database) -> BackupContent:
        """Return what a database of this record holds, in figures; its keys stand beside it."""
        (record,) = _one(db, "SELECT record FROM identity")
        answers, last = _one(db, "SELECT answers, last_answer_at FROM tally")
        signed, head = _one(db, "SELECT count(*), max(number) FROM exam_version")
        (signatures,) = _one(db, "SELECT count(*) FROM signature")
        (seal,) = _one(db, "SELECT seal FROM exam_version WHERE number = ?", head) or (NOTHING,)
        (trail,) = _one(db, "SELECT hash FROM audit ORDER BY number DESC LIMIT 1") or (NOTHING,)
        return BackupContent(
            record=record,
            made_at=self._session.now(),
            answers=answers,
            last_answer_at=last and datetime.fromisoformat(last),
            signed=signed,
            signatures=signatures,
            head=seal,
            trail=trail,
        )

    def is_due(self) -> bool:
        """Return whether signatures or keys changed since the last backup, or it is too long ago.

        Before the folder was looked at, which may be on a drive that does not answer, a record
        with answers is due: `task` looks, and makes none where none is needed.
        """
        return _is_needed(self._newest, self._now())

    def task(self, into: Path | None = None, *, if_needed: bool = False) -> Callable[[], Backup]:
        """Return the making of a backup, which may be called in another thread.

        It raises `BackupFailed`, and is told to `done` or `failed` afterwards. With `if_needed`, it
        returns the newest backup where that is recent enough.

        Raises:
            FolderRefused: when it would go into the record's own folder.
        """
        session, where = self._session, into or self.folder
        folders.refuse_own(session.folder, where)
        if where == session.folder / folders.BACKUPS:
            with told(session.folder):
                where.mkdir(mode=0o700, exist_ok=True)
        now = self._now()
        data_key, folder, rotates = session.data_key, session.folder, where == self.folder

        def made() -> Backup:
            if if_needed:
                newest = next(_of(now.record, where), None)
                if newest is not None and not _is_needed(newest.content, now):
                    return newest
            made = backup.make(data_key, folder, where, self.content, schema.check, now.made_at)
            if rotates:
                backup.rotate(where, made)
            return made

        return made

    def make(self, into: Path | None = None) -> Backup:
        """Make a backup now.

        Raises:
            BackupFailed: saying why, and what to do; nothing of the record changes.
        """
        made = self.task(into)()
        self.done(made)
        return made

    def done(self, made: Backup) -> None:
        """Note that there is a backup; the trail tells of it unless it told of it last."""
        if made.path.parent == self.folder:
            self._newest = made.content
        last_told = self._session.rows(
            "SELECT detail FROM audit WHERE action = ? ORDER BY number DESC LIMIT 1",
            (Action.BACKED_UP.value,),
        )
        if last_told != [(made.path.name,)]:
            with self._session.writing() as connection:
                self._session.log(connection, Action.BACKED_UP, detail=made.path.name)

    def failed(self) -> None:
        """Note that no backup could be made."""
        with self._session.writing() as connection:
            self._session.log(connection, Action.BACKUP_FAILED)

    def contradicting(self) -> tuple[str, ...]:
        """Return what backups witness that the record no longer holds, a sentence each.

        Whoever has the key could take the newest entries of both chains away together: only what
        lies outside the record tells. After a restoring, the backups made before it tell of what
        was given up, so they are not asked.
        """
        rows = self._session.rows(
            "SELECT at FROM audit WHERE action = ? ORDER BY number DESC LIMIT 1",
            (Action.RESTORED.value,),
        )
        since = datetime.fromisoformat(rows[0][0]) if rows else None
        problems = []
        for made in self.all():
            content = made.content
            if since is not None and content.made_at <= since:
                continue
            when = f"{long_date(made.made_at.date())}, {made.made_at:%H:%M} UTC"
            for head, table, column, what in (
                (content.head, "exam_version", "seal", "a signed examination"),
                (content.trail, "audit", "hash", "an entry of the audit trail"),
            ):
                if head != NOTHING and not self._session.rows(
                    f"SELECT 1 FROM {table} WHERE {column} = ?",  # noqa: S608 - fixed names
                    (head,),
                ):
                    problems.append(
                        f"The backup of {when} holds {what} that this record no longer holds."
                    )
        return tuple(problems)

    def _now(self) -> BackupContent:
        with told(self._session.folder):
            held = self.content(self._session.db)
        return msgspec.structs.replace(held, keys=backup.keys_sum(self._session.folder))


def _of(record: str, folder: Path) -> Iterator[Backup]:
    return (made for made in backup.backups_in(folder) if made.content.record == record)


def _is_needed(newest: BackupContent | None, now: BackupContent) -> bool:
    if newest is None:
        return now.answers > 0
    if any(getattr(now, name) != getattr(newest, name) for name in _AT_ONCE):
        return True
    # A time that is still to come was of a clock that was set back since.
    is_recent = timedelta() <= now.made_at - newest.made_at < AT_MOST
    return now.answers != newest.answers and not is_recent


def _one(db: Database, sql: str, *parameters: object) -> Any:
    return db.conn.execute(sql, parameters).fetchone()
