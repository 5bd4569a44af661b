"""Simple writers, safe and unsafe, for which it is known what a power cut takes."""

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from clinic_desktop.storage import driver
from clinic_desktop.storage.files import make_private, write_private
from tests.torture.story import Contents, Story

_KEY: Final = bytes(32)
_TIMES: Final = 12


def _text(number: int) -> bytes:
    return b"%04d" % number * 1000


def _nothing(_top: Path) -> None:
    """Put nothing there."""


def _file_steps(
    write: Callable[[Path, bytes], object], top: Path
) -> Sequence[Callable[[], object]]:
    return [partial(write, top / "file", _text(number)) for number in range(_TIMES)]


def _look_at_file(top: Path) -> Contents:
    path = top / "file"
    return {"file": path.read_bytes()[:4].decode()} if _is_whole(path) else {}


def _is_whole(path: Path) -> bool:
    if not path.exists():
        return False
    data = path.read_bytes()
    if data != data[:4] * 1000:
        raise ValueError("the file is neither the old nor the new one")
    return True


def _make_database(top: Path) -> None:
    make_private(top / "data.db")
    with closing(driver.create(top / "data.db", _KEY)) as db:
        db.conn.execute("CREATE TABLE answer (number INTEGER PRIMARY KEY, text TEXT)")


def _database_steps(synchronous: str, top: Path) -> Sequence[Callable[[], object]]:
    opened: list[driver.Database] = []

    def start() -> None:
        opened.append(driver.connect(top / "data.db", _KEY))
        opened[0].conn.execute(f"PRAGMA synchronous = {synchronous}")

    def add(number: int) -> None:
        row = (number, _text(number).decode())
        opened[0].conn.execute("INSERT INTO answer VALUES (?, ?)", row)

    def end() -> None:
        opened[0].close()

    return [start, *(partial(add, number) for number in range(_TIMES)), end]


def _look_at_database(top: Path) -> Contents:
    with closing(driver.connect(top / "data.db", _KEY)) as db:
        rows = db.conn.execute("SELECT number, text FROM answer").fetchall()
        if db.conn.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            raise ValueError("a page is damaged")
    return {str(number): text[:4] for number, text in rows}


PLAIN: Final = Story(_nothing, partial(_file_steps, Path.write_bytes), _look_at_file)
"""A file written over in place."""

PRIVATE: Final = Story(_nothing, partial(_file_steps, write_private), _look_at_file)
"""A file replaced as the program replaces its own."""

UNSYNCED: Final = Story(_make_database, partial(_database_steps, "OFF"), _look_at_database)
"""A database that never waits for the disk."""

NORMAL: Final = Story(_make_database, partial(_database_steps, "NORMAL"), _look_at_database)
"""A database that waits for the disk only now and then."""

FULL: Final = Story(_make_database, partial(_database_steps, "FULL"), _look_at_database)
"""A database opened as the record is."""
