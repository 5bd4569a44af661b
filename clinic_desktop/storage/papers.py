"""The reports that were handed out, byte for byte as they were."""

import hashlib
from datetime import datetime
from uuid import UUID

from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import Edition, Handing, Paper, VersionKind
from clinic_desktop.storage.driver import Connection
from clinic_desktop.storage.errors import RecordDamaged, UnknownExamination
from clinic_desktop.storage.session import Session, text_of


class Papers:
    """What left the program on paper or as a file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, examination: Examination, pdf: bytes, how: Handing, edition: Edition) -> None:
        """Keep a report that is handed out; the same bytes are kept once."""
        sha256 = hashlib.sha256(pdf).hexdigest()
        with self._session.writing() as connection:
            known = connection.execute("SELECT 1 FROM paper WHERE sha256 = ?", (sha256,)).fetchone()
            if not known:
                connection.execute("INSERT INTO paper VALUES (?, ?)", (sha256, pdf))
            self._note(connection, examination, sha256, how, edition.status, edition.number)

    def keep_again(self, examination: Examination, paper: Paper, how: Handing) -> None:
        """Note that a paper of this examination was handed out once more, as it was."""
        with self._session.writing() as connection:
            self._note(connection, examination, paper.sha256, how, paper.status, paper.version)

    def of(self, examination_id: UUID) -> tuple[Paper, ...]:
        """Return the papers of an examination, newest first."""
        return self._papers("h.exam_id = ?", str(examination_id))

    def withdrawn(self) -> tuple[Paper, ...]:
        """Return the papers of examinations entered in error: whoever has one is to be told."""
        return self._papers("withdrawn = ?", 1)

    def pdf(self, sha256: str) -> bytes:
        """Return a paper's bytes, after comparing them with their SHA-256.

        Raises:
            UnknownExamination: when there is no such paper, or it was erased.
            RecordDamaged: when it is not as it was handed out.
        """
        rows = self._session.rows(
            "SELECT pdf FROM paper WHERE sha256 = ? AND pdf IS NOT NULL", (sha256,)
        )
        if not rows:
            raise UnknownExamination("This paper is not in the record, or was erased.")
        pdf = bytes(rows[0][0])
        if hashlib.sha256(pdf).hexdigest() != sha256:
            raise RecordDamaged(
                f"The paper {sha256[:12]} is not as it was handed out: its bytes were changed. "
                "Keep the record as it is, and restore a backup."
            )
        return pdf

    def _note(
        self,
        connection: Connection,
        examination: Examination,
        sha256: str,
        how: Handing,
        status: str,
        version: int,
    ) -> None:
        """List a handing, and the same in the trail: soundness compares the two."""
        at = self._session.now()
        connection.execute(
            "INSERT INTO handing (exam_id, patient_id, sha256, issued_at, issued_by, how, "
            "status, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                str(examination.id),
                str(examination.patient.id),
                sha256,
                text_of(at),
                self._session.account.name,
                how.value,
                status,
                version,
            ),
        )
        self._session.log(
            connection,
            Action(how.value),
            examination=examination.id,
            patient=examination.patient.id,
            detail=f"{status} {version} {sha256}",
            at=at,
        )

    def _papers(self, where: str, parameter: object) -> tuple[Paper, ...]:
        rows = self._session.rows(
            "SELECT h.exam_id, h.issued_at, h.issued_by, h.how, h.status, h.version, h.sha256, "  # noqa: S608 - one of two fixed texts
            "EXISTS (SELECT 1 FROM exam_version v WHERE v.exam_id = h.exam_id "
            f"AND v.kind = '{VersionKind.ENTERED_IN_ERROR}') AS withdrawn, p.pdf IS NULL "
            f"FROM handing h JOIN paper p USING (sha256) WHERE {where} ORDER BY h.id DESC",
            (parameter,),
        )
        return tuple(
            Paper(
                examination=UUID(exam_id),
                issued_at=datetime.fromisoformat(issued_at),
                issued_by=issued_by,
                how=Handing(how),
                status=status,
                version=version,
                sha256=sha256,
                is_withdrawn=bool(withdrawn),
                is_erased=bool(erased),
            )
            for exam_id, issued_at, issued_by, how, status, version, sha256, withdrawn, erased in (
                rows
            )
        )
