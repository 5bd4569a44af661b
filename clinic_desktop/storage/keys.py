"""The key of a record: 32 random bytes that encrypt it, wrapped in keys.json once per person.

A passphrase wraps the data key and its owner's signing key; the printed recovery key wraps the data
key alone. A change of passphrase never touches the data.
"""

import os
import unicodedata
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from clinic_desktop.storage import keys_file
from clinic_desktop.storage.errors import (
    EmptyPassphrase,
    KeysDamaged,
    LastPassphrase,
    NoRecoveryKey,
    TooManyPassphrases,
    WrongPassphrase,
    WrongRecoveryKey,
)
from clinic_desktop.storage.files import write_private
from clinic_desktop.storage.key_slots import (
    DEFAULT_COST,
    KEY_BYTES,
    SEED_BYTES,
    AnySlot,
    FirstSlot,
    KeyCost,
    PassphraseSlot,
    RecoverySlot,
    passphrase_slot,
    recovery_slot,
    shown,
    unwrapped,
)
from clinic_desktop.storage.keys_file import MAX_SLOTS, Slots
from clinic_desktop.storage.recovery_key import SECRET_BYTES, parsed, printed

_MAX_PEOPLE: Final = MAX_SLOTS - 1  # one slot is the recovery key's


class Opened(Struct, frozen=True, kw_only=True):
    """What a passphrase unlocks: the 32-byte data key, and whose passphrase it is.

    `signing_seed` is that person's Ed25519 seed of 32 bytes. Version 1 knew neither person nor
    seed. No secret stands in the `repr`, which may end in a log.
    """

    data_key: bytes
    account: UUID | None
    signing_seed: bytes | None

    def __repr__(self) -> str:
        return f"Opened(account={self.account!r})"


class Holder(Struct, frozen=True, kw_only=True):
    """Somebody whose passphrase unlocks the record, as named before it is unlocked."""

    account: UUID
    name: str


class Recovery(Struct, frozen=True, kw_only=True):
    """A recovery key as it is printed, and the slot that lets it unlock the record.

    The key does not stand in the `repr`, which may end in a log.
    """

    printed: str
    slot: RecoverySlot

    def __repr__(self) -> str:
        return "Recovery()"


def new_key() -> bytes:
    """Return a new data key of 32 bytes."""
    return os.urandom(KEY_BYTES)


def new_seed() -> bytes:
    """Return a new Ed25519 seed of 32 bytes, with which one person signs."""
    return os.urandom(SEED_BYTES)


