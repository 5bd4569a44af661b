"""The patients of a record: found by what is typed, corrected, merged, and erased in their time."""

from collections.abc import Iterator
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from clinic_desktop.domain.examination import Patient
from clinic_desktop.domain.practice import retained_until
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage.attached import let_go
from clinic_desktop.storage.driver import Connection
from clinic_desktop.storage.errors import (
    ErasureRefused,
    MergeRefused,
    PatientMismatch,
    UnknownPatient,
)
from clinic_desktop.storage.search import fold, plain, query, search_text
from clinic_desktop.storage.session import Session, decoded, encoded, text_of

if TYPE_CHECKING:
    from clinic_desktop.storage.drafts import Drafts

_ALIKE: Final = 0.8
_IDENTITY: Final = ("family_name", "given_name", "birth_date")
_ALIKE_BY_DATE: Final = """
SELECT doc FROM patient JOIN found USING (pk) WHERE merged_into IS NULL AND birth_date IS NULL
UNION SELECT doc FROM patient WHERE merged_into IS NULL AND birth_date = ?
"""
_EVERYBODY: Final = """
SELECT doc FROM patient WHERE merged_into IS NULL ORDER BY used_at DESC, pk DESC LIMIT ?
"""
_FEW: Final = """
SELECT doc FROM json_each(?) JOIN patient ON pk = value ORDER BY used_at DESC, pk DESC LIMIT ?
"""
# Of many found, the most recently used are soon met by going back in time; reading all their rows
# would take longer the larger the record is. A merged patient is found by no word.
_RECENT: Final = """
SELECT doc FROM patient INDEXED BY patient_used_at WHERE pk IN (SELECT pk FROM found)
ORDER BY used_at DESC, pk DESC LIMIT ?
"""
_MANY: Final = 300
# All ids under which a patient was examined: their own, and those merged into them.
OWN: Final = "(SELECT id FROM patient WHERE id = ?1 OR merged_into = ?1)"
_ERASING: Final = (
    """UPDATE exam_version SET doc = NULL, reason = NULL, performed_at = NULL
        WHERE patient_id = ?""",
    """UPDATE paper SET pdf = NULL
        WHERE sha256 IN (SELECT sha256 FROM handing WHERE patient_id = ?)""",
    """DELETE FROM revision
        WHERE exam_id IN (SELECT exam_id FROM draft WHERE patient_id = ?)""",
    "DELETE FROM draft WHERE patient_id = ?",
    "UPDATE patient SET merged_into = NULL WHERE merged_into = ?",
    "DELETE FROM patient WHERE id = ?",
)
_LAST_ENTRIES: Final = """
SELECT p.id, p.doc, max(e.day)
FROM patient o JOIN patient p ON p.id = coalesce(o.merged_into, o.id)
JOIN (
    SELECT patient_id, signed_at AS day FROM exam_version
    UNION ALL SELECT patient_id, saved_at FROM draft
    UNION ALL SELECT patient_id, performed_at FROM exam_version WHERE performed_at IS NOT NULL
    UNION ALL SELECT id, used_at FROM patient
        WHERE id NOT IN (SELECT patient_id FROM exam_version UNION SELECT patient_id FROM draft)
) e ON e.patient_id = o.id
GROUP BY p.id
"""


