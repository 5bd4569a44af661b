"""What the storage tests share: a cheap key, one patient, one examination, a second connection."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import msgspec

from clinic_desktop.domain.document import write_document
from clinic_desktop.domain.examination import (
    Clinic,
    Examination,
    Patient,
    Presentation,
    Therapist,
    new_examination,
)
from clinic_desktop.domain.practice import Practice
from clinic_desktop.storage import driver
from clinic_desktop.storage.keys import KeyCost, unlock

CHEAP: Final = KeyCost(memory_kib=8, passes=1, lanes=1)
PASSPHRASE: Final = "correct horse"
TESTS: Final = frozenset({"slr", "slump"})
PRACTICE: Final = Practice(
    clinic=Clinic(name="Clinic"), therapist=Therapist(id=UUID(int=7), name="T. Herapist")
)
_ROOT: Final = Path(__file__).parents[2]


def a_patient(family_name: str = "Sample", **fields: object) -> Patient:
    """Return a patient with an id of its own."""
    patient = Patient(
        id=uuid4(), family_name=family_name, given_name="Ada", birth_date=date(1978, 3, 14)
    )
    return msgspec.structs.replace(patient, **fields)


def an_examination(patient: Patient | None = None, note: str = "") -> Examination:
    """Return an examination with an id of its own."""
    examination = new_examination(
        uuid4(), patient or a_patient(), "lumbar_core", "2026-11-18T09:30:00+01:00", None, None
    )
    return noted(examination, note)


def noted(examination: Examination, note: str) -> Examination:
    """Return the examination with this note."""
    return msgspec.structs.replace(examination, presentation=Presentation(note=note))


@contextmanager
def second_connection(folder: Path) -> Iterator[driver.Connection]:
    """Hold a connection of somebody else who has the key."""
    db = driver.connect(folder / "record.db", unlock(folder / "keys.json", PASSPHRASE))
    try:
        yield db.conn
    finally:
        db.close()


def sign(
    folder: Path,
    examination: Examination,
    *,
    signed_at: str = "2026-11-18T10:00:00+00:00",
    supersedes: str | None = None,
    sha256: str | None = None,
) -> str:
    """Store a signed version and return its id."""
    version, data = str(uuid4()), write_document(examination)
    with second_connection(folder) as connection:
        connection.execute(
            "INSERT INTO exam_version VALUES (?, ?, ?, ?, ?, ?, 'T. Herapist', ?, ?, ?)",
            (
                version,
                str(examination.id),
                supersedes,
                str(examination.patient.id),
                examination.performed_at,
                signed_at,
                supersedes and "corrected",
                data.decode(),
                sha256 or hashlib.sha256(data).hexdigest(),
            ),
        )
    return version


def start_program(script: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start Python on a script that can import the program."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
    )
