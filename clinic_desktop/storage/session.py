"""What the parts of an open record share: the database, the person unlocked, the clock."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec

from clinic_desktop.domain.practice import Account, Role
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage import driver
from clinic_desktop.storage.driver import Connection, Database
from clinic_desktop.storage.errors import NotAllowed, RecordDamaged, TextRefused, told
from clinic_desktop.storage.tally import Tally
from clinic_desktop.storage.trail import append

_Stored = TypeVar("_Stored")

# Versions are numbered without a gap and never deleted. Counting them would read all of them, at
# every answer.
_SIGNED: Final = "(SELECT coalesce(max(number), 0) FROM exam_version)"


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


class Session:
    """One opening of a record by one person.

    `data_key` opens the database, `seed` is of the person's Ed25519 key.
    """

    def __init__(
        self,
        folder: Path,
        db: Database,
        tests: Collection[str],
        account: Account,
        data_key: bytes,
        seed: bytes,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.folder: Final = folder
        self.db: Final = db
        self.tests: Final = tests
        self.account = account
        self.data_key: Final = data_key
        self.seed = seed
        self.now: Final = now
        self._counted: tuple[int, int, datetime | None] | None = None
        (record,), (answers, last), (signed,) = (
            db.conn.execute(sql).fetchone()
            for sql in (
                "SELECT record FROM identity",
                "SELECT answers, last_answer_at FROM tally",
                f"SELECT {_SIGNED}",
            )
        )
        self._tally = Tally(folder, record)
        self._tally.write(answers, signed, last and datetime.fromisoformat(last))

    def close(self) -> None:
        """Let go of the database and of the tally; a second call does nothing."""
        self._tally.close()
        self.db.close()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Hold one write transaction; an error rolls it back and is told in plain words."""
        try:
            with told(self.folder), driver.writing(self.db) as connection:
                yield connection
            if self._counted is not None:
                self._tally.write(*self._counted)
        finally:
            self._counted = None

    def count(self, connection: Connection, at: datetime, *, answers: int = 0) -> None:
        """Count answers, or a signature, within the transaction that saves them."""
        row = connection.execute(
            "UPDATE tally SET answers = answers + ?1, "  # noqa: S608 - a fixed text
            "last_answer_at = iif(?1 > 0, ?2, last_answer_at) "
            f"RETURNING answers, last_answer_at, {_SIGNED}",
            (answers, text_of(at)),
        ).fetchone()
        self._counted = (row[0], row[2], row[1] and datetime.fromisoformat(row[1]))

    def checkpoint(self) -> None:
        """Bring the log into the one file and empty it; what cannot be now is later."""
        with suppress(driver.DatabaseError):
            self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def rows(self, sql: str, parameters: tuple[object, ...] = ()) -> list[Any]:
        """Return the rows of a query."""
        with told(self.folder):
            return self.db.conn.execute(sql, parameters).fetchall()

    def refuse_unless_owner(self) -> None:
        """Raise unless the person unlocked owns the record.

        Raises:
            NotAllowed: when they do not.
        """
        if self.account.role is not Role.OWNER:
            raise NotAllowed("Only an owner of the record may do this. Ask one to unlock it.")

    def log(
        self,
        connection: Connection,
        action: Action,
        *,
        examination: UUID | None = None,
        patient: UUID | None = None,
        detail: str = "",
        at: datetime | None = None,
    ) -> None:
        """Add an entry to the trail, within the transaction of what it tells; `at` is now."""
        append(
            connection,
            text_of(at or self.now()),
            action,
            account=self.account,
            examination=examination,
            patient=patient,
            detail=detail,
        )


def text_of(time: datetime) -> str:
    """Return a UTC time as text that sorts by time."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def encoded(value: msgspec.Struct) -> str:
    """Return a value as it is stored.

    Raises:
        TextRefused: when a text in it holds half a character.
    """
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        raise TextRefused(
            "A text holds half a character and cannot be saved. Delete it and type it again."
        ) from None


def decoded(doc: str, kind: type[_Stored], name: str) -> _Stored:
    """Return a stored value.

    Raises:
        RecordDamaged: when it cannot be read as what it is to be.
    """
    try:
        return msgspec.json.decode(doc, type=kind)
    except msgspec.DecodeError as error:
        raise RecordDamaged(
            f"{name} cannot be read from the record: it is damaged. "
            "Keep the record as it is, and restore a backup."
        ) from error