class Patients:
    """What is known of the people examined. Identity is the id: a name never makes two one."""

    def __init__(self, session: Session, drafts: "Drafts") -> None:
        self._session = session
        self._drafts = drafts

    def save(self, patient: Patient) -> None:
        """Add a patient, or correct the details of a known one and of their unsigned examinations.

        What was signed keeps the details it was signed with.
        """
        corrected = {}
        with self._session.writing() as connection:
            known = _row(connection, patient.id)
            put(connection, patient, self._session.now())
            if known is None:
                self._session.log(connection, Action.PATIENT_ADDED, patient=patient.id)
            elif known != patient:
                corrected = self._drafts.correct(connection, patient.id, patient)
                self._session.log(connection, Action.PATIENT_CHANGED, patient=patient.id)
        self._drafts.go_on(corrected)

    def find(self, search: str = "", limit: int = 50) -> tuple[Patient, ...]:
        """Return the patients found by a typed text, most recently used first."""
        found = query(search)
        if not found.parameters:
            rows = self._session.rows(_EVERYBODY, (limit,))
        else:
            sql = f"SELECT count(*), json_group_array(pk) FROM (SELECT pk FROM found LIMIT {_MANY})"  # noqa: S608 - a fixed text
            ((count, few),) = self._session.rows(f"{found.found} {sql}", found.parameters)
            if count < _MANY:
                rows = self._session.rows(_FEW, (few, limit))
            else:
                rows = self._session.rows(found.found + _RECENT, (*found.parameters, limit))
        return tuple(decoded(doc, Patient, "A patient") for (doc,) in rows)

    def get(self, patient_id: UUID) -> Patient:
        """Return a patient.

        Raises:
            UnknownPatient: when the record has none with this id.
        """
        rows = self._session.rows("SELECT doc FROM patient WHERE id = ?", (str(patient_id),))
        if not rows:
            raise UnknownPatient(f"There is no patient {patient_id} in this record.")
        return decoded(rows[0][0], Patient, f"Patient {patient_id}")

    def similar(self, patient: Patient) -> tuple[Patient, ...]:
        """Return who may be the same person: for somebody to look at, never to be taken as one.

        Alike are a shared number; names that are equal or nearly so, where the birth dates are
        equal; and, where one birth date is not known, names whose words also begin alike.
        """
        words = " ".join(filter(None, (patient.family_name, patient.given_name)))
        found = query(words)
        numbers = [i.value for i in patient.identifiers or () if i.value]
        rows = self._session.rows(
            found.found + _ALIKE_BY_DATE,
            (*found.parameters, patient.birth_date and patient.birth_date.isoformat()),
        )
        docs = [doc for (doc,) in rows]
        if patient.birth_date is None and words:
            docs += [encoded(other) for other in self.find(words)]
        for number in numbers:
            docs += [encoded(other) for other in self.find(number)]
        others = dict.fromkeys(decoded(doc, Patient, "A patient") for doc in docs)
        return tuple(
            other for other in others if other.id != patient.id and _are_alike(patient, other)
        )

    def merge(self, patient_id: UUID, into: UUID) -> None:
        """File everything of one patient under another, who is then found by both's numbers.

        What was signed stays as it was signed.

        Raises:
            UnknownPatient: when the record has one of them not.
            MergeRefused: when they are one already, or one was merged before.
        """
        if patient_id == into:
            raise MergeRefused("These are one patient already. Choose two different ones.")
        with self._session.writing() as connection:
            rows = connection.execute(
                "SELECT id, merged_into FROM patient WHERE id IN (?, ?)",
                (str(patient_id), str(into)),
            ).fetchall()
            if len(rows) < 2:
                raise UnknownPatient("One of the two patients is not in this record.")
            if any(merged for _, merged in rows):
                raise MergeRefused("One of the two was merged with a patient before.")
            kept = _with_numbers(self.get(into), self.get(patient_id))
            put(connection, kept, self._session.now())
            corrected = self._drafts.correct(connection, into, kept)
            corrected |= self._drafts.correct(connection, patient_id, kept)
            connection.execute(
                "UPDATE patient SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1",
                (str(patient_id), str(into)),
            )
            connection.execute("UPDATE patient SET search = '' WHERE id = ?", (str(patient_id),))
            self._session.log(
                connection, Action.PATIENTS_MERGED, patient=into, detail=f"with {patient_id}"
            )
        self._drafts.go_on(corrected)

    def due(self, today: date, years: int) -> tuple[tuple[Patient, date], ...]:
        """Return whose retention has ended, with the last day they were to be kept.

        Of somebody who was never examined, the last entry is the last time they were dealt with.
        """
        return tuple(
            (patient, until)
            for patient, until in self._retained(years, self._session.rows(_LAST_ENTRIES))
            if until < today
        )

    def erase(self, patient_id: UUID, today: date, years: int) -> None:
        """Erase a patient whose retention has ended, for good; a tombstone stays.

        Of their signed examinations only what identifies nobody stays: the seals of the chain.
        Backups made before hold the patient until they are rotated out.

        Raises:
            NotAllowed: when the person unlocked is no owner.
            ErasureRefused: before that, or while an examination is unsigned.
        """
        self._session.refuse_unless_owner()
        with self._session.writing() as connection:
            rows = connection.execute(_LAST_ENTRIES).fetchall()
            ends = {patient.id: until for patient, until in self._retained(years, rows)}
            until = ends.get(patient_id)
            if until is None or until >= today:
                raise ErasureRefused(
                    "This patient's record is still to be kept. "
                    "It can be erased when its retention has ended."
                )
            ids = [row[0] for row in connection.execute(OWN[1:-1], (str(patient_id),)).fetchall()]
            marks = ",".join("?" * len(ids))
            (is_open,) = connection.execute(
                "SELECT count(*) FROM draft WHERE withdrawn_at IS NULL "  # noqa: S608 - marks only
                f"AND patient_id IN ({marks})",
                ids,
            ).fetchone()
            if is_open:
                raise ErasureRefused(
                    "This patient has an unsigned examination. Sign or withdraw it first."
                )
            examined = connection.execute(
                f"SELECT exam_id FROM draft WHERE patient_id IN ({marks}) "  # noqa: S608 - marks only
                f"UNION SELECT exam_id FROM exam_version WHERE patient_id IN ({marks})",
                ids * 2,
            ).fetchall()
            # All of them before anything is erased: two merged into one may share a paper.
            for one in ids:
                self._bury(connection, one, until)
            for one in ids:
                for statement in _ERASING:
                    connection.execute(statement, (one,))
            let_go(self._session, connection, [exam_id for (exam_id,) in examined])
        # What was erased stands in the log until then.
        self._session.checkpoint()

    def _bury(self, connection: Connection, patient_id: str, until: date) -> None:
        (signed,) = connection.execute(
            "SELECT count(DISTINCT exam_id) FROM exam_version WHERE patient_id = ?", (patient_id,)
        ).fetchone()
        at = self._session.now()
        by = str(self._session.account.id)
        connection.execute(
            "INSERT INTO tombstone VALUES (?, ?, ?, ?, ?)",
            (patient_id, text_of(at), by, signed, until.isoformat()),
        )
        self._session.log(
            connection,
            Action.PATIENT_ERASED,
            patient=UUID(patient_id),
            detail=f"{signed} signed, kept until {until}",
            at=at,
        )

    @staticmethod
    def _retained(years: int, rows: list[tuple[str, str, str]]) -> Iterator[tuple[Patient, date]]:
        for _, doc, last in rows:
            patient = decoded(doc, Patient, "A patient")
            yield (
                patient,
                retained_until(patient.birth_date, datetime.fromisoformat(last).date(), years),
            )


