"""The life of an examination after its draft: signed versions, their signatures, their papers."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from clinic_desktop.domain.dates import day_of
from clinic_desktop.domain.examination import Examination, Therapist
from clinic_desktop.domain.values import Value


class VersionKind(StrEnum):
    """Why a version was signed: the first signing, an amendment, or the withdrawal."""

    ORIGINAL = "original"
    ADDENDUM = "addendum"
    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    LATE_ENTRY = "late_entry"
    ENTERED_IN_ERROR = "entered_in_error"


AMENDMENTS = (
    VersionKind.ADDENDUM,
    VersionKind.CORRECTION,
    VersionKind.CLARIFICATION,
    VersionKind.LATE_ENTRY,
)
"""The kinds under which a signed examination may be amended."""


class Signature(Value, frozen=True, kw_only=True):
    """Who signed, as they were then, and when (UTC). `counter` tells a counter-signature."""

    therapist: Therapist
    signed_at: datetime
    counter: bool = False


class Version(Value, frozen=True, kw_only=True):
    """One signed version of an examination, without its document. Times are UTC.

    `number` counts the versions of the examination from 1. `recorded_from` and `recorded_to` are
    when its first and last answer were saved. `sha256` is of the document's stored bytes, `seal`
    of the version and of the seal before it in the record; both are 64 hexadecimal digits.
    """

    id: UUID
    examination: UUID
    number: int
    kind: VersionKind
    reason: str | None = None
    recorded_from: datetime
    recorded_to: datetime
    signatures: tuple[Signature, ...]
    awaits: bool = False
    sha256: str
    seal: str

    @property
    def signature(self) -> Signature:
        """The author's signature."""
        return self.signatures[0]


class Amending(Value, frozen=True, kw_only=True):
    """What a draft of a signed examination is begun for."""

    kind: VersionKind
    reason: str


class RevisionKind(StrEnum):
    """How a state of a draft came to be."""

    ANSWER = "answer"
    UNDO = "undo"
    REDO = "redo"
    RESTORED = "restored"


class Revision(Value, frozen=True, kw_only=True):
    """One saved state of a draft, without its document; `saved_at` is UTC."""

    number: int
    kind: RevisionKind
    saved_at: datetime
    saved_by: str


class Handing(StrEnum):
    """How a paper left the program.

    Of what was saved encrypted the record keeps the paper that can be read; of what was copied as
    text, the paper that says the same.
    """

    PRINTED = "printed"
    SAVED = "saved"
    ENCRYPTED = "encrypted"
    DIGITALLY_SIGNED = "digitally_signed"
    COPIED = "copied"


class Paper(Value, frozen=True, kw_only=True):
    """A report that was handed out, without its bytes; `issued_at` is UTC.

    `status` and `version` are as printed on it. `is_withdrawn` tells that the examination was
    later marked as entered in error, `is_erased` that its bytes are gone after retention.
    """

    examination: UUID
    issued_at: datetime
    issued_by: str
    how: Handing
    status: str
    version: int
    sha256: str
    is_withdrawn: bool = False
    is_erased: bool = False


class Change(Value, frozen=True, kw_only=True):
    """One value that differs between two versions, in words.

    `step` is the key of the step where it is recorded; `before` or `after` is `None` where nothing
    was recorded.
    """

    step: str
    what: str
    before: str | None = None
    after: str | None = None


class Amendment(Value, frozen=True, kw_only=True):
    """An amendment with what it changed."""

    version: Version
    changes: tuple[Change, ...]


class Edition(Value, frozen=True, kw_only=True):
    """What the report and the window say about where an examination stands in its life.

    `status` is printed: DRAFT, FINAL, AMENDED, AWAITING COUNTER-SIGNATURE. `versions` are the
    signed ones, oldest first, none of a draft; `amendments` go with `versions[1:]`. `replaces` is
    the last version before the newest that was handed out, which the reader may hold, and `since`
    what changed from it to the newest; without one, the newest replaces the version before it.
    """

    status: str
    versions: tuple[Version, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    replaces: Version | None = None
    since: tuple[Change, ...] = ()

    @property
    def number(self) -> int:
        """The version of the paper: a draft will become the version after the signed ones."""
        return max(len(self.versions), 1) if self.is_signed else len(self.versions) + 1

    @property
    def is_signed(self) -> bool:
        """Whether the paper shows a signed version, not a draft."""
        return self.status != DRAFT


DRAFT = "DRAFT"
FINAL = "FINAL"
AMENDED = "AMENDED"
AWAITING = "AWAITING COUNTER-SIGNATURE"

A_DRAFT = Edition(status=DRAFT)
"""What is known of an examination outside a record."""


def status_of(versions: tuple[Version, ...]) -> str:
    """Return the status printed for these signed versions, oldest first."""
    if not versions:
        return DRAFT
    if versions[-1].awaits:
        return AWAITING
    return AMENDED if len(versions) > 1 else FINAL


def days_late(examination: Examination, recorded: datetime) -> int:
    """Return how many days after it was performed something was recorded; 0 on the same day.

    Args:
        examination: with the time it was performed at; undated counts as the same day.
        recorded: when the entry was saved, with an offset.
    """
    performed: date | None = day_of(examination.performed_at)
    if performed is None or examination.performed_at is None:
        return 0
    zone = datetime.fromisoformat(examination.performed_at).tzinfo
    return max((recorded.astimezone(zone).date() - performed).days, 0)
