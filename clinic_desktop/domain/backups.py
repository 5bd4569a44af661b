"""Which backups are kept, and what a restored one would lack.

Kept are the last 10, then one a day, a week, a month, as long as they last.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta

from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.values import Count, Value

LAST: Final = 10
BEFORE_UPGRADE: Final = "before the upgrade"
"""What stands in place of a record's id in the backup made before its first upgrade."""
_TIERS: Final[tuple[tuple[int, Callable[[datetime], object]], ...]] = (
    (7, lambda at: at.date()),
    (4, lambda at: at.isocalendar()[:2]),
    (12, lambda at: (at.year, at.month)),
)
"""Of the newest 7 days, 4 weeks and 12 months that have a backup, the newest backup of each.

The newest of a period is kept while the period runs and still is the newest when it has ended: so
removing after each backup keeps the same as removing once, and every tier reaches its full length.
"""

_Time = Annotated[datetime, Meta(tz=True)]


class BackupContent(Value, frozen=True, kw_only=True):
    """What a backup holds, in figures that tell nothing about a patient. Times are UTC.

    `answers` counts every answer ever saved in the record, so that two states of a record tell how
    many lie between them. `head` is the seal of the newest signed version, `trail` the hash of the
    newest entry of the audit trail. `signatures` counts those of counter-signing too, and `keys` is
    the SHA-256 of keys.json; both are `None` in the backups of earlier programs.
    """

    record: str
    made_at: _Time
    answers: Count
    last_answer_at: _Time | None = None
    signed: Count
    signatures: Count | None = None
    head: str
    trail: str
    keys: str | None = None


class Backup(Value, frozen=True, kw_only=True):
    """A backup's file and what it says it holds."""

    path: Path
    content: BackupContent

    @property
    def made_at(self) -> datetime:
        """When it was made, in UTC."""
        return self.content.made_at


class Loss(Value, frozen=True, kw_only=True):
    """What would be lost by restoring a backup.

    `answers` and `signed` are how many answers and signatures of the record are not in it, both
    `None` where that is not known. `since` is when its last answer was saved, `None` where it holds
    none.
    """

    backup: Backup
    answers: int | None
    signed: int | None
    since: datetime | None


def kept(times: Iterable[datetime]) -> frozenset[datetime]:
    """Return which of these backups are kept."""
    newest_first = sorted(times, reverse=True)
    keep = set(newest_first[:LAST])
    for count, period in _TIERS:
        newest_of: dict[object, datetime] = {}
        for at in newest_first:
            newest_of.setdefault(period(at), at)
        keep.update(list(newest_of.values())[:count])
    return frozenset(keep)


def sentence(loss: Loss, now: datetime) -> str:
    """Return what would be lost, in words, with the time of day in the time zone of `now`."""
    after = _after(loss.since, now)
    if loss.answers is None or loss.signed is None:
        if not after:
            return "This backup holds no answers yet; how many came later is not known."
        return f"Answers{after} are not in this backup; how many is not known."
    counts = ((loss.answers, "answer"), (loss.signed, "signature"))
    lost = [f"{count} {what}{'s' * (count != 1)}" for count, what in counts if count]
    if not lost:
        return "Everything up to the last answer is in this backup."
    verb = "is" if loss.answers + loss.signed == 1 else "are"
    return f"{' and '.join(lost)}{after} {verb} not in this backup."


def _after(since: datetime | None, now: datetime) -> str:
    if since is None:
        return ""
    local = since.astimezone(now.tzinfo)
    day = "" if local.date() == now.date() else f" on {long_date(local.date())}"
    return f" after {local:%H:%M}{day}"
