"""Signed versions, their signatures and amendments, for reports of tests."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.versions import (
    Amendment,
    Change,
    Edition,
    Signature,
    Version,
    VersionKind,
    status_of,
)

AUTHOR: Final = Therapist(
    id=UUID(int=1), name="Morgan Example", profession="Physiotherapist", registration="PH-1"
)
SUPERVISOR: Final = Therapist(
    id=UUID(int=2), name="Robin Sample", profession="Physiotherapist", registration="PH-2"
)


def at(day: int, hour: int = 9, minute: int = 48) -> datetime:
    """Return a time of November 2026, UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def version(
    number: int = 1,
    *,
    day: int = 18,
    since: int | None = None,
    kind: VersionKind = VersionKind.ORIGINAL,
    reason: str | None = None,
    signers: Sequence[Therapist] = (AUTHOR,),
    awaits: bool = False,
) -> Version:
    """Return a version recorded until and signed on a day; signers after the first counter-sign."""
    return Version(
        id=UUID(int=number),
        examination=UUID(int=99),
        number=number,
        kind=kind,
        reason=reason,
        recorded_from=at(since or day, 8),
        recorded_to=at(day, 9),
        signatures=tuple(
            Signature(therapist=signer, signed_at=at(day), counter=place > 0)
            for place, signer in enumerate(signers)
        ),
        awaits=awaits,
        sha256=sha256(b"content %d" % number).hexdigest(),
        seal=sha256(b"seal %d" % number).hexdigest(),
    )


def amendment(
    number: int,
    *changes: Change,
    day: int = 20,
    kind: VersionKind = VersionKind.CORRECTION,
    reason: str | None = "A slip.",
    signers: Sequence[Therapist] = (AUTHOR,),
) -> Amendment:
    """Return an amendment that makes the version of this number."""
    made = version(number, day=day, kind=kind, reason=reason, signers=signers)
    return Amendment(version=made, changes=changes)


def signed(first: Version, *amendments: Amendment) -> Edition:
    """Return the edition of an examination with these versions."""
    versions = (first, *(each.version for each in amendments))
    return Edition(status=status_of(versions), versions=versions, amendments=amendments)
