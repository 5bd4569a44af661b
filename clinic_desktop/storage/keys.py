"""The key of a record: 32 random bytes that encrypt it, wrapped in keys.json once per person.

A passphrase derives, by Argon2id, a key that wraps the data key and its owner's signing key with
AES-256-GCM; the printed recovery key wraps the data key alone. The tag proves the secret before the
database is touched, and a change of passphrase never touches the data.

The ciphers are imported when they are first needed: the names of those who can unlock are shown by
the first window, which is painted sooner so.
"""

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from clinic_desktop.storage.errors import (
    EmptyPassphrase,
    KeysDamaged,
    LastPassphrase,
    NewerRecord,
    NoRecoveryKey,
    NotEnoughMemory,
    TooManyPassphrases,
    WrongPassphrase,
    WrongRecoveryKey,
)
from clinic_desktop.storage.files import write_private
from clinic_desktop.storage.recovery_key import SECRET_BYTES, parsed, printed

_KEY_BYTES: Final = 32
_SEED_BYTES: Final = 32
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_MAX_FILE_BYTES: Final = 65_536
_MAX_SLOTS: Final = 32
_MAX_PEOPLE: Final = _MAX_SLOTS - 1  # one slot is the recovery key's
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


class _Slot(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one secret wraps, and how."""

    kdf: Literal["argon2id"]
    cost: KeyCost
    salt: Annotated[bytes, Meta(min_length=_SALT_BYTES, max_length=_SALT_BYTES)]
    nonce: Annotated[bytes, Meta(min_length=_NONCE_BYTES, max_length=_NONCE_BYTES)]


_WrappedKey = Annotated[
    bytes, Meta(min_length=_KEY_BYTES + _TAG_BYTES, max_length=_KEY_BYTES + _TAG_BYTES)
]
_WrappedPair = Annotated[
    bytes,
    Meta(
        min_length=_KEY_BYTES + _SEED_BYTES + _TAG_BYTES,
        max_length=_KEY_BYTES + _SEED_BYTES + _TAG_BYTES,
    ),
]


class _FirstSlot(
    _Slot, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="passphrase"
):
    """A passphrase of version 1, which is nobody's in particular."""

    wrapped: _WrappedKey
    account: ClassVar[None] = None
    bound: ClassVar[str] = "1/passphrase"


class _PassphraseSlot(
    _Slot, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="passphrase"
):
    """Somebody's passphrase: it wraps the data key, then that person's seed."""

    wrapped: _WrappedPair
    account: UUID
    name: Annotated[str, Meta(max_length=_MAX_NAME)]

    @property
    def bound(self) -> str:
        return f"2/passphrase/{self.account}"


class _RecoverySlot(
    _Slot, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="recovery"
):
    """The printed recovery key."""

    wrapped: _WrappedKey
    bound: ClassVar[str] = "2/recovery"


class Recovery(Struct, frozen=True, kw_only=True):
    """A recovery key as it is printed, and the slot that lets it unlock the record.

    The key does not stand in the `repr`, which may end in a log.
    """

    printed: str
    slot: _RecoverySlot

    def __repr__(self) -> str:
        return "Recovery()"


_AnySlot = _FirstSlot | _PassphraseSlot | _RecoverySlot
_Slots = tuple[_PassphraseSlot | _RecoverySlot, ...]
_New = TypeVar("_New", _PassphraseSlot, _RecoverySlot)


class _FirstKeys(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """keys.json of version 1. `sha256` is of the slots as JSON: damage is no wrong passphrase."""

    format: Literal["clinic-desktop-keys"]
    version: Literal[1]
    slots: Annotated[tuple[_FirstSlot, ...], Meta(min_length=1, max_length=8)]
    sha256: str


class _Keys(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """keys.json of version 2."""

    format: Literal["clinic-desktop-keys"] = "clinic-desktop-keys"
    version: Literal[2] = 2
    slots: Annotated[_Slots, Meta(min_length=1, max_length=_MAX_SLOTS)]
    sha256: str


class _Head(Struct):
    """What every version of keys.json has.

    From version 3 on, the version must go into the sum: a damaged number would otherwise pass for a
    newer program's file, which nobody may replace.
    """

    format: Literal["clinic-desktop-keys"]
    version: int
    slots: msgspec.Raw = msgspec.Raw(b"")
    sha256: str = ""


def new_key() -> bytes:
    """Return a new data key of 32 bytes."""
    return os.urandom(_KEY_BYTES)


def new_seed() -> bytes:
    """Return a new Ed25519 seed of 32 bytes, with which one person signs."""
    return os.urandom(_SEED_BYTES)


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
    return _written((_for_holder(data_key, account, name, seed, _secret(passphrase), cost),))


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
    opened = _opened(_read(path), secret, account)
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
    slots = _read(path)
    if not any(isinstance(slot, _RecoverySlot) for slot in slots):
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
    return _holders(_read(path))


def holders_in(data: bytes, path: Path) -> tuple[Holder, ...]:
    """Return who can unlock with the keys.json that a file, such as a backup, brings.

    Raises:
        RecordError: as `unlock`.
    """
    return _holders(_parsed(data, path))


def _holders(slots: tuple[_AnySlot, ...]) -> tuple[Holder, ...]:
    return tuple(
        Holder(account=slot.account, name=slot.name)
        for slot in slots
        if isinstance(slot, _PassphraseSlot)
    )


def has_recovery(path: Path) -> bool:
    """Return whether a recovery sheet was made.

    Raises:
        RecordError: as `unlock`.
    """
    return any(isinstance(slot, _RecoverySlot) for slot in _read(path))


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
    slots = _second(_read(path))
    has_one = any(_is_of(slot, account) for slot in slots)
    if not has_one and sum(isinstance(slot, _PassphraseSlot) for slot in slots) >= _MAX_PEOPLE:
        raise TooManyPassphrases(
            f"{_MAX_PEOPLE} people unlock this record, which is as many as it has room for. "
            "Retire somebody who no longer works here, then try again."
        )
    made = _for_holder(data_key, account, name, seed, secret, cost)
    slots = (
        tuple(made if _is_of(slot, account) else slot for slot in slots)
        if has_one
        else (*slots, made)
    )
    data = _written(slots)
    wanted = Opened(data_key=data_key, account=account, signing_seed=seed)
    _refuse_unless(_opened(_parsed(data, path), secret, account) == wanted)
    write_private(path, data)


def renamed(path: Path, account: UUID, name: str) -> None:
    """Show this name for the account; one that has no passphrase stays without.

    Raises:
        OSError: when the file cannot be written; the old one stays.
        RecordError: as `unlock`.
    """
    slots = _read(path)
    if not any(_is_of(slot, account) for slot in slots):
        return
    named = (
        msgspec.structs.replace(slot, name=_shown(name)) if _is_of(slot, account) else slot
        for slot in _second(slots)
    )
    write_private(path, _written(tuple(named)))


def without_holder(path: Path, account: UUID) -> None:
    """Take the passphrase of this account away; one that has none stays without.

    Raises:
        LastPassphrase: when nobody else has one.
        OSError: when the file cannot be written; the old one stays.
        RecordError: as `unlock`.
    """
    slots = _read(path)
    if not any(_is_of(slot, account) for slot in slots):
        return
    kept = tuple(slot for slot in _second(slots) if not _is_of(slot, account))
    if not any(isinstance(slot, _PassphraseSlot) for slot in kept):
        raise LastPassphrase(
            "This is the only passphrase of the record. Add somebody else first, "
            "or nobody could unlock it."
        )
    write_private(path, _written(kept))


def new_recovery(data_key: bytes, cost: KeyCost = DEFAULT_COST) -> Recovery:
    """Return a new recovery key, which unlocks nothing until `put_recovery`.

    Raises:
        NotEnoughMemory: when the computer has too little.
    """
    secret = os.urandom(SECRET_BYTES)
    slot = _RecoverySlot(
        kdf="argon2id",
        cost=cost,
        salt=os.urandom(_SALT_BYTES),
        nonce=os.urandom(_NONCE_BYTES),
        wrapped=b"",
    )
    return Recovery(printed=printed(secret), slot=_wrapping(slot, secret, data_key))


def put_recovery(path: Path, data_key: bytes, recovery: Recovery) -> None:
    """Let a new recovery key unlock the record, in place of an earlier one.

    The new file is unlocked by it before it takes the old one's place.

    Raises:
        ValueError: when the file is of version 1; `with_holder` comes first.
        OSError: when the file cannot be written; the old one stays.
        RecordError: as `unlock`.
    """
    kept = tuple(slot for slot in _second(_read(path)) if not isinstance(slot, _RecoverySlot))
    if not kept:
        raise ValueError("a record of version 1 has a holder before it has a recovery key")
    data = _written((*kept, recovery.slot))
    _refuse_unless(_recovered(_parsed(data, path), parsed(recovery.printed)) == data_key)
    write_private(path, data)


def _for_holder(
    data_key: bytes, account: UUID, name: str, seed: bytes, secret: bytes, cost: KeyCost
) -> _PassphraseSlot:
    slot = _PassphraseSlot(
        kdf="argon2id",
        cost=cost,
        salt=os.urandom(_SALT_BYTES),
        nonce=os.urandom(_NONCE_BYTES),
        wrapped=b"",
        account=account,
        name=_shown(name),
    )
    return _wrapping(slot, secret, data_key + seed)


def _shown(name: str) -> str:
    """Return a name as the file can hold it: of bounded length, without halves of characters."""
    return name.encode(errors="replace").decode()[:_MAX_NAME]


def _is_of(slot: _AnySlot, account: UUID) -> bool:
    return isinstance(slot, _PassphraseSlot) and slot.account == account


def _second(slots: tuple[_AnySlot, ...]) -> _Slots:
    """Return the slots that version 2 keeps."""
    return tuple(slot for slot in slots if not isinstance(slot, _FirstSlot))


def _opened(slots: tuple[_AnySlot, ...], secret: bytes, account: UUID | None) -> Opened | None:
    for slot in slots:
        if isinstance(slot, _RecoverySlot):
            continue
        if account is None or slot.account in {None, account}:
            plain = _unwrapped(slot, secret)
            if plain is not None:
                return Opened(
                    data_key=plain[:_KEY_BYTES],
                    account=slot.account,
                    signing_seed=plain[_KEY_BYTES:] or None,
                )
    return None


def _recovered(slots: tuple[_AnySlot, ...], secret: bytes) -> bytes | None:
    found = (_unwrapped(slot, secret) for slot in slots if isinstance(slot, _RecoverySlot))
    return next(found, None)


def _refuse_unless(readable: bool) -> None:
    if not readable:
        raise KeysDamaged(
            "The new keys could not be read back, so nothing was changed. "
            "Restart the computer, then try again."
        )


def _read(path: Path) -> tuple[_AnySlot, ...]:
    with path.open("rb") as file:
        return _parsed(file.read(_MAX_FILE_BYTES), path)


def _parsed(data: bytes, path: Path) -> tuple[_AnySlot, ...]:
    damaged = (
        f"The file {path} is damaged, so the record cannot be unlocked. "
        "Put back a copy of it made earlier; the record itself was not changed."
    )
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.version > 2:
            if _is_of_known_slots(head):
                raise KeysDamaged(damaged)
            raise NewerRecord
        keys: _FirstKeys | _Keys
        if head.version == 1:
            keys = msgspec.json.decode(data, type=_FirstKeys)
        else:
            keys = msgspec.json.decode(data, type=_Keys)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise KeysDamaged(damaged) from None
    if keys.sha256 != _digest(keys.slots):
        raise KeysDamaged(damaged)
    return keys.slots


def _is_of_known_slots(head: _Head) -> bool:
    """Return whether the sum is one of version 1 or 2, which covers the slots alone."""
    compact = msgspec.json.format(bytes(head.slots) or b"null", indent=-1)
    return hashlib.sha256(compact).hexdigest() == head.sha256


def _written(slots: _Slots) -> bytes:
    keys = _Keys(slots=slots, sha256=_digest(slots))
    return msgspec.json.format(msgspec.json.encode(keys), indent=2) + b"\n"


def _digest(slots: tuple[_AnySlot, ...]) -> str:
    return hashlib.sha256(msgspec.json.encode(slots)).hexdigest()


def _secret(passphrase: str) -> bytes:
    if not passphrase:
        raise EmptyPassphrase
    # macOS hands over decomposed letters: without a normal form, a passphrase with an accent that
    # was set on one system would be wrong on another.
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def _wrapping(slot: _New, secret: bytes, plain: bytes) -> _New:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapped = AESGCM(_derived(slot, secret)).encrypt(slot.nonce, plain, _bound(slot))
    return msgspec.structs.replace(slot, wrapped=wrapped)


def _unwrapped(slot: _AnySlot, secret: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(_derived(slot, secret)).decrypt(slot.nonce, slot.wrapped, _bound(slot))
    except InvalidTag:
        return None


def _derived(slot: _AnySlot, secret: bytes) -> bytes:
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

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
    except HashingError as error:
        raise NotEnoughMemory(
            "There is too little free memory to unlock the record. "
            "Close other programs, then try again."
        ) from error


def _bound(slot: _AnySlot) -> bytes:
    """Return what the wrapping is bound to, so that no setting can be changed unnoticed."""
    cost = slot.cost
    settings = f"{slot.kdf}/{cost.memory_kib}/{cost.passes}/{cost.lanes}"
    return f"clinic-desktop-keys/{slot.bound}/{settings}/".encode() + slot.salt
