"""The record of a practice: patients, drafts and signed examinations in one encrypted folder.

A method returns when what it saved is on the disk. Times of the record are UTC.
"""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self, TypeVar
from uuid import UUID

import msgspec

from clinic_desktop.domain.document import MAX_BYTES, DocumentRefused, read_document, write_document
from clinic_desktop.domain.examination import Examination, Patient
from clinic_desktop.domain.practice import ExaminationLine, Place, Practice, State
from clinic_desktop.storage import driver, schema
from clinic_desktop.storage.driver import Connection, Database
from clinic_desktop.storage.errors import (
    ConflictRefused,
    DocumentConflict,
    NoRecord,
    PatientMismatch,
    RecordDamaged,
    RecordIncomplete,
    SignedRefused,
    TextRefused,
    UnknownExamination,
    UnknownPatient,
    told,
)
from clinic_desktop.storage.files import (
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
    FolderStatus,
    clear_unfinished,
    refuse_unless_empty,
    status,
)
from clinic_desktop.storage.keys import DEFAULT_COST, KeyCost, new_key, unlock, wrap
from clinic_desktop.storage.lock import Lock
from clinic_desktop.storage.search import plain, query, search_text
from clinic_desktop.storage.soundness import problems

__all__ = ["FolderStatus", "Record", "status"]

_Stored = TypeVar("_Stored", Patient, Practice)

_decoder: Final = msgspec.json.Decoder(Examination)

_IDENTITY: Final = ("family_name", "given_name", "birth_date")

# Of two versions signed at one time, the later written is the newer.
_NEWEST_VERSION: Final = (
    "SELECT doc FROM exam_version WHERE exam_id = ? ORDER BY signed_at DESC, rowid DESC LIMIT 1"
)
_PATIENTS: Final = """
SELECT doc FROM patient JOIN found USING (pk)
ORDER BY used_at DESC, pk DESC LIMIT ?
"""
# Beside max(), SQLite takes the other columns from the row that has the maximum.
_LINES: Final = """,
    line AS (
        SELECT exam_id, performed_at, patient_id, 'draft' AS state, saved_at FROM draft
        UNION ALL
        SELECT exam_id, performed_at, patient_id,
            iif(supersedes IS NULL, 'signed', 'amended'), max(signed_at)
        FROM exam_version
        WHERE exam_id NOT IN (SELECT exam_id FROM draft)
        GROUP BY exam_id
    )
SELECT line.exam_id, line.performed_at, patient.doc, line.state, line.saved_at
FROM line JOIN patient ON patient.id = line.patient_id JOIN found USING (pk)
WHERE ? OR line.state = 'draft'
ORDER BY line.saved_at DESC, line.exam_id LIMIT ?
"""


class _Known(NamedTuple):
    """What this record last read or wrote of a draft."""

    rev: int
    patient: tuple[UUID, str | None, str | None, date | None]


