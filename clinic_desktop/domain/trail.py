"""The audit trail: who did what to which examination or patient, and when."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from clinic_desktop.domain.values import Value


class Action(StrEnum):
    """What is worth knowing later. Each act of a person leaves one entry."""

    CREATED = "created"
    UPGRADED = "upgraded"
    UNLOCKED = "unlocked"
    FAILED_TO_UNLOCK = "failed_to_unlock"
    LOCKED = "locked"
    RECOVERED = "recovered"
    PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 - an act, no secret
    RECOVERY_SHEET_MADE = "recovery_sheet_made"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PERSON_RETIRED = "person_retired"
    SETTINGS_CHANGED = "settings_changed"
    ADDRESS_BOOK_CHANGED = "address_book_changed"
    PATIENT_ADDED = "patient_added"
    PATIENT_CHANGED = "patient_changed"
    PATIENTS_MERGED = "patients_merged"
    PATIENT_EXPORTED = "patient_exported"
    PATIENT_ERASED = "patient_erased"
    IMPORTED = "imported"
    BEGUN = "begun"
    OPENED = "opened"
    CHANGED = "changed"
    ATTACHED = "attached"
    DETACHED = "detached"
    DRAFT_WITHDRAWN = "draft_withdrawn"
    DRAFT_RESTORED = "draft_restored"
    AMENDMENT_BEGUN = "amendment_begun"
    SIGNED = "signed"
    AMENDED = "amended"
    COUNTERSIGNED = "countersigned"
    ENTERED_IN_ERROR = "entered_in_error"
    FILED_AGAIN = "filed_again"
    PRINTED = "printed"
    SAVED = "saved"
    ENCRYPTED = "encrypted"
    DIGITALLY_SIGNED = "digitally_signed"
    COPIED = "copied"
    EXPORTED = "exported"
    TRAIL_EXPORTED = "trail_exported"
    BACKED_UP = "backed_up"
    BACKUP_FAILED = "backup_failed"
    RESTORED = "restored"


class Entry(Value, frozen=True, kw_only=True):
    """One line of the trail; `at` is UTC.

    `who` is a person's name, empty where nobody was unlocked. `detail` never holds what was typed
    about a patient, such as a name: people who read the trail need not see it.
    """

    number: int
    at: datetime
    who: str
    action: Action
    examination: UUID | None = None
    patient: UUID | None = None
    detail: str = ""