def public_key(seed: bytes) -> bytes:
    """Return the 32-byte Ed25519 public key of a seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def first_keys(
    data_key: bytes,
    account: UUID,
    name: str,
    seed: bytes,
    passphrase: str,
    cost: KeyCost = DEFAULT_COST,
) -> bytes:
    """Return keys.json of a new record, which one passphrase unlocks.

    Raises:
        EmptyPassphrase: when there is none.
        NotEnoughMemory: when the computer has too little.
    """
    return keys_file.written(
        (passphrase_slot(data_key, account, name, seed, _secret(passphrase), cost),)
    )


def unlock(path: Path, passphrase: str, account: UUID | None = None) -> Opened:
    """Return what the passphrase of this account unlocks; without an account, whoever's it is.

    Version 1 has no accounts: there, any account's passphrase is tried.

    Raises:
        EmptyPassphrase: when there is no passphrase.
        WrongPassphrase: when it unlocks nothing.
        KeysDamaged: when the file is not as it was written, or asks for more than is allowed.
        NewerRecord: when a newer version of the program wrote it.
        NotEnoughMemory: when the computer has too little.
    """
    secret = _secret(passphrase)
    opened = _opened(keys_file.read(path), secret, account)
    if opened is None:
        raise WrongPassphrase("The passphrase is wrong. Check Caps Lock and try again.")
    return opened


def unlock_by_recovery(path: Path, recovery_key: str) -> bytes:
    """Return the data key that the printed recovery key unlocks.

    Raises:
        WrongRecoveryKey: when it is mistyped, or is that of another sheet.
        NoRecoveryKey: when no sheet was made.
        RecordError: as `unlock`.
    """
    slots = keys_file.read(path)
    if not any(isinstance(slot, RecoverySlot) for slot in slots):
        raise NoRecoveryKey(
            "No recovery sheet was made for this record. Only a passphrase unlocks it: "
            "ask everybody who has one."
        )
    key = _recovered(slots, parsed(recovery_key))
    if key is None:
        raise WrongRecoveryKey(
            "This recovery key belongs to another record, or to an earlier sheet. "
            "Use the sheet that was printed last for this record."
        )
    return key


def holders(path: Path) -> tuple[Holder, ...]:
    """Return who can unlock the record, in the file's order; nobody by name in version 1.

    Raises:
        RecordError: as `unlock`.
    """
    return _holders(keys_file.read(path))


def holders_in(data: bytes, path: Path) -> tuple[Holder, ...]:
    """Return who can unlock with the keys.json that a file, such as a backup, brings.

    Raises:
        RecordError: as `unlock`.
    """
    return _holders(keys_file.parsed(data, path))


def _holders(slots: tuple[AnySlot, ...]) -> tuple[Holder, ...]:
    return tuple(
        Holder(account=slot.account, name=slot.name)
        for slot in slots
        if isinstance(slot, PassphraseSlot)
    )


def has_recovery(path: Path) -> bool:
    """Return whether a recovery sheet was made.

    Raises:
        RecordError: as `unlock`.
    """
    return any(isinstance(slot, RecoverySlot) for slot in keys_file.read(path))


def with_holder(
    path: Path,
    data_key: bytes,
    account: UUID,
    name: str,
    seed: bytes,
    passphrase: str,
    cost: KeyCost = DEFAULT_COST,
) -> None:
    """Let this account unlock the record by this passphrase, in place of one it had.

    What version 1 wrapped for nobody in particular is dropped. The new file is unlocked before it
    takes the old one's place.

    Raises:
        TooManyPassphrases: when the file has no room for another.
        OSError: when the file cannot be written; the old one stays.
        RecordError: as `unlock`.
    """
    secret = _secret(passphrase)
    slots = _second(keys_file.read(path))
    has_one = any(_is_of(slot, account) for slot in slots)
    if not has_one and sum(isinstance(slot, PassphraseSlot) for slot in slots) >= _MAX_PEOPLE:
        raise TooManyPassphrases(
            f"{_MAX_PEOPLE} people unlock this record, which is as many as it has room for. "
            "Retire somebody who no longer works here, then try again."
        )
    made = passphrase_slot(data_key, account, name, seed, secret, cost)
    slots = (
        tuple(made if _is_of(slot, account) else slot for slot in slots)
        if has_one
        else (*slots, made)
    )
    data = keys_file.written(slots)
    wanted = Opened(data_key=data_key, account=account, signing_seed=seed)
    _refuse_unless(_opened(keys_file.parsed(data, path), secret, account) == wanted)
    write_private(path, data)


def renamed(path: Path, account: UUID, name: str) -> None:
    """Show this name for the account; one that has no passphrase stays without.

    Raises:
        OSError: when the file cannot be written; the old one stays.
        RecordError: as `unlock`.
    """
    slots = keys_file.read(path)
    if not any(_is_of(slot, account) for slot in slots):
        return
    named = (
        msgspec.structs.replace(slot, name=shown(name)) if _is_of(slot, account) else slot
        for slot in _second(slots)
    )
    write_private(path, keys_file.written(tuple(named)))


def without_holder(path: Path, account: UUID) -> None:
    """Take the passphrase of this account away; one that has none stays without.

    Raises:
        LastPassphrase: when nobody else has one.
        OSError: when the file cannot be written; the old one stays.
        RecordError: as `unlock`.
    """
    slots = keys_file.read(path)
    if not any(_is_of(slot, account) for slot in slots):
        return
    kept = tuple(slot for slot in _second(slots) if not _is_of(slot, account))
    if not any(isinstance(slot, PassphraseSlot) for slot in kept):
        raise LastPassphrase(
            "This is the only passphrase of the record. Add somebody else first, "
            "or nobody could unlock it."
        )
    write_private(path, keys_file.written(kept))


def new_recovery(data_key: bytes, cost: KeyCost = DEFAULT_COST) -> Recovery:
    """Return a new recovery key, which unlocks nothing until `put_recovery`.

    Raises:
        NotEnoughMemory: when the computer has too little.
    """
    secret = os.urandom(SECRET_BYTES)
    return Recovery(printed=printed(secret), slot=recovery_slot(data_key, secret, cost))


def put_recovery(path: Path, data_key: bytes, recovery: Recovery) -> None:
    """Let a new recovery key unlock the record, in place of an earlier one.

    The new file is unlocked by it before it takes the old one's place.

    Raises:
        ValueError: when the file is of version 1; `with_holder` comes first.
        OSError: when the file cannot be written; the old one stays.
        RecordError: as `unlock`.
    """
    kept = tuple(
        slot for slot in _second(keys_file.read(path)) if not isinstance(slot, RecoverySlot)
    )
    if not kept:
        raise ValueError("a record of version 1 has a holder before it has a recovery key")
    data = keys_file.written((*kept, recovery.slot))
    _refuse_unless(_recovered(keys_file.parsed(data, path), parsed(recovery.printed)) == data_key)
    write_private(path, data)


def _is_of(slot: AnySlot, account: UUID) -> bool:
    return isinstance(slot, PassphraseSlot) and slot.account == account


def _second(slots: tuple[AnySlot, ...]) -> Slots:
    """Return the slots that version 2 keeps."""
    return tuple(slot for slot in slots if not isinstance(slot, FirstSlot))


def _opened(slots: tuple[AnySlot, ...], secret: bytes, account: UUID | None) -> Opened | None:
    for slot in slots:
        if isinstance(slot, RecoverySlot):
            continue
        if account is None or slot.account in {None, account}:
            plain = unwrapped(slot, secret)
            if plain is not None:
                return Opened(
                    data_key=plain[:KEY_BYTES],
                    account=slot.account,
                    signing_seed=plain[KEY_BYTES:] or None,
                )
    return None


def _recovered(slots: tuple[AnySlot, ...], secret: bytes) -> bytes | None:
    found = (unwrapped(slot, secret) for slot in slots if isinstance(slot, RecoverySlot))
    return next(found, None)


def _refuse_unless(readable: bool) -> None:
    if not readable:
        raise KeysDamaged(
            "The new keys could not be read back, so nothing was changed. "
            "Restart the computer, then try again."
        )


def _secret(passphrase: str) -> bytes:
    if not passphrase:
        raise EmptyPassphrase
    # macOS hands over decomposed letters: without a normal form, a passphrase with an accent that
    # was set on one system would be wrong on another.
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
