"""Unsigned examinations: every answer a new state on the disk, every state there to go back to."""

from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from clinic_desktop.domain.document import MAX_BYTES, DocumentRefused, read_document, write_document
from clinic_desktop.domain.examination import Examination, Patient
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import Amending, Revision, RevisionKind, VersionKind
from clinic_desktop.storage.attached import attach_named, let_go
from clinic_desktop.storage.driver import Connection
from clinic_desktop.storage.errors import (
    ConflictRefused,
    ReasonNeeded,
    RecordDamaged,
    SignedRefused,
    TextRefused,
    UnknownExamination,
)
from clinic_desktop.storage.patients import OWN, identity, settle, use
from clinic_desktop.storage.session import Session, text_of

_decoder: Final = msgspec.json.Decoder(Examination)

_CURRENT: Final = """
SELECT r.doc, d.rev, d.withdrawn_at IS NOT NULL FROM draft d
JOIN revision r ON r.exam_id = d.exam_id AND r.rev = d.rev WHERE d.exam_id = ?
"""


class _Known(NamedTuple):
    """What this record last read or wrote of a draft.

    `corrected` is what the patient's details were corrected to since whoever goes on with the
    draft read it.
    """

    rev: int
    patient: Patient
    corrected: Patient | None = None


class Drafts:
    """The examinations, and amendments of signed ones, that are still being recorded."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[UUID, _Known] = {}
        self._last_saved: UUID | None = None
        self._changed: set[UUID] = set()

    def save(self, examination: Examination) -> datetime:
        """Save an examination as it stands now and return the time, in UTC.

        A patient whose details were corrected since the draft was read keeps the corrected ones.

        Raises:
            PatientMismatch: when it gives a known patient another name or birth date.
            ConflictRefused: when the draft was changed since this record read or wrote it.
            SignedRefused: when it is signed, or was withdrawn; or is an amendment that is given
                another patient.
            DocumentRefused: when it could not be read again.
        """
        return self._save(examination, RevisionKind.ANSWER, self._known.get(examination.id))

    def examination(self, examination_id: UUID) -> Examination:
        """Return a draft as it stands, to go on with.

        Raises:
            UnknownExamination: when there is no draft of this id.
        """
        examination, rev = self._draft(examination_id)
        self._known[examination_id] = _Known(rev, examination.patient)
        return examination

    def find(self, examination_id: UUID) -> tuple[Examination, int] | None:
        """Return a draft that was not withdrawn with the number of its state, if there is one."""
        rows = self._session.rows(_CURRENT, (str(examination_id),))
        if not rows or rows[0][2]:
            return None
        return self.read(examination_id, rows[0][0]), rows[0][1]

    def is_open(self, examination_id: UUID) -> bool:
        """Return whether there is a draft, of the examination or of an amendment."""
        return bool(
            self._session.rows(
                "SELECT 1 FROM draft WHERE exam_id = ? AND withdrawn_at IS NULL",
                (str(examination_id),),
            )
        )

    def amending(self, examination_id: UUID) -> Amending | None:
        """Return what the draft amends a signed examination for; `None` for a first draft."""
        rows = self._session.rows(
            "SELECT amend_kind, amend_reason FROM draft WHERE exam_id = ? AND amends IS NOT NULL",
            (str(examination_id),),
        )
        return Amending(kind=VersionKind(rows[0][0]), reason=rows[0][1]) if rows else None

    def begun_at(self, examination_id: UUID) -> datetime | None:
        """Return when the draft was begun, in UTC."""
        rows = self._session.rows(
            "SELECT begun_at FROM draft WHERE exam_id = ?", (str(examination_id),)
        )
        return datetime.fromisoformat(rows[0][0]) if rows else None

    def undo(self, examination_id: UUID) -> Examination | None:
        """Go back to the state before the last answer; `None` when there is none."""
        return self._go(examination_id, RevisionKind.UNDO)

    def redo(self, examination_id: UUID) -> Examination | None:
        """Go forward again to what was undone last; `None` when nothing was."""
        return self._go(examination_id, RevisionKind.REDO)

    def revisions(self, examination_id: UUID) -> tuple[Revision, ...]:
        """Return every state a draft was in, newest first."""
        rows = self._session.rows(
            "SELECT rev, kind, saved_at, coalesce(a.doc ->> '$.therapist.name', '') "
            "FROM revision r LEFT JOIN account a ON a.id = r.saved_by "
            "WHERE exam_id = ? ORDER BY rev DESC",
            (str(examination_id),),
        )
        return tuple(
            Revision(
                number=rev,
                kind=RevisionKind(kind),
                saved_at=datetime.fromisoformat(saved_at),
                saved_by=name,
            )
            for rev, kind, saved_at, name in rows
        )

    def revision(self, examination_id: UUID, number: int) -> Examination:
        """Return a draft as it was in one of its states.

        Raises:
            UnknownExamination: when there is no such state.
        """
        rows = self._session.rows(
            "SELECT doc FROM revision WHERE exam_id = ? AND rev = ?", (str(examination_id), number)
        )
        if not rows:
            raise UnknownExamination("This draft was never in such a state.")
        return self.read(examination_id, rows[0][0])

    def restore(self, examination_id: UUID, number: int) -> Examination:
        """Bring a draft back to one of its states; undoing goes back from there.

        Raises:
            UnknownExamination: when there is no such draft, or it was never in such a state.
        """
        earlier = self.revision(examination_id, number)
        current, rev = self._draft(examination_id)
        restored = msgspec.structs.replace(earlier, patient=current.patient)
        self._save(restored, RevisionKind.RESTORED, _Known(rev, current.patient))
        return restored

    def withdraw(self, examination_id: UUID, reason: str) -> None:
        """Take a draft out of every list; it stays in the record with the reason.

        The draft of an amendment goes altogether: what was signed stands as before.

        Raises:
            ReasonNeeded: when no reason is given.
            UnknownExamination: when there is no such draft.
        """
        if not reason.strip():
            raise ReasonNeeded("Give a reason: it is kept with the draft.")
        with self._session.writing() as connection:
            done = connection.execute(
                "UPDATE draft SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_reason = ? "
                "WHERE exam_id = ? AND withdrawn_at IS NULL",
                (
                    text_of(self._session.now()),
                    str(self._session.account.id),
                    reason,
                    str(examination_id),
                ),
            )
            if done.rowcount != 1:
                raise UnknownExamination(f"There is no draft of examination {examination_id}.")
            connection.execute(
                "DELETE FROM revision WHERE exam_id IN "
                "(SELECT exam_id FROM draft WHERE exam_id = ? AND amends IS NOT NULL)",
                (str(examination_id),),
            )
            connection.execute(
                "DELETE FROM draft WHERE exam_id = ? AND amends IS NOT NULL", (str(examination_id),)
            )
            if not current(connection, examination_id):
                let_go(self._session, connection, [str(examination_id)])
            self._session.log(connection, Action.DRAFT_WITHDRAWN, examination=examination_id)
        self._known.pop(examination_id, None)

    def begin(
        self,
        connection: Connection,
        examination: Examination,
        at: datetime,
        *,
        amends: str | None = None,
        amending: Amending | None = None,
    ) -> None:
        """Put a draft's first state where there is no draft yet.

        Raises:
            SignedRefused: when there is one that was withdrawn.
            ConflictRefused: when there is one.
        """
        done = connection.execute(
            "INSERT INTO draft (exam_id, patient_id, rev, performed_at, begun_at, saved_at, "
            "amends, amend_kind, amend_reason) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (
                str(examination.id),
                str(examination.patient.id),
                examination.performed_at,
                text_of(at),
                text_of(at),
                amends,
                amending and amending.kind,
                amending and amending.reason,
            ),
        )
        if done.rowcount != 1:
            refuse_closed(connection, examination.id)
            raise _conflict()
        self._append(
            connection,
            examination.id,
            1,
            None,
            None,
            RevisionKind.ANSWER,
            at,
            self.document(examination),
        )
        if amends is None:
            self._session.log(
                connection,
                Action.BEGUN,
                examination=examination.id,
                patient=examination.patient.id,
            )
            attach_named(self._session, connection, examination, at)

    def correct(
        self, connection: Connection, patient_id: UUID, patient: Patient
    ) -> dict[UUID, _Known]:
        """Give the drafts of a patient these details, or another patient's.

        Returns:
            What is told to `go_on` when the transaction is done.
        """
        rows = connection.execute(
            f"SELECT exam_id FROM draft WHERE patient_id IN {OWN}",  # noqa: S608 - a fixed text
            (str(patient_id),),
        ).fetchall()
        now = self._session.now()
        corrected = {}
        for (exam_id,) in rows:
            doc, rev, _ = connection.execute(_CURRENT, (exam_id,)).fetchone()
            examination = msgspec.structs.replace(self.read(UUID(exam_id), doc), patient=patient)
            # Not an answer: undoing and redoing lead where they did before.
            undo, redo = connection.execute(
                "SELECT undo, redo FROM revision WHERE exam_id = ? AND rev = ?", (exam_id, rev)
            ).fetchone()
            self._append(
                connection,
                examination.id,
                rev + 1,
                undo,
                redo,
                RevisionKind.ANSWER,
                now,
                self.document(examination),
            )
            connection.execute(
                "UPDATE draft SET patient_id = ?, rev = ? WHERE exam_id = ?",
                (str(patient.id), rev + 1, exam_id),
            )
            known = self._known.get(examination.id)
            if known is not None and known.rev == rev:
                corrected[examination.id] = _Known(rev + 1, known.patient, patient)
        return corrected

    def go_on(self, corrected: dict[UUID, _Known]) -> None:
        """Let whoever has one of these drafts open go on with it."""
        self._known.update(corrected)

    def document(self, examination: Examination) -> str:
        """Return what is stored; what could not be read again is refused before it is.

        The values themselves check little when they are made. Reading by `read_document` would
        cost as much as the commit, so it is left to say what is wrong.
        """
        try:
            data = write_document(examination)
        except UnicodeEncodeError:
            raise TextRefused(
                "A text holds half a character and cannot be saved. Delete it and type it again."
            ) from None
        try:
            responses = _decoder.decode(data).responses or ()
            known = all(response.test in self._session.tests for response in responses)
            readable = len(data) <= MAX_BYTES and known
        except msgspec.ValidationError:
            readable = False
        if not readable:
            read_document(data, self._session.tests)
        return data.decode()

    def read(self, examination_id: UUID, doc: str) -> Examination:
        """Return the examination in a stored document.

        Raises:
            RecordDamaged: when it cannot be read.
        """
        try:
            return read_document(doc.encode(), self._session.tests)
        except DocumentRefused as error:
            raise RecordDamaged(
                f"Examination {examination_id} is damaged in the record. {error} "
                "Keep the record as it is, and restore a backup."
            ) from error

    def _draft(self, examination_id: UUID) -> tuple[Examination, int]:
        found = self.find(examination_id)
        if found is None:
            raise UnknownExamination(f"There is no draft of examination {examination_id}.")
        return found

    def _save(self, examination: Examination, kind: RevisionKind, known: _Known | None) -> datetime:
        now_known = _Known(known.rev + 1 if known else 1, examination.patient)
        if known and known.corrected is not None and examination.patient == known.patient:
            now_known = now_known._replace(corrected=known.corrected)
            examination = msgspec.structs.replace(examination, patient=known.corrected)
        doc = self.document(examination)
        saved_at = self._session.now()
        with self._session.writing() as connection:
            self._settle(connection, examination, known, saved_at)
            if known is None:
                refuse_closed(connection, examination.id)
                self.begin(connection, examination, saved_at)
            else:
                self._turn(connection, examination, known.rev, saved_at)
                self._append(
                    connection, examination.id, now_known.rev, known.rev, None, kind, saved_at, doc
                )
                self._tell(connection, examination.id, kind)
        self._remember(examination.id, now_known)
        return saved_at

    def _settle(
        self, connection: Connection, examination: Examination, known: _Known | None, at: datetime
    ) -> None:
        patient = examination.patient
        before = known and (known.corrected or known.patient)
        # A draft that was opened keeps the details it has: no answer may be refused for that.
        if before is None or identity(before) != identity(patient):
            if before is not None and before.id != patient.id and self.amending(examination.id):
                raise SignedRefused(
                    "An amendment stays with the patient of what was signed. Mark the examination "
                    "as entered in error to file it under another one."
                )
            settle(connection, patient, at)
        elif examination.id != self._last_saved:
            use(connection, patient.id, at)

    def _go(self, examination_id: UUID, kind: RevisionKind) -> Examination | None:
        """Append a copy of the state that undoing or redoing leads to."""
        current, rev = self._draft(examination_id)
        column = "undo" if kind is RevisionKind.UNDO else "redo"
        rows = self._session.rows(
            "SELECT t.doc, t.undo, t.redo FROM revision c JOIN revision t "  # noqa: S608 - two names
            f"ON t.exam_id = c.exam_id AND t.rev = c.{column} "
            "WHERE c.exam_id = ? AND c.rev = ?",
            (str(examination_id), rev),
        )
        if not rows:
            return None
        doc, undo, redo = rows[0]
        # The patient's details are not an answer: undoing leaves them as they are now.
        examination = msgspec.structs.replace(
            self.read(examination_id, doc), patient=current.patient
        )
        at = self._session.now()
        with self._session.writing() as connection:
            self._turn(connection, examination, rev, at)
            self._append(
                connection,
                examination_id,
                rev + 1,
                undo,
                rev if kind is RevisionKind.UNDO else redo,
                kind,
                at,
                self.document(examination),
            )
            self._tell(connection, examination_id, kind)
        self._remember(examination_id, _Known(rev + 1, examination.patient))
        return examination

    def _turn(
        self, connection: Connection, examination: Examination, rev: int, at: datetime
    ) -> None:
        """Make the state after this one the current one, unless somebody else did."""
        done = connection.execute(
            "UPDATE draft SET patient_id = ?, performed_at = ?, saved_at = ?, rev = rev + 1 "
            "WHERE exam_id = ? AND rev = ? AND withdrawn_at IS NULL",
            (
                str(examination.patient.id),
                examination.performed_at,
                text_of(at),
                str(examination.id),
                rev,
            ),
        )
        if done.rowcount != 1:
            refuse_closed(connection, examination.id)
            raise _conflict()

    def _tell(self, connection: Connection, examination_id: UUID, kind: RevisionKind) -> None:
        """Tell the trail of a restoring, and of the first change since the record was opened."""
        if kind is RevisionKind.RESTORED:
            self._session.log(connection, Action.DRAFT_RESTORED, examination=examination_id)
        elif examination_id not in self._changed:
            self._session.log(connection, Action.CHANGED, examination=examination_id)

    def _append(
        self,
        connection: Connection,
        examination_id: UUID,
        rev: int,
        undo: int | None,
        redo: int | None,
        kind: RevisionKind,
        at: datetime,
        doc: str,
    ) -> None:
        connection.execute(
            "INSERT INTO revision (exam_id, rev, undo, redo, kind, saved_at, saved_by, doc) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                str(examination_id),
                rev,
                undo,
                redo,
                kind.value,
                text_of(at),
                str(self._session.account.id),
                doc,
            ),
        )
        self._session.count(connection, at, answers=1)

    def _remember(self, examination_id: UUID, known: _Known) -> None:
        self._known[examination_id] = known
        self._last_saved = examination_id
        self._changed.add(examination_id)


def drop(connection: Connection, examination_id: UUID) -> None:
    """Take a draft away with all its states: it was signed."""
    connection.execute("DELETE FROM revision WHERE exam_id = ?", (str(examination_id),))
    connection.execute("DELETE FROM draft WHERE exam_id = ?", (str(examination_id),))


def current(connection: Connection, examination_id: UUID) -> tuple[Any, ...] | None:
    """Return document, state number and withdrawal of a draft."""
    row: tuple[Any, ...] | None = connection.execute(_CURRENT, (str(examination_id),)).fetchone()
    return row


def _conflict() -> ConflictRefused:
    return ConflictRefused(
        "This examination was changed in another window since you opened it. "
        "Open it again, then repeat your last answer."
    )


def refuse_closed(connection: Connection, examination_id: UUID) -> None:
    """Refuse to go on with what was signed or withdrawn."""
    key = (str(examination_id),)
    draft = connection.execute("SELECT withdrawn_at FROM draft WHERE exam_id = ?", key).fetchone()
    if draft and draft[0]:
        raise SignedRefused(f"Examination {examination_id} was withdrawn and is closed.")
    signed = connection.execute("SELECT 1 FROM exam_version WHERE exam_id = ?", key).fetchone()
    if signed and not draft:
        raise SignedRefused(f"Examination {examination_id} is signed and can no longer be changed.")
