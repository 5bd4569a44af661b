"""Files are private and whole."""

import errno
import os
import stat
from pathlib import Path

import pytest

from clinic_desktop.storage import files


def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keys.json"
    files.write_private(path, b"old")

    def fail(_: Path) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(files, "sync_file", fail)
        with pytest.raises(OSError, match="power cut"):
            files.write_private(path, b"new")
    assert path.read_bytes() == b"old"
    files.write_private(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_loose_leftover_does_not_lend_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    leftover = files.temporary(path)
    leftover.touch(mode=0o666)
    files.write_private(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("number", "passes"), [(errno.EINVAL, True), (errno.EIO, False)])
def test_only_a_file_system_that_cannot_sync_folders_need_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, passes: bool
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, "as the system says")

    before = len(list(Path("/proc/self/fd").iterdir()))
    monkeypatch.setattr(os, "fsync", refuse)
    if passes:
        files.sync_folder(tmp_path)
    else:
        with pytest.raises(OSError, match="as the system says"):
            files.sync_folder(tmp_path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_database_comes_with_what_stands_beside_it(tmp_path: Path) -> None:
    names = [path.name for path in files.with_companions(tmp_path / "record.db")]
    assert names == ["record.db-wal", "record.db-shm", "record.db-journal", "record.db"]
    for name in names[1:]:
        (tmp_path / name).touch()
    files.remove(*files.with_companions(tmp_path / "record.db"))
    assert not list(tmp_path.iterdir())


def test_every_folder_made_is_private_and_its_name_durable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(files, "sync_folder", synced.append)
    files.make_folder(tmp_path / "a" / "b" / "c")
    assert synced == [tmp_path, tmp_path / "a", tmp_path / "a" / "b"]
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
    files.make_folder(tmp_path / "a" / "b" / "c")
    assert len(synced) == 3
