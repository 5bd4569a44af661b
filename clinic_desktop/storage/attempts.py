"""Wrong passphrases, remembered beside the locked record until somebody unlocks it.

They make the next try wait, and go into the record's trail as soon as it can be written.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from clinic_desktop.storage.errors import TooManyAttempts
from clinic_desktop.storage.files import write_private
from clinic_desktop.storage.folder import ATTEMPTS

_KEPT: Final = 1000
_WITHOUT_WAIT: Final = 5
_FIRST_WAIT: Final = timedelta(seconds=10)
_LONGEST_WAIT: Final = timedelta(minutes=15)
_MAX_FILE_BYTES: Final = 1024 * 1024
_LATEST: Final = 2**32  # a file can claim a time that no calendar has

_Time = Annotated[datetime, Meta(tz=True)]


class _Attempt(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One wrong passphrase; `account` is None where nobody was named."""

    at: _Time
    account: UUID | None


class _Attempts(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """attempts.json: the newest last, and since when the next try waits."""

    waits_since: _Time
    attempts: Annotated[tuple[_Attempt, ...], Meta(min_length=1, max_length=_KEPT)]


def remember(folder: Path, account: UUID | None, at: datetime) -> None:
    """Remember one wrong passphrase, typed `at` this time; a folder that is read-only forgets."""
    found = _read(folder)
    earlier = found.attempts if found else ()
    _write(folder, at, (*earlier, _Attempt(at=at, account=account)))


def wait(folder: Path, now: datetime) -> timedelta:
    """Return how long the next passphrase must wait: nothing for the first five wrong ones.

    From then on 10 s after the last wrong one, 20 s, 40 s, at most 15 minutes. When the clock was
    set back, the wait begins anew.
    """
    found = _read(folder)
    if found is None or len(found.attempts) < _WITHOUT_WAIT:
        return timedelta()
    doublings = min(len(found.attempts) - _WITHOUT_WAIT, 10)
    step = min(_LONGEST_WAIT, _FIRST_WAIT * (1 << doublings))
    if now >= found.waits_since:
        return max(step - (now - found.waits_since), timedelta())
    # A beginning that cannot be kept would begin anew for ever.
    return step if _write(folder, now, found.attempts) else timedelta()


def refuse_when_waiting(folder: Path, now: datetime) -> None:
    """Refuse a passphrase that comes too early.

    Raises:
        TooManyAttempts: with the time to wait.
    """
    left = wait(folder, now)
    if left:
        raise TooManyAttempts(left)


def remembered(folder: Path) -> tuple[tuple[datetime, UUID | None], ...]:
    """Return the wrong passphrases, when and whose, oldest first."""
    found = _read(folder)
    return tuple((attempt.at, attempt.account) for attempt in found.attempts) if found else ()


def forget(folder: Path) -> None:
    """Forget the wrong passphrases: the trail holds them now.

    Where they cannot be forgotten, the trail tells of them again rather than never.
    """
    with suppress(OSError):
        (folder / ATTEMPTS).unlink()


def _read(folder: Path) -> _Attempts | None:
    """Return what is remembered; a damaged file stands for as many as are free, at its time."""
    path = folder / ATTEMPTS
    try:
        changed = path.stat().st_mtime
    except OSError:
        return None
    with (
        suppress(OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError),
        path.open("rb") as file,
    ):
        return msgspec.json.decode(file.read(_MAX_FILE_BYTES), type=_Attempts)
    at = datetime.fromtimestamp(min(max(changed, 0), _LATEST), UTC)
    return _Attempts(waits_since=at, attempts=(_Attempt(at=at, account=None),) * _WITHOUT_WAIT)


def _write(folder: Path, waits_since: datetime, attempts: tuple[_Attempt, ...]) -> bool:
    """Write what is remembered and tell whether that was possible."""
    kept = _Attempts(waits_since=waits_since, attempts=attempts[-_KEPT:])
    try:
        write_private(folder / ATTEMPTS, msgspec.json.encode(kept))
    except OSError:
        return False
    return True
