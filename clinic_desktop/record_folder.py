"""The ways into the record in a folder; the record's room is imported when a way is taken."""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from clinic_desktop.domain.errors import RecordUnusable, UserError

if TYPE_CHECKING:
    from clinic_desktop.domain.backups import Loss
    from clinic_desktop.domain.catalogue import Catalogue
    from clinic_desktop.domain.practice import Practice
    from clinic_desktop.storage.record import Record

_Read = TypeVar("_Read")
_TRIES: Final = 3


class RecordFolder:
    """See `clinic_desktop.ui.doors.Doors`, which the window knows it as."""

    def __init__(
        self,
        folder: Path,
        catalogue: "Callable[[], Catalogue]",
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._clock = now or (lambda: datetime.now(UTC))

    def _now(self) -> datetime:
        """Return the time as the record writes it down."""
        return self._clock().astimezone(UTC)

    @property
    def _tests(self) -> Collection[str]:
        """The ids of the tests; a catalogue that was not needed before is read now."""
        return self._catalogue().tests

    def is_new(self) -> bool:
        """Whether there is no record yet."""
        from clinic_desktop.storage.folder import FolderStatus, status

        state = status(self._folder)
        if state is FolderStatus.OTHER:
            raise UserError(
                f"The folder {self._folder} holds other files. "
                "Name an empty folder, or one with a record."
            )
        return state is FolderStatus.MISSING_OR_EMPTY

    def holders(self) -> tuple[tuple[UUID, str], ...]:
        """Return who can unlock the record."""
        from clinic_desktop.storage.keys import holders

        found = self._tried(lambda: holders(self._present_keys()))
        return tuple((holder.account, holder.name) for holder in found)

    def has_recovery(self) -> bool:
        """Whether a recovery sheet was made."""
        from clinic_desktop.storage.keys import has_recovery

        return self._tried(lambda: has_recovery(self._present_keys()))

    def warnings(self) -> tuple[str, ...]:
        """Return what speaks against the folder."""
        from clinic_desktop.storage.surroundings import warnings

        return warnings(self._folder)

    def create(self, passphrase: str, practice: "Practice | None" = None) -> "Record":
        """Make the record."""
        from clinic_desktop.storage import ways_in

        return ways_in.create(
            self._folder, passphrase, tests=self._tests, practice=practice, now=self._now
        )

    def unlock(self, passphrase: str, account: UUID | None = None) -> "Record":
        """Open the record."""
        from clinic_desktop.storage import ways_in

        return self._tried(
            lambda: ways_in.unlock(
                self._folder, passphrase, tests=self._tests, account=account, now=self._now
            )
        )

    def recover(self, recovery_key: str, account: UUID, passphrase: str) -> "Record":
        """Open the record with the recovery sheet and set a new passphrase."""
        from clinic_desktop.storage import ways_in

        return ways_in.recover(
            self._folder, recovery_key, account, passphrase, tests=self._tests, now=self._now
        )

    def backup_folder(self) -> Path:
        """Return where the backups are looked for."""
        from clinic_desktop.storage.folder import backup_folder

        return backup_folder(self._folder)

    def losses(self, folder: Path | None = None) -> "tuple[Loss, ...]":
        """Return the backups, newest first, with what restoring each would lose."""
        from clinic_desktop.storage.backup import backups_in
        from clinic_desktop.storage.restore import losses

        return losses(self._folder, backups_in(folder or self.backup_folder()))

    def loss(self, backup: Path) -> "Loss":
        """Return what restoring a backup's file would lose.

        Raises:
            UserError: when it is none, or of another record.
        """
        from clinic_desktop.storage.backup_file import read
        from clinic_desktop.storage.errors import OtherRecord
        from clinic_desktop.storage.restore import losses

        found = losses(self._folder, [read(backup)])
        if not found:
            raise OtherRecord
        return found[0]

    def restore(self, backup: Path, passphrase: str, account: UUID | None = None) -> "Record":
        """Put a backup in the record's place, and open it."""
        from clinic_desktop.storage import ways_in

        return ways_in.restore(
            self._folder,
            backup,
            passphrase,
            tests=self._tests,
            account=account,
            now=self._now,
        )

    def holders_of(self, backup: Path) -> tuple[tuple[UUID, str], ...]:
        """Return who could unlock the record when a backup was made."""
        from clinic_desktop.storage import ways_in
        from clinic_desktop.storage.errors import told

        with told(backup.parent):
            return ways_in.holders_of(backup)

    def restore_by_recovery(
        self, backup: Path, recovery_key: str, account: UUID, passphrase: str
    ) -> "Record":
        """Put a backup in the record's place with the recovery sheet, and open it."""
        from clinic_desktop.storage import ways_in

        return ways_in.restore_by_recovery(
            self._folder,
            backup,
            recovery_key,
            account,
            passphrase,
            tests=self._tests,
            now=self._now,
        )

    def set_aside(self) -> frozenset[Path]:
        """Return the folders with what restorings and upgrades replaced."""
        from clinic_desktop.storage.folder import SET_ASIDE

        return frozenset(self._folder.glob(f"{SET_ASIDE}*"))

    def _present_keys(self) -> Path:
        from clinic_desktop.storage.errors import RecordIncomplete
        from clinic_desktop.storage.folder import KEYS

        keys = self._folder / KEYS
        if not keys.exists():
            raise RecordIncomplete(keys)
        return keys

    def _tried(self, reading: Callable[[], _Read]) -> _Read:
        """Read up to three times: what is gone the next time was no damage, but the disk."""
        from clinic_desktop.storage.errors import DiskFailed, told

        for _ in range(_TRIES - 1):
            with suppress(RecordUnusable, DiskFailed), told(self._folder):
                return reading()
        with told(self._folder):
            return reading()
