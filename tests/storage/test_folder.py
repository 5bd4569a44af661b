"""What a folder holds decides whether a record is made, opened or refused."""

from pathlib import Path

import pytest

from clinic_desktop.storage.errors import FolderRefused, RecordExists
from clinic_desktop.storage.folder import (
    FolderStatus,
    clear_unfinished,
    refuse_unless_empty,
    status,
)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("", FolderStatus.MISSING_OR_EMPTY),
        ("record.lock", FolderStatus.MISSING_OR_EMPTY),
        ("record.db.new record.db.new-wal record.lock", FolderStatus.MISSING_OR_EMPTY),
        ("record.db.new keys.json.new record.lock", FolderStatus.MISSING_OR_EMPTY),
        ("record.db.new keys.json record.lock", FolderStatus.MISSING_OR_EMPTY),
        ("record.db keys.json", FolderStatus.RECORD),
        ("record.db keys.json record.db-wal record.db-shm record.lock backups", "record"),
        ("record.db keys.json report.pdf", FolderStatus.RECORD),
        ("record.db", FolderStatus.RECORD),
        ("keys.json", FolderStatus.RECORD),
        ("backups", FolderStatus.RECORD),
        ("record.db-wal", FolderStatus.RECORD),
        ("letter.odt", FolderStatus.OTHER),
        ("record.lock letter.odt", FolderStatus.OTHER),
        ("keys.json letter.odt", FolderStatus.OTHER),
        ("record.db.new letter.odt", FolderStatus.OTHER),
    ],
)
def test_the_names_in_a_folder_tell_what_it_holds(
    tmp_path: Path, names: str, found: FolderStatus
) -> None:
    for name in names.split():
        (tmp_path / name).touch()
    assert status(tmp_path) == found


def test_a_missing_folder_is_empty_and_a_file_is_something_else(tmp_path: Path) -> None:
    assert status(tmp_path / "gone") is FolderStatus.MISSING_OR_EMPTY
    file = tmp_path / "file"
    file.touch()
    assert status(file) is FolderStatus.OTHER
    with pytest.raises(FolderRefused, match=r"file is not a folder\. Name an empty folder\."):
        refuse_unless_empty(file)


def test_only_an_empty_folder_is_taken(tmp_path: Path) -> None:
    refuse_unless_empty(tmp_path)
    (tmp_path / "letter.odt").touch()
    with pytest.raises(FolderRefused, match=r"holds other files\. Name an empty folder\."):
        refuse_unless_empty(tmp_path)
    (tmp_path / "record.db").touch()
    with pytest.raises(RecordExists, match="already"):
        refuse_unless_empty(tmp_path)


def test_a_half_cleared_folder_still_counts_as_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = (
        "keys.json",
        "keys.json.new",
        "record.db.new",
        "record.db.new-wal",
        "record.db.new-shm",
    )
    for name in names:
        (tmp_path / name).touch()
    unlink = Path.unlink
    found = []

    def look_then_unlink(path: Path, missing_ok: bool = False) -> None:
        found.append(status(tmp_path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", look_then_unlink)
    clear_unfinished(tmp_path)
    assert set(found) == {FolderStatus.MISSING_OR_EMPTY}
    assert not list(tmp_path.iterdir())
