"""The passphrase unlocks the record's key, and nothing else does."""

import hashlib
import json
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.storage import keys
from clinic_desktop.storage.errors import (
    EmptyPassphrase,
    KeysDamaged,
    NewerRecord,
    NotEnoughMemory,
    WrongPassphrase,
)
from clinic_desktop.storage.files import write_private
from clinic_desktop.storage.keys import DEFAULT_COST, KeyCost, new_key, rewrap, unlock, wrap
from tests.storage.samples import CHEAP

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a keys.json that "secret" unlocks."""
    path = tmp_path / "keys.json"
    write_private(path, wrap(KEY, "secret", CHEAP))
    return path


def change(path: Path, change_it: Callable[[dict[str, Any]], None]) -> None:
    """Change the file as somebody would who also makes its sum right."""
    content = json.loads(path.read_bytes())
    change_it(content)
    slots = json.dumps(content["slots"], separators=(",", ":"))
    content["sha256"] = hashlib.sha256(slots.encode()).hexdigest()
    path.write_text(json.dumps(content))


def test_the_passphrase_unlocks_the_key(path: Path) -> None:
    assert unlock(path, "secret") == KEY


def test_every_key_is_another_and_32_bytes_long() -> None:
    assert len({new_key() for _ in range(10)}) == 10
    assert len(new_key()) == 32


def test_the_default_cost_is_the_decided_one(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    write_private(path, wrap(KEY, "secret"))
    assert KeyCost(memory_kib=131072, passes=6, lanes=4) == DEFAULT_COST
    assert unlock(path, "secret") == KEY


@pytest.mark.parametrize("wrong", ["Secret", "secret ", "s"])
def test_a_wrong_passphrase_is_told(path: Path, wrong: str) -> None:
    with pytest.raises(WrongPassphrase, match="The passphrase is wrong"):
        unlock(path, wrong)


def test_no_passphrase_is_none(path: Path) -> None:
    with pytest.raises(EmptyPassphrase):
        unlock(path, "")
    with pytest.raises(EmptyPassphrase):
        wrap(KEY, "", CHEAP)


def test_composed_and_decomposed_letters_are_one_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    write_private(path, wrap(KEY, "caf\u00e9", CHEAP))
    assert unlock(path, "cafe\u0301") == KEY


@given(st.text(min_size=1))
def test_any_text_is_a_passphrase(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(wrap(KEY, text + "\ud800", CHEAP))
    assert unlock(path, text + "\ud800") == KEY


def test_the_file_is_private_and_names_neither_key_nor_passphrase(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = path.read_bytes()
    assert b"secret" not in content
    assert KEY not in content
    assert KEY.hex().encode() not in content


def test_a_new_passphrase_keeps_the_key_and_ends_the_old(path: Path) -> None:
    rewrap(path, "secret", "other", CHEAP)
    assert unlock(path, "other") == KEY
    with pytest.raises(WrongPassphrase):
        unlock(path, "secret")
    assert [entry.name for entry in path.parent.iterdir()] == ["keys.json"]


def test_a_failed_change_of_passphrase_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(WrongPassphrase):
        rewrap(path, "wrong", "other", CHEAP)
    with pytest.raises(EmptyPassphrase):
        rewrap(path, "secret", "", CHEAP)
    assert path.read_bytes() == before


def test_salt_and_nonce_are_new_each_time() -> None:
    assert wrap(KEY, "secret", CHEAP) != wrap(KEY, "secret", CHEAP)


@given(position=st.integers(0, 399), bit=st.integers(0, 7))
def test_no_flipped_bit_gives_another_key(
    tmp_path_factory: pytest.TempPathFactory, position: int, bit: int
) -> None:
    data = bytearray(wrap(KEY, "secret", CHEAP))
    data[position % len(data)] ^= 1 << bit
    path = tmp_path_factory.getbasetemp() / "flipped.json"
    path.write_bytes(data)
    with suppress(KeysDamaged, NewerRecord):
        assert unlock(path, "secret") == KEY


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"null",
        b"\xff",
        b'{"format": "clinic-desktop-keys", "version": 1}',
        b"[" * 99999,
    ],
)
def test_a_damaged_file_is_told_apart_from_a_wrong_passphrase(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(KeysDamaged, match="is damaged"):
        unlock(path, "secret")


def test_damage_inside_a_slot_is_not_called_a_wrong_passphrase(path: Path) -> None:
    content = json.loads(path.read_bytes())
    content["slots"][0]["salt"] = "A" * 22 + "=="
    path.write_text(json.dumps(content))
    with pytest.raises(KeysDamaged):
        unlock(path, "secret")


def test_a_newer_file_is_told(path: Path) -> None:
    path.write_text('{"format": "clinic-desktop-keys", "version": 2, "locks": []}')
    with pytest.raises(NewerRecord, match=r"newer version of Clinic Desktop\. Update the program"):
        unlock(path, "secret")


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
def test_settings_out_of_bounds_are_refused_before_they_are_used(
    path: Path, setting: str, value: int
) -> None:
    change(path, lambda content: content["slots"][0]["cost"].update({setting: value}))
    with pytest.raises(KeysDamaged):
        unlock(path, "secret")


def test_settings_cannot_be_changed_unnoticed(path: Path) -> None:
    change(path, lambda content: content["slots"][0]["cost"].update(passes=2))
    with pytest.raises(WrongPassphrase):
        unlock(path, "secret")


def test_what_is_wrapped_is_bound_to_its_settings() -> None:
    def slot(**cost: int) -> keys._Slot:
        return keys._Slot(
            kind="passphrase",
            kdf="argon2id",
            cost=KeyCost(**{"memory_kib": 64, "passes": 1, "lanes": 1, **cost}),
            salt=bytes(16),
            nonce=bytes(12),
            wrapped=b"",
        )

    bound = {keys._bound(slot(**cost)) for cost in ({}, {"memory_kib": 65}, {"passes": 2})}
    assert len(bound) == 3


def test_any_of_several_slots_unlocks(path: Path) -> None:
    other = json.loads(wrap(KEY, "other", CHEAP))["slots"]
    change(path, lambda content: content["slots"].extend(other))
    assert unlock(path, "secret") == unlock(path, "other") == KEY


def test_too_little_memory_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise argon2.exceptions.HashingError("Memory allocation error")

    monkeypatch.setattr(keys, "hash_secret_raw", fail)
    with pytest.raises(NotEnoughMemory, match="Close other programs"):
        unlock(path, "secret")
