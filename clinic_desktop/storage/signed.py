"""Signed examinations: sealed, chained, amended by new versions, withdrawn but never changed."""

import hashlib
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_desktop.domain.examination import Examination, Patient, Therapist
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import AMENDMENTS, Amending, Signature, Version, VersionKind
from clinic_desktop.storage.attached import let_go
from clinic_desktop.storage.drafts import Drafts, current, drop
from clinic_desktop.storage.driver import Connection
from clinic_desktop.storage.errors import (
    ConflictRefused,
    ExaminationWithdrawn,
    ReasonNeeded,
    SignedRefused,
    SigningRefused,
    UnknownExamination,
)
from clinic_desktop.storage.keys import public_key
from clinic_desktop.storage.patients import settle
from clinic_desktop.storage.session import Session, decoded, encoded, text_of
from clinic_desktop.storage.triggers import NOTHING

SEALED: Final = (
    "number, version_id, exam_id, supersedes, patient_id, kind, recorded_from, recorded_to, "
    "signed_at, reason_sha256, sha256, prev"
)
"""The columns a seal is made of, in order."""

_SIGNATURE: Final = b"clinic-desktop-signature/1\n"
_NEWEST: Final = f"""
SELECT {SEALED}, seal, doc, performed_at, reason FROM exam_version
WHERE exam_id = ? ORDER BY number DESC LIMIT 1
"""  # noqa: S608 - fixed names
AWAITS: Final = """
EXISTS (SELECT 1 FROM signature s WHERE s.version_id = v.version_id AND role = 'student'
    AND counter = 0 AND NOT EXISTS
    (SELECT 1 FROM signature c WHERE c.version_id = v.version_id AND c.counter = 1))
"""
"""Whether version `v` was signed by a student and not counter-signed yet."""


