"""One program at a time has a record open."""

import fcntl
from pathlib import Path

import pytest

from clinic_desktop.storage.errors import RecordInUse
from clinic_desktop.storage.lock import Lock
from tests.storage.samples import start_program


def test_a_second_lock_is_refused_until_the_first_is_released(tmp_path: Path) -> None:
    path = tmp_path / "record.lock"
    first = Lock(path)
    with pytest.raises(RecordInUse, match=r"open in another window\. Close it there first\."):
        Lock(path)
    first.release()
    first.release()
    Lock(path).release()


def test_the_lock_of_a_killed_program_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "record.lock"
    program = start_program(
        "import sys; from pathlib import Path; from clinic_desktop.storage.lock import Lock\n"
        "lock = Lock(Path(sys.argv[1])); print('locked', flush=True); sys.stdin.read()",
        path,
    )
    with program:
        assert program.stdout is not None
        assert program.stdout.readline() == "locked\n"
        with pytest.raises(RecordInUse):
            Lock(path)
        program.kill()
    assert path.exists()
    Lock(path).release()


def test_a_system_without_locks_is_not_called_another_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(37, "No locks available")

    before = len(list(Path("/proc/self/fd").iterdir()))
    monkeypatch.setattr(fcntl, "flock", fail)
    with pytest.raises(OSError, match="No locks"):
        Lock(tmp_path / "record.lock")
    assert len(list(Path("/proc/self/fd").iterdir())) == before
