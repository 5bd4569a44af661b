"""What the storage tests share: cheap records, people, patients, examinations, a second key."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
import pytest

from clinic_desktop.domain.examination import (
    Clinic,
    Examination,
    Patient,
    Presentation,
    Therapist,
    new_examination,
)
from clinic_desktop.domain.practice import Account, Practice, Role
from clinic_desktop.domain.versions import FINAL, Edition, VersionKind
from clinic_desktop.storage import driver, ways_in
from clinic_desktop.storage.key_slots import KeyCost
from clinic_desktop.storage.keys import unlock
from clinic_desktop.storage.record import Record

CHEAP: Final = KeyCost(memory_kib=8, passes=1, lanes=1)
PASSPHRASE: Final = "correct horse"
TESTS: Final = frozenset({"slr", "slump"})
PRACTICE: Final = Practice(
    clinic=Clinic(name="Clinic"), therapist=Therapist(id=UUID(int=7), name="T. Herapist")
)
DATA: Final = Path(__file__).parents[1] / "data"
_ROOT: Final = Path(__file__).parents[2]


class Clock:
    """A time that goes on by a second with each look, and can be set."""

    def __init__(self, at: datetime = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Return the next second."""
        self.at += timedelta(seconds=1)
        return self.at


def make(folder: Path, **options: Any) -> Record:
    """Make a record with a cheap key, owned by T. Herapist."""
    options = {"practice": PRACTICE, **options}
    return ways_in.create(folder, PASSPHRASE, tests=TESTS, cost=CHEAP, **options)


def reopened(folder: Path, passphrase: str = PASSPHRASE, **options: Any) -> Record:
    """Open the record in a folder."""
    return ways_in.unlock(folder, passphrase, tests=TESTS, cost=CHEAP, **options)


def new_sheet(record: Record) -> str:
    """Make a recovery sheet, hand it out, and return the key on it."""
    key = record.people.new_recovery_key()
    key.keep()
    return key.printed


def change_keys(path: Path, change_it: Callable[[dict[str, Any]], object]) -> None:
    """Change a keys.json as somebody would who also makes its sum right."""
    content = json.loads(path.read_bytes())
    change_it(content)
    slots = json.dumps(content["slots"], separators=(",", ":"))
    content["sha256"] = hashlib.sha256(slots.encode()).hexdigest()
    path.write_text(json.dumps(content))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


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


def note_of(examination: Examination | None) -> str | None:
    """Return the note of an examination."""
    assert examination is not None
    assert examination.presentation is not None
    return examination.presentation.note


def saved(record: Record, examination: Examination | None = None) -> Examination:
    """Save a draft and return it."""
    examination = examination or an_examination()
    record.drafts.save(examination)
    return examination


def signed(record: Record, examination: Examination | None = None) -> Examination:
    """Save and sign an examination and return it."""
    examination = saved(record, examination)
    record.signed.sign(examination)
    return examination


def amended(record: Record, examination: Examination, note: str = "amended") -> Examination:
    """Sign an amendment of a signed examination and return it."""
    draft = record.signed.amend(examination.id, VersionKind.CORRECTION, "wrong side")
    changed = saved(record, noted(draft, note))
    record.signed.sign(changed)
    return changed


def a_person(record: Record, name: str, role: Role = Role.THERAPIST) -> Account:
    """Add a person whose passphrase is their name."""
    return record.people.add(Therapist(name=name), role, name)


def an_edition(status: str = FINAL) -> Edition:
    """Return what is printed on a paper."""
    return Edition(status=status)


@contextmanager
def second_connection(folder: Path, passphrase: str = PASSPHRASE) -> Iterator[driver.Connection]:
    """Hold a connection of somebody else who has the key."""
    key = unlock(folder / "keys.json", passphrase).data_key
    with closing(driver.connect(folder / "record.db", key)) as db:
        yield db.conn


def each_raises(
    error: type[Exception], *acts: Callable[[], object], match: str | None = None
) -> None:
    """See each of these acts refused."""
    for act in acts:
        with pytest.raises(error, match=match):
            act()


def start_program(script: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start Python on a script that can import the program."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
    )
