"""One answer through the real window, and what saving it costs beside a bare database."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, Final

import msgspec

from clinic_desktop.domain.document import write_document
from clinic_desktop.domain.examination import Presentation
from tests.bench import records
from tests.bench.figure import Figure, compared
from tests.bench.places import a_screen, answer_of, scratch
from tests.bench.size import FRAME_MS, Size
from tests.bench.turns import in_turn, percentile

_NAME: Final = "one answer, key to commit and repainted step"
_SAVES: Final = 5


def run(size: Size) -> Iterator[Figure]:
    """Measure answers in the window, and saving alone."""
    with scratch() as folder, a_screen() as screen:
        list(records.make(folder / "record", 10, 10))
        env = screen | {"XDG_CONFIG_HOME": str(folder)}
        said: Any = answer_of(
            "tests.bench.windows.answering", folder / "record", size.visits, **env
        )
    took = tuple(msgspec.convert(said["took"], list[float]))
    computing = tuple(msgspec.convert(said["computing"], list[float]))
    for figure, value, alone, most in (
        ("p50", median(took), median(computing), 1.0),
        ("p95", percentile(took, 95), percentile(computing, 95), 3.0),
    ):
        yield Figure(
            name=f"{_NAME}, {figure}: a frame",
            ratio=value / FRAME_MS,
            one=value,
            other=FRAME_MS,
            unit="ms",
            pairs=len(took),
            most=most,
            said=f"{alone:.1f} ms of it computing, the longest {max(took):.0f} ms",
        )
    yield _saving(size)
    way: list[str] = said["way"]
    yield Figure(
        name="functions from the key press to the commit",
        ratio=float(len(way)),
        said=", ".join(name.rpartition(".")[2] for name in way),
    )


def _saving(size: Size) -> Figure:
    with scratch() as folder:
        list(records.make(folder / "record", 10, 10))
        with records.open_record(folder / "record") as record:
            whose = record.patients.find(limit=1)[0]
            given = records.blank(10, whose)
            numbers = iter(range(1_000_000))
            record.drafts.save(given)
            bare = _bare(folder / "bare.db")

            def answered() -> Any:
                note = Presentation(note=f"answer {next(numbers):06}")
                return msgspec.structs.replace(given, presentation=note)

            def save() -> None:
                for _ in range(_SAVES):
                    record.drafts.save(answered())

            def insert() -> None:
                for _ in range(_SAVES):
                    doc = write_document(answered()).decode()
                    bare.execute("INSERT INTO answer (doc) VALUES (?)", (doc,))
                    bare.commit()

            times = in_turn(save, insert, size.pairs)
            bare.close()
    return compared(
        "save of one answer: bare sqlite3 INSERT and COMMIT",
        tuple(each / _SAVES for each in times.one),
        tuple(each / _SAVES for each in times.other),
        most=2.0,
    )


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, doc TEXT NOT NULL)")
    connection.commit()
    return connection
