"""A person's passphrase and the printed recovery key unlock the record's key; nothing else does."""

import json
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import argon2.low_level
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.storage import keys
from clinic_desktop.storage.errors import (
    EmptyPassphrase,
    KeysDamaged,
    LastPassphrase,
    NoRecoveryKey,
    NotEnoughMemory,
    TooManyPassphrases,
    WrongPassphrase,
    WrongRecoveryKey,
)
from clinic_desktop.storage.files import write_private
from clinic_desktop.storage.key_slots import DEFAULT_COST, KeyCost
from clinic_desktop.storage.keys import (
    Holder,
    Opened,
    first_keys,
    has_recovery,
    holders,
    new_key,
    new_recovery,
    new_seed,
    public_key,
    put_recovery,
    renamed,
    unlock,
    unlock_by_recovery,
    with_holder,
    without_holder,
)
from clinic_desktop.storage.recovery_key import printed
from tests.storage.samples import CHEAP, change_keys

KEY = bytes(range(32))
SEED = bytes(range(100, 132))
OTHER_SEED = bytes(range(200, 232))
ANN = UUID(int=1)
BOB = UUID(int=2)
OPENED = Opened(data_key=KEY, account=ANN, signing_seed=SEED)

FIRST_VERSION = """{
  "format": "clinic-desktop-keys",
  "version": 1,
  "slots": [
    {
      "kind": "passphrase",
      "kdf": "argon2id",
      "cost": {
        "memory_kib": 8,
        "passes": 1,
        "lanes": 1
      },
      "salt": "3C7uVBcJFXgdTUUAwQfR/w==",
      "nonce": "Jpas4X3//v6FJ68C",
      "wrapped": "wH37dSd2GCxvpniaw8e3ZvFRIYz45TrIyitWfwL3F2Eupb7IZI43bSrOET7X9/US"
    }
  ],
  "sha256": "462419d7b8197bc22834718ec4b3ee15e672898ef34b3f379e7be2e3453fa264"
}
"""
"""As the first version of the program wrote it, for KEY and the passphrase "secret"."""


def made(passphrase: str) -> bytes:
    """Return Ann's keys.json."""
    return first_keys(KEY, ANN, "Ann", SEED, passphrase, CHEAP)


