"""What grows with the record: searching patients, opening an examination, listing them all."""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

import msgspec

from clinic_desktop import reports
from clinic_desktop.resources import read_catalogue
from clinic_desktop.storage import schema
from clinic_desktop.storage.record import Record
from tests.bench import records
from tests.bench.figure import Figure, compared, within_a_frame
from tests.bench.places import BUILD
from tests.bench.size import Size
from tests.bench.turns import computing, in_turn, milliseconds

BIG: Final = BUILD / "big-record"
BIG_PATIENTS: Final = 100_000
EACH: Final = 5
"""Examinations of one patient in the large records."""

_KEPT: Final = BUILD / "bench-records"
_TOLD_EVERY: Final = 50_000
_TYPED: Final = 20
_LIST_MS: Final = 300.0
_READ_BARE: Final = (
    """SELECT exam_id, number, supersedes, patient_id, performed_at, kind, signed_at
    FROM exam_version INDEXED BY exam_version_line WHERE exam_id > ''""",
    "SELECT id, merged_into, doc FROM patient",
)
_CATALOGUE: Final = read_catalogue()


class Point(msgspec.Struct, frozen=True):
    """How long something computed over a record of a size, in milliseconds."""

    what: str
    size: int
    ms: float


def run(size: Size, points: list[Point]) -> Iterator[Figure]:
    """Measure growth; each median is added to the points of the chart."""
    with ExitStack() as opened:
        of_patients = {n: opened.enter_context(_opened(n, _few(n))) for n in size.patients}
        yield from _searching(of_patients, size, points)
    with ExitStack() as opened:
        of_examinations = {n: opened.enter_context(_opened(_whose(n), n)) for n in size.opened}
        yield from _opening(of_examinations, size, points)
        listed = {n: of_examinations[n] for n in size.examinations}
        yield from _listing(listed, size, points)


def _searching(sized: dict[int, Record], size: Size, points: list[Point]) -> Iterator[Figure]:
    acts = {n: partial(_search, record, _typed(n)) for n, record in sized.items()}
    yield _growth("patient search", acts, size.pairs, points, 2.0, _TYPED)
    most = max(sized)
    took = tuple(
        milliseconds(partial(sized[most].patients.find, text))
        for _ in range(3)
        for text in _typed(most)
    )
    yield within_a_frame(f"patient search at {most:,}", took)


def _opening(sized: dict[int, Record], size: Size, points: list[Point]) -> Iterator[Figure]:
    acts = {n: partial(_open, record, _chosen(n)) for n, record in sized.items()}
    yield _growth("opening an examination", acts, size.pairs, points, 3.0, _TYPED)


def _listing(sized: dict[int, Record], size: Size, points: list[Point]) -> Iterator[Figure]:
    acts: dict[int, Callable[[], object]] = {n: record.lists.all for n, record in sized.items()}
    pairs = max(size.pairs // 3, 11)
    name = "list of all signed examinations"
    if len(acts) > 2:
        first, second, *_ = sorted(acts)
        yield _growth(name, {n: acts[n] for n in (first, second)}, pairs, points, 10.0, 1)
        del acts[first]
    yield _growth(name, acts, pairs, points, 10.0, 1)
    most = max(sized)
    turns = in_turn(sized[most].lists.all, partial(_read_bare, sized[most]), pairs)
    took = median(turns.one)
    yield Figure(
        name=f"{name} at {most:,}: {_LIST_MS:.0f} ms",
        ratio=took / _LIST_MS,
        one=took,
        other=_LIST_MS,
        unit="ms",
        pairs=pairs,
        most=1.0,
        said=f"{computing(sized[most].lists.all):.0f} ms of computing",
    )
    yield compared("the same: its rows from a bare cursor", turns.one, turns.other)


def _read_bare(record: Record) -> None:
    """Read what the list of all examinations is made of, and make nothing of it."""
    for sql in _READ_BARE:
        record._session.db.conn.execute(sql).fetchall()


def _growth(
    what: str,
    acts: Mapping[int, Callable[[], object]],
    pairs: int,
    points: list[Point],
    most: float,
    times: int,
) -> Figure:
    """Measure the largest against the smallest, and note what each size takes."""
    small, large = min(acts), max(acts)
    took = in_turn(acts[large], acts[small], pairs, computing)
    each = {small: median(took.other), large: median(took.one)}
    for between in sorted(set(acts) - {small, large}):
        each[between] = median(computing(acts[between]) for _ in range(max(pairs // 2, 5)))
    points[:] = [point for point in points if point.what != what or point.size not in each]
    points += [Point(what, n, ms / times) for n, ms in sorted(each.items())]
    return compared(
        f"{what} at {large:,}: at {small:,}",
        tuple(ms / times for ms in took.one),
        tuple(ms / times for ms in took.other),
        most=most,
    )


def _search(record: Record, typed: tuple[str, ...]) -> None:
    for text in typed:
        record.patients.find(text)


def _typed(patients: int) -> tuple[str, ...]:
    """Return what somebody types who looks for some of the patients."""
    random = Random(patients)
    chosen = [records.patient(random.randrange(patients), 1) for _ in range(_TYPED // 4)]
    return tuple(
        text
        for patient in chosen
        for text in (
            (patient.family_name or "")[:3],
            patient.family_name or "",
            f"{patient.family_name} {(patient.given_name or '')[:2]}",
            f"{patient.birth_date}",
        )
    )


def _open(record: Record, numbers: tuple[int, ...]) -> None:
    """Read what the window reads when it opens an examination."""
    for number in numbers:
        given = record.examination(records.examination_id(number))
        reports.edition_of(record, given.id, _CATALOGUE)
        record.previous(given)


def _chosen(examinations: int) -> tuple[int, ...]:
    random = Random(examinations)
    return tuple(random.randrange(examinations) for _ in range(_TYPED))


def _few(patients: int) -> int:
    """Return how many examinations the record has in which so many patients are searched."""
    return patients * EACH if patients == BIG_PATIENTS else patients


def _whose(examinations: int) -> int:
    return examinations if examinations <= 10_000 else examinations // EACH


def _opened(patients: int, examinations: int) -> Record:
    return records.open_record(made(patients, examinations))


def made(patients: int, examinations: int) -> Path:
    """Return the folder of a record of this size, made when it is not there yet."""
    is_big = (patients, examinations) == (BIG_PATIENTS, BIG_PATIENTS * EACH)
    folder = BIG if is_big else _KEPT / f"{patients}-{examinations}"
    if not _is_made(folder, _described(patients, examinations, 1)):
        make_big(folder, patients, examinations)
    return folder


def make_big(folder: Path, patients: int, examinations: int, seed: int = 1) -> None:
    """Make a record of a size in a folder, and say how far it is."""
    _mark(folder).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    for signed in records.make(folder, patients, examinations, seed):
        if signed % _TOLD_EVERY == 0:
            sys.stderr.write(f"{folder.name}: {signed:,} of {examinations:,} signed\n")
    _mark(folder).write_text(_described(patients, examinations, seed))


def _is_made(folder: Path, described: str) -> bool:
    return _mark(folder).exists() and _mark(folder).read_text() == described


def _mark(folder: Path) -> Path:
    """Return the file that stands beside a whole record."""
    return folder.parent / f"{folder.name}.made"


def _described(patients: int, examinations: int, seed: int) -> str:
    of = f"{patients} patients, {examinations} examinations, seed {seed}"
    return f"{of}, schema {schema.VERSION}, {records.examination_id(0)} first\n"
