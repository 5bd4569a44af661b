"""A record in a folder of its own; a database without one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_desktop.storage import driver, schema
from clinic_desktop.storage.files import make_private
from clinic_desktop.storage.record import Record
from tests.storage.samples import make
from tests.storage.small_database import fill


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the name of a folder that is not there yet."""
    return tmp_path / "record"


@pytest.fixture
def record(folder: Path) -> Iterator[Record]:
    """Return a new, open record in `folder`."""
    with make(folder) as record:
        yield record


@pytest.fixture(scope="module")
def shared_record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """Return one record for the many examples of a property."""
    with make(tmp_path_factory.mktemp("shared") / "record") as record:
        yield record


@pytest.fixture
def db(tmp_path: Path) -> Iterator[driver.Database]:
    """Return a new database with a signed examination and a row in each guarded table."""
    path = tmp_path / "record.db"
    make_private(path)
    db = driver.create(path, bytes(32))
    with driver.writing(db) as connection:
        schema.migrations.apply(db)
        fill(connection)
    yield db
    db.close()
