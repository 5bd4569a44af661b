"""What the window asks of the record's folder while the record is closed."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from clinic_desktop.domain.backups import Loss
    from clinic_desktop.domain.practice import Practice
    from clinic_desktop.storage.record import Record


class Doors(Protocol):
    """The ways into a record. Each raises a `UserError` that says what to do.

    It is a `RecordUnusable` where a backup can take the record's place, a `TooEarly` after too
    many wrong passphrases.
    """

    def is_new(self) -> bool:
        """Whether there is no record yet, so that one is to be made."""

    def holders(self) -> tuple[tuple[UUID, str], ...]:
        """Return who can unlock the record, with their names; none of an earlier version's."""

    def warnings(self) -> tuple[str, ...]:
        """Return what speaks against the folder, such as that it is on a network drive."""

    def create(self, passphrase: str, practice: "Practice") -> "Record":
        """Make the record."""

    def unlock(self, passphrase: str, account: UUID | None) -> "Record":
        """Open the record; without an account the passphrase tells who it is."""

    def recover(self, recovery_key: str, account: UUID, passphrase: str) -> "Record":
        """Open the record with the recovery sheet and set a new passphrase."""

    def has_recovery(self) -> bool:
        """Whether a recovery sheet was made."""

    def losses(self, folder: Path | None = None) -> "tuple[Loss, ...]":
        """Return the backups, newest first, with what restoring each would lose.

        Args:
            folder: where to look; the record's backup folder when it is left out.
        """

    def loss(self, backup: Path) -> "Loss":
        """Return what restoring a backup's file would lose."""

    def backup_folder(self) -> Path:
        """Return where the backups are looked for."""

    def restore(self, backup: Path, passphrase: str, account: UUID | None) -> "Record":
        """Put a backup in the record's place, keep what it replaces, and open it."""

    def holders_of(self, backup: Path) -> tuple[tuple[UUID, str], ...]:
        """Return who could unlock the record when a backup was made, with their names."""

    def restore_by_recovery(
        self, backup: Path, recovery_key: str, account: UUID, passphrase: str
    ) -> "Record":
        """Put a backup in place with the recovery sheet, set a new passphrase, and open it."""

    def set_aside(self) -> frozenset[Path]:
        """Return the folders with what restorings and upgrades replaced."""
