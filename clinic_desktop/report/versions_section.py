"""What the report says of its own life: what it replaces, who signed it, what was amended."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from clinic_desktop.domain.dates import day_of, long_date
from clinic_desktop.domain.examination import Examination, Therapist
from clinic_desktop.domain.versions import (
    Amendment,
    Change,
    Edition,
    Signature,
    Version,
    days_late,
)
from clinic_desktop.report.parts import (
    NOT_RECORDED,
    Block,
    Cell,
    Line,
    Table,
    Tone,
    clock,
    joined,
    moment,
    written,
)

_NAMELESS: Final = "Therapist without a name"
_SHORT_HASH: Final = 12
"""Hexadecimal digits of the content's hash at the foot of every page."""


def replaced(edition: Edition, examination: Examination) -> Line | None:
    """Return what stands above everything: which version this one replaces, and what differs."""
    before = edition.versions[-2:-1] if edition.is_signed else edition.versions[-1:]
    old = next(iter(before), None)
    changes = edition.amendments[-1].changes if edition.amendments else ()
    if not edition.is_signed:
        changes = ()
    elif edition.replaces is not None:
        old, changes = edition.replaces, edition.since
    if old is None:
        return None
    will = "Replaces" if edition.is_signed else "Once signed, replaces"
    signed_on = long_date(_here(old.signature.signed_at, examination).date())
    differs = joined(*_named_once(changes), by="; ")
    return Line(
        f"{differs}." if differs else "",
        label=f"{will} version {old.number} of {signed_on}{';' if differs else '.'}",
    )


def _named_once(changes: Sequence[Change]) -> Iterator[str]:
    """Name what was added, changed and removed, each thing once."""
    done: dict[str, str] = {}
    for change in changes:
        kind = _kind(change)
        done[change.what] = kind if done.get(change.what, kind) == kind else "changed"
    for kind in ("added", "changed", "removed"):
        if named := [what for what, done_to_it in done.items() if done_to_it == kind]:
            yield f"{kind}: {'; '.join(named)}"


def _kind(change: Change) -> str:
    if change.before is None:
        return "added"
    return "removed" if change.after is None else "changed"


def late_entry(version: Version, examination: Examination) -> Line | None:
    """Return that a version was recorded on a later day than the examination was performed."""
    days = days_late(examination, version.recorded_to)
    performed = day_of(examination.performed_at)
    if not days or performed is None:
        return None
    recorded = dict.fromkeys(
        long_date(_here(at, examination).date())
        for at in (version.recorded_from, version.recorded_to)
    )
    up_to = "up to " if len(recorded) > 1 else ""
    return Line(
        f"performed {long_date(performed)}, recorded {' to '.join(recorded)} "
        f"({up_to}{days} {'day' if days == 1 else 'days'} later).",
        label="Late entry:",
        tone=Tone.SMALL,
    )


def signature_block(edition: Edition, examination: Examination) -> tuple[Cell, ...]:
    """Return the cells of the signature block: of a draft, room to sign by hand."""
    document = examination.therapist or Therapist()
    if not (edition.is_signed and edition.versions):
        return (
            (Line("", label="Signature"),),
            (
                Line("", label="Name, profession, registration"),
                Line(_who(document) or "Therapist not recorded"),
            ),
            (Line("", label="Date"),),
        )
    version = edition.versions[-1]
    author, *others = _signatures(version, examination)
    waits = [Line("", label="Awaiting counter-signature")] if version.awaits else []
    examined = (
        [Line(_who(document), label="Examined and recorded by")]
        if _who(document) and not _same(document, version.signature.therapist)
        else []
    )
    second = (*others, *waits)
    return ((*examined, author), second) if second else ((*examined, author),)


def content_hash(edition: Edition) -> str:
    """Return what tells two printed contents apart, for the foot of a signed report."""
    if not (edition.is_signed and edition.versions):
        return ""
    return f"Content {edition.versions[-1].sha256[:_SHORT_HASH]}"


def amendments(edition: Edition, examination: Examination) -> Iterator[Block]:
    """Return each amendment: its kind, who, when, why, and both values of all it changed."""
    for amendment in edition.amendments:
        yield from _amendment(amendment, examination)


