"""Records of any size, made from a seed in bulk by the storage room's own code.

Patients, examinations and times are the same for the same seed. Keys, seals and signatures are
new each time, as those of any record are. Every examination is signed: its document is valid, its
seal follows the one before, its signature and its entry in the trail are there, so that `verify`
finds such a record sound. What is left out is how the drafts came to be.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.examination import (
    Clinic,
    Examination,
    Identifier,
    Patient,
    Therapist,
    new_examination,
)
from clinic_desktop.domain.practice import Practice
from clinic_desktop.domain.response import Familiar, Outcome, Response
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import VersionKind
from clinic_desktop.resources import read_catalogue
from clinic_desktop.storage import patients as people
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.key_slots import KeyCost
from clinic_desktop.storage.keys import public_key
from clinic_desktop.storage.record import Record
from clinic_desktop.storage.session import encoded, text_of
from clinic_desktop.storage.signed import SEALED, message_of, seal_of
from clinic_desktop.storage.trail import COLUMNS, link
from clinic_desktop.storage.triggers import NOTHING

PASSPHRASE: Final = "only for the benchmark"
CHEAP: Final = KeyCost(memory_kib=8, passes=1, lanes=1)
TESTS: Final = frozenset(read_catalogue().tests)
PRACTICE: Final = Practice(
    clinic=Clinic(name="Benchmark clinic"),
    therapist=Therapist(id=UUID(int=7), name="Benchmark therapist"),
)

_IN_ONE_TRANSACTION: Final = 2_000
_BEGIN: Final = datetime(2016, 1, 4, 8, tzinfo=UTC)
_YEARS: Final = 10
_CORE: Final = ("slr", "bragard", "bowstring", "slump")
_CACHE_KIB: Final = 512 * 1024
# Two parts each give 900 family names and as many given names: searching finds several.
_FIRST: Final = (
    *("al", "ber", "cor", "dan", "el", "fer", "gar", "hol", "is", "jan", "kel", "lar", "mar"),
    *("nor", "ol", "pet", "quin", "ros", "sel", "tor", "ul", "van", "wil", "xan", "yor", "zim"),
    *("bran", "stein", "frit", "glo"),
)
_LAST: Final = (
    *("a", "berg", "den", "er", "field", "gren", "hart", "i", "kamp", "lin", "mann", "ner"),
    *("o", "quist", "rud", "son", "ton", "us", "vik", "wood", "ya", "zek", "dal", "ham", "ley"),
    *("ster", "strom", "thal", "feld", "nova"),
)


def patient(number: int, seed: int) -> Patient:
    """Return the patient of this number."""
    random = Random(f"{seed} {number}")
    return Patient(
        id=_id(random),
        family_name=_name(random),
        given_name=_name(random),
        birth_date=date(1935, 1, 1) + timedelta(days=random.randrange(70 * 365)),
        identifiers=(Identifier(value=f"{100_000 + number}"),),
    )


def blank(number: int, whose: Patient, at: datetime = _BEGIN) -> Examination:
    """Return the examination of this number with nothing recorded."""
    return new_examination(
        examination_id(number),
        whose,
        "lumbar_core",
        at.isoformat(timespec="seconds"),
        PRACTICE.clinic,
        PRACTICE.therapist,
    )


def examination_id(number: int) -> UUID:
    """Return the id of the examination of this number."""
    return _id(Random(number))


def examination(number: int, whose: Patient, at: datetime, random: Random) -> Examination:
    """Return the examination of this number: the core tests, most of them negative."""
    return msgspec.structs.replace(
        blank(number, whose, at),
        responses=tuple(
            _response(test, side, random)
            for side in (TestedSide.LEFT, TestedSide.RIGHT)
            for test in _CORE
        ),
    )


def make(folder: Path, patients: int, examinations: int, seed: int = 1) -> Iterator[int]:
    """Make a record of this size in a folder that is not there; yield what is signed so far.

    Raises:
        RecordError: when the folder holds anything.
    """
    made_at = _BEGIN - timedelta(days=1)
    with ways_in.create(
        folder, PASSPHRASE, tests=TESTS, practice=PRACTICE, cost=CHEAP, now=lambda: made_at
    ) as record:
        # Random keys meet ever more pages: in a small cache each would be read and deciphered anew.
        record._session.db.conn.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        yield from _fill(record, patients, examinations, seed)


def open_record(folder: Path) -> Record:
    """Open a record that was made here."""
    return ways_in.unlock(folder, PASSPHRASE, tests=TESTS, cost=CHEAP)


def _fill(record: Record, patients: int, examinations: int, seed: int) -> Iterator[int]:
    random = Random(seed)
    all_patients = [patient(number, seed) for number in range(patients)]
    for begin in range(0, patients, _IN_ONE_TRANSACTION):
        with record._session.writing() as connection:
            for whose in all_patients[begin : begin + _IN_ONE_TRANSACTION]:
                people.put(connection, whose, _BEGIN)
    pause = timedelta(days=365 * _YEARS) / max(examinations, 1)
    signing = _Signing(record, random)
    for begin in range(0, examinations, _IN_ONE_TRANSACTION):
        numbers = range(begin, min(begin + _IN_ONE_TRANSACTION, examinations))
        signing.sign(
            examination(number, all_patients[number % patients], _BEGIN + number * pause, random)
            for number in numbers
        )
        yield numbers.stop


class _Signing:
    """Puts signed examinations where `Signed.sign` puts them, many at a time.

    It holds the ends of both chains, which signing one examination reads from the record, and the
    key, which it makes anew from its seed.
    """

    def __init__(self, record: Record, random: Random) -> None:
        session = record._session
        self._session = session
        self._document = record.drafts.document
        self._random = random
        self._key = Ed25519PrivateKey.from_private_bytes(session.seed)
        self._public = public_key(session.seed)
        self._who = (str(session.account.id), session.account.role.value)
        self._therapist = encoded(session.account.therapist)
        self._versions = 0
        self._seal = NOTHING
        (self._entries, self._link), *_ = session.rows(
            "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
        )

    def sign(self, examinations: Iterable[Examination]) -> None:
        """Sign these in one transaction."""
        versions, signatures, entries = [], [], []
        at = _BEGIN
        for given in examinations:
            assert given.performed_at is not None
            at = datetime.fromisoformat(given.performed_at)
            version, seal = self._version(given, text_of(at))
            versions.append(version)
            signatures.append(self._signature(version[1], seal, text_of(at)))
            entries.append(self._entry(given, seal, text_of(at)))
        with self._session.writing() as connection:
            connection.executemany(
                f"INSERT INTO exam_version ({SEALED}, seal, doc, performed_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                versions,
            )
            connection.executemany(
                "INSERT INTO signature (version_id, counter, account_id, role, therapist, "
                "signed_at, public_key, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                signatures,
            )
            connection.executemany(
                f"INSERT INTO audit ({COLUMNS}, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entries,
            )
            self._session.count(connection, at)

    def _version(self, given: Examination, at: str) -> tuple[tuple[Any, ...], str]:
        doc = self._document(given)
        self._versions += 1
        sealed = (
            self._versions,
            str(_id(self._random)),
            str(given.id),
            None,
            str(given.patient.id),
            VersionKind.ORIGINAL.value,
            *(at, at, at),
            None,
            hashlib.sha256(doc.encode()).hexdigest(),
            self._seal,
        )
        self._seal = seal_of(sealed)
        return (*sealed, self._seal, doc, given.performed_at), self._seal

    def _signature(self, version_id: str, seal: str, at: str) -> tuple[Any, ...]:
        signed = (seal, 0, *self._who, self._therapist, at)
        return (version_id, *signed[1:], self._public, self._key.sign(message_of(signed)))

    def _entry(self, given: Examination, seal: str, at: str) -> tuple[Any, ...]:
        self._entries += 1
        row = (
            *(self._entries, at, self._who[0], self._session.account.name),
            *(Action.SIGNED.value, str(given.id), str(given.patient.id), seal, self._link),
        )
        self._link = link(row)
        return (*row, self._link)


def _response(test: str, side: TestedSide, random: Random) -> Response:
    if random.random() < 0.75:
        return Response(test=test, side=side, outcome=Outcome.NEGATIVE)
    return Response(
        test=test,
        side=side,
        outcome=Outcome.POSITIVE,
        familiar=random.choice(tuple(Familiar)),
        onset_deg=random.randrange(20, 80),
    )


def _id(random: Random) -> UUID:
    """Return an id that lies anywhere among others, as those that the program makes do."""
    return UUID(int=random.getrandbits(128), version=4)


def _name(random: Random) -> str:
    return (random.choice(_FIRST) + random.choice(_LAST)).title()
