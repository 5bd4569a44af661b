"""The lists of examinations, a line each: read from indexes, without a document.

SQLite writes the lines as one JSON text, which msgspec reads: less work than a row for each.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from operator import attrgetter
from typing import Final
from uuid import UUID

import msgspec

from clinic_desktop.domain.examination import Patient
from clinic_desktop.domain.practice import ExaminationLine, State
from clinic_desktop.storage.patients import OWN
from clinic_desktop.storage.session import Session, decoded
from clinic_desktop.storage.signed import AWAITS

_DRAFTS: Final = """
SELECT json_group_array(json_array(exam_id, performed_at, patient_id, 'draft', saved_at, 0, 1))
FROM draft d WHERE withdrawn_at IS NULL
"""
_SIGNED: Final = """
SELECT json_group_array(json_array(exam_id, performed_at, patient_id,
    iif(supersedes IS NULL, 'signed', 'amended'), signed_at, {awaits}, {is_open}))
FROM exam_version v WHERE kind <> 'entered_in_error' AND {stands}
"""
# For a few lines each is looked up.
_SIGNED_FEW: Final = _SIGNED.format(
    awaits=AWAITS,
    is_open="EXISTS (SELECT 1 FROM draft d WHERE d.exam_id = v.exam_id AND withdrawn_at IS NULL)",
    stands="NOT EXISTS (SELECT 1 FROM exam_version n WHERE n.supersedes = v.version_id)",
)
# For all, what holds of the fewest is collected beforehand. By number: the index that is read here
# has no version_id, and beside a document, a row fills a third of a page.
_AWAITING: Final = f"""
(SELECT v.number FROM signature w JOIN exam_version v USING (version_id)
    WHERE w.role = 'student' AND w.counter = 0 AND {AWAITS})
"""  # noqa: S608 - a fixed text
_SIGNED_ALL: Final = _SIGNED.format(
    awaits=f"number IN {_AWAITING}",
    is_open="exam_id IN (SELECT exam_id FROM draft WHERE withdrawn_at IS NULL)",
    stands="""number NOT IN (SELECT number FROM exam_version WHERE version_id IN
        (SELECT supersedes FROM exam_version WHERE supersedes IS NOT NULL))""",
)
_PATIENTS: Final = """
SELECT o.id, coalesce(p.doc, o.doc)
FROM patient o LEFT JOIN patient p ON p.id = o.merged_into
"""


class _Row(msgspec.Struct, array_like=True, frozen=True, gc=False):
    id: UUID
    performed_at: str | None
    patient: str
    state: State
    saved_at: datetime
    awaits: int
    is_open: int


class Lists:
    """Lists of the record's examinations. One that was entered in error or withdrawn is in none."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> tuple[ExaminationLine, ...]:
        """Return a line per examination, newest saved first."""
        return self._lines(_PATIENTS, f"{_DRAFTS} AND amends IS NULL", _SIGNED_ALL)

    def of(self, patient_id: UUID) -> tuple[ExaminationLine, ...]:
        """Return a line per examination of a patient, the latest performed first.

        Those of patients who were merged into this one are among them.
        """
        lines = self._lines(
            f"{_PATIENTS} WHERE o.id IN {OWN}",
            f"{_DRAFTS} AND amends IS NULL AND patient_id IN {OWN}",
            f"{_SIGNED_FEW} AND patient_id IN {OWN}",
            parameters=(str(patient_id),),
        )
        return tuple(sorted(lines, key=performed, reverse=True))

    def unsigned(self) -> tuple[ExaminationLine, ...]:
        """Return a line per draft, those of amendments among them, newest saved first."""
        whose = "SELECT patient_id FROM draft WHERE withdrawn_at IS NULL"
        return self._lines(f"{_PATIENTS} WHERE o.id IN ({whose})", _DRAFTS)

    def awaiting(self) -> tuple[ExaminationLine, ...]:
        """Return a line per examination that waits for a counter-signature, newest first."""
        whose = f"SELECT patient_id FROM exam_version WHERE number IN {_AWAITING}"  # noqa: S608 - a fixed text
        return self._lines(
            f"{_PATIENTS} WHERE o.id IN ({whose})", f"{_SIGNED_FEW} AND number IN {_AWAITING}"
        )

    def _lines(
        self, patients: str, *lines: str, parameters: tuple[str, ...] = ()
    ) -> tuple[ExaminationLine, ...]:
        """Return the lines whose patients are in the record: those of erased ones are in no list.

        Args:
            patients: what selects the patients, as `_PATIENTS` does.
            lines: what selects lines, as `_DRAFTS` and `_SIGNED` do.
            parameters: of each of these statements.
        """
        with _uncollected():
            patient = {
                patient_id: decoded(doc, Patient, "A patient")
                for patient_id, doc in self._session.rows(patients, parameters)
            }
            found = [
                ExaminationLine(
                    id=row.id,
                    performed_at=row.performed_at,
                    patient=whose,
                    state=row.state,
                    saved_at=row.saved_at,
                    awaits=row.awaits == 1,
                    is_open=row.is_open == 1,
                )
                for sql in lines
                for row in self._rows(sql, parameters)
                if (whose := patient.get(row.patient)) is not None
            ]
            return tuple(sorted(found, key=attrgetter("saved_at"), reverse=True))

    def _rows(self, sql: str, parameters: tuple[str, ...]) -> list[_Row]:
        ((text,),) = self._session.rows(sql, parameters)
        return decoded(text, list[_Row], "A list of examinations")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let Python not look for cycles among values that hold none.

    While a hundred thousand lines are made, it would look through all of them again and again.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def performed(line: ExaminationLine) -> datetime:
    """Return when an examination was performed; before all others when that is not known."""
    if line.performed_at is None:
        return datetime.min.replace(tzinfo=UTC)
    return datetime.fromisoformat(line.performed_at)