def _amendment(amendment: Amendment, examination: Examination) -> Iterator[Block]:
    version = amendment.version
    yield Line(f"Version {version.number}: {_kind_words(version)}", tone=Tone.HEADING)
    yield from _signatures(version, examination, Tone.SMALL)
    reason = version.reason if written(version.reason) else NOT_RECORDED
    yield Line(reason, label="Reason:", tone=Tone.SMALL)
    if late := late_entry(version, examination):
        yield late
    if amendment.changes:
        yield Table(
            kind="changes",
            heads=("What", "Was", "Now"),
            rows=tuple(
                (
                    (Line(change.what, tone=Tone.STRONG),),
                    (_value(change.before),),
                    (_value(change.after),),
                )
                for change in amendment.changes
            ),
        )
    else:
        yield Line("No recorded value differs.", tone=Tone.SMALL)


def _value(words: str | None) -> Line:
    return Line(NOT_RECORDED if words is None else words, tone=Tone.SMALL)


def _kind_words(version: Version) -> str:
    return version.kind.value.replace("_", " ")


def history(edition: Edition, examination: Examination) -> Iterator[Block]:
    """Return when the examination was performed and each version recorded, signed and sealed."""
    if not edition.versions:
        return
    performed = moment(examination.performed_at) or NOT_RECORDED
    yield Line(f"{performed}.", label="Performed:", tone=Tone.SMALL)
    yield Table(
        kind="versions",
        heads=("Version", "Recorded, signed and sealed"),
        rows=tuple(
            (
                (Line(f"{version.number}, {_kind_words(version)}", tone=Tone.STRONG),),
                tuple(_recorded(version, examination)),
            )
            for version in edition.versions
        ),
    )
    if edition.is_signed:
        yield Line(
            f"The foot of every page shows the first {_SHORT_HASH} digits of the SHA-256 of the "
            f"content of version {edition.number}.",
            tone=Tone.SMALL,
        )


def _recorded(version: Version, examination: Examination) -> Iterator[Line]:
    times = dict.fromkeys(
        _at(at, examination) for at in (version.recorded_from, version.recorded_to)
    )
    yield Line(" to ".join(times), label="Recorded:", tone=Tone.SMALL)
    yield from _signatures(version, examination, Tone.SMALL)
    if version.awaits:
        yield Line("Awaiting counter-signature", tone=Tone.SMALL)
    yield Line(version.sha256, label="SHA-256:", tone=Tone.SMALL)
    yield Line(version.seal, label="Seal:", tone=Tone.SMALL)


def _signatures(
    version: Version, examination: Examination, tone: Tone = Tone.BODY
) -> Iterator[Line]:
    for signature in version.signatures:
        label = "Counter-signed by" if signature.counter else "Signed by"
        yield Line(
            f"{_signer(signature, examination)}, on {_at(signature.signed_at, examination)}",
            label=label,
            tone=tone,
        )


def _signer(signature: Signature, examination: Examination) -> str:
    """Name who signed; an author without a name is who the document names."""
    signer, document = signature.therapist, examination.therapist or Therapist()
    name = signer.name
    if not written(name) and not signature.counter and _same(document, signer):
        name = document.name
    return joined(name if written(name) else _NAMELESS, signer.profession, signer.registration)


def _same(one: Therapist, other: Therapist) -> bool:
    """Whether two values may stand for one person: by id, else by all that both have written."""
    if one.id is not None and other.id is not None:
        return one.id == other.id
    both = ((one.name, other.name), (one.registration, other.registration))
    return all(first == second for first, second in both if written(first) and written(second))


def _who(therapist: Therapist) -> str:
    return joined(therapist.name, therapist.profession, therapist.registration)


def _here(at: datetime, examination: Examination) -> datetime:
    """Return a time in the offset of the examination: this computer's may differ tomorrow."""
    performed = examination.performed_at
    return at.astimezone(datetime.fromisoformat(performed).tzinfo if performed else UTC)


def _at(at: datetime, examination: Examination) -> str:
    return clock(_here(at, examination)) + ("" if examination.performed_at else " UTC")
