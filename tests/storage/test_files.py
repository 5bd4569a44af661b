"""Files are private and whole."""

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
