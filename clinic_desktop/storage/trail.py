"""The audit trail: appended to, never changed, each entry carrying the hash of the one before."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from clinic_desktop.domain.practice import Account
from clinic_desktop.domain.trail import Action, Entry
from clinic_desktop.storage.driver import Connection
from clinic_desktop.storage.triggers import NOTHING

if TYPE_CHECKING:
    from clinic_desktop.storage.session import Session

COLUMNS = "number, at, account_id, who, action, exam_id, patient_id, detail, prev"
"""The columns an entry's hash is made of, in order."""


class Trail:
    """The entries of the trail, for reading, and for what is done outside the record."""

    def __init__(self, session: "Session") -> None:
        self._session = session

    def log(
        self,
        action: Action,
        *,
        examination: UUID | None = None,
        patient: UUID | None = None,
        detail: str = "",
    ) -> None:
        """Add an entry for something that changed nothing in the record."""
        with self._session.writing() as connection:
            self._session.log(
                connection, action, examination=examination, patient=patient, detail=detail
            )

    def entries(
        self, limit: int | None = None, *, examination: UUID | None = None
    ) -> tuple[Entry, ...]:
        """Return the entries, newest first; of one examination when it is given."""
        rows = self._session.rows(
            "SELECT number, at, who, action, exam_id, patient_id, detail FROM audit "
            "WHERE ?2 IS NULL OR exam_id = ?2 ORDER BY number DESC LIMIT ?1",
            (-1 if limit is None else limit, examination and str(examination)),
        )
        return tuple(
            Entry(
                number=number,
                at=datetime.fromisoformat(at),
                who=who,
                action=Action(action),
                examination=exam_id and UUID(exam_id),
                patient=patient_id and UUID(patient_id),
                detail=detail,
            )
            for number, at, who, action, exam_id, patient_id, detail in rows
        )


def append(
    connection: Connection,
    at: str,
    action: Action,
    *,
    account: Account | None = None,
    examination: UUID | None = None,
    patient: UUID | None = None,
    detail: str = "",
) -> None:
    """Add an entry after the newest one; `account` is who did it, `at` a UTC time as text."""
    newest = connection.execute(
        "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
    ).fetchone()
    number, prev = newest or (0, NOTHING)
    row = (
        number + 1,
        at,
        account and str(account.id),
        account.name if account else "",
        action.value,
        examination and str(examination),
        patient and str(patient),
        detail,
        prev,
    )
    connection.execute(
        f"INSERT INTO audit ({COLUMNS}, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - fixed names
        (*row, link(row)),
    )


def link(row: tuple[Any, ...]) -> str:
    """Return the hash of an entry: SHA-256 of its columns, `prev` among them, as JSON."""
    return hashlib.sha256(msgspec.json.encode(row)).hexdigest()
