"""What a folder holds decides whether a record is made, opened or refused."""

import os
import stat
from pathlib import Path

import pytest

from clinic_desktop.storage.errors import FolderRefused, RecordError, RecordExists
from clinic_desktop.storage.folder import (
    FolderStatus,
    backup_folder,
    clear_unfinished,
    refuse_unless_empty,
    set_backup_folder,
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
        ("record.db.restoring keys.json.restored record.lock", FolderStatus.MISSING_OR_EMPTY),
        ("record.db.restoring-wal record.db.restoring-shm", FolderStatus.MISSING_OR_EMPTY),
        ("record.lock attempts.json attempts.json.new", FolderStatus.MISSING_OR_EMPTY),
        ("record.db.restored-2026-11-18-143205 keys.json.restored record.lock", "record"),
        ("record.db.restored-2026-11-18-143205 letter.odt", FolderStatus.RECORD),
        ("set-aside-2026-11-18-143205 record.lock", FolderStatus.RECORD),
        ("set-aside-2026-11-18-143205 letter.odt", FolderStatus.OTHER),
        ("keys.json record.tally attempts.json attempts.json.new", FolderStatus.RECORD),
        ("keys.json backups.json backups.json.new record.lock", FolderStatus.RECORD),
        ("keys.json record.db.copy record.db.copy-wal record.db-journal", FolderStatus.RECORD),
        ("clinic-desktop-2026-11-18-143205.backup", FolderStatus.OTHER),
        ("letter.odt", FolderStatus.OTHER),
        ("record.lock letter.odt", FolderStatus.OTHER),
        ("keys.json letter.odt", FolderStatus.RECORD),
        ("record.tally letter.odt", FolderStatus.RECORD),
        ("keys.json clinic-desktop-2026-11-18-143205.backup", FolderStatus.RECORD),
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


def test_backups_go_beside_the_record_unless_another_folder_is_chosen(tmp_path: Path) -> None:
    record, stick = tmp_path / "record", tmp_path / "stick"
    record.mkdir()
    assert backup_folder(record) == record / "backups"
    set_backup_folder(record, stick)
    assert backup_folder(record) == stick
    assert stat.S_IMODE((record / "backups.json").stat().st_mode) == 0o600
    assert str(stick) in (record / "backups.json").read_text()
    set_backup_folder(record, None)
    assert backup_folder(record) == record / "backups"
    set_backup_folder(record, None)
    assert not list(record.iterdir())


def test_a_chosen_folder_stays_the_same_wherever_the_program_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    set_backup_folder(tmp_path, Path("stick"))
    monkeypatch.chdir("/")
    assert backup_folder(tmp_path) == tmp_path / "stick"


def test_any_name_of_a_folder_can_be_chosen(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(bytes(tmp_path) + b"/\xff \xc3\xa4 {} %20"))
    set_backup_folder(tmp_path, odd)
    assert backup_folder(tmp_path) == odd


@pytest.mark.parametrize(
    "settings", [b"", b"{", b"\xff", b"[]", b"{}", b'{"folder": 1}', b"[" * 100_000, b"null"]
)
def test_a_damaged_choice_counts_as_none(tmp_path: Path, settings: bytes) -> None:
    (tmp_path / "backups.json").write_bytes(settings)
    assert backup_folder(tmp_path) == tmp_path / "backups"


def test_the_folder_of_the_record_is_not_one_for_its_backups(tmp_path: Path) -> None:
    with pytest.raises(FolderRefused, match=r"is the folder of the record\. Choose another one"):
        set_backup_folder(tmp_path, tmp_path / "backups" / "..")
    with pytest.raises(RecordError, match="cannot be used"):
        set_backup_folder(tmp_path / "gone", tmp_path)
