"""The key of a record: 32 random bytes that encrypt it, wrapped by a passphrase in keys.json.

The passphrase derives, by Argon2id, a key that wraps the data key with AES-256-GCM. Its tag proves
the passphrase before the database is touched, and a change of passphrase never touches the data.
"""

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import Annotated, Final, Literal

import argon2
import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Meta, Struct

from clinic_desktop.storage.errors import (
    EmptyPassphrase,
    KeysDamaged,
    NewerRecord,
    NotEnoughMemory,
    WrongPassphrase,
)
from clinic_desktop.storage.files import write_private

_KEY_BYTES: Final = 32
_MAX_FILE_BYTES: Final = 65_536


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
    """The data key as wrapped by one secret."""

    kind: Literal["passphrase"]
    kdf: Literal["argon2id"]
    cost: KeyCost
    salt: Annotated[bytes, Meta(min_length=16, max_length=16)]
    nonce: Annotated[bytes, Meta(min_length=12, max_length=12)]
    wrapped: Annotated[bytes, Meta(min_length=_KEY_BYTES + 16, max_length=_KEY_BYTES + 16)]


class _Keys(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """keys.json. `sha256` is of the slots as JSON: it tells damage from a wrong passphrase."""

    format: Literal["clinic-desktop-keys"] = "clinic-desktop-keys"
    version: Literal[1] = 1
    slots: Annotated[tuple[_Slot, ...], Meta(min_length=1, max_length=8)]
    sha256: str


class _Head(Struct):
    """What every version of keys.json has."""

    format: Literal["clinic-desktop-keys"]
    version: int


def new_key() -> bytes:
    """Return a new data key."""
    return os.urandom(_KEY_BYTES)


def wrap(key: bytes, passphrase: str, cost: KeyCost = DEFAULT_COST) -> bytes:
    """Return keys.json: the data key wrapped by the passphrase.

    Raises:
        EmptyPassphrase: when there is none.
    """
    slot = _Slot(
        kind="passphrase",
        kdf="argon2id",
        cost=cost,
        salt=os.urandom(16),
        nonce=os.urandom(12),
        wrapped=b"",
    )
    cipher = AESGCM(_derive(passphrase, slot))
    slot = msgspec.structs.replace(slot, wrapped=cipher.encrypt(slot.nonce, key, _bound(slot)))
    keys = _Keys(slots=(slot,), sha256=_digest((slot,)))
    return msgspec.json.format(msgspec.json.encode(keys), indent=2) + b"\n"


def unlock(path: Path, passphrase: str) -> bytes:
    """Return the data key.

    Raises:
        EmptyPassphrase: when there is no passphrase.
        WrongPassphrase: when it unlocks nothing.
        KeysDamaged: when the file is not as it was written, or asks for more than is allowed.
        NewerRecord: when a newer version of the program wrote it.
    """
    for slot in _read(path).slots:
        try:
            return AESGCM(_derive(passphrase, slot)).decrypt(slot.nonce, slot.wrapped, _bound(slot))
        except InvalidTag:
            continue
    raise WrongPassphrase("The passphrase is wrong. Check Caps Lock and try again.")


def rewrap(path: Path, old: str, new: str, cost: KeyCost = DEFAULT_COST) -> None:
    """Change the passphrase; the data key, and with it the record, stays the same.

    Raises:
        RecordError: as `unlock`.
    """
    write_private(path, wrap(unlock(path, old), new, cost))


def _read(path: Path) -> _Keys:
    with path.open("rb") as file:
        data = file.read(_MAX_FILE_BYTES)
    damaged = (
        f"The file {path} is damaged, so the record cannot be unlocked. "
        "Put back a copy of it made earlier; the record itself was not changed."
    )
    try:
        if msgspec.json.decode(data, type=_Head).version > 1:
            raise NewerRecord
        keys = msgspec.json.decode(data, type=_Keys)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise KeysDamaged(damaged) from None
    if keys.sha256 != _digest(keys.slots):
        raise KeysDamaged(damaged)
    return keys


def _derive(passphrase: str, slot: _Slot) -> bytes:
    if not passphrase:
        raise EmptyPassphrase("A record needs a passphrase. Type one.")
    # macOS hands over decomposed letters: without a normal form, a passphrase with an accent that
    # was set on one system would be wrong on another.
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    try:
        return hash_secret_raw(
            secret,
            slot.salt,
            time_cost=slot.cost.passes,
            memory_cost=slot.cost.memory_kib,
            parallelism=slot.cost.lanes,
            hash_len=_KEY_BYTES,
            type=Type.ID,
        )
    except argon2.exceptions.HashingError as error:
        raise NotEnoughMemory(
            "There is too little free memory to unlock the record. "
            "Close other programs, then try again."
        ) from error


def _bound(slot: _Slot) -> bytes:
    """Return what the wrapping is bound to, so that no setting can be changed unnoticed."""
    cost = slot.cost
    settings = f"{slot.kind}/{slot.kdf}/{cost.memory_kib}/{cost.passes}/{cost.lanes}/"
    return b"clinic-desktop-keys/1/" + settings.encode() + slot.salt


def _digest(slots: tuple[_Slot, ...]) -> str:
    return hashlib.sha256(msgspec.json.encode(slots)).hexdigest()