def put(connection: Connection, patient: Patient, now: datetime) -> None:
    """Write a patient's row."""
    connection.execute(
        "INSERT INTO patient "
        "(id, family_name, given_name, birth_date, sex, doc, search, used_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "family_name = excluded.family_name, given_name = excluded.given_name, "
        "birth_date = excluded.birth_date, sex = excluded.sex, doc = excluded.doc, "
        "search = iif(merged_into IS NULL, excluded.search, ''), used_at = excluded.used_at",
        (
            str(patient.id),
            plain(patient.family_name),
            plain(patient.given_name),
            patient.birth_date and patient.birth_date.isoformat(),
            patient.sex,
            encoded(patient),
            search_text(patient),
            text_of(now),
        ),
    )


def use(connection: Connection, patient_id: UUID, now: datetime) -> None:
    """Put a patient first among those most recently used."""
    connection.execute(
        "UPDATE patient SET used_at = ? WHERE id = ?", (text_of(now), str(patient_id))
    )


def settle(connection: Connection, patient: Patient, now: datetime) -> None:
    """Add the patient of an examination, or what it adds to a known one.

    Raises:
        PatientMismatch: when both say something, and not the same.
    """
    known = _row(connection, patient.id)
    if known is None:
        put(connection, patient, now)
        return
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
        use(connection, patient.id, now)
    else:
        put(connection, settled, now)


def identity(patient: Patient) -> tuple[UUID, str | None, str | None, date | None]:
    """Return what two documents of one patient have to agree on."""
    return patient.id, patient.family_name, patient.given_name, patient.birth_date


def _row(connection: Connection, patient_id: UUID) -> Patient | None:
    row = connection.execute("SELECT doc FROM patient WHERE id = ?", (str(patient_id),)).fetchone()
    return decoded(row[0], Patient, f"Patient {patient_id}") if row else None


def _with_numbers(kept: Patient, gone: Patient) -> Patient:
    numbers = dict.fromkeys((*(kept.identifiers or ()), *(gone.identifiers or ())))
    return msgspec.structs.replace(kept, identifiers=tuple(numbers) or kept.identifiers)


def _named(patient: Patient) -> str:
    name = ", ".join(part[:60] for part in (patient.family_name, patient.given_name) if part)
    born = f", born {patient.birth_date}" if patient.birth_date else ""
    return f"{name or 'a patient without a name'}{born}"


def _are_alike(one: Patient, other: Patient) -> bool:
    numbers = {(i.value or "").strip() for i in one.identifiers or ()} - {""}
    if numbers & {(i.value or "").strip() for i in other.identifiers or ()}:
        return True
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        return False
    first, second = (
        " ".join(sorted(fold(f"{p.family_name or ''} {p.given_name or ''}").split()))
        for p in (one, other)
    )
    return bool(first) and SequenceMatcher(None, first, second).ratio() >= _ALIKE
