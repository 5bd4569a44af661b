"""What is done to a record, as the program does it, and what of it can be read again.

All that is read is the same whenever a story is played: ids are fixed or left out, and the clock
goes one second per look.
"""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.document import write_document
from clinic_desktop.domain.examination import (
    Clinic,
    Examination,
    Patient,
    Presentation,
    Referrer,
    Therapist,
    new_examination,
)
from clinic_desktop.domain.imaging import ImagingReport, Original
from clinic_desktop.domain.practice import Place, Practice, Role, Settings
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import Edition, Handing, VersionKind
from clinic_desktop.resources import read_catalogue
from clinic_desktop.storage import backup_file, keys, ways_in
from clinic_desktop.storage.errors import UnknownExamination, WrongPassphrase
from clinic_desktop.storage.folder import BACKUPS, SET_ASIDE, FolderStatus, status
from clinic_desktop.storage.key_slots import KeyCost
from clinic_desktop.storage.record import Record
from tests.torture.places import scratch
from tests.torture.story import Contents, Story

CHEAP: Final = KeyCost(memory_kib=8, passes=1, lanes=1)
PASSPHRASE: Final = "correct horse"
CHANGED: Final = "battery staple"
RECOVERED: Final = "found again"
SECOND: Final = "second person"
GOLDEN: Final = "golden passphrase"
TESTS: Final = frozenset(read_catalogue().tests)
RECORDS: Final = Path(__file__).parents[1] / "data" / "records"
FIRST_RECORD: Final = RECORDS / "1"
SECOND_RECORD: Final = RECORDS / "2"
THIRD_RECORD: Final = RECORDS / "3"

TOLD: Final = "told"
BACKUP: Final = "backup"
KEPT: Final = "set aside"
"""What the names of those items begin with of which a repeated act leaves one more."""

_START: Final = datetime(2026, 11, 18, 9, tzinfo=UTC)
_PRACTICE: Final = Practice(
    clinic=Clinic(name="Clinic"), therapist=Therapist(id=UUID(int=7), name="T. Herapist")
)
_STUDENT: Final = Therapist(id=UUID(int=8), name="S. Tudent")
_PATIENT: Final = Patient(
    id=UUID(int=100), family_name="Sample", given_name="Ada", birth_date=date(1978, 3, 14)
)
_CORRECTED: Final = msgspec.structs.replace(_PATIENT, given_name="Adah")
_OTHER: Final = Patient(
    id=UUID(int=101), family_name="Other", given_name="Otto", birth_date=date(1960, 1, 2)
)
# What an opening adds, be it to finish an upgrade or a recovery that was cut short, and what was
# tried in vain: nobody was told that it was done.
_PASSING: Final = (
    *(Action.UNLOCKED, Action.FAILED_TO_UNLOCK, Action.LOCKED, Action.BACKUP_FAILED),
    *(Action.UPGRADED, Action.PERSON_CHANGED),
)


def examination(number: int, patient: Patient = _PATIENT) -> Examination:
    """Return the examination of this number, with nothing recorded."""
    return new_examination(
        UUID(int=1000 + number), patient, "lumbar_core", "2026-11-18T09:30:00+01:00", None, None
    )


