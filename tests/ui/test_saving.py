"""A file is written whole or not at all; what stands in the way is an error of the system."""

import errno
import os
from pathlib import Path

import pytest

from clinic_desktop.ui.saving import is_same, lies_in, write_whole


def test_links_that_lead_in_a_circle_are_told_as_the_system_tells_them(tmp_path: Path) -> None:
    circle = tmp_path / "report.pdf"
    circle.symlink_to(circle)
    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        write_whole(circle, b"a report")
    assert not lies_in(circle, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]


def test_a_folder_on_a_share_that_is_gone_holds_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "share"
    real = os.stat

    def stat(path: os.PathLike[str], **options: bool) -> os.stat_result:
        if str(path).startswith(str(gone)):
            raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))
        return real(path, **options)

    monkeypatch.setattr(os, "stat", stat)
    assert not lies_in(tmp_path / "sheet.pdf", gone / "backups")
    assert not lies_in(gone / "sheet.pdf", gone)
    assert lies_in(gone / "sheet.pdf", tmp_path)


def test_two_names_of_one_file_are_the_same(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    link.symlink_to(file)
    assert not is_same(file, link)
    file.touch()
    assert is_same(file, link)
    assert not is_same(file, tmp_path)
