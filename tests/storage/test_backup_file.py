"""A backup's file is read as it was written, or refused."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.backups import BackupContent
from clinic_desktop.storage import backup_file
from clinic_desktop.storage.errors import BackupDamaged, NewerRecord, RecordError
from tests.storage.small_record import MADE

CONTENT = BackupContent(
    record="c1", made_at=MADE, answers=2, signed=0, head="0" * 64, trail="1" * 64
)
RECORD = bytes(range(256)) * 40
KEYS = b'{"format": "clinic-desktop-keys"}'


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small backup."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "record.db").write_bytes(RECORD)
    backup_file.write(folder / "whole.backup", folder / "record.db", KEYS, CONTENT)
    return folder / "whole.backup"


def extracted(path: Path, into: Path) -> tuple[bytes, bytes]:
    database, keys = into / "database", into / "keys"
    for file in (database, keys):
        file.unlink(missing_ok=True)
    backup_file.extract(path, database, keys)
    return database.read_bytes(), keys.read_bytes()


def test_what_was_written_is_read(whole: Path, tmp_path: Path) -> None:
    made = backup_file.read(whole)
    assert (made.path, made.content) == (whole, CONTENT)
    assert extracted(whole, tmp_path) == (RECORD, KEYS)
    assert not (tmp_path / "database").stat().st_mode & 0o077


def test_an_existing_file_is_never_written_over(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "database").touch()
    with pytest.raises(FileExistsError):
        backup_file.extract(whole, tmp_path / "database", tmp_path / "keys")
    with pytest.raises(FileExistsError):
        backup_file.write(whole, whole, b"", CONTENT)


def is_found_or_harmless(data: bytes, folder: Path) -> bool:
    """Return whether reading refuses the bytes; otherwise they must give what was backed up."""
    path = folder / "changed.backup"
    path.write_bytes(data)
    try:
        made = backup_file.read(path)
        assert extracted(path, folder) == (RECORD, KEYS)
    except RecordError:
        return True
    assert made.content == CONTENT
    return False


@given(data=st.data())
def test_a_flipped_bit_is_found_or_harmless(whole: Path, data: st.DataObject) -> None:
    spoilt = bytearray(whole.read_bytes())
    # The ends, where the zip's own words stand, are as likely as all the rest.
    ends = st.integers(0, 100) | st.integers(len(spoilt) - 1400, len(spoilt) - 1)
    at = data.draw(ends | st.integers(0, len(spoilt) - 1))
    spoilt[at] ^= 1 << data.draw(st.integers(0, 7))
    found = is_found_or_harmless(bytes(spoilt), whole.parent)
    record_at = spoilt.find(RECORD[:100])
    assert found or not record_at <= at < record_at + len(RECORD)


@given(data=st.data())
def test_a_shortened_or_overwritten_backup_is_found(whole: Path, data: st.DataObject) -> None:
    good = whole.read_bytes()
    at = data.draw(st.integers(0, len(good) - 1))
    assert is_found_or_harmless(good[:at], whole.parent)
    noise = data.draw(st.binary(min_size=1, max_size=64))
    is_found_or_harmless(good[:at] + noise + good[at + len(noise) :], whole.parent)


def test_every_byte_of_the_record_and_the_keys_is_guarded(whole: Path, tmp_path: Path) -> None:
    good = whole.read_bytes()
    begin, end = good.index(RECORD), good.index(KEYS) + len(KEYS)
    for at in [*range(begin, begin + len(RECORD), 97), *range(end - len(KEYS), end)]:
        spoilt = bytearray(good)
        spoilt[at] ^= 0x10
        assert is_found_or_harmless(bytes(spoilt), tmp_path)


def rewritten(whole: Path, to: Path, change: Callable[[ZipFile, ZipFile], None]) -> Path:
    with ZipFile(whole) as old, ZipFile(to, "w") as new:
        change(old, new)
    return to


def copy(old: ZipFile, new: ZipFile, *names: str) -> None:
    for name in names:
        new.writestr(name, old.read(name))


def outside(old: ZipFile, new: ZipFile) -> None:
    copy(old, new, "record.db", "keys.json", "manifest.json")
    new.writestr("../../evil", b"")


def twice(old: ZipFile, new: ZipFile) -> None:
    copy(old, new, "record.db", "keys.json")
    new.writestr("record.db ", old.read("record.db"))
    new.writestr("manifest.json", old.read("manifest.json"))


def without_keys(old: ZipFile, new: ZipFile) -> None:
    copy(old, new, "record.db", "manifest.json")


def packed(old: ZipFile, new: ZipFile) -> None:
    new.writestr("record.db", old.read("record.db"), ZIP_DEFLATED)
    copy(old, new, "keys.json", "manifest.json")


def other_manifest(change: dict[str, object]) -> Callable[[ZipFile, ZipFile], None]:
    def act(old: ZipFile, new: ZipFile) -> None:
        copy(old, new, "record.db", "keys.json")
        manifest = msgspec.json.decode(old.read("manifest.json"))
        new.writestr("manifest.json", msgspec.json.encode({**manifest, **change}))

    return act


@pytest.mark.parametrize(
    "change",
    [
        outside,
        twice,
        without_keys,
        packed,
        other_manifest({"format": "another-backup"}),
        other_manifest({"unknown": 1}),
        other_manifest({"program": "x" * 70_000}),
        other_manifest({"sha256": {"record": "../../evil", "keys": "0" * 64}}),
        other_manifest({"sha256": {"record": "0" * 64, "keys": "0" * 64}}),
        lambda _, new: new.writestr("letter.odt", b"Dear colleague"),
        lambda *_: None,
    ],
)
def test_a_foreign_zip_is_refused(
    whole: Path, tmp_path: Path, change: Callable[[ZipFile, ZipFile], None]
) -> None:
    path = rewritten(whole, tmp_path / "changed.backup", change)
    with pytest.raises(BackupDamaged, match=r"is not a backup of Clinic Desktop, or it is damaged"):
        extracted(path, tmp_path)
    assert {file.name for file in tmp_path.rglob("*")} <= {"changed.backup", "database"}


def test_a_backup_of_a_newer_version_is_told(whole: Path, tmp_path: Path) -> None:
    path = rewritten(whole, tmp_path / "x", other_manifest({"version": 2, "unknown": 1}))
    with pytest.raises(NewerRecord):
        backup_file.read(path)


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path / "gone.backup", r"gone\.backup cannot be read: No such file or directory\."),
        (tmp_path, "cannot be read: Is a directory"),
    ):
        with pytest.raises(BackupDamaged, match=words):
            backup_file.read(path)
    letter = tmp_path / "letter.odt"
    letter.write_text("Dear colleague")
    with pytest.raises(BackupDamaged, match="is not a backup"):
        backup_file.read(letter)