class Signed:
    """The signed versions of the examinations, in one chain of seals."""

    def __init__(self, session: Session, drafts: Drafts) -> None:
        self._session = session
        self._drafts = drafts

    def sign(self, examination: Examination) -> Version:
        """Sign a draft as it was shown: it becomes a version, and is a draft no more.

        Raises:
            SigningRefused: when there is no such draft.
            ConflictRefused: when the draft is no longer what was shown.
        """
        signed_at = self._session.now()
        with self._session.writing() as connection:
            row = current(connection, examination.id)
            if row is None or row[2]:
                raise SigningRefused(f"There is no draft of examination {examination.id} to sign.")
            doc = row[0]
            if self._drafts.read(examination.id, doc) != examination:
                raise ConflictRefused(
                    "This examination was changed since it was shown. Look at it again, then sign."
                )
            begun, saved, amends, kind, reason = connection.execute(
                "SELECT begun_at, saved_at, amends, amend_kind, amend_reason FROM draft "
                "WHERE exam_id = ?",
                (str(examination.id),),
            ).fetchone()
            self._seal(
                connection,
                examination,
                doc,
                signed_at,
                kind=VersionKind(kind) if kind else VersionKind.ORIGINAL,
                reason=reason,
                supersedes=amends,
                recorded=(begun, saved),
            )
            drop(connection, examination.id)
            let_go(self._session, connection, [str(examination.id)])
            self._session.log(
                connection,
                Action.AMENDED if amends else Action.SIGNED,
                examination=examination.id,
                patient=examination.patient.id,
                detail=_newest_seal(connection),
            )
        return self.versions(examination.id)[-1]

    def countersign(self, examination_id: UUID) -> Version:
        """Counter-sign what a student signed.

        Raises:
            SigningRefused: when nothing waits for it, or this person may not.
        """
        with self._session.writing() as connection:
            newest = self._newest(connection, examination_id)
            awaits, author = connection.execute(
                f"SELECT {AWAITS}, s.account_id FROM exam_version v "  # noqa: S608 - fixed
                "JOIN signature s USING (version_id) WHERE version_id = ? AND counter = 0",
                (newest["version_id"],),
            ).fetchone()
            if not awaits:
                raise SigningRefused("This examination does not wait for a counter-signature.")
            account = self._session.account
            if account.role is Role.STUDENT or str(account.id) == author:
                raise SigningRefused(
                    "What somebody signed as a student is counter-signed by another therapist. "
                    "Ask one to unlock the record and counter-sign."
                )
            self._put_signature(
                connection, newest["version_id"], newest["seal"], self._session.now(), counter=True
            )
            self._session.log(
                connection,
                Action.COUNTERSIGNED,
                examination=examination_id,
                patient=UUID(newest["patient_id"]),
                detail=newest["seal"],
            )
        return self.versions(examination_id)[-1]

    def amend(self, examination_id: UUID, kind: VersionKind, reason: str) -> Examination:
        """Begin an amendment: a draft that starts as what was signed.

        Raises:
            ReasonNeeded: when no reason is given.
            SignedRefused: when an amendment is begun already, or the kind is none of these.
            ExaminationWithdrawn: when it was entered in error.
        """
        if not reason.strip():
            raise ReasonNeeded("Give a reason: it is kept and printed with the amendment.")
        if kind not in AMENDMENTS:
            raise SignedRefused("A signed examination is amended, or marked as entered in error.")
        with self._session.writing() as connection:
            newest = self._newest(connection, examination_id)
            if current(connection, examination_id) is not None:
                raise SignedRefused(
                    "An amendment of this examination is begun already. Sign or withdraw it first."
                )
            self._drafts.begin(
                connection,
                self._drafts.read(examination_id, newest["doc"]),
                self._session.now(),
                amends=newest["version_id"],
                amending=Amending(kind=kind, reason=reason),
            )
            self._session.log(connection, Action.AMENDMENT_BEGUN, examination=examination_id)
        return self._drafts.examination(examination_id)

    def enter_in_error(
        self, examination_id: UUID, reason: str, right_patient: Patient | None = None
    ) -> UUID | None:
        """Withdraw a signed examination from its patient; keep it; file it under the right one.

        Args:
            examination_id: of a signed examination; the draft of an amendment goes with it.
            reason: why; it is kept.
            right_patient: whose examination it is, when it is somebody's.

        Returns:
            The id of the draft filed under the right patient: it waits to be looked through and
            signed.

        Raises:
            ReasonNeeded: when no reason is given.
            UnknownExamination: when it is not signed.
            ExaminationWithdrawn: when it was withdrawn before.
            SigningRefused: when the person unlocked is a student: nobody would counter-sign it.
        """
        if self._session.account.role is Role.STUDENT:
            raise SigningRefused(
                "A student does not withdraw a signed examination. "
                "Ask a therapist to unlock the record and mark it as entered in error."
            )
        if not reason.strip():
            raise ReasonNeeded("Give a reason: it is kept with the examination.")
        at = self._session.now()
        filed_again = None
        with self._session.writing() as connection:
            newest = self._newest(connection, examination_id)
            examination = self._drafts.read(examination_id, newest["doc"])
            drop(connection, examination_id)
            self._seal(
                connection,
                examination,
                newest["doc"],
                at,
                kind=VersionKind.ENTERED_IN_ERROR,
                reason=reason,
                supersedes=newest["version_id"],
                recorded=(text_of(at), text_of(at)),
            )
            let_go(self._session, connection, [str(examination_id)])
            self._session.log(
                connection,
                Action.ENTERED_IN_ERROR,
                examination=examination_id,
                patient=examination.patient.id,
                detail=_newest_seal(connection),
            )
            if right_patient is not None:
                right = msgspec.structs.replace(examination, id=uuid4(), patient=right_patient)
                settle(connection, right_patient, at)
                self._drafts.begin(connection, right, at)
                connection.execute(
                    "INSERT INTO filed_again VALUES (?, ?)", (str(examination_id), str(right.id))
                )
                self._session.log(
                    connection,
                    Action.FILED_AGAIN,
                    examination=right.id,
                    patient=right_patient.id,
                    detail=f"from {examination_id}",
                )
                filed_again = right.id
        return filed_again

    def filed_again(self, examination_id: UUID) -> tuple[UUID | None, UUID | None]:
        """Return from which withdrawn examination this one was filed again, and as which."""
        key = str(examination_id)
        rows = self._session.rows(
            "SELECT exam_id, to_exam_id FROM filed_again WHERE ? IN (exam_id, to_exam_id)", (key,)
        )
        source = next((UUID(old) for old, new in rows if new == key), None)
        target = next((UUID(new) for old, new in rows if old == key), None)
        return source, target

    def versions(self, examination_id: UUID) -> tuple[Version, ...]:
        """Return the signed versions, oldest first; none of a draft."""
        rows = self._session.rows(
            "SELECT version_id, kind, reason, recorded_from, recorded_to, sha256, seal, "  # noqa: S608 - fixed
            f"{AWAITS} FROM exam_version v WHERE exam_id = ? ORDER BY number",
            (str(examination_id),),
        )
        return tuple(
            Version(
                id=UUID(version_id),
                examination=examination_id,
                number=number,
                kind=VersionKind(kind),
                reason=reason,
                recorded_from=datetime.fromisoformat(first),
                recorded_to=datetime.fromisoformat(last),
                signatures=self._signatures(version_id),
                awaits=bool(awaits),
                sha256=sha256,
                seal=seal,
            )
            for number, (version_id, kind, reason, first, last, sha256, seal, awaits) in enumerate(
                rows, start=1
            )
        )

    def documents(self, examination_id: UUID) -> tuple[Examination, ...]:
        """Return what the versions say, oldest first.

        Raises:
            UnknownExamination: when it is not signed, or its patient was erased.
        """
        rows = self._session.rows(
            "SELECT doc FROM exam_version WHERE exam_id = ? ORDER BY number",
            (str(examination_id),),
        )
        if not rows or rows[0][0] is None:
            raise UnknownExamination(f"There is no signed examination {examination_id}.")
        return tuple(self._drafts.read(examination_id, doc) for (doc,) in rows)

    def find(self, examination_id: UUID) -> Examination | None:
        """Return the newest signed version, if there is one.

        Raises:
            ExaminationWithdrawn: when it was entered in error.
        """
        rows = self._session.rows(_NEWEST, (str(examination_id),))
        if not rows:
            return None
        newest = _named(rows[0])
        _refuse_withdrawn(newest)
        return self._drafts.read(examination_id, newest["doc"])

    def as_of(self, examination_id: UUID, at: datetime) -> Examination | None:
        """Return the newest version that was signed by a time, if one was."""
        rows = self._session.rows(
            "SELECT doc FROM exam_version WHERE exam_id = ? AND signed_at <= ? "
            "ORDER BY number DESC LIMIT 1",
            (str(examination_id), text_of(at)),
        )
        return self._drafts.read(examination_id, rows[0][0]) if rows else None

    def stands(self, examination_id: UUID) -> bool:
        """Return whether it is signed, not entered in error and not erased."""
        rows = self._session.rows(
            "SELECT kind, doc IS NULL FROM exam_version WHERE exam_id = ? "
            "ORDER BY number DESC LIMIT 1",
            (str(examination_id),),
        )
        return any(kind != VersionKind.ENTERED_IN_ERROR and not erased for kind, erased in rows)

    def _newest(self, connection: Connection, examination_id: UUID) -> dict[str, Any]:
        row = connection.execute(_NEWEST, (str(examination_id),)).fetchone()
        if row is None:
            raise UnknownExamination(f"There is no signed examination {examination_id}.")
        newest = _named(row)
        _refuse_withdrawn(newest)
        return newest

    def _seal(
        self,
        connection: Connection,
        examination: Examination,
        doc: str,
        signed_at: datetime,
        *,
        kind: VersionKind,
        reason: str | None,
        supersedes: str | None,
        recorded: tuple[str, str],
    ) -> None:
        """Add a version to the chain and sign its seal."""
        last = connection.execute(
            "SELECT number, seal FROM exam_version ORDER BY number DESC LIMIT 1"
        ).fetchone()
        number, prev = last or (0, NOTHING)
        version_id = str(uuid4())
        sealed = (
            number + 1,
            version_id,
            str(examination.id),
            supersedes,
            str(examination.patient.id),
            kind.value,
            *recorded,
            text_of(signed_at),
            None if reason is None else hashlib.sha256(reason.encode()).hexdigest(),
            hashlib.sha256(doc.encode()).hexdigest(),
            prev,
        )
        seal = seal_of(sealed)
        connection.execute(
            f"INSERT INTO exam_version ({SEALED}, seal, doc, performed_at, reason) "  # noqa: S608 - fixed names
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*sealed, seal, doc, examination.performed_at, reason),
        )
        self._put_signature(connection, version_id, seal, signed_at, counter=False)
        self._session.count(connection, signed_at)

    def _put_signature(
        self, connection: Connection, version_id: str, seal: str, at: datetime, *, counter: bool
    ) -> None:
        account = self._session.account
        signed = (
            seal,
            int(counter),
            str(account.id),
            account.role.value,
            encoded(account.therapist),
            text_of(at),
        )
        connection.execute(
            "INSERT INTO signature (version_id, counter, account_id, role, therapist, signed_at, "
            "public_key, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                version_id,
                *signed[1:],
                public_key(self._session.seed),
                Ed25519PrivateKey.from_private_bytes(self._session.seed).sign(message_of(signed)),
            ),
        )

    def _signatures(self, version_id: str) -> tuple[Signature, ...]:
        rows = self._session.rows(
            "SELECT therapist, signed_at, counter FROM signature "
            "WHERE version_id = ? ORDER BY counter",
            (version_id,),
        )
        return tuple(
            Signature(
                therapist=decoded(therapist, Therapist, "A signature"),
                signed_at=datetime.fromisoformat(signed_at),
                counter=bool(counter),
            )
            for therapist, signed_at, counter in rows
        )


def seal_of(sealed: tuple[Any, ...]) -> str:
    """Return the seal of a version: SHA-256 of the columns `SEALED` as JSON."""
    return hashlib.sha256(msgspec.json.encode(sealed)).hexdigest()


def message_of(signed: tuple[Any, ...]) -> bytes:
    """Return what a signature is made over: seal, counter, account, role, therapist, time."""
    return _SIGNATURE + msgspec.json.encode(signed)


def _named(row: tuple[Any, ...]) -> dict[str, Any]:
    names = (*SEALED.split(", "), "seal", "doc", "performed_at", "reason")
    return dict(zip(names, row, strict=True))


def _newest_seal(connection: Connection) -> str:
    row = connection.execute(
        "SELECT seal FROM exam_version ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return str(row[0])


def _refuse_withdrawn(version: dict[str, Any]) -> None:
    if version["kind"] == VersionKind.ENTERED_IN_ERROR:
        raise ExaminationWithdrawn(
            f"Examination {version['exam_id']} was entered in error and is withdrawn. "
            "It is kept for the audit trail only."
        )
    if version["doc"] is None:
        raise UnknownExamination(
            f"Examination {version['exam_id']} was erased after its retention ended."
        )