class Record:
    """An open record; made by `create` or `open`, ended by `close`.

    Every method raises a `RecordError` when the disk, another program or the content stands in
    the way; what was saved before stays, and the record can be used further.
    """

    def __init__(self, folder: Path, db: Database, lock: Lock, tests: Collection[str]) -> None:
        self._folder = folder
        self._db = db
        self._lock = lock
        self._tests = tests
        self._known: dict[UUID, _Known] = {}
        self._last_saved: UUID | None = None

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        *,
        tests: Collection[str],
        practice: Practice | None = None,
        cost: KeyCost = DEFAULT_COST,
    ) -> Self:
        """Make a record in a missing or empty folder and open it.

        The database takes its name last: before that, the folder counts as empty.

        Args:
            folder: where; it is made when it is missing.
            passphrase: what unlocks it.
            tests: the test ids of the catalogue.
            practice: whose record it is.
            cost: what trying one passphrase costs.

        Raises:
            RecordError: when the folder holds anything, or nothing can be written there.
        """
        refuse_unless_empty(folder)
        key = new_key()
        wrapped = wrap(key, passphrase, cost)
        with told(folder), ExitStack() as undo:
            if not folder.exists():
                folder.mkdir(mode=0o700, parents=True)
                sync_folder(folder.parent)
            lock = Lock(folder / LOCK)
            undo.callback(lock.release)
            refuse_unless_empty(folder)
            clear_unfinished(folder)
            new = temporary(folder / DATABASE)
            _build(new, key, practice)
            write_private(folder / KEYS, wrapped)
            new.rename(folder / DATABASE)
            sync_folder(folder)
            db = driver.connect(folder / DATABASE, key)
            undo.pop_all()
        return cls(folder, db, lock, tests)

    @classmethod
    def open(cls, folder: Path, passphrase: str, *, tests: Collection[str]) -> Self:
        """Open the record in a folder.

        A record that is refused is not touched. `tests` are the test ids of the catalogue.

        Raises:
            RecordError: when there is none, it is in use, the passphrase is wrong, or it is
                newer than the program, damaged or altered.
        """
        if status(folder) is not FolderStatus.RECORD:
            raise NoRecord(f"There is no record in {folder}. Check the folder's name.")
        with told(folder), ExitStack() as undo:
            for name in (DATABASE, KEYS):
                if not (folder / name).exists():
                    raise RecordIncomplete(
                        f"The record in {folder} is not complete: {name} is missing. "
                        "Put it back from a copy made earlier."
                    )
            lock = Lock(folder / LOCK)
            undo.callback(lock.release)
            key = unlock(folder / KEYS, passphrase)
            with closing(driver.connect(folder / DATABASE, key, read_only=True)) as looked_at:
                schema.check(looked_at)
            db = driver.connect(folder / DATABASE, key)
            undo.pop_all()
        return cls(folder, db, lock, tests)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Bring everything into the one file and let go of it; a second call does nothing."""
        try:
            # What cannot be brought over now, such as on a full disk, is at the next opening.
            with suppress(driver.DatabaseError):
                _checkpoint(self._db)
            self._db.close()
        finally:
            self._lock.release()

    def practice(self) -> Practice | None:
        """Return whose record this is, if it was said."""
        rows = self._rows("SELECT doc FROM practice")
        return _decoded(rows[0][0], Practice, "The practice") if rows else None

    def set_practice(self, practice: Practice) -> None:
        """Say whose record this is."""
        with self._writing() as connection:
            _put_practice(connection, practice)

    def place(self) -> Place | None:
        """Return where the last window was, if that is still a draft."""
        rows = self._rows("SELECT exam_id, step FROM place JOIN draft USING (exam_id)")
        return Place(examination=UUID(rows[0][0]), step=rows[0][1]) if rows else None

    def set_place(self, place: Place | None) -> None:
        """Remember where the window is; `None` when no examination is open."""
        with self._writing() as connection:
            connection.execute("DELETE FROM place")
            if place is not None:
                connection.execute(
                    "INSERT INTO place (id, exam_id, step) VALUES (1, ?, ?)",
                    (str(place.examination), place.step),
                )

    def save_patient(self, patient: Patient) -> None:
        """Add a patient, or correct the details of a known one.

        Drafts keep the details they were written with.
        """
        with self._writing() as connection:
            _put_patient(connection, patient)

    def patients(self, search: str = "", limit: int = 50) -> tuple[Patient, ...]:
        """Return the patients found by a typed text, most recently used first."""
        found = query(search)
        rows = self._rows(found.found + _PATIENTS, (*found.parameters, limit))
        return tuple(_decoded(doc, Patient, "A patient") for (doc,) in rows)

    def patient(self, patient_id: UUID) -> Patient:
        """Return a patient.

        Raises:
            UnknownPatient: when the record has none with this id.
        """
        rows = self._rows("SELECT doc FROM patient WHERE id = ?", (str(patient_id),))
        if not rows:
            raise UnknownPatient(f"There is no patient {patient_id} in this record.")
        return _decoded(rows[0][0], Patient, f"Patient {patient_id}")

    def save_draft(self, examination: Examination) -> datetime:
        """Save an examination as it stands now and return the time, in UTC.

        Raises:
            PatientMismatch: when it gives a known patient another name or birth date.
            ConflictRefused: when the draft was changed since this record read or wrote it.
            SignedRefused: when it is signed.
            DocumentRefused: when it could not be read again.
        """
        doc = self._document(examination)
        saved_at = datetime.now(UTC)
        with self._writing() as connection:
            known = self._save(connection, examination, doc, saved_at)
        self._remember(examination.id, known)
        return saved_at

    def add_document(self, examination: Examination) -> bool:
        """Add an examination from elsewhere as a draft; return whether it was added.

        The same content under the same id is no second examination: nothing changes.

        Raises:
            DocumentConflict: when the id is in the record with other content.
            RecordError: as `save_draft`.
        """
        doc = self._document(examination)
        with self._writing() as connection:
            stored = self._stored(examination.id)
            if stored is None:
                known = self._save(connection, examination, doc, datetime.now(UTC))
        if stored is None:
            self._remember(examination.id, known)
            return True
        if stored[0] != examination:
            raise DocumentConflict(
                f"Examination {examination.id} is already in the record with other content. "
                "Nothing was changed. Compare the two, and give the new one an id of its own."
            )
        return False

    def examination(self, examination_id: UUID) -> Examination:
        """Return an examination: its draft if there is one, else its newest signed version.

        Raises:
            UnknownExamination: when the record has none with this id.
            RecordDamaged: when its document cannot be read.
        """
        stored = self._stored(examination_id)
        if stored is None:
            raise UnknownExamination(f"There is no examination {examination_id} in this record.")
        examination, rev = stored
        if rev is not None:
            self._known[examination_id] = _Known(rev, _identity(examination.patient))
        return examination

    def examinations_of(self, patient_id: UUID) -> tuple[Examination, ...]:
        """Return every examination of a patient, the latest performed first."""
        rows = self._rows(
            "SELECT exam_id FROM draft WHERE patient_id = ?1 "
            "UNION SELECT exam_id FROM exam_version WHERE patient_id = ?1",
            (str(patient_id),),
        )
        stored = (self._stored(UUID(exam_id)) for (exam_id,) in rows)
        examinations = [found[0] for found in stored if found is not None]
        return tuple(sorted(examinations, key=_performed, reverse=True))

    def lines(self, search: str = "", limit: int | None = None) -> tuple[ExaminationLine, ...]:
        """Return a line per examination of the patients found, newest saved first."""
        return self._lines(search, limit, signed_too=True)

    def drafts(self, limit: int | None = None) -> tuple[ExaminationLine, ...]:
        """Return a line per unsigned examination, newest saved first."""
        return self._lines("", limit, signed_too=False)

    def verify(self) -> tuple[str, ...]:
        """Return what is damaged or altered, a sentence each; nothing when the record is sound."""
        with told(self._folder):
            return tuple(problems(self._db, self._tests))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told(self._folder), driver.writing(self._db) as connection:
            yield connection

    def _rows(self, sql: str, parameters: tuple[object, ...] = ()) -> list[Any]:
        with told(self._folder):
            return self._db.conn.execute(sql, parameters).fetchall()

    def _lines(
        self, search: str, limit: int | None, *, signed_too: bool
    ) -> tuple[ExaminationLine, ...]:
        found = query(search)
        at_most = -1 if limit is None else limit
        rows = self._rows(found.found + _LINES, (*found.parameters, signed_too, at_most))
        return tuple(
            ExaminationLine(
                id=UUID(exam_id),
                performed_at=performed_at,
                patient=_decoded(doc, Patient, "A patient"),
                state=State(state),
                saved_at=datetime.fromisoformat(saved_at),
            )
            for exam_id, performed_at, doc, state, saved_at in rows
        )

    def _document(self, examination: Examination) -> str:
        """Return what is stored; what could not be read again is refused before it is.

        The values themselves check little when they are made. Reading by `read_document` would
        cost as much as the commit, so it is left to say what is wrong.
        """
        doc = _encoded(examination)
        data = doc.encode()
        try:
            responses = _decoder.decode(data).responses or ()
            readable = len(data) <= MAX_BYTES and all(r.test in self._tests for r in responses)
        except msgspec.ValidationError:
            readable = False
        if not readable:
            read_document(data, self._tests)
        return doc

    def _stored(self, examination_id: UUID) -> tuple[Examination, int | None] | None:
        """Return an examination with the `rev` of its draft, `None` for a signed one."""
        key = (str(examination_id),)
        rows = self._rows("SELECT doc, rev FROM draft WHERE exam_id = ?", key)
        if not rows:
            rows = [(doc, None) for (doc,) in self._rows(_NEWEST_VERSION, key)]
        for doc, rev in rows:
            try:
                return read_document(doc.encode(), self._tests), rev
            except DocumentRefused as error:
                raise RecordDamaged(
                    f"Examination {examination_id} is damaged in the record. {error} "
                    "Keep the record as it is, and open a copy made earlier."
                ) from error
        return None

    def _save(
        self, connection: Connection, examination: Examination, doc: str, saved_at: datetime
    ) -> _Known:
        patient = examination.patient
        now = _Known(1, _identity(patient))
        known = self._known.get(examination.id)
        # A draft that was opened keeps the details it has, even when the patient's were corrected
        # since: no answer may be refused for that.
        if known is None or known.patient != now.patient:
            _settle_patient(connection, patient)
        elif examination.id != self._last_saved:
            _use_patient(connection, patient.id)
        row = (doc, str(patient.id), examination.performed_at, _text(saved_at), str(examination.id))
        if known is None:
            _refuse_signed(connection, examination.id)
            done = connection.execute(
                "INSERT INTO draft (doc, patient_id, performed_at, saved_at, exam_id, rev) "
                "VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING",
                row,
            )
        else:
            now = now._replace(rev=known.rev + 1)
            done = connection.execute(
                "UPDATE draft SET doc = ?, patient_id = ?, performed_at = ?, saved_at = ?, "
                "rev = rev + 1 WHERE exam_id = ? AND rev = ?",
                (*row, known.rev),
            )
        if done.rowcount != 1:
            raise ConflictRefused(
                "This examination was changed in another window since you opened it. "
                "Open it again, then repeat your last answer."
            )
        return now

    def _remember(self, examination_id: UUID, known: _Known) -> None:
        self._known[examination_id] = known
        self._last_saved = examination_id


def _build(path: Path, key: bytes, practice: Practice | None) -> None:
    """Make a whole database and leave it closed and on the disk."""
    make_private(path)
    with closing(driver.create(path, key)) as db:
        with driver.writing(db) as connection:
            schema.migrations.apply(db)
            if practice is not None:
                _put_practice(connection, practice)
        _checkpoint(db)
    sync_file(path)


def _checkpoint(db: Database) -> None:
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _text(time: datetime) -> str:
    """Return a UTC time as text that sorts by time."""
    return time.isoformat(timespec="microseconds")


def _encoded(value: Examination | Patient | Practice) -> str:
    try:
        if isinstance(value, Examination):
            return write_document(value).decode()
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        raise TextRefused(
            "A text holds half a character and cannot be saved. Delete it and type it again."
        ) from None


def _decoded(doc: str, kind: type[_Stored], name: str) -> _Stored:
    try:
        return msgspec.json.decode(doc, type=kind)
    except msgspec.DecodeError as error:
        raise RecordDamaged(
            f"{name} cannot be read from the record: it is damaged. "
            "Keep the record as it is, and open a copy made earlier."
        ) from error


def _identity(patient: Patient) -> tuple[UUID, str | None, str | None, date | None]:
    return patient.id, patient.family_name, patient.given_name, patient.birth_date


def _performed(examination: Examination) -> datetime:
    performed_at = examination.performed_at
    if performed_at is None:
        return datetime.min.replace(tzinfo=UTC)
    return datetime.fromisoformat(performed_at)


def _put_practice(connection: Connection, practice: Practice) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO practice (id, doc) VALUES (1, ?)", (_encoded(practice),)
    )


def _put_patient(connection: Connection, patient: Patient) -> None:
    connection.execute(
        "INSERT INTO patient "
        "(id, family_name, given_name, birth_date, sex, doc, search, used_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "family_name = excluded.family_name, given_name = excluded.given_name, "
        "birth_date = excluded.birth_date, sex = excluded.sex, doc = excluded.doc, "
        "search = excluded.search, used_at = excluded.used_at",
        (
            str(patient.id),
            plain(patient.family_name),
            plain(patient.given_name),
            patient.birth_date and patient.birth_date.isoformat(),
            patient.sex,
            _encoded(patient),
            search_text(patient),
            _text(datetime.now(UTC)),
        ),
    )


def _use_patient(connection: Connection, patient_id: UUID) -> None:
    connection.execute(
        "UPDATE patient SET used_at = ? WHERE id = ?",
        (_text(datetime.now(UTC)), str(patient_id)),
    )


def _settle_patient(connection: Connection, patient: Patient) -> None:
    """Add the patient of an examination, or what it adds to a known one.

    Raises:
        PatientMismatch: when both say something, and not the same.
    """
    row = connection.execute("SELECT doc FROM patient WHERE id = ?", (str(patient.id),)).fetchone()
    if row is None:
        _put_patient(connection, patient)
        return
    known = _decoded(row[0], Patient, f"Patient {patient.id}")
    for name in _IDENTITY:
        here, there = getattr(patient, name), getattr(known, name)
        if here is not None and there is not None and here != there:
            raise PatientMismatch(
                f"The examination is of {_named(patient)}, but the record knows this patient as "
                f"{_named(known)}. Correct one of them first."
            )
    fields = Patient.__struct_fields__
    added = {name: getattr(patient, name) for name in fields if getattr(known, name) is None}
    settled = msgspec.structs.replace(known, **added)
    if settled == known:
        _use_patient(connection, patient.id)
    else:
        _put_patient(connection, settled)


def _named(patient: Patient) -> str:
    name = ", ".join(part[:60] for part in (patient.family_name, patient.given_name) if part)
    born = f", born {patient.birth_date}" if patient.birth_date else ""
    return f"{name or 'a patient without a name'}{born}"


def _refuse_signed(connection: Connection, examination_id: UUID) -> None:
    signed = connection.execute(_NEWEST_VERSION, (str(examination_id),)).fetchone()
    if signed is not None:
        raise SignedRefused(f"Examination {examination_id} is signed and can no longer be changed.")
