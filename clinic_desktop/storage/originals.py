"""The files that reports came in as, byte for byte, found by their SHA-256."""

import hashlib
import math
from datetime import datetime
from typing import Final
from uuid import UUID

from clinic_desktop.domain.imaging import AttachedFile, Original
from clinic_desktop.storage.attached import attach
from clinic_desktop.storage.drafts import refuse_closed
from clinic_desktop.storage.errors import (
    FileTooLarge,
    RecordDamaged,
    UnknownExamination,
    UnknownOriginal,
)
from clinic_desktop.storage.session import Session

MAX_BYTES: Final = 20_000_000
"""What one file may hold: every backup holds it too."""

_LONGEST_NAME: Final = 255


class Originals:
    """The files attached to examinations. A document names one before it counts as its own."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, examination_id: UUID, name: str, media_type: str, data: bytes) -> Original:
        """Attach a file to a draft; the same bytes are attached once, under their first name.

        It is on the disk when this returns. Let the document name it after that: a file that no
        signed version names is let go of when the draft is signed or its amendment withdrawn.

        Args:
            examination_id: of a draft.
            name: what the file is called, without its folder.
            media_type: what it is, such as "application/pdf".
            data: its bytes.

        Returns:
            What the document is to hold.

        Raises:
            FileTooLarge: when it holds more than `MAX_BYTES`.
            SignedRefused: when the examination is signed or withdrawn.
            UnknownExamination: when there is no draft of this id.
        """
        if len(data) > MAX_BYTES:
            raise FileTooLarge(
                f"The file is {math.ceil(len(data) / 1e5) / 10} MB large. A file of up to 20 MB "
                "can be kept with an examination. Attach a smaller one, such as the report without "
                "pictures."
            )
        # A file's name may hold what is no text.
        name = name.encode(errors="replace").decode()[-_LONGEST_NAME:]
        sha256 = hashlib.sha256(data).hexdigest()
        original = Original(name=name, media_type=media_type, sha256=sha256, size=len(data))
        key = str(examination_id)
        with self._session.writing() as connection:
            draft = connection.execute(
                "SELECT patient_id FROM draft WHERE exam_id = ? AND withdrawn_at IS NULL", (key,)
            ).fetchone()
            if draft is None:
                refuse_closed(connection, examination_id)
                raise UnknownExamination(f"There is no draft of examination {examination_id}.")
            known = connection.execute(
                "SELECT 1 FROM original WHERE sha256 = ?", (sha256,)
            ).fetchone()
            if not known:
                connection.execute("INSERT INTO original VALUES (?, ?)", (sha256, data))
            attach(
                self._session,
                connection,
                examination_id,
                UUID(draft[0]),
                original,
                self._session.now(),
            )
        return next(
            Original(name=f.name, media_type=f.media_type, sha256=f.sha256, size=f.size)
            for f in self.of(examination_id)
            if f.sha256 == sha256
        )

    def data(self, sha256: str) -> bytes:
        """Return a file's bytes, after comparing them with their SHA-256.

        Raises:
            UnknownOriginal: when the record does not have it: it was erased, or the examination
                came from elsewhere without it.
            RecordDamaged: when it is not as it was kept.
        """
        rows = self._session.rows("SELECT data FROM original WHERE sha256 = ?", (sha256,))
        if not rows:
            raise UnknownOriginal(
                "The original file is not in this record: the examination came from elsewhere "
                "without it, or it was erased."
            )
        data = bytes(rows[0][0])
        if hashlib.sha256(data).hexdigest() != sha256:
            raise RecordDamaged(
                f"The original file {sha256[:12]} is not as it was kept: its bytes were changed. "
                "Keep the record as it is, and restore a backup."
            )
        return data

    def of(self, examination_id: UUID) -> tuple[AttachedFile, ...]:
        """Return the files of an examination, the first attached first."""
        rows = self._session.rows(
            "SELECT a.name, a.media_type, a.sha256, length(o.data), a.added_at, a.added_by "
            "FROM attached a JOIN original o USING (sha256) WHERE a.exam_id = ? ORDER BY a.id",
            (str(examination_id),),
        )
        return tuple(
            AttachedFile(
                name=name,
                media_type=media_type,
                sha256=sha256,
                size=size,
                added_at=datetime.fromisoformat(added_at),
                added_by=added_by,
            )
            for name, media_type, sha256, size, added_at, added_by in rows
        )
