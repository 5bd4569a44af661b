"""Where an examination stands in its life, in the words of the window."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.changes import changes
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.versions import (
    Amending,
    Change,
    Edition,
    Signature,
    Version,
    VersionKind,
)
from clinic_desktop.ui.moments import moment, zone_of
from clinic_desktop.ui.paperwork import Paperwork

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record


class Standing(NamedTuple):
    """What the record says of an examination beside its document.

    `amending` tells what the draft of a signed examination is begun for; `before` is what was
    signed then. `recorded` is when the first answer of all was saved. `is_filed_again` tells that
    it was filed under this patient after it was withdrawn from another.
    """

    edition: Edition
    amending: Amending | None
    before: Examination | None
    recorded: datetime | None
    is_filed_again: bool

    @property
    def is_read_only(self) -> bool:
        """Whether what is shown is signed."""
        return self.edition.is_signed


def standing_of(store: "Record", paperwork: Paperwork, examination_id: UUID) -> Standing:
    """Return where a recorded examination stands.

    Raises:
        UserError: when the record does not give it.
    """
    edition = paperwork.edition(store, examination_id)
    versions = edition.versions
    amending = None if edition.is_signed else store.drafts.amending(examination_id)
    return Standing(
        edition=edition,
        amending=amending,
        before=store.signed.find(examination_id) if amending else None,
        recorded=versions[0].recorded_from if versions else store.drafts.begun_at(examination_id),
        is_filed_again=store.signed.filed_again(examination_id)[0] is not None,
    )


def banner(standing: Standing, examination: Examination, catalogue: Catalogue) -> str:
    """Return the line above the steps; none for a draft with nothing to say of."""
    versions, zone = standing.edition.versions, zone_of(examination)
    if standing.amending:
        kind = catalogue.words("version_kind", standing.amending.kind)
        return (
            f"Amending ({kind}): {standing.amending.reason}. "
            f"{_signed(versions[-1], zone)}, stays as it is until this is signed."
        )
    if not standing.is_read_only:
        return (
            "Filed again under this patient after it was entered in error under another: look it "
            "through, then sign it."
            if standing.is_filed_again
            else ""
        )
    newest = versions[-1]
    waits = "; waits for a counter-signature" if newest.awaits else ""
    if newest.kind is VersionKind.ORIGINAL:
        return f"{_signed(newest, zone)}{waits}"
    kind = catalogue.words("version_kind", newest.kind)
    return f"Amended ({kind}: {newest.reason}). {_signed(newest, zone)}{waits}"


def amendment_lines(
    standing: Standing, step: str, examination: Examination, catalogue: Catalogue
) -> tuple[str, ...]:
    """Return what each amendment changed at a step, a line for each, the one being recorded last.

    Such as "Correction by X, 20 November 2026 (reason): SLR, left: outcome was Negative, now
    Positive".
    """
    lines = []
    for amendment in standing.edition.amendments:
        version, here = amendment.version, _at(step, amendment.changes)
        if here:
            kind = catalogue.label("version_kind", version.kind)
            day = version.signature.signed_at.astimezone(zone_of(examination)).date()
            by = signer(version.signature)
            lines.append(f"{kind} by {by}, {long_date(day)} ({version.reason}): {here}")
    if standing.before is not None:
        pending = _at(step, changes(standing.before, examination, catalogue))
        lines += [f"Not signed yet: {pending}"] if pending else []
    return tuple(lines)


def amendment_words(
    standing: Standing, examination: Examination, catalogue: Catalogue
) -> tuple[str, tuple[str, ...]]:
    """Return kind and reason of the amendment being recorded, else signed last, and its changes.

    Such as "Correction: mixed up" and "SLR, left: outcome was Negative, now Positive"; "" of what
    was never amended.
    """
    given: Amending | Version
    if standing.amending and standing.before:
        given = standing.amending
        changed = changes(standing.before, examination, catalogue)
    elif standing.edition.amendments:
        newest = standing.edition.amendments[-1]
        given, changed = newest.version, newest.changes
    else:
        return "", ()
    heading = f"{catalogue.label('version_kind', given.kind)}: {given.reason}"
    return heading, tuple(change_words(change) for change in changed)


def signer(signature: Signature) -> str:
    """Return who signed."""
    return signature.therapist.name or "a therapist without a name"


def change_words(change: Change, *, was: str = "was", now: str = "now") -> str:
    """Return one difference: "SLR, left: outcome was Negative, now Positive"."""
    before = change.before or "not recorded"
    return f"{change.what} {was} {before}, {now} {change.after or 'not recorded'}"


def _at(step: str, changes: Iterable[Change]) -> str:
    return "; ".join(change_words(change) for change in changes if change.step == step)


def _signed(version: Version, zone: tzinfo | None) -> str:
    parts = [
        f"{'Counter-signed' if signature.counter else 'Signed'} by {signer(signature)} on "
        f"{moment(signature.signed_at, zone)}"
        for signature in version.signatures
    ]
    return f"{'; '.join(parts)}, version {version.number}"
