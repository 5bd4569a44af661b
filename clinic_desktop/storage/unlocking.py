"""Trying a passphrase or a recovery key: a wrong one is remembered, and slows the next one down."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from clinic_desktop.storage import attempts, keys, recovery_key
from clinic_desktop.storage.errors import WrongPassphrase, WrongRecoveryKey
from clinic_desktop.storage.keys import Opened


def unlock(
    folder: Path, path: Path, passphrase: str, account: UUID | None, now: datetime
) -> Opened:
    """Open a keys.json for the record in a folder; a wrong passphrase is remembered there.

    Raises:
        WrongPassphrase: when it unlocks nothing.
        TooManyAttempts: when too many were wrong before.
    """
    attempts.refuse_when_waiting(folder, now)
    try:
        return keys.unlock(path, passphrase, account)
    except WrongPassphrase:
        attempts.remember(folder, account, now)
        raise


def unlock_by_recovery(folder: Path, path: Path, text: str, now: datetime) -> bytes:
    """Return the data key in a keys.json; a wrong recovery key is remembered in the folder.

    Raises:
        WrongRecoveryKey: when it is not the one of the record.
        NoRecoveryKey: when no recovery sheet was made.
        TooManyAttempts: when too many were wrong before.
    """
    recovery_key.parsed(text)  # a slip of typing is no attempt
    attempts.refuse_when_waiting(folder, now)
    try:
        return keys.unlock_by_recovery(path, text)
    except WrongRecoveryKey:
        attempts.remember(folder, None, now)
        raise
