"""Which backups are kept: the last 10, then one a day, a week, a month, as long as they last."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from clinic_desktop.domain.values import Value

LAST: Final = 10
_TIERS: Final[tuple[tuple[int, Callable[[datetime], object]], ...]] = (
    (7, lambda at: at.date()),
    (4, lambda at: at.isocalendar()[:2]),
    (12, lambda at: (at.year, at.month)),
)
"""Of the newest 7 days, 4 weeks and 12 months that have a backup, the newest backup of each."""


class BackupContent(Value, frozen=True, kw_only=True):
    """What a backup holds, in figures that tell nothing about a patient. Times are UTC.

    `answers` counts every answer ever saved in the record, so that two states of a record tell how
    many lie between them. `head` is the seal of the newest signed version, `trail` the hash of the
    newest entry of the audit trail.
    """

    record: str
    made_at: datetime
    answers: int
    last_answer_at: datetime | None = None
    signed: int
    head: str
    trail: str


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
