"""A slot of keys.json: what one secret wraps, and how.

The secret derives, by Argon2id, a key that wraps the data key with AES-256-GCM; a passphrase wraps
its owner's signing key beside it. The tag proves the secret before the database is touched.

The ciphers are imported when they are first needed: the names of those who can unlock are shown by
the first window, which is painted sooner so.
"""

import os
from typing import Annotated, Any, ClassVar, Final, Literal, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from clinic_desktop.storage.errors import NotEnoughMemory

KEY_BYTES: Final = 32
SEED_BYTES: Final = 32
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_MAX_NAME: Final = 100


class KeyCost(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What it costs to try one passphrase: Argon2id's memory, passes and lanes.

    The bounds hold for a file that is read: one that asks for more would stop the computer.
    """

    memory_kib: Annotated[int, Meta(ge=8, le=1024 * 1024)]
    passes: Annotated[int, Meta(ge=1, le=20)]
    lanes: Annotated[int, Meta(ge=1, le=16)]

    def __post_init__(self) -> None:
        if self.memory_kib < 8 * self.lanes:
            msg = "`memory_kib` must be at least 8 per lane"
            raise ValueError(msg)


DEFAULT_COST: Final = KeyCost(memory_kib=128 * 1024, passes=6, lanes=4)
"""Unlocking takes 0.33 to 0.40 s on two cores; 2 passes took 0.13 s, 4 passes 0.25 s."""


class _Slot(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one secret wraps, and how."""

    kdf: Literal["argon2id"]
    cost: KeyCost
    salt: Annotated[bytes, Meta(min_length=_SALT_BYTES, max_length=_SALT_BYTES)]
    nonce: Annotated[bytes, Meta(min_length=_NONCE_BYTES, max_length=_NONCE_BYTES)]


_WrappedKey = Annotated[
    bytes, Meta(min_length=KEY_BYTES + _TAG_BYTES, max_length=KEY_BYTES + _TAG_BYTES)
]
_WrappedPair = Annotated[
    bytes,
    Meta(
        min_length=KEY_BYTES + SEED_BYTES + _TAG_BYTES,
        max_length=KEY_BYTES + SEED_BYTES + _TAG_BYTES,
    ),
]


class FirstSlot(
    _Slot, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="passphrase"
):
    """A passphrase of version 1, which is nobody's in particular."""

    wrapped: _WrappedKey
    account: ClassVar[None] = None
    bound: ClassVar[str] = "1/passphrase"


class PassphraseSlot(
    _Slot, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="passphrase"
):
    """Somebody's passphrase: it wraps the data key, then that person's seed."""

    wrapped: _WrappedPair
    account: UUID
    name: Annotated[str, Meta(max_length=_MAX_NAME)]

    @property
    def bound(self) -> str:
        """What its wrapping is bound to beside the settings."""
        return f"2/passphrase/{self.account}"


class RecoverySlot(
    _Slot, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="recovery"
):
    """The printed recovery key."""

    wrapped: _WrappedKey
    bound: ClassVar[str] = "2/recovery"


AnySlot = FirstSlot | PassphraseSlot | RecoverySlot
_New = TypeVar("_New", PassphraseSlot, RecoverySlot)


def passphrase_slot(
    data_key: bytes, account: UUID, name: str, seed: bytes, secret: bytes, cost: KeyCost
) -> PassphraseSlot:
    """Return the slot in which a passphrase wraps the data key and its owner's seed.

    Raises:
        NotEnoughMemory: when the computer has too little.
    """
    slot = PassphraseSlot(account=account, name=shown(name), **_fresh(cost))
    return _wrapping(slot, secret, data_key + seed)


def recovery_slot(data_key: bytes, secret: bytes, cost: KeyCost) -> RecoverySlot:
    """Return the slot in which a recovery key wraps the data key.

    Raises:
        NotEnoughMemory: when the computer has too little.
    """
    return _wrapping(RecoverySlot(**_fresh(cost)), secret, data_key)


def unwrapped(slot: AnySlot, secret: bytes) -> bytes | None:
    """Return what the secret unwraps; `None` when it is another slot's.

    Raises:
        NotEnoughMemory: when the computer has too little.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(_derived(slot, secret)).decrypt(slot.nonce, slot.wrapped, _bound(slot))
    except InvalidTag:
        return None


def shown(name: str) -> str:
    """Return a name as the file can hold it: of bounded length, without halves of characters."""
    return name.encode(errors="replace").decode()[:_MAX_NAME]


def _fresh(cost: KeyCost) -> dict[str, Any]:
    """Return the fields of a slot that wraps nothing yet, with a salt and a nonce of its own."""
    return {
        "kdf": "argon2id",
        "cost": cost,
        "salt": os.urandom(_SALT_BYTES),
        "nonce": os.urandom(_NONCE_BYTES),
        "wrapped": b"",
    }


def _wrapping(slot: _New, secret: bytes, plain: bytes) -> _New:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapped = AESGCM(_derived(slot, secret)).encrypt(slot.nonce, plain, _bound(slot))
    return msgspec.structs.replace(slot, wrapped=wrapped)


def _derived(slot: AnySlot, secret: bytes) -> bytes:
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(
            secret,
            slot.salt,
            time_cost=slot.cost.passes,
            memory_cost=slot.cost.memory_kib,
            parallelism=slot.cost.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except HashingError as error:
        raise NotEnoughMemory(
            "There is too little free memory to unlock the record. "
            "Close other programs, then try again."
        ) from error


def _bound(slot: AnySlot) -> bytes:
    """Return what the wrapping is bound to, so that no setting can be changed unnoticed."""
    cost = slot.cost
    settings = f"{slot.kdf}/{cost.memory_kib}/{cost.passes}/{cost.lanes}"
    return f"clinic-desktop-keys/{slot.bound}/{settings}/".encode() + slot.salt
