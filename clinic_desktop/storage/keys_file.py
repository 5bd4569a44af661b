"""The file keys.json: its slots, read strictly and written with their sum."""

import hashlib
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from clinic_desktop.storage.errors import KeysDamaged, NewerRecord
from clinic_desktop.storage.key_slots import AnySlot, FirstSlot, PassphraseSlot, RecoverySlot

MAX_SLOTS: Final = 32
_MAX_FILE_BYTES: Final = 65_536

Slots = tuple[PassphraseSlot | RecoverySlot, ...]
"""What version 2 of the file holds."""


class _FirstKeys(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """keys.json of version 1. `sha256` is of the slots as JSON: damage is no wrong passphrase."""

    format: Literal["clinic-desktop-keys"]
    version: Literal[1]
    slots: Annotated[tuple[FirstSlot, ...], Meta(min_length=1, max_length=8)]
    sha256: str


class _Keys(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """keys.json of version 2."""

    format: Literal["clinic-desktop-keys"] = "clinic-desktop-keys"
    version: Literal[2] = 2
    slots: Annotated[Slots, Meta(min_length=1, max_length=MAX_SLOTS)]
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


def read(path: Path) -> tuple[AnySlot, ...]:
    """Return the slots of a file.

    Raises:
        RecordError: as `parsed`.
    """
    with path.open("rb") as file:
        return parsed(file.read(_MAX_FILE_BYTES), path)


def parsed(data: bytes, path: Path) -> tuple[AnySlot, ...]:
    """Return the slots in a file's bytes; `path` names it to the person.

    Raises:
        KeysDamaged: when they are not as they were written, or ask for more than is allowed.
        NewerRecord: when a newer version of the program wrote them.
    """
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


def written(slots: Slots) -> bytes:
    """Return the bytes of a file with these slots."""
    keys = _Keys(slots=slots, sha256=_digest(slots))
    return msgspec.json.format(msgspec.json.encode(keys), indent=2) + b"\n"


def _is_of_known_slots(head: _Head) -> bool:
    """Return whether the sum is one of version 1 or 2, which covers the slots alone."""
    compact = msgspec.json.format(bytes(head.slots) or b"null", indent=-1)
    return hashlib.sha256(compact).hexdigest() == head.sha256


def _digest(slots: tuple[AnySlot, ...]) -> str:
    return hashlib.sha256(msgspec.json.encode(slots)).hexdigest()