def with_recovery(path: Path) -> str:
    """Let a new recovery key unlock the file, and return it printed."""
    recovery = new_recovery(KEY, CHEAP)
    put_recovery(path, KEY, recovery)
    return recovery.printed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a keys.json that Ann unlocks by "secret"."""
    path = tmp_path / "keys.json"
    write_private(path, made("secret"))
    return path


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    """Return a keys.json of version 1 that "secret" unlocks."""
    path = tmp_path / "keys.json"
    path.write_text(FIRST_VERSION)
    return path


def add_bob(path: Path, passphrase: str) -> None:
    with_holder(path, KEY, BOB, "Bob", OTHER_SEED, passphrase, CHEAP)


def slots_of(path: Path) -> list[dict[str, Any]]:
    slots: list[dict[str, Any]] = json.loads(path.read_bytes())["slots"]
    return slots


def test_the_passphrase_unlocks_the_key_and_its_owners_seed(path: Path) -> None:
    assert unlock(path, "secret") == unlock(path, "secret", ANN) == OPENED


def test_every_key_and_seed_is_another_and_32_bytes_long() -> None:
    for new in (new_key, new_seed):
        assert len({new() for _ in range(10)}) == 10
        assert len(new()) == 32


def test_what_is_signed_with_the_seed_is_verified_by_its_public_key() -> None:
    signature = Ed25519PrivateKey.from_private_bytes(SEED).sign(b"signed")
    assert len(public_key(SEED)) == 32
    Ed25519PublicKey.from_public_bytes(public_key(SEED)).verify(signature, b"signed")


def test_the_default_cost_is_the_decided_one(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    write_private(path, first_keys(KEY, ANN, "Ann", SEED, "secret"))
    assert KeyCost(memory_kib=131072, passes=6, lanes=4) == DEFAULT_COST
    assert unlock(path, "secret") == OPENED


@pytest.mark.parametrize("wrong", ["Secret", "secret ", "s"])
def test_a_wrong_passphrase_is_told(path: Path, wrong: str) -> None:
    with pytest.raises(WrongPassphrase, match="The passphrase is wrong"):
        unlock(path, wrong)


def test_no_passphrase_is_none(path: Path) -> None:
    with pytest.raises(EmptyPassphrase):
        unlock(path, "")
    with pytest.raises(EmptyPassphrase):
        made("")
    with pytest.raises(EmptyPassphrase):
        add_bob(path, "")


def test_composed_and_decomposed_letters_are_one_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    write_private(path, made("caf\u00e9"))
    assert unlock(path, "cafe\u0301") == OPENED


@given(st.text(min_size=1))
def test_any_text_is_a_passphrase(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(made(text + "\ud800"))
    assert unlock(path, text + "\ud800") == OPENED


def test_the_file_is_private_and_names_no_secret(path: Path) -> None:
    sheet = with_recovery(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = path.read_bytes()
    assert b"secret" not in content
    assert sheet[:5].encode() not in content
    for hidden in (KEY, SEED):
        assert hidden not in content
        assert hidden.hex().encode() not in content


def test_what_is_unlocked_names_no_secret_when_it_is_shown() -> None:
    assert repr(OPENED) == f"Opened(account={ANN!r})"
    assert repr(new_recovery(KEY, CHEAP)) == "Recovery()"


def test_salt_and_nonce_are_new_each_time(path: Path) -> None:
    for _ in range(3):
        with_recovery(path)
        add_bob(path, "other")
        slots = slots_of(path)
        path.write_bytes(made("secret"))
        slots += slots_of(path)
        for part in ("salt", "nonce", "wrapped"):
            assert len({slot[part] for slot in slots}) == 4


# Several people.


def test_each_person_unlocks_the_same_key_with_a_seed_of_their_own(path: Path) -> None:
    add_bob(path, "other")
    bob = Opened(data_key=KEY, account=BOB, signing_seed=OTHER_SEED)
    assert unlock(path, "other") == unlock(path, "other", BOB) == bob
    assert unlock(path, "secret") == unlock(path, "secret", ANN) == OPENED
    assert holders(path) == (Holder(account=ANN, name="Ann"), Holder(account=BOB, name="Bob"))
    assert [entry.name for entry in path.parent.iterdir()] == ["keys.json"]


def test_a_passphrase_unlocks_no_other_account(path: Path) -> None:
    add_bob(path, "other")
    for passphrase, account in (("secret", BOB), ("other", ANN), ("secret", UUID(int=3))):
        with pytest.raises(WrongPassphrase):
            unlock(path, passphrase, account)


def test_of_two_who_chose_one_passphrase_the_account_decides(path: Path) -> None:
    add_bob(path, "secret")
    assert unlock(path, "secret").account == ANN
    assert unlock(path, "secret", BOB).account == BOB


def test_a_new_passphrase_keeps_the_key_the_place_and_the_others_and_ends_the_old(
    path: Path,
) -> None:
    add_bob(path, "other")
    sheet = with_recovery(path)
    bobs = slots_of(path)[1:]
    with_holder(path, KEY, ANN, "Ann", SEED, "new", CHEAP)
    assert unlock(path, "new") == OPENED
    assert slots_of(path)[1:] == bobs
    assert unlock_by_recovery(path, sheet) == KEY
    with pytest.raises(WrongPassphrase):
        unlock(path, "secret")


def test_a_change_that_cannot_be_read_back_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_recovery(path)
    before = path.read_bytes()
    monkeypatch.setattr(keys, "unwrapped", lambda *_: None)
    with pytest.raises(KeysDamaged, match="nothing was changed"):
        with_holder(path, KEY, ANN, "Ann", SEED, "new", CHEAP)
    with pytest.raises(KeysDamaged, match="nothing was changed"):
        with_recovery(path)
    assert path.read_bytes() == before


def test_a_renamed_person_keeps_passphrase_and_place(path: Path) -> None:
    add_bob(path, "other")
    renamed(path, ANN, "Ann Other")
    assert [holder.name for holder in holders(path)] == ["Ann Other", "Bob"]
    assert unlock(path, "secret", ANN) == OPENED


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_a_name(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.getbasetemp() / "named.json"
    path.write_bytes(first_keys(KEY, ANN, name, SEED, "secret", CHEAP))
    renamed(path, ANN, name + "x" * 100)
    assert holders(path)[0].name == (name.encode(errors="replace").decode() + "x" * 100)[:100]


def test_the_file_is_read_with_as_many_people_as_may_be_and_the_longest_names(path: Path) -> None:
    for number in range(31):
        with_holder(path, KEY, UUID(int=number), "\0" * 200, SEED, f"{number}", CHEAP)
    sheet = with_recovery(path)
    assert len(holders(path)) == 31
    assert unlock(path, "30").account == UUID(int=30)
    with pytest.raises(TooManyPassphrases, match="31 people unlock this record"):
        with_holder(path, KEY, UUID(int=99), "One too many", SEED, "more", CHEAP)
    with_holder(path, KEY, UUID(int=30), "Same", SEED, "changed", CHEAP)
    assert unlock(path, "changed").account == UUID(int=30)
    assert unlock_by_recovery(path, sheet) == KEY


def test_who_is_taken_away_unlocks_nothing(path: Path) -> None:
    add_bob(path, "other")
    without_holder(path, ANN)
    assert holders(path) == (Holder(account=BOB, name="Bob"),)
    with pytest.raises(WrongPassphrase):
        unlock(path, "secret")


def test_the_last_passphrase_stays_even_beside_a_recovery_key(path: Path) -> None:
    with_recovery(path)
    before = path.read_bytes()
    with pytest.raises(LastPassphrase, match="only passphrase"):
        without_holder(path, ANN)
    assert path.read_bytes() == before


def test_an_account_without_a_passphrase_is_neither_renamed_nor_taken_away(path: Path) -> None:
    before = path.read_bytes()
    renamed(path, BOB, "Bob")
    without_holder(path, BOB)
    assert path.read_bytes() == before


# The recovery key.


def test_the_recovery_key_unlocks_the_key_however_it_is_typed(path: Path) -> None:
    assert not has_recovery(path)
    sheet = with_recovery(path)
    assert has_recovery(path)
    assert unlock_by_recovery(path, sheet) == KEY
    assert unlock_by_recovery(path, f" {sheet.lower().replace('-', ' ')}\n") == KEY
    assert unlock(path, "secret") == OPENED


def test_a_new_sheet_ends_the_earlier_one(path: Path) -> None:
    earlier = with_recovery(path)
    sheet = with_recovery(path)
    assert unlock_by_recovery(path, sheet) == KEY
    with pytest.raises(WrongRecoveryKey, match="earlier sheet"):
        unlock_by_recovery(path, earlier)
    assert len(slots_of(path)) == 2


def test_until_it_is_put_a_new_recovery_key_changes_nothing(path: Path) -> None:
    earlier = with_recovery(path)
    before = path.read_bytes()
    new = new_recovery(KEY, CHEAP)
    assert path.read_bytes() == before
    with pytest.raises(WrongRecoveryKey):
        unlock_by_recovery(path, new.printed)
    add_bob(path, "other")
    assert unlock_by_recovery(path, earlier) == KEY
    put_recovery(path, KEY, new)
    assert unlock_by_recovery(path, new.printed) == KEY
    assert unlock(path, "other").account == BOB


def test_a_recovery_key_of_other_data_is_not_put(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(KeysDamaged, match="nothing was changed"):
        put_recovery(path, KEY, new_recovery(bytes(32), CHEAP))
    assert path.read_bytes() == before


def test_the_recovery_key_is_no_passphrase_and_a_passphrase_no_recovery_key(path: Path) -> None:
    sheet = with_recovery(path)
    with pytest.raises(WrongPassphrase):
        unlock(path, sheet)
    with pytest.raises(WrongRecoveryKey):
        unlock_by_recovery(path, "secret")


def test_without_a_sheet_the_recovery_key_is_not_to_blame(path: Path) -> None:
    with pytest.raises(NoRecoveryKey, match="No recovery sheet was made for this record"):
        unlock_by_recovery(path, printed(bytes(20)))


# Version 1.


def test_a_file_of_the_first_version_is_unlocked(first_version: Path) -> None:
    opened = Opened(data_key=KEY, account=None, signing_seed=None)
    assert unlock(first_version, "secret") == unlock(first_version, "secret", ANN) == opened
    assert holders(first_version) == ()
    assert not has_recovery(first_version)
    with pytest.raises(WrongPassphrase):
        unlock(first_version, "other")


def test_the_first_account_replaces_what_the_first_version_wrapped(first_version: Path) -> None:
    with_holder(first_version, KEY, ANN, "Ann", SEED, "new", CHEAP)
    assert unlock(first_version, "new") == OPENED
    assert holders(first_version) == (Holder(account=ANN, name="Ann"),)
    with pytest.raises(WrongPassphrase):
        unlock(first_version, "secret")


def test_a_file_of_the_first_version_is_changed_by_nothing_else(first_version: Path) -> None:
    renamed(first_version, ANN, "Ann")
    without_holder(first_version, ANN)
    with pytest.raises(ValueError, match="has a holder before"):
        with_recovery(first_version)
    assert first_version.read_text() == FIRST_VERSION


# Damage and deceit.


@given(position=st.integers(0, 4095), bit=st.integers(0, 7))
def test_no_flipped_bit_gives_another_key(
    tmp_path_factory: pytest.TempPathFactory, position: int, bit: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "flipped.json"
    path.write_bytes(made("secret"))
    with_recovery(path)
    data = bytearray(path.read_bytes())
    data[position % len(data)] ^= 1 << bit
    path.write_bytes(data)
    with suppress(KeysDamaged):
        assert unlock(path, "secret") == OPENED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"null",
        b"\xff",
        b'{"format": "clinic-desktop-keys", "version": 0}',
        b'{"format": "clinic-desktop-keys", "version": 1}',
        b'{"format": "clinic-desktop-keys", "version": 2, "slots": [], "sha256": ""}',
        b"[" * 99999,
    ],
)
def test_a_damaged_file_is_told_apart_from_a_wrong_passphrase(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    asked: tuple[Callable[[], object], ...] = (
        lambda: unlock(path, "secret"),
        lambda: unlock_by_recovery(path, printed(bytes(20))),
        lambda: holders(path),
        lambda: has_recovery(path),
        lambda: add_bob(path, "other"),
    )
    for ask in asked:
        with pytest.raises(KeysDamaged, match="is damaged"):
            ask()
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "changes",
    [
        {"cost": {"memory_kib": 8, "passes": 2, "lanes": 1}},
        {"cost": {"memory_kib": 9, "passes": 1, "lanes": 1}},
        {"salt": "A" * 22 + "=="},
        {"nonce": "A" * 16},
        {"account": str(BOB)},
    ],
)
def test_neither_settings_nor_owner_can_be_changed_unnoticed(
    path: Path, changes: dict[str, object]
) -> None:
    change_keys(path, lambda content: content["slots"][0].update(changes))
    with pytest.raises(WrongPassphrase):
        unlock(path, "secret")


def test_settings_of_the_recovery_key_cannot_be_changed_unnoticed(path: Path) -> None:
    sheet = with_recovery(path)
    change_keys(path, lambda content: content["slots"][1]["cost"].update(passes=2))
    with pytest.raises(WrongRecoveryKey):
        unlock_by_recovery(path, sheet)


def test_a_slot_of_the_first_version_is_none_of_a_person_or_the_recovery_key(
    first_version: Path,
) -> None:
    def as_recovery(content: dict[str, Any]) -> None:
        content["version"] = 2
        content["slots"][0]["kind"] = "recovery"

    change_keys(first_version, as_recovery)
    assert has_recovery(first_version)
    with pytest.raises(WrongPassphrase):
        unlock(first_version, "secret")


def test_too_little_memory_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise argon2.exceptions.HashingError("Memory allocation error")

    sheet = with_recovery(path)
    before = path.read_bytes()
    monkeypatch.setattr(argon2.low_level, "hash_secret_raw", fail)
    asked: tuple[Callable[[], object], ...] = (
        lambda: unlock(path, "secret"),
        lambda: unlock_by_recovery(path, sheet),
        lambda: add_bob(path, "other"),
        lambda: with_recovery(path),
    )
    for ask in asked:
        with pytest.raises(NotEnoughMemory, match="Close other programs"):
            ask()
    assert path.read_bytes() == before


def test_an_interrupted_write_leaves_the_old_keys(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    add_bob(path, "other")
    before = path.read_bytes()
    monkeypatch.setattr(Path, "replace", fail)
    asked: tuple[Callable[[], object], ...] = (
        lambda: add_bob(path, "new"),
        lambda: renamed(path, ANN, "Ann Other"),
        lambda: without_holder(path, ANN),
        lambda: with_recovery(path),
    )
    for ask in asked:
        with pytest.raises(OSError, match="No space"):
            ask()
        assert path.read_bytes() == before
