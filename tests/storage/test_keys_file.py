"""The file keys.json is read as it was written, or not at all."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from clinic_desktop.storage.errors import KeysDamaged, NewerRecord
from clinic_desktop.storage.files import write_private
from clinic_desktop.storage.keys import first_keys
from clinic_desktop.storage.keys_file import read, written
from tests.storage.samples import CHEAP, change_keys


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a keys.json with one slot."""
    path = tmp_path / "keys.json"
    key, seed = bytes(range(32)), bytes(range(100, 132))
    write_private(path, first_keys(key, UUID(int=1), "Ann", seed, "secret", CHEAP))
    return path


def test_what_is_read_is_written_to_the_same_bytes(path: Path) -> None:
    slots = read(path)
    assert len(slots) == 1
    assert written(slots) == path.read_bytes()  # type: ignore[arg-type]


def test_damage_inside_a_slot_is_told(path: Path) -> None:
    content = json.loads(path.read_bytes())
    content["slots"][0]["salt"] = "A" * 22 + "=="
    path.write_text(json.dumps(content))
    with pytest.raises(KeysDamaged):
        read(path)


def test_a_newer_file_is_told(path: Path) -> None:
    path.write_text('{"format": "clinic-desktop-keys", "version": 3, "locks": []}')
    with pytest.raises(NewerRecord, match=r"newer version of Clinic Desktop\. Update the program"):
        read(path)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("memory_kib", 1024 * 1024 + 1),
        ("memory_kib", 7),
        ("passes", 21),
        ("passes", 0),
        ("lanes", 17),
        ("lanes", 2),
        ("lanes", 0),
    ],
)
def test_settings_out_of_bounds_are_refused(path: Path, setting: str, value: int) -> None:
    change_keys(path, lambda content: content["slots"][0]["cost"].update({setting: value}))
    with pytest.raises(KeysDamaged):
        read(path)


def test_more_slots_than_may_be_are_refused_before_they_are_tried(path: Path) -> None:
    change_keys(path, lambda content: content["slots"].extend(content["slots"] * 32))
    with pytest.raises(KeysDamaged):
        read(path)


@pytest.mark.parametrize("damaged", [3, 6, 22])
def test_a_damaged_version_is_not_taken_for_a_newer_program(path: Path, damaged: int) -> None:
    """Nothing could be restored over a newer program's file."""
    path.write_bytes(path.read_bytes().replace(b'"version": 2', b'"version": %d' % damaged))
    with pytest.raises(KeysDamaged):
        read(path)
