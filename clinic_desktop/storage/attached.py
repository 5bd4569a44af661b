"""Which original file belongs to which examination, within the transaction of another act."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import Original
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage.driver import Connection
from clinic_desktop.storage.session import Session, text_of
from clinic_desktop.storage.triggers import NAMED

_IS_THERE: Final = "SELECT 1 FROM original WHERE sha256 = ?"
_IS_ATTACHED: Final = "SELECT 1 FROM attached WHERE exam_id = ? AND sha256 = ?"
_UNNAMED: Final = f"""
SELECT sha256 FROM attached a WHERE exam_id = ? AND NOT EXISTS ({NAMED.format("a")}) ORDER BY id
"""  # noqa: S608 - fixed texts
_NEEDED_NO_MORE: Final = """
DELETE FROM original WHERE sha256 = ?1 AND NOT EXISTS
    (SELECT 1 FROM attached WHERE sha256 = ?1)
"""


def attach(
    session: Session,
    connection: Connection,
    examination_id: UUID,
    patient_id: UUID,
    original: Original,
    at: datetime,
) -> None:
    """Attach a file whose bytes are in the record to an examination, unless it is already."""
    exam_id = str(examination_id)
    if connection.execute(_IS_ATTACHED, (exam_id, original.sha256)).fetchone():
        return
    connection.execute(
        "INSERT INTO attached (exam_id, sha256, name, media_type, added_at, added_by) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            exam_id,
            original.sha256,
            original.name or "",
            original.media_type or "",
            text_of(at),
            session.account.name,
        ),
    )
    session.log(
        connection,
        Action.ATTACHED,
        examination=examination_id,
        patient=patient_id,
        detail=original.sha256 or "",
        at=at,
    )


def attach_named(
    session: Session, connection: Connection, examination: Examination, at: datetime
) -> None:
    """Attach what an examination names, as far as the record has it.

    An examination that came from elsewhere, or is filed again under another patient, names files
    before they are its own.
    """
    for report in examination.imaging or ():
        original = report.original
        if original and connection.execute(_IS_THERE, (original.sha256,)).fetchone():
            attach(session, connection, examination.id, examination.patient.id, original, at)


def let_go(session: Session, connection: Connection, exam_ids: Iterable[str]) -> None:
    """Let go of the files of these examinations that no signed version of theirs names.

    Called when the states of a draft are gone: no undoing leads back to a file any more. Bytes that
    belong to no examination are deleted.
    """
    for exam_id in exam_ids:
        for (sha256,) in connection.execute(_UNNAMED, (exam_id,)).fetchall():
            connection.execute(
                "DELETE FROM attached WHERE exam_id = ? AND sha256 = ?", (exam_id, sha256)
            )
            connection.execute(_NEEDED_NO_MORE, (sha256,))
            session.log(connection, Action.DETACHED, examination=UUID(exam_id), detail=sha256)
