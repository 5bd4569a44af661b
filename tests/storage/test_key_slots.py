"""What a secret wraps is bound to all that says how, and nothing else unwraps it."""

from typing import Any
from uuid import UUID

from clinic_desktop.storage import key_slots
from clinic_desktop.storage.key_slots import (
    AnySlot,
    FirstSlot,
    KeyCost,
    PassphraseSlot,
    RecoverySlot,
    passphrase_slot,
    recovery_slot,
    unwrapped,
)
from tests.storage.samples import CHEAP

KEY = bytes(range(32))
SEED = bytes(range(100, 132))
ANN = UUID(int=1)
BOB = UUID(int=2)


def test_a_slot_is_unwrapped_by_its_secret_alone() -> None:
    slot = passphrase_slot(KEY, ANN, "Ann", SEED, b"secret", CHEAP)
    assert unwrapped(slot, b"secret") == KEY + SEED
    assert unwrapped(slot, b"Secret") is None
    sheet = recovery_slot(KEY, b"printed", CHEAP)
    assert unwrapped(sheet, b"printed") == KEY
    assert unwrapped(sheet, b"secret") is None


def test_what_is_wrapped_is_bound_to_its_kind_settings_and_owner() -> None:
    def passphrase(account: UUID = ANN, **cost: int) -> AnySlot:
        return PassphraseSlot(
            kdf="argon2id",
            cost=KeyCost(**{"memory_kib": 64, "passes": 1, "lanes": 1, **cost}),
            salt=bytes(16),
            nonce=bytes(12),
            wrapped=b"",
            account=account,
            name="",
        )

    same: dict[str, Any] = {
        "kdf": "argon2id",
        "cost": KeyCost(memory_kib=64, passes=1, lanes=1),
        "salt": bytes(16),
        "nonce": bytes(12),
        "wrapped": b"",
    }
    slots = (
        passphrase(),
        passphrase(BOB),
        passphrase(memory_kib=65),
        passphrase(passes=2),
        passphrase(lanes=2),
        FirstSlot(**same),
        RecoverySlot(**same),
    )
    assert len({key_slots._bound(slot) for slot in slots}) == len(slots)