def answered(given: Examination, number: int) -> Examination:
    """Return the examination with the answer of this number."""
    outcome = list(Outcome)[number % len(Outcome)]
    if outcome is Outcome.NOT_TESTED:
        outcome = Outcome.NEGATIVE
    test = ("slr", "bragard", "slump", "bowstring")[number % 4]
    side = (TestedSide.LEFT, TestedSide.RIGHT)[number // 4 % 2]
    given = given.with_response(
        Response(test=test, side=side, outcome=outcome, onset_deg=number % 90)
    )
    return msgspec.structs.replace(given, presentation=Presentation(note=f"answer {number}"))


class Life:
    """A record under a folder, and what can be done to it; each method is one act."""

    def __init__(self, top: Path, begin: datetime = _START, place: str = "record") -> None:
        self.folder: Final = top / place
        self._seconds = count()
        self._begin = begin
        self._record: Record | None = None
        self._recovery_key = ""

    @property
    def record(self) -> Record:
        """The open record."""
        assert self._record is not None
        return self._record

    def now(self) -> datetime:
        """Return a time one second after the last one."""
        return self._begin + timedelta(seconds=next(self._seconds))

    def create(self) -> None:
        self._record = ways_in.create(
            self.folder, PASSPHRASE, tests=TESTS, practice=_PRACTICE, cost=CHEAP, now=self.now
        )

    def open(self, passphrase: str = PASSPHRASE) -> None:
        self._record = ways_in.unlock(
            self.folder, passphrase, tests=TESTS, cost=CHEAP, now=self.now
        )

    def close(self) -> None:
        self.record.close()

    def add_patient(self, patient: Patient) -> None:
        self.record.patients.save(patient)

    def answer(self, number: int, answer: int) -> None:
        """Save one more answer of an examination, as the window does."""
        drafts = self.record.drafts
        try:
            before = drafts.examination(UUID(int=1000 + number))
        except UnknownExamination:
            before = examination(number)
        drafts.save(answered(before, answer))

    def undo(self, number: int) -> None:
        self.record.drafts.undo(UUID(int=1000 + number))

    def redo(self, number: int) -> None:
        self.record.drafts.redo(UUID(int=1000 + number))

    def go_back(self, number: int, state: int) -> None:
        self.record.drafts.restore(UUID(int=1000 + number), state)

    def bring_in(self, number: int) -> None:
        self.record.add_document(answered(examination(number), number))

    def withdraw(self, number: int) -> None:
        self.record.drafts.withdraw(UUID(int=1000 + number), "begun by mistake")

    def go_to(self, number: int, step: str) -> None:
        self.record.set_place(Place(examination=UUID(int=1000 + number), step=step))

    def sign(self, number: int) -> None:
        self.record.signed.sign(self.record.drafts.examination(UUID(int=1000 + number)))

    def amend(self, number: int) -> None:
        self.record.signed.amend(UUID(int=1000 + number), VersionKind.CORRECTION, "a wrong side")

    def enter_in_error(self, number: int) -> None:
        self.record.signed.enter_in_error(UUID(int=1000 + number), "another patient", _OTHER)

    def countersign(self, number: int) -> None:
        self.record.signed.countersign(UUID(int=1000 + number))

    def hand_out(self, number: int) -> None:
        given = self.record.examination(UUID(int=1000 + number))
        pdf = b"%PDF-1.7\n" + b"page of %d\n" % number * 3000
        self.record.papers.keep(given, pdf, Handing.SAVED, Edition(status="FINAL"))

    def keep(self, number: int, file: int) -> None:
        """Keep a file of several pages with a draft."""
        data = hashlib.sha256(bytes([file])).digest() * 600
        self.record.originals.keep(
            UUID(int=1000 + number), f"report {file}.pdf", "application/pdf", data
        )

    def name(self, number: int) -> None:
        """Let the draft name the newest of its files, as the window does after keeping it."""
        file = self.record.originals.of(UUID(int=1000 + number))[-1]
        original = Original(name=file.name, sha256=file.sha256, size=file.size)
        draft = self.record.drafts.examination(UUID(int=1000 + number))
        report = ImagingReport(id=UUID(int=2000 + number), original=original)
        self.record.drafts.save(msgspec.structs.replace(draft, imaging=(report,)))

    def merge(self) -> None:
        self.record.patients.merge(_OTHER.id, _PATIENT.id)

    def erase(self) -> None:
        self.record.patients.erase(_PATIENT.id, date(2100, 1, 1), 8)

    def set_up(self) -> None:
        self.record.set_settings(Settings(lock_after_minutes=9))

    def write_down(self, name: str, address: str) -> None:
        """Add an entry to the address book, or correct the one of this name."""
        known = [entry.id for entry in self.record.address_book.find(name)]
        entry_id = known[0] if known else None
        self.record.address_book.save(Referrer(id=entry_id, name=name, address=(address,)))

    def cross_out(self, name: str) -> None:
        (entry,) = self.record.address_book.find(name)
        assert entry.id is not None
        self.record.address_book.remove(entry.id)

    def put_logo(self, number: int) -> None:
        """Keep the logo of this number; 0 is none."""
        picture = b"\x89PNG\r\n\x1a\n" + bytes([number]) * 20_000
        self.record.set_logo(picture if number else None)

    def add_student(self) -> None:
        self.record.people.add(_STUDENT, Role.STUDENT, SECOND)

    def retire_student(self) -> None:
        assert _STUDENT.id is not None
        self.record.people.retire(_STUDENT.id)

    def change_passphrase(self) -> None:
        self.record.people.change_passphrase(PASSPHRASE, CHANGED)

    def make_recovery_key(self) -> None:
        key = self.record.people.new_recovery_key()
        key.keep()
        self._recovery_key = key.printed

    def recover(self) -> None:
        owner = _PRACTICE.therapist.id
        assert owner is not None
        self._record = ways_in.recover(
            self.folder,
            self._recovery_key,
            owner,
            RECOVERED,
            tests=TESTS,
            cost=CHEAP,
            now=self.now,
        )

    def back_up(self) -> None:
        self.record.backups.make()

    def restore(self, backup: Path) -> None:
        self._record = ways_in.restore(
            self.folder, backup, PASSPHRASE, tests=TESTS, cost=CHEAP, now=self.now
        )


def look(top: Path, place: str = "record") -> Contents:
    """Return what the record under a folder holds, opened as the program opens it.

    Raises:
        Exception: when it does not open, is not sound, or holds what cannot be read.
    """
    life = Life(top, _START + timedelta(days=1), place)
    if status(life.folder) is FolderStatus.MISSING_OR_EMPTY:
        life.create()  # whatever an interrupted creation left must not stand in the way
        life.close()
        return {}
    found = {f"opened by {word}": who for word, who in _unlocking(life.folder)}
    for word in (PASSPHRASE, CHANGED, RECOVERED, GOLDEN):
        if f"opened by {word}" in found:
            life.open(word)
            break
    else:
        raise ValueError("no passphrase opens the record")
    try:
        problems = life.record.verify()
        if problems:
            raise ValueError(" ".join(problems))
        found.update(_held(life.record))
    finally:
        life.close()
    # What is there after it was closed is what the next opening finds.
    return found


def _unlocking(folder: Path) -> Iterator[tuple[str, str]]:
    for word in (PASSPHRASE, CHANGED, RECOVERED, SECOND, GOLDEN):
        with suppress(WrongPassphrase):
            account = keys.unlock(folder / "keys.json", word).account
            yield word, str(account) if word != GOLDEN else "whoever"


def _held(record: Record) -> Iterator[tuple[str, str]]:
    yield "clinic", repr(record.clinic())
    yield "settings", repr(record.settings())
    yield "logo", hashlib.sha256(record.logo() or b"").hexdigest()
    for entry in record.address_book.find():
        yield f"entry {entry.name}", f"{entry.address}"
    for person in record.people.all():
        yield f"person {person.name}", f"{person.role} {person.retired_at is not None}"
    yield "recovery sheet", str(record.people.has_recovery_key())
    for patient in record.patients.find(limit=1000):
        yield f"patient {patient.id}", repr(patient)
    for number, line in enumerate(sorted(record.lists.all(), key=lambda line: line.patient.id.int)):
        # What is filed again under another patient has an id made for it.
        name = f"{number} of {line.patient.id}"
        yield f"line {name}", f"{line.state} {line.awaits} {line.is_open}"
        document = record.examination(line.id)
        yield f"examination {name}", _text(msgspec.structs.replace(document, id=UUID(int=0)))
        for version in record.signed.versions(line.id):
            signers = ", ".join(f"{s.therapist.name} {s.counter}" for s in version.signatures)
            yield (
                f"version {version.number} of {name}",
                f"{version.kind} {version.sha256} {signers}",
            )
        for at, paper in enumerate(record.papers.of(line.id)):
            whole = hashlib.sha256(record.papers.pdf(paper.sha256)).hexdigest()
            yield f"paper {at} of {name}", f"{whole} {paper.how} {paper.status}"
        yield from _files(record, line.id, name)
    for line in record.lists.unsigned():
        name = f"{line.id.int if line.id.int < 2000 else 'filed again'}"
        revisions = record.drafts.revisions(line.id)
        yield from _files(record, line.id, f"draft {name}")
        yield f"states of {name}", f"{[(r.number, r.kind.value) for r in revisions]}"
        yield (
            f"draft {name}",
            _text(msgspec.structs.replace(record.drafts.examination(line.id), id=UUID(int=0))),
        )
    place = record.place()
    yield "place", f"{place.step}" if place else ""
    told = Counter(entry.action for entry in record.trail.entries())
    for action, times in told.items():
        # An upgrade that was cut short is finished at the next opening, and told again.
        if action not in _PASSING:
            yield from _each(f"{TOLD} {action}", times)
    made: Counter[str] = Counter()
    for backup in record.backups.all():
        with scratch() as folder:
            backup_file.extract(backup.path, folder / "record", folder / "keys")
        made[f"{BACKUP} of {backup.content.answers}, {backup.content.signed}"] += 1
    for name, times in made.items():
        yield from _each(name, times)
    yield from _each(KEPT, len(list(record.folder.glob(f"{SET_ASIDE}*/record.db"))))


def _files(record: Record, examination_id: UUID, name: str) -> Iterator[tuple[str, str]]:
    for at, file in enumerate(record.originals.of(examination_id)):
        whole = hashlib.sha256(record.originals.data(file.sha256)).hexdigest()
        yield f"file {at} of {name}", f"{file.name} {whole}"


def _each(name: str, times: int) -> Iterator[tuple[str, str]]:
    yield from ((f"{name} {number}", "is there") for number in range(1, times + 1))


def _text(document: Examination) -> str:
    return hashlib.sha256(write_document(document)).hexdigest()


def _nothing(_top: Path) -> None:
    """Put nothing there."""


def _a_record(top: Path) -> None:
    life = Life(top, begin=_START - timedelta(days=1))
    life.create()
    life.add_patient(_PATIENT)
    for number in range(2):
        for answer in range(3):
            life.answer(number, answer)
    life.close()


def _a_record_with_a_backup(top: Path) -> None:
    _a_record(top)
    life = Life(top, begin=_START - timedelta(hours=2))
    life.open()
    life.back_up()
    life.close()


def backed_up_record(top: Path) -> None:
    """Make a record with drafts, a signed and amended examination, a paper and a backup.

    One answer is newer than the backup.
    """
    _a_record(top)
    life = Life(top, begin=_START - timedelta(hours=2))
    life.open()
    life.sign(0)
    life.hand_out(0)
    life.amend(0)
    life.answer(0, 70)
    life.sign(0)
    life.back_up()
    life.answer(1, 71)
    life.close()


def signed_record(top: Path) -> None:
    """Make a record with signed, amended, withdrawn and counter-signed examinations.

    They were signed by two people; papers were handed out; a backup was made last.
    """
    life = Life(top, begin=_START - timedelta(days=1))
    life.create()
    life.add_patient(_PATIENT)
    life.add_patient(_OTHER)
    for number in range(4):
        life.answer(number, number)
    for number in range(2):
        life.keep(number, number)
        life.name(number)
    life.add_student()
    for number in range(2):
        life.sign(number)
        life.hand_out(number)
    life.amend(0)
    life.answer(0, 80)
    life.sign(0)
    life.enter_in_error(1)
    life.close()
    life.open(SECOND)
    life.sign(2)
    life.close()
    life.open()
    life.countersign(2)
    life.hand_out(2)
    life.sign(3)
    life.back_up()
    life.close()


def _a_record_with_a_file(top: Path) -> None:
    _a_record(top)
    life = Life(top, begin=_START - timedelta(hours=2))
    life.open()
    life.keep(1, 1)
    life.name(1)
    life.close()


def _the_first_record(top: Path) -> None:
    shutil.copytree(FIRST_RECORD, top / "record")


def _story(
    prepare: Callable[[Path], None],
    acts: Callable[[Life], Sequence[Callable[[], object]]],
    place: str = "record",
) -> Story:
    return Story(prepare, lambda top: acts(Life(top, place=place)), partial(look, place=place))


def _creation(life: Life) -> Sequence[Callable[[], object]]:
    return [
        life.create,
        partial(life.add_patient, _PATIENT),
        partial(life.answer, 0, 1),
        life.close,
    ]


def _answers(life: Life, times: int = 3) -> Sequence[Callable[[], object]]:
    return [
        life.open,
        partial(life.add_patient, _OTHER),
        *(partial(life.answer, number, 10 + number) for number in (0, 1, 2)),
        partial(life.go_to, 2, "test:slump"),
        *(partial(life.answer, 2, answer) for answer in range(times)),
        partial(life.undo, 2),
        partial(life.undo, 2),
        partial(life.redo, 2),
        partial(life.go_back, 2, 2),
        partial(life.withdraw, 1),
        partial(life.bring_in, 3),
        partial(life.add_patient, _CORRECTED),
        life.close,
        life.open,
        partial(life.answer, 2, 99),
        life.close,
    ]


def _signing(life: Life) -> Sequence[Callable[[], object]]:
    return [
        life.open,
        partial(life.sign, 0),
        partial(life.hand_out, 0),
        partial(life.amend, 0),
        partial(life.answer, 0, 20),
        partial(life.sign, 0),
        partial(life.amend, 0),
        partial(life.withdraw, 0),
        partial(life.sign, 1),
        partial(life.enter_in_error, 1),
        life.merge,
        life.close,
    ]


def _attaching(life: Life) -> Sequence[Callable[[], object]]:
    return [
        life.open,
        *(partial(life.keep, 0, file) for file in (1, 2)),
        partial(life.name, 0),
        partial(life.undo, 0),
        partial(life.redo, 0),
        partial(life.sign, 0),
        partial(life.amend, 0),
        partial(life.keep, 0, 3),
        partial(life.name, 0),
        partial(life.withdraw, 0),
        partial(life.sign, 1),
        partial(life.enter_in_error, 1),
        life.erase,
        life.close,
    ]


def _people(life: Life) -> Sequence[Callable[[], object]]:
    return [
        life.open,
        life.set_up,
        life.add_student,
        life.make_recovery_key,
        life.close,
        partial(life.open, SECOND),
        partial(life.sign, 0),
        life.close,
        life.open,
        partial(life.countersign, 0),
        life.retire_student,
        life.change_passphrase,
        life.close,
        life.recover,
        partial(life.sign, 1),
        life.close,
    ]


def _erasing(life: Life) -> Sequence[Callable[[], object]]:
    return [
        life.open,
        partial(life.sign, 0),
        partial(life.hand_out, 0),
        partial(life.withdraw, 1),
        life.erase,
        life.close,
    ]


def _letters(life: Life) -> Sequence[Callable[[], object]]:
    return [
        life.open,
        partial(life.write_down, "Dr Example", "1 Road"),
        partial(life.write_down, "Dr Sample", "2 Road"),
        partial(life.write_down, "Dr Example", "3 Road"),
        partial(life.put_logo, 1),
        partial(life.cross_out, "Dr Sample"),
        partial(life.put_logo, 2),
        partial(life.put_logo, 0),
        life.close,
    ]


def _backing_up(life: Life) -> Sequence[Callable[[], object]]:
    return [
        life.open,
        life.back_up,
        partial(life.answer, 0, 40),
        life.back_up,
        life.close,
    ]


def _restoring(life: Life) -> Sequence[Callable[[], object]]:
    (backup,) = (life.folder / BACKUPS).iterdir()
    return [
        life.open,
        partial(life.answer, 0, 50),
        life.close,
        partial(life.restore, backup),
        partial(life.answer, 0, 51),
        life.close,
    ]


def _the_second_record(top: Path) -> None:
    shutil.copytree(SECOND_RECORD, top / "record")


def _the_third_record(top: Path) -> None:
    shutil.copytree(THIRD_RECORD, top / "record")


def _migrating(life: Life) -> Sequence[Callable[[], object]]:
    return [
        partial(life.open, GOLDEN),
        partial(life.answer, 0, 60),
        life.close,
    ]


CREATION: Final = _story(_nothing, _creation)
"""A new record in a folder that is not there yet."""

DEEP_CREATION: Final = _story(_nothing, _creation, "several/new/folders")
"""A new record in a folder whose own folders are not there yet."""

ANSWERS: Final = _story(_a_record, _answers)
"""Answers, undone and brought back, a draft withdrawn, another brought in, a name corrected."""

MANY_ANSWERS: Final = _story(_a_record, lambda life: _answers(life, 250))
"""As many answers as make SQLite bring its log into the file while answers are given."""

SIGNING: Final = _story(_a_record, _signing)
"""Signing, a paper, amendments, an examination entered in error, two patients merged."""

ATTACHING: Final = _story(_a_record_with_a_file, _attaching)
"""Files attached, named, let go of, filed again under another patient, erased with the first."""

PEOPLE: Final = _story(_a_record, _people)
"""A second person, a counter-signature, a retirement, a new passphrase, a recovery."""

ERASING: Final = _story(_a_record, _erasing)
"""A patient with a signed examination and a paper, erased after the retention."""

BACKING_UP: Final = _story(_a_record, _backing_up)
"""Two backups with an answer between them."""

RESTORING: Final = _story(_a_record_with_a_backup, _restoring)
"""A restored backup, and an answer after it."""

MIGRATING: Final = _story(_the_first_record, _migrating)
"""A record of the first version, opened and answered in."""

MIGRATING_SECOND: Final = _story(_the_second_record, _migrating)
"""A record of the second version, opened and answered in."""

MIGRATING_THIRD: Final = _story(_the_third_record, _migrating)
"""A record of the third version, opened and answered in."""

LETTERS: Final = _story(_a_record, _letters)
"""An address book filled, corrected and emptied, a logo set, another one, none."""

USE_CASES: Final = tuple(
    f"{__name__}:{name}"
    for name in (
        *("CREATION", "ANSWERS", "SIGNING", "ATTACHING", "PEOPLE", "ERASING"),
        *("BACKING_UP", "RESTORING", "MIGRATING", "MIGRATING_SECOND"),
        *("MIGRATING_THIRD", "LETTERS"),
    )
)
"""The names of the stories that do, between them, everything that is done to a record."""

LARGER: Final = tuple(f"{__name__}:{name}" for name in ("DEEP_CREATION", "MANY_ANSWERS"))
"""The names of those that do some of it at greater length."""
